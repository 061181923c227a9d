//! Amounts of money of an instrument.

use crate::corpus::Amount;
use crate::money::Value;
use serde::Serialize;

/// Money that a sentence says is for an instrument.
#[derive(Debug, Serialize)]
pub struct AmountEntry<'a> {
    /// Number, size word and currency, as printed.
    pub printed: &'a str,
    /// The words before it that bound or blur it.
    pub qualifier: Option<&'a str>,
    /// In whole units; of a range the lower end.
    pub value: Value,
    /// The upper end of a range.
    pub value_to: Option<Value>,
    /// ISO 4217.
    pub currency: &'static str,
    /// What it is for, in the text's words, where they stand behind it.
    #[serde(rename = "for")]
    pub purpose: Option<&'a str>,
    pub sentence: &'a str,
    pub document: &'a str,
    pub anchor: &'a str,
}

/// An amount as it stands in the data.
pub(super) fn amount(amount: &Amount) -> AmountEntry<'_> {
    let words = &amount.words;
    AmountEntry {
        printed: &words.printed,
        qualifier: words.qualifier.as_deref(),
        value: words.value,
        value_to: words.to,
        currency: words.currency,
        purpose: words.purpose.as_deref(),
        sentence: &words.sentence,
        document: &amount.document,
        anchor: amount.anchor.as_str(),
    }
}
