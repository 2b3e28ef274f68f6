//! What holds of every policy that is made, whatever the export.

use std::io::Cursor;

use proptest::prelude::*;

use super::super::*;
use super::made;
use crate::data::{self as leads, DataFile};
use crate::diagnostic::Level;
use crate::format::verified;
use crate::syntax::RESERVED;

/// The policy with the marks of comment taken off its sketch.
fn with_sketch(text: &str) -> String {
    let (before, sketch) = text.split_once("# decision ").unwrap();
    let sketch = sketch
        .lines()
        .map(|line| line.strip_prefix('#').unwrap_or(line));
    format!(
        "{before}decision {}\n",
        sketch.collect::<Vec<_>>().join("\n")
    )
}

/// What holds of every policy that is made.
fn holds(bytes: &[u8]) -> Draft {
    let draft = made(bytes).unwrap();
    let compiled = prove::compiled(&draft.text).unwrap();
    assert!(
        compiled.findings.is_empty(),
        "{:?}\n{}",
        compiled.findings,
        draft.text
    );
    let laid_out = verified(SourceId(0), &draft.text, &compiled.files[0]).unwrap();
    assert_eq!(laid_out, draft.text);

    // The source is found by the header, as `run` does it.
    let file = DataFile::new("leads.csv", Cursor::new(bytes));
    let mut read = leads::open(&compiled.model, vec![file], &leads::Options::default()).unwrap();
    let (mut rows, mut ragged) = (0, 0);
    while let Some(batch) = read.next_batch().unwrap() {
        for problem in batch.info.iter().flat_map(|info| &info.problems) {
            assert_eq!(
                problem.code,
                crate::diagnostic::Code::Ragged,
                "{problem:?}\n{}",
                draft.text
            );
            ragged += 1;
        }
        rows += batch.leads.len() as u64;
    }
    assert_eq!((rows, ragged), (draft.summary.rows, draft.summary.ragged));

    let whole = prove::compiled(&with_sketch(&draft.text)).unwrap();
    let errors = whole.findings.iter().filter(|it| it.level == Level::Error);
    assert_eq!(errors.count(), 0, "{:?}", whole.findings);
    assert_eq!(whole.model.decisions.len(), 1);
    draft
}

#[test]
fn every_word_of_the_language_may_be_a_header_and_a_value() {
    let words: Vec<&str> = RESERVED
        .iter()
        .chain(["stage", "fact", "lead", "key", "dates", "skip"].iter())
        .copied()
        .collect();
    let row = |_: usize| words.join(",") + "\n";
    let csv: String = (0..6).map(row).collect();
    let made = holds(csv.as_bytes());
    assert_eq!(made.summary.fell_back, Vec::<String>::new());
    let values: String = words.iter().flat_map(|word| [*word, "\n"]).collect();
    holds(format!("Kind\n{}", values.repeat(6)).as_bytes());
}

/// Cells of one kind, some of them spoiled.
fn cells() -> impl Strategy<Value = BoxedStrategy<String>> {
    let kinds: Vec<BoxedStrategy<String>> = vec![
        "-?[0-9]{1,4}".boxed(),
        r"[$€]?[0-9]{1,3}(,[0-9]{3})?(\.[0-9]{1,8})?%?".boxed(),
        "(0?[1-9]|[12][0-9]|3[01])[-/.](0?[1-9]|1[0-2])[-/.](20)?2[0-9]( [0-2][0-9]:[0-5][0-9])?"
            .boxed(),
        "20[0-2][0-9]-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9](:[0-5][0-9]Z?)?)?".boxed(),
        "(?i)(yes|no|true|false|0|1|y|n|t|f)".boxed(),
        "(?i)(red|green|blue|light blue|light-blue|A|A\\+|A-|1-10|110|11-0|yes|none)".boxed(),
        "(a|b|cc|dd)((;|, |; )(a|b|cc|dd|other))*".boxed(),
        "(May-20|01-May|5-20|2.07E\\+10)".boxed(),
        "\\PC{0,12}".boxed(),
        "(?s).{0,6}".boxed(),
    ];
    let odd = "(|| |Select|N/A|-|\\.|unknown|#N/A|none|0|\u{200b}|;|other)".boxed();
    proptest::sample::select(kinds).prop_flat_map(move |kind| {
        let odd = odd.clone();
        (0..4u32).prop_map(move |share| match share {
            0 => kind.clone(),
            share => proptest::strategy::Union::new_weighted(vec![
                (8, kind.clone()),
                (share, odd.clone()),
            ])
            .boxed(),
        })
    })
}

fn csv() -> impl Strategy<Value = String> {
    let header = prop_oneof![
        "[a-zA-Z_. -]{0,12}",
        "(Email|Id|Lead Status|Lifecycle Stage|Create Date|from|key|Country|Visits|Has site|A|a)",
        "\\PC{0,8}",
    ];
    let column = (header, cells());
    let table = (proptest::collection::vec(column, 1..6), 0usize..40);
    table.prop_flat_map(|(columns, rows)| {
        let (headers, kinds): (Vec<String>, Vec<BoxedStrategy<String>>) =
            columns.into_iter().unzip();
        (
            Just(headers),
            proptest::collection::vec(kinds, rows),
            ",|;|\t",
        )
            .prop_map(|(headers, rows, delimiter)| {
                let mut writer = csv::WriterBuilder::new()
                    .delimiter(delimiter.as_bytes()[0])
                    .from_writer(Vec::new());
                writer.write_record(&headers).unwrap();
                rows.iter()
                    .for_each(|row| writer.write_record(row).unwrap());
                String::from_utf8(writer.into_inner().unwrap()).unwrap()
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_the_export_the_policy_reads_it(csv in csv()) {
        match made(csv.as_bytes()) {
            Ok(_) => drop(holds(csv.as_bytes())),
            Err(InitError::Data(error)) => {
                let messages = [
                    "the first row of the file names no column",
                    "no column of the file holds anything that can be read",
                    "the file is empty",
                    "the file is no CSV: its first row is no text",
                ];
                prop_assert!(messages.contains(&error.message.as_str()), "{}", error.message);
            }
            Err(other) => prop_assert!(false, "{other:?}\n{csv}"),
        }
    }
}
