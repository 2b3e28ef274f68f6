//! The satisfiability core: clauses in, an assignment or a minimal set of assumptions out.
//!
//! The search itself is `batsat`'s. What is ours: gates that are made once each, and a budget that
//! counts steps, so that a verdict is the same on every machine.

use std::cell::Cell;
use std::collections::BTreeMap;

use batsat::{Callbacks, Lit, Solver as Sat, SolverInterface, SolverOpts, lbool};

/// Something that is so or not so of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Formula(Lit);

impl std::ops::Not for Formula {
    type Output = Formula;

    fn not(self) -> Formula {
        Formula(!self.0)
    }
}

/// What became of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is an assignment: see [`Solver::is_so`].
    Possible,
    /// There is none, and these assumptions alone rule it out.
    Impossible(Vec<Formula>),
    /// The budget ran out first.
    Undecided,
}

/// Counts the steps of a search, and ends it.
struct Budget {
    /// Steps that are left.
    left: Cell<u64>,
    /// The search ends where no more than this is left.
    until: Cell<u64>,
    /// What one more choice costs: the more clauses, the more has to be concluded from it.
    weight: Cell<u64>,
}

impl Callbacks for Budget {
    fn stop(&self) -> bool {
        let left = self.left.get().saturating_sub(self.weight.get());
        self.left.set(left);
        left <= self.until.get()
    }
}

/// So many clauses make a choice cost one step more.
const CLAUSES_A_STEP: u64 = 500;

/// What a gate costs, beside one step for each of its parts.
const GATE_STEPS: u64 = 4;

/// One search may take this part of the whole budget, so that one hard question does not keep all
/// others from being answered.
const SHARE: u64 = 16;

/// What gates are made of; those of the same parts are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Conjunction(Vec<Formula>);

/// The clauses so far.
pub(super) struct Solver {
    sat: Sat<Budget>,
    yes: Formula,
    gates: BTreeMap<Conjunction, Formula>,
    share: u64,
}

impl Solver {
    /// No clauses yet, and so many steps of a whole budget.
    pub(super) fn new(budget: u64, whole: u64) -> Self {
        let counted = Budget {
            left: Cell::new(budget),
            until: Cell::new(0),
            weight: Cell::new(1),
        };
        let mut sat = Sat::new(SolverOpts::default(), counted);
        let yes = Formula(Lit::new(sat.new_var_default(), true));
        sat.add_clause_reuse(&mut vec![yes.0]);
        Solver {
            sat,
            yes,
            gates: BTreeMap::new(),
            share: whole.div_ceil(SHARE),
        }
    }

    /// The most steps for one question.
    pub(super) fn share(&self) -> u64 {
        self.share
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> u64 {
        self.sat.cb().left.get()
    }

    /// Takes so many steps for work that is not the core's.
    pub(super) fn spend(&mut self, steps: u64) {
        let left = &self.sat.cb().left;
        left.set(left.get().saturating_sub(steps));
    }

    /// What is so of every lead.
    pub(super) fn always(&self) -> Formula {
        self.yes
    }

    /// What is so of no lead.
    pub(super) fn never(&self) -> Formula {
        !self.yes
    }

    /// What is so of every lead, or of none.
    pub(super) fn constant(&self, so: bool) -> Formula {
        if so { self.always() } else { self.never() }
    }

    /// Something new, so far free to be so or not.
    pub(super) fn free(&mut self) -> Formula {
        Formula(Lit::new(self.sat.new_var_default(), true))
    }

    /// One of these is so.
    pub(super) fn require(&mut self, clause: impl IntoIterator<Item = Formula>) {
        let mut lits: Vec<Lit> = clause.into_iter().map(|it| it.0).collect();
        self.sat.add_clause_reuse(&mut lits);
    }

    /// All of these.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut parts: Vec<Formula> = parts.into_iter().filter(|it| *it != self.yes).collect();
        parts.sort_unstable();
        parts.dedup();
        // A formula and its opposite stand beside each other, sorted.
        let clash = parts
            .windows(2)
            .any(|two| matches!(two, [a, b] if *a == !*b));
        if clash || parts.contains(&!self.yes) {
            return !self.yes;
        }
        match parts.as_slice() {
            [] => return self.yes,
            [one] => return *one,
            _ => {}
        }
        let key = Conjunction(parts);
        if let Some(gate) = self.gates.get(&key) {
            return *gate;
        }
        self.spend(GATE_STEPS + key.0.len() as u64);
        let gate = self.free();
        for part in &key.0 {
            self.require([!gate, *part]);
        }
        let opposite: Vec<_> = key.0.iter().map(|part| !*part).collect();
        self.require(opposite.into_iter().chain([gate]));
        self.gates.insert(key, gate);
        gate
    }

    /// One of these.
    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let opposite: Vec<_> = parts.into_iter().map(|part| !part).collect();
        !self.all(opposite)
    }

    /// Both or neither.
    pub(super) fn same(&mut self, a: Formula, b: Formula) -> Formula {
        let both = self.all([a, b]);
        let neither = self.all([!a, !b]);
        self.any([both, neither])
    }

    /// Exactly one of these is so, of every lead.
    pub(super) fn exactly_one(&mut self, parts: &[Formula]) {
        self.require(parts.iter().copied());
        if parts.len() <= 8 {
            for (at, one) in parts.iter().enumerate() {
                for other in parts.iter().skip(at + 1) {
                    self.require([!*one, !*other]);
                }
            }
            return;
        }
        // A ladder, so that the clauses grow with the parts and not with their pairs.
        let mut before: Option<Formula> = None;
        for part in parts {
            let upto = self.free();
            self.require([!*part, upto]);
            if let Some(before) = before {
                self.require([!before, upto]);
                self.require([!before, !*part]);
            }
            before = Some(upto);
        }
    }

    /// Searches for an assignment in which all of these are so.
    pub(super) fn search(&mut self, assumptions: &[Formula]) -> Verdict {
        if self.left() == 0 {
            return Verdict::Undecided;
        }
        let lits: Vec<Lit> = assumptions.iter().map(|it| it.0).collect();
        let budget = self.sat.cb();
        budget
            .until
            .set(budget.left.get().saturating_sub(self.share));
        budget
            .weight
            .set(1 + self.sat.num_clauses() / CLAUSES_A_STEP);
        let found = self.sat.solve_limited(&lits);
        if found == lbool::TRUE {
            Verdict::Possible
        } else if found == lbool::FALSE {
            let used = |it: &&Formula| self.sat.unsat_core_contains_var(it.0.var());
            Verdict::Impossible(assumptions.iter().filter(used).copied().collect())
        } else {
            Verdict::Undecided
        }
    }

    /// Whether something is so in the assignment that was found last.
    pub(super) fn is_so(&self, formula: Formula) -> bool {
        self.sat.value_lit(formula.0) == lbool::TRUE
    }
}
