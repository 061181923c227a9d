//! Editors' quotations, found again in the documents that they quote.

use super::documents::Documents;
use super::{Document, FoundQuote};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::BlockId;
use crate::taxonomy::Quote;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::{BTreeMap, BTreeSet};

/// The documents that are quoted, each made ready for searching when it is quoted for the first time.
pub(super) struct Quoted<'d> {
    documents: &'d Documents,
    /// By id.
    texts: BTreeMap<&'d str, Text<'d>>,
}

/// A document's words, a leaf block a line, with single spaces.
struct Text<'d> {
    whole: String,
    /// Where each leaf begins, rising, and its id.
    leaves: Vec<(usize, &'d BlockId)>,
}

impl<'d> Text<'d> {
    fn of(document: &'d Document) -> Self {
        let (mut whole, mut leaves) = (String::new(), Vec::new());
        for leaf in document.body.leaves() {
            leaves.push((whole.len(), leaf.id));
            push_one_space(&mut whole, &leaf.text());
            whole.push('\n');
        }
        Text { whole, leaves }
    }

    /// The blocks that have the words, with single spaces between these, once for each time.
    fn hits(&self, wanted: &str) -> Vec<&'d BlockId> {
        if wanted.is_empty() {
            return self.leaves.iter().map(|(_, id)| *id).collect();
        }
        // Of a single text the cheapest kind is as fast as any: what searches is its literal prefilter.
        let kind = Some(AhoCorasickKind::NoncontiguousNFA);
        let finder = AhoCorasick::builder().kind(kind).build([wanted]);
        let finder = finder.expect("one quotation is far below the limits of the searcher");
        let leaf_at = |at: usize| self.leaves.partition_point(|(start, _)| *start <= at) - 1;
        finder.find_iter(&self.whole).map(|found| self.leaves[leaf_at(found.start())].1).collect()
    }
}

impl<'d> Quoted<'d> {
    pub(super) fn new(documents: &'d Documents) -> Self {
        Quoted { documents, texts: BTreeMap::new() }
    }

    /// Finds a quotation in its document: exactly one block must have it. `file` is the one with the quotation.
    pub(super) fn find(
        &mut self,
        quote: &Quote,
        file: &FilePath,
        findings: &mut Findings,
    ) -> Option<FoundQuote> {
        let Some(document) = self.documents.get(&quote.document.value) else {
            let message = format!("there is no document `{}` to quote from", quote.document.value);
            let known = self.documents.keys().map(String::as_str);
            findings.push(
                Diagnostic::new(Code::UnknownReference, message)
                    .at(file, quote.document.span.clone())
                    .did_you_mean(&quote.document.value, known),
            );
            return None;
        };
        let mut wanted = String::new();
        push_one_space(&mut wanted, &quote.text.value);
        let text = self.texts.entry(&document.id).or_insert_with(|| Text::of(document));
        let fault = match text.hits(&wanted).as_slice() {
            [anchor] => {
                let anchor = BlockId::clone(anchor);
                return Some(FoundQuote { document: document.id.clone(), anchor, text: wanted });
            }
            [] => Diagnostic::new(Code::Quote, format!("these words do not stand in `{}`", document.id))
                .hint("quote one stretch of one paragraph word for word, without footnote marks"),
            several => several_times(&document.id, several),
        };
        findings.push(fault.at(file, quote.text.span.clone()));
        None
    }
}

fn several_times(document: &str, hits: &[&BlockId]) -> Diagnostic {
    let places: BTreeSet<String> = hits.iter().map(|id| format!("#{id}")).collect();
    let places = places.into_iter().collect::<Vec<_>>().join(", ");
    let message = format!("these words stand {} times in `{document}`: {places}", hits.len());
    Diagnostic::new(Code::Quote, message)
        .hint("quote a longer stretch, so that it is clear which place is meant")
}

/// Adds the words of a text with single spaces between them.
fn push_one_space(to: &mut String, text: &str) {
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            to.push(' ');
        }
        to.push_str(word);
    }
}
