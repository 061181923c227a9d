//! `[actions.ID] done`: where an editor says that an action is done.

use super::super::build::{Wanted, check_place};
use super::super::{Document, Documents};
use super::wording::Promised;
use super::{Action, Done};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::fields::At;
use crate::taxonomy::Place;

/// Sets what the documents' front matter says of their actions. An action, document or passage that is not
/// there is a finding.
pub(super) fn set(actions: &mut [Action], documents: &Documents, findings: &mut Findings) {
    for document in documents.values() {
        for (id, place) in &document.front.actions {
            let span = document.front.spans.get(&format!("actions.{id}")).cloned().unwrap_or(0..0);
            let Some(action) = actions.iter_mut().find(|a| a.document == document.id && a.id == *id) else {
                findings.push(unknown(id, document, actions).at(&document.file, span));
                continue;
            };
            let Ok(place) = place.parse::<Place>() else {
                let message = format!("`{place}` names no block");
                let hint = "write the document's id and the block's, \"com-2025-723#p-k3x9qa\"";
                findings.push(Diagnostic::new(Code::WrongValue, message).at(&document.file, span).hint(hint));
                continue;
            };
            let at = At { value: place, span };
            if check_place(&at, &document.file, documents, Wanted::Passage, findings) {
                action.done = done(action, at.value, documents);
            }
        }
    }
}

fn unknown(id: &str, document: &Document, actions: &[Action]) -> Diagnostic {
    let message = format!("`{}` has no action `{id}`", document.id);
    let known: Vec<&str> =
        actions.iter().filter(|a| a.document == document.id).map(|a| a.id.as_str()).collect();
    Diagnostic::new(Code::UnknownReference, message).did_you_mean(id, known.iter().copied())
}

fn done(action: &Action, place: Place, documents: &Documents) -> Option<Done> {
    let leaves = documents.get(&place.document)?.body.leaves();
    let text = leaves.iter().find(|leaf| *leaf.id == place.block)?.text();
    let promised = Promised::of(&action.text);
    Some(Done { text: promised.sentence(&text), document: place.document, anchor: place.block })
}
