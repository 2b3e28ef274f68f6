//! Texts that are likely to be what is demanded: most demands are met by a sample or by the words
//! that they name, put together.

use std::collections::BTreeSet;

use super::meets::meets;
use super::{Ask, Demand};
use crate::model::TextMatch;
use crate::value::{Text, contains};

/// What stands between words that are put together.
const BETWEEN: [&str; 6] = [" ", "", "-", ".", ", ", "/"];

/// What may stand around them, so that they are neither at the start nor at the end.
const AROUND: [(&str, &str); 4] = [("", ""), ("a ", ""), ("", " a"), ("a ", " a")];

/// Before an `@` and behind it, where nothing is demanded of them.
const PLAIN_LOCAL: &str = "a";
const PLAIN_DOMAINS: [&str; 3] = ["acme.example", "acme.test", "a"];

/// Most members of a set that are put together with other words.
const MOST_DOMAINS: usize = 16;

/// What wanted demands name of a text, or of its domain.
#[derive(Default)]
struct Words<'a> {
    start: Option<&'a Text>,
    middle: Vec<&'a Text>,
    end: Option<&'a Text>,
}

/// Texts to try, the plainest first.
pub(super) fn guesses(demands: &[&Demand<'_>]) -> Vec<Text> {
    let mut of_text = Words::default();
    let mut of_domain = Words::default();
    let mut needs_domain = false;
    for demand in demands.iter().filter(|demand| demand.wanted) {
        match demand.ask {
            Ask::Test(test) => of_text.add(test),
            // All of its members are tried anyway.
            Ask::OneOf(_) => {}
            Ask::HasDomain => needs_domain = true,
            Ask::DomainTest(test) => {
                needs_domain = true;
                of_domain.add(test);
            }
            Ask::DomainOneOf(_) => needs_domain = true,
        }
    }
    let mut texts = of_text.alone();
    if needs_domain {
        let mut domains: Vec<String> = Vec::new();
        let left = domains_left(demands).into_iter().flatten();
        domains.extend(
            left.take(MOST_DOMAINS)
                .map(|domain| domain.raw().to_owned()),
        );
        domains.extend(of_domain.put_together());
        domains.extend(PLAIN_DOMAINS.map(str::to_owned));
        texts.extend(addresses(of_text, &domains));
    } else {
        texts.extend(of_text.put_together());
        texts.extend([PLAIN_LOCAL, "b", "1"].map(str::to_owned));
    }
    let mut known = BTreeSet::new();
    let texts = texts.iter().map(|text| Text::new(text));
    texts.filter(|text| known.insert(text.clone())).collect()
}

/// The domains that a text may have, if it is to have one of a set: those members of the smallest
/// set that meet what is demanded of the domain, or of the end of the text. Searching for a text
/// with each of them takes long where they are many.
pub(super) fn domains_left<'a>(demands: &[&Demand<'a>]) -> Option<Vec<&'a Text>> {
    let wanted = demands.iter().filter(|demand| demand.wanted);
    let sets = wanted.filter_map(|demand| match demand.ask {
        Ask::DomainOneOf(set) => Some(set),
        _ => None,
    });
    let set = sets.min_by_key(|set| set.len())?;
    let asks_domain = |demand: &&&Demand<'_>| match demand.ask {
        Ask::HasDomain | Ask::DomainTest(_) | Ask::DomainOneOf(_) => true,
        // Without an `@`, and since no text starts with white space, it is within the domain or
        // is not the text's end.
        Ask::Test(TextMatch::EndsWith(end)) => !end.folded().contains('@'),
        Ask::Test(_) | Ask::OneOf(_) => false,
    };
    let demands: Vec<&&Demand<'_>> = demands.iter().filter(asks_domain).collect();
    let fits = |domain: &&Text| {
        let address = Text::new(&format!("@{}", domain.raw()));
        !domain.folded().contains('@') && demands.iter().all(|demand| meets(&address, demand))
    };
    Some(set.iter().filter(fits).collect())
}

/// Addresses with these words and domains. What the text is to end with is the domain's end.
fn addresses(of_text: Words<'_>, domains: &[String]) -> Vec<String> {
    let mut ends = vec![String::new()];
    ends.extend(of_text.end.map(|end| end.raw().to_owned()));
    let of_local = Words {
        end: None,
        ..of_text
    };
    let mut locals = of_local.put_together();
    locals.push(PLAIN_LOCAL.to_owned());
    let mut texts = Vec::new();
    for local in &locals {
        // `acme.edu` is plainer than `acme.example.edu`.
        for end in ends.iter().filter(|end| !end.is_empty()) {
            texts.push(format!("{local}@acme{end}"));
            texts.push(format!("{local}{end}"));
        }
        for domain in domains {
            texts.extend(ends.iter().map(|end| format!("{local}@{domain}{end}")));
        }
    }
    texts
}

impl<'a> Words<'a> {
    fn add(&mut self, test: &'a TextMatch) {
        match test {
            TextMatch::Contains(part) | TextMatch::Mentions(part) => self.middle.push(part),
            TextMatch::StartsWith(part) => self.start = longer(self.start, part),
            TextMatch::EndsWith(part) => self.end = longer(self.end, part),
            TextMatch::Matches(_) => {}
        }
    }

    /// Each of them on its own.
    fn alone(&self) -> Vec<String> {
        let words = self.start.iter().chain(&self.middle).chain(&self.end);
        words.map(|word| word.raw().to_owned()).collect()
    }

    /// All of them in one text, in several ways; nothing where there are none.
    fn put_together(&self) -> Vec<String> {
        let mut middle: Vec<&Text> = Vec::new();
        for word in &self.middle {
            let others = self.start.iter().chain(&self.end).chain(&middle);
            if !others
                .into_iter()
                .any(|other| contains(other.folded(), word))
            {
                middle.retain(|other| !contains(word.folded(), other));
                middle.push(word);
            }
        }
        let words: Vec<&str> = self
            .start
            .iter()
            .chain(&middle)
            .chain(&self.end)
            .map(|word| word.raw())
            .collect();
        if words.is_empty() {
            return Vec::new();
        }
        let ways = AROUND.iter().flat_map(|around| {
            let joined = BETWEEN.iter().map(|between| words.join(between));
            joined.map(move |words| format!("{}{words}{}", around.0, around.1))
        });
        ways.collect()
    }
}

fn longer<'a>(known: Option<&'a Text>, new: &'a Text) -> Option<&'a Text> {
    match known {
        Some(known) if known.folded().len() >= new.folded().len() => Some(known),
        _ => Some(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(ask: Ask<'_>) -> Demand<'_> {
        Demand { ask, wanted: true }
    }

    fn guessed(asks: Vec<Ask<'_>>) -> Vec<String> {
        let demands: Vec<Demand<'_>> = asks.into_iter().map(wanted).collect();
        let demands: Vec<&Demand<'_>> = demands.iter().collect();
        let texts = guesses(&demands);
        texts.iter().map(|text| text.raw().to_owned()).collect()
    }

    #[test]
    fn puts_words_together_as_they_were_written() {
        let tests = [
            TextMatch::EndsWith(Text::new("Sales")),
            TextMatch::Contains(Text::new("of")),
            TextMatch::StartsWith(Text::new("VP")),
            TextMatch::StartsWith(Text::new("v")),
            TextMatch::Contains(Text::new("sale")),
        ];
        let texts = guessed(tests.iter().map(Ask::Test).collect());
        assert!(texts.contains(&"VP of Sales".to_owned()), "{texts:?}");
        assert!(texts.contains(&"VPofSales".to_owned()), "{texts:?}");
    }

    #[test]
    fn puts_addresses_together() {
        let tests = [
            TextMatch::EndsWith(Text::new(".edu")),
            TextMatch::Contains(Text::new("jane")),
        ];
        let mut asks: Vec<Ask<'_>> = tests.iter().map(Ask::Test).collect();
        asks.push(Ask::HasDomain);
        let texts = guessed(asks);
        assert!(texts.contains(&"jane@acme.edu".to_owned()), "{texts:?}");
        let set = BTreeSet::from([Text::new("Gmail.com")]);
        let texts = guessed(vec![Ask::DomainOneOf(&set)]);
        assert_eq!(texts[0], "a@Gmail.com");
        let texts = guessed(vec![Ask::HasDomain]);
        assert_eq!(texts, ["a@acme.example", "a@acme.test", "a@a"]);
    }

    #[test]
    fn leaves_out_domains_that_cannot_be() {
        let end = TextMatch::EndsWith(Text::new(".edu"));
        let at = TextMatch::EndsWith(Text::new("@c"));
        let set = BTreeSet::from(["a.edu", "b.edu", "c", "a@b.edu", ""].map(Text::new));
        let other = BTreeSet::from([Text::new("A.edu")]);
        let left = |demands: &[(Ask<'_>, bool)]| -> Vec<String> {
            let demands: Vec<Demand<'_>> = demands
                .iter()
                .map(|(ask, wanted)| Demand {
                    ask: *ask,
                    wanted: *wanted,
                })
                .collect();
            let demands: Vec<&Demand<'_>> = demands.iter().collect();
            let left = domains_left(&demands).unwrap();
            left.iter().map(|domain| domain.raw().to_owned()).collect()
        };
        let of_set = (Ask::DomainOneOf(&set), true);
        assert_eq!(left(&[of_set, (Ask::Test(&end), true)]), ["a.edu", "b.edu"]);
        assert_eq!(left(&[of_set, (Ask::Test(&end), false)]), ["c"]);
        assert_eq!(
            left(&[of_set, (Ask::DomainOneOf(&other), false)]),
            ["b.edu", "c"]
        );
        assert_eq!(left(&[of_set, (Ask::Test(&at), true)]).len(), 3);
        assert!(left(&[of_set, (Ask::HasDomain, false)]).is_empty());
        assert!(domains_left(&[]).is_none());
    }
}
