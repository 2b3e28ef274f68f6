//! A policy as data for programs that judge or translate it: the public contract, described by
//! `schema/model.schema.json`.
//!
//! It is what [`crate::model`] holds, with every name, type and unit resolved, and nothing that is
//! worked out of it. What does not bear on the meaning (examples, sources, words of teams) is left
//! out.
//!
//! | file | purpose |
//! | --- | --- |
//! | `schema` | what is known of a lead: types, fields, lists; teams and roles |
//! | `value` | constants |
//! | `operand`, `condition` | values and conditions, as trees |
//! | `score` | scores: lines, groups, tables |
//! | `decision` | decisions: rules, rows, what stands above what |
//! | `journey` | journeys: stages, tasks, moves; when people work |
//! | `duty` | facts, musts, prohibitions, acceptances |

mod condition;
mod decision;
mod duty;
mod journey;
mod operand;
mod schema;
mod score;
mod value;

use serde::Serialize;

use super::findings::{At, Tool};
use crate::compile::Compiled;
use crate::model::{Model, Named, Node, TeamId};
use crate::source::{SourceMap, Span};
use crate::value::Instant;

/// What `dump` prints of a policy.
#[derive(Debug, Serialize)]
pub struct ModelReport<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    version: Option<&'a str>,
    time_zone: &'a str,
    as_of: String,
    today: String,
    working_time: Option<journey::WorkingTimeReport<'a>>,
    calendars: Vec<journey::CalendarReport<'a>>,
    enumerations: Vec<schema::EnumerationReport<'a>>,
    teams: Vec<schema::TeamReport<'a>>,
    roles: Vec<schema::RoleReport<'a>>,
    fields: Vec<schema::FieldReport<'a>>,
    facts: Vec<duty::FactReport<'a>>,
    lists: Vec<schema::ListReport<'a>>,
    defines: Vec<DefineReport<'a>>,
    scores: Vec<score::ScoreReport<'a>>,
    decisions: Vec<decision::DecisionReport<'a>>,
    journeys: Vec<journey::JourneyReport<'a>>,
    musts: Vec<duty::MustReport<'a>>,
    forbids: Vec<duty::ForbidReport<'a>>,
    acceptances: Vec<duty::AcceptanceReport<'a>>,
    order: Vec<NodeReport<'a>>,
}

#[derive(Debug, Serialize)]
struct DefineReport<'a> {
    name: &'a str,
    agreed_by: Vec<&'a str>,
    value: operand::OperandReport<'a>,
    at: At<'a>,
}

/// A definition, score or decision by its name.
#[derive(Debug, Serialize)]
struct NodeReport<'a> {
    kind: &'static str,
    name: &'a str,
}

/// A policy whose parts are told, and its texts.
#[derive(Clone, Copy)]
struct Context<'a> {
    model: &'a Model,
    sources: &'a SourceMap,
}

impl<'a> Context<'a> {
    fn at(self, span: Span) -> At<'a> {
        At::of(self.sources, span)
    }

    fn teams(self, teams: &[TeamId]) -> Vec<&'a str> {
        teams.iter().map(|team| self.team(*team)).collect()
    }

    fn team(self, team: TeamId) -> &'a str {
        let team = self.model.teams.get(team);
        name_of(team.map(|team| &team.named))
    }
}

/// A name; nothing for what a faulty policy has left out.
fn name_of(named: Option<&Named>) -> &str {
    named.map_or("", |named| &named.name)
}

/// All of a policy that bears on what it means, for this instant.
#[must_use]
pub fn model_report(compiled: &Compiled, as_of: Instant) -> ModelReport<'_> {
    let model = &compiled.model;
    let of = Context {
        model,
        sources: &compiled.sources,
    };
    ModelReport {
        schema: 1,
        tool: Tool::this(),
        policy: &model.title,
        version: model.version.as_deref(),
        time_zone: model.zone.name(),
        as_of: model.zone.show(as_of),
        today: model.zone.date(as_of).to_string(),
        working_time: model.working_time.as_ref().map(|it| of.working_time(it)),
        calendars: of.calendars(),
        enumerations: of.enumerations(),
        teams: of.all_teams(),
        roles: of.roles(),
        fields: of.fields(),
        facts: of.facts(),
        lists: of.lists(),
        defines: of.defines(),
        scores: model.scores.values().map(|it| of.score(it)).collect(),
        decisions: of.decisions(),
        journeys: of.journeys(),
        musts: of.musts(),
        forbids: of.forbids(),
        acceptances: of.acceptances(),
        order: model.order.iter().map(|node| of.node(*node)).collect(),
    }
}

impl<'a> Context<'a> {
    fn defines(self) -> Vec<DefineReport<'a>> {
        let defines = self.model.defines.values();
        let defines = defines.map(|define| DefineReport {
            name: &define.named.name,
            agreed_by: self.teams(&define.agreed_by),
            value: self.operand(&define.value),
            at: self.at(define.named.span),
        });
        defines.collect()
    }

    fn node(self, node: Node) -> NodeReport<'a> {
        let model = self.model;
        let (kind, named) = match node {
            Node::Define(id) => ("define", model.defines.get(id).map(|it| &it.named)),
            Node::Score(id) => ("score", model.scores.get(id).map(|it| &it.named)),
            Node::Decision(id) => ("decision", model.decisions.get(id).map(|it| &it.named)),
        };
        NodeReport {
            kind,
            name: name_of(named),
        }
    }
}
