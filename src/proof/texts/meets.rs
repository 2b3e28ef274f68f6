//! Whether a text is what is demanded: the evaluation's own functions, which all else here must
//! agree with.

use super::{Ask, Demand};
use crate::eval::meets as meets_test;
use crate::value::{Text, domain};

/// Whether the text is as the demand wants it.
pub(super) fn meets(text: &Text, demand: &Demand<'_>) -> bool {
    let answer = match demand.ask {
        Ask::Test(test) => meets_test(text, test),
        Ask::OneOf(set) => set.contains(text),
        Ask::HasDomain => domain(text).is_some(),
        Ask::DomainTest(test) => domain(text).is_some_and(|domain| meets_test(&domain, test)),
        Ask::DomainOneOf(set) => domain(text).is_some_and(|domain| set.contains(&domain)),
    };
    answer == demand.wanted
}

/// Whether the text could be a value at all, for a blank one is missing, and is as all of the
/// demands want it.
pub(super) fn meets_all<'a>(
    text: &Text,
    demands: impl IntoIterator<Item = &'a Demand<'a>>,
) -> bool {
    !text.folded().is_empty() && demands.into_iter().all(|demand| meets(text, demand))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextMatch;
    use std::collections::BTreeSet;

    fn meets_as_wanted(text: &str, ask: Ask<'_>) -> bool {
        let text = Text::new(text);
        let yes = meets(&text, &Demand { ask, wanted: true });
        let no = meets(&text, &Demand { ask, wanted: false });
        assert_ne!(yes, no);
        yes
    }

    #[test]
    fn asks_of_the_text_or_of_its_domain() {
        let edu = TextMatch::EndsWith(Text::new(".edu"));
        let acme = TextMatch::Contains(Text::new("acme"));
        let set = BTreeSet::from([Text::new("b.edu")]);
        assert!(meets_as_wanted("a@b.EDU", Ask::Test(&edu)));
        assert!(meets_as_wanted("a@b.edu", Ask::HasDomain));
        assert!(!meets_as_wanted("a@", Ask::HasDomain));
        assert!(!meets_as_wanted("acme@b.edu", Ask::DomainTest(&acme)));
        assert!(!meets_as_wanted("b.edu", Ask::DomainTest(&edu)));
        assert!(meets_as_wanted("B.EDU", Ask::OneOf(&set)));
        assert!(meets_as_wanted("a@ b.edu", Ask::DomainOneOf(&set)));
        assert!(!meets_as_wanted("b.edu", Ask::DomainOneOf(&set)));
    }

    #[test]
    fn a_blank_text_is_no_value() {
        assert!(!meets_all(&Text::new(" "), []));
        assert!(meets_all(&Text::new("x"), []));
    }
}
