//! Leads that have been made already, as those to which other files are joined and those of workbooks.

use super::counts::Counts;
use super::plain::SIDE_BY_SIDE;
use super::worker::{FullLead, Results};
use super::{Judge, PlainLead, Texts};
use crate::data::LeadBatch;
use crate::engine::{Slot, Slots};
use crate::model::{Batch, FieldId, Model};

/// Some leads of a batch, as the engine takes them.
struct Cells<'b> {
    model: &'b Model,
    leads: &'b Batch,
    /// The first of them.
    from: usize,
}

impl Slots for Cells<'_> {
    fn slot(&self, place: usize, lead: usize) -> Slot<'_> {
        let id = FieldId::new(place);
        let field = self.model.fields.get(id);
        field.map_or(Slot::Missing, |field| {
            Slot::of(self.leads.lead(self.from + lead).cell(id), field.ty)
        })
    }
}

/// What comes of such leads: plain ones by the engine, the others by the evaluator.
pub(super) fn decide<'m>(
    judge: &Judge<'_>,
    batch: &LeadBatch,
    mut results: Results<'m>,
) -> Results<'m> {
    let Some((engine, as_of)) = judge.engine else {
        (0..batch.info.len()).for_each(|at| full(judge, batch, at, &mut results));
        return results;
    };
    let mut counts = Counts::new(judge, engine);
    let mut scratch = engine.scratch(SIDE_BY_SIDE);
    for from in (0..batch.info.len()).step_by(SIDE_BY_SIDE) {
        let infos = batch.info.iter().enumerate().skip(from).take(SIDE_BY_SIDE);
        let cells = Cells {
            model: judge.model,
            leads: &batch.leads,
            from,
        };
        let verdicts = engine.decide_all(&cells, infos.len(), as_of, &mut scratch);
        for (at, info) in infos {
            let verdict = verdicts.of(at - from);
            let plain = verdict.filter(|verdict| verdict.is_plain() && info.problems.is_empty());
            let Some(verdict) = plain else {
                full(judge, batch, at, &mut results);
                continue;
            };
            counts.add(verdict);
            let lead = PlainLead {
                row: info.row,
                file: info.file,
                key: &info.key,
                verdict,
                texts: Texts::Made(batch.leads.lead(at)),
            };
            judge.tell.plain(lead, &mut results.text);
        }
    }
    results.plain = counts.finish(judge.model, engine);
    results
}

fn full(judge: &Judge<'_>, batch: &LeadBatch, at: usize, results: &mut Results<'_>) {
    let Some(info) = batch.info.get(at) else {
        return;
    };
    let lead = batch.leads.lead(at);
    let fields = judge.model.fields.iter();
    let cells = fields.map(|(id, _)| lead.cell(id).clone());
    results.add(judge, FullLead::new(judge, cells, info.clone(), at));
}
