//! Decisions: which rules are yes, which of them stand, and what they decide.

use std::collections::BTreeSet;

use super::operand::Situation;
use super::overrides::Above;
use super::{Cause, Decided, DecidedBy, DecidedOutcome, Found, Truth};
use crate::model::{Decision, FieldId, Operand, OperandKind, Rule, RuleIndex};
use crate::value::Value;

/// The rules that count, each by its number and in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// They are yes.
    pub(super) held: Vec<RuleIndex>,
    /// Whether they are yes cannot be told.
    pub(super) stopped: Vec<RuleIndex>,
}

/// How far the search for the first yes row of a table has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    /// No row was yes.
    Open,
    /// One might have been.
    Doubtful,
    /// It is found, or the rest does not matter.
    Over,
}

impl<'a> Situation<'a> {
    /// Makes a decision, and says what stops it if it is stopped.
    pub(super) fn decision(self, decision: &'a Decision) -> (Decided, BTreeSet<Cause>) {
        let standing = self.standing(decision);
        if decision.first_match {
            return self.first(decision, standing);
        }
        let Standing { held, stopped } = standing;
        let (overridden, left, doubtful) = weigh(decision, &held, stopped);
        let (outcome, by, causes) = if !doubtful.is_empty() {
            self.cannot_tell(decision, &doubtful)
        } else if left.is_empty() && !held.is_empty() {
            // Each stands below another: a ring by way of several `overrides all`.
            (
                DecidedOutcome::Conflict(held.clone()),
                DecidedBy::Nobody,
                BTreeSet::new(),
            )
        } else {
            self.settle(decision, &left)
        };
        (
            Decided {
                outcome,
                by,
                held,
                overridden,
            },
            causes,
        )
    }

    /// A decision whose order counts: the first that is yes decides, and one before it of which
    /// that cannot be told might have.
    fn first(self, decision: &'a Decision, standing: Standing) -> (Decided, BTreeSet<Cause>) {
        let Standing { held, stopped } = standing;
        let (outcome, by, causes) = if stopped.is_empty() {
            self.settle(decision, &held)
        } else {
            self.cannot_tell(decision, &stopped)
        };
        (
            Decided {
                outcome,
                by,
                held,
                overridden: Vec::new(),
            },
            causes,
        )
    }

    /// Whether a rule is yes. Its `unless` takes it out only where that is yes; and where it does,
    /// or where `when` is not yes, the other of the two does not matter.
    pub(super) fn rule(self, rule: &'a Rule) -> Truth {
        let when = self.optional(rule.when.as_ref(), Truth::Yes);
        if when == Truth::No || when == Truth::Unknown {
            return when;
        }
        match self.optional(rule.unless.as_ref(), Truth::No) {
            Truth::Yes => Truth::No,
            Truth::Stopped => Truth::Stopped,
            Truth::No | Truth::Unknown => when,
        }
    }

    /// The rules that count. Where order counts, for the decision or for one of its tables, the
    /// first yes rule is the only one, and what stands behind it is not looked at; a yes rule
    /// behind a stopped one is itself in doubt.
    fn standing(self, decision: &'a Decision) -> Standing {
        let mut standing = Standing::default();
        let (mut table, mut search) = (None, Search::Open);
        for (at, rule) in decision.rules.iter().enumerate() {
            let ordered = decision.first_match || in_ordered_table(decision, rule);
            if !decision.first_match && rule.table != table {
                (table, search) = (rule.table, Search::Open);
            }
            if ordered && search == Search::Over {
                continue;
            }
            match self.rule(rule) {
                Truth::No | Truth::Unknown => {}
                Truth::Yes if ordered && search == Search::Doubtful => {
                    standing.stopped.push(at);
                    search = Search::Over;
                }
                Truth::Yes => {
                    standing.held.push(at);
                    search = Search::Over;
                }
                Truth::Stopped => {
                    standing.stopped.push(at);
                    search = Search::Doubtful;
                }
            }
        }
        standing
    }

    /// The decision depends on rules of which it cannot be told whether they are yes.
    fn cannot_tell(
        self,
        decision: &'a Decision,
        doubtful: &[RuleIndex],
    ) -> (DecidedOutcome, DecidedBy, BTreeSet<Cause>) {
        let mut causes = BTreeSet::new();
        for rule in doubtful.iter().filter_map(|rule| decision.rules.get(*rule)) {
            for condition in rule.when.iter().chain(&rule.unless) {
                self.stops_condition(condition, &mut causes);
            }
        }
        (DecidedOutcome::Stopped, DecidedBy::Nobody, causes)
    }

    /// What the rules that are left decide.
    fn settle(
        self,
        decision: &'a Decision,
        left: &[RuleIndex],
    ) -> (DecidedOutcome, DecidedBy, BTreeSet<Cause>) {
        let rules = left.iter().filter_map(|rule| decision.rules.get(*rule));
        let mut outcomes = rules.map(|rule| &rule.outcome);
        let (outcome, by) = match (outcomes.next(), &decision.otherwise) {
            (Some(outcome), _) => (outcome, DecidedBy::Rules(left.to_vec())),
            (None, Some(otherwise)) => (otherwise, DecidedBy::Otherwise),
            (None, None) => return (nothing(decision), DecidedBy::Nobody, BTreeSet::new()),
        };
        let first = self.outcome(outcome);
        let mut causes = BTreeSet::new();
        self.stops_operand(outcome, &mut causes);
        for other in outcomes {
            let another = self.outcome(other);
            if first.differs(&another) {
                let conflict = DecidedOutcome::Conflict(left.to_vec());
                return (conflict, DecidedBy::Nobody, BTreeSet::new());
            }
            self.stops_operand(other, &mut causes);
        }
        if !causes.is_empty() {
            return (DecidedOutcome::Stopped, by, causes);
        }
        let outcome = match first.value {
            Found::Known(value) => DecidedOutcome::Value(value.into_owned()),
            Found::Missing => nothing(decision),
            Found::Stopped => DecidedOutcome::Stopped,
        };
        (outcome, by, causes)
    }

    fn outcome(self, operand: &'a Operand) -> Outcome<'a> {
        let field = match operand.kind {
            OperandKind::Field(id) => Some(id),
            _ => None,
        };
        Outcome {
            field,
            value: self.operand(operand),
        }
    }
}

/// Of the rules that are yes, those above which another one stands and those that are left; and
/// of the stopped ones those on which that depends.
fn weigh(
    decision: &Decision,
    held: &[RuleIndex],
    stopped: Vec<RuleIndex>,
) -> (Vec<RuleIndex>, Vec<RuleIndex>, Vec<RuleIndex>) {
    if held.is_empty() || held.len() + stopped.len() == 1 {
        return (Vec::new(), held.to_vec(), stopped);
    }
    let above = Above::search(decision, held);
    let (overridden, left): (Vec<_>, Vec<_>) = held.iter().partition(|rule| above.beats(**rule));
    let (beaten, doubtful): (Vec<_>, Vec<_>) = stopped.into_iter().partition(|r| above.beats(*r));
    if beaten.is_empty() || !doubtful.is_empty() {
        return (overridden, left, doubtful);
    }
    // A beaten rule that turns out to be yes decides nothing, but it may still stand above one that
    // is left: `overrides all` does not reach down to another `overrides all`, a name does.
    let with_beaten: Vec<_> = held.iter().chain(&beaten).copied().collect();
    let above = Above::search(decision, &with_beaten);
    let depends = left.is_empty() || left.iter().any(|rule| above.beats(*rule));
    (overridden, left, if depends { beaten } else { Vec::new() })
}

/// What a rule yields.
///
/// A field agrees only with the same field, even where the values are equal: that two fields
/// happen to say the same of one lead does not make two rules agree. All else agrees by value; what
/// comes out as no value agrees with the like.
struct Outcome<'a> {
    field: Option<FieldId>,
    value: Found<'a>,
}

impl Outcome<'_> {
    fn differs(&self, other: &Outcome<'_>) -> bool {
        if self.field.is_some() || other.field.is_some() {
            return self.field != other.field;
        }
        match (&self.value, &other.value) {
            (Found::Known(a), Found::Known(b)) => !same(a, b),
            // Of a stopped one it cannot be told.
            (Found::Stopped, _) | (_, Found::Stopped) => false,
            (Found::Missing, Found::Missing) => false,
            (Found::Missing, Found::Known(_)) | (Found::Known(_), Found::Missing) => true,
        }
    }
}

fn same(a: &Value, b: &Value) -> bool {
    a.compare(b) == Some(std::cmp::Ordering::Equal)
}

fn nothing(decision: &Decision) -> DecidedOutcome {
    if decision.or_none {
        DecidedOutcome::Nothing
    } else {
        DecidedOutcome::Gap
    }
}

pub(super) fn in_ordered_table(decision: &Decision, rule: &Rule) -> bool {
    let table = rule.table.and_then(|table| decision.tables.get(table));
    table.is_some_and(|table| table.first_match)
}

#[cfg(test)]
mod tests;
