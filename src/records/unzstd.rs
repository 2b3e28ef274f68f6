//! What zstd packed, unpacked as it is read, in memory that no file can make grow without bound.

use std::io::{self, BufReader, ErrorKind, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How far back a file may ask to look while it is unpacked, which is about the memory that this
/// takes, in bytes: 128 MiB, as much as `zstd` itself grants where it is not told otherwise.
const WINDOW_LIMIT: u64 = 128 << 20;

/// The bytes that are packed in an input, which may be several packed files one after another.
pub(super) struct Unzstd<R> {
    input: Watched<BufReader<R>>,
    /// The part that is being unpacked.
    part: Option<FrameDecoder>,
}

impl<R: Read> Unzstd<R> {
    pub(super) fn new(input: R) -> Self {
        Unzstd {
            input: Watched {
                input: BufReader::new(input),
                ended: false,
                failed: None,
            },
            part: None,
        }
    }

    /// Begins with the next part; nothing where there is none. What is put between parts for other
    /// programs is passed over.
    fn next_part(&mut self) -> io::Result<Option<FrameDecoder>> {
        loop {
            let mut first = Vec::new();
            self.input.by_ref().take(1).read_to_end(&mut first)?;
            if first.is_empty() {
                return Ok(None);
            }
            // One that has been used would make room for a whole window at once.
            let mut part = FrameDecoder::new();
            part.set_max_window_size(WINDOW_LIMIT);
            match part.reset(first.chain(&mut self.input)) {
                Ok(()) => return Ok(Some(part)),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.skip(length.into())?,
                Err(error) => return Err(self.input.reason(&error)),
            }
        }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let mut some = self.input.by_ref().take(length);
        match io::copy(&mut some, &mut io::sink())? == length {
            true => Ok(()),
            false => Err(cut_off()),
        }
    }
}

impl<R: Read> Read for Unzstd<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if room.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(part) = &mut self.part else {
                self.part = self.next_part()?;
                match self.part {
                    Some(_) => continue,
                    None => return Ok(0),
                }
            };
            while part.can_collect() == 0 && !part.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let read = part.decode_blocks(&mut self.input, one);
                read.map_err(|error| self.input.reason(&error))?;
            }
            match part.read(room)? {
                0 => {
                    let stated = part.get_checksum_from_data();
                    if stated.is_some() && stated != part.get_calculated_checksum() {
                        return Err(damaged());
                    }
                    self.part = None;
                }
                read => return Ok(read),
            }
        }
    }
}

/// An input that remembers why it gave no more.
struct Watched<R> {
    input: R,
    ended: bool,
    failed: Option<(ErrorKind, String)>,
}

impl<R> Watched<R> {
    /// Why what was read of it could not be unpacked, in plain words.
    fn reason(&self, error: &FrameDecoderError) -> io::Error {
        if let Some((kind, reason)) = &self.failed {
            return io::Error::new(*kind, reason.as_str());
        }
        match error {
            FrameDecoderError::WindowSizeTooBig { .. } => io::Error::other(
                "to unpack what zstd packed in it takes more than 128 MiB of memory; pack it \
                 without `--long` or `--ultra`",
            ),
            FrameDecoderError::DictNotProvided { .. } => {
                io::Error::other("zstd packed it with a dictionary, which is not at hand")
            }
            _ if self.ended => cut_off(),
            _ => damaged(),
        }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(room);
        match &read {
            Ok(0) => self.ended |= !room.is_empty(),
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                self.failed = Some((error.kind(), error.to_string()));
            }
            Ok(_) | Err(_) => {}
        }
        read
    }
}

fn cut_off() -> io::Error {
    io::Error::new(
        ErrorKind::UnexpectedEof,
        "what zstd packed in it is cut off",
    )
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "what zstd packed in it is damaged")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Slow};
    use super::*;
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    /// `a,b` and `1,2` on two lines, as the program `zstd` 1.5.4 packs them, with a checksum.
    const PACKED: &[u8] = &[
        0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x08, 0x41, 0x00, 0x00, 0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c,
        0x32, 0x0a, 0x35, 0xe7, 0xca, 0xce,
    ];
    /// Three bytes for another program.
    const SKIPPED: &[u8] = &[0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];

    fn read(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut all = Vec::new();
        let error = Unzstd::new(Slow(bytes, 1)).read_to_end(&mut all).err();
        (all, error.map(|error| error.to_string()))
    }

    fn many() -> Vec<u8> {
        (0..60_000_u32)
            .flat_map(|n| format!("{},{n}\n", n * 7919 % 1000).into_bytes())
            .collect()
    }

    #[test]
    fn parts_come_one_after_another() {
        assert_eq!(read(PACKED), (b"a,b\n1,2\n".to_vec(), None));
        assert_eq!(
            super::super::unpack([SKIPPED, PACKED].concat().as_slice()).map(|mut it| {
                let mut all = String::new();
                it.read_to_string(&mut all).unwrap();
                all
            }),
            Ok("a,b\n1,2\n".to_owned())
        );
        let several = [SKIPPED, PACKED, SKIPPED, PACKED, SKIPPED].concat();
        assert_eq!(read(&several), (b"a,b\n1,2\na,b\n1,2\n".to_vec(), None));
        let many = many();
        let packed = compress_to_vec(many.as_slice(), CompressionLevel::Fastest);
        assert!(packed.len() < many.len() / 2);
        assert_eq!(read(&packed), (many, None));
        let empty = compress_to_vec(&b""[..], CompressionLevel::Fastest);
        assert_eq!(read(&empty), (Vec::new(), None));
    }

    #[test]
    fn what_is_wrong_is_said_and_what_comes_before_is_given() {
        let cut = Some("what zstd packed in it is cut off".to_owned());
        let damaged = Some("what zstd packed in it is damaged".to_owned());
        for end in 1..PACKED.len() {
            assert_eq!(read(&PACKED[..end]).1, cut, "{end}");
        }
        assert_eq!(read(&[PACKED, &SKIPPED[..9]].concat()).1, cut);
        let mut other = PACKED.to_vec();
        other[10] ^= 1;
        assert_eq!(read(&other).1, damaged, "by its checksum");
        let junk = [PACKED, b"junk"].concat();
        assert_eq!(read(&junk), (b"a,b\n1,2\n".to_vec(), damaged));
        let many = many();
        let packed = compress_to_vec(many.as_slice(), CompressionLevel::Fastest);
        let (before, error) = read(&packed[..packed.len() / 2]);
        assert!(before.len() > 1000 && many.starts_with(&before));
        assert_eq!(error, cut);
        let mut all = Vec::new();
        let input = Unzstd::new(PACKED[..9].chain(Broken)).read_to_end(&mut all);
        assert_eq!(input.unwrap_err().to_string(), "the disk is gone");
    }

    #[test]
    fn a_part_that_would_take_much_memory_is_refused() {
        // A window of 2 GiB, and of 128 MiB, then a last block with nothing in it.
        let part = |window: u8| [&PACKED[..4], &[0x00, window << 3, 1, 0, 0]].concat();
        let error = read(&part(21)).1.unwrap();
        assert!(error.contains("more than 128 MiB of memory"), "{error}");
        assert_eq!(read(&part(17)), (Vec::new(), None));
    }

    proptest! {
        #[test]
        fn no_damage_makes_unpacking_panic(at in any::<prop::sample::Index>(), byte: u8, other: u8) {
            let many = many();
            let mut packed = compress_to_vec(&many[..3000], CompressionLevel::Fastest);
            let at = at.index(packed.len() - 1);
            packed[at] ^= byte;
            packed[at + 1] ^= other;
            let mut all = Vec::new();
            let read = Unzstd::new(packed.as_slice()).read_to_end(&mut all);
            prop_assert!(read.is_err() || all.len() < 200_000);
        }
    }
}
