//! Parquet files as data and as results.

use std::io::Read;

use groundrules::records::parquet::bytes_as_csv;
use parquet::basic::{Compression, GzipLevel};
use parquet::data_type::Int96;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::parquet_maker::{Values, file, of_csv, texts};
use crate::program::{Called, Folder};
use crate::project::files;
use crate::shipped::POLICIES;

#[track_caller]
fn refused(called: Called, message: &str) {
    let called = called.ended(2);
    assert_eq!(called.out, "");
    assert!(called.err.contains(message), "{}", called.err);
}

/// How the source says that files are written does not count for a Parquet file.
const POLICY: &str = r#"
policy "Columns" { time zone "Europe/Berlin" }
lead {
  id:      text key
  city:    text
  visits:  integer
  spent:   number
  ratio:   number
  opt_in:  boolean
  born:    date
  seen_at: datetime
  met_at:  datetime
  old_at:  datetime
  won_on:  date
}
source crm {
  encoding "windows-1252"
  delimiter ";"
  join "deals.parquet" on "Id" = "lead"
  won_on from "won" of "deals.parquet"
  id      from "Id"
  city    from "City"
  visits  from "Visits"
  spent   from "Spent"
  ratio   from "Ratio"
  opt_in  from "Opt_in"
  born    from "Born"
  seen_at from "Seen"
  met_at  from "Met"
  old_at  from "Old"
}
decision same: one of as_it_was | other {
  rule same: as_it_was when city = "København, \"K\"" and visits = 4294967295 and spent = -12.05
    and ratio = 0.1 and opt_in and born = 2026-03-01 and seen_at = 2026-03-01T19:00:00
    and met_at = 2026-03-01T18:00:00 and old_at = 2026-03-01T01:00:00 and won_on is known
  otherwise other
}
score points {
  +0.5 when opt_in
  -3 when visits is missing
}
"#;
const SCHEMA: &str = "message leads {
    optional int64 Id; optional binary City (UTF8); optional int32 Visits (UINT_32);
    optional fixed_len_byte_array(5) Spent (DECIMAL(9, 3)); optional float Ratio;
    optional boolean Opt_in; optional int32 Born (DATE);
    optional int64 Seen (TIMESTAMP(MICROS, true)); optional int64 Met (TIMESTAMP(MILLIS, false));
    optional int96 Old;
}";

fn leads() -> Vec<Values> {
    vec![
        Values::Int64(vec![Some(7), Some(8)]),
        texts(&["København, \"K\"", ""]),
        Values::Int32(vec![Some(-1), None]),
        Values::Fixed(vec![Some((-12050_i64).to_be_bytes()[3..].to_vec()), None]),
        Values::Float(vec![Some(0.1), None]),
        Values::Bool(vec![Some(true), Some(false)]),
        Values::Int32(vec![Some(20_513), Some(i32::MAX)]),
        Values::Int64(vec![Some(1_772_388_000_000_000), None]),
        Values::Int64(vec![Some(1_772_388_000_000), None]),
        Values::Int96(vec![Some(Int96::from(vec![0, 0, 2_461_101])), None]),
    ]
}

fn folder() -> Folder {
    let leads = file(SCHEMA, Compression::SNAPPY, &[leads()]);
    let deals = "message deals { optional int64 lead; optional int32 won (DATE); }";
    let won = vec![
        Values::Int64(vec![Some(7)]),
        Values::Int32(vec![Some(20_600)]),
    ];
    let gzip = Compression::GZIP(GzipLevel::default());
    Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("in/a.parquet", &leads),
        ("in/deals.parquet", &file(deals, gzip, &[won])),
    ])
}

const RUN: &[&str] = &["run", "policy.ground", "in/a.parquet", "--format"];

#[test]
fn values_of_all_types_are_what_they_were() {
    let folder = folder();
    let called = folder.call(&[RUN, &["csv"]].concat()).ended(0);
    let lines: Vec<&str> = called.out.lines().collect();
    assert_eq!(lines[1], "7,2,as_it_was,0.5,,", "{}", called.err);
    assert_eq!(lines[2], "8,3,other,-3,,bad-value Born");
    let problems = ["csv", "--problems", "bad.csv"];
    folder.call(&[RUN, &problems].concat()).ended(0);
    let bad = folder.read("bad.csv");
    assert!(bad.contains("\n8,,,,,false,day 2147483647,,,,"), "{bad}");
}

/// The leads of a shipped policy come to the same from a Parquet file, in every packing.
#[test]
fn samples_decide_as_they_do_in_csv() {
    let ways = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        #[cfg(feature = "zstd")]
        Compression::ZSTD(parquet::basic::ZstdLevel::default()),
    ];
    for (at, policy) in POLICIES.iter().enumerate() {
        let files = files(policy);
        let csv = files["sample.csv"].as_slice();
        let parquet = of_csv(csv, ways[at % ways.len()], 700);
        let folder = Folder::new(&[("a.parquet", &parquet)]);
        for (name, bytes) in &files {
            folder.write(name, bytes);
        }
        for format in ["human", "jsonl", "csv"] {
            let how = ["--as-of", "2026-07-01", "--format", format];
            let call = |data| folder.call(&[&["run", ".", data], &how[..]].concat());
            let csv = call("sample.csv").ended(0);
            let parquet = call("a.parquet").ended(0);
            let as_csv = |text: &str| text.replace("a.parquet", "sample.csv");
            assert!(csv.out.len() > 200);
            assert_eq!(as_csv(&parquet.out), csv.out, "{policy}");
            assert_eq!(as_csv(&parquet.err), csv.err, "{policy}");
        }
    }
}

#[test]
fn a_file_may_come_on_standard_input_and_in_a_column_alone() {
    let schema = "message leads { optional binary email (UTF8); }";
    let alone = file(schema, Compression::SNAPPY, &[vec![texts(&["a", "", "b"])]]);
    let folder = Folder::with("policy \"P\" {}\nlead { email: text key }");
    let called = folder.call_with(&["run", "policy.ground", "-", "--format", "csv"], &alone);
    let lines = "key,row,forbidden,problems\na,2,,\n,3,,required-missing email\nb,4,,\n";
    assert_eq!(called.ended(0).out, lines);
    let init = folder.call_with(&["init", "-", "--title", "T"], &alone);
    assert!(init.ended(0).out.contains("email"));
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let folder = folder();
    let call = || folder.call(&[RUN, &["csv"]].concat());
    let whole = std::fs::read(folder.path().join("in/a.parquet")).unwrap();
    folder.write("in/a.parquet", &whole[..whole.len() / 2]);
    refused(call(), "`in/a.parquet`: the Parquet file cannot be read");
    let nested = "message leads { optional binary Id (UTF8); repeated int32 Tags;
        optional group Home { optional binary City (UTF8); } }";
    folder.write("in/a.parquet", &file(nested, Compression::SNAPPY, &[]));
    refused(call(), "columns of lists, maps or records: `Tags`, `Home`");
    let odd = "message leads { optional fixed_len_byte_array(12) Span (INTERVAL); }";
    folder.write("in/a.parquet", &file(odd, Compression::SNAPPY, &[]));
    refused(call(), "column `Span` is of a type that no text has");
    let mut damaged = whole.clone();
    // Within the first page of values.
    damaged[60..120].fill(0xff);
    folder.write("in/a.parquet", &damaged);
    let error = "the file cannot be read behind row 1: column `Id` is damaged";
    let called = call().ended(2);
    assert!(called.err.contains(error), "{}", called.err);
    folder.write("in/a.parquet", &whole);
    let sheet = folder.call(&[RUN, &["csv", "--sheet", "A"]].concat());
    refused(
        sheet,
        "`in/a.parquet` is no .xlsx workbook, and has no sheets",
    );
}

proptest! {
    /// The library that reads Parquet files panics over some, and no one may see it.
    #[test]
    fn no_damage_makes_reading_panic(
        damage in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4)
    ) {
        let mut bytes = file(SCHEMA, Compression::SNAPPY, &[leads(), leads()]);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut text = Vec::new();
        let read = bytes_as_csv(bytes).map(|csv| csv.take(1 << 20).read_to_end(&mut text));
        // The names of the columns, damaged or not, come first.
        prop_assert!(read.is_err() || text.contains(&b'\n'));
    }
}

#[test]
fn results_have_types_and_no_apostrophes() {
    let folder = folder();
    let schema = SCHEMA.replace("int64 Id", "binary Id (UTF8)");
    let mut leads = leads();
    leads[0] = texts(&["=cmd", ""]);
    folder.write(
        "in/a.parquet",
        &file(&schema, Compression::SNAPPY, &[leads]),
    );
    let output = folder
        .command(&[RUN, &["parquet"]].concat())
        .output()
        .unwrap();
    assert!(output.status.success());
    let reader = SerializedFileReader::new(bytes::Bytes::from(output.stdout)).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    let rows: Vec<Vec<(String, Field)>> = rows.map(|row| row.unwrap().into_columns()).collect();
    let names: Vec<&str> = rows[0].iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["key", "row", "same", "points", "forbidden", "problems"]
    );
    let shown = |row: &Vec<(String, Field)>| -> Vec<String> {
        row.iter().map(|(_, field)| field.to_string()).collect()
    };
    assert_eq!(
        shown(&rows[0])[..4],
        ["\"=cmd\"", "2", "\"other\"", "0.500000"]
    );
    assert_eq!(
        shown(&rows[1]),
        [
            "null",
            "3",
            "\"other\"",
            "-3.000000",
            "null",
            "\"required-missing Id;bad-value Born\""
        ]
    );
    assert!(matches!(rows[0][1].1, Field::Long(2)));
    let tasks = folder.call(&[RUN, &["parquet", "--by", "city"]].concat());
    refused(
        tasks,
        "`--by` adds to the summary, and this format has none",
    );
}
