//! Seeds of any size, as dumps of PDFs and of web pages look.

use super::material::Material;
use super::random::Random;
use std::fmt::Write;

/// How a seed's text lies on its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Lines of one width with a blank line after each, pages with numbers, notes at their ends.
    Dump,
    /// A line for each paragraph, the notes at the end of the text.
    Flowing,
}

impl Layout {
    /// Both.
    pub(crate) const ALL: [Layout; 2] = [Layout::Dump, Layout::Flowing];

    /// The name in tables and files.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Layout::Dump => "dump",
            Layout::Flowing => "flowing",
        }
    }
}

/// Characters on a line of a dump.
const WIDTH: usize = 92;
/// Lines of running text on a page of a dump.
const PAGE: usize = 40;
/// As many notes as a text can have whose numbers are not taken for years.
const NOTES: usize = 999;
/// Paragraphs under a heading.
const SECTION: u64 = 15;
/// Headings of the second level under one of the first.
const SUBSECTIONS: u64 = 90;

/// What a dump begins with: the title page of a communication.
const TITLE_PAGE: [&str; 4] = [
    "Brussel, 9.4.2025",
    "COM(2025) 4165 final",
    "MEDEDELING VAN DE COMMISSIE AAN HET EUROPEES PARLEMENT EN DE RAAD",
    "Een actieplan om aan te meten",
];

/// What a flowing text begins with: the data of a fiche.
const FICHE_DATA: [&str; 9] = [
    "Fiche 1: Mededeling actieplan om aan te meten",
    "1. Algemene gegevens",
    "a) Titel voorstel",
    "Mededeling van de Commissie aan het Europees Parlement en de Raad over een actieplan om aan te meten.",
    "b) Datum ontvangst Commissiedocument",
    "9 april 2025",
    "c) Nr. Commissiedocument",
    "COM(2025) 4165",
    "2. Essentie voorstel",
];

/// The further sections of a fiche, which share its text.
const FICHE_SECTIONS: [&str; 5] = [
    "3. Nederlandse positie ten aanzien van het voorstel",
    "a) Essentie Nederlands beleid op dit terrein",
    "b) Beoordeling + inzet ten aanzien van dit voorstel",
    "4. Beoordeling bevoegdheid, subsidiariteit en proportionaliteit",
    "5. Financiële consequenties, gevolgen voor regeldruk, concurrentiekracht en geopolitieke aspecten",
];

/// A seed of at least so many bytes, and hardly more.
pub(crate) fn seed(material: &Material, layout: Layout, bytes: usize) -> String {
    let mut paper = Paper::new(layout, bytes);
    let mut random = Random::new(bytes as u64);
    paper.begin();
    for paragraph in 0.. {
        if paper.size() >= bytes {
            break;
        }
        if paragraph % SECTION == 1 {
            paper.section(paragraph / SECTION, &material.words(5, &mut random), bytes);
        }
        let text = material.paragraph(&mut random);
        if paper.marks < NOTES && random.once_in(3) {
            paper.block_with_note(&text, &format!("{}.", material.words(9, &mut random)));
        } else {
            paper.block(&text);
        }
        if random.once_in(12) {
            for _ in 0..4 {
                paper.block(&format!("- {};", material.words(14, &mut random)));
            }
        }
    }
    paper.finish()
}

/// "3. Words", "3.1 Words" …: numbers of two digits at most.
fn heading(nth: u64, words: &str) -> String {
    let (chapter, section) = (nth / SUBSECTIONS + 1, nth % SUBSECTIONS);
    if section == 0 { format!("{chapter}. {words}") } else { format!("{chapter}.{section} {words}") }
}

/// The seed as far as it is written.
struct Paper {
    layout: Layout,
    text: String,
    /// Notes not yet printed, and their size.
    pending: String,
    marks: usize,
    /// Sections of a fiche so far.
    sections: usize,
    lines: usize,
    page: usize,
}

impl Paper {
    fn new(layout: Layout, bytes: usize) -> Self {
        let text = String::with_capacity(bytes + bytes / 50);
        Paper { layout, text, pending: String::new(), marks: 0, sections: 0, lines: 0, page: 1 }
    }

    fn begin(&mut self) {
        let rows = match self.layout {
            Layout::Dump => &TITLE_PAGE[..],
            Layout::Flowing => &FICHE_DATA[..],
        };
        rows.iter().for_each(|row| self.block(row));
    }

    /// Begins a section of a text that is to have so many bytes: a communication has as many as it likes, a fiche
    /// those that all fiches have, and headings without a number in them.
    fn section(&mut self, nth: u64, words: &str, bytes: usize) {
        match self.layout {
            Layout::Dump => self.heading(&heading(nth, words)),
            Layout::Flowing => {
                let due = self.size() * (FICHE_SECTIONS.len() + 1) / bytes;
                match FICHE_SECTIONS.get(self.sections) {
                    Some(section) if due > self.sections => {
                        self.sections += 1;
                        self.block(section);
                    }
                    _ => self.block(words),
                }
            }
        }
    }

    fn size(&self) -> usize {
        self.text.len() + self.pending.len()
    }

    /// A paragraph that ends with the mark of a note.
    fn block_with_note(&mut self, text: &str, note: &str) {
        self.marks += 1;
        self.lines_but_last(&format!("{text}{}", self.marks));
        let _ = match self.layout {
            Layout::Dump => writeln!(self.pending, "{} {note}", self.marks),
            Layout::Flowing => write!(self.pending, "  {}. {note}↩︎\n\n", self.marks),
        };
        // A note stands on the page of its mark, so that the line may end only now.
        self.end_line();
    }

    /// A heading with room above it.
    fn heading(&mut self, text: &str) {
        self.text.push_str(" \n\n \n\n");
        self.block(text);
    }

    /// A paragraph or item.
    fn block(&mut self, text: &str) {
        self.lines_but_last(text);
        self.end_line();
    }

    fn lines_but_last(&mut self, text: &str) {
        if self.layout == Layout::Flowing {
            self.text.push_str(text);
            return;
        }
        let mut width = 0;
        for word in text.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                self.end_line();
                width = 0;
            }
            if width > 0 {
                self.text.push(' ');
                width += 1;
            }
            self.text.push_str(word);
            width += length;
        }
    }

    fn end_line(&mut self) {
        self.text.push_str(" \n\n");
        self.lines += 1;
        if self.layout == Layout::Dump && self.lines == PAGE {
            self.end_page();
        }
    }

    /// The notes, then the next page with its number.
    fn end_page(&mut self) {
        if !self.pending.is_empty() {
            let _ = write!(self.text, " \n{}\n", self.pending);
            self.pending.clear();
        }
        self.page += 1;
        self.lines = 0;
        let _ = write!(self.text, "\n \n\n{} \n\n \n\n", self.page);
    }

    fn finish(mut self) -> String {
        match self.layout {
            Layout::Dump => self.end_page(),
            Layout::Flowing => {
                let _ = write!(self.text, "\n{}", self.pending);
            }
        }
        self.text
    }
}
