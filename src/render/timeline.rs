//! Draws a timeline as SVG: a row for each deadline or date, with its words beside it.
//!
//! Nothing but geometry stands in attributes; colours are the style sheet's, by class. The words are part of the
//! drawing, and a table with the same rows belongs beside it.

use super::format::shortened;
use super::html::{Syntax, Tag, Writer};
use jiff::ToSpan;
use jiff::civil::Date;

/// What is drawn.
#[derive(Debug, Clone)]
pub(super) struct Drawing {
    pub(super) title: String,
    /// What the drawing shows, in a sentence.
    pub(super) about: String,
    /// In the order of time.
    pub(super) rows: Vec<Row>,
    /// The day that states are of, and its words.
    pub(super) today: Option<(Date, String)>,
}

/// A row of the drawing.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) first: Date,
    pub(super) last: Date,
    /// When, at the left.
    pub(super) label: String,
    /// What, below it.
    pub(super) note: String,
    pub(super) shape: Shape,
}

/// How a row is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A deadline, over or not.
    Bar { over: bool },
    /// A document's date, with its voice.
    Mark(&'static str),
}

/// Where the words of a row stand. A screen shows one of the two by its width: the words of a phone's drawing would
/// leave no room for the bars beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// At the left of the bars.
    Beside,
    /// Above the bars, which are as wide as the drawing.
    Above,
}

/// Lengths in the drawing's own units, about a CSS pixel each.
struct Measures {
    /// Before the chart.
    label: f64,
    chart: f64,
    /// From a row's top to the middle of its bar.
    middle: f64,
    /// Characters of a note that fit; the table has all of them.
    fitting: usize,
}

const ROW: f64 = 42.0;
const HEAD: f64 = 56.0;
const BAR: f64 = 16.0;
/// Behind the chart, for the stroke of what ends with it.
const EDGE: f64 = 4.0;
/// Half of the widest words above the line of the day.
const TODAY: f64 = 80.0;

impl Layout {
    fn measures(self) -> Measures {
        match self {
            Layout::Beside => Measures { label: 250.0, chart: 440.0, middle: ROW / 2.0, fitting: 38 },
            Layout::Above => Measures { label: 0.0, chart: 336.0, middle: 27.0, fitting: 26 },
        }
    }

    /// Ends the class and the ids, which a page may have once.
    fn suffix(self) -> &'static str {
        match self {
            Layout::Beside => "",
            Layout::Above => "-narrow",
        }
    }
}

impl Measures {
    fn width(&self) -> f64 {
        self.label + self.chart + EDGE
    }
}

/// The years and quarters that the drawing spans.
struct Scale {
    layout: Layout,
    measures: Measures,
    from: Date,
    days: f64,
}

impl Scale {
    /// From the beginning of the first quarter to the end of the last. `None` without rows.
    fn of(drawing: &Drawing, layout: Layout) -> Option<Self> {
        let days = || {
            let today = drawing.today.iter().map(|(day, _)| *day);
            drawing.rows.iter().flat_map(|r| [r.first, r.last]).chain(today)
        };
        let from = quarter_start(days().min()?)?;
        let to = next_quarter(quarter_start(days().max()?)?)?;
        Some(Scale { layout, measures: layout.measures(), from, days: (to - from).get_days().into() })
    }

    fn x(&self, day: Date) -> f64 {
        self.measures.label + self.measures.chart * f64::from((day - self.from).get_days()) / self.days
    }

    /// Where the chart ends.
    fn end(&self) -> f64 {
        self.measures.label + self.measures.chart
    }

    /// The first days of the quarters, with the end of the last.
    fn quarters(&self) -> Vec<Date> {
        let mut out = vec![self.from];
        while let Some(next) = out.last().and_then(|last| next_quarter(*last)) {
            if self.x(next) > self.end() + 0.5 {
                break;
            }
            out.push(next);
        }
        out
    }
}

fn quarter_start(day: Date) -> Option<Date> {
    Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()
}

fn next_quarter(start: Date) -> Option<Date> {
    start.checked_add(3.months()).ok()
}

/// The SVG element; `None` where there is nothing to draw.
pub(super) fn svg(drawing: &Drawing, layout: Layout) -> Option<String> {
    let scale = Scale::of(drawing, layout)?;
    let height = HEAD + ROW * drawing.rows.len() as f64 + 8.0;
    let width = scale.measures.width();
    let suffix = layout.suffix();
    let (title, about) = (format!("_timeline-title{suffix}"), format!("_timeline-about{suffix}"));
    let mut out = Writer::new(Syntax::Html);
    let tag = Tag::new("svg")
        .attr("class", &format!("timeline-drawing{}", suffix.replace('-', " timeline-")))
        .attr("viewBox", &format!("0 0 {} {}", n(width), n(height)))
        .attr("width", &n(width))
        .attr("height", &n(height))
        .attr("role", "img")
        .attr("aria-labelledby", &format!("{title} {about}"));
    out.open(tag);
    out.element("title", Tag::new("title").attr("id", &title), &drawing.title);
    out.element("desc", Tag::new("desc").attr("id", &about), &drawing.about);
    axis(&mut out, &scale, height);
    if let Some((day, words)) = &drawing.today {
        today(&mut out, &scale, *day, words, height);
    }
    for (at, row) in drawing.rows.iter().enumerate() {
        out.line_end();
        draw_row(&mut out, &scale, row, HEAD + ROW * at as f64);
    }
    out.close("svg");
    Some(out.finish())
}

/// Lines at the quarters, stronger ones at the years, and the years' names.
fn axis(out: &mut Writer, scale: &Scale, height: f64) {
    for day in scale.quarters() {
        let new_year = day.month() == 1;
        let class = if new_year { "timeline-year" } else { "timeline-quarter" };
        line(out, class, scale.x(day), HEAD - 8.0, height);
        // Where the drawing begins in the midst of a year, that year has its name too.
        let ends = scale.x(day) > scale.end() - 1.0;
        if (new_year || day == scale.from) && !ends {
            text(out, "timeline-name", scale.x(day) + 4.0, HEAD - 14.0, "start", &day.year().to_string());
        }
    }
}

fn today(out: &mut Writer, scale: &Scale, day: Date, words: &str, height: f64) {
    let x = scale.x(day);
    line(out, "timeline-today", x, 20.0, height);
    // The words stay within the drawing.
    let words_at = x.max(TODAY).min(scale.measures.width() - TODAY);
    text(out, "timeline-name", words_at, 14.0, "middle", words);
}

fn draw_row(out: &mut Writer, scale: &Scale, row: &Row, top: f64) {
    let middle = top + scale.measures.middle;
    let (from, to) = (scale.x(row.first), scale.x(row.last.tomorrow().unwrap_or(row.last)));
    let note = shortened(&row.note, scale.measures.fitting);
    match scale.layout {
        Layout::Beside => {
            text(out, "timeline-label", 0.0, middle - 3.0, "start", &row.label);
            text(out, "timeline-note", 0.0, middle + 13.0, "start", &note);
        }
        Layout::Above => {
            text(out, "timeline-label", 0.0, top + 13.0, "start", &row.label);
            text(out, "timeline-note", scale.end(), top + 13.0, "end", &note);
        }
    }
    let shape = match row.shape {
        Shape::Bar { over } => {
            let class = if over { "timeline-bar timeline-over" } else { "timeline-bar" };
            Tag::new("rect")
                .attr("class", class)
                .attr("x", &n(from))
                .attr("y", &n(middle - BAR / 2.0))
                .attr("width", &n((to - from).max(4.0)))
                .attr("height", &n(BAR))
        }
        Shape::Mark(voice) => {
            let x = (from + to) / 2.0;
            let points = [(x, middle - 7.0), (x + 7.0, middle), (x, middle + 7.0), (x - 7.0, middle)];
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
            Tag::new("polygon")
                .attr("class", &format!("timeline-mark voice-{voice}"))
                .attr("points", &points.join(" "))
        }
    };
    let name = if matches!(row.shape, Shape::Bar { .. }) { "rect" } else { "polygon" };
    out.element(name, shape, "");
}

fn line(out: &mut Writer, class: &str, x: f64, top: f64, bottom: f64) {
    let tag = Tag::new("line")
        .attr("class", class)
        .attr("x1", &n(x))
        .attr("x2", &n(x))
        .attr("y1", &n(top))
        .attr("y2", &n(bottom));
    out.element("line", tag, "");
}

fn text(out: &mut Writer, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let tag = Tag::new("text").attr("class", class).attr("x", &n(x)).attr("y", &n(y));
    out.element("text", tag.attr("text-anchor", anchor), words);
}

/// A length, rounded to a tenth, so that the same inputs yield the same bytes everywhere.
fn n(length: f64) -> String {
    let tenths = (length * 10.0).round() / 10.0;
    format!("{tenths}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn row(first: &str, last: &str, shape: Shape) -> Row {
        Row { first: date(first), last: date(last), label: "l & m".into(), note: "n".into(), shape }
    }

    fn drawing() -> Drawing {
        Drawing {
            title: "Tijdlijn".into(),
            about: "Wat wanneer.".into(),
            rows: vec![
                row("2025-04-09", "2025-04-09", Shape::Mark("commission")),
                row("2025-04-01", "2025-06-30", Shape::Bar { over: true }),
                row("2026-01-01", "2026-12-31", Shape::Bar { over: false }),
            ],
            today: Some((date("2025-10-01"), "stand".into())),
        }
    }

    #[test]
    fn a_bar_spans_its_days() {
        let drawing = drawing();
        let scale = Scale::of(&drawing, Layout::Beside).expect("has rows");
        assert_eq!((scale.from, scale.days), (date("2025-04-01"), 640.0));
        assert_eq!(scale.quarters().len(), 8);
        let html = svg(&drawing, Layout::Beside).expect("has rows");
        let fragment = scraper::Html::parse_fragment(&html);
        let all = |css: &str| {
            let css = scraper::Selector::parse(css).expect("a selector");
            fragment.select(&css).map(|e| e.value().clone()).collect::<Vec<_>>()
        };
        let bars = all("rect");
        assert_eq!(bars.len(), 2);
        assert_eq!(bars[0].attr("x"), Some("250"));
        // 91 of 640 days.
        assert_eq!(bars[0].attr("width"), Some("62.6"));
        assert_eq!(bars[0].attr("class"), Some("timeline-bar timeline-over"));
        assert_eq!(all("polygon.voice-commission").len(), 1);
        assert_eq!(all("line.timeline-today").len(), 1);
        assert_eq!(all("[style]").len(), 0);
    }

    #[test]
    fn the_drawing_has_a_name_a_description_and_its_words() {
        let html = svg(&drawing(), Layout::Beside).expect("has rows");
        assert!(html.contains("aria-labelledby=\"_timeline-title _timeline-about\""));
        assert!(html.contains("<title id=\"_timeline-title\">Tijdlijn</title>"));
        assert!(html.contains(">l &amp; m</text>"));
        assert!(html.contains(">2025</text>") && html.contains(">2026</text>"));
    }

    #[test]
    fn a_narrow_drawing_has_the_same_words_over_bars_of_its_whole_width() {
        let narrow = svg(&drawing(), Layout::Above).expect("has rows");
        let wide = svg(&drawing(), Layout::Beside).expect("has rows");
        let words = |html: &str| -> Vec<String> {
            let css = scraper::Selector::parse("text").expect("a selector");
            scraper::Html::parse_fragment(html).select(&css).map(|e| e.text().collect()).collect()
        };
        assert_eq!(words(&narrow), words(&wide));
        assert!(narrow.contains("<title id=\"_timeline-title-narrow\">"));
        assert!(narrow.contains("class=\"timeline-drawing timeline-narrow\""));
        // The first quarter begins at the very edge.
        assert!(narrow.contains("<rect class=\"timeline-bar timeline-over\" x=\"0\""), "{narrow}");
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let empty = Drawing { rows: Vec::new(), today: None, ..drawing() };
        assert!(svg(&empty, Layout::Beside).is_none());
    }
}
