//! Policies for the tests of this module, made without a text.

use std::collections::{BTreeMap, BTreeSet};

use super::{DataFile, LeadBatch, Options, open};
use crate::model::{
    Bounds, ColumnMapping, Enumeration, EnumerationValue, Field, FieldId, Model, Named,
    SourceMapping, Type,
};
use crate::source::{SourceId, Span};
use crate::value::{DateForm, Text};

fn span() -> Span {
    Span::new(SourceId(0), 0, 0)
}

fn named(name: &str) -> Named {
    Named {
        name: name.to_owned(),
        span: span(),
        doc: String::new(),
    }
}

pub(super) fn texts(texts: &[&str]) -> BTreeSet<Text> {
    texts.iter().map(|text| Text::new(text)).collect()
}

pub(super) fn forms(texts: &[&str]) -> Vec<DateForm> {
    texts
        .iter()
        .map(|text| DateForm::new(text).unwrap())
        .collect()
}

/// The names of a header without quotes.
pub(super) fn header(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// Makes a policy with fields and sources and nothing else.
pub(super) struct Maker(Model);

/// Makes a source.
pub(super) struct SourceMaker(SourceMapping);

impl Maker {
    pub(super) fn new() -> Self {
        Maker(Model::empty())
    }

    pub(super) fn field(self, name: &str, ty: Type) -> Self {
        self.field_with(name, ty, |_| {})
    }

    pub(super) fn field_with(mut self, name: &str, ty: Type, set: impl Fn(&mut Field)) -> Self {
        let mut field = Field {
            named: named(name),
            ty,
            bounds: Bounds::default(),
            key: false,
            required: false,
            fixed: false,
        };
        set(&mut field);
        self.0.fields.add(field);
        self
    }

    /// A field of one, or several, of these values.
    pub(super) fn values(mut self, name: &str, values: &[&str], several: bool) -> Self {
        let value = |name: &&str| EnumerationValue {
            name: (*name).to_owned(),
            quoted: false,
            span: span(),
        };
        let values = values.iter().map(value).collect();
        let id = self.0.enumerations.add(Enumeration {
            values,
            ordered: false,
        });
        self.field(
            name,
            if several {
                Type::Several(id)
            } else {
                Type::Choice(id)
            },
        )
    }

    pub(super) fn source(
        mut self,
        name: &str,
        set: impl Fn(&mut SourceMaker, &dyn Fn(&str) -> FieldId),
    ) -> Self {
        let mut source = SourceMaker(SourceMapping::plain(named(name)));
        let field = |name: &str| {
            let mut fields = self.0.fields.iter();
            fields
                .find(|(_, field)| field.named.name == name)
                .unwrap()
                .0
        };
        set(&mut source, &field);
        self.0.sources.add(source.0);
        self
    }

    pub(super) fn model(self) -> Model {
        self.0
    }
}

impl SourceMaker {
    /// The source itself, to change what has no method here.
    pub(super) fn mapping(&mut self) -> &mut SourceMapping {
        &mut self.0
    }

    pub(super) fn absent(&mut self, field: FieldId) {
        self.0.absent.insert(field);
    }

    pub(super) fn delimiter(&mut self, delimiter: u8) {
        self.0.delimiter = Some(delimiter);
    }

    pub(super) fn column(&mut self, field: FieldId, header: &str) -> &mut ColumnMapping {
        self.0.columns.push(ColumnMapping {
            field,
            header: header.to_owned(),
            join: None,
            occurrence: None,
            values: BTreeMap::new(),
            rest: None,
            spellings: BTreeMap::new(),
            missing: BTreeSet::new(),
            split: None,
            percent: false,
            dated: Vec::new(),
            span: span(),
        });
        self.0.columns.last_mut().unwrap()
    }
}

/// All batches of a text.
pub(super) fn batches(model: &Model, text: &[u8]) -> Result<Vec<LeadBatch>, String> {
    let mut reader = open(
        model,
        vec![DataFile::new("leads.csv", text)],
        &Options::default(),
    )
    .map_err(|errors| {
        errors
            .into_iter()
            .map(|error| error.message)
            .collect::<Vec<_>>()
            .join(" & ")
    })?;
    let mut all = Vec::new();
    while let Some(batch) = reader.next_batch().map_err(|error| error.message)? {
        assert_eq!(batch.leads.len(), batch.info.len());
        all.push(batch);
    }
    Ok(all)
}
