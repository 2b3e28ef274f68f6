//! One decision from beginning to end: bounds, then equations, then the search.

use super::Constraint;
use super::lattice::Lattice;
use super::range::{Range, Reasons};
use super::search::{Answer, Search};
use super::system::{Reduction, System};

/// What is known of a choice of constraints, explanations not yet as small as they can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// They can hold.
    Feasible {
        /// Values of all variables.
        values: Vec<i128>,
        /// Steps, by how much of each variable, that keep equations which one variable alone would
        /// break.
        directions: Vec<Vec<i128>>,
    },
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
    let point = match search.run(steps) {
        Answer::Point(values) => values,
        Answer::Never(reasons) => return Some(Verdict::Infeasible(system.grounds_of(&reasons))),
        Answer::Unknown => return Some(Verdict::Undecided),
    };
    let given = whole.variables();
    Some(Verdict::Feasible {
        values: unfolded(&point, &lattices, &kept, given)?,
        directions: directions(point.len(), &lattices, &kept, given)?,
    })
}

/// The point of the given variables that a point of the last system is.
fn unfolded(
    point: &[i128],
    lattices: &[Lattice],
    kept: &[usize],
    given: &[Range],
) -> Option<Vec<i128>> {
    let mut point = point.to_vec();
    for lattice in lattices.iter().rev() {
        point = lattice.point(&point)?;
    }
    // Variables that no sum speaks of have any value of their range.
    let mut values: Vec<i128> = given.iter().map(Range::plainest).collect();
    for (variable, value) in kept.iter().zip(point) {
        *values.get_mut(*variable)? = value;
    }
    Some(values)
}

/// Which way the given variables go where one of the last system grows by one.
fn directions(
    variables: usize,
    lattices: &[Lattice],
    kept: &[usize],
    given: &[Range],
) -> Option<Vec<Vec<i128>>> {
    if lattices.is_empty() {
        return Some(Vec::new());
    }
    let origin = unfolded(&vec![0; variables], lattices, kept, given)?;
    let direction = |at: usize| {
        let unit: Vec<i128> = (0..variables).map(|i| i128::from(i == at)).collect();
        let there = unfolded(&unit, lattices, kept, given)?;
        let ways = there.iter().zip(&origin);
        ways.map(|(there, here)| there.checked_sub(*here)).collect()
    };
    (0..variables).map(direction).collect()
}
