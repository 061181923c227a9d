//! Porter's stemming of Dutch, as Snowball defines it, for words of small ASCII letters.
//!
//! `rust_stemmers` does the same for all words of all alphabets, and takes five times as long: to stem the words of the
//! list was a tenth of the time that a small site's index took. The tests compare the two.

/// The stem of a word of small ASCII letters.
pub(super) fn stem(word: &str) -> String {
    debug_assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
    let mut word = Word::of(word);
    word.plurals();
    let had_e = word.end_in_e();
    word.nouns_of_quality();
    word.derivations(had_e);
    word.double_vowel();
    word.letters.make_ascii_lowercase();
    String::from_utf8(word.letters).expect("letters are ASCII")
}

/// A word that is being stemmed. Where "y" and "i" are consonants they are written as capitals.
struct Word {
    letters: Vec<u8>,
    /// Behind the first consonant that follows a vowel, but three letters at least.
    one: usize,
    /// Behind the first consonant that follows a vowel behind that.
    two: usize,
}

impl Word {
    fn of(word: &str) -> Self {
        let mut letters = word.as_bytes().to_vec();
        if let Some(y @ b'y') = letters.first_mut() {
            *y = b'Y';
        }
        for at in 1..letters.len() {
            let follows = is_vowel(letters[at - 1]);
            let leads = letters.get(at + 1).is_some_and(|next| is_vowel(*next));
            match letters[at] {
                b'y' if follows => letters[at] = b'Y',
                b'i' if follows && leads => letters[at] = b'I',
                _ => {}
            }
        }
        let all = letters.len();
        let region = |from: usize| {
            let vowel = from + letters[from..].iter().position(|letter| is_vowel(*letter))?;
            Some(vowel + letters[vowel..].iter().position(|letter| !is_vowel(*letter))? + 1)
        };
        let one = region(0);
        let two = one.and_then(region).unwrap_or(all);
        Word { one: one.map_or(all, |one| one.max(3)), two, letters }
    }

    /// Where an ending begins that the word has.
    fn ending(&self, ending: &[u8]) -> Option<usize> {
        self.letters.strip_suffix(ending).map(<[u8]>::len)
    }

    /// Whether the letter before a place is there and no vowel.
    fn follows_consonant(&self, at: usize) -> bool {
        at > 0 && !is_vowel(self.letters[at - 1])
    }

    /// The first of some endings that the word has, longer ones before those that they end with.
    fn one_of<T: Copy>(&self, endings: &[(&[u8], T)]) -> Option<(usize, T)> {
        endings.iter().find_map(|(ending, what)| Some((self.ending(ending)?, *what)))
    }

    /// "heden", "en", "ene", "s", "se".
    fn plurals(&mut self) {
        let last = self.letters.last();
        if !matches!(last, Some(b'n' | b'e' | b's')) {
            return;
        }
        if let Some(at) = self.ending(b"heden") {
            if at >= self.one {
                self.letters.truncate(at);
                self.letters.extend(b"heid");
            }
        } else if let Some(at) = self.ending(b"en").or_else(|| self.ending(b"ene")) {
            self.cut_en(at);
        } else if let Some(at) = self.ending(b"s").or_else(|| self.ending(b"se"))
            && at >= self.one
            && self.follows_consonant(at)
            && self.letters[at - 1] != b'j'
        {
            self.letters.truncate(at);
        }
    }

    /// Whether there was an "e" to cut off.
    fn end_in_e(&mut self) -> bool {
        let at = self.ending(b"e").filter(|at| *at >= self.one && self.follows_consonant(*at));
        if let Some(at) = at {
            self.letters.truncate(at);
            self.undouble();
        }
        at.is_some()
    }

    /// "heid", and "en" before it.
    fn nouns_of_quality(&mut self) {
        let Some(at) = self.ending(b"heid") else { return };
        if at >= self.two && !self.letters[..at].ends_with(b"c") {
            self.letters.truncate(at);
            if let Some(at) = self.ending(b"en") {
                self.cut_en(at);
            }
        }
    }

    /// "end", "ing", "ig", "lijk", "baar", "bar".
    fn derivations(&mut self, had_e: bool) {
        #[derive(Clone, Copy)]
        enum Ending {
            Verb,
            Ig,
            Lijk,
            Baar,
            Bar,
        }
        let found = self.one_of(&[
            (b"end", Ending::Verb),
            (b"ing", Ending::Verb),
            (b"ig", Ending::Ig),
            (b"lijk", Ending::Lijk),
            (b"baar", Ending::Baar),
            (b"bar", Ending::Bar),
        ]);
        let Some((at, ending)) = found.filter(|(at, _)| *at >= self.two) else { return };
        match ending {
            Ending::Ig => self.cut_ig(),
            Ending::Bar if !had_e => {}
            Ending::Baar | Ending::Bar => self.letters.truncate(at),
            Ending::Lijk => {
                self.letters.truncate(at);
                self.end_in_e();
            }
            Ending::Verb => {
                self.letters.truncate(at);
                let before = self.letters.len();
                self.cut_ig();
                if self.letters.len() == before {
                    self.undouble();
                }
            }
        }
    }

    /// "maan" has the stem of "manen".
    fn double_vowel(&mut self) {
        if let [before, one, other, last] = *self.letters.last_chunk().unwrap_or(b"aaaa")
            && !is_vowel(last)
            && last != b'I'
            && one == other
            && b"aeou".contains(&one)
            && !is_vowel(before)
        {
            self.letters.truncate(self.letters.len() - 2);
            self.letters.push(last);
        }
    }

    fn cut_en(&mut self, at: usize) {
        if at >= self.one && self.follows_consonant(at) && !self.letters[..at].ends_with(b"gem") {
            self.letters.truncate(at);
            self.undouble();
        }
    }

    fn cut_ig(&mut self) {
        if let Some(at) = self.ending(b"ig")
            && at >= self.two
            && !self.letters[..at].ends_with(b"e")
        {
            self.letters.truncate(at);
        }
    }

    fn undouble(&mut self) {
        if [b"kk", b"dd", b"tt"].iter().any(|double| self.letters.ends_with(*double)) {
            self.letters.pop();
        }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::dutch::DutchWords;
    use proptest::prelude::*;
    use rust_stemmers::{Algorithm, Stemmer};

    #[test]
    fn every_word_of_the_list_has_the_stem_that_snowball_gives() {
        let snowball = Stemmer::create(Algorithm::Dutch);
        for word in DutchWords::get().all().iter().filter(|word| word.len() > 2) {
            assert_eq!(stem(word), snowball.stem(word), "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn words_that_are_in_no_list_have_it_too(
            head in "([bcdgjklmrst]|[aeiouy]|aa|ee|ii|oo|uu|dd|kk|tt|gem|y){1,7}",
            tail in "(heden|en|ene|s|se|e|heid|end|ing|ig|lijk|baar|bar|ij|){1,3}",
        ) {
            let word = format!("{head}{tail}");
            prop_assume!(word.len() > 2);
            prop_assert_eq!(&*stem(&word), &*Stemmer::create(Algorithm::Dutch).stem(&word), "{}", word);
        }
    }
}
