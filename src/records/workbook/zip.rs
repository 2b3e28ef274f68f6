//! The parts of a zip file, by its directory.

use std::io::{self, Read, Seek, SeekFrom};

use super::damaged;
use super::part::Part;
use super::xml::Xml;

/// The largest directory, in bytes. A workbook has some dozen parts.
const DIRECTORY_LIMIT: u64 = 16 << 20;
/// The record at the end, without the remark behind it, and the longest remark.
const END: usize = 22;
const LONGEST_REMARK: u64 = u16::MAX as u64;
/// What a size says that is stated elsewhere, as it takes 64 bits.
const ELSEWHERE: u64 = u32::MAX as u64;

/// A part as the directory states it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// How it is packed: 0 not at all, 8 by deflate.
    pub(super) method: u64,
    pub(super) encrypted: bool,
    pub(super) crc: u32,
    /// Its sizes in bytes, packed and unpacked.
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where its header starts.
    pub(super) offset: u64,
}

/// A zip file.
pub(super) struct Archive<R> {
    input: R,
    entries: Vec<Entry>,
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(mut input: R) -> io::Result<Self> {
        let (start, size) = directory_place(&mut input)?;
        if size > DIRECTORY_LIMIT {
            return Err(damaged("its list of parts is larger than 16 MiB"));
        }
        input.seek(SeekFrom::Start(start))?;
        let mut directory = Vec::new();
        input.by_ref().take(size).read_to_end(&mut directory)?;
        let entries = entries(&directory).ok_or_else(cut_off)?;
        Ok(Archive { input, entries })
    }

    /// Whether there is a part of this name, as programs write it that do not keep to the form:
    /// with other capitals, or with `\`.
    pub(super) fn find(&self, name: &str) -> Option<&Entry> {
        let same = |entry: &&Entry| {
            let known = entry.name.replace('\\', "/");
            known.eq_ignore_ascii_case(name)
        };
        let exact = self.entries.iter().find(|entry| entry.name == name);
        exact.or_else(|| self.entries.iter().find(same))
    }

    fn entry(&self, name: &str) -> io::Result<Entry> {
        let found = self.find(name).cloned();
        found.ok_or_else(|| damaged(format!("it has no part `{name}`")))
    }

    /// The part of this name, of at most this size.
    pub(super) fn xml(&mut self, name: &str, limit: u64) -> io::Result<Xml<'_>> {
        let entry = self.entry(name)?;
        Ok(Xml::new(Part::open(&mut self.input, entry, limit)?))
    }

    /// The part of this name, as the last one that is read.
    pub(super) fn into_xml<'a>(self, name: &str, limit: u64) -> io::Result<Xml<'a>>
    where
        R: 'a,
    {
        let entry = self.entry(name)?;
        Ok(Xml::new(Part::open(self.input, entry, limit)?))
    }
}

fn cut_off() -> io::Error {
    damaged("it is cut off, or damaged")
}

/// Where the directory starts, and its size.
fn directory_place(input: &mut (impl Read + Seek)) -> io::Result<(u64, u64)> {
    let length = input.seek(SeekFrom::End(0))?;
    let tail_start = length.saturating_sub(END as u64 + LONGEST_REMARK);
    input.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    input.read_to_end(&mut tail)?;
    let end = tail
        .windows(END)
        .rposition(|at| at.starts_with(b"PK\x05\x06"));
    let end = end.ok_or_else(cut_off)?;
    let record = tail.get(end..).unwrap_or_default();
    let (Some(size), Some(start)) = (number(record, 12, 4), number(record, 16, 4)) else {
        return Err(cut_off());
    };
    if size < ELSEWHERE && start < ELSEWHERE {
        return Ok((start, size));
    }
    // The record of 64 bits, and before the one found a note of where that is.
    let note = end.checked_sub(20).and_then(|note| tail.get(note..end));
    let note = note.filter(|note| note.starts_with(b"PK\x06\x07"));
    let at = note
        .and_then(|note| number(note, 8, 8))
        .ok_or_else(cut_off)?;
    input.seek(SeekFrom::Start(at))?;
    let mut record = [0; 56];
    input.read_exact(&mut record).map_err(|_| cut_off())?;
    match (number(&record, 40, 8), number(&record, 48, 8)) {
        (Some(size), Some(start)) if record.starts_with(b"PK\x06\x06") => Ok((start, size)),
        _ => Err(cut_off()),
    }
}

fn entries(mut directory: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    while directory.starts_with(b"PK\x01\x02") {
        let sizes = [28, 30, 32].map(|at| length(directory, at));
        let [name, extra, remark] = sizes;
        let (name_end, extra_end) = (46 + name?, 46 + name? + extra?);
        let name = directory.get(46..name_end)?;
        let mut entry = Entry {
            name: String::from_utf8_lossy(name).into_owned(),
            method: number(directory, 10, 2)?,
            encrypted: number(directory, 8, 2)? & 1 == 1,
            crc: u32::try_from(number(directory, 16, 4)?).ok()?,
            packed: number(directory, 20, 4)?,
            size: number(directory, 24, 4)?,
            offset: number(directory, 42, 4)?,
        };
        widen(&mut entry, directory.get(name_end..extra_end)?);
        entries.push(entry);
        directory = directory.get(extra_end + remark?..)?;
    }
    (!entries.is_empty()).then_some(entries)
}

/// Takes from what is said in addition the sizes that need 64 bits.
fn widen(entry: &mut Entry, mut extra: &[u8]) {
    while let (Some(id), Some(length)) = (number(extra, 0, 2), length(extra, 2)) {
        let Some(body) = extra.get(4..4 + length) else {
            return;
        };
        if id == 1 {
            let wide = [&mut entry.size, &mut entry.packed, &mut entry.offset];
            let missing = wide.into_iter().filter(|it| **it == ELSEWHERE);
            for (place, value) in missing.enumerate() {
                *value = number(body, place * 8, 8).unwrap_or(ELSEWHERE);
            }
        }
        extra = extra.get(4 + length..).unwrap_or_default();
    }
}

/// The number of so many bytes at this place.
pub(super) fn number(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + count)?;
    let fold = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    Some(bytes.iter().rev().fold(0, fold))
}

fn length(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(number(bytes, at, 2)?).ok()
}
