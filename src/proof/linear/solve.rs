//! One decision from beginning to end: bounds, then equations, then the search.

use super::Constraint;
use super::lattice::Lattice;
use super::range::{Range, Reasons};
use super::search::{Answer, Search};
use super::system::{Reduction, System};

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
    let whole = match System::of(variables, constraints, chosen)? {
        Ok(system) => system,
        Err(reasons) => return Some(Verdict::Infeasible(reasons)),
    };
    let (mut system, kept) = whole.of_sums()?;
    let mut lattices: Vec<Lattice> = Vec::new();
    // Overflow ends the putting in, and settles nothing.
    while let Some(reduced) = system.reduced() {
        match reduced {
            Err(reasons) => return Some(Verdict::Infeasible(reasons)),
            Ok(None) => break,
            Ok(Some(Reduction {
                system: smaller,
                lattice,
            })) => {
                lattices.push(lattice);
                system = smaller;
            }
        }
    }
    let (tableau, sums) = system.tableau()?;
    let search = Search::new(tableau, system.variables().len(), sums, system.reasons());
    let mut point = match search.run(steps) {
        Answer::Point(values) => values,
        Answer::Never(reasons) => return Some(Verdict::Infeasible(system.grounds_of(&reasons))),
        Answer::Unknown => return Some(Verdict::Undecided),
    };
    for lattice in lattices.iter().rev() {
        point = lattice.point(&point)?;
    }
    // Variables that no sum speaks of have any value of their range.
    let mut values: Vec<i128> = whole.variables().iter().map(Range::plainest).collect();
    for (variable, value) in kept.into_iter().zip(point) {
        *values.get_mut(variable)? = value;
    }
    Some(Verdict::Feasible(values))
}
