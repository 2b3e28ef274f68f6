//! Constants: numbers as exact texts, durations in seconds, moments as ISO writes them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Context, name_of};
use crate::model::{Id, Type};
use crate::value::{Duration, Value};

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ValueReport<'a> {
    Boolean {
        value: bool,
    },
    Number {
        value: String,
    },
    Money {
        value: String,
    },
    Text {
        value: &'a str,
    },
    Date {
        value: String,
    },
    /// An instant in UTC.
    Datetime {
        value: String,
    },
    /// Time as a stopwatch counts it.
    Duration {
        seconds: i64,
    },
    /// Time inside working hours.
    BusinessDuration {
        seconds: i64,
    },
    BusinessDays {
        days: i64,
    },
    Choice {
        value: &'a str,
    },
    Set {
        values: Vec<&'a str>,
    },
    Role {
        value: &'a str,
    },
    Team {
        value: &'a str,
    },
}

impl<'a> Context<'a> {
    /// A constant; its type says of which enumeration it is.
    pub(super) fn value(self, value: &'a Value, ty: Type) -> ValueReport<'a> {
        match value {
            Value::Boolean(value) => ValueReport::Boolean { value: *value },
            Value::Number(number) => ValueReport::Number {
                value: number.to_string(),
            },
            Value::Money(number) => ValueReport::Money {
                value: number.to_string(),
            },
            Value::Text(text) => ValueReport::Text { value: text.raw() },
            Value::Date(date) => ValueReport::Date {
                value: date.to_string(),
            },
            Value::Datetime(instant) => ValueReport::Datetime {
                value: instant.to_string(),
            },
            Value::Duration(duration) => duration_report(*duration),
            Value::Choice(index) => ValueReport::Choice {
                value: self.name(ty, *index),
            },
            Value::Set(members) => ValueReport::Set {
                values: self.names(ty, members),
            },
            Value::Role(index) => {
                let role = self.model.roles.get(Id::new(*index as usize));
                ValueReport::Role {
                    value: name_of(role.map(|role| &role.named)),
                }
            }
            Value::Team(index) => ValueReport::Team {
                value: self.team(Id::new(*index as usize)),
            },
        }
    }

    /// The names of some values of the enumeration behind a type.
    pub(super) fn names(self, ty: Type, values: &BTreeSet<u32>) -> Vec<&'a str> {
        values.iter().map(|index| self.name(ty, *index)).collect()
    }

    fn name(self, ty: Type, index: u32) -> &'a str {
        self.model.enumeration(ty).map_or("", |it| it.name(index))
    }
}

fn duration_report<'a>(duration: Duration) -> ValueReport<'a> {
    match duration {
        Duration::Elapsed { seconds } => ValueReport::Duration { seconds },
        Duration::Business { seconds } => ValueReport::BusinessDuration { seconds },
        Duration::BusinessDays { days } => ValueReport::BusinessDays { days },
    }
}
