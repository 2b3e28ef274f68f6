//! What may be so of something that conditions look at.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::model::TextMatch;
use crate::value::{Text, Value};

/// Something that may be so of a term which is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// It is yes, of a truth or a condition.
    Yes,
    /// It is this value of few.
    Is(Value),
    /// It is at least this.
    AtLeast(Value),
    /// It is more than this.
    Above(Value),
    /// It is one of these texts.
    In(BTreeSet<Text>),
    /// Its text meets this test.
    Meets(TextMatch),
    /// Its set has this member.
    Has(u32),
}

/// What facts are told apart by: the same for those that are equal.
pub(super) type Key = (u8, String);

impl Fact {
    pub(super) fn key(&self) -> Key {
        let folded = |text: &Text| text.folded().to_owned();
        match self {
            Fact::Yes => (0, String::new()),
            Fact::Is(value) => (1, format!("{value:?}")),
            Fact::AtLeast(value) => (2, format!("{value:?}")),
            Fact::Above(value) => (3, format!("{value:?}")),
            Fact::Has(member) => (4, member.to_string()),
            Fact::In(texts) => (5, texts.iter().map(|it| folded(it) + "\n").collect()),
            Fact::Meets(TextMatch::Contains(text)) => (6, folded(text)),
            Fact::Meets(TextMatch::Mentions(text)) => (7, folded(text)),
            Fact::Meets(TextMatch::StartsWith(text)) => (8, folded(text)),
            Fact::Meets(TextMatch::EndsWith(text)) => (9, folded(text)),
            Fact::Meets(TextMatch::Matches(pattern)) => (10, format!("{pattern:?}")),
        }
    }

    /// The value of a cut point, and whether it is above that.
    pub(super) fn cut(&self) -> Option<(&Value, bool)> {
        match self {
            Fact::AtLeast(value) => Some((value, false)),
            Fact::Above(value) => Some((value, true)),
            _ => None,
        }
    }

    /// Tests first, so that they are left out first, then the smaller sets: what is left is said in few
    /// words.
    pub(super) fn text_order(&self) -> (usize, String) {
        let size = match self {
            Fact::In(texts) => texts.len(),
            _ => 0,
        };
        (size, format!("{self:?}"))
    }

    /// Cut points ascending; what has no order stays where it is.
    pub(super) fn cut_order(&self, other: &Fact) -> Ordering {
        match (self.cut(), other.cut()) {
            (Some((a, above_a)), Some((b, above_b))) => a
                .compare(b)
                .unwrap_or(Ordering::Equal)
                .then(above_a.cmp(&above_b)),
            _ => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    #[test]
    fn the_key_is_the_same_for_facts_that_are_equal_and_for_no_others() {
        let number = |it: &str| Value::Number(Number::parse(it).unwrap());
        let texts = |texts: &[&str]| Fact::In(texts.iter().map(|it| Text::new(it)).collect());
        let facts = [
            Fact::Yes,
            Fact::Is(Value::Choice(1)),
            Fact::Is(Value::Choice(2)),
            Fact::AtLeast(number("5")),
            Fact::AtLeast(number("5.0")),
            Fact::Above(number("5")),
            Fact::AtLeast(Value::Money(Number::parse("5").unwrap())),
            Fact::Has(5),
            texts(&["US", "ca"]),
            texts(&["CA", "us"]),
            texts(&["us"]),
            Fact::Meets(TextMatch::Contains(Text::new("VP"))),
            Fact::Meets(TextMatch::Contains(Text::new("vp "))),
            Fact::Meets(TextMatch::StartsWith(Text::new("vp"))),
            Fact::Meets(TextMatch::EndsWith(Text::new("vp"))),
            Fact::Meets(TextMatch::Mentions(Text::new("vp"))),
        ];
        for a in &facts {
            for b in &facts {
                assert_eq!(a == b, a.key() == b.key(), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn cut_points_ascend() {
        let number = |it: i64| Value::Number(Number::from(it));
        let mut facts = [
            Fact::Above(number(2)),
            Fact::AtLeast(number(10)),
            Fact::AtLeast(number(2)),
        ];
        facts.sort_by(Fact::cut_order);
        let points: Vec<_> = facts.iter().filter_map(Fact::cut).collect();
        let expected = [(2, false), (2, true), (10, false)].map(|(at, above)| (number(at), above));
        assert!(
            points
                .iter()
                .map(|(value, above)| ((*value).clone(), *above))
                .eq(expected)
        );
    }
}
