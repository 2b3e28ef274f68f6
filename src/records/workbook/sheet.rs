//! The rows of a sheet.

use std::io;

use quick_xml::events::BytesStart;

use super::damaged;
use super::formats::Formats;
use super::number::{Epoch, shown};
use super::strings::{Pieces, Strings, add, unescaped};
use super::xml::{Item, Xml, attribute};

/// The most rows and columns that a sheet has in Excel.
const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: usize = 1 << 14;
/// The most text of one row, in bytes.
const ROW_LIMIT: usize = 16 << 20;
/// How much room of a value is kept for the next row, in bytes.
const KEPT: usize = 256;

/// A sheet that is being read.
pub(super) struct Sheet<'a> {
    xml: Xml<'a>,
    strings: Strings,
    formats: Formats,
    epoch: Epoch,
    /// The row that is being read, or was last, from 1.
    row: u64,
    /// Before and behind the rows there are tags of the same names that are none.
    in_rows: bool,
}

/// The values of a row.
#[derive(Debug, Default)]
pub(super) struct Row {
    values: Vec<String>,
    used: usize,
    /// How much text there is, in bytes.
    size: usize,
}

impl Row {
    /// The values as far as there are any.
    pub(super) fn values(&self) -> impl ExactSizeIterator<Item = &str> {
        let values = self.values.get(..self.used).unwrap_or_default();
        values.iter().map(String::as_str)
    }

    fn clear(&mut self) {
        for value in self.values.iter_mut().take(self.used) {
            value.clear();
            value.shrink_to(KEPT);
        }
        (self.used, self.size) = (0, 0);
    }

    /// Sets a value, or says why not.
    fn set(&mut self, column: usize, value: &str) -> Result<(), &'static str> {
        if value.is_empty() {
            return Ok(());
        }
        self.size += value.len();
        if self.size > ROW_LIMIT {
            return Err("makes its row larger than 16 MiB");
        }
        self.used = self.used.max(column + 1);
        if self.values.len() < self.used {
            self.values.resize_with(self.used, String::new);
        }
        let place = self.values.get_mut(column).filter(|it| it.is_empty());
        place
            .map(|place| place.push_str(value))
            .ok_or("comes twice")
    }
}

/// What a cell states before its value.
struct Cell {
    column: usize,
    kind: Kind,
    style: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Bool,
    /// A text, a date in ISO form or an error, which is its text.
    Text,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(xml: Xml<'a>, strings: Strings, formats: Formats, epoch: Epoch) -> Self {
        Sheet {
            xml,
            strings,
            formats,
            epoch,
            row: 0,
            in_rows: false,
        }
    }

    /// Reads the next row and gives its number; `None` behind the last.
    pub(super) fn next(&mut self, row: &mut Row) -> io::Result<Option<u64>> {
        row.clear();
        let mut column = 0;
        loop {
            match self.xml.next()? {
                Item::Open(tag) => match tag.local_name().as_ref() {
                    "sheetData" => self.in_rows = true,
                    _ if !self.in_rows => {}
                    "row" => self.row = row_number(&tag, self.row)?,
                    "c" => {
                        let cell = Cell::of(&tag, self.row, column)?;
                        column = cell.column + 1;
                        self.value(&cell, row)?;
                    }
                    _ => {}
                },
                Item::Close(tag) => match tag.local_name().as_ref() {
                    "sheetData" => self.in_rows = false,
                    "row" if self.in_rows => return Ok(Some(self.row)),
                    _ => {}
                },
                Item::End => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads the value of a cell into its row.
    fn value(&mut self, cell: &Cell, row: &mut Row) -> io::Result<()> {
        let (mut text, mut pieces) = (String::new(), Pieces::default());
        let (mut in_value, mut has_value, mut has_formula) = (false, false, false);
        loop {
            let item = self.xml.next()?;
            match &item {
                Item::Open(tag) => match tag.local_name().as_ref() {
                    "v" => (in_value, has_value) = (true, true),
                    "f" => has_formula = true,
                    _ => pieces.take(&item)?,
                },
                Item::Close(tag) => match tag.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => break,
                    _ => pieces.take(&item)?,
                },
                Item::Text(piece) if in_value => add(&mut text, piece)?,
                Item::Text(_) => pieces.take(&item)?,
                Item::Other => {}
                Item::End => return Err(damaged("its sheet is cut off")),
            }
        }
        let lacks_result = !has_value || (text.is_empty() && cell.kind == Kind::Number);
        if has_formula && lacks_result && cell.kind != Kind::Inline {
            return Err(self.at(
                cell,
                "has a formula whose result is not stored; open the workbook in Excel and save it",
            ));
        }
        let set = match cell.kind {
            Kind::Inline => row.set(cell.column, &pieces.whole()),
            Kind::Text => row.set(cell.column, &unescaped(&text)),
            _ if text.is_empty() => Ok(()),
            Kind::Number => {
                let format = self.formats.get(cell.style);
                let number = shown(&text, format, self.epoch);
                let number = number.ok_or_else(|| self.at(cell, "is no number, and says it is"))?;
                row.set(cell.column, &number)
            }
            Kind::Bool => match text.trim() {
                "1" | "true" => row.set(cell.column, "TRUE"),
                "0" | "false" => row.set(cell.column, "FALSE"),
                _ => return Err(self.at(cell, "is neither true nor false, and says it is")),
            },
            Kind::Shared => {
                let place = text.trim().parse().ok();
                let shared = place.and_then(|place| self.strings.get(place));
                let missing = "has a text that the workbook does not hold";
                row.set(cell.column, shared.ok_or_else(|| self.at(cell, missing))?)
            }
        };
        set.map_err(|what| self.at(cell, what))
    }

    /// What is wrong with a cell.
    fn at(&self, cell: &Cell, what: &str) -> io::Error {
        damaged(format!("cell {}{} {what}", letters(cell.column), self.row))
    }
}

fn row_number(tag: &BytesStart<'_>, before: u64) -> io::Result<u64> {
    let number = match attribute(tag, "r")? {
        Some(text) => text.parse().ok(),
        None => Some(before + 1),
    };
    match number {
        Some(number) if number > MOST_ROWS => Err(damaged(format!(
            "it has a row {number}, and a sheet has {MOST_ROWS} rows"
        ))),
        Some(number) if number > before => Ok(number),
        _ => Err(damaged(format!(
            "what comes behind row {before} is no later row"
        ))),
    }
}

impl Cell {
    /// What a cell of this row states, which is in this column if it does not say in which.
    fn of(tag: &BytesStart<'_>, row: u64, next: usize) -> io::Result<Cell> {
        let column = match attribute(tag, "r")? {
            Some(place) => {
                let column = column(&place, row);
                column.ok_or_else(|| damaged(format!("row {row} has a cell `{place}` in it")))?
            }
            None => next,
        };
        if column >= MOST_COLUMNS {
            let message = format!("row {row} has more than {MOST_COLUMNS} columns");
            return Err(damaged(message));
        }
        let style = attribute(tag, "s")?.and_then(|style| style.parse().ok());
        let kind = match attribute(tag, "t")?.as_deref() {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("b") => Kind::Bool,
            Some("str" | "d" | "e") => Kind::Text,
            Some(other) => {
                return Err(damaged(format!(
                    "row {row} has a cell of the kind `{other}`"
                )));
            }
        };
        Ok(Cell {
            column,
            kind,
            style: style.unwrap_or_default(),
        })
    }
}

/// The place of the column of a cell such as `AB12`, from 0, if it is in this row.
fn column(place: &str, row: u64) -> Option<usize> {
    let digits = place.trim_start_matches(|it: char| it.is_ascii_uppercase());
    let letters = place.strip_suffix(digits)?;
    let fits = (1..=3).contains(&letters.len()) && digits.parse() == Ok(row);
    let count = |number: usize, letter: u8| number * 26 + usize::from(letter - b'A') + 1;
    let number = letters.bytes().fold(0, |number, letter| match fits {
        true => count(number, letter),
        false => 0,
    });
    number.checked_sub(1)
}

/// The letters of a column.
fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, String::new());
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + letter));
        rest /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (name, number) in [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)] {
            assert_eq!(column(&format!("{name}7"), 7), Some(number));
            assert_eq!(letters(number), name);
        }
        for wrong in ["", "7", "A", "A8", "a7", "ÄA7", "AAAA7", "A7B", "A-7"] {
            assert_eq!(column(wrong, 7), None, "{wrong}");
        }
    }
}
