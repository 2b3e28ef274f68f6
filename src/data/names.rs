//! How headers and enumerated values are recognised: exactly, or as people vary them.

use std::collections::BTreeMap;

pub(super) use crate::value::loose;

use crate::value::Text;

/// Names with what they stand for.
#[derive(Debug)]
pub(super) struct Names {
    exact: BTreeMap<Text, u32>,
    /// `None` where several names are the same but for what people get wrong, such as `A` and `A-`.
    loose: BTreeMap<String, Option<u32>>,
}

impl Names {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut all = Names {
            exact: BTreeMap::new(),
            loose: BTreeMap::new(),
        };
        for (name, number) in names {
            all.exact.entry(Text::new(name)).or_insert(number);
            let same = all.loose.entry(loose(name)).or_insert(Some(number));
            if *same != Some(number) {
                *same = None;
            }
        }
        all
    }

    /// What the name stands for.
    pub(super) fn find(&self, name: &Text) -> Option<u32> {
        let exact = self.exact.get(name).copied();
        exact.or_else(|| self.loose.get(&loose(name.raw())).copied().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_people_vary_them() {
        let names = Names::new([("non_profit", 0), ("c_level", 1), ("Größe", 2)]);
        let find = |name| names.find(&Text::new(name));
        assert_eq!(find("Non-Profit "), Some(0));
        assert_eq!(find("NONPROFIT"), Some(0));
        assert_eq!(find("c\u{a0}level"), Some(1));
        assert_eq!(find("GRÖSSE"), None);
        assert_eq!(find("gröẞe"), Some(2));
        assert_eq!(find(""), None);
    }

    #[test]
    fn what_only_a_sign_tells_apart_is_found_exactly() {
        let names = Names::new([("A", 0), ("A-", 1), ("A+", 2)]);
        let find = |name| names.find(&Text::new(name));
        assert_eq!(
            [find("a"), find("a-"), find("A+")],
            [Some(0), Some(1), Some(2)]
        );
        assert_eq!(find("_A_"), None);
    }
}
