//! Editors' quotations, found again in the documents that they quote.

use super::documents::Documents;
use super::{Document, FoundQuote};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::BlockId;
use crate::taxonomy::Quote;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The documents that are quoted, each made ready for searching when it is quoted for the first time.
pub(super) struct Quoted<'d> {
    documents: &'d Documents,
    /// By id.
    texts: BTreeMap<&'d str, Text>,
}

/// Words of documents, by their ids.
pub(super) type Texts = BTreeMap<String, Text>;

/// A document's words, a leaf block a line, with single spaces.
#[derive(Debug)]
pub(super) struct Text {
    whole: String,
    /// Where each leaf begins, rising, and its id.
    leaves: Vec<(usize, BlockId)>,
}

impl Text {
    pub(super) fn of(document: &Document) -> Self {
        let (mut whole, mut leaves) = (String::new(), Vec::new());
        for leaf in document.body.leaves() {
            leaves.push((whole.len(), leaf.id.clone()));
            push_one_space(&mut whole, &leaf.text());
            whole.push('\n');
        }
        Text { whole, leaves }
    }

    /// The blocks that have the words, with single spaces between these, once for each time.
    fn hits(&self, wanted: &str) -> Vec<&BlockId> {
        if wanted.is_empty() {
            return self.leaves.iter().map(|(_, id)| id).collect();
        }
        self.hits_within(wanted, 0..self.whole.len())
    }

    /// The same of some whole lines; there is something wanted.
    fn hits_within(&self, wanted: &str, lines: Range<usize>) -> Vec<&BlockId> {
        // Of a single text the cheapest kind is as fast as any: what searches is its literal prefilter.
        let kind = Some(AhoCorasickKind::NoncontiguousNFA);
        let finder = AhoCorasick::builder().kind(kind).build([wanted]);
        let finder = finder.expect("one quotation is far below the limits of the searcher");
        let found = finder.find_iter(&self.whole[lines.clone()]);
        found.map(|found| self.leaf_at(lines.start + found.start())).collect()
    }

    fn leaf_at(&self, at: usize) -> &BlockId {
        &self.leaves[self.leaves.partition_point(|(start, _)| *start <= at) - 1].1
    }

    /// How many bytes of whole lines are alike in two texts at their beginnings, and how many behind these at their ends.
    fn alike(&self, other: &Text) -> (usize, usize) {
        let (a, b) = (self.whole.as_bytes(), other.whole.as_bytes());
        let most = a.len().min(b.len());
        let start = (0..most).find(|at| a[*at] != b[*at]).unwrap_or(most);
        let start = a[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let most = most - start;
        let end = (0..most).find(|at| a[a.len() - 1 - at] != b[b.len() - 1 - at]).unwrap_or(most);
        // The first line of what is alike at the end may have begun otherwise.
        let end = a[a.len() - end..].iter().position(|byte| *byte == b'\n').map_or(0, |at| end - at - 1);
        (start, end)
    }

    /// Finds quotations again in a new version of the text that they were found in; `None` where one of them does not
    /// stand in exactly one block of it.
    pub(super) fn find_again(&self, quotes: Vec<&mut FoundQuote>, before: &Text) -> Option<()> {
        let (start, end) = before.alike(self);
        let changed = start..self.whole.len() - end;
        let stood: BTreeMap<&BlockId, usize> = before.leaves.iter().map(|(at, id)| (id, *at)).collect();
        for quote in quotes {
            let stood = *stood.get(&quote.anchor)?;
            let stands = if stood < start {
                Some(stood)
            } else {
                stood.checked_sub(before.whole.len() - end).map(|below| changed.end + below)
            };
            let within = self.hits_within(&quote.text, changed.clone());
            let mut all = within.into_iter().chain(stands.map(|at| self.leaf_at(at)));
            let anchor = all.next()?.clone();
            all.next().is_none().then_some(())?;
            quote.anchor = anchor;
        }
        Some(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(lines: &[&str]) -> Text {
        let (mut whole, mut leaves) = (String::new(), Vec::new());
        for (at, line) in lines.iter().enumerate() {
            leaves.push((whole.len(), BlockId::new(format!("p-{at}"))));
            whole.push_str(line);
            whole.push('\n');
        }
        Text { whole, leaves }
    }

    proptest! {
        /// What is found again in another version is what is found in it at once.
        #[test]
        fn a_quotation_is_found_again_where_a_search_of_the_whole_finds_it(
            before in prop::collection::vec("[ab]{0,3}", 1..7),
            now in prop::collection::vec("[ab]{0,3}", 1..7),
            wanted in "[ab]{1,2}",
        ) {
            let [before, now] = [before, now].map(|lines| {
                text(&lines.iter().map(String::as_str).collect::<Vec<_>>())
            });
            if let [anchor] = before.hits(&wanted).as_slice() {
                let mut quote = FoundQuote { document: "a".into(), anchor: (*anchor).clone(), text: wanted.clone() };
                let again = now.find_again(vec![&mut quote], &before).map(|()| quote.anchor);
                let hits = now.hits(&wanted);
                let expected = if let [anchor] = hits.as_slice() { Some((*anchor).clone()) } else { None };
                prop_assert_eq!(again, expected);
            }
        }
    }
}
