//! Numbers of Commission and joint documents in running text, with what tells a proposal from a communication.

use super::celex::CelexNumber;
use super::context::Context;
use super::id::{CitationKind, Id};
use super::number::{DocumentNumber, Series, printed_numbers};
use super::reason::Reason;
use super::reference::Found;
use super::title::class_beside;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What may follow the digits and still belongs to the number.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ ?(?:(?i:final)(?: ?/ ?[0-9]{1,2})?\b|(?i:definitief|def)\b|(?i:endg)\.)")
        .expect("pattern compiles")
});

/// The numbers of a cleaned text.
pub(super) fn find(text: &str, context: &Context) -> Vec<Found> {
    let mut out = Vec::new();
    let mut before = 0;
    for (span, printed) in printed_numbers(text) {
        let Ok(number) = printed else {
            let kind = series_of(&text[span.clone()]);
            out.push(Found::unknown(with_tail(text, span), kind, Reason::ImpossibleYear));
            continue;
        };
        let whole = with_tail(text, span.clone());
        let (celex, reason) = known(text, &whole, before, number, context);
        let reason = reason.or_else(|| glued(&text[span.clone()], number, context));
        let id = Id::Document(number);
        let address = id.address(celex.as_ref());
        before = whole.end;
        let unsure = reason == Some(Reason::GluedDigits);
        out.push(Found {
            span: whole,
            kind: number.series.into(),
            id: (!unsure).then_some(id),
            address: if unsure { None } else { address },
            reason,
        });
    }
    out
}

fn with_tail(text: &str, span: Range<usize>) -> Range<usize> {
    let tail = TAIL.find(&text[span.end..]).map_or(0, |m| m.len());
    span.start..span.end + tail
}

/// The series of a printed number whose year is impossible.
fn series_of(printed: &str) -> CitationKind {
    let letters: String = printed.chars().take_while(char::is_ascii_alphabetic).collect();
    Series::parse(&letters).map_or(CitationKind::Com, CitationKind::from)
}

/// The CELEX number that somebody printed for the document or that the words beside the number prove. One that
/// cannot be the document's own is told, and not used.
fn known(
    text: &str,
    span: &Range<usize>,
    before: usize,
    number: DocumentNumber,
    context: &Context,
) -> (Option<CelexNumber>, Option<Reason>) {
    if let Some((_, celex)) = context.contradicted.as_ref().filter(|(of, _)| *of == number) {
        return (None, Some(Reason::AgainstCelex(celex.clone())));
    }
    if let Some(celex) = context.celex.get(&number) {
        return (Some(celex.clone()), None);
    }
    let class = (number.series == Series::Com).then(|| class_beside(text, span, before)).flatten();
    (class.map(|class| class.celex(number)), None)
}

/// Digits that end in the label of a note that is marked nowhere may hold its mark.
fn glued(printed: &str, number: DocumentNumber, context: &Context) -> Option<Reason> {
    let digits = number.number.to_string();
    let holds_mark = |label: &String| {
        printed.ends_with(label.as_str()) && digits.len() > label.len() && digits.ends_with(label.as_str())
    };
    context.unmarked_notes.iter().any(holds_mark).then_some(Reason::GluedDigits)
}
