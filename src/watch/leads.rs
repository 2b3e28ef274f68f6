//! The leads, read once and held between saves.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{LeadBatch, RowInfo};

/// Leads that are held, batch by batch, with the places by which they are known again.
#[derive(Debug, Clone, Default)]
pub struct Held {
    batches: Vec<(LeadBatch, Vec<(usize, u64)>)>,
    leads: usize,
}

impl Held {
    /// So many leads are held; of larger files each save reads all anew.
    pub const MOST: usize = 500_000;

    /// Takes some leads in.
    pub fn add(&mut self, batch: LeadBatch, places: Vec<(usize, u64)>) {
        self.leads += batch.leads.len();
        self.batches.push((batch, places));
    }

    /// How many leads are held.
    #[must_use]
    pub fn leads(&self) -> usize {
        self.leads
    }

    /// The leads in their order, with their places.
    #[must_use]
    pub fn batches(&self) -> &[(LeadBatch, Vec<(usize, u64)>)] {
        &self.batches
    }
}

/// By what leads are known again when their file was changed: their keys, where they have any.
#[derive(Debug, Clone, Default)]
pub struct Names {
    known: BTreeMap<String, u64>,
    keys: BTreeMap<(usize, u64), String>,
    /// The keys that this reading met.
    met: BTreeSet<u64>,
}

impl Names {
    /// The files are read from their start.
    pub fn begin(&mut self) {
        self.met.clear();
    }

    /// The places of the leads of a batch: the same for the same key, wherever its row stands now.
    /// A lead without a key, or with that of an earlier one, is known by its file and row.
    pub fn places(&mut self, batch: &LeadBatch) -> Vec<(usize, u64)> {
        batch.info.iter().map(|info| self.place(info)).collect()
    }

    fn place(&mut self, info: &RowInfo) -> (usize, u64) {
        let by_row = (info.file + 1, info.row);
        if info.key.is_empty() {
            return by_row;
        }
        let place = match self.known.get(&info.key) {
            Some(known) if !self.met.insert(*known) => by_row,
            Some(known) => return (0, *known),
            None => {
                let number = self.known.len() as u64;
                self.known.insert(info.key.clone(), number);
                self.met.insert(number);
                (0, number)
            }
        };
        self.keys.insert(place, info.key.clone());
        place
    }

    /// The keys by places.
    #[must_use]
    pub fn keys(&self) -> &BTreeMap<(usize, u64), String> {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Batch;

    fn batch(keys: &[&str]) -> LeadBatch {
        let info = keys.iter().zip(2..).map(|(key, row)| RowInfo {
            file: 0,
            row,
            key: (*key).to_owned(),
            raw: Vec::new(),
            joined: Vec::new(),
            problems: Vec::new(),
        });
        LeadBatch {
            leads: Batch::new(0),
            info: info.collect(),
        }
    }

    #[test]
    fn leads_are_known_by_their_keys_wherever_their_rows_stand() {
        let mut names = Names::default();
        let before = names.places(&batch(&["a", "b", "", "a"]));
        assert_eq!(before, [(0, 0), (0, 1), (1, 4), (1, 5)]);
        names.begin();
        let now = names.places(&batch(&["new", "b", "a"]));
        assert_eq!(now, [(0, 2), (0, 1), (0, 0)]);
        assert_eq!(names.keys().get(&(0, 2)).unwrap(), "new");
        assert_eq!(names.keys().get(&(1, 5)).unwrap(), "a");
    }
}
