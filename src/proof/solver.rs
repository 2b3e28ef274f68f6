//! Formulas, and the search for an assignment in which some of them are so.

use std::collections::HashMap;
use std::rc::Rc;

use super::budget::Budget;
use super::formula::{Clause, Formula, Formulas, Kind, Var};
use super::orders::OrderedId;
use super::slice::Slice;

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

/// What a gate costs, beside one step for each of its parts.
const GATE_STEPS: u64 = 4;

/// A slice that holds so many times as much as a question hangs on is not used for it.
const SPARE: usize = 2;

/// Smaller slices than this are used in any case.
const SMALL: usize = 100;

/// All formulas, and those of them that the present question hangs on.
pub(super) struct Solver {
    formulas: Formulas,
    slice: Slice,
    budget: Rc<Budget>,
    /// What is looked at beside what is asked, so that it is known of the assignment.
    watched: Vec<Formula>,
    /// When each formula was counted last, and how often formulas were counted.
    counted: Vec<u32>,
    counts: u32,
}

impl Solver {
    /// No formulas yet, and so many steps of a whole budget.
    pub(super) fn new(budget: u64, whole: u64) -> Self {
        let budget = Rc::new(Budget::new(budget, whole));
        Solver {
            formulas: Formulas::default(),
            slice: Slice::new(&budget),
            budget,
            watched: Vec::new(),
            counted: Vec::new(),
            counts: 0,
        }
    }

    /// The most steps for one question.
    pub(super) fn share(&self) -> u64 {
        self.budget.share()
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> u64 {
        self.budget.left()
    }

    /// Takes so many steps for work that is not the core's.
    pub(super) fn spend(&mut self, steps: u64) {
        self.budget.spend(steps);
    }

    /// What is so of every lead.
    pub(super) fn always(&self) -> Formula {
        Formula::ALWAYS
    }

    /// What is so of no lead.
    pub(super) fn never(&self) -> Formula {
        Formula::NEVER
    }

    /// What is so of every lead, or of none.
    pub(super) fn constant(&self, so: bool) -> Formula {
        if so { self.always() } else { self.never() }
    }

    /// Something new, so far free to be so or not. Where a question does not hang on it, it is not so.
    pub(super) fn free(&mut self) -> Formula {
        self.formulas.free()
    }

    /// So many new things, of which exactly one is so. Where a question does not hang on them, it is
    /// the first.
    pub(super) fn one_of(&mut self, count: usize) -> Vec<Formula> {
        self.formulas.one_of(count)
    }

    /// That an ordered thing is at least so many units; to be asked for once.
    pub(super) fn cut(&mut self, of: OrderedId, least: i128) -> Formula {
        self.formulas.cut(of, least)
    }

    /// The cut points of an ordered thing on which the present question hangs, ascending.
    pub(super) fn cuts(&self, of: OrderedId) -> impl Iterator<Item = (i128, Formula)> {
        self.slice.cuts(of)
    }

    /// Whether the present question hangs on a formula.
    pub(super) fn looks_at(&self, formula: Formula) -> bool {
        self.slice.has(formula.var())
    }

    /// One of these is so, which is true of every lead by what they are.
    pub(super) fn remark(&mut self, clause: impl IntoIterator<Item = Formula>) {
        let at = self.formulas.remark(clause.into_iter().collect());
        self.slice.remark(&self.formulas, at);
    }

    /// Of each clause one is so. They are looked at wherever one of some formulas is.
    pub(super) fn require_with(&mut self, to: &[Formula], clauses: Vec<Clause>) {
        let bundle = self.formulas.bind(to, clauses);
        for to in to {
            self.slice.come_with(&self.formulas, *to, bundle.clone());
        }
    }

    /// Leaves all leads out of which something is not so.
    pub(super) fn assume(&mut self, fact: Formula) {
        self.formulas.assume(fact);
        self.slice.clear();
    }

    /// All of these.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let (formula, parts) = self.formulas.all(parts);
        self.spend(match parts {
            0 => 1,
            parts => GATE_STEPS + parts as u64,
        });
        formula
    }

    /// One of these.
    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        !self.all(parts.into_iter().map(|part| !part))
    }

    /// Both or neither.
    pub(super) fn same(&mut self, a: Formula, b: Formula) -> Formula {
        let both = self.all([a, b]);
        let neither = self.all([!a, !b]);
        self.any([both, neither])
    }

    /// From now on these are looked at beside what is asked.
    pub(super) fn watch(&mut self, formulas: Vec<Formula>) {
        self.watched = formulas;
        self.slice.forget();
    }

    /// Searches for an assignment in which all of these are so.
    pub(super) fn search(&mut self, asked: &[Formula]) -> Verdict {
        if self.left() == 0 {
            return Verdict::Undecided;
        }
        self.cut_out(asked);
        match self.slice.search(asked) {
            Some(Ok(())) => Verdict::Possible,
            Some(Err(core)) => Verdict::Impossible(core),
            None => Verdict::Undecided,
        }
    }

    /// Makes the slice one that holds what a question hangs on, and not much more.
    fn cut_out(&mut self, asked: &[Formula]) {
        if asked.iter().all(|it| self.slice.is_asked(it.var())) {
            return;
        }
        let beside = self.formulas.facts().iter().chain(&self.watched);
        let roots: Vec<Formula> = beside.chain(asked).copied().collect();
        let (all, new) = self.count(&roots);
        if self.slice.size() + new > SPARE * all + SMALL {
            self.slice.clear();
        }
        if self.slice.size() == 0 {
            self.slice.assume(&self.formulas);
        }
        self.slice.take_in(&self.formulas, &roots);
        self.slice.note(asked);
    }

    /// On how many formulas some hang, and how many of them are not in the slice.
    fn count(&mut self, roots: &[Formula]) -> (usize, usize) {
        self.counted.resize(self.formulas.len(), 0);
        self.counts += 1;
        let (mut all, mut new) = (0, 0);
        let mut open: Vec<Var> = roots.iter().map(|it| it.var()).collect();
        while let Some(var) = open.pop() {
            let Some(last) = self.counted.get_mut(var) else {
                continue;
            };
            if std::mem::replace(last, self.counts) == self.counts {
                continue;
            }
            all += 1;
            new += usize::from(!self.slice.has(var));
            match self.formulas.kind(var) {
                Kind::All(parts) => open.extend(parts.iter().map(|it| it.var())),
                Kind::OneOf(group) => {
                    open.extend(self.formulas.group(*group).iter().map(|it| it.var()));
                }
                Kind::Always | Kind::Free | Kind::Cut(..) => {}
            }
            for at in self.formulas.bundle(var) {
                open.extend(self.formulas.clause(at).iter().map(|it| it.var()));
            }
        }
        (all, new)
    }

    /// Whether something is so in the assignment that was found last.
    pub(super) fn is_so(&self, formula: Formula) -> bool {
        if let Some(so) = self.slice.is_so(formula) {
            return so;
        }
        let mut worked_out: HashMap<Var, bool> = HashMap::new();
        let mut open: Vec<Var> = vec![formula.var()];
        while let Some(var) = open.last().copied() {
            let so = match self.slice.is_so(Formula::of(var)) {
                Some(so) => so,
                None => match self.formulas.kind(var) {
                    Kind::All(parts) => {
                        let next = parts.iter().find(|it| !worked_out.contains_key(&it.var()));
                        if let Some(next) = next {
                            open.push(next.var());
                            continue;
                        }
                        parts.iter().all(|it| {
                            let so = worked_out.get(&it.var()).copied();
                            so.unwrap_or(false) ^ it.is_opposite()
                        })
                    }
                    kind => self.is_so_plainly(var, kind),
                },
            };
            worked_out.insert(var, so);
            open.pop();
        }
        let so = worked_out.get(&formula.var()).copied();
        so.unwrap_or(false) ^ formula.is_opposite()
    }

    /// Whether something is so on which the question does not hang.
    fn is_so_plainly(&self, var: Var, kind: &Kind) -> bool {
        match kind {
            Kind::Always => true,
            Kind::Free | Kind::All(_) => false,
            Kind::OneOf(group) => {
                let first = self.formulas.group(*group).first();
                first.is_some_and(|first| first.var() == var)
            }
            Kind::Cut(of, least) => {
                let mut cuts = self.slice.cuts(*of);
                cuts.any(|(cut, so)| cut >= *least && self.slice.is_so(so) == Some(true))
            }
        }
    }
}
