//! Draws what connects documents and terms: columns of boxes, each a link, and lines between neighbouring columns.
//!
//! Nothing but geometry stands in attributes; colours are the style sheet's, by class. Tables with the same facts belong
//! beside the drawing: they are the reading for small screens, and have what the drawing has no room for.

use super::format::shortened;
use super::html::{Syntax, Tag, Writer};

/// What is drawn.
#[derive(Debug, Clone)]
pub(super) struct Drawing {
    /// Begins the ids within the drawing.
    pub(super) id: String,
    pub(super) title: String,
    /// What the drawing shows, in a sentence.
    pub(super) about: String,
    /// From left to right.
    pub(super) columns: Vec<Column>,
    pub(super) lines: Vec<Line>,
}

/// Boxes below each other.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) nodes: Vec<Node>,
}

/// A box that leads to a page.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Words in the box, as far as they fit.
    pub(super) label: String,
    /// The whole name.
    pub(super) name: String,
    pub(super) href: String,
    /// Whose words a document has; none of a term.
    pub(super) voice: Option<&'static str>,
    /// The name's language, where that is not the interface's.
    pub(super) language: Option<String>,
}

/// A place in the drawing: column and row.
pub(super) type Place = (usize, usize);

/// Connects two boxes: of neighbouring columns, or of the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) from: Place,
    pub(super) to: Place,
    /// How much connects them, such as a number of passages.
    pub(super) weight: usize,
}

/// Lengths in the drawing's own units, about a CSS pixel each.
const BOX: (f64, f64) = (232.0, 26.0);
/// From box to box in the longest column.
const STEP: f64 = 30.0;
/// Room between two columns.
const BETWEEN: f64 = 130.0;
/// Room for the lines within the first column, at its left.
const ARCS: f64 = 70.0;
const HEAD: f64 = 34.0;
const EDGE: f64 = 4.0;
/// Characters that fit into a box.
const FITTING: usize = 28;

impl Drawing {
    fn longest(&self) -> usize {
        self.columns.iter().map(|c| c.nodes.len()).max().unwrap_or(0)
    }

    /// The left end of a column.
    fn x(&self, column: usize) -> f64 {
        let step = BOX.0 + BETWEEN;
        ARCS + step * column as f64
    }

    /// The middle of a box: a column's boxes are spread over the whole height.
    fn y(&self, (column, row): Place) -> f64 {
        let height = STEP * self.longest() as f64;
        let rows = self.columns[column].nodes.len().max(1) as f64;
        HEAD + height * (row as f64 + 0.5) / rows
    }

    fn size(&self) -> (f64, f64) {
        let last = self.columns.len().saturating_sub(1);
        (self.x(last) + BOX.0 + EDGE, HEAD + STEP * self.longest() as f64 + EDGE)
    }
}

/// The SVG element; `None` where there is nothing to draw.
pub(super) fn svg(drawing: &Drawing) -> Option<String> {
    if drawing.longest() == 0 {
        return None;
    }
    let (width, height) = drawing.size();
    let (title, about) = (format!("_{}-title", drawing.id), format!("_{}-about", drawing.id));
    let mut out = Writer::new(Syntax::Html);
    // No `img`: the links in a picture would be none.
    let tag = Tag::new("svg")
        .attr("class", "map-drawing")
        .attr("viewBox", &format!("0 0 {} {}", n(width), n(height)))
        .attr("width", &n(width))
        .attr("height", &n(height))
        .attr("role", "group")
        .attr("aria-labelledby", &title)
        .attr("aria-describedby", &about);
    out.open(tag);
    out.element("title", Tag::new("title").attr("id", &title), &drawing.title);
    out.element("desc", Tag::new("desc").attr("id", &about), &drawing.about);
    for line in &drawing.lines {
        draw_line(&mut out, drawing, line);
    }
    for (at, column) in drawing.columns.iter().enumerate() {
        out.line_end();
        let tag = Tag::new("text").attr("class", "map-head").attr("x", &n(drawing.x(at))).attr("y", &n(18.0));
        out.element("text", tag, &column.title);
        for (row, node) in column.nodes.iter().enumerate() {
            draw_node(&mut out, drawing, (at, row), node);
        }
    }
    out.close("svg");
    Some(out.finish())
}

fn draw_line(out: &mut Writer, drawing: &Drawing, line: &Line) {
    let (from, to) = (drawing.y(line.from), drawing.y(line.to));
    let within = line.from.0 == line.to.0;
    let (start, first, second, end) = if within {
        let x = drawing.x(line.from.0);
        let out = x - ARCS * (0.4 + 0.6 * ((to - from).abs() / (STEP * drawing.longest() as f64)));
        (x, out, out, x)
    } else {
        let (start, end) = (drawing.x(line.from.0) + BOX.0, drawing.x(line.to.0));
        let middle = f64::midpoint(start, end);
        (start, middle, middle, end)
    };
    let path = format!(
        "M{} {}C{} {} {} {} {} {}",
        n(start),
        n(from),
        n(first),
        n(from),
        n(second),
        n(to),
        n(end),
        n(to)
    );
    let tag = Tag::new("path")
        .attr("class", if within { "map-line map-relation" } else { "map-line" })
        .attr("data-ends", &format!("{} {}", key(line.from), key(line.to)))
        .attr("d", &path)
        .attr("stroke-width", &thickness(line.weight).to_string());
    out.element("path", tag, "");
}

/// How thick a line is: in four steps, which an eye can tell apart.
fn thickness(weight: usize) -> usize {
    match weight {
        0..=1 => 1,
        2..=5 => 2,
        6..=20 => 3,
        _ => 5,
    }
}

fn draw_node(out: &mut Writer, drawing: &Drawing, at: Place, node: &Node) {
    let (x, middle) = (drawing.x(at.0), drawing.y(at));
    out.line_end();
    let class = node.voice.map_or_else(|| "map-node".to_owned(), |voice| format!("map-node voice-{voice}"));
    let tag = Tag::new("a").attr("class", &class).attr("href", &node.href).attr("data-node", &key(at));
    out.open(tag.attr_unless_empty("lang", node.language.as_deref().unwrap_or_default()));
    out.element("title", Tag::new("title"), &node.name);
    let rect = Tag::new("rect")
        .attr("x", &n(x))
        .attr("y", &n(middle - BOX.1 / 2.0))
        .attr("width", &n(BOX.0))
        .attr("height", &n(BOX.1));
    out.element("rect", rect, "");
    let text = Tag::new("text").attr("x", &n(x + 9.0)).attr("y", &n(middle + 4.5));
    out.element("text", text, &shortened(&node.label, FITTING));
    out.close("a");
}

/// The name by which lines know their boxes.
fn key((column, row): Place) -> String {
    format!("{column}-{row}")
}

/// A length, rounded to a tenth, so that the same inputs yield the same bytes everywhere.
fn n(length: f64) -> String {
    let tenths = (length * 10.0).round() / 10.0;
    format!("{tenths}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(label: &str) -> Node {
        Node {
            label: label.into(),
            name: format!("{label}: voluit"),
            href: format!("{}.html", label.to_lowercase()),
            voice: None,
            language: None,
        }
    }

    fn drawing() -> Drawing {
        Drawing {
            id: "map-a".into(),
            title: "A & B".into(),
            about: "Wat bij wat hoort.".into(),
            columns: vec![
                Column {
                    title: "Stukken".into(),
                    nodes: vec![Node { voice: Some("cabinet"), ..node("D") }, node("E")],
                },
                Column {
                    title: "Pijlers".into(),
                    nodes: vec![Node { language: Some("en".into()), ..node("P") }],
                },
            ],
            lines: vec![
                Line { from: (0, 0), to: (1, 0), weight: 3 },
                Line { from: (0, 0), to: (0, 1), weight: 1 },
            ],
        }
    }

    fn all(html: &str, css: &str) -> Vec<scraper::node::Element> {
        let css = scraper::Selector::parse(css).expect("a selector");
        scraper::Html::parse_fragment(html).select(&css).map(|e| e.value().clone()).collect()
    }

    #[test]
    fn boxes_are_links_and_lines_join_their_sides() {
        let html = svg(&drawing()).expect("has boxes");
        let links = all(&html, "svg a.map-node");
        assert_eq!(
            links.iter().filter_map(|a| a.attr("href")).collect::<Vec<_>>(),
            ["d.html", "e.html", "p.html"]
        );
        assert_eq!(links[0].attr("class"), Some("map-node voice-cabinet"));
        assert_eq!(links[2].attr("lang"), Some("en"));
        let boxes = all(&html, "rect");
        // Two rows of 30 below 34: their middles at 49 and 79; the one box of the second column between them.
        assert_eq!(boxes.iter().filter_map(|b| b.attr("y")).collect::<Vec<_>>(), ["36", "66", "51"]);
        let paths: Vec<_> =
            all(&html, "path").iter().filter_map(|p| p.attr("d").map(str::to_owned)).collect();
        assert_eq!(paths, ["M302 49C367 49 367 64 432 64", "M70 49C21 49 21 79 70 79"]);
        assert_eq!(all(&html, "path.map-relation").len(), 1);
        assert!(all(&html, "[style]").is_empty());
    }

    #[test]
    fn the_drawing_is_no_picture_and_has_a_name_and_its_words() {
        let html = svg(&drawing()).expect("has boxes");
        assert!(
            html.contains(
                "role=\"group\" aria-labelledby=\"_map-a-title\" aria-describedby=\"_map-a-about\""
            )
        );
        assert!(html.contains("<title id=\"_map-a-title\">A &amp; B</title>"));
        assert!(html.contains("<title>D: voluit</title>") && html.contains(">Stukken</text>"));
    }

    #[test]
    fn lines_have_four_thicknesses() {
        assert_eq!([1, 2, 5, 6, 20, 21, 900].map(thickness), [1, 2, 2, 3, 3, 5, 5]);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let empty = Drawing { columns: Vec::new(), lines: Vec::new(), ..drawing() };
        assert!(svg(&empty).is_none());
    }
}
