//! Which fields to change.

use super::values;
use super::{Goal, Outcome, Way, is_settled};
use crate::model::{Cell, FieldId, Lead, Model, Node};
use crate::proof::{Answer, Formula, Ground, Near, Prover, View};
use crate::value::Value;

/// The budget ran out first.
pub(super) struct Undecided;

/// Fields that a number of steps alone is looked at, before all are added up.
const MANY_STEPS: usize = 8;

/// A search for leads near one lead that have an outcome.
pub(super) struct Search<'m> {
    pub(super) model: &'m Model,
    pub(super) prover: Prover<'m>,
    pub(super) lead: Lead<'m>,
    /// The outcome, where it is a value.
    wanted: Option<Value>,
    /// What has to be so of all of them.
    asked: Vec<Formula>,
    /// The fields that may change.
    fields: Vec<Near>,
    /// The fields that may not, each as it is.
    settled: Vec<(FieldId, Formula)>,
    /// Ways that are known already are out.
    mark: Formula,
    /// That at least one field changes, at least two, and so on; and the same of those that become
    /// missing.
    changed: Vec<Formula>,
    emptied: Vec<Formula>,
}

impl<'m> Search<'m> {
    /// The fields behind the decision have to have a value that can be used.
    pub(super) fn new(
        ground: &'m Ground<'m>,
        lead: Lead<'m>,
        goal: &Goal,
        budget: u64,
        behind: &[FieldId],
    ) -> Search<'m> {
        let model = ground.model();
        let mut prover = Prover::new(ground, budget, budget);
        let id = goal.decision;
        let (outcome, wanted) = match &goal.outcome {
            Outcome::Is(value) => (prover.comes_to(id, value), Some(value.clone())),
            Outcome::Nothing => (prover.decides_nothing(id), None),
        };
        let well = prover.well(Node::Decision(id));
        let facts = prover.keeps_facts(View::ITSELF);
        let mark = prover.mark();
        let (mut fields, mut settled) = (Vec::new(), Vec::new());
        let asked_of = model.fields.iter().map(|(id, _)| id);
        let asked_of: Vec<_> = asked_of.filter(|id| prover.asks_of(*id)).collect();
        for field in asked_of {
            let cell = lead.cell(field);
            // What a bad value would have been is open, so that nothing breaks a fact by it.
            if *cell == Cell::Bad && !behind.contains(&field) {
                continue;
            }
            let mut near = prover.near(field, cell);
            if is_settled(model, field) {
                settled.push((field, near.stays));
                continue;
            }
            if *cell == Cell::Bad {
                near.stays = prover.never();
                near.emptied = prover.field_missing(field);
                near.steps = vec![prover.always()];
            }
            fields.push(near);
        }
        prover.settle_kept_texts();
        let count = |of: fn(&Near) -> Formula| fields.iter().map(|it| vec![of(it)]).collect();
        let (changed, emptied): (Vec<_>, Vec<_>) = (count(|it| !it.stays), count(|it| it.emptied));
        Search {
            model,
            changed: prover.total(&changed, changed.len()),
            emptied: prover.total(&emptied, emptied.len()),
            prover,
            lead,
            wanted,
            asked: vec![outcome, well, facts, mark],
            fields,
            settled,
            mark,
        }
    }

    /// The fewest fields that have to change; else the settled ones that rule it out.
    pub(super) fn fewest(&mut self) -> Result<Result<usize, Vec<FieldId>>, Undecided> {
        let kept: Vec<Formula> = self.settled.iter().map(|(_, stays)| *stays).collect();
        let asked = [self.asked.as_slice(), &kept].concat();
        match self.prover.find(&asked) {
            Answer::Found => {}
            Answer::Undecided => return Err(Undecided),
            Answer::Never(core) => {
                let core = core.into_iter().filter(|it| kept.contains(it)).collect();
                let context = self.asked.clone();
                let core = self.prover.smallest(core, &context);
                let ruling = self.settled.iter();
                let ruling = ruling.filter(|(_, stays)| core.contains(stays));
                return Ok(Err(ruling.map(|(field, _)| *field).collect()));
            }
        }
        self.asked = asked;
        for fewest in 0..=self.changed.len() {
            if self.can_be(&at_most(&self.changed, fewest))? {
                self.asked.extend(at_most(&self.changed, fewest));
                return Ok(Ok(fewest));
            }
        }
        Err(Undecided)
    }

    /// The smallest way of so many fields that is not known yet; none where there is no other.
    pub(super) fn way(&mut self, fields: usize) -> Result<Option<Way>, Undecided> {
        let mut emptied = 0;
        while !self.can_be(&at_most(&self.emptied, emptied))? {
            emptied += 1;
            if emptied > fields {
                return Ok(None);
            }
        }
        let mut so = at_most(&self.emptied, emptied);
        let steps = self.fewest_steps(&mut so)?;
        let changing = self.first_fields(fields, &mut so)?;
        let cells = self.nearest(&changing, so)?;
        // Other values of the same fields are no other way.
        let block: Vec<Formula> = changing.iter().map(|near| near.stays).collect();
        self.prover.require(self.mark, &block);
        let is_example = |(id, cell): &(FieldId, Cell)| match cell {
            Cell::Known(value @ Value::Text(text)) => {
                !self.prover.names_text(*id, text) && self.wanted.as_ref() != Some(value)
            }
            _ => false,
        };
        let examples = cells.iter().filter(|it| is_example(it));
        Ok(Some(Way {
            examples: examples.map(|(id, _)| *id).collect(),
            cells,
            emptied,
            steps,
        }))
    }

    /// Adds what makes the steps as few as they can be.
    fn fewest_steps(&mut self, so: &mut Vec<Formula>) -> Result<usize, Undecided> {
        let bound = self.some_steps(so)?;
        let steps: Vec<Vec<Formula>> = self.fields.iter().map(|it| it.steps.clone()).collect();
        // One more than needed, so that the bound itself can be asked for.
        let total = self.prover.total(&steps, bound + 1);
        let (mut too_few, mut enough) = (None, bound);
        loop {
            let least = too_few.map_or(0, |few: usize| few + 1);
            if least >= enough {
                break;
            }
            let middle = usize::midpoint(least, enough);
            match self.can_be(&[so.as_slice(), &at_most(&total, middle)].concat())? {
                true => enough = middle,
                false => too_few = Some(middle),
            }
        }
        so.extend(at_most(&total, enough));
        Ok(enough)
    }

    /// So many steps are enough: those of a lead that was found, brought down field by field where
    /// they are many.
    fn some_steps(&mut self, so: &[Formula]) -> Result<usize, Undecided> {
        let all: Vec<Formula> = self.fields.iter().flat_map(|it| it.steps.clone()).collect();
        self.prover.watch(&all);
        let found = self.steps_found(so);
        self.prover.watch(&[]);
        let found = found?;
        let mut kept = so.to_vec();
        for (near, steps) in self.fields.iter().zip(&found) {
            kept.extend((*steps == 0).then_some(near.stays));
        }
        let mut bound = 0;
        for (at, steps) in found.into_iter().enumerate() {
            let of = self
                .fields
                .get(at)
                .map_or(Vec::new(), |it| it.steps.clone());
            let (mut least, mut enough) = (steps.min(1), steps);
            while steps > MANY_STEPS && least < enough {
                let middle = usize::midpoint(least, enough);
                match self.can_be(&[kept.as_slice(), &at_most(&of, middle)].concat())? {
                    true => enough = middle,
                    false => least = middle + 1,
                }
            }
            kept.extend(at_most(&of, enough));
            bound += enough;
        }
        Ok(bound)
    }

    fn steps_found(&mut self, so: &[Formula]) -> Result<Vec<usize>, Undecided> {
        if !self.can_be(so)? {
            return Err(Undecided);
        }
        let steps = self.fields.iter().map(|near| {
            let steps = near.steps.iter();
            steps.filter(|step| self.prover.is_so(**step)).count()
        });
        Ok(steps.collect())
    }

    /// Of the sets of fields that can change, the one whose fields stand first in the schema.
    fn first_fields(
        &mut self,
        fields: usize,
        so: &mut Vec<Formula>,
    ) -> Result<Vec<Near>, Undecided> {
        let mut changing = Vec::new();
        for near in self.fields.clone() {
            let changes = changing.len() < fields && {
                so.push(!near.stays);
                let can_change = self.can_be(so)?;
                so.pop();
                can_change
            };
            so.push(if changes { !near.stays } else { near.stays });
            changing.extend(changes.then_some(near));
        }
        Ok(changing)
    }

    /// The nearest values of fields that change.
    fn nearest(
        &mut self,
        changing: &[Near],
        mut so: Vec<Formula>,
    ) -> Result<Vec<(FieldId, Cell)>, Undecided> {
        for near in changing {
            let value = values::nearest(self, near, &so)?;
            so.extend(value);
        }
        if !self.can_be(&so)? {
            return Err(Undecided);
        }
        let found = self.prover.lead();
        let found = found.lead(0);
        let cells = changing.iter().map(|near| near.field);
        Ok(cells.map(|id| (id, found.cell(id).clone())).collect())
    }

    /// Whether there is a lead of which these are so too; it is the one that was found last.
    pub(super) fn can_be(&mut self, so: &[Formula]) -> Result<bool, Undecided> {
        let asked = [self.asked.as_slice(), so].concat();
        match self.prover.find(&asked) {
            Answer::Found => Ok(true),
            Answer::Never(_) => Ok(false),
            Answer::Undecided => Err(Undecided),
        }
    }
}

/// No more than so many of what is counted.
fn at_most(counts: &[Formula], most: usize) -> Vec<Formula> {
    counts.get(most).map(|more| !*more).into_iter().collect()
}
