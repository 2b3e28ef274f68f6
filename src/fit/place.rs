//! Where in the policy a column, a value or a field's use stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::Compiled;
use crate::model::{
    Condition, ConditionKind, Field, FieldId, Join, Model, Operand, OperandKind, Part,
    SourceMapping, SourceMappingId,
};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{Text, Value};

/// Places of a policy, for findings about its fields.
pub(super) struct Places<'m> {
    model: &'m Model,
    source: Option<&'m SourceMapping>,
    /// Where a field is read first.
    reads: BTreeMap<FieldId, Span>,
    /// Where a value of a field is asked for first.
    asks: BTreeMap<(FieldId, u32), Span>,
    /// The texts of a field that are asked for.
    texts: BTreeSet<(FieldId, Text)>,
}

impl<'m> Places<'m> {
    pub(super) fn new(compiled: &'m Compiled, source: Option<SourceMappingId>) -> Self {
        let model = &compiled.model;
        let (mut reads, mut asks) = (BTreeMap::new(), BTreeMap::new());
        let mut texts = BTreeSet::new();
        model.walk(&mut |part| match part {
            Part::Operand(operand) => {
                if let OperandKind::Field(id) = operand.kind {
                    reads.entry(id).or_insert(operand.span);
                }
            }
            Part::Condition(condition) => {
                for (operand, value) in asked(condition) {
                    for field in fields_of(model, operand, 0) {
                        match &value {
                            Asked::Choice(value) => {
                                asks.entry((field, *value)).or_insert(condition.span);
                            }
                            Asked::Text(text) => {
                                texts.insert((field, (*text).clone()));
                            }
                        }
                    }
                }
            }
        });
        Places {
            model,
            source: source.and_then(|id| model.sources.get(id)),
            reads,
            asks,
            texts,
        }
    }

    /// Where the field's column is read, or else where the field is declared.
    pub(super) fn column(&self, field: FieldId) -> Option<Span> {
        let columns = self.source.into_iter().flat_map(|source| &source.columns);
        let mut columns = columns.filter(|column| column.field == field);
        columns
            .next()
            .map(|column| column.span)
            .or_else(|| self.field(field))
    }

    /// The header of the field's column.
    pub(super) fn header(&self, id: FieldId, field: &'m Field) -> &'m str {
        let columns = self.source.into_iter().flat_map(|source| &source.columns);
        let mut columns = columns.filter(|column| column.field == id);
        let header = columns.next().map(|column| column.header.as_str());
        header.unwrap_or(&field.named.name)
    }

    /// Where the field is declared.
    pub(super) fn field(&self, field: FieldId) -> Option<Span> {
        self.model.fields.get(field).map(|field| field.named.span)
    }

    /// Where something reads the field first.
    pub(super) fn read(&self, field: FieldId) -> Option<Span> {
        self.reads.get(&field).copied()
    }

    /// Where something asks first whether the field is this value.
    pub(super) fn asked(&self, field: FieldId, value: u32) -> Option<Span> {
        self.asks.get(&(field, value)).copied()
    }

    /// The field's column in a message: "`won_date` of `deals.csv`". Where the source does not say
    /// which one it is, it is one of this header.
    pub(super) fn named(&self, id: FieldId, header: &str) -> String {
        let columns = self.source.into_iter().flat_map(|source| &source.columns);
        let mut columns = columns.filter(|column| column.field == id);
        let joined = columns.next().and_then(|column| {
            let join = self.source?.joins.get(column.join?)?;
            Some(format!("`{}` of `{}`", column.header, join.file))
        });
        joined.unwrap_or_else(|| format!("`{header}`"))
    }

    /// Where a file is joined, by the column as problems name it: "`mql_id of deals.csv`".
    pub(super) fn join(&self, column: &str) -> Option<&'m Join> {
        let mut joins = self.source?.joins.iter();
        joins.find(|join| format!("{} of {}", join.key, join.file) == column)
    }

    /// The texts that something asks for, of this field.
    pub(super) fn asked_texts(&self, field: FieldId) -> BTreeSet<Text> {
        let texts = self.texts.iter().filter(|(of, _)| *of == field);
        texts.map(|(_, text)| text.clone()).collect()
    }

    /// How a source has the column: `from "won_date" of "deals.csv"`. Where it does not, it is one of
    /// this header.
    pub(super) fn from(&self, id: FieldId, header: &str) -> String {
        let columns = self.source.into_iter().flat_map(|source| &source.columns);
        let mut columns = columns.filter(|column| column.field == id);
        let Some(column) = columns.next() else {
            return format!("from \"{header}\"");
        };
        let joins = self.source.map_or(&[][..], |source| &source.joins);
        let file = column.join.and_then(|join| joins.get(join));
        let file = file.map_or(String::new(), |join| format!(" of \"{}\"", join.file));
        let occurrence = column.occurrence;
        let nth = occurrence.map_or(String::new(), |nth| format!(" occurrence {nth}"));
        format!("from \"{}\"{file}{nth}", column.header)
    }

    /// The source to write something in: "the source `crm`", or "a `source`" where there is none.
    pub(super) fn source(&self) -> String {
        self.source.map_or("a `source`".to_owned(), |source| {
            format!("the source `{}`", source.named.name)
        })
    }

    /// Whether the source says that its exports have no such column.
    pub(super) fn is_absent(&self, field: FieldId) -> bool {
        self.source
            .is_some_and(|source| source.absent.contains(&field))
    }
}

/// What a condition asks for by name.
enum Asked<'m> {
    /// A value of an enumeration.
    Choice(u32),
    /// A text.
    Text(&'m Text),
}

/// The values and texts that a condition asks for by name, with what it asks. A bound such as
/// `>= director` asks for no value: others meet it, too.
fn asked(condition: &Condition) -> Vec<(&Operand, Asked<'_>)> {
    match &condition.kind {
        ConditionKind::OneOf(of, values) => {
            values.iter().filter_map(word).map(|it| (of, it)).collect()
        }
        ConditionKind::Has(of, _, values) => {
            values.iter().map(|it| (of, Asked::Choice(*it))).collect()
        }
        ConditionKind::Compare(a, CompareOp::Equal | CompareOp::NotEqual, b) => {
            match (&a.kind, &b.kind) {
                (_, OperandKind::Constant(value)) => {
                    word(value).map(|it| (a, it)).into_iter().collect()
                }
                (OperandKind::Constant(value), _) => {
                    word(value).map(|it| (b, it)).into_iter().collect()
                }
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn word(value: &Value) -> Option<Asked<'_>> {
    match value {
        Value::Choice(choice) => Some(Asked::Choice(*choice)),
        Value::Text(text) => Some(Asked::Text(text)),
        _ => None,
    }
}

/// The fields whose values something takes: itself, or by way of `else` and definitions.
fn fields_of(model: &Model, operand: &Operand, depth: u8) -> Vec<FieldId> {
    // A policy without errors has no rings of definitions; a bound costs nothing.
    if depth > 16 {
        return Vec::new();
    }
    match &operand.kind {
        OperandKind::Field(id) => vec![*id],
        OperandKind::FirstKnown(parts) => {
            let parts = parts.iter();
            parts
                .flat_map(|part| fields_of(model, part, depth + 1))
                .collect()
        }
        OperandKind::Define(id) => {
            let define = model.defines.get(*id);
            define.map_or_else(Vec::new, |define| {
                fields_of(model, &define.value, depth + 1)
            })
        }
        _ => Vec::new(),
    }
}
