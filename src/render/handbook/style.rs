//! How the page looks: its style, and how each of its tables is laid out.

use super::html::pieces;
use crate::handbook::Table;

const PAGE: &str = include_str!("page.css");
/// A table whose rows are cards, one under the other; `TABLE` stands for which tables.
const CARDS: &str = include_str!("cards.css");
/// The widest table in characters that fits the narrowest screen on which tables are tables, with
/// no word broken.
const NARROW: usize = 60;
/// The widest table in characters that fits a page of paper, set smaller, with no word broken.
const WIDE: usize = 92;

/// The style of the page.
pub(super) fn css() -> String {
    let cards = |tables: &str| CARDS.replace("TABLE", tables);
    format!(
        "{PAGE}@media screen and (max-width: 44rem) {{\n{}}}\n\
         @media screen and (max-width: 60rem) {{\n{}}}\n{}",
        cards("table"),
        cards(".wide"),
        cards(".cards")
    )
}

/// How a table is laid out so that it is no wider than the page, with no word broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// As it is.
    Narrow,
    /// Smaller, and as cards on a small screen.
    Wide,
    /// Always as cards.
    Cards,
}

impl Layout {
    /// The layout that fits a table.
    pub(super) fn of(table: &Table) -> Layout {
        // The letters of a matrix stand in one line where there is room.
        let one_line = width(table, table.is_matrix);
        match width(table, false) {
            _ if one_line <= NARROW => Layout::Narrow,
            ..=WIDE => Layout::Wide,
            _ => Layout::Cards,
        }
    }
}

/// How wide a table is at least, in characters: the longest word of each column, and what is left
/// free beside it; where cells have one line, the longest cell.
fn width(table: &Table, one_line: bool) -> usize {
    let longest = |text: &str| {
        let pieces = pieces(text);
        let words = pieces.iter().flat_map(|piece| piece.split_whitespace());
        words.map(|word| word.chars().count()).max().unwrap_or(0)
    };
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(place));
        let cells = cells.map(|cell| match one_line && place > 0 {
            true => cell.plain().chars().count(),
            false => longest(&cell.plain()),
        });
        let cells = cells.max().unwrap_or(0);
        // The heads of a matrix stand upright.
        let head = match table.is_matrix && place > 0 {
            true => 1,
            false => longest(column),
        };
        head.max(cells) + 1
    });
    columns.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::Row;

    fn table(columns: usize, word: &str, is_matrix: bool) -> Table {
        Table {
            caption: "t".into(),
            columns: vec!["responsible".to_owned(); columns],
            rows: vec![Row::new(vec![word.into(); columns])],
            is_matrix,
        }
    }

    #[test]
    fn wider_tables_are_set_smaller_and_then_as_cards() {
        assert_eq!(
            Layout::of(&table(5, "a few short words", false)),
            Layout::Narrow
        );
        assert_eq!(
            Layout::of(&table(7, "a few short words", false)),
            Layout::Wide
        );
        assert_eq!(
            Layout::of(&table(8, "a few short words", false)),
            Layout::Cards
        );
        assert_eq!(Layout::of(&table(9, "(R) A", true)), Layout::Narrow);
        assert_eq!(Layout::of(&table(11, "(R) A", true)), Layout::Wide);
    }

    #[test]
    fn cards_are_laid_out_for_the_tables_that_are_named() {
        let css = css();
        assert!(!css.contains("TABLE"));
        assert!(css.contains(".cards td"));
    }
}
