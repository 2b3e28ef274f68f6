//! Everything that a policy looks at, one part after another.

use std::collections::BTreeSet;

use crate::value::Value;

use super::{
    Condition, Decision, FieldId, Model, Node, Operand, OperandKind, Rule, ScoreItem, ScoreLine,
    Stage, Task,
};

/// A part of a policy that is worked out for a lead.
#[derive(Debug, Clone, Copy)]
pub enum Part<'m> {
    /// A condition.
    Condition(&'m Condition),
    /// A value.
    Operand(&'m Operand),
}

impl Condition {
    /// Sees it and all that it is made of, without what stands behind the names in it.
    pub fn walk<'m>(&'m self, see: &mut impl FnMut(Part<'m>)) {
        see(Part::Condition(self));
        for operand in self.operands() {
            operand.walk(see);
        }
        for part in self.parts() {
            part.walk(see);
        }
    }
}

impl Operand {
    /// Sees it and all that it is made of, without what stands behind the names in it.
    pub fn walk<'m>(&'m self, see: &mut impl FnMut(Part<'m>)) {
        see(Part::Operand(self));
        match &self.kind {
            OperandKind::Constant(_)
            | OperandKind::Nothing
            | OperandKind::Field(_)
            | OperandKind::Define(_)
            | OperandKind::Score(_)
            | OperandKind::Decision(_) => {}
            OperandKind::FirstKnown(parts) => parts.iter().for_each(|part| part.walk(see)),
            OperandKind::Sum(terms) => terms.iter().for_each(|(_, term)| term.walk(see)),
            OperandKind::Scaled(_, of)
            | OperandKind::Since(of)
            | OperandKind::Until(of)
            | OperandKind::Domain(of) => of.walk(see),
            OperandKind::Truth(condition) => condition.walk(see),
        }
    }
}

impl Model {
    /// Sees every part of the policy: of its definitions, facts, scores, decisions, and of all that
    /// reads them, in this order.
    pub fn walk<'m>(&'m self, see: &mut impl FnMut(Part<'m>)) {
        for define in self.defines.values() {
            define.value.walk(see);
        }
        for fact in &self.facts {
            fact.condition.walk(see);
        }
        for score in self.scores.values() {
            score.items.iter().for_each(|item| walk_item(item, see));
        }
        for decision in self.decisions.values() {
            walk_decision(decision, see);
        }
        for condition in self.duties() {
            condition.walk(see);
        }
        let operands = self.tasks.values().flat_map(Task::operands);
        operands.for_each(|operand| operand.walk(see));
    }

    /// The conditions that no score or decision holds: of musts, prohibitions, stages, moves and
    /// tasks.
    pub fn duties(&self) -> impl Iterator<Item = &Condition> {
        let musts = self.musts.values();
        let musts = musts.flat_map(|must| std::iter::once(&must.condition).chain(&must.when));
        let forbids = self.forbids.iter();
        let forbids = forbids.flat_map(|forbid| forbid.when.iter().chain(&forbid.unless));
        let stages = self.stages.values().flat_map(Stage::conditions);
        let tasks = self.tasks.values().flat_map(Task::conditions);
        musts.chain(forbids).chain(stages).chain(tasks)
    }

    /// Sees every part of a definition, score or decision.
    pub fn walk_node<'m>(&'m self, node: Node, see: &mut impl FnMut(Part<'m>)) {
        match node {
            Node::Define(id) => {
                let define = self.defines.get(id);
                define.iter().for_each(|define| define.value.walk(see));
            }
            Node::Score(id) => {
                let items = self.scores.get(id).into_iter().flat_map(|it| &it.items);
                items.for_each(|item| walk_item(item, see));
            }
            Node::Decision(id) => {
                let decision = self.decisions.get(id);
                decision.iter().for_each(|it| walk_decision(it, see));
            }
        }
    }

    /// The value of an operand that is the same for every lead, also by way of a definition.
    #[must_use]
    pub fn constant_of<'m>(&'m self, operand: &'m Operand) -> Option<&'m Value> {
        match &operand.kind {
            OperandKind::Constant(value) => Some(value),
            OperandKind::Define(id) => self.constant_of(&self.defines.get(*id)?.value),
            _ => None,
        }
    }

    /// The fields that something in the policy reads.
    #[must_use]
    pub fn fields_read(&self) -> BTreeSet<FieldId> {
        let mut read: BTreeSet<FieldId> =
            self.roles.values().filter_map(|it| it.named_in).collect();
        read.extend(self.fields_of_journeys());
        self.walk(&mut |part| read.extend(field_of(part)));
        read
    }

    /// The fields on which a condition depends, also by way of definitions, in the order in which
    /// it comes to them.
    #[must_use]
    pub fn fields_behind(&self, condition: &Condition) -> Vec<FieldId> {
        let (mut fields, mut seen) = (Vec::new(), BTreeSet::new());
        let mut waiting = Vec::new();
        let mut see = |part: Part<'_>, waiting: &mut Vec<_>| {
            fields.extend(field_of(part));
            if let Part::Operand(Operand {
                kind: OperandKind::Define(id),
                ..
            }) = part
            {
                waiting.push(*id);
            }
        };
        condition.walk(&mut |part| see(part, &mut waiting));
        while let Some(id) = waiting.pop() {
            // A definition that was seen is not seen again, so that a ring of them ends.
            if let Some(define) = self.defines.get(id).filter(|_| seen.insert(id)) {
                define.value.walk(&mut |part| see(part, &mut waiting));
            }
        }
        let mut once = BTreeSet::new();
        fields.retain(|field| once.insert(*field));
        fields
    }
}

fn field_of(part: Part<'_>) -> Option<FieldId> {
    match part {
        Part::Operand(Operand {
            kind: OperandKind::Field(id),
            ..
        }) => Some(*id),
        _ => None,
    }
}

fn walk_decision<'m>(decision: &'m Decision, see: &mut impl FnMut(Part<'m>)) {
    decision.rules.iter().for_each(|rule| walk_rule(rule, see));
    decision.otherwise.iter().for_each(|of| of.walk(see));
}

fn walk_rule<'m>(rule: &'m Rule, see: &mut impl FnMut(Part<'m>)) {
    let conditions = rule.when.iter().chain(&rule.unless);
    conditions.for_each(|condition| condition.walk(see));
    rule.outcome.walk(see);
}

fn walk_item<'m>(item: &'m ScoreItem, see: &mut impl FnMut(Part<'m>)) {
    match item {
        ScoreItem::Line(ScoreLine { per, when, .. }) => {
            per.iter().for_each(|per| per.of.walk(see));
            when.iter().for_each(|when| when.walk(see));
        }
        ScoreItem::Group(group) => group.items.iter().for_each(|item| walk_item(item, see)),
        ScoreItem::Table(table) => table.rows.iter().for_each(|row| row.when.walk(see)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::{LoadedFiles, resolve};
    use crate::source::SourceMap;

    const POLICY: &str = r#"policy "p" {}
team t { role r named in person }
lead { id: text key  person: text  a: integer  b: integer  c: integer  d: boolean
       e: one of x | y  f: date  idle: text
       fact more or d }
define sum = a + b
define more = sum > c
score s 0..9 { +1 per 2 of a  table e { x => +1  y => +2 } }
must called: d when since(f) > 3 days
"#;

    fn policy() -> Model {
        let mut sources = SourceMap::default();
        let id = sources.add("policy.ground", POLICY);
        let mut diagnostics = Diagnostics::default();
        let file = crate::syntax::parse(id, POLICY, &mut diagnostics);
        let model = resolve(&[file], &LoadedFiles::new(), &sources, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
        model
    }

    fn names(model: &Model, fields: impl IntoIterator<Item = FieldId>) -> Vec<&str> {
        let name = |id| model.fields[id].named.name.as_str();
        fields.into_iter().map(name).collect()
    }

    #[test]
    fn fields_are_read_wherever_they_stand() {
        let model = policy();
        let read = names(&model, model.fields_read());
        assert_eq!(read, ["person", "a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn a_condition_depends_on_what_its_definitions_read() {
        let model = policy();
        let behind = model.fields_behind(&model.facts[0].condition);
        assert_eq!(names(&model, behind), ["d", "c", "a", "b"]);
    }
}
