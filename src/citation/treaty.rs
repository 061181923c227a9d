//! Articles of the Treaties: the owner's word behind the article decides.

use super::celex::CelexNumber;
use super::id::{CitationKind, Id};
use super::reference::Found;
use regex::Regex;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Treaty {
    /// On the functioning of the Union.
    Vweu,
    /// On the Union.
    Veu,
}

impl Treaty {
    /// Its abbreviation, in Dutch.
    pub fn as_str(self) -> &'static str {
        match self {
            Treaty::Vweu => "VWEU",
            Treaty::Veu => "VEU",
        }
    }

    fn letter(self) -> char {
        match self {
            Treaty::Vweu => 'E',
            Treaty::Veu => 'M',
        }
    }

    /// The number of its last article.
    fn articles(self) -> u16 {
        match self {
            Treaty::Vweu => 358,
            Treaty::Veu => 55,
        }
    }

    fn named(words: &str) -> Option<Self> {
        let words = words.to_lowercase();
        Some(match words.as_str() {
            "veu" | "teu" | "eu-verdrag" | "verdrag betreffende de europese unie" => Treaty::Veu,
            "vweu"
            | "tfeu"
            | "eu-werkingsverdrag"
            | "verdrag betreffende de werking van de europese unie" => Treaty::Vweu,
            _ => return None,
        })
    }
}

/// An article of a treaty; paragraph and letter stay in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreatyArticle {
    pub treaty: Treaty,
    /// 1 to 358 or 55.
    pub article: u16,
}

impl TreatyArticle {
    /// Its CELEX number in the consolidated treaties of 2016.
    pub fn celex(self) -> CelexNumber {
        let celex = format!("12016{}{:03}", self.treaty.letter(), self.article);
        celex.parse().expect("an article's number has three digits")
    }
}

impl fmt::Display for TreatyArticle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.treaty.as_str(), self.article)
    }
}

impl FromStr for TreatyArticle {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (treaty, article) = text.split_once(' ').ok_or(())?;
        let treaty = [Treaty::Vweu, Treaty::Veu].into_iter().find(|t| t.as_str() == treaty).ok_or(())?;
        let article = article.parse().map_err(|_| ())?;
        (1..=treaty.articles()).contains(&article).then_some(TreatyArticle { treaty, article }).ok_or(())
    }
}

const ARTICLE: &str = r"[0-9]{1,3}(?:\([0-9a-z]{1,3}\)|,?(?: en)? (?i:lid|leden|paragraph|para\.?) [0-9]{1,2}(?: en [0-9]{1,2}\b)?|,? (?i:eerste|tweede|derde|vierde|vijfde) (?i:lid|alinea)|,?(?: en)? (?i:onder|sub|punt|letter|point) [a-z]{1,2}\)?\b(?:(?:, | en )[a-z]\b)*|,? aanhef(?: en)?)*";
const LINK: &str = r"(?:,? en |,? and |, | t/m | tot en met )";
const OWNER: &str = r"VWEU|VEU|TFEU|TEU|EU-Werkingsverdrag|EU-Verdrag|(?i:Verdrag betreffende de werking van de Europese Unie|Verdrag betreffende de Europese Unie)";

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b(?P<word>(?i:artikel(?:en)?|articles?|art\.) )(?P<list>{ARTICLE}(?:{LINK}(?i:artikel )?{ARTICLE})*),? ?(?i:van het |of the )?(?P<owner>{OWNER})\b"
    ))
    .expect("pattern compiles")
});

static FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?P<again>(?i:artikel ))?(?P<one>{ARTICLE})(?P<link>{LINK})?"))
        .expect("pattern compiles")
});

/// The articles of a cleaned text. Of a list the first has the word before it and the last the owner.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for found in LIST.captures_iter(text) {
        let (Some(whole), Some(list), Some(owner)) = (found.get(0), found.name("list"), found.name("owner"))
        else {
            continue;
        };
        let Some(treaty) = Treaty::named(owner.as_str()) else { continue };
        let mut begin = whole.start();
        let mut at = list.start();
        while let Some(one) = FIRST.captures(&text[at..list.end()]) {
            let (Some(article), next) = (one.name("one"), one.name("link")) else { break };
            let end = if next.is_some() { at + article.end() } else { whole.end() };
            let digits: String = article.as_str().chars().take_while(char::is_ascii_digit).collect();
            if let Ok(article) = format!("{} {digits}", treaty.as_str()).parse() {
                out.push(Found::certain(begin..end, CitationKind::Treaty, Id::Treaty(article)));
            }
            let Some(next) = next else { break };
            at += next.end();
            begin = at;
        }
    }
    out
}
