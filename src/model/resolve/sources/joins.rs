//! Files whose rows belong to the leads.

use std::collections::BTreeSet;

use super::Seen;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::resolve::context::Resolver;
use crate::model::{Join, SourceMapping};
use crate::source::Span;
use crate::syntax::ast::{self, Quoted, SourceEntry};
use crate::value::first_listed;

impl Resolver<'_> {
    /// Takes note of a joined file.
    pub(super) fn join(
        &mut self,
        join: &ast::Join,
        span: Span,
        mapping: &mut SourceMapping,
        seen: &mut Seen,
    ) {
        let file = &join.file;
        if let Some((first, _)) = seen.joins.get(&file.node) {
            let message = format!("the file `{}` is joined twice", file.node);
            let finding = Diagnostic::new(Code::RepeatedClause, file.span, message)
                .label(*first, "here it stands before")
                .help("leave one of the two out; any number of columns may be read from one join");
            self.report(finding);
            return;
        }
        let headers = join.key.iter().chain([&join.on]);
        let named = headers.map(|header| self.has_header(header));
        let named = named.collect::<Vec<_>>().into_iter().all(|it| it.is_some());
        let beside = self.lies_beside(file).is_some();
        let place = (named && beside).then_some(mapping.joins.len());
        seen.joins.insert(file.node.clone(), (file.span, place));
        if place.is_some() {
            mapping.joins.push(Join {
                file: file.node.clone(),
                on: join.on.node.clone(),
                key: join.key.as_ref().unwrap_or(&join.on).node.clone(),
                span,
            });
        }
    }

    /// Refuses a path that does not lie beside the data or below, on whatever system it was written.
    fn lies_beside(&mut self, file: &Quoted) -> Option<()> {
        let path = file.node.as_str();
        let mut parts = path.split(['/', '\\']);
        let problem = if path.is_empty() || path.ends_with(['/', '\\']) {
            "names no file"
        } else if path.starts_with(['/', '\\'])
            || path.get(1..2) == Some(":")
            || parts.any(|part| part == "..")
        {
            "lies outside the folder of the data"
        } else {
            return Some(());
        };
        let message = match path {
            "" => format!("this {problem}"),
            path => format!("the file `{path}` {problem}"),
        };
        let finding = Diagnostic::new(Code::MissingFile, file.span, message).help(
            "name a file that lies beside the file of leads; `--join NAME=PATH` takes it from \
             elsewhere",
        );
        self.fail(finding)
    }

    /// The place of the join of this file.
    pub(super) fn join_named(&mut self, file: &Quoted, seen: &Seen) -> Option<usize> {
        if let Some((_, place)) = seen.joins.get(&file.node) {
            return *place;
        }
        let key = format!("join {} {}", self.subject_name(), file.node);
        if self.said_before(&key, file.span) {
            return None;
        }
        let files: Vec<String> = seen.joins.keys().cloned().collect();
        let nearest = self.nearest(&file.node, files.iter().map(String::as_str));
        let nearest = nearest.map(|file| format!("\"{file}\""));
        let message = format!("no `join` of this source names the file `{}`", file.node);
        let finding = Diagnostic::new(Code::UnknownName, file.span, message)
            .help(match (files.is_empty(), &nearest) {
                (false, None) => format!("it joins {}", first_listed(&files, 8)),
                (false, Some(_)) => "a column names the file as its `join` does".to_owned(),
                (true, _) => format!(
                    "say how its rows belong to the leads: `join \"{}\" on \"…\"`, with the \
                     column that both files have",
                    file.node
                ),
            })
            .did_you_mean(file.span, nearest.as_deref());
        self.fail(finding)
    }

    /// Says which joined files no column is read from, unless a column names one that is not joined
    /// and may mean it.
    pub(super) fn idle_joins(&mut self, source: &ast::Source, seen: &Seen) {
        let columns = source.entries.iter().filter_map(|entry| match &entry.node {
            SourceEntry::Column(column) => column.of_file.as_ref(),
            _ => None,
        });
        let read: BTreeSet<&String> = columns.map(|file| &file.node).collect();
        if read.iter().any(|file| !seen.joins.contains_key(*file)) {
            return;
        }
        for (file, (span, place)) in &seen.joins {
            if place.is_none() || read.contains(file) {
                continue;
            }
            let message = format!("no column is read from `{file}`");
            let finding = Diagnostic::new(Code::Unused, *span, message).help(format!(
                "read one, as in `field from \"Column\" of \"{file}\"`, or leave the join out"
            ));
            self.report(finding);
        }
    }
}
