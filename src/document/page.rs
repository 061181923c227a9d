//! Front matter keys that every page may have, and pages that have no others.

use super::front::PageFront;
use crate::diagnostic::{FilePath, Findings};
use crate::fields::{self, At, Fields};

/// Takes the keys that every page may have out of a table.
pub(crate) fn take_page(fields: &mut Fields<'_>) -> PageFront {
    PageFront {
        description: fields.string("description").map(|at| at.value),
        order: fields.integer("order").map(|at| at.value),
        draft: fields.boolean("draft").is_some_and(|at| at.value),
        former: former(fields),
        extra: fields.plain_table("extra"),
    }
}

/// Old addresses of the page; one that can be no page's is a finding.
fn former(fields: &mut Fields<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for At { value, span } in fields.strings("former") {
        if is_address(&value) {
            out.push(value);
        } else {
            let message = format!("`{value}` cannot be the address of a page of this site");
            let hint =
                "write it from the site's top on, without a slash before it: \"fiches/oude-naam.html\"";
            fields.wrong(&span, message, hint);
        }
    }
    out
}

/// Whether a text can be the address of a page, from the site's top on: `fiches/oude-naam.html`.
pub(super) fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
    };
    text.ends_with(".html") && text.split('/').all(plain)
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
