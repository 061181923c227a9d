//! Compounds: which words a Dutch word is made of.

use super::dutch::DutchWords;
use super::hash::WordSet;
use std::ops::Range;

/// A part of a compound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'w> {
    /// As it stands in the compound, with the "s" that links it: "gezondheids".
    pub(super) surface: &'w str,
    /// Without it: "gezondheid".
    pub(super) word: &'w str,
    /// Whether the compound ends with it.
    pub(super) is_last: bool,
}

/// Words that begin other words without making compounds of them: "verordening" is no "ordening".
const PREFIXES: [&str; 43] = [
    "aan", "achter", "af", "be", "beneden", "bij", "binnen", "boven", "buiten", "daar", "door", "er", "ge",
    "heen", "her", "hier", "in", "mede", "mee", "mis", "na", "neer", "om", "on", "ont", "onder", "op",
    "over", "rond", "samen", "tegen", "terug", "toe", "tussen", "uit", "ver", "voor", "voort", "waar", "weg",
    "wel", "weer", "zo",
];

/// Endings that are words, too, but make no compounds: "zwangerschap" is no "schap".
const SUFFIXES: [&str; 12] = [
    "achtig", "achtige", "baar", "bare", "heden", "heid", "loos", "loze", "schap", "schappen", "waarts",
    "zaam",
];

/// Letters that a part has at least: of a word that the list does not have as a whole, and of one that it has, since
/// most of those are no compounds.
const SHORTEST: usize = 3;
const SHORTEST_OF_KNOWN: usize = 4;
/// A word of which only one end is known keeps that end if it is at least as long as this.
const SHORTEST_END: usize = 6;
/// Nobody reads longer compounds, and names of files should not cost time.
const LONGEST: usize = 48;

/// Splits words by the Dutch word list and the words of the site's own texts.
pub(super) struct Splitter<'a> {
    pub(super) dutch: &'a DutchWords,
    /// Folded words of the texts: "giga" is in no list.
    pub(super) texts: &'a WordSet<&'a str>,
}

/// How a word may be put together from some letter on, the best way that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    parts: usize,
    /// Letters of its shortest part.
    shortest: usize,
    /// Where its first part ends, and where that part's word ends.
    end: usize,
    word_end: usize,
}

impl Splitter<'_> {
    /// The parts of a folded word, and parts of those; none where it is no compound.
    pub(super) fn parts<'w>(&self, word: &'w str) -> Vec<Part<'w>> {
        let word = word.strip_suffix("'s").unwrap_or(word);
        let fits = (2 * SHORTEST..=LONGEST).contains(&word.len());
        if !fits || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return Vec::new();
        }
        let mut out = Vec::new();
        self.collect(word, true, &mut out);
        out.retain(|part| !PREFIXES.contains(&part.word));
        out
    }

    fn collect<'w>(&self, word: &'w str, is_last: bool, out: &mut Vec<Part<'w>>) {
        let parts = self.whole(word);
        let parts = if parts.is_empty() { self.end(word) } else { parts };
        for (range, word_end) in parts {
            let part = &word[range.start..word_end];
            let last = is_last && range.end == word.len();
            out.push(Part { surface: &word[range], word: part, is_last: last });
            if part.len() >= 2 * SHORTEST_OF_KNOWN {
                self.collect(part, last, out);
            }
        }
    }

    /// The fewest parts that make the whole word; of as few the most even ones.
    fn whole(&self, word: &str) -> Vec<(Range<usize>, usize)> {
        let known = self.dutch.knows(word);
        let shortest = if known { SHORTEST_OF_KNOWN } else { SHORTEST };
        let n = word.len();
        let mut ways: Vec<Option<Way>> = vec![None; n + 1];
        ways[n] = Some(Way { parts: 0, shortest: n, end: n, word_end: n });
        for start in (0..n.saturating_sub(shortest - 1)).rev() {
            for end in start + shortest..=n {
                let Some(rest) = ways[end].filter(|_| end - start < n) else { continue };
                let Some(word_end) = self.part(word, start..end, known) else { continue };
                let way = Way {
                    parts: rest.parts + 1,
                    shortest: rest.shortest.min(word_end - start),
                    end,
                    word_end,
                };
                let better = |old: &Way| (way.parts, n - way.shortest) < (old.parts, n - old.shortest);
                if ways[start].as_ref().is_none_or(better) {
                    ways[start] = Some(way);
                }
            }
        }
        // Many short parts are found in any row of letters.
        if ways[0].is_none_or(|way| way.parts > 2 && way.shortest < SHORTEST_OF_KNOWN) {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(way) = ways[at].filter(|_| at < n) {
            out.push((at..way.end, way.word_end));
            at = way.end;
        }
        out
    }

    /// Where the word of a part ends, if the letters can be one. `of_known`: the whole is in the word list.
    fn part(&self, word: &str, range: Range<usize>, of_known: bool) -> Option<usize> {
        let letters = &word[range.clone()];
        if range.end == word.len() && SUFFIXES.contains(&letters) {
            return None;
        }
        if of_known && range.start == 0 && PREFIXES.contains(&letters) {
            return None;
        }
        if self.knows(letters) {
            return Some(range.end);
        }
        let linked = letters.strip_suffix('s').filter(|_| range.end < word.len())?;
        (linked.len() >= SHORTEST_OF_KNOWN && self.knows(linked)).then_some(range.end - 1)
    }

    /// The known word that a word ends with, else the one that it begins with: the rest may be a name.
    fn end(&self, word: &str) -> Vec<(Range<usize>, usize)> {
        if self.dutch.knows(word) {
            return Vec::new();
        }
        let n = word.len();
        let last = (SHORTEST..=n.saturating_sub(SHORTEST_END))
            .find(|at| self.dutch.knows(&word[*at..]) && !SUFFIXES.contains(&&word[*at..]));
        if let Some(at) = last {
            return vec![(at..n, n)];
        }
        let ends = (SHORTEST_END..=n.saturating_sub(SHORTEST)).rev();
        ends.filter_map(|end| Some((0..end, self.part(word, 0..end, false)?))).take(1).collect()
    }

    fn knows(&self, letters: &str) -> bool {
        self.dutch.knows(letters) || (letters.len() >= SHORTEST_OF_KNOWN && self.texts.contains(letters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> String {
        let texts: WordSet<&str> = ["giga", word].into_iter().filter(|w| *w == "giga").collect();
        let splitter = Splitter { dutch: DutchWords::get(), texts: &texts };
        splitter.parts(word).into_iter().map(|p| p.word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn policy_words_are_split_as_readers_read_them() {
        for (word, parts) in [
            ("consumentenbescherming", "consumenten bescherming"),
            ("rekencapaciteit", "reken capaciteit"),
            ("datacentercapaciteit", "datacenter data center capaciteit"),
            ("personeelstekorten", "personeels tekorten"),
            ("nalevingskosten", "naleving kosten"),
            ("watervoetafdruk", "water voetafdruk voet afdruk"),
            ("energiebesparing", "energie besparing"),
            ("megaconstellaties", "mega constellaties"),
            ("zwangerschapsverlof", "zwangerschap verlof"),
            ("gigafabriek", "giga fabriek"),
            ("dronemuur", "drone muur"),
            ("marktversnippering", "markt versnippering"),
            ("visumstrategie", "visum strategie"),
            ("weeffouten", "weef fouten"),
            ("patroonherkenning", "patroon herkenning"),
            ("microstudio's", "micro studio"),
            ("beslisbomen", "beslis bomen"),
            ("chipsverordening", "chips verordening"),
        ] {
            assert_eq!(split(word), parts, "{word}");
        }
    }

    #[test]
    fn parts_of_parts_are_found() {
        for (word, part) in [
            ("kwaliteitscontrolesysteem", "kwaliteit"),
            ("kwaliteitscontrolesysteem", "controle"),
            ("arbeidsmarktkrapte", "krapte"),
            ("arbeidsmarktkrapte", "markt"),
        ] {
            assert!(split(word).split(' ').any(|p| p == part), "{word}: {}", split(word));
        }
    }

    #[test]
    fn words_that_are_no_compounds_stay_whole() {
        for word in
            ["verordening", "capaciteit", "voorstel", "overheid", "mededeling", "beleid", "2025", "de"]
        {
            assert_eq!(split(word), "", "{word}");
        }
    }

    #[test]
    fn an_unknown_end_does_not_hide_the_known_one() {
        assert_eq!(split("xqzverordening"), "verordening");
    }
}
