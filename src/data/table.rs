//! A stream of CSV with a header: how it is written, and what its columns are called.

use std::io::Read;

use super::problem::DataError;
use crate::model::SourceMapping;
use crate::records::{Blocks, Decoder, Encoding, FaultKind, RawError, Reader, Record, Replay};

/// What stands between values where the source does not say it, the most usual first.
const DELIMITERS: &[u8] = b",;\t|";

/// The bytes of a file, which can be looked at again from the start.
pub(super) type Bytes<'a> = Replay<Box<dyn Read + 'a>>;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// How its bytes are text, where it has no mark that says so.
    pub(super) encoding: Option<Encoding>,
    /// What stands between its values.
    pub(super) delimiter: u8,
    /// Lines with nothing in them count in the numbers of rows.
    pub(super) counts_empty_lines: bool,
}

impl Layout {
    /// How rows are written that were made into CSV here.
    pub(super) const MADE: Layout = Layout {
        encoding: Some(Encoding::UTF_8),
        delimiter: b',',
        counts_empty_lines: false,
    };
    /// The same of a sheet, where a row has the number that it has there.
    pub(super) const SHEET: Layout = Layout {
        counts_empty_lines: true,
        ..Layout::MADE
    };

    fn reader<R: Read>(self, text: R) -> Reader<R> {
        let reader = Reader::new(text, self.delimiter);
        match self.counts_empty_lines {
            true => reader.counting_empty_lines(),
            false => reader,
        }
    }
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            encoding: None,
            delimiter: b',',
            counts_empty_lines: false,
        }
    }
}

/// A stream of records behind a header.
pub(super) struct Table<'a> {
    stream: Stream<'a>,
    encoding: Encoding,
    /// The names of the columns, without outer blanks.
    pub(super) header: Vec<String>,
    pub(super) delimiter: u8,
    /// Lines with nothing in them count in the numbers of rows.
    counts_empty_lines: bool,
    /// What the header has that is no text.
    pub(super) header_fault: Option<FaultKind>,
}

/// What of a table is still to be read.
enum Stream<'a> {
    /// Record by record.
    Records(Box<Reader<Decoder<Bytes<'a>>>>),
    /// In pieces.
    Blocks(Box<Blocks<Decoder<Bytes<'a>>>>),
    /// It is being made into pieces.
    Between,
}

/// How a file of the source is written. Where the source says no delimiter, it is the one with which
/// the header `lacks` the fewest columns; the more usual one where several lack as many.
pub(super) fn best_layout(
    source: Option<&SourceMapping>,
    mut lacks: impl FnMut(Layout) -> usize,
) -> Layout {
    let encoding = source.and_then(|source| source.encoding);
    let layout = |delimiter| Layout {
        encoding,
        delimiter,
        counts_empty_lines: false,
    };
    match source.and_then(|source| source.delimiter) {
        Some(declared) => layout(declared),
        None => {
            let layouts = DELIMITERS.iter().map(|delimiter| layout(*delimiter));
            let best = layouts.min_by_key(|layout| lacks(*layout));
            best.unwrap_or_default()
        }
    }
}

/// The names of the columns as they are where the file is written like this; none where its first
/// record cannot be read.
pub(super) fn header(bytes: &mut Bytes<'_>, layout: Layout) -> Vec<String> {
    bytes.rewind();
    let mut record = Record::default();
    let read = Decoder::new(bytes, layout.encoding)
        .map_err(|error| RawError::unreadable(&error))
        .and_then(|text| layout.reader(text).read(&mut record));
    match read {
        Ok(true) => names(&record),
        Ok(false) | Err(_) => Vec::new(),
    }
}

fn names(record: &Record) -> Vec<String> {
    record.iter().map(|name| name.trim().to_owned()).collect()
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub(super) fn open(bytes: Bytes<'a>, layout: Layout) -> Result<Self, DataError> {
        let text = Decoder::new(bytes.for_good(), layout.encoding);
        let text = text.map_err(|error| RawError::unreadable(&error))?;
        let mut reader = layout.reader(text);
        let mut record = Record::default();
        if !reader.read(&mut record)? {
            let help = "export it again, with the names of the columns in the first row";
            return Err(DataError::new("the file is empty", help));
        }
        if record.faults.iter().any(|it| it.kind == FaultKind::Nul) {
            // In UTF-16 the zeros of a Latin letter stand before it, or behind it.
            let zero_first = record.get(0).is_some_and(|name| name.starts_with('\0'));
            let order = if zero_first { "utf-16be" } else { "utf-16le" };
            let help = format!(
                "if it is UTF-16, say `encoding \"{order}\"` in the `source`; if it is no text at \
                 all, save it as CSV"
            );
            let message = "the first row of the file has bytes of zero in it";
            return Err(DataError::new(message, help));
        }
        if !record
            .iter()
            .any(|name| name.contains(char::is_alphanumeric))
        {
            let help = "write the names of the columns into the first row";
            let message = "the first row of the file names no column";
            return Err(DataError::new(message, help));
        }
        Ok(Table {
            encoding: reader.input().encoding(),
            stream: Stream::Records(Box::new(reader)),
            counts_empty_lines: layout.counts_empty_lines,
            header: names(&record),
            delimiter: layout.delimiter,
            header_fault: record.faults.first().map(|fault| fault.kind),
        })
    }

    /// The encoding in which it is written.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Its records one after another; nothing where they are given in pieces.
    pub(super) fn reader(&mut self) -> Option<&mut Reader<Decoder<Bytes<'a>>>> {
        match &mut self.stream {
            Stream::Records(reader) => Some(reader),
            Stream::Blocks(_) | Stream::Between => None,
        }
    }

    /// Whether its records are given in pieces.
    pub(super) fn is_in_pieces(&self) -> bool {
        matches!(self.stream, Stream::Blocks(_))
    }

    /// Its records in pieces from now on; nothing where each line has to be counted.
    pub(super) fn blocks(&mut self) -> Option<&mut Blocks<Decoder<Bytes<'a>>>> {
        if self.counts_empty_lines {
            return None;
        }
        self.stream = match std::mem::replace(&mut self.stream, Stream::Between) {
            Stream::Records(reader) => Stream::Blocks(Box::new(reader.into_blocks(self.delimiter))),
            blocks => blocks,
        };
        match &mut self.stream {
            Stream::Blocks(blocks) => Some(blocks),
            Stream::Records(_) | Stream::Between => None,
        }
    }
}

/// What is said of text that is none: "which is not UTF-8 text".
pub(super) fn no_text(encoding: Encoding, kind: FaultKind) -> String {
    match kind {
        FaultKind::Nul => "which has a byte of zero in it".to_owned(),
        FaultKind::NotText { .. } => {
            let hint = encoding_hint(encoding, kind).map_or(String::new(), |it| format!("; {it}"));
            format!("which is not {} text{hint}", encoding.name())
        }
    }
}

/// What to do about text that is none in the encoding of its file.
pub(super) fn encoding_hint(encoding: Encoding, kind: FaultKind) -> Option<&'static str> {
    let western = FaultKind::NotText {
        may_be_windows_1252: true,
    };
    (encoding == Encoding::UTF_8 && kind == western)
        .then_some("if the file is windows-1252, say `encoding \"windows-1252\"` in the `source`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &'static [u8]) -> Bytes<'static> {
        Replay::new(Box::new(text))
    }

    fn layout(encoding: Option<&str>, delimiter: u8) -> Layout {
        Layout {
            encoding: encoding.map(|name| Encoding::named(name).unwrap()),
            delimiter,
            counts_empty_lines: false,
        }
    }

    #[test]
    fn a_header_is_seen_in_each_way_that_it_may_be_written() {
        let mut bytes = bytes(b"Gr\xf6\xdfe ;\"a;b\"\n1;2\n");
        let german = layout(Some("windows-1252"), b';');
        assert_eq!(header(&mut bytes, german), ["Größe", "a;b"]);
        assert_eq!(
            header(&mut bytes, layout(None, b',')),
            ["Gr\u{fffd}\u{fffd}e ;\"a;b\""]
        );
        let table = Table::open(bytes, german).ok().unwrap();
        assert_eq!((table.header.len(), table.delimiter), (2, b';'));
        assert_eq!(table.encoding().name(), "windows-1252");
        assert_eq!(table.header_fault, None);
    }

    #[test]
    fn a_header_of_ten_megabytes_is_read_whole() {
        let names: String = (0..10)
            .map(|name| format!("{name}{},", "x".repeat(1 << 20 >> 1)))
            .collect();
        let text: &'static [u8] = format!("{}last\n1\n", names.repeat(2)).leak().as_bytes();
        let mut bytes = bytes(text);
        assert_eq!(
            header(&mut bytes, layout(None, b',')).last().unwrap(),
            "last"
        );
        assert!(
            header(&mut bytes, layout(None, b';')).is_empty(),
            "a value that is too large"
        );
        let table = Table::open(bytes, layout(None, b',')).ok().unwrap();
        assert_eq!(table.header.len(), 21);
    }

    #[test]
    fn zeros_in_a_header_are_said() {
        let error = Table::open(bytes(b"m\0a\0i\0l\0\n\0"), layout(None, b','))
            .err()
            .unwrap();
        assert!(error.help.unwrap().contains("utf-16le"));
        let other = Table::open(bytes(b"\0m\0a\0i\0l\0\n"), layout(None, b','));
        assert!(other.err().unwrap().help.unwrap().contains("utf-16be"));
        let table = Table::open(bytes(b"m\0a\0\n\0"), layout(Some("utf-16le"), b','));
        assert_eq!(table.ok().unwrap().header, ["ma"]);
    }
}
