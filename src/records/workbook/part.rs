//! One part of a zip file, unpacked: no more of it than it may be.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::damaged;
use super::zip::{Entry, number};

/// The longest tag or text, in bytes: more than a cell can have.
const TOKEN_LIMIT: u64 = 8 << 20;

/// A part that is being read. It gives as many bytes as the directory states, and with the checksum
/// that is stated there, or an error.
pub(super) struct Part<'a> {
    unpacked: Box<dyn Read + 'a>,
    entry: Entry,
    crc: Crc,
    given: u64,
    /// How far it may be read before the next token begins.
    until: u64,
}

impl<'a> Part<'a> {
    pub(super) fn open(
        mut input: impl Read + Seek + 'a,
        entry: Entry,
        limit: u64,
    ) -> io::Result<Self> {
        let name = &entry.name;
        if entry.encrypted {
            return Err(damaged(format!(
                "`{name}` in it is protected by a password"
            )));
        }
        if entry.size > limit {
            let most = limit >> 20;
            let message = format!("`{name}` in it takes more than {most} MiB unpacked");
            return Err(damaged(message));
        }
        input.seek(SeekFrom::Start(entry.offset))?;
        let mut header = [0; 30];
        let read = input.read_exact(&mut header);
        let lengths = number(&header, 26, 2).zip(number(&header, 28, 2));
        let (Ok(()), Some((name_length, extra)), true) =
            (read, lengths, header.starts_with(b"PK\x03\x04"))
        else {
            return Err(damaged(format!("`{name}` in it is not where it should be")));
        };
        let behind = i64::try_from(name_length + extra).unwrap_or_default();
        input.seek(SeekFrom::Current(behind))?;
        let packed = input.take(entry.packed);
        let unpacked: Box<dyn Read + 'a> = match entry.method {
            0 => Box::new(packed),
            8 => Box::new(DeflateDecoder::new(packed)),
            _ => {
                let message = format!("`{name}` in it is packed in a way that no workbook is");
                return Err(damaged(message));
            }
        };
        Ok(Part {
            unpacked,
            entry,
            crc: Crc::new(),
            given: 0,
            until: TOKEN_LIMIT,
        })
    }

    /// Allows the next token to be read.
    pub(super) fn next_token(&mut self) {
        self.until = self.given + TOKEN_LIMIT;
    }

    /// The same error, said of this part.
    pub(super) fn error(&self, reason: impl std::fmt::Display) -> io::Error {
        damaged(format!("`{}` in it is damaged: {reason}", self.entry.name))
    }
}

impl Read for Part<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.given > self.until {
            return Err(self.error("a value in it is larger than 8 MiB"));
        }
        let read = self.unpacked.read(room);
        let read = read.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => self.error("it cannot be unpacked"),
            _ => error,
        })?;
        self.crc.update(room.get(..read).unwrap_or_default());
        self.given += read as u64;
        if self.given > self.entry.size {
            return Err(self.error("there is more in it than the workbook states"));
        }
        let whole = self.given == self.entry.size && self.crc.sum() == self.entry.crc;
        if read == 0 && !room.is_empty() && !whole {
            return Err(self.error("it is not what was packed"));
        }
        Ok(read)
    }
}
