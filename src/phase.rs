//! The phases of a run, and who follows them. Nothing between reading and writing looks at a clock: whoever wants to
//! know how long a phase takes, or to show how far it is, follows the run from outside.

/// A part of a run, in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Inputs come into memory. Counts files.
    Read,
    /// What an earlier run wrote is compared with what it was made from. Counts files of the site.
    Compare,
    /// Seeds become documents and are merged into the content. Counts seeds.
    Ingest,
    /// Markdown becomes block trees. Counts files.
    Parse,
    /// Blocks get the ids that they always had, and are compared with their bases. Counts documents.
    Align,
    /// Links, references, terms, relations, actions. Counts documents.
    Analyse,
    /// Pages, data and other files get their addresses. Counts files of the site.
    Plan,
    /// The index of the search is made, which settles how many files there are. Counts files of the site.
    Index,
    /// Files are rendered, written and put in place. Counts files of the site.
    Write,
    /// What was written is compared with a clean build. Counts files of the site.
    Verify,
    /// What the next run compares with is kept. Counts files of the site.
    Remember,
}

impl Phase {
    /// The phase's name, and the name of what it counts.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Phase::Read => ("read", "files"),
            Phase::Compare => ("compare", "files of the site"),
            Phase::Ingest => ("ingest", "seeds"),
            Phase::Parse => ("parse", "files"),
            Phase::Align => ("align", "documents"),
            Phase::Analyse => ("analyse", "documents"),
            Phase::Plan => ("plan", "files of the site"),
            Phase::Index => ("index", "files of the site"),
            Phase::Write => ("render and write", "files of the site"),
            Phase::Verify => ("verify", "files of the site"),
            Phase::Remember => ("remember", "files of the site"),
        }
    }
}

/// Follows a run. It is told, and has no say: what a run makes does not depend on who follows it.
pub trait Follow: Sync {
    /// A phase begins, and the one before it is over. `items` is how many there are to do, 0 where that is not known.
    fn begin(&self, phase: Phase, items: usize);

    /// How many items the phase turned out to have.
    fn count(&self, _items: usize) {}

    /// One more item of the phase is done; phases that are short do not say it. Comes from any thread.
    fn advance(&self) {}
}

/// Follows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Follow for Nobody {
    fn begin(&self, _: Phase, _: usize) {}
}
