//! Prohibitions that act, duties that are not met and facts that are not so, with what makes them
//! so.

use super::Case;
use super::grounds::{Fact, Lack, held, lack};
use crate::eval::Truth;
use crate::model::{self, Forbid, Must};

/// A prohibition that acts.
#[derive(Debug, Clone)]
pub struct ForbidWhy<'m> {
    /// The prohibition.
    pub forbid: &'m Forbid,
    /// Yes where it clearly acts; else it acts in doubt.
    pub truth: Truth,
    /// What makes its `when` hold.
    pub facts: Vec<Fact<'m>>,
    /// Whether its `when` holds cannot be told.
    pub doubtful: bool,
    /// What its `unless` lacks to lift it.
    pub lacks: Option<Lack<'m>>,
}

/// A duty that is not met.
#[derive(Debug, Clone)]
pub struct MustWhy<'m> {
    /// The duty.
    pub must: &'m Must,
    /// What makes it a duty for this lead.
    pub facts: Vec<Fact<'m>>,
    /// What it lacks to be met.
    pub lacks: Lack<'m>,
}

/// A fact that is not so.
#[derive(Debug, Clone)]
pub struct FactWhy<'m> {
    /// The fact, as the policy has it.
    pub fact: &'m model::Fact,
    /// What it lacks to be so.
    pub lacks: Lack<'m>,
}

pub(super) fn forbidden(case: Case<'_>) -> Vec<ForbidWhy<'_>> {
    let acting = case.evaluation.forbidden.iter();
    let why = acting.filter_map(|by| {
        let forbid = case.model.forbids.get(by.forbid)?;
        let when = forbid.when.as_ref().map(|when| case.trace(when));
        let unless = forbid.unless.as_ref().map(|unless| case.trace(unless));
        let sure = when.as_ref().filter(|when| when.truth.is_yes());
        Some(ForbidWhy {
            forbid,
            truth: by.truth,
            facts: sure.map_or(Vec::new(), |when| held(when, true)),
            doubtful: when.is_some() && sure.is_none(),
            lacks: unless.map(|unless| lack(&unless, true)),
        })
    });
    why.collect()
}

pub(super) fn breaches(case: Case<'_>) -> Vec<MustWhy<'_>> {
    let broken = case.evaluation.breaches.iter();
    let why = broken.filter_map(|id| {
        let must = case.model.musts.get(*id)?;
        let when = must.when.as_ref().map(|when| case.trace(when));
        Some(MustWhy {
            must,
            facts: when.map_or(Vec::new(), |when| held(&when, true)),
            lacks: lack(&case.trace(&must.condition), true),
        })
    });
    why.collect()
}

pub(super) fn broken_facts(case: Case<'_>) -> Vec<FactWhy<'_>> {
    let broken = case.evaluation.broken_facts.iter();
    let facts = broken.filter_map(|at| case.model.facts.get(*at));
    let why = facts.map(|fact| FactWhy {
        fact,
        lacks: lack(&case.trace(&fact.condition), true),
    });
    why.collect()
}
