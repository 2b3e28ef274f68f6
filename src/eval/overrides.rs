//! Which rules stand above which.
//!
//! A rule stands above another
//! - if it reaches it by named overrides, over any number of rules, whether those hold or not;
//! - or if it is, or so reaches, a rule with `overrides all`, and the other one has no
//!   `overrides all` of its own and does not reach that rule.
//!
//! The relation is never built: on a table of thousands of rows it would have millions of pairs.
//! It is searched for the rules that hold, in time of the overrides that the text names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Decision, Overridden, RuleIndex};

/// Everything that some rules stand above.
#[derive(Debug)]
pub(super) struct Above<'a> {
    decision: &'a Decision,
    /// The rules from which the search began.
    tops: BTreeSet<RuleIndex>,
    /// What is reached by name, and the rule that names it.
    named: BTreeMap<RuleIndex, RuleIndex>,
    /// Each rule with `overrides all` among them, with all that reach it by name.
    sweeping: Vec<(RuleIndex, BTreeSet<RuleIndex>)>,
}

/// How one rule stands above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beaten {
    /// The rule above.
    pub by: RuleIndex,
    /// The rules between, from above to below, each named by the one before it.
    pub through: Vec<RuleIndex>,
    /// The last step is made by `overrides all`, of the last rule between or, if there is none,
    /// of the rule above; else by name.
    pub by_all: bool,
}

impl<'a> Above<'a> {
    /// All that these rules stand above.
    pub(super) fn search(decision: &'a Decision, tops: &[RuleIndex]) -> Above<'a> {
        let named = below(decision, tops);
        let members: BTreeSet<_> = tops.iter().chain(named.keys()).copied().collect();
        let overrides_all =
            |at: &RuleIndex| decision.rules.get(*at).is_some_and(|r| r.overrides_all);
        let sweeping: Vec<_> = members.into_iter().filter(overrides_all).collect();
        let naming = if sweeping.is_empty() {
            Naming::default()
        } else {
            Naming::of(decision)
        };
        let sweeping = sweeping
            .into_iter()
            .map(|rule| (rule, naming.above(decision, rule)));
        Above {
            decision,
            tops: tops.iter().copied().collect(),
            sweeping: sweeping.collect(),
            named,
        }
    }

    /// Whether one of them, other than itself, stands above a rule.
    pub(super) fn beats(&self, rule: RuleIndex) -> bool {
        self.named.contains_key(&rule) || self.swept_by(rule).is_some()
    }

    /// Which one stands above a rule, and how.
    pub(super) fn how(&self, rule: RuleIndex) -> Option<Beaten> {
        if let Some(&from) = self.named.get(&rule) {
            return Some(self.beaten(from, false));
        }
        self.swept_by(rule).map(|from| self.beaten(from, true))
    }

    /// The first rule whose `overrides all` stands above a rule.
    fn swept_by(&self, rule: RuleIndex) -> Option<RuleIndex> {
        if self
            .decision
            .rules
            .get(rule)
            .is_none_or(|rule| rule.overrides_all)
        {
            return None;
        }
        let stands = self
            .sweeping
            .iter()
            .find(|(_, reach_it)| !reach_it.contains(&rule));
        stands.map(|(sweeping, _)| *sweeping)
    }

    /// The way down to `last`, which makes the last step.
    fn beaten(&self, last: RuleIndex, by_all: bool) -> Beaten {
        let (mut by, mut through) = (last, Vec::new());
        // Bounded, should a faulty policy name rules in a ring.
        while !self.tops.contains(&by) && through.len() <= self.named.len() {
            through.push(by);
            match self.named.get(&by) {
                Some(&from) => by = from,
                None => break,
            }
        }
        through.reverse();
        Beaten {
            by,
            through,
            by_all,
        }
    }
}

/// All that these rules reach by named overrides, and the rule that names it.
fn below(decision: &Decision, tops: &[RuleIndex]) -> BTreeMap<RuleIndex, RuleIndex> {
    let mut named = BTreeMap::new();
    let mut tables = BTreeSet::new();
    let mut seen: BTreeSet<RuleIndex> = tops.iter().copied().collect();
    let mut open: Vec<RuleIndex> = tops.iter().rev().copied().collect();
    while let Some(rule) = open.pop() {
        let overrides = decision
            .rules
            .get(rule)
            .map_or(&[][..], |rule| &rule.overrides);
        for overridden in overrides {
            let reached = match *overridden {
                Overridden::Rule(at) => at..at + 1,
                Overridden::Table(at) if tables.insert(at) => decision
                    .tables
                    .get(at)
                    .map_or(0..0, |table| table.rows.clone()),
                Overridden::Table(_) => 0..0,
            };
            for below in reached.filter(|below| *below != rule) {
                named.entry(below).or_insert(rule);
                if seen.insert(below) {
                    open.push(below);
                }
            }
        }
    }
    named
}

/// Which rules name a rule or a table.
#[derive(Debug, Default)]
struct Naming {
    rules: BTreeMap<RuleIndex, Vec<RuleIndex>>,
    tables: BTreeMap<usize, Vec<RuleIndex>>,
}

impl Naming {
    fn of(decision: &Decision) -> Naming {
        let mut naming = Naming::default();
        for (at, rule) in decision.rules.iter().enumerate() {
            for overridden in &rule.overrides {
                match *overridden {
                    Overridden::Rule(below) => naming.rules.entry(below).or_default().push(at),
                    Overridden::Table(below) => naming.tables.entry(below).or_default().push(at),
                }
            }
        }
        naming
    }

    /// All that reach a rule by named overrides.
    fn above(&self, decision: &Decision, rule: RuleIndex) -> BTreeSet<RuleIndex> {
        let mut above = BTreeSet::new();
        let mut open = vec![rule];
        while let Some(rule) = open.pop() {
            let table = decision.rules.get(rule).and_then(|rule| rule.table);
            let by_table = table.and_then(|table| self.tables.get(&table));
            let naming = self.rules.get(&rule).into_iter().chain(by_table).flatten();
            open.extend(naming.copied().filter(|at| above.insert(*at)));
        }
        above
    }
}
