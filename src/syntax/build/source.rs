//! Sources: how exports are read.

use super::amount::value;
use super::{Builder, count, first_name, first_text, names, texts};
use crate::syntax::ast::{Column, Join, SkipRows, Source, SourceEntry, ValueTexts};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    pub(super) fn source(&mut self, node: &Node<'_>) -> Option<Source> {
        let doc = self.doc(node);
        let mut entries = Vec::new();
        for entry in node
            .children()
            .filter(|child| child.rule() == Rule::source_entry)
        {
            let child = entry.child()?;
            let what = match child.rule() {
                Rule::missing_everywhere => SourceEntry::MissingEverywhere(texts(&child)),
                Rule::yes_words => SourceEntry::Yes(texts(&child)),
                Rule::no_words => SourceEntry::No(texts(&child)),
                Rule::date_forms => SourceEntry::Dates(texts(&child)),
                Rule::datetime_forms => SourceEntry::Datetimes(texts(&child)),
                Rule::encoding => SourceEntry::Encoding(first_text(&child)?),
                Rule::delimiter => SourceEntry::Delimiter(first_text(&child)?),
                Rule::absent => SourceEntry::Absent(names(&child)),
                Rule::skip_rows => SourceEntry::SkipRows(SkipRows {
                    header: first_text(&child)?,
                    texts: texts(&child),
                }),
                Rule::join => SourceEntry::Join(join(&child)?),
                _ => SourceEntry::Column(Box::new(self.column(&child)?)),
            };
            entries.push(entry.spanned(what));
        }
        Some(Source {
            doc,
            name: first_name(node)?,
            entries,
        })
    }

    fn column(&mut self, node: &Node<'_>) -> Option<Column> {
        let (mut of_file, mut occurrence) = (None, None);
        let (mut values, mut spelled_in, mut missing) = (None, None, None);
        let (mut split, mut percent, mut dated) = (None, None, None);
        for part in node
            .children()
            .filter(|child| child.rule() == Rule::column_part)
        {
            let part = part.child()?;
            match part.rule() {
                Rule::value_texts_block => {
                    let block = part
                        .children()
                        .filter(|child| child.rule() == Rule::value_texts);
                    let block: Vec<_> = block.filter_map(|child| value_texts(&child)).collect();
                    self.once(&mut values, block, "the block of values", &part);
                }
                Rule::of_file => self.once(&mut of_file, first_text(&part)?, "`of`", &part),
                Rule::occurrence => {
                    let count = count(&part.find(Rule::count)?);
                    self.once(&mut occurrence, count, "`occurrence`", &part);
                }
                Rule::spelled_in => {
                    self.once(&mut spelled_in, first_text(&part)?, "`spelled in`", &part)
                }
                Rule::column_missing => self.once(&mut missing, texts(&part), "`missing`", &part),
                Rule::split => self.once(&mut split, first_text(&part)?, "`split`", &part),
                Rule::percent => self.once(&mut percent, (), "`percent`", &part),
                _ => self.once(&mut dated, texts(&part), "`dated`", &part),
            }
        }
        Some(Column {
            field: first_name(node)?,
            header: first_text(node)?,
            of_file,
            occurrence,
            values: values.unwrap_or_default(),
            spelled_in,
            missing: missing.unwrap_or_default(),
            split,
            percent: percent.is_some(),
            dated: dated.unwrap_or_default(),
        })
    }
}

fn value_texts(node: &Node<'_>) -> Option<ValueTexts> {
    let rest = node.find(Rule::kw_any).is_some();
    let texts = (!rest).then(|| texts(node));
    Some(ValueTexts {
        value: value(&node.find(Rule::value)?)?,
        texts,
    })
}

fn join(node: &Node<'_>) -> Option<Join> {
    let mut texts = texts(node).into_iter();
    Some(Join {
        file: texts.next()?,
        on: texts.next()?,
        key: texts.next(),
    })
}
