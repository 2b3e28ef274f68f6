//! What the values of a column are.

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type};
use parquet::schema::types::{BasicTypeInfo, ColumnDescriptor};

/// The most digits of a decimal.
const MOST_DIGITS: i32 = 38;

/// How the stored values of a column are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As they are stored: booleans, signed integers, floating point, texts.
    Plain,
    /// Integers that are never below zero.
    Unsigned,
    /// Decimals with so many digits behind the point.
    Decimal(u32),
    /// Days since 1970-01-01.
    Date,
    /// Parts of a second since midnight, of which a second has so many.
    Time(i64),
    /// Parts of a second since 1970-01-01, of which a second has so many.
    Moment {
        /// How many parts a second has.
        parts: i64,
        /// They are instants, and no times on a wall.
        is_utc: bool,
    },
    /// Numbers of 128 bits that tell things apart.
    Uuid,
}

/// Whether a field may hold several values.
pub(super) fn is_repeated(info: &BasicTypeInfo) -> bool {
    info.has_repetition() && info.repetition() == Repetition::REPEATED
}

impl Kind {
    /// What the values of this column are; nothing where they have no form as text.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Kind> {
        let kind = match column.logical_type_ref() {
            Some(logical) => of_logical(logical),
            None => of_converted(column),
        }?;
        let whole = matches!(column.physical_type(), Type::INT32 | Type::INT64);
        let bytes = matches!(
            column.physical_type(),
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY
        );
        let fits = match kind {
            Kind::Plain => true,
            Kind::Unsigned | Kind::Date | Kind::Time(_) | Kind::Moment { .. } => whole,
            Kind::Decimal(_) => whole || bytes,
            Kind::Uuid => bytes,
        };
        fits.then_some(kind)
    }
}

fn of_logical(logical: &LogicalType) -> Option<Kind> {
    Some(match logical {
        LogicalType::String | LogicalType::Enum | LogicalType::Json | LogicalType::Unknown => {
            Kind::Plain
        }
        LogicalType::Integer(integer) if integer.is_signed => Kind::Plain,
        LogicalType::Integer(_) => Kind::Unsigned,
        LogicalType::Decimal(decimal) => return decimal_of(decimal.precision, decimal.scale),
        LogicalType::Date => Kind::Date,
        LogicalType::Time(time) => Kind::Time(parts(time.unit)),
        LogicalType::Timestamp(moment) => Kind::Moment {
            parts: parts(moment.unit),
            is_utc: moment.is_adjusted_to_u_t_c,
        },
        LogicalType::Uuid => Kind::Uuid,
        _ => return None,
    })
}

/// By what older writers said of a column.
fn of_converted(column: &ColumnDescriptor) -> Option<Kind> {
    let moment = |unit| Kind::Moment {
        parts: parts(unit),
        is_utc: true,
    };
    Some(match column.converted_type() {
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Kind::Unsigned,
        ConvertedType::DECIMAL => {
            return decimal_of(column.type_precision(), column.type_scale());
        }
        ConvertedType::DATE => Kind::Date,
        ConvertedType::TIME_MILLIS => Kind::Time(parts(TimeUnit::MILLIS)),
        ConvertedType::TIME_MICROS => Kind::Time(parts(TimeUnit::MICROS)),
        ConvertedType::TIMESTAMP_MILLIS => moment(TimeUnit::MILLIS),
        ConvertedType::TIMESTAMP_MICROS => moment(TimeUnit::MICROS),
        ConvertedType::INTERVAL
        | ConvertedType::BSON
        | ConvertedType::MAP
        | ConvertedType::MAP_KEY_VALUE
        | ConvertedType::LIST => return None,
        _ => Kind::Plain,
    })
}

fn decimal_of(precision: i32, scale: i32) -> Option<Kind> {
    let fits = precision <= MOST_DIGITS && scale <= MOST_DIGITS;
    let places = u32::try_from(scale).ok()?;
    fits.then_some(Kind::Decimal(places))
}

/// How many of these parts a second has.
fn parts(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}
