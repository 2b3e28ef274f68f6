//! Formulas about scores: their totals, and whether each of their tables gives points.

use std::rc::Rc;

use super::base::Base;
use super::finite::Finite;
use super::formula::Formula;
use super::linear_form::LinearForm;
use super::prover::Prover;
use super::view::{Change, Left, View};
use crate::eval::sized;
use crate::model::{Node, Per, Score, ScoreGroup, ScoreId, ScoreItem, ScoreLine, ScoreTable};
use crate::source::Span;
use crate::value::{Duration, Number, Value};

/// More units of a `per` line than this are not followed.
const MOST_UNITS: i128 = 2000;

/// What is known of a score.
#[derive(Debug, Clone)]
pub(super) struct ScoreFormulas {
    /// Its total, where all is well; none where it has too many values to follow.
    pub(super) total: Option<Finite>,
    /// Its tables, in the order of the text.
    pub(super) tables: Vec<TableFormulas>,
    /// Every table of it gives points, and all that it reads is well.
    pub(super) well: Formula,
}

/// What is known of a table of a score.
#[derive(Debug, Clone)]
pub(super) struct TableFormulas {
    /// Where its header stands.
    pub(super) span: Span,
    /// Each row, where it holds; where order counts, only the first does.
    pub(super) rows: Vec<Formula>,
    /// Each row, whatever stands before it.
    pub(super) held: Vec<Formula>,
    /// No row holds.
    pub(super) none: Formula,
    /// Rows hold that give different points.
    pub(super) conflict: Formula,
}

/// The limits within which a sum still matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matters {
    pub(super) low: Option<Number>,
    pub(super) high: Option<Number>,
}

impl<'m> Prover<'m> {
    /// What is known of a score.
    pub(super) fn score(&mut self, view: View, id: ScoreId) -> Rc<ScoreFormulas> {
        let view = self.view_of(view, Node::Score(id));
        if let Some(known) = self.scores.get(&(view, id)) {
            return Rc::clone(known);
        }
        let formulas = match self.model.scores.get(id) {
            Some(score) => self.score_formulas(view, id, score),
            None => ScoreFormulas {
                total: None,
                tables: Vec::new(),
                well: self.solver.always(),
            },
        };
        let formulas = Rc::new(formulas);
        self.scores.insert((view, id), Rc::clone(&formulas));
        formulas
    }

    fn score_formulas(&mut self, view: View, id: ScoreId, score: &Score) -> ScoreFormulas {
        let left = match self.change(view) {
            Change::Without(of, left) if of == id => Some(left),
            _ => None,
        };
        if let Some(left) = left
            && let Some(total) = self.total_without(view, id, score, left)
        {
            let as_is = self.score(View::ITSELF, id);
            return ScoreFormulas {
                total: Some(total),
                ..as_is.as_ref().clone()
            };
        }
        let matters = Matters {
            low: score.range.map(|(low, _)| low),
            high: score.range.map(|(_, high)| high),
        };
        let mut tables = Vec::new();
        let sum = self.items(view, &score.items, matters, &mut tables);
        let total = sum.and_then(|sum| sum.within(matters.low, matters.high));
        let wrong: Vec<_> = tables.iter().map(|table| table.conflict).collect();
        let without = tables.iter().zip(table_otherwise(&score.items));
        let without = without.filter(|(_, has_otherwise)| !has_otherwise);
        let without: Vec<_> = without.map(|(table, _)| table.none).collect();
        let wrong = self.solver.any(wrong.into_iter().chain(without));
        ScoreFormulas {
            total,
            tables,
            well: !wrong,
        }
    }

    fn left_out(&self, view: View) -> Option<Left> {
        match self.change(view) {
            Change::Without(_, left) => Some(left),
            Change::Nothing | Change::Field(_) | Change::Moved(_) => None,
        }
    }

    /// The sum of items. Partial sums that can only end beyond a limit are one.
    pub(super) fn items(
        &mut self,
        view: View,
        items: &[ScoreItem],
        matters: Matters,
        tables: &mut Vec<TableFormulas>,
    ) -> Option<Finite> {
        let mut numbers = Vec::new();
        let mut open = Vec::new();
        for item in items {
            match self.item(view, item, tables) {
                Item::Known(finite) => numbers.push(finite),
                Item::Unbounded(line) => open.push(line),
                Item::TooLarge => return None,
            }
        }
        for line in open {
            numbers.push(self.unbounded(view, line, &numbers, matters)?);
        }
        self.added_up(numbers, matters)
    }

    fn added_up(&mut self, numbers: Vec<Finite>, matters: Matters) -> Option<Finite> {
        // What the numbers behind each can still add, at least and at most.
        let mut behind = vec![(Number::ZERO, Number::ZERO)];
        for number in numbers.iter().rev() {
            let (low, high) = number.ends()?;
            let (below, above) = behind.last().copied()?;
            behind.push((below.checked_add(low)?, above.checked_add(high)?));
        }
        let mut sum = Finite::constant(&self.solver, Number::ZERO);
        for (at, number) in numbers.iter().enumerate() {
            sum = sum.plus(&mut self.solver, number)?;
            let (below, above) = behind.get(numbers.len() - at - 1).copied()?;
            let low = matters.low.and_then(|low| low.checked_sub(above));
            let high = matters.high.and_then(|high| high.checked_sub(below));
            sum = sum.within(low, high)?;
        }
        Some(sum)
    }

    pub(super) fn item<'i>(
        &mut self,
        view: View,
        item: &'i ScoreItem,
        tables: &mut Vec<TableFormulas>,
    ) -> Item<'i> {
        match item {
            ScoreItem::Line(line) => self.line(view, line),
            ScoreItem::Group(group) => known(self.group(view, group, tables)),
            ScoreItem::Table(table) => known(self.table(view, table, tables)),
        }
    }

    fn group(
        &mut self,
        view: View,
        group: &ScoreGroup,
        tables: &mut Vec<TableFormulas>,
    ) -> Option<Finite> {
        let left = self.left_out(view);
        let matters = Matters {
            low: group
                .at_least
                .filter(|_| left != Some(Left::Least(group.span))),
            high: group
                .at_most
                .filter(|_| left != Some(Left::Most(group.span))),
        };
        let sum = self.items(view, &group.items, matters, tables)?;
        // The most first, as `eval` has it.
        sum.within(None, matters.high)?.within(matters.low, None)
    }

    fn line<'i>(&mut self, view: View, line: &'i ScoreLine) -> Item<'i> {
        let left = self.left_out(view);
        if left == Some(Left::Line(line.span)) {
            return Item::Known(Finite::constant(&self.solver, Number::ZERO));
        }
        let most = line.at_most.filter(|_| left != Some(Left::Most(line.span)));
        let Some(per) = &line.per else {
            let when = self.optional(view, line.when.as_ref(), true).yes;
            let points = most.map_or(line.points, |most| sized(line.points, most));
            let cases = [(when, points), (!when, Number::ZERO)];
            return known(Finite::of_cases(&mut self.solver, &cases));
        };
        match self.most_units(view, per, line.points, most) {
            Some(units) => known(self.per_line(view, line, per, units, most)),
            None => Item::Unbounded(line),
        }
    }

    /// How many units can matter: none where nothing limits them.
    fn most_units(
        &mut self,
        view: View,
        per: &Per,
        points: Number,
        most: Option<Number>,
    ) -> Option<i128> {
        let size = if points.is_negative() {
            points.checked_neg()?
        } else {
            points
        };
        if size == Number::ZERO {
            return Some(0);
        }
        let by_limit = most.and_then(|most| most.floor_div(size)?.to_i64());
        let by_limit = by_limit.map(|units| i128::from(units.max(0)) + 1);
        let by_value = self.most_of(view, per);
        let fewest = [by_limit, by_value].into_iter().flatten().min();
        fewest.filter(|units| *units <= MOST_UNITS)
    }

    /// The most units that what is counted can hold.
    fn most_of(&mut self, view: View, per: &Per) -> Option<i128> {
        let cases = self.operand(view, &per.of);
        let mut most = 0;
        for (_, base) in cases {
            let units = match base {
                Base::Missing => 0,
                Base::Finite(finite) => units(finite.ends()?.1, &per.unit)?,
                base => {
                    let (form, _) = base.as_linear()?;
                    let high = self.high(&form)?;
                    units(high, &per.unit)?
                }
            };
            most = most.max(units);
        }
        Some(most)
    }

    /// The most that a sum can be, rounded up; none where that is not known.
    fn high(&self, form: &LinearForm) -> Option<Number> {
        let mut sum = form.plus;
        for (id, by) in &form.terms {
            let thing = self.orders.get(*id)?;
            let end = if *by > 0 { thing.high } else { thing.low };
            sum = sum.checked_add(end?.checked_mul(*by)?)?;
        }
        Number::of_digits(super::linear_form::ceil_div(sum, form.over), 0)
    }

    /// A line that counts up to so many units.
    fn per_line(
        &mut self,
        view: View,
        line: &ScoreLine,
        per: &Per,
        units: i128,
        most: Option<Number>,
    ) -> Option<Finite> {
        let when = self.optional(view, line.when.as_ref(), true).yes;
        let mut cases = vec![(!when, Finite::constant(&self.solver, Number::ZERO))];
        for (also, base) in self.operand(view, &per.of) {
            let both = self.solver.all([when, also]);
            if both == self.solver.never() {
                continue;
            }
            let counted = match base {
                Base::Missing => Finite::constant(&self.solver, Number::ZERO),
                Base::Opaque => return None,
                base => self.units_of(&base, &per.unit, units)?,
            };
            let points = counted.times(&self.solver, line.points)?;
            let size = |most: Number| points.rising(|value| Some(sized(value, most)));
            let points = match most {
                Some(most) => size(most)?,
                None => points,
            };
            cases.push((both, points));
        }
        Finite::mix(&mut self.solver, &cases)
    }

    /// How many whole units something holds, up to so many.
    fn units_of(&mut self, base: &Base, unit: &Value, most: i128) -> Option<Finite> {
        let mut cases = Vec::new();
        let mut reached = self.solver.always();
        for count in 1..=most {
            let amount = times(unit, count)?;
            let below = self.less(base, &Base::Constant(amount));
            let number = Number::of_digits(count - 1, 0)?;
            cases.push((self.solver.all([reached, below]), number));
            reached = !below;
        }
        cases.push((reached, Number::of_digits(most, 0)?));
        Finite::of_cases(&mut self.solver, &cases)
    }

    /// A line that nothing limits but what its sum is limited to.
    pub(super) fn unbounded(
        &mut self,
        view: View,
        line: &ScoreLine,
        others: &[Finite],
        matters: Matters,
    ) -> Option<Finite> {
        let per = line.per.as_ref()?;
        let left = self.left_out(view);
        let most = line.at_most.filter(|_| left != Some(Left::Most(line.span)));
        let mut least = Number::ZERO;
        let mut highest = Number::ZERO;
        for other in others {
            let (low, high) = other.ends()?;
            (least, highest) = (least.checked_add(low)?, highest.checked_add(high)?);
        }
        // Beyond this the sum lies beyond its limit, whatever the others give.
        let (far, size) = match line.points.is_negative() {
            false => (matters.high?.checked_sub(least)?, line.points),
            true => (
                highest.checked_sub(matters.low?)?,
                line.points.checked_neg()?,
            ),
        };
        let units = i128::from(far.floor_div(size)?.to_i64()?).max(0) + 1;
        if units > MOST_UNITS {
            return None;
        }
        self.per_line(view, line, per, units, most)
    }

    fn table(
        &mut self,
        view: View,
        table: &ScoreTable,
        tables: &mut Vec<TableFormulas>,
    ) -> Option<Finite> {
        let held: Vec<_> = table
            .rows
            .iter()
            .map(|row| self.condition(view, &row.when).yes)
            .collect();
        let rows = match table.first_match {
            true => self.first_of(&held),
            false => held.clone(),
        };
        let none: Vec<_> = held.iter().map(|row| !*row).collect();
        let none = self.solver.all(none);
        let points: Vec<_> = table.rows.iter().map(|row| row.points).collect();
        let conflict = self.points_differ(&rows, &points);
        tables.push(TableFormulas {
            span: table.span,
            rows: rows.clone(),
            held,
            none,
            conflict,
        });
        let otherwise = table.otherwise.unwrap_or(Number::ZERO);
        let cases: Vec<_> = rows
            .into_iter()
            .zip(points)
            .chain([(none, otherwise)])
            .collect();
        Finite::of_cases(&mut self.solver, &cases)
    }

    /// Each of these where none stands before it.
    pub(super) fn first_of(&mut self, held: &[Formula]) -> Vec<Formula> {
        let mut none_before = self.solver.always();
        let mut first = Vec::with_capacity(held.len());
        for one in held {
            first.push(self.solver.all([none_before, *one]));
            none_before = self.solver.all([none_before, !*one]);
        }
        first
    }

    /// Rows of different points hold together.
    fn points_differ(&mut self, rows: &[Formula], points: &[Number]) -> Formula {
        let mut groups: Vec<(Number, Vec<Formula>)> = Vec::new();
        for (row, points) in rows.iter().zip(points) {
            match groups.iter_mut().find(|(known, _)| known == points) {
                Some((_, group)) => group.push(*row),
                None => groups.push((*points, vec![*row])),
            }
        }
        let groups: Vec<_> = groups
            .into_iter()
            .map(|(_, rows)| self.solver.any(rows))
            .collect();
        self.two_of(&groups)
    }

    /// Two of these are so.
    pub(super) fn two_of(&mut self, of: &[Formula]) -> Formula {
        let (mut one, mut two) = (self.solver.never(), self.solver.never());
        for next in of {
            let both = self.solver.all([one, *next]);
            two = self.solver.any([two, both]);
            one = self.solver.any([one, *next]);
        }
        two
    }
}

/// What an item of a score is worth.
pub(super) enum Item<'i> {
    Known(Finite),
    /// Only the limits around it say how much of it matters.
    Unbounded(&'i ScoreLine),
    TooLarge,
}

fn known<'i>(finite: Option<Finite>) -> Item<'i> {
    finite.map_or(Item::TooLarge, Item::Known)
}

/// For each table, in the order of the text, whether it has an `otherwise`.
pub(super) fn table_otherwise(items: &[ScoreItem]) -> Vec<bool> {
    items
        .iter()
        .flat_map(|item| match item {
            ScoreItem::Line(_) => Vec::new(),
            ScoreItem::Group(group) => table_otherwise(&group.items),
            ScoreItem::Table(table) => vec![table.otherwise.is_some()],
        })
        .collect()
}

/// How many whole units an amount holds: of numbers, amounts or seconds.
fn units(amount: Number, unit: &Value) -> Option<i128> {
    let unit = match unit {
        Value::Number(unit) | Value::Money(unit) => *unit,
        Value::Duration(Duration::Elapsed { seconds }) => Number::from(*seconds),
        _ => return None,
    };
    let count = amount.floor_div(unit)?.to_i64()?;
    Some(i128::from(count.max(0)))
}

/// So many units.
pub(super) fn times(unit: &Value, count: i128) -> Option<Value> {
    let count = Number::of_digits(count, 0)?;
    Some(match unit {
        Value::Number(unit) => Value::Number(unit.checked_mul(count)?),
        Value::Money(unit) => Value::Money(unit.checked_mul(count)?),
        Value::Duration(Duration::Elapsed { seconds }) => {
            let seconds = Number::from(*seconds).checked_mul(count)?.to_i64()?;
            Value::Duration(Duration::Elapsed { seconds })
        }
        _ => return None,
    })
}
