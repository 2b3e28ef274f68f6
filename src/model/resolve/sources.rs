//! How exports are read.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::{loose, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ColumnMapping, FieldId, SourceMapping, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Quoted, SourceEntry};
use crate::value::{DateForm, Text};

/// Where the entries of a source stand that may stand once.
#[derive(Default)]
struct Seen {
    columns: BTreeMap<FieldId, Span>,
    dates: Option<Span>,
    datetimes: Option<Span>,
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
            for entry in &source.entries {
                r.source_entry(&entry.node, entry.span, &mut mapping, &mut seen);
            }
            r.yes_and_no(source, &mapping);
            r.absent_columns(&mapping, &seen);
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
            SourceEntry::Column(column) => self.column(column, span, mapping, seen),
            SourceEntry::MissingEverywhere(texts) => mapping.missing.extend(self.texts(texts)),
            SourceEntry::Yes(texts) => mapping.yes.extend(self.texts(texts)),
            SourceEntry::No(texts) => mapping.no.extend(self.texts(texts)),
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
            .help("write all of it in one of the two");
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

    fn forms(&mut self, forms: &[Quoted], ty: Type) -> Vec<DateForm> {
        let mut read = Vec::new();
        for form in forms {
            match DateForm::new(&form.node) {
                Ok(form_read) if ty == Type::Datetime && !form_read.has_time() => {
                    let message = format!("the form `{}` has no time of day", form.node);
                    let finding = Diagnostic::new(Code::WrongType, form.span, message)
                        .help("add the hours and minutes, e.g. `%Y-%m-%d %H:%M`");
                    self.report(finding);
                }
                Ok(form) => read.push(form),
                Err(reason) => {
                    let message = format!("`{}` is no form of dates: {reason}", form.node);
                    let finding = Diagnostic::new(Code::WrongType, form.span, message)
                        .help("write e.g. `%m/%d/%Y` or `%Y-%m-%d %H:%M`");
                    self.report(finding);
                }
            }
        }
        read
    }

    fn delimiter(&mut self, text: &Quoted) -> Option<u8> {
        match (text.node.as_str(), text.node.as_bytes()) {
            ("\\t" | "tab", _) => Some(b'\t'),
            (_, [one]) if one.is_ascii() && !matches!(one, b'"' | b'\n' | b'\r') => Some(*one),
            _ => {
                let message = "what stands between values is one plain character";
                let finding = Diagnostic::new(Code::WrongType, text.span, message)
                    .help("write `delimiter \";\"`, `delimiter \"|\"` or `delimiter \"tab\"`");
                self.fail(finding)
            }
        }
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

    fn column(
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
            join: None,
            occurrence: None,
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

    /// Refuses what says nothing of a field of this type.
    fn column_fits(&mut self, column: &ast::Column, ty: Type) {
        let is = ty.describe(&self.model);
        let name = &column.field.node;
        let mut refuse = |span: Span, what: &str, of: &str| {
            let message = format!("{what} is for {of}, and `{name}` is {is}");
            let finding = Diagnostic::new(Code::WrongType, span, message).help("leave it out");
            self.report(finding);
        };
        if let Some(split) = &column.split {
            if !matches!(ty, Type::Several(_)) {
                refuse(split.span, "`split`", "sets");
            } else if split.node.is_empty() {
                let message = "nothing stands between the values of the set";
                let finding = Diagnostic::new(Code::WrongType, split.span, message)
                    .help("write what stands between them, e.g. `split \";\"`");
                self.report(finding);
                return;
            }
        }
        let mut refuse = |span: Span, what: &str, of: &str| {
            let message = format!("{what} is for {of}, and `{name}` is {is}");
            let finding = Diagnostic::new(Code::WrongType, span, message).help("leave it out");
            self.report(finding);
        };
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

    /// What the export calls the values of an enumeration.
    fn value_names(
        &mut self,
        column: &ast::Column,
        ty: Type,
    ) -> (BTreeMap<Text, u32>, Option<u32>) {
        let mut names: BTreeMap<Text, (u32, Span)> = BTreeMap::new();
        let mut rest: Option<(u32, Span)> = None;
        if !matches!(ty, Type::Choice(_) | Type::Several(_)) {
            return (BTreeMap::new(), None);
        }
        let field = format!("`{}`", column.field.node);
        for value in &column.values {
            let Spanned { node: name, span } = &value.value.name;
            let found = self.find_value(ty, name);
            let Some(index) = found else {
                self.unknown_value::<()>(name, *span, ty, Some(&field));
                continue;
            };
            let Some(texts) = &value.texts else {
                if let Some((_, first)) = rest {
                    let finding =
                        Diagnostic::new(Code::RepeatedClause, *span, "the rest has two values")
                            .label(first, "here it has one already")
                            .help("keep one `= any`");
                    self.report(finding);
                }
                rest = rest.or(Some((index, *span)));
                continue;
            };
            for text in texts {
                let key = Text::new(&text.node);
                match names.get(&key) {
                    Some((_, first)) => {
                        let first = *first;
                        self.duplicate_entry(&text.node, text.span, first);
                    }
                    None => {
                        names.insert(key, (index, text.span));
                    }
                }
            }
        }
        self.hidden_values(&names, ty);
        let names = names
            .into_iter()
            .map(|(text, (index, _))| (text, index))
            .collect();
        (names, rest.map(|(index, _)| index))
    }

    /// Warns where an export's text for one value is the name of another.
    fn hidden_values(&mut self, names: &BTreeMap<Text, (u32, Span)>, ty: Type) {
        let Some(enumeration) = self.model.enumeration(ty) else {
            return;
        };
        let mut hidden = Vec::new();
        for (text, (index, span)) in names {
            let other = enumeration
                .values
                .iter()
                .zip(0u32..)
                .find(|(value, place)| place != index && loose(&value.name) == loose(text.raw()));
            if let Some((value, _)) = other {
                hidden.push((*span, text.raw().to_owned(), value.name.clone()));
            }
        }
        for (span, text, value) in hidden {
            let message =
                format!("`{text}` is the name of the value `{value}`, and stands for another");
            let finding = Diagnostic::new(Code::DuplicateEntry, span, message)
                .help(format!("write it behind `{value}`, or leave it out"));
            self.report(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, resolved, resolved_with};

    fn with(entries: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer  c: one of x | y  \
             s: several of u | v  d: date  b: boolean  w: datetime }}\n\
             must all_read: n is known or c is known or s is empty or d is known or b or w is known\n\
             source crm {{ {entries} }}"
        )
    }

    #[test]
    fn columns_of_all_kinds() {
        let text = with(
            "a from \"A\" spelled in \"s.csv\"  n from \"N\" missing \"0\" percent\n\
             c from \"C\" { x = \"One\", \"Uno\"  y = any }  s from \"S\" split \"/\"\n\
             d from \"D\" dated \"%d.%m.%Y\"  missing everywhere \"\", \"N/A\"  yes \"Ja\"  \
             no \"Nein\"  dates \"%m/%d/%Y\"  datetimes \"%m/%d/%Y %H:%M\"  delimiter \";\"\n\
             absent b",
        );
        let (model, found) =
            resolved_with(&text, &[("s.csv", "spelling,value\nUS,United States\n")]);
        assert_eq!(found, []);
        let source = model.sources.values().next().unwrap();
        assert_eq!((source.columns.len(), source.delimiter), (5, Some(b';')));
        let spelled = source.columns.first().unwrap().spellings.values().next();
        assert_eq!(spelled.map(String::as_str), Some("United States"));
        let values = source.columns.get(2).unwrap();
        assert_eq!((values.values.len(), values.rest), (2, Some(1)));
    }

    #[test]
    fn columns_that_cannot_be() {
        for (bad, code) in [
            ("aa from \"A\"", Code::UnknownName),
            ("a from \"A\"  a from \"B\"", Code::RepeatedClause),
            ("c from \"C\" { z = \"1\" }", Code::UnknownValue),
            (
                "c from \"C\" { x = \"1\"  y = \"1\" }",
                Code::DuplicateEntry,
            ),
            ("c from \"C\" { x = any  y = any }", Code::RepeatedClause),
            ("c from \"C\" { x = \"Y\" }", Code::DuplicateEntry),
            ("n from \"N\" { x = \"1\" }", Code::WrongType),
            ("n from \"N\" split \";\"", Code::WrongType),
            ("a from \"A\" percent", Code::WrongType),
            ("a from \"A\" dated \"%Y\"", Code::WrongType),
            ("d from \"D\" dated \"%Q\"", Code::WrongType),
            ("dates \"%H\"", Code::WrongType),
            ("datetimes \"%Y-%m-%d\"", Code::WrongType),
            ("delimiter \";;\"", Code::WrongType),
            ("delimiter \";\"  delimiter \"|\"", Code::RepeatedClause),
            ("absent a", Code::WrongType),
            ("n from \"N\"  absent n", Code::RepeatedClause),
            ("yes \"1\"  no \"1\"", Code::DuplicateEntry),
            ("missing everywhere \"x\", \"X\"", Code::DuplicateEntry),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }

    #[test]
    fn one_header_may_serve_two_fields() {
        assert_eq!(resolved(&with("n from \"A\"  a from \"A\"")).1, []);
    }
}
