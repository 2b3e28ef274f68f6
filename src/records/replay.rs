//! An input that can be read again from its start.

use std::io::{self, ErrorKind, Read};

use super::decode::give;

/// Keeps what is read, so that the start of an input can be looked at in several ways before it is
/// read to its end.
pub struct Replay<R> {
    input: R,
    kept: Vec<u8>,
    at: usize,
    keeps: bool,
    /// Why the input cannot be read behind what is kept.
    failed: Option<(ErrorKind, String)>,
}

impl<R: Read> Replay<R> {
    /// An input of which nothing has been read.
    pub fn new(input: R) -> Self {
        Replay {
            input,
            kept: Vec::new(),
            at: 0,
            keeps: true,
            failed: None,
        }
    }

    /// Goes back to the start.
    pub fn rewind(&mut self) {
        self.at = 0;
    }

    /// Goes back to the start for the last time: nothing more is kept.
    #[must_use]
    pub fn for_good(mut self) -> Self {
        self.rewind();
        self.keeps = false;
        self
    }
}

impl<R: Read> Read for Replay<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let given = give(&self.kept, &mut self.at, room);
        if given > 0 || room.is_empty() {
            return Ok(given);
        }
        if !self.keeps {
            self.kept = Vec::new();
            self.at = 0;
        }
        if let Some((kind, reason)) = &self.failed {
            return Err(io::Error::new(*kind, reason.as_str()));
        }
        match self.input.read(room) {
            Ok(read) => {
                if self.keeps {
                    self.kept.extend(room.iter().take(read));
                    self.at = self.kept.len();
                }
                Ok(read)
            }
            Err(error) => {
                if error.kind() != ErrorKind::Interrupted {
                    self.failed = Some((error.kind(), error.to_string()));
                }
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Slow};
    use super::*;

    fn some(input: &mut impl Read, count: u64) -> String {
        let mut text = String::new();
        input.take(count).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_was_read_comes_again_and_then_the_rest() {
        let mut replay = Replay::new(Slow(b"abcdef", 2));
        assert_eq!(some(&mut replay, 3), "abc");
        replay.rewind();
        assert_eq!(some(&mut replay, 5), "abcde");
        let mut replay = replay.for_good();
        assert_eq!(some(&mut replay, 10), "abcdef");
        assert!(replay.kept.is_empty());
    }

    #[test]
    fn an_error_comes_again_where_it_was() {
        let mut replay = Replay::new(b"ab".chain(Broken));
        let mut text = Vec::new();
        assert!(replay.read_to_end(&mut text).is_err());
        let mut replay = replay.for_good();
        text.clear();
        let error = replay.read_to_end(&mut text).unwrap_err();
        assert_eq!(
            (text.as_slice(), error.to_string().as_str()),
            (&b"ab"[..], "the disk is gone")
        );
    }
}
