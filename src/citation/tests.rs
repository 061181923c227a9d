//! Every printed form of reference, the wrong ones included.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is recognised in a text: kind, id, printed words, reason.
fn found_in(text: &str, context: &Context) -> Vec<String> {
    recognise(text, &[], context)
        .into_iter()
        .map(|r| {
            let id = r.id.map_or("-".to_owned(), |id| id.to_string());
            let reason = r.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("{} {id} «{}»{reason}", r.kind.as_str(), r.printed)
        })
        .collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found_in(text, &Context::default()), *expected, "{text:?}");
    }
}

fn addresses(cases: &[(&str, Option<&str>)]) {
    for (text, expected) in cases {
        let found = recognise(text, &[], &Context::default());
        assert_eq!(found.len(), 1, "{text:?}: {found:?}");
        assert_eq!(found[0].address.as_deref(), *expected, "{text:?}");
    }
}

#[test]
fn commission_and_joint_documents() {
    check(&[
        ("COM(2025) 165", &["com COM(2025) 165 «COM(2025) 165»"]),
        ("COM(2025) 165 final.", &["com COM(2025) 165 «COM(2025) 165 final»"]),
        ("JOIN(2023) 20", &["join JOIN(2023) 20 «JOIN(2023) 20»"]),
        ("SWD(2018) 282", &["swd SWD(2018) 282 «SWD(2018) 282»"]),
        ("SEC(2010) 1534", &["sec SEC(2010) 1534 «SEC(2010) 1534»"]),
        ("C(2023) 6689", &["c C(2023) 6689 «C(2023) 6689»"]),
        ("COM(2018)703", &["com COM(2018) 703 «COM(2018)703»"]),
        ("COM (2015) 216", &["com COM(2015) 216 «COM (2015) 216»"]),
        ("COM(2021)141 final/2,", &["com COM(2021) 141 «COM(2021)141 final/2»"]),
        ("COM(2008) 19 definitief", &["com COM(2008) 19 «COM(2008) 19 definitief»"]),
        ("COM (2022) 296 def", &["com COM(2022) 296 «COM (2022) 296 def»"]),
        ("COM/2014/0572 final", &["com COM(2014) 572 «COM/2014/0572 final»"]),
        ("KOM (2007) 640 endg.", &["com COM(2007) 640 «KOM (2007) 640 endg.»"]),
        ("COM(2015)0216", &["com COM(2015) 216 «COM(2015)0216»"]),
        ("Join(2021) 30", &["join JOIN(2021) 30 «Join(2021) 30»"]),
        ("[COM(2006) 848]", &["com COM(2006) 848 «COM(2006) 848»"]),
        ("{SWD(2020) 367 final}", &["swd SWD(2020) 367 «SWD(2020) 367 final»"]),
        ("besluit C (2023)\n1862 final over", &["c C(2023) 1862 «C (2023) 1862 final»"]),
        ("COM(2024)\u{a0}28", &["com COM(2024) 28 «COM(2024) 28»"]),
        ("COM(2024)28PDF-document", &["com COM(2024) 28 «COM(2024)28»"]),
        (
            "COM(2025) 30 en COM(2025) 89.",
            &["com COM(2025) 30 «COM(2025) 30»", "com COM(2025) 89 «COM(2025) 89»"],
        ),
        ("Telecom (2020) 18", &[]),
        ("COM(3025) 165 final", &["com - «COM(3025) 165 final» (impossible-year)"]),
    ]);
    addresses(&[
        ("COM(2025) 165", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2025:165:FIN")),
        ("JOIN(2023) 20", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52023JC0020")),
        ("SWD(2018) 282", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52018SC0282")),
        (
            "C(2023) 6689",
            Some("https://ec.europa.eu/transparency/documents-register/detail?ref=C(2023)6689&lang=nl"),
        ),
    ]);
}

#[test]
fn words_beside_a_number_tell_proposal_from_communication() {
    for (text, uri) in [
        (
            "Proposal for a council regulation amending Regulation (EU) 2021/1173, COM(2024) 29",
            "CELEX:52024PC0029",
        ),
        ("Voorstel voor een Verordening (COM(2025) 543 final).", "CELEX:52025PC0543"),
        ("Voorstel voor een richtlijn, COM(2025) 1", "CELEX:52025PC0001"),
        ("Voorstel voor een aanbeveling van de Raad, COM(2023) 719", "CELEX:52023DC0719"),
        ("Proposal for a Council Recommendation on a decision, COM(2023) 719", "CELEX:52023DC0719"),
        (
            "Communication on a policy: the review [verwijzing naar 1.4.2025 (COM(2025) 163 final)].",
            "CELEX:52025DC0163",
        ),
        ("COM(2025) 47, Een sneller Europa: mededeling over uitvoering.", "CELEX:52025DC0047"),
        ("Zie de mededeling (COM(2025) 47).", "CELEX:52025DC0047"),
        ("In het strategisch plan voor STEM (COM(2025) 89 final)", "COM:2025:89:FIN"),
        ("COM(2025) 349 final, Routekaart voor de toegang tot gegevens.", "COM:2025:349:FIN"),
        ("Mededeling van vandaag die verwijst naar het kompas (COM(2025) 30)", "COM:2025:30:FIN"),
        ("Mededeling over A, zie COM(2025) 30", "COM:2025:30:FIN"),
        ("Mededeling over A; het kompas, COM(2025) 30", "COM:2025:30:FIN"),
        ("een ander voorstel dan COM(2025) 30", "COM:2025:30:FIN"),
    ] {
        let found = recognise(text, &[], &Context::default());
        let com = found.iter().find(|r| r.kind == CitationKind::Com).expect("there is a COM number");
        let address = com.address.as_deref().unwrap_or_default();
        assert_eq!(address.split("uri=").nth(1), Some(uri), "{text}");
    }
    assert_eq!(class_of_title("**MEDEDELING VAN DE COMMISSIE AAN DE RAAD**"), Some(DocumentClass::Other));
    assert_eq!(class_of_title("Voorstel voor een\nBESLUIT"), None);
    assert_eq!(class_of_title("Voorstel voor een VERORDENING\nMEDEDELING"), None);
}

#[test]
fn a_celex_number_printed_elsewhere_proves_or_contradicts() {
    let pair = |number: &str, celex: &str| (number.parse().expect("number"), celex.parse().expect("CELEX"));
    let celex = Arc::new(BTreeMap::from([pair("COM(2025) 165", "52025DC0165")]));
    let found = recognise("COM(2025) 165", &[], &Context { celex, ..Context::default() });
    let address = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52025DC0165";
    assert_eq!(found[0].address.as_deref(), Some(address));
    let contradicted = Some(pair("COM(2020) 18", "52020JC0018"));
    let found = recognise("COM (2020) 18", &[], &Context { contradicted, ..Context::default() });
    assert_eq!(found[0].standing(), Standing::Conflict);
    assert_eq!(found[0].id.as_ref().map(ToString::to_string).as_deref(), Some("COM(2020) 18"));
    assert_eq!(
        found[0].reason.as_ref().and_then(Reason::against).map(CelexNumber::as_str),
        Some("52020JC0018")
    );
}

#[test]
fn acts_old_and_new() {
    check(&[
        ("Verordening (EU) 2016/679", &["act CELEX 32016R0679 «Verordening (EU) 2016/679»"]),
        ("Verordening (EG) nr. 1223/2009", &["act CELEX 32009R1223 «Verordening (EG) nr. 1223/2009»"]),
        ("Verordening (EEG) nr. 2092/91", &["act CELEX 31991R2092 «Verordening (EEG) nr. 2092/91»"]),
        ("Richtlijn 95/46/EG", &["act CELEX 31995L0046 «Richtlijn 95/46/EG»"]),
        ("Richtlijn 2001/83/EG", &["act CELEX 32001L0083 «Richtlijn 2001/83/EG»"]),
        ("Verordening (EU)2021/1173", &["act CELEX 32021R1173 «Verordening (EU)2021/1173»"]),
        ("Regulation (EU) 2021/1173", &["act CELEX 32021R1173 «Regulation (EU) 2021/1173»"]),
        ("Richtlijn 2012/27/EU", &["act CELEX 32012L0027 «Richtlijn 2012/27/EU»"]),
        ("Besluit nr. 1313/2013/EU", &["act CELEX 32013D1313 «Besluit nr. 1313/2013/EU»"]),
        ("Besluit 2012/27/EU", &["act CELEX 32012D0027 «Besluit 2012/27/EU»"]),
        ("Aanbeveling (EU) 2024/236", &["act CELEX 32024H0236 «Aanbeveling (EU) 2024/236»"]),
        ("Kaderbesluit 2002/584/JBZ", &["act CELEX 32002F0584 «Kaderbesluit 2002/584/JBZ»"]),
        (
            "Uitvoeringsverordening (EU) 2024/1",
            &["act CELEX 32024R0001 «Uitvoeringsverordening (EU) 2024/1»"],
        ),
        ("Verordening (EG) 178/2002", &["act CELEX 32002R0178 «Verordening (EG) 178/2002»"]),
        ("Verordening EU 2016/679", &["act CELEX 32016R0679 «Verordening EU 2016/679»"]),
        (
            "Verordening (EU, Euratom) 2018/1046",
            &["act CELEX 32018R1046 «Verordening (EU, Euratom) 2018/1046»"],
        ),
        ("Verordening (EU) nr 1303/2013", &["act CELEX 32013R1303 «Verordening (EU) nr 1303/2013»"]),
        ("Verordening 2016/679", &["act CELEX 32016R0679 «Verordening 2016/679»"]),
        (
            "Richtlijnen 90/385/EEG en 93/42/EEG van de Raad",
            &["act CELEX 31990L0385 «Richtlijnen 90/385/EEG»", "act CELEX 31993L0042 «93/42/EEG»"],
        ),
        (
            "Verordeningen (EG) nr. 178/2002, (EG)\nnr. 1223/2009 en (EU) 2017/745",
            &[
                "act CELEX 32002R0178 «Verordeningen (EG) nr. 178/2002»",
                "act CELEX 32009R1223 «(EG) nr. 1223/2009»",
                "act CELEX 32017R0745 «(EU) 2017/745»",
            ],
        ),
        ("Verordening (EG) 1998/2006", &["act - «Verordening (EG) 1998/2006» (year-unclear)"]),
        ("Verordening (EU) 12/25", &["act - «Verordening (EU) 12/25» (year-unclear)"]),
        ("het protocol (EU) 2016/123", &["act - «(EU) 2016/123» (act-type-unknown)"]),
        ("zoals 2001/83/EG", &["act - «2001/83/EG» (act-type-unknown)"]),
        ("2018/0328 (COD)", &[]),
        ("Verordening 2018/0328 (COD)", &[]),
        ("Besluit 12/25", &[]),
    ]);
    assert_eq!(
        act_number("Verordening (EU) 2024/1689").map(|c| c.to_string()).as_deref(),
        Some("32024R1689")
    );
    assert_eq!(act_number("COM(2025) 30"), None);
    addresses(&[(
        "Richtlijn 95/46/EG",
        Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:31995L0046"),
    )]);
}

#[test]
fn treaty_articles_have_an_owner() {
    check(&[
        ("artikel 4, lid 2, onder a, VWEU", &["treaty VWEU 4 «artikel 4, lid 2, onder a, VWEU»"]),
        ("artikel 6, onder b, VWEU", &["treaty VWEU 6 «artikel 6, onder b, VWEU»"]),
        ("artikel 101 VWEU,", &["treaty VWEU 101 «artikel 101 VWEU»"]),
        ("artikel 5 VEU", &["treaty VEU 5 «artikel 5 VEU»"]),
        ("Article 114(1) TFEU", &["treaty VWEU 114 «Article 114(1) TFEU»"]),
        ("artikelen 107 en 108 VWEU", &["treaty VWEU 107 «artikelen 107»", "treaty VWEU 108 «108 VWEU»"]),
        (
            "de artikelen 101, 102 en 107, lid 3, VWEU",
            &[
                "treaty VWEU 101 «artikelen 101»",
                "treaty VWEU 102 «102»",
                "treaty VWEU 107 «107, lid 3, VWEU»",
            ],
        ),
        (
            "artikel 16 van het Verdrag betreffende de werking van de Europese Unie",
            &["treaty VWEU 16 «artikel 16 van het Verdrag betreffende de werking van de Europese Unie»"],
        ),
        (
            "artikel 114 en artikel 16, lid 2, VWEU",
            &["treaty VWEU 114 «artikel 114»", "treaty VWEU 16 «artikel 16, lid 2, VWEU»"],
        ),
        ("artikel 4 van de AI-verordening en artikel 16 VWEU", &["treaty VWEU 16 «artikel 16 VWEU»"]),
        ("artikel 4 van de AI-verordening", &[]),
        ("artikel 50 van de AI-verordening en het VWEU", &[]),
        ("artikel 4, lid 2", &[]),
        ("artikel 400 VWEU", &[]),
    ]);
    addresses(&[
        ("artikel 4 VWEU", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:12016E004")),
        ("artikel 4 VEU", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:12016M004")),
    ]);
}

#[test]
fn official_journal() {
    check(&[
        ("(PB L 117 van\n5.5.2017, blz. 1).", &["oj OJ L 117 2017 «PB L 117 van 5.5.2017, blz. 1»"]),
        ("OJ C 243, 27.6.2022, p. 10", &["oj OJ C 243 2022 «OJ C 243, 27.6.2022, p. 10»"]),
        ("PB L, 2024/1348, 22.5.2024", &["oj OJ L 2024/1348 «PB L, 2024/1348, 22.5.2024»"]),
        ("(2022/C 243/02)", &["oj OJ C 243 2022 «2022/C 243/02»"]),
        ("PB L 117", &[]),
    ]);
    addresses(&[
        (
            "PB L 117 van 5.5.2017, blz. 1",
            Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=OJ:L:2017:117:TOC"),
        ),
        ("PB L, 2024/1348", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=OJ:L_202401348")),
        ("PB L, 2024/12", Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=OJ:L_202400012")),
    ]);
}

#[test]
fn council_numbers_need_proof() {
    check(&[
        ("No. Cion doc.: 8115/21, 26 januari", &["council ST 8115/21 «8115/21»"]),
        ("nr. Comdoc.: 13731/25", &["council ST 13731/25 «13731/25»"]),
        ("ST 13731/25 REV 1", &["council ST 13731/25 REV 1 «ST 13731/25 REV 1»"]),
        ("12/25", &[]),
        ("13731/25", &[]),
        ("2024/25", &[]),
        ("TELECOM 348", &[]),
    ]);
    let cover = Context { place: PlaceKind::CoverNote, ..Context::default() };
    assert_eq!(found_in("Brussel\n13731/25\nTELECOM 348\n12/25", &cover), ["council ST 13731/25 «13731/25»"]);
    addresses(&[
        (
            "No. Cion doc.: 8115/21",
            Some("https://data.consilium.europa.eu/doc/document/ST-8115-2021-INIT/nl/pdf"),
        ),
        ("ST 5/25 ADD 2", Some("https://data.consilium.europa.eu/doc/document/ST-5-2025-ADD-2/nl/pdf")),
    ]);
}

#[test]
fn kamerstukken() {
    check(&[
        ("Kamerstuk 2022, 26 643, nr. 943", &["kamerstuk kst-26643-943 «Kamerstuk 2022, 26 643, nr. 943»"]),
        (
            "Kamerstukken 2019–2020, 26 643 en 32 761, nr. 640 Zie",
            &["kamerstuk kst-26643-640 «Kamerstukken 2019–2020, 26 643 en 32 761, nr. 640» (shared-number)"],
        ),
        (
            "26 643 en 32 761, nr. 640",
            &["kamerstuk kst-26643-640 «26 643 en 32 761, nr. 640» (shared-number)"],
        ),
        (
            "kamerstukken 2024-2025, 22112-4023",
            &["kamerstuk kst-22112-4023 «kamerstukken 2024-2025, 22112-4023»"],
        ),
        ("kamerstuk 2023-2024, 36543 nr. B", &["kamerstuk kst-36543-B «kamerstuk 2023-2024, 36543 nr. B»"]),
        (
            "Kamerstuk 2025-2026, nr. 29362, nr. 1331",
            &["kamerstuk kst-29362-1331 «Kamerstuk 2025-2026, nr. 29362, nr. 1331» (double-nr)"],
        ),
        ("Kamerstuk 22 112, nr. 3052", &["kamerstuk kst-22112-3052 «Kamerstuk 22 112, nr. 3052»"]),
        ("Kamerstuk 21 501-20, nr. 1742", &["kamerstuk kst-21501-20-1742 «Kamerstuk 21 501-20, nr. 1742»"]),
        ("Kamerstuknummer 22112-3052", &["kamerstuk kst-22112-3052 «Kamerstuknummer 22112-3052»"]),
        (
            "Kamerstukken II 2019/20, 26643, nr. 640",
            &["kamerstuk kst-26643-640 «Kamerstukken II 2019/20, 26643, nr. 640»"],
        ),
        ("Kamerstuk 36 600 XIII, nr. 10", &["kamerstuk kst-36600-XIII-10 «Kamerstuk 36 600 XIII, nr. 10»"]),
        ("Kamerstuk 22 112, 2962", &["kamerstuk kst-22112-2962 «Kamerstuk 22 112, 2962»"]),
        ("(21.501-33, 875)", &["kamerstuk kst-21501-33-875 «21.501-33, 875»"]),
        ("zie 31-700 XII nr 6", &["kamerstuk kst-31700-XII-6 «31-700 XII nr 6»"]),
        ("zie 35 925 IV, nr. 26", &["kamerstuk kst-35925-IV-26 «35 925 IV, nr. 26»"]),
        (
            "Kamerstuk\n2024-2025,\n26643, nr.\n1330",
            &["kamerstuk kst-26643-1330 «Kamerstuk 2024-2025, 26643, nr. 1330»"],
        ),
        (
            "Kamerstuk\u{a0}26\u{2009}643, nr.\u{a0}943",
            &["kamerstuk kst-26643-943 «Kamerstuk 26 643, nr. 943»"],
        ),
        ("Kamer-\nstuk 26 643, nr. 943", &["kamerstuk kst-26643-943 «Kamer- stuk 26 643, nr. 943»"]),
        (
            "Kamerstukken II, vergaderjaar 2020/21, 26 643, nr. 7",
            &["kamerstuk kst-26643-7 «Kamerstukken II, vergaderjaar 2020/21, 26 643, nr. 7»"],
        ),
        (
            "Tweede Kamer, Kamerstuk 26 643, nrs. 5 en 55",
            &["kamerstuk kst-26643-5 «Kamerstuk 26 643, nrs. 5»", "kamerstuk kst-26643-55 «55»"],
        ),
        ("Kamerstuk 20183, 26 643, nr. 943", &["kamerstuk kst-26643-943 «Kamerstuk 20183, 26 643, nr. 943»"]),
        ("kst-21501-20-1742", &["kamerstuk kst-21501-20-1742 «kst-21501-20-1742»"]),
        ("Kamerstuk 26 643, 32 761", &[]),
        ("Kamerstuk 26 643, 12 mei", &[]),
        ("Kamerstuk 26 643, EU", &[]),
        ("Kamerstuk 2024-2025, de brief van 2025, nr. 12", &[]),
        ("Kamerstuk 99 643, nr. 1", &[]),
        ("20183", &[]),
        ("12 500 en 2 700 deelnemers", &[]),
    ]);
    addresses(&[
        ("Kamerstuk 26 643, nr. 1330", Some("https://zoek.officielebekendmakingen.nl/kst-26643-1330.html")),
        ("Kamerstuk 36543 nr. B", Some("https://zoek.officielebekendmakingen.nl/kst-36543-B.html")),
        (
            "Kamerstuk 21 501-20, nr. 1742",
            Some("https://zoek.officielebekendmakingen.nl/kst-21501-20-1742.html"),
        ),
    ]);
}

#[test]
fn numbers_of_the_tweede_kamer() {
    check(&[
        ("Nummer: 2025D22022, datum", &["tk 2025D22022 «2025D22022»"]),
        ("zaak 2025Z09639:", &["tk 2025Z09639 «2025Z09639» (case-number)"]),
        ("2025D2202", &[]),
    ]);
    addresses(&[
        ("2025D22022", Some("https://www.tweedekamer.nl/kamerstukken/detail?id=2025D22022&did=2025D22022")),
        ("2025Z09639", None),
    ]);
}

#[test]
fn addresses_of_eur_lex_and_its_link_texts() {
    check(&[
        (
            "EUR-Lex - 52025DC0165 - EN - EUR-Lex",
            &["eurlex CELEX 52025DC0165 «EUR-Lex - 52025DC0165 - EN - EUR-Lex»"],
        ),
        (
            "(https://eur-lex.europa.eu/legal-content/NL/TXT/HTML/?uri=CELEX:52025DC0095).",
            &[
                "eurlex CELEX 52025DC0095 «https://eur-lex.europa.eu/legal-content/NL/TXT/HTML/?uri=CELEX:52025DC0095»",
            ],
        ),
        (
            "http://eur-lex.Europa.eu/LexUriServ/LexUriServ.do?uri=COM:2020:0624:FIN:NL:PDF",
            &[
                "eurlex COM(2020) 624 «http://eur-lex.Europa.eu/LexUriServ/LexUriServ.do?uri=COM:2020:0624:FIN:NL:PDF»",
            ],
        ),
        (
            "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX%3A52025DC0030&qid=1744",
            &[
                "eurlex CELEX 52025DC0030 «https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX%3A52025DC0030&qid=1744»",
            ],
        ),
        (
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            &["eurlex CELEX 32016R0679 «https://eur-lex.europa.eu/eli/reg/2016/679/oj»"],
        ),
        ("52024DC0028", &["celex CELEX 52024DC0028 «52024DC0028»"]),
        ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=C…", &[]),
        ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=C", &[]),
        ("https://example.org/COM(2025)30/26643,nr.5/2016/679/EU", &[]),
        ("www.example.org/kst-26643-1330.html", &[]),
        ("european-data.eu/2001/83/EG", &[]),
    ]);
    addresses(&[(
        "https://eur-lex.europa.eu/legal-content/EN/TXT/PDF/?uri=CELEX:52025DC0270&from=EN",
        Some("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52025DC0270"),
    )]);
}

#[test]
fn an_annex_that_is_not_here_is_told() {
    let annexes = Annexes { of: CitationKind::Com, here: BTreeSet::from(["II".to_owned()]) };
    let context = Context { annexes: Some(annexes), ..Context::default() };
    for (text, expected) in [
        ("opgenomen in bijlage I.", &["com - «bijlage I» (annex-not-here)"][..]),
        ("17 dialogen (bijlage 1) met", &["com - «bijlage 1» (annex-not-here)"]),
        ("bijlage I van deze mededeling", &["com - «bijlage I» (annex-not-here)"]),
        ("COM(2024) 931 final, bijlage I.", &["com COM(2024) 931 «COM(2024) 931 final»"]),
        ("bijlage II", &[]),
        ("bijlage I bij Verordening (EU) 2016/679", &["act CELEX 32016R0679 «Verordening (EU) 2016/679»"]),
        ("bijlage III van de AI-verordening", &[]),
        ("bijlage III, punt 5, van de AI-verordening", &[]),
        ("de tabel in de bijlage", &[]),
    ] {
        assert_eq!(found_in(text, &context), expected, "{text}");
    }
    assert_eq!(found_in("bijlage I", &Context::default()), [""; 0]);
}

#[test]
fn glued_digits_are_told_only_with_evidence() {
    let context = Context { unmarked_notes: BTreeSet::from(["1".to_owned()]), ..Context::default() };
    assert_eq!(found_in("COM(2025) 301", &context), ["com - «COM(2025) 301» (glued-digits)"]);
    assert_eq!(found_in("COM(2025) 301", &Context::default()), ["com COM(2025) 301 «COM(2025) 301»"]);
    assert_eq!(found_in("COM(2025) 302", &context), ["com COM(2025) 302 «COM(2025) 302»"]);
}

#[test]
fn what_is_opaque_is_not_read() {
    let text = "`COM(2025) 30` en COM(2025) 31";
    let opaque = std::iter::once(0..14).collect::<Vec<_>>();
    let found = recognise(text, &opaque, &Context::default());
    assert_eq!(found.iter().map(|r| r.printed.as_str()).collect::<Vec<_>>(), ["COM(2025) 31"]);
}

/// An id of any kind.
fn id() -> impl Strategy<Value = Id> {
    let document = (0..5usize, 1960u16..2049, 1u32..99_999).prop_map(|(series, year, number)| {
        let series = [Series::Com, Series::Join, Series::Swd, Series::Sec, Series::C][series];
        Id::Document(DocumentNumber { series, year, number })
    });
    let act = ("[RLDH]", 1958u16..2049, 1u32..9999).prop_map(|(letter, year, number)| {
        Id::Celex(format!("3{year}{letter}{number:04}").parse().expect("CELEX"))
    });
    let article = (any::<bool>(), 1u16..=55).prop_map(|(veu, article)| {
        Id::Treaty(TreatyArticle { treaty: if veu { Treaty::Veu } else { Treaty::Vweu }, article })
    });
    let issue = ("[LC]", 1u16..999, 1952u16..2049).prop_map(|(series, issue, year)| {
        let series = series.chars().next().expect("one letter");
        Id::Journal(Journal::Issue { series, issue, year })
    });
    let text = ("[LC]", 1u32..99_999, 2023u16..2049).prop_map(|(series, number, year)| {
        let series = series.chars().next().expect("one letter");
        Id::Journal(Journal::Text { series, year, number })
    });
    let council = (1u32..99_999, 1990u16..2089, proptest::option::of("(REV|ADD|COR) [1-9]"))
        .prop_map(|(number, year, part)| Id::Council(CouncilNumber { number, year, part }));
    let suffix = proptest::option::of("[0-9]{2}|XII|IV|VIII");
    let paper = (10_000u32..40_000, suffix, "[1-9][0-9]{0,3}|[A-Z][1-9]?")
        .prop_map(|(dossier, suffix, number)| Id::Kamerstuk(Kamerstuk { dossier, suffix, number }));
    let parliament = (2000u16..2099, any::<bool>(), 0u32..99_999).prop_map(|(year, case, number)| {
        Id::Parliament(ParliamentNumber { year, letter: if case { 'Z' } else { 'D' }, number })
    });
    prop_oneof![document, act, article, issue, text, council, paper, parliament]
}

/// A form in which texts print an id.
fn printed(id: &Id) -> String {
    match id {
        Id::Treaty(TreatyArticle { treaty, article }) => format!("artikel {article} {}", treaty.as_str()),
        Id::Journal(Journal::Issue { series, issue, year }) => {
            format!("PB {series} {issue} van 1.2.{year}, blz. 3")
        }
        Id::Journal(Journal::Text { series, year, number }) => format!("PB {series}, {year}/{number}"),
        Id::Celex(celex) => celex.as_str().to_owned(),
        other => other.to_string(),
    }
}

/// Texts made of the pieces that references are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Kamerstuk ".to_owned()),
        Just("COM(".to_owned()),
        Just(") ".to_owned()),
        Just("Verordening (EU) ".to_owned()),
        Just("nr. ".to_owned()),
        Just("artikelen ".to_owned()),
        Just(" VWEU".to_owned()),
        Just("https://eur-lex.europa.eu/?uri=CELEX:".to_owned()),
        Just("PB L ".to_owned()),
        Just("bijlage I".to_owned()),
        Just("é–\u{ad}\u{a0}\n".to_owned()),
        Just("-\n".to_owned()),
        Just(", ".to_owned()),
        Just("/".to_owned()),
        Just(" en ".to_owned()),
        "[0-9]{1,5}",
        "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn context() -> Context {
    Context {
        place: PlaceKind::CoverNote,
        annexes: Some(Annexes { of: CitationKind::Com, here: BTreeSet::new() }),
        unmarked_notes: BTreeSet::from(["1".to_owned()]),
        ..Context::default()
    }
}

proptest! {
    #[test]
    fn what_it_prints_it_recognises(id in id()) {
        prop_assert_eq!(id.to_string().parse::<Id>(), Ok(id.clone()));
        let text = format!("Zie ({}).", printed(&id));
        let found = recognise(&text, &[], &Context::default());
        prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
        prop_assert_eq!(found[0].id.as_ref(), Some(&id), "{}", text);
        prop_assert_eq!(&found[0].printed, &printed(&id));
    }

    #[test]
    fn spans_are_ordered_apart_and_places_of_the_text(text in pieces(), from in 0usize..40, len in 0usize..9) {
        let opaque = std::iter::once(from..from + len).collect::<Vec<_>>();
        for opaque in [&[][..], &opaque] {
            let mut end = 0;
            for found in recognise(&text, opaque, &context()) {
                prop_assert!(end <= found.span.start && found.span.start < found.span.end);
                prop_assert!(text.get(found.span.clone()).is_some());
                prop_assert!(found.id.is_some() || found.reason.is_some());
                if let Some(id) = &found.id {
                    prop_assert_eq!(id.to_string().parse::<Id>(), Ok(id.clone()));
                }
                end = found.span.end;
            }
        }
    }
}
