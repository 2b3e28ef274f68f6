//! What is so of all leads, what has to be done, what is forbidden, and which findings are accepted.

use serde::Serialize;

use super::condition::ConditionReport;
use super::{At, Context};

#[derive(Debug, Serialize)]
pub(super) struct FactReport<'a> {
    condition: ConditionReport<'a>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct MustReport<'a> {
    name: &'a str,
    condition: ConditionReport<'a>,
    when: Option<ConditionReport<'a>>,
    because: Option<&'a str>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct ForbidReport<'a> {
    channel: &'a str,
    when: Option<ConditionReport<'a>>,
    unless: Option<ConditionReport<'a>>,
    because: Option<&'a str>,
    at: At<'a>,
}

/// A finding that the policy takes note of.
#[derive(Debug, Serialize)]
pub(super) struct AcceptanceReport<'a> {
    code: &'a str,
    subject: &'a str,
    when: Option<ConditionReport<'a>>,
    until: Option<String>,
    at: At<'a>,
}

impl<'a> Context<'a> {
    pub(super) fn facts(self) -> Vec<FactReport<'a>> {
        let facts = self.model.facts.iter();
        let facts = facts.map(|fact| FactReport {
            condition: self.condition(&fact.condition),
            at: self.at(fact.condition.span),
        });
        facts.collect()
    }

    pub(super) fn musts(self) -> Vec<MustReport<'a>> {
        let musts = self.model.musts.values();
        let musts = musts.map(|must| MustReport {
            name: &must.named.name,
            condition: self.condition(&must.condition),
            when: self.optional(must.when.as_ref()),
            because: must.because.as_deref(),
            at: self.at(must.named.span),
        });
        musts.collect()
    }

    pub(super) fn forbids(self) -> Vec<ForbidReport<'a>> {
        let forbids = self.model.forbids.iter();
        let forbids = forbids.map(|forbid| ForbidReport {
            channel: self
                .model
                .channels
                .get(forbid.channel)
                .map_or("", |channel| &channel.name),
            when: self.optional(forbid.when.as_ref()),
            unless: self.optional(forbid.unless.as_ref()),
            because: forbid.because.as_deref(),
            at: self.at(forbid.span),
        });
        forbids.collect()
    }

    pub(super) fn acceptances(self) -> Vec<AcceptanceReport<'a>> {
        let acceptances = self.model.acceptances.iter();
        let acceptances = acceptances.map(|acceptance| AcceptanceReport {
            code: &acceptance.code,
            subject: &acceptance.subject,
            when: self.optional(acceptance.when.as_ref()),
            until: acceptance.until.map(|day| day.to_string()),
            at: self.at(acceptance.span),
        });
        acceptances.collect()
    }
}
