//! One lead among many.

use std::collections::BTreeMap;

use crate::data::{DataError, Leads, RowInfo};
use crate::diagnostic::slips;
use crate::model::{Batch, Cell, Lead, Model};
use crate::value::fold;

/// The most other leads of the same key, or keys near a wrong one, that are named.
const MOST_NAMED: usize = 5;
/// A key of more bytes is compared with no others: that would take too long.
const LONGEST: usize = 200;
/// A part of a key is looked for from so many characters on.
const SHORTEST_PART: usize = 3;

/// How the caller names a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// By its key, in the form in which keys are compared.
    Key(String),
    /// By its row, from 2.
    Row(u64),
}

/// What a search comes to.
#[derive(Debug, Clone)]
pub enum Search {
    /// This lead.
    Found(Box<Found>),
    /// None. There were so many leads, and these keys are near, the nearest first.
    Nothing {
        /// How many leads there were.
        leads: u64,
        /// Keys that may be meant.
        near: Vec<String>,
    },
}

/// A lead that was looked for.
#[derive(Debug, Clone)]
pub struct Found {
    /// The lead, alone.
    pub lead: Batch,
    /// Where it comes from, and what is wrong with it.
    pub info: RowInfo,
    /// The place of the file and the row of other leads that are named alike, the first few.
    pub others: Vec<(usize, u64)>,
    /// How many more there are.
    pub more: u64,
}

/// Looks for a lead. All leads are read: that two of them share a key is something to know, and
/// whoever asks by the wrong key wants to hear the right one. Only by its row, which in one file
/// is that of one lead, a lead is found without reading on.
///
/// # Errors
/// No further record can be read.
pub fn find(model: &Model, leads: &mut Leads<'_>, wanted: &Wanted) -> Result<Search, DataError> {
    let mut found: Option<Found> = None;
    let mut near = Near::default();
    let one_file = leads.files().count() == 1;
    while let Some(batch) = leads.next_batch()? {
        for (place, info) in batch.info.iter().enumerate() {
            let lead = batch.leads.lead(place);
            let is_it = match wanted {
                Wanted::Row(row) => info.row == *row,
                Wanted::Key(key) => has_key(model, lead, info, key),
            };
            match (&mut found, wanted) {
                (Some(found), _) if is_it => found.also(info),
                (Some(_), _) => {}
                (None, _) if is_it => found = Some(Found::new(model, lead, info)),
                (None, Wanted::Key(key)) => near.look_at(key, &info.key),
                (None, Wanted::Row(_)) => {}
            }
        }
        if one_file && found.is_some() && matches!(wanted, Wanted::Row(_)) {
            break;
        }
    }
    Ok(match found {
        Some(found) => Search::Found(Box::new(found)),
        None => Search::Nothing {
            leads: leads.leads(),
            near: near.best.into_values().collect(),
        },
    })
}

/// Whether a lead has this key, as its record writes it or as its value is shown.
fn has_key(model: &Model, lead: Lead<'_>, info: &RowInfo, key: &str) -> bool {
    if info.key.is_empty() {
        return false;
    }
    let shown = || {
        let id = model.key()?;
        match lead.cell(id) {
            Cell::Known(value) => Some(model.show(value, model.fields.get(id)?.ty)),
            Cell::Missing | Cell::Bad => None,
        }
    };
    fold(&info.key) == key || shown().is_some_and(|shown| fold(&shown) == key)
}

impl Found {
    fn new(model: &Model, lead: Lead<'_>, info: &RowInfo) -> Found {
        let mut batch = Batch::new(model.fields.len());
        batch.push(model.fields.iter().map(|(id, _)| lead.cell(id).clone()));
        Found {
            lead: batch,
            info: info.clone(),
            others: Vec::new(),
            more: 0,
        }
    }

    fn also(&mut self, info: &RowInfo) {
        match self.others.len() < MOST_NAMED {
            true => self.others.push((info.file, info.row)),
            false => self.more += 1,
        }
    }
}

/// The nearest keys so far: few, however many leads there are.
#[derive(Debug, Default)]
struct Near {
    /// By how far they are off and as they are compared; as they are written.
    best: BTreeMap<(usize, String), String>,
}

impl Near {
    fn look_at(&mut self, wanted: &str, key: &str) {
        if wanted.len() > LONGEST || key.len() > LONGEST {
            return;
        }
        let folded = fold(key);
        let is_part = || {
            let long = wanted.chars().count() >= SHORTEST_PART;
            (long && folded.contains(wanted)).then_some(usize::MAX)
        };
        let Some(distance) = slips(wanted, key).or_else(is_part) else {
            return;
        };
        let place = self.best.entry((distance, folded));
        place.or_insert_with(|| key.to_owned());
        if self.best.len() > MOST_NAMED {
            self.best.pop_last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::compiled;
    use super::*;
    use crate::data::{DataFile, Options, open};

    const POLICY: &str = "policy \"p\" {} lead { email: text key  n: integer }\n\
                          decision d: boolean { rule r: yes when n = 1 otherwise no }";

    fn search(files: &[&'static str], wanted: &Wanted) -> Search {
        let model = compiled(POLICY).model;
        let files = files.iter().map(|text| DataFile::new("f", text.as_bytes()));
        let mut leads = open(&model, files.collect(), &Options::default())
            .ok()
            .unwrap();
        find(&model, &mut leads, wanted).unwrap()
    }

    fn key(text: &str) -> Wanted {
        Wanted::Key(fold(text))
    }

    #[test]
    fn keys_meet_without_case_and_blanks_and_the_first_lead_is_taken() {
        let files = ["email,n\na@a,1\nB@b ,2\n", "email,n\nb@B,3\n"];
        let Search::Found(found) = search(&files, &key(" b@b")) else {
            panic!()
        };
        assert_eq!((found.info.file, found.info.row), (0, 3));
        assert_eq!((found.others, found.more), (vec![(1, 2)], 0));
        let Search::Found(found) = search(&files, &Wanted::Row(2)) else {
            panic!()
        };
        assert_eq!(found.info.key, "a@a");
        assert_eq!(found.others, [(1, 2)], "each file has a row 2");
    }

    #[test]
    fn a_wrong_key_finds_those_near_it() {
        let files = ["email,n\nana@harbour.example,1\nanna@harbour.example,2\nbo@quay.example,3\n"];
        let near = |wanted| match search(&files, &key(wanted)) {
            Search::Nothing { near, leads } => (leads, near.join(" ")),
            Search::Found(_) => panic!(),
        };
        let both = "ana@harbour.example anna@harbour.example";
        assert_eq!(near("ana@harbor.example"), (3, both.to_owned()));
        assert_eq!(near("quay").1, "bo@quay.example");
        assert_eq!(near("zz").1, "");
    }

    #[test]
    fn of_many_near_keys_only_the_nearest_are_kept() {
        let mut near = Near::default();
        for number in (0..1000).filter(|it| *it != 345) {
            near.look_at("lead-12345", &format!("lead-12{number:03}"));
        }
        assert_eq!(near.best.len(), MOST_NAMED);
        assert_eq!(near.best.into_values().next().unwrap(), "lead-12045");
    }
}
