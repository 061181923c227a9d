//! A small corpus made by hand, with one of everything that pages show.

use super::theme::Theme;
use crate::citation::DocumentNumber;
use crate::config::{self, Language, Settings};
use crate::corpus::{
    Celex, Citations, Corpus, Document, Documents, FoundBy, FoundQuote, Outline, Page, PageRef, Passage,
    Provenance, Relation, RelationKind, Roster, Seed, SourceWords, Stub, Target, Taxonomy, Term, Voice,
};
use crate::diagnostic::{FilePath, Findings};
use crate::document::{
    Alert, Align, Block, BlockId, BlockKind, Body, DocumentFront, HandwrittenFront, Inline, Item, Kind, Link,
    Note, Row, SeedLines, Source, read_handwritten,
};
use crate::ingest::{Entry, EntryKind};
use crate::site::Site;
use crate::taxonomy::read_term;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const SITE_TOML: &str = r#"
title = "Voorbeeld"
description = "Een klein dossier"
date = "2025-06-01"

[sections.handleiding]
title = "Handleiding"
description = "Hoe het werkt."

[taxonomies.pijlers]
title = "Pijlers"
singular = "Pijler"
role = "pillar"
plan = "com-2025-165"

[taxonomies.instrumenten]
title = "Instrumenten"
singular = "Instrument"
role = "instrument"

[taxonomies.instrumenten.fields.kind]
label = "Soort"

[taxonomies.instrumenten.fields.kind.values]
fund = "fonds"
act = "wet"
"#;

pub(super) fn id(text: &str) -> BlockId {
    BlockId::new(text)
}

pub(super) fn text(text: &str) -> Inline<Target> {
    Inline::text(text)
}

pub(super) fn mark(label: &str) -> Inline<Target> {
    Inline::NoteRef(label.into())
}

pub(super) fn link(target: Target, words: &str) -> Inline<Target> {
    Inline::from(Link { target, span: 0..0, title: String::new(), content: vec![text(words)] })
}

pub(super) fn external(address: &str, words: &str) -> Inline<Target> {
    link(Target::External(address.into()), words)
}

pub(super) fn block(name: &str, kind: BlockKind<Target>) -> Block<Target> {
    Block { id: id(name), span: 0..0, kind }
}

pub(super) fn heading(name: &str, level: u8, words: &str) -> Block<Target> {
    block(name, BlockKind::Heading { level, content: vec![text(words)] })
}

pub(super) fn paragraph(name: &str, content: Vec<Inline<Target>>) -> Block<Target> {
    block(name, BlockKind::Paragraph(content))
}

pub(super) fn item(name: &str, words: &str, children: Vec<Block<Target>>) -> Item<Target> {
    Item { id: id(name), span: 0..0, lead: vec![text(words)], children }
}

pub(super) fn list(start: Option<u64>, tight: bool, items: Vec<Item<Target>>) -> Block<Target> {
    block("", BlockKind::List { start, tight, items })
}

pub(super) fn row(name: &str, cells: &[&str]) -> Row<Target> {
    let cells = cells.iter().map(|c| if c.is_empty() { vec![] } else { vec![text(c)] }).collect();
    Row { id: id(name), span: 0..0, cells }
}

pub(super) fn note(label: &str, words: &str) -> Note<Target> {
    let id = id(&format!("fn-{label}"));
    Note { id, span: 0..0, label: label.into(), lead: vec![text(words)], children: vec![] }
}

pub(super) fn body(blocks: Vec<Block<Target>>, notes: Vec<Note<Target>>) -> Body<Target> {
    Body { blocks, notes }
}

/// A body with one of every kind of block.
pub(super) fn every_kind() -> Body<Target> {
    let long = "https://example.org/een/heel/lang/adres?met=vragen&en=meer/nog/veel/meer/stukken/erin";
    body(
        vec![
            heading("s1", 2, "1. Rekeninfrastructuur"),
            paragraph(
                "p-aaaaaa",
                vec![
                    text("De Commissie wil dertien AI-fabrieken en vijf gigafabrieken, zie "),
                    external(long, long),
                    text(". De EU trekt daarvoor € 20 miljard uit"),
                    mark("12"),
                    text("."),
                ],
            ),
            heading("s1.1", 3, "1.1 Fabrieken"),
            list(
                None,
                true,
                vec![
                    item(
                        "p-bbbbbb",
                        "eerste punt",
                        vec![list(Some(3), false, vec![item("p-cccccc", "binnen", vec![])])],
                    ),
                    item("p-dddddd", "tweede punt", vec![]),
                ],
            ),
            block(
                "",
                BlockKind::Table {
                    align: vec![Align::Left, Align::Right],
                    header: row("p-eeeeee", &["Fonds", ""]).into(),
                    rows: vec![
                        row("p-ffffff", &["InvestAI", "200"]),
                        row("p-gggggg", &["Overig, met een lange omschrijving erbij", "12"]),
                    ],
                },
            ),
            block(
                "",
                BlockKind::Quote {
                    alert: None,
                    blocks: vec![paragraph("p-hhhhhh", vec![text("Een citaat.")])],
                },
            ),
            heading("s2", 2, "2. Data"),
            paragraph(
                "p-iiiiii",
                vec![
                    text("Data zijn "),
                    Inline::Strong(vec![text("nodig")]),
                    mark("13"),
                    mark("12"),
                    text("."),
                ],
            ),
            block("", BlockKind::Rule),
            block("p-jjjjjj", BlockKind::Code { info: "toml".into(), text: "key = \"<x>\" # noot\n".into() }),
            block(
                "",
                BlockKind::Quote {
                    alert: Some(Alert::Warning),
                    blocks: vec![paragraph("p-kkkkkk", vec![text("Pas goed op.")])],
                },
            ),
        ],
        vec![note("12", "COM(2025) 1, blz. 4."), note("13", "Zie hoofdstuk 2.")],
    )
}

fn document(name: &str, kind: Kind, title: &str, date: &str, body: Body<Target>) -> Document {
    let mut front = DocumentFront::new(title, kind);
    front.date = date.parse().ok();
    front.number = (kind == Kind::Communication).then(|| DocumentNumber::from_id(name)).flatten();
    front.language = Some("nl".into());
    front.source = Some(Source {
        file: format!("{name}.txt"),
        sha256: "0123456789abcdef".repeat(4),
        editorial: vec!["number".into()],
        ..Source::default()
    });
    let outline = Outline::of(&body);
    let file = format!("content/{}/{name}.md", kind.section()).as_str().into();
    Document { id: name.into(), file, front, body, outline, provenance: Provenance::default(), celex: None }
}

fn fiche() -> Document {
    let blocks = vec![
        heading("s1", 2, "1. Algemene gegevens"),
        paragraph("p-f1", vec![text("Titel: Actieplan <AI>")]),
        heading("s2", 2, "2. Essentie voorstel"),
        paragraph("p-f2", vec![text("De Commissie stelt InvestAI voor.")]),
        heading("s3", 2, "3. Nederlandse positie"),
        heading("s3a", 3, "a) Bestaand beleid"),
        paragraph("p-f3", vec![text("Nederland heeft een eigen visie op data.")]),
        heading("s3b", 3, "b) Beoordeling"),
        paragraph(
            "p-f4",
            vec![
                text("Het kabinet is positief over "),
                link(Target::Page { page: page_ref("com-2025-165"), fragment: Some(id("s1")) }, "het plan"),
                text("."),
            ],
        ),
    ];
    let mut fiche =
        document("fiche-com-2025-165", Kind::Fiche, "Actieplan AI", "2025-05-16", body(blocks, vec![]));
    fiche.front.ministry = vec!["EZ".into(), "BZK".into()];
    fiche.front.received = "2025-04-10".parse().ok();
    fiche.front.impact_assessment = Some("none".into());
    fiche.provenance = fiche_provenance();
    fiche
}

/// The fiche's third paragraph is an editor's; a paragraph and a page number of the seed are not in it.
fn fiche_provenance() -> Provenance {
    let at = |first, last| SeedLines { first, last };
    let said = |text: &str, lines| SourceWords { text: text.into(), lines: Some(lines) };
    let text = "Fiche 1: Actieplan AI\n1. Algemene gegevens\nTitel: Actieplan <AI>\n\n2. Essentie voorstel\n\
                De Commissie stelt\n3\nInvestAI voor.\n3. Nederlandse positie\na) Bestaand beleid\n\
                NL heeft een visie.\nWeg hiermee.\nb) Beoordeling\nHet kabinet is positief over het plan.\n";
    let ledger = [(EntryKind::FicheLabel, 1, "Fiche 1:"), (EntryKind::PageNumber, 7, "3")];
    let ledger = ledger.map(|(kind, n, text)| Entry { kind, lines: at(n, n), start: 0, text: text.into() });
    let lines = [("s1", at(2, 2)), ("p-f1", at(3, 3)), ("s2", at(5, 5)), ("p-f2", at(6, 8))];
    let more = [("s3", at(9, 9)), ("s3a", at(10, 10)), ("s3b", at(13, 13)), ("p-f4", at(14, 14))];
    Provenance {
        lines: lines.into_iter().chain(more).map(|(name, lines)| (id(name), lines)).collect(),
        editorial: BTreeMap::from([(id("p-f3"), vec![said("NL heeft een visie.", at(11, 11))])]),
        omitted: vec![said("Weg hiermee.", at(12, 12))],
        seed: Some(Seed { text: text.into(), ledger: ledger.into() }),
        ..Provenance::default()
    }
}

fn page_ref(document: &str) -> PageRef {
    PageRef::Document(document.into())
}

pub(super) fn passage(document: &Document, anchor: &str, found_by: FoundBy) -> Passage {
    let leaves = document.body.leaves();
    let leaf = leaves.iter().find(|l| l.id.as_str() == anchor).expect("a leaf of the fixture");
    Passage {
        document: document.id.as_str().into(),
        anchor: id(anchor),
        voice: Voice::of(document.front.kind, document.outline.path(leaf.id)),
        found_by,
        named_at: None,
        near: crate::corpus::PartHint::default(),
    }
}

fn term(settings: &Settings, taxonomy: &str, name: &str, front: &str, passages: Vec<Passage>) -> Term {
    let file = format!("content/{taxonomy}/{name}.md").as_str().into();
    let mut findings = Findings::default();
    let settings = settings.taxonomy(taxonomy).expect("declared");
    let front = read_term(&file, front, 0, settings, &mut findings).expect("complete");
    assert!(findings.is_empty(), "{findings:?}");
    let body = Body::default();
    let passages = passages.into();
    Term {
        id: name.into(),
        file,
        front,
        outline: Outline::of(&body),
        body,
        passages,
        quotes: vec![],
        amounts: vec![],
    }
}

/// An instrument of the first pillar.
pub(super) fn fund(name: &str, passages: Vec<Passage>) -> Term {
    let front = format!("name = \"{name}\"\nkind = \"fund\"\npillars = [\"rekeninfrastructuur\"]\n");
    term(&settings(), "instrumenten", name, &front, passages)
}

fn handwritten(slug: &str, front: &str, body: Body<Target>) -> (String, Arc<Page>) {
    let file = format!("content/handleiding/{slug}.md").as_str().into();
    let front: HandwrittenFront =
        read_handwritten(&file, front, 0, &mut Findings::default()).expect("complete");
    let outline = Outline::of(&body);
    let page = Page { section: "handleiding".into(), slug: slug.into(), file, front, body, outline };
    (format!("handleiding/{slug}"), Arc::new(page))
}

fn relations() -> Vec<Relation> {
    let mut out = Vec::new();
    for (from, to, kind, editorial) in [
        ("fiche-com-2025-165", "com-2025-165", RelationKind::Assesses, false),
        ("fiche-com-2025-165", "com-2024-28", RelationKind::Assesses, true),
        ("com-2025-723", "com-2025-165", RelationKind::FollowsUp, true),
    ] {
        let (from, to) = (from.to_owned(), to.to_owned());
        let (reverse, places) = (kind.reverse(), Vec::new());
        out.push(Relation { from: to.clone(), to: from.clone(), kind: reverse, editorial, places });
        out.push(Relation { from, to, kind, editorial, places: Vec::new() });
    }
    out.sort();
    out
}

pub(super) fn settings() -> Settings {
    let mut findings = Findings::default();
    let settings = config::read(&"site.toml".into(), SITE_TOML, &mut findings).expect("complete");
    assert!(findings.is_empty(), "{findings:?}");
    settings
}

fn documents() -> Vec<Document> {
    let later = body(vec![paragraph("p-l1", vec![text("De strategie bouwt voort op InvestAI.")])], vec![]);
    let news = body(vec![paragraph("p-n1", vec![text("Europa wil geld voor AI.")])], vec![]);
    let mut news = document("2025-04-09-europa", Kind::News, "Europe wants AI", "2025-04", news);
    news.front.language = Some("en".into());
    news.front.source.as_mut().expect("a source").editorial = vec!["title".into()];
    vec![
        document(
            "com-2025-165",
            Kind::Communication,
            "Actieplan voor het AI-continent",
            "2025-04-09",
            every_kind(),
        ),
        document("com-2025-723", Kind::Communication, "De toepassing van AI", "2025-10-08", later),
        fiche(),
        news,
    ]
}

fn taxonomies(settings: &Settings, documents: &Documents) -> Vec<Taxonomy> {
    let find = |document: &str, anchor: &str, by| passage(&documents[document], anchor, by);
    let mut pillar = term(
        settings,
        "pijlers",
        "rekeninfrastructuur",
        "name = \"Rekeninfrastructuur\"\nordinal = 1\nsummary = \"Computers voor AI.\"\n",
        vec![
            find("com-2025-165", "p-aaaaaa", FoundBy::Section),
            find("com-2025-165", "p-ffffff", FoundBy::Section),
            find("com-2025-165", "fn-12", FoundBy::Section),
            find("2025-04-09-europa", "p-n1", FoundBy::Editor),
            find("fiche-com-2025-165", "p-f1", FoundBy::Name),
            find("fiche-com-2025-165", "p-f2", FoundBy::Instrument),
            find("fiche-com-2025-165", "p-f3", FoundBy::Name),
            find("fiche-com-2025-165", "p-f4", FoundBy::Name),
            find("com-2025-723", "p-l1", FoundBy::Instrument),
        ],
    );
    pillar.quotes = vec![FoundQuote {
        document: "fiche-com-2025-165".into(),
        anchor: id("p-f4"),
        text: "Het kabinet is positief over het plan.".into(),
    }];
    let empty = term(settings, "pijlers", "data", "name = \"Data\"\nordinal = 2\n", vec![]);
    let fund = term(
        settings,
        "instrumenten",
        "investai",
        "name = \"InvestAI\"\nabbreviation = \"IAI\"\nkind = \"fund\"\npillars = [\"rekeninfrastructuur\"]\n\
         aliases = [\"Invest AI\", \"InvestAI\"]\nnumber = \"COM(2025) 165\"\ndocument = \"com-2025-165\"\n\
         [names]\nen = \"InvestAI Facility\"\n",
        vec![
            find("com-2025-165", "p-ffffff", FoundBy::Name),
            find("fiche-com-2025-165", "p-f2", FoundBy::Name),
            find("com-2025-723", "p-l1", FoundBy::Name),
        ],
    );
    let of =
        |key: &str, terms| Taxonomy { settings: settings.taxonomy(key).expect("declared").clone(), terms };
    vec![of("pijlers", vec![pillar, empty]), of("instrumenten", vec![fund])]
}

/// The corpus; `change` may add to it before the site is planned.
pub(super) fn site_with(change: impl FnOnce(&mut Corpus)) -> Arc<Site> {
    let settings = settings();
    let documents: Documents = documents().into_iter().collect();
    let stub = Stub {
        id: "com-2024-28".into(),
        number: "COM(2024) 28".parse().expect("a number"),
        title: "COM(2024) 28".into(),
        celex: Some(Celex { number: "52024DC0028".into(), taken_from: Some("fiche-com-2025-165".into()) }),
        address: "https://eur-lex.europa.eu/x?a=1&b=2".into(),
    };
    let mut corpus = Corpus {
        roster: Roster::default(),
        taxonomies: taxonomies(&settings, &documents),
        documents,
        stubs: Arc::new(BTreeMap::from([(stub.id.clone(), stub)])),
        pages: BTreeMap::from([
            handwritten(
                "bewerken",
                "title = \"Bewerken\"\norder = 1\ndescription = \"Hoe dat gaat\"",
                every_kind(),
            ),
            handwritten("thema", "title = \"Een thema maken\"\norder = 2", Body::default()),
        ]),
        actions: Arc::default(),
        relations: relations().into(),
        coverage: Arc::default(),
        pictures: BTreeMap::new(),
        accessibility: None,
        citations: Citations::default(),
        definitions: Arc::default(),
    };
    change(&mut corpus);
    let date = settings.date;
    let mut findings = Findings::default();
    let site = Site::plan(Arc::new(settings), Arc::new(corpus), date, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    Arc::new(site)
}

pub(super) fn site() -> Arc<Site> {
    site_with(|_| ())
}

/// Files of a dossier from texts.
pub(super) fn files(files: &[(&str, &str)]) -> Vec<(FilePath, Arc<[u8]>)> {
    files.iter().map(|(path, text)| ((*path).into(), Arc::from(text.as_bytes()))).collect()
}

/// A theme by its name, from these files.
pub(super) fn load(
    name: &str,
    language: Language,
    files: &[(FilePath, Arc<[u8]>)],
    findings: &mut Findings,
) -> Option<Arc<Theme>> {
    let settings =
        Settings { theme: crate::fields::At { value: name.into(), span: 0..0 }, language, ..settings() };
    Theme::load(&settings, files.to_vec(), findings).map(Arc::new)
}

/// The theme inside the program, changed by a dossier's files.
pub(super) fn theme_with(dossier: &[(&str, &str)]) -> Arc<Theme> {
    let mut findings = Findings::default();
    let theme = load("standaard", Language::Dutch, &files(dossier), &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    theme.expect("complete")
}

pub(super) fn theme() -> Arc<Theme> {
    theme_with(&[])
}
