//! Sources: how an export is read.

use super::block::Block;
use super::doc::{Doc, columns, padded};
use super::expr::{closed, with_commas};
use super::item::{ended, head};
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Column, Join, Quoted, Source, SourceEntry, ValueTexts};
use crate::syntax::quote;

impl Origin<'_> {
    pub(super) fn source(&self, source: &Source, span: Span) -> Doc {
        let width = |entry: &Spanned<SourceEntry>| match &entry.node {
            SourceEntry::Column(column) => columns(&column.field),
            _ => 0,
        };
        let width = source.entries.iter().map(width).max().unwrap_or(0);
        let is_yes = |entry: &Spanned<SourceEntry>| matches!(entry.node, SourceEntry::Yes(_));
        let no = if source.entries.iter().any(is_yes) {
            "no  "
        } else {
            "no "
        };
        let entry = |entry: &Spanned<SourceEntry>| self.source_entry(entry, width, no);
        self.block(Block {
            head: head(span, "source ", literal::name(&source.name)),
            head_end: source.name.span.end,
            entries: source.entries.iter().map(entry).collect(),
            close: closed(span),
            short: false,
        })
    }

    fn source_entry(&self, entry: &Spanned<SourceEntry>, width: usize, no: &str) -> Doc {
        let texts = |word, texts: &[Quoted]| head(entry.span, word, self.filled(texts));
        let doc = match &entry.node {
            SourceEntry::Column(column) => self.column(column, entry.span, width),
            SourceEntry::MissingEverywhere(words) => texts("missing everywhere ", words),
            SourceEntry::Yes(words) => texts("yes ", words),
            SourceEntry::No(words) => texts(no, words),
            SourceEntry::Dates(forms) => texts("dates ", forms),
            SourceEntry::Datetimes(forms) => texts("datetimes ", forms),
            SourceEntry::Encoding(text) => head(entry.span, "encoding ", literal::quoted(text)),
            SourceEntry::Delimiter(text) => head(entry.span, "delimiter ", literal::quoted(text)),
            SourceEntry::Absent(fields) => {
                let fields = fields.iter().map(|field| (field.span, field.node.clone()));
                let fields = self.fill(with_commas(fields.collect()), " ");
                head(entry.span, "absent ", Doc::align(fields))
            }
            SourceEntry::SkipRows(skip) => {
                let rows = Doc::Concat(vec![
                    literal::quoted(&skip.header),
                    Doc::text(" is "),
                    self.filled(&skip.texts),
                ]);
                head(entry.span, "skip rows where ", rows)
            }
            SourceEntry::Join(join) => head(entry.span, "join ", joined(join)),
        };
        ended(entry.span, doc)
    }

    fn column(&self, column: &Column, span: Span, width: usize) -> Doc {
        let mut start = vec![
            Doc::leaf(padded(&column.field, width), column.field.span),
            Doc::text(" from "),
            literal::quoted(&column.header),
        ];
        if let Some(file) = &column.of_file {
            start.extend([Doc::text(" of "), literal::quoted(file)]);
        }
        if let Some(nth) = &column.occurrence {
            let text = nth.to_string();
            start.extend([Doc::text(" occurrence "), Doc::leaf(text, nth.span)]);
        }
        let mut docs = vec![self.value_texts(Doc::Concat(start), column, span)];
        if let Some(file) = &column.spelled_in {
            docs.extend([Doc::text(" spelled in "), literal::quoted(file)]);
        }
        if !column.missing.is_empty() {
            docs.extend([Doc::text(" missing "), self.filled(&column.missing)]);
        }
        if let Some(separator) = &column.split {
            docs.extend([Doc::text(" split "), literal::quoted(separator)]);
        }
        if column.percent {
            docs.push(Doc::text(" percent"));
        }
        if !column.dated.is_empty() {
            docs.extend([Doc::text(" dated "), self.filled(&column.dated)]);
        }
        Doc::Concat(docs)
    }

    /// `start { software = "INTERNET"  other = any }`, or `start` alone.
    fn value_texts(&self, start: Doc, column: &Column, span: Span) -> Doc {
        let (Some(first), Some(last)) = (column.values.first(), column.values.last()) else {
            return start;
        };
        let name = |values: &ValueTexts| literal::value_name(&values.value);
        let width = column
            .values
            .iter()
            .map(|values| columns(&name(values)))
            .max();
        let entry = |values: &ValueTexts| {
            let texts = match &values.texts {
                None => Doc::text("any"),
                Some(texts) => self.filled(texts),
            };
            Doc::Concat(vec![
                Doc::leaf(name(values), values.value.name.span),
                Doc::pad(&name(values), width.unwrap_or(0)),
                Doc::text(" = "),
                texts,
            ])
        };
        let texts = last.texts.iter().flatten().map(|text| text.span);
        let last = texts.fold(last.value.name.span, Span::to);
        let close = self.find("}", last.end, span.end).unwrap_or(span.end);
        self.block(Block {
            head: start,
            head_end: before_values(column, first.value.name.span.start),
            entries: column.values.iter().map(entry).collect(),
            close: Span {
                start: close,
                end: close.saturating_add(1),
                ..span
            },
            short: true,
        })
    }

    /// Texts with commas, as many on a line as fit.
    fn filled(&self, texts: &[Quoted]) -> Doc {
        let entries = texts.iter().map(|text| (text.span, quote(text)));
        Doc::align(self.fill(with_commas(entries.collect()), " "))
    }
}

/// Where the last text of the column's own ends that stands before its values: behind it stands their
/// `{`, which may stand in a text as well.
fn before_values(column: &Column, values: u32) -> u32 {
    let of_file = column.of_file.iter().map(|text| text.span);
    let spelled_in = column.spelled_in.iter().map(|text| text.span);
    let split = column.split.iter().map(|text| text.span);
    let missing = column.missing.iter().map(|text| text.span);
    let dated = column.dated.iter().map(|text| text.span);
    let texts = of_file.chain(spelled_in).chain(split).chain(missing);
    let ends = texts.chain(dated).map(|span| span.end);
    let before = ends.filter(|end| *end <= values).max();
    before.unwrap_or_default().max(column.header.span.end)
}

/// `"closed_deals.csv" on "mql_id" = "lead_id"`
fn joined(join: &Join) -> Doc {
    let mut docs = vec![
        literal::quoted(&join.file),
        Doc::text(" on "),
        literal::quoted(&join.on),
    ];
    if let Some(key) = &join.key {
        docs.extend([Doc::text(" = "), literal::quoted(key)]);
    }
    Doc::Concat(docs)
}
