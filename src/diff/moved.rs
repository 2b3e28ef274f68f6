//! Which leads of a file come to another outcome under the newer policy.

use std::collections::BTreeMap;

use crate::eval::{DecidedOutcome, Evaluation};
use crate::model::Model;

/// So many keys of leads are kept of a kind.
const MOST_KEYS: usize = 5;

/// What one policy decides of the leads of a file: by file and row, one outcome for each decision.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    names: Vec<String>,
    words: Vec<String>,
    known: BTreeMap<String, u32>,
    leads: BTreeMap<(usize, u64), Vec<u32>>,
}

/// The leads that come to another outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many leads both policies read.
    pub leads: u64,
    /// The leads for which at least one decision differs.
    pub moved: u64,
    /// For each decision that both have, in the order of the newer policy.
    pub decisions: Vec<Table>,
}

/// The leads of which a decision differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The decision.
    pub decision: String,
    /// From what to what, the most leads first.
    pub rows: Vec<Came>,
}

/// Leads that come from one outcome to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Came {
    /// What was decided.
    pub from: String,
    /// What is.
    pub to: String,
    /// How many leads.
    pub leads: u64,
    /// The keys of the first of them; the number of the row where a lead has none.
    pub keys: Vec<String>,
}

impl Outcomes {
    /// Nothing read yet.
    #[must_use]
    pub fn new(model: &Model) -> Outcomes {
        let names = model.decisions.values();
        Outcomes {
            names: names.map(|it| it.named.name.clone()).collect(),
            ..Outcomes::default()
        }
    }

    /// Takes in what a policy says of a lead.
    pub fn add(&mut self, model: &Model, place: (usize, u64), evaluation: &Evaluation) {
        let mut outcomes = Vec::with_capacity(self.names.len());
        for (id, decision) in model.decisions.iter() {
            let words = match &evaluation.decision(id).outcome {
                DecidedOutcome::Value(value) => model.show(value, decision.ty),
                DecidedOutcome::Nothing => "none".to_owned(),
                DecidedOutcome::Gap => "gap".to_owned(),
                DecidedOutcome::Conflict(_) => "conflict".to_owned(),
                DecidedOutcome::Stopped => "not decided".to_owned(),
            };
            outcomes.push(self.number(words));
        }
        self.leads.insert(place, outcomes);
    }

    fn number(&mut self, words: String) -> u32 {
        if let Some(known) = self.known.get(&words) {
            return *known;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(words.clone());
        self.known.insert(words, number);
        number
    }

    fn word(&self, of: Option<&u32>) -> &str {
        let word = of.and_then(|of| self.words.get(*of as usize));
        word.map_or("", String::as_str)
    }

    /// What differs from these older outcomes; `keys` are those of the leads, by their places.
    #[must_use]
    pub fn since(&self, old: &Outcomes, keys: &BTreeMap<(usize, u64), String>) -> Moved {
        let mut moved = Moved::default();
        let shared: Vec<(usize, usize)> = {
            let names = self.names.iter().enumerate();
            let both = names.filter_map(|(new, name)| {
                let old = old.names.iter().position(|it| it == name)?;
                Some((old, new))
            });
            both.collect()
        };
        let mut tables: Vec<BTreeMap<(String, String), Came>> = vec![BTreeMap::new(); shared.len()];
        for (place, is) in &self.leads {
            let Some(was) = old.leads.get(place) else {
                continue;
            };
            moved.leads += 1;
            let mut differs = false;
            for ((before, now), table) in shared.iter().zip(&mut tables) {
                let from = old.word(was.get(*before));
                let to = self.word(is.get(*now));
                if from == to {
                    continue;
                }
                differs = true;
                let row = table.entry((from.to_owned(), to.to_owned()));
                let row = row.or_insert_with(|| Came {
                    from: from.to_owned(),
                    to: to.to_owned(),
                    ..Came::default()
                });
                row.leads += 1;
                if row.keys.len() < MOST_KEYS {
                    let key = keys.get(place).filter(|key| !key.is_empty());
                    row.keys
                        .push(key.cloned().unwrap_or_else(|| format!("row {}", place.1)));
                }
            }
            moved.moved += u64::from(differs);
        }
        for ((_, now), table) in shared.iter().zip(tables) {
            let mut rows: Vec<Came> = table.into_values().collect();
            rows.sort_by(|a, b| b.leads.cmp(&a.leads).then_with(|| a.from.cmp(&b.from)));
            let decision = self.names.get(*now).cloned().unwrap_or_default();
            moved.decisions.push(Table { decision, rows });
        }
        moved
    }
}
