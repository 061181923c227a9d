//! The language of a text, by its small words.

/// Words that stand in every text of a language and in few of the other.
const DUTCH: [&str; 8] = ["de", "het", "een", "van", "en", "voor", "op", "zijn"];
const ENGLISH: [&str; 8] = ["the", "of", "and", "to", "for", "on", "are", "with"];

/// How many words from the start are looked at.
const ENOUGH: usize = 20_000;
/// How many small words it takes to tell.
const FEWEST: usize = 5;

/// `nl` or `en` where the text is clearly one of them.
pub(super) fn tell(text: &str) -> Option<&'static str> {
    let (mut dutch, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(ENOUGH) {
        let word = word.to_lowercase();
        dutch += usize::from(DUTCH.contains(&word.as_str()));
        english += usize::from(ENGLISH.contains(&word.as_str()));
    }
    match () {
        () if dutch >= FEWEST && dutch > 3 * english => Some("nl"),
        () if english >= FEWEST && english > 3 * dutch => Some("en"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        assert_eq!(
            tell("De Commissie stelt een plan voor het gebruik van AI voor en op de markt voor."),
            Some("nl")
        );
        assert_eq!(
            tell("The Commission proposes a plan for the use of AI on and to the market."),
            Some("en")
        );
        assert_eq!(tell("Kort"), None);
        assert_eq!(tell("de het een van en voor op the of and to for on are with"), None);
    }
}
