//! Tables: rows between bars, and rows with gaps where columns part.
//!
//! Only a table whose edges are certain becomes one. Where rows have gaps that do not line up, they stay
//! paragraphs, and the report says so.

use super::flow::TextRow;
use super::genre::Text;
use super::source::{Source, is_blank};
use crate::diagnostic::Span;

/// A table at the start of some rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TableAt {
    /// How many rows it takes.
    pub(super) rows: usize,
    /// The cells of each row that has words, as places in the seed.
    pub(super) cells: Vec<Vec<Span>>,
    /// What is neither words nor blank: bars, and the line under the header.
    pub(super) dropped: Vec<Span>,
}

/// What the rows at some place are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Table(TableAt),
    /// So many rows look like a table, but where its columns part is not certain.
    Doubtful(usize),
    Nothing,
}

/// Fewest rows with gaps that make a table.
const FEWEST: usize = 3;
/// Most columns of a table.
const MOST_COLUMNS: usize = 12;

/// Looks for a table at the start of the rows.
pub(super) fn find(text: Text<'_>, rows: &[TextRow]) -> Found {
    match with_bars(text, rows) {
        Found::Nothing => with_gaps(text, rows),
        found => found,
    }
}

/// The rows that stand in one piece with the first.
fn together<'a>(text: Text<'_>, rows: &'a [TextRow]) -> impl Iterator<Item = &'a TextRow> {
    let gap = text.shape.line_gap();
    let near = move |(index, row): &(usize, &TextRow)| *index == 0 || (row.row.gap <= gap && !row.torn);
    rows.iter().enumerate().take_while(near).map(|(_, row)| row)
}

/// Rows that begin and end with a bar and have as many cells each.
fn with_bars(text: Text<'_>, rows: &[TextRow]) -> Found {
    let source = text.source;
    let barred = |row: &&TextRow| {
        let text = source.get(&row.row.span);
        text.len() > 2 && text.starts_with('|') && text.ends_with('|')
    };
    let parted = together(text, rows).take_while(barred).map(|row| between_bars(source, &row.row.span));
    let parted: Vec<Parted> = parted.collect();
    let kinds: Vec<RowKind> = parted.iter().map(|row| kind(source, row)).collect();
    if parted.len() < 2 || kinds[0] != RowKind::Words {
        return Found::Nothing;
    }
    let columns = parted[0].cells.len();
    if !(2..=MOST_COLUMNS).contains(&columns) || parted.iter().any(|row| row.cells.len() != columns) {
        return if parted.len() < FEWEST { Found::Nothing } else { Found::Doubtful(parted.len()) };
    }
    let mut table = TableAt { rows: parted.len(), cells: Vec::new(), dropped: Vec::new() };
    for (row, kind) in parted.into_iter().zip(kinds) {
        table.dropped.extend(row.bars);
        match kind {
            RowKind::Rule => table.dropped.extend(row.cells),
            RowKind::Words => table.cells.push(row.cells),
            RowKind::Empty => {}
        }
    }
    Found::Table(table)
}

/// What stands in a row between bars.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Words,
    /// The line under the header.
    Rule,
    Empty,
}

fn kind(source: &Source, row: &Parted) -> RowKind {
    let cells: Vec<&str> =
        row.cells.iter().map(|cell| source.get(cell)).filter(|cell| !cell.is_empty()).collect();
    match cells.as_slice() {
        [] => RowKind::Empty,
        cells if cells.iter().all(|cell| is_rule(cell)) => RowKind::Rule,
        _ => RowKind::Words,
    }
}

/// A row in its parts.
struct Parted {
    cells: Vec<Span>,
    bars: Vec<Span>,
}

fn between_bars(source: &Source, span: &Span) -> Parted {
    let text = source.get(span);
    let escaped = |at: usize| text[..at].ends_with('\\');
    let bars: Vec<usize> = text.match_indices('|').map(|(at, _)| at).filter(|at| !escaped(*at)).collect();
    let cell = |pair: &[usize]| trimmed(source, span.start + pair[0] + 1..span.start + pair[1]);
    Parted {
        cells: bars.windows(2).map(cell).collect(),
        bars: bars.iter().map(|at| span.start + at..span.start + at + 1).collect(),
    }
}

/// Whether a cell is part of the line under a header: "---", ":--:".
fn is_rule(cell: &str) -> bool {
    cell.contains("--") && cell.chars().all(|c| "-: ".contains(c))
}

fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.get(&span);
    let start = span.start + text.len() - text.trim_start_matches(is_blank).len();
    let end = span.start + text.trim_end_matches(is_blank).len();
    start..end.max(start)
}

/// Rows of which all have gaps at the same columns, the first of them words only.
fn with_gaps(text: Text<'_>, rows: &[TextRow]) -> Found {
    let source = text.source;
    let parted: Vec<Vec<Cell>> = together(text, rows).map_while(|row| at_gaps(source, row)).collect();
    if parted.len() < FEWEST {
        return Found::Nothing;
    }
    let columns = parted[0].len();
    let even = parted.iter().all(|row| row.len() == columns) && columns <= MOST_COLUMNS;
    // What follows without a gap may be the rest of a cell.
    let whole = together(text, rows).nth(parted.len()).is_none();
    let headed = parted[0].iter().all(|cell| !source.get(&cell.span).contains(|c: char| c.is_ascii_digit()));
    if !(even && whole && headed && (0..columns).all(|column| lines_up(&parted, column))) {
        return Found::Doubtful(parted.len());
    }
    let rows = parted.len();
    let cells = parted.into_iter().map(|row| row.into_iter().map(|cell| cell.span).collect()).collect();
    Found::Table(TableAt { rows, cells, dropped: Vec::new() })
}

/// A cell with its columns on the line, in characters; none where a tabulator stands before it.
struct Cell {
    span: Span,
    edges: Option<(usize, usize)>,
}

/// The cells of a row that has gaps of two blanks and more, or tabulators.
fn at_gaps(source: &Source, row: &TextRow) -> Option<Vec<Cell>> {
    let text = source.get(&row.row.span);
    let mut cells = Vec::new();
    let (mut start, mut tabbed) = (0, false);
    while start < text.len() {
        let (end, next) =
            next_gap(&text[start..]).map_or((text.len(), text.len()), |(a, b)| (start + a, start + b));
        let column = |at: usize| row.row.indent + text[..at].chars().count();
        let edges = (!tabbed).then(|| (column(start), column(end)));
        cells.push(Cell { span: row.row.span.start + start..row.row.span.start + end, edges });
        tabbed |= text[end..next].contains('\t');
        start = next;
    }
    (cells.len() >= 2).then_some(cells)
}

/// The first gap that parts columns: where it begins and ends.
fn next_gap(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find([' ', '\t', '\u{a0}'])?;
        let gap = &text[start..];
        let end = start + gap.len() - gap.trim_start_matches([' ', '\t', '\u{a0}']).len();
        let gap = &text[start..end];
        if gap.contains('\t') || gap.chars().nth(1).is_some() {
            return Some((start, end));
        }
        from = end;
    }
}

/// Whether the cells of a column begin at one edge, or end at one.
fn lines_up(rows: &[Vec<Cell>], column: usize) -> bool {
    let edges: Vec<_> = rows.iter().map(|row| row[column].edges).collect();
    if edges.iter().all(Option::is_none) {
        return true;
    }
    let Some(edges) = edges.into_iter().collect::<Option<Vec<_>>>() else { return false };
    edges.iter().all(|edge| edge.0 == edges[0].0) || edges.iter().all(|edge| edge.1 == edges[0].1)
}

#[cfg(test)]
mod tests {
    use super::super::shape::Shape;
    use super::*;

    /// The cells of the table that a text begins with, a row a string with bars; or how many rows are in doubt.
    fn check(text: &str, expected: Result<&[&str], usize>) {
        let source = Source::new(text.into());
        let rows: Vec<TextRow> =
            source.rows().into_iter().map(|row| TextRow { row, page: 0, torn: false }).collect();
        let found = find(Text { source: &source, shape: Shape::Flowing }, &rows);
        let cells = |row: &Vec<Span>| row.iter().map(|cell| source.get(cell)).collect::<Vec<_>>().join("|");
        match (found, expected) {
            (Found::Table(table), Ok(expected)) => {
                assert_eq!(table.cells.iter().map(cells).collect::<Vec<_>>(), expected);
            }
            (Found::Doubtful(rows), Err(expected)) => assert_eq!(rows, expected, "{text}"),
            (Found::Nothing, Err(0)) => {}
            (found, _) => panic!("{found:?} in {text}"),
        }
    }

    #[test]
    fn rows_between_bars() {
        check("| Bos | ha |\n| --- | --: |\n| Veluwe | 91 000 |\n\nSlot", Ok(&["Bos|ha", "Veluwe|91 000"]));
        check("| Bos | ha |\n| Veluwe | |", Ok(&["Bos|ha", "Veluwe|"]));
        check("| a \\| b | c |\n|---|---|\n| d | e |", Ok(&["a \\| b|c", "d|e"]));
        for none in
            ["| a | b |", "| a | b |\n| c |", "| a |\n| b |", "|x| is het getal\n|y| ook", "|--|--|\n|--|--|"]
        {
            check(none, Err(0));
        }
    }

    #[test]
    fn rows_with_gaps_that_line_up() {
        check(
            "Bos        Hectare  Geluid\nVeluwe       91000  38\nBiesbosch     9000  35",
            Ok(&["Bos|Hectare|Geluid", "Veluwe|91000|38", "Biesbosch|9000|35"]),
        );
        check(
            "Bos\tHectare\nVeluwe\t91000\nBiesbosch\t9000",
            Ok(&["Bos|Hectare", "Veluwe|91000", "Biesbosch|9000"]),
        );
    }

    #[test]
    fn rows_that_may_be_a_table_are_in_doubt() {
        // Edges that differ, a first row that is no header, a rest of a cell below, another number of cells.
        check("Bos    Hectare\nVeluwe     91000\nBiesbosch  9000 en", Err(3));
        check("Veluwe     91000\nBiesbosch   9000\nDrenthe     8000", Err(3));
        check("Bos        Opmerking\nVeluwe     groot en\nBiesbosch  nat\nen stil", Err(3));
        check("Bos        Opmerking\nVeluwe     groot  nat\nBiesbosch  nat", Err(3));
    }

    #[test]
    fn prose_with_wide_blanks_is_no_table() {
        check("Een  zin met een wijd blank\nen nog een\n", Err(0));
        check("Een  zin\n\nTwee  zinnen\n\nDrie  zinnen", Err(0));
    }
}
