//! Prohibitions, duties and facts in words.

use serde::Serialize;

use super::view::View;
use crate::eval::Truth;
use crate::value::joined;
use crate::why::{FactWhy, ForbidWhy, MustWhy};

/// A channel that may not be used, and why.
#[derive(Serialize)]
pub(super) struct ForbidView<'a> {
    pub(super) channel: &'a str,
    /// It is forbidden as it cannot be told whether it is allowed.
    pub(super) in_doubt: bool,
    pub(super) because: Option<&'a str>,
    pub(super) reasons: Vec<String>,
}

/// Something that should have been done, and why.
#[derive(Serialize)]
pub(super) struct DutyView<'a> {
    pub(super) must: &'a str,
    pub(super) because: Option<&'a str>,
    /// What makes it a duty for this lead.
    pub(super) applies: Vec<String>,
    /// What it lacks to be met.
    pub(super) reasons: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn forbid(&self, why: &ForbidWhy<'a>) -> ForbidView<'a> {
        let words = &self.words;
        let forbid = why.forbid;
        let channel = words.model.channels.get(forbid.channel);
        let mut reasons = words.facts(&why.facts);
        if let Some(when) = forbid.when.as_ref().filter(|_| why.doubtful) {
            let when = words.text(when.span);
            reasons.push(format!("in doubt it is forbidden: `{when}` cannot be told"));
        }
        reasons.extend(why.lacks.iter().map(|lack| {
            let lack = joined(&words.lacks(lack), "and");
            format!("{lack} for it to be allowed")
        }));
        ForbidView {
            channel: channel.map_or("", |channel| channel.name.as_str()),
            in_doubt: why.truth != Truth::Yes,
            because: forbid.because.as_deref(),
            reasons,
        }
    }

    pub(super) fn must(&self, why: &MustWhy<'a>) -> DutyView<'a> {
        let must = why.must;
        DutyView {
            must: &must.named.name,
            because: must.because.as_deref(),
            applies: self.words.facts(&why.facts),
            reasons: self.words.lacks(&why.lacks),
        }
    }

    pub(super) fn broken_fact(&self, why: &FactWhy<'_>) -> String {
        let fact = self.words.text(why.fact.condition.span);
        let lacks = joined(&self.words.lacks(&why.lacks), "and");
        format!("`{fact}` is a fact of the policy, and not so here: {lacks}")
    }
}
