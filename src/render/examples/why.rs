//! What makes something come out otherwise than an example says, in a few sentences.

use super::condition::Reader;
use super::problem::{list, show};
use super::score;
use crate::eval::example::Failure;
use crate::eval::trace::{self, DecisionTrace, RuleTrace};
use crate::eval::{Beaten, DecidedBy, Found, Truth};
use crate::model::{
    Cell, ChannelId, Condition, Decision, DecisionId, Model, MustId, Operand, OperandKind,
    StepKind, Subject,
};
use crate::source::SourceMap;
use crate::value::Value;

/// The most rules that are explained for not holding.
const MOST_RULES: usize = 3;

/// Why a step did not come out.
pub(super) fn why(model: &Model, sources: &SourceMap, failure: &Failure) -> Vec<String> {
    let reader = Reader {
        model,
        sources,
        moment: &failure.moment,
    };
    let (subject, wanted) = match &failure.expected {
        StepKind::ExpectValue(subject, Cell::Known(value)) => (*subject, Some(value)),
        StepKind::ExpectValue(subject, Cell::Missing | Cell::Bad)
        | StepKind::ExpectKnown(subject) => (*subject, None),
        StepKind::ExpectForbidden(channel, _) => return reader.channel(*channel),
        StepKind::ExpectBreach(must, _) => return reader.must(*must),
        StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => return Vec::new(),
    };
    match subject {
        Subject::Field(_) => Vec::new(),
        Subject::Define(id) => {
            let Some(define) = model.defines.get(id) else {
                return Vec::new();
            };
            let moment = reader.moment;
            let (lead, as_of, evaluation) = (moment.lead(), moment.as_of, &moment.evaluation);
            let trace = trace::operand(model, lead, as_of, evaluation, &define.value);
            let made_of = reader.made_of(&trace);
            let words = super::condition::words(sources, define.value.span);
            made_of
                .map(|it| format!("it is `{words}`: {it}"))
                .into_iter()
                .collect()
        }
        Subject::Score(id) => score::why(reader, id),
        Subject::Decision(id) => reader.decision(id, wanted),
    }
}

impl<'a> Reader<'a> {
    fn decision(self, id: DecisionId, wanted: Option<&Value>) -> Vec<String> {
        let moment = self.moment;
        let lead = moment.lead();
        let trace = trace::decision(self.model, lead, moment.as_of, &moment.evaluation, id);
        let (Some(trace), Some(decision)) = (trace, self.model.decisions.get(id)) else {
            return Vec::new();
        };
        let mut why = self.what_decided(&trace, decision);
        let held = &trace.decided.held;
        // A gap is everybody's: no rule holds.
        let is_gap = matches!(trace.decided.by, DecidedBy::Nobody) && held.is_empty();
        let others = trace.rules.iter().filter(|rule| {
            let yields = match &rule.yields.value {
                Found::Known(value) => Some(value.as_ref()),
                Found::Missing | Found::Stopped => None,
            };
            // Where a value is wanted, the rules that would give it; else any that could have.
            match wanted {
                Some(_) if !is_gap => yields == wanted,
                _ => !held.contains(&rule.rule),
            }
        });
        let others = others.filter_map(|rule| self.why_not(rule, decision));
        why.extend(others.take(MOST_RULES));
        if let Some(wanted) = wanted
            && let Some(upstream) = self.not_wanted(&trace, wanted)
        {
            why.push(upstream);
        }
        why
    }

    fn what_decided(self, trace: &DecisionTrace<'a>, decision: &Decision) -> Vec<String> {
        let rule = |at: &usize| trace.rules.get(*at);
        match &trace.decided.by {
            DecidedBy::Rules(rules) => {
                let rules = rules.iter().filter_map(rule);
                rules.map(|rule| self.holds(rule, decision)).collect()
            }
            DecidedBy::Otherwise => {
                let none = decision.otherwise.as_ref().is_some_and(is_none);
                let otherwise = if none { "otherwise none" } else { "otherwise" };
                vec![format!("no rule holds, so `{otherwise}` decides")]
            }
            // No rule, or several that disagree.
            DecidedBy::Nobody => {
                let held = trace.decided.held.iter();
                let held = held.filter(|at| !trace.decided.overridden.contains(at));
                held.filter_map(rule)
                    .map(|rule| self.holds(rule, decision))
                    .collect()
            }
        }
    }

    /// A rule that holds, and on what.
    fn holds(self, rule: &RuleTrace<'a>, decision: &Decision) -> String {
        let none = decision.rules.get(rule.rule).map(|rule| &rule.outcome);
        let outcome = match &rule.yields.value {
            _ if none.is_some_and(is_none) => "decides `none`".to_owned(),
            Found::Known(value) => format!("decides {}", show(self.model, value, decision.ty)),
            Found::Missing => "decides nothing, because its outcome is missing".to_owned(),
            Found::Stopped => "holds".to_owned(),
        };
        let name = rule_name(decision, rule.rule);
        match &rule.when {
            Some(when) => format!("{name} {outcome}, because {}", self.is_yes(when)),
            None => format!("{name} {outcome}"),
        }
    }

    /// Why a rule does not decide.
    fn why_not(self, rule: &RuleTrace<'a>, decision: &Decision) -> Option<String> {
        let name = rule_name(decision, rule.rule);
        if let Some(before) = rule.preceded_by {
            let before = rule_name(decision, before);
            return Some(format!("{name} is not reached: {before} stands before it"));
        }
        if let Some(unless) = &rule.unless
            && unless.truth.is_yes()
        {
            return Some(format!(
                "{name} does not hold, `unless` {}",
                self.is_yes(unless)
            ));
        }
        if let Some(when) = &rule.when
            && !when.truth.is_yes()
        {
            return Some(format!("{name} does not hold: {}", self.not_yes(when)));
        }
        let Beaten { by, .. } = rule.beaten.as_ref()?;
        let by = rule_name(decision, *by);
        Some(format!("{name} holds too, and {by} stands above it"))
    }

    /// Where no rule yields what is wanted, the example wants what cannot be.
    fn not_wanted(self, trace: &DecisionTrace<'a>, wanted: &Value) -> Option<String> {
        let yields = trace.rules.iter().map(|rule| &rule.yields);
        let mut yields = yields.chain(&trace.otherwise);
        let is_wanted = |found: &Found<'_>| found.known() == Some(wanted);
        (!yields.any(|it| is_wanted(&it.value)))
            .then(|| "no rule of it decides that for this lead".to_owned())
    }

    fn channel(self, channel: ChannelId) -> Vec<String> {
        let forbids = self.model.forbids.iter().enumerate();
        let forbids = forbids.filter(|(_, forbid)| forbid.channel == channel);
        let why = forbids.map(|(at, forbid)| {
            let mut acting = self.moment.evaluation.forbidden.iter();
            let words = super::condition::words(self.sources, forbid.span);
            let acts = acting.any(|by| by.forbid == at);
            let reason = match (&forbid.when, &forbid.unless) {
                (Some(when), _) if !acts && !self.trace(when).truth.is_yes() => {
                    self.not_yes(&self.trace(when))
                }
                (_, Some(unless)) if !acts => self.is_yes(&self.trace(unless)),
                (_, Some(unless)) => self.not_yes(&self.trace(unless)),
                (Some(when), None) => self.is_yes(&self.trace(when)),
                (None, None) => "it always does".to_owned(),
            };
            match acts {
                true => format!("`{words}` acts: {reason}"),
                false => format!("`{words}` does not act: {reason}"),
            }
        });
        why.collect()
    }

    fn must(self, id: MustId) -> Vec<String> {
        let Some(must) = self.model.musts.get(id) else {
            return Vec::new();
        };
        if let Some(when) = &must.when {
            let when = self.trace(when);
            if !when.truth.is_yes() {
                let reason = self.not_yes(&when);
                return vec![format!("it does not apply to this lead: {reason}")];
            }
        }
        let condition = self.trace(&must.condition);
        vec![match condition.truth {
            Truth::Yes => self.is_yes(&condition),
            _ => self.not_yes(&condition),
        }]
    }

    pub(super) fn trace(self, condition: &'a Condition) -> trace::ConditionTrace<'a> {
        let moment = self.moment;
        let lead = moment.lead();
        trace::condition(
            self.model,
            lead,
            moment.as_of,
            &moment.evaluation,
            condition,
        )
    }
}

/// Whether an outcome is the `none` of the text.
fn is_none(outcome: &Operand) -> bool {
    outcome.kind == OperandKind::Nothing
}

/// A rule or row as people call it.
fn rule_name(decision: &Decision, at: usize) -> String {
    let Some(rule) = decision.rules.get(at) else {
        return String::new();
    };
    let kind = match rule.table {
        Some(_) => "row",
        None => "rule",
    };
    format!("{kind} {}", list(std::iter::once(rule.name.as_str())))
}
