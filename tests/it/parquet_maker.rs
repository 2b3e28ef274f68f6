//! Parquet files, made for tests.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

/// The values of a column, of which some may be null.
pub(crate) enum Values {
    Bool(Vec<Option<bool>>),
    Int32(Vec<Option<i32>>),
    Int64(Vec<Option<i64>>),
    Int96(Vec<Option<Int96>>),
    Float(Vec<Option<f32>>),
    Bytes(Vec<Option<Vec<u8>>>),
    Fixed(Vec<Option<Vec<u8>>>),
}

/// The values of a column of texts.
pub(crate) fn texts(values: &[&str]) -> Values {
    let known = |text: &&str| (!text.is_empty()).then(|| text.as_bytes().to_vec());
    Values::Bytes(values.iter().map(known).collect())
}

/// A file of these groups of rows, each with these columns.
pub(crate) fn file(schema: &str, how: Compression, groups: &[Vec<Values>]) -> Vec<u8> {
    of_type(parse_message_type(schema).unwrap(), how, groups)
}

fn of_type(schema: Type, how: Compression, groups: &[Vec<Values>]) -> Vec<u8> {
    let schema = Arc::new(schema);
    let how = WriterProperties::builder().set_compression(how).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(how)).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        for values in columns {
            let mut column = group.next_column().unwrap().unwrap();
            macro_rules! write {
                ($ty:ty, $values:expr) => {{
                    let levels: Vec<i16> = $values.iter().map(|it| it.is_some().into()).collect();
                    let values: Vec<_> =
                        $values.iter().flatten().cloned().map(Into::into).collect();
                    let column = column.typed::<$ty>();
                    column.write_batch(&values, Some(&levels), None).unwrap();
                }};
            }
            match values {
                Values::Bool(values) => write!(BoolType, values),
                Values::Int32(values) => write!(Int32Type, values),
                Values::Int64(values) => write!(Int64Type, values),
                Values::Int96(values) => write!(Int96Type, values),
                Values::Float(values) => write!(FloatType, values),
                Values::Bytes(values) => {
                    let values: Vec<Option<ByteArray>> = values
                        .iter()
                        .cloned()
                        .map(|it| it.map(Into::into))
                        .collect();
                    write!(ByteArrayType, values);
                }
                Values::Fixed(values) => {
                    let values: Vec<Option<FixedLenByteArray>> = values
                        .iter()
                        .cloned()
                        .map(|it| it.map(Into::into))
                        .collect();
                    write!(FixedLenByteArrayType, values);
                }
            }
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// The rows of a CSV file, all of them texts, in groups of so many.
pub(crate) fn of_csv(csv: &[u8], how: Compression, size: usize) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let columns = header.iter().map(|name| {
        let column = Type::primitive_type_builder(name, Physical::BYTE_ARRAY);
        let column = column.with_logical_type(Some(LogicalType::String));
        Arc::new(column.build().unwrap())
    });
    let schema = Type::group_type_builder("leads").with_fields(columns.collect());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let groups = rows.chunks(size).map(|rows| {
        let column = |at: usize| texts(&rows.iter().map(|row| &row[at]).collect::<Vec<_>>());
        (0..header.len()).map(column).collect()
    });
    of_type(schema.build().unwrap(), how, &groups.collect::<Vec<_>>())
}
