//! Front matter keys that every page may have, and pages that have no others.

use super::front::PageFront;
use crate::diagnostic::{FilePath, Findings};
use crate::fields::{self, Fields};

/// Takes the keys that every page may have out of a table.
pub(crate) fn take_page(fields: &mut Fields<'_>) -> PageFront {
    PageFront {
        description: fields.string("description").map(|at| at.value),
        order: fields.integer("order").map(|at| at.value),
        draft: fields.boolean("draft").is_some_and(|at| at.value),
        former: fields.strings("former").into_iter().map(|at| at.value).collect(),
        extra: fields.plain_table("extra"),
    }
}

/// Front matter of a hand-written page.
#[derive(Debug, Clone, PartialEq)]
pub struct HandwrittenFront {
    pub title: String,
    pub page: PageFront,
}

/// Reads the front matter of a hand-written page; `text` begins at byte `from` of the file.
pub fn read_handwritten(
    file: &FilePath,
    text: &str,
    from: usize,
    findings: &mut Findings,
) -> Option<HandwrittenFront> {
    let mut fields = fields::parse(file, text, from, findings);
    let title = fields.required("title");
    let page = take_page(&mut fields);
    fields.finish(findings);
    Some(HandwrittenFront { title: title?.value, page })
}
