//! Scores and decisions.

use super::block::{Block, Clauses};
use super::doc::{Doc, columns, padded};
use super::expr::closed;
use super::item::{ended, head, up_to};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Decision, DecisionItem, Expr, ExprKind, Literal, OutcomeType, Overrides, Per, Rule, Score,
    ScoreGroup, ScoreItem, ScoreLine,
};

impl Origin<'_> {
    pub(super) fn score(&self, score: &Score, span: Span) -> Doc {
        let mut name = vec![Doc::text("score "), literal::name(&score.name)];
        let mut head_span = up_to(span, score.name.span);
        if let Some(range) = &score.range {
            name.push(Doc::leaf(format!(" {}", literal::range(range)), range.span));
            head_span = head_span.to(range.span);
        }
        let mut clauses = Clauses::default();
        clauses.agreed_by(&score.agreed_by);
        self.agreed_block(
            Doc::Concat(name),
            head_span,
            clauses,
            Block {
                head: Doc::text(""),
                head_end: 0,
                entries: self.score_items(&score.items),
                close: closed(span),
                short: false,
            },
        )
    }

    pub(super) fn decision(&self, decision: &Decision, span: Span) -> Doc {
        let mut name = vec![
            Doc::text("decision "),
            literal::name(&decision.name),
            Doc::text(": "),
            Doc::At(decision.ty.span.start, decision.ty.span.start),
            self.outcome_type(&decision.ty),
        ];
        if decision.or_none {
            name.push(Doc::text(" or none"));
        }
        if decision.first_match {
            name.push(Doc::text(" first match"));
        }
        let mut clauses = Clauses::default();
        clauses.agreed_by(&decision.agreed_by);
        let head_span = up_to(span, decision.ty.span);
        self.agreed_block(
            Doc::Concat(name),
            head_span,
            clauses,
            Block {
                head: Doc::text(""),
                head_end: 0,
                entries: decision
                    .items
                    .iter()
                    .map(|item| self.decision_item(item))
                    .collect(),
                close: closed(span),
                short: false,
            },
        )
    }

    /// A block whose head may take two lines, the second for the teams that agreed. That one
    /// stands deeper than the block, so that it is not read as a part of it.
    fn agreed_block(&self, name: Doc, span: Span, clauses: Clauses, block: Block) -> Doc {
        let head_end = clauses.end().unwrap_or(span.end);
        let head = self.with_clauses(name, span, clauses.deeper());
        self.block(Block {
            head,
            head_end,
            ..block
        })
    }

    fn outcome_type(&self, ty: &OutcomeType) -> Doc {
        match ty {
            OutcomeType::OneOf(values) => self.values("one of ", values),
            OutcomeType::Role => Doc::text("role"),
            OutcomeType::Team => Doc::text("team"),
            OutcomeType::Boolean => Doc::text("boolean"),
            OutcomeType::Integer => Doc::text("integer"),
            OutcomeType::Duration => Doc::text("duration"),
            OutcomeType::Text => Doc::text("text"),
            OutcomeType::Stage(None) => Doc::text("stage"),
            OutcomeType::Stage(Some(journey)) => {
                Doc::Concat(vec![Doc::text("stage of "), literal::name(journey)])
            }
        }
    }

    fn decision_item(&self, item: &Spanned<DecisionItem>) -> Doc {
        match &item.node {
            DecisionItem::Rule(rule) => self.rule(rule, item.span),
            DecisionItem::Table(table) => self.table(table, item.span, literal::outcome),
            DecisionItem::Otherwise(outcome) => {
                let outcome = Doc::leaf(literal::outcome(outcome), outcome.span);
                head(item.span, "otherwise ", outcome)
            }
        }
    }

    fn rule(&self, rule: &Rule, span: Span) -> Doc {
        let head = Doc::Concat(vec![
            Doc::text("rule "),
            literal::name(&rule.name),
            Doc::text(": "),
            Doc::leaf(literal::outcome(&rule.outcome), rule.outcome.span),
        ]);
        let mut clauses = Clauses::default();
        clauses.condition("when ", rule.when.as_ref(), *self);
        clauses.condition("unless ", rule.unless.as_ref(), *self);
        match &rule.overrides {
            None => {}
            Some(Overrides::All) => {
                let place = self.overrides_all(rule, span);
                clauses.add("", Doc::leaf("overrides all", place), place);
            }
            Some(Overrides::Names(names)) => {
                if let Some(place) = literal::around(names.iter().map(|name| name.span)) {
                    clauses.add("overrides ", literal::names(names), place);
                }
            }
        }
        clauses.because(rule.because.as_ref());
        self.with_clauses(head, up_to(span, rule.outcome.span), clauses)
    }

    /// Where `overrides all` stands in a rule: the tree does not say.
    fn overrides_all(&self, rule: &Rule, span: Span) -> Span {
        let conditions = [&rule.when, &rule.unless].into_iter().flatten();
        let mut parts: Vec<Span> = conditions.map(|expr| expr.span).collect();
        parts.extend(rule.because.iter().map(|text| text.span));
        parts.push(span.after());
        parts.sort_by_key(|part| part.start);
        let mut from = rule.outcome.span.end;
        for part in parts {
            if let Some(start) = self.find("overrides", from, part.start) {
                let end = self.find("all", start, part.start).unwrap_or(start);
                let end = end.saturating_add(3).min(part.start);
                return Span { start, end, ..span };
            }
            from = part.end;
        }
        span.after()
    }

    /// The items of a score; the points of lines that follow each other take the same width.
    fn score_items(&self, items: &[Spanned<ScoreItem>]) -> Vec<Doc> {
        let points = |item: &Spanned<ScoreItem>| match &item.node {
            ScoreItem::Line(line) => Some(columns(&literal::points(&line.points))),
            ScoreItem::Group(_) | ScoreItem::Table(_) => None,
        };
        let mut docs = Vec::new();
        for run in items.chunk_by(|a, b| points(a).is_some() == points(b).is_some()) {
            let width = run.iter().filter_map(points).max().unwrap_or(0);
            docs.extend(run.iter().map(|item| match &item.node {
                ScoreItem::Line(line) => self.score_line(line, item.span, width),
                ScoreItem::Group(group) => self.score_group(group, item.span),
                ScoreItem::Table(table) => self.table(table, item.span, literal::points_of_row),
            }));
        }
        docs
    }

    fn score_line(&self, line: &ScoreLine, span: Span, width: usize) -> Doc {
        let points = padded(&literal::points(&line.points), width);
        let mut docs = vec![
            Doc::At(span.start, span.start),
            Doc::leaf(points, line.points.span),
        ];
        let per = line.per.iter().flat_map(|per| self.per(per));
        let when = line.when.iter();
        let when = when.flat_map(|when| [Doc::text(" when "), self.expr(when)]);
        // `per a + 5 when b` would be read as two lines, the second of them `+ 5 when b`.
        if line
            .per
            .as_ref()
            .is_some_and(|per| ends_like_points(&per.of))
        {
            docs.extend(when.chain(per));
        } else {
            docs.extend(per.chain(when));
        }
        if let Some(most) = &line.at_most {
            docs.push(Doc::text(", at most "));
            docs.push(Doc::leaf(literal::amount(most), most.span));
        }
        ended(span, Doc::Concat(docs))
    }

    /// ` per 7 days of since(last_activity)`
    fn per(&self, per: &Per) -> Vec<Doc> {
        let mut docs = vec![Doc::text(" per ")];
        if let Some(unit) = &per.unit {
            docs.push(Doc::leaf(literal::amount(unit), unit.span));
            docs.push(Doc::text(" of "));
        }
        docs.push(self.expr(&per.of));
        docs
    }

    fn score_group(&self, group: &ScoreGroup, span: Span) -> Doc {
        let mut docs = vec![literal::quoted(&group.title)];
        let mut head_span = up_to(span, group.title.span);
        let limits = [
            (&group.at_most, " at most "),
            (&group.at_least, " at least "),
        ];
        for (limit, word) in limits {
            if let Some(limit) = limit {
                docs.push(Doc::text(word));
                docs.push(Doc::leaf(literal::amount(limit), limit.span));
                head_span = head_span.to(limit.span);
            }
        }
        self.block(Block {
            head: head(span, "group ", Doc::Concat(docs)),
            head_end: head_span.end,
            entries: self.score_items(&group.items),
            close: closed(span),
            short: false,
        })
    }
}

/// Whether it ends in a sign and a number.
fn ends_like_points(expr: &Expr) -> bool {
    let ExprKind::Sum(_, terms) = &expr.node else {
        return false;
    };
    let last = terms.last().map(|(_, term)| &term.node);
    matches!(last, Some(ExprKind::Literal(Literal::Amount(_))))
}
