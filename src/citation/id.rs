//! Kinds of reference and their canonical ids.

use super::celex::CelexNumber;
use super::council::CouncilNumber;
use super::journal::Journal;
use super::kamerstuk::Kamerstuk;
use super::number::{DocumentNumber, Series};
use super::parliament::ParliamentNumber;
use super::treaty::TreatyArticle;
use std::fmt;
use std::str::FromStr;

/// What kind of reference the printed words are, in the order in which lists show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitationKind {
    Com,
    Join,
    Swd,
    Sec,
    C,
    Act,
    Treaty,
    Oj,
    Council,
    Kamerstuk,
    Tk,
    /// A bare CELEX number.
    Celex,
    /// An address of EUR-Lex or the link text that EUR-Lex gives.
    EurLex,
}

impl CitationKind {
    /// Every kind, in order.
    pub const ALL: [CitationKind; 13] = [
        CitationKind::Com,
        CitationKind::Join,
        CitationKind::Swd,
        CitationKind::Sec,
        CitationKind::C,
        CitationKind::Act,
        CitationKind::Treaty,
        CitationKind::Oj,
        CitationKind::Council,
        CitationKind::Kamerstuk,
        CitationKind::Tk,
        CitationKind::Celex,
        CitationKind::EurLex,
    ];

    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            CitationKind::Com => "com",
            CitationKind::Join => "join",
            CitationKind::Swd => "swd",
            CitationKind::Sec => "sec",
            CitationKind::C => "c",
            CitationKind::Act => "act",
            CitationKind::Treaty => "treaty",
            CitationKind::Oj => "oj",
            CitationKind::Council => "council",
            CitationKind::Kamerstuk => "kamerstuk",
            CitationKind::Tk => "tk",
            CitationKind::Celex => "celex",
            CitationKind::EurLex => "eurlex",
        }
    }
}

impl From<Series> for CitationKind {
    fn from(series: Series) -> Self {
        match series {
            Series::Com => CitationKind::Com,
            Series::Join => CitationKind::Join,
            Series::Swd => CitationKind::Swd,
            Series::Sec => CitationKind::Sec,
            Series::C => CitationKind::C,
        }
    }
}

/// The canonical id of what is referred to. `Display` prints the form that the contract fixes, `FromStr` reads
/// it back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    /// `COM(2025) 165`
    Document(DocumentNumber),
    /// `CELEX 32016R0679`
    Celex(CelexNumber),
    /// `VWEU 4`
    Treaty(TreatyArticle),
    /// `OJ L 117 2017`
    Journal(Journal),
    /// `ST 13731/25`
    Council(CouncilNumber),
    /// `kst-26643-1330`
    Kamerstuk(Kamerstuk),
    /// `2025D22022`
    Parliament(ParliamentNumber),
}

impl Id {
    /// Where it officially stands. A COM number has its own address by CELEX only where `celex` says which it is,
    /// since a proposal and a communication cannot be told apart by the number.
    pub fn address(&self, celex: Option<&CelexNumber>) -> Option<String> {
        Some(match self {
            Id::Document(number) => number.official_address(celex.map(CelexNumber::as_str)),
            Id::Celex(celex) => celex.address(),
            Id::Treaty(article) => article.celex().address(),
            Id::Journal(journal) => journal.address(),
            Id::Council(number) => number.address(),
            Id::Kamerstuk(paper) => paper.address(),
            Id::Parliament(number) => return number.address(),
        })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Document(number) => number.fmt(f),
            Id::Celex(celex) => write!(f, "CELEX {celex}"),
            Id::Treaty(article) => article.fmt(f),
            Id::Journal(journal) => journal.fmt(f),
            Id::Council(number) => number.fmt(f),
            Id::Kamerstuk(paper) => paper.fmt(f),
            Id::Parliament(number) => number.fmt(f),
        }
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(celex) = text.strip_prefix("CELEX ") {
            return celex.parse().map(Id::Celex);
        }
        let document = || text.parse().map(Id::Document);
        let treaty = |()| text.parse().map(Id::Treaty);
        let journal = |()| text.parse().map(Id::Journal);
        let council = |()| text.parse().map(Id::Council);
        let kamerstuk = |()| text.parse().map(Id::Kamerstuk);
        let parliament = |()| text.parse().map(Id::Parliament);
        document().or_else(treaty).or_else(journal).or_else(council).or_else(kamerstuk).or_else(parliament)
    }
}
