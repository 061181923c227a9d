//! The documents of a dossier by their ids.

use super::Document;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

/// Documents by id, in the order of the ids. They are shared with the memo of a run that is followed by others.
#[derive(Debug, Clone, Default)]
pub struct Documents(BTreeMap<String, Arc<Document>>);

impl Documents {
    /// The document with this id.
    pub fn get<Q: Ord + ?Sized>(&self, id: &Q) -> Option<&Document>
    where
        String: Borrow<Q>,
    {
        self.0.get(id).map(Arc::as_ref)
    }

    /// The document with this id, to change it; one that is shared is copied.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, id: &Q) -> Option<&mut Document>
    where
        String: Borrow<Q>,
    {
        self.0.get_mut(id).map(Arc::make_mut)
    }

    /// Puts a document in the place of the one with its id.
    pub(super) fn put(&mut self, document: Arc<Document>) {
        match self.0.get_mut(&document.id) {
            Some(place) => *place = document,
            None => {
                self.0.insert(document.id.clone(), document);
            }
        }
    }

    /// Whether there is a document with this id.
    pub fn contains_key<Q: Ord + ?Sized>(&self, id: &Q) -> bool
    where
        String: Borrow<Q>,
    {
        self.0.contains_key(id)
    }

    /// Ids and documents.
    pub fn iter(&self) -> Iter<'_> {
        let pair: Pair<'_> = |(id, document)| (id, document);
        self.0.iter().map(pair)
    }

    /// Ids and documents, to keep them elsewhere too.
    pub fn shared(&self) -> impl ExactSizeIterator<Item = (&String, &Arc<Document>)> {
        self.0.iter()
    }

    /// The ids.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &String> + Clone {
        self.0.keys()
    }

    /// The documents.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Document> + Clone {
        self.0.values().map(Arc::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

type Pair<'a> = fn((&'a String, &'a Arc<Document>)) -> (&'a String, &'a Document);

/// Ids and documents, in the order of the ids.
pub(super) type Iter<'a> =
    std::iter::Map<std::collections::btree_map::Iter<'a, String, Arc<Document>>, Pair<'a>>;

impl<'a> IntoIterator for &'a Documents {
    type Item = (&'a String, &'a Document);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<Q: Ord + ?Sized> Index<&Q> for Documents
where
    String: Borrow<Q>,
{
    type Output = Document;

    fn index(&self, id: &Q) -> &Document {
        &self.0[id]
    }
}

impl FromIterator<Arc<Document>> for Documents {
    /// Of two with one id the later one stands.
    fn from_iter<I: IntoIterator<Item = Arc<Document>>>(documents: I) -> Self {
        Documents(documents.into_iter().map(|document| (document.id.clone(), document)).collect())
    }
}

impl FromIterator<Document> for Documents {
    fn from_iter<I: IntoIterator<Item = Document>>(documents: I) -> Self {
        documents.into_iter().map(Arc::new).collect()
    }
}
