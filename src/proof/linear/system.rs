//! The constraints as ranges of variables and of sums, and the solution of them by one pass:
//! bounds, then equations, then the search.

use std::collections::{BTreeMap, BTreeSet};

use super::Constraint;
use super::form::{Form, Meaning};
use super::lattice::Lattice;
use super::range::{Bound, End, Range, Reasons};
use super::search::{Answer, Search};
use super::tableau::Tableau;

/// What is known of a choice of constraints, explanations not yet as small as they can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Values of all variables.
    Feasible(Vec<i128>),
    /// Numbers of constraints that cannot all hold.
    Infeasible(Reasons),
    /// Out of steps, or out of the range of numbers.
    Undecided,
}

/// Variables and sums, with the bounds that constraints put on them.
struct System {
    variables: Vec<Range>,
    sums: BTreeMap<Form, Range>,
}

/// Decides the chosen ones of the constraints.
pub(super) fn solve(
    variables: usize,
    constraints: &[Constraint],
    chosen: &Reasons,
    steps: &mut u64,
) -> Verdict {
    attempt(variables, constraints, chosen, steps).unwrap_or(Verdict::Undecided)
}

/// The same; `None` is undecided.
fn attempt(
    variables: usize,
    constraints: &[Constraint],
    chosen: &Reasons,
    steps: &mut u64,
) -> Option<Verdict> {
    let system = match System::of(variables, constraints, chosen)? {
        Ok(system) => system,
        Err(reasons) => return Some(Verdict::Infeasible(reasons)),
    };
    // Its own overflow settles nothing: the search may still find an answer.
    if let Some(reasons) = system.contradicting_equations().flatten() {
        return Some(Verdict::Infeasible(reasons));
    }
    let mut tableau = Tableau::new(system.variables);
    let mut sums = Vec::with_capacity(system.sums.len());
    for (form, range) in system.sums {
        let sum = tableau.define(&form)?;
        for (end, bound) in [(End::Lower, range.lower), (End::Upper, range.upper)] {
            if let Some(bound) = bound {
                // No range is empty.
                tableau.tighten(sum, end, bound)?.ok()?;
            }
        }
        sums.push(form);
    }
    let first_assumption = constraints.len();
    let search = Search::new(tableau, variables, sums, first_assumption);
    Some(match search.run(steps) {
        Answer::Point(values) => Verdict::Feasible(values),
        Answer::Never(reasons) => Verdict::Infeasible(reasons),
        Answer::Unknown => Verdict::Undecided,
    })
}

impl System {
    /// The chosen constraints, or the one or two of them that leave a variable or a sum no value.
    ///
    /// `None` on overflow, and where a constraint speaks of a variable that is none.
    fn of(
        variables: usize,
        constraints: &[Constraint],
        chosen: &Reasons,
    ) -> Option<Result<System, Reasons>> {
        let mut system = System {
            variables: vec![Range::default(); variables],
            sums: BTreeMap::new(),
        };
        for reason in chosen.iter().copied() {
            let (form, end, value) = match constraints.get(reason)?.meaning()? {
                Meaning::Always => continue,
                Meaning::Never => return Some(Err([reason].into())),
                Meaning::AtLeast(form, value) => (form, End::Lower, value),
                Meaning::AtMost(form, value) => (form, End::Upper, value),
            };
            if form.last()?.0 >= variables {
                return None;
            }
            let range = match form.as_slice() {
                [(variable, _)] => system.variables.get_mut(*variable)?,
                _ => system.sums.entry(form).or_default(),
            };
            range.tighten(end, Bound { value, reason });
            if let Some(reasons) = range.clash() {
                return Some(Err(reasons));
            }
        }
        Some(Ok(system))
    }

    /// Why the variables and sums of only one value cannot have these, where they cannot as whole
    /// numbers, whatever else holds; `None` on overflow.
    fn contradicting_equations(&self) -> Option<Option<Reasons>> {
        let fixed_sums: Vec<_> = (self.sums.iter())
            .filter_map(|(form, range)| Some((form.clone(), range.only()?)))
            .collect();
        let spoken_of: BTreeSet<usize> = (fixed_sums.iter())
            .flat_map(|(form, _)| form.iter().map(|(variable, _)| *variable))
            .collect();
        let places: BTreeMap<usize, usize> = spoken_of.iter().copied().zip(0..).collect();
        let fixed_variables = spoken_of.iter().filter_map(|variable| {
            let only = self.variables.get(*variable)?.only()?;
            Some((vec![(*variable, 1)], only))
        });
        let equations: Vec<_> = fixed_variables.chain(fixed_sums.iter().cloned()).collect();
        let mut lattice = Lattice::new(places.len());
        for (form, (total, _)) in &equations {
            let placed = |(variable, times): &(usize, i128)| Some((*places.get(variable)?, *times));
            let terms: Option<Form> = form.iter().map(placed).collect();
            if let Err(contradiction) = lattice.equate(&terms?, *total)? {
                let reasons = (contradiction.equations.iter())
                    .filter_map(|at| equations.get(*at))
                    .flat_map(|(_, (_, reasons))| reasons.iter().copied());
                return Some(Some(reasons.collect()));
            }
        }
        Some(None)
    }
}
