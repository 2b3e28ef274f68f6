//! Which leads a finding touches, and with which values.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::data::RowInfo;
use crate::diagnostic::{Evidence, LeadPlace, ValueCount};
use crate::value::Text;

/// So many different bad values of a field are told apart; the rest, whose number only the data
/// bounds, are counted together.
pub(super) const MOST_VALUES: usize = 1000;

/// Leads, counted, with the places of the first.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) leads: u64,
    first: Vec<LeadPlace>,
}

impl Touched {
    /// Takes note of a lead. The files' names are those of all files, in their order.
    pub(super) fn add(&mut self, info: &RowInfo, files: &[String]) {
        self.leads += 1;
        if self.first.len() < Evidence::SHOWN {
            self.first.push(LeadPlace {
                file: files.get(info.file).cloned().unwrap_or_default(),
                row: info.row,
                key: (!info.key.is_empty()).then(|| info.key.clone()),
            });
        }
    }

    /// What this shows, of so many leads.
    pub(super) fn evidence(&self, of: u64) -> Evidence {
        Evidence {
            leads: self.leads,
            first: self.first.clone(),
            ..Evidence::none_of(of)
        }
    }
}

/// Values at fault, each counted.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// By the form in which texts compare, as a source's mappings do.
    counts: BTreeMap<Text, ValueCount>,
    beyond: u64,
}

impl Values {
    pub(super) fn add(&mut self, value: &str, nearest: Option<&str>) {
        let key = Text::new(value);
        if self.counts.len() >= MOST_VALUES && !self.counts.contains_key(&key) {
            self.beyond += 1;
            return;
        }
        let entry = self.counts.entry(key).or_insert_with(|| ValueCount {
            value: value.trim().to_owned(),
            leads: 0,
            nearest: nearest.map(str::to_owned),
        });
        entry.leads += 1;
    }

    /// The values, the most frequent first, those of one frequency in the order of the alphabet;
    /// and how many leads have still others.
    pub(super) fn by_frequency(&self) -> (Vec<ValueCount>, u64) {
        let mut values: Vec<ValueCount> = self.counts.values().cloned().collect();
        values.sort_by_key(|value| Reverse(value.leads));
        (values, self.beyond)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart_as_a_source_does_and_up_to_a_bound() {
        let mut values = Values::default();
        for value in ["Pune", "pune ", "Thanee"] {
            values.add(value, None);
        }
        for number in 0..MOST_VALUES {
            values.add(&format!("x{number}"), None);
        }
        values.add("PUNE", None);
        let (counted, beyond) = values.by_frequency();
        assert_eq!((counted[0].value.as_str(), counted[0].leads), ("Pune", 3));
        assert_eq!((counted.len(), beyond), (MOST_VALUES, 2));
    }
}
