//! The three-way merge of base, converter and editor.

use diffy::{ConflictStyle, MergeOptions};

/// What becomes of a document when its seed is converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// The new text of the content file.
    pub(super) content: String,
    /// What an editor has to look at: old base, new base and the editor's text.
    pub(super) conflict: Option<String>,
}

/// Merges what the converter makes now with what an editor made of what it made before.
///
/// `old` is the base as kept, `new` the converter's result, `edited` the content file. Without a file the
/// new text is taken; without a base the file counts as the editor's own. Where both changed the same lines
/// the editor's stay, and what is new elsewhere is taken over all the same.
pub(super) fn merge(old: Option<&str>, new: &str, edited: Option<&str>) -> Merged {
    let clean = |content: &str| Merged { content: content.to_owned(), conflict: None };
    match (old, edited) {
        (_, None) => clean(new),
        (_, Some(edited)) if edited == new => clean(new),
        (None, Some(edited)) => clean(edited),
        (Some(old), Some(edited)) if old == new => clean(edited),
        (Some(old), Some(edited)) if old == edited => clean(new),
        (Some(old), Some(edited)) => three_ways(old, new, edited),
    }
}

fn three_ways(old: &str, new: &str, edited: &str) -> Merged {
    let texts = [old, edited, new].map(spread);
    let merged = MergeOptions::new()
        .set_conflict_marker_length(MARKER)
        .set_conflict_style(ConflictStyle::Merge)
        .merge(&texts[0], &texts[1], &texts[2]);
    match merged {
        Ok(merged) => Merged { content: gather(&merged), conflict: None },
        Err(marked) => {
            Merged { content: gather(&editors_side(&marked)), conflict: Some(rejection(old, new, edited)) }
        }
    }
}

/// Length of the marks around a conflict: longer than any line of signs that somebody writes.
const MARKER: usize = 60;

/// A line that stands between the lines of the front matter while merging, so that changes of neighbouring
/// keys are not taken for a conflict. A control character cannot stand in TOML.
const BETWEEN: &str = "\u{1}\n";

/// Parts the lines of the front matter; in the body blank lines do that already.
fn spread(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut fences = 0;
    for line in text.split_inclusive('\n') {
        out.push_str(line);
        if line.trim_end() == "+++" {
            fences += 1;
        }
        if fences == 1 {
            out.push_str(BETWEEN);
        }
    }
    out
}

/// Undoes [`spread`].
fn gather(text: &str) -> String {
    text.replace(BETWEEN, "")
}

/// Of a text with marked conflicts the editor's side, and everything that is in no conflict.
fn editors_side(marked: &str) -> String {
    let [ours, middle, theirs] = ['<', '=', '>'].map(|sign| sign.to_string().repeat(MARKER));
    let mut out = String::with_capacity(marked.len());
    let mut dropping = false;
    for line in marked.split_inclusive('\n') {
        if line.starts_with(&ours) {
            continue;
        }
        if line.starts_with(&middle) {
            dropping = true;
        } else if line.starts_with(&theirs) {
            dropping = false;
        } else if !dropping {
            out.push_str(line);
        }
    }
    out
}

/// The text of a `.rej` file.
fn rejection(old: &str, new: &str, edited: &str) -> String {
    let part = |title: &str, text: &str| format!("======== {title} ========\n{}\n", text.trim_end());
    [
        "The seed changed where an editor changed the text too. There the content file keeps the editor's\n\
         text; what is new elsewhere was taken over. Look at both, then delete this file.\n"
            .to_owned(),
        part("What the converter made before", old),
        part("What the converter makes now", new),
        part("What the editor made of it", edited),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "een\n\ntwee\n\ndrie\n\nvier\n\nvijf\n";

    #[test]
    fn nobody_edited_so_the_new_text_is_taken() {
        let merged = merge(Some("oud\n"), "nieuw\n", Some("oud\n"));
        assert_eq!(merged, Merged { content: "nieuw\n".into(), conflict: None });
    }

    #[test]
    fn an_edit_elsewhere_survives_a_new_seed() {
        let edited = BASE.replace("een", "EEN");
        let new = BASE.replace("vijf", "vijf en meer");
        let merged = merge(Some(BASE), &new, Some(&edited));
        assert_eq!(merged.conflict, None);
        assert_eq!(merged.content, "EEN\n\ntwee\n\ndrie\n\nvier\n\nvijf en meer\n");
    }

    #[test]
    fn a_conflict_keeps_the_editors_words_and_takes_what_is_new_elsewhere() {
        let edited = BASE.replace("drie", "redactie");
        let new = BASE.replace("drie", "bron").replace("vijf", "vijf en meer");
        let merged = merge(Some(BASE), &new, Some(&edited));
        assert_eq!(merged.content, "een\n\ntwee\n\nredactie\n\nvier\n\nvijf en meer\n");
        let conflict = merged.conflict.expect("both changed the same line");
        for text in [BASE.trim_end(), new.trim_end(), edited.trim_end()] {
            assert!(conflict.contains(text));
        }
    }

    #[test]
    fn neighbouring_keys_are_no_conflict() {
        let front = |sha: &str, editorial: &str| {
            format!(
                "+++\ntitle = \"x\"\n\n[source]\nfile = \"a.txt\"\nsha256 = \"{sha}\"\n{editorial}+++\n\nTekst.\n"
            )
        };
        let editorial = "editorial = [\"ministry\"]\n";
        let merged = merge(Some(&front("1", "")), &front("2", ""), Some(&front("1", editorial)));
        assert_eq!(merged, Merged { content: front("2", editorial), conflict: None });
    }

    #[test]
    fn a_file_without_a_base_is_the_editors_own() {
        assert_eq!(merge(None, "nieuw\n", Some("eigen\n")).content, "eigen\n");
        assert_eq!(merge(Some(BASE), BASE, None).content, BASE);
    }
}
