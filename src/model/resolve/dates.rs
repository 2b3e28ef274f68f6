//! Ages with an upper end only, which dates to come meet too.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::context::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, FieldId, Operand, OperandKind, ScoreItem};
use crate::source::Span;
use crate::syntax::ast::CompareOp;

impl Resolver<'_> {
    /// Warns of `since(x) <= 7 days` where nothing beside it keeps dates to come out.
    pub(super) fn future_dates(&mut self) {
        let mut found: Vec<OpenAge> = Vec::new();
        let model = &self.model;
        let mut past = BTreeSet::new();
        for fact in &model.facts {
            each_part(&fact.condition, &mut |part| past.extend(self.lower(part)));
        }
        let mut look = |condition: &Condition| {
            self.open_ages(condition, &|field| past.contains(&field), &mut found)
        };
        for define in model.defines.values() {
            if let OperandKind::Truth(condition) = &define.value.kind {
                look(condition);
            }
        }
        for score in model.scores.values() {
            score_conditions(&score.items, &mut look);
        }
        for rule in model
            .decisions
            .values()
            .flat_map(|decision| &decision.rules)
        {
            rule.when.iter().chain(&rule.unless).for_each(&mut look);
        }
        model.duties().for_each(&mut look);
        // A header's condition stands in every row.
        found.sort_unstable();
        found.dedup();
        found.into_iter().for_each(|age| self.report_age(&age));
    }

    fn report_age(&mut self, age: &OpenAge) {
        let Some(name) = self
            .model
            .fields
            .get(age.field)
            .map(|field| field.named.name.clone())
        else {
            return;
        };
        let message = format!("a date in `{name}` that is still to come meets this, too");
        let range = &age.range;
        let finding = Diagnostic::new(Code::FutureDate, age.span, message)
            .here("the age of a date to come is less than 0")
            .help(format!(
                "write a range that starts at 0, e.g. `since({name}) in {range}`, or say once \
                 that it lies in the past: `fact since({name}) >= 0 days`"
            ));
        self.report(finding);
    }

    /// The comparisons of ages that have no lower end, in a condition.
    ///
    /// `past` tells which fields lie in the past by what stands beside the whole.
    fn open_ages(
        &self,
        condition: &Condition,
        past: &dyn Fn(FieldId) -> bool,
        found: &mut Vec<OpenAge>,
    ) {
        // Ages without a lower end are few: only beside them the others are looked through.
        let kept = LazyCell::new(|| {
            let mut kept = BTreeSet::new();
            each_part(condition, &mut |part| kept.extend(self.lower(part)));
            kept
        });
        let past = |field: FieldId| kept.contains(&field) || past(field);
        each_part(condition, &mut |part| match &part.kind {
            ConditionKind::Compare(left, op, right) => {
                let open = match op {
                    CompareOp::Less | CompareOp::AtMost => self.age(left, right),
                    CompareOp::Greater | CompareOp::AtLeast => self.age(right, left),
                    CompareOp::Equal | CompareOp::NotEqual => None,
                };
                let open = open.filter(|field| !past(*field));
                let limit = match op {
                    CompareOp::Less | CompareOp::AtMost => right,
                    _ => left,
                };
                found.extend(open.map(|field| OpenAge {
                    span: part.span,
                    field,
                    range: self.range_from_zero(limit, *op),
                }));
            }
            ConditionKind::Any(parts) | ConditionKind::AtLeast(_, parts) => {
                // What stands beside the whole holds for each of them.
                let parts = parts.iter();
                parts.for_each(|part| self.open_ages(part, &past, found));
            }
            // Under `not` an upper end is a lower one.
            _ => {}
        });
    }

    /// The field whose age is compared with a constant.
    fn age(&self, age: &Operand, limit: &Operand) -> Option<FieldId> {
        let mut operand = age;
        loop {
            match &operand.kind {
                OperandKind::Since(date) => {
                    let OperandKind::Field(field) = date.kind else {
                        return None;
                    };
                    return self.constant_of(limit).map(|_| field);
                }
                OperandKind::Define(id) => operand = &self.model.defines.get(*id)?.value,
                _ => return None,
            }
        }
    }

    /// The range from 0 to a limit, as the policy would write it: "0..<7 days".
    fn range_from_zero(&self, limit: &Operand, op: CompareOp) -> String {
        let dots = match op {
            CompareOp::Less | CompareOp::Greater => "..<",
            _ => "..",
        };
        let value = self.constant_of(limit);
        let limit = value.map(|value| self.model.show(&value, limit.ty));
        match limit {
            // Of one number and its unit, which can stand behind a range.
            Some(limit) if limit.split(' ').count() == 2 && !limit.starts_with('-') => {
                format!("0{dots}{limit}")
            }
            _ => format!("0{dots}7 days"),
        }
    }

    /// The field whose age this condition bounds from below.
    fn lower(&self, condition: &Condition) -> Option<FieldId> {
        match &condition.kind {
            ConditionKind::Compare(left, CompareOp::Greater | CompareOp::AtLeast, right) => {
                self.age(left, right)
            }
            ConditionKind::Compare(left, CompareOp::Less | CompareOp::AtMost, right) => {
                self.age(right, left)
            }
            ConditionKind::Between { subject, .. } => self.age(subject, &zero(subject.span)),
            _ => None,
        }
    }
}

/// A comparison of an age that has no lower end.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OpenAge {
    span: Span,
    field: FieldId,
    /// The range that would have one.
    range: String,
}

/// Some constant: which one does not matter to [`Resolver::age`].
fn zero(span: Span) -> Operand {
    let value = crate::value::Value::Number(crate::value::Number::ZERO);
    super::operands::constant(value, crate::model::Type::Number, span)
}

/// Sees the conditions that must all hold, however deep `and` stands in `and`.
fn each_part<'c>(condition: &'c Condition, see: &mut impl FnMut(&'c Condition)) {
    match &condition.kind {
        ConditionKind::All(all) => all.iter().for_each(|part| each_part(part, see)),
        _ => see(condition),
    }
}

fn score_conditions(items: &[ScoreItem], look: &mut impl FnMut(&Condition)) {
    for item in items {
        match item {
            ScoreItem::Line(line) => line.when.iter().for_each(&mut *look),
            ScoreItem::Group(group) => score_conditions(&group.items, look),
            ScoreItem::Table(table) => table.rows.iter().for_each(|row| look(&row.when)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::codes;

    fn with(items: &str) -> Vec<Code> {
        codes(&format!(
            "policy \"p\" {{}} lead {{ a: text key  d: date  e: date  b: boolean }}\n\
             must all_read: d is known or e is known or b\n{items}"
        ))
    }

    #[test]
    fn an_upper_end_alone_is_warned_of() {
        for bad in [
            "must k: since(d) <= 7 days",
            "must k: 7 days > since(d)",
            "must k: b or since(d) < 7 days",
            "must k: since(d) < 7 days and since(e) >= 0 days",
            "define age = since(d)\nmust k: age <= 7 days",
            "score s { table since(d) { <= 7 days => +1  otherwise => 0 } }",
            "decision k: boolean { rule r: yes when b unless since(d) < 7 days  otherwise no }",
        ] {
            assert_eq!(with(bad), [Code::FutureDate], "{bad}");
        }
    }

    #[test]
    fn one_with_a_lower_end_is_not() {
        for good in [
            "must k: since(d) in 0..7 days",
            "must k: since(d) < 7 days and since(d) >= 0 days",
            "must k: since(d) >= 0 days and (b or since(d) < 7 days)",
            "must k: since(d) > 7 days",
            "must k: not (since(d) <= 7 days)",
            "lead { fact since(d) >= 0 days }\nmust k: since(d) <= 7 days",
        ] {
            assert_eq!(with(good), [], "{good}");
        }
    }
}
