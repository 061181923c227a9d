//! Link targets that a PDF dump prints apart, at the end of the page whose words carry them.
//!
//! The dump prints them in the order of the words, a line for each line that the words stand on. Which
//! words carried a target is told only where they are the title of a web page as such titles read
//! ("Vaardigheidsunie — Europese Commissie", "… | Shaping Europe's digital future", "… (europa.eu)"): a
//! note, the end of one behind a colon, or a paragraph by itself. Where the page has as many of them as
//! targets, the order tells; else the words of the address must.

use super::inline::{addresses, is_truncated};
use super::ledger::{Account, EntryKind};
use super::source::Source;
use super::strand::Strand;
use crate::citation::find_celex;
use crate::diagnostic::Span;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A line that holds a printed target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedTarget {
    pub(super) span: Span,
    pub(super) page: usize,
}

/// Words that carry a link, as a range of their strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) at: Range<usize>,
    pub(super) target: String,
}

/// The printed targets of a text and where its pages begin.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) lines: Vec<PrintedTarget>,
    /// Start of each page in the seed.
    pub(super) pages: Vec<usize>,
}

/// What a strand is, as far as it tells where titles of web pages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Note,
}

/// A target, printed on one line or on several after each other.
struct Target<'a> {
    address: &'a str,
    lines: Vec<Span>,
}

/// Words that may carry a target.
struct Title {
    strand: usize,
    at: Range<usize>,
    /// Whether they read as the title of a web page; else they are only a short note.
    sure: bool,
}

/// Gives each strand the targets that its words carried, and tells the account about all of them.
pub(super) fn attach(
    source: &Source,
    targets: &Targets,
    strands: &[(Place, &Strand)],
    account: &mut Account,
) -> Vec<Vec<Carried>> {
    let mut carried = vec![Vec::new(); strands.len()];
    let by_page = strands_by_page(targets, strands);
    for page in targets.lines.chunk_by(|a, b| a.page == b.page) {
        let on_page = by_page.get(&page[0].page).map_or(&[][..], Vec::as_slice);
        attach_page(source, page, on_page, strands, account, &mut carried);
    }
    carried.iter_mut().for_each(|links| links.sort_by_key(|link| link.at.start));
    carried
}

/// The strands that stand on each page that has targets, in the order of the page.
fn strands_by_page(targets: &Targets, strands: &[(Place, &Strand)]) -> BTreeMap<usize, Vec<usize>> {
    let wanted: BTreeSet<usize> = targets.lines.iter().map(|line| line.page).collect();
    let page_of = |place: usize| targets.pages.partition_point(|start| *start <= place).saturating_sub(1);
    let mut pages: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, (_, strand)) in strands.iter().enumerate().filter(|_| !wanted.is_empty()) {
        let whole = 0..strand.text().len();
        let on: BTreeMap<usize, usize> =
            strand.spans(&whole).map(|span| (page_of(span.start), span.start)).collect();
        for (page, place) in on.into_iter().filter(|(page, _)| wanted.contains(page)) {
            pages.entry(page).or_default().push((place, index));
        }
    }
    pages
        .into_iter()
        .map(|(page, mut on_page)| {
            on_page.sort_unstable();
            (page, on_page.into_iter().map(|(_, index)| index).collect())
        })
        .collect()
}

fn attach_page(
    source: &Source,
    lines: &[PrintedTarget],
    on_page: &[usize],
    strands: &[(Place, &Strand)],
    account: &mut Account,
    carried: &mut [Vec<Carried>],
) {
    let printed: BTreeSet<&str> = on_page.iter().flat_map(|at| addresses(strands[*at].1.text())).collect();
    let mut open: Vec<Target<'_>> = Vec::new();
    for line in lines {
        let address = source.get(&line.span);
        match open.last_mut() {
            _ if printed.contains(address) => account.ledger(line.span.clone(), EntryKind::RepeatedLink),
            Some(target) if target.address == address => target.lines.push(line.span.clone()),
            _ => open.push(Target { address, lines: vec![line.span.clone()] }),
        }
    }
    let titles = titles(on_page, strands);
    let pairs = pairs(&titles, &open, strands);
    for (index, target) in open.iter().enumerate() {
        let title = pairs.iter().find(|(_, target)| *target == index).map(|(title, _)| &titles[*title]);
        let kind = if title.is_some() { EntryKind::AttachedLink } else { EntryKind::PrintedLink };
        target.lines.iter().for_each(|line| account.ledger(line.clone(), kind));
        if let Some(title) = title {
            let link = Carried { at: title.at.clone(), target: target.address.to_owned() };
            carried[title.strand].push(link);
        }
    }
}

/// Which title carries which target, as indices.
fn pairs(titles: &[Title], targets: &[Target<'_>], strands: &[(Place, &Strand)]) -> Vec<(usize, usize)> {
    let text = |title: &Title| &strands[title.strand].1.text()[title.at.clone()];
    let fits = |title: &Title, target: &Target<'_>| {
        !is_truncated(target.address) && same_celex(text(title), target.address)
    };
    let sure: Vec<usize> = (0..titles.len()).filter(|at| titles[*at].sure).collect();
    if sure.len() == targets.len() {
        let pairs: Vec<_> = sure.into_iter().zip(0..targets.len()).collect();
        let all_fit = pairs.iter().all(|(title, target)| fits(&titles[*title], &targets[*target]));
        return if all_fit { pairs } else { Vec::new() };
    }
    let may: Vec<usize> = if sure.is_empty() { (0..titles.len()).collect() } else { sure };
    let pairs: Vec<_> = may
        .into_iter()
        .filter_map(|title| {
            let target = best(text(&titles[title]), targets)?;
            fits(&titles[title], &targets[target]).then_some((title, target))
        })
        .collect();
    let in_order = pairs.windows(2).all(|two| two[0].1 < two[1].1);
    if in_order { pairs } else { Vec::new() }
}

/// The one target whose address has most words of a title, if any has one.
fn best(title: &str, targets: &[Target<'_>]) -> Option<usize> {
    let scores: Vec<usize> = targets.iter().map(|target| shared_words(title, target.address)).collect();
    let highest = *scores.iter().max().filter(|score| **score > 0)?;
    let mut holders = (0..scores.len()).filter(|at| scores[*at] == highest);
    let first = holders.next()?;
    holders.next().is_none().then_some(first)
}

/// Letters with which two words must begin alike, since a page's title and its address may be in two
/// languages: "programma", "programme".
const ALIKE: usize = 5;

/// How many words of a title stand in the path of an address.
fn shared_words(title: &str, address: &str) -> usize {
    let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, p)| p);
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| telling(word))
            .map(|word| word.to_lowercase().chars().take(ALIKE).collect())
            .collect()
    };
    words(title).intersection(&words(path)).count()
}

/// Whether a word tells anything about a page: a long one, or a year. All of these pages are Europe's.
fn telling(word: &str) -> bool {
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    let long = word.chars().nth(ALIKE - 1).is_some() || (digits && word.len() == 4);
    long && !word.to_lowercase().starts_with("europ")
}

/// Whether words and address do not name two documents.
fn same_celex(title: &str, address: &str) -> bool {
    let in_address = address.replace("%3A", ":");
    match (find_celex(title), find_celex(&in_address)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn titles(on_page: &[usize], strands: &[(Place, &Strand)]) -> Vec<Title> {
    on_page
        .iter()
        .filter_map(|index| {
            let (place, strand) = strands[*index];
            let text = strand.text().trim_end_matches([' ', '.']);
            let start = match (place, text.rfind(": ")) {
                (Place::Note, Some(colon)) => colon + 2,
                _ => 0,
            };
            let words = &text[start..];
            let sure = is_page_title(words);
            let short_note = place == Place::Note && start == 0 && is_short_name(words);
            (sure || short_note).then_some(Title { strand: *index, at: start..text.len(), sure })
        })
        .collect()
}

static SITE_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}\)$").expect("pattern compiles"));

/// Longest title of a web page, in words.
const LONGEST_TITLE: usize = 30;

/// Whether words read as browsers give the title of a page: with the site's name behind it.
fn is_page_title(words: &str) -> bool {
    let one_line = !words.contains(". ") && !words.contains("://");
    let parted = |sign: &str| {
        let mut sides = words.split(sign);
        let begins = |side: Option<&str>| side.is_some_and(|s| s.starts_with(char::is_uppercase));
        begins(sides.next()) && begins(sides.next()) && sides.next().is_none()
    };
    one_line
        && words.split_whitespace().count() <= LONGEST_TITLE
        && (parted(" | ") || parted(" — ") || SITE_BEHIND.is_match(words) || words.starts_with("EUR-Lex - "))
}

/// Whether a note is only the name of something: "Het AI-innovatiepakket".
fn is_short_name(words: &str) -> bool {
    words.split_whitespace().count() <= 6
        && words.starts_with(char::is_uppercase)
        && !words.contains(|c: char| c.is_ascii_digit() || ",;:()".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of notes and the addresses printed at its end; the links as `words → address`.
    fn check(notes: &[&str], addresses: &[&str], expected: &[&str], kinds: &[EntryKind]) {
        let source = Source::new([notes, addresses].concat().join("\n"));
        let mut rows = source.rows();
        let lines = rows
            .split_off(notes.len())
            .into_iter()
            .map(|row| PrintedTarget { span: row.span, page: 0 })
            .collect();
        let strands: Vec<Strand> = rows.into_iter().map(|row| Strand::of(&source, row.span)).collect();
        let places: Vec<_> = strands.iter().map(|strand| (Place::Note, strand)).collect();
        let mut account = Account::default();
        let targets = Targets { lines, pages: vec![0] };
        let carried = attach(&source, &targets, &places, &mut account);
        let found: Vec<String> = carried
            .iter()
            .zip(&strands)
            .flat_map(|(links, strand)| {
                links.iter().map(|link| format!("{} → {}", &strand.text()[link.at.clone()], link.target))
            })
            .collect();
        assert_eq!(found, expected);
        account.sort();
        assert_eq!(account.entries(&source).iter().map(|e| e.kind).collect::<Vec<_>>(), kinds);
    }

    use EntryKind::{AttachedLink, PrintedLink, RepeatedLink};

    #[test]
    fn as_many_titles_as_targets_go_by_their_order() {
        check(
            &["Havenmonitor (havens.eu)", "Een noot over iets.", "Zie verder: De kade — Havens van de Unie."],
            &["https://a.eu/x", "https://a.eu/y", "https://a.eu/y"],
            &["Havenmonitor (havens.eu) → https://a.eu/x", "De kade — Havens van de Unie → https://a.eu/y"],
            &[AttachedLink; 3],
        );
    }

    #[test]
    fn an_address_that_a_note_prints_is_its_own() {
        check(
            &["De kade | Havens.", "https://a.eu/kade.", "Slot."],
            &["https://a.eu/y", "https://a.eu/kade"],
            &["De kade | Havens → https://a.eu/y"],
            &[AttachedLink, RepeatedLink],
        );
    }

    #[test]
    fn with_more_targets_than_titles_the_words_tell() {
        check(
            &["Iets over bruggen.", "Programma 2027 voor kades | Havens."],
            &["https://a.eu/bridges-2027", "https://a.eu/programme-2027"],
            &["Programma 2027 voor kades | Havens → https://a.eu/programme-2027"],
            &[PrintedLink, AttachedLink],
        );
        check(
            &["Iets over bruggen.", "De kade | Havens."],
            &["https://a.eu/x", "https://a.eu/y"],
            &[],
            &[PrintedLink; 2],
        );
    }

    #[test]
    fn a_note_that_is_a_name_needs_a_word_of_the_address() {
        check(
            &["Het havenpakket."],
            &["https://a.eu/haven-package"],
            &["Het havenpakket → https://a.eu/haven-package"],
            &[AttachedLink],
        );
        check(&["Het kadepakket."], &["https://a.eu/haven-package"], &[], &[PrintedLink]);
        check(
            &["Dit gaat over havens, kades en sluizen."],
            &["https://a.eu/haven-package"],
            &[],
            &[PrintedLink],
        );
    }

    #[test]
    fn what_names_two_documents_or_leads_nowhere_is_not_joined() {
        check(
            &["EUR-Lex - 52025DC0001 - NL"],
            &["https://eur-lex.europa.eu/?uri=CELEX:52025DC0002"],
            &[],
            &[PrintedLink],
        );
        check(&["De kade | Havens."], &["https://a.eu/?uri=C…"], &[], &[PrintedLink]);
    }
}
