//! Sentences of the genre and sentences that only look like it. `[…]` marks the name.

use super::*;

fn read(marked: &str) -> (String, Range<usize>) {
    let start = marked.find('[').expect("marked");
    let end = marked.find(']').expect("marked") - 1;
    (marked.replace(['[', ']'], ""), start..end)
}

fn to_come(marked: &str, place: Place) -> bool {
    let (sentence, name) = read(marked);
    is_to_come(&Saying::of(&sentence, &name, place), "2025-04-09".parse().ok())
}

fn followed_up(marked: &str) -> bool {
    let (sentence, name) = read(marked);
    let own = Own::new(&["Waterstrategie", "Een plan voor schoon water"]);
    is_followed_up(&Saying::of(&sentence, &name, Place::Running), || &own)
}

#[test]
fn a_document_is_to_come_where_the_sentence_says_so_of_the_document_itself() {
    for sentence in [
        "Met de toekomstige [waterstrategie] worden acties gelanceerd.",
        "In de komende mededeling over de [waterstrategie] staat meer.",
        "De Commissie zal in 2026 de [waterstrategie] vaststellen.",
        "De Commissie zal een nieuwe [waterstrategie] voor alle lidstaten presenteren.",
        "Zij is voornemens de [waterstrategie] in mei vast te stellen.",
        "In juni zal de [waterstrategie] worden gepresenteerd.",
        "De [waterstrategie] zal in juni worden gepubliceerd.",
        "Deze mededeling kondigt de [waterstrategie] aan.",
    ] {
        assert!(to_come(sentence, Place::Running), "{sentence}");
    }
    for sentence in [
        "De [waterstrategie] zal zich richten op rivieren.",
        "De raadpleging over de [waterstrategie] zal worden gelanceerd.",
        "De raadpleging over zowel X als de [waterstrategie] zal worden gelanceerd.",
        "De Commissie zal op grond van de [waterstrategie] maatregelen voorstellen.",
        "De in het rivierplan aangekondigde [waterstrategie] is klaar.",
        "Er komt geen toekomstige [waterstrategie].",
        "De Commissie zal de [waterstrategie] niet vaststellen.",
        "De Commissie zal letten op landen die de [waterstrategie] vaststellen.",
        "Het rivierplan kondigde de [waterstrategie] aan.",
        "De [waterstrategie] vaststellen was moeilijk.",
        "In de [waterstrategie] (tweede kwartaal 2025) staat dit.",
        "De toekomstige evaluatie van de [waterstrategie] wordt openbaar.",
    ] {
        assert!(!to_come(sentence, Place::Running), "{sentence}");
    }
}

#[test]
fn an_item_of_a_list_plans_without_a_finite_verb() {
    for sentence in [
        "de [waterstrategie] vaststellen (derde kwartaal 2025);",
        "Derde kwartaal: een [waterstrategie] voorstellen",
        "de markt vergemakkelijken in de [waterstrategie] (tweede kwartaal 2025).",
    ] {
        assert!(to_come(sentence, Place::Item), "{sentence}");
    }
    for sentence in [
        "prioriteiten vaststellen en te gebruiken voor de [waterstrategie] (tweede kwartaal 2025);",
        "in het kader van de [waterstrategie] doelen vaststellen;",
        "de markt vergemakkelijken in de [waterstrategie] (vierde kwartaal 2024).",
        "de markt vergemakkelijken in de [waterstrategie] (mei 2025).",
    ] {
        assert!(!to_come(sentence, Place::Item), "{sentence}");
    }
}

#[test]
fn a_document_follows_up_where_it_is_itself_the_subject_or_a_thing_announced_is_done() {
    for sentence in [
        "De strategie bouwt voort op het [rivierplan].",
        "Deze mededeling bouwt daarom voort op de doelen van het [rivierplan].",
        "De waterstrategie is een vervolg op het [rivierplan].",
        "Deze mededeling volgt op het [rivierplan].",
        "Voortbouwend op de ambities van het [rivierplan], pakt de waterstrategie dit aan.",
        "Als vervolg op het [rivierplan] stelt deze mededeling maatregelen voor.",
        "De Commissie heeft, zoals aangekondigd in het [rivierplan], een loket geopend.",
        "Zoals aangekondigd in het [rivierplan] is een loket opgezet, dat open is.",
    ] {
        assert!(followed_up(sentence), "{sentence}");
    }
    for sentence in [
        "Het netwerk bouwt voort op het [rivierplan].",
        "De strategie bouwt voort op maatregelen die het [rivierplan] noemt.",
        "De verordening bouwt voort op het [rivierplan].",
        "Voortbouwend op het [rivierplan] zal de Commissie een loket openen.",
        "Zoals aangekondigd in het [rivierplan] zal een loket worden opgezet.",
        "Zoals al werd aangekondigd in het [rivierplan], gaat de EU investeren.",
        "Zoals aangekondigd in het [rivierplan], is dit van belang in dit gebied.",
        "In het [rivierplan] heeft de Commissie zich verbonden.",
    ] {
        assert!(!followed_up(sentence), "{sentence}");
    }
}
