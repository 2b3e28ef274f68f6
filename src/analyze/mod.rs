//! The questions that are put to the proof, and the findings that its answers are.
//!
//! Nothing here knows of clauses: a question is asked about conditions, rules and scores of the
//! model, and the answer is a lead, or the rules and parts that rule every lead out.
//!
//! | file | purpose |
//! | --- | --- |
//! | `context` | what all questions share; leads searched, described and looked at once more |
//! | `words` | cases, values and leads in the policy's own words |
//! | `touches` | [`Touches`]: which leads of a file have a finding |
//! | `gap`, `conflict`, `dead_rule` | one question each, by the code of its finding |

mod conflict;
mod context;
mod dead_rule;
mod gap;
#[cfg(test)]
mod testing;
mod touches;
mod words;

pub use touches::{Known, Touches};

use std::collections::BTreeSet;

use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::model::{Node, ScoreItem, ScoreTable};
use crate::proof::Ground;
use crate::value::Instant;
use context::Context;

/// How far the proof goes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most steps of the solver, for the policy as a whole; what is not decided by then says so.
    pub budget: u64,
}

impl Options {
    /// Enough for every policy that people wrote so far, within seconds.
    pub const DEFAULT_BUDGET: u64 = 2_000_000;
}

impl Default for Options {
    fn default() -> Self {
        Options {
            budget: Options::DEFAULT_BUDGET,
        }
    }
}

/// What the proof found out about a policy.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The findings, the most urgent first.
    pub findings: Vec<Finding>,
    /// How many steps the solver took.
    pub steps: u64,
    /// The acceptances, by their places in the model, whose condition took leads out of a finding.
    pub regions: BTreeSet<usize>,
    /// Where the proof and the evaluator disagree, which is a fault of this program.
    pub faults: Vec<String>,
}

/// A finding of the proof.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is said of it.
    pub diagnostic: Diagnostic,
    /// Which leads have it, where a lead can have it.
    pub touches: Option<Touches>,
}

/// Judges a policy without errors, for an instant.
#[must_use]
pub fn analyze(compiled: &Compiled, as_of: Instant, options: &Options) -> Analysis {
    let ground = Ground::new(&compiled.model, as_of);
    let mut context = Context::new(compiled, &ground, options);
    for node in compiled.model.order.iter().copied() {
        of_node(&mut context, node);
    }
    finish(context, options)
}

/// All questions about a score or a decision. They share what was worked out about it.
fn of_node(context: &mut Context<'_>, node: Node) {
    let mut prover = context.prover();
    match node {
        Node::Define(_) => {}
        Node::Score(id) => {
            let Some(score) = context.model.scores.get(id) else {
                return;
            };
            gap::of_score(context, &mut prover, id, score);
            conflict::of_score(context, &mut prover, id, score);
            dead_rule::of_score(context, &mut prover, id, score);
        }
        Node::Decision(id) => {
            let Some(decision) = context.model.decisions.get(id) else {
                return;
            };
            gap::of_decision(context, &mut prover, id, decision);
            conflict::of_decision(context, &mut prover, id, decision);
            dead_rule::of_decision(context, &mut prover, id, decision);
        }
    }
    context.done(&prover);
}

fn finish(context: Context<'_>, options: &Options) -> Analysis {
    let sources = &context.compiled.sources;
    let steps = options.budget - context.left();
    let mut findings = context.findings;
    let place = |finding: &Finding| {
        let span = finding.diagnostic.span()?;
        Some((sources.name(span.source).to_owned(), span.start))
    };
    findings.sort_by_cached_key(|finding| {
        let diagnostic = &finding.diagnostic;
        let level = std::cmp::Reverse(diagnostic.level);
        (
            level,
            diagnostic.code,
            place(finding),
            diagnostic.message.clone(),
        )
    });
    Analysis {
        findings,
        steps,
        regions: context.regions,
        faults: context.faults,
    }
}

/// The tables of a score, in the order of the text.
fn score_tables(items: &[ScoreItem]) -> Vec<&ScoreTable> {
    items
        .iter()
        .flat_map(|item| match item {
            ScoreItem::Line(_) => Vec::new(),
            ScoreItem::Group(group) => score_tables(&group.items),
            ScoreItem::Table(table) => vec![table],
        })
        .collect()
}
