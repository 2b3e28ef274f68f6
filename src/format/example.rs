//! Examples: stories with what they expect.

use super::block::Block;
use super::doc::Doc;
use super::expr::closed;
use super::item::{ended, head};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Assignment, Example, Expectation, Name, Statement, TaskState};

impl Origin<'_> {
    pub(super) fn example(&self, example: &Example, span: Span) -> Doc {
        let statements = example.statements.iter();
        self.block(Block {
            head: head(span, "example ", literal::quoted(&example.title)),
            head_end: example.title.span.end,
            entries: statements
                .map(|statement| self.statement(statement))
                .collect(),
            close: closed(span),
            short: false,
        })
    }

    fn statement(&self, statement: &Spanned<Statement>) -> Doc {
        let span = statement.span;
        let doc = match &statement.node {
            Statement::Lead(assignments) => self.given_lead(assignments, span),
            Statement::AsOf(moment) => {
                let moment = Doc::leaf(literal::literal(moment), moment.span);
                head(span, "as of ", moment)
            }
            Statement::Set(assignments) => {
                let filled = self.fill(assignment_docs(assignments, ","), " ");
                head(span, "set ", Doc::align(filled))
            }
            Statement::Later(amount) => {
                let amount = Doc::leaf(literal::amount(amount), amount.span);
                head(span, "later ", amount)
            }
            Statement::Expect(expectation) => head(span, "expect ", expected(expectation)),
        };
        ended(span, doc)
    }

    fn given_lead(&self, assignments: &[Assignment], span: Span) -> Doc {
        let entries = assignment_docs(assignments, "");
        let braced = self.braced(span.start, entries, "  ", closed(span));
        head(span, "lead ", braced)
    }
}

/// Assignments with `comma` behind all but the last.
fn assignment_docs(assignments: &[Assignment], comma: &str) -> Vec<(Span, Doc)> {
    let last = assignments.len().saturating_sub(1);
    let entry = |(nth, assignment): (usize, &Assignment)| {
        let doc = Doc::Concat(vec![
            literal::name(&assignment.field),
            Doc::text(" "),
            literal::assigned(&assignment.value),
            Doc::text(if nth == last { "" } else { comma }),
        ]);
        (assignment.field.span.to(assignment.value.span), doc)
    };
    assignments.iter().enumerate().map(entry).collect()
}

fn expected(expectation: &Expectation) -> Doc {
    let negated = |expected: bool| Doc::text(if expected { "" } else { "not " });
    let with =
        |subject: &Name, text: &str| Doc::Concat(vec![literal::name(subject), Doc::text(text)]);
    match expectation {
        Expectation::Equals(subject, value) => {
            Doc::Concat(vec![with(subject, " = "), literal::assigned(value)])
        }
        Expectation::Stage { journey, value } => Doc::Concat(vec![
            Doc::text("stage of "),
            with(journey, " = "),
            literal::assigned(value),
        ]),
        Expectation::Task { task, state } => Doc::Concat(vec![
            Doc::text("task "),
            with(task, " "),
            match state {
                TaskState::Is(status) => Doc::text(status.as_str()),
                TaskState::Due(moment) => Doc::Concat(vec![
                    Doc::text("due "),
                    Doc::leaf(literal::literal(moment), moment.span),
                ]),
            },
        ]),
        Expectation::Told { who, expected } => Doc::Concat(vec![
            negated(*expected),
            Doc::text("told "),
            literal::name(who),
        ]),
        Expectation::IsMissing(subject) => with(subject, " is missing"),
        Expectation::IsKnown(subject) => with(subject, " is known"),
        Expectation::Forbidden { channel, expected } => Doc::Concat(vec![
            negated(*expected),
            Doc::text("forbidden "),
            literal::name(channel),
        ]),
        Expectation::Breach { must, expected } => Doc::Concat(vec![
            negated(*expected),
            Doc::text("breach "),
            literal::name(must),
        ]),
    }
}
