//! Which of many formulas hold for a lead, told for all of them at once.
//!
//! Most of what rules ask is about one variable at a time. For each region of a variable a row of
//! bits says which formulas it leaves open; the rows of a lead's regions, taken together, leave
//! those that hold. What a formula asks about several variables at once is looked at only where it
//! is still open then. So a thousand rules cost sixteen words a variable.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::program::Places;
use super::variable::Region;

/// Most bits of all rows, so that a policy of many rules with many points does not fill the memory.
const MOST_WORDS: usize = 8 << 20;
const WORD: usize = 64;

/// What a formula asks of a variable: the regions that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) variable: usize,
    /// By the number of the region.
    pub(super) takes: Vec<bool>,
}

/// Formulas by number, to be told together.
#[derive(Debug)]
pub(super) struct Group {
    /// How many words a row has; at least one.
    words: usize,
    /// The formulas that are not ruled out from the start.
    open: Vec<u64>,
    rows: Vec<Rows>,
    /// What is asked of several variables, and by which formula; in their order.
    rest: Vec<(usize, Formula<Leaf>)>,
}

/// The rows of one variable.
#[derive(Debug)]
struct Rows {
    variable: usize,
    /// A row for each region, one after another.
    bits: Vec<u64>,
}

impl Leaf {
    fn is_met(&self, regions: &Places<Region>, lead: usize) -> bool {
        let region = regions.get(self.variable, lead);
        region.is_some_and(|region| self.takes.get(*region as usize) == Some(&true))
    }
}

/// Whether a formula holds of a lead, given the regions of leads.
pub(super) fn holds(formula: &Formula<Leaf>, regions: &Places<Region>, lead: usize) -> bool {
    formula.holds(&|leaf| leaf.is_met(regions, lead))
}

/// A formula about one variable as what it asks of it; itself where it is about none or several.
pub(super) fn merged(formula: Formula<Leaf>) -> Formula<Leaf> {
    let leaves = formula.leaves();
    let Some(first) = leaves.first() else {
        return formula;
    };
    if leaves.iter().any(|leaf| leaf.variable != first.variable) {
        return formula;
    }
    let regions = 0..first.takes.len();
    let takes = regions.map(|region| formula.holds(&|leaf| leaf.takes.get(region) == Some(&true)));
    Formula::Leaf(Leaf {
        variable: first.variable,
        takes: takes.collect(),
    })
}

impl Group {
    /// Of these formulas; none where their rows would be too large.
    pub(super) fn new(formulas: Vec<Formula<Leaf>>) -> Option<Group> {
        let words = formulas.len().div_ceil(WORD).max(1);
        let mut group = Group {
            words,
            open: vec![0; words],
            rows: Vec::new(),
            rest: Vec::new(),
        };
        let mut asked: BTreeMap<usize, Vec<(usize, Vec<bool>)>> = BTreeMap::new();
        for (number, formula) in formulas.into_iter().enumerate() {
            set(&mut group.open, number, true);
            for part in formula.conjuncts() {
                match merged(part) {
                    Formula::Leaf(leaf) => {
                        asked
                            .entry(leaf.variable)
                            .or_default()
                            .push((number, leaf.takes));
                    }
                    part if part.leaves().is_empty() => {
                        if !part.holds(&|_| false) {
                            set(&mut group.open, number, false);
                        }
                    }
                    part => group.rest.push((number, part)),
                }
            }
        }
        let mut size = 0;
        for (variable, asked) in asked {
            let regions = asked.first().map_or(0, |(_, takes)| takes.len());
            size += regions * words;
            if size > MOST_WORDS {
                return None;
            }
            let mut bits = vec![u64::MAX; regions * words];
            for (number, takes) in asked {
                let refused = takes.iter().enumerate().filter(|(_, takes)| !**takes);
                for (region, _) in refused {
                    let row = bits.get_mut(region * words..(region + 1) * words);
                    set(row.unwrap_or_default(), number, false);
                }
            }
            group.rows.push(Rows { variable, bits });
        }
        Some(group)
    }

    /// How many words the bits of a lead are.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// Puts a bit for each formula into `held`, for each of so many leads in these regions: whether it
    /// holds.
    pub(super) fn held(&self, regions: &Places<Region>, count: usize, held: &mut Vec<u64>) {
        held.clear();
        match self.open.as_slice() {
            // Most policies have so few rules that one word holds them.
            [open] => self.held_of_few(*open, regions, count, held),
            all => self.held_of_many(all, regions, count, held),
        }
        for (number, formula) in &self.rest {
            for (lead, held) in held.chunks_exact_mut(self.words).enumerate() {
                rule_out(held, *number, || holds(formula, regions, lead));
            }
        }
    }

    fn held_of_few(&self, open: u64, regions: &Places<Region>, count: usize, held: &mut Vec<u64>) {
        held.resize(count, open);
        for rows in &self.rows {
            for (held, region) in held.iter_mut().zip(regions.of(rows.variable)) {
                *held &= rows.bits.get(*region as usize).copied().unwrap_or_default();
            }
        }
    }

    fn held_of_many(
        &self,
        open: &[u64],
        regions: &Places<Region>,
        count: usize,
        held: &mut Vec<u64>,
    ) {
        for lead in 0..count {
            held.extend_from_slice(open);
            let from = lead * self.words;
            let held = held.get_mut(from..).unwrap_or_default();
            self.narrow(held, regions, lead);
        }
    }

    /// Puts a bit for each formula into `held`, for one lead.
    #[inline]
    pub(super) fn held_of_one(&self, regions: &Places<Region>, lead: usize, held: &mut Vec<u64>) {
        held.clear();
        match self.open.as_slice() {
            [open] => held.push(self.rows.iter().fold(*open, |held, rows| {
                let region = regions.get(rows.variable, lead).copied();
                let row = rows.bits.get(region.unwrap_or_default() as usize);
                held & row.copied().unwrap_or_default()
            })),
            all => {
                held.extend_from_slice(all);
                self.narrow(held, regions, lead);
            }
        }
        for (number, formula) in &self.rest {
            rule_out(held, *number, || holds(formula, regions, lead));
        }
    }

    /// Leaves those bits of a lead that the rows of its regions have.
    #[inline]
    fn narrow(&self, held: &mut [u64], regions: &Places<Region>, lead: usize) {
        for rows in &self.rows {
            let region = regions.get(rows.variable, lead).copied();
            let from = region.unwrap_or_default() as usize * self.words;
            let row = rows.bits.get(from..from + self.words).unwrap_or_default();
            for (open, row) in held.iter_mut().zip(row) {
                *open &= row;
            }
        }
    }
}

/// Takes a bit back that is set, where the formula of this number does not hold.
#[inline]
fn rule_out(held: &mut [u64], number: usize, holds: impl FnOnce() -> bool) {
    if is_set(held, number) && !holds() {
        set(held, number, false);
    }
}

/// Sets a bit, or takes it back.
pub(super) fn set(bits: &mut [u64], number: usize, is: bool) {
    if let Some(word) = bits.get_mut(number / WORD) {
        let bit = 1 << (number % WORD);
        match is {
            true => *word |= bit,
            false => *word &= !bit,
        }
    }
}

/// Whether a bit is set.
pub(super) fn is_set(bits: &[u64], number: usize) -> bool {
    bits.get(number / WORD)
        .is_some_and(|word| word >> (number % WORD) & 1 == 1)
}

/// The numbers of the bits that are set.
pub(super) fn numbers(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(at * WORD + bit)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(variable: usize, takes: &[u8]) -> Formula<Leaf> {
        let takes = (0..3).map(|region| takes.contains(&region)).collect();
        Formula::Leaf(Leaf { variable, takes })
    }

    /// What holds of a lead in these regions, which is the second of two.
    fn held(group: &Group, regions: &[Region]) -> Vec<usize> {
        let mut places = Places::new(regions.len(), 2, 0);
        for (variable, region) in regions.iter().enumerate() {
            places.of_mut(variable)[1] = *region;
        }
        let mut bits = Vec::new();
        group.held(&places, 2, &mut bits);
        assert_eq!(bits.len(), 2 * group.words());
        numbers(&bits[group.words()..]).collect()
    }

    #[test]
    fn formulas_over_one_variable_and_over_several() {
        let group = Group::new(vec![
            Formula::always(true),
            leaf(0, &[1]),
            Formula::All(vec![leaf(0, &[1, 2]), leaf(1, &[0])]),
            Formula::Any(vec![leaf(0, &[0]), leaf(1, &[2])]),
            Formula::always(false),
            Formula::AtLeast(2, vec![leaf(0, &[1]), leaf(0, &[2]), leaf(0, &[1, 2])]),
        ])
        .unwrap();
        assert_eq!(held(&group, &[1, 0]), [0, 1, 2, 5]);
        assert_eq!(held(&group, &[0, 1]), [0, 3]);
        assert_eq!(held(&group, &[2, 2]), [0, 3, 5]);
        assert_eq!(group.rest.len(), 1);
    }

    #[test]
    fn many_formulas_take_several_words() {
        let formulas = (0..200)
            .map(|number| leaf(0, &[(number % 3) as u8]))
            .collect();
        let group = Group::new(formulas).unwrap();
        let expected: Vec<usize> = (0..200).filter(|number| number % 3 == 2).collect();
        assert_eq!(held(&group, &[2]), expected);
    }

    #[test]
    fn rows_that_would_be_too_large_are_refused() {
        let leaf = Formula::Leaf(Leaf {
            variable: 0,
            takes: vec![true; MOST_WORDS + 1],
        });
        assert!(Group::new(vec![leaf]).is_none());
    }
}
