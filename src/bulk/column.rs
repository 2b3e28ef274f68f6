//! The texts of a column as the engine takes them, without a value in between.
//!
//! What is written plainly is read here; for all else the field's own reader is asked, and what it
//! says of a text is kept for the next time. It reads each text as [`FieldReader`] does, or leaves
//! the lead to it.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::kept::Kept;
use crate::data::{FieldReader, LeadMaker, Reading};
use crate::engine::Slot;
use crate::model::{Cell, Field, FieldId, Model, Type};
use crate::value::{Date, IsoMoment, Number, Text, Value, fold, iso_datetime};

/// Digits behind the point that are read here.
const PLACES: usize = 6;
/// By the number of digits behind the point, how many millionths the last one stands for.
const SCALES: [i64; PLACES + 1] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
/// Digits before the point that are read here.
const DIGITS: usize = 12;

/// Reads one field.
pub(super) struct Column<'m> {
    maker: Arc<LeadMaker<'m>>,
    field: FieldId,
    ty: Type,
    required: bool,
    /// The place of its values in a record.
    pub(super) place: usize,
    kind: Kind,
    /// The texts that stand for others or for nothing, folded, and for what.
    renamed: HashMap<String, Option<Text>, FixedState>,
    /// How long they are at most.
    longest: usize,
}

/// How its texts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Plain numbers are read here, within these bounds, in millionths.
    Number { whole: bool, low: i64, high: i64 },
    /// ISO dates are read here.
    Day,
    /// ISO datetimes with their offsets are read here.
    Instant,
    /// Nobody looks at its texts.
    Unread,
    /// Texts are as they are, but for those that stand for others.
    Text,
    /// All texts are asked for.
    Asked,
}

impl<'m> Column<'m> {
    /// Of a field that the file has; none where only making each lead will do.
    fn new(
        maker: &Arc<LeadMaker<'m>>,
        (id, field): (FieldId, &Field),
        is_read: bool,
    ) -> Option<Column<'m>> {
        let reader = maker.field(id)?;
        let kind = match field.ty {
            Type::Text if is_read => Kind::Text,
            Type::Text => Kind::Unread,
            Type::Integer | Type::Number | Type::Money(_) => number(reader, field),
            _ if field.key => return None,
            Type::Date if reader.takes_iso_as_it_is() => Kind::Day,
            Type::Datetime if reader.takes_iso_as_it_is() => Kind::Instant,
            _ => Kind::Asked,
        };
        let renamed: HashMap<String, Option<Text>, FixedState> = match field.ty {
            Type::Text => reader.renamed().map(|text| renamed(reader, text)).collect(),
            // Whoever reads them knows.
            _ => HashMap::default(),
        };
        Some(Column {
            longest: renamed.keys().map(String::len).max().unwrap_or(0),
            renamed,
            maker: Arc::clone(maker),
            field: id,
            ty: field.ty,
            required: field.required || field.key,
            place: maker.place(id)?,
            kind,
        })
    }

    /// Its texts are read, and are looked at as they are compared.
    pub(super) fn is_folded(&self) -> bool {
        self.kind == Kind::Text
    }

    /// Puts into `slot` what a lead has whose record has this text, which is compared as `folded`; in
    /// doubt, only making the lead tells.
    ///
    /// It is put there from here, since a slot that is given back is copied before all of it is there,
    /// for which the processor has to wait.
    pub(super) fn put<'t>(
        &'t self,
        kept: &mut Kept,
        text: &str,
        folded: &'t str,
        slot: &mut Slot<'t>,
    ) {
        *slot = match self.kind {
            Kind::Text => match trimmed(folded) {
                "" => self.nothing(),
                folded => match self.renamed(folded) {
                    None => Slot::Text(folded),
                    Some(Some(other)) => Slot::Text(other.folded()),
                    Some(None) => self.nothing(),
                },
            },
            Kind::Unread => match trimmed(text) {
                "" => self.nothing(),
                text if self.longest > 0 && self.renamed(&fold(text)) == Some(&None) => {
                    self.nothing()
                }
                _ => Slot::Missing,
            },
            Kind::Number { whole, low, high } => match millionths(text) {
                Some(it) if (low..=high).contains(&it) && !(whole && it % 1_000_000 != 0) => {
                    Slot::Ordinal(it)
                }
                _ if text.is_empty() => self.nothing(),
                _ => self.asked(kept, text),
            },
            Kind::Day | Kind::Instant | Kind::Asked if text.is_empty() => self.nothing(),
            Kind::Day => match plain_day(text) {
                Some(date) => Slot::day(date),
                None => self.asked(kept, text),
            },
            Kind::Instant => match iso_datetime(text) {
                Some(IsoMoment::Exact(instant)) => Slot::instant(instant),
                Some(IsoMoment::Civil(_)) | None => self.asked(kept, text),
            },
            Kind::Asked => self.asked(kept, text),
        };
    }

    /// What a folded text stands for, where that is another one or nothing.
    fn renamed(&self, folded: &str) -> Option<&Option<Text>> {
        let may_be = folded.len() <= self.longest;
        may_be.then(|| self.renamed.get(folded)).flatten()
    }

    /// A text of a record as it is shown; blank where it stands for nothing.
    pub(super) fn shown<'t>(&'t self, text: &'t str) -> &'t str {
        let text = trimmed(text);
        match self.longest > 0 {
            false => text,
            true => match self.renamed(&fold(text)) {
                None => text,
                Some(other) => other.as_ref().map_or("", Text::raw),
            },
        }
    }

    /// What the reader says of a text.
    fn asked(&self, kept: &mut Kept, text: &str) -> Slot<'static> {
        kept.or_read(text, || self.read(text))
    }

    fn read(&self, text: &str) -> Slot<'static> {
        let reading = self.maker.field(self.field).map(|reader| reader.read(text));
        match reading.unwrap_or(Reading::Missing) {
            Reading::Missing => self.nothing(),
            Reading::Bad(_) => Slot::Doubtful,
            Reading::Known(value) => match Slot::of(&Cell::Known(value), self.ty) {
                Slot::Ordinal(it) => Slot::Ordinal(it),
                Slot::Missing => Slot::Missing,
                Slot::Doubtful | Slot::Text(_) => Slot::Doubtful,
            },
        }
    }

    fn nothing(&self) -> Slot<'static> {
        match self.required {
            true => Slot::Doubtful,
            false => Slot::of(&Cell::Missing, self.ty),
        }
    }
}

/// A text that stands for another one or for nothing, folded, and for what.
fn renamed(reader: &FieldReader<'_>, text: &Text) -> (String, Option<Text>) {
    let other = match reader.read(text.raw()) {
        Reading::Known(Value::Text(other)) => Some(other),
        Reading::Known(_) | Reading::Missing | Reading::Bad(_) => None,
    };
    (text.folded().to_owned(), other)
}

/// A text without outer white space, of which most have none.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    match is_plain(text.as_bytes().first()) && is_plain(text.as_bytes().last()) {
        true => text,
        false => text.trim(),
    }
}

/// How numbers are read: here, where they mean what they say and the bounds can be told.
fn number(reader: &FieldReader<'_>, field: &Field) -> Kind {
    // Written numbers are no finer than millionths, so that the next one is the first behind an end
    // that does not belong to the range.
    let end = |end: Option<crate::model::End>, without: i64, inside: i64| match end {
        None => Some(without),
        Some(end) if end.included => millionths_of(end.number),
        Some(end) => millionths_of(end.number)?.checked_add(inside),
    };
    let low = end(field.bounds.low, i64::MIN, 1);
    let high = end(field.bounds.high, i64::MAX, -1);
    match (low, high) {
        (Some(low), Some(high)) if reader.takes_numbers_as_they_are() => Kind::Number {
            whole: field.ty == Type::Integer,
            low,
            high,
        },
        _ => Kind::Asked,
    }
}

fn millionths_of(number: Number) -> Option<i64> {
    match Slot::number(number) {
        Slot::Ordinal(it) => Some(it),
        _ => None,
    }
}

/// A date as `2026-07-01`.
fn plain_day(text: &str) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else {
        return None;
    };
    let mut all_digits = true;
    let mut number = |digits: &[u8]| {
        digits.iter().fold(0_i16, |number, digit| {
            all_digits &= digit.is_ascii_digit();
            number * 10 + i16::from(digit.wrapping_sub(b'0') % 10)
        })
    };
    let (year, month, day) = (number(&[a, b, c, d]), number(&[e, f]), number(&[g, h]));
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    all_digits
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// A plain number in millionths: digits, perhaps with a sign before and a point among them.
fn millionths(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes.split_first() {
        Some((b'-', digits)) => (true, digits),
        _ => (false, bytes),
    };
    if digits.len() > DIGITS + PLACES {
        return None;
    }
    let (mut sum, mut point) = (0_i64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => sum = sum * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let before = point.unwrap_or(digits.len());
    let places = point.map_or(0, |point| digits.len() - point - 1);
    let is_plain = (1..=DIGITS).contains(&before) && places <= PLACES;
    if !is_plain || point.is_some() && places == 0 {
        return None;
    }
    let it = sum.checked_mul(*SCALES.get(places)?)?;
    Some(if negative { -it } else { it })
}

/// The columns of a file.
pub(super) struct Columns<'m> {
    /// One for each field that the file has; the number of the field before it.
    pub(super) columns: Vec<(usize, Column<'m>)>,
    /// What a lead has in each field before its record is read.
    pub(super) none: Vec<Slot<'static>>,
    /// The place of the key.
    pub(super) key: Option<usize>,
    /// What the reader of each said of texts.
    pub(super) kept: Vec<Kept>,
    /// Some field that is read is a text.
    pub(super) reads_texts: bool,
}

impl<'m> Columns<'m> {
    /// Of the files whose leads this makes; none where only making each lead will do.
    pub(super) fn new(
        model: &Model,
        maker: &Arc<LeadMaker<'m>>,
        is_read: impl Fn(FieldId) -> bool,
    ) -> Option<Columns<'m>> {
        let mut columns = Vec::new();
        let mut reads_texts = false;
        for (id, field) in model.fields.iter() {
            if maker.place(id).is_some() {
                let read = is_read(id);
                reads_texts |= field.ty == Type::Text && (read || field.key);
                columns.push((id.index(), Column::new(maker, (id, field), read)?));
            } else if field.required || field.key {
                return None;
            }
        }
        let none = model.fields.values();
        let none = none
            .map(|field| Slot::of(&Cell::Missing, field.ty))
            .map(|slot| match slot {
                Slot::Ordinal(it) => Slot::Ordinal(it),
                _ => Slot::Missing,
            });
        let key = model.key();
        let is_text = |id| {
            model
                .fields
                .get(id)
                .is_some_and(|field| field.ty == Type::Text)
        };
        if key.is_some_and(|id| !is_text(id)) {
            return None;
        }
        Some(Columns {
            kept: columns.iter().map(|_| Kept::default()).collect(),
            columns,
            none: none.collect(),
            key: key.and_then(|id| maker.place(id)),
            reads_texts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_numbers() {
        for (text, expected) in [
            ("0", Some(0)),
            ("12", Some(12_000_000)),
            ("-0.5", Some(-500_000)),
            ("007", Some(7_000_000)),
            ("1.000001", Some(1_000_001)),
            ("999999999999.999999", None),
            ("999999999999.99999", Some(999_999_999_999_999_990)),
            ("1.0000000", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("5.", None),
            ("1.2.3", None),
            ("1,000", None),
            (" 1", None),
            ("+1", None),
        ] {
            assert_eq!(millionths(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_days() {
        for text in ["2026-07-01", "0001-01-01", "2024-02-29"] {
            assert_eq!(plain_day(text), crate::value::iso_date(text), "{text}");
            assert!(plain_day(text).is_some());
        }
        for text in [
            "2026-02-30",
            "2026-7-01",
            "20a6-07-01",
            "2026-07-01 ",
            "2026/07/01",
            "",
        ] {
            assert_eq!(plain_day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_number_is_what_it_is_elsewhere(text in "-?[0-9]{0,13}(\\.[0-9]{0,7})?") {
            if let Some(it) = millionths(&text) {
                let number = Number::parse(&text).and_then(millionths_of);
                prop_assert_eq!(Some(it), number);
            }
        }
    }
}
