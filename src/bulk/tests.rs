//! All processors at once against one lead after another.

use super::*;
use crate::data::{self, DataError, DataFile, Leads};
use crate::diagnostic::Diagnostics;
use crate::eval;
use crate::model::{self, LoadedFiles};
use crate::report::{Summary, Tally};
use crate::source::SourceMap;
use crate::syntax;
use proptest::prelude::*;

/// Something of every kind that columns hold and rules ask.
const POLICY: &str = r#"
policy "Test" { time zone "Asia/Kolkata" }
team sales { role sdr, ae, desk }
lead {
  id:       text key
  city:     one of mumbai | pune | delhi
  country:  text
  size:     integer 0..1_000
  budget:   money USD > 0
  share:    number
  seen:     datetime
  made:     date
  tags:     several of a | b
  called:   boolean required
  fact size < 900 or budget is known
}
define total = fit + 10
score fit 0..50 {
  +2 per 10 of size, at most 40
  +3 when share >= 0.25
  group "place" at most 20 { +30 when city = mumbai  table city { pune => +5  otherwise => 0 } }
}
decision grade: one of low | high | top or none {
  rule high: high when total >= 20
  rule low:  low when fit < 20 and city is known
  rule top:  top when tags has a and country ends with "ia" overrides all
}
decision owner: role {
  rule home:   sdr when country = "India"
  rule coast:  ae when city = mumbai
  rule inland: sdr when city = delhi or made < 2026-01-01
  rule large:  desk when size > 500 and budget > 10 USD overrides all
}
decision next: role or none { table grade { high, top => owner } }
must call: called when grade = high
forbid phone unless called
forbid email when since(seen) > 30 days
source crm { missing everywhere "-", "none"  country from "Country" }
"#;

const HEADER: &str = "id,city,Country,size,budget,share,seen,made,tags,called,more\n";

struct Policy {
    sources: SourceMap,
    model: Model,
}

fn policy() -> Policy {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.ground", POLICY);
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(id, POLICY, &mut diagnostics);
    let model = model::resolve(&[file], &LoadedFiles::new(), &sources, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
    Policy { sources, model }
}

/// Tells a lead by what was decided of it, in one form for both kinds.
struct Words<'m>(&'m Model, &'m Engine);

impl Tell for Words<'_> {
    fn plain(&self, lead: PlainLead<'_>, out: &mut Vec<u8>) {
        let mut words = format!("{} {} {}", lead.file, lead.row, lead.key);
        for (id, _) in self.0.decisions.iter() {
            let outcome = |place: usize| self.1.outcomes().nth(place).unwrap();
            let value = lead.verdict.place(id).map(|place| match outcome(place) {
                crate::engine::Outcome::Constant(value) => format!("{value:?}"),
                other => panic!("{other:?}"),
            });
            words += &format!(" {}", value.unwrap_or_default());
        }
        for (id, _) in self.0.scores.iter() {
            words += &format!(" {}", lead.verdict.score(id));
        }
        words += &format!(" {:?}\n", lead.verdict.forbidden().collect::<Vec<_>>());
        out.extend_from_slice(words.as_bytes());
    }

    fn full(&self, result: &LeadResult, out: &mut Vec<u8>) -> Result<(), String> {
        let mut words = format!(
            "{} {} {}",
            u8::from(result.file.as_deref() == Some("1")),
            result.row,
            result.key.as_deref().unwrap_or_default()
        );
        for decided in &result.decisions {
            let value = decided.outcome().map(|value| format!("{value:?}"));
            words += &format!(" {}", value.unwrap_or_default());
        }
        for total in &result.scores {
            words += &total.map_or(" -".to_owned(), |total| format!(" {total}"));
        }
        words += &format!(" {:?}", result.forbidden);
        for problem in &result.problems {
            words += &format!(" {}", problem.message);
        }
        words += "\n";
        out.extend_from_slice(words.as_bytes());
        Ok(())
    }
}

impl Policy {
    fn leads<'m>(&'m self, files: &'m [Vec<u8>]) -> Leads<'m> {
        let files = files.iter().enumerate();
        let files = files.map(|(at, bytes)| DataFile::new(at.to_string(), bytes.as_slice()));
        data::open(&self.model, files.collect(), &data::Options::default())
            .ok()
            .unwrap()
    }

    /// What is told, what is counted, what is noted and the error.
    fn bulk(
        &self,
        files: &[Vec<u8>],
        plainly: bool,
    ) -> (String, Summary, Vec<String>, Option<DataError>) {
        let as_of = as_of();
        let names = ["0".to_owned(), "1".to_owned()];
        let engine = engine(&self.model, as_of).unwrap();
        let judge = Judge {
            model: &self.model,
            reporter: Reporter::new(&self.model, &self.sources).naming(&names),
            as_of,
            engine: plainly.then_some((&engine.0, engine.1)),
            tell: &Words(&self.model, &engine.0),
        };
        let mut leads = self.leads(files);
        let (mut tally, mut text) = (Tally::new(&self.model, None), Vec::new());
        let ended = decide(&mut leads, &judge, |results| {
            results.count_in(&mut tally, as_of);
            text.extend_from_slice(&results.text);
            Ok::<(), ()>(())
        });
        let error = match ended {
            Ok(()) => None,
            Err(Ended::Data(error)) => Some(error),
            Err(other) => panic!("{other:?}"),
        };
        // Behind an error nobody tells of the rest.
        let notes = if error.is_none() {
            leads.notes()
        } else {
            Vec::new()
        };
        (
            String::from_utf8(text).unwrap(),
            tally.finish(),
            notes,
            error,
        )
    }

    fn one_by_one(&self, files: &[Vec<u8>]) -> (String, Summary, Vec<String>, Option<DataError>) {
        let names = ["0".to_owned(), "1".to_owned()];
        let reporter = Reporter::new(&self.model, &self.sources).naming(&names);
        let mut leads = self.leads(files);
        let engine = engine(&self.model, as_of()).unwrap();
        let words = Words(&self.model, &engine.0);
        let (mut tally, mut text) = (Tally::new(&self.model, None), Vec::new());
        let mut failed = None;
        loop {
            let batch = match leads.next_batch() {
                Ok(Some(batch)) => batch,
                Ok(None) => break,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            };
            for (at, info) in batch.info.iter().enumerate() {
                let lead = batch.leads.lead(at);
                let evaluation = eval::evaluate(&self.model, lead, as_of());
                let result = reporter.result(info, lead, &evaluation);
                tally.add(lead, as_of(), &evaluation, &result);
                words.full(&result, &mut text).unwrap();
            }
        }
        let notes = if failed.is_none() {
            leads.notes()
        } else {
            Vec::new()
        };
        (
            String::from_utf8(text).unwrap(),
            tally.finish(),
            notes,
            failed,
        )
    }

    fn compare(&self, files: &[Vec<u8>]) {
        let expected = self.one_by_one(files);
        assert_eq!(self.bulk(files, true), expected, "by the engine");
        assert_eq!(self.bulk(files, false), expected, "by the evaluator");
    }
}

fn as_of() -> Instant {
    "2026-07-01T00:00:00Z".parse().unwrap()
}

fn file(rows: &[String]) -> Vec<u8> {
    let mut text = HEADER.to_owned();
    rows.iter().for_each(|row| text += &format!("{row}\n"));
    text.into_bytes()
}

/// A row; most are as they should be.
fn row() -> impl Strategy<Value = String> {
    let one_of = |values: &'static [&'static str]| proptest::sample::select(values);
    let cells = (
        one_of(&[
            "a@b", "a@b", "C", "\u{e9}x", "x y", "\"q,r\"", "", "-", "n1", "n2", "n3", "n4", "n5",
        ]),
        one_of(&["mumbai", "Pune", "delhi", "", "-", "paris"]),
        one_of(&[
            "India",
            "india ",
            "Austria",
            "",
            "none",
            "Åland",
            "\"Ko\"\"rea\"",
        ]),
        one_of(&[
            "0",
            "10",
            "600",
            "1000",
            "1001",
            "5.0",
            "5.5",
            "1,000",
            "x",
            "",
            "\"1,000\"",
        ]),
        one_of(&[
            "10",
            "$11",
            "0",
            "0.000001",
            "-3",
            "5 EUR",
            "",
            "99999999999999999",
        ]),
        one_of(&["0.25", "0.249999", "1", "", "20%", "0.0000001", "-1"]),
        one_of(&[
            "2026-05-01T00:00:00Z",
            "2026-06-30",
            "",
            "soon",
            "1500-01-01",
        ]),
        one_of(&["2025-12-31", "2026-01-01", "", "31.12.2025"]),
        one_of(&["a", "a;b", "", "c", "b"]),
        one_of(&["yes", "no", "NO", "", "1", "perhaps"]),
        one_of(&["", "", "", "z", "\"l\nm\"", "\0", ",", "\"open"]),
    );
    let odd = cells
        .prop_map(|(a, b, c, d, e, f, g, h, i, j, k)| [a, b, c, d, e, f, g, h, i, j, k].join(","));
    prop_oneof![3 => usual_row(), 2 => odd]
}

fn usual_row() -> impl Strategy<Value = String> {
    let one_of = |values: &'static [&'static str]| proptest::sample::select(values);
    (
        1_u32..100_000,
        0_u32..900,
        one_of(&["mumbai", "delhi"]),
        one_of(&["yes", "no"]),
    )
        .prop_map(|(id, size, city, called)| format!("k{id},{city},India,{size},20,,,,,{called},"))
}

#[test]
fn a_key_that_comes_again_is_found_across_pieces_and_files() {
    let row = |id: u32| format!("k{id},delhi,India,5,20,,,,,yes,");
    let first: Vec<String> = (0..60).chain([3, 59]).map(row).collect();
    let second: Vec<String> = [60, 3, 61].map(row).to_vec();
    let files = [file(&first), file(&second)];
    let policy = policy();
    policy.compare(&files);
    let (text, summary, ..) = policy.bulk(&files, true);
    assert_eq!(text.matches("as in an earlier row").count(), 3, "{text}");
    assert_eq!((summary.leads.read, summary.leads.with_problems), (65, 3));
}

#[test]
fn a_quote_that_never_closes_ends_it_behind_all_leads_before() {
    let mut rows: Vec<String> = (0..60)
        .map(|id| format!("k{id},delhi,India,5,20,,,,,yes,"))
        .collect();
    rows.insert(40, "k99,\"delhi,India".to_owned());
    let policy = policy();
    let files = [file(&rows)];
    policy.compare(&files);
    let (text, _, _, error) = policy.bulk(&files, true);
    assert_eq!(text.lines().count(), 40);
    assert!(error.unwrap().to_string().contains("never closes"));
}

#[test]
fn a_row_of_too_many_values_ends_it_where_it_stands() {
    let row = |id: u32| format!("k{id},delhi,India,5,20,,,,,yes,");
    let mut rows: Vec<String> = (0..30).map(row).collect();
    rows.insert(20, format!("k99,{}", ",".repeat(1 << 16)));
    let policy = policy();
    let files = [file(&rows)];
    policy.compare(&files);
    let (text, _, _, error) = policy.bulk(&files, true);
    assert_eq!(text.lines().count(), 20);
    assert!(error.unwrap().to_string().contains("row 22, near line 22"));
}

#[test]
fn most_leads_are_plain() {
    let rows: Vec<String> = (0..50)
        .map(|id| format!("k{id},delhi,India,5,20,,,,,yes,"))
        .collect();
    let policy = policy();
    let engine = engine(&policy.model, as_of()).unwrap();
    let judge = Judge {
        model: &policy.model,
        reporter: Reporter::new(&policy.model, &policy.sources),
        as_of: as_of(),
        engine: Some((&engine.0, engine.1)),
        tell: &Words(&policy.model, &engine.0),
    };
    let mut plain = 0;
    let files = [file(&rows)];
    let mut leads = policy.leads(&files);
    decide(&mut leads, &judge, |results| {
        plain += results.plain.leads;
        Ok::<(), ()>(())
    })
    .unwrap();
    assert_eq!(plain, 50);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_comes_out_is_the_same(
        first in proptest::collection::vec(row(), 0..30),
        second in proptest::collection::vec(row(), 0..10),
        ends in "\n|\r\n|\n\n",
        broken in any::<bool>(),
    ) {
        let mut first = file(&first);
        if broken {
            // A letter of windows-1252.
            first.extend_from_slice(b"k1,pune,\xe9,1,1,,,,,yes,\n");
        }
        let first = String::from_utf8_lossy(&first).replace('\n', &ends).into_bytes();
        policy().compare(&[first, file(&second)]);
    }
}
