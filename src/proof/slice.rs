//! The satisfiability core, with what a question hangs on and no more: the formulas that are asked,
//! what they are made of, and what is known of that. So a question about two rows of a table costs
//! the same in a small table and in a large one.
//!
//! The search itself is `batsat`'s.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use batsat::{Callbacks, Lit, Solver as Sat, SolverInterface, SolverOpts, lbool};

use super::budget::Budget;
use super::formula::{Formula, Formulas, Kind, Var};
use super::orders::OrderedId;

/// A search with some of the formulas.
pub(super) struct Slice {
    sat: Sat<Counted>,
    /// The literals of the formulas that are in it.
    literals: Marks<Lit>,
    /// The cut points of ordered things that are in it, ascending.
    cuts: BTreeMap<OrderedId, BTreeMap<i128, Formula>>,
    /// The clauses that came along.
    clauses: Marks<()>,
    /// What was asked, since the slice is for these questions.
    asked: Marks<()>,
    size: usize,
}

/// Ends a search whose steps are taken.
struct Counted(Rc<Budget>);

impl Callbacks for Counted {
    fn stop(&self) -> bool {
        self.0.choose()
    }
}

/// Something to take in.
enum Work {
    Formula(Var),
    Clause(usize),
}

/// So many clauses make a choice cost one step more.
const CLAUSES_A_STEP: u64 = 500;

/// Up to so many members the pairs of a group are written down one by one.
const FEW: usize = 8;

impl Slice {
    /// Nothing in it yet.
    pub(super) fn new(budget: &Rc<Budget>) -> Slice {
        let mut slice = Slice {
            sat: sat(budget),
            literals: Marks::default(),
            cuts: BTreeMap::new(),
            clauses: Marks::default(),
            asked: Marks::default(),
            size: 0,
        };
        slice.begin();
        slice
    }

    /// Leaves all out again.
    pub(super) fn clear(&mut self) {
        self.sat = sat(&Rc::clone(&self.sat.cb().0));
        self.literals.clear();
        self.cuts.clear();
        self.clauses.clear();
        self.asked.clear();
        self.begin();
    }

    fn begin(&mut self) {
        let always = self.literal(Formula::ALWAYS.var());
        self.clause([always]);
        self.size = 0;
    }

    /// How many formulas are in it.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Whether a formula is in it.
    pub(super) fn has(&self, var: Var) -> bool {
        self.literals.get(var).is_some()
    }

    /// The cut points of an ordered thing that are in it, ascending.
    pub(super) fn cuts(&self, of: OrderedId) -> impl Iterator<Item = (i128, Formula)> {
        let cuts = self.cuts.get(&of).into_iter().flatten();
        cuts.map(|(least, formula)| (*least, *formula))
    }

    /// Whether a formula was asked before of the slice as it is.
    pub(super) fn is_asked(&self, var: Var) -> bool {
        self.asked.get(var).is_some()
    }

    /// Takes note of what is asked.
    pub(super) fn note(&mut self, asked: &[Formula]) {
        asked.iter().for_each(|it| self.asked.set(it.var(), ()));
    }

    /// Forgets what was asked.
    pub(super) fn forget(&mut self) {
        self.asked.clear();
    }

    /// Searches for an assignment in which all of these are so; what rules it out, where there is
    /// none; nothing where that was not decided.
    pub(super) fn search(&mut self, asked: &[Formula]) -> Option<Result<(), Vec<Formula>>> {
        let literals: Vec<Lit> = asked.iter().filter_map(|it| self.of(*it)).collect();
        let weight = 1 + self.sat.num_clauses() / CLAUSES_A_STEP;
        self.sat.cb().0.begin(weight);
        let found = self.sat.solve_limited(&literals);
        if found == lbool::TRUE {
            Some(Ok(()))
        } else if found == lbool::FALSE {
            let used = |it: &&Formula| {
                let literal = self.of(**it);
                literal.is_some_and(|it| self.sat.unsat_core_contains_var(it.var()))
            };
            Some(Err(asked.iter().filter(used).copied().collect()))
        } else {
            None
        }
    }

    /// Whether a formula is so in the assignment that was found last; nothing where it is not in.
    pub(super) fn is_so(&self, formula: Formula) -> Option<bool> {
        let literal = self.of(formula)?;
        Some(self.sat.value_lit(literal) == lbool::TRUE)
    }

    fn of(&self, formula: Formula) -> Option<Lit> {
        let literal = self.literals.get(formula.var())?;
        Some(if formula.is_opposite() {
            !literal
        } else {
            literal
        })
    }

    /// Takes formulas in, with all that they hang on.
    pub(super) fn take_in(&mut self, formulas: &Formulas, asked: &[Formula]) {
        let asked = asked.iter().rev();
        self.take(formulas, asked.map(|it| Work::Formula(it.var())).collect());
    }

    /// Leaves out of all that is found what is not as is assumed.
    pub(super) fn assume(&mut self, formulas: &Formulas) {
        self.take_in(formulas, formulas.facts());
        for fact in formulas.facts() {
            self.clause(self.of(*fact));
        }
    }

    /// Takes clauses in that come with a formula, if that is in.
    pub(super) fn come_with(&mut self, formulas: &Formulas, to: Formula, bundle: Range<usize>) {
        if self.has(to.var()) {
            self.take(formulas, bundle.map(Work::Clause).collect());
        }
    }

    fn take(&mut self, formulas: &Formulas, mut open: Vec<Work>) {
        while let Some(work) = open.pop() {
            match work {
                Work::Formula(var) if self.has(var) => {}
                Work::Formula(var) => self.add(formulas, var, &mut open),
                Work::Clause(at) if self.clauses.get(at).is_some() => {}
                Work::Clause(at) => {
                    let clause = formulas.clause(at);
                    let missing = clause.iter().filter(|it| !self.has(it.var()));
                    let missing: Vec<_> = missing.map(|it| Work::Formula(it.var())).collect();
                    if missing.is_empty() {
                        self.take_clause(clause, at);
                    } else {
                        open.push(work);
                        open.extend(missing);
                    }
                }
            }
        }
    }

    fn add(&mut self, formulas: &Formulas, var: Var, open: &mut Vec<Work>) {
        match formulas.kind(var) {
            Kind::Always => {}
            Kind::Free => {
                self.literal(var);
            }
            Kind::OneOf(group) => {
                let members = formulas.group(*group);
                self.add_group(members);
                for member in members {
                    self.come_along(formulas, member.var(), open);
                }
                return;
            }
            Kind::Cut(of, least) => self.add_cut(var, *of, *least),
            Kind::All(parts) => {
                let missing = parts.iter().filter(|it| !self.has(it.var()));
                let missing: Vec<_> = missing.map(|it| Work::Formula(it.var())).collect();
                if !missing.is_empty() {
                    // Its parts first.
                    open.push(Work::Formula(var));
                    open.extend(missing.into_iter().rev());
                    return;
                }
                self.add_gate(var, parts);
            }
        }
        self.come_along(formulas, var, open);
    }

    /// What is known of a formula that has come in.
    fn come_along(&mut self, formulas: &Formulas, var: Var, open: &mut Vec<Work>) {
        for at in formulas.mentions(var) {
            self.remark(formulas, *at);
        }
        open.extend(formulas.bundle(var).map(Work::Clause));
    }

    /// Takes a clause in if all that it mentions is in.
    pub(super) fn remark(&mut self, formulas: &Formulas, at: usize) {
        let clause = formulas.clause(at);
        if self.clauses.get(at).is_none() && clause.iter().all(|it| self.has(it.var())) {
            self.take_clause(clause, at);
        }
    }

    fn take_clause(&mut self, clause: &[Formula], at: usize) {
        self.clauses.set(at, ());
        let literals: Vec<Lit> = clause.iter().filter_map(|it| self.of(*it)).collect();
        self.clause(literals);
    }

    fn literal(&mut self, var: Var) -> Lit {
        let literal = self.new_literal();
        self.literals.set(var, literal);
        self.size += 1;
        literal
    }

    fn new_literal(&mut self) -> Lit {
        Lit::new(self.sat.new_var_default(), true)
    }

    fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        let mut literals: Vec<Lit> = literals.into_iter().collect();
        self.sat.add_clause_reuse(&mut literals);
    }

    fn add_gate(&mut self, var: Var, parts: &[Formula]) {
        let gate = self.literal(var);
        let mut opposite = vec![gate];
        for part in parts {
            if let Some(part) = self.of(*part) {
                self.clause([!gate, part]);
                opposite.push(!part);
            }
        }
        self.clause(opposite);
    }

    fn add_group(&mut self, members: &[Formula]) {
        let members = members.iter();
        let literals: Vec<Lit> = members.map(|it| self.literal(it.var())).collect();
        self.clause(literals.iter().copied());
        if literals.len() <= FEW {
            for (at, one) in literals.iter().enumerate() {
                for other in literals.iter().skip(at + 1) {
                    self.clause([!*one, !*other]);
                }
            }
            return;
        }
        // A ladder, so that the clauses grow with the members and not with their pairs.
        let mut before: Option<Lit> = None;
        for one in literals {
            let upto = self.new_literal();
            self.clause([!one, upto]);
            if let Some(before) = before {
                self.clause([!before, upto]);
                self.clause([!before, !one]);
            }
            before = Some(upto);
        }
    }

    /// Whoever has at least 200 has at least 100.
    fn add_cut(&mut self, var: Var, of: OrderedId, least: i128) {
        let cut = self.literal(var);
        let cuts = self.cuts.entry(of).or_default();
        let below = cuts.range(..least).next_back().map(|(_, it)| *it);
        let above = cuts.range(least..).next().map(|(_, it)| *it);
        cuts.insert(least, Formula::of(var));
        if let Some(below) = below.and_then(|it| self.of(it)) {
            self.clause([!cut, below]);
        }
        if let Some(above) = above.and_then(|it| self.of(it)) {
            self.clause([!above, cut]);
        }
    }
}

fn sat(budget: &Rc<Budget>) -> Sat<Counted> {
    Sat::new(SolverOpts::default(), Counted(Rc::clone(budget)))
}

/// Something for some numbers; all are taken back at once, however many there are.
#[derive(Debug)]
struct Marks<T> {
    age: u32,
    all: Vec<Option<(u32, T)>>,
}

impl<T> Default for Marks<T> {
    fn default() -> Marks<T> {
        Marks {
            age: 0,
            all: Vec::new(),
        }
    }
}

impl<T: Copy> Marks<T> {
    fn get(&self, at: usize) -> Option<T> {
        let (age, mark) = (*self.all.get(at)?)?;
        (age == self.age).then_some(mark)
    }

    fn set(&mut self, at: usize, mark: T) {
        if self.all.len() <= at {
            self.all.resize(at + 1, None);
        }
        if let Some(place) = self.all.get_mut(at) {
            *place = Some((self.age, mark));
        }
    }

    fn clear(&mut self) {
        self.age += 1;
    }
}
