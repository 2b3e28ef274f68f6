//! From a name to where it is declared, to all other places, and to what depends on it.

use super::outline::{Part, PartKind, path};
use super::{Mention, Snapshot, Symbol};
use crate::source::{SourceId, Span};

/// Where what is named at a place is declared.
#[must_use]
pub fn definition(snapshot: &Snapshot, source: SourceId, offset: usize) -> Vec<Span> {
    let index = snapshot.index();
    let Some(mention) = index.at(source, offset) else {
        return Vec::new();
    };
    let declared: Vec<Span> = index.declarations(&mention.symbol).collect();
    match (declared.is_empty(), &mention.symbol) {
        // A channel exists by being named.
        (true, Symbol::Channel(_)) => index
            .mentions_of(&mention.symbol)
            .map(|it| it.span)
            .take(1)
            .collect(),
        _ => declared,
    }
}

/// Where else what is named at a place is named.
#[must_use]
pub fn references(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    with_declaration: bool,
) -> Vec<Span> {
    let index = snapshot.index();
    let Some(mention) = index.at(source, offset) else {
        return Vec::new();
    };
    let all = index.mentions_of(&mention.symbol);
    let wanted = all.filter(|it| with_declaration || !it.declares);
    wanted.map(|it| it.span).collect()
}

/// Something that is declared, and where in the text of another it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// What it is.
    pub part: Part,
    /// In what it stands, where that has a name: the decision of a rule.
    pub within: Option<String>,
    /// Where one names the other.
    pub places: Vec<Span>,
}

/// What the name at a place stands for, as something that others depend on.
#[must_use]
pub fn declared_at(snapshot: &Snapshot, source: SourceId, offset: usize) -> Option<Dependency> {
    let index = snapshot.index();
    let mention = index.at(source, offset)?;
    let at = index.declarations(&mention.symbol).next()?;
    declared(snapshot, at)
}

/// What depends on the thing whose name is declared at a place: what reads it, a rule or a task at a
/// time.
#[must_use]
pub fn dependents(snapshot: &Snapshot, at: Span) -> Vec<Dependency> {
    let index = snapshot.index();
    let Some(mention) = index.at(at.source, at.start as usize) else {
        return Vec::new();
    };
    let mut found: Vec<Dependency> = Vec::new();
    for reader in index.mentions_of(&mention.symbol).filter(|it| !it.declares) {
        let Some(dependency) = holder(snapshot, reader) else {
            continue;
        };
        match found
            .iter_mut()
            .find(|it| it.part.span == dependency.part.span)
        {
            Some(known) => known.places.push(reader.span),
            None => found.push(dependency),
        }
    }
    found
}

/// What the thing whose name is declared at a place depends on.
#[must_use]
pub fn dependencies(snapshot: &Snapshot, at: Span) -> Vec<Dependency> {
    let index = snapshot.index();
    let Some(of) = declared(snapshot, at) else {
        return Vec::new();
    };
    let mut found: Vec<Dependency> = Vec::new();
    let own = index.of(at.source).iter();
    let own = own.filter(|it| it.span.lies_within(of.part.span) && it.span != at);
    for mention in own {
        let declaration = index.declarations(&mention.symbol).next();
        let Some(mut read) = declaration.and_then(|at| declared(snapshot, at)) else {
            continue;
        };
        // Values are what fields are made of, and rules what decisions are.
        let is_part = matches!(mention.symbol, Symbol::Value(..)) || mention.declares;
        if is_part {
            continue;
        }
        match found.iter_mut().find(|it| it.part.at == read.part.at) {
            Some(known) => known.places.push(mention.span),
            None => {
                read.places = vec![mention.span];
                found.push(read);
            }
        }
    }
    found
}

/// The smallest thing with a name that a mention stands in.
fn holder(snapshot: &Snapshot, mention: &Mention) -> Option<Dependency> {
    let parts = snapshot.outline(mention.span.source);
    let path = path(parts, mention.span.start as usize);
    dependency(&path, vec![mention.span])
}

/// The thing whose name is declared at a place.
fn declared(snapshot: &Snapshot, at: Span) -> Option<Dependency> {
    let parts = snapshot.outline(at.source);
    let path = path(parts, at.start as usize);
    let place = path.iter().rposition(|part| part.at == at);
    let path = match place {
        Some(place) => path.get(..=place)?,
        None => &path,
    };
    dependency(path, Vec::new())
}

fn dependency(path: &[&Part], places: Vec<Span>) -> Option<Dependency> {
    let is_named = |part: &&&Part| part.kind.is_named() || part.kind == PartKind::Move;
    let place = path.iter().rposition(|part| is_named(&part))?;
    let part = Part {
        parts: Vec::new(),
        ..(*path.get(place)?).clone()
    };
    let within = place.checked_sub(1).and_then(|it| path.get(it));
    Some(Dependency {
        part,
        within: within.map(|it| it.name.clone()),
        places,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::marked;

    const TEXT: &str = "lead { e: text key  n: integer }\n\
        define big = n > 5\n\
        decision d: one of a | b {\n  rule r: a when big  rule q: b when not big\n}\n\
        must m: big when d = a\n";

    fn names(found: &[Dependency]) -> Vec<(String, usize)> {
        let named = found
            .iter()
            .map(|it| (it.part.name.clone(), it.places.len()));
        named.collect()
    }

    #[test]
    fn a_name_leads_to_its_declaration_and_back() {
        let (snapshot, source, offset) = marked(&TEXT.replace("when big", "when │big"));
        let words = |spans: Vec<Span>| -> Vec<u32> { spans.iter().map(|it| it.start).collect() };
        assert_eq!(words(definition(&snapshot, source, offset)), [40]);
        assert_eq!(references(&snapshot, source, offset, false).len(), 3);
        assert_eq!(references(&snapshot, source, offset, true).len(), 4);
    }

    #[test]
    fn what_reads_something_depends_on_it() {
        let (snapshot, source, offset) = marked(&TEXT.replace("define big", "define │big"));
        let big = declared_at(&snapshot, source, offset).unwrap();
        assert_eq!(
            (big.part.name.as_str(), big.part.kind),
            ("big", PartKind::Define)
        );
        let readers = dependents(&snapshot, big.part.at);
        let expected = [("r", 1), ("q", 1), ("m", 1)].map(|(name, n)| (name.to_owned(), n));
        assert_eq!(names(&readers), expected);
        assert_eq!(readers[0].within.as_deref(), Some("d"));
        let read = dependencies(&snapshot, big.part.at);
        assert_eq!(names(&read), [("n".to_owned(), 1)]);
    }
}
