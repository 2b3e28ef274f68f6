//! Decisions: rules, rows of tables, and what stands above what.

use serde::Serialize;

use super::condition::ConditionReport;
use super::operand::OperandReport;
use super::schema::TypeReport;
use super::{At, Context, name_of};
use crate::model::{Decision, DecisionId, Overridden, Rule};

#[derive(Debug, Serialize)]
pub(super) struct DecisionReport<'a> {
    name: &'a str,
    r#type: TypeReport,
    /// The journey whose stages it yields.
    journey: Option<&'a str>,
    or_none: bool,
    first_match: bool,
    agreed_by: Vec<&'a str>,
    rules: Vec<RuleReport<'a>>,
    tables: Vec<TableReport<'a>>,
    otherwise: Option<OperandReport<'a>>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
struct RuleReport<'a> {
    name: &'a str,
    is_named: bool,
    table: Option<usize>,
    when: Option<ConditionReport<'a>>,
    unless: Option<ConditionReport<'a>>,
    outcome: OperandReport<'a>,
    overrides_all: bool,
    overrides: Vec<OverriddenReport>,
    because: Option<&'a str>,
    at: At<'a>,
}

/// What a rule stands above by name; places in the decision's rules or tables.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum OverriddenReport {
    Rule(usize),
    Table(usize),
}

#[derive(Debug, Serialize)]
struct TableReport<'a> {
    name: Option<&'a str>,
    first_match: bool,
    /// The place of its first row in the decision's rules.
    first_row: usize,
    rows: usize,
    at: At<'a>,
}

impl<'a> Context<'a> {
    pub(super) fn decisions(self) -> Vec<DecisionReport<'a>> {
        let decisions = self.model.decisions.iter();
        decisions.map(|(id, it)| self.decision(id, it)).collect()
    }

    /// A decision with all its rules, in the order of the text.
    fn decision(self, id: DecisionId, decision: &'a Decision) -> DecisionReport<'a> {
        let tables = decision.tables.iter().map(|table| TableReport {
            name: table.name.as_deref(),
            first_match: table.first_match,
            first_row: table.rows.start,
            rows: table.rows.len(),
            at: self.at(table.span),
        });
        DecisionReport {
            name: &decision.named.name,
            r#type: TypeReport::of(decision.ty),
            journey: self.model.stage_decisions.get(&id).map(|journey| {
                let journey = self.model.journeys.get(*journey);
                name_of(journey.map(|journey| &journey.named))
            }),
            or_none: decision.or_none,
            first_match: decision.first_match,
            agreed_by: self.teams(&decision.agreed_by),
            rules: decision.rules.iter().map(|rule| self.rule(rule)).collect(),
            tables: tables.collect(),
            otherwise: decision.otherwise.as_ref().map(|it| self.operand(it)),
            at: self.at(decision.named.span),
        }
    }

    fn rule(self, rule: &'a Rule) -> RuleReport<'a> {
        let overrides = rule.overrides.iter().map(|overridden| match *overridden {
            Overridden::Rule(index) => OverriddenReport::Rule(index),
            Overridden::Table(index) => OverriddenReport::Table(index),
        });
        RuleReport {
            name: &rule.name,
            is_named: rule.is_named,
            table: rule.table,
            when: self.optional(rule.when.as_ref()),
            unless: self.optional(rule.unless.as_ref()),
            outcome: self.operand(&rule.outcome),
            overrides_all: rule.overrides_all,
            overrides: overrides.collect(),
            because: rule.because.as_deref(),
            at: self.at(rule.span),
        }
    }
}
