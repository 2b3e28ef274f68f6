//! Small texts: every cell with its place, so that findings can point into the file.

use csv_core::ReadFieldResult;

use super::{RawError, RawErrorKind};

/// What some programs put before a text to say that it is UTF-8.
const MARK: char = '\u{feff}';

/// A cell of a small text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCell {
    /// What it says, without the quotes around it.
    pub text: String,
    /// The byte at which it starts, a quote included.
    pub span_start: usize,
    /// The byte behind its last one, a quote included.
    pub span_end: usize,
}

/// A row of a small text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// The line on which it starts, from 1.
    pub line: u64,
    /// Its cells: at least one.
    pub cells: Vec<RawCell>,
}

/// All rows of a text, with commas between the cells. Lines with nothing in them are no rows; rows
/// may differ in length; blanks around a cell are part of it.
///
/// # Errors
/// A quote that never closes.
pub fn rows(text: &str) -> Result<Vec<RawRow>, RawError> {
    // With a line end at its end every cell has one byte behind it, and an open quote shows by
    // taking that byte in.
    let mut input = text.as_bytes().to_vec();
    input.push(b'\n');
    let mut core = csv_core::Reader::new();
    let mut output = vec![0; input.len()];
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    let (mut at, mut line, mut row_line) = (0, 1, 1);
    while let Some(rest) = input.get(at..).filter(|rest| !rest.is_empty()) {
        let (result, read, written) = core.read_field(rest, &mut output);
        let taken = rest.get(..read).unwrap_or_default();
        // Line ends without a row come with the first cell behind them, as does the mark that
        // the first cell of the text may have before it.
        let mark = if at == 0 && text.starts_with(MARK) {
            MARK.len_utf8()
        } else {
            0
        };
        let is_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let ends = match cells.is_empty() {
            true => mark + taken.iter().skip(mark).take_while(is_end).count(),
            false => 0,
        };
        let start = at + ends;
        let start_line = line + newlines(taken.get(..ends).unwrap_or_default());
        if cells.is_empty() {
            row_line = start_line;
        }
        at += read;
        line += newlines(taken);
        match result {
            ReadFieldResult::Field { record_end } => {
                let text = output.get(..written).unwrap_or_default();
                cells.push(RawCell {
                    text: String::from_utf8_lossy(text).into_owned(),
                    span_start: start,
                    span_end: at - 1,
                });
                if record_end {
                    rows.push(RawRow {
                        line: row_line,
                        cells: std::mem::take(&mut cells),
                    });
                }
            }
            _ if written > 0 => {
                return Err(RawError {
                    kind: RawErrorKind::UnclosedQuote,
                    row: rows.len() as u64 + 1,
                    column: cells.len() + 1,
                    line: start_line,
                    offset: Some(start),
                });
            }
            _ => break,
        }
    }
    Ok(rows)
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells' texts, and beside each what its span covers.
    fn cells(text: &str) -> Vec<(u64, Vec<(String, String)>)> {
        let pair = |cell: RawCell| {
            (
                cell.text,
                text.get(cell.span_start..cell.span_end).unwrap().to_owned(),
            )
        };
        let all = rows(text).unwrap().into_iter();
        all.map(|row| (row.line, row.cells.into_iter().map(pair).collect()))
            .collect()
    }

    fn plain(line: u64, cells: &[&str]) -> (u64, Vec<(String, String)>) {
        (
            line,
            cells
                .iter()
                .map(|cell| ((*cell).to_owned(), (*cell).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn line_ends_of_all_kinds() {
        for text in [
            "a,b\nc,d\n",
            "a,b\nc,d",
            "a,b\r\nc,d\r\n",
            "\u{feff}a,b\r\nc,d",
        ] {
            assert_eq!(
                cells(text),
                [plain(1, &["a", "b"]), plain(2, &["c", "d"])],
                "{text:?}"
            );
        }
        assert_eq!(cells("a\rb"), [plain(1, &["a"]), plain(1, &["b"])]);
    }

    #[test]
    fn empty_lines_are_no_rows_and_are_counted_as_lines() {
        assert_eq!(cells(""), []);
        assert_eq!(cells("\u{feff}"), []);
        assert_eq!(cells("\u{feff}\u{feff}a"), [plain(1, &["\u{feff}a"])]);
        assert_eq!(cells("\r\n\n\n"), []);
        assert_eq!(
            cells("\n\r\na\n\n\n b ,"),
            [plain(3, &["a"]), plain(6, &[" b ", ""])]
        );
        assert_eq!(cells("\n,x"), [plain(2, &["", "x"])]);
    }

    #[test]
    fn quotes_belong_to_the_span_and_not_to_the_text() {
        let text = "é,\"say \"\"hi\"\"\",\"two\nlines\"\nnext,\"\"\n";
        let pairs = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect::<Vec<_>>()
        };
        let first = [
            ("é", "é"),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ];
        let second = [("next", "next"), ("", "\"\"")];
        assert_eq!(cells(text), [(1, pairs(&first)), (3, pairs(&second))]);
    }

    #[test]
    fn a_quote_that_never_closes_is_reported_where_it_opens() {
        for (text, row, column, line, offset) in [
            ("a,b\n\nc,\"d\ne,f\n", 2, 2, 3, 7),
            ("\"", 1, 1, 1, 0),
            ("\u{feff}\n\"\"\"", 1, 1, 2, 4),
        ] {
            let error = rows(text).unwrap_err();
            assert_eq!(error.kind, RawErrorKind::UnclosedQuote, "{text:?}");
            assert_eq!(
                (error.row, error.column, error.line),
                (row, column, line),
                "{text:?}"
            );
            assert_eq!(error.offset, Some(offset), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(text in "[a,\"\r\né\u{feff} ]{0,40}|\\PC*") {
            let mut behind = 0;
            for cell in rows(&text).unwrap_or_default().into_iter().flat_map(|row| row.cells) {
                prop_assert!(behind <= cell.span_start && cell.span_start <= cell.span_end);
                let covered = text.get(cell.span_start..cell.span_end).unwrap();
                prop_assert!(covered == cell.text || covered.starts_with('"'));
                behind = cell.span_end;
            }
        }
    }
}
