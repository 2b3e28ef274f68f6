//! From policies and leads as text to results and summaries.

mod compare;
mod outcome;
mod sweep;

use super::*;
use crate::data;
use crate::diagnostic::{Code, Diagnostics};
use crate::eval;
use crate::model::{self, DecisionId, FieldId, LoadedFiles, Model};
use crate::source::SourceMap;
use crate::syntax;
use crate::value::{Instant, Number};

/// A policy with something in every part that a report looks at.
const POLICY: &str = r#"
policy "Test" { version "3" }
team sales "Sales" { role sdr, ae  role account_owner named in owner_email }
lead {
  id:          text key
  owner_email: text
  city:        one of mumbai | pune | delhi
  country:     text
  employees:   integer 0..1_000
  budget:      number
  seats:       number
  called:      boolean
  fact budget >= 0
}
score fit 0..50 {
  +2 per 10 of employees, at most 40
  group "place" at most 20 { +30 when city = mumbai  table city { pune => +5  otherwise => 0 } }
}
score strict 0..10 { table city { mumbai => +1  pune => +2 } }
decision grade: one of low | high | top or none {
  rule high: high when fit >= 20
  rule low:  low when fit < 20 and city is known
}
decision owner: role {
  rule named:  account_owner when owner_email is known overrides all
  rule home:   sdr when country = "India"
  rule coast:  ae when city = mumbai
  rule inland: sdr when city = delhi
}
decision next: role or none { table grade { high => owner } }
must call: called when grade = high because "They wait for it."
forbid phone unless called
forbid email when city = delhi
"#;

struct Policy {
    sources: SourceMap,
    model: Model,
}

fn policy(text: &str) -> Policy {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.ground", text);
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(id, text, &mut diagnostics);
    let model = model::resolve(&[file], &LoadedFiles::new(), &sources, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
    Policy { sources, model }
}

fn as_of() -> Instant {
    "2026-07-01T00:00:00Z".parse().unwrap()
}

impl Policy {
    fn report(&self, leads: &str, by: Option<&str>) -> (Vec<LeadResult>, Summary) {
        let named = |name: &str| By::all(&self.model).find(|(_, it)| it.name == name);
        let by = by.map(|name| named(name).unwrap().0);
        self.counted(leads, Tally::new(&self.model, by).with_rules(&self.sources))
    }

    fn counted(&self, leads: &str, mut tally: Tally<'_>) -> (Vec<LeadResult>, Summary) {
        let reporter = Reporter::new(&self.model, &self.sources);
        let options = data::Options::default();
        let mut reader = data::open(
            &self.model,
            vec![data::DataFile::new("leads.csv", leads.as_bytes())],
            &options,
        )
        .ok()
        .unwrap();
        let mut results = Vec::new();
        while let Some(batch) = reader.next_batch().unwrap() {
            for (place, info) in batch.info.iter().enumerate() {
                let lead = batch.leads.lead(place);
                let evaluation = eval::evaluate(&self.model, lead, as_of());
                let result = reporter.result(info, lead, &evaluation);
                tally.add(lead, as_of(), &evaluation, &result);
                results.push(result);
            }
        }
        (results, tally.finish())
    }

    fn field(&self, name: &str) -> FieldId {
        let mut fields = self.model.fields.iter();
        fields
            .find(|(_, field)| field.named.name == name)
            .unwrap()
            .0
    }

    fn decision(&self, name: &str) -> DecisionId {
        let mut decisions = self.model.decisions.iter();
        decisions.find(|(_, it)| it.named.name == name).unwrap().0
    }

    fn result(&self, lead: &str) -> LeadResult {
        self.report(&format!("{HEADER}{lead}\n"), None).0.remove(0)
    }
}

const HEADER: &str = "id,owner_email,city,country,employees,budget,seats,called\n";

fn codes(result: &LeadResult) -> Vec<(Code, &str)> {
    result
        .problems
        .iter()
        .map(|problem| (problem.code, problem.about.name()))
        .collect()
}

#[test]
fn a_lead_without_problems_has_its_outcomes_scores_person_and_channels() {
    let policy = policy(POLICY);
    let result = policy.result("1,ann@x.example,pune,India,95,,,yes");
    assert_eq!((result.row, result.key.as_deref()), (2, Some("1")));
    assert_eq!(result.problems, []);
    let totals = [Some(Number::from(23)), Some(Number::from(2))];
    assert_eq!(result.scores, totals);
    let shown = |at: usize| {
        let decision = policy.model.decisions.values().nth(at).unwrap();
        let outcome = result.decisions[at].outcome()?;
        Some(Shown::new(&policy.model, outcome, decision.ty).to_string())
    };
    assert_eq!(shown(0).as_deref(), Some("high"));
    assert_eq!(shown(1).as_deref(), Some("account_owner"));
    assert_eq!(shown(2).as_deref(), Some("account_owner"));
    let persons: Vec<_> = result.persons.values().map(Option::as_deref).collect();
    assert_eq!(persons, [Some("ann@x.example"), Some("ann@x.example")]);
    assert_eq!(result.forbidden, []);
    assert!(result.is_decided());
}

#[test]
fn gaps_and_conflicts_say_which_rules_and_what_follows_is_not_decided() {
    let policy = policy(POLICY);
    let conflict = policy.result("1,,mumbai,India,0,,,yes");
    assert_eq!(codes(&conflict), [(Code::Conflict, "owner")]);
    assert_eq!(
        conflict.problems[0].message,
        "rules of `owner` disagree: `home` says `sdr` and `coast` says `ae`"
    );
    let About::Decision { rules, .. } = &conflict.problems[0].about else {
        panic!()
    };
    assert_eq!(rules, &["home", "coast"]);

    let gap = policy.result("1,,,,100,,,yes");
    assert_eq!(codes(&gap), [(Code::Gap, "strict"), (Code::Gap, "owner")]);
    assert_eq!(
        gap.problems[1].message,
        "no rule of `owner` covers this lead"
    );
    assert_eq!(gap.decisions[1], Decided::Gap);
    // `next` would be the owner, of which there is none: the cause is said once.
    assert_eq!(gap.decisions[2], Decided::NotDecided);
    assert_eq!(gap.scores[1], None);
}

#[test]
fn a_bad_value_is_said_once_whatever_depends_on_it() {
    let policy = policy(POLICY);
    let result = policy.result("1,ann@x.example,Bombay,India,100,,,yes");
    assert_eq!(codes(&result), [(Code::BadValue, "city")]);
    let About::Field { field, value, .. } = &result.problems[0].about else {
        panic!()
    };
    assert_eq!((field.as_str(), value.as_deref()), ("city", Some("Bombay")));
    assert_eq!(result.decisions[0], Decided::NotDecided);
}

#[test]
fn facts_and_duties_that_are_broken_are_problems() {
    let policy = policy(POLICY);
    let result = policy.result("1,ann@x.example,pune,,500,-1,,no");
    assert_eq!(
        codes(&result),
        [(Code::BrokenFact, "budget >= 0"), (Code::Breach, "call")]
    );
    let About::Must { because, .. } = &result.problems[1].about else {
        panic!()
    };
    assert_eq!(because.as_deref(), Some("They wait for it."));
    let phone = policy
        .model
        .channels
        .iter()
        .find(|(_, channel)| channel.name == "phone");
    assert_eq!(result.forbidden, [phone.unwrap().0]);
}

#[test]
fn an_outcome_that_is_missing_is_a_gap_that_names_it() {
    let policy = policy(
        "policy \"T\" {}\nlead { id: text key  place: text }\n\
         decision where: text { otherwise place }",
    );
    let (results, summary) = policy.report("id,place\n1,\n2,Goa\n3,goa\n", None);
    let expected = "`otherwise` of `where` says `place`, which is missing here";
    assert_eq!(results[0].problems[0].message, expected);
    // Texts that the policy holds to be equal are one outcome, as the first of them is written.
    let answers = &summary.decisions[0].answers;
    assert_eq!(answers.outcomes, [(Shown::Text("Goa".into()), 2)]);
    assert_eq!(answers.gap, 1);
}

const LEADS: &str = "\
1,ann@x.example,pune,India,95,,,yes
2,,mumbai,India,0,,,yes
3,,mumbai,India,10,,,yes
4,,,,100,,,yes
5,,Bombay,India,100,,,yes
6,,delhi,India,100,,,no
";

#[test]
fn the_summary_counts_each_lead_once_in_each_decision() {
    let policy = policy(POLICY);
    let (_, summary) = policy.report(&format!("{HEADER}{LEADS}"), None);
    assert_eq!(
        summary.leads,
        LeadCounts {
            read: 6,
            decided: 2,
            with_problems: 5,
            skipped: 0,
        }
    );
    for decision in &summary.decisions {
        let answers = &decision.answers;
        let outcomes: u64 = answers.outcomes.iter().map(|(_, count)| count).sum();
        let rest = answers.none + answers.gap + answers.conflict + answers.not_decided;
        assert_eq!(outcomes + rest + answers.beyond, 6, "{}", decision.name);
    }
    let grade = &summary.decisions[0].answers;
    let named = |name: &str, count| (Shown::Text(name.into()), count);
    // As declared, also what never came.
    assert_eq!(
        grade.outcomes,
        [named("low", 0), named("high", 5), named("top", 0)]
    );
    let owner = &summary.decisions[1];
    let conflicts = RulesInConflict {
        rules: vec!["home".into(), "coast".into()],
        leads: 2,
    };
    assert_eq!(owner.conflicts, [conflicts]);
    let fit = &summary.scores[0];
    assert_eq!(
        (fit.leads, fit.sum),
        (5, Some(Number::from(23 + 20 + 22 + 20 + 20)))
    );
    assert_eq!(summary.musts[0].breaches, 1);
}

#[test]
fn a_cross_table_has_the_largest_groups_first_and_adds_up() {
    let policy = policy(POLICY);
    let (_, summary) = policy.report(&format!("{HEADER}{LEADS}"), Some("city"));
    let table = summary.by.unwrap();
    let groups: Vec<_> = table
        .groups
        .iter()
        .map(|group| (group.value.clone(), group.leads))
        .collect();
    let value = |name: &str| GroupValue::Value(Shown::Text(name.into()));
    let expected = [
        (value("mumbai"), 2),
        (value("delhi"), 1),
        (value("pune"), 1),
        (GroupValue::Missing, 1),
        (GroupValue::Bad, 1),
    ];
    assert_eq!(groups, expected);
    assert_eq!(table.groups[0].decisions[1].conflict, 2);
    assert_eq!(table.decisions, ["grade", "owner", "next"]);

    let (_, summary) = policy.report(&format!("{HEADER}{LEADS}"), Some("owner"));
    let table = summary.by.unwrap();
    assert_eq!(table.decisions, ["grade", "next"]);
    let leads: u64 = table.groups.iter().map(|group| group.leads).sum();
    assert_eq!(leads, 6);
}

#[test]
fn free_text_outcomes_are_counted_together_beyond_a_number() {
    let policy = policy(
        "policy \"T\" {}\nlead { id: text key  place: text  kind: one of a | b }\n\
         decision where: text { otherwise place }",
    );
    let leads: Vec<String> = (0..40)
        .map(|n| format!("{n},place {n},a\nx{n},place 7,b\n"))
        .collect();
    let (_, summary) = policy.report(&format!("id,place,kind\n{}", leads.concat()), Some("kind"));
    assert_eq!(summary.decisions[0].answers.outcomes.len(), 40);
    let groups = summary.by.unwrap().groups;
    for group in groups {
        let answers = &group.decisions[0];
        assert_eq!(answers.outcomes.len(), 30);
        assert_eq!(answers.outcomes[0].0, Shown::Text("place 7".into()));
        let outcomes: u64 = answers.outcomes.iter().map(|(_, count)| count).sum();
        assert_eq!((group.leads, outcomes + answers.beyond), (40, 40));
    }
}

#[test]
fn each_line_of_a_score_is_credited_with_its_points() {
    let policy = policy(POLICY);
    let (_, summary) = policy.report(&format!("{HEADER}{LEADS}"), None);
    let report = summary.rules.unwrap();
    let fit = &report.scores[0];
    let lines: Vec<_> = fit
        .lines
        .iter()
        .map(|line| (line.leads, line.points))
        .collect();
    let points = |points: i64| Some(Number::from(points));
    // Employees of 95, 0, 10, 100 (three times): a line that gives nothing did nothing.
    let expected = [
        (5, points(18 + 2 + 60)),
        (2, points(60)),
        (1, points(5)),
        (4, points(0)),
    ];
    assert_eq!(lines, expected, "{fit:?}");
    assert!(
        fit.lines[1].text.starts_with("place: +30 when"),
        "{}",
        fit.lines[1].text
    );
}

#[test]
fn only_a_policy_that_looks_at_the_clock_depends_on_the_moment() {
    assert!(!looks_at_clock(&policy(POLICY).model));
    let timed = "policy \"T\" {}\nlead { id: text key  seen: date }\n\
                 score fresh 0..9 { +9 when since(seen) <= 7 days }";
    assert!(looks_at_clock(&policy(timed).model));
}
