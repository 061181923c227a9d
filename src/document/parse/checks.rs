//! What can only be checked over the whole text: notes and their marks, headings' ids and levels.

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use crate::document::block::BlockId;
use std::collections::BTreeMap;

/// Collects findings, and what the checks at the end need.
pub(super) struct Checks {
    file: FilePath,
    found: Findings,
    /// First mark of each note.
    marks: BTreeMap<String, Span>,
    /// Definition of each note.
    definitions: BTreeMap<String, Span>,
    /// Explicit ids of headings.
    ids: BTreeMap<String, Span>,
    /// Level of the heading before; the page's title is the first.
    level: u8,
}

impl Checks {
    pub(super) fn new(file: &FilePath) -> Self {
        Checks {
            file: file.clone(),
            found: Findings::default(),
            marks: BTreeMap::new(),
            definitions: BTreeMap::new(),
            ids: BTreeMap::new(),
            level: 1,
        }
    }

    pub(super) fn file(&self) -> &FilePath {
        &self.file
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Takes note of a mark.
    pub(super) fn mark(&mut self, label: &str, at: Span) {
        self.marks.entry(label.to_owned()).or_insert(at);
    }

    /// Takes note of a definition; false when the note is defined already.
    pub(super) fn definition(&mut self, label: &str, at: Span) -> bool {
        let Some(first) = self.definitions.get(label) else {
            self.definitions.insert(label.to_owned(), at);
            return true;
        };
        let twice = Diagnostic::new(Code::NoteUnused, format!("the note `[^{label}]` is defined twice"))
            .at(&self.file, at)
            .also(&self.file, first.clone(), "first defined here")
            .hint("give one of them a number of its own");
        self.found.push(twice);
        false
    }

    /// Checks a heading's level against the one before.
    pub(super) fn heading_level(&mut self, level: u8, at: &Span) {
        let before = std::mem::replace(&mut self.level, level.max(2));
        let (message, hint) = if level == 1 {
            ("a heading of the first level".to_owned(), "the title is in the front matter; begin with `##`")
        } else if level > before + 1 {
            let message = format!("a heading of level {level} after one of level {before}");
            (message, "levels go down one at a time; the page's title is the first")
        } else {
            return;
        };
        self.found.push(Diagnostic::new(Code::HeadingLevel, message).at(&self.file, at.clone()).hint(hint));
    }

    /// A heading's explicit id; empty when it cannot be one.
    pub(super) fn heading_id(&mut self, id: &str, at: &Span) -> BlockId {
        if !BlockId::is_valid(id) {
            let fault = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id"))
                .at(&self.file, at.clone())
                .hint("an id begins with a small letter and has small letters, digits, `-`, `.` and `_`");
            self.found.push(fault);
            return BlockId::default();
        }
        if let Some(first) = self.ids.get(id) {
            let twice = Diagnostic::new(Code::DuplicateId, format!("two headings have the id `{id}`"))
                .at(&self.file, at.clone())
                .also(&self.file, first.clone(), "first used here")
                .hint("give one of them another id");
            self.found.push(twice);
        } else {
            self.ids.insert(id.to_owned(), at.clone());
        }
        BlockId::new(id)
    }

    /// The findings, once the whole text was read.
    pub(super) fn finish(mut self) -> Findings {
        let labels: Vec<&str> = self.definitions.keys().map(String::as_str).collect();
        for (label, at) in self.marks.iter().filter(|(label, _)| !self.definitions.contains_key(*label)) {
            let message = format!("the note `[^{label}]` is not defined");
            let lost = Diagnostic::new(Code::NoteUnused, message).at(&self.file, at.clone());
            let same = labels.iter().find(|l| l.to_lowercase() == label.to_lowercase());
            self.found.push(match same {
                Some(same) => lost.hint(format!("did you mean `[^{same}]`?")),
                None => lost.hint(format!("define it at the end: `[^{label}]: …`; or write `\\[^{label}]`")),
            });
        }
        for (label, at) in self.definitions.iter().filter(|(label, _)| !self.marks.contains_key(*label)) {
            let message = format!("nothing refers to the note `[^{label}]`");
            self.found.push(
                Diagnostic::new(Code::NoteUnused, message)
                    .at(&self.file, at.clone())
                    .hint(format!("write `[^{label}]` where it belongs, or remove it")),
            );
        }
        self.found
    }
}
