//! Tables as RFC 4180 has them: UTF-8, CRLF, a header row, quotation marks where a cell needs them.

/// A table that is being written.
#[derive(Debug)]
pub(super) struct Table<const N: usize>(String);

impl<const N: usize> Table<N> {
    /// A table with its header row.
    pub(super) fn new(columns: [&str; N]) -> Self {
        let mut table = Table(String::new());
        table.row(columns.map(str::to_owned));
        table
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: [String; N]) {
        self.0.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        self.0.push_str("\r\n");
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut table = Table::new(["a", "b"]);
        table.row(["x, y".into(), "zei \"ja\"".into()]);
        table.row([String::new(), "één\nregel".into()]);
        let text = String::from_utf8(table.finish()).expect("UTF-8");
        assert_eq!(text, "a,b\r\n\"x, y\",\"zei \"\"ja\"\"\"\r\n,\"één\nregel\"\r\n");
    }
}
