//! The new bytes of a file in `content/`: there already, or made when they are written.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The new bytes of a file.
#[derive(Clone)]
pub struct NewFile(Source);

#[derive(Clone)]
enum Source {
    Ready(Arc<[u8]>),
    Recipe(Arc<Recipe>),
}

type Recipe = dyn Fn() -> Vec<u8> + Send + Sync;

impl NewFile {
    /// Bytes that are made when somebody asks for them, the same ones each time: what they are made from takes less
    /// room than they do until then.
    pub fn made_by(recipe: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Self {
        NewFile(Source::Recipe(Arc::new(recipe)))
    }

    /// The bytes.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Source::Ready(bytes) => Cow::Borrowed(bytes),
            Source::Recipe(recipe) => Cow::Owned(recipe()),
        }
    }
}

impl From<Arc<[u8]>> for NewFile {
    fn from(bytes: Arc<[u8]>) -> Self {
        NewFile(Source::Ready(bytes))
    }
}

impl From<Vec<u8>> for NewFile {
    fn from(bytes: Vec<u8>) -> Self {
        NewFile(Source::Ready(bytes.into()))
    }
}

impl From<NewFile> for Arc<[u8]> {
    fn from(file: NewFile) -> Self {
        match file.0 {
            Source::Ready(bytes) => bytes,
            Source::Recipe(recipe) => recipe().into(),
        }
    }
}

impl PartialEq for NewFile {
    /// Files are the same where their bytes are.
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for NewFile {}

impl fmt::Debug for NewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_is_the_bytes_that_it_makes() {
        let (ready, made) = (NewFile::from(b"ab".to_vec()), NewFile::made_by(|| b"ab".to_vec()));
        assert_eq!(ready, made);
        assert_eq!(format!("{ready:?}"), format!("{made:?}"));
        assert_eq!(&*made.bytes(), b"ab");
        assert_eq!(Arc::<[u8]>::from(made), Arc::<[u8]>::from(ready));
        assert_ne!(NewFile::from(Vec::new()), NewFile::made_by(|| b"a".to_vec()));
    }
}
