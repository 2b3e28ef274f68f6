//! Definitions that the caller gives another value: `--set mql_bar=60`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Misuse;
use crate::diagnostic::nearest;
use crate::source::{SourceMap, Span, Spanned};
use crate::syntax::ast::{Define, Expr, ExprKind, File, Item, Literal};
use crate::syntax::parse_literal;
use crate::value::listed;

/// Puts the given literals into the definitions of these names. Each becomes a text of its own in
/// the source map, so that a finding about a value of the wrong type points at what was given.
pub(super) fn apply(
    files: &mut [Arc<File>],
    sources: &mut SourceMap,
    set: &[(String, String)],
) -> Result<(), Misuse> {
    let mut seen = BTreeSet::new();
    for (name, value) in set {
        if !seen.insert(name) {
            return Err(misuse(format!("`{name}` is set twice"), "set it once"));
        }
        let Some(define) = find(files, name) else {
            if is_broken(files, name) {
                // The text of its declaration has a fault, which is reported.
                continue;
            }
            return Err(unknown(files, name));
        };
        let Some(old) = literal(&define.value) else {
            let message = format!("`{name}` is worked out from other things and cannot be set");
            return Err(misuse(message, settable_help(files)));
        };
        let Some(new) = read(value, old) else {
            let message = format!("`{value}` is no value that `{name}` can be set to");
            let help = "write it as in the policy: `60`, `20%`, `50_000 USD`, `14 days`, \
                        `2026-07-01`, `yes`, or a text in quotes";
            return Err(misuse(message, help));
        };
        let source = sources.add(format!("--set {name}"), value.clone());
        define.value = place(new, Span::new(source, 0, value.len()));
    }
    Ok(())
}

fn misuse(message: String, help: impl Into<String>) -> Misuse {
    Misuse {
        message,
        help: Some(help.into()),
    }
}

fn defines(files: &[Arc<File>]) -> impl Iterator<Item = &Define> {
    let items = files.iter().flat_map(|file| &file.items);
    items.filter_map(|item| match &item.node {
        Item::Define(define) => Some(define),
        _ => None,
    })
}

fn find<'a>(files: &'a mut [Arc<File>], name: &str) -> Option<&'a mut Define> {
    let items = files
        .iter_mut()
        .flat_map(|file| &mut Arc::make_mut(file).items);
    let mut defines = items.filter_map(|item| match &mut item.node {
        Item::Define(define) => Some(define),
        _ => None,
    });
    defines.find(|define| define.name.node == name)
}

fn is_broken(files: &[Arc<File>], name: &str) -> bool {
    let mut items = files.iter().flat_map(|file| &file.items);
    items.any(|item| match &item.node {
        Item::Broken(broken) => broken.name.as_ref().is_none_or(|it| it.node == name),
        _ => false,
    })
}

/// The literal that a definition is, and whether a minus stands before it.
fn literal(value: &Expr) -> Option<&Literal> {
    match &value.node {
        ExprKind::Literal(literal) => Some(literal),
        ExprKind::Negate(inner) => match &inner.node {
            ExprKind::Literal(literal) => Some(literal),
            _ => None,
        },
        _ => None,
    }
}

/// Reads a value as the policy would write it. Where a text is wanted, the quotes may be missing:
/// most shells take them away.
fn read(value: &str, old: &Literal) -> Option<ExprKind> {
    if matches!(old, Literal::Text(_)) && !value.starts_with('"') {
        return Some(ExprKind::Literal(Literal::Text(value.to_owned())));
    }
    match value.strip_prefix('-') {
        Some(rest) if rest.starts_with('-') => None,
        Some(rest) => {
            let inner = ExprKind::Literal(parse_literal(rest)?);
            let nowhere = Span::new(crate::source::SourceId(0), 0, 0);
            Some(ExprKind::Negate(Box::new(Spanned::new(inner, nowhere))))
        }
        None => parse_literal(value).map(ExprKind::Literal),
    }
}

/// The value with every place in it being `span`.
fn place(mut kind: ExprKind, span: Span) -> Expr {
    match &mut kind {
        ExprKind::Negate(inner) => *inner = place(inner.node.clone(), span),
        ExprKind::Literal(Literal::Amount(amount)) => {
            if let Some(unit) = &mut amount.unit {
                unit.span = span;
            }
        }
        _ => {}
    }
    Box::new(Spanned::new(kind, span))
}

fn unknown(files: &[Arc<File>], name: &str) -> Misuse {
    let names = defines(files).map(|define| define.name.node.as_str());
    let message = format!("the policy defines no `{name}`, so it cannot be set");
    match nearest(name, names) {
        Some(near) => misuse(message, format!("did you mean `{near}`?")),
        None => misuse(message, settable_help(files)),
    }
}

/// Which definitions can be set.
fn settable_help(files: &[Arc<File>]) -> String {
    let settable = defines(files).filter(|define| literal(&define.value).is_some());
    let names: BTreeSet<_> = settable.map(|define| define.name.node.as_str()).collect();
    match names.len() {
        0 => {
            "only a `define` that is a plain value can be set, and this policy has none".to_owned()
        }
        1..=8 => format!("what can be set: {}", listed(names)),
        _ => "only a `define` that is a plain value can be set".to_owned(),
    }
}
