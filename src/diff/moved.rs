//! Which leads of a file come to another outcome under the newer policy.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::eval::{DecidedBy, DecidedOutcome, Evaluation};
use crate::model::{Decision, Model, RuleIndex};

/// So many keys of leads are kept of a kind, and so many leads are told one by one.
const MOST_KEYS: usize = 5;

/// What one policy decides of the leads of a file: by file and row, what each decision says.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    names: Vec<String>,
    words: Vec<String>,
    known: BTreeMap<String, u32>,
    /// For each decision what it said before, so that it is not put into words again.
    said: Vec<Worded>,
    leads: BTreeMap<(usize, u64), Vec<Said>>,
}

/// What a decision said, with the places of its words.
#[derive(Debug, Clone, Default)]
struct Worded {
    outcomes: Vec<(DecidedOutcome, u32)>,
    by: Vec<(DecidedBy, u32)>,
}

/// More than this is not looked through.
const MOST_WORDED: usize = 32;

/// What a decision says of a lead, by the places of words.
#[derive(Debug, Clone, Copy)]
struct Said {
    outcome: u32,
    /// The rules that decided.
    by: u32,
}

/// The leads that come to another outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many leads both policies read.
    pub leads: u64,
    /// The leads for which at least one decision differs.
    pub moved: u64,
    /// Leads that only the newer one read.
    pub came: u64,
    /// Leads that only the older one read.
    pub went: u64,
    /// Both have the same decisions.
    pub same_decisions: bool,
    /// For each decision that both have, in the order of the newer policy.
    pub decisions: Vec<Table>,
    /// Some of the leads that moved, as different ones as can be.
    pub first: Vec<MovedLead>,
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

/// A lead that moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MovedLead {
    /// Its key; the number of its row where it has none.
    pub key: String,
    /// What is decided otherwise, in the order of the newer policy.
    pub turns: Vec<Turn>,
}

/// A decision that says something else of a lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// The decision.
    pub decision: String,
    /// What was decided.
    pub from: String,
    /// What is.
    pub to: String,
    /// What decides it now: the rule, or several that agree; nothing where no rule does.
    pub by: String,
}

impl Outcomes {
    /// Nothing read yet.
    #[must_use]
    pub fn new(model: &Model) -> Outcomes {
        let names = model.decisions.values();
        Outcomes {
            names: names.map(|it| it.named.name.clone()).collect(),
            said: vec![Worded::default(); model.decisions.len()],
            ..Outcomes::default()
        }
    }

    /// Takes in what a policy says of a lead.
    pub fn add(&mut self, model: &Model, place: (usize, u64), evaluation: &Evaluation) {
        let mut outcomes = Vec::with_capacity(self.names.len());
        let mut said = std::mem::take(&mut self.said);
        for ((id, decision), said) in model.decisions.iter().zip(&mut said) {
            let decided = evaluation.decision(id);
            let outcome = known(&mut said.outcomes, &decided.outcome, || {
                self.number(&words(model, decision, &decided.outcome))
            });
            let by = known(&mut said.by, &decided.by, || {
                self.number(&decided_by(decision, &decided.by))
            });
            outcomes.push(Said { outcome, by });
        }
        self.said = said;
        self.leads.insert(place, outcomes);
    }

    /// Takes in what was said of other leads under the same policy.
    pub fn append(&mut self, other: Outcomes) {
        let words = other.words.iter();
        let renumbered: Vec<u32> = words.map(|words| self.number(words)).collect();
        let number = |old: u32| renumbered.get(old as usize).copied().unwrap_or(old);
        for (place, mut said) in other.leads {
            for it in &mut said {
                it.outcome = number(it.outcome);
                it.by = number(it.by);
            }
            self.leads.insert(place, said);
        }
    }

    fn number(&mut self, words: &str) -> u32 {
        if let Some(known) = self.known.get(words) {
            return *known;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(words.to_owned());
        self.known.insert(words.to_owned(), number);
        number
    }

    fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }

    /// How many leads were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.leads.len()
    }

    /// Whether none was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }

    /// What differs from these older outcomes; `keys` are those of the leads, by their places.
    #[must_use]
    pub fn since(&self, old: &Outcomes, keys: &BTreeMap<(usize, u64), String>) -> Moved {
        let mut comparison = Comparison::new(old, self);
        let mut moved = Moved {
            same_decisions: self.names == old.names,
            ..Moved::default()
        };
        let mut before = old.leads.iter().peekable();
        for (place, is) in &self.leads {
            while before.next_if(|(other, _)| *other < place).is_some() {
                moved.went += 1;
            }
            let Some((_, was)) = before.next_if(|(other, _)| *other == place) else {
                moved.came += 1;
                continue;
            };
            moved.leads += 1;
            let key = || {
                let key = keys.get(place).filter(|key| !key.is_empty());
                key.cloned().unwrap_or_else(|| format!("row {}", place.1))
            };
            moved.moved += u64::from(comparison.add(was, is, key));
        }
        moved.went += before.count() as u64;
        comparison.finish(&mut moved);
        moved
    }
}

impl Moved {
    /// Whether both decide the same of the same leads, by whichever rules.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.same_decisions && (self.moved, self.came, self.went) == (0, 0, 0)
    }
}

/// The number of what was said before, or else a new one.
fn known<T: Clone + PartialEq>(
    before: &mut Vec<(T, u32)>,
    says: &T,
    number: impl FnOnce() -> u32,
) -> u32 {
    if let Some((_, number)) = before.iter().find(|(it, _)| it == says) {
        return *number;
    }
    let number = number();
    if before.len() < MOST_WORDED {
        before.push((says.clone(), number));
    }
    number
}

/// An outcome in words.
fn words<'m>(model: &'m Model, decision: &Decision, outcome: &DecidedOutcome) -> Cow<'m, str> {
    match outcome {
        DecidedOutcome::Value(value) => Cow::Owned(model.show(value, decision.ty)),
        DecidedOutcome::Nothing => Cow::Borrowed("none"),
        DecidedOutcome::Gap => Cow::Borrowed("gap"),
        DecidedOutcome::Conflict(_) => Cow::Borrowed("conflict"),
        DecidedOutcome::Stopped => Cow::Borrowed("not decided"),
    }
}

/// The rules that made a decision, by name.
fn decided_by<'m>(decision: &'m Decision, by: &DecidedBy) -> Cow<'m, str> {
    let rules = match by {
        DecidedBy::Rules(rules) => rules,
        DecidedBy::Otherwise => return Cow::Borrowed("otherwise"),
        DecidedBy::Nobody => return Cow::Borrowed(""),
    };
    let name = |rule: &RuleIndex| decision.rules.get(*rule).map(|rule| rule.name.as_str());
    let names: Vec<&str> = rules.iter().filter_map(name).collect();
    match names.as_slice() {
        [one] => Cow::Borrowed(one),
        several => Cow::Owned(several.join(", ")),
    }
}

/// Two policies' outcomes, compared lead by lead.
struct Comparison<'a> {
    old: &'a Outcomes,
    new: &'a Outcomes,
    /// The places of the decisions that both have, in the older and in the newer policy.
    shared: Vec<(usize, usize)>,
    /// For each word of the older outcomes the number that it has in the newer ones.
    renumbered: Vec<Option<u32>>,
    tables: Vec<BTreeMap<(u32, u32), Came>>,
    /// The first leads of which something was decided otherwise that was so of none before.
    new_kinds: Vec<MovedLead>,
    /// The first others.
    others: Vec<MovedLead>,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a Outcomes, new: &'a Outcomes) -> Self {
        let names = new.names.iter().enumerate();
        let both = names.filter_map(|(at, name)| {
            let before = old.names.iter().position(|it| it == name)?;
            Some((before, at))
        });
        let shared: Vec<_> = both.collect();
        let words = old.words.iter();
        Comparison {
            old,
            new,
            renumbered: words.map(|word| new.known.get(word).copied()).collect(),
            tables: vec![BTreeMap::new(); shared.len()],
            shared,
            new_kinds: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Takes in what is said of a lead, and says whether it moved.
    fn add(&mut self, was: &[Said], is: &[Said], key: impl Fn() -> String) -> bool {
        let (mut turns, mut is_new) = (Vec::new(), false);
        for ((before, now), table) in self.shared.iter().zip(&mut self.tables) {
            let (Some(from), Some(to)) = (was.get(*before), is.get(*now)) else {
                continue;
            };
            let renumbered = self.renumbered.get(from.outcome as usize).copied();
            if renumbered.flatten() == Some(to.outcome) {
                continue;
            }
            let row = table.entry((from.outcome, to.outcome));
            let row = row.or_insert_with(|| Came {
                from: self.old.word(from.outcome).to_owned(),
                to: self.new.word(to.outcome).to_owned(),
                ..Came::default()
            });
            is_new |= row.leads == 0;
            row.leads += 1;
            if row.keys.len() < MOST_KEYS {
                row.keys.push(key());
            }
            turns.push((*now, *from, *to));
        }
        let list = match is_new {
            true => &mut self.new_kinds,
            false => &mut self.others,
        };
        if !turns.is_empty() && list.len() < MOST_KEYS {
            let turn = |(now, from, to): &(usize, Said, Said)| Turn {
                decision: self.new.names.get(*now).cloned().unwrap_or_default(),
                from: self.old.word(from.outcome).to_owned(),
                to: self.new.word(to.outcome).to_owned(),
                by: self.new.word(to.by).to_owned(),
            };
            list.push(MovedLead {
                key: key(),
                turns: turns.iter().map(turn).collect(),
            });
        }
        !turns.is_empty()
    }

    fn finish(self, moved: &mut Moved) {
        for ((_, now), table) in self.shared.iter().zip(self.tables) {
            let mut rows: Vec<Came> = table.into_values().collect();
            rows.sort_by(|a, b| {
                let by_name = || (&a.from, &a.to).cmp(&(&b.from, &b.to));
                b.leads.cmp(&a.leads).then_with(by_name)
            });
            let decision = self.new.names.get(*now).cloned().unwrap_or_default();
            moved.decisions.push(Table { decision, rows });
        }
        let leads = self.new_kinds.into_iter().chain(self.others);
        moved.first = leads.take(MOST_KEYS).collect();
    }
}
