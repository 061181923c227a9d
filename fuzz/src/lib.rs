//! What must hold for any input whatever. Each function takes an input and panics where something does not
//! hold; the targets hand them to libFuzzer.

mod bare;

use bare::bare;
use fichewijzer::citation::{
    Annexes, CitationKind, Context, DocumentNumber, PlaceKind, find_celex, find_numbers, recognise,
};
use fichewijzer::diagnostic::{Code, FilePath, Findings};
use fichewijzer::document::{
    Body, DocumentFront, Kind, RawHtml, normalise, parse_body, parse_document, print_body, print_document,
};
use fichewijzer::ingest::{Seed, SeedFacts, convert};
use std::collections::BTreeSet;

/// A seed, with what is known of it told by its first byte: the account balances, every leaf has its lines, and
/// the document that comes of it reads the same after printing.
pub fn ingest(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = Kind::ALL.get(usize::from(first & 7)).copied();
    let title = (first & 8 != 0).then(|| "Titel".to_owned());
    let facts = SeedFacts { kind, title, ..SeedFacts::default() };
    let mut findings = Findings::default();
    let Some(converted) = convert(&Seed { name: "a.txt", bytes }, &facts, &mut findings) else {
        assert!(findings.has_errors(), "no document, and nobody is told why");
        return;
    };
    assert!(findings.iter().all(|d| d.code != Code::Unaccounted), "{findings:?}");
    assert_eq!(converted.body.leaves().len(), converted.lines.len(), "each leaf has its lines");
    assert_eq!(normalise(converted.body.clone()), converted.body, "the tree can be written as it is");
    reads_the_same(&converted.front, &converted.body);
}

/// A text: what holds of its references; document numbers stand at places of the text, in order and apart, and each is found again in its
/// printed, canonical and id form.
pub fn citation(text: &str) {
    references(text);
    let mut end = 0;
    for (span, number) in find_numbers(text) {
        assert!(end <= span.start && span.start < span.end, "{span:?} after {end}");
        let printed = text.get(span.clone()).expect("a span is a place in the text");
        assert_eq!(printed.parse(), Ok(number), "{printed}");
        assert_eq!(number.to_string().parse(), Ok(number));
        assert_eq!(DocumentNumber::from_id(&number.id()), Some(number));
        end = span.end;
    }
    if let Ok(number) = text.parse::<DocumentNumber>() {
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    if let Some(number) = DocumentNumber::from_id(text) {
        assert_eq!(number.id(), text);
    }
    if let Some(celex) = find_celex(text) {
        assert_eq!(find_celex(celex), Some(celex));
    }
}

/// A text: references stand at places of the text, in order and apart; each has an id or a reason why it has none,
/// and its id is read back from its canonical form.
pub fn references(text: &str) {
    let context = Context {
        place: PlaceKind::CoverNote,
        annexes: Some(Annexes { of: CitationKind::Com, here: BTreeSet::new() }),
        unmarked_notes: BTreeSet::from(["1".to_owned()]),
        ..Context::default()
    };
    let opaque: Vec<_> =
        text.find('`').zip(text.rfind('`')).map(|(from, to)| from..to + 1).into_iter().collect();
    for opaque in [&[][..], &opaque] {
        let mut end = 0;
        for found in recognise(text, opaque, &context) {
            let span = found.span.clone();
            assert!(end <= span.start && span.start < span.end, "{span:?} after {end}");
            assert!(text.get(span.clone()).is_some(), "{span:?} is a place in the text");
            assert!(found.id.is_some() || found.reason.is_some(), "{found:?}");
            if let Some(id) = &found.id {
                assert_eq!(id.to_string().parse().as_ref(), Ok(id), "{found:?}");
            }
            end = span.end;
        }
    }
}

/// A content file or a body: in normal form it reads the same after printing.
pub fn markdown(text: &str) {
    let file = file();
    let body = parse_body(&file, text, 0, RawHtml::Forbidden, &mut Findings::default());
    places(&body, text);
    survives(&normalise(body));
    if let Some((front, body)) = parse_document(&file, text, RawHtml::Forbidden, &mut Findings::default()) {
        reads_the_same(&front, &normalise(body));
    }
}

fn file() -> FilePath {
    "content/documenten/a.md".into()
}

/// Every leaf's span is a place in the text.
fn places(body: &Body, text: &str) {
    for leaf in body.leaves() {
        assert!(text.get(leaf.span.clone()).is_some(), "{:?} of {:?}", leaf.span, leaf.kind);
    }
}

fn survives(body: &Body) {
    let printed = print_body(body);
    let read = parse_body(&file(), &printed, 0, RawHtml::Forbidden, &mut Findings::default());
    assert_eq!(bare(read.clone()), bare(body.clone()), "{printed}");
    assert_eq!(bare(normalise(read)), bare(body.clone()), "normal form is stable: {printed}");
}

fn reads_the_same(front: &DocumentFront, body: &Body) {
    let printed = print_document(front, body);
    let mut findings = Findings::default();
    let read = parse_document(&file(), &printed, RawHtml::Forbidden, &mut findings);
    let (again, read) = read.unwrap_or_else(|| panic!("{findings:?} in {printed}"));
    assert_eq!(bare(read), bare(body.clone()), "{printed}");
    let mut front = front.clone();
    front.spans = again.spans.clone();
    // As text where they differ: a number that is none (`nan`) is not equal to itself.
    assert!(
        again == front || format!("{again:?}") == format!("{front:?}"),
        "{again:?}\n{front:?}\n{printed}"
    );
}
