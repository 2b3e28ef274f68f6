//! Journeys: stages, tasks, moves.

use super::score::agreed_by;
use super::{Builder, first_name, first_text, names, repeated};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{
    Done, Journey, Move, Name, Overrides, Stage, StageEnd, StageItem, Step, StepWord, Task,
    TimeSpan, Within,
};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    pub(super) fn journey(&mut self, node: &Node<'_>) -> Option<Journey> {
        let doc = self.doc(node);
        let [name, tracks, since] = <[Name; 3]>::try_from(names(node)).ok()?;
        let forward_only = node.find(Rule::forward_only);
        let mut stages = Vec::new();
        for stage in node.children().filter(|child| child.rule() == Rule::stage) {
            stages.push(stage.spanned(self.stage(&stage)?));
        }
        Some(Journey {
            doc,
            name,
            title: first_text(node),
            tracks,
            since,
            forward_only: forward_only.map(|only| only.spanned(())),
            stages,
        })
    }

    fn stage(&mut self, node: &Node<'_>) -> Option<Stage> {
        let doc = self.doc(node);
        let mut end = None;
        for flag in node
            .children()
            .filter(|child| child.rule() == Rule::stage_flag)
        {
            let kind = match flag.child()?.rule() {
                Rule::kw_start => StageEnd::Start,
                _ => StageEnd::End,
            };
            self.start_or_end(&mut end, flag.spanned(kind));
        }
        let mut items = Vec::new();
        let mut seen = Seen::default();
        let body = node.find(Rule::stage_body);
        for item in body.iter().flat_map(Node::children) {
            if item.rule() == Rule::stage_item {
                let child = item.child()?;
                items.push(item.spanned(self.stage_item(&child, &mut seen)?));
            }
        }
        Some(Stage {
            doc,
            name: first_name(node)?,
            title: first_text(node),
            end,
            agreed_by: agreed_by(node),
            items,
        })
    }

    fn start_or_end(&mut self, end: &mut Option<Spanned<StageEnd>>, flag: Spanned<StageEnd>) {
        let Some(first) = end else {
            *end = Some(flag);
            return;
        };
        let finding = if first.node == flag.node {
            let word = match flag.node {
                StageEnd::Start => "`start`",
                StageEnd::End => "`end`",
            };
            repeated(flag.span, word)
        } else {
            let message = "a stage is not the start and the end of a journey at once";
            Diagnostic::new(Code::Syntax, flag.span, message)
                .label(first.span, "the other word is here")
                .help("keep one of the two")
        };
        self.diagnostics.push(finding);
    }

    fn stage_item(&mut self, node: &Node<'_>, seen: &mut Seen) -> Option<StageItem> {
        let item = match node.rule() {
            Rule::accountable => StageItem::Accountable(names(node)),
            Rule::requires => {
                self.once(&mut seen.requires, (), "`requires`", node);
                StageItem::Requires(self.condition(&node.find(Rule::condition)?)?)
            }
            Rule::clears => {
                self.once(&mut seen.clears, (), "`clears`", node);
                StageItem::Clears(names(node))
            }
            Rule::counts => {
                self.once(&mut seen.counts, (), "`counts`", node);
                StageItem::Counts(names(node))
            }
            Rule::task => StageItem::Task(self.task(node)?),
            _ => {
                let found = self.move_of(node)?;
                if found.otherwise {
                    self.once(&mut seen.otherwise, (), "`otherwise to`", node);
                }
                StageItem::Move(found)
            }
        };
        Some(item)
    }

    fn task(&mut self, node: &Node<'_>) -> Option<Task> {
        let doc = self.doc(node);
        let when = match node.find(Rule::clause_when) {
            Some(when) => Some(self.condition(&when.find(Rule::condition)?)?),
            None => None,
        };
        let mut task = Task {
            doc,
            name: first_name(node)?,
            title: first_text(node),
            when,
            responsible: None,
            consulted: None,
            informed: None,
            channels: None,
            within: None,
            done: None,
            steps: Vec::new(),
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::task_clause)
        {
            self.task_clause(&clause.child()?, &mut task)?;
        }
        Some(task)
    }

    fn task_clause(&mut self, node: &Node<'_>, task: &mut Task) -> Option<()> {
        match node.rule() {
            Rule::responsible => {
                let name = node.spanned(first_name(node)?);
                self.once(&mut task.responsible, name, "`responsible`", node);
            }
            Rule::consulted => {
                let names = node.spanned(names(node));
                self.once(&mut task.consulted, names, "`consulted`", node);
            }
            Rule::informed => {
                let names = node.spanned(names(node));
                self.once(&mut task.informed, names, "`informed`", node);
            }
            Rule::by_channels => {
                let names = node.spanned(names(node));
                self.once(&mut task.channels, names, "`by`", node);
            }
            Rule::within => {
                let within = Within {
                    length: self.time_span(node)?,
                    of: first_name(node),
                };
                self.once(&mut task.within, node.spanned(within), "`within`", node);
            }
            Rule::done_at => {
                let done = Done::At(first_name(node)?);
                self.once(&mut task.done, node.spanned(done), "`done`", node);
            }
            Rule::done_when => {
                let done = Done::When(self.condition(&node.find(Rule::condition)?)?);
                self.once(&mut task.done, node.spanned(done), "`done`", node);
            }
            rule => {
                let kind = match rule {
                    Rule::escalate => StepWord::Escalate,
                    _ => StepWord::Reassign,
                };
                task.steps.push(node.spanned(Step {
                    kind,
                    role: first_name(node)?,
                    at: self.time_span(node)?,
                }));
            }
        }
        Some(())
    }

    fn time_span(&mut self, node: &Node<'_>) -> Option<Spanned<TimeSpan>> {
        let node = node.find(Rule::time_span)?;
        let length = match node.find(Rule::amount) {
            Some(amount) => TimeSpan::Amount(self.amount(&amount)?.node),
            None => TimeSpan::Named(first_name(&node)?.node),
        };
        Some(node.spanned(length))
    }

    fn move_of(&mut self, node: &Node<'_>) -> Option<Move> {
        let doc = self.doc(node);
        let mut found = Move {
            doc,
            otherwise: node.rule() == Rule::move_otherwise,
            target: first_name(node)?,
            when: None,
            after: None,
            unless: None,
            overrides: None,
            because: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::move_clause)
        {
            self.move_clause(&clause.child()?, &mut found)?;
        }
        Some(found)
    }

    fn move_clause(&mut self, clause: &Node<'_>, found: &mut Move) -> Option<()> {
        let rule = clause.rule();
        if found.otherwise && !matches!(rule, Rule::clause_after | Rule::clause_because) {
            let message = "`otherwise to` is open wherever no other move is, and asks nothing else";
            return self.refuse(
                Diagnostic::new(Code::Syntax, clause.span(), message)
                    .help("leave this out, or write the move as `to … when …`"),
            );
        }
        match rule {
            Rule::clause_when => {
                let when = self.condition(&clause.find(Rule::condition)?)?;
                self.once(&mut found.when, when, "`when`", clause);
            }
            Rule::clause_after => {
                let after = self.time_span(clause)?;
                self.once(&mut found.after, after, "`after`", clause);
            }
            Rule::clause_unless => {
                let unless = self.condition(&clause.find(Rule::condition)?)?;
                self.once(&mut found.unless, unless, "`unless`", clause);
            }
            Rule::clause_overrides => {
                if clause.find(Rule::kw_all).is_some() {
                    let message = "a move names the targets of the moves that it stands above";
                    return self.refuse(
                        Diagnostic::new(Code::Syntax, clause.span(), message).help(
                            "write them behind `overrides`, as in `overrides nurture, closed`",
                        ),
                    );
                }
                let overrides = Overrides::Names(names(clause));
                self.once(&mut found.overrides, overrides, "`overrides`", clause);
            }
            _ => self.once(&mut found.because, first_text(clause)?, "`because`", clause),
        }
        Some(())
    }
}

/// The lines of a stage that may stand once, and have.
#[derive(Default)]
struct Seen {
    requires: Option<()>,
    clears: Option<()>,
    counts: Option<()>,
    otherwise: Option<()>,
}
