//! Lists of what documents hold, the oldest document first.

use super::{Document, Documents};
use crate::document::PartialDate;

/// By what documents are put in order: from old to new, those without a date last, then by id.
pub(super) type Age<'a> = (bool, Option<PartialDate>, &'a str);

/// The place of a document in the order of age.
pub(super) fn of(document: &Document) -> Age<'_> {
    (document.front.date.is_none(), document.front.date, &document.id)
}

/// Documents from old to new.
pub(super) fn ordered(documents: &Documents) -> Vec<&Document> {
    let mut order: Vec<&Document> = documents.values().collect();
    order.sort_by(|a, b| of(a).cmp(&of(b)));
    order
}

/// A list in which one document has other entries than before; `owner` is whose an entry is, and `place` puts owners in
/// the order that the list has.
pub(super) fn replaced<T: Clone, K: Ord>(
    list: &[T],
    owner: impl Fn(&T) -> &str,
    place: impl Fn(&str) -> K,
    document: &str,
    now: Vec<T>,
) -> Vec<T> {
    let here = place(document);
    let start = list.partition_point(|entry| place(owner(entry)) < here);
    let end = start + list[start..].partition_point(|entry| place(owner(entry)) <= here);
    let mut out = Vec::with_capacity(list.len() - (end - start) + now.len());
    out.extend_from_slice(&list[..start]);
    out.extend(now);
    out.extend_from_slice(&list[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_has_now_stands_where_its_place_is() {
        let list = ["a1", "a2", "c1"];
        for (document, now, expected) in [
            ("a", vec!["a3"], "a3 c1"),
            ("b", vec!["b1", "b2"], "a1 a2 b1 b2 c1"),
            ("c", vec![], "a1 a2"),
            ("d", vec!["d1"], "a1 a2 c1 d1"),
            ("", vec![], "a1 a2 c1"),
        ] {
            let replaced = replaced(&list, |entry| &entry[..1], str::to_owned, document, now);
            assert_eq!(replaced.join(" "), expected, "{document}");
        }
    }
}
