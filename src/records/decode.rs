//! Bytes of any encoding as UTF-8, piece by piece.

use std::io::{self, ErrorKind, Read};

use encoding_rs::DecoderResult;

use super::Encoding;

/// How many bytes are decoded at once.
const CHUNK: usize = 1 << 16;
/// What stands in UTF-8 for bytes that are no text in their own encoding. It is no UTF-8 itself, so
/// that further on the value is found to be no text, as it would be in a file that is UTF-8.
const NO_TEXT: u8 = 0xff;
/// The longest byte order mark.
const LONGEST_MARK: usize = 3;

/// Gives the text of an input in UTF-8, without the mark that may stand before it. Where the input
/// is UTF-8 its bytes come as they are, be they text or not.
pub struct Decoder<R> {
    input: R,
    encoding: Encoding,
    /// None where the input is UTF-8.
    decoder: Option<encoding_rs::Decoder>,
    /// What has been read and not decoded yet: that from `raw_at` on.
    raw: Vec<u8>,
    raw_at: usize,
    /// What has been decoded and not given yet: that from `text_at` to `text_end`.
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
    /// All of the input has been read.
    ended: bool,
    /// All of the input has been decoded.
    finished: bool,
}

impl<R: Read> Decoder<R> {
    /// Begins to decode: by the mark at the start of the input, else by the encoding that is
    /// `declared`, else as UTF-8.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn new(mut input: R, declared: Option<Encoding>) -> io::Result<Self> {
        let mut raw = Vec::with_capacity(LONGEST_MARK);
        while raw.len() < LONGEST_MARK {
            // The bytes of the mark may come one by one.
            let mut byte = [0];
            match input.read(&mut byte) {
                Ok(0) => break,
                Ok(_) => raw.extend(byte),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let declared = declared.unwrap_or(Encoding::UTF_8);
        let (encoding, raw_at) = Encoding::marked(&raw).unwrap_or((declared, 0));
        Ok(Decoder {
            input,
            encoding,
            decoder: encoding.decoder(),
            raw,
            raw_at,
            text: Vec::new(),
            text_at: 0,
            text_end: 0,
            ended: false,
            finished: false,
        })
    }

    /// The encoding of the input.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Decodes the next bytes of the input.
    fn refill(&mut self, decoder: &mut encoding_rs::Decoder) -> io::Result<()> {
        if self.raw_at == self.raw.len() && !self.ended {
            self.raw.resize(CHUNK, 0);
            let read = self.input.read(&mut self.raw);
            self.raw.truncate(read.as_ref().map_or(0, |read| *read));
            self.raw_at = 0;
            self.ended = read? == 0;
        }
        self.text.resize(CHUNK, 0);
        let raw = self.raw.get(self.raw_at..).unwrap_or_default();
        // One byte is left free for what stands for bytes that are no text.
        let room = self.text.get_mut(..CHUNK - 1).unwrap_or_default();
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(raw, room, self.ended);
        self.raw_at += read;
        (self.text_at, self.text_end) = (0, written);
        match result {
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                if let Some(byte) = self.text.get_mut(written) {
                    *byte = NO_TEXT;
                    self.text_end += 1;
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let Some(mut decoder) = self.decoder.take() else {
            let given = give(&self.raw, &mut self.raw_at, room);
            return if given > 0 {
                Ok(given)
            } else {
                self.input.read(room)
            };
        };
        let mut refilled = Ok(());
        while self.text_at == self.text_end && !self.finished && refilled.is_ok() {
            refilled = self.refill(&mut decoder);
        }
        self.decoder = Some(decoder);
        refilled?;
        let text = self.text.get(..self.text_end).unwrap_or_default();
        Ok(give(text, &mut self.text_at, room))
    }
}

/// Copies what of `bytes` is still to be given, as far as there is room.
pub(super) fn give(bytes: &[u8], at: &mut usize, room: &mut [u8]) -> usize {
    let rest = bytes.get(*at..).unwrap_or_default();
    let count = rest.len().min(room.len());
    for (to, from) in room.iter_mut().zip(rest) {
        *to = *from;
    }
    *at += count;
    count
}

#[cfg(test)]
mod tests {
    use super::super::testing::Slow;
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8], declared: Option<&str>) -> (Vec<u8>, &'static str) {
        let declared = declared.map(|name| Encoding::named(name).unwrap());
        let all = |input: &mut dyn Read| {
            let mut decoder = Decoder::new(input, declared).unwrap();
            let mut text = Vec::new();
            decoder.read_to_end(&mut text).unwrap();
            (text, decoder.encoding().name())
        };
        let at_once = all(&mut &*bytes);
        assert_eq!(at_once, all(&mut Slow(bytes, 1)), "byte by byte");
        at_once
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_mark_goes_before_what_is_declared() {
        let text = "\u{feff}Größe;€ 5\n😀";
        let plain = "Größe;€ 5\n😀".as_bytes().to_vec();
        for declared in [None, Some("windows-1252"), Some("utf-16be")] {
            let little = utf16(text, u16::to_le_bytes);
            assert_eq!(decode(&little, declared), (plain.clone(), "UTF-16LE"));
            let big = utf16(text, u16::to_be_bytes);
            assert_eq!(decode(&big, declared), (plain.clone(), "UTF-16BE"));
            assert_eq!(decode(text.as_bytes(), declared), (plain.clone(), "UTF-8"));
        }
    }

    #[test]
    fn what_is_declared_goes_before_utf8() {
        let (text, name) = decode(b"K\xf8benhavn \x80", Some("windows-1252"));
        assert_eq!(
            (text.as_slice(), name),
            ("København €".as_bytes(), "windows-1252")
        );
        let little = utf16("a,b\n", u16::to_le_bytes);
        assert_eq!(decode(&little, Some("utf-16le")).0, b"a,b\n");
        for short in ["", "a", "ab", "é"] {
            assert_eq!(decode(short.as_bytes(), None).0, short.as_bytes());
        }
    }

    #[test]
    fn what_is_no_text_is_none_afterwards() {
        // UTF-8 passes as it is, for the reader of records to see.
        assert_eq!(decode(b"a\xe9,b", None).0, b"a\xe9,b");
        // Half of a pair, and half of a unit.
        let mut bytes = utf16("\u{feff}a", u16::to_le_bytes);
        bytes.extend([0x00, 0xd8, b'b', 0, b'\n']);
        assert_eq!(decode(&bytes, None).0, b"a\xffb\xff");
        assert_eq!(decode(b"a\x81\xffb", Some("shift_jis")).0, b"a\xffb");
    }

    proptest! {
        #[test]
        fn long_texts_come_whole(text in "[aé€😀\n]{0,40}", times in 1_usize..4000) {
            let text = text.repeat(times);
            let bytes = utf16(&format!("\u{feff}{text}"), u16::to_be_bytes);
            let mut decoder = Decoder::new(bytes.as_slice(), None).unwrap();
            let mut decoded = Vec::new();
            decoder.read_to_end(&mut decoded).unwrap();
            prop_assert!(decoded == text.as_bytes());
        }

        #[test]
        fn no_bytes_make_decoding_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            name in proptest::sample::select(vec!["utf-16le", "gb18030", "iso-2022-jp", "big5"]),
        ) {
            decode(&bytes, Some(name));
        }
    }
}
