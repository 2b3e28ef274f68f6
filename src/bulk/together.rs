//! Records of a piece, taken together as many as are worked on side by side.

use std::ops::Range;

use super::plain::SIDE_BY_SIDE;
use crate::data::FileBlock;
use crate::records::{Piece, Split};

/// Some records of a piece, one after another.
pub(super) struct Together<'t> {
    split: Split<'t>,
    /// How many values a record has to have.
    width: usize,
    /// The number of the last record.
    row: u64,
    /// The values of all of them.
    pub(super) values: Vec<&'t str>,
    pub(super) records: Vec<Found<'t>>,
    /// Where the values of those begin whose leads may be plain.
    pub(super) plain: Vec<usize>,
}

/// A record.
pub(super) struct Found<'t> {
    /// Its number in the file.
    pub(super) row: u64,
    /// Where it begins in the piece, in bytes.
    pub(super) start: usize,
    pub(super) piece: Piece<'t>,
    /// The places of its values.
    pub(super) values: Range<usize>,
    /// Its place among those whose leads may be plain.
    pub(super) plain: Option<usize>,
}

impl<'t> Together<'t> {
    /// Those of a piece, of which this is the text.
    pub(super) fn new(text: &'t str, piece: &FileBlock<'_>) -> Self {
        Together {
            split: Split::new(text, piece.delimiter),
            width: piece.maker.width(),
            row: piece.block.rows,
            values: Vec::new(),
            records: Vec::new(),
            plain: Vec::new(),
        }
    }

    /// Goes on to the next ones; whether there are any.
    pub(super) fn next_ones(&mut self) -> bool {
        self.values.clear();
        self.records.clear();
        self.plain.clear();
        while self.records.len() < SIDE_BY_SIDE {
            let (start, from) = (self.split.at(), self.values.len());
            let Some(piece) = self.split.next_record(&mut self.values) else {
                break;
            };
            self.row += 1;
            let values = from..self.values.len();
            let is_plain = piece == Piece::Found && values.len() == self.width;
            let plain = is_plain.then_some(self.plain.len());
            self.plain.extend(plain.map(|_| from));
            self.records.push(Found {
                row: self.row,
                start,
                piece,
                values,
                plain,
            });
        }
        !self.records.is_empty()
    }
}
