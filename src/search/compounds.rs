//! Of the words of the texts all parts that they have: those of their parts, too.

use super::hash::WordMap;
use super::split::{Known, LONG, PREFIXES, Part, Splitter};
use rayon::prelude::*;

/// What words are made of. Each is split once, however many others it is a part of: of the parts of a site's words nearly
/// all are the same few thousand.
pub(super) struct Compounds<'s> {
    splitter: &'s Splitter<'s>,
    /// The parts of each word of the texts.
    texts: Vec<Vec<Part>>,
    /// The parts of words of the list that are parts, by their numbers there.
    listed: WordMap<u32, Vec<Part>>,
}

impl<'s> Compounds<'s> {
    pub(super) fn of(splitter: &'s Splitter<'s>) -> Self {
        let texts: Vec<Vec<Part>> = splitter.texts().par_iter().map(|word| splitter.parts(word)).collect();
        let mut listed = WordMap::default();
        let mut open: Vec<Part> = texts.iter().flatten().copied().collect();
        while let Some(part) = open.pop() {
            let Known::Listed(number) = part.word else { continue };
            listed.entry(number).or_insert_with(|| {
                let word = splitter.text(part.word);
                let parts = if word.len() >= LONG { splitter.parts(word) } else { Vec::new() };
                open.extend_from_slice(&parts);
                parts
            });
        }
        Compounds { splitter, texts, listed }
    }

    /// All parts of a word of the texts, each before its own.
    pub(super) fn parts(&self, word: usize) -> Vec<Part> {
        let mut out = Vec::new();
        self.gather(&self.texts[word], true, &mut out);
        out
    }

    fn gather(&self, parts: &[Part], are_last: bool, out: &mut Vec<Part>) {
        for part in parts {
            let part = Part { is_last: are_last && part.is_last, ..*part };
            let word = self.splitter.text(part.word);
            if !PREFIXES.contains(&word) {
                out.push(part);
            }
            if word.len() >= LONG {
                self.gather(self.of_known(part.word), part.is_last, out);
            }
        }
    }

    fn of_known(&self, word: Known) -> &[Part] {
        match word {
            Known::Listed(number) => &self.listed[&number],
            Known::Text(number) => &self.texts[number as usize],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> String {
        let texts = ["giga", word].map(str::to_owned);
        let splitter = Splitter::new(&texts);
        let compounds = Compounds::of(&splitter);
        compounds.parts(1).into_iter().map(|part| splitter.text(part.word)).collect::<Vec<_>>().join(" ")
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
