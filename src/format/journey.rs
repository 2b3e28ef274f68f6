//! Journeys: stages, tasks, moves.

use super::block::{Block, Clauses};
use super::calendar::{Clause, in_columns};
use super::doc::Doc;
use super::expr::closed;
use super::item::{ended, head, up_to};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Done, Journey, Move, Name, Overrides, Stage, StageEnd, StageItem, Step, Task, TimeSpan, Within,
};

impl Origin<'_> {
    pub(super) fn journey(&self, journey: &Journey, span: Span) -> Doc {
        let mut docs = vec![
            literal::name(&journey.name),
            literal::title(journey.title.as_ref()),
            Doc::text(" tracks "),
            literal::name(&journey.tracks),
            Doc::text(" since "),
            literal::name(&journey.since),
        ];
        let mut head_end = journey.since.span.end;
        if let Some(only) = &journey.forward_only {
            docs.extend([Doc::text(" "), Doc::leaf("forward only", only.span)]);
            head_end = only.span.end;
        }
        let stages = journey.stages.iter();
        self.block(Block {
            head: head(span, "journey ", Doc::Concat(docs)),
            head_end,
            entries: stages.map(|stage| self.stage(stage, stage.span)).collect(),
            close: closed(span),
            short: false,
        })
    }

    fn stage(&self, stage: &Stage, span: Span) -> Doc {
        let mut name = vec![
            Doc::text("stage "),
            literal::name(&stage.name),
            literal::title(stage.title.as_ref()),
        ];
        let title = stage.title.as_ref().unwrap_or(&stage.name);
        let mut head_span = up_to(span, title.span);
        if let Some(end) = &stage.end {
            let word = match end.node {
                StageEnd::Start => "start",
                StageEnd::End => "end",
            };
            name.extend([Doc::text(" "), Doc::leaf(word, end.span)]);
            head_span = head_span.to(end.span);
        }
        let mut clauses = Clauses::default();
        clauses.agreed_by(&stage.agreed_by);
        let head_end = clauses.end().unwrap_or(head_span.end);
        let head = self.with_clauses(Doc::Concat(name), head_span, clauses.deeper());
        if stage.items.is_empty() {
            return ended(span, head);
        }
        self.block(Block {
            head,
            head_end,
            entries: stage.items.iter().map(|it| self.stage_item(it)).collect(),
            close: closed(span),
            short: true,
        })
    }

    fn stage_item(&self, item: &Spanned<StageItem>) -> Doc {
        let span = item.span;
        match &item.node {
            StageItem::Accountable(names) => head(span, "accountable ", literal::names(names)),
            StageItem::Requires(condition) => {
                let condition = Doc::nest(vec![self.expr(condition)]);
                head(span, "requires ", condition)
            }
            StageItem::Clears(names) => head(span, "clears ", literal::names(names)),
            StageItem::Counts(names) => head(span, "counts ", literal::names(names)),
            StageItem::Task(task) => self.task(task, span),
            StageItem::Move(found) => self.move_of(found, span),
        }
    }

    fn task(&self, task: &Task, span: Span) -> Doc {
        let title = task.title.as_ref().unwrap_or(&task.name);
        let mut docs = vec![
            literal::name(&task.name),
            literal::title(task.title.as_ref()),
        ];
        let mut head_end = title.span.end;
        if let Some(when) = &task.when {
            let condition = vec![Doc::text(" when "), self.expr(when)];
            docs.push(Doc::nest(condition));
            head_end = when.span.end;
        }
        self.block(Block {
            head: head(span, "task ", Doc::Concat(docs)),
            head_end,
            entries: in_columns(self.task_clauses(task)),
            close: closed(span),
            short: true,
        })
    }

    /// The clauses of a task in their order, whatever the order of the text.
    fn task_clauses(&self, task: &Task) -> Vec<Clause> {
        let mut clauses = Vec::new();
        let responsible = task.responsible.as_ref();
        clauses.extend(
            responsible.map(|role| clause("responsible", role.span, literal::name(&role.node))),
        );
        let lists = [
            ("consulted", &task.consulted),
            ("informed", &task.informed),
            ("by", &task.channels),
        ];
        for (word, names) in lists {
            clauses.extend(names.iter().map(|names: &Spanned<Vec<Name>>| {
                clause(word, names.span, literal::names(&names.node))
            }));
        }
        let within = task.within.as_ref();
        clauses.extend(within.map(|it| clause("within", it.span, deadline(&it.node))));
        clauses.extend(task.done.as_ref().map(|done| match &done.node {
            Done::At(field) => clause("done at", done.span, literal::name(field)),
            Done::When(when) => {
                let condition = Doc::nest(vec![self.expr(when)]);
                clause("done when", done.span, condition)
            }
        }));
        clauses.extend(task.steps.iter().map(|step| {
            let Step { kind, role, at } = &step.node;
            let docs = vec![literal::name(role), Doc::text(" at "), time_span(at)];
            clause(kind.as_str(), step.span, Doc::Concat(docs))
        }));
        clauses
    }

    fn move_of(&self, found: &Move, span: Span) -> Doc {
        let word = if found.otherwise {
            "otherwise to "
        } else {
            "to "
        };
        let head = Doc::Concat(vec![Doc::text(word), literal::name(&found.target)]);
        let mut clauses = Clauses::default();
        clauses.condition("when ", found.when.as_ref(), *self);
        if let Some(after) = &found.after {
            clauses.add("after ", time_span(after), after.span);
        }
        clauses.condition("unless ", found.unless.as_ref(), *self);
        if let Some(Overrides::Names(names)) = &found.overrides
            && let Some(place) = literal::around(names.iter().map(|name| name.span))
        {
            clauses.add("overrides ", literal::names(names), place);
        }
        clauses.because(found.because.as_ref());
        self.with_clauses(head, up_to(span, found.target.span), clauses)
    }
}

fn clause(word: &'static str, span: Span, rest: Doc) -> Clause {
    Clause {
        word,
        docs: (head(span, word, Doc::text("")), ended(span, rest)),
    }
}

/// `30 minutes of first_called_at`
fn deadline(within: &Within) -> Doc {
    let mut docs = vec![time_span(&within.length)];
    if let Some(of) = &within.of {
        docs.extend([Doc::text(" of "), literal::name(of)]);
    }
    Doc::Concat(docs)
}

fn time_span(length: &Spanned<TimeSpan>) -> Doc {
    let text = match &length.node {
        TimeSpan::Amount(amount) => literal::amount(amount),
        TimeSpan::Named(name) => name.clone(),
    };
    Doc::leaf(text, length.span)
}
