//! The pages of `explain`: their first example has what they are about, and nothing else; the second
//! has nothing.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, and says where it stopped"
)]

use std::collections::BTreeMap;

use groundrules::compile::Compiled;
use groundrules::data::{self, DataFile, LeadBatch};
use groundrules::diagnostic::{Code, Diagnostic, Group, Level};
use groundrules::eval::evaluate;
use groundrules::explain::page;
use groundrules::report::Reporter;

use crate::support::{Texts, codes, concerns, judge, list, play};

const BAD: &str = "An example that has it";
const GOOD: &str = "The same without it";

/// The file that a block of plain text stands for.
const BESIDE: &str = "holidays.txt";

/// Pages without examples, and why.
const WITHOUT_EXAMPLES: &[(Code, &str)] = &[
    (Code::TooLarge, "it would take a text of 4 MiB"),
    (
        Code::BadEncoding,
        "a page is UTF-8 text, and so is all that it shows",
    ),
];

/// The fenced block of a language under a heading. A `##` line inside a block is no heading.
fn block(page: &str, heading: &str, language: &str) -> Option<String> {
    let (mut under, mut fence, mut found) = ("", None, None);
    for line in page.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(_), Some(_)) => fence = None,
            (Some(opens), None) => {
                fence = Some(opens);
                if under == heading && opens == language {
                    found = Some(String::new());
                }
            }
            (None, None) => under = line.strip_prefix("## ").unwrap_or(under),
            (None, Some(inside)) => {
                if let Some(found) = found
                    .as_mut()
                    .filter(|_| under == heading && inside == language)
                {
                    found.push_str(line);
                    found.push('\n');
                }
            }
        }
    }
    found
}

/// What a policy raises by itself, and then for some leads: what `run` says of each of them for a
/// code of theirs, what `check` says of all of them for one of the data.
fn raised(policy: &str, beside: Option<String>, leads: Option<&str>, about: Code) -> Vec<Code> {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let policy = file("policy.ground", policy);
    let beside = beside.map(|text| file(BESIDE, &text));
    let texts = Texts(
        std::iter::once(policy)
            .chain(beside)
            .collect::<BTreeMap<_, _>>(),
    );
    let judged = |leads: Option<&[u8]>| {
        let mut compiled = texts.compile();
        judge(&mut compiled, leads);
        compiled.findings.retain(|it| concerns(&[about], it));
        compiled
    };
    let compiled = judged(None);
    let mut found = codes(&compiled.findings);
    if found.is_empty() {
        found.extend(play(&compiled).0);
    }
    let Some(leads) = leads else { return found };
    assert!(
        found.is_empty(),
        "the policy itself raises {}",
        list(&found)
    );
    let by_run = of_leads(&compiled, leads);
    if about.group() == Group::Leads {
        return by_run;
    }
    let findings = judged(Some(leads.as_bytes())).findings;
    // A few leads meet few rules: of a note only its own page speaks.
    let of_page = |finding: &Diagnostic| finding.level > Level::Note || finding.code == about;
    let findings: Vec<_> = findings.into_iter().filter(of_page).collect();
    let by_check = codes(&findings);
    if about.level() == Level::Error {
        assert_eq!(by_check, by_run, "{about}: `check` and `run` agree on it");
    }
    by_check
}

/// What `run` says of leads.
fn of_leads(compiled: &Compiled, leads: &str) -> Vec<Code> {
    let model = &compiled.model;
    let as_of = compiled.as_of.unwrap();
    let mut found = Vec::new();
    let files = vec![DataFile::new("leads.csv", leads.as_bytes())];
    let mut reader = match data::open(model, files, &data::Options::default()) {
        Ok(reader) => reader,
        Err(errors) => return errors.iter().map(|error| error.code.unwrap()).collect(),
    };
    let reporter = Reporter::new(model, &compiled.sources);
    while let Some(LeadBatch { leads, info, .. }) = reader.next_batch().unwrap() {
        for (place, row) in info.iter().enumerate() {
            let lead = leads.lead(place);
            let result = reporter.result(row, lead, &evaluate(model, lead, as_of));
            found.extend(result.problems.iter().map(|problem| problem.code));
        }
    }
    found
}

#[test]
fn the_first_example_has_it_and_the_second_has_nothing() {
    let mut faults = Vec::new();
    for code in Code::ALL {
        if WITHOUT_EXAMPLES.iter().any(|(without, _)| without == code) {
            continue;
        }
        let text = page(*code);
        let bad = block(text, BAD, "groundrules").unwrap_or_else(|| panic!("{code}: no example"));
        let good = block(text, GOOD, "groundrules");
        let (bad_leads, good_leads) = (block(text, BAD, "csv"), block(text, GOOD, "csv"));
        let of_rows = matches!(code.group(), Group::Data | Group::Leads);
        assert_eq!(
            bad_leads.is_some(),
            of_rows,
            "{code}: leads where it is about leads"
        );
        assert_eq!(
            good_leads.is_some(),
            of_rows,
            "{code}: leads where it is about leads"
        );
        assert!(good.is_some() || of_rows, "{code}: no second example");

        let beside = |heading| block(text, heading, "text");
        let found = raised(&bad, beside(BAD), bad_leads.as_deref(), *code);
        if found != [*code] {
            faults.push(format!("{code}: the first example raises {}", list(&found)));
        }
        let found = raised(
            good.as_ref().unwrap_or(&bad),
            beside(GOOD),
            good_leads.as_deref(),
            *code,
        );
        if !found.is_empty() {
            faults.push(format!(
                "{code}: the second example raises {}",
                list(&found)
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_without_examples_says_so() {
    for (code, why) in WITHOUT_EXAMPLES {
        let text = page(*code);
        assert!(
            !text.contains("```"),
            "{code} has an example, although {why}"
        );
        assert!(text.contains("\nThere is no example here: "), "{code}");
    }
}

#[test]
fn pages_are_short() {
    for code in Code::ALL {
        let text = page(*code);
        let prose = text.split("```").step_by(2).flat_map(str::split_whitespace);
        let words = prose.count();
        assert!(words <= 220, "{code}: {words} words");
        for block in text.split("```").skip(1).step_by(2) {
            let lines = block.lines().skip(1).count();
            assert!(lines <= 15, "{code}: an example of {lines} lines");
        }
    }
}
