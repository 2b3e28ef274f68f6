//! Where in the texts which names stand, and what they stand for: read off the syntax trees, with the
//! types that the model knows. A text that is half written has its names too, as far as it was read.
//!
//! | file | purpose |
//! | --- | --- |
//! | `expr` | names in conditions and values |
//! | `section` | names in scores, decisions and their tables |
//! | `journey` | names in journeys |
//! | `item` | names in all other declarations |

mod expr;
mod item;
mod journey;
mod section;

use crate::compile::Compiled;
use crate::model::{Enumeration, EnumerationId, Model, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Name};

use super::symbol::{Globals, Symbol};

/// A name that stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// What it stands for.
    pub symbol: Symbol,
    /// It is declared here.
    pub declares: bool,
}

/// All names of a policy, by text and place.
#[must_use]
pub(super) fn mentions(compiled: &Compiled, globals: &Globals) -> Vec<Mention> {
    let mut reader = Reader {
        model: &compiled.model,
        globals,
        found: Vec::new(),
    };
    for file in &compiled.files {
        for item in &file.items {
            reader.item(item);
        }
    }
    reader.found.sort_by_key(|it| (it.span, !it.declares));
    reader.found.dedup_by_key(|it| it.span);
    reader.found
}

/// Reads names off trees.
struct Reader<'a> {
    model: &'a Model,
    globals: &'a Globals,
    found: Vec<Mention>,
}

impl Reader<'_> {
    fn note(&mut self, span: Span, symbol: Symbol) {
        self.found.push(Mention {
            span,
            symbol,
            declares: false,
        });
    }

    fn declare(&mut self, span: Span, symbol: Symbol) {
        self.found.push(Mention {
            span,
            symbol,
            declares: true,
        });
    }

    /// A name of the one namespace, where it is declared.
    fn declare_global(&mut self, name: &Name) {
        self.declare(name.span, Symbol::Global(name.node.clone()));
    }

    /// A name of the one namespace.
    fn global(&mut self, name: &Name) {
        self.word(&name.node, name.span);
    }

    /// Names of the one namespace.
    fn globals(&mut self, names: &[Name]) {
        names.iter().for_each(|name| self.global(name));
    }

    fn word(&mut self, name: &str, span: Span) -> bool {
        let is_known = self.globals.get(name).is_some();
        if is_known {
            self.note(span, Symbol::Global(name.to_owned()));
        }
        is_known
    }

    /// A word that is a value of a type, or else a name of the one namespace.
    fn value(&mut self, word: &str, span: Span, ty: Option<Type>) -> bool {
        match self.value_of(ty, word) {
            Some(id) => {
                self.note(span, Symbol::Value(id, word.to_owned()));
                true
            }
            None => self.word(word, span),
        }
    }

    /// A value as it is written, in quotes or not.
    fn value_name(&mut self, value: &ast::ValueName, ty: Option<Type>) {
        self.value(&value.name.node, value.name.span, ty);
    }

    /// The enumeration of a type that has this value.
    fn value_of(&self, ty: Option<Type>, word: &str) -> Option<EnumerationId> {
        let (Type::Choice(id) | Type::Several(id)) = ty? else {
            return None;
        };
        let enumeration = self.model.enumerations.get(id)?;
        enumeration.find(word).map(|_| id)
    }

    /// The enumeration that lists these values.
    fn enumeration(&self, values: &ast::Values) -> Option<EnumerationId> {
        let is_same = |it: &Enumeration| {
            let names = it.values.iter().map(|value| value.name.as_str());
            let listed = values.values.iter().map(|value| value.name.node.as_str());
            it.ordered == values.ordered && names.eq(listed)
        };
        let mut all = self.model.enumerations.iter();
        all.find(|(_, it)| is_same(it)).map(|(id, _)| id)
    }

    /// The values where they are declared.
    fn declare_values(&mut self, values: &ast::Values) {
        if let Some(id) = self.enumeration(values) {
            for value in &values.values {
                let Name { node, span } = &value.name;
                self.declare(*span, Symbol::Value(id, node.clone()));
            }
        }
    }

    /// The type of what a name of the one namespace stands for.
    fn type_named(&self, name: &str) -> Option<Type> {
        self.globals.get(name)?.ty(self.model)
    }
}
