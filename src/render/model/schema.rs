//! What is known of a lead: types, fields, lists; teams and roles.

use serde::Serialize;

use super::{At, Context, name_of};
use crate::model::{Bounds, CalendarId, End, Type};

#[derive(Debug, Serialize)]
pub(super) struct EnumerationReport<'a> {
    values: Vec<&'a str>,
    ordered: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct TeamReport<'a> {
    name: &'a str,
    title: Option<&'a str>,
    works: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct RoleReport<'a> {
    name: &'a str,
    title: Option<&'a str>,
    team: &'a str,
    named_in: Option<&'a str>,
    works: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct FieldReport<'a> {
    name: &'a str,
    r#type: TypeReport,
    low: Option<EndReport>,
    high: Option<EndReport>,
    key: bool,
    required: bool,
    fixed: bool,
    at: At<'a>,
}

/// An end of what a number may be.
#[derive(Debug, Serialize)]
struct EndReport {
    value: String,
    included: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ListReport<'a> {
    name: &'a str,
    entries: Vec<&'a str>,
    at: At<'a>,
}

/// A type; enumerations by their places.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum TypeReport {
    Text,
    Integer,
    Number,
    Money { currency: String },
    Boolean,
    Date,
    Datetime,
    Duration,
    OneOf { enumeration: usize },
    SeveralOf { enumeration: usize },
    Role,
    Team,
}

impl TypeReport {
    pub(super) fn of(ty: Type) -> Self {
        match ty {
            Type::Text => TypeReport::Text,
            Type::Integer => TypeReport::Integer,
            Type::Number => TypeReport::Number,
            Type::Money(currency) => TypeReport::Money {
                currency: currency.as_str().to_owned(),
            },
            Type::Boolean => TypeReport::Boolean,
            Type::Date => TypeReport::Date,
            Type::Datetime => TypeReport::Datetime,
            Type::Duration => TypeReport::Duration,
            Type::Choice(id) => TypeReport::OneOf {
                enumeration: id.index(),
            },
            Type::Several(id) => TypeReport::SeveralOf {
                enumeration: id.index(),
            },
            Type::Role => TypeReport::Role,
            Type::Team => TypeReport::Team,
        }
    }
}

impl<'a> Context<'a> {
    pub(super) fn enumerations(self) -> Vec<EnumerationReport<'a>> {
        let all = self.model.enumerations.values();
        let all = all.map(|enumeration| EnumerationReport {
            values: enumeration.values.iter().map(|it| &*it.name).collect(),
            ordered: enumeration.ordered,
        });
        all.collect()
    }

    pub(super) fn all_teams(self) -> Vec<TeamReport<'a>> {
        let teams = self.model.teams.values();
        let teams = teams.map(|team| TeamReport {
            name: &team.named.name,
            title: team.title.as_deref(),
            works: self.calendar(team.works),
        });
        teams.collect()
    }

    pub(super) fn roles(self) -> Vec<RoleReport<'a>> {
        let roles = self.model.roles.values();
        let roles = roles.map(|role| RoleReport {
            name: &role.named.name,
            title: role.title.as_deref(),
            team: self.team(role.team),
            named_in: role
                .named_in
                .map(|field| name_of(self.model.fields.get(field).map(|field| &field.named))),
            works: self.calendar(role.works),
        });
        roles.collect()
    }

    fn calendar(self, works: Option<CalendarId>) -> Option<&'a str> {
        let calendar = self.model.calendars.get(works?);
        Some(name_of(calendar.map(|calendar| &calendar.named)))
    }

    pub(super) fn fields(self) -> Vec<FieldReport<'a>> {
        let fields = self.model.fields.values();
        let fields = fields.map(|field| {
            let Bounds { low, high } = field.bounds;
            FieldReport {
                name: &field.named.name,
                r#type: TypeReport::of(field.ty),
                low: low.map(end),
                high: high.map(end),
                key: field.key,
                required: field.required,
                fixed: field.fixed,
                at: self.at(field.named.span),
            }
        });
        fields.collect()
    }

    pub(super) fn lists(self) -> Vec<ListReport<'a>> {
        let lists = self.model.lists.values();
        let lists = lists.map(|list| ListReport {
            name: &list.named.name,
            entries: list.entries.iter().map(|entry| entry.raw()).collect(),
            at: self.at(list.named.span),
        });
        lists.collect()
    }
}

fn end(end: End) -> EndReport {
    EndReport {
        value: end.number.to_string(),
        included: end.included,
    }
}
