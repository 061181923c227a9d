//! Finds the lists of a communication that promise something.

use super::super::{Document, Target};
use crate::document::walk::{Leaf, plain};
use crate::document::{Block, BlockId, BlockKind, Item};
use regex::Regex;
use std::sync::LazyLock;

/// An item of a list that promises something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Promise {
    pub(super) anchor: BlockId,
    /// The innermost heading above it that is no title of the list itself.
    pub(super) section: Option<BlockId>,
    /// The item's own block and those nested in it.
    pub(super) blocks: Vec<BlockId>,
    pub(super) text: String,
}

/// The promises of a document in reading order: the items of boxes of actions, and of lists that a sentence
/// opens which says that the Commission will. A nested item belongs to the item that it stands in.
pub(super) fn promises(document: &Document) -> Vec<Promise> {
    let mut out = Vec::new();
    in_blocks(&document.body.blocks, document, &mut out);
    out
}

fn in_blocks(blocks: &[Block<Target>], document: &Document, out: &mut Vec<Promise>) {
    let openers = std::iter::once(None).chain(blocks.iter().map(Some));
    for (block, before) in blocks.iter().zip(openers) {
        match &block.kind {
            BlockKind::List { items, .. } => {
                if let Some(title) = before.filter(|b| opens(b)) {
                    out.extend(items.iter().map(|item| promise(item, title, document)));
                }
            }
            BlockKind::Quote { blocks, .. } => in_blocks(blocks, document, out),
            _ => {}
        }
    }
}

fn promise(item: &Item<Target>, title: &Block<Target>, document: &Document) -> Promise {
    let leaves = item.leaves();
    let words: Vec<String> = leaves.iter().map(Leaf::text).collect();
    let path = document.outline.path(&item.id);
    Promise {
        anchor: item.id.clone(),
        section: path.iter().rev().find(|id| **id != title.id).cloned(),
        blocks: leaves.iter().map(|leaf| leaf.id.clone()).collect(),
        text: words.join(" ").split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Whether a block opens a list of promises.
fn opens(block: &Block<Target>) -> bool {
    match &block.kind {
        BlockKind::Heading { content, .. } => is_box_title(&plain(content)),
        BlockKind::Paragraph(content) => {
            let text = plain(content);
            is_box_title(&text) || says_will(&text)
        }
        _ => false,
    }
}

/// "Belangrijkste acties van de Commissie:", and what such boxes are called otherwise.
fn is_box_title(text: &str) -> bool {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        let dutch =
            "(?:belangrijkste|voornaamste|voorgestelde) (?:acties|maatregelen)|kernacties|vlaggenschipacties";
        let english = "(?:key|main|flagship) actions";
        Regex::new(&format!(r"(?i)^\W*(?:[0-9.]+\s+)?(?:{dutch}|{english})\b[^.!?:]{{0,100}}:?\W*$"))
            .expect("a pattern of this file")
    });
    TITLE.is_match(text)
}

/// A sentence that says that the Commission will, and leaves what to the list: it ends with the words
/// themselves or with "prioritair werken aan" and the like.
fn says_will(text: &str) -> bool {
    static WILL: LazyLock<Regex> = LazyLock::new(|| {
        let subject = "zal de commissie|de commissie zal|zullen de commissie en de lidstaten";
        let adverbs = "ook|tevens|verder|daarnaast|daartoe|daarom|met name|onder meer|in het bijzonder";
        let works = "(?:met )?(?:prioritair |voorrang )?werken aan";
        let follows = "(?:de )?volgende (?:acties|maatregelen|initiatieven)(?: \\w+)?";
        let dutch = format!(r"(?:{subject})(?: (?:{adverbs}))*(?: (?:{works}|{follows}))?");
        let english = "the commission will(?: also| further| in particular)?";
        Regex::new(&format!(r"(?i)\b(?:{dutch}|{english})\s*:\s*$")).expect("a pattern of this file")
    });
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    WILL.is_match(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_known_by_their_titles() {
        for (text, expected) in [
            ("Belangrijkste acties van de Commissie:", true),
            ("Belangrijkste acties van de Commissie/EuroHPC:", true),
            ("Kernacties", true),
            ("Voornaamste maatregelen van de lidstaten:", true),
            ("Key actions by the Commission:", true),
            ("De belangrijkste acties staan in de bijlage:", false),
            ("Belangrijkste acties zijn er niet. Wel het volgende:", false),
            ("In lijn met deze visie:", false),
        ] {
            assert_eq!(is_box_title(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_must_end_with_the_promise() {
        for (text, expected) in [
            ("Om de invoering te ondersteunen, zal de Commissie:", true),
            ("Daartoe zal de Commissie :", true),
            ("De Commissie zal met name prioritair werken aan:", true),
            ("De Commissie zal de volgende maatregelen nemen:", true),
            ("Daarnaast zal de Commissie ook:", true),
            ("De Commissie zal dit doen door zich te concentreren op:", false),
            ("De lidstaten zullen:", false),
            ("Zo zal de Commissie een netwerk oprichten.", false),
            ("De strategie heeft drie onderdelen:", false),
        ] {
            assert_eq!(says_will(text), expected, "{text}");
        }
    }
}
