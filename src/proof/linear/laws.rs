//! Laws that hold for all systems, tried on many that a fixed sequence of numbers makes.

use super::plain::holds;
use super::{Constraint, Feasibility, decide};

const STEPS: u64 = 20_000;

/// Numbers without a pattern, the same ones in every run (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    /// The next number of those from `least` to `most`.
    fn next(&mut self, least: i128, most: i128) -> i128 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        least + i128::from(self.0 >> 8) % (most - least + 1)
    }

    /// One of the variables.
    fn variable(&mut self, variables: usize) -> usize {
        usize::try_from(self.next(0, variables as i128 - 1)).unwrap()
    }

    /// A sum of some of the variables with multiples up to so much.
    fn terms(&mut self, variables: usize, most: i128) -> Vec<(usize, i128)> {
        let all = (0..variables).map(|variable| (variable, self.next(-most, most)));
        let terms: Vec<_> = all.collect();
        let skipped = self.variable(variables);
        terms
            .into_iter()
            .filter(|(at, _)| *at != skipped || most % 2 == 0)
            .collect()
    }
}

fn constraint(terms: Vec<(usize, i128)>, at_least: i128) -> Constraint {
    Constraint { terms, at_least }
}

/// The constraint that the terms add up to the bound of this one or less.
fn turned(one: &Constraint) -> Constraint {
    let terms = one.terms.iter().map(|(at, times)| (*at, -times)).collect();
    constraint(terms, -one.at_least)
}

/// Constraints of so many variables, each of which is at least -4 and at most 4.
fn boxed_system(numbers: &mut Numbers, variables: usize) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    for variable in 0..variables {
        let lower = numbers.next(-4, 2);
        let upper = numbers.next(lower.max(-1), 4);
        constraints.push(constraint(vec![(variable, 1)], lower));
        constraints.push(constraint(vec![(variable, -2)], -2 * upper - 1));
    }
    for _ in 0..numbers.next(1, 5) {
        let most = numbers.next(1, 7);
        let row = constraint(numbers.terms(variables, most), numbers.next(-9, 9));
        if numbers.next(0, 2) == 0 {
            constraints.push(turned(&row));
        }
        constraints.push(row);
    }
    constraints
}

/// Whether some values from -`reach` to `reach` satisfy the chosen constraints.
fn exists(variables: usize, constraints: &[&Constraint], reach: i128) -> bool {
    let mut values = vec![-reach; variables];
    loop {
        if constraints
            .iter()
            .all(|one| holds(one, &values) == Some(true))
        {
            return true;
        }
        let Some(next) = values.iter().position(|value| *value < reach) else {
            return false;
        };
        values[..next].fill(-reach);
        values[next] += 1;
    }
}

/// Checks what was decided against itself; whether it is feasible, where that is known.
fn checked(variables: usize, constraints: &[Constraint], found: &Feasibility) -> Option<bool> {
    match found {
        Feasibility::Feasible(values) => {
            assert_eq!(values.len(), variables);
            for one in constraints {
                assert_eq!(holds(one, values), Some(true), "{one:?} at {values:?}");
            }
            Some(true)
        }
        Feasibility::Infeasible(why) => {
            assert!(why.is_sorted_by(|one, another| one < another));
            assert!(!why.is_empty());
            Some(false)
        }
        Feasibility::Undecided => None,
    }
}

#[test]
fn small_boxes_are_decided_as_counting_decides_them() {
    let mut numbers = Numbers(0x5eed_0001);
    let mut infeasible = 0;
    for round in 0..3_000 {
        let variables = 2 + round % 3;
        let constraints = boxed_system(&mut numbers, variables);
        let mut steps = STEPS;
        let found = decide(variables, &constraints, &mut steps);
        let all: Vec<_> = constraints.iter().collect();
        let feasible = checked(variables, &constraints, &found);
        assert_eq!(
            feasible,
            Some(exists(variables, &all, 4)),
            "{constraints:?}"
        );
        let Feasibility::Infeasible(why) = found else {
            continue;
        };
        infeasible += 1;
        let blamed: Vec<_> = why.iter().map(|at| &constraints[*at]).collect();
        // Blamed without all bounds, hence looked for beyond them.
        let reach = if variables == 2 { 30 } else { 7 };
        assert!(!exists(variables, &blamed, reach), "{blamed:?}");
        for left_out in &why {
            let rest: Vec<_> = (why.iter().filter(|at| *at != left_out))
                .map(|at| constraints[*at].clone())
                .collect();
            let found = decide(variables, &rest, &mut steps);
            assert_eq!(checked(variables, &rest, &found), Some(true), "{blamed:?}");
        }
    }
    assert!((500..2_500).contains(&infeasible), "{infeasible}");
}

#[test]
fn nothing_depends_on_where_zero_is() {
    let mut numbers = Numbers(0x5eed_0002);
    for round in 0..500 {
        let variables = 2 + round % 3;
        let constraints = boxed_system(&mut numbers, variables);
        let far: Vec<i128> = (0..variables)
            .map(|_| numbers.next(-10, 10) * 10_i128.pow(20) + numbers.next(-99, 99))
            .collect();
        let moved: Vec<_> = (constraints.iter())
            .map(|one| {
                let by: i128 = one.terms.iter().map(|(at, times)| times * far[*at]).sum();
                constraint(one.terms.clone(), one.at_least + by)
            })
            .collect();
        let here = decide(variables, &constraints, &mut STEPS.clone());
        let there = decide(variables, &moved, &mut STEPS.clone());
        let (here, there) = (
            checked(variables, &constraints, &here),
            checked(variables, &moved, &there),
        );
        assert_eq!(here, there, "{constraints:?}");
    }
}

#[test]
fn systems_around_a_known_point_without_bounds_are_feasible() {
    let mut numbers = Numbers(0x5eed_0003);
    for round in 0..500 {
        let variables = 2 + round % 5;
        let point: Vec<i128> = (0..variables).map(|_| numbers.next(-999, 999)).collect();
        let mut constraints = Vec::new();
        for _ in 0..numbers.next(1, variables as i128 + 2) {
            let terms = numbers.terms(variables, 100);
            let total: i128 = terms.iter().map(|(at, times)| times * point[*at]).sum();
            let slack = numbers.next(0, 3);
            let row = constraint(terms, total - slack);
            if numbers.next(0, 1) == 0 {
                constraints.push(turned(&constraint(row.terms.clone(), total)));
            }
            constraints.push(row);
        }
        let found = decide(variables, &constraints, &mut STEPS.clone());
        assert_ne!(
            checked(variables, &constraints, &found),
            Some(false),
            "{constraints:?}"
        );
        println!("{round} {:?}", checked(variables, &constraints, &found));
    }
}

#[test]
fn fifty_interlocked_differences_and_sums_come_to_an_end() {
    let mut numbers = Numbers(0x5eed_0004);
    for round in 0..20 {
        let variables = 20;
        let mut constraints = Vec::new();
        for _ in 0..50 {
            let (one, another) = (numbers.variable(variables), numbers.variable(variables));
            let apart = numbers.next(-60 - 20 * round, 10);
            constraints.push(constraint(vec![(one, 1), (another, -1)], apart));
        }
        for _ in 0..6 {
            let terms = (0..5).map(|_| (numbers.variable(variables), numbers.next(1, 9)));
            let row = constraint(terms.collect(), numbers.next(-500, 500));
            constraints.push(turned(&constraint(row.terms.clone(), row.at_least + 40)));
            constraints.push(row);
        }
        let mut steps = STEPS;
        let found = decide(variables, &constraints, &mut steps);
        println!(
            "{round} {:?} {}",
            checked(variables, &constraints, &found),
            STEPS - steps
        );
        let mut again = STEPS;
        assert_eq!(decide(variables, &constraints, &mut again), found);
        assert_eq!(again, steps);
    }
}
#[test]
fn dbg_case() {
    let c = |t: &[(usize, i128)], a| constraint(t.to_vec(), a);
    let all = [
        c(&[(0, 1)], 1),
        c(&[(0, -2)], -3),
        c(&[(1, 1)], -1),
        c(&[(1, -2)], -1),
        c(&[(3, 1)], 2),
        c(&[(3, -2)], -9),
        c(&[(0, -5), (1, -6), (2, 6), (3, -1)], 0),
        c(&[(0, 5), (1, 6), (2, -6), (3, 1)], 0),
    ];
    for i in 0..9 {
        let rest: Vec<_> = all
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, c)| c.clone())
            .collect();
        let mut steps = STEPS;
        println!("{i} {:?} {}", decide(4, &rest, &mut steps), STEPS - steps);
    }
}
