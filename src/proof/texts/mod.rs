//! A text that meets demands, or the proof that none does.
//!
//! | file | purpose |
//! | --- | --- |
//! | `meets` | whether a text meets a demand: the evaluation's own functions |
//! | `guess` | texts that are likely to |
//! | `language` | the texts that meet a test, as a language |
//! | `letters`, `alphabet` | the characters that languages tell apart, and one for each |
//! | `machine` | reads a text and says whether it is in a language |
//! | `distance` | how far a machine is from the end of such a text |
//! | `product` | a text that several machines accept |
//! | `workshop` | a text for some demands, guessed or searched |
//!
//! Texts are compared folded, so folded texts are searched. The search goes through all that can
//! be made of characters that folding leaves alone; some of these texts are changed by folding as
//! a whole, so where nothing is found there is nothing, and what is found is checked.

mod alphabet;
mod distance;
mod guess;
mod language;
mod letters;
mod machine;
mod meets;
mod product;
#[cfg(test)]
mod tests;
mod workshop;

use std::collections::BTreeSet;

use crate::model::TextMatch;
use crate::value::Text;
use meets::meets;
use product::Outcome;
use workshop::Workshop;

/// What is asked of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ask<'a> {
    /// It meets the test.
    Test(&'a TextMatch),
    /// It is one of these.
    OneOf(&'a BTreeSet<Text>),
    /// It has a domain: something stands behind its last `@`.
    HasDomain,
    /// It has a domain, which meets the test.
    DomainTest(&'a TextMatch),
    /// It has a domain, which is one of these.
    DomainOneOf(&'a BTreeSet<Text>),
}

/// What a text has to be, or must not be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Demand<'a> {
    /// What is asked.
    pub(crate) ask: Ask<'a>,
    /// The answer is to be yes; else no.
    pub(crate) wanted: bool,
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'a> {
    /// All of them are to be met.
    pub(crate) demands: &'a [Demand<'a>],
    /// Texts that are not proposed, such as those used elsewhere.
    pub(crate) avoid: &'a BTreeSet<Text>,
    /// Plain texts to try first, in this order.
    pub(crate) plain: &'a [Text],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// This text meets all demands. It is not blank.
    Found(Text),
    /// No text meets all of the demands at these places, in order. Without any one of them a text
    /// is known to exist, or could not be ruled out.
    Never(Vec<usize>),
    /// Neither is known: out of steps, too large, or all that is known is to be avoided.
    Undecided,
}

/// A text that meets all demands, if there is one.
///
/// `steps` are those that may still be taken, about a microsecond each; those taken are taken off.
pub(crate) fn find(search: &Search<'_>, steps: &mut u64) -> Answer {
    let demands = search.demands;
    let mut workshop = Workshop::new(demands, search.plain);
    let all: BTreeSet<usize> = (0..demands.len()).collect();
    let known = |text: &Text| search.avoid.contains(text);
    if let Some(text) = workshop.guess(&all, known) {
        return Answer::Found(text);
    }
    match growing(&mut workshop, demands, steps) {
        Grown::Found(text) if !known(&text) => Answer::Found(text),
        Grown::Found(_) => avoiding(search, steps),
        Grown::Nothing(clash) => Answer::Never(smallest(&mut workshop, demands, clash, steps)),
        Grown::Undecided => Answer::Undecided,
    }
}

/// There is a text, but it is one to avoid. Another one that meets the demands.
fn avoiding(search: &Search<'_>, steps: &mut u64) -> Answer {
    let mut demands = search.demands.to_vec();
    demands.push(Demand {
        ask: Ask::OneOf(search.avoid),
        wanted: false,
    });
    let mut workshop = Workshop::new(&demands, search.plain);
    match growing(&mut workshop, &demands, steps) {
        Grown::Found(text) => Answer::Found(text),
        Grown::Nothing(_) | Grown::Undecided => Answer::Undecided,
    }
}

enum Grown {
    Found(Text),
    Nothing(BTreeSet<usize>),
    Undecided,
}

/// Looks for a text that meets few of the demands, and takes in another one only where the text
/// does not meet it: mostly few of them matter.
fn growing(workshop: &mut Workshop<'_>, demands: &[Demand<'_>], steps: &mut u64) -> Grown {
    let mut some = BTreeSet::new();
    loop {
        let text = match workshop.solve(&some, steps) {
            Outcome::Found(text) => text,
            Outcome::Nothing => return Grown::Nothing(some),
            Outcome::Undecided => return Grown::Undecided,
        };
        let Some(unmet) = demands.iter().position(|demand| !meets(&text, demand)) else {
            return Grown::Found(text);
        };
        if let Some(pair) = clashing_pair(workshop, &some, unmet, steps) {
            return Grown::Nothing(pair);
        }
        if !some.insert(unmet) {
            return Grown::Undecided;
        }
    }
}

/// One of some demands and a new one that clash with each other. Two are searched much faster than
/// many, and most clashes are of two.
fn clashing_pair(
    workshop: &mut Workshop<'_>,
    some: &BTreeSet<usize>,
    new: usize,
    steps: &mut u64,
) -> Option<BTreeSet<usize>> {
    let mut all = some.clone();
    all.insert(new);
    if workshop.guess(&all, |_| false).is_some() {
        return None;
    }
    let mut pairs = some.iter().map(|one| BTreeSet::from([*one, new]));
    pairs.find(|pair| workshop.solve(pair, steps) == Outcome::Nothing)
}

/// Demands that clash, few of them and none too many.
fn smallest(
    workshop: &mut Workshop<'_>,
    demands: &[Demand<'_>],
    clash: BTreeSet<usize>,
    steps: &mut u64,
) -> Vec<usize> {
    let clash = without_idle(workshop, clash, steps);
    let pair = if clash.len() > 2 {
        any_clashing_pair(workshop, demands.len(), steps)
    } else {
        None
    };
    let clash = pair.map_or(clash, |pair| without_idle(workshop, pair, steps));
    clash.into_iter().collect()
}

fn without_idle(
    workshop: &mut Workshop<'_>,
    mut clash: BTreeSet<usize>,
    steps: &mut u64,
) -> BTreeSet<usize> {
    for one in clash.clone() {
        clash.remove(&one);
        if workshop.solve(&clash, steps) != Outcome::Nothing {
            clash.insert(one);
        }
    }
    clash
}

fn any_clashing_pair(
    workshop: &mut Workshop<'_>,
    demands: usize,
    steps: &mut u64,
) -> Option<BTreeSet<usize>> {
    let all: BTreeSet<usize> = (0..demands).collect();
    (0..demands)
        .find_map(|one| clashing_pair(workshop, &all.range(..one).copied().collect(), one, steps))
}
