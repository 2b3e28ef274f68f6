//! The page as Markdown.

use crate::handbook::{Block, Document, Fact, Item, Section, Table};
use crate::render::printable::printable_line;
use crate::value::on_one_line;
use crate::words::{Phrase, Piece};

/// The page as Markdown. A drawing is left out: what it shows stands in the table behind it.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut page = format!("# {}\n", escaped(&document.title));
    blocks(&document.opening, &mut page);
    for part in &document.sections {
        section(part, 2, &mut page);
    }
    page
}

fn section(of: &Section, level: usize, page: &mut String) {
    let marks = "#".repeat(level.min(6));
    page.push_str(&format!("\n{marks} {}\n", phrase(&of.title)));
    blocks(&of.blocks, page);
    for part in &of.sections {
        section(part, level + 1, page);
    }
}

fn blocks(blocks: &[Block], page: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => page.push_str(&format!("\n{}\n", line(text))),
            Block::List(items) => {
                page.push('\n');
                list(items, 0, page);
            }
            Block::Facts(facts) => {
                page.push('\n');
                facts.iter().for_each(|it| fact(it, page));
            }
            Block::Table(of) => table(of, page),
            Block::Drawing(_) => {}
        }
    }
}

fn list(items: &[Item], depth: usize, page: &mut String) {
    for item in items {
        let indent = "  ".repeat(depth);
        page.push_str(&format!("{indent}- {}\n", line(&item.text)));
        list(&item.under, depth + 1, page);
    }
}

fn fact(fact: &Fact, page: &mut String) {
    let label = escaped(&fact.label);
    match fact.says.as_slice() {
        [one] => page.push_str(&format!("- **{label}**: {}\n", phrase(one))),
        several => {
            page.push_str(&format!("- **{label}**:\n"));
            for says in several {
                page.push_str(&format!("  - {}\n", line(says)));
            }
        }
    }
}

fn table(table: &Table, page: &mut String) {
    page.push_str(&format!("\n{}:\n\n", line(&table.caption)));
    let columns = table.columns.iter().map(|it| escaped(it));
    row(columns, page);
    row(table.columns.iter().map(|_| "---".to_owned()), page);
    for cells in &table.rows {
        row(cells.cells.iter().map(phrase), page);
    }
}

fn row(cells: impl Iterator<Item = String>, page: &mut String) {
    page.push('|');
    for cell in cells {
        match cell.is_empty() {
            true => page.push_str(" |"),
            false => page.push_str(&format!(" {cell} |")),
        }
    }
    page.push('\n');
}

/// A phrase at the start of a line, where some signs mean something that they do not mean later.
fn line(of: &Phrase) -> String {
    let text = phrase(of);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest: String = text.chars().skip(digits).take(2).collect();
    let is_number = digits > 0 && (rest.starts_with(['.', ')']) && rest.trim_end().len() < 2);
    if is_number {
        let (number, rest) = text.split_at_checked(digits).unwrap_or((&text, ""));
        return format!("{number}\\{rest}");
    }
    let means = text.starts_with(['#', '>', '='])
        || ["- ", "+ ", "--"].iter().any(|it| text.starts_with(it));
    match means || text == "-" || text == "+" {
        true => format!("\\{text}"),
        false => text,
    }
}

fn phrase(phrase: &Phrase) -> String {
    let pieces = phrase.pieces().iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Label { text, .. } => escaped(text),
        Piece::Name { name, .. } => code(name),
    });
    pieces.collect()
}

/// A name between backticks: more than stand in it, and none of its signs means anything but the
/// one that divides a table.
fn code(name: &str) -> String {
    let name = plain(name).replace('|', "\\|");
    let runs = name.split(|it| it != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    match name.starts_with('`') || name.ends_with('`') || name.is_empty() {
        true => format!("{fence} {name} {fence}"),
        false => format!("{fence}{name}{fence}"),
    }
}

/// A sentence with names in backticks, on a line or in a cell of a table.
pub(in crate::render) fn sentence(text: &str) -> String {
    let is_paired = text.matches('`').count().is_multiple_of(2);
    if !is_paired {
        return escaped(text);
    }
    let parts = text.split('`').zip(0..).map(|(part, at)| match at % 2 {
        0 => escaped(part),
        _ => code(part),
    });
    parts.collect()
}

/// The text with a backslash before every sign that would mean something.
fn escaped(text: &str) -> String {
    let text = plain(text);
    let letters: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|it| letters.get(it)).copied();
    let mut out = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = at(place.checked_sub(1));
        let after = at(place.checked_add(1));
        let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let means = match letter {
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' => true,
            // Within a word it means nothing.
            '_' => !(is_word(before) && is_word(after)),
            '<' => {
                after.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?'))
            }
            '&' => after.is_some_and(|it| it.is_ascii_alphanumeric() || it == '#'),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(*letter);
    }
    out
}

/// The text on one line, with nothing in it that is not seen. Blanks at its ends stay: it may be a
/// piece of a sentence.
fn plain(text: &str) -> String {
    let inner = on_one_line(&printable_line(text));
    let start = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let end = if text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    match inner.is_empty() {
        true => start.to_owned(),
        false => format!("{start}{inner}{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_mean_nothing() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("*a* _b_ c_d", "\\*a\\* \\_b\\_ c_d"),
            ("<script> a < b", "\\<script> a < b"),
            ("R&D; AT&T &amp; &", "R\\&D; AT\\&T \\&amp; &"),
            ("[x](y)\nz", "\\[x\\](y)\u{fffd}z"),
            ("\u{202e}a", "\u{fffd}a"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn signs_at_the_start_of_a_line_mean_nothing() {
        let said = |text: &str| line(&text.into());
        assert_eq!(said("# a"), "\\# a");
        assert_eq!(said("- a"), "\\- a");
        assert_eq!(said("-10 a"), "-10 a");
        assert_eq!(said("1. a"), "1\\. a");
        assert_eq!(said("1.5 a"), "1.5 a");
        assert_eq!(said("12) a"), "12\\) a");
        assert_eq!(said("---"), "\\---");
    }

    #[test]
    fn names_hold_any_sign() {
        assert_eq!(code("a_b"), "`a_b`");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
