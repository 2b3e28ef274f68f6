//! Where delimiters, line ends and quotes are, 64 bytes at a time.
//!
//! Values are short, so that a search that is made for long texts spends its time on beginning.

/// Bytes that are looked at together, a bit for each.
const CHUNK: usize = 64;
const WORD: usize = 8;

/// The places of delimiters, line feeds and quotes, one after another.
pub(super) struct Marks<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    /// Where the chunk begins whose marks are left.
    base: usize,
    /// A bit for each byte of the chunk that is a mark still to be given.
    left: u64,
}

impl<'b> Marks<'b> {
    pub(super) fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        let mut marks = Marks {
            bytes,
            delimiter,
            base: 0,
            left: 0,
        };
        marks.left = marks.of_chunk();
        marks
    }

    /// The marks of the chunk at `base`.
    #[inline]
    fn of_chunk(&self) -> u64 {
        let rest = self.bytes.get(self.base..).unwrap_or_default();
        match rest.first_chunk() {
            Some(chunk) => bits(chunk, self.delimiter),
            None => self.of_last(rest),
        }
    }

    /// Those of the last bytes, filled up with zeros, which are no marks.
    #[cold]
    fn of_last(&self, rest: &[u8]) -> u64 {
        let mut chunk = [0; CHUNK];
        for (byte, of) in chunk.iter_mut().zip(rest) {
            *byte = *of;
        }
        bits(&chunk, self.delimiter)
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.base += CHUNK;
            if self.base >= self.bytes.len() {
                return None;
            }
            self.left = self.of_chunk();
        }
        let at = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }
}

/// A bit for each byte that is a mark, the first the lowest.
#[inline]
fn bits(chunk: &[u8; CHUNK], delimiter: u8) -> u64 {
    // Without a branch the compiler looks at many bytes in one step.
    let marks = chunk
        .map(|byte| u8::from(byte == delimiter) | u8::from(byte == b'\n') | u8::from(byte == b'"'));
    let words = marks.chunks_exact(WORD);
    let words = words.map(|word| word.try_into().map_or(0, u64::from_le_bytes));
    let shifts = (0..).step_by(WORD);
    words
        .zip(shifts)
        .fold(0, |bits, (word, shift)| bits | packed(word) << shift)
}

/// The lowest bits of eight bytes, which are 0 or 1, side by side: the product has that of each byte
/// in its highest byte, at the place of the byte's number.
#[inline]
fn packed(word: u64) -> u64 {
    word.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_looking_at_each_byte(bytes in proptest::collection::vec(
            prop_oneof![Just(b','), Just(b'\n'), Just(b'"'), Just(b'-'), Just(0x80 | b','), any::<u8>()],
            0..200,
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
