//! The constraints as ranges of variables and of sums, each bound with the constraints behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::Constraint;
use super::form::{Form, Meaning, Reduced};
use super::lattice::Lattice;
use super::range::{Bound, End, Range, Reasons};
use super::tableau::Tableau;

/// Variables and sums of two or more of them, with the bounds that constraints put on them.
pub(super) struct System {
    variables: Vec<Range>,
    sums: BTreeMap<Form, Range>,
    /// The constraints behind each reason that a bound has.
    grounds: Vec<Reasons>,
}

/// A system in fewer variables, and how its points are points of the one before.
pub(super) struct Reduction {
    pub(super) system: System,
    pub(super) lattice: Lattice,
}

/// The only value of a sum, and the reasons for it.
struct Equation {
    form: Form,
    total: i128,
    reasons: Reasons,
}

impl System {
    /// The chosen constraints, or the one or two of them that leave a variable or a sum no value.
    ///
    /// `None` on overflow, and where a constraint speaks of a variable that is none.
    pub(super) fn of(
        variables: usize,
        constraints: &[Constraint],
        chosen: &Reasons,
    ) -> Option<Result<System, Reasons>> {
        let mut system = System::empty(variables);
        for constraint in chosen {
            let (form, end, value) = match constraints.get(*constraint)?.meaning()? {
                Meaning::Always => continue,
                Meaning::Never => return Some(Err([*constraint].into())),
                Meaning::AtLeast(form, value) => (form, End::Lower, value),
                Meaning::AtMost(form, value) => (form, End::Upper, value),
            };
            if let Err(reasons) = system.bound(form, end, value, [*constraint].into())? {
                return Some(Err(reasons));
            }
        }
        Some(Ok(system))
    }

    /// So many variables without bounds.
    fn empty(variables: usize) -> System {
        System {
            variables: vec![Range::default(); variables],
            sums: BTreeMap::new(),
            grounds: Vec::new(),
        }
    }

    /// Bounds a variable or a sum, for these constraints: `Err` with those that leave it no value.
    fn bound(
        &mut self,
        form: Form,
        end: End,
        value: i128,
        grounds: Reasons,
    ) -> Option<Result<(), Reasons>> {
        if form.last()?.0 >= self.variables.len() {
            return None;
        }
        let range = match form.as_slice() {
            [(variable, _)] => self.variables.get_mut(*variable)?,
            _ => self.sums.entry(form).or_default(),
        };
        let reason = self.grounds.len();
        if range.tighten(end, Bound { value, reason }) {
            let clash = range.clash();
            self.grounds.push(grounds);
            if let Some(reasons) = clash {
                return Some(Err(self.grounds_of(&reasons)));
            }
        }
        Some(Ok(()))
    }

    /// The constraints behind reasons of bounds.
    pub(super) fn grounds_of(&self, reasons: &Reasons) -> Reasons {
        let grounds = reasons
            .iter()
            .filter_map(|reason| self.grounds.get(*reason));
        grounds.flatten().copied().collect()
    }

    /// How many reasons there are: the bounds are for reasons with lesser numbers.
    pub(super) fn reasons(&self) -> usize {
        self.grounds.len()
    }

    /// The ranges of the variables.
    pub(super) fn variables(&self) -> &[Range] {
        &self.variables
    }

    /// The system of those variables alone that sums speak of, and which these are, rising.
    pub(super) fn of_sums(&self) -> Option<(System, Vec<usize>)> {
        let speaking = self.sums.keys().flatten().map(|(variable, _)| *variable);
        let kept: Vec<usize> = speaking.collect::<BTreeSet<_>>().into_iter().collect();
        let ranges = kept
            .iter()
            .map(|variable| self.variables.get(*variable).copied());
        let renamed =
            |(variable, times): &(usize, i128)| Some((kept.binary_search(variable).ok()?, *times));
        let sums = (self.sums.iter())
            .map(|(form, range)| Some((form.iter().map(renamed).collect::<Option<_>>()?, *range)));
        let system = System {
            variables: ranges.collect::<Option<_>>()?,
            sums: sums.collect::<Option<_>>()?,
            grounds: self.grounds.clone(),
        };
        Some((system, kept))
    }

    /// The system with all that has only one value put in, nothing where nothing has; `Err` with the
    /// constraints that cannot hold together, and `None` on overflow.
    ///
    /// What stands in a sum of equations is gone afterwards, so that the bounds of the rest are
    /// rounded to what whole numbers allow; which may leave only one value of more.
    pub(super) fn reduced(&self) -> Option<Result<Option<Reduction>, Reasons>> {
        let equations = self.equations();
        if equations.is_empty() {
            return Some(Ok(None));
        }
        let mut lattice = Lattice::new(self.variables.len());
        for equation in &equations {
            if let Err(contradiction) = lattice.equate(&equation.form, equation.total)? {
                let reasons = reasons_of(&equations, &contradiction.equations);
                return Some(Err(self.grounds_of(&reasons)));
            }
        }
        lattice.shorten()?;
        let mut system = System::empty(lattice.free());
        let single = (self.variables.iter().enumerate())
            .map(|(variable, range)| (vec![(variable, 1)], range));
        let summed = self.sums.iter().map(|(form, range)| (form.clone(), range));
        for (form, range) in single.chain(summed) {
            for (end, bound) in range.bounds() {
                if let Err(grounds) =
                    self.rewrite(&mut system, &lattice, &equations, &form, end, bound)?
                {
                    return Some(Err(grounds));
                }
            }
        }
        Some(Ok(Some(Reduction { system, lattice })))
    }

    /// Puts into the new system what a bound says where the equations hold.
    fn rewrite(
        &self,
        system: &mut System,
        lattice: &Lattice,
        equations: &[Equation],
        form: &Form,
        end: End,
        bound: Bound,
    ) -> Option<Result<(), Reasons>> {
        let rewritten = lattice.rewritten(form)?;
        let mut reasons = reasons_of(equations, &rewritten.equations);
        reasons.insert(bound.reason);
        let grounds = self.grounds_of(&reasons);
        let value = bound.value.checked_sub(rewritten.more)?;
        let Some(reduced) = Reduced::of(rewritten.terms)? else {
            let holds = match end {
                End::Lower => 0 >= value,
                End::Upper => 0 <= value,
            };
            return Some(if holds { Ok(()) } else { Err(grounds) });
        };
        let (end, value) = reduced.bound(end, value)?;
        system.bound(reduced.form, end, value, grounds)
    }

    /// All variables and sums that have only one value, the variables first.
    fn equations(&self) -> Vec<Equation> {
        let single = (self.variables.iter().enumerate())
            .filter_map(|(variable, range)| Some((vec![(variable, 1)], range.only()?)));
        let summed =
            (self.sums.iter()).filter_map(|(form, range)| Some((form.clone(), range.only()?)));
        let equation = |(form, (total, reasons))| Equation {
            form,
            total,
            reasons,
        };
        single.chain(summed).map(equation).collect()
    }

    /// The system as a tableau, and the sums that its variables beyond the given ones stand for.
    pub(super) fn tableau(&self) -> Option<(Tableau, Vec<Form>)> {
        let mut tableau = Tableau::new(self.variables.clone());
        for (form, range) in &self.sums {
            let sum = tableau.define(form)?;
            for (end, bound) in range.bounds() {
                // No range is empty.
                tableau.tighten(sum, end, bound)?.ok()?;
            }
        }
        Some((tableau, self.sums.keys().cloned().collect()))
    }
}

/// The reasons of the equations with these numbers.
fn reasons_of(equations: &[Equation], chosen: &BTreeSet<usize>) -> Reasons {
    let chosen = chosen.iter().filter_map(|at| equations.get(*at));
    chosen
        .flat_map(|equation| equation.reasons.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(variables: usize, rows: &[(&[(usize, i128)], i128)]) -> Result<System, Reasons> {
        let constraint = |(terms, at_least): &(&[(usize, i128)], i128)| Constraint {
            terms: terms.to_vec(),
            at_least: *at_least,
        };
        let constraints: Vec<_> = rows.iter().map(constraint).collect();
        System::of(variables, &constraints, &(0..rows.len()).collect()).unwrap()
    }

    #[test]
    fn bounds_of_one_sum_clash_however_they_are_written() {
        let clash = system(
            2,
            &[
                (&[(0, 2), (1, -4)], 5),
                (&[(0, 1), (1, 1)], 0),
                (&[(1, 6), (0, -3)], -8),
            ],
        );
        assert_eq!(clash.err(), Some([0, 2].into()));
    }

    #[test]
    fn only_variables_in_sums_are_looked_at() {
        let all = system(4, &[(&[(1, 1), (3, 1)], 0), (&[(2, 1)], 5)]).unwrap();
        let (part, kept) = all.of_sums().unwrap();
        assert_eq!(kept, vec![1, 3]);
        assert_eq!(part.variables().len(), 2);
        assert_eq!(part.sums.into_keys().next(), Some(vec![(0, 1), (1, 1)]));
    }

    #[test]
    fn putting_equations_in_rounds_bounds_again() {
        // y = 3x + 1 and 5 <= y <= 9 leave x = 2 alone, for all four reasons.
        let tied = system(
            2,
            &[
                (&[(1, 1), (0, -3)], 1),
                (&[(1, -1), (0, 3)], -1),
                (&[(1, 1)], 5),
                (&[(1, -1)], -9),
            ],
        )
        .unwrap();
        let Ok(Some(once)) = tied.reduced().unwrap() else {
            panic!("there is an equation to put in")
        };
        assert_eq!(once.system.variables().len(), 1);
        let (value, reasons) = once.system.variables()[0].only().unwrap();
        assert_eq!(once.lattice.point(&[value]), Some(vec![2, 7]));
        assert_eq!(once.system.grounds_of(&reasons), [0, 1, 2, 3].into());
        let Ok(Some(twice)) = once.system.reduced().unwrap() else {
            panic!("there is a value to put in")
        };
        assert_eq!(twice.system.variables().len(), 0);
        assert!(matches!(twice.system.reduced(), Some(Ok(None))));
    }

    #[test]
    fn unknown_variables_are_none() {
        let constraint = Constraint {
            terms: vec![(2, 1)],
            at_least: 0,
        };
        assert!(System::of(2, &[constraint], &[0].into()).is_none());
    }
}
