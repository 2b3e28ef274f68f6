//! Policies that grow at random, as text, over schemas so small that each lead can be looked at.
//!
//! | file | purpose |
//! | --- | --- |
//! | `fields` | what is known of a lead |
//! | `conditions` | conditions of every kind |
//! | `tables` | headers and cells |
//! | `scores` | lines, groups and tables of points |
//! | `decisions` | rules, overrides, outcomes |
//! | `duties` | facts, prohibitions, musts |

mod conditions;
mod decisions;
mod duties;
mod fields;
mod scores;
mod tables;

use std::collections::BTreeSet;

use super::chance::Chance;
use super::outline::{Block, Outline};
use fields::{Field, Kind};

/// A policy that grew, and the constructs that it uses.
#[derive(Debug, Clone)]
pub(super) struct Grown {
    pub(super) outline: Outline,
    pub(super) used: BTreeSet<&'static str>,
}

/// The constructs of the language that the policies are to use.
pub(super) const CONSTRUCTS: &[&str] = &[
    "boolean",
    "required boolean",
    "one of",
    "one of, ordered",
    "small integer",
    "number or money",
    "date",
    "datetime",
    "text",
    "several of",
    "and",
    "or",
    "not",
    "all of",
    "any of",
    "none of",
    "at least N of",
    "nested three deep",
    "definition of a condition",
    "definition of a sum of scores",
    "else",
    "decision reads decision",
    "decision reads score",
    "score line when",
    "score line per",
    "line at most",
    "group",
    "group in a group",
    "score range",
    "score table",
    "overrides name",
    "overrides all",
    "overrides table",
    "unless",
    "first match decision",
    "first match table",
    "table",
    "cell range",
    "cell comparison",
    "cell list",
    "cell any",
    "cell known",
    "cell missing",
    "cell none of",
    "cell text",
    "otherwise",
    "or none",
    "otherwise none",
    "field outcome",
    "decision outcome",
    "text =",
    "text in",
    "text in list",
    "contains",
    "starts with",
    "ends with",
    "mentions",
    "matches",
    "domain",
    "has",
    "has any of",
    "has all of",
    "is empty",
    "is missing",
    "is known",
    "not in",
    "!=",
    "fact",
    "two fields compared",
    "linear condition",
    "forbid",
    "must",
    "date compared with a date",
    "date by age",
    "datetime compared",
];

/// Something that later parts of the policy may read.
#[derive(Debug, Clone)]
pub(super) enum Made {
    Condition(String),
    Score {
        name: String,
        bars: Vec<i64>,
    },
    Decision {
        name: String,
        ty: String,
        values: Vec<String>,
    },
}

/// Makes one policy.
pub(super) struct Grower {
    chance: Chance,
    used: BTreeSet<&'static str>,
    fields: Vec<Field>,
    made: Vec<Made>,
    needs_list: bool,
    needs_team: bool,
    /// Names given so far.
    names: usize,
}

/// The policy of this seed; it may have errors.
pub(super) fn grow(seed: u64) -> Grown {
    let mut grower = Grower {
        chance: Chance::new(seed),
        used: BTreeSet::new(),
        fields: Vec::new(),
        made: Vec::new(),
        needs_list: false,
        needs_team: false,
        names: 0,
    };
    let outline = grower.policy();
    Grown {
        outline,
        used: grower.used,
    }
}

impl Grower {
    fn policy(&mut self) -> Outline {
        let mut lead = self.schema();
        let mut blocks = Vec::new();
        for _ in 0..self.chance.between(0, 2) {
            blocks.extend(self.define());
        }
        for _ in 0..*self.chance.pick(&[0, 1, 1, 2]) {
            blocks.push(self.score());
        }
        blocks.extend(self.define_of_sum());
        for _ in 0..*self.chance.pick(&[1, 1, 2, 2, 3]) {
            blocks.push(self.decision());
        }
        lead.extend(self.facts());
        blocks.extend(self.duties());
        blocks.push(Block::of("lead", lead));
        if self.needs_list {
            blocks.push(Block::of(
                "list known_texts",
                vec![Block::line("\"UK\""), Block::line("\"b.edu\"")],
            ));
        }
        if self.needs_team {
            blocks.push(Block::of(
                "team sales",
                vec![Block::line("role sdr, ae, csm")],
            ));
        }
        blocks.insert(0, Block::of("policy \"Grown\"", Vec::new()));
        Outline(blocks)
    }

    fn define(&mut self) -> Option<Block> {
        let name = self.name("d");
        let value = match self.chance.percent(45) {
            true => self.coalesced()?,
            false => self.condition(2),
        };
        self.uses("definition of a condition");
        self.made.push(Made::Condition(name.clone()));
        Some(Block::line(format!("define {name} = {value}")))
    }

    /// A definition that adds two scores up.
    fn define_of_sum(&mut self) -> Option<Block> {
        let scores = self.made.iter().filter_map(|made| match made {
            Made::Score { name, bars } => Some((name.clone(), bars.clone())),
            _ => None,
        });
        let [(a, bars), (b, more)] = scores.collect::<Vec<_>>().try_into().ok()?;
        if self.chance.percent(10) {
            return None;
        }
        self.uses("definition of a sum of scores");
        let name = self.name("sum");
        let both = bars.iter().zip(&more).map(|(a, b)| a + b).collect();
        self.made.push(Made::Score {
            name: name.clone(),
            bars: both,
        });
        Some(Block::line(format!("define {name} = {a} + {b}")))
    }

    fn name(&mut self, of: &str) -> String {
        self.names += 1;
        format!("{of}{}", self.names)
    }

    fn uses(&mut self, construct: &'static str) {
        debug_assert!(CONSTRUCTS.contains(&construct), "{construct}");
        self.used.insert(construct);
    }

    fn fields_of(&self, is: impl Fn(&Kind) -> bool) -> Vec<Field> {
        let fields = self.fields.iter();
        fields.filter(|field| is(&field.kind)).cloned().collect()
    }
}
