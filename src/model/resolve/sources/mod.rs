//! How exports are read.
//!
//! | file | purpose |
//! | --- | --- |
//! | here | a source and its lines |
//! | `columns` | the columns of fields |
//! | `values` | what an export calls the values of a field |
//! | `joins` | files whose rows belong to the leads |
//! | `written` | how the file is written: its encoding, its delimiter, its dates |

mod columns;
mod joins;
mod values;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::named;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FieldId, SkipRows, SourceMapping, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Quoted, SourceEntry};
use crate::value::Text;

/// What has been read of a source so far, and where it stands.
#[derive(Default)]
struct Seen {
    columns: BTreeMap<FieldId, Span>,
    /// The joined files, with their places in the source's `joins`; faulty ones have none.
    joins: BTreeMap<String, (Span, Option<usize>)>,
    dates: Option<Span>,
    datetimes: Option<Span>,
    encoding: Option<Span>,
    delimiter: Option<Span>,
}

impl Resolver<'_> {
    /// Reads a source. Its name stands in a namespace of its own.
    pub(super) fn source(&mut self, source: &ast::Source) {
        self.within(None, "source", &source.name, |r| {
            let name = source.name.node.clone();
            if let Some(first) = r.source_names.get(&name).copied() {
                let message = format!("two sources are called `{}`", source.name.node);
                let finding = Diagnostic::new(Code::DuplicateName, source.name.span, message)
                    .label(first, "the other one is here")
                    .help("give one of the two another name");
                r.report(finding);
            }
            r.source_names.entry(name).or_insert(source.name.span);
            let mut mapping = SourceMapping::plain(named(&source.name, &source.doc));
            let mut seen = Seen::default();
            // Columns name joined files, whichever stands first.
            for entry in &source.entries {
                if let SourceEntry::Join(join) = &entry.node {
                    r.join(join, entry.span, &mut mapping, &mut seen);
                }
            }
            for entry in &source.entries {
                r.source_entry(&entry.node, entry.span, &mut mapping, &mut seen);
            }
            r.yes_and_no(source, &mapping);
            r.absent_columns(&mapping, &seen);
            r.idle_joins(source, &seen);
            r.model.sources.add(mapping);
        });
    }

    fn source_entry(
        &mut self,
        entry: &SourceEntry,
        span: Span,
        mapping: &mut SourceMapping,
        seen: &mut Seen,
    ) {
        match entry {
            SourceEntry::Join(_) => {}
            SourceEntry::Column(column) => self.column(column, span, mapping, seen),
            SourceEntry::MissingEverywhere(texts) => mapping.missing.extend(self.texts(texts)),
            SourceEntry::Yes(texts) => mapping.yes.extend(self.texts(texts)),
            SourceEntry::No(texts) => mapping.no.extend(self.texts(texts)),
            SourceEntry::SkipRows(skip) => mapping.skips.extend(self.skip_rows(skip, span)),
            SourceEntry::Dates(forms) => {
                if self.once(&mut seen.dates, span, "`dates`") {
                    mapping.dates = self.forms(forms, Type::Date);
                }
            }
            SourceEntry::Datetimes(forms) => {
                if self.once(&mut seen.datetimes, span, "`datetimes`") {
                    mapping.datetimes = self.forms(forms, Type::Datetime);
                }
            }
            SourceEntry::Encoding(name) => {
                if self.once(&mut seen.encoding, span, "`encoding`") {
                    mapping.encoding = self.encoding(name);
                }
            }
            SourceEntry::Delimiter(text) => {
                if self.once(&mut seen.delimiter, span, "`delimiter`") {
                    mapping.delimiter = self.delimiter(text);
                }
            }
            SourceEntry::Absent(names) => {
                for name in names {
                    mapping.absent.extend(self.absent(name));
                }
            }
        }
    }

    fn once(&mut self, place: &mut Option<Span>, span: Span, what: &str) -> bool {
        let Some(first) = *place else {
            *place = Some(span);
            return true;
        };
        let finding = Diagnostic::new(Code::RepeatedClause, span, format!("{what} stands twice"))
            .label(first, "here it stands before")
            .help("write all of it in one of them, and leave the other out");
        self.report(finding);
        false
    }

    fn texts(&mut self, texts: &[Quoted]) -> BTreeSet<Text> {
        self.distinct_texts(
            texts
                .iter()
                .map(|text| (text.node.clone(), text.span))
                .collect(),
        )
    }

    /// Rows that are no leads.
    fn skip_rows(&mut self, skip: &ast::SkipRows, span: Span) -> Option<SkipRows> {
        let texts = self.texts(&skip.texts);
        self.has_header(&skip.header)?;
        Some(SkipRows {
            header: skip.header.node.clone(),
            texts,
            span,
        })
    }

    /// Refuses the header of a column without a name where nothing says which of them is meant.
    fn has_header(&mut self, header: &Quoted) -> Option<()> {
        if !header.node.trim().is_empty() {
            return Some(());
        }
        let message = "this names no column";
        let finding = Diagnostic::new(Code::WrongType, header.span, message)
            .help("write the header of a column as it stands on the first line of the file");
        self.fail(finding)
    }

    fn absent(&mut self, name: &ast::Name) -> Option<FieldId> {
        let id = self.field_named(name)?;
        let field = self.model.fields.get(id)?;
        if !field.required {
            return Some(id);
        }
        let (place, key) = (field.named.span, field.key);
        let what = if key { "the key" } else { "required" };
        let message = format!("`{}` is {what}, so no export may lack it", name.node);
        self.fail(
            Diagnostic::new(Code::WrongType, name.span, message)
                .label(place, "declared here")
                .help("leave it out of `absent`, or leave out `required` where it is declared"),
        )
    }

    fn absent_columns(&mut self, mapping: &SourceMapping, seen: &Seen) {
        for (field, span) in &seen.columns {
            if mapping.absent.contains(field) {
                let name = self.model.fields.get(*field).map(|f| f.named.name.clone());
                let name = name.unwrap_or_default();
                let message = format!("`{name}` has a column, and is said to be absent");
                let finding = Diagnostic::new(Code::RepeatedClause, *span, message)
                    .help("leave one of the two out");
                self.report(finding);
            }
        }
    }

    /// Says that a text means both `yes` and `no`.
    fn yes_and_no(&mut self, source: &ast::Source, mapping: &SourceMapping) {
        let Some(both) = mapping.yes.intersection(&mapping.no).next() else {
            return;
        };
        let no = source.entries.iter().filter_map(|entry| match &entry.node {
            SourceEntry::No(texts) => Some(texts),
            _ => None,
        });
        let place = no.flatten().find(|text| Text::new(&text.node) == *both);
        let span = place.map_or(source.name.span, |place| place.span);
        let message = format!("`{}` means both yes and no", both.raw());
        let finding = Diagnostic::new(Code::DuplicateEntry, span, message);
        self.report(finding.help("leave it out of one of the two"));
    }
}

#[cfg(test)]
mod tests;
