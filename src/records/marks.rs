//! Where delimiters, line ends and quotes are, eight bytes at a time.
//!
//! Values are short, so that a search that is made for long texts spends its time on beginning.

/// Bytes that are looked at together.
const WORD: usize = 8;
const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The places of delimiters, line feeds and quotes, one after another.
pub(super) struct Marks<'b> {
    bytes: &'b [u8],
    delimiter: u64,
    /// Where the word begins whose marks are left.
    base: usize,
    /// The highest bit of each byte of the word that is a mark still to be given.
    left: u64,
}

impl<'b> Marks<'b> {
    pub(super) fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        let mut marks = Marks {
            bytes,
            delimiter: ONES * u64::from(delimiter),
            base: 0,
            left: 0,
        };
        marks.left = marks.of_word();
        marks
    }

    /// The marks of the word at `base`.
    #[inline]
    fn of_word(&self) -> u64 {
        let word = match self.bytes.get(self.base..self.base + WORD) {
            Some(word) => word.try_into().map_or(0, u64::from_le_bytes),
            None => self.last_word(),
        };
        equal(word, self.delimiter)
            | equal(word, ONES * u64::from(b'\n'))
            | equal(word, ONES * u64::from(b'"'))
    }

    /// The last bytes, filled up with zeros, which are no marks.
    #[cold]
    fn last_word(&self) -> u64 {
        let rest = self.bytes.get(self.base..).unwrap_or_default();
        let shifts = (0..).step_by(WORD);
        rest.iter()
            .zip(shifts)
            .fold(0, |word, (byte, shift)| word | u64::from(*byte) << shift)
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.base += WORD;
            if self.base >= self.bytes.len() {
                return None;
            }
            self.left = self.of_word();
        }
        let at = self.base + self.left.trailing_zeros() as usize / WORD;
        self.left &= self.left - 1;
        Some(at)
    }
}

/// The highest bit of each byte in which two words are equal.
#[inline]
fn equal(word: u64, other: u64) -> u64 {
    let differs = word ^ other;
    // The sum has the highest bit where one of the seven lower ones differs, and carries nothing over.
    !(((differs & LOW) + LOW) | differs | LOW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_looking_at_each_byte(bytes in proptest::collection::vec(
            prop_oneof![Just(b','), Just(b'\n'), Just(b'"'), Just(b'-'), Just(0x80 | b','), any::<u8>()],
            0..40,
        )) {
            let is_mark = |byte: &u8| matches!(byte, b',' | b'\n' | b'"');
            let expected: Vec<usize> = bytes
                .iter()
                .enumerate()
                .filter(|(_, byte)| is_mark(byte))
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(Marks::new(&bytes, b',').collect::<Vec<_>>(), expected);
        }
    }
}
