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

use crate::model::{Decision, Overridden, Rule, RuleIndex};

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

/// All rules that one rule stands above.
#[must_use]
pub fn stands_above(decision: &Decision, rule: RuleIndex) -> BTreeSet<RuleIndex> {
    let top = decision.rules.get(rule);
    if !top.is_some_and(Rule::overrides_some) {
        return BTreeSet::new();
    }
    let above = Above::search(decision, &[rule]);
    let others = (0..decision.rules.len()).filter(|other| *other != rule);
    others.filter(|other| above.beats(*other)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{condition, constant, rule};
    use crate::model::{ConditionKind, RuleTable, Type};
    use crate::source::{SourceId, Span};
    use crate::value::Value;
    use proptest::prelude::*;

    /// A decision by what each rule overrides; `tables` are the rows of its tables.
    fn decision(
        overrides: &[(bool, Vec<Overridden>)],
        tables: &[std::ops::Range<usize>],
    ) -> Decision {
        let mut model = crate::model::Model::empty();
        let yes = constant(Value::Boolean(true), Type::Boolean);
        let rules = overrides.iter().map(|(all, named)| {
            let mut rule = rule(condition(ConditionKind::All(vec![])), yes.clone());
            (rule.overrides_all, rule.overrides) = (*all, named.clone());
            rule
        });
        let id =
            crate::eval::testing::decision(&mut model, Type::Boolean, rules.collect::<Vec<_>>());
        let mut decision = model.decisions[id].clone();
        for (at, rows) in tables.iter().enumerate() {
            decision.rules[rows.clone()]
                .iter_mut()
                .for_each(|rule| rule.table = Some(at));
            let span = Span::new(SourceId(0), 0, 0);
            decision.tables.push(RuleTable {
                name: None,
                first_match: false,
                rows: rows.clone(),
                span,
            });
        }
        decision
    }

    /// The relation as the module's head words it, built in full.
    fn relation(decision: &Decision) -> Vec<Vec<bool>> {
        let n = decision.rules.len();
        let mut reach = vec![vec![false; n]; n];
        for (a, rule) in decision.rules.iter().enumerate() {
            for overridden in &rule.overrides {
                match *overridden {
                    Overridden::Rule(b) => reach[a][b] = true,
                    Overridden::Table(t) => decision.tables[t].rows.clone().for_each(|b| {
                        reach[a][b] = true;
                    }),
                }
            }
        }
        for via in 0..n {
            for a in 0..n {
                for b in 0..n {
                    reach[a][b] |= reach[a][via] && reach[via][b];
                }
            }
        }
        let all = |r: usize| decision.rules[r].overrides_all;
        let sweeps = |a: usize, r: usize, b: usize| {
            all(r) && (a == r || reach[a][r]) && !all(b) && !reach[b][r]
        };
        let above = |a: usize, b: usize| reach[a][b] || (0..n).any(|r| sweeps(a, r, b));
        (0..n)
            .map(|a| (0..n).map(|b| above(a, b)).collect())
            .collect()
    }

    /// Up to seven rules, the last two of them a table, which name only what stands behind them.
    fn decisions() -> impl Strategy<Value = Decision> {
        let rule = (any::<u8>(), any::<bool>(), 0..4u8);
        proptest::collection::vec(rule, 3..7).prop_map(|rules| {
            let n = rules.len();
            let table = n - 2..n;
            let overrides = rules.iter().enumerate().map(|(at, (bits, whole, all))| {
                let behind = (at + 1..n).filter(|b| bits >> b & 1 == 1 && *b < n - 2);
                let mut named: Vec<_> = behind.map(Overridden::Rule).collect();
                if *whole && at < n - 2 {
                    named.push(Overridden::Table(0));
                }
                (*all == 0, named)
            });
            decision(&overrides.collect::<Vec<_>>(), &[table])
        })
    }

    proptest! {
        #[test]
        fn the_search_finds_what_the_relation_says(decision in decisions(), yes in any::<u8>()) {
            let relation = relation(&decision);
            let rules = 0..decision.rules.len();
            let tops: Vec<_> = rules.clone().filter(|rule| yes >> rule & 1 == 1).collect();
            let found = Above::search(&decision, &tops);
            for below in rules {
                let by = |top: &&usize| **top != below && relation[**top][below];
                prop_assert_eq!(found.beats(below), tops.iter().any(|t| by(&t)), "{}", below);
                let how = found.how(below);
                prop_assert_eq!(how.is_some(), found.beats(below));
                if let Some(Beaten { by, through, by_all }) = how {
                    prop_assert!(tops.contains(&by) && relation[by][below]);
                    // Each step is one that the text names.
                    let mut way = vec![by];
                    way.extend(through);
                    if by_all {
                        let last = way[way.len() - 1];
                        prop_assert!(decision.rules[last].overrides_all);
                    } else {
                        way.push(below);
                    }
                    for step in way.windows(2) {
                        let table = decision.rules[step[1]].table.map(Overridden::Table);
                        let overrides = &decision.rules[step[0]].overrides;
                        let named = overrides.contains(&Overridden::Rule(step[1]))
                            || table.is_some_and(|table| overrides.contains(&table));
                        prop_assert!(named, "{:?}", step);
                    }
                }
            }
        }
    }

    #[test]
    fn a_rule_reaches_over_one_that_is_no() {
        let named = |rule| vec![Overridden::Rule(rule)];
        let chain = decision(
            &[(false, named(1)), (false, named(2)), (false, vec![])],
            &[],
        );
        let found = Above::search(&chain, &[0, 2]);
        assert!(!found.beats(0) && found.beats(2));
        assert_eq!(
            found.how(2),
            Some(Beaten {
                by: 0,
                through: vec![1],
                by_all: false
            })
        );
    }

    #[test]
    fn overrides_all_stands_above_all_but_its_like_and_those_that_name_it() {
        let exempt = vec![Overridden::Rule(0)];
        let rules = decision(
            &[
                (true, vec![]),
                (true, vec![]),
                (false, exempt),
                (false, vec![]),
            ],
            &[],
        );
        let by_first = Above::search(&rules, &[0]);
        let beaten: Vec<_> = (0..4).map(|rule| by_first.beats(rule)).collect();
        assert_eq!(beaten, [false, false, false, true]);
        let by_second = Above::search(&rules, &[1]);
        assert!(by_second.beats(2), "it names the first, not the second");
        let by_exempt = Above::search(&rules, &[2]);
        assert_eq!(
            by_exempt.how(3),
            Some(Beaten {
                by: 2,
                through: vec![0],
                by_all: true
            })
        );
    }

    #[test]
    fn a_ring_ends() {
        let named = |rule| vec![Overridden::Rule(rule)];
        let ring = decision(&[(false, named(1)), (false, named(0))], &[]);
        let found = Above::search(&ring, &[1]);
        assert!(found.beats(0) && found.how(0).is_some());
    }

    #[test]
    fn tens_of_thousands_of_rules_under_one_table_are_quick() {
        let many = 40_000;
        let over = |_| (false, vec![Overridden::Table(0)]);
        let mut overrides: Vec<_> = (0..many).map(over).collect();
        overrides.extend((0..many).map(|_| (false, vec![])));
        let decision = decision(&overrides, std::slice::from_ref(&(many..2 * many)));
        let tops: Vec<_> = (0..2 * many).collect();
        let found = Above::search(&decision, &tops);
        // The product of the two would be beyond any patience.
        assert_eq!(tops.iter().filter(|rule| found.beats(**rule)).count(), many);
    }
}
