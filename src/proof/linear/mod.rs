//! Linear arithmetic over whole numbers, decided exactly: do values exist that satisfy all
//! constraints, and if not, which few constraints exclude each other?
//!
//! In stages, each of which may settle the question: bounds of single variables and sums
//! ([`form`], [`range`]), equations without regard to bounds ([`lattice`]), the simplex method over
//! fractions ([`tableau`]), and a search that splits on fractions ([`search`]). What a failing
//! stage blames is then made as small as is affordable ([`least`]), and the values of a solution
//! as plain as they can be ([`plain`]).

mod form;
mod integers;
mod lattice;
mod least;
mod plain;
mod range;
mod rational;
mod search;
mod system;
mod tableau;

#[cfg(test)]
mod laws;

use system::Verdict;

/// A sum of multiples of variables that is at least so much, over whole numbers.
///
/// A variable may come more than once. An upper bound has its terms and its bound negated; an
/// equation is two constraints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Constraint {
    /// Variables, numbered from 0, and how often each counts.
    pub(crate) terms: Vec<(usize, i128)>,
    /// What the sum is at least.
    pub(crate) at_least: i128,
}

/// Whether constraints can all hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Feasibility {
    /// They do for these values, one a variable, mostly near to zero or to a bound.
    Feasible(Vec<i128>),
    /// These cannot all hold: their places in the list of constraints, rising.
    ///
    /// None of them can be left out, unless they are many or steps are few.
    Infeasible(Vec<usize>),
    /// The steps ran out, or a number its range.
    Undecided,
}

/// Decides whether some whole values of so many variables satisfy all constraints.
///
/// `steps` is what the decision may cost, and is counted down: one for each change of places in
/// the simplex method, and one a split in the search. Bounds of single variables cost none.
/// Undecided also where a constraint speaks of a variable that is none.
pub(crate) fn decide(variables: usize, constraints: &[Constraint], steps: &mut u64) -> Feasibility {
    let before = *steps;
    let all = (0..constraints.len()).collect();
    match system::solve(variables, constraints, &all, steps) {
        Verdict::Feasible(values) => {
            let values = plain::plain(values, constraints);
            let holds = |constraint| plain::holds(constraint, &values) == Some(true);
            // Where a sum of the solution overflows, nobody could check it.
            if constraints.iter().all(holds) {
                Feasibility::Feasible(values)
            } else {
                Feasibility::Undecided
            }
        }
        Verdict::Infeasible(reasons) => {
            let spent = before.saturating_sub(*steps);
            let least = least::least(variables, constraints, reasons, spent, steps);
            Feasibility::Infeasible(least.into_iter().collect())
        }
        Verdict::Undecided => Feasibility::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: u64 = 10_000;

    /// The terms add up to this or more.
    fn at_least(terms: &[(usize, i128)], at_least: i128) -> Constraint {
        Constraint {
            terms: terms.to_vec(),
            at_least,
        }
    }

    /// The terms add up to this or less.
    fn at_most(terms: &[(usize, i128)], at_most: i128) -> Constraint {
        let terms = terms.iter().map(|(at, times)| (*at, -times)).collect();
        Constraint {
            terms,
            at_least: -at_most,
        }
    }

    /// The terms add up to this.
    fn equal(terms: &[(usize, i128)], total: i128) -> [Constraint; 2] {
        [at_least(terms, total), at_most(terms, total)]
    }

    fn decided(variables: usize, constraints: &[Constraint]) -> Feasibility {
        decide(variables, constraints, &mut STEPS.clone())
    }

    #[test]
    fn without_constraints_all_is_zero() {
        assert_eq!(decided(2, &[]), Feasibility::Feasible(vec![0, 0]));
        assert_eq!(
            decided(0, &[at_least(&[], 1)]),
            Feasibility::Infeasible(vec![0])
        );
        assert_eq!(
            decided(0, &[at_least(&[], 0)]),
            Feasibility::Feasible(vec![])
        );
    }

    #[test]
    fn bounds_alone_cost_no_steps() {
        let mut steps = 0;
        let micro = 10_i128.pow(24);
        let bounds = [
            at_least(&[(0, 1)], -micro),
            at_least(&[(1, 2)], 9),
            at_most(&[(1, 1)], micro),
            at_most(&[(2, 1)], -3),
        ];
        let found = decide(3, &bounds, &mut steps);
        assert_eq!(found, Feasibility::Feasible(vec![0, 5, -3]));
        let clash = [bounds.as_slice(), &[at_most(&[(1, 3)], 14)]].concat();
        assert_eq!(
            decide(3, &clash, &mut steps),
            Feasibility::Infeasible(vec![1, 4])
        );
    }

    #[test]
    fn a_chain_of_differences_names_the_chain_alone() {
        let constraints = [
            at_least(&[(0, 1), (1, -1)], 1),
            at_least(&[(0, 1), (3, 1)], 5),
            at_least(&[(1, 1), (2, -1)], 1),
            at_least(&[(3, 1)], -9),
            at_least(&[(2, 1), (0, -1)], -1),
        ];
        assert_eq!(
            decided(4, &constraints),
            Feasibility::Infeasible(vec![0, 2, 4])
        );
        let possible = decided(4, &constraints[..4]);
        assert_eq!(possible, Feasibility::Feasible(vec![5, 1, 0, 0]));
    }

    #[test]
    fn even_is_never_odd_whatever_the_bounds() {
        let parity = equal(&[(0, 2), (1, -2)], 1);
        assert_eq!(decided(2, &parity), Feasibility::Infeasible(vec![0, 1]));
        let together = [
            equal(&[(0, 1), (1, 1), (2, -2)], 0),
            equal(&[(0, 1), (1, -1), (3, -2)], 1),
        ];
        assert_eq!(
            decided(4, &together.concat()),
            Feasibility::Infeasible(vec![0, 1, 2, 3])
        );
        let fixed = [
            equal(&[(0, 6), (1, 10), (2, 15)], 1).to_vec(),
            equal(&[(2, 1)], 4).to_vec(),
        ];
        assert_eq!(
            decided(3, &fixed.concat()),
            Feasibility::Infeasible(vec![0, 1, 2, 3])
        );
    }

    #[test]
    fn strips_between_whole_numbers_are_empty() {
        // 1 <= 3x - 3y + 6z <= 2, and a strip that only two constraints of different slope leave.
        let strip = [
            at_least(&[(0, 3), (1, -3), (2, 6)], 1),
            at_most(&[(0, 3), (1, -3), (2, 6)], 2),
        ];
        assert_eq!(decided(3, &strip), Feasibility::Infeasible(vec![0, 1]));
        let triangle = [
            at_least(&[(0, 3), (1, -2)], 1),
            at_most(&[(0, 3), (1, -1)], 1),
            at_most(&[(1, 1)], 0),
            at_least(&[(1, 3), (0, -1)], -1),
        ];
        let Feasibility::Infeasible(why) = decided(2, &triangle) else {
            panic!("3x >= 2y + 1, 3x <= y + 1, y <= 0, 3y >= x - 1 leave no whole point")
        };
        assert!(!why.is_empty());
    }

    #[test]
    fn equations_over_unbounded_variables_are_solved() {
        let constraints = equal(&[(0, 127), (1, -52)], 1).to_vec();
        let Feasibility::Feasible(values) = decided(2, &constraints) else {
            panic!("127 and 52 have no common divisor")
        };
        assert_eq!(127 * values[0] - 52 * values[1], 1);
    }

    #[test]
    fn values_are_plain() {
        let huge = 10_i128.pow(18);
        let constraints = [
            at_least(&[(0, 1)], 5),
            at_most(&[(0, 1)], 6),
            at_least(&[(1, 1)], -huge),
            at_most(&[(1, 1)], huge),
            at_least(&[(0, 1), (1, 1)], 7),
            at_most(&[(1, 1), (2, -1)], 0),
        ];
        assert_eq!(
            decided(3, &constraints),
            Feasibility::Feasible(vec![6, 1, 1])
        );
    }

    #[test]
    fn instants_and_days_are_decided() {
        // Whole days since two instants in nanoseconds, one instant at least 30 days later.
        let day = 86_400_000_000_000;
        let far = 10_i128.pow(19);
        let mut constraints = vec![at_least(&[(1, 1), (0, -1)], 30 * day)];
        for (instant, days) in [(0, 2), (1, 3)] {
            constraints.push(at_least(&[(instant, 1)], -far));
            constraints.push(at_most(&[(instant, 1)], far));
            constraints.push(at_least(&[(instant, 1), (days, -day)], 0));
            constraints.push(at_most(&[(instant, 1), (days, -day)], day - 1));
        }
        constraints.push(at_least(&[(0, 1)], 17 * day + 5));
        constraints.push(at_most(&[(3, 1)], 46));
        let Feasibility::Infeasible(why) = decided(4, &constraints) else {
            panic!("17 days and 30 days are 47 days")
        };
        assert_eq!(why, vec![0, 8, 9, 10]);
        constraints.pop();
        constraints.push(at_most(&[(3, 1)], 47));
        let Feasibility::Feasible(values) = decided(4, &constraints) else {
            panic!("47 days are 47 days")
        };
        assert_eq!(values[2..], [17, 47]);
    }

    #[test]
    fn out_of_steps_or_numbers_is_undecided() {
        let apart = [
            at_least(&[(0, 1), (1, 1)], 3),
            at_least(&[(0, 1), (1, -1)], 3),
        ];
        assert_eq!(decide(2, &apart, &mut 0), Feasibility::Undecided);
        let mut steps = STEPS;
        assert!(matches!(
            decide(2, &apart, &mut steps),
            Feasibility::Feasible(_)
        ));
        assert!(steps < STEPS);
        let beyond = [
            at_least(&[(0, i128::MAX), (1, 1)], 1),
            at_least(&[(0, 1)], 2),
        ];
        assert_eq!(decided(2, &beyond), Feasibility::Undecided);
        assert_eq!(
            decided(1, &[at_least(&[(1, 1)], 0)]),
            Feasibility::Undecided
        );
    }
}
