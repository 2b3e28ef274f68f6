//! Results as CSV, a record a lead, and what is to be done, a record a task.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

use super::journey::{goes_to, stage_in};
use crate::bulk::{PlainLead, Tell};
use crate::engine::{Engine, Outcome};
use crate::model::{ChannelId, DecisionId, FieldId, Model, RoleId, ScoreId, Type};
use crate::report::{LeadResult, Shown, WorkList};
use crate::value::Value;

/// What a column of results holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Texts.
    Texts,
    /// The numbers of records.
    Rows,
    /// The points of a score.
    Points,
}

/// How texts are written that a spreadsheet would take for formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formulas {
    /// With an apostrophe in front.
    Defused,
    /// As they are, for programs that know no formulas.
    AsTheyAre,
}

/// Results as CSV: the header, and a record for each lead.
pub struct Csv<'m> {
    model: &'m Model,
    formulas: Formulas,
    /// Some role is a person, so that decisions of roles have a column for it.
    persons: bool,
    /// The names of the files, where leads are of several, so that the first column is for the file.
    files: &'m [String],
    /// For each decision what stands for each outcome, by its place among those of all decisions.
    outcomes: Vec<Vec<Vec<u8>>>,
    /// For each decision that has a column for persons, the fields in which they are named, by the
    /// place of the outcome.
    named_in: Vec<Option<Vec<Option<FieldId>>>>,
}

impl<'m> Csv<'m> {
    /// For leads of these files, where they are several, and what the engine says of plain leads.
    #[must_use]
    pub fn new(
        model: &'m Model,
        files: &'m [String],
        engine: Option<&'m Engine>,
        formulas: Formulas,
    ) -> Self {
        let outcomes = model.decisions.values().map(|decision| {
            let outcomes = engine.into_iter().flat_map(Engine::outcomes);
            let written = outcomes.map(|outcome| {
                let mut written = Vec::new();
                if let Outcome::Constant(value) = outcome {
                    let shown = Shown::new(model, value, decision.ty);
                    field(&mut written, &formulas.cell(&shown));
                }
                written
            });
            written.collect()
        });
        let persons = model.roles.values().any(|role| role.named_in.is_some());
        let named_in = model.decisions.values().map(|decision| {
            let outcomes = engine.into_iter().flat_map(Engine::outcomes);
            let named_in = outcomes.map(|outcome| match outcome {
                Outcome::Constant(Value::Role(role)) => {
                    let role = RoleId::new(usize::try_from(*role).ok()?);
                    model.roles.get(role)?.named_in
                }
                _ => None,
            });
            (persons && decision.ty == Type::Role).then(|| named_in.collect())
        });
        Csv {
            named_in: named_in.collect(),
            model,
            formulas,
            persons,
            files,
            outcomes: outcomes.collect(),
        }
    }

    /// The columns: their names and what they hold.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, Holds)> {
        let model = self.model;
        let text = |name: &str| (name.to_owned(), Holds::Texts);
        let file = (!self.files.is_empty()).then(|| text("file"));
        let mut columns: Vec<_> = file.into_iter().collect();
        columns.extend([text("key"), ("row".to_owned(), Holds::Rows)]);
        for decision in model.decisions.values() {
            let name = &decision.named.name;
            columns.push(text(name));
            if self.persons && decision.ty == Type::Role {
                columns.push(text(&format!("{name}.person")));
            }
        }
        let scores = model.scores.values();
        columns.extend(scores.map(|score| (score.named.name.clone(), Holds::Points)));
        for journey in model.journeys.values() {
            let name = &journey.named.name;
            columns.extend([text(&format!("{name}.stage")), text(&format!("{name}.to"))]);
        }
        columns.extend([text("forbidden"), text("problems")]);
        columns
    }

    /// The names of the columns.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        let names = self.columns().into_iter().map(|(name, _)| name);
        let mut out = Vec::new();
        record(&mut out, &names.collect::<Vec<_>>());
        out
    }

    /// The value of an outcome that is not the same for all leads.
    fn value(&self, lead: PlainLead<'_>, id: DecisionId, out: &mut Vec<u8>) {
        if let Some(decision) = self.model.decisions.get(id)
            && let Some(value) = lead.verdict.value(id, decision.ty)
        {
            let shown = Shown::new(self.model, &value, decision.ty);
            field(out, &self.formulas.cell(&shown));
        }
    }

    fn forbidden(&self, channels: impl Iterator<Item = ChannelId>) -> String {
        let channels = channels.filter_map(|id| self.model.channels.get(id));
        let channels: Vec<&str> = channels.map(|channel| channel.name.as_str()).collect();
        channels.join(";")
    }
}

impl Tell for Csv<'_> {
    fn plain(&self, lead: PlainLead<'_>, out: &mut Vec<u8>) {
        if let Some(file) = self.files.get(lead.file) {
            field(out, &self.formulas.text(file));
            out.push(b',');
        }
        field(out, &self.formulas.text(lead.key));
        out.push(b',');
        out.extend_from_slice(itoa::Buffer::new().format(lead.row).as_bytes());
        for (at, written) in self.outcomes.iter().enumerate() {
            out.push(b',');
            let place = lead.verdict.place(DecisionId::new(at));
            match place.and_then(|place| written.get(place)) {
                Some(outcome) if !outcome.is_empty() => out.extend_from_slice(outcome),
                Some(_) => self.value(lead, DecisionId::new(at), out),
                None => {}
            }
            if let Some(named_in) = self.named_in.get(at).and_then(Option::as_ref) {
                out.push(b',');
                let named_in = place.and_then(|place| *named_in.get(place)?);
                if let Some(id) = named_in {
                    field(out, &self.formulas.text(lead.text(id)));
                }
            }
        }
        for at in 0..self.model.scores.len() {
            let id = ScoreId::new(at);
            out.push(b',');
            millionths(out, lead.verdict.millionths(id));
        }
        for (_, standing) in lead.verdict.standings() {
            for stage in [standing.stage, standing.to] {
                out.push(b',');
                let stage = stage.and_then(|id| self.model.stages.get(id));
                field(out, stage.map_or("", |stage| &stage.named.name));
            }
        }
        out.push(b',');
        field(out, &self.forbidden(lead.verdict.forbidden()));
        out.extend_from_slice(b",\n");
    }

    fn full(&self, result: &LeadResult, out: &mut Vec<u8>) -> Result<(), String> {
        let mut fields = Vec::new();
        if !self.files.is_empty() {
            fields.push(
                self.formulas
                    .text(result.file.as_deref().unwrap_or(""))
                    .into_owned(),
            );
        }
        fields.push(
            self.formulas
                .text(result.key.as_deref().unwrap_or(""))
                .into_owned(),
        );
        fields.push(result.row.to_string());
        for ((id, decision), decided) in self.model.decisions.iter().zip(&result.decisions) {
            let outcome = decided.outcome();
            let outcome = outcome.map(|value| Shown::new(self.model, value, decision.ty));
            fields.push(outcome.map_or(String::new(), |outcome| {
                self.formulas.cell(&outcome).into_owned()
            }));
            if self.persons && decision.ty == Type::Role {
                let person = result.persons.get(&id).and_then(Option::as_deref);
                fields.push(self.formulas.text(person.unwrap_or("")).into_owned());
            }
        }
        let totals = result.scores.iter();
        fields.extend(totals.map(|total| total.map_or(String::new(), |total| total.to_string())));
        for state in &result.journeys {
            fields.push(stage_in(self.model, state).unwrap_or("").to_owned());
            fields.push(goes_to(self.model, state).unwrap_or("").to_owned());
        }
        fields.push(self.forbidden(result.forbidden.iter().copied()));
        let problems = result.problems.iter().map(|problem| {
            let about = problem.about.name();
            format!("{} {about}", problem.code).trim_end().to_owned()
        });
        fields.push(
            self.formulas
                .text(&problems.collect::<Vec<_>>().join(";"))
                .into_owned(),
        );
        record(out, &fields);
        Ok(())
    }
}

/// Writes a record of several fields.
fn record(out: &mut Vec<u8>, fields: &[String]) {
    for (at, it) in fields.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        field(out, it);
    }
    out.push(b'\n');
}

/// Writes a field, in quotes where it needs them.
fn field(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if memchr3(b',', b'"', b'\n', bytes).is_none() && memchr(b'\r', bytes).is_none() {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Writes a number of so many millionths, without zeros at its end.
fn millionths(out: &mut Vec<u8>, it: i64) {
    const UNIT: u64 = 1_000_000;
    if it < 0 {
        out.push(b'-');
    }
    let (whole, mut rest) = (it.unsigned_abs() / UNIT, it.unsigned_abs() % UNIT);
    out.extend_from_slice(itoa::Buffer::new().format(whole).as_bytes());
    let mut place = UNIT / 10;
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 {
        out.extend_from_slice(itoa::Buffer::new().format(rest / place).as_bytes());
        rest %= place;
        place /= 10;
    }
}

/// What is to be done as CSV: the header first, then a record for each task, in the order in which
/// they are due.
#[must_use]
pub fn work_csv(work: &WorkList, several: bool) -> Vec<u8> {
    let file = several.then_some("file");
    let names = [
        "key",
        "row",
        "task",
        "state",
        "due",
        "responsible",
        "person",
        "since",
        "channels",
    ];
    let header = file.into_iter().chain(names).map(str::to_owned);
    let mut out = Vec::new();
    record(&mut out, &header.collect::<Vec<_>>());
    for item in &work.items {
        let known = |it: &Option<String>| text(it.as_deref().unwrap_or("")).into_owned();
        let file = several.then(|| known(&item.file));
        let cells = [
            known(&item.key),
            item.row.to_string(),
            text(&item.task).into_owned(),
            item.state.as_str().to_owned(),
            known(&item.due),
            known(&item.responsible),
            known(&item.person),
            known(&item.since),
            item.channels.join(";"),
        ];
        record(&mut out, &file.into_iter().chain(cells).collect::<Vec<_>>());
    }
    out
}

impl Formulas {
    fn cell(self, shown: &Shown) -> Cow<'_, str> {
        match shown {
            Shown::Text(words) => self.text(words),
            _ => Cow::Owned(shown.to_string()),
        }
    }

    fn text(self, words: &str) -> Cow<'_, str> {
        match self {
            Formulas::Defused => text(words),
            Formulas::AsTheyAre => Cow::Borrowed(words),
        }
    }
}

/// A text that no spreadsheet takes for a formula: one that starts like a formula gets an
/// apostrophe in front. Numbers are no texts and stay as they are, also negative ones.
fn text(words: &str) -> Cow<'_, str> {
    let first = words.as_bytes().first();
    let is_formula =
        first.is_some_and(|byte| matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'));
    let is_number = || crate::value::Number::parse(words.trim_start_matches('+')).is_some();
    match is_formula && !is_number() {
        true => Cow::Owned(format!("'{words}")),
        false => Cow::Borrowed(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (words, written) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+49 30 123", "'+49 30 123"),
            ("-1+2", "'-1+2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("-12.5", "-12.5"),
            ("+7", "+7"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(text(words), written);
        }
    }

    proptest! {
        #[test]
        fn records_are_written_as_the_csv_crate_writes_them(
            fields in proptest::collection::vec("[a,\"\r\n é;#]{0,5}", 2..5)
        ) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let mut out = Vec::new();
            record(&mut out, &fields);
            prop_assert_eq!(out, writer.into_inner().unwrap());
        }

        #[test]
        fn millionths_are_written_as_numbers_are(it: i64) {
            let mut out = Vec::new();
            millionths(&mut out, it);
            let number = crate::value::Number::of_digits(it.into(), 6).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }
}
