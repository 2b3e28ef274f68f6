//! What is asked of a text, as a language: the texts, or domains, for which the answer is yes.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, ClassUnicode, Dot, Hir, Repetition};

use super::Ask;
use super::letters::{letters_and_digits, white};
use crate::model::TextMatch;
use crate::value::Text;

/// A language of folded texts.
#[derive(Debug)]
pub(super) struct Language {
    /// It is that of what is behind the last `@`.
    pub(super) of_domain: bool,
    /// As a whole, from the text's (or domain's) start to its end.
    pub(super) words: Hir,
}

/// The language of a question; `None` where it cannot be told.
pub(super) fn language(ask: Ask<'_>) -> Option<Language> {
    let (of_domain, words) = match ask {
        Ask::Test(test) => (false, tested(test)?),
        Ask::OneOf(set) => (false, one_of(set)),
        Ask::HasDomain => (true, Hir::concat(vec![anything(), any()])),
        Ask::DomainTest(test) => (true, tested(test)?),
        Ask::DomainOneOf(set) => (true, one_of(set)),
    };
    Some(Language { of_domain, words })
}

/// What texts look like: not blank, and without white space at either end.
pub(super) fn ordinary() -> Language {
    let mut visible = white();
    visible.negate();
    let visible = || Hir::class(Class::Unicode(visible.clone()));
    let longer = Hir::concat(vec![visible(), anything(), visible()]);
    Language {
        of_domain: false,
        words: Hir::alternation(vec![visible(), longer]),
    }
}

fn tested(test: &TextMatch) -> Option<Hir> {
    Some(match test {
        TextMatch::Contains(part) => Hir::concat(vec![anything(), literal(part), anything()]),
        TextMatch::Mentions(words) => mentions(words),
        TextMatch::StartsWith(part) => Hir::concat(vec![literal(part), anything()]),
        TextMatch::EndsWith(part) => Hir::concat(vec![anything(), literal(part)]),
        TextMatch::Matches(pattern) => pattern.parsed()?,
    })
}

fn mentions(words: &Text) -> Hir {
    if words.folded().is_empty() {
        return Hir::fail();
    }
    let mut free: ClassUnicode = letters_and_digits();
    free.negate();
    let free = || Hir::class(Class::Unicode(free.clone()));
    let before = Hir::concat(vec![anything(), free()]);
    let behind = Hir::concat(vec![free(), anything()]);
    Hir::concat(vec![
        Hir::alternation(vec![Hir::empty(), before]),
        literal(words),
        Hir::alternation(vec![Hir::empty(), behind]),
    ])
}

fn one_of(set: &BTreeSet<Text>) -> Hir {
    Hir::alternation(set.iter().map(literal).collect())
}

fn literal(text: &Text) -> Hir {
    Hir::literal(text.folded().as_bytes())
}

fn any() -> Hir {
    Hir::dot(Dot::AnyChar)
}

fn anything() -> Hir {
    Hir::repetition(Repetition {
        min: 0,
        max: None,
        greedy: true,
        sub: Box::new(any()),
    })
}
