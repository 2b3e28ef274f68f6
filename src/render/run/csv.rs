//! Results as CSV, a record a lead, and what is to be done, a record a task.

use super::journey::{goes_to, stage_in};
use crate::model::{Model, Type};
use crate::report::{LeadResult, Shown, WorkList};

/// Results as CSV: the header first, then a record for each lead.
pub struct Csv<'m> {
    model: &'m Model,
    /// Some role is a person, so that decisions of roles have a column for it.
    persons: bool,
    /// Leads are of several files, so that the first column is for the file.
    several: bool,
    writer: ::csv::Writer<Vec<u8>>,
}

impl<'m> Csv<'m> {
    /// Begins with the header; with `several` files there is a column for the file.
    ///
    /// # Errors
    /// None that input can cause: only a fault of this program makes it fail.
    pub fn new(model: &'m Model, several: bool) -> Result<Self, ::csv::Error> {
        let persons = model.roles.values().any(|role| role.named_in.is_some());
        let file = several.then_some("file");
        let first = file.into_iter().chain(["key", "row"]);
        let mut header: Vec<String> = first.map(str::to_owned).collect();
        for decision in model.decisions.values() {
            let name = &decision.named.name;
            header.push(name.clone());
            if persons && decision.ty == Type::Role {
                header.push(format!("{name}.person"));
            }
        }
        header.extend(model.scores.values().map(|score| score.named.name.clone()));
        for journey in model.journeys.values() {
            let name = &journey.named.name;
            header.extend([format!("{name}.stage"), format!("{name}.to")]);
        }
        header.extend(["forbidden".to_owned(), "problems".to_owned()]);
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(&header)?;
        Ok(Csv {
            model,
            persons,
            several,
            writer,
        })
    }

    /// Adds a lead's record.
    ///
    /// # Errors
    /// None that input can cause: only a fault of this program makes it fail.
    pub fn add(&mut self, result: &LeadResult) -> Result<(), ::csv::Error> {
        let mut record = Vec::new();
        if self.several {
            record.push(text(result.file.as_deref().unwrap_or("")));
        }
        record.push(text(result.key.as_deref().unwrap_or("")));
        record.push(result.row.to_string());
        for ((id, decision), decided) in self.model.decisions.iter().zip(&result.decisions) {
            let outcome = decided.outcome();
            let outcome = outcome.map(|value| Shown::new(self.model, value, decision.ty));
            record.push(outcome.map_or(String::new(), |outcome| cell(&outcome)));
            if self.persons && decision.ty == Type::Role {
                let person = result.persons.get(&id).and_then(Option::as_deref);
                record.push(text(person.unwrap_or("")));
            }
        }
        let totals = result.scores.iter();
        record.extend(totals.map(|total| total.map_or(String::new(), |total| total.to_string())));
        for state in &result.journeys {
            record.push(stage_in(self.model, state).unwrap_or("").to_owned());
            record.push(goes_to(self.model, state).unwrap_or("").to_owned());
        }
        let channels = result
            .forbidden
            .iter()
            .filter_map(|id| self.model.channels.get(*id));
        let channels: Vec<&str> = channels.map(|channel| channel.name.as_str()).collect();
        record.push(channels.join(";"));
        let problems = result.problems.iter().map(|problem| {
            let about = problem.about.name();
            format!("{} {about}", problem.code).trim_end().to_owned()
        });
        record.push(text(&problems.collect::<Vec<_>>().join(";")));
        self.writer.write_record(&record)
    }

    /// What was added since the last time, and at first the header.
    ///
    /// # Errors
    /// None that input can cause: only a fault of this program makes it fail.
    pub fn take(&mut self) -> std::io::Result<Vec<u8>> {
        let full = std::mem::replace(&mut self.writer, ::csv::Writer::from_writer(Vec::new()));
        full.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

/// What is to be done as CSV: the header first, then a record for each task, in the order in which
/// they are due.
///
/// # Errors
/// None that input can cause: only a fault of this program makes it fail.
pub fn work_csv(work: &WorkList, several: bool) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let file = several.then_some("file");
    let header = [
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
    writer.write_record(file.into_iter().chain(header))?;
    for item in &work.items {
        let known = |it: &Option<String>| text(it.as_deref().unwrap_or(""));
        let file = several.then(|| known(&item.file));
        let cells = [
            known(&item.key),
            item.row.to_string(),
            text(&item.task),
            item.state.as_str().to_owned(),
            known(&item.due),
            known(&item.responsible),
            known(&item.person),
            known(&item.since),
            item.channels.join(";"),
        ];
        writer.write_record(file.into_iter().chain(cells))?;
    }
    Ok(writer.into_inner()?)
}

fn cell(shown: &Shown) -> String {
    match shown {
        Shown::Text(words) => text(words),
        _ => shown.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula: one that starts like a formula gets an
/// apostrophe in front. Numbers are no texts and stay as they are, also negative ones.
fn text(words: &str) -> String {
    let is_formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = crate::value::Number::parse(words.trim_start_matches('+')).is_some();
    match is_formula && !is_number {
        true => format!("'{words}"),
        false => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
