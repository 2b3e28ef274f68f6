//! Pest's pairs to the syntax tree.
//!
//! Each function takes the pair of one rule. `None` means that what it matched was refused by name
//! and has been reported, so that the declaration is left out as broken.

mod amount;
mod calendar;
mod condition;
mod decision;
mod example;
mod journey;
mod score;
mod source;
mod top;

pub(super) use amount::literal_of;
pub(super) use decision::cell;
pub(super) use top::item;

use super::ast::{Name, Quoted};
use super::grammar::{Node, Rule};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};

/// What building needs beside the pairs.
pub(crate) struct Builder<'a> {
    /// Where refusals go.
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The `##` lines, by the byte at which the next token behind them starts.
    pub(crate) docs: &'a mut Docs,
}

/// `##` comments by the place of what follows them.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    /// The text and the place of each block of lines, by where the next token starts.
    pub(crate) blocks: std::collections::BTreeMap<u32, (String, Span)>,
}

impl Builder<'_> {
    /// The documentation of what starts at this node.
    pub(crate) fn doc(&mut self, node: &Node<'_>) -> String {
        let block = self.docs.blocks.remove(&node.span().start);
        block.map(|(text, _)| text).unwrap_or_default()
    }

    /// Reports a named refusal.
    pub(crate) fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    /// Puts a clause in its place, or reports that it stands twice.
    pub(crate) fn once<T>(&mut self, place: &mut Option<T>, value: T, what: &str, node: &Node<'_>) {
        if place.is_some() {
            self.diagnostics.push(repeated(node.span(), what));
        } else {
            *place = Some(value);
        }
    }
}

/// A clause that stands twice.
pub(crate) fn repeated(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RepeatedClause,
        span,
        format!("{what} stands here a second time"),
    )
    .help("keep one of the two")
}

/// A name.
pub(crate) fn name(node: &Node<'_>) -> Name {
    node.spanned(node.text().to_owned())
}

/// A whole number; one too large to be one stands for the largest.
pub(crate) fn count(node: &Node<'_>) -> Spanned<u32> {
    let digits = node.text().replace('_', "");
    node.spanned(digits.parse().unwrap_or(u32::MAX))
}

/// The first name among the children.
pub(crate) fn first_name(node: &Node<'_>) -> Option<Name> {
    node.find(Rule::ident).map(|ident| name(&ident))
}

/// All names among the children.
pub(crate) fn names(node: &Node<'_>) -> Vec<Name> {
    node.children()
        .filter(|child| child.rule() == Rule::ident)
        .map(|child| name(&child))
        .collect()
}

/// A text without its quotes, `\"` and `\\` undone.
pub(crate) fn quoted(node: &Node<'_>) -> Quoted {
    let inner = node.find(Rule::text_inner);
    let inner = inner.as_ref().map_or("", Node::text);
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some(c @ ('"' | '\\')) => text.push(c),
                // A backslash before anything else stands for itself, as patterns need it.
                Some(c) => text.extend(['\\', c]),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    Spanned::new(text, node.span())
}

/// The first text among the children.
pub(crate) fn first_text(node: &Node<'_>) -> Option<Quoted> {
    node.find(Rule::text).map(|text| quoted(&text))
}

/// All texts of a node of the rule `texts`, or of any other that holds them.
pub(crate) fn texts(node: &Node<'_>) -> Vec<Quoted> {
    let node = node.find(Rule::texts).unwrap_or_else(|| node.clone());
    node.children()
        .filter(|child| child.rule() == Rule::text)
        .map(|child| quoted(&child))
        .collect()
}
