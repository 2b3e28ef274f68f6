//! One record of a stream: values as texts, and what of them was no text.

use super::encoding::may_be_windows_1252;

/// Something that a value of a record has and text cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The place of the value, from 0.
    pub field: usize,
    /// What it is.
    pub kind: FaultKind,
}

/// What a value can have that text cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Bytes that are no text in the encoding of the input; the text has `U+FFFD` in their place.
    NotText {
        /// They would be text in windows-1252.
        may_be_windows_1252: bool,
    },
    /// A byte of zero, which the text still has.
    Nul,
}

/// One record: values as texts.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its number among the records of the file, from 1: lines with nothing in them do not count.
    pub row: u64,
    /// The line on which it starts, from 1.
    pub line: u64,
    /// What is wrong with its values, in their order.
    pub faults: Vec<Fault>,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// The record of this number, on this line, with these values.
    #[must_use]
    pub fn of<'v>(row: u64, line: u64, values: impl IntoIterator<Item = &'v str>) -> Record {
        let mut record = Record {
            row,
            line,
            ..Record::default()
        };
        values
            .into_iter()
            .for_each(|value| record.push(value, None));
        record
    }

    /// How many values it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no values, as before it is read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How much text it has, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// The value at this place, from 0.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&str> {
        let end = *self.ends.get(field)?;
        let start = field
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..end)
    }

    /// All values.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|field| self.get(field))
    }

    /// What keeps the value at this place, from 0, from being text.
    #[must_use]
    pub fn fault(&self, field: usize) -> Option<FaultKind> {
        let fault = self.faults.iter().find(|fault| fault.field == field);
        fault.map(|fault| fault.kind)
    }

    /// The values at these places only, in this order, with their faults.
    #[must_use]
    pub fn only(&self, fields: &[usize]) -> Record {
        let mut record = Record {
            row: self.row,
            line: self.line,
            ..Record::default()
        };
        for field in fields {
            let kind = self.fault(*field);
            record.push(self.get(*field).unwrap_or_default(), kind);
        }
        record
    }

    /// Adds a value behind the others.
    pub fn push(&mut self, value: &str, fault: Option<FaultKind>) {
        let field = self.len();
        self.faults.extend(fault.map(|kind| Fault { field, kind }));
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    /// Adds the values of another record, with their faults, behind the own.
    pub fn append(&mut self, other: &Record) {
        for (field, value) in other.iter().enumerate() {
            self.push(value, other.fault(field));
        }
    }

    /// Takes the values over from the bytes of a record and the place behind each of them.
    pub(super) fn fill(&mut self, bytes: &[u8], ends: &[usize]) {
        self.text.clear();
        self.ends.clear();
        self.faults.clear();
        if let Ok(text) = std::str::from_utf8(bytes)
            && ends.iter().all(|end| text.is_char_boundary(*end))
        {
            self.text.push_str(text);
            self.ends.extend_from_slice(ends);
        } else {
            let mut start = 0;
            for (field, end) in ends.iter().enumerate() {
                let bytes = bytes.get(start..*end).unwrap_or_default();
                let text = String::from_utf8_lossy(bytes);
                if matches!(text, std::borrow::Cow::Owned(_)) {
                    let may_be_windows_1252 = may_be_windows_1252(bytes);
                    let kind = FaultKind::NotText {
                        may_be_windows_1252,
                    };
                    self.faults.push(Fault { field, kind });
                }
                self.text.push_str(&text);
                self.ends.push(self.text.len());
                start = *end;
            }
        }
        if self.text.contains('\0') {
            let has_nul = |field: &usize| self.get(*field).is_some_and(|text| text.contains('\0'));
            let nuls: Vec<usize> = (0..self.len()).filter(has_nul).collect();
            let fault = |field| Fault {
                field,
                kind: FaultKind::Nul,
            };
            self.faults.extend(nuls.into_iter().map(fault));
            self.faults.sort_by_key(|fault| fault.field);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_faults_of_their_values() {
        let (mut reader, mut record) = (
            // The two parts of one character in two values make no character.
            Reader::new(&b"a,b\xe9,c\0\x81,\0\n\xc3,\xa9\nfine\n"[..], b','),
            Record::default(),
        );
        assert!(reader.read(&mut record).unwrap());
        assert_eq!(
            record.iter().collect::<Vec<_>>(),
            ["a", "b\u{fffd}", "c\0\u{fffd}", "\0"]
        );
        let faults = record.faults.iter().map(|fault| (fault.field, fault.kind));
        let not_text = |may_be_windows_1252| FaultKind::NotText {
            may_be_windows_1252,
        };
        let expected = [
            (1, not_text(true)),
            (2, not_text(false)),
            (2, FaultKind::Nul),
            (3, FaultKind::Nul),
        ];
        assert_eq!(faults.collect::<Vec<_>>(), expected);
        assert!(reader.read(&mut record).unwrap());
        assert_eq!((record.len(), record.faults.len()), (2, 2));
        assert!(reader.read(&mut record).unwrap());
        assert!(record.faults.is_empty() && record.get(0) == Some("fine"));
        assert_eq!(record.get(1), None);
    }

    #[test]
    fn values_are_picked_and_added_with_their_faults() {
        let mut reader = Reader::new(&b"a,\xe9,c\nd\n"[..], b',');
        let (mut first, mut second) = (Record::default(), Record::default());
        assert!(reader.read(&mut first).unwrap() && reader.read(&mut second).unwrap());
        second.append(&first.only(&[2, 1, 7]));
        assert_eq!(
            second.iter().collect::<Vec<_>>(),
            ["d", "c", "\u{fffd}", ""]
        );
        let fields: Vec<usize> = second.faults.iter().map(|fault| fault.field).collect();
        assert_eq!((fields, second.row), (vec![2], 2));
        assert_eq!(second.fault(2), first.fault(1));
    }
}
