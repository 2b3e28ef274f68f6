//! The few lines of a text that a finding shows.
//!
//! The lines are copied, so that what is drawn is safe whatever the text holds: very long lines are
//! cut to a window round the place, control characters (which could move a terminal's cursor or
//! turn the direction of writing) are shown as `�`, tabs have a fixed width, and a place at the
//! end of the text is moved to its last visible character, where it can be seen.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Label;
use crate::render::printable;
use crate::render::printable::is_control;
use crate::source::{Source, SourceId, SourceMap};

/// Lines of up to so many characters are shown whole.
const WHOLE_LINE: usize = 160;
/// How many characters of a longer one are shown before and after the place.
const BEFORE: usize = 40;
const AFTER: usize = 80;
const TAB: &str = "    ";

/// Some lines of one text, with places marked in them.
#[derive(Debug)]
pub(in crate::render) struct Excerpt {
    /// Where the first mark is, as people read it: file, line and column.
    pub(super) place: String,
    /// The lines, each with a line end.
    pub(in crate::render) text: String,
    /// Where each line starts in `text`, with its number in the whole text, from 1.
    pub(in crate::render) lines: Vec<(usize, usize)>,
    /// The marked stretches of `text` with their words, the main one first.
    pub(in crate::render) marks: Vec<(Range<usize>, String)>,
}

/// The excerpts that show all labels: the first has the first label; a further one is needed for
/// each further text, and for places too far from each other in one long line.
pub(in crate::render) fn excerpts(sources: &SourceMap, labels: &[Label]) -> Vec<Excerpt> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for label in labels {
        let Some(source) = sources.get(label.span.source) else {
            continue;
        };
        let mark = Mark::new(sources, source, label);
        let frame = frames.iter_mut().find(|frame| frame.has_room(&mark));
        match frame {
            Some(frame) => frame.add(mark),
            None => frames.push(Frame::new(label.span.source, source, mark)),
        }
    }
    frames.iter().map(|frame| frame.draw(sources)).collect()
}

/// A label, fitted to what can be shown: within one line, not past the end.
struct Mark<'a> {
    label: &'a Label,
    /// The stretch of the source.
    range: Range<usize>,
    /// The line it stands in.
    line: Range<usize>,
    number: usize,
}

impl<'a> Mark<'a> {
    fn new(sources: &SourceMap, source: &Source, label: &'a Label) -> Self {
        let text = source.text.as_str();
        let mut range = label.span.range();
        range.start = floor(text, range.start);
        range.end = floor(text, range.end).max(range.start);
        let visible = text.trim_end();
        if range.start >= visible.len() {
            let last = visible.char_indices().next_back();
            range = last.map_or(0..0, |(at, _)| at..visible.len());
        }
        let line = line_at(text, range.start);
        if range.end > line.end {
            let shown = text.get(range.start..line.end).unwrap_or_default();
            range.end = range.start + shown.trim_end().len();
        }
        let mut span = label.span;
        span.start = u32::try_from(range.start).unwrap_or(u32::MAX);
        Mark {
            number: sources.positions(span).0.line,
            label,
            range,
            line,
        }
    }
}

/// Marks that are shown together.
struct Frame<'a> {
    id: SourceId,
    source: &'a Source,
    marks: Vec<Mark<'a>>,
    /// What is shown of each line, by the line's number.
    lines: BTreeMap<usize, Range<usize>>,
}

impl<'a> Frame<'a> {
    fn new(id: SourceId, source: &'a Source, mark: Mark<'a>) -> Self {
        let mut frame = Frame {
            id,
            source,
            marks: Vec::new(),
            lines: BTreeMap::new(),
        };
        frame.add(mark);
        frame
    }

    fn has_room(&self, mark: &Mark<'_>) -> bool {
        let shown = self.lines.get(&mark.number);
        self.id == mark.label.span.source
            && shown.is_none_or(|shown| shown.contains(&mark.range.start) || *shown == mark.line)
    }

    fn add(&mut self, mut mark: Mark<'a>) {
        let text = self.source.text.as_str();
        let window = || window(text, mark.line.clone(), mark.range.start);
        let shown = self.lines.entry(mark.number).or_insert_with(window);
        mark.range.end = mark.range.end.min(shown.end);
        self.marks.push(mark);
    }

    /// The lines that are shown, with the one before and the one after each marked one.
    fn with_context(&self) -> BTreeMap<usize, Range<usize>> {
        let text = self.source.text.as_str();
        let mut lines = self.lines.clone();
        for mark in &self.marks {
            if let Some(end) = mark.line.start.checked_sub(1) {
                let line = line_at(text, end);
                let shown = window(text, line.clone(), line.start);
                lines.entry(mark.number.saturating_sub(1)).or_insert(shown);
            }
            let next = mark.line.end + 1;
            if next < text.len() {
                let line = line_at(text, next);
                let shown = window(text, line.clone(), line.start);
                lines.entry(mark.number + 1).or_insert(shown);
            }
        }
        lines
    }

    fn draw(&self, sources: &SourceMap) -> Excerpt {
        let mut text = String::new();
        let mut lines = Vec::new();
        let mut marks: Vec<_> = self
            .marks
            .iter()
            .map(|mark| (0..0, printable(&mark.label.text)))
            .collect();
        for (number, shown) in self.with_context() {
            lines.push((text.len(), number));
            let whole = line_at(&self.source.text, shown.start);
            if shown.start > whole.start {
                text.push('…');
            }
            let starts_at = text.len();
            let part = self.source.text.get(shown.clone()).unwrap_or_default();
            let places = print(&mut text, part);
            for (mark, (range, _)) in self.marks.iter().zip(&mut marks) {
                if mark.number == number {
                    let place = |at: usize| {
                        let index = places.partition_point(|(from, _)| *from < at - shown.start);
                        places.get(index).map_or(starts_at, |(_, to)| *to)
                    };
                    *range = place(mark.range.start)..place(mark.range.end);
                }
            }
            if shown.end < whole.end {
                text.push('…');
            }
            text.push('\n');
        }
        Excerpt {
            place: self
                .marks
                .first()
                .map_or(String::new(), |mark| place(sources, mark)),
            text,
            lines,
            marks,
        }
    }
}

/// File, line and column of a mark.
fn place(sources: &SourceMap, mark: &Mark<'_>) -> String {
    let (start, _) = sources.positions(mark.label.span);
    let name = sources.name(mark.label.span.source);
    format!("{name}:{}:{}", start.line, start.column)
}

/// Adds `part` to `text` with everything in it fit to print. For each character, and for the end,
/// where it starts in `part` and where in `text`.
fn print(text: &mut String, part: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (at, character) in part.char_indices() {
        places.push((at, text.len()));
        match character {
            '\t' => text.push_str(TAB),
            '\r' => {}
            _ if is_control(character) => text.push('\u{fffd}'),
            _ => text.push(character),
        }
    }
    places.push((part.len(), text.len()));
    places
}

/// The next place at or before `at` where a character starts.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line in which `at` lies, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// What is shown of a line: all of it, or some characters round `at`.
fn window(text: &str, line: Range<usize>, at: usize) -> Range<usize> {
    let before = text.get(line.start..at).unwrap_or_default();
    let after = text.get(at..line.end).unwrap_or_default();
    // A character has at most four bytes, so a short line is known without counting.
    if line.len() <= WHOLE_LINE
        || text
            .get(line.clone())
            .is_some_and(|it| it.chars().count() <= WHOLE_LINE)
    {
        return line;
    }
    let start = before.char_indices().rev().take(BEFORE).last();
    let end = after.char_indices().nth(AFTER);
    start.map_or(at, |(start, _)| line.start + start)..end.map_or(line.end, |(end, _)| at + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn one(text: &str, range: Range<usize>) -> (String, String) {
        let mut sources = SourceMap::default();
        let source = sources.add("a.ground", text);
        let span = Span::new(source, range.start, range.end);
        let label = Label {
            span,
            text: String::new(),
        };
        let excerpts = excerpts(&sources, &[label]);
        let excerpt = excerpts.into_iter().next().unwrap();
        let (mark, _) = excerpt.marks.first().unwrap().clone();
        let marked = excerpt.text.get(mark).unwrap().to_owned();
        (excerpt.text, marked)
    }

    #[test]
    fn a_place_has_its_line_and_the_ones_round_it() {
        let (text, marked) = one("one\ntwo\nthree\nfour\nfive\n", 8..13);
        assert_eq!(text, "two\nthree\nfour\n");
        assert_eq!(marked, "three");
    }

    #[test]
    fn a_place_at_the_end_moves_to_what_can_be_seen() {
        for end in [6, 7, 99] {
            let (_, marked) = one("list\n{\n", end..end);
            assert_eq!(marked, "{", "{end}");
        }
        let (text, marked) = one("", 0..0);
        assert_eq!((text.as_str(), marked.as_str()), ("\n", ""));
    }

    #[test]
    fn a_stretch_over_lines_shows_its_first() {
        let (_, marked) = one("score fit { \n+1\n}\n", 0..17);
        assert_eq!(marked, "score fit {");
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let line = format!("{}here{}", "ä".repeat(1_000_000), "ß".repeat(1_000_000));
        let (text, marked) = one(&line, 2_000_000..2_000_004);
        assert_eq!(marked, "here");
        assert_eq!(
            text.chars().count(),
            BEFORE + AFTER + "……\n".chars().count()
        );
        let (text, marked) = one(&line, 0..line.len());
        assert_eq!(marked.chars().count(), AFTER);
        assert!(text.ends_with("…\n"));
    }

    #[test]
    fn control_characters_are_not_passed_on() {
        let (text, marked) = one("a\u{1b}[31m\tb\u{202e}c\r\n", 6..7);
        assert_eq!(text, "a\u{fffd}[31m    b\u{fffd}c\n");
        assert_eq!(marked, "    ");
    }

    #[test]
    fn places_far_apart_in_one_line_and_in_other_texts_have_their_own_excerpts() {
        let mut sources = SourceMap::default();
        let long = sources.add("a.ground", "x".repeat(10_000));
        let other = sources.add("b.txt", "y\n");
        let label = |source, at| Label {
            span: Span::new(source, at, at + 1),
            text: String::new(),
        };
        let labels = [
            label(long, 0),
            label(long, 50),
            label(long, 9_000),
            label(other, 0),
        ];
        let excerpts = excerpts(&sources, &labels);
        let places: Vec<_> = excerpts.iter().map(|it| it.place.as_str()).collect();
        assert_eq!(places, ["a.ground:1:1", "a.ground:1:9001", "b.txt:1:1"]);
        assert_eq!(excerpts[0].marks.len(), 2);
    }
}
