//! Fields, values, roles, teams and channels that two policies share: those that are called the same.

use std::collections::BTreeMap;

use crate::model::{
    Arena, Bounds, CalendarId, ChannelId, Condition, ConditionKind, End, Enumeration,
    EnumerationId, Fact, Field, FieldId, Id, Model, Node, Operand, OperandKind, Role, RoleId, Team,
    TeamId, Type,
};
use crate::value::Value;

use super::carry::Carry;

/// What a value of an enumeration is in the new place.
pub(super) type Values = (EnumerationId, Vec<u32>);

impl<'a> Carry<'a> {
    /// Finds what the two policies share, and adds what only the older one has.
    pub(super) fn new(old: &'a Model, new: &Model, same: &'a BTreeMap<Node, Node>) -> Carry<'a> {
        let mut carry = Carry {
            old,
            model: new.clone(),
            fields: Vec::new(),
            enumerations: BTreeMap::new(),
            roles: Vec::new(),
            teams: Vec::new(),
            channels: Vec::new(),
            calendars: Vec::new(),
            retyped: Vec::new(),
            same,
            lists: 0,
            defines: 0,
            scores: 0,
            decisions: 0,
            journeys: 0,
            stages: 0,
            tasks: 0,
        };
        carry.shared_values(new);
        for calendar in old.calendars.values() {
            let id = carry.model.calendars.add(calendar.clone());
            carry.calendars.push(id);
        }
        for (_, field) in old.fields.iter() {
            let id = carry.field_of(field);
            carry.fields.push(id);
        }
        for team in old.teams.values() {
            let id = carry.team_of(team);
            carry.teams.push(id);
        }
        for role in old.roles.values() {
            let id = carry.role_of(role);
            carry.roles.push(id);
        }
        for channel in old.channels.values() {
            let known = place(&carry.model.channels, |it| it.name == channel.name);
            let id: ChannelId = match known {
                Some(id) => id,
                None => carry.model.channels.add(channel.clone()),
            };
            carry.channels.push(id);
        }
        carry
    }

    /// Fields and decisions that are called the same have the values of both.
    fn shared_values(&mut self, new: &Model) {
        let old_fields = self.old.fields.values();
        let fields = old_fields.filter_map(|field| {
            let mut same = new.fields.values();
            let same = same.find(|it| it.named.name == field.named.name)?;
            Some((field.ty, same.ty))
        });
        let decisions = self.old.decisions.values().filter_map(|decision| {
            let mut same = new.decisions.values();
            let same = same.find(|it| it.named.name == decision.named.name)?;
            Some((decision.ty, same.ty))
        });
        let pairs: Vec<(Type, Type)> = fields.chain(decisions).collect();
        for pair in pairs {
            if let (Type::Choice(old), Type::Choice(new)) | (Type::Several(old), Type::Several(new)) =
                pair
                && !self.enumerations.contains_key(&old)
            {
                let values = self.values_in(old, new);
                self.enumerations.insert(old, (new, values));
            }
        }
    }

    /// The numbers of an older enumeration's values in a newer one, which gets those that it lacks.
    fn values_in(&mut self, old: EnumerationId, new: EnumerationId) -> Vec<u32> {
        let (Some(from), Some(into)) = (
            self.old.enumerations.get(old),
            self.model.enumerations.get_mut(new),
        ) else {
            return Vec::new();
        };
        let places = from
            .values
            .iter()
            .map(|value| match into.find(&value.name) {
                Some(place) => place,
                None => {
                    into.values.push(value.clone());
                    u32::try_from(into.values.len() - 1).unwrap_or(u32::MAX)
                }
            });
        places.collect()
    }

    /// The type that one of the older policy has in the new place.
    pub(super) fn ty(&mut self, ty: Type) -> Type {
        match ty {
            Type::Choice(id) => Type::Choice(self.enumeration(id)),
            Type::Several(id) => Type::Several(self.enumeration(id)),
            ty => ty,
        }
    }

    fn enumeration(&mut self, id: EnumerationId) -> EnumerationId {
        if let Some((known, _)) = self.enumerations.get(&id) {
            return *known;
        }
        let all = self.old.enumerations.get(id).cloned();
        let all: Enumeration = all.unwrap_or(Enumeration {
            values: Vec::new(),
            ordered: false,
        });
        let count = u32::try_from(all.values.len()).unwrap_or(u32::MAX);
        let new = self.model.enumerations.add(all);
        self.enumerations.insert(id, (new, (0..count).collect()));
        new
    }

    /// A value of a type of the older policy.
    pub(super) fn value(&mut self, value: &Value, ty: Type) -> Value {
        let choice = |carry: &mut Self, at: u32, ty: Type| {
            let (Type::Choice(id) | Type::Several(id)) = ty else {
                return at;
            };
            carry.enumeration(id);
            let values = carry.enumerations.get(&id);
            let place = values.and_then(|(_, values)| values.get(at as usize));
            place.copied().unwrap_or(at)
        };
        match value {
            Value::Choice(at) => Value::Choice(choice(self, *at, ty)),
            Value::Set(members) => {
                Value::Set(members.iter().map(|at| choice(self, *at, ty)).collect())
            }
            Value::Role(at) => {
                let role = self.roles.get(*at as usize);
                Value::Role(role.map_or(*at, |id| number(id.index())))
            }
            Value::Team(at) => {
                let team = self.teams.get(*at as usize);
                Value::Team(team.map_or(*at, |id| number(id.index())))
            }
            value => value.clone(),
        }
    }

    /// The field of this name and type; leads have what both policies allow.
    fn field_of(&mut self, field: &Field) -> FieldId {
        let ty = self.ty(field.ty);
        let known = place(&self.model.fields, |it| it.named.name == field.named.name);
        let known = known.and_then(|id| Some((id, self.model.fields.get(id)?.ty)));
        match known {
            Some((id, its)) if its == ty => {
                if let Some(it) = self.model.fields.get_mut(id) {
                    it.required |= field.required;
                    it.key |= field.key;
                    it.bounds = both(it.bounds, field.bounds);
                }
                self.only_what_both_have(id, field);
                id
            }
            known => {
                if let Some((_, its)) = known {
                    let name = field.named.name.clone();
                    self.retyped.push((name, ty, its));
                }
                self.model.fields.add(Field {
                    ty,
                    ..field.clone()
                })
            }
        }
    }

    /// Values that only one of the two policies has are values that no lead of both can have.
    fn only_what_both_have(&mut self, id: FieldId, field: &Field) {
        let (Type::Choice(old), Some(it)) = (field.ty, self.model.fields.get(id)) else {
            return;
        };
        let (ty, span) = (it.ty, it.named.span);
        let known = self
            .enumerations
            .get(&old)
            .map(|(_, values)| values.clone());
        let count = self.model.enumeration(ty).map_or(0, |it| it.values.len());
        let known = known.unwrap_or_default();
        if known.len() == count {
            return;
        }
        let both = known.into_iter().map(Value::Choice).collect();
        let subject = Operand {
            kind: OperandKind::Field(id),
            ty,
            span,
        };
        let condition = Condition {
            kind: ConditionKind::OneOf(subject, both),
            span,
        };
        self.model.facts.push(Fact { condition });
    }

    fn team_of(&mut self, team: &Team) -> TeamId {
        match place(&self.model.teams, |it| it.named.name == team.named.name) {
            Some(id) => id,
            None => {
                let works = team.works.and_then(|id| self.calendar(id));
                self.model.teams.add(Team {
                    works,
                    ..team.clone()
                })
            }
        }
    }

    fn role_of(&mut self, role: &Role) -> RoleId {
        match place(&self.model.roles, |it| it.named.name == role.named.name) {
            Some(id) => id,
            None => {
                let works = role.works.and_then(|id| self.calendar(id));
                let team = self.teams.get(role.team.index()).copied();
                let named_in = role.named_in.map(|id| self.field_id(id));
                self.model.roles.add(Role {
                    works,
                    team: team.unwrap_or(role.team),
                    named_in,
                    ..role.clone()
                })
            }
        }
    }

    fn calendar(&self, id: CalendarId) -> Option<CalendarId> {
        self.calendars.get(id.index()).copied()
    }

    /// The facts of both.
    pub(super) fn facts(&mut self) {
        for fact in &self.old.facts {
            let condition = self.condition(&fact.condition);
            self.model.facts.push(Fact { condition });
        }
    }

    pub(super) fn field_id(&self, id: FieldId) -> FieldId {
        self.fields.get(id.index()).copied().unwrap_or(id)
    }
}

/// What lies within both.
fn both(one: Bounds, other: Bounds) -> Bounds {
    let tighter = |a: Option<End>, b: Option<End>, up: bool| match (a, b) {
        (Some(a), Some(b)) if a.number == b.number => Some(End {
            included: a.included && b.included,
            ..a
        }),
        (Some(a), Some(b)) if (a.number > b.number) == up => Some(a),
        (Some(_), Some(b)) => Some(b),
        (a, b) => a.or(b),
    };
    Bounds {
        low: tighter(one.low, other.low, true),
        high: tighter(one.high, other.high, false),
    }
}

fn place<T>(all: &Arena<T>, is_it: impl Fn(&T) -> bool) -> Option<Id<T>> {
    let mut all = all.iter();
    all.find(|(_, it)| is_it(it)).map(|(id, _)| id)
}

pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The thing so many places further on.
pub(super) fn shifted<T>(id: Id<T>, by: usize) -> Id<T> {
    Id::new(id.index() + by)
}
