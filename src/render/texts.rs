//! The strings that the program itself asks a theme for. What only templates say stands in no list here.

use super::view::{Fact, PassageGroupKey};
use crate::citation::{CitationKind, Reason};
use crate::corpus::{ActionState, FoundBy, RelationKind, Stance, Subject, Voice};
use crate::document::{Alert, Kind};
use crate::ingest::{EntryKind, Remark};

/// Key of a string that every theme must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    key: &'static str,
    /// Its place in [`Text::ALL`].
    place: usize,
}

impl Text {
    /// The path to the string in the theme's file.
    pub(crate) fn key(self) -> &'static str {
        self.key
    }

    /// Its place in [`Text::ALL`].
    pub(super) fn place(self) -> usize {
        self.place
    }
}

macro_rules! texts {
    ($( $name:ident = $key:literal, )+) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $( $name, )+ }

        impl Text {
            $( pub(crate) const $name: Text = Text { key: $key, place: Place::$name as usize }; )+
            /// All of them.
            pub(crate) const ALL: &'static [Text] = &[ $( Text::$name, )+ ];
        }
    };
}

texts! {
    EDITION_COMPARISONS = "edition.comparisons",
    EDITION_LISTS = "edition.lists",
    ANCHOR = "block.anchor",
    EXCERPT_PLACE = "block.place",
    NOTES = "block.notes",
    NOTE_MARK = "block.note_mark",
    NOTE_BACK = "block.note_back",
    NOTE_BACK_NTH = "block.note_back_nth",
    TABLE = "block.table",
    CODE = "block.code",
    EDITORIAL = "block.editorial",
    REMARK_DATES = "remark.dates",
    REMARK_CELEX = "remark.number_against_celex",
    REMARK_FUTURE_YEAR = "remark.future_year",
    REMARK_IMPOSSIBLE_YEAR = "remark.impossible_year",
    REMARK_NO_SUCH_DATE = "remark.no_such_date",
    REMARK_OPENING = "remark.opening",
    SOURCE_WORDS = "block.source_words",
    SOURCE_LINE = "source.line",
    SOURCE_LINES = "source.lines",
    SOURCE_PAGE = "source.page",
    SOURCE_BLOCK = "source.block",
    SOURCE_TITLE = "source.title",
    SOURCE_OMITTED = "source.omitted",
    LEDGER_WEB_HEADER = "ledger.web_header",
    LEDGER_COVER_NOTE = "ledger.cover_note",
    LEDGER_TITLE_BLOCK = "ledger.title_block",
    LEDGER_FICHE_LABEL = "ledger.fiche_label",
    LEDGER_DATA_LINE = "ledger.data_line",
    LEDGER_PAGE_NUMBER = "ledger.page_number",
    LEDGER_RUNNING_HEAD = "ledger.running_head",
    LEDGER_ATTACHED_LINK = "ledger.attached_link",
    LEDGER_REPEATED_LINK = "ledger.repeated_link",
    LEDGER_PRINTED_LINK = "ledger.printed_link",
    LEDGER_REPEATED_PARAGRAPH = "ledger.repeated_paragraph",
    LEDGER_RENUMBERED_MARK = "ledger.renumbered_mark",
    LEDGER_NOTE_MARK = "ledger.note_mark",
    LEDGER_LIST_MARK = "ledger.list_mark",
    LEDGER_RETURN_ARROW = "ledger.return_arrow",
    LEDGER_DROPPED_HYPHEN = "ledger.dropped_hyphen",
    LEDGER_MARKUP = "ledger.markup",
    ALERT_NOTE = "alert.note",
    ALERT_TIP = "alert.tip",
    ALERT_IMPORTANT = "alert.important",
    ALERT_WARNING = "alert.warning",
    ALERT_CAUTION = "alert.caution",
    NOT_FOUND = "notfound.title",
    FOOTER_UNOFFICIAL = "footer.unofficial",
    README_OPEN = "edition.readme_open",
    README_VERIFY = "edition.readme_verify",
    EDITION_DATE = "edition.date",
    EDITION_FROM = "edition.from",
    EDITION_MADE = "edition.made",
    EDITION_ACCESS = "edition.access",
    SEARCH = "search.title",
    KIND_FICHE = "kind.fiche",
    KIND_COMMUNICATION = "kind.communication",
    KIND_NEWS = "kind.news",
    KIND_DOCUMENT = "kind.document",
    SECTION_DOCUMENTS = "section.documenten.title",
    SECTION_DOCUMENTS_ABOUT = "section.documenten.about",
    SECTION_FICHES = "section.fiches.title",
    SECTION_FICHES_ABOUT = "section.fiches.about",
    SECTION_NEWS = "section.nieuws.title",
    SECTION_NEWS_ABOUT = "section.nieuws.about",
    HOME = "page.home",
    LLMS_ABOUT = "llms.about",
    LLMS_DATA = "llms.data",
    PART = "page.part",
    UNDATED = "list.undated",
    STUB = "page.stub",
    RELATION_ASSESSES = "relation.assesses",
    RELATION_ASSESSED_BY = "relation.assessed_by",
    RELATION_CITES = "relation.cites",
    RELATION_CITED_BY = "relation.cited_by",
    RELATION_ANNOUNCES = "relation.announces",
    RELATION_ANNOUNCED_IN = "relation.announced_in",
    RELATION_FOLLOWS_UP = "relation.follows_up",
    RELATION_FOLLOWED_UP_BY = "relation.followed_up_by",
    VOICE_COMMISSION = "voice.commission",
    VOICE_CABINET = "voice.cabinet",
    VOICE_SUMMARY = "voice.summary",
    VOICE_POLICY = "voice.policy",
    VOICE_FICHE = "voice.fiche",
    VOICE_PRESS = "voice.press",
    VOICE_OTHER = "voice.other",
    FOUND_BY_NAME = "found_by.name",
    FOUND_BY_SECTION = "found_by.section",
    FOUND_BY_INSTRUMENT = "found_by.instrument",
    FOUND_BY_EDITOR = "found_by.editor",
    GROUP_PLAN = "group.plan",
    GROUP_CABINET = "group.cabinet",
    GROUP_LATER = "group.later",
    GROUP_EARLIER = "group.earlier",
    GROUP_PRESS = "group.press",
    GROUP_SUMMARY = "group.summary",
    GROUP_POLICY = "group.policy",
    GROUP_FICHE = "group.fiche",
    GROUP_OTHER = "group.other",
    NOTE_PLAN = "group_note.plan",
    NOTE_CABINET = "group_note.cabinet",
    NOTE_LATER = "group_note.later",
    NOTE_EARLIER = "group_note.earlier",
    NOTE_PRESS = "group_note.press",
    NOTE_SUMMARY = "group_note.summary",
    NOTE_POLICY = "group_note.policy",
    NOTE_FICHE = "group_note.fiche",
    NOTE_OTHER = "group_note.other",
    FACT_KIND = "fact.kind",
    FACT_NUMBER = "fact.number",
    FACT_FICHE_NUMBER = "fact.fiche_number",
    FACT_DATE = "fact.date",
    FACT_RECEIVED = "fact.received",
    FACT_MINISTRY = "fact.ministry",
    FACT_COUNCIL = "fact.council",
    FACT_IMPACT_ASSESSMENT = "fact.impact_assessment",
    FACT_CELEX = "fact.celex",
    FACT_COUNCIL_NUMBER = "fact.council_number",
    FACT_TK_NUMBER = "fact.tk_number",
    FACT_CASE_NUMBER = "fact.case_number",
    IMPACT_NONE = "fact.impact_none",
    COMPARISON = "comparison.title",
    COMPARISON_GENERAL = "comparison.general",
    SUBJECT_COMPETENCE = "position.competence",
    SUBJECT_SUBSIDIARITY = "position.subsidiarity",
    SUBJECT_PROPORTIONALITY = "position.proportionality",
    STANCE_POSITIVE = "stance.positive",
    STANCE_POSITIVE_QUALIFIED = "stance.positive-qualified",
    STANCE_MIXED = "stance.mixed",
    STANCE_NEUTRAL = "stance.neutral",
    STANCE_NEGATIVE_QUALIFIED = "stance.negative-qualified",
    STANCE_NEGATIVE = "stance.negative",
    CITED_TITLE = "cited.title",
    CITED_UNRESOLVED = "cited.unresolved",
    CITED_UNRESOLVED_ABOUT = "cited.unresolved_about",
    CITED_HEADER = "cited.header",
    CITED_TOP = "cited.top",
    CITED_COM = "cited.com",
    CITED_JOIN = "cited.join",
    CITED_SWD = "cited.swd",
    CITED_SEC = "cited.sec",
    CITED_C = "cited.c",
    CITED_ACT = "cited.act",
    CITED_TREATY = "cited.treaty",
    CITED_OJ = "cited.oj",
    CITED_COUNCIL = "cited.council",
    CITED_KAMERSTUK = "cited.kamerstuk",
    CITED_TK = "cited.tk",
    CITED_CELEX = "cited.celex",
    CITED_EURLEX = "cited.eurlex",
    MAP = "map.title",
    MAP_DRAWING_ABOUT = "map.drawing_about",
    ACCESSIBILITY = "accessibility.title",
    COVERAGE_TITLE = "coverage.title",
    COVERAGE_NO_FICHE = "coverage.no_fiche",
    COVERAGE_NO_FICHE_ABOUT = "coverage.no_fiche_about",
    COVERAGE_NO_FICHE_NONE = "coverage.no_fiche_none",
    COVERAGE_NO_FICHE_NEXT = "coverage.no_fiche_next",
    COVERAGE_NO_FICHE_OTHERS = "coverage.no_fiche_others",
    COVERAGE_NO_TEXT = "coverage.no_text",
    COVERAGE_NO_TEXT_ABOUT = "coverage.no_text_about",
    COVERAGE_NO_TEXT_NONE = "coverage.no_text_none",
    COVERAGE_NO_TEXT_NEXT = "coverage.no_text_next",
    COVERAGE_NO_TEXT_OTHERS = "coverage.no_text_others",
    COVERAGE_NO_DOCUMENT = "coverage.no_document",
    COVERAGE_NO_DOCUMENT_ABOUT = "coverage.no_document_about",
    COVERAGE_NO_DOCUMENT_NONE = "coverage.no_document_none",
    COVERAGE_NO_DOCUMENT_NEXT = "coverage.no_document_next",
    COVERAGE_NO_DOCUMENT_OTHERS = "coverage.no_document_others",
    COVERAGE_NO_NUMBER = "coverage.no_number",
    COVERAGE_NO_NUMBER_ABOUT = "coverage.no_number_about",
    COVERAGE_NO_NUMBER_NONE = "coverage.no_number_none",
    COVERAGE_NO_NUMBER_NEXT = "coverage.no_number_next",
    COVERAGE_NO_NUMBER_OTHERS = "coverage.no_number_others",
    REASON_DOUBLE_NR = "reason.double_nr",
    REASON_SHARED_NUMBER = "reason.shared_number",
    REASON_YEAR_UNCLEAR = "reason.year_unclear",
    REASON_GLUED_DIGITS = "reason.glued_digits",
    REASON_AGAINST_CELEX = "reason.against_celex",
    REASON_ACT_TYPE_UNKNOWN = "reason.act_type_unknown",
    REASON_IMPOSSIBLE_YEAR = "reason.impossible_year",
    REASON_CASE_NUMBER = "reason.case_number",
    REASON_ANNEX_NOT_HERE = "reason.annex_not_here",
    ACTIONS = "actions.title",
    ACTION_DONE = "actions.state.done",
    ACTION_PAST = "actions.state.past",
    ACTION_AHEAD = "actions.state.ahead",
    ACTION_UNDATED = "actions.state.undated",
    QUARTER = "actions.quarter",
    QUARTERS = "actions.quarters",
    TIMELINE = "timeline.title",
    TIMELINE_ABOUT = "timeline.about",
    TIMELINE_TODAY = "timeline.today",
    TIMELINE_COUNT_ONE = "timeline.count_one",
    TIMELINE_COUNT = "timeline.count",
    TIMELINE_DONE = "timeline.done",
    TIMELINE_DOCUMENT = "timeline.document",
    TIMELINE_RECEIVED = "timeline.received",
    DEFINITIONS = "definitions.title",
    NAME_IN = "language.other",
    NAME_NL = "language.nl",
    NAME_EN = "language.en",
    NAME_DE = "language.de",
    NAME_FR = "language.fr",
}

impl From<Alert> for Text {
    fn from(alert: Alert) -> Self {
        match alert {
            Alert::Note => Text::ALERT_NOTE,
            Alert::Tip => Text::ALERT_TIP,
            Alert::Important => Text::ALERT_IMPORTANT,
            Alert::Warning => Text::ALERT_WARNING,
            Alert::Caution => Text::ALERT_CAUTION,
        }
    }
}

impl From<Kind> for Text {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Fiche => Text::KIND_FICHE,
            Kind::Communication => Text::KIND_COMMUNICATION,
            Kind::News => Text::KIND_NEWS,
            Kind::Document => Text::KIND_DOCUMENT,
        }
    }
}

impl From<EntryKind> for Text {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::WebHeader => Text::LEDGER_WEB_HEADER,
            EntryKind::CoverNote => Text::LEDGER_COVER_NOTE,
            EntryKind::TitleBlock => Text::LEDGER_TITLE_BLOCK,
            EntryKind::FicheLabel => Text::LEDGER_FICHE_LABEL,
            EntryKind::DataLine => Text::LEDGER_DATA_LINE,
            EntryKind::PageNumber => Text::LEDGER_PAGE_NUMBER,
            EntryKind::RunningHead => Text::LEDGER_RUNNING_HEAD,
            EntryKind::AttachedLink => Text::LEDGER_ATTACHED_LINK,
            EntryKind::RepeatedLink => Text::LEDGER_REPEATED_LINK,
            EntryKind::PrintedLink => Text::LEDGER_PRINTED_LINK,
            EntryKind::RepeatedParagraph => Text::LEDGER_REPEATED_PARAGRAPH,
            EntryKind::RenumberedMark => Text::LEDGER_RENUMBERED_MARK,
            EntryKind::NoteMark => Text::LEDGER_NOTE_MARK,
            EntryKind::ListMark => Text::LEDGER_LIST_MARK,
            EntryKind::ReturnArrow => Text::LEDGER_RETURN_ARROW,
            EntryKind::DroppedHyphen => Text::LEDGER_DROPPED_HYPHEN,
            EntryKind::Markup => Text::LEDGER_MARKUP,
        }
    }
}

impl From<&Remark> for Text {
    fn from(remark: &Remark) -> Self {
        match remark {
            Remark::Dates { .. } => Text::REMARK_DATES,
            Remark::NumberAgainstCelex { .. } => Text::REMARK_CELEX,
            Remark::FutureYear { .. } => Text::REMARK_FUTURE_YEAR,
            Remark::ImpossibleYear { .. } => Text::REMARK_IMPOSSIBLE_YEAR,
            Remark::NoSuchDate { .. } => Text::REMARK_NO_SUCH_DATE,
        }
    }
}

impl From<CitationKind> for Text {
    fn from(kind: CitationKind) -> Self {
        match kind {
            CitationKind::Com => Text::CITED_COM,
            CitationKind::Join => Text::CITED_JOIN,
            CitationKind::Swd => Text::CITED_SWD,
            CitationKind::Sec => Text::CITED_SEC,
            CitationKind::C => Text::CITED_C,
            CitationKind::Act => Text::CITED_ACT,
            CitationKind::Treaty => Text::CITED_TREATY,
            CitationKind::Oj => Text::CITED_OJ,
            CitationKind::Council => Text::CITED_COUNCIL,
            CitationKind::Kamerstuk => Text::CITED_KAMERSTUK,
            CitationKind::Tk => Text::CITED_TK,
            CitationKind::Celex => Text::CITED_CELEX,
            CitationKind::EurLex => Text::CITED_EURLEX,
        }
    }
}

impl From<&Reason> for Text {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::DoubleNr => Text::REASON_DOUBLE_NR,
            Reason::SharedNumber => Text::REASON_SHARED_NUMBER,
            Reason::YearUnclear => Text::REASON_YEAR_UNCLEAR,
            Reason::GluedDigits => Text::REASON_GLUED_DIGITS,
            Reason::AgainstCelex(_) => Text::REASON_AGAINST_CELEX,
            Reason::ActTypeUnknown => Text::REASON_ACT_TYPE_UNKNOWN,
            Reason::ImpossibleYear => Text::REASON_IMPOSSIBLE_YEAR,
            Reason::CaseNumber => Text::REASON_CASE_NUMBER,
            Reason::AnnexNotHere => Text::REASON_ANNEX_NOT_HERE,
        }
    }
}

impl From<RelationKind> for Text {
    fn from(kind: RelationKind) -> Self {
        match kind {
            RelationKind::Assesses => Text::RELATION_ASSESSES,
            RelationKind::AssessedBy => Text::RELATION_ASSESSED_BY,
            RelationKind::Cites => Text::RELATION_CITES,
            RelationKind::CitedBy => Text::RELATION_CITED_BY,
            RelationKind::Announces => Text::RELATION_ANNOUNCES,
            RelationKind::AnnouncedIn => Text::RELATION_ANNOUNCED_IN,
            RelationKind::FollowsUp => Text::RELATION_FOLLOWS_UP,
            RelationKind::FollowedUpBy => Text::RELATION_FOLLOWED_UP_BY,
        }
    }
}

impl From<Voice> for Text {
    fn from(voice: Voice) -> Self {
        match voice {
            Voice::Commission => Text::VOICE_COMMISSION,
            Voice::Cabinet => Text::VOICE_CABINET,
            Voice::Summary => Text::VOICE_SUMMARY,
            Voice::Policy => Text::VOICE_POLICY,
            Voice::Fiche => Text::VOICE_FICHE,
            Voice::Press => Text::VOICE_PRESS,
            Voice::Other => Text::VOICE_OTHER,
        }
    }
}

impl From<Subject> for Text {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Competence => Text::SUBJECT_COMPETENCE,
            Subject::Subsidiarity => Text::SUBJECT_SUBSIDIARITY,
            Subject::Proportionality => Text::SUBJECT_PROPORTIONALITY,
        }
    }
}

impl From<Stance> for Text {
    fn from(stance: Stance) -> Self {
        match stance {
            Stance::Positive => Text::STANCE_POSITIVE,
            Stance::PositiveQualified => Text::STANCE_POSITIVE_QUALIFIED,
            Stance::Mixed => Text::STANCE_MIXED,
            Stance::Neutral => Text::STANCE_NEUTRAL,
            Stance::NegativeQualified => Text::STANCE_NEGATIVE_QUALIFIED,
            Stance::Negative => Text::STANCE_NEGATIVE,
        }
    }
}

impl From<FoundBy> for Text {
    fn from(found_by: FoundBy) -> Self {
        match found_by {
            FoundBy::Name => Text::FOUND_BY_NAME,
            FoundBy::Section => Text::FOUND_BY_SECTION,
            FoundBy::Instrument => Text::FOUND_BY_INSTRUMENT,
            FoundBy::Editor => Text::FOUND_BY_EDITOR,
        }
    }
}

impl PassageGroupKey {
    /// The group's title, and a sentence about it.
    pub(super) fn texts(self) -> (Text, Text) {
        match self {
            PassageGroupKey::Plan => (Text::GROUP_PLAN, Text::NOTE_PLAN),
            PassageGroupKey::Cabinet => (Text::GROUP_CABINET, Text::NOTE_CABINET),
            PassageGroupKey::Later => (Text::GROUP_LATER, Text::NOTE_LATER),
            PassageGroupKey::Earlier => (Text::GROUP_EARLIER, Text::NOTE_EARLIER),
            PassageGroupKey::Press => (Text::GROUP_PRESS, Text::NOTE_PRESS),
            PassageGroupKey::Summary => (Text::GROUP_SUMMARY, Text::NOTE_SUMMARY),
            PassageGroupKey::Policy => (Text::GROUP_POLICY, Text::NOTE_POLICY),
            PassageGroupKey::Fiche => (Text::GROUP_FICHE, Text::NOTE_FICHE),
            PassageGroupKey::Other => (Text::GROUP_OTHER, Text::NOTE_OTHER),
        }
    }
}

impl From<ActionState> for Text {
    fn from(state: ActionState) -> Self {
        match state {
            ActionState::Done => Text::ACTION_DONE,
            ActionState::Past => Text::ACTION_PAST,
            ActionState::Ahead => Text::ACTION_AHEAD,
            ActionState::Undated => Text::ACTION_UNDATED,
        }
    }
}

impl From<Fact> for Text {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Kind => Text::FACT_KIND,
            Fact::Number => Text::FACT_NUMBER,
            Fact::FicheNumber => Text::FACT_FICHE_NUMBER,
            Fact::Date => Text::FACT_DATE,
            Fact::Received => Text::FACT_RECEIVED,
            Fact::Ministry => Text::FACT_MINISTRY,
            Fact::Council => Text::FACT_COUNCIL,
            Fact::ImpactAssessment => Text::FACT_IMPACT_ASSESSMENT,
            Fact::Celex => Text::FACT_CELEX,
            Fact::CouncilNumber => Text::FACT_COUNCIL_NUMBER,
            Fact::TkNumber => Text::FACT_TK_NUMBER,
            Fact::CaseNumber => Text::FACT_CASE_NUMBER,
        }
    }
}
