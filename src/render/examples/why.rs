//! What makes something come out otherwise than an example says, in a few sentences.

use super::{case, journey};
use crate::eval::example::{Actual, Failure};
use crate::eval::trace::{self, OperandTrace};
use crate::eval::{DecidedBy, DecidedOutcome};
use crate::model::{
    Cell, ChannelId, DecisionId, MustId, Node, ScoreId, StageId, StepKind, Subject,
};
use crate::render::words::{Words, rule_name, signed};
use crate::value::{Value, joined};
use crate::why::{
    self, Case, DecisionWhy, DefineWhy, Explanation, Mentions, RuleWhy, Scope, held, lack,
};

/// The most rules that are explained for not holding.
const MOST_RULES: usize = 3;
/// The most definitions that are explained.
const MOST_DEFINES: usize = 3;
/// The most lines of a score that are told.
const MOST_LINES: usize = 12;

/// Why a step did not come out.
pub(super) fn why(words: &Words<'_>, failure: &Failure) -> Vec<String> {
    if matches!(failure.found, Actual::Stuck(_)) {
        return journey::moves(words, failure);
    }
    let teller = Teller {
        words,
        case: case(words.model, &failure.moment),
    };
    let (subject, wanted) = match &failure.expected {
        StepKind::ExpectValue(subject, Cell::Known(value)) => (*subject, Some(value)),
        StepKind::ExpectValue(subject, Cell::Missing | Cell::Bad)
        | StepKind::ExpectKnown(subject) => (*subject, None),
        StepKind::ExpectForbidden(channel, _) => return teller.channel(*channel),
        StepKind::ExpectBreach(must, _) => return teller.must(*must),
        StepKind::ExpectLacking(stages, _) => return teller.required(stages),
        StepKind::ExpectTask(..) | StepKind::ExpectTold(..) => {
            return journey::tasks(words, failure);
        }
        StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => return Vec::new(),
    };
    match subject {
        Subject::Field(id) if journey::is_tracked(words.model, id) => {
            journey::moves(words, failure)
        }
        Subject::Field(_) => Vec::new(),
        Subject::Define(id) => {
            let why = why::define(teller.case, id);
            why.iter().map(|why| teller.define(why)).collect()
        }
        Subject::Score(id) => teller.score(id),
        Subject::Decision(id) => teller.decision(id, wanted),
    }
}

/// Tells of a lead at a point of an example.
struct Teller<'w, 'a> {
    words: &'w Words<'a>,
    case: Case<'a>,
}

impl<'a> Teller<'_, 'a> {
    fn explained(&self, node: Node) -> Explanation<'a> {
        let nodes = std::iter::once(node).collect();
        let scope = Scope::Nodes {
            nodes,
            duties: false,
            journeys: false,
        };
        why::explain(self.case, &scope)
    }

    fn decision(&self, id: DecisionId, wanted: Option<&Value>) -> Vec<String> {
        let explanation = self.explained(Node::Decision(id));
        let Some(why) = explanation.decisions.first() else {
            return Vec::new();
        };
        let mut told = self.what_decided(why);
        let others = others(why, wanted);
        told.extend(others.iter().map(|rule| self.why_not(rule, why)));
        if let Some(wanted) = wanted
            && !self.can_be(why, wanted)
        {
            told.push("no rule of it decides that for this lead".to_owned());
        }
        let mut mentions = Mentions::default();
        why.by.iter().for_each(|rule| mentions.rule(rule));
        others.iter().for_each(|rule| mentions.rule(rule));
        told.extend(self.defines(mentions));
        told
    }

    /// Whether some rule of a decision, or its `otherwise`, yields this for the lead.
    fn can_be(&self, why: &DecisionWhy<'a>, wanted: &Value) -> bool {
        let Case {
            model,
            lead,
            as_of,
            evaluation,
        } = self.case;
        let rules = why.by.iter().chain(&why.aside).chain(&why.others);
        let mut rules = rules.map(|rule| &rule.yields);
        let otherwise = why.decision.otherwise.as_ref();
        let otherwise = otherwise.map(|it| trace::operand(model, lead, as_of, evaluation, it));
        let is_wanted = |it: &OperandTrace<'_>| it.value.known() == Some(wanted);
        rules.any(is_wanted) || otherwise.as_ref().is_some_and(is_wanted)
    }

    fn what_decided(&self, why: &DecisionWhy<'_>) -> Vec<String> {
        if let Some(otherwise) = &why.otherwise {
            let says = self.words.yields(otherwise);
            return vec![format!("no rule holds, so `otherwise` says {says}")];
        }
        let rules = why.by.iter().take(MOST_RULES);
        let told = rules.map(|rule| {
            let called = rule_name(rule.rule);
            match rule.truth.is_yes() {
                true => {
                    let says = self.words.yields(&rule.yields);
                    format!("{called} says {says}{}", self.reasons(rule))
                }
                false => format!(
                    "it cannot be told whether {called} holds{}",
                    self.reasons(rule)
                ),
            }
        });
        told.collect()
    }

    /// Why a rule does not decide.
    fn why_not(&self, rule: &RuleWhy<'_>, why: &DecisionWhy<'_>) -> String {
        let called = rule_name(rule.rule);
        match self.words.stands_back(rule, why.decision) {
            Some(stands) if rule.truth.is_yes() => format!("{called} holds too, {stands}"),
            _ => format!("{called} does not hold{}", self.reasons(rule)),
        }
    }

    /// What makes a rule hold, or what it lacks.
    fn reasons(&self, rule: &RuleWhy<'_>) -> String {
        let mut reasons = match &rule.lacks {
            Some(lack) => self.words.lacks(lack),
            None => self.words.facts(&rule.facts),
        };
        reasons.extend(self.words.exception(rule));
        match reasons.is_empty() {
            true => String::new(),
            false => format!(": {}", reasons.join("; ")),
        }
    }

    fn score(&self, id: ScoreId) -> Vec<String> {
        let explanation = self.explained(Node::Score(id));
        let Some(why) = explanation.scores.first() else {
            return Vec::new();
        };
        let lines = self.words.points(&why.trace.items);
        let say = |points, text: &str| match points {
            Some(points) => format!("{}: {text}", signed(points)),
            None => format!("no points: {text}"),
        };
        let none = |points| points == Some(0.into());
        let (nothing, gave): (Vec<_>, Vec<_>) = lines.iter().partition(|it| none(it.points));
        let mut told: Vec<String> = gave.iter().map(|it| say(it.points, &it.text)).collect();
        if let (Some(sum), Some(total)) = (why.trace.sum, why.trace.total)
            && sum != total
        {
            told.push(format!("together {sum}, which its range makes {total}"));
        }
        told.extend(nothing.iter().map(|it| say(it.points, &it.text)));
        if told.len() > MOST_LINES {
            let more = told.len() - MOST_LINES;
            told.truncate(MOST_LINES);
            told.push(format!("and {more} more lines"));
        }
        told.extend(self.some(&explanation.defines));
        told
    }

    fn channel(&self, channel: ChannelId) -> Vec<String> {
        let forbids = self.case.model.forbids.iter().enumerate();
        let forbids = forbids.filter(|(_, forbid)| forbid.channel == channel);
        let mut mentions = Mentions::default();
        let mut told = Vec::new();
        for (at, forbid) in forbids {
            let acts = self
                .case
                .evaluation
                .forbidden
                .iter()
                .any(|by| by.forbid == at);
            let (when, unless) = (forbid.when.as_ref(), forbid.unless.as_ref());
            let reasons = match (when, unless) {
                (Some(when), _) if !acts && !self.is_yes(when) => self.lacking(when, &mut mentions),
                (_, Some(unless)) if !acts => self.holding(unless, &mut mentions),
                (_, Some(unless)) => self.lacking(unless, &mut mentions),
                (Some(when), None) if self.is_yes(when) => self.holding(when, &mut mentions),
                (Some(when), None) => self.lacking(when, &mut mentions),
                (None, None) => "it always does".to_owned(),
            };
            let words = self.words.text(forbid.span);
            let acts = if acts { "acts" } else { "does not act" };
            told.push(format!("`{words}` {acts}: {reasons}"));
        }
        told.extend(self.defines(mentions));
        told
    }

    fn must(&self, id: MustId) -> Vec<String> {
        let Some(must) = self.case.model.musts.get(id) else {
            return Vec::new();
        };
        let mut mentions = Mentions::default();
        let mut told = match &must.when {
            Some(when) if !self.is_yes(when) => {
                let lacks = self.lacking(when, &mut mentions);
                vec![format!("it does not apply to this lead: {lacks}")]
            }
            _ if self.is_yes(&must.condition) => vec![self.holding(&must.condition, &mut mentions)],
            _ => vec![self.lacking(&must.condition, &mut mentions)],
        };
        told.extend(self.defines(mentions));
        told
    }

    /// Why a lead has, or lacks, what the stage requires that it is in.
    fn required(&self, stages: &[StageId]) -> Vec<String> {
        let evaluation = self.case.evaluation;
        let mut states = evaluation.journeys.iter();
        let is_in = |id: &StageId| stages.contains(id);
        let Some(stage) = states.find_map(|state| state.stage.known().filter(is_in)) else {
            return vec!["the lead is not in that stage".to_owned()];
        };
        let stage = self.case.model.stages.get(stage);
        let Some(requires) = stage.and_then(|stage| stage.requires.as_ref()) else {
            return Vec::new();
        };
        let mut mentions = Mentions::default();
        let mut told = vec![match self.is_yes(requires) {
            true => self.holding(requires, &mut mentions),
            false => self.lacking(requires, &mut mentions),
        }];
        told.extend(self.defines(mentions));
        told
    }

    fn is_yes(&self, condition: &'a crate::model::Condition) -> bool {
        self.case.trace(condition).truth.is_yes()
    }

    fn holding(&self, of: &'a crate::model::Condition, mentions: &mut Mentions) -> String {
        let facts = held(&self.case.trace(of), true);
        mentions.facts(&facts);
        joined(&self.words.facts(&facts), "and")
    }

    fn lacking(&self, of: &'a crate::model::Condition, mentions: &mut Mentions) -> String {
        let lack = lack(&self.case.trace(of), true);
        mentions.lack(&lack);
        self.words.lacks(&lack).join("; ")
    }

    fn defines(&self, mentions: Mentions) -> Vec<String> {
        self.some(&mentions.explained(self.case))
    }

    fn some(&self, defines: &[DefineWhy<'_>]) -> Vec<String> {
        let some = defines.iter().take(MOST_DEFINES);
        some.map(|why| self.define(why)).collect()
    }

    fn define(&self, why: &DefineWhy<'_>) -> String {
        let (says, reasons) = self.words.define(why);
        let name = self.words.named(&why.define.named);
        format!("{name} {says}: {}", reasons.join("; "))
    }
}

/// The rules that do not decide and are worth a word, the nearest first. Where a value is wanted,
/// those that would give it, else any; a gap is everybody's.
fn others<'w, 'm>(why: &'w DecisionWhy<'m>, wanted: Option<&Value>) -> Vec<&'w RuleWhy<'m>> {
    let is_gap = why.decided.by == DecidedBy::Nobody
        && why.by.is_empty()
        && !matches!(why.decided.outcome, DecidedOutcome::Stopped);
    let aside = why.aside.iter().filter(|_| wanted.is_some() && !is_gap);
    let gives = |rule: &&RuleWhy<'_>| match wanted {
        Some(wanted) if !is_gap => rule.yields.value.known() == Some(wanted),
        _ => true,
    };
    let mut others: Vec<_> = aside.chain(&why.others).filter(gives).collect();
    others.sort_by_key(|rule| (rule.distance.is_none(), rule.distance, rule.at));
    others.truncate(MOST_RULES);
    others
}
