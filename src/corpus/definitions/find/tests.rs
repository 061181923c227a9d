//! What defines a short form, and what does not, in the words of the genre.

use super::*;
use proptest::prelude::*;

/// "short = full words; …"
fn shown(text: &str) -> String {
    let shown = |d: Found| format!("{} = {}", &text[d.short.clone()], &text[d.full.clone()]);
    find(text).into_iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| shown(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  found:    {}\n  expected: {expected}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn abbreviations_behind_their_words() {
    check(&[
        ("het ministerie van Infrastructuur en Waterstaat (IenW) en", "IenW = Infrastructuur en Waterstaat"),
        ("van Justitie en Veiligheid (JenV).", "JenV = Justitie en Veiligheid"),
        ("Buitenlandse Zaken (BuZa)", "BuZa = Buitenlandse Zaken"),
        ("De Autoriteit Consument en Markt (ACM) ziet toe.", "ACM = Autoriteit Consument en Markt"),
        ("Onderwijs, Cultuur en Wetenschap (OCW)", "OCW = Onderwijs, Cultuur en Wetenschap"),
        ("de Europese Dienst voor Extern Optreden (EDEO)", "EDEO = Europese Dienst voor Extern Optreden"),
        ("Algemene verordening gegevensbescherming (AVG)", "AVG = Algemene verordening gegevensbescherming"),
        ("de Algemene wet bestuursrecht (Awb)", "Awb = Algemene wet bestuursrecht"),
        ("de Wet op het financieel toezicht (Wft)", "Wft = Wet op het financieel toezicht"),
        ("de Raad van State (RvS)", "RvS = Raad van State"),
        (
            "de Organisatie voor Economische Samenwerking en Ontwikkeling (OESO)",
            "OESO = Organisatie voor Economische Samenwerking en Ontwikkeling",
        ),
        ("small and medium-sized enterprises (SMEs)", "SMEs = small and medium-sized enterprises"),
        ("kleine en middelgrote ondernemingen (kmo’s)", "kmo’s = kleine en middelgrote ondernemingen"),
        ("middelbaar beroepsonderwijs (mbo)", "mbo = middelbaar beroepsonderwijs"),
        (
            "Important Projects of Common European Interest (IPCEI’s)",
            "IPCEI’s = Important Projects of Common European Interest",
        ),
        ("uit het Nationaal Groeifonds (NGF)", "NGF = Nationaal Groeifonds"),
        ("onderzoek en innovatie (O&I)", "O&I = onderzoek en innovatie"),
        ("publiek-private samenwerking (PPS)", "PPS = publiek-private samenwerking"),
        ("het Internationaal Energieagentschap (IEA)", "IEA = Internationaal Energieagentschap"),
        ("kunstmatige intelligentie (AI)", "AI = kunstmatige intelligentie"),
        ("het “Meerjarig Financieel Kader” (“MFK”)", "MFK = Meerjarig Financieel Kader"),
        (
            "de Digital Services Act (DSA) en de Digital Markets Act (DMA)",
            "DSA = Digital Services Act; DMA = Digital Markets Act",
        ),
        ("Chips for Europe Initiative (afgekort: CEI)", "CEI = Chips for Europe Initiative"),
    ]);
}

#[test]
fn abbreviations_within_one_bracket_with_their_words() {
    check(&[
        ("kunstmatige intelligentie (artificial intelligence, AI)", "AI = artificial intelligence"),
        ("het paspoort (in het Engels: Digital Product Passport, DPP)", "DPP = Digital Product Passport"),
        ("via de norm (European Standard – ES) en", "ES = European Standard"),
    ]);
}

#[test]
fn words_in_a_bracket_behind_their_abbreviation() {
    check(&[
        ("uit het NGF (Nationaal Groeifonds) komt", "NGF = Nationaal Groeifonds"),
        ("De RVO (Rijksdienst voor Ondernemend Nederland)", "RVO = Rijksdienst voor Ondernemend Nederland"),
        ("de FAIR-beginselen (vindbaar, toegankelijk)", ""),
        ("de EU-lidstaten (Estland, Uruguay)", ""),
        ("de AI-regels (artikel 4)", ""),
        ("de Awb (Algemene wet bestuursrecht)", "Awb = Algemene wet bestuursrecht"),
    ]);
}

#[test]
fn short_names_for_what_follows() {
    check(&[
        ("heeft de Europese Commissie (hierna: de Commissie) een", "Commissie = Europese Commissie"),
        ("de Europese Commissie (verder de Commissie)", "Commissie = Europese Commissie"),
        ("Richtlijn 2019/944 (hierna “de richtlijn” genoemd)", "richtlijn = Richtlijn 2019/944"),
        (
            "Verordening (EU) 2024/1689 (hierna: de AI-verordening)",
            "AI-verordening = Verordening (EU) 2024/1689",
        ),
        (
            "het voorstel voor een verordening (hierna te noemen: het voorstel)",
            "voorstel = voorstel voor een verordening",
        ),
        ("de Raad van de Europese Unie (hierna: ‘de Raad’)", "Raad = Raad van de Europese Unie"),
        ("De Nederlandse regering (hierna: het kabinet) vindt", "kabinet = Nederlandse regering"),
        (
            "the European Commission (hereinafter referred to as the Commission)",
            "Commission = European Commission",
        ),
        (
            "European High Performance Computing (hierna: EuroHPC)-initiatief",
            "EuroHPC = European High Performance Computing",
        ),
        (
            "heeft de Commissie de mededeling ‘Waterplan: van bron tot zee’ gepubliceerd (hierna: het waterplan)",
            "waterplan = Waterplan: van bron tot zee",
        ),
        ("het actieplan “AI-continent” (hierna: het actieplan)", "actieplan = actieplan “AI-continent”"),
        ("hoe de Unie het water wil verdelen en beheersen (hierna: het waterplan)", ""),
        ("de Commissie (hierna: de Commissie)", ""),
    ]);
}

#[test]
fn brackets_that_define_nothing() {
    check(&[
        ("Verordening (EU) 2021/1173", ""),
        ("Verordening (EG) nr. 178/2002", ""),
        ("COM(2025) 165", ""),
        ("(tweede kwartaal 2025)", ""),
        ("de Raad voor Vervoer, Telecommunicatie en Energie (Telecom)", ""),
        ("een fabriek in het zuiden (Spanje)", ""),
        ("in het onderwijs (EdTech)", ""),
        ("met een lage responstijd (latentie)", ""),
        ("bij (her)gebruik van (open) data", ""),
        ("het departement(en)", ""),
        ("drie landen (Frankrijk, Duitsland, VK)", ""),
        ("de minister (EZK)", ""),
        ("de Commissie (DG CNECT)", ""),
        ("robots (ook “cobots” genoemd)", ""),
        ("de Tweede Kamer (TK 2024)", ""),
        ("bevoegdheid van de Unie en de lidstaten (artikel 4, lid 2, onder a, VWEU)", ""),
        ("LUMI (wereldwijd op plek 8)", ""),
        ("AI regulatory sandboxes (testomgevingen voor regelgeving)", ""),
        ("()(( ) hierna: (hierna:) (hierna: )", ""),
        ("de ——\u{301}(hierna: ’s)", ""),
    ]);
}

/// Pieces that definitions are made of, and any character.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "de ", "Europese ", "Unie ", "(EU)", "(hierna: ", "Commissie)", "(", ")", "AI", "-wet ", " ", ", ", "voor ", "(mkb)",
            "kennis- en kleinbedrijven ", "“", "’s", "É", "İ", "ß", "\u{301}", "4", "\u{a0}", "RAISE", "DigComp 3.0", "—", "&",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Never a panic; the places are places of words in the text, short and full apart, and in order.
    #[test]
    fn definitions_stand_in_the_text(text in any_text()) {
        let mut last = 0;
        for found in find(&text) {
            let (short, full) = (text.get(found.short.clone()), text.get(found.full.clone()));
            prop_assert!(short.is_some_and(|s| !s.trim().is_empty()), "{found:?} in {text}");
            prop_assert!(full.is_some_and(|f| f.trim() == f && f.contains(char::is_alphanumeric)), "{found:?} in {text}");
            prop_assert!(found.short.end <= found.full.start || found.full.end <= found.short.start, "{found:?} in {text}");
            prop_assert!(found.end() >= last, "{found:?} in {text}");
            last = found.end();
        }
    }
}
