//! Yes-or-no formulas over tests of variables.
//!
//! A condition is yes, no or unknown of a lead. What a policy asks of it is always whether it is one
//! of these, and that is a question of yes or no: "is it yes" of a conjunction is whether each part
//! is yes, "is it not yes" whether some part is not. So what is unknown is gone before a lead comes.

/// A formula; what it is made of is an `L`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Formula<L> {
    /// What is asked of one variable.
    Leaf(L),
    /// All of them; of none, yes.
    All(Vec<Formula<L>>),
    /// One of them; of none, no.
    Any(Vec<Formula<L>>),
    /// So many of them.
    AtLeast(usize, Vec<Formula<L>>),
}

impl<L> Formula<L> {
    /// What is so always, or never.
    pub(super) fn always(is: bool) -> Formula<L> {
        match is {
            true => Formula::All(Vec::new()),
            false => Formula::Any(Vec::new()),
        }
    }

    /// Whether it is so, where `leaf` says it of what it is made of.
    pub(super) fn holds(&self, leaf: &impl Fn(&L) -> bool) -> bool {
        match self {
            Formula::Leaf(it) => leaf(it),
            Formula::All(parts) => parts.iter().all(|part| part.holds(leaf)),
            Formula::Any(parts) => parts.iter().any(|part| part.holds(leaf)),
            Formula::AtLeast(wanted, parts) => {
                parts
                    .iter()
                    .filter(|part| part.holds(leaf))
                    .take(*wanted)
                    .count()
                    == *wanted
            }
        }
    }

    /// The same of something else.
    pub(super) fn map<M>(&self, leaf: &impl Fn(&L) -> M) -> Formula<M> {
        let all = |parts: &[Formula<L>]| parts.iter().map(|part| part.map(leaf)).collect();
        match self {
            Formula::Leaf(it) => Formula::Leaf(leaf(it)),
            Formula::All(parts) => Formula::All(all(parts)),
            Formula::Any(parts) => Formula::Any(all(parts)),
            Formula::AtLeast(wanted, parts) => Formula::AtLeast(*wanted, all(parts)),
        }
    }

    /// Its leaves.
    pub(super) fn leaves(&self) -> Vec<&L> {
        match self {
            Formula::Leaf(it) => vec![it],
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter().flat_map(Formula::leaves).collect()
            }
        }
    }

    /// The formulas that have to be so all together; itself where it is no conjunction.
    pub(super) fn conjuncts(self) -> Vec<Formula<L>> {
        match self {
            Formula::All(parts) => parts.into_iter().flat_map(Formula::conjuncts).collect(),
            Formula::Any(mut parts) if parts.len() == 1 => {
                parts.pop().map_or(Vec::new(), Formula::conjuncts)
            }
            other => vec![other],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(is: bool) -> Formula<bool> {
        Formula::Leaf(is)
    }

    fn holds(formula: &Formula<bool>) -> bool {
        formula.holds(&|is| *is)
    }

    #[test]
    fn of_none_all_are_so_and_not_one_is() {
        assert!(holds(&Formula::always(true)));
        assert!(!holds(&Formula::always(false)));
    }

    #[test]
    fn so_many_of_them() {
        let parts = vec![leaf(true), leaf(false), leaf(true)];
        for (wanted, is) in [(0, true), (2, true), (3, false)] {
            assert_eq!(
                holds(&Formula::AtLeast(wanted, parts.clone())),
                is,
                "{wanted}"
            );
        }
    }

    #[test]
    fn a_conjunction_is_taken_apart() {
        let either = Formula::Any(vec![leaf(true), leaf(false)]);
        let whole = Formula::All(vec![
            leaf(true),
            Formula::All(vec![leaf(false), Formula::Any(vec![leaf(true)])]),
            either.clone(),
        ]);
        assert_eq!(
            whole.conjuncts(),
            [leaf(true), leaf(false), leaf(true), either]
        );
    }
}
