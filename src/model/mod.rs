//! The policy with every name, type and unit resolved: what everything later reads.
//!
//! Things are kept in [`Arena`]s by number. What could not be resolved has been reported and is
//! left out, so a model exists even of a faulty policy; only one without errors means something.
//!
//! | file | purpose |
//! | --- | --- |
//! | `arena` | [`Arena`]: things by number |
//! | `types` | [`Type`]: what a value can be, and within which bounds |
//! | `expr` | conditions and values |
//! | `rules` | scores and decisions |
//! | `calendar` | when people work |
//! | `journey` | stages, tasks, moves |
//! | `mapping` | how an export is read |
//! | `example` | stories that must come out as they say |
//! | `lead` | [`Batch`], [`Lead`]: values of the fields |
//! | `files` | the files that a policy names |
//! | `outcomes` | the constants that something may be |
//! | `beside` | two policies in one model, to compare them |
//! | `walk` | all parts of a condition or value |
//! | `resolve` | syntax trees to the model, and values that a caller gives |

mod arena;
mod beside;
mod calendar;
mod example;
mod expr;
mod files;
mod journey;
mod lead;
mod mapping;
mod outcomes;
mod resolve;
mod rules;
mod types;
mod walk;

pub use arena::{Arena, Id};
pub use beside::{Beside, Places};
pub use calendar::{Calendar, WorkingTime};
pub use example::{Example, Step, StepKind, Subject, TaskExpectation};
pub use expr::{Condition, ConditionKind, Operand, OperandKind, TextMatch};
pub use files::{FileProblem, LoadedFiles};
pub use journey::{
    Accountable, ClockStart, Deadline, Done, Journey, Move, Party, Stage, StageKind, Target, Task,
    TaskStep,
};
pub use lead::{Batch, Cell, Lead};
pub use mapping::{ColumnMapping, Join, SkipRows, SourceMapping};
pub use outcomes::Constants;
pub use resolve::{given, given_one, resolve};
pub use rules::*;
pub use types::{Bounds, Currency, End, Enumeration, EnumerationValue, Type};
pub use walk::Part;

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Span;
use crate::value::{Date, Text, Value, Zone};

/// The number of an enumeration.
pub type EnumerationId = Id<Enumeration>;
/// The number of a team.
pub type TeamId = Id<Team>;
/// The number of a role.
pub type RoleId = Id<Role>;
/// The number of a field.
pub type FieldId = Id<Field>;
/// The number of a list.
pub type ListId = Id<List>;
/// The number of a definition.
pub type DefineId = Id<Define>;
/// The number of a score.
pub type ScoreId = Id<Score>;
/// The number of a decision.
pub type DecisionId = Id<Decision>;
/// The number of a `must`.
pub type MustId = Id<Must>;
/// The number of a channel.
pub type ChannelId = Id<Channel>;
/// The number of a calendar.
pub type CalendarId = Id<Calendar>;
/// The number of a journey.
pub type JourneyId = Id<Journey>;
/// The number of a stage, of all journeys.
pub type StageId = Id<Stage>;
/// The number of a task, of all stages.
pub type TaskId = Id<Task>;
/// The number of a source.
pub type SourceMappingId = Id<SourceMapping>;

/// A whole policy.
#[derive(Debug, Clone)]
pub struct Model {
    /// What it is called.
    pub title: String,
    /// Its version, as it is written.
    pub version: Option<String>,
    /// Its time zone; UTC where it names none.
    pub zone: Zone,
    /// When people work who have no calendar of their own; none where the policy does not say.
    pub working_time: Option<WorkingTime>,
    /// The calendars with names.
    pub calendars: Arena<Calendar>,
    /// The data file that it is tried on, relative to its folder.
    pub sample: Option<String>,
    /// All sets of values.
    pub enumerations: Arena<Enumeration>,
    /// The teams.
    pub teams: Arena<Team>,
    /// The roles of all teams.
    pub roles: Arena<Role>,
    /// The fields of a lead.
    pub fields: Arena<Field>,
    /// What is true of every lead.
    pub facts: Vec<Fact>,
    /// The lists.
    pub lists: Arena<List>,
    /// The definitions.
    pub defines: Arena<Define>,
    /// The scores.
    pub scores: Arena<Score>,
    /// The decisions.
    pub decisions: Arena<Decision>,
    /// The decisions that yield stages, with the journey that has these.
    pub stage_decisions: BTreeMap<DecisionId, JourneyId>,
    /// The journeys.
    pub journeys: Arena<Journey>,
    /// The stages of all journeys.
    pub stages: Arena<Stage>,
    /// The tasks of all stages.
    pub tasks: Arena<Task>,
    /// What people have to have done.
    pub musts: Arena<Must>,
    /// The channels that some `forbid` or task names.
    pub channels: Arena<Channel>,
    /// When a channel may not be used.
    pub forbids: Vec<Forbid>,
    /// The words of the teams.
    pub vocabularies: Vec<Vocabulary>,
    /// How exports are read.
    pub sources: Arena<SourceMapping>,
    /// Findings that the policy takes note of.
    pub acceptances: Vec<Acceptance>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Definitions, scores and decisions, each behind all that it reads.
    pub order: Vec<Node>,
    /// What each of them reads directly, also where only a constant of it is left.
    pub reads: BTreeMap<Node, BTreeSet<Node>>,
}

/// Something that is worked out for a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A definition.
    Define(DefineId),
    /// A score.
    Score(ScoreId),
    /// A decision.
    Decision(DecisionId),
}

/// A name with the place of its declaration and its documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The `##` lines above it.
    pub doc: String,
}

/// A team.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its name.
    pub named: Named,
    /// The name people read.
    pub title: Option<String>,
    /// The calendar of its roles that have none of their own.
    pub works: Option<CalendarId>,
}

/// A role of a team.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name.
    pub named: Named,
    /// The name people read.
    pub title: Option<String>,
    /// The team it belongs to.
    pub team: TeamId,
    /// The field that holds the person.
    pub named_in: Option<FieldId>,
    /// Its own calendar.
    pub works: Option<CalendarId>,
}

/// A field of a lead.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub named: Named,
    /// Its type.
    pub ty: Type,
    /// What a number may be.
    pub bounds: Bounds,
    /// It tells leads apart.
    pub key: bool,
    /// No lead lacks it; keys are required.
    pub required: bool,
    /// It tells of the past: nobody can change it.
    pub fixed: bool,
}

/// Something that is true of every lead.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What is true; a lead for which it is no breaks it.
    pub condition: Condition,
}

/// A list of texts.
#[derive(Debug, Clone)]
pub struct List {
    /// Its name.
    pub named: Named,
    /// Its entries, each once.
    pub entries: BTreeSet<Text>,
}

/// A definition.
#[derive(Debug, Clone)]
pub struct Define {
    /// Its name.
    pub named: Named,
    /// What it stands for; its type is the definition's.
    pub value: Operand,
    /// The teams that agreed on it.
    pub agreed_by: Vec<TeamId>,
}

/// What people have to have done.
#[derive(Debug, Clone)]
pub struct Must {
    /// Its name.
    pub named: Named,
    /// What has to be so.
    pub condition: Condition,
    /// For which leads; without, for all.
    pub when: Option<Condition>,
    /// Why.
    pub because: Option<String>,
}

/// A way of reaching a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its name.
    pub name: String,
}

/// When a channel may not be used.
#[derive(Debug, Clone)]
pub struct Forbid {
    /// The channel.
    pub channel: ChannelId,
    /// Forbidden where this is yes.
    pub when: Option<Condition>,
    /// Forbidden where this is not yes.
    pub unless: Option<Condition>,
    /// Why.
    pub because: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A team's words.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The team.
    pub team: TeamId,
    /// What the policy says, and what the team says.
    pub words: Vec<(String, String)>,
    /// Where each of them stands.
    pub spans: Vec<Span>,
}

/// A finding that the policy takes note of.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The code of the finding.
    pub code: String,
    /// What the finding is about: a name, or names joined by dots.
    pub subject: String,
    /// The leads for which it is accepted.
    pub when: Option<Condition>,
    /// Why.
    pub because: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

impl Model {
    /// A policy that says nothing, to be filled.
    #[must_use]
    pub(crate) fn empty() -> Self {
        Model {
            title: String::new(),
            version: None,
            zone: Zone::utc(),
            working_time: None,
            calendars: Arena::default(),
            sample: None,
            enumerations: Arena::default(),
            teams: Arena::default(),
            roles: Arena::default(),
            fields: Arena::default(),
            facts: Vec::new(),
            lists: Arena::default(),
            defines: Arena::default(),
            scores: Arena::default(),
            decisions: Arena::default(),
            stage_decisions: BTreeMap::new(),
            journeys: Arena::default(),
            stages: Arena::default(),
            tasks: Arena::default(),
            musts: Arena::default(),
            channels: Arena::default(),
            forbids: Vec::new(),
            vocabularies: Vec::new(),
            sources: Arena::default(),
            acceptances: Vec::new(),
            examples: Vec::new(),
            order: Vec::new(),
            reads: BTreeMap::new(),
        }
    }

    /// What may depend on a definition, score or decision: all that reads it, itself or by way of
    /// others.
    #[must_use]
    pub fn readers(&self, of: Node) -> BTreeSet<Node> {
        let mut readers = BTreeSet::new();
        // Each stands behind what it reads, so that one pass finds all.
        for node in &self.order {
            let reads = self.reads.get(node).into_iter().flatten();
            if reads
                .into_iter()
                .any(|read| *read == of || readers.contains(read))
            {
                readers.insert(*node);
            }
        }
        readers
    }

    /// A definition, score or decision as a value, as if it stood at this place.
    #[must_use]
    pub fn value_of(&self, node: Node, span: Span) -> Operand {
        let (kind, ty) = match node {
            Node::Define(id) => {
                let ty = self.defines.get(id).map(|it| it.value.ty);
                (OperandKind::Define(id), ty)
            }
            Node::Score(id) => (OperandKind::Score(id), Some(Type::Number)),
            Node::Decision(id) => {
                let ty = self.decisions.get(id).map(|it| it.ty);
                (OperandKind::Decision(id), ty)
            }
        };
        Operand {
            kind,
            ty: ty.unwrap_or(Type::Text),
            span,
        }
    }

    /// A value of a type as people read it: an enumeration's value, a role or a team by name, money
    /// with its currency, an instant in the policy's zone.
    #[must_use]
    pub fn show(&self, value: &Value, ty: Type) -> String {
        match value {
            Value::Boolean(true) => "yes".to_owned(),
            Value::Boolean(false) => "no".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Money(number) => match ty {
                Type::Money(currency) => format!("{number} {}", currency.as_str()),
                _ => number.to_string(),
            },
            Value::Text(text) => text.raw().to_owned(),
            Value::Date(date) => date.to_string(),
            Value::Datetime(instant) => self.zone.show(*instant),
            Value::Duration(duration) => duration.to_string(),
            Value::Choice(index) => self
                .enumeration(ty)
                .map_or("", |e| e.name(*index))
                .to_owned(),
            Value::Set(members) => {
                let names = members.iter();
                let names = names.map(|i| self.enumeration(ty).map_or("", |e| e.name(*i)));
                names.collect::<Vec<_>>().join(", ")
            }
            Value::Role(index) => {
                let role = self.roles.get(Id::new(*index as usize));
                role.map_or(String::new(), |role| role.named.name.clone())
            }
            Value::Team(index) => {
                let team = self.teams.get(Id::new(*index as usize));
                team.map_or(String::new(), |team| team.named.name.clone())
            }
        }
    }

    /// The enumeration behind a type.
    #[must_use]
    pub fn enumeration(&self, ty: Type) -> Option<&Enumeration> {
        match ty {
            Type::Choice(id) | Type::Several(id) => self.enumerations.get(id),
            _ => None,
        }
    }

    /// The field that tells leads apart.
    #[must_use]
    pub fn key(&self) -> Option<FieldId> {
        self.fields
            .iter()
            .find(|(_, field)| field.key)
            .map(|(id, _)| id)
    }
}
