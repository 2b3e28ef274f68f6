//! What can be so or not so of a lead, and what it is made of. Formulas of the same parts are one.
//!
//! Nothing here costs the search anything: it looks at what a question hangs on, and at no more. See
//! `slice`.

use std::collections::HashMap;
use std::ops::Range;

use super::orders::OrderedId;

/// Something that is so or not so of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Formula(u32);

/// The number of a formula, whatever its sign.
pub(super) type Var = usize;

impl std::ops::Not for Formula {
    type Output = Formula;

    fn not(self) -> Formula {
        Formula(self.0 ^ 1)
    }
}

impl Formula {
    /// What is so of every lead.
    pub(super) const ALWAYS: Formula = Formula(0);

    /// What is so of no lead.
    pub(super) const NEVER: Formula = Formula(1);

    /// What a number stands for.
    pub(super) fn of(var: Var) -> Formula {
        // There are never as many as numbers: each costs a step of the budget.
        Formula(u32::try_from(var << 1).unwrap_or(0))
    }

    /// Its number.
    pub(super) fn var(self) -> Var {
        (self.0 >> 1) as usize
    }

    /// Whether it is the opposite of what its number stands for.
    pub(super) fn is_opposite(self) -> bool {
        self.0 & 1 == 1
    }
}

/// What a formula is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// So of every lead.
    Always,
    /// Free to be so or not.
    Free,
    /// One of a group of which exactly one is so.
    OneOf(usize),
    /// An ordered thing is at least so many units.
    Cut(OrderedId, i128),
    /// All of these are so.
    All(Box<[Formula]>),
}

/// One of these is so.
pub(super) type Clause = Vec<Formula>;

/// All formulas, and what is known of them.
#[derive(Debug)]
pub(super) struct Formulas {
    kinds: Vec<Kind>,
    gates: HashMap<Box<[Formula]>, Formula>,
    /// Of each of these exactly one is so.
    groups: Vec<Vec<Formula>>,
    /// Clauses, each true of every lead that there is.
    clauses: Vec<Clause>,
    /// The clauses that mention a formula.
    mentions: Vec<Vec<usize>>,
    /// Clauses that have to be looked at wherever a formula is.
    bundles: HashMap<Var, Vec<Range<usize>>>,
    /// What is so of every lead, and has to be looked at always.
    facts: Vec<Formula>,
}

impl Default for Formulas {
    fn default() -> Formulas {
        Formulas {
            kinds: vec![Kind::Always],
            gates: HashMap::new(),
            groups: Vec::new(),
            clauses: Vec::new(),
            mentions: Vec::new(),
            bundles: HashMap::new(),
            facts: Vec::new(),
        }
    }
}

/// A conjunction of up to so many parts is written out where it is a part of another.
const WRITTEN_OUT: usize = 4;

impl Formulas {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// What a formula is.
    pub(super) fn kind(&self, var: Var) -> &Kind {
        self.kinds.get(var).unwrap_or(&Kind::Free)
    }

    fn add(&mut self, kind: Kind) -> Formula {
        self.kinds.push(kind);
        Formula::of(self.kinds.len() - 1)
    }

    /// Something new, free to be so or not.
    pub(super) fn free(&mut self) -> Formula {
        self.add(Kind::Free)
    }

    /// So many new things, of which exactly one is so.
    pub(super) fn one_of(&mut self, count: usize) -> Vec<Formula> {
        let group = self.groups.len();
        let members: Vec<_> = (0..count).map(|_| self.add(Kind::OneOf(group))).collect();
        self.groups.push(members.clone());
        members
    }

    /// The members of a group.
    pub(super) fn group(&self, group: usize) -> &[Formula] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// That an ordered thing is at least so many units; to be asked for once.
    pub(super) fn cut(&mut self, of: OrderedId, least: i128) -> Formula {
        self.add(Kind::Cut(of, least))
    }

    /// All of these, and how many parts a new formula has for it.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Formula>) -> (Formula, usize) {
        let mut flat: Vec<Formula> = Vec::new();
        for part in parts {
            match self.kind(part.var()) {
                Kind::All(inner) if !part.is_opposite() && inner.len() <= WRITTEN_OUT => {
                    flat.extend(inner.iter().copied());
                }
                _ if part == Formula::ALWAYS => {}
                _ => flat.push(part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        // A formula and its opposite stand beside each other, sorted.
        let clash = |two: &[Formula]| matches!(two, [a, b] if *a == !*b);
        if flat.contains(&Formula::NEVER) || flat.windows(2).any(clash) {
            return (Formula::NEVER, 0);
        }
        match flat.as_slice() {
            [] => return (Formula::ALWAYS, 0),
            [one] => return (*one, 0),
            _ => {}
        }
        if let Some(gate) = self.gates.get(flat.as_slice()) {
            return (*gate, 0);
        }
        let parts = flat.len();
        let flat = flat.into_boxed_slice();
        let gate = self.add(Kind::All(flat.clone()));
        self.gates.insert(flat, gate);
        (gate, parts)
    }

    /// A clause that is true of every lead anyway, so that it matters only where all that it
    /// mentions is looked at. Gives its number.
    pub(super) fn remark(&mut self, clause: Clause) -> usize {
        let at = self.clauses.len();
        for formula in &clause {
            let var = formula.var();
            if self.mentions.len() <= var {
                self.mentions.resize(var + 1, Vec::new());
            }
            if let Some(mentions) = self.mentions.get_mut(var)
                && mentions.last() != Some(&at)
            {
                mentions.push(at);
            }
        }
        self.clauses.push(clause);
        at
    }

    /// Clauses that have to be looked at wherever one of some formulas is. Gives their numbers.
    pub(super) fn bind(&mut self, to: &[Formula], clauses: Vec<Clause>) -> Range<usize> {
        let from = self.clauses.len();
        self.clauses.extend(clauses);
        let bundle = from..self.clauses.len();
        for to in to.iter().filter(|it| it.var() != Formula::ALWAYS.var()) {
            self.bundles
                .entry(to.var())
                .or_default()
                .push(bundle.clone());
        }
        bundle
    }

    /// What is so of every lead, though not by itself.
    pub(super) fn assume(&mut self, fact: Formula) {
        self.facts.push(fact);
    }

    /// All that is assumed.
    pub(super) fn facts(&self) -> &[Formula] {
        &self.facts
    }

    /// A clause by its number.
    pub(super) fn clause(&self, at: usize) -> &[Formula] {
        self.clauses.get(at).map_or(&[], Vec::as_slice)
    }

    /// The clauses that mention a formula.
    pub(super) fn mentions(&self, var: Var) -> &[usize] {
        self.mentions.get(var).map_or(&[], Vec::as_slice)
    }

    /// The clauses that come with a formula.
    pub(super) fn bundle(&self, var: Var) -> impl Iterator<Item = usize> {
        let bundles = self.bundles.get(&var).into_iter().flatten();
        bundles.flat_map(Clone::clone)
    }
}
