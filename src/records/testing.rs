//! Inputs as disks and pipes give them, for the tests of this module.

use std::io::{self, Read};

/// An input that gives so many bytes at a time.
pub(super) struct Slow<'a>(pub(super) &'a [u8], pub(super) usize);

impl Read for Slow<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(room.len());
        let (now, later) = self.0.split_at(count);
        room[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

/// An input that cannot be read.
pub(super) struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}
