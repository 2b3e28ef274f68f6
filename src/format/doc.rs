//! Lines of text from a small document that says where lines may end.
//!
//! A [`Doc`] knows what belongs together; [`render`] decides which of its groups stand on one line.
//! Every line remembers from where in the source its words come, so that comments find it again.

use crate::source::Span;

/// The widest a line gets where it can be broken, in characters.
pub(super) const WIDTH: usize = 100;

/// How much deeper a block stands than what holds it.
pub(super) const STEP: usize = 2;

/// Something to print.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// Words without a line end.
    Text(String),
    /// What is printed next comes from here in the source: first byte and the byte after the last.
    At(u32, u32),
    /// One after the other.
    Concat(Vec<Doc>),
    /// A line end where the group is broken, else these blanks.
    Line(&'static str, Gap),
    /// The first where the group stands on one line, the second where it is broken.
    IfFlat(String, String),
    /// A line end in any case.
    Hard(Gap),
    /// Breaks the groups around it and prints nothing.
    Expand,
    /// Lines that start in here stand one step deeper.
    Nest(Box<Doc>),
    /// Lines that start in here stand where it starts.
    Align(Box<Doc>),
    /// On one line where it fits.
    Group(Box<Doc>),
    /// As many on a line as fit, with blanks between.
    Fill(Vec<FillItem>, &'static str),
}

/// One of many that fill lines.
#[derive(Debug, Clone)]
pub(super) struct FillItem {
    /// What is printed.
    pub(super) doc: Doc,
    /// It starts a line in any case.
    pub(super) starts_line: bool,
    /// What may stand above it where it starts a line.
    pub(super) gap: Gap,
}

/// What may stand between a line and the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the line continues the one above.
    Never,
    /// A blank line where the writer had one.
    Kept,
    /// A blank line, whatever the writer had.
    Always,
    /// Nothing, for the line closes a block; comments above it stand inside the block.
    Close,
}

/// A printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Blanks before it.
    pub(super) indent: usize,
    /// Its words.
    pub(super) text: String,
    /// The first and last byte of the source that it prints; none for a line without own words.
    pub(super) place: Option<(u32, u32)>,
    /// What may stand above it.
    pub(super) gap: Gap,
}

impl Doc {
    pub(super) fn text(text: impl Into<String>) -> Doc {
        Doc::Text(text.into())
    }

    /// Words that stand at `span` in the source.
    pub(super) fn leaf(text: impl Into<String>, span: Span) -> Doc {
        Doc::Concat(vec![Doc::At(span.start, span.end), Doc::Text(text.into())])
    }

    pub(super) fn nest(docs: Vec<Doc>) -> Doc {
        Doc::Nest(Box::new(Doc::Concat(docs)))
    }

    pub(super) fn group(docs: Vec<Doc>) -> Doc {
        Doc::Group(Box::new(Doc::Concat(docs)))
    }

    pub(super) fn align(doc: Doc) -> Doc {
        Doc::Align(Box::new(doc))
    }

    /// Blanks that fill `text` up to `width` columns where the group is broken.
    pub(super) fn pad(text: &str, width: usize) -> Doc {
        let blanks = width.saturating_sub(columns(text));
        Doc::IfFlat(String::new(), " ".repeat(blanks))
    }

    /// `docs` with `separator` between them.
    pub(super) fn join(docs: impl IntoIterator<Item = Doc>, separator: &str) -> Doc {
        let mut joined = Vec::new();
        for doc in docs {
            if !joined.is_empty() {
                joined.push(Doc::text(separator));
            }
            joined.push(doc);
        }
        Doc::Concat(joined)
    }

    /// Its width on one line; none when it cannot stand on one.
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Doc::Text(text) => Some(columns(text)),
            Doc::Line(flat, _) => Some(flat.len()),
            Doc::IfFlat(flat, _) => Some(columns(flat)),
            Doc::At(..) => Some(0),
            Doc::Hard(_) | Doc::Expand => None,
            Doc::Nest(doc) | Doc::Align(doc) | Doc::Group(doc) => doc.width(),
            Doc::Concat(docs) => docs.iter().map(Doc::width).sum(),
            Doc::Fill(items, separator) => {
                if items.iter().any(|item| item.starts_line) {
                    return None;
                }
                let widths: Option<usize> = items.iter().map(|item| item.doc.width()).sum();
                widths.map(|sum| sum + separator.len() * items.len().saturating_sub(1))
            }
        }
    }

    /// Adds to `width` what has to stand on the line where it starts, up to where the line may
    /// end; says whether it may.
    fn head(&self, width: &mut usize) -> bool {
        match self {
            Doc::Text(text) => *width += columns(text),
            Doc::IfFlat(_, broken) => *width += columns(broken),
            Doc::At(..) | Doc::Expand => {}
            Doc::Line(..) | Doc::Hard(_) => return true,
            Doc::Nest(doc) | Doc::Align(doc) | Doc::Group(doc) => return doc.head(width),
            Doc::Concat(docs) => return docs.iter().any(|doc| doc.head(width)),
            Doc::Fill(items, _) => {
                return match items.split_first() {
                    None => false,
                    Some((first, rest)) => {
                        first.starts_line || first.doc.head(width) || !rest.is_empty()
                    }
                };
            }
        }
        false
    }
}

/// How many columns a text takes: its characters.
pub(super) fn columns(text: &str) -> usize {
    text.chars().count()
}

/// `text` and blanks up to `width` columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}

/// The lines of a document.
pub(super) fn render(doc: &Doc) -> Vec<Line> {
    let mut printer = Printer {
        done: Vec::new(),
        line: Line::new(0, Gap::Always),
        column: 0,
    };
    printer.print(doc, false, 0, 0);
    printer.end_line(0, Gap::Never);
    printer.done
}

impl Line {
    fn new(indent: usize, gap: Gap) -> Line {
        Line {
            indent,
            text: String::new(),
            place: None,
            gap,
        }
    }
}

struct Printer {
    done: Vec<Line>,
    line: Line,
    column: usize,
}

impl Printer {
    /// Prints `doc`; `tail` is the width of what has to follow on its last line.
    fn print(&mut self, doc: &Doc, flat: bool, indent: usize, tail: usize) {
        match doc {
            Doc::Text(text) => self.push(text),
            Doc::At(start, end) => self.mark(*start, *end),
            Doc::IfFlat(one, broken) => self.push(if flat { one } else { broken }),
            Doc::Line(blanks, _) if flat => self.push(blanks),
            Doc::Line(_, gap) | Doc::Hard(gap) => self.end_line(indent, *gap),
            Doc::Expand => {}
            Doc::Nest(doc) => self.print(doc, flat, indent + STEP, tail),
            Doc::Align(doc) => self.print(doc, flat, self.column, tail),
            Doc::Group(doc) => {
                let fits = |width| self.column + width + tail <= WIDTH;
                let flat = flat || doc.width().is_some_and(fits);
                self.print(doc, flat, indent, tail);
            }
            Doc::Concat(docs) => self.print_all(docs, flat, indent, tail),
            Doc::Fill(items, separator) => self.fill(items, separator, flat, indent, tail),
        }
    }

    fn print_all(&mut self, docs: &[Doc], flat: bool, indent: usize, tail: usize) {
        let mut rest = docs;
        while let Some((doc, behind)) = rest.split_first() {
            let mut width = 0;
            let line_may_end = behind.iter().any(|doc| doc.head(&mut width));
            let tail = if line_may_end { width } else { width + tail };
            self.print(doc, flat, indent, tail);
            rest = behind;
        }
    }

    fn fill(&mut self, items: &[FillItem], between: &str, flat: bool, indent: usize, tail: usize) {
        for (nth, item) in items.iter().enumerate() {
            let tail = if nth + 1 == items.len() { tail } else { 0 };
            let fits = |width| self.column + between.len() + width + tail <= WIDTH;
            let goes_on = flat || !item.starts_line && item.doc.width().is_some_and(fits);
            match (nth, goes_on) {
                (0, _) => {}
                (_, true) => self.push(between),
                (_, false) => self.end_line(indent, item.gap),
            }
            self.print(&item.doc, flat, indent, tail);
        }
    }

    fn push(&mut self, text: &str) {
        self.line.text.push_str(text);
        self.column += columns(text);
    }

    fn mark(&mut self, start: u32, end: u32) {
        let (first, last) = self.line.place.unwrap_or((start, end));
        self.line.place = Some((first.min(start), last.max(end)));
    }

    fn end_line(&mut self, indent: usize, gap: Gap) {
        let done = std::mem::replace(&mut self.line, Line::new(indent, gap));
        self.done.push(done);
        self.column = indent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(doc: &Doc) -> Vec<String> {
        let line = |line: Line| format!("{}{}", " ".repeat(line.indent), line.text);
        render(doc).into_iter().map(line).collect()
    }

    fn word(length: usize) -> Doc {
        Doc::text("x".repeat(length))
    }

    #[test]
    fn a_group_stands_on_one_line_up_to_the_last_column_with_what_follows_it() {
        let group = |length| {
            let inner = vec![word(50), Doc::Line(" ", Gap::Never), word(length)];
            Doc::Concat(vec![Doc::group(vec![Doc::nest(inner)]), Doc::text("!")])
        };
        assert_eq!(shown(&group(48)).len(), 1);
        assert_eq!(shown(&group(49)).len(), 2);
        assert_eq!(shown(&group(49))[1], format!("  {}!", "x".repeat(49)));
    }

    #[test]
    fn what_cannot_stand_on_one_line_breaks_all_groups_around_it_and_no_other() {
        let line = || Doc::Line(" ", Gap::Never);
        let inner = Doc::group(vec![Doc::text("a"), line(), Doc::text("b"), Doc::Expand]);
        let other = Doc::group(vec![Doc::text("c"), line(), Doc::text("d")]);
        let outer = Doc::group(vec![inner, line(), other]);
        assert_eq!(shown(&outer), ["a", "b", "c d"]);
    }

    #[test]
    fn a_fill_breaks_where_the_line_is_full_or_where_it_must() {
        let item = |length, starts_line| FillItem {
            doc: word(length),
            starts_line,
            gap: Gap::Never,
        };
        let fill = Doc::Fill(vec![item(60, false), item(37, false), item(2, true)], " ");
        let lines = shown(&Doc::Concat(vec![Doc::text("ab"), Doc::align(fill)]));
        let lengths: Vec<usize> = lines.iter().map(String::len).collect();
        assert_eq!(lengths, [100, 4]);
        assert!(lines[1].starts_with("  x"));
    }
}
