//! Yes, no, unknown, stopped.

use std::ops::Not;

/// What a condition is of a lead.
///
/// Yes, no and unknown are Kleene's three values. Stopped is none of them: something that the
/// condition needs has no value, not even a missing one, so that what it would have been is open.
/// A result is stopped exactly where putting yes, no and unknown for the stopped parts does not
/// give one and the same result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Something that it looks at is missing.
    Unknown,
    /// Something that it looks at is bad, undecided or too large.
    Stopped,
}

impl Truth {
    /// Yes or no.
    #[must_use]
    pub fn of(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    /// Whether it is yes; only that lets a rule, a line or a prohibition act.
    #[must_use]
    pub fn is_yes(self) -> bool {
        self == Truth::Yes
    }

    /// All of them: of none of them, yes.
    pub fn all(parts: impl IntoIterator<Item = Truth>) -> Truth {
        let mut whole = Truth::Yes;
        for part in parts {
            whole = match (whole, part) {
                (_, Truth::No) => return Truth::No,
                (Truth::Stopped, _) | (_, Truth::Stopped) => Truth::Stopped,
                (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
                (whole, Truth::Yes) => whole,
            };
        }
        whole
    }

    /// One of them: of none of them, no.
    pub fn any(parts: impl IntoIterator<Item = Truth>) -> Truth {
        !Truth::all(parts.into_iter().map(Truth::not))
    }

    /// So many of them.
    ///
    /// Yes where enough are yes; no where they would not be enough even if the unknown and the
    /// stopped ones were yes. Else, some of them stopped, it is unknown where they cannot change
    /// that: where, all of them yes, it would still take an unknown one, and, all of them no, the
    /// unknown ones could still do it. Else it is stopped.
    pub fn at_least(wanted: u32, parts: impl IntoIterator<Item = Truth>) -> Truth {
        let (mut yes, mut unknown, mut stopped) = (0_u64, 0_u64, 0_u64);
        for part in parts {
            match part {
                Truth::Yes => yes += 1,
                Truth::No => {}
                Truth::Unknown => unknown += 1,
                Truth::Stopped => stopped += 1,
            }
        }
        let wanted = u64::from(wanted);
        if yes >= wanted {
            Truth::Yes
        } else if yes + unknown + stopped < wanted {
            Truth::No
        } else if stopped == 0 || yes + stopped < wanted && yes + unknown >= wanted {
            Truth::Unknown
        } else {
            Truth::Stopped
        }
    }
}

impl Not for Truth {
    type Output = Truth;

    /// Yes of no, no of yes; unknown and stopped stay.
    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Stopped => Truth::Stopped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTHS: [Truth; 4] = [Truth::Yes, Truth::No, Truth::Unknown, Truth::Stopped];

    /// All lists of `length` of these.
    fn lists(of: &[Truth], length: usize) -> Vec<Vec<Truth>> {
        (0..length).fold(vec![vec![]], |lists, _| {
            let longer = |list: &Vec<Truth>| {
                let list = list.clone();
                of.iter()
                    .map(move |&truth| list.iter().copied().chain([truth]).collect())
            };
            lists.iter().flat_map(longer).collect()
        })
    }

    type Connective = Box<dyn Fn(&[Truth]) -> Truth>;

    /// Every way of connecting four parts, by name.
    fn connectives() -> Vec<(String, Connective)> {
        let mut all: Vec<(String, Connective)> = vec![
            (
                "all".into(),
                Box::new(|parts| Truth::all(parts.iter().copied())),
            ),
            (
                "any".into(),
                Box::new(|parts| Truth::any(parts.iter().copied())),
            ),
        ];
        for wanted in 0..6 {
            let connective = move |parts: &[Truth]| Truth::at_least(wanted, parts.iter().copied());
            all.push((format!("at least {wanted}"), Box::new(connective)));
        }
        all
    }

    #[test]
    fn without_stopped_parts_it_is_kleenes_logic() {
        for parts in lists(&TRUTHS[..3], 4) {
            // By putting yes and no for the unknown parts.
            let settled = lists(&TRUTHS[..2], 4).into_iter().filter(|settled| {
                parts
                    .iter()
                    .zip(settled)
                    .all(|(part, put)| *part == Truth::Unknown || part == put)
            });
            let counts: Vec<usize> = settled
                .map(|list| list.iter().filter(|part| part.is_yes()).count())
                .collect();
            let kleene = |holds: &dyn Fn(usize) -> bool| match (
                counts.iter().any(|&n| holds(n)),
                counts.iter().any(|&n| !holds(n)),
            ) {
                (true, true) => Truth::Unknown,
                (yes, _) => Truth::of(yes),
            };
            let list = || parts.iter().copied();
            assert_eq!(Truth::all(list()), kleene(&|n| n == 4), "all of {parts:?}");
            assert_eq!(Truth::any(list()), kleene(&|n| n > 0), "any of {parts:?}");
            for wanted in 0..6 {
                let expected = kleene(&|n| n >= wanted as usize);
                assert_eq!(
                    Truth::at_least(wanted, list()),
                    expected,
                    "{wanted} of {parts:?}"
                );
            }
        }
    }

    #[test]
    fn stopped_means_that_it_depends_on_a_stopped_part() {
        for (name, connective) in connectives() {
            for parts in lists(&TRUTHS, 4) {
                let mut results: Vec<Truth> = lists(&TRUTHS[..3], 4)
                    .into_iter()
                    .filter(|put| {
                        let fits = |(part, put)| part == Truth::Stopped || part == put;
                        parts.iter().copied().zip(put.iter().copied()).all(fits)
                    })
                    .map(|put| connective(&put))
                    .collect();
                results.dedup();
                let expected = if let [only] = results[..] {
                    only
                } else {
                    Truth::Stopped
                };
                assert_eq!(connective(&parts), expected, "{name} of {parts:?}");
            }
        }
    }

    #[test]
    fn order_does_not_matter() {
        for (name, connective) in connectives() {
            for parts in lists(&TRUTHS, 4) {
                let mut sorted = parts.clone();
                sorted.sort();
                assert_eq!(
                    connective(&parts),
                    connective(&sorted),
                    "{name} of {parts:?}"
                );
            }
        }
    }

    #[test]
    fn of_nothing() {
        assert_eq!(Truth::all([]), Truth::Yes);
        assert_eq!(Truth::any([]), Truth::No);
        assert_eq!(Truth::at_least(1, []), Truth::No);
        assert_eq!(Truth::at_least(0, []), Truth::Yes);
    }

    #[test]
    fn not_twice_is_the_same() {
        for truth in TRUTHS {
            assert_eq!(!!truth, truth);
        }
        assert_eq!(!Truth::Unknown, Truth::Unknown);
    }
}
