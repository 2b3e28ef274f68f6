//! The engine on the leads of the shipped policies, on many days: what is told of them is what is told
//! when the evaluator judges each.

use groundrules::bulk::{self, Judge};
use groundrules::compile::Compiled;
use groundrules::data::{self, DataFile};
use groundrules::render::run::{Csv, Formulas};
use groundrules::report::{Reporter, Summary, Tally};
use groundrules::value::Instant;

use crate::project;
use crate::shipped::POLICIES;
use crate::support::Texts;

/// Some days of a year, at other hours each.
const INSTANTS: usize = 24;
const APART: i64 = 15 * 24 + 7;

/// What is told of some leads, how they are counted, and how many the engine judged.
struct Told {
    text: String,
    summary: Summary,
    by_engine: u64,
}

fn told<'m>(
    compiled: &'m Compiled,
    files: Vec<DataFile<'m>>,
    as_of: Instant,
    by_engine: bool,
) -> Told {
    let model = &compiled.model;
    let engine = bulk::engine(model, as_of);
    let engine = engine.as_ref().filter(|_| by_engine);
    let csv = Csv::new(
        model,
        &[],
        engine.map(|(engine, _)| engine),
        Formulas::Defused,
    );
    let judge = Judge {
        model,
        reporter: Reporter::new(model, &compiled.sources),
        as_of,
        engine: engine.map(|(engine, as_of)| (engine, *as_of)),
        tell: &csv,
    };
    let opened = data::open(model, files, &data::Options::default());
    let mut leads = opened.unwrap_or_else(|errors| panic!("{errors:?}"));
    let (mut tally, mut text, mut plain) = (Tally::new(model, None), csv.header(), 0);
    let decided = bulk::decide(&mut leads, &judge, |results| {
        plain += results.plain.leads;
        results.count_in(&mut tally, as_of);
        text.extend_from_slice(&results.text);
        Ok::<(), ()>(())
    });
    decided.unwrap();
    Told {
        text: String::from_utf8(text).unwrap(),
        summary: tally.finish(),
        by_engine: plain,
    }
}

#[test]
fn the_engine_judges_the_leads_of_the_shipped_policies() {
    for policy in POLICIES {
        let files = project::files(policy);
        let compiled = Texts(files.clone()).compile();
        let file = |name: &str| {
            let bytes = files.get(name).unwrap();
            DataFile::new(name, bytes.as_slice())
        };
        let (mut all, mut by_engine) = (0, 0);
        for hours in (0..INSTANTS).map(|at| APART * i64::try_from(at).unwrap()) {
            let first: Instant = "2026-01-10T03:00:00Z".parse().unwrap();
            let as_of = first + jiff::SignedDuration::from_hours(hours);
            let sample = || vec![file("sample.csv").joining(|name| Ok(file(name)))];
            let expected = told(&compiled, sample(), as_of, false);
            let found = told(&compiled, sample(), as_of, true);
            assert_eq!(found.text, expected.text, "{policy} as of {as_of}");
            assert_eq!(found.summary, expected.summary, "{policy} as of {as_of}");
            all += expected.summary.leads.read;
            by_engine += found.by_engine;
        }
        println!("{policy}: {by_engine} of {all} leads by the engine");
    }
}
