//! Lines in containers: what stands before each of them.

/// A text that is put together line by line.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    count: usize,
    /// What the next line begins with: with the markers of those containers that have no line yet.
    next: String,
    within: Container,
}

/// What stands around lines.
#[derive(Default)]
pub(super) struct Container {
    /// What each line but the first begins with.
    others: String,
    /// A line without words: quotations mark it, and nothing is indented in it.
    blank: String,
    /// How many lines there were before it, and how long the beginning of the next one was.
    lines_before: usize,
    next_before: usize,
}

/// A place between two lines.
#[derive(Clone, Copy)]
pub(super) struct Between {
    length: usize,
    count: usize,
}

impl Lines {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Adds a line of these parts.
    pub(super) fn line(&mut self, parts: &[&str]) {
        if self.count > self.within.lines_before && parts.iter().all(|part| part.is_empty()) {
            return self.blank();
        }
        self.text.push_str(&self.next);
        parts.iter().for_each(|part| self.text.push_str(part));
        self.end();
    }

    /// Adds a line without words, which is never the first of its container.
    pub(super) fn blank(&mut self) {
        self.text.push_str(&self.within.blank);
        self.end();
    }

    fn end(&mut self) {
        self.text.push('\n');
        self.count += 1;
        self.next.clone_from(&self.within.others);
    }

    /// Begins a container whose first line begins with a marker and whose others are indented; gives the one around it.
    pub(super) fn open(&mut self, marker: &str, indent: &str) -> Container {
        let inner = Container {
            others: [&self.within.others, indent].concat(),
            blank: self.within.blank.clone(),
            lines_before: self.count,
            next_before: self.next.len(),
        };
        self.next.push_str(marker);
        std::mem::replace(&mut self.within, inner)
    }

    /// Begins a quotation; gives the container around it.
    pub(super) fn open_quote(&mut self) -> Container {
        let outer = self.open("> ", "> ");
        self.within.blank = [&outer.others, ">"].concat();
        outer
    }

    /// Ends a container; a marker without lines is a line of its own.
    pub(super) fn close(&mut self, outer: Container) {
        if self.count == self.within.lines_before {
            self.next.truncate(self.next.trim_end().len());
            self.line(&[]);
        }
        self.close_quote(outer);
    }

    /// Ends a quotation, of which nothing is seen where it has no lines.
    pub(super) fn close_quote(&mut self, outer: Container) {
        let inner = std::mem::replace(&mut self.within, outer);
        if self.count == inner.lines_before {
            self.next.truncate(inner.next_before);
        } else {
            self.next.clone_from(&self.within.others);
        }
    }

    /// The place behind the lines.
    pub(super) fn place(&self) -> Between {
        Between { length: self.text.len(), count: self.count }
    }

    /// Takes blank lines away that were added since.
    pub(super) fn back_to(&mut self, place: Between) {
        self.text.truncate(place.length);
        self.count = place.count;
    }
}
