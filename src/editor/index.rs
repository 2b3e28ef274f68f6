//! Which name stands at a place, and where else what it stands for is named.

use std::collections::BTreeMap;

use super::mentions::{Mention, mentions};
use super::symbol::{Globals, Symbol};
use crate::compile::Compiled;
use crate::source::{SourceId, Span};

/// All names of a policy.
#[derive(Debug, Clone)]
pub struct Index {
    /// The one namespace.
    pub globals: Globals,
    /// By text and place.
    mentions: Vec<Mention>,
    /// The mentions of each thing, by their places in `mentions`.
    by_symbol: BTreeMap<Symbol, Vec<usize>>,
}

impl Index {
    /// The names of a policy.
    #[must_use]
    pub fn new(compiled: &Compiled) -> Self {
        let globals = Globals::new(&compiled.model);
        let mentions = mentions(compiled, &globals);
        let mut by_symbol: BTreeMap<Symbol, Vec<usize>> = BTreeMap::new();
        for (place, mention) in mentions.iter().enumerate() {
            let places = by_symbol.entry(mention.symbol.clone()).or_default();
            places.push(place);
        }
        Index {
            globals,
            mentions,
            by_symbol,
        }
    }

    /// The name at a place, also just behind it.
    #[must_use]
    pub fn at(&self, source: SourceId, offset: usize) -> Option<&Mention> {
        let at = Span::new(source, offset, offset);
        let key = |it: &Mention| (it.span.source, it.span.start);
        let behind = self
            .mentions
            .partition_point(|it| key(it) <= (at.source, at.start));
        let before = self.mentions.get(..behind)?;
        before.last().filter(|it| at.lies_within(it.span))
    }

    /// The names of a text, in their order.
    #[must_use]
    pub fn of(&self, source: SourceId) -> &[Mention] {
        let start = self.mentions.partition_point(|it| it.span.source < source);
        let end = self.mentions.partition_point(|it| it.span.source <= source);
        self.mentions.get(start..end).unwrap_or_default()
    }

    /// Where something is named, in the order of the texts.
    pub fn mentions_of(&self, symbol: &Symbol) -> impl Iterator<Item = &Mention> {
        let places = self.by_symbol.get(symbol).into_iter().flatten();
        places.filter_map(|place| self.mentions.get(*place))
    }

    /// Where something is declared.
    pub fn declarations(&self, symbol: &Symbol) -> impl Iterator<Item = Span> {
        let all = self.mentions_of(symbol);
        all.filter(|it| it.declares).map(|it| it.span)
    }

    /// All that has a name.
    pub fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.by_symbol.keys()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::{marked, shipped};
    use crate::model::{OperandKind, Part, Type};
    use crate::value::Value;

    fn at(text: &str) -> Option<(Symbol, bool)> {
        let (snapshot, source, offset) = marked(text);
        let mention = snapshot.index().at(source, offset)?;
        Some((mention.symbol.clone(), mention.declares))
    }

    fn global(name: &str) -> Symbol {
        Symbol::Global(name.to_owned())
    }

    #[test]
    fn a_name_is_found_at_its_start_within_and_behind() {
        for text in ["define │bar = 1", "define b│ar = 1", "define bar│ = 1"] {
            assert_eq!(at(text), Some((global("bar"), true)), "{text}");
        }
        assert_eq!(at("define bar │= 1"), None);
        assert_eq!(
            at("define bar = 1\ndefine x = │bar"),
            Some((global("bar"), false))
        );
    }

    #[test]
    fn values_are_told_from_names() {
        let lead = "lead { e: text key  s: one of a | b  t: one of c | a  a: integer }\n";
        let value = |text: &str| match at(&format!("{lead}{text}")) {
            Some((Symbol::Value(id, name), _)) => Some((id.index(), name)),
            _ => None,
        };
        assert_eq!(value("define x = s = │a"), Some((0, "a".into())));
        assert_eq!(value("define x = t != │a"), Some((1, "a".into())));
        assert_eq!(value("define x = s in { b, │a }"), Some((0, "a".into())));
        assert_eq!(value("define x = s = \"│a\""), Some((0, "a".into())));
        assert_eq!(value("define x = │a > 5"), None);
        assert_eq!(value("define x = │c = t"), Some((1, "c".into())));
    }

    #[test]
    fn what_the_compiler_reads_is_found() {
        for (policy, snapshot) in shipped() {
            let model = &snapshot.compiled.model;
            let index = snapshot.index();
            let mut seen = 0;
            model.walk(&mut |part| {
                let Part::Operand(operand) = part else { return };
                let expected = match &operand.kind {
                    OperandKind::Field(id) => global(&model.fields[*id].named.name),
                    OperandKind::Define(id) => global(&model.defines[*id].named.name),
                    OperandKind::Score(id) => global(&model.scores[*id].named.name),
                    OperandKind::Decision(id) => global(&model.decisions[*id].named.name),
                    OperandKind::Constant(Value::Role(index)) => {
                        let role = crate::model::Id::new(*index as usize);
                        global(&model.roles[role].named.name)
                    }
                    OperandKind::Constant(value @ Value::Choice(_)) => match operand.ty {
                        Type::Choice(id) => Symbol::Value(id, model.show(value, operand.ty)),
                        _ => return,
                    },
                    _ => return,
                };
                // Tables from files are texts of another language.
                let is_policy = snapshot.compiled.sources.name(operand.span.source);
                if !is_policy.ends_with(".ground") {
                    return;
                }
                let found = index.at(operand.span.source, operand.span.start as usize);
                let found = found.map(|it| (it.span, &it.symbol));
                // A cell's subject stands where its cell does.
                if found.is_some_and(|it| it.0 == operand.span) || found.is_none() {
                    let shown = snapshot.compiled.sources.slice(operand.span);
                    let is_header = shown != expected.name() && !shown.starts_with('"');
                    if is_header {
                        return;
                    }
                    assert_eq!(found.map(|it| it.1), Some(&expected), "{policy}: {shown}");
                    seen += 1;
                }
            });
            assert!(seen > 20, "{policy}: {seen}");
        }
    }

    #[test]
    fn what_is_noted_is_written_there() {
        for (policy, snapshot) in shipped() {
            let index = snapshot.index();
            for (source, _) in snapshot.compiled.sources.iter() {
                let mut end = 0;
                for mention in index.of(source) {
                    let words = snapshot.compiled.sources.slice(mention.span);
                    let name = mention.symbol.name();
                    let is_it = words == name || words == crate::syntax::quote(name);
                    assert!(is_it, "{policy}: {words} is no {name}");
                    assert!(end <= mention.span.start, "{policy}: {words} overlaps");
                    end = mention.span.end;
                }
            }
        }
    }
}
