//! What a name can stand for.

use std::collections::BTreeMap;

use crate::model::{
    CalendarId, DecisionId, DefineId, EnumerationId, FieldId, JourneyId, ListId, Model, Named,
    RoleId, ScoreId, TeamId, Type,
};

/// Something with a name, wherever that stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// Something of the one namespace.
    Global(String),
    /// A value; fields that list the same values share them, and a stage is a value of the field that
    /// its journey tracks.
    Value(EnumerationId, String),
    /// A rule, a named row or a table of a decision.
    Rule(String, String),
    /// A table, or a named row, of a score.
    Row(String, String),
    /// A task of a stage: journey, stage, task.
    Task(String, String, String),
    /// What people have to have done.
    Must(String),
    /// A way of reaching a lead.
    Channel(String),
    /// A way to read an export.
    Source(String),
    /// An example, by its title.
    Example(String),
    /// A finding, by its code.
    Finding(String),
}

impl Symbol {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Symbol::Global(name)
            | Symbol::Value(_, name)
            | Symbol::Rule(_, name)
            | Symbol::Row(_, name)
            | Symbol::Task(_, _, name)
            | Symbol::Must(name)
            | Symbol::Channel(name)
            | Symbol::Source(name)
            | Symbol::Example(name)
            | Symbol::Finding(name) => name,
        }
    }
}

/// Something of the one namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    /// A field of the lead.
    Field(FieldId),
    /// A list.
    List(ListId),
    /// A definition.
    Define(DefineId),
    /// A score.
    Score(ScoreId),
    /// A decision.
    Decision(DecisionId),
    /// A role.
    Role(RoleId),
    /// A team.
    Team(TeamId),
    /// A calendar.
    Calendar(CalendarId),
    /// A journey.
    Journey(JourneyId),
}

impl Entity {
    /// The word for the kind of thing.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Entity::Field(_) => "field",
            Entity::List(_) => "list",
            Entity::Define(_) => "definition",
            Entity::Score(_) => "score",
            Entity::Decision(_) => "decision",
            Entity::Role(_) => "role",
            Entity::Team(_) => "team",
            Entity::Calendar(_) => "calendar",
            Entity::Journey(_) => "journey",
        }
    }

    /// Its name, place and documentation.
    #[must_use]
    pub fn named(self, model: &Model) -> Option<&Named> {
        match self {
            Entity::Field(id) => model.fields.get(id).map(|it| &it.named),
            Entity::List(id) => model.lists.get(id).map(|it| &it.named),
            Entity::Define(id) => model.defines.get(id).map(|it| &it.named),
            Entity::Score(id) => model.scores.get(id).map(|it| &it.named),
            Entity::Decision(id) => model.decisions.get(id).map(|it| &it.named),
            Entity::Role(id) => model.roles.get(id).map(|it| &it.named),
            Entity::Team(id) => model.teams.get(id).map(|it| &it.named),
            Entity::Calendar(id) => model.calendars.get(id).map(|it| &it.named),
            Entity::Journey(id) => model.journeys.get(id).map(|it| &it.named),
        }
    }

    /// The type of its value for a lead, or as an outcome.
    #[must_use]
    pub fn ty(self, model: &Model) -> Option<Type> {
        match self {
            Entity::Field(id) => model.fields.get(id).map(|it| it.ty),
            Entity::Define(id) => model.defines.get(id).map(|it| it.value.ty),
            Entity::Score(_) => Some(Type::Number),
            Entity::Decision(id) => model.decisions.get(id).map(|it| it.ty),
            Entity::Role(_) => Some(Type::Role),
            Entity::Team(_) => Some(Type::Team),
            Entity::List(_) | Entity::Calendar(_) | Entity::Journey(_) => None,
        }
    }

    /// Whether it has a value for a lead.
    #[must_use]
    pub fn has_value(self) -> bool {
        matches!(
            self,
            Entity::Field(_) | Entity::Define(_) | Entity::Score(_) | Entity::Decision(_)
        )
    }
}

/// The one namespace of a policy.
#[derive(Debug, Clone, Default)]
pub struct Globals {
    entries: BTreeMap<String, Entity>,
}

impl Globals {
    /// All that a policy declares.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let fields = model.fields.iter().map(|(id, _)| Entity::Field(id));
        let lists = model.lists.iter().map(|(id, _)| Entity::List(id));
        let defines = model.defines.iter().map(|(id, _)| Entity::Define(id));
        let scores = model.scores.iter().map(|(id, _)| Entity::Score(id));
        let decisions = model.decisions.iter().map(|(id, _)| Entity::Decision(id));
        let roles = model.roles.iter().map(|(id, _)| Entity::Role(id));
        let teams = model.teams.iter().map(|(id, _)| Entity::Team(id));
        let calendars = model.calendars.iter().map(|(id, _)| Entity::Calendar(id));
        let journeys = model.journeys.iter().map(|(id, _)| Entity::Journey(id));
        let all = fields.chain(lists).chain(defines).chain(scores);
        let all = all.chain(decisions).chain(roles).chain(teams);
        let all = all.chain(calendars).chain(journeys);
        let named = all.filter_map(|it| Some((it.named(model)?.name.clone(), it)));
        Globals {
            entries: named.collect(),
        }
    }

    /// What is called so.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Entity> {
        self.entries.get(name).copied()
    }

    /// All of it, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Entity)> {
        self.entries.iter().map(|(name, it)| (name.as_str(), *it))
    }
}
