//! The stable codes of findings.

use super::Severity;

/// Declares the codes: variant, printed name, severity, and one sentence about the fault.
macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident; )+) => {
        /// What kind of fault a finding is. The printed name never changes its meaning: scripts and
        /// editors' notes rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $variant, )+ }

        impl Code {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Code] = &[ $( Code::$variant, )+ ];

            /// The printed name.
            pub fn as_str(self) -> &'static str {
                match self { $( Code::$variant => $name, )+ }
            }

            /// The severity that a finding of this kind has.
            pub fn severity(self) -> Severity {
                match self { $( Code::$variant => Severity::$severity, )+ }
            }

            /// What the fault is, in a sentence or two.
            pub fn about(self) -> &'static str {
                match self { $( Code::$variant => concat!($($doc, "\n"),+).trim_ascii(), )+ }
            }
        }
    };
}

codes! {
    /// The file is not valid TOML.
    TomlSyntax = "toml-syntax", Error;
    /// A key that is not known at this place.
    UnknownKey = "unknown-key", Error;
    /// A key has a value of another type or form than it must have.
    WrongValue = "wrong-value", Error;
    /// A key that must be there is not.
    MissingKey = "missing-key", Error;
    /// The front matter's opening or closing `+++` line is missing.
    FrontMatter = "front-matter", Error;
    /// The `kind` is none of the kinds of document.
    UnknownKind = "unknown-kind", Error;
    /// The file is neither UTF-8 nor in another encoding that can be told for certain.
    UnknownEncoding = "unknown-encoding", Error;
    /// The seed has no text.
    EmptySeed = "empty-seed", Error;
    /// A seed named in `seeds.toml` does not exist.
    UnknownSeed = "unknown-seed", Error;
    /// Two seeds are documents of the same number.
    SameNumber = "same-number", Warning;
    /// The seed that a document was made from is not there.
    MissingSeed = "missing-seed", Warning;
    /// The text was not UTF-8 and was converted.
    Converted = "converted-encoding", Warning;
    /// The text's genre was not recognised; it becomes a plain document.
    UnknownGenre = "unknown-genre", Warning;
    /// A footnote of a seed has no mark in its text.
    Footnote = "footnote", Warning;
    /// Two places of a seed contradict each other, or one says what cannot be.
    Contradiction = "contradiction", Warning;
    /// An address in a seed was cut short, so that it leads nowhere.
    TruncatedAddress = "truncated-address", Warning;
    /// A piece of a seed became nothing, or two things: a fault of the program.
    Unaccounted = "unaccounted-text", Error;
    /// Two places use the same id.
    DuplicateId = "duplicate-id", Error;
    /// An id has characters that do not work in addresses and file names everywhere.
    BadId = "bad-id", Error;
    /// A link leads to a page, file, document or term that does not exist.
    BrokenLink = "broken-link", Error;
    /// A link leads to a place in a page that does not exist.
    BrokenAnchor = "broken-anchor", Error;
    /// A link's address is of a kind that is not allowed, such as `javascript:`, or a picture is on another host.
    ForbiddenLink = "forbidden-link", Error;
    /// A file beside a page that is linked or shown does not exist.
    MissingFile = "missing-file", Error;
    /// A picture without words that say what it shows.
    PictureWords = "picture-words", Error;
    /// Raw HTML in content.
    RawHtml = "raw-html", Error;
    /// A heading of the first level in the body: the title is in the front matter.
    HeadingLevel = "heading-level", Error;
    /// A footnote in content is used and not defined, or defined and not used.
    NoteUnused = "note-mismatch", Error;
    /// A term, taxonomy, section or block named in front matter does not exist.
    UnknownReference = "unknown-reference", Error;
    /// A quotation does not stand in its document, or stands there more than once.
    Quote = "quote", Error;
    /// A template cannot be read or rendered.
    Template = "template", Error;
    /// The theme's files are incomplete or contradictory.
    Theme = "theme", Error;
    /// The committed base differs from what the converter makes of the seed.
    BaseDiffers = "base-differs", Error;
    /// The seed changed where an editor changed the text too.
    MergeConflict = "merge-conflict", Warning;
    /// A `.rej` file: a conflict that nobody has closed yet.
    OpenConflict = "open-conflict", Error;
    /// The same conflict, where it does not stop the build.
    OpenConflictNoted = "open-conflict-noted", Warning;
    /// Two pages would be written to the same address.
    AddressTaken = "address-taken", Error;
    /// `site.toml` does not say where the site is published, so that what needs full addresses is left out.
    NoBaseUrl = "no-base-url", Warning;
    /// A block is gone from a document, and its address with it.
    LostId = "lost-id", Error;
    /// A document is gone, and no page takes over its address.
    LostPage = "lost-page", Error;
    /// A passage may say that an action is done, and no editor has said whether it does.
    MaybeDone = "maybe-done", Note;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let mut seen = BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{} twice", code.as_str());
            assert!(code.as_str().chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        }
    }
}
