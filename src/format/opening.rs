//! What a policy starts with: its own block, teams, and what is known of a lead.

use super::block::Block;
use super::calendar::{Clause, in_columns, works};
use super::doc::{Doc, Gap, columns, padded};
use super::expr::closed;
use super::item::{ended, head};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Bound, Field, FieldType, LeadBlock, LeadEntry, Policy, Quoted, Role, Team, Values,
};
use crate::syntax::quote;

impl Origin<'_> {
    pub(super) fn policy(&self, policy: &Policy, span: Span) -> Doc {
        let text = |text: &Quoted| (text.span, quote(text));
        let language = policy.language.as_ref();
        let clauses = [
            (
                "language",
                language.map(|number| (number.span, number.to_string())),
            ),
            ("version", policy.version.as_ref().map(text)),
            ("time zone", policy.time_zone.as_ref().map(text)),
        ];
        let sample = [("sample", policy.sample.as_ref().map(text))];
        let hours = policy.working_hours.as_ref();
        let holidays = policy.holidays.as_ref();
        let values = clauses.iter().chain(&sample);
        let values = values.filter_map(|(_, value)| Some(value.as_ref()?.0));
        let places: Vec<Span> = values
            .chain(hours.map(|it| it.span))
            .chain(holidays.map(|it| it.span))
            .collect();
        let clause = |(word, value): (&'static str, Option<(Span, String)>)| {
            let (place, text) = value?;
            let words = self.keyword(word, place, policy.title.span, &places);
            Some(Clause {
                word,
                docs: (words, Doc::leaf(text, place)),
            })
        };
        let mut entries: Vec<Clause> = clauses.into_iter().filter_map(clause).collect();
        entries.extend(hours.map(|hours| self.working_hours(hours)));
        entries.extend(holidays.map(|holidays| self.holidays(holidays)));
        entries.extend(sample.into_iter().filter_map(clause));
        self.block(Block {
            head: head(span, "policy ", literal::quoted(&policy.title)),
            head_end: policy.title.span.end,
            entries: in_columns(entries),
            close: closed(span),
            short: true,
        })
    }

    /// The words of a clause whose value stands at `value`, where the tree keeps no place of them:
    /// they start behind what stands before, the first thing of the block or another value.
    pub(super) fn keyword(&self, words: &str, value: Span, first: Span, values: &[Span]) -> Doc {
        let before = values
            .iter()
            .map(|other| other.end)
            .filter(|end| *end <= value.start);
        let before = before.fold(first.end, u32::max);
        let word = words.split(' ').next().unwrap_or(words);
        let start = self.find(word, before, value.start).unwrap_or(value.start);
        Doc::Concat(vec![Doc::At(start, start), Doc::text(words)])
    }

    pub(super) fn team(&self, team: &Team, span: Span, widths: &[usize]) -> Doc {
        let name_width = widths.first().copied().unwrap_or(0);
        let name = Doc::leaf(padded(&team.name, name_width), team.name.span);
        let title = literal::title(team.title.as_ref());
        let title_width = title.width().unwrap_or(0);
        let title_pad = widths
            .get(1)
            .map_or(0, |width| width.saturating_sub(title_width));
        let pad = Doc::text(" ".repeat(title_pad));
        let title_span = team.title.as_ref().unwrap_or(&team.name).span;
        let first = team.works.as_ref().map_or(title_span, |works| works.span);
        let place = |roles: &Vec<Role>| literal::around(roles.iter().map(role_span));
        let places: Vec<Span> = team.roles.iter().filter_map(place).collect();
        self.block(Block {
            head: Doc::Concat(vec![
                head(span, "team ", name),
                title,
                pad,
                works(team.works.as_ref()),
            ]),
            head_end: first.end,
            entries: team
                .roles
                .iter()
                .zip(&places)
                .map(|(roles, place)| {
                    let keyword = self.keyword("role", *place, first, &places);
                    Doc::Concat(vec![keyword, Doc::text(" "), self.roles(roles, *place)])
                })
                .collect(),
            close: closed(span),
            short: true,
        })
    }

    /// `role sdr "SDR", ae`, on one line where they were written so and fit, else one a line.
    fn roles(&self, roles: &[Role], place: Span) -> Doc {
        let broken = self.line_ends_between(place.start, place.end);
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
            lines.push(works(role.works.as_ref()));
        }
        Doc::group(vec![self.expand(broken), Doc::align(Doc::Concat(lines))])
    }

    pub(super) fn lead(&self, lead: &LeadBlock, span: Span) -> Doc {
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
}

fn role_span(role: &Role) -> Span {
    let title = role.title.as_ref().map(|title| title.span);
    let field = role.named_in.as_ref().map(|field| field.span);
    let works = role.works.as_ref().map(|works| works.span);
    [title, field, works]
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
