//! What is packed in gzip or zstd, unpacked; what is no text at all, by its name.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;

use super::{RawError, RawErrorKind};

/// How many bytes tell what a file is.
const START: u64 = 8;
/// How a file in gzip starts.
const GZIP: &[u8] = &[0x1f, 0x8b];
/// How a Parquet file starts: its mark, and the first byte behind it, which no CSV has there.
pub const PARQUET: &[u8] = b"PAR1\x15";
/// How a file in zstd starts.
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// Files that people take for CSV: how they start, what they are, and what to do about it.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "an Excel workbook or a zip file",
        SAVE_OR_UNPACK,
    ),
    (
        &[0xd0, 0xcf, 0x11, 0xe0],
        "an old Excel workbook (.xls), or one with a password",
        SAVE_AGAIN,
    ),
    (PARQUET, "a Parquet file", NO_PARQUET),
    (b"%PDF-", "a PDF", SAVE),
    #[cfg(not(feature = "zstd"))]
    (ZSTD, "packed by zstd", NO_ZSTD),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], "packed by xz", UNPACK),
    (b"BZh91AY&", "packed by bzip2", UNPACK),
    (b"<!DOCTYP", "a web page", PAGE),
    (b"<!doctyp", "a web page", PAGE),
    (b"<html", "a web page", PAGE),
    (b"<table", "a web page", PAGE),
    (b"<?xml", "XML", EXPORT),
    (b"[{", "JSON", EXPORT),
];
const SAVE: &str = "open it there and save it as CSV (UTF-8)";
// A workbook comes here where it is in gzip.
const SAVE_OR_UNPACK: &str =
    "give a workbook as it is, or open it in Excel and save it as CSV (UTF-8); unpack a zip file";
const SAVE_AGAIN: &str = "open it there and save it as .xlsx without a password, or as CSV (UTF-8)";
const PAGE: &str = "open it: it may say why there is no export, or be a table that a spreadsheet can \
                    save as CSV (UTF-8)";
const EXPORT: &str = "export the leads as CSV (UTF-8)";
const UNPACK: &str = "unpack it, or pack it with gzip";
#[cfg(feature = "parquet")]
// It comes here where it is packed as a whole.
const NO_PARQUET: &str = "give it as it is, not packed once more";
#[cfg(not(feature = "parquet"))]
const NO_PARQUET: &str = "save it as CSV; this groundrules was built without Parquet, which \
                          `cargo build --features parquet` adds";
#[cfg(not(feature = "zstd"))]
const NO_ZSTD: &str = "unpack it, or pack it with gzip; this groundrules was built without zstd, \
                       which `cargo build --features zstd` adds";

/// What has been looked at, and what comes behind it.
type Seen<R> = Chain<Cursor<Vec<u8>>, R>;

/// The bytes of a file, unpacked where they are in gzip or zstd.
///
/// # Errors
/// The file cannot be read, or is one that is known to be no text.
pub fn unpack<'a>(input: impl Read + 'a) -> Result<Box<dyn Read + 'a>, RawError> {
    let (start, input) = look(input)?;
    let unpacked: Box<dyn Read + 'a> = match packing(&start) {
        None => return Ok(Box::new(input)),
        Some(Packing::Gzip) => Box::new(Unpacked(MultiGzDecoder::new(input))),
        #[cfg(feature = "zstd")]
        Some(Packing::Zstd) => Box::new(super::unzstd::Unzstd::new(input)),
    };
    let (start, input) = look(unpacked)?;
    if packing(&start).is_some() {
        let (what, help) = ("packed twice", "unpack it once");
        return Err(RawError::at_start(RawErrorKind::Foreign { what, help }));
    }
    Ok(Box::new(input))
}

/// How a file may be packed.
enum Packing {
    Gzip,
    #[cfg(feature = "zstd")]
    Zstd,
}

fn packing(start: &[u8]) -> Option<Packing> {
    // Where several processors packed it, each part stands behind a note of its length.
    #[cfg(feature = "zstd")]
    if start.starts_with(ZSTD) || matches!(start, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]) {
        return Some(Packing::Zstd);
    }
    start.starts_with(GZIP).then_some(Packing::Gzip)
}

/// Looks at the start of a file, and refuses one that is no text.
fn look<R: Read>(mut input: R) -> Result<(Vec<u8>, Seen<R>), RawError> {
    let mut start = Vec::new();
    let read = input.by_ref().take(START).read_to_end(&mut start);
    read.map_err(|error| RawError::unreadable(&error))?;
    let foreign = FOREIGN.iter().find(|(mark, ..)| start.starts_with(mark));
    if let Some((_, what, help)) = foreign {
        return Err(RawError::at_start(RawErrorKind::Foreign { what, help }));
    }
    let seen = Cursor::new(start.clone()).chain(input);
    Ok((start, seen))
}

/// What is unpacked, with the faults of packing in plain words.
struct Unpacked<R>(MultiGzDecoder<R>);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.0.read(room).map_err(|error| {
            let reason = match error.kind() {
                ErrorKind::UnexpectedEof => "what gzip packed in it is cut off",
                ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                    "what gzip packed in it is damaged"
                }
                _ => return error,
            };
            io::Error::new(error.kind(), reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Slow};
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    /// What comes out, and why no more.
    fn read(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut all = Vec::new();
        let read = match unpack(Slow(bytes, 1)) {
            Ok(mut input) => input
                .read_to_end(&mut all)
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        (all, read.err())
    }

    #[test]
    fn gzip_is_unpacked_and_all_else_passes() {
        for text in [&b""[..], b"a", b"a,b\n1,2\n"] {
            assert_eq!(read(text), (text.to_vec(), None));
            assert_eq!(read(&pack(text)), (text.to_vec(), None));
        }
        // Parts that were packed one by one and put together.
        let parts = [pack(b"a,b\n"), pack(b"1,2\n")].concat();
        assert_eq!(read(&parts), (b"a,b\n1,2\n".to_vec(), None));
    }

    #[test]
    fn broken_gzip_gives_what_comes_before_and_says_so() {
        let text: Vec<u8> = (0..9000_u32)
            .flat_map(|n| format!("{n}\n").into_bytes())
            .collect();
        let packed = pack(&text);
        let (before, error) = read(&packed[..packed.len() / 2]);
        assert!(!before.is_empty() && text.starts_with(&before));
        assert_eq!(error.unwrap(), "what gzip packed in it is cut off");
        let mut damaged = packed.clone();
        damaged[packed.len() - 6] ^= 0x40;
        assert_eq!(
            read(&damaged).1.unwrap(),
            "what gzip packed in it is damaged"
        );
        let (before, error) = read(&[packed.as_slice(), b"junk"].concat());
        assert_eq!((before, error.is_some()), (text, true));
        for junk in [
            &b"\x1f\x8b"[..],
            b"\x1f\x8bjunk",
            b"\x1f\x8b\x08junk that goes on and on",
        ] {
            let error = read(junk).1.unwrap();
            assert!(
                error.starts_with("the file cannot be read: what gzip packed"),
                "{error}"
            );
        }
        let error = unpack(Broken).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the file cannot be read: the disk is gone"
        );
    }

    #[test]
    fn other_files_are_named() {
        let (_, error) = read(b"PK\x03\x04\x14\0\x06\0");
        assert_eq!(
            error.unwrap(),
            "the file is an Excel workbook or a zip file, not CSV"
        );
        assert!(read(&pack(b"%PDF-1.7")).1.unwrap().contains("a PDF"));
        let twice = read(&pack(&pack(b"a,b\n"))).1.unwrap();
        assert_eq!(twice, "the file is packed twice, not CSV");
        let zstd = read(b"\x28\xb5\x2f\xfd\x24\x08\x41\0\0a,b\n1,2\n\x35\xe7\xca\xce");
        #[cfg(not(feature = "zstd"))]
        assert_eq!(zstd.1.unwrap(), "the file is packed by zstd, not CSV");
        #[cfg(feature = "zstd")]
        assert_eq!(zstd, (b"a,b\n1,2\n".to_vec(), None));
        let parquet = read(b"PAR1\x15\x04").1;
        assert_eq!(parquet.unwrap(), "the file is a Parquet file, not CSV");
        assert_eq!(read(b"PAR1,id\n").1, None);
        let page = read(b"<!DOCTYPE html>\n<p>Please log in</p>\n").1;
        assert_eq!(page.unwrap(), "the file is a web page, not CSV");
        assert_eq!(read(b"PK,id\n").1, None);
    }
}
