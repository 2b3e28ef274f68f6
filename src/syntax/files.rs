//! Which other files a policy file names.

use super::ast::{
    DecisionItem, File, Holidays, Item, ListEntries, Quoted, ScoreItem, SourceEntry, TableBody,
};
use crate::source::Spanned;

/// The list, holiday, table and spelling files that a policy file names, in the order of the text.
#[must_use]
pub fn referenced_files(file: &File) -> Vec<Quoted> {
    let mut files = Vec::new();
    for item in &file.items {
        match &item.node {
            Item::List(list) => {
                if let ListEntries::From(path) = &list.entries {
                    files.push(path.clone());
                }
            }
            Item::Decision(decision) => {
                for item in &decision.items {
                    if let DecisionItem::Table(table) = &item.node {
                        files.extend(table_file(&table.body));
                    }
                }
            }
            Item::Score(score) => score
                .items
                .iter()
                .for_each(|item| score_files(&item.node, &mut files)),
            Item::Source(source) => {
                for entry in &source.entries {
                    if let SourceEntry::Column(column) = &entry.node {
                        files.extend(column.spelled_in.clone());
                    }
                }
            }
            Item::Policy(policy) => files.extend(holiday_file(policy.holidays.as_ref())),
            Item::Calendar(calendar) => files.extend(holiday_file(calendar.holidays.as_ref())),
            Item::Team(_)
            | Item::Lead(_)
            | Item::Define(_)
            | Item::Journey(_)
            | Item::Forbid(_)
            | Item::Must(_)
            | Item::Vocabulary(_)
            | Item::Accept(_)
            | Item::Example(_)
            | Item::Broken(_) => {}
        }
    }
    files
}

fn score_files(item: &ScoreItem, files: &mut Vec<Quoted>) {
    match item {
        ScoreItem::Table(table) => files.extend(table_file(&table.body)),
        ScoreItem::Group(group) => group
            .items
            .iter()
            .for_each(|item| score_files(&item.node, files)),
        ScoreItem::Line(_) => {}
    }
}

fn holiday_file(holidays: Option<&Spanned<Holidays>>) -> Option<Quoted> {
    match &holidays?.node {
        Holidays::From(path) => Some(path.clone()),
        Holidays::Dates(_) => None,
    }
}

fn table_file(body: &TableBody) -> Option<Quoted> {
    match body {
        TableBody::From(path) => Some(path.clone()),
        TableBody::Rows(_) => None,
    }
}
