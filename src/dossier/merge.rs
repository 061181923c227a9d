//! The three-way merge of base, converter and editor.

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
/// new text is taken; without a base the file counts as the editor's own; a conflict keeps the editor's
/// text whole.
pub(super) fn merge(old: Option<&str>, new: &str, edited: Option<&str>) -> Merged {
    let clean = |content: &str| Merged { content: content.to_owned(), conflict: None };
    match (old, edited) {
        (_, None) => clean(new),
        (_, Some(edited)) if edited == new => clean(new),
        (None, Some(edited)) => clean(edited),
        (Some(old), Some(edited)) if old == new => clean(edited),
        (Some(old), Some(edited)) if old == edited => clean(new),
        (Some(old), Some(edited)) => match diffy::merge(old, edited, new) {
            Ok(merged) => clean(&merged),
            Err(_) => Merged { content: edited.to_owned(), conflict: Some(rejection(old, new, edited)) },
        },
    }
}

/// The text of a `.rej` file.
fn rejection(old: &str, new: &str, edited: &str) -> String {
    let part = |title: &str, text: &str| format!("======== {title} ========\n{}\n", text.trim_end());
    [
        "The seed changed where an editor changed the text too. The content file keeps the editor's text.\n\
         Take over by hand what is new, then delete this file.\n"
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
    fn a_conflict_keeps_the_editors_words_and_tells_all_three() {
        let edited = BASE.replace("drie", "redactie");
        let new = BASE.replace("drie", "bron");
        let merged = merge(Some(BASE), &new, Some(&edited));
        assert_eq!(merged.content, edited);
        let conflict = merged.conflict.expect("both changed the same line");
        for text in [BASE.trim_end(), new.trim_end(), edited.trim_end()] {
            assert!(conflict.contains(text));
        }
    }

    #[test]
    fn a_file_without_a_base_is_the_editors_own() {
        assert_eq!(merge(None, "nieuw\n", Some("eigen\n")).content, "eigen\n");
        assert_eq!(merge(Some(BASE), BASE, None).content, BASE);
    }
}
