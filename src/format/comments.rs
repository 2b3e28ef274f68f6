//! Comments find their lines again.

use super::doc::{Gap, Line, STEP, columns};
use super::origin::Origin;
use crate::syntax::ast::Comment;

/// A line with its comments.
struct Commented<'a> {
    line: &'a Line,
    /// All that belong to it, in the order of the source.
    comments: Vec<&'a Comment>,
}

/// A line of the finished text.
#[derive(Default)]
struct Output {
    /// The blanks with which `text` starts.
    indent: usize,
    /// Indented words, or a comment that has the line for itself.
    text: String,
    /// The comment behind the words.
    trailing: Option<String>,
}

/// Puts the comments of `origin` back among the lines, and gives the whole text.
///
/// A comment that has a line for itself goes above the line that prints what stood below it; any
/// other goes to the end of the line that prints what stood before it. Where several meet at the end
/// of one line, all but the last go above it, for they cannot share a line.
pub(super) fn place(lines: &[Line], origin: Origin<'_>) -> String {
    let (lines, rest) = attach(lines, origin.comments);
    let mut output: Vec<Output> = Vec::new();
    let mut block_opens = true;
    for Commented { line, comments } in &lines {
        let trailing = comments.last().filter(|comment| !comment.own_line);
        let above = comments.len() - usize::from(trailing.is_some());
        let above: Vec<&Comment> = comments.iter().take(above).copied().collect();
        let mut blanks = blanks(line, &above, origin).into_iter();
        let mut put = |indent: usize, text: &str, trailing: Option<String>| {
            if blanks.next() == Some(true) && !block_opens {
                output.push(Output::default());
            }
            block_opens = text.ends_with('{');
            output.push(Output {
                indent,
                text: format!("{}{text}", " ".repeat(indent)),
                trailing,
            });
        };
        let closes = if line.gap == Gap::Close { STEP } else { 0 };
        for comment in above {
            let text = moved(comment, line).unwrap_or(&comment.text);
            put(line.indent + closes, text, None);
        }
        let trailing = trailing.map(|comment| comment.text.clone());
        put(line.indent, line.text.trim_end(), trailing);
    }
    for comment in rest {
        if origin.blank_above(comment.span.span.start) && !output.is_empty() {
            output.push(Output::default());
        }
        output.push(Output {
            text: comment.text.clone(),
            ..Output::default()
        });
    }
    joined(&output)
}

/// Gives every comment to a line; those below the last line are left over.
fn attach<'a>(
    lines: &'a [Line],
    comments: &'a [Comment],
) -> (Vec<Commented<'a>>, Vec<&'a Comment>) {
    let mut places: Vec<(u32, u32, usize)> = (0..)
        .zip(lines)
        .filter_map(|(index, line)| line.place.map(|(start, end)| (start, end, index)))
        .collect();
    places.sort_unstable();
    let mut commented: Vec<Commented<'a>> = lines
        .iter()
        .map(|line| Commented {
            line,
            comments: Vec::new(),
        })
        .collect();
    let mut rest = Vec::new();
    for comment in comments {
        let start = comment.span.span.start;
        let behind = places.partition_point(|place| place.0 <= start);
        let before = behind.checked_sub(1).and_then(|index| places.get(index));
        let place = match before {
            Some(place) if !comment.own_line || start < place.1 => Some(place),
            _ => places.get(behind),
        };
        match place.and_then(|place| commented.get_mut(place.2)) {
            Some(line) => line.comments.push(comment),
            None => rest.push(comment),
        }
    }
    (commented, rest)
}

/// Whether a blank line goes above each of the comments above a line, and above the line itself.
fn blanks(line: &Line, above: &[&Comment], origin: Origin<'_>) -> Vec<bool> {
    let mut blanks = vec![false; above.len() + 1];
    if line.gap == Gap::Never {
        return blanks;
    }
    for (blank, comment) in blanks.iter_mut().zip(above) {
        *blank = comment.own_line && origin.blank_above(comment.span.span.start);
    }
    let start = line.place.map_or(0, |place| place.0);
    if line.gap != Gap::Close && origin.blank_above(start) {
        // Comments from inside the line move above it: they take its blank line along.
        let inside = above
            .iter()
            .position(|comment| comment.span.span.start > start);
        if let Some(blank) = blanks.get_mut(inside.unwrap_or(above.len())) {
            *blank = true;
        }
    }
    if line.gap == Gap::Always
        && !blanks.contains(&true)
        && let Some(first) = blanks.first_mut()
    {
        *first = true;
    }
    blanks
}

/// The text of a comment that was not above `line` and goes there.
///
/// There, `##` could become the documentation of something, which the comment was not. Documenting
/// nothing, it is written with one `#`, as the finding about such comments advises.
fn moved<'a>(comment: &'a Comment, line: &Line) -> Option<&'a str> {
    let start = line.place.map_or(0, |place| place.0);
    let was_above = comment.own_line && comment.span.span.start < start;
    let marks = comment
        .text
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count();
    if was_above || marks < 2 {
        return None;
    }
    comment.text.get(marks - 1..)
}

/// The text of all lines; comments at the ends of neighbouring lines of one block
/// stand below each other.
fn joined(output: &[Output]) -> String {
    let mut text = String::new();
    let neighbours = |a: &Output, b: &Output| {
        a.indent == b.indent && a.trailing.is_some() && b.trailing.is_some()
    };
    for run in output.chunk_by(neighbours) {
        let width = run
            .iter()
            .map(|line| columns(&line.text))
            .max()
            .unwrap_or(0);
        for line in run {
            text.push_str(&line.text);
            if let Some(comment) = &line.trailing {
                let blanks = width - columns(&line.text) + 2;
                text.push_str(&" ".repeat(blanks));
                text.push_str(comment);
            }
            text.push('\n');
        }
    }
    text
}
