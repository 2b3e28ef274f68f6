//! Pieces of text for people: numbers, shares, bars and columns.

use super::printable::printable_line;
use crate::report::Conversions;
pub(super) use crate::value::{counted, grouped, share};

/// A bar that fills `cells` where the part is the whole, drawn in eighths of a cell.
pub(super) fn bar(part: u64, whole: u64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if whole == 0 || part == 0 {
        return String::new();
    }
    let steps = u128::from(part) * cells as u128 * 8 / u128::from(whole);
    // Whatever is there can be seen.
    let steps = usize::try_from(steps.max(1)).unwrap_or(0);
    "█".repeat(steps / 8) + EIGHTHS.get(steps % 8).unwrap_or(&"")
}

/// As [`bar`], with blanks behind it up to `cells`, so that something may stand behind it.
pub(super) fn padded_bar(part: u64, whole: u64, cells: usize) -> String {
    let bar = bar(part, whole, cells);
    let blanks = " ".repeat(cells.saturating_sub(width(&bar)));
    bar + &blanks
}

/// How many times the share of all the share of these is: `1.63×`.
pub(super) fn lift(leads: &Conversions, all: &Conversions) -> String {
    match leads.lift(all, 2) {
        Some(lift) => with_places(&grouped(lift), 2) + "×",
        None => "-".to_owned(),
    }
}

/// A rounded number with all its places, also where they are 0, so that a column lines up.
pub(super) fn with_places(number: &str, places: usize) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}.{fraction:0<places$}")
}

/// How many characters a text has.
pub(in crate::render) fn width(text: &str) -> usize {
    text.chars().count()
}

/// A text of at most so many characters; what is cut off shows as `…`.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let text = printable_line(text);
    if width(&text) <= most {
        return text;
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// A table: the first column to the left, the others, which are numbers, to the right. Each line
/// starts with `indent` spaces; no line ends with spaces.
pub(super) fn table(rows: &[Vec<String>], indent: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|t| width(t))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (place, (cell, size)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(size.saturating_sub(width(cell)));
            match place {
                0 => line.extend([cell.as_str(), &space]),
                _ => line.extend(["  ", &space, cell]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Words in lines of at most `most` characters, the first indented by `first` spaces, the others by
/// `rest`. A word that is longer than a line stays whole.
pub(in crate::render) fn wrapped(text: &str, most: usize, first: usize, rest: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(first);
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && width(&line) + 1 + width(word) > most {
            lines.push_str(&line);
            lines.push('\n');
            line = " ".repeat(rest);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifts_have_two_places() {
        let of = |known, converted| Conversions {
            leads: known,
            known,
            converted,
        };
        assert_eq!(lift(&of(805, 764), &of(9240, 3561)), "2.46×");
        assert_eq!(lift(&of(10, 10), &of(100, 50)), "2.00×");
        assert_eq!(lift(&of(10, 0), &of(100, 50)), "0.00×");
        assert_eq!(lift(&of(0, 0), &of(100, 50)), "-");
        assert_eq!(lift(&of(10, 0), &of(100, 0)), "-");
    }

    #[test]
    fn bars_have_eighths_and_never_hide_what_is_there() {
        assert_eq!(bar(0, 10, 30), "");
        assert_eq!(bar(1, 1_000_000, 30), "▏");
        assert_eq!(bar(1, 2, 3), "█▌");
        assert_eq!(bar(7, 7, 30), "█".repeat(30));
        assert_eq!(bar(3, 0, 30), "");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened("admissions_desk", 10), "admission…");
        assert_eq!(shortened("Zoë", 3), "Zoë");
    }

    #[test]
    fn tables_are_aligned() {
        let row = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
        let text = table(&[row("", "low", "sum"), row("fit", "0", "1,000")], 2);
        assert_eq!(text, "       low    sum\n  fit    0  1,000\n");
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three", 8, 0, 2), "one two\n  three\n");
        assert_eq!(wrapped("a longword", 5, 2, 4), "  a\n    longword\n");
    }
}
