//! A reference as RIS: a tag and a value a line, the type first, `ER` last. Line ends are those of the format.

use super::Bibliographic;
use crate::document::{Kind, PartialDate};

pub(super) fn print(of: &Bibliographic<'_>) -> String {
    let mut lines: Vec<(&str, String)> = vec![("TY", kind(of.kind).to_owned()), ("ID", of.id.to_owned())];
    lines.push(("TI", of.title.clone()));
    lines.extend(of.number.map(|n| ("ST", n.to_string())));
    lines.extend(of.authors.iter().map(|a| ("AU", (*a).to_owned())));
    lines.extend(of.authors.first().filter(|_| of.is_report()).map(|_| ("PB", of.authors.join(", "))));
    lines.extend(of.genre().map(|g| ("M3", g.to_owned())));
    lines.extend(of.report_number().map(|n| ("SN", n)));
    lines.extend(of.date.map(|d| ("PY", d.year().to_string())));
    lines.extend(of.date.map(|d| ("DA", date(d))));
    lines.extend(of.language.map(|l| ("LA", l.to_owned())));
    lines.extend(of.url().map(|u| ("UR", u.to_owned())));
    lines.extend(of.accessed.filter(|_| of.address.is_some()).map(|d| ("Y2", date(d))));
    lines.extend(of.note().map(|n| ("N1", n)));
    lines.push(("ER", String::new()));
    lines.into_iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Fiche | Kind::Communication => "RPRT",
        Kind::News => "NEWS",
        Kind::Document => "GEN",
    }
}

/// Year, month and day between slashes, empty where they are not known, and an empty remark.
fn date(date: PartialDate) -> String {
    let part = |part: Option<i8>| part.map(|p| format!("{p:02}")).unwrap_or_default();
    match date.month() {
        None => format!("{}///", date.year()),
        month => match date.day() {
            None => format!("{}/{}//", date.year(), part(month)),
            day => format!("{}/{}/{}/", date.year(), part(month), part(day)),
        },
    }
}
