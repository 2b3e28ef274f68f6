//! Findings of the proof, made by hand, for tests.

use super::{Review, Reviewed, Unread};
use crate::compile::Compiled;
use crate::diagnostic::{
    Case, CasePart, Code, Demonstration, Diagnostic, Edit, Evidence, Fix, Level, Plain, Says,
    Witness, WitnessCell,
};
use crate::model::Model;
use crate::source::{SourceMap, Span};

/// The policy that the findings are about.
pub(crate) const POLICY: &str = r#"policy "Demand" {}

lead {
  email:     text key
  country:   one of us | ca | india
  city:      text
  employees: integer >= 0
}

decision owner: one of sdr | desk {
  rule large:  sdr  when country in { us, ca } and employees >= 200
  rule middle: desk when country in { us, ca } and employees <= 200
  rule india:  desk when country = india and city is known
}
"#;

/// The text of the policy.
pub(crate) fn sources() -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add("policy.ground", POLICY);
    sources
}

fn span(words: &str) -> Span {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.ground", POLICY);
    let at = POLICY.find(words).unwrap();
    Span::new(id, at, at + words.len())
}

fn part(field: &str, says: Says, text: &str) -> CasePart {
    CasePart {
        field: field.to_owned(),
        says,
        text: text.to_owned(),
    }
}

fn cell(field: &str, value: Option<(Plain, &str)>, matters: bool) -> WitnessCell {
    let (value, written) = value.map(|(plain, text)| (plain, text.to_owned())).unzip();
    WitnessCell {
        field: field.to_owned(),
        value,
        written,
        matters,
    }
}

fn one_of(values: &[&str]) -> Says {
    Says::OneOf(values.iter().map(|&value| value.to_owned()).collect())
}

/// The lead of all findings here: it is in the United States, and what it has of employees is given.
fn lead(employees: Option<(Plain, &str)>) -> Vec<WitnessCell> {
    let text = |text: &str| Plain::Text(text.to_owned());
    vec![
        cell("country", Some((text("us"), "us")), true),
        cell("employees", employees, true),
        cell(
            "email",
            Some((text("a@a.example"), "\"a@a.example\"")),
            false,
        ),
        cell("city", Some((text("Ulm"), "\"Ulm\"")), false),
    ]
}

/// A decision that decides nothing for leads that lack something.
pub(crate) fn gap() -> Diagnostic {
    let us = part("country", one_of(&["us", "ca"]), "us or ca");
    let india = part("country", one_of(&["india"]), "india");
    let missing = |field| part(field, Says::Missing, "missing");
    let shown = Demonstration {
        cases: vec![
            Case {
                parts: vec![us, missing("employees")],
            },
            Case {
                parts: vec![india, missing("city")],
            },
        ],
        more_cases: true,
        witness: Some(Witness {
            lead: lead(None),
            as_of: String::new(),
            moves: Vec::new(),
            shows: "no rule of `owner` holds".into(),
            expect: vec!["expect owner is known".into()],
        }),
        ..Demonstration::default()
    };
    let message = "`owner` decides nothing for leads whose `employees` or `city` is missing";
    Diagnostic::new(Code::Gap, span("owner"), message)
        .here("no `otherwise`")
        .help("add a rule for them, or an `otherwise`")
        .about("decision", "owner")
        .demonstrated(shown)
}

/// Two rules that disagree at one number of employees.
pub(crate) fn conflict() -> Diagnostic {
    let us = part("country", one_of(&["us", "ca"]), "us or ca");
    let range = Says::Range {
        from: Some("200".into()),
        to: Some("200".into()),
    };
    let shown = Demonstration {
        rules: vec!["large".into(), "middle".into()],
        cases: vec![Case {
            parts: vec![us, part("employees", range, "200")],
        }],
        witness: Some(Witness {
            lead: lead(Some((Plain::Number("200".into()), "200"))),
            as_of: "2026-07-01T00:00:00Z".into(),
            moves: Vec::new(),
            shows: "`large` says sdr, `middle` says desk".into(),
            expect: vec!["expect owner is known".into()],
        }),
        ..Demonstration::default()
    };
    let message = "`large` and `middle` of `owner` disagree for leads with 200 `employees`";
    Diagnostic::new(Code::Conflict, span("large"), message)
        .here("sdr")
        .label(span("middle"), "desk")
        .help("write `employees < 200` in `middle`")
        .about("decision", "owner")
        .demonstrated(shown)
}

/// A rule of which the proof did not find out whether it ever decides.
pub(crate) fn not_proved() -> Diagnostic {
    let shown = Demonstration {
        proved: false,
        ..Demonstration::default()
    };
    let message = "whether `india` of `owner` ever decides was not found out";
    let finding = Diagnostic::new(Code::DeadRule, span("india:"), message);
    let finding = finding.about("decision", "owner.india");
    Diagnostic {
        level: Level::Warning,
        ..finding
    }
    .demonstrated(shown)
}

/// A note: something worth knowing of a line.
pub(crate) fn note() -> Diagnostic {
    let message = "`owner` has nothing left for an `otherwise`";
    Diagnostic::new(Code::DeadOtherwise, span("owner"), message)
        .about("decision", "owner")
        .demonstrated(Demonstration::default())
}

/// Calls `with` what is told of two policies, one with a finding of each kind and one without, and of
/// a third that could not be read.
pub(crate) fn review<T>(with: impl FnOnce(&Review<'_>) -> T) -> T {
    let mut model = Model::empty();
    model.title = "Demand".into();
    let compiled = Compiled {
        sources: sources(),
        files: Vec::new(),
        model,
        findings: Vec::new(),
        accepted: 0,
        as_of: None,
    };
    let fix = Fix {
        title: "write `<`".into(),
        edits: vec![Edit {
            span: span("<="),
            new_text: "<".into(),
        }],
    };
    let counted = Evidence {
        leads: 12,
        ..Evidence::none_of(90)
    };
    let findings = [
        gap().shown_by(counted),
        Diagnostic {
            fix: Some(fix),
            ..conflict()
        },
        not_proved(),
        note(),
    ];
    let policies = [
        Reviewed {
            compiled: &compiled,
            findings: findings.iter().collect(),
            summary: "Demand: 2 errors, 1 not proved, 1 note".into(),
        },
        Reviewed {
            compiled: &compiled,
            findings: Vec::new(),
            summary: "Demand: no findings".into(),
        },
    ];
    let unread = [Unread {
        name: "c.ground".into(),
        message: "there is no `c.ground`".into(),
    }];
    with(&Review {
        policies: &policies,
        unread: &unread,
        keys: false,
        folder: "",
        fails_from: Some(Level::Error),
    })
}
