//! What an export calls the values of a field.

use std::collections::BTreeMap;

use super::super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Type;
use crate::model::resolve::context::Resolver;
use crate::model::resolve::names::loose;
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::value::Text;

impl Resolver<'_> {
    /// What the export calls the values of an enumeration.
    pub(super) fn value_names(
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
                self.unknown_value::<()>(name, *span, ty, Some(Of::Words(&field)));
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
