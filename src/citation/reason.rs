//! What is doubtful about a reference, or what a reader should know of it.

use super::celex::CelexNumber;
use std::fmt;

/// Something about a reference that a reader or an editor should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// "nr." stands before the dossier and before the number: one reading only.
    DoubleNr,
    /// Two dossiers with one number: the number is the first one's.
    SharedNumber,
    /// It cannot be told which of an act's two numbers is the year.
    YearUnclear,
    /// The last digit can be a note's mark.
    GluedDigits,
    /// The CELEX number printed beside it is of another document.
    AgainstCelex(CelexNumber),
    /// The words do not say whether the act is a regulation, a directive or something else.
    ActTypeUnknown,
    /// A year in which no such number was given out.
    ImpossibleYear,
    /// A case of the Tweede Kamer, not a document: there is no rule for its address.
    CaseNumber,
    /// An annex that the document names and that does not stand in its text.
    AnnexNotHere,
}

/// How sure a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its canonical id is certain.
    Certain,
    /// It can be read in two ways.
    Ambiguous,
    /// Two printed statements contradict each other.
    Conflict,
    /// It has no address, or it is not known what it is.
    Unresolved,
}

impl Reason {
    /// How sure a reference with this reason is.
    pub fn standing(&self) -> Standing {
        match self {
            Reason::DoubleNr | Reason::SharedNumber => Standing::Certain,
            Reason::YearUnclear | Reason::GluedDigits => Standing::Ambiguous,
            Reason::AgainstCelex(_) => Standing::Conflict,
            Reason::ActTypeUnknown | Reason::ImpossibleYear | Reason::CaseNumber | Reason::AnnexNotHere => {
                Standing::Unresolved
            }
        }
    }

    /// The word in the data.
    pub fn as_str(&self) -> &'static str {
        match self {
            Reason::DoubleNr => "double-nr",
            Reason::SharedNumber => "shared-number",
            Reason::YearUnclear => "year-unclear",
            Reason::GluedDigits => "glued-digits",
            Reason::AgainstCelex(_) => "against-celex",
            Reason::ActTypeUnknown => "act-type-unknown",
            Reason::ImpossibleYear => "impossible-year",
            Reason::CaseNumber => "case-number",
            Reason::AnnexNotHere => "annex-not-here",
        }
    }

    /// What the words stand against, where they stand against something.
    pub fn against(&self) -> Option<&CelexNumber> {
        match self {
            Reason::AgainstCelex(celex) => Some(celex),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
