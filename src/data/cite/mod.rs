//! What a reader needs to cite a document: one struct, from which every form is made.

mod bibtex;
mod csl;
mod ris;

use crate::citation::{DocumentNumber, Series};
use crate::corpus::{Document, Stub};
use crate::document::{Kind, PartialDate};
use crate::site::Site;

/// The bibliographic facts of a document or a stub. What neither the source nor an editor says is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bibliographic<'a> {
    pub id: &'a str,
    pub kind: Kind,
    /// On one line.
    pub title: String,
    /// Institutions: of a Commission document by its series, of a fiche the ministries that it prints, or the
    /// cabinet, which every fiche speaks for; of other documents nobody is known.
    pub authors: Vec<&'a str>,
    /// A Commission document's own number.
    pub number: Option<DocumentNumber>,
    /// The number that the Tweede Kamer gave a fiche, as printed.
    pub tk_number: Option<&'a str>,
    /// A Commission document's CELEX number.
    pub celex: Option<&'a str>,
    pub date: Option<PartialDate>,
    /// BCP 47 tag of the text; none of a stub, which has no text.
    pub language: Option<&'a str>,
    /// Of a fiche: the documents that it is about.
    pub assesses: &'a [DocumentNumber],
    /// Address of the page in the site.
    pub path: &'a str,
    /// Full address of the page, where the site has one.
    pub address: Option<String>,
    /// Where the document officially stands.
    pub official: Option<String>,
    /// Date of the build: the page is as it was seen then.
    pub accessed: Option<PartialDate>,
}

impl<'a> Bibliographic<'a> {
    /// The facts of a document or stub; `None` where there is neither.
    pub fn of(site: &'a Site, id: &str) -> Option<Self> {
        let document = site.document(id).map(|d| Bibliographic::of_document(site, d));
        document.or_else(|| site.corpus.stubs.get(id).map(|s| Bibliographic::of_stub(site, s)))
    }

    /// The facts of a document.
    pub fn of_document(site: &'a Site, document: &'a Document) -> Self {
        let front = &document.front;
        let celex = document.celex.as_ref().map(|c| c.number.as_str());
        Bibliographic {
            kind: front.kind,
            title: one_line(&front.title),
            authors: authors(front.kind, front.number, front.language.as_deref(), &front.ministry),
            number: front.number,
            tk_number: front.tk_number.as_deref(),
            celex,
            date: front.date,
            language: front.language.as_deref(),
            assesses: &front.assesses,
            official: front.number.map(|n| n.official_address(celex)),
            ..Bibliographic::of_page(site, &document.id)
        }
    }

    /// The facts of a stub.
    pub fn of_stub(site: &'a Site, stub: &'a Stub) -> Self {
        Bibliographic {
            kind: Kind::Communication,
            title: one_line(&stub.title),
            authors: authors(Kind::Communication, Some(stub.number), None, &[]),
            number: Some(stub.number),
            celex: stub.celex.as_ref().map(|c| c.number.as_str()),
            official: Some(stub.address.clone()),
            ..Bibliographic::of_page(site, &stub.id)
        }
    }

    /// What a page tells by itself.
    fn of_page(site: &'a Site, id: &'a str) -> Self {
        let path = site.document_path(id);
        Bibliographic {
            id,
            kind: Kind::Document,
            title: String::new(),
            authors: Vec::new(),
            number: None,
            tk_number: None,
            celex: None,
            date: None,
            language: None,
            assesses: &[],
            path,
            address: site.settings.base_url.as_ref().map(|base| base.join(path)),
            official: None,
            accessed: site.date,
        }
    }

    /// The number under which it is filed: its own, or the one that the Tweede Kamer gave it.
    pub fn report_number(&self) -> Option<String> {
        self.number.map(|n| n.to_string()).or_else(|| self.tk_number.map(str::to_owned))
    }

    /// What kind of report it is, where its genre has a name of its own.
    pub fn genre(&self) -> Option<&'static str> {
        (self.kind == Kind::Fiche).then_some("BNC-fiche")
    }

    /// Whether it is a report of an institution.
    pub fn is_report(&self) -> bool {
        matches!(self.kind, Kind::Fiche | Kind::Communication)
    }

    /// The address that a reference gives: of the page that was read, where the site has one, else the
    /// official one.
    pub fn url(&self) -> Option<&str> {
        self.address.as_deref().or(self.official.as_deref())
    }

    /// What a reference adds in words: CELEX number and, beside the page's own address, the official one.
    fn note(&self) -> Option<String> {
        let celex = self.celex.map(|c| format!("CELEX {c}"));
        let official = self.official.as_ref().filter(|_| self.address.is_some()).cloned();
        let parts: Vec<String> = celex.into_iter().chain(official).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// The institutions that a document is of. A joint document is of the Commission and the High
/// Representative; all other series are the Commission's alone.
fn authors<'a>(
    kind: Kind,
    number: Option<DocumentNumber>,
    language: Option<&str>,
    ministries: &'a [String],
) -> Vec<&'a str> {
    let dutch = language.is_none_or(|tag| tag == "nl");
    let commission = if dutch { "Europese Commissie" } else { "European Commission" };
    let representative = if dutch {
        "Hoge Vertegenwoordiger van de Unie voor buitenlandse zaken en veiligheidsbeleid"
    } else {
        "High Representative of the Union for Foreign Affairs and Security Policy"
    };
    match (kind, number.map(|n| n.series)) {
        (Kind::Communication, Some(Series::Join)) => vec![commission, representative],
        (Kind::Communication, _) => vec![commission],
        (Kind::Fiche, _) if ministries.is_empty() => vec!["Nederlands kabinet"],
        (Kind::Fiche, _) => ministries.iter().map(String::as_str).collect(),
        (Kind::News | Kind::Document, _) => Vec::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The formats of reference that programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    BibTex,
    Ris,
    CslJson,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Format; 3] = [Format::BibTex, Format::Ris, Format::CslJson];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::BibTex => "BibTeX",
            Format::Ris => "RIS",
            Format::CslJson => "CSL-JSON",
        }
    }

    /// What the files' names end in, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::BibTex => "bib",
            Format::Ris => "ris",
            Format::CslJson => "csl.json",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::BibTex => "application/x-bibtex",
            Format::Ris => "application/x-research-info-systems",
            Format::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }

    /// A reference in this format.
    pub fn print(self, of: &Bibliographic<'_>) -> String {
        match self {
            Format::BibTex => bibtex::print(of),
            Format::Ris => ris::print(of),
            Format::CslJson => csl::print(of),
        }
    }
}

/// The files beside the pages of documents and stubs: address in the site, id, format. [`reference()`] makes
/// the bytes.
pub fn references(site: &Site) -> impl Iterator<Item = (String, &str, Format)> {
    let ids = site.corpus.documents.keys().chain(site.corpus.stubs.keys());
    ids.flat_map(|id| Format::ALL.map(|f| (site.path_beside(id, f.ending()), id.as_str(), f)))
}

/// The bytes of such a file; none where there is no such document.
pub fn reference(site: &Site, id: &str, format: Format) -> Option<Vec<u8>> {
    Some(format.print(&Bibliographic::of(site, id)?).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fiche() -> Bibliographic<'static> {
        Bibliographic {
            id: "fiche-com-2025-165",
            kind: Kind::Fiche,
            title: "AI & {meer}: 100 % #1".into(),
            authors: vec!["Ministerie van Economische Zaken"],
            number: None,
            tk_number: Some("2025D22022"),
            celex: None,
            date: "2025-05-16".parse().ok(),
            language: Some("nl"),
            assesses: &[],
            path: "fiches/fiche-com-2025-165.html",
            address: Some("https://example.org/fiches/fiche-com-2025-165.html".into()),
            official: None,
            accessed: "2025-10-08".parse().ok(),
        }
    }

    #[test]
    fn bibtex_escapes_what_tex_reads_and_keeps_braces_in_pairs() {
        assert_eq!(
            Format::BibTex.print(&fiche()),
            "@techreport{fiche-com-2025-165,\n\
             \x20 title = {{AI \\& \\textbraceleft{}meer\\textbraceright{}: 100 \\% \\#1}},\n\
             \x20 author = {{Ministerie van Economische Zaken}},\n\
             \x20 institution = {{Ministerie van Economische Zaken}},\n\
             \x20 type = {{BNC-fiche}},\n\
             \x20 number = {{2025D22022}},\n\
             \x20 year = {2025},\n\
             \x20 month = {5},\n\
             \x20 date = {2025-05-16},\n\
             \x20 langid = {dutch},\n\
             \x20 url = {https://example.org/fiches/fiche-com-2025-165.html},\n\
             \x20 urldate = {2025-10-08},\n\
             }\n"
        );
    }

    #[test]
    fn ris_has_a_line_for_each_fact() {
        assert_eq!(
            Format::Ris.print(&fiche()).replace("\r\n", "\n"),
            "TY  - RPRT\n\
             ID  - fiche-com-2025-165\n\
             TI  - AI & {meer}: 100 % #1\n\
             AU  - Ministerie van Economische Zaken\n\
             PB  - Ministerie van Economische Zaken\n\
             M3  - BNC-fiche\n\
             SN  - 2025D22022\n\
             PY  - 2025\n\
             DA  - 2025/05/16/\n\
             LA  - nl\n\
             UR  - https://example.org/fiches/fiche-com-2025-165.html\n\
             Y2  - 2025/10/08/\n\
             ER  - \n"
        );
    }

    #[test]
    fn a_press_article_of_a_month_names_neither_author_nor_day() {
        let news = Bibliographic {
            id: "2025-04-x",
            kind: Kind::News,
            authors: Vec::new(),
            tk_number: None,
            date: "2025-04".parse().ok(),
            address: None,
            accessed: None,
            ..fiche()
        };
        let csl: serde_json::Value = serde_json::from_str(&Format::CslJson.print(&news)).expect("JSON");
        assert_eq!(
            csl,
            serde_json::json!([{
                "id": "2025-04-x", "type": "article-newspaper", "title": "AI & {meer}: 100 % #1",
                "issued": {"date-parts": [[2025, 4]]}, "language": "nl"
            }])
        );
        let ris = Format::Ris.print(&news);
        assert!(ris.starts_with("TY  - NEWS\r\n") && ris.contains("DA  - 2025/04//\r\n"), "{ris}");
        assert!(!ris.contains("AU  -") && !ris.contains("UR  -"), "{ris}");
        let bibtex = Format::BibTex.print(&news);
        assert!(bibtex.starts_with("@misc{") && bibtex.contains("date = {2025-04},"), "{bibtex}");
    }

    #[test]
    fn a_joint_document_has_two_authors_and_a_fiche_without_ministry_is_the_cabinets() {
        let number = |text: &str| text.parse::<DocumentNumber>().ok();
        let of = |kind, n, language| authors(kind, n, language, &[]);
        assert_eq!(of(Kind::Communication, number("COM(2025) 165"), Some("nl")), ["Europese Commissie"]);
        assert_eq!(of(Kind::Communication, number("JOIN(2023) 20"), Some("en")).len(), 2);
        assert_eq!(of(Kind::Communication, None, Some("en")), ["European Commission"]);
        assert_eq!(of(Kind::Fiche, None, Some("nl")), ["Nederlands kabinet"]);
        assert!(of(Kind::News, None, None).is_empty());
    }

    #[test]
    fn the_official_address_stands_beside_the_pages_own_or_in_its_place() {
        let official = "https://eur-lex.europa.eu/x";
        let both = Bibliographic { official: Some(official.into()), celex: Some("52025DC0165"), ..fiche() };
        assert_eq!(both.note().as_deref(), Some("CELEX 52025DC0165, https://eur-lex.europa.eu/x"));
        let alone = Bibliographic { address: None, ..both };
        assert_eq!((alone.url(), alone.note().as_deref()), (Some(official), Some("CELEX 52025DC0165")));
    }
}
