//! Another name for something, everywhere.

use std::collections::BTreeSet;

use super::{Entity, Snapshot, Symbol};
use crate::diagnostic::Edit;
use crate::source::{SourceId, Span};
use crate::syntax::{RESERVED, quote};

/// The name that can be changed at a place, and what it is now; or why it cannot.
///
/// # Errors
/// In words, for the person who asked.
pub fn renamed(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
) -> Result<(Span, String), String> {
    let index = snapshot.index();
    let Some(mention) = index.at(source, offset) else {
        return Err("there is no name here that could be changed".to_owned());
    };
    if !snapshot.is_readable() {
        return Err(
            "a declaration has faults, and names may stand in it: mend it first".to_owned(),
        );
    }
    match &mention.symbol {
        Symbol::Finding(_) => Err("the name of a finding belongs to the program".to_owned()),
        symbol => Ok((mention.span, symbol.name().to_owned())),
    }
}

/// The changes that give what is named at a place another name.
///
/// # Errors
/// Why it cannot have this name, in words, for the person who asked.
pub fn rename(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    new: &str,
) -> Result<Vec<Edit>, String> {
    renamed(snapshot, source, offset)?;
    let index = snapshot.index();
    let Some(mention) = index.at(source, offset) else {
        return Err("there is no name here that could be changed".to_owned());
    };
    let symbol = &mention.symbol;
    if new == symbol.name() {
        return Ok(Vec::new());
    }
    let written = match symbol {
        Symbol::Example(_) => quote(new),
        Symbol::Value(..) if !is_word(new) => quote(new),
        _ if is_word(new) => new.to_owned(),
        _ => return Err(no_word(new)),
    };
    clash(snapshot, symbol, new)?;
    beyond(snapshot, symbol)?;
    let edits = index.mentions_of(symbol).map(|it| {
        let is_quoted = snapshot.compiled.sources.slice(it.span).starts_with('"');
        let new_text = match is_quoted {
            true => quote(new),
            false => written.clone(),
        };
        Edit {
            span: it.span,
            new_text,
        }
    });
    Ok(edits.collect())
}

/// Whether a text can be a name.
fn is_word(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_')
        && !RESERVED.contains(&text)
}

fn no_word(new: &str) -> String {
    match RESERVED.contains(&new) {
        true => format!("`{new}` is a word of the language"),
        false => format!("`{new}` is no name: a small letter, then letters, digits and `_`"),
    }
}

/// Refuses a name that is taken, or that would mean something else where it stands.
fn clash(snapshot: &Snapshot, symbol: &Symbol, new: &str) -> Result<(), String> {
    let index = snapshot.index();
    let model = &snapshot.compiled.model;
    let is_taken = match symbol {
        Symbol::Global(_) => index.globals.get(new).is_some(),
        Symbol::Value(id, _) => {
            let values = model.enumerations.get(*id);
            values.is_some_and(|values| {
                let loose = crate::value::loose;
                let mut names = values.values.iter().map(|value| &value.name);
                names.any(|name| loose(name) == loose(new) && name != symbol.name())
            })
        }
        other => {
            let same = with_name(other, new);
            index.mentions_of(&same).next().is_some()
        }
    };
    if is_taken {
        let what = match symbol {
            Symbol::Global(_) => index.globals.get(new).map_or("thing", Entity::kind),
            Symbol::Value(..) => "value",
            Symbol::Rule(..) | Symbol::Row(..) => "rule or row",
            Symbol::Task(..) => "task",
            Symbol::Must(_) => "must",
            Symbol::Channel(_) => "channel",
            Symbol::Source(_) => "source",
            Symbol::Example(_) => "example",
            Symbol::Finding(_) => "finding",
        };
        return Err(format!("there is a {what} called `{new}`"));
    }
    // Where a value may stand, it wins over a name of the whole policy.
    match symbol {
        Symbol::Global(_) => {
            let mut values = model.enumerations.values();
            match values.any(|it| it.find(new).is_some()) {
                true => Err(format!(
                    "`{new}` is a value of a field, and would be mistaken for it"
                )),
                false => Ok(()),
            }
        }
        Symbol::Value(..) => match index.globals.get(new) {
            Some(entity) => {
                let kind = entity.kind();
                Err(format!("`{new}` is a {kind}, and would be mistaken for it"))
            }
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn with_name(symbol: &Symbol, new: &str) -> Symbol {
    let new = new.to_owned();
    match symbol.clone() {
        Symbol::Global(_) => Symbol::Global(new),
        Symbol::Value(id, _) => Symbol::Value(id, new),
        Symbol::Rule(of, _) => Symbol::Rule(of, new),
        Symbol::Row(of, _) => Symbol::Row(of, new),
        Symbol::Task(journey, stage, _) => Symbol::Task(journey, stage, new),
        Symbol::Must(_) => Symbol::Must(new),
        Symbol::Channel(_) => Symbol::Channel(new),
        Symbol::Source(_) => Symbol::Source(new),
        Symbol::Example(_) => Symbol::Example(new),
        Symbol::Finding(_) => Symbol::Finding(new),
    }
}

/// Refuses where names stand that are no part of the policy's own texts.
fn beyond(snapshot: &Snapshot, symbol: &Symbol) -> Result<(), String> {
    let compiled = &snapshot.compiled;
    if matches!(symbol, Symbol::Value(..)) || is_in_tables(snapshot, symbol) {
        let own: BTreeSet<SourceId> = compiled
            .files
            .iter()
            .flat_map(|file| &file.items)
            .map(|item| item.span.source)
            .collect();
        let name = symbol.name();
        let mut tables = compiled.sources.iter().filter(|(id, source)| {
            let is_table = source.name.ends_with(".csv") && !own.contains(id);
            is_table
                && source
                    .text
                    .split([',', '\n', '\r', '"', ' ', '|'])
                    .any(|it| it == name)
        });
        if let Some((_, table)) = tables.next() {
            return Err(format!(
                "`{name}` stands in `{}` too, which is no policy file",
                table.name
            ));
        }
    }
    if let Symbol::Task(_, _, name) = symbol {
        let tasks = compiled.model.tasks.values();
        if tasks.filter(|task| task.named.name == *name).count() > 1 {
            return Err(format!(
                "several tasks are called `{name}`, and examples name them all"
            ));
        }
    }
    Ok(())
}

/// Whether tables from files may name it.
fn is_in_tables(snapshot: &Snapshot, symbol: &Symbol) -> bool {
    match symbol {
        Symbol::Global(name) => match snapshot.index().globals.get(name) {
            Some(Entity::Calendar(_) | Entity::Journey(_)) | None => false,
            Some(_) => true,
        },
        Symbol::Rule(..) | Symbol::Row(..) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::{marked, shipped, snapshot};

    const TEXT: &str = "lead { e: text key  s: one of a | b | \"c d\"  n: integer }\n\
        define big = n > 5\n\
        decision d: one of call | wait {\n  rule r: call when big and s = a  otherwise wait\n}\n\
        must m: big\n";

    fn changed(text: &str, new: &str) -> Result<String, String> {
        let (snapshot, source, offset) = marked(text);
        let mut edits = rename(&snapshot, source, offset, new)?;
        let mut text = snapshot.text(source).to_owned();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.new_text);
        }
        Ok(text)
    }

    #[test]
    fn a_name_changes_everywhere() {
        let text = changed(&TEXT.replace("define big", "define │big"), "large").unwrap();
        assert_eq!(text, TEXT.replace("big", "large"));
        let text = changed(&TEXT.replace("s = a", "s = │a"), "x y").unwrap();
        assert_eq!(
            text,
            TEXT.replace("one of a", "one of \"x y\"")
                .replace("s = a", "s = \"x y\"")
        );
        let text = changed(&TEXT.replace("rule r", "rule │r"), "q").unwrap();
        assert_eq!(text, TEXT.replace("rule r", "rule q"));
    }

    #[test]
    fn a_name_that_would_clash_is_refused_with_a_reason() {
        let refused =
            |at: &str, to: &str, new: &str| changed(&TEXT.replace(at, to), new).unwrap_err();
        assert_eq!(
            refused("define big", "define │big", "n"),
            "there is a field called `n`"
        );
        assert_eq!(
            refused("define big", "define │big", "when"),
            "`when` is a word of the language"
        );
        assert!(refused("define big", "define │big", "Big").contains("is no name"));
        assert!(refused("define big", "define │big", "wait").contains("mistaken"));
        assert_eq!(
            refused("s = a", "s = │a", "B"),
            "there is a value called `B`"
        );
        assert!(refused("s = a", "s = │a", "n").contains("is a field"));
        assert!(refused("> 5", "> │5", "x").contains("no name here"));
        let broken = format!("{TEXT}define x = = 1\n");
        let refused = changed(&broken.replace("define big", "define │big"), "large");
        assert!(refused.unwrap_err().contains("faults"));
    }

    #[test]
    fn a_shipped_policy_says_the_same_under_other_names() {
        let mut made = 0;
        for (policy, before) in shipped() {
            let symbols: Vec<Symbol> = before.index().symbols().cloned().collect();
            // All of one file would take long.
            for symbol in symbols.iter().step_by(7) {
                let Some(place) = before.index().mentions_of(symbol).next() else {
                    continue;
                };
                let (source, offset) = (place.span.source, place.span.start as usize);
                let Ok(edits) = rename(&before, source, offset, "another_name") else {
                    continue;
                };
                let mut sources = before.compiled.sources.clone();
                for (id, source) in before.compiled.sources.iter() {
                    let mut text = source.text.clone();
                    let mut own: Vec<_> = edits.iter().filter(|it| it.span.source == id).collect();
                    own.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
                    for edit in own {
                        text.replace_range(edit.span.range(), &edit.new_text);
                    }
                    sources.change(id, text);
                }
                let after = crate::editor::testing::again(&before, sources, &policy);
                let codes = |it: &Snapshot| -> Vec<_> {
                    it.compiled.findings.iter().map(|it| it.code).collect()
                };
                assert_eq!(
                    codes(&after),
                    codes(&before),
                    "{policy}: {symbol:?}: {:#?}",
                    after.compiled.findings
                );
                made += 1;
            }
        }
        assert!(made > 30, "{made}");
        assert!(snapshot("").index().symbols().next().is_none());
    }
}
