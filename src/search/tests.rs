//! The index as `search.js` reads it.
