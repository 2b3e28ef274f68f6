//! A summary to try the formats of a run on.

use crate::diagnostic::Code;
use crate::report::{
    About, Answers, CrossTable, DecisionRules, DecisionSummary, Group, GroupValue, LeadCounts,
    LineWork, MustSummary, Origin, ProblemSummary, RuleReport, RuleWork, RulesInConflict,
    ScoreLines, ScoreSummary, Shown, Summary,
};
use crate::value::Number;

pub(super) fn origin() -> Origin {
    Origin {
        data: "leads.csv".into(),
        source: Some("crm".into()),
        as_of: Some("2026-07-01T00:00:00+05:30".into()),
        is_now: false,
    }
}

fn text(words: &str) -> Shown {
    Shown::Text(words.into())
}

fn number(digits: &str) -> Option<Number> {
    Number::parse(digits)
}

fn owner() -> DecisionSummary {
    let rules = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    DecisionSummary {
        name: "owner".into(),
        answers: Answers {
            outcomes: vec![(text("mumbai_desk"), 4_000), (text("abroad_desk"), 400)],
            gap: 3_614,
            conflict: 227,
            none: 0,
            not_decided: 3,
            beyond: 0,
        },
        conflicts: vec![
            RulesInConflict {
                rules: rules(["mumbai", "abroad"]),
                leads: 137,
            },
            RulesInConflict {
                rules: rules(["national", "abroad"]),
                leads: 90,
            },
        ],
    }
}

fn problem(code: Code, about: About, count: u64, row: u64, message: &str) -> ProblemSummary {
    let key = Some(format!("lead-{row}"));
    ProblemSummary {
        code,
        about,
        count,
        file: None,
        row,
        key,
        message: message.into(),
    }
}

fn problems() -> Vec<ProblemSummary> {
    let decision = |rules: &[&str]| About::Decision {
        decision: "owner".into(),
        rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
    };
    let visits = About::Field {
        field: "visits".into(),
        column: Some("TotalVisits".into()),
        value: Some("many".into()),
        nearest: None,
    };
    let must = About::Must {
        must: "reasoned".into(),
        because: Some("A no teaches.".into()),
    };
    vec![
        problem(
            Code::BadValue,
            visits,
            3,
            17,
            "`many` is not a whole number",
        ),
        problem(
            Code::Gap,
            decision(&[]),
            3_614,
            2,
            "no rule of `owner` covers this lead",
        ),
        problem(
            Code::Conflict,
            decision(&["mumbai", "abroad"]),
            227,
            31,
            "rules of `owner` disagree: `mumbai` says `mumbai_desk`, `abroad` says `abroad_desk`",
        ),
        problem(Code::Breach, must, 1, 8, "`reasoned` is not met"),
    ]
}

/// A summary with something in every part.
pub(super) fn summary() -> Summary {
    Summary {
        policy: "Online courses".into(),
        version: Some("2026.1".into()),
        leads: LeadCounts {
            read: 8_244,
            decided: 4_400,
            with_problems: 3_845,
            skipped: 2,
        },
        decisions: vec![owner()],
        scores: vec![ScoreSummary {
            name: "fit".into(),
            leads: 8_241,
            lowest: number("-0.5"),
            highest: number("60"),
            sum: number("189865.5"),
        }],
        forbidden: vec![("email".into(), 734)],
        musts: vec![MustSummary {
            name: "reasoned".into(),
            because: Some("A no teaches.".into()),
            breaches: 1,
        }],
        problems: problems(),
        by: None,
        rules: None,
        compare: None,
        outcome: None,
        sweep: None,
        journeys: Vec::new(),
        by_responsible: false,
        work: None,
    }
}

/// The owners by so many cities, each with fewer leads than the one before, and by none.
pub(super) fn cross_table(cities: u64) -> CrossTable {
    let group = |value: GroupValue, leads: u64| Group {
        value,
        leads,
        decisions: vec![Answers {
            outcomes: vec![(text("mumbai_desk"), leads), (text("abroad_desk"), 0)],
            ..Answers::default()
        }],
    };
    let city = |n: u64| {
        group(
            GroupValue::Value(text(&format!("city {n}"))),
            1_000 + cities - n,
        )
    };
    let mut groups: Vec<Group> = (0..cities).map(city).collect();
    groups.push(group(GroupValue::Missing, 5));
    CrossTable {
        name: "city".into(),
        groups,
        beyond: None,
        decisions: vec!["owner".into()],
    }
}

/// What two rules and two lines did.
pub(super) fn rule_report() -> RuleReport {
    let rule = |name: &str, held| RuleWork {
        name: name.into(),
        held,
        decided: held - 2,
        alone: 1,
        overridden: 1,
        in_conflict: 1,
    };
    RuleReport {
        decisions: vec![DecisionRules {
            decision: "owner".into(),
            rules: vec![rule("abroad", 1_234), rule("\"US\", \"CA\" | 1..<200", 9)],
            otherwise: Some(12),
        }],
        scores: vec![ScoreLines {
            score: "fit".into(),
            lines: vec![LineWork {
                text: "+5 when country = \"India\"".into(),
                leads: 700,
                points: number("3500"),
            }],
        }],
    }
}
