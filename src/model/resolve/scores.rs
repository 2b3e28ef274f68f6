//! Scores: lines, groups, tables, limits.

use super::context::Resolver;
use super::names::{Declared, named};
use super::operands::Of;
use super::tables::Yield;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Operand, Per, Score, ScoreGroup, ScoreId, ScoreItem, ScoreLine, ScoreRow, ScoreTable, Type,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Amount, Literal};
use crate::value::{Duration, Number, Value};

impl Resolver<'_> {
    /// Declares a score, with nothing in it yet.
    pub(super) fn declare_score(&mut self, score: &ast::Score) -> Option<ScoreId> {
        let declared = self.declare_name(&score.name, |r| {
            Declared::Score(r.model.scores.add(Score {
                named: named(&score.name, &score.doc),
                range: None,
                agreed_by: Vec::new(),
                items: Vec::new(),
            }))
        });
        match declared {
            Some(Declared::Score(id)) => Some(id),
            _ => None,
        }
    }

    /// Resolves a score.
    pub(super) fn score(&mut self, id: ScoreId, score: &ast::Score) {
        let agreed_by = self.teams_named(&score.agreed_by);
        let range = score
            .range
            .as_ref()
            .and_then(|range| self.score_range(range));
        let items = self.score_items(&score.items);
        if let Some(score) = self.model.scores.get_mut(id) {
            score.agreed_by = agreed_by;
            score.range = range;
            score.items = items;
        }
    }

    fn score_range(&mut self, range: &Spanned<ast::Range>) -> Option<(Number, Number)> {
        if range.open {
            let message = "a score's highest total belongs to its range";
            return self.fail(
                Diagnostic::new(Code::Syntax, range.span, message)
                    .help("write the range without `<`, e.g. `0..100`"),
            );
        }
        let ends = self.range(
            &range.node,
            range.span,
            Type::Number,
            Some(Of::Words("a score")),
        )?;
        match ends {
            (Value::Number(low), Value::Number(high)) => Some((low, high)),
            _ => None,
        }
    }

    fn score_items(&mut self, items: &[Spanned<ast::ScoreItem>]) -> Vec<ScoreItem> {
        let items = items.iter().map(|item| match &item.node {
            ast::ScoreItem::Line(line) => self.score_line(line, item.span).map(ScoreItem::Line),
            ast::ScoreItem::Group(group) => {
                Some(ScoreItem::Group(self.score_group(group, item.span)))
            }
            ast::ScoreItem::Table(table) => {
                Some(ScoreItem::Table(self.score_table(table, item.span)))
            }
        });
        items.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn score_line(&mut self, line: &ast::ScoreLine, span: Span) -> Option<ScoreLine> {
        let points = self.point_amount(&line.points);
        let per = line.per.as_ref().map(|per| self.per(per));
        let when = line.when.as_ref().map(|when| self.condition(when));
        let at_most = line
            .at_most
            .as_ref()
            .map(|most| (self.point_amount(most), most.span));
        let at_most = match at_most {
            Some((Some(most), at)) if most.is_negative() => {
                let message =
                    "a line gives or takes at most so many points, which is no less than 0";
                let finding = Diagnostic::new(Code::EmptyRange, at, message)
                    .help("write the size without a sign: it holds for points taken, too");
                return self.fail(finding);
            }
            Some((most, _)) => Some(most?),
            None => None,
        };
        Some(ScoreLine {
            points: points?,
            per: per.map_or(Some(None), |per| per.map(Some))?,
            when: when.map_or(Some(None), |when| when.map(Some))?,
            at_most,
            span,
        })
    }

    fn point_amount(&mut self, amount: &Spanned<Amount>) -> Option<Number> {
        self.exact_points(&Literal::Amount(amount.node.clone()), amount.span)
    }

    fn per(&mut self, per: &ast::Per) -> Option<Per> {
        let of = self.operand(&per.of, None)?;
        match of.ty {
            Type::Integer | Type::Number | Type::Money(_) | Type::Duration => {}
            ty => return self.uncounted(&of, ty),
        }
        if let Some(value) = self.constant_of(&of) {
            self.clock_time(value, of.span)?;
        }
        let Some(unit) = &per.unit else {
            if of.ty.is_number() {
                return Some(Per {
                    unit: Value::Number(Number::from(1)),
                    of,
                });
            }
            let name = self.called(&of).unwrap_or_else(|| "this".to_owned());
            let is = of.ty.describe(&self.model);
            let example = match of.ty {
                Type::Money(currency) => format!("`per 1_000 {} of …`", currency.as_str()),
                _ => "`per 7 days of …`".to_owned(),
            };
            let message = format!("{name} is {is}, and nothing says how much of it counts once");
            let finding = Diagnostic::new(Code::WrongUnit, of.span, message);
            return self.fail(finding.help(format!("write the unit before it, e.g. {example}")));
        };
        let literal = Literal::Amount(unit.node.clone());
        let called = Some(Of::Operand(&of));
        let value = self.condition_value(&literal, unit.span, of.ty, called)?;
        if is_above_zero(&value) {
            return Some(Per { unit: value, of });
        }
        self.fail(
            Diagnostic::new(
                Code::EmptyRange,
                unit.span,
                "points are given for more than nothing",
            )
            .help("write how much gives the points once, above 0"),
        )
    }

    fn uncounted<T>(&mut self, of: &Operand, ty: Type) -> Option<T> {
        let name = self.called(of).unwrap_or_else(|| "this".to_owned());
        let message = format!(
            "{name} is {}, and cannot be counted",
            ty.describe(&self.model)
        );
        let help = match ty {
            Type::Boolean => "give points for yes or no with `when`",
            Type::Date | Type::Datetime => {
                "count the time since then, e.g. `per 7 days of since(…)`"
            }
            _ => "name a number, money or a duration behind `per`",
        };
        self.fail(Diagnostic::new(Code::WrongType, of.span, message).help(help))
    }

    fn score_group(&mut self, group: &ast::ScoreGroup, span: Span) -> ScoreGroup {
        let limit = |r: &mut Self, amount: &Option<Spanned<Amount>>| {
            amount.as_ref().and_then(|amount| r.point_amount(amount))
        };
        let at_most = limit(self, &group.at_most);
        let at_least = limit(self, &group.at_least);
        let places = (group.at_most.as_ref(), group.at_least.as_ref());
        if let (Some(most), Some(least)) = places
            && at_most
                .zip(at_least)
                .is_some_and(|(most, least)| most < least)
        {
            let message = "this group gives at most less than it gives at least";
            let finding = Diagnostic::new(Code::EmptyRange, most.span, message)
                .label(least.span, "the least is here")
                .help("write a larger number behind `at most`");
            self.report(finding);
        }
        let items = self.score_items(&group.items);
        ScoreGroup {
            title: group.title.node.clone(),
            at_most,
            at_least,
            items,
            span,
        }
    }

    fn score_table(&mut self, table: &ast::Table, span: Span) -> ScoreTable {
        let resolved = self.table(table, span);
        let mut rows = Vec::new();
        let mut otherwise: Option<(Number, Span)> = None;
        let mut names: std::collections::BTreeMap<String, Span> = std::collections::BTreeMap::new();
        for row in resolved.rows {
            let outcome = match row.outcome {
                Yield::Written(outcome) => Some(outcome),
                Yield::Cell(text) => self.file_outcome(&text, Type::Number),
            };
            let points = outcome.and_then(|outcome| self.points(&outcome));
            if let Some(name) = &row.name {
                match names.get(&name.node) {
                    Some(first) => {
                        let first = *first;
                        self.duplicate_rule(name, first);
                    }
                    None => {
                        names.insert(name.node.clone(), name.span);
                    }
                }
            }
            let Some(points) = points else { continue };
            match (row.when, otherwise) {
                (None, Some((_, first))) => self.second_otherwise(row.span, first),
                (None, None) => otherwise = Some((points, row.span)),
                (Some(when), _) => {
                    let name = row.name.map_or(row.words, |name| name.node);
                    rows.push(ScoreRow {
                        name,
                        when,
                        points,
                        span: row.span,
                    });
                }
            }
        }
        ScoreTable {
            name: table.name.as_ref().map(|name| name.node.clone()),
            first_match: table.first_match,
            rows,
            otherwise: otherwise.map(|(points, _)| points),
            span: resolved.span,
        }
    }
}

fn is_above_zero(value: &Value) -> bool {
    match value {
        Value::Number(number) | Value::Money(number) => *number > Number::ZERO,
        Value::Duration(Duration::Elapsed { seconds }) => *seconds > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(score: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer  m: money USD  d: date  b: boolean }}\n\
             must all_read: n is known or m is known or d is known or b\nscore s {score}"
        )
    }

    #[test]
    fn scores_of_all_parts() {
        let text = with(
            "0..100 { group \"web\" at most 60 at least -5 { +10 per n, at most 40  +30 when b }\n\
             table n { 0..7 => +20  otherwise => 0 }\n\
             -10 per 7 days of since(d), at most 50\n+1 per 1_000 USD of m when b\n+2.5 when b }",
        );
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        let score = model.scores.values().next().unwrap();
        assert_eq!(score.items.len(), 5);
        assert_eq!(score.range, Some((Number::ZERO, Number::from(100))));
    }

    #[test]
    fn points_and_limits_that_cannot_be() {
        for (bad, code) in [
            ("0..0 { +1 when b }", None),
            ("5..0 { +1 when b }", Some(Code::EmptyRange)),
            ("{ +1 per m }", Some(Code::WrongUnit)),
            ("{ +1 per 5 EUR of m }", Some(Code::WrongUnit)),
            ("{ +1 per 5 of m }", Some(Code::WrongUnit)),
            ("{ +1 per since(d) }", Some(Code::WrongUnit)),
            (
                "{ +1 per 5 business days of since(d) }",
                Some(Code::WrongUnit),
            ),
            ("{ +1 per 0 days of since(d) }", Some(Code::EmptyRange)),
            ("{ +1 per b }", Some(Code::WrongType)),
            ("{ +1 per d }", Some(Code::WrongType)),
            ("{ +1 per a }", Some(Code::WrongType)),
            ("{ +5 USD when b }", Some(Code::WrongUnit)),
            (
                "{ group \"g\" at most 5 at least 9 { +1 when b } }",
                Some(Code::EmptyRange),
            ),
            ("{ +1 per n, at most -5 }", Some(Code::EmptyRange)),
            (
                "{ table n { 1 => a  otherwise => 0 } }",
                Some(Code::WrongType),
            ),
            (
                "{ table n { x: 1 => +1  x: 2 => +2 } }",
                Some(Code::DuplicateName),
            ),
        ] {
            let found: Vec<Code> = codes(&with(bad));
            let time = found.iter().all(|found| *found == Code::WrongUnit);
            match code {
                Some(Code::WrongUnit) => assert!(time && !found.is_empty(), "{bad} {found:?}"),
                code => assert_eq!(found, Vec::from_iter(code), "{bad}"),
            }
        }
    }
}
