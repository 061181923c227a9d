//! Indented JSON, as everybody prints it.

use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Prints what `serde_json`'s own indented form prints, with one piece for the end of a line and the beginning of the next:
/// data files are lines of a few words, and that form writes each step of the indentation by itself.
#[derive(Debug, Default)]
pub(super) struct Indented {
    level: usize,
    /// Whether the list or object that is open has something in it.
    has_entries: bool,
}

/// What stands between two entries: a comma, the end of a line, and the indentation, at its greatest.
const BETWEEN: &[u8] = b",\n                                ";

/// How many signs a level is indented.
const STEP: usize = 2;

impl Indented {
    /// Ends a line, with a comma unless the next one is the first in its list or object.
    fn next_line<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let from = usize::from(first);
        let indented = self.level * STEP;
        match BETWEEN.get(from..2 + indented) {
            Some(between) => out.write_all(between),
            None => {
                out.write_all(&BETWEEN[from..2])?;
                (0..self.level).try_for_each(|_| out.write_all(&[b' '; STEP]))
            }
        }
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_entries = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.has_entries {
            self.next_line(out, true)?;
        }
        out.write_all(bracket)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next_line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_entries = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next_line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_entries = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::{Serializer, Value};

    fn value() -> impl Strategy<Value = Value> {
        let leaf =
            prop_oneof![Just(Value::Null), any::<u8>().prop_map(Value::from), ".{0,3}".prop_map(Value::from)];
        leaf.prop_recursive(20, 60, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[a-c]", inner, 0..3)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_is_the_form_that_others_print(value in value(), wrapped in 0..20_usize) {
            let value = (0..wrapped).fold(value, |value, _| Value::from(vec![value]));
            let mut out = Vec::new();
            value.serialize(&mut Serializer::with_formatter(&mut out, Indented::default())).expect("plain data");
            prop_assert_eq!(String::from_utf8(out).expect("UTF-8"), serde_json::to_string_pretty(&value).expect("plain data"));
        }
    }
}
