//! Conditions, values and rules of the older policy, with the numbers that things have in the new
//! place.

use std::collections::BTreeMap;

use super::schema::{Values, shifted};
use crate::model::{
    CalendarId, ChannelId, Condition, ConditionKind, Decision, EnumerationId, FieldId, Forbid,
    Model, Must, Named, Node, Operand, OperandKind, Per, RoleId, Rule, Score, ScoreGroup,
    ScoreItem, ScoreLine, ScoreRow, ScoreTable, TeamId, Type,
};

/// The older policy on its way into the new place.
pub(super) struct Carry<'a> {
    pub(super) old: &'a Model,
    pub(super) model: Model,
    /// Where its things are, by their numbers.
    pub(super) fields: Vec<FieldId>,
    pub(super) enumerations: BTreeMap<EnumerationId, Values>,
    pub(super) roles: Vec<RoleId>,
    pub(super) teams: Vec<TeamId>,
    pub(super) channels: Vec<ChannelId>,
    pub(super) calendars: Vec<CalendarId>,
    pub(super) retyped: Vec<(String, Type, Type)>,
    /// What means the same in the newer policy: it stands for the older one's.
    pub(super) same: &'a BTreeMap<Node, Node>,
    /// How many of a kind stand before the first of the older policy.
    pub(super) lists: usize,
    pub(super) defines: usize,
    pub(super) scores: usize,
    pub(super) decisions: usize,
    pub(super) journeys: usize,
    pub(super) stages: usize,
    pub(super) tasks: usize,
}

impl Carry<'_> {
    /// Where a definition, score or decision is read.
    fn read(&self, node: Node) -> Node {
        self.same.get(&node).copied().unwrap_or(self.node(node))
    }

    /// Where it stands itself.
    pub(super) fn node(&self, node: Node) -> Node {
        match node {
            Node::Define(id) => Node::Define(shifted(id, self.defines)),
            Node::Score(id) => Node::Score(shifted(id, self.scores)),
            Node::Decision(id) => Node::Decision(shifted(id, self.decisions)),
        }
    }

    pub(super) fn teams(&self, teams: &[TeamId]) -> Vec<TeamId> {
        let teams = teams.iter();
        teams
            .filter_map(|id| self.teams.get(id.index()).copied())
            .collect()
    }

    pub(super) fn condition(&mut self, it: &Condition) -> Condition {
        let kind = match &it.kind {
            ConditionKind::Holds(of) => ConditionKind::Holds(self.operand(of)),
            ConditionKind::Compare(a, op, b) => {
                ConditionKind::Compare(self.operand(a), *op, self.operand(b))
            }
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => ConditionKind::Between {
                low: self.value(low, subject.ty),
                high: self.value(high, subject.ty),
                subject: self.operand(subject),
                open: *open,
            },
            ConditionKind::OneOf(of, values) => {
                let values = values.iter().map(|value| self.value(value, of.ty));
                let values = values.collect();
                ConditionKind::OneOf(self.operand(of), values)
            }
            ConditionKind::InList(of, list) => {
                ConditionKind::InList(self.operand(of), shifted(*list, self.lists))
            }
            ConditionKind::Text(of, tests) => ConditionKind::Text(self.operand(of), tests.clone()),
            ConditionKind::Has(of, quantifier, members) => {
                let set = crate::value::Value::Set(members.clone());
                let members = match self.value(&set, of.ty) {
                    crate::value::Value::Set(members) => members,
                    _ => members.clone(),
                };
                ConditionKind::Has(self.operand(of), *quantifier, members)
            }
            ConditionKind::IsMissing(of) => ConditionKind::IsMissing(self.operand(of)),
            ConditionKind::IsKnown(of) => ConditionKind::IsKnown(self.operand(of)),
            ConditionKind::IsEmpty(of) => ConditionKind::IsEmpty(self.operand(of)),
            ConditionKind::Not(part) => ConditionKind::Not(Box::new(self.condition(part))),
            ConditionKind::All(parts) => ConditionKind::All(self.conditions(parts)),
            ConditionKind::Any(parts) => ConditionKind::Any(self.conditions(parts)),
            ConditionKind::AtLeast(wanted, parts) => {
                ConditionKind::AtLeast(*wanted, self.conditions(parts))
            }
        };
        Condition {
            kind,
            span: it.span,
        }
    }

    fn conditions(&mut self, parts: &[Condition]) -> Vec<Condition> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    pub(super) fn optional(&mut self, it: Option<&Condition>) -> Option<Condition> {
        it.map(|condition| self.condition(condition))
    }

    pub(super) fn operand(&mut self, it: &Operand) -> Operand {
        let boxed = |carry: &mut Self, of: &Operand| Box::new(carry.operand(of));
        let kind = match &it.kind {
            OperandKind::Constant(value) => OperandKind::Constant(self.value(value, it.ty)),
            OperandKind::Nothing => OperandKind::Nothing,
            OperandKind::Field(id) => OperandKind::Field(self.field_id(*id)),
            OperandKind::Define(id) => read(self.read(Node::Define(*id))),
            OperandKind::Score(id) => read(self.read(Node::Score(*id))),
            OperandKind::Decision(id) => read(self.read(Node::Decision(*id))),
            OperandKind::FirstKnown(parts) => {
                OperandKind::FirstKnown(parts.iter().map(|part| self.operand(part)).collect())
            }
            OperandKind::Sum(terms) => {
                let terms = terms.iter();
                OperandKind::Sum(terms.map(|(sign, of)| (*sign, self.operand(of))).collect())
            }
            OperandKind::Scaled(factor, of) => OperandKind::Scaled(*factor, boxed(self, of)),
            OperandKind::Since(of) => OperandKind::Since(boxed(self, of)),
            OperandKind::Until(of) => OperandKind::Until(boxed(self, of)),
            OperandKind::Domain(of) => OperandKind::Domain(boxed(self, of)),
            OperandKind::Truth(condition) => {
                OperandKind::Truth(Box::new(self.condition(condition)))
            }
        };
        Operand {
            kind,
            ty: self.ty(it.ty),
            span: it.span,
        }
    }

    pub(super) fn decision(&mut self, it: &Decision) -> Decision {
        let rules = it.rules.iter().map(|rule| Rule {
            when: self.optional(rule.when.as_ref()),
            unless: self.optional(rule.unless.as_ref()),
            outcome: self.operand(&rule.outcome),
            ..rule.clone()
        });
        let rules = rules.collect();
        Decision {
            named: before(&it.named),
            ty: self.ty(it.ty),
            agreed_by: self.teams(&it.agreed_by),
            rules,
            otherwise: it.otherwise.as_ref().map(|of| self.operand(of)),
            ..it.clone()
        }
    }

    pub(super) fn score(&mut self, it: &Score) -> Score {
        Score {
            named: before(&it.named),
            agreed_by: self.teams(&it.agreed_by),
            items: self.items(&it.items),
            ..it.clone()
        }
    }

    fn items(&mut self, items: &[ScoreItem]) -> Vec<ScoreItem> {
        let items = items.iter().map(|item| match item {
            ScoreItem::Line(line) => ScoreItem::Line(self.line(line)),
            ScoreItem::Group(group) => ScoreItem::Group(ScoreGroup {
                items: self.items(&group.items),
                ..group.clone()
            }),
            ScoreItem::Table(table) => {
                let rows = table.rows.iter().map(|row| ScoreRow {
                    when: self.condition(&row.when),
                    ..row.clone()
                });
                ScoreItem::Table(ScoreTable {
                    rows: rows.collect(),
                    ..table.clone()
                })
            }
        });
        items.collect()
    }

    fn line(&mut self, line: &ScoreLine) -> ScoreLine {
        let per = line.per.as_ref().map(|per| Per {
            unit: per.unit.clone(),
            of: self.operand(&per.of),
        });
        ScoreLine {
            per,
            when: self.optional(line.when.as_ref()),
            ..line.clone()
        }
    }

    pub(super) fn forbid(&mut self, it: &Forbid) -> Forbid {
        let channel = self.channels.get(it.channel.index()).copied();
        Forbid {
            channel: channel.unwrap_or(it.channel),
            when: self.optional(it.when.as_ref()),
            unless: self.optional(it.unless.as_ref()),
            ..it.clone()
        }
    }

    pub(super) fn must(&mut self, it: &Must) -> Must {
        Must {
            condition: self.condition(&it.condition),
            when: self.optional(it.when.as_ref()),
            ..it.clone()
        }
    }
}

/// A definition, score or decision as a value.
fn read(node: Node) -> OperandKind {
    match node {
        Node::Define(id) => OperandKind::Define(id),
        Node::Score(id) => OperandKind::Score(id),
        Node::Decision(id) => OperandKind::Decision(id),
    }
}

/// A name of the older policy, where the newer one may have another thing of it.
pub(super) fn before(named: &Named) -> Named {
    Named {
        name: format!("{} (before)", named.name),
        ..named.clone()
    }
}
