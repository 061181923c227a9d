//! How Dutch texts promise a deed and how they say that it was done.
//!
//! Promise and report use forms of the same verb, or of one that means the same in policy texts: what was to be
//! "opgezet" may be "opgericht". A report is in the perfect ("heeft … opgezet", "is … vastgesteld"), never with
//! "zal", "moet" or "wordt" in the same clause. What the words say is a reason to ask an editor, no more.

use crate::corpus::sentence::sentences;
use regex::Regex;
use std::sync::LazyLock;

/// Deeds that texts name with several verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    SetUp,
    Adopt,
    Launch,
    Hold,
    Adapt,
}

/// A deed with its infinitives, its participles, and its nouns.
struct Verbs {
    deed: Deed,
    infinitives: &'static [&'static str],
    participles: &'static str,
    nouns: &'static str,
}

const VERBS: [Verbs; 5] = [
    Verbs {
        deed: Deed::SetUp,
        infinitives: &["opzetten", "oprichten", "instellen", "creëren", "inrichten", "bouwen", "uitrollen"],
        participles: "opgezet|opgericht|ingesteld|gecreëerd|ingericht|gebouwd|uitgerold",
        nouns: "oprichting|instelling",
    },
    Verbs {
        deed: Deed::Adopt,
        infinitives: &["vaststellen", "goedkeuren", "aannemen", "presenteren", "publiceren", "uitbrengen"],
        participles: "vastgesteld|goedgekeurd|aangenomen|gepresenteerd|gepubliceerd|uitgebracht",
        nouns: "vaststelling|goedkeuring|aanneming|publicatie|presentatie",
    },
    Verbs {
        deed: Deed::Launch,
        infinitives: &["starten", "opstarten", "lanceren", "openen", "doen"],
        participles: "gestart|opgestart|gelanceerd|geopend|uitgegaan|begonnen",
        nouns: "lancering",
    },
    Verbs {
        deed: Deed::Hold,
        infinitives: &["organiseren", "houden", "voeren"],
        participles: "georganiseerd|gehouden|gevoerd|plaatsgevonden",
        nouns: "organisatie",
    },
    Verbs {
        deed: Deed::Adapt,
        infinitives: &["aanpassen", "actualiseren", "herzien", "wijzigen"],
        participles: "aangepast|geactualiseerd|herzien|gewijzigd",
        nouns: "aanpassing|herziening|actualisering",
    },
];

/// Things that are events, so that the report must name the thing itself: the words for each.
const EVENTS: [&str; 6] = [
    r"\w*oproep(?:en)?|calls?",
    r"\w*raadpleging(?:en)?|\w*consultaties?",
    r"dialoog|dialogen",
    r"\w*aanbesteding(?:en)?|aanbestedingsprocedures?",
    r"wedstrijd(?:en)?",
    r"studies?",
];

/// Participles that tell of an event, whatever the promise's verb.
const HELD: &str = "gehouden|georganiseerd|geopend|gestart|opgestart|gelanceerd|uitgegaan|verzameld|opgezet|\
                    gepubliceerd|uitgeschreven|plaatsgevonden|afgerond";

/// What an action promises, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promised {
    /// An event, by its place in [`EVENTS`].
    Event(usize),
    Deed(usize),
    /// A verb that promises no one moment at which it is done.
    Lasting,
}

/// Small words that begin the group of words in which a noun stands.
const GROUP_STARTS: [&str; 16] = [
    "een", "de", "het", "één", "van", "voor", "over", "met", "in", "op", "tot", "door", "bij", "aan", "uit",
    "inzake",
];

impl Promised {
    /// From the words of an action: its first verb of the table, and the noun that stands before it.
    pub(super) fn of(text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(bare).collect();
        let verb = words.iter().enumerate().find_map(|(at, word)| {
            let verbs = VERBS.iter().position(|v| v.infinitives.contains(&word.as_str()))?;
            Some((at, verbs))
        });
        let Some((at, verbs)) = verb else { return Promised::Lasting };
        let object: Vec<&String> =
            words[..at].iter().rev().take_while(|w| !GROUP_STARTS.contains(&w.as_str())).collect();
        let event = patterns().events.iter().position(|event| object.iter().any(|w| event.whole.is_match(w)));
        event.map_or(Promised::Deed(verbs), Promised::Event)
    }

    /// Whether a sentence says in the perfect that such a thing was done.
    pub(super) fn is_reported_by(self, sentence: &str) -> bool {
        let sentence = sentence.to_lowercase();
        match self {
            Promised::Event(event) => {
                patterns().events[event].within.is_match(&sentence) && perfect(&sentence, &patterns().held)
            }
            Promised::Deed(verbs) => {
                let report = &patterns().reports[verbs];
                perfect(&sentence, &report.participles)
                    || (report.nouns.is_match(&sentence) && !patterns().open.is_match(main_clause(&sentence)))
                    || (VERBS[verbs].deed == Deed::Adopt && patterns().presented.is_match(&sentence))
            }
            Promised::Lasting => false,
        }
    }

    /// The sentence of a text that reports it; the whole text where none or several do.
    pub(super) fn sentence(self, text: &str) -> String {
        let all = sentences(text);
        let mut reports = all.iter().filter(|sentence| self.is_reported_by(sentence));
        match (reports.next(), reports.next()) {
            (Some(one), None) => (*one).to_owned(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// What stands before the verb of an action: what the deed is done to. The whole text where no verb is known.
pub(super) fn before_verb(text: &str) -> &str {
    let known = |word: &str| VERBS.iter().any(|v| v.infinitives.contains(&bare(word).as_str()));
    let mut from = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if known(word) {
            return &text[..from];
        }
        from += word.len();
    }
    text
}

/// A sentence up to its first comma or relative clause.
fn main_clause(sentence: &str) -> &str {
    let end = [",", ";", ":", " die ", " dat ", " waar"].iter().filter_map(|sign| sentence.find(sign)).min();
    &sentence[..end.unwrap_or(sentence.len())]
}

/// A word in small letters without the signs around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether a participle stands in a clause that leaves nothing open, in a sentence that has a perfect's verb.
fn perfect(sentence: &str, participles: &Regex) -> bool {
    let closed = |at: usize| {
        let from = sentence[..at].rfind([',', ';', ':']).unwrap_or(0);
        let to = sentence[at..].find([',', ';', ':']).map_or(sentence.len(), |end| at + end);
        !patterns().open.is_match(&sentence[from..to])
    };
    patterns().auxiliary.is_match(sentence) && participles.find_iter(sentence).any(|m| closed(m.start()))
}

struct Event {
    whole: Regex,
    within: Regex,
}

struct Report {
    participles: Regex,
    nouns: Regex,
}

struct Patterns {
    events: Vec<Event>,
    held: Regex,
    reports: Vec<Report>,
    /// "gaat vergezeld van", "wordt samen met deze mededeling gepresenteerd".
    presented: Regex,
    auxiliary: Regex,
    /// Verbs that leave open whether anything was done.
    open: Regex,
}

fn patterns() -> &'static Patterns {
    static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
        let whole = |words: &str| Regex::new(&format!("^(?:{words})$")).expect("a pattern of this file");
        let within = |words: &str| Regex::new(&format!(r"\b(?:{words})\b")).expect("a pattern of this file");
        let event = |words: &&str| Event { whole: whole(words), within: within(words) };
        let report = |verbs: &Verbs| Report {
            participles: within(verbs.participles),
            nouns: within(&format!("^de (?:{}) van", verbs.nouns)),
        };
        Patterns {
            events: EVENTS.iter().map(event).collect(),
            held: within(HELD),
            reports: VERBS.iter().map(report).collect(),
            presented: within(
                "gaa[tn] vergezeld van|samen met deze mededeling (?:wordt|worden) gepresenteerd",
            ),
            auxiliary: within("is|zijn|heeft|hebben|werd|werden"),
            open: within("zal|zullen|zou|zouden|moet|moeten|wordt|worden|kan|kunnen"),
        }
    });
    &PATTERNS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_in_the_perfect_and_about_the_same_deed() {
        for (promise, sentence, expected) in [
            (
                "een loket opzetten (juli 2026);",
                "Ten eerste heeft de Commissie, zoals beloofd, een loket opgezet.",
                true,
            ),
            ("een loket opzetten;", "Het loket is in mei opgericht.", true),
            ("een loket opzetten;", "De Commissie zal een loket hebben opgezet.", false),
            ("een loket opzetten;", "Er wordt een loket opgezet, dat nuttig is.", false),
            ("een loket opzetten;", "Het plan is vastgesteld.", false),
            (
                "de strategie vaststellen;",
                "De vaststelling van de strategie was een begin dat men zal voortzetten.",
                true,
            ),
            ("de strategie vaststellen;", "De vaststelling van de strategie zal volgen.", false),
            ("de strategie vaststellen;", "De nota gaat vergezeld van de strategie.", true),
            ("een oproep doen tot voorstellen;", "Daartoe is een Call for Proposals uitgegaan.", true),
            ("een oproep doen tot voorstellen;", "Daartoe zijn fabrieken uitgerold.", false),
            ("een openbare raadpleging opzetten;", "Dat is verzameld via een openbare raadpleging.", true),
            ("een openbare raadpleging opzetten;", "Een derde raadpleging wordt in mei gelanceerd.", false),
            ("dialogen organiseren met bedrijven;", "Er zijn 17 dialogen georganiseerd.", true),
            ("in het kader van de raadpleging een proces opstarten;", "De raadpleging is geopend.", true),
            ("de lidstaten ondersteunen;", "De lidstaten zijn ondersteund.", false),
        ] {
            assert_eq!(Promised::of(promise).is_reported_by(sentence), expected, "{promise} {sentence}");
        }
    }

    #[test]
    fn the_event_is_the_verbs_own_object() {
        assert_eq!(Promised::of("in het kader van de raadpleging een proces opstarten"), Promised::Deed(2));
        assert_eq!(Promised::of("een openbare raadpleging opstarten"), Promised::Event(1));
        assert_eq!(Promised::of("het gebruik bevorderen"), Promised::Lasting);
    }

    #[test]
    fn the_sentence_that_reports_is_found() {
        let text = "Er is een plan. Het loket is in 2025 (bv. in mei) opgezet. Het zal groeien.";
        assert_eq!(sentences(text).len(), 3);
        assert_eq!(
            Promised::of("een loket opzetten").sentence(text),
            "Het loket is in 2025 (bv. in mei) opgezet."
        );
        assert_eq!(Promised::Lasting.sentence("Een  zin."), "Een zin.");
    }
}
