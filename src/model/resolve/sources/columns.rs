//! The columns that fields are read from.

use std::collections::BTreeMap;

use super::Seen;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::resolve::context::Resolver;
use crate::model::{ColumnMapping, FieldId, SourceMapping, Type};
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_> {
    /// Reads the column of a field.
    pub(super) fn column(
        &mut self,
        column: &ast::Column,
        span: Span,
        mapping: &mut SourceMapping,
        seen: &mut Seen,
    ) {
        let Some(field) = self.field_named(&column.field) else {
            return;
        };
        let Some(ty) = self.model.fields.get(field).map(|field| field.ty) else {
            return;
        };
        if let Some(first) = seen.columns.get(&field).copied() {
            let message = format!("`{}` has two columns", column.field.node);
            let finding = Diagnostic::new(Code::RepeatedClause, column.field.span, message)
                .label(first, "the other one is here")
                .help("keep the column that the field is read from");
            self.report(finding);
            return;
        }
        seen.columns.insert(field, column.field.span);
        let join = match &column.of_file {
            Some(file) => {
                self.key_of_a_join(field, column, file);
                self.join_named(file, seen)
            }
            None => None,
        };
        let occurrence = self.occurrence(column);
        self.column_fits(column, ty);
        let (values, rest) = self.value_names(column, ty);
        let spellings = match &column.spelled_in {
            Some(path) => self.spellings(path, ty),
            None => BTreeMap::new(),
        };
        let missing = self.texts(&column.missing);
        let dated = match ty {
            Type::Date | Type::Datetime => self.forms(&column.dated, ty),
            _ => Vec::new(),
        };
        mapping.columns.push(ColumnMapping {
            field,
            header: column.header.node.clone(),
            join,
            occurrence,
            values,
            rest,
            spellings,
            missing,
            split: column.split.as_ref().map(|split| split.node.clone()),
            percent: column.percent,
            dated,
            span,
        });
    }

    /// Refuses to read the key from a joined file: it tells which row of that file belongs to a lead.
    fn key_of_a_join(&mut self, field: FieldId, column: &ast::Column, file: &ast::Quoted) {
        let Some(field) = self.model.fields.get(field).filter(|field| field.key) else {
            return;
        };
        let (place, name) = (field.named.span, &column.field.node);
        let message = format!("the key `{name}` cannot stand in a joined file");
        let finding = Diagnostic::new(Code::WrongType, file.span, message)
            .label(place, "the key is declared here")
            .help(
                "read it from the file of leads: a lead that has no row in the joined file needs \
                 its key as well",
            );
        self.report(finding);
    }

    /// Which of several columns with one header is meant, counted from 1.
    fn occurrence(&mut self, column: &ast::Column) -> Option<usize> {
        let Some(nth) = &column.occurrence else {
            if column.header.node.trim().is_empty() {
                let message = "this column has no name, and nothing says which one it is";
                let finding = Diagnostic::new(Code::WrongType, column.header.span, message).help(
                    "count the columns without a name from the left: `from \"\" occurrence 1` is \
                     the first of them",
                );
                self.report(finding);
            }
            return None;
        };
        if nth.node == 0 {
            let finding = Diagnostic::new(Code::WrongType, nth.span, "columns are counted from 1")
                .help("write `occurrence 1` for the first column with this header")
                .replace(nth.span, "1");
            return self.fail(finding);
        }
        usize::try_from(nth.node).ok()
    }

    /// Refuses what says nothing of a field of this type.
    fn column_fits(&mut self, column: &ast::Column, ty: Type) {
        let is = ty.describe(&self.model);
        let name = &column.field.node;
        if let Some(split) = column.split.as_ref().filter(|split| split.node.is_empty()) {
            let message = "nothing stands between the values of the set";
            let finding = Diagnostic::new(Code::WrongType, split.span, message)
                .help("write what stands between them, e.g. `split \";\"`");
            self.report(finding);
        }
        let mut refuse = |span: Span, what: &str, of: &str| {
            let message = format!("{what} is for {of}, and `{name}` is {is}");
            let finding = Diagnostic::new(Code::WrongType, span, message).help("leave it out");
            self.report(finding);
        };
        if let Some(split) = &column.split
            && !matches!(ty, Type::Several(_))
        {
            refuse(split.span, "`split`", "sets");
        }
        if column.percent && !ty.is_number() {
            refuse(column.header.span, "`percent`", "numbers");
        }
        if let Some(form) = column.dated.first()
            && !matches!(ty, Type::Date | Type::Datetime)
        {
            refuse(form.span, "`dated`", "dates");
        }
        let has_values = matches!(ty, Type::Choice(_) | Type::Several(_));
        if let Some(value) = column.values.first().filter(|_| !has_values) {
            refuse(
                value.value.name.span,
                "a block of values",
                "fields with listed values",
            );
        }
        if let Some(path) = &column.spelled_in
            && !has_values
            && ty != Type::Text
        {
            refuse(path.span, "`spelled in`", "text and listed values");
        }
    }
}
