//! The total of a score without one of its parts.
//!
//! It is added up from the same partial sums as the total as it is, with the part last: so what the
//! part changes can be seen from what is left, and need not be found out of two long sums.

use super::base::Base;
use super::finite::Finite;
use super::formula::Formula;
use super::prover::Prover;
use super::score::{Item, Matters};
use super::view::{Left, View};
use crate::model::{Score, ScoreGroup, ScoreId, ScoreItem, ScoreLine};
use crate::value::Number;

/// What something comes to as it is, and without a part of it.
type Beside = (Finite, Finite);

impl Prover<'_> {
    /// Items come to more than a limit, or to less. Where they have too many values to follow they
    /// are taken to do so.
    pub fn beyond(&mut self, items: &[ScoreItem], limit: Number, upper: bool) -> Formula {
        match (self.sum_of(items), upper) {
            (Some(sum), true) => sum.above(&self.solver, limit),
            (Some(sum), false) => !sum.at_least(&self.solver, limit),
            (None, _) => self.solver.always(),
        }
    }

    /// A line would give, or take, more than its `at most` allows.
    pub fn over_its_limit(&mut self, line: &ScoreLine) -> Formula {
        let size = match line.points.is_negative() {
            true => line.points.checked_neg().unwrap_or(line.points),
            false => line.points,
        };
        let Some(most) = line.at_most.filter(|_| size != Number::ZERO) else {
            return self.solver.never();
        };
        let when = self.optional(View::ITSELF, line.when.as_ref(), true).yes;
        let Some(per) = &line.per else {
            let over = self.solver.constant(size > most);
            return self.solver.all([when, over]);
        };
        let units = most.floor_div(size).and_then(Number::to_i64);
        let amount = units.and_then(|units| super::score::times(&per.unit, i128::from(units) + 1));
        let Some(amount) = amount.map(Base::Constant) else {
            return when;
        };
        let mut parts = Vec::new();
        for (also, base) in self.operand(View::ITSELF, &per.of) {
            if !matches!(base, Base::Missing) {
                let less = self.less(&base, &amount);
                parts.push(self.solver.all([when, also, !less]));
            }
        }
        self.solver.any(parts)
    }

    /// The total in a view that leaves a part out; none where it has too many values to follow.
    pub(super) fn total_without(
        &mut self,
        view: View,
        id: ScoreId,
        score: &Score,
        left: Left,
    ) -> Option<Finite> {
        let low = score.range.map(|(low, _)| low);
        let high = score.range.map(|(_, high)| high);
        let (with, without) = self.items_beside(view, &score.items, left, Matters { low, high })?;
        let (with, without) = (with.within(low, high)?, without.within(low, high)?);
        let as_is = self.score(View::ITSELF, id).total.clone()?;
        self.are_one(&as_is, &with, &without);
        Some(without)
    }

    /// Says outright that two numbers are one, added up in different orders, wherever a third is
    /// asked about.
    fn are_one(&mut self, one: &Finite, other: &Finite, third: &Finite) {
        let values: Vec<Number> = one.values().chain(other.values()).collect();
        let mut clauses = Vec::new();
        for value in values {
            let a = one.at_least(&self.solver, value);
            let b = other.at_least(&self.solver, value);
            if a != b {
                clauses.extend([vec![!a, b], vec![a, !b]]);
            }
        }
        let asked = third
            .values()
            .map(|value| third.at_least(&self.solver, value));
        let asked: Vec<Formula> = asked.collect();
        self.solver.require_with(&asked, clauses);
    }

    fn items_beside(
        &mut self,
        view: View,
        items: &[ScoreItem],
        left: Left,
        matters: Matters,
    ) -> Option<Beside> {
        let at = items.iter().position(|item| has(item, left))?;
        let others = items.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<ScoreItem> = others.map(|(_, item)| item.clone()).collect();
        let rest = self.sum_of(&others)?;
        let item = items.get(at)?;
        let (with, without) = match item {
            ScoreItem::Line(_) => (
                self.beside(View::ITSELF, item, &rest, matters)?,
                self.beside(view, item, &rest, matters)?,
            ),
            ScoreItem::Group(group) => self.group_beside(view, group, left)?,
            ScoreItem::Table(_) => return None,
        };
        let with = rest.plus(&mut self.solver, &with)?;
        let without = rest.plus(&mut self.solver, &without)?;
        Some((with, without))
    }

    fn group_beside(&mut self, view: View, group: &ScoreGroup, left: Left) -> Option<Beside> {
        let (with, without) = match left {
            Left::Most(at) | Left::Least(at) if at == group.span => {
                let sum = self.sum_of(&group.items)?;
                (sum.clone(), sum)
            }
            _ => {
                let matters = Matters {
                    low: group.at_least,
                    high: group.at_most,
                };
                self.items_beside(view, &group.items, left, matters)?
            }
        };
        let most = group.at_most.filter(|_| left != Left::Most(group.span));
        let least = group.at_least.filter(|_| left != Left::Least(group.span));
        // The most first, as `eval` has it.
        let with = with.within(None, group.at_most)?;
        let without = without.within(None, most)?;
        let with = with.within(group.at_least, None)?;
        Some((with, without.within(least, None)?))
    }

    /// The sum of items, without limits.
    fn sum_of(&mut self, items: &[ScoreItem]) -> Option<Finite> {
        let matters = Matters {
            low: None,
            high: None,
        };
        self.items(View::ITSELF, items, matters, &mut Vec::new())
    }

    /// What a line comes to beside the rest of what it stands in, as far as that matters.
    fn beside(
        &mut self,
        view: View,
        item: &ScoreItem,
        rest: &Finite,
        matters: Matters,
    ) -> Option<Finite> {
        match self.item(view, item, &mut Vec::new()) {
            Item::Known(finite) => Some(finite),
            Item::Unbounded(line) => {
                self.unbounded(view, line, std::slice::from_ref(rest), matters)
            }
            Item::TooLarge => None,
        }
    }
}

/// Whether a part belongs to an item.
fn has(item: &ScoreItem, left: Left) -> bool {
    match (item, left) {
        (ScoreItem::Line(line), Left::Line(at) | Left::Most(at)) => line.span == at,
        (ScoreItem::Group(group), _) => {
            let own = matches!(left, Left::Most(at) | Left::Least(at) if at == group.span);
            own || group.items.iter().any(|item| has(item, left))
        }
        _ => false,
    }
}
