//! The view of an instrument's money.

use super::{DocumentLink, Views};
use crate::corpus::{Amount, Term};
use serde::Serialize;

/// An amount of money, with the sentence that says it.
#[derive(Debug, Clone, Serialize)]
pub struct AmountView {
    /// As printed, with the words before it that bound or blur it.
    pub printed: String,
    /// What it is for, in the text's words.
    pub purpose: Option<String>,
    pub sentence: String,
    pub document: DocumentLink,
    /// Address of the sentence's block.
    pub href: String,
    pub anchor: String,
    pub voice: &'static str,
    pub voice_label: String,
}

impl Views<'_> {
    /// The money of a term, in the order of its passages.
    pub(super) fn amounts(&self, term: &Term) -> Vec<AmountView> {
        term.amounts.iter().filter_map(|amount| self.amount(amount)).collect()
    }

    fn amount(&self, amount: &Amount) -> Option<AmountView> {
        let words = &amount.words;
        let printed = words.qualifier.iter().chain([&words.printed]).map(String::as_str).collect::<Vec<_>>();
        Some(AmountView {
            printed: printed.join(" "),
            purpose: words.purpose.clone(),
            sentence: words.sentence.clone(),
            document: self.document_link(&amount.document)?,
            href: self.links.place(&amount.document, &amount.anchor),
            anchor: amount.anchor.as_str().to_owned(),
            voice: amount.voice.as_str(),
            voice_label: self.strings.text(amount.voice.into()),
        })
    }
}
