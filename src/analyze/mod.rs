//! The questions that are put to the proof, and the findings that its answers are.
//!
//! Nothing here knows of clauses: a question is asked about conditions, rules and scores of the
//! model, and the answer is a lead, or the rules and parts that rule every lead out.
//!
//! | file | purpose |
//! | --- | --- |
//! | `context` | what all questions share; findings whose leads are looked at once more |
//! | `leads` | leads that have what is asked: searched, described, made plain |
//! | `case_words` | cases in the policy's own words |
//! | `words` | names, values and leads in them |
//! | `touches`, `journey_touches` | [`Touches`]: which leads of a file have a finding |
//! | `places` | where the conditions of a policy stand |
//! | `edits` | changes of the text that mend a finding |
//! | `follows` | findings that follow from others |
//! | `mend` | changes of the text that mend a gap or a conflict |
//! | `extent` | which rules can share a lead at all |
//! | `changes` | what two policies say differently |
//! | `journey` | questions about stages, tasks and moves |
//! | `unwritten` | conditions that no text says and that journeys have |
//! | `points` | bars of scores, and what of a score gives points |
//! | all others | one question each, by the code of its finding |

mod agreeing_overlap;
mod blank_excluded;
mod case_words;
mod changes;
mod conflict;
mod conflict_of_rows;
mod constant_condition;
mod context;
mod dead_condition;
mod dead_otherwise;
mod dead_rule;
mod edits;
mod extent;
mod follows;
mod gap;
mod idle_points;
mod impossible_facts;
mod impossible_must;
mod journey;
mod journey_touches;
mod leads;
mod mend;
mod missing_falls_through;
mod one_signal;
mod out_of_reach;
mod places;
mod points;
mod score_reach;
#[cfg(test)]
mod testing;
mod touches;
mod unknown_permits;
mod unreachable_outcome;
mod unwritten;
mod useless_override;
mod words;

pub use changes::{Became, Change, Changes, Difference, changes};
pub use journey_touches::JourneyTouches;
pub use touches::{Blank, Known, Touches};

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::compile::Compiled;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DecisionId, DefineId, Node, ScoreId, ScoreItem, ScoreTable};
use crate::proof::{Ground, Prover};
use crate::value::Instant;
use context::Context;
use unwritten::Unwritten;

/// How far the proof goes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most steps of the solver, for the policy as a whole; what is not decided by then says so.
    pub budget: u64,
    /// The findings that are looked for; none for all.
    pub codes: Option<BTreeSet<Code>>,
    /// Also tells what follows from another finding.
    pub consequences: bool,
    /// Once this is set, nothing more is decided: nobody waits for the answers.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Options {
    /// Four times what a large policy takes, and no more than some two seconds for the hardest.
    pub const DEFAULT_BUDGET: u64 = 8_000_000;
}

impl Default for Options {
    fn default() -> Self {
        Options {
            budget: Options::DEFAULT_BUDGET,
            codes: None,
            consequences: false,
            stop: None,
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
    let unwritten = Unwritten::new(&compiled.model);
    let mut context = Context::new(compiled, &ground, &unwritten, options);
    // Of leads that there cannot be, everything is true.
    let judges_on = match impossible_facts::of_facts(&mut context) {
        impossible_facts::Left::All => true,
        impossible_facts::Left::Lacking => options.consequences,
        impossible_facts::Left::None => false,
    };
    if judges_on {
        for node in compiled.model.order.iter().copied() {
            of_node(&mut context, node);
        }
        of_duties(&mut context);
        of_policy(&mut context);
        journey::of_journeys(&mut context);
        of_facts(&mut context);
    }
    finish(context, options)
}

/// All questions about a definition, score or decision. They share what was worked out about it.
fn of_node(context: &mut Context<'_>, node: Node) {
    if context.left() == 0 {
        return nothing_decided(context, node);
    }
    let mut prover = context.prover();
    let well = prover.upstream_well(node);
    // What follows from a gap or a conflict behind it is not said again.
    if !prover.find(&[well]).is_never() {
        match node {
            Node::Define(id) => of_define(context, &mut prover, id),
            Node::Score(id) => of_score(context, &mut prover, id),
            Node::Decision(id) => of_decision(context, &mut prover, id),
        }
    }
    context.done(&prover);
}

/// The steps ran out before anything was asked of a definition, score or decision.
fn nothing_decided(context: &mut Context<'_>, node: Node) {
    let model = context.model;
    let (code, kind, named) = match node {
        Node::Define(id) => {
            let named = model.defines.get(id).map(|it| &it.named);
            (Code::ConstantCondition, "definition", named)
        }
        Node::Score(id) => {
            let named = model.scores.get(id).map(|it| &it.named);
            (Code::ScoreReach, "score", named)
        }
        Node::Decision(id) => {
            let named = model.decisions.get(id).map(|it| &it.named);
            (Code::Gap, "decision", named)
        }
    };
    let Some(named) = named else { return };
    let message = format!(
        "nothing was decided of `{}`: the steps ran out before",
        named.name
    );
    let finding = Diagnostic::new(code, named.span, message);
    context.not_proved(finding.about(kind, named.name.clone()));
}

fn of_define<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>, id: DefineId) {
    conditions(context, prover, Node::Define(id));
    if let Some(define) = context.model.defines.get(id)
        && context.asks(Code::ScoreReach)
    {
        score_reach::of_define(context, prover, id, define);
    }
}

fn of_score<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>, id: ScoreId) {
    let Some(score) = context.model.scores.get(id) else {
        return;
    };
    if context.asks(Code::Gap) {
        gap::of_score(context, prover, id, score);
    }
    if context.asks(Code::Conflict) {
        conflict_of_rows::of_score(context, prover, id, score);
    }
    conditions(context, prover, Node::Score(id));
    if context.asks(Code::DeadRule) {
        dead_rule::of_score(context, prover, id, score);
    }
    if context.asks(Code::DeadOtherwise) {
        dead_otherwise::of_score(context, prover, id, score);
    }
    if context.asks(Code::IdlePoints) {
        idle_points::of_score(context, prover, id, score);
    }
    if context.asks(Code::OneSignal) {
        one_signal::of_score(context, prover, id, score);
    }
    if context.asks(Code::ScoreReach) {
        score_reach::of_score(context, prover, id, score);
    }
}

fn of_decision<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>, id: DecisionId) {
    let Some(decision) = context.model.decisions.get(id) else {
        return;
    };
    if context.asks(Code::Gap) {
        gap::of_decision(context, prover, id, decision);
    }
    if context.asks(Code::Conflict) {
        conflict::of_decision(context, prover, id, decision);
    }
    conditions(context, prover, Node::Decision(id));
    // What is dead is not said again in other words.
    let follow = [
        Code::DeadRule,
        Code::DeadCondition,
        Code::UselessOverride,
        Code::UnreachableOutcome,
    ];
    if follow.into_iter().any(|code| context.asks(code)) {
        let dead = dead_rule::of_decision(context, prover, id, decision);
        if context.asks(Code::DeadCondition) {
            dead_condition::of_decision(context, prover, id, decision, &dead);
        }
        if context.asks(Code::UselessOverride) {
            useless_override::of_decision(context, prover, id, decision, &dead);
        }
        if context.asks(Code::UnreachableOutcome) {
            unreachable_outcome::of_decision(context, prover, id, decision, &dead);
        }
    }
    if context.asks(Code::DeadOtherwise) {
        dead_otherwise::of_decision(context, prover, id, decision);
    }
    if context.asks(Code::AgreeingOverlap) {
        agreeing_overlap::of_decision(context, prover, id, decision);
    }
    if context.asks(Code::MissingFallsThrough) {
        missing_falls_through::of_decision(context, prover, id, decision);
    }
    if context.asks(Code::BlankExcluded) {
        blank_excluded::of_decision(context, prover, id, decision);
    }
}

/// Questions about the conditions of a definition or score, and the first one about those of a
/// decision.
fn conditions<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>, node: Node) {
    let well = prover.upstream_well(node);
    if context.asks_of_conditions() {
        constant_condition::of_node(context, prover, well, node);
    }
    if context.asks(Code::DeadCondition) && !matches!(node, Node::Decision(_)) {
        let places = places::of_node(context.model, node);
        dead_condition::of_places(context, prover, well, &places);
    }
}

/// Questions about the conditions of what people have to have done and of what is forbidden, one by
/// one.
fn of_duties(context: &mut Context<'_>) {
    for places in places::of_duties(context.model) {
        if context.left() == 0 {
            // That is said of the whole: see `of_policy`.
            return;
        }
        let mut prover = context.prover();
        let conditions: Vec<_> = places.iter().map(|place| place.condition).collect();
        let well = prover.well_for(&conditions);
        if !prover.find(&[well]).is_never() {
            if context.asks_of_conditions() {
                constant_condition::of_duty(context, &mut prover, well, &places);
            }
            if context.asks(Code::DeadCondition) {
                dead_condition::of_places(context, &mut prover, well, &places);
            }
        }
        context.done(&prover);
    }
}

/// Questions about what stands beside scores and decisions.
fn of_policy(context: &mut Context<'_>) {
    if context.left() == 0 {
        let must = context
            .model
            .musts
            .values()
            .next()
            .map(|must| must.named.span);
        let forbid = context.model.forbids.first().map(|forbid| forbid.span);
        for (code, kind, at) in [
            (Code::ImpossibleMust, "must", must),
            (Code::UnknownPermits, "forbid", forbid),
        ] {
            if let Some(at) = at {
                let message =
                    format!("nothing was decided of any `{kind}`: the steps ran out before");
                context.not_proved(Diagnostic::new(code, at, message).about(kind, kind));
            }
        }
        return;
    }
    let mut prover = context.prover();
    if context.asks(Code::ImpossibleMust) {
        impossible_must::of_musts(context, &mut prover);
    }
    if context.asks(Code::UnknownPermits) {
        unknown_permits::of_forbids(context, &mut prover);
    }
    if context.asks(Code::BlankExcluded) {
        blank_excluded::of_musts(context, &mut prover);
        blank_excluded::of_forbids(context, &mut prover);
    }
    context.done(&prover);
}

/// Questions about what the facts say, of all leads that the schema allows.
fn of_facts(context: &mut Context<'_>) {
    if context.asks_of_conditions() {
        let mut prover = context.prover_without_facts();
        constant_condition::of_facts(context, &mut prover);
        context.done(&prover);
    }
}

fn finish(context: Context<'_>, options: &Options) -> Analysis {
    let sources = &context.compiled.sources;
    let steps = options.budget - context.left();
    let mut findings = context.findings;
    findings.retain(|finding| {
        let codes = options.codes.as_ref();
        codes.is_none_or(|codes| codes.contains(&finding.diagnostic.code))
    });
    if !options.consequences {
        follows::take_out(context.model, &context.seen, &mut findings);
    }
    let place = |finding: &Finding| {
        let span = finding.diagnostic.span()?;
        Some((sources.name(span.source).to_owned(), span.start))
    };
    findings.sort_by_cached_key(|finding| {
        let diagnostic = &finding.diagnostic;
        let level = std::cmp::Reverse(diagnostic.level);
        // Findings of one place stay in the order in which they were asked for.
        (level, diagnostic.code, place(finding))
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
