//! Decisions: which rules hold, which of them are left, and what they decide.

use std::collections::BTreeMap;
use std::ops::Range;

use super::expr::Expr;
use super::group::{Group, is_set, numbers, set};
use super::lower::{Drafted, Lowering, settled};
use super::program::{Lead, Slots};
use super::slot::{Slot, ordinal};
use super::variable::Variable;
use crate::eval::stands_above;
use crate::model::{Decision, DecisionId, FieldId, Operand, OperandKind, Type};
use crate::value::Value;

/// Most rules of a decision in which some stand above others: for each such rule a bit is kept for
/// every rule.
const MOST_RULES_WITH_OVERRIDES: usize = 1 << 13;

/// The number of an outcome of a decision.
pub type OutcomeNumber = u32;

/// What a rule decides.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Always this.
    Constant(Value),
    /// No outcome.
    Nothing,
    /// What the lead has in a field.
    Field(FieldId),
    /// What another decision decides.
    Decision(DecisionId),
    /// What is computed; an ordinal of this type.
    Computed(Type),
}

/// What a decision comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The outcome of this number.
    Outcome(OutcomeNumber),
    /// Nothing, as the decision allows.
    Nothing,
    /// Nothing, which it does not allow.
    Gap,
}

/// The rules of a decision and what they decide.
#[derive(Debug)]
pub(super) struct Rules {
    held: Group,
    policy: HitPolicy,
}

/// A decision whose regions are not known.
#[derive(Debug)]
pub(super) struct DraftedRules {
    rules: Vec<Drafted>,
    policy: HitPolicy,
}

/// What the rules that hold come to.
#[derive(Debug)]
struct HitPolicy {
    first_match: bool,
    /// Tables whose first row that holds is the only one.
    ordered: Vec<Range<usize>>,
    /// For each rule that stands above others, those.
    above: BTreeMap<usize, Vec<u64>>,
    outcomes: Vec<(Outcome, Expr)>,
    /// The outcome of each rule.
    of_rule: Vec<OutcomeNumber>,
    otherwise: Option<OutcomeNumber>,
    or_none: bool,
}

impl Lowering<'_> {
    pub(super) fn decision(&mut self, decision: &Decision) -> Option<DraftedRules> {
        let rules = decision.rules.iter();
        let rules = rules.map(|it| self.unless_taken_out(it.when.as_ref(), it.unless.as_ref()));
        let rules = rules.collect::<Option<_>>()?;
        let mut outcomes = Vec::new();
        let of_rule = decision.rules.iter();
        let of_rule = of_rule.map(|rule| self.outcome(&rule.outcome, &mut outcomes));
        let of_rule = of_rule.collect::<Option<_>>()?;
        let otherwise = match &decision.otherwise {
            Some(otherwise) => Some(self.outcome(otherwise, &mut outcomes)?),
            None => None,
        };
        let ordered = decision.tables.iter().filter(|table| table.first_match);
        let policy = HitPolicy {
            first_match: decision.first_match,
            ordered: ordered.map(|table| table.rows.clone()).collect(),
            above: above(decision)?,
            outcomes,
            of_rule,
            otherwise,
            or_none: decision.or_none,
        };
        Some(DraftedRules { rules, policy })
    }

    /// The number of an outcome; those that agree have one.
    fn outcome(
        &mut self,
        operand: &Operand,
        outcomes: &mut Vec<(Outcome, Expr)>,
    ) -> Option<OutcomeNumber> {
        let (outcome, expr) = match &operand.kind {
            // What has no number, such as business time, nobody can compare.
            OperandKind::Constant(value) => {
                let expr = ordinal(value).map_or(Expr::Nothing, Expr::Constant);
                (Outcome::Constant(value.clone()), expr)
            }
            OperandKind::Nothing => (Outcome::Nothing, Expr::Nothing),
            OperandKind::Field(id) => (Outcome::Field(*id), self.value(operand)?),
            OperandKind::Decision(id) => (Outcome::Decision(*id), Expr::Decision(id.index())),
            _ if operand.ty == Type::Text => return None,
            _ => (Outcome::Computed(operand.ty), self.value(operand)?),
        };
        let known = outcomes
            .iter()
            .position(|(other, of)| agree(other, &outcome) && *of == expr);
        let number = known.unwrap_or(outcomes.len());
        if known.is_none() {
            outcomes.push((outcome, expr));
        }
        u32::try_from(number).ok()
    }
}

fn agree(one: &Outcome, other: &Outcome) -> bool {
    match (one, other) {
        (Outcome::Constant(one), Outcome::Constant(other)) => {
            one.compare(other).is_some_and(|it| it.is_eq())
        }
        _ => one == other,
    }
}

/// For each rule that stands above others, a bit for each of those.
fn above(decision: &Decision) -> Option<BTreeMap<usize, Vec<u64>>> {
    let count = decision.rules.len();
    let over = decision.rules.iter().enumerate();
    let over = over.filter(|(_, rule)| rule.overrides_some());
    let mut above = BTreeMap::new();
    for (rule, _) in over {
        if count > MOST_RULES_WITH_OVERRIDES {
            return None;
        }
        let mut bits = vec![0; count.div_ceil(64)];
        stands_above(decision, rule)
            .into_iter()
            .for_each(|below| set(&mut bits, below, true));
        above.insert(rule, bits);
    }
    Some(above)
}

impl DraftedRules {
    pub(super) fn settled(self, variables: &[Variable]) -> Option<Rules> {
        let rules = self.rules.iter().map(|rule| settled(rule, variables));
        Some(Rules {
            held: Group::new(rules.collect())?,
            policy: self.policy,
        })
    }
}

impl Rules {
    /// What outcome has this number.
    pub(super) fn outcome(&self, number: OutcomeNumber) -> Option<&Outcome> {
        let outcome = self.policy.outcomes.get(number as usize);
        outcome.map(|(outcome, _)| outcome)
    }

    /// The outcomes, by number.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.policy.outcomes.iter().map(|(outcome, _)| outcome)
    }

    /// Which of them hold.
    pub(super) fn held(&self) -> &Group {
        &self.held
    }

    /// What is decided of a lead of which these rules hold, with its value; none where the evaluator
    /// has to judge, which it has also where rules do not agree.
    #[inline]
    pub(super) fn decide<S: Slots>(
        &self,
        lead: Lead<'_, S>,
        held: &mut [u64],
    ) -> Option<(Made, Slot<'static>)> {
        let nothing = (self.policy.nothing(), Slot::Missing);
        let Some(number) = self.policy.number(held)? else {
            return Some(nothing);
        };
        let (outcome, expr) = self.policy.outcomes.get(number as usize)?;
        match (outcome, expr.value(lead)) {
            // Of business time there is no value to compute with.
            (Outcome::Constant(_), Slot::Missing) => Some((Made::Outcome(number), Slot::Doubtful)),
            (_, Slot::Missing) => Some(nothing),
            (_, Slot::Ordinal(it)) => Some((Made::Outcome(number), Slot::Ordinal(it))),
            // No text is kept; the outcome says where it is.
            (Outcome::Field(_), Slot::Text(_)) => Some((Made::Outcome(number), Slot::Doubtful)),
            (_, Slot::Doubtful | Slot::Text(_)) => None,
        }
    }
}

impl HitPolicy {
    fn nothing(&self) -> Made {
        if self.or_none {
            Made::Nothing
        } else {
            Made::Gap
        }
    }

    /// The outcome of the rules that are left; the outer `None` where they do not agree.
    #[expect(clippy::option_option, reason = "the outer one is a failure")]
    fn number(&self, held: &mut [u64]) -> Option<Option<OutcomeNumber>> {
        let of = |rule: usize| self.of_rule.get(rule).copied();
        if self.first_match {
            let first = numbers(held).next();
            return Some(first.map_or(self.otherwise, of));
        }
        for rows in &self.ordered {
            let first = numbers(held).find(|rule| rows.contains(rule));
            if let Some(first) = first {
                (first + 1..rows.end).for_each(|row| set(held, row, false));
            }
        }
        let mut all = numbers(held);
        let Some(first) = all.next() else {
            return Some(self.otherwise);
        };
        if all.next().is_none() {
            return Some(of(first));
        }
        let overridden = |rule: usize| {
            let mut above = self.above.iter();
            above.any(|(over, below)| is_set(held, *over) && is_set(below, rule))
        };
        let mut left = numbers(held).filter(|rule| !overridden(*rule)).map(of);
        let first = left.next()?;
        left.all(|other| other == first).then_some(first)
    }
}
