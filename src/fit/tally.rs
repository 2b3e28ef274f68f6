//! Counting, lead by lead, what the findings are made of.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::DateTally;
use super::nothing::Nothing;
use super::place::Places;
use super::proved::Proved;
use super::regions::Regions;
use super::touched::{Touched, Values};
use super::{FileRead, Undecided};
use crate::analyze::Finding;
use crate::compile::Compiled;
use crate::data::{DateForms, LeadBatch, Leads, Problem, RowInfo};
use crate::diagnostic::Code;
use crate::eval::{DecidedOutcome, Evaluation, ScoreProblem, evaluate};
use crate::model::{Cell, FieldId, Lead, Model, SourceMappingId};
use crate::report::{Reporter, RuleReport, RuleTally};
use crate::source::Span;
use crate::value::{Instant, Value};

/// What was counted.
pub(super) struct Tally<'m> {
    pub(super) compiled: &'m Compiled,
    pub(super) model: &'m Model,
    as_of: Instant,
    /// The names of the files.
    names: Vec<String>,
    pub(super) files: Vec<FileRead>,
    /// The source by which all files are read; none where they are read by different ones.
    pub(super) source: Option<Option<SourceMappingId>>,
    pub(super) leads: u64,
    /// By the numbers of the fields.
    pub(super) fields: Vec<FieldTally<'m>>,
    /// What is wrong with records in other ways than single values are, by code, field, and the
    /// column of a joined file where it is of one and of no field.
    pub(super) records: BTreeMap<(Code, Option<FieldId>, Option<String>), Fault>,
    /// Broken facts, by their places.
    pub(super) facts: BTreeMap<usize, Fault>,
    /// Numbers too large, by where they are computed.
    pub(super) overflows: BTreeMap<Span, Touched>,
    rules: RuleTally,
    decisions: Vec<Undecided>,
    scores: Vec<Undecided>,
    pub(super) regions: Regions<'m>,
    /// What the proof found.
    pub(super) proved: Proved<'m>,
}

/// What was counted of a field.
pub(super) struct FieldTally<'m> {
    /// The header of its column.
    pub(super) column: Option<String>,
    pub(super) filled: u64,
    pub(super) missing: u64,
    pub(super) bad: u64,
    /// The values that it does not allow.
    pub(super) bad_values: Fault,
    pub(super) values: Values,
    /// The values of its enumeration that came.
    pub(super) came: BTreeSet<u32>,
    /// The texts of it that stand for nothing.
    pub(super) nothing: Option<Nothing>,
    /// The dates of its column.
    pub(super) dates: Option<DateTally<'m>>,
}

/// Leads with one kind of fault, and the first of them in words.
#[derive(Debug, Default)]
pub(super) struct Fault {
    pub(super) touched: Touched,
    pub(super) first: String,
}

impl<'m> Tally<'m> {
    pub(super) fn new(
        compiled: &'m Compiled,
        leads: &Leads<'_>,
        as_of: Instant,
        proof: &'m [Finding],
    ) -> Self {
        let model = &compiled.model;
        let files: Vec<_> = leads.files().collect();
        let by = files.first().map(|file| file.source);
        let source = by.filter(|by| files.iter().all(|file| file.source == *by));
        let column = |id| (0..files.len()).find_map(|file| leads.column(file, id));
        let read = model.fields_read();
        let places = Places::new(compiled, None);
        let field = |id: FieldId| FieldTally {
            column: column(id).map(str::to_owned),
            filled: 0,
            missing: 0,
            bad: 0,
            bad_values: Fault::default(),
            values: Values::default(),
            came: BTreeSet::new(),
            nothing: read
                .contains(&id)
                .then(|| Nothing::of(model, &places, id))
                .flatten(),
            dates: source
                .filter(|_| read.contains(&id))
                .and_then(|source| DateForms::declared(model, source, id))
                .map(DateTally::new),
        };
        let undecided = |name: &str| Undecided {
            name: name.to_owned(),
            gaps: 0,
            conflicts: 0,
        };
        let source_name = |id: SourceMappingId| Some(model.sources.get(id)?.named.name.clone());
        let read_by = |file: &crate::data::FileInfo<'_>| FileRead {
            name: file.name.to_owned(),
            source: file.source.and_then(source_name),
        };
        Tally {
            compiled,
            model,
            as_of,
            names: files.iter().map(|file| file.name.to_owned()).collect(),
            files: files.iter().map(read_by).collect(),
            source,
            leads: 0,
            fields: model.fields.iter().map(|(id, _)| field(id)).collect(),
            records: BTreeMap::new(),
            facts: BTreeMap::new(),
            overflows: BTreeMap::new(),
            rules: RuleTally::new(model, &compiled.sources),
            decisions: model
                .decisions
                .values()
                .map(|it| undecided(&it.named.name))
                .collect(),
            scores: model
                .scores
                .values()
                .map(|it| undecided(&it.named.name))
                .collect(),
            regions: Regions::new(compiled, as_of),
            proved: Proved::new(proof),
        }
    }

    /// Counts the leads of a batch.
    pub(super) fn add(&mut self, leads: &Leads<'_>, batch: &LeadBatch) {
        for (place, info) in batch.info.iter().enumerate() {
            let lead = batch.leads.lead(place);
            let evaluation = evaluate(self.model, lead, self.as_of);
            self.leads += 1;
            self.add_cells(leads, info, lead);
            for problem in &info.problems {
                self.add_problem(info, problem, lead, &evaluation);
            }
            self.add_facts(info, lead, &evaluation);
            for span in &evaluation.overflows {
                self.overflows
                    .entry(*span)
                    .or_default()
                    .add(info, &self.names);
            }
            self.rules.add(self.model, lead, self.as_of, &evaluation);
            self.add_undecided(&evaluation);
            let is_accepted =
                |code, subject: &str| self.regions.has(code, subject, lead, &evaluation);
            self.proved
                .add(self.model, lead, self.as_of, &evaluation, is_accepted)
                .for_each(|touched| touched.add(info, &self.names));
        }
    }

    fn add_cells(&mut self, leads: &Leads<'_>, info: &RowInfo, lead: Lead<'_>) {
        let ragged = info
            .problems
            .iter()
            .any(|problem| problem.code == Code::Ragged);
        for ((id, _), tally) in self.model.fields.iter().zip(&mut self.fields) {
            let cell = lead.cell(id);
            match cell {
                Cell::Known(value) => {
                    tally.add_known(value);
                    if let Some(nothing) = &mut tally.nothing {
                        nothing.add(value, leads.text(info, id), info, &self.names);
                    }
                }
                Cell::Missing => tally.missing += 1,
                // A required value that is not there is missing, too.
                Cell::Bad if lacks(info, id) => tally.missing += 1,
                Cell::Bad => tally.bad += 1,
            }
            if let Some(dates) = tally.dates.as_mut().filter(|_| !ragged && !lacks(info, id))
                && let Some(text) = leads.text(info, id)
            {
                dates.add(text, cell);
            }
        }
    }

    fn add_problem(
        &mut self,
        info: &RowInfo,
        problem: &Problem,
        lead: Lead<'_>,
        evaluation: &Evaluation,
    ) {
        let subject = problem.field.and_then(|id| self.model.fields.get(id));
        let subject = subject.map_or("", |field| field.named.name.as_str());
        if self.regions.accept(problem.code, subject, lead, evaluation) {
            return;
        }
        let tally = problem.field.and_then(|id| self.fields.get_mut(id.index()));
        let fault = match (problem.code, tally) {
            (Code::BadValue, Some(tally)) => {
                let value = problem.member.as_ref().or(problem.value.as_ref());
                let value = value.map_or("", String::as_str);
                tally.values.add(value, problem.nearest.as_deref());
                &mut tally.bad_values
            }
            _ => {
                let column = problem.column.clone();
                let column = column.filter(|_| problem.field.is_none());
                let kind = (problem.code, problem.field, column);
                self.records.entry(kind).or_default()
            }
        };
        fault.add(info, &self.names, || problem.message.clone());
    }

    fn add_facts(&mut self, info: &RowInfo, lead: Lead<'_>, evaluation: &Evaluation) {
        for &place in &evaluation.broken_facts {
            let Some(fact) = self.model.facts.get(place) else {
                continue;
            };
            let fields = self.model.fields_behind(&fact.condition).into_iter();
            let mut names =
                fields.filter_map(|id| Some(self.model.fields.get(id)?.named.name.as_str()));
            if names.any(|name| {
                self.regions
                    .accept(Code::BrokenFact, name, lead, evaluation)
            }) {
                continue;
            }
            let reporter = Reporter::new(self.model, &self.compiled.sources);
            let values = || reporter.values_behind(&fact.condition, lead);
            self.facts
                .entry(place)
                .or_default()
                .add(info, &self.names, values);
        }
    }

    fn add_undecided(&mut self, evaluation: &Evaluation) {
        for (tally, decided) in self.decisions.iter_mut().zip(&evaluation.decisions) {
            match decided.outcome {
                DecidedOutcome::Gap => tally.gaps += 1,
                DecidedOutcome::Conflict(_) => tally.conflicts += 1,
                DecidedOutcome::Value(_) | DecidedOutcome::Nothing | DecidedOutcome::Stopped => {}
            }
        }
        for (tally, scored) in self.scores.iter_mut().zip(&evaluation.scores) {
            let has = |gap: bool| {
                let is =
                    |problem: &ScoreProblem| matches!(problem, ScoreProblem::Gap { .. }) == gap;
                u64::from(scored.problems.iter().any(is))
            };
            tally.gaps += has(true);
            tally.conflicts += has(false);
        }
    }

    /// Decisions and scores that some leads have no outcome of.
    pub(super) fn undecided(&self) -> Vec<Undecided> {
        let all = self.decisions.iter().chain(&self.scores);
        all.filter(|it| it.gaps + it.conflicts > 0)
            .cloned()
            .collect()
    }

    /// What each rule and score line did, and the acceptances that took leads.
    pub(super) fn finish(self) -> (RuleReport, Regions<'m>) {
        (self.rules.finish(), self.regions)
    }
}

impl FieldTally<'_> {
    fn add_known(&mut self, value: &Value) {
        match value {
            // A set that has nothing in it tells as little as a missing value.
            Value::Set(members) if members.is_empty() => return self.missing += 1,
            Value::Set(members) => self.came.extend(members),
            Value::Choice(choice) => self.came.extend([*choice]),
            _ => {}
        }
        self.filled += 1;
    }
}

impl Fault {
    fn add(&mut self, info: &RowInfo, files: &[String], words: impl FnOnce() -> String) {
        if self.touched.leads == 0 {
            self.first = words();
        }
        self.touched.add(info, files);
    }
}

/// Whether a lead lacks a required field.
fn lacks(info: &RowInfo, id: FieldId) -> bool {
    let mut problems = info.problems.iter();
    problems.any(|problem| problem.code == Code::RequiredMissing && problem.field == Some(id))
}
