//! Leads described in few words: from a lead that was found, what is not needed is left out, as long
//! as all leads that are left have in common what was asked.

use std::cmp::Ordering;

use super::fact::Fact;
use super::formula::Formula;
use super::prover::Prover;
use super::search::Answer;
use super::terms::Term;
use crate::value::Value;

/// Leads that have something in common.
#[derive(Debug, Clone)]
pub struct Case {
    /// What they have in common, by the number of the term.
    pub parts: Vec<Part>,
    /// All of it.
    pub formulas: Vec<Formula>,
}

/// What the leads of a case have in one term.
#[derive(Debug, Clone)]
pub struct Part {
    /// The number of the term.
    pub term: usize,
    /// What is so of it.
    pub says: Says,
}

/// What is so of a term.
#[derive(Debug, Clone)]
pub enum Says {
    /// It is missing.
    Missing,
    /// It is known, and these facts are so, or are not so.
    Known(Vec<(Fact, bool)>),
}

/// Something that may be left out.
#[derive(Debug, Clone)]
struct Piece {
    formula: Formula,
    term: usize,
    /// None where the term is missing, or just known.
    fact: Option<(Fact, bool)>,
    missing: bool,
    /// Of a value that it does not have: that it has it.
    otherwise: Option<Formula>,
}

impl Piece {
    fn is_just_known(&self) -> bool {
        self.fact.is_none() && !self.missing
    }

    /// The cut point that it tells of, whether that is left out itself, and whether it is the least.
    fn end(&self) -> Option<(&Value, bool, bool)> {
        let (fact, so) = self.fact.as_ref()?;
        let (value, above) = fact.cut()?;
        Some((value, above, *so))
    }

    fn is_of_age(&self) -> bool {
        matches!(self.end(), Some((Value::Duration(_), ..)))
    }

    /// Whether it takes in all that another one of the same thing does, and more.
    fn is_looser(&self, other: &Piece) -> bool {
        let (Some((value, above, least)), Some((its, its_above, its_least))) =
            (self.end(), other.end())
        else {
            return false;
        };
        let order = value.compare(its).map(|it| it.then(above.cmp(&its_above)));
        least == its_least
            && order
                == Some(if least {
                    Ordering::Less
                } else {
                    Ordering::Greater
                })
    }
}

impl Prover<'_> {
    /// Describes the lead that was found last, and all leads that are like it in what matters: of
    /// all of them that are as `context` says, `target` is so. None where that was not decided, or
    /// hangs on something beside the terms.
    pub fn case(
        &mut self,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'_>],
    ) -> Option<Case> {
        let pieces = self.pieces(terms);
        let mut asked: Vec<Formula> = context.to_vec();
        asked.push(!target);
        let fixed = asked.clone();
        asked.extend(pieces.iter().map(|piece| piece.formula));
        let Answer::Never(core) = self.find(&asked) else {
            return None;
        };
        let needed = pieces.iter().map(|piece| piece.formula);
        let mut needed: Vec<Formula> = needed.filter(|it| core.contains(it)).collect();
        let mut seen = std::collections::BTreeSet::new();
        needed.retain(|formula| seen.insert(*formula));
        let mut needed = self.smallest(needed, &fixed);
        self.loosen(&pieces, &mut needed, &fixed);
        self.widen_to_known(&pieces, &mut needed, &fixed);
        let mut kept: Vec<&Piece> = pieces
            .iter()
            .filter(|piece| needed.contains(&piece.formula))
            .collect();
        self.keep_what_never_is(&pieces, &mut kept, context, &needed, terms);
        Some(Case {
            parts: parts(terms.len(), &kept),
            formulas: needed,
        })
    }

    /// Of the cut points of an age the loosest that will do is told: which of them the core needs is
    /// chance, and ages are looked at by what is over.
    fn loosen(&mut self, pieces: &[Piece], needed: &mut [Formula], fixed: &[Formula]) {
        for at in 0..needed.len() {
            let tight = needed.get(at).copied();
            let tight = pieces.iter().find(|it| Some(it.formula) == tight);
            let Some(tight) = tight.filter(|tight| tight.is_of_age()) else {
                continue;
            };
            let of_term = pieces.iter().filter(|it| it.term == tight.term);
            let mut looser: Vec<&Piece> = of_term.filter(|it| it.is_looser(tight)).collect();
            looser.sort_by(|a, b| match a.is_looser(b) {
                true => Ordering::Less,
                false => Ordering::Greater,
            });
            for looser in looser {
                let rest = needed.iter().enumerate().filter(|(other, _)| *other != at);
                let rest = rest.map(|(_, it)| *it).chain([looser.formula]);
                let wider: Vec<Formula> = rest.collect();
                if self.find(&[fixed, &wider].concat()).is_never() {
                    if let Some(place) = needed.get_mut(at) {
                        *place = looser.formula;
                    }
                    break;
                }
            }
        }
    }

    /// That something is known follows from what it is, and is told in its place where it will do.
    fn widen_to_known(&mut self, pieces: &[Piece], needed: &mut Vec<Formula>, fixed: &[Formula]) {
        for known in pieces.iter().filter(|piece| piece.is_just_known()) {
            let of_term = |formula: &Formula| {
                let mut facts = pieces.iter().filter(|it| it.term == known.term);
                facts.any(|it| it.formula == *formula)
            };
            let rest = needed.iter().filter(|it| !of_term(it));
            let wider: Vec<Formula> = rest.copied().chain([known.formula]).collect();
            if needed.iter().any(of_term)
                && !needed.contains(&known.formula)
                && self.find(&[fixed, &wider].concat()).is_never()
            {
                *needed = wider;
            }
        }
    }

    /// Outcomes of a decision that no lead of the case has are not told as if some had them.
    fn keep_what_never_is<'p>(
        &mut self,
        pieces: &'p [Piece],
        kept: &mut Vec<&'p Piece>,
        context: &[Formula],
        needed: &[Formula],
        terms: &[Term<'_>],
    ) {
        let asked = [context, needed].concat();
        for piece in pieces {
            let of_decision = terms.get(piece.term).is_some_and(Term::is_decision);
            let spoken_of = kept.iter().any(|it| it.term == piece.term);
            let left_out = !kept
                .iter()
                .any(|it| it.term == piece.term && it.fact == piece.fact);
            if let (Some(otherwise), true) = (piece.otherwise, of_decision && spoken_of && left_out)
                && self
                    .find(&[asked.as_slice(), &[otherwise]].concat())
                    .is_never()
            {
                kept.push(piece);
            }
        }
    }

    /// All that is so of the terms for the lead that was found last; what is left out first stands
    /// first.
    fn pieces(&self, terms: &[Term<'_>]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut by_rank: Vec<_> = terms.iter().enumerate().collect();
        by_rank.sort_by_key(|(_, term)| std::cmp::Reverse(term.rank));
        for (at, term) in by_rank {
            if self.is_so(term.missing) {
                pieces.push(Piece {
                    formula: term.missing,
                    term: at,
                    fact: None,
                    missing: true,
                    otherwise: None,
                });
                continue;
            }
            let mut facts = Vec::new();
            for asked in &term.facts {
                let (so, formula) = match self.is_so(asked.so.yes) {
                    true => (true, asked.so.yes),
                    false => (false, asked.so.no),
                };
                // Of the values of an enumeration it is enough to say which it is not: so the case
                // may take in others.
                if so && matches!(asked.fact, Fact::Is(_)) {
                    continue;
                }
                facts.push(Piece {
                    formula,
                    term: at,
                    fact: Some((asked.fact.clone(), so)),
                    missing: false,
                    otherwise: matches!(asked.fact, Fact::Is(_)).then_some(asked.so.yes),
                });
            }
            // The tightest of the lower cut points is left out first.
            let lower = facts
                .iter()
                .take_while(|it| matches!(it.fact, Some((_, true))))
                .count();
            if let Some(lower) = facts.get_mut(..lower) {
                lower.reverse();
            }
            pieces.extend(facts);
            pieces.push(Piece {
                formula: !term.missing,
                term: at,
                fact: None,
                missing: false,
                otherwise: None,
            });
        }
        pieces
    }
}

fn parts(terms: usize, kept: &[&Piece]) -> Vec<Part> {
    let mut parts = Vec::new();
    for term in 0..terms {
        let of_term: Vec<&&Piece> = kept.iter().filter(|piece| piece.term == term).collect();
        if of_term.is_empty() {
            continue;
        }
        let says = match of_term.iter().any(|piece| piece.missing) {
            true => Says::Missing,
            false => Says::Known(of_term.iter().filter_map(|it| it.fact.clone()).collect()),
        };
        parts.push(Part { term, says });
    }
    parts
}
