//! The lead that a finding shows, given back to the evaluator.

use std::collections::BTreeSet;

use groundrules::diagnostic::{Code, Diagnostic, Witness};
use groundrules::eval::{DecidedOutcome, Evaluation, ScoreProblem, Truth, evaluate, trace};
use groundrules::model::{
    Batch, Cell, DecisionId, Field, FieldId, Lead, Model, Node, RuleIndex, given_one,
};
use groundrules::value::{Instant, IsoMoment, Value, iso_datetime};
use jiff::{RoundMode, TimestampRound, Unit};

use super::world::{come_out, upstream};

/// Whether the lead that a finding shows can be, and has the finding; else what is wrong with it.
pub(super) fn replay(
    model: &Model,
    as_of: Instant,
    finding: &Diagnostic,
    witness: &Witness,
) -> Result<(), String> {
    // Where the policy looks at no age, any instant shows it.
    let at: Instant = match witness.as_of.as_str() {
        "" => as_of,
        written => written.parse().map_err(|_| "the instant cannot be read")?,
    };
    if at != as_of {
        return Err(format!("it is a lead of {at}"));
    }
    let cells = rebuilt(model, witness)?;
    try_out(model, at, finding, &cells)?;
    // A moment between two seconds cannot be written in an example: it is for what needs it.
    for way in [RoundMode::Floor, RoundMode::Ceil] {
        let round = TimestampRound::new().smallest(Unit::Second).mode(way);
        let whole: Vec<_> = cells
            .iter()
            .map(|cell| in_whole_seconds(cell, round))
            .collect();
        if whole != cells && try_out(model, at, finding, &whole).is_ok() {
            return Err("one of whole seconds shows it too".to_owned());
        }
    }
    Ok(())
}

fn in_whole_seconds(cell: &Cell, round: TimestampRound) -> Cell {
    match cell {
        Cell::Known(Value::Datetime(at)) => Cell::Known(Value::Datetime(at.round(round).unwrap())),
        other => other.clone(),
    }
}

fn try_out(model: &Model, at: Instant, finding: &Diagnostic, cells: &[Cell]) -> Result<(), String> {
    let mut batch = Batch::new(model.fields.len());
    batch.push(cells.iter().cloned());
    let lead = batch.lead(0);
    allowed(model, lead)?;
    let evaluation = evaluate(model, lead, at);
    if !evaluation.broken_facts.is_empty() {
        return Err("it breaks a fact".to_owned());
    }
    let shows = Shown {
        model,
        finding,
        lead,
        evaluation: &evaluation,
        at,
    };
    match shows.has_it() {
        true => Ok(()),
        false => Err(format!(
            "it does not have it: {}",
            super::world::show(model, lead)
        )),
    }
}

fn rebuilt(model: &Model, witness: &Witness) -> Result<Vec<Cell>, String> {
    let mut cells = vec![Cell::Missing; model.fields.len()];
    for cell in &witness.lead {
        let Some(written) = &cell.written else {
            continue;
        };
        let text = format!("{}={written}", cell.field);
        let (id, value) = match (given_one(model, &text), iso_datetime(written)) {
            (Ok(given), _) => given,
            (Err(_), Some(IsoMoment::Civil(wall))) => {
                let named = |(_, field): &(FieldId, &Field)| field.named.name == cell.field;
                let (id, _) = model.fields.iter().find(named).ok_or("no such field")?;
                let instant = model.zone.instant(wall).ok_or("no such moment")?;
                (id, Cell::Known(Value::Datetime(instant)))
            }
            (Err(wrong), _) => {
                return Err(format!("`{text}` cannot be read: {}", wrong[0].message));
            }
        };
        cells[id.index()] = value;
    }
    Ok(cells)
}

fn allowed(model: &Model, lead: Lead<'_>) -> Result<(), String> {
    for (id, field) in model.fields.iter() {
        let name = &field.named.name;
        match lead.cell(id) {
            Cell::Missing if field.required => return Err(format!("`{name}` is required")),
            Cell::Known(Value::Number(number) | Value::Money(number))
                if !field.bounds.allow(*number) =>
            {
                return Err(format!("`{name}` cannot be {number}"));
            }
            Cell::Bad => return Err(format!("`{name}` is bad")),
            _ => {}
        }
    }
    Ok(())
}

/// A finding and the lead that is to show it.
struct Shown<'a> {
    model: &'a Model,
    finding: &'a Diagnostic,
    lead: Lead<'a>,
    evaluation: &'a Evaluation,
    at: Instant,
}

impl Shown<'_> {
    fn has_it(&self) -> bool {
        let decision = self.decision();
        let node = decision.map(Node::Decision).or_else(|| self.score());
        if let Some(node) = node
            && !come_out(self.evaluation, &upstream(self.model)[&node])
        {
            return false;
        }
        match (self.finding.code, decision) {
            (Code::Gap, Some(id)) => self.evaluation.decision(id).outcome == DecidedOutcome::Gap,
            (Code::Conflict, Some(id)) => self.in_conflict(id),
            (Code::Gap | Code::Conflict, None) => self.score_has_it(),
            (Code::AgreeingOverlap, Some(id)) => self.left(id).len() > 1,
            (Code::MissingFallsThrough, Some(id)) => self.evaluation.decision(id).held.is_empty(),
            (Code::UnknownPermits, _) => self.permitted(),
            // Of the others the lead shows no more than that it can be.
            _ => true,
        }
    }

    fn subject(&self) -> &str {
        self.finding
            .subject
            .as_ref()
            .map_or("", |subject| &subject.name)
    }

    fn decision(&self) -> Option<DecisionId> {
        let mut decisions = self.model.decisions.iter();
        let found = decisions.find(|(_, it)| it.named.name == self.subject());
        found.map(|(id, _)| id)
    }

    fn score(&self) -> Option<Node> {
        let mut scores = self.model.scores.iter();
        let found = scores.find(|(_, it)| it.named.name == self.subject());
        found.map(|(id, _)| Node::Score(id))
    }

    /// The rules that hold and above which none that holds stands.
    fn left(&self, id: DecisionId) -> BTreeSet<RuleIndex> {
        let decided = self.evaluation.decision(id);
        let held = decided.held.iter().copied();
        held.filter(|rule| !decided.overridden.contains(rule))
            .collect()
    }

    fn in_conflict(&self, id: DecisionId) -> bool {
        let rules = &self.finding.shown.as_ref().unwrap().rules;
        let left = self.left(id);
        let names = left
            .iter()
            .map(|at| &self.model.decisions[id].rules[*at].name);
        let of_them: BTreeSet<_> = names.filter(|name| rules.contains(name)).collect();
        let outcome = &self.evaluation.decision(id).outcome;
        matches!(outcome, DecidedOutcome::Conflict(_))
            && of_them.contains(&rules[0])
            && of_them.len() > 1
    }

    fn score_has_it(&self) -> bool {
        let Some(Node::Score(id)) = self.score() else {
            return false;
        };
        let mut problems = self.evaluation.score(id).problems.iter();
        problems.any(|problem| match problem {
            ScoreProblem::Gap { .. } => self.finding.code == Code::Gap,
            ScoreProblem::Conflict { .. } => self.finding.code == Code::Conflict,
        })
    }

    fn permitted(&self) -> bool {
        let of_it = self.model.forbids.iter().filter(|forbid| {
            let span = self.finding.span().unwrap();
            forbid.span.start <= span.start && span.end <= forbid.span.end
        });
        let (model, lead, at) = (self.model, self.lead, self.at);
        of_it.flat_map(|forbid| &forbid.when).any(|when| {
            let trace = trace::condition(model, lead, at, self.evaluation, when);
            trace.truth == Truth::Unknown
        })
    }
}
