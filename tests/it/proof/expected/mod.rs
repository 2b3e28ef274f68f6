//! The findings that a policy has, as they are defined: by what the evaluator says of every lead.
//!
//! | file | purpose |
//! | --- | --- |
//! | `outcomes` | gaps, conflicts, overlaps, what is never reached |
//! | `missing` | leads that no rule takes only because a field is missing |
//! | `dead` | rules, overrides and parts of conditions that change nothing |
//! | `conditions` | conditions that are always yes, or never |
//! | `points` | points that change nothing |
//! | `duties` | facts, prohibitions and musts |

mod conditions;
mod dead;
mod duties;
mod missing;
mod outcomes;
mod points;

use std::collections::BTreeSet;

use groundrules::diagnostic::Code;
use groundrules::source::Span;

use super::world::World;

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// Something with this name; a part of a thing behind a dot.
    Name(String),
    /// The text at this place.
    Text(Span),
}

/// A finding that a policy has.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) code: Code,
    pub(super) about: About,
    /// The rules that make it, where they tell it from others.
    pub(super) rules: BTreeSet<String>,
    /// A lead that has it.
    pub(super) lead: Option<usize>,
    /// It has to be reported; else it may be, and is no fault.
    pub(super) required: bool,
    /// The texts of which one finding is enough: another one on them, or on what they are a part of
    /// or have as a part, says this one too.
    pub(super) texts: Vec<Span>,
    /// A lead with these fields known has to show it.
    pub(super) known: BTreeSet<String>,
    /// Names that the message has to give.
    pub(super) names: BTreeSet<String>,
}

impl Expected {
    fn new(code: Code, about: About) -> Expected {
        Expected {
            code,
            about,
            rules: BTreeSet::new(),
            lead: None,
            required: true,
            texts: Vec::new(),
            known: BTreeSet::new(),
            names: BTreeSet::new(),
        }
    }

    fn named(code: Code, name: impl Into<String>) -> Expected {
        Expected::new(code, About::Name(name.into()))
    }

    /// A finding on a text, of which one finding is enough.
    fn on(code: Code, span: Span) -> Expected {
        Expected {
            texts: vec![span],
            ..Expected::new(code, About::Text(span))
        }
    }

    fn by(mut self, lead: usize) -> Expected {
        self.lead = Some(lead);
        self
    }

    fn of_rules<'a>(mut self, rules: impl IntoIterator<Item = &'a str>) -> Expected {
        self.rules = rules.into_iter().map(str::to_owned).collect();
        self
    }

    fn required_if(mut self, required: bool) -> Expected {
        self.required = required;
        self
    }
}

/// All findings with one of these codes.
pub(super) fn expected(world: &World<'_>, codes: &[Code]) -> Vec<Expected> {
    if world.leads().is_empty() {
        return vec![Expected {
            required: codes.contains(&Code::ImpossibleFacts),
            ..Expected::named(Code::ImpossibleFacts, "")
        }];
    }
    let mut found = Vec::new();
    let questions: &[(&[Code], Question)] = &[
        (outcomes::CODES, outcomes::ask),
        (missing::CODES, missing::ask),
        (dead::CODES, dead::ask),
        (conditions::CODES, conditions::ask),
        (points::CODES, points::ask),
        (duties::CODES, duties::ask),
    ];
    for (of, ask) in questions {
        if of.iter().any(|code| codes.contains(code)) {
            ask(world, &mut found);
        }
    }
    found.retain(|found| codes.contains(&found.code));
    found
}

type Question = fn(&World<'_>, &mut Vec<Expected>);
