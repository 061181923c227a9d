//! Stems of words. The names of the algorithms stand in the index.

use super::dutch::DutchWords;
use rust_stemmers::{Algorithm, Stemmer};

/// What the index says of how its stems were made.
pub(super) const DUTCH: &str = "Snowball Porter (Dutch), rust-stemmers 1.2";
/// As [`DUTCH`], of words in English passages.
pub(super) const ENGLISH: &str = "Snowball English, rust-stemmers 1.2";

/// The stemmers of the languages of texts.
pub(super) struct Stems {
    dutch: Stemmer,
    english: Stemmer,
}

impl Stems {
    pub(super) fn new() -> Self {
        Stems { dutch: Stemmer::create(Algorithm::Dutch), english: Stemmer::create(Algorithm::English) }
    }

    /// The stem of a folded Dutch word. What holds a digit, and what is short, is its own stem. Those of the word list
    /// are known: to find one out takes as long as to read thirty words.
    pub(super) fn dutch(&self, word: &str) -> String {
        let Some(bare) = bare(word) else { return word.to_owned() };
        let Some(listed) = DutchWords::get().number(bare) else { return self.by_rules(bare) };
        let mut stem = String::with_capacity(bare.len());
        DutchWords::get().push_stem(listed, &mut stem);
        stem
    }

    /// The stem of a folded Dutch word as the algorithm has it.
    ///
    /// Things that the algorithm leaves are done here: "golf" and "golv(en)", "huis" and "huiz(en)" are one; so are
    /// "voorstel" and "voorstell(en)", "crisis" and "crises", "strategie" and "strategieen"; and
    /// "loopt" is a form of "lopen", where the list has both and a participle.
    pub(super) fn by_rules(&self, word: &str) -> String {
        let Some(bare) = bare(word) else { return word.to_owned() };
        let singular = singular(bare);
        let bare = singular.as_deref().unwrap_or(bare);
        let mut stem = self.dutch.stem(verb(bare).unwrap_or(bare)).into_owned();
        let hard = match stem.pop() {
            Some('v') => 'f',
            Some('z') => 's',
            Some(other) => other,
            None => return stem,
        };
        // "voorstel", "voorstell(en)".
        if !stem.ends_with(hard) || b"aeiou".contains(&stem.as_bytes()[stem.len() - 1]) {
            stem.push(hard);
        }
        stem
    }

    /// The stem of a folded English word.
    pub(super) fn english(&self, word: &str) -> String {
        match bare(word) {
            Some(bare) => self.english.stem(bare).into_owned(),
            None => word.to_owned(),
        }
    }
}

/// The singular that the word list has for plurals that the algorithm leaves: "crisis" for "crises", "barriere" for
/// "barrieres", "strategie" for "strategieen".
fn singular(word: &str) -> Option<String> {
    let known = |singular: String| Some(singular).filter(|s| s.len() >= 5 && DutchWords::get().knows(s));
    let crisis = word.strip_suffix("ses").and_then(|root| known(format!("{root}sis")));
    let vowels = ["as", "es", "is", "os", "us"].iter().any(|end| word.ends_with(end));
    let barriere = || known(word.strip_suffix('s').filter(|_| vowels)?.to_owned());
    let strategie = || {
        let root = word.strip_suffix("en").filter(|root| root.ends_with("ie") || root.ends_with("ee"))?;
        known(root.to_owned())
    };
    crisis.or_else(barriere).or_else(strategie)
}

/// What stands before the "t" of a verb's third person: of "loopt" it is "loop".
fn verb(word: &str) -> Option<&str> {
    let dutch = DutchWords::get();
    let root = word.strip_suffix('t').filter(|root| root.len() >= 3 && !root.ends_with('t'))?;
    // "markten" is the plural of a noun; "werkten" is a past tense, as "werkte" is, and has no
    // "werktje".
    let has = |ending: &str| dutch.knows(&format!("{word}{ending}"));
    let noun = has("en") && (!has("e") || has("je"));
    if noun || !dutch.knows(root) || !dutch.knows(word) {
        return None;
    }
    let (rest, last) = root.split_at(root.len() - 1);
    let (head, vowel) = rest.split_at(rest.len() - 1);
    // "loop", "lopen"; "zeg", "zeggen"; "leer", "leren"; "leid", "leiden".
    let mut infinitives = vec![format!("{root}en"), format!("{root}{last}en")];
    if head.ends_with(vowel) {
        infinitives.push(format!("{head}{last}en"));
    }
    let has_participle = |infinitive: &String| {
        let weak = [format!("ge{root}d"), format!("ge{root}t"), format!("ge{infinitive}")];
        let unstressed = ["be", "ge", "her", "ont", "ver", "er"].iter().any(|p| root.starts_with(p));
        unstressed || weak.iter().any(|form| dutch.knows(form))
    };
    infinitives.iter().any(|form| dutch.knows(form) && has_participle(form)).then_some(root)
}

/// A word without its "'s"; `None` for what has no stem.
fn bare(word: &str) -> Option<&str> {
    let bare = word.strip_suffix("'s").unwrap_or(word);
    (bare.len() > 2 && bare.bytes().all(|b| b.is_ascii_lowercase())).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let stems = Stems::new();
        for (one, other) in [
            ("beslisboom", "beslisbomen"),
            ("hittegolf", "hittegolven"),
            ("microstudio", "microstudio's"),
            ("vaardigheid", "vaardigheden"),
            ("aarzelt", "aarzelen"),
            ("voorstel", "voorstellen"),
            ("crisis", "crises"),
            ("barriere", "barrieres"),
            ("strategie", "strategieen"),
            ("methode", "methodes"),
            ("loopt", "lopen"),
            ("werkt", "werken"),
            ("zegt", "zeggen"),
            ("verloopt", "verlopen"),
        ] {
            assert_eq!(stems.dutch(one), stems.dutch(other), "{one}, {other}");
        }
        for (one, other) in [("markt", "mark"), ("kant", "kan"), ("klant", "klan")] {
            assert_ne!(stems.dutch(one), stems.dutch(other), "{one}, {other}");
        }
        assert_eq!(stems.english("areas"), stems.english("area"));
        assert_eq!(stems.dutch("2025d22022"), "2025d22022");
    }
}
