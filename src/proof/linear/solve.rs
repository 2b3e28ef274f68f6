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

#[cfg(test)]
mod tests {
    use super::*;

    /// x + y = 10, x >= 4, z >= 2, and y >= `least`.
    fn constraints(least: i128) -> Vec<Constraint> {
        let rows: [(&[(usize, i128)], i128); 5] = [
            (&[(0, 1), (1, 1)], 10),
            (&[(0, -1), (1, -1)], -10),
            (&[(0, 1)], 4),
            (&[(2, 1)], 2),
            (&[(1, 1)], least),
        ];
        let constraint = |(terms, at_least): (&[(usize, i128)], i128)| Constraint {
            terms: terms.to_vec(),
            at_least,
        };
        rows.map(constraint).to_vec()
    }

    #[test]
    fn points_come_back_from_behind_equations() {
        let all = (0..5).collect();
        let verdict = solve(3, &constraints(5), &all, &mut 100);
        let Verdict::Feasible { values, directions } = verdict else {
            panic!("4 + 6 and 5 + 5 are 10")
        };
        assert_eq!((values[0] + values[1], values[2]), (10, 2));
        assert_eq!(directions.len(), 1);
        assert_eq!(
            (directions[0][0] + directions[0][1], directions[0][2]),
            (0, 0)
        );
    }

    #[test]
    fn constraints_that_are_not_chosen_do_not_count() {
        let constraints = constraints(7);
        let all = (0..5).collect();
        let verdict = solve(3, &constraints, &all, &mut 100);
        // The equation that was put in counts whole, until it is tried without either side.
        assert_eq!(verdict, Verdict::Infeasible([0, 1, 2, 4].into()));
        let chosen = [0, 2, 3, 4].into();
        let verdict = solve(3, &constraints, &chosen, &mut 100);
        assert!(matches!(verdict, Verdict::Feasible { .. }));
    }
}
