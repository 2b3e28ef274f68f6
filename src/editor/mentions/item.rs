//! Names in all declarations but scores, decisions and journeys.

use super::super::symbol::{Entity, Symbol};
use super::Reader;
use crate::model::Type;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Accept, Assignment, Bound, Column, Example, Expectation, Field, FieldType, Item, LeadEntry,
    Name, Source, SourceEntry, Statement, Team, Vocabulary,
};

impl Reader<'_> {
    pub(super) fn item(&mut self, item: &Spanned<Item>) {
        match &item.node {
            Item::Calendar(calendar) => self.declare_global(&calendar.name),
            Item::Team(team) => self.team(team),
            Item::Lead(lead) => {
                for entry in &lead.entries {
                    match &entry.node {
                        LeadEntry::Field(field) => self.field(field),
                        LeadEntry::Fact(condition) => self.expr(condition, None),
                    }
                }
            }
            Item::List(list) => self.declare_global(&list.name),
            Item::Define(define) => {
                self.declare_global(&define.name);
                self.expr(&define.value, None);
                self.globals(&define.agreed_by);
            }
            Item::Score(score) => self.score(score),
            Item::Decision(decision) => self.decision(decision),
            Item::Journey(journey) => self.journey(journey),
            Item::Forbid(forbid) => {
                let channel = &forbid.channel;
                self.note(channel.span, Symbol::Channel(channel.node.clone()));
                for condition in forbid.when.iter().chain(&forbid.unless) {
                    self.expr(condition, None);
                }
            }
            Item::Must(must) => {
                self.declare(must.name.span, Symbol::Must(must.name.node.clone()));
                self.expr(&must.condition, None);
                must.when.iter().for_each(|when| self.expr(when, None));
            }
            Item::Vocabulary(vocabulary) => self.vocabulary(vocabulary),
            Item::Source(source) => self.source(source),
            Item::Accept(accept) => self.accept(accept),
            Item::Example(example) => self.example(example),
            Item::Policy(_) | Item::Broken(_) => {}
        }
    }

    fn team(&mut self, team: &Team) {
        self.declare_global(&team.name);
        team.works.iter().for_each(|name| self.global(name));
        for role in team.roles.iter().flatten() {
            self.declare_global(&role.name);
            let named = role.named_in.iter().chain(&role.works);
            named.for_each(|name| self.global(name));
        }
    }

    fn field(&mut self, field: &Field) {
        self.declare_global(&field.name);
        match &field.ty.node {
            FieldType::OneOf(values) | FieldType::SeveralOf(values) => self.declare_values(values),
            FieldType::Integer(Some(Bound::Range(range)))
            | FieldType::Number(Some(Bound::Range(range)))
            | FieldType::Money(_, Some(Bound::Range(range))) => self.range(&range.node),
            _ => {}
        }
    }

    fn vocabulary(&mut self, vocabulary: &Vocabulary) {
        self.global(&vocabulary.team);
        for (name, _) in &vocabulary.words {
            if !self.word(&name.node, name.span) {
                let owner = self.owner_of(&name.node);
                self.value(&name.node, name.span, owner);
            }
        }
    }

    /// A type that has this value: of stages and outcomes first.
    fn owner_of(&self, word: &str) -> Option<Type> {
        let stages = self.stages_of(None);
        let decided = self.model.decisions.values().map(|it| it.ty);
        let fields = self.model.fields.values().map(|it| it.ty);
        let mut all = stages.into_iter().chain(decided).chain(fields);
        all.find(|ty| self.value_of(Some(*ty), word).is_some())
    }

    fn source(&mut self, source: &Source) {
        let name = &source.name;
        self.declare(name.span, Symbol::Source(name.node.clone()));
        for entry in &source.entries {
            match &entry.node {
                SourceEntry::Column(column) => self.column(column),
                SourceEntry::Absent(fields) => self.globals(fields),
                _ => {}
            }
        }
    }

    fn column(&mut self, column: &Column) {
        self.global(&column.field);
        let ty = self.type_named(&column.field.node);
        for texts in &column.values {
            self.value_name(&texts.value, ty);
        }
    }

    fn accept(&mut self, accept: &Accept) {
        let code = &accept.code;
        self.note(code.span, Symbol::Finding(code.node.clone()));
        if let Some(when) = &accept.when {
            self.expr(when, None);
        }
        self.subject(&accept.subject);
    }

    /// `qualification.hand_raiser`, `funnel.mql.first_call`, `reasoned`
    fn subject(&mut self, subject: &Name) {
        let mut parts = Vec::new();
        let mut start = subject.span.range().start;
        for part in subject.node.split('.') {
            let span = Span::new(subject.span.source, start, start + part.len());
            parts.push((part, span));
            start += part.len() + 1;
        }
        let Some((first, at)) = parts.first().copied() else {
            return;
        };
        match self.globals.get(first) {
            Some(Entity::Journey(_)) if parts.len() > 1 => {
                self.word(first, at);
                self.stage_and_task(parts.get(1..).unwrap_or_default(), Some(first));
            }
            Some(entity) => {
                self.word(first, at);
                if let Some((part, span)) = parts.get(1) {
                    let (of, part) = (first.to_owned(), (*part).to_owned());
                    self.note(
                        *span,
                        match entity {
                            Entity::Score(_) => Symbol::Row(of, part),
                            _ => Symbol::Rule(of, part),
                        },
                    );
                }
            }
            None if self.model.musts.values().any(|it| it.named.name == first) => {
                self.note(at, Symbol::Must(first.to_owned()));
            }
            None => self.stage_and_task(&parts, None),
        }
    }

    /// `mql.first_call`, `mql`, `first_call`
    fn stage_and_task(&mut self, parts: &[(&str, Span)], journey: Option<&str>) {
        let stages = self.stages_of(journey);
        for (part, span) in parts {
            if self.value_of(stages, part).is_some() {
                self.value(part, *span, stages);
            } else {
                self.task_named(&Name::new((*part).to_owned(), *span));
            }
        }
    }

    fn example(&mut self, example: &Example) {
        let title = &example.title;
        self.declare(title.span, Symbol::Example(title.node.clone()));
        for statement in &example.statements {
            match &statement.node {
                Statement::Lead(assignments) | Statement::Set(assignments) => {
                    assignments.iter().for_each(|it| self.assignment(it));
                }
                Statement::Expect(expectation) => self.expectation(expectation),
                Statement::AsOf(_) | Statement::Later(_) => {}
            }
        }
    }

    fn assignment(&mut self, assignment: &Assignment) {
        self.global(&assignment.field);
        let ty = self.type_named(&assignment.field.node);
        self.assigned(&assignment.value.node, assignment.value.span, ty);
    }

    fn expectation(&mut self, expectation: &Expectation) {
        match expectation {
            Expectation::Equals(name, value) => {
                let ty = match self.type_named(&name.node) {
                    None if name.node == "stage" => self.stages_of(None),
                    ty => ty,
                };
                self.global(name);
                self.assigned(&value.node, value.span, ty);
            }
            Expectation::Stage { journey, value } => {
                self.global(journey);
                let stages = self.stages_of(Some(&journey.node));
                self.assigned(&value.node, value.span, stages);
            }
            Expectation::Task { task, .. } => self.task_named(task),
            Expectation::Told { who, .. } => self.global(who),
            Expectation::IsMissing(name) | Expectation::IsKnown(name) => self.global(name),
            Expectation::Forbidden { channel, .. } => {
                self.note(channel.span, Symbol::Channel(channel.node.clone()));
            }
            Expectation::Breach { must, .. } => {
                let is_must = self
                    .model
                    .musts
                    .values()
                    .any(|it| it.named.name == must.node);
                match is_must {
                    true => self.note(must.span, Symbol::Must(must.node.clone())),
                    false => {
                        let stages = self.stages_of(None);
                        self.value(&must.node, must.span, stages);
                    }
                }
            }
        }
    }
}
