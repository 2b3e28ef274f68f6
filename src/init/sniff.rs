//! What stands between the values of an export.

use std::io::{Cursor, Read};

use super::Input;
use crate::records::{Reader, Record};

/// What may stand there; of two that fit equally well the first is taken.
const DELIMITERS: &[u8] = b",;\t|";
/// How much of the export is looked at, in bytes.
const LOOKED_AT: u64 = 1 << 18;
/// How many records of it.
const RECORDS: usize = 200;

/// The sign by which most of the first records have as many values as the header; of several such
/// the one by which there are most.
pub(super) fn delimiter(input: Input<'_>) -> u8 {
    let mut start = Vec::new();
    // What cannot be read is said when all of it is to be read.
    if let Ok(text) = input.text(None) {
        let _ = text.take(LOOKED_AT).read_to_end(&mut start);
    }
    let fits = DELIMITERS
        .iter()
        .rev()
        .map(|delimiter| (fit(&start, *delimiter), *delimiter));
    let best = fits.max_by_key(|(fit, _)| *fit);
    best.map_or(b',', |(_, delimiter)| delimiter)
}

/// How many records of a hundred have as many values as the header, and how many values that is;
/// nothing where the sign stands nowhere in the header.
fn fit(start: &[u8], delimiter: u8) -> (usize, usize) {
    let mut reader = Reader::new(Cursor::new(start), delimiter);
    let mut record = Record::default();
    let Ok(true) = reader.read(&mut record) else {
        return (0, 0);
    };
    let columns = record.len();
    if columns < 2 {
        return (0, 0);
    }
    let (mut records, mut fitting) = (0, 0);
    // The last record may have been cut, and then ends in an error or is short.
    while records < RECORDS && matches!(reader.read(&mut record), Ok(true)) {
        records += 1;
        fitting += usize::from(record.len() == columns);
    }
    ((fitting * 100).checked_div(records).unwrap_or(100), columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> char {
        let bytes = Box::new(Cursor::new(text.as_bytes().to_vec()));
        char::from(delimiter(Input {
            name: String::new(),
            bytes,
        }))
    }

    #[test]
    fn the_sign_that_makes_records_alike_is_found() {
        assert_eq!(found("a,b,c\n1,2,3\n"), ',');
        assert_eq!(found("a;b;c\n1,5;2,5;3,5\n"), ';');
        assert_eq!(found("name, city;size\nAnna, Bo;2\nCarl;3\n"), ';');
        assert_eq!(found("id,sets\n1,a;b;c\n2,a\n"), ',');
        assert_eq!(found("a\tb\n1\t2\n"), '\t');
        assert_eq!(found("a|b\n1|2\n"), '|');
        assert_eq!(found("a;b\n"), ';');
        for one_column in ["", "a\n1\n", "a\n1;2\n"] {
            assert_eq!(found(one_column), ',');
        }
    }
}
