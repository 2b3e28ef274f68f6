//! The declarations of a file.

use super::block::{Block, Clauses};
use super::doc::{Doc, Gap, columns, padded};
use super::expr::{closed, with_commas};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Accept, Bound, Define, ExprKind, Field, FieldType, Forbid, Item, LeadBlock, LeadEntry, List,
    ListEntries, Must, Name, Policy, Role, Team, Values, Vocabulary,
};

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
            let title = title.map_or(0, |title| columns(&literal::quote(title)) + 1);
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
            Item::Team(team) => self.team(team, span, widths),
            Item::Lead(lead) => self.lead(lead, span),
            Item::List(list) => self.list(list, span, first),
            Item::Define(define) => self.define(define, span, first),
            Item::Score(score) => self.score(score, span),
            Item::Decision(decision) => self.decision(decision, span),
            Item::Forbid(forbid) => self.forbid(forbid, span),
            Item::Must(must) => self.must(must, span, first),
            Item::Vocabulary(vocabulary) => self.vocabulary(vocabulary, span, first),
            Item::Source(source) => self.source(source, span),
            Item::Accept(accept) => self.accept(accept, span),
            Item::Example(example) => self.example(example, span),
            Item::Broken(_) => return None,
        })
    }

    fn policy(&self, policy: &Policy, span: Span) -> Doc {
        let text = |text: &Spanned<String>| Doc::leaf(literal::quote(text), text.span);
        let language = policy.language.as_ref();
        let clauses = [
            (
                "language",
                language.map(|number| Doc::leaf(number.to_string(), number.span)),
            ),
            ("version", policy.version.as_ref().map(text)),
            ("time zone", policy.time_zone.as_ref().map(text)),
            ("sample", policy.sample.as_ref().map(text)),
        ];
        let present = clauses.iter().filter(|(_, value)| value.is_some());
        let width = present.map(|(word, _)| word.len()).max().unwrap_or(0);
        let entry = |(word, value): (&str, Option<Doc>)| {
            let value = value?;
            let pad = Doc::pad(word, width);
            Some(Doc::Concat(vec![
                Doc::text(word),
                pad,
                Doc::text(" "),
                value,
            ]))
        };
        self.block(Block {
            head: head(span, "policy ", literal::quoted(&policy.title)),
            head_end: policy.title.span.end,
            entries: clauses.into_iter().filter_map(entry).collect(),
            close: closed(span),
            short: true,
        })
    }

    fn team(&self, team: &Team, span: Span, widths: &[usize]) -> Doc {
        let name_width = widths.first().copied().unwrap_or(0);
        let name = Doc::leaf(padded(&team.name, name_width), team.name.span);
        let title = literal::title(team.title.as_ref());
        let title_width = title.width().unwrap_or(0);
        let title_pad = widths
            .get(1)
            .map_or(0, |width| width.saturating_sub(title_width));
        let pad = Doc::text(" ".repeat(title_pad));
        self.block(Block {
            head: Doc::Concat(vec![head(span, "team ", name), title, pad]),
            head_end: team.title.as_ref().unwrap_or(&team.name).span.end,
            entries: team.roles.iter().map(|roles| self.roles(roles)).collect(),
            close: closed(span),
            short: true,
        })
    }

    /// `role sdr "SDR", ae`, on one line where they were written so and fit, else one a line.
    fn roles(&self, roles: &[Role]) -> Doc {
        let place = literal::around(roles.iter().map(role_span));
        let broken = place.is_some_and(|place| self.line_ends_between(place.start, place.end));
        let width = roles.iter().map(|role| columns(&role.name)).max();
        let mut lines = Vec::new();
        for (nth, role) in roles.iter().enumerate() {
            if nth > 0 {
                lines.extend([Doc::text(","), Doc::Line(" ", Gap::Never)]);
            }
            lines.push(literal::name(&role.name));
            if let Some(title) = &role.title {
                lines.push(Doc::pad(&role.name, width.unwrap_or(0)));
                lines.extend([Doc::text(" "), literal::quoted(title)]);
            }
            if let Some(field) = &role.named_in {
                lines.extend([Doc::text(" named in "), literal::name(field)]);
            }
        }
        Doc::group(vec![
            self.expand(broken),
            Doc::text("role "),
            Doc::align(Doc::Concat(lines)),
        ])
    }

    fn lead(&self, lead: &LeadBlock, span: Span) -> Doc {
        let name_width = |entry: &Spanned<LeadEntry>| match &entry.node {
            LeadEntry::Field(field) => columns(&field.name) + 1,
            LeadEntry::Fact(_) => 0,
        };
        let width = lead.entries.iter().map(name_width).max().unwrap_or(0);
        let entry = |entry: &Spanned<LeadEntry>| match &entry.node {
            LeadEntry::Field(field) => ended(entry.span, self.field(field, width)),
            LeadEntry::Fact(fact) => head(entry.span, "fact ", self.expr(fact)),
        };
        self.block(Block {
            head: head(span, "lead", Doc::text("")),
            head_end: span.start,
            entries: lead.entries.iter().map(entry).collect(),
            close: closed(span),
            short: false,
        })
    }

    fn field(&self, field: &Field, width: usize) -> Doc {
        let name = padded(&format!("{}:", field.name.node), width);
        let mut docs = vec![
            Doc::leaf(name, field.name.span),
            Doc::text(" "),
            Doc::At(field.ty.span.start, field.ty.span.start),
            self.field_type(&field.ty),
        ];
        let flags = [
            (field.key, " key"),
            (field.required, " required"),
            (field.fixed, " fixed"),
        ];
        let flags = flags.into_iter().filter(|(given, _)| *given);
        docs.extend(flags.map(|(_, word)| Doc::text(word)));
        Doc::Concat(docs)
    }

    fn field_type(&self, ty: &FieldType) -> Doc {
        match ty {
            FieldType::Text => Doc::text("text"),
            FieldType::Boolean => Doc::text("boolean"),
            FieldType::Date => Doc::text("date"),
            FieldType::Datetime => Doc::text("datetime"),
            FieldType::Integer(limits) => bound("integer", limits.as_ref()),
            FieldType::Number(limits) => bound("number", limits.as_ref()),
            FieldType::Money(currency, limits) => {
                bound(&format!("money {}", currency.node), limits.as_ref())
            }
            FieldType::OneOf(values) => self.values("one of ", values),
            FieldType::SeveralOf(values) => self.values("several of ", values),
        }
    }

    /// `one of a | b`; where it does not fit, the values on the lines below stand under the first.
    pub(super) fn values(&self, word: &str, values: &Values) -> Doc {
        // The signs hang before the values, so the lines start under the last letter of `of`.
        let (word, letter) = (word.trim_end_matches("f "), "f ");
        let sign = if values.ordered { "< " } else { "| " };
        let mut entries = Vec::new();
        for value in &values.values {
            let sign = if entries.is_empty() { letter } else { sign };
            let text = format!("{sign}{}", literal::value_name(value));
            entries.push((value.name.span, Doc::leaf(text, value.name.span)));
        }
        Doc::Concat(vec![Doc::text(word), Doc::align(self.fill(entries, " "))])
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
        let entries: Vec<(Span, String)> = texts
            .iter()
            .map(|text| (text.span, literal::quote(text)))
            .collect();
        let one_a_line = entries
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if self.line_ends_between(a.0.end, b.0.start)));
        let blank_above: Vec<bool> = entries
            .iter()
            .map(|entry| self.blank_above(entry.0.start))
            .collect();
        let mut filled = self.fill(with_commas(entries), " ");
        if let Doc::Fill(items, _) = &mut filled {
            for (item, blank_above) in items.iter_mut().zip(blank_above) {
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

fn role_span(role: &Role) -> Span {
    let title = role.title.as_ref().map(|title| title.span);
    let field = role.named_in.as_ref().map(|field| field.span);
    [title, field]
        .into_iter()
        .flatten()
        .fold(role.name.span, Span::to)
}

fn bound(word: &str, bound: Option<&Bound>) -> Doc {
    let limit = match bound {
        None => return Doc::text(word),
        Some(Bound::Range(range)) => Doc::leaf(literal::range(range), range.span),
        Some(Bound::Compare(op, amount)) => Doc::leaf(
            format!("{} {}", op.as_str(), literal::amount(amount)),
            amount.span,
        ),
    };
    Doc::Concat(vec![Doc::text(word), Doc::text(" "), limit])
}
