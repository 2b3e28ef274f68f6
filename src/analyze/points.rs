//! The bars that conditions compare points with, and what of a score gives points.

use super::context::Context;
use crate::model::{
    Condition, ConditionKind, Model, Operand, OperandKind, Part, Score, ScoreId, ScoreItem, Type,
};
use crate::proof::{Formula, Prover, Table, View};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{Number, Value};

/// A number at which a condition about points turns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar<'m> {
    /// What is compared with it.
    pub(super) of: &'m Operand,
    pub(super) number: Number,
    /// It turns above the number, not at it.
    pub(super) above: bool,
    /// Where the number stands, by itself or by name.
    pub(super) span: Span,
}

/// How a policy uses points.
#[derive(Debug, Default)]
pub(super) struct Uses<'m> {
    pub(super) bars: Vec<Bar<'m>>,
    /// They are used beyond comparisons with constants: shown as an outcome, counted, compared with
    /// each other.
    pub(super) beyond: bool,
}

impl<'m> Bar<'m> {
    /// An operand passes the bar.
    pub(super) fn passed(&self, prover: &mut Prover<'m>, view: View, of: &Operand) -> Formula {
        match self.above {
            true => prover.exceeds(view, of, self.number),
            false => prover.reaches(view, of, self.number),
        }
    }

    /// Whether a total passes it.
    pub(super) fn is_passed(&self, total: Number) -> bool {
        match self.above {
            true => total > self.number,
            false => total >= self.number,
        }
    }

    /// The bar by its name, where it has one: "the `mql_bar` of 50", "50".
    pub(super) fn words(&self, context: &Context<'m>) -> String {
        let number = super::words::digits(self.number);
        let text = context.text(self.span);
        let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let more = if self.above { "more than " } else { "" };
        match is_name {
            true => format!("{more}the `{text}` of {number}"),
            false => format!("{more}{number}"),
        }
    }
}

/// Where what `counts` says of an operand is used.
pub(super) fn uses<'m>(model: &'m Model, counts: &dyn Fn(&Operand) -> bool) -> Uses<'m> {
    let mut uses = Uses::default();
    model.walk(&mut |part| {
        if let Part::Condition(condition) = part {
            uses.add(model, condition, counts);
        }
    });
    let decisions = model.decisions.values();
    let outcomes = decisions.flat_map(|decision| {
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        outcomes.chain(&decision.otherwise)
    });
    let mut counted = Vec::new();
    for score in model.scores.values() {
        counted_by(&score.items, &mut counted);
    }
    let mut others = outcomes.chain(counted);
    uses.beyond |= others.any(counts);
    uses
}

fn counted_by<'m>(items: &'m [ScoreItem], counted: &mut Vec<&'m Operand>) {
    for item in items {
        match item {
            ScoreItem::Line(line) => counted.extend(line.per.as_ref().map(|per| &per.of)),
            ScoreItem::Group(group) => counted_by(&group.items, counted),
            ScoreItem::Table(_) => {}
        }
    }
}

impl<'m> Uses<'m> {
    fn add(
        &mut self,
        model: &'m Model,
        condition: &'m Condition,
        counts: &dyn Fn(&Operand) -> bool,
    ) {
        let number = |value: &Value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        match &condition.kind {
            ConditionKind::Compare(a, op, b) => {
                let (of, constant, op) = match (counts(a), counts(b)) {
                    (false, false) => return,
                    (true, false) => (a, b, *op),
                    (false, true) => (b, a, op.turned()),
                    (true, true) => return self.beyond = true,
                };
                let Some(number) = model.constant_of(constant).and_then(number) else {
                    return self.beyond = true;
                };
                for above in turning(op) {
                    self.push(of, number, *above, constant.span);
                }
            }
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } if counts(subject) => {
                let (Some(low), Some(high)) = (number(low), number(high)) else {
                    return self.beyond = true;
                };
                self.push(subject, low, false, condition.span);
                self.push(subject, high, !open, condition.span);
            }
            ConditionKind::OneOf(of, values) if counts(of) => {
                for value in values.iter().filter_map(number) {
                    self.push(of, value, false, condition.span);
                    self.push(of, value, true, condition.span);
                }
            }
            // Of points it is always known that they are.
            ConditionKind::IsMissing(_) | ConditionKind::IsKnown(_) => {}
            _ => self.beyond |= condition.operands().into_iter().any(counts),
        }
    }

    fn push(&mut self, of: &'m Operand, number: Number, above: bool, span: Span) {
        self.bars.push(Bar {
            of,
            number,
            above,
            span,
        });
    }
}

/// At the number, above it, or both.
fn turning(op: CompareOp) -> &'static [bool] {
    match op {
        CompareOp::Less | CompareOp::AtLeast => &[false],
        CompareOp::AtMost | CompareOp::Greater => &[true],
        CompareOp::Equal | CompareOp::NotEqual => &[false, true],
    }
}

/// Whether an operand counts with the points of a score.
pub(super) fn counts_score(model: &Model, operand: &Operand, score: ScoreId) -> bool {
    match &operand.kind {
        OperandKind::Score(id) => *id == score,
        OperandKind::Define(id) => model
            .defines
            .get(*id)
            .is_some_and(|define| counts_score(model, &define.value, score)),
        OperandKind::Sum(terms) => terms.iter().any(|(_, of)| counts_score(model, of, score)),
        OperandKind::FirstKnown(parts) => parts.iter().any(|of| counts_score(model, of, score)),
        OperandKind::Scaled(_, of) => counts_score(model, of, score),
        _ => false,
    }
}

/// Whether an operand is this score, perhaps by another name.
pub(super) fn is_score(model: &Model, operand: &Operand, score: ScoreId) -> bool {
    match &operand.kind {
        OperandKind::Score(id) => *id == score,
        OperandKind::Define(id) => model
            .defines
            .get(*id)
            .is_some_and(|define| is_score(model, &define.value, score)),
        _ => false,
    }
}

/// The bars that a score is compared with, the highest first, each once.
pub(super) fn in_order<'m>(mut bars: Vec<Bar<'m>>) -> Vec<Bar<'m>> {
    bars.sort_by_key(|bar| std::cmp::Reverse((bar.number, bar.above)));
    bars.dedup_by_key(|bar| (bar.number, bar.above));
    bars
}

/// A score as a value.
pub(super) fn operand_of(id: ScoreId, score: &Score) -> Operand {
    Operand {
        kind: OperandKind::Score(id),
        ty: Type::Number,
        span: score.named.span,
    }
}

/// Something of a score that gives points by itself: a line, a row, the rest of a table.
#[derive(Debug, Clone)]
pub(super) struct Giver {
    /// Its words in the text.
    pub(super) text: String,
    pub(super) span: Span,
    /// It gives points, or takes some.
    pub(super) gives: Formula,
    /// The line or table that it belongs to, by number.
    pub(super) item: usize,
    /// What it belongs to directly below the score, by its place there.
    pub(super) part: usize,
}

/// All that gives points in a score.
pub(super) fn givers<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) -> Vec<Giver> {
    let tables = prover.tables(id);
    let mut search = Search {
        tables: tables.into_iter(),
        items: 0,
        found: Vec::new(),
    };
    for (part, item) in score.items.iter().enumerate() {
        search.add(context, prover, item, part);
    }
    search.found
}

struct Search {
    tables: std::vec::IntoIter<Table>,
    items: usize,
    found: Vec<Giver>,
}

impl Search {
    fn add<'m>(
        &mut self,
        context: &Context<'m>,
        prover: &mut Prover<'m>,
        item: &'m ScoreItem,
        part: usize,
    ) {
        match item {
            ScoreItem::Line(line) => {
                let gives = prover.gives(line);
                self.push(context.text(line.span), line.span, gives, part);
                self.items += 1;
            }
            ScoreItem::Group(group) => {
                let items = group.items.iter();
                items.for_each(|item| self.add(context, prover, item, part));
            }
            ScoreItem::Table(said) => {
                let Some(table) = self.tables.next() else {
                    return;
                };
                for (row, counts) in said.rows.iter().zip(table.counts) {
                    if row.points != Number::ZERO {
                        self.push(row.name.clone(), row.span, counts, part);
                    }
                }
                if said.otherwise.is_some_and(|rest| rest != Number::ZERO) {
                    self.push("otherwise".to_owned(), said.span, table.none, part);
                }
                self.items += 1;
            }
        }
    }

    fn push(&mut self, text: String, span: Span, gives: Formula, part: usize) {
        self.found.push(Giver {
            text,
            span,
            gives,
            item: self.items,
            part,
        });
    }
}
