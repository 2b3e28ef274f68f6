//! What each rule of each decision did.

use super::{DecisionRules, RuleReport, RuleWork};
use crate::eval::{Decided, DecidedBy, DecidedOutcome, Evaluation};
use crate::model::{Decision, Model};

/// Counts what each rule did.
#[derive(Debug)]
pub(super) struct RuleTally {
    decisions: Vec<DecisionRules>,
}

impl RuleTally {
    pub(super) fn new(model: &Model) -> Self {
        let rules = |decision: &Decision| {
            let rules = decision.rules.iter();
            rules
                .map(|rule| RuleWork {
                    name: rule.name.clone(),
                    ..RuleWork::default()
                })
                .collect()
        };
        let decisions = model.decisions.values().map(|decision| DecisionRules {
            decision: decision.named.name.clone(),
            rules: rules(decision),
            otherwise: decision.otherwise.as_ref().map(|_| 0),
        });
        RuleTally {
            decisions: decisions.collect(),
        }
    }

    pub(super) fn add(&mut self, evaluation: &Evaluation) {
        for (counts, decided) in self.decisions.iter_mut().zip(&evaluation.decisions) {
            add(counts, decided);
        }
    }

    pub(super) fn finish(self) -> RuleReport {
        RuleReport {
            decisions: self.decisions,
            scores: Vec::new(),
        }
    }
}

fn add(counts: &mut DecisionRules, decided: &Decided) {
    let mut count = |rules: &[usize], of: fn(&mut RuleWork) -> &mut u64| {
        for rule in rules {
            if let Some(work) = counts.rules.get_mut(*rule) {
                *of(work) += 1;
            }
        }
    };
    count(&decided.held, |work| &mut work.held);
    count(&decided.overridden, |work| &mut work.overridden);
    match &decided.outcome {
        DecidedOutcome::Value(_) | DecidedOutcome::Nothing => {}
        DecidedOutcome::Conflict(rules) => return count(rules, |work| &mut work.in_conflict),
        // A rule whose outcome is missing decides nothing.
        DecidedOutcome::Gap | DecidedOutcome::Stopped => return,
    }
    match &decided.by {
        DecidedBy::Rules(rules) => {
            count(rules, |work| &mut work.decided);
            if let [_] = decided.held.as_slice() {
                count(rules, |work| &mut work.alone);
            }
        }
        DecidedBy::Otherwise => {
            if let Some(count) = &mut counts.otherwise {
                *count += 1;
            }
        }
        DecidedBy::Nobody => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn decided(outcome: DecidedOutcome, by: DecidedBy, held: &[usize], over: &[usize]) -> Decided {
        Decided {
            outcome,
            by,
            held: held.to_vec(),
            overridden: over.to_vec(),
        }
    }

    #[test]
    fn each_rule_is_credited_with_what_it_did() {
        let rules = ["a", "b"].map(|name| RuleWork {
            name: name.into(),
            ..RuleWork::default()
        });
        let mut counts = DecisionRules {
            decision: "d".into(),
            rules: rules.to_vec(),
            otherwise: Some(0),
        };
        let yes = || DecidedOutcome::Value(Value::Boolean(true));
        let by = |rules: &[usize]| DecidedBy::Rules(rules.to_vec());
        add(&mut counts, &decided(yes(), by(&[0]), &[0], &[]));
        add(&mut counts, &decided(yes(), by(&[0]), &[0, 1], &[1]));
        add(&mut counts, &decided(yes(), by(&[0, 1]), &[0, 1], &[]));
        let conflict = DecidedOutcome::Conflict(vec![0, 1]);
        add(
            &mut counts,
            &decided(conflict, DecidedBy::Nobody, &[0, 1], &[]),
        );
        add(
            &mut counts,
            &decided(DecidedOutcome::Gap, by(&[1]), &[1], &[]),
        );
        add(&mut counts, &decided(yes(), DecidedBy::Otherwise, &[], &[]));
        let work = |name: &str, held, decided, alone, overridden, in_conflict| {
            let name = name.to_owned();
            RuleWork {
                name,
                held,
                decided,
                alone,
                overridden,
                in_conflict,
            }
        };
        assert_eq!(
            counts.rules,
            [work("a", 4, 3, 1, 0, 1), work("b", 4, 1, 0, 1, 1)]
        );
        assert_eq!(counts.otherwise, Some(1));
    }
}
