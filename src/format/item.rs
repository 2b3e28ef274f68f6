//! The declarations of a file.

use super::block::{Block, Clauses};
use super::doc::{Doc, Gap, columns, padded};
use super::expr::{closed, with_commas};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Accept, Define, ExprKind, Forbid, Item, List, ListEntries, Must, Name, Vocabulary,
};
use crate::syntax::quote;

/// The widths of the first columns of a declaration, which those of one kind share.
pub(super) fn columns_of(item: &Item) -> Vec<usize> {
    let width = |name: &Name| columns(name);
    match item {
        Item::Define(define) => vec![width(&define.name)],
        Item::List(list) => vec![width(&list.name)],
        Item::Vocabulary(vocabulary) => vec![width(&vocabulary.team)],
        Item::Must(must) => vec![width(&must.name) + 1],
        Item::Team(team) => {
            let title = team.title.as_ref();
            let title = title.map_or(0, |title| columns(&quote(title)) + 1);
            vec![width(&team.name), title]
        }
        _ => Vec::new(),
    }
}

impl Origin<'_> {
    /// A declaration whose first columns take up `widths`; none for one that could not be read.
    pub(super) fn item(&self, item: &Spanned<Item>, widths: &[usize]) -> Option<Doc> {
        let span = item.span;
        let first = widths.first().copied().unwrap_or(0);
        Some(match &item.node {
            Item::Policy(policy) => self.policy(policy, span),
            Item::Calendar(calendar) => self.calendar(calendar, span),
            Item::Team(team) => self.team(team, span, widths),
            Item::Lead(lead) => self.lead(lead, span),
            Item::List(list) => self.list(list, span, first),
            Item::Define(define) => self.define(define, span, first),
            Item::Score(score) => self.score(score, span),
            Item::Decision(decision) => self.decision(decision, span),
            Item::Journey(journey) => self.journey(journey, span),
            Item::Forbid(forbid) => self.forbid(forbid, span),
            Item::Must(must) => self.must(must, span, first),
            Item::Vocabulary(vocabulary) => self.vocabulary(vocabulary, span, first),
            Item::Source(source) => self.source(source, span),
            Item::Accept(accept) => self.accept(accept, span),
            Item::Example(example) => self.example(example, span),
            Item::Broken(_) => return None,
        })
    }

    fn list(&self, list: &List, span: Span, width: usize) -> Doc {
        let name = Doc::leaf(padded(&list.name, width), list.name.span);
        let head = head(span, "list ", name);
        let texts = match &list.entries {
            ListEntries::From(file) => {
                return Doc::Concat(vec![head, Doc::text(" from "), literal::quoted(file)]);
            }
            ListEntries::Inline(texts) => texts,
        };
        let entries: Vec<(Span, String)> =
            texts.iter().map(|text| (text.span, quote(text))).collect();
        let one_a_line = entries
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if self.line_ends_between(a.0.end, b.0.start)));
        let blank_above: Vec<bool> = entries
            .iter()
            .map(|entry| self.blank_above(entry.0.start))
            .collect();
        let mut filled = self.fill(with_commas(entries), " ");
        if let Doc::Fill(items, _) = &mut filled {
            for (item, blank_above) in items.iter_mut().zip(blank_above).skip(1) {
                item.gap = Gap::Kept;
                item.starts_line |= one_a_line || blank_above;
            }
        }
        // Filled lines are one entry of the block.
        self.block(Block {
            head,
            head_end: list.name.span.end,
            entries: if texts.is_empty() {
                Vec::new()
            } else {
                vec![filled]
            },
            close: closed(span),
            short: true,
        })
    }

    fn define(&self, define: &Define, span: Span, width: usize) -> Doc {
        let name = Doc::leaf(padded(&define.name, width), define.name.span);
        let head = Doc::Concat(vec![
            head(span, "define ", name),
            Doc::text(" = "),
            self.expr(&define.value),
        ]);
        let mut clauses = Clauses::default();
        clauses.agreed_by(&define.agreed_by);
        if matches!(define.value.node, ExprKind::Count(..)) {
            // A list of conditions ends with a brace, behind which there is room for the teams.
            return clauses.behind(head);
        }
        self.with_clauses(head, up_to(span, define.value.span), clauses)
    }

    fn forbid(&self, forbid: &Forbid, span: Span) -> Doc {
        let mut clauses = Clauses::default();
        clauses.condition("when ", forbid.when.as_ref(), *self);
        clauses.condition("unless ", forbid.unless.as_ref(), *self);
        clauses.because(forbid.because.as_ref());
        let head = head(span, "forbid ", literal::name(&forbid.channel));
        self.with_clauses(head, up_to(span, forbid.channel.span), clauses)
    }

    fn must(&self, must: &Must, span: Span, width: usize) -> Doc {
        let name = padded(&format!("{}:", must.name.node), width);
        let head = Doc::Concat(vec![
            Doc::text("must "),
            Doc::leaf(name, must.name.span),
            Doc::text(" "),
            Doc::nest(vec![self.expr(&must.condition)]),
        ]);
        let mut clauses = Clauses::default();
        clauses.condition("when ", must.when.as_ref(), *self);
        clauses.because(must.because.as_ref());
        self.with_clauses(head, up_to(span, must.condition.span), clauses)
    }

    fn accept(&self, accept: &Accept, span: Span) -> Doc {
        let head = Doc::Concat(vec![
            Doc::text("accept "),
            literal::name(&accept.code),
            Doc::text(" in "),
            literal::name(&accept.subject),
        ]);
        let mut clauses = Clauses::default();
        clauses.condition("when ", accept.when.as_ref(), *self);
        clauses.because(accept.because.as_ref());
        if let Some(until) = &accept.until {
            let day = Doc::leaf(until.to_string(), until.span);
            clauses.add("until ", day, until.span);
        }
        self.with_clauses(head, up_to(span, accept.subject.span), clauses)
    }

    fn vocabulary(&self, vocabulary: &Vocabulary, span: Span, width: usize) -> Doc {
        let team = Doc::leaf(padded(&vocabulary.team, width), vocabulary.team.span);
        let words = &vocabulary.words;
        let word_width = words.iter().map(|(word, _)| columns(word)).max();
        let entry = |(word, text): &(Name, Spanned<String>)| {
            Doc::Concat(vec![
                literal::name(word),
                Doc::pad(word, word_width.unwrap_or(0)),
                Doc::text(" = "),
                literal::quoted(text),
            ])
        };
        self.block(Block {
            head: head(span, "vocabulary ", team),
            head_end: vocabulary.team.span.end,
            entries: words.iter().map(entry).collect(),
            close: closed(span),
            short: true,
        })
    }
}

/// The first word of a declaration that stands at `span`, and what follows it.
pub(super) fn head(span: Span, word: &str, doc: Doc) -> Doc {
    Doc::Concat(vec![Doc::At(span.start, span.start), Doc::text(word), doc])
}

/// `doc`, which prints all up to the end of `span`.
pub(super) fn ended(span: Span, doc: Doc) -> Doc {
    Doc::Concat(vec![doc, Doc::At(span.end, span.end)])
}

/// From the start of a declaration to the end of a part of it.
pub(super) fn up_to(span: Span, part: Span) -> Span {
    Span {
        end: part.end,
        ..span
    }
}
