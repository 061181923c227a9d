//! Content files: communications, the fiches that assess them, news, and texts of no genre.

use super::material::Material;
use super::random::Random;
use std::fmt::Write;

/// A content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Below the dossier, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Documents stand in groups of this many, alike in what they hold.
const GROUP: u64 = 20;

/// What an index in a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genre {
    Communication,
    Fiche,
    News,
    Other,
}

impl Genre {
    /// Of twenty documents ten are communications, six fiches and three news.
    fn of(index: u64) -> Self {
        match index % GROUP {
            0..10 => Genre::Communication,
            10..16 => Genre::Fiche,
            16..19 => Genre::News,
            _ => Genre::Other,
        }
    }
}

/// The sections of a fiche: level, heading.
const FICHE: [(usize, &str); 7] = [
    (2, "2. Essentie voorstel"),
    (2, "3. Nederlandse positie ten aanzien van het voorstel"),
    (3, "a) Essentie Nederlands beleid op dit terrein"),
    (3, "b) Beoordeling + inzet ten aanzien van dit voorstel"),
    (3, "c) Eerste inschatting van krachtenveld"),
    (2, "4. Beoordeling bevoegdheid, subsidiariteit en proportionaliteit"),
    (2, "5. Financiële consequenties, gevolgen voor regeldruk, concurrentiekracht en geopolitieke aspecten"),
];

/// A series of documents that refer to each other.
#[derive(Debug)]
pub(crate) struct Documents<'a> {
    material: &'a Material,
    count: u64,
}

impl<'a> Documents<'a> {
    /// So many documents. The first ones of a larger series differ in their links only.
    pub(crate) fn new(material: &'a Material, count: u64) -> Self {
        Documents { material, count }
    }

    /// All of them, one after the other: a large series does not stand in memory.
    pub(crate) fn files(&self) -> impl Iterator<Item = File> {
        (0..self.count).map(|index| self.file(index))
    }

    fn file(&self, index: u64) -> File {
        let mut writer =
            Writer { documents: self, random: Random::new(index), text: String::new(), notes: Vec::new() };
        let path = writer.document(index);
        File { path: format!("content/{path}.md"), text: writer.text }
    }

    /// The number of a communication that is in the series; of its group's first one where its own is not.
    fn target(&self, random: &mut Random) -> (u64, u64) {
        let groups = self.count.div_ceil(GROUP);
        let index = random.below(groups) * GROUP + random.below(10);
        number(if index < self.count { index } else { 0 })
    }
}

/// Year and number of the communication with an index. Numbers begin above those of real documents.
fn number(index: u64) -> (u64, u64) {
    let nth = index / GROUP * 10 + index % GROUP;
    (2006 + nth % 19, 1001 + nth / 19)
}

/// Writes one document.
struct Writer<'a> {
    documents: &'a Documents<'a>,
    random: Random,
    text: String,
    notes: Vec<String>,
}

impl Writer<'_> {
    fn document(&mut self, index: u64) -> String {
        let date = format!(
            "{}-{:02}-{:02}",
            self.random.between(2006, 2024),
            self.random.between(1, 12),
            self.random.between(1, 28)
        );
        let title = self.words(6);
        let path = self.front(index, &date, &title);
        self.text.push_str("+++\n");
        match Genre::of(index) {
            Genre::Fiche => self.fiche(index),
            Genre::Communication => self.sections(6),
            Genre::News | Genre::Other => self.sections(5),
        }
        for (note, text) in (1..).zip(std::mem::take(&mut self.notes)) {
            self.line(&format!("[^{note}]: {text}"));
        }
        path
    }

    /// Writes the front matter without its last fence; gives the path of the document.
    fn front(&mut self, index: u64, date: &str, title: &str) -> String {
        let mut front = |text: String| self.text.push_str(&text);
        front(format!("+++\ntitle = \"{title}\"\n"));
        let path = match Genre::of(index) {
            Genre::Communication => {
                let (year, number) = number(index);
                front(format!(
                    "kind = \"communication\"\nnumber = \"COM({year}) {number}\"\ndate = {date}\nlanguage = \"nl\"\n"
                ));
                format!("documenten/com-{year}-{number}")
            }
            Genre::Fiche => {
                let (year, number) = assessed(index);
                front(format!(
                    "kind = \"fiche\"\nfiche_number = \"1\"\ndate = {date}\nlanguage = \"nl\"\n\
                     assesses = [\"COM({year}) {number}\"]\nministry = [\"Ministerie van Economische Zaken\"]\n"
                ));
                format!("fiches/fiche-com-{year}-{number}")
            }
            Genre::News => {
                front(format!("kind = \"news\"\ndate = {date}\nlanguage = \"nl\"\n"));
                format!("nieuws/{date}-bericht-{index}")
            }
            Genre::Other => {
                front(format!("kind = \"document\"\ndate = {date}\nlanguage = \"nl\"\n"));
                format!("documenten/nota-{index}")
            }
        };
        if Genre::of(index) == Genre::Communication && self.random.once_in(5) {
            let (year, number) = self.documents.target(&mut self.random);
            if (year, number) != self::number(index) {
                self.text.push_str(&format!("follows_up = [\"COM({year}) {number}\"]\n"));
            }
        }
        path
    }

    fn fiche(&mut self, index: u64) {
        let (year, number) = assessed(index);
        self.heading(2, "1. Algemene gegevens");
        for (label, value) in [
            ("a) Titel voorstel", self.words(8)),
            ("b) Datum ontvangst Commissiedocument", format!("9 april {year}")),
            ("c) Nr. Commissiedocument", format!("COM({year}) {number}")),
        ] {
            self.heading(3, label);
            self.line(&value);
        }
        for (level, heading) in FICHE {
            self.heading(level, heading);
            let few = heading.starts_with('c') || heading.starts_with("3.");
            self.section(if few { 1 } else { 3 });
        }
    }

    fn sections(&mut self, count: u64) {
        self.section(1);
        for section in 1..=count {
            let title = self.words(5);
            self.heading(2, &format!("{section}. {title}"));
            self.section(2);
            if section % 2 == 0 {
                let title = self.words(4);
                self.heading(3, &format!("{section}.1 {title}"));
                self.section(2);
            }
        }
    }

    /// So many paragraphs, now and then with a list or a table.
    fn section(&mut self, paragraphs: u64) {
        for _ in 0..paragraphs {
            let text = self.documents.material.paragraph(&mut self.random);
            let text = self.with_references(text);
            self.line(&text);
        }
        if self.random.once_in(4) {
            self.list();
        } else if self.random.once_in(10) {
            self.table();
        }
    }

    /// A paragraph, perhaps with a reference or a note at its end.
    fn with_references(&mut self, mut text: String) -> String {
        if self.random.once_in(4) {
            let (year, number) = self.documents.target(&mut self.random);
            let words = self.words(3);
            let _ = write!(text, " Zie [{words}](doc:com-{year}-{number}).");
        } else if self.random.once_in(4) {
            let reference = self.reference();
            let _ = write!(text, " Dit volgt uit {reference}.");
        }
        if self.random.once_in(2) {
            let note = self.note();
            self.notes.push(note);
            let _ = write!(text, "[^{}]", self.notes.len());
        }
        text
    }

    fn note(&mut self) -> String {
        let words = self.words(9);
        if self.random.once_in(2) { format!("{words}, {}.", self.reference()) } else { format!("{words}.") }
    }

    /// The number of a document, as policy texts print it.
    fn reference(&mut self) -> String {
        let (year, number) = self.documents.target(&mut self.random);
        let low = self.random.between(1, 1400);
        match self.random.below(5) {
            0 => format!("COM({year}) {number}"),
            1 => format!("COM({year}) {number} final"),
            2 => {
                format!("Kamerstuk {year}–{}, {} {low:03}, nr. {low}", year + 1, self.random.between(21, 36))
            }
            3 => format!("Verordening (EU) {year}/{low}"),
            _ => format!("SWD({year}) {low}"),
        }
    }

    fn list(&mut self) {
        for _ in 0..self.random.between(3, 5) {
            let words = self.words(12);
            self.text.push_str(&format!("\n- {words};"));
        }
        self.text.push('\n');
    }

    fn table(&mut self) {
        self.text.push_str("\n| Onderwerp | Toelichting | Bedrag |\n| --- | --- | --: |");
        for _ in 0..self.random.between(3, 5) {
            let (first, second) = (self.words(2), self.words(5));
            let amount = self.random.between(1, 500);
            self.text.push_str(&format!("\n| {first} | {second} | {amount} |"));
        }
        self.text.push('\n');
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.line(&format!("{} {text}", "#".repeat(level)));
    }

    /// A block of one line.
    fn line(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn words(&mut self, count: u64) -> String {
        self.documents.material.words(count, &mut self.random)
    }
}

/// What a fiche assesses: a communication of its own group; in one group of twelve one that nobody has, so that
/// there are stubs.
fn assessed(index: u64) -> (u64, u64) {
    let group = index / GROUP;
    let slot = index % GROUP - 10;
    if slot == 5 && group.is_multiple_of(12) { (2024, 20_000 + group) } else { number(group * GROUP + slot) }
}
