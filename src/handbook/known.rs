//! What is known of a lead, and the words made of it.

use super::{Block, Item, Row, Section, Table, Writer};
use crate::model::{Bounds, Define, Field, List, OperandKind, Type};
use crate::value::{Value, counted, grouped, on_one_line};
use crate::words::Phrase;

/// The most entries of a list that are told.
const MOST_ENTRIES: usize = 40;

impl Writer<'_> {
    /// The fields, what is true of them, and the lists.
    pub(super) fn known(&self) -> Section {
        let mut section = Section::new("what-we-know", "What we know about a lead");
        let rows = self.model.fields.values().map(|field| Row {
            id: Some(field.named.name.clone()),
            cells: vec![
                Phrase::name(&field.named.name),
                self.holds(field),
                always(field).into(),
                Phrase::marked(&on_one_line(&field.named.doc)),
            ],
        });
        section.table(Table {
            caption: "Fields of a lead".into(),
            columns: ["Field", "What it holds", "Always there", "What it means"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        });
        let facts = self.model.facts.iter();
        let facts = facts.map(|fact| Item::new(self.words.condition(&fact.condition).sentence()));
        let facts: Vec<Item> = facts.collect();
        if !facts.is_empty() {
            section.say("true of every lead:");
            section.list(facts);
        }
        let mut lists = Section::new("our-lists", "Lists");
        lists.table(Table {
            caption: "Lists that conditions look into".into(),
            columns: ["List", "What is in it", "What it means"]
                .map(str::to_owned)
                .to_vec(),
            rows: self.model.lists.values().map(list).collect(),
            is_matrix: false,
        });
        if !lists.is_empty() {
            section.sections.push(lists);
        }
        section
    }

    /// What a field holds, in words.
    fn holds(&self, field: &Field) -> Phrase {
        let within = within(field.bounds);
        match field.ty {
            Type::Choice(_) => self.values("one of", field.ty),
            Type::Several(_) => self.values("any of", field.ty),
            Type::Text
            | Type::Integer
            | Type::Number
            | Type::Money(_)
            | Type::Boolean
            | Type::Date
            | Type::Datetime
            | Type::Duration
            | Type::Role
            | Type::Team => Phrase::from(field.ty.describe(self.model)) + within,
        }
    }

    /// The values of an enumeration; from low to high where they have an order.
    pub(super) fn values(&self, before: &str, ty: Type) -> Phrase {
        let Some(enumeration) = self.model.enumeration(ty) else {
            return Phrase::default();
        };
        let order = if enumeration.ordered {
            ", from low to high"
        } else {
            ""
        };
        let single = match ty {
            Type::Several(id) => Type::Choice(id),
            ty => ty,
        };
        let count = u32::try_from(enumeration.values.len()).unwrap_or(u32::MAX);
        let values = (0..count).map(|at| self.words.value(&Value::Choice(at), single));
        let values = Phrase::joined(values.collect(), ", ", ", ");
        Phrase::from(format!("{before}{order}: ")) + values
    }

    /// The definitions, each in sentences.
    pub(super) fn definitions(&self) -> Section {
        let mut section = Section::new("words-we-use", "What our words mean");
        let defines = self.model.defines.values();
        section.sections = defines.map(|define| self.definition(define)).collect();
        section
    }

    fn definition(&self, define: &Define) -> Section {
        let name = &define.named;
        let mut section = Section::new(name.name.clone(), self.words.named(name));
        Self::doc(&mut section, &name.doc);
        let called = Phrase::name(&name.name);
        match &define.value.kind {
            OperandKind::Truth(condition) => match self.words.parts(condition) {
                Some((how, parts)) => {
                    let lead = called + " is yes when " + how + ":";
                    section.blocks.push(Block::Paragraph(lead));
                    section.list(parts.into_iter().map(Item::new).collect());
                }
                None => section.say(called + " is yes when " + self.words.condition(condition)),
            },
            _ => section.say(called + " is " + self.words.subject(&define.value)),
        }
        self.agreed(&mut section, &define.agreed_by);
        section
    }
}

fn always(field: &Field) -> &'static str {
    match (field.key, field.required, field.fixed) {
        (true, _, _) => "yes; it tells leads apart",
        (false, true, true) => "yes; it is of the past, and nobody changes it",
        (false, true, false) => "yes",
        (false, false, true) => "no; it is of the past, and nobody changes it",
        (false, false, false) => "no",
    }
}

/// ", at least 0", or nothing.
fn within(bounds: Bounds) -> String {
    let (low, high) = (bounds.low, bounds.high);
    let low = low.map(|end| match end.included {
        true => format!("at least {}", grouped(end.number)),
        false => format!("more than {}", grouped(end.number)),
    });
    let high = high.map(|end| match end.included {
        true => format!("at most {}", grouped(end.number)),
        false => format!("less than {}", grouped(end.number)),
    });
    match (low, high) {
        (Some(low), Some(high)) => format!(", {low} and {high}"),
        (Some(end), None) | (None, Some(end)) => format!(", {end}"),
        (None, None) => String::new(),
    }
}

fn list(list: &List) -> Row {
    let entries = list.entries.iter().take(MOST_ENTRIES);
    let mut entries: Vec<Phrase> = entries.map(|entry| entry.raw().into()).collect();
    if let Some(more @ 1..) = list.entries.len().checked_sub(MOST_ENTRIES) {
        entries.push(format!("{} more", grouped(more)).into());
    }
    let count = counted(list.entries.len(), "entry", "entries");
    Row {
        id: Some(list.named.name.clone()),
        cells: vec![
            Phrase::name(&list.named.name),
            Phrase::from(format!("{count}: ")) + Phrase::listed(entries, "and"),
            Phrase::marked(&on_one_line(&list.named.doc)),
        ],
    }
}
