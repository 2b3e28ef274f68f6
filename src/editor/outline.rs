//! What a text is made of, one thing within another: to list it, to fold it, and to say in what
//! something stands.

use super::Snapshot;
use crate::source::{SourceId, Span, Spanned};
use crate::syntax::ast::{
    Decision, DecisionItem, Item, Journey, LeadEntry, Name, Row, Score, ScoreItem, Source,
    SourceEntry, StageItem, Table, TableBody,
};

/// A part of a text that has a name, or stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What kind of thing it is.
    pub kind: PartKind,
    /// What it is called, or its first words.
    pub name: String,
    /// All of it.
    pub span: Span,
    /// Its name, where it stands.
    pub at: Span,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// The kinds of things in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// `policy`
    Policy,
    /// `calendar`
    Calendar,
    /// `team`
    Team,
    /// A role of a team.
    Role,
    /// `lead`
    Lead,
    /// A field.
    Field,
    /// `list`
    List,
    /// `define`
    Define,
    /// `score`
    Score,
    /// A line of a score.
    Line,
    /// A group of a score.
    Group,
    /// `table`
    Table,
    /// A row of a table.
    Row,
    /// `decision`
    Decision,
    /// `rule`
    Rule,
    /// `journey`
    Journey,
    /// `stage`
    Stage,
    /// `task`
    Task,
    /// `to …`
    Move,
    /// `forbid`
    Forbid,
    /// `must`
    Must,
    /// `vocabulary`
    Vocabulary,
    /// `source`
    Source,
    /// A column of a source.
    Column,
    /// `accept`
    Accept,
    /// `example`
    Example,
    /// `fact`
    Fact,
    /// Something that could not be read.
    Broken,
}

impl PartKind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PartKind::Policy => "policy",
            PartKind::Calendar => "calendar",
            PartKind::Team => "team",
            PartKind::Role => "role",
            PartKind::Lead => "lead",
            PartKind::Field => "field",
            PartKind::List => "list",
            PartKind::Define => "definition",
            PartKind::Score => "score",
            PartKind::Line => "line",
            PartKind::Group => "group",
            PartKind::Table => "table",
            PartKind::Row => "row",
            PartKind::Decision => "decision",
            PartKind::Rule => "rule",
            PartKind::Journey => "journey",
            PartKind::Stage => "stage",
            PartKind::Task => "task",
            PartKind::Move => "move",
            PartKind::Forbid => "forbid",
            PartKind::Must => "must",
            PartKind::Vocabulary => "vocabulary",
            PartKind::Source => "source",
            PartKind::Column => "column",
            PartKind::Accept => "accept",
            PartKind::Example => "example",
            PartKind::Fact => "fact",
            PartKind::Broken => "text with faults",
        }
    }

    /// Whether it has a name that people look for.
    #[must_use]
    pub fn is_named(self) -> bool {
        !matches!(
            self,
            PartKind::Line | PartKind::Move | PartKind::Fact | PartKind::Column | PartKind::Broken
        )
    }
}

/// What a text is made of: see [`Snapshot::outline`].
pub(super) fn read(snapshot: &Snapshot, source: SourceId) -> Vec<Part> {
    let items = snapshot.items(source).iter();
    let reader = Reader { snapshot };
    items.map(|item| reader.item(item)).collect()
}

/// The parts that a place stands in, the outermost first.
pub(super) fn path(parts: &[Part], offset: usize) -> Vec<&Part> {
    let mut path = Vec::new();
    let mut parts = parts;
    let holds = |part: &&Part| part.span.range().start <= offset && offset <= part.span.range().end;
    // Of two that touch the place stands in the later one.
    while let Some(part) = parts.iter().rfind(holds) {
        path.push(part);
        parts = &part.parts;
    }
    path
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
}

impl Reader<'_> {
    fn item(&self, item: &Spanned<Item>) -> Part {
        let named = |kind, name: &Name, parts| part(kind, &name.node, item.span, name.span, parts);
        match &item.node {
            Item::Policy(it) => named(PartKind::Policy, &it.title, Vec::new()),
            Item::Calendar(it) => named(PartKind::Calendar, &it.name, Vec::new()),
            Item::Team(it) => {
                let roles = it.roles.iter().flatten();
                let roles = roles.map(|role| {
                    let name = &role.name;
                    part(PartKind::Role, &name.node, name.span, name.span, Vec::new())
                });
                named(PartKind::Team, &it.name, roles.collect())
            }
            Item::Lead(it) => {
                let entries = it.entries.iter().map(|entry| match &entry.node {
                    LeadEntry::Field(field) => {
                        let name = &field.name;
                        part(
                            PartKind::Field,
                            &name.node,
                            entry.span,
                            name.span,
                            Vec::new(),
                        )
                    }
                    LeadEntry::Fact(_) => self.unnamed(PartKind::Fact, entry.span),
                });
                let at = self.keyword(item.span, "lead");
                part(PartKind::Lead, "lead", item.span, at, entries.collect())
            }
            Item::List(it) => named(PartKind::List, &it.name, Vec::new()),
            Item::Define(it) => named(PartKind::Define, &it.name, Vec::new()),
            Item::Score(it) => named(PartKind::Score, &it.name, self.score(it)),
            Item::Decision(it) => named(PartKind::Decision, &it.name, self.decision(it)),
            Item::Journey(it) => named(PartKind::Journey, &it.name, self.journey(it)),
            Item::Forbid(it) => named(PartKind::Forbid, &it.channel, Vec::new()),
            Item::Must(it) => named(PartKind::Must, &it.name, Vec::new()),
            Item::Vocabulary(it) => named(PartKind::Vocabulary, &it.team, Vec::new()),
            Item::Source(it) => named(PartKind::Source, &it.name, columns(it)),
            Item::Accept(it) => {
                let name = format!("{} in {}", it.code.node, it.subject.node);
                part(PartKind::Accept, &name, item.span, it.code.span, Vec::new())
            }
            Item::Example(it) => named(PartKind::Example, &it.title, Vec::new()),
            Item::Broken(it) => match &it.name {
                Some(name) => named(PartKind::Broken, name, Vec::new()),
                None => self.unnamed(PartKind::Broken, item.span),
            },
        }
    }

    fn score(&self, score: &Score) -> Vec<Part> {
        self.score_items(&score.items)
    }

    fn score_items(&self, items: &[Spanned<ScoreItem>]) -> Vec<Part> {
        let parts = items.iter().map(|item| match &item.node {
            ScoreItem::Line(_) => self.unnamed(PartKind::Line, item.span),
            ScoreItem::Group(group) => {
                let (title, parts) = (&group.title, self.score_items(&group.items));
                part(PartKind::Group, &title.node, item.span, title.span, parts)
            }
            ScoreItem::Table(table) => self.table(table, item.span),
        });
        parts.collect()
    }

    fn decision(&self, decision: &Decision) -> Vec<Part> {
        let parts = decision.items.iter().map(|item| match &item.node {
            DecisionItem::Rule(rule) => {
                let name = &rule.name;
                part(PartKind::Rule, &name.node, item.span, name.span, Vec::new())
            }
            DecisionItem::Table(table) => self.table(table, item.span),
            DecisionItem::Otherwise(_) => self.unnamed(PartKind::Row, item.span),
        });
        parts.collect()
    }

    fn table(&self, table: &Table, span: Span) -> Part {
        let rows = match &table.body {
            TableBody::Rows(rows) => rows.iter().map(|row| self.row(row)).collect(),
            TableBody::From(_) => Vec::new(),
        };
        match &table.name {
            Some(name) => part(PartKind::Table, &name.node, span, name.span, rows),
            None => {
                let at = self.keyword(span, "table");
                part(PartKind::Table, "table", span, at, rows)
            }
        }
    }

    fn row(&self, row: &Spanned<Row>) -> Part {
        match &row.node.name {
            Some(name) => part(PartKind::Row, &name.node, row.span, name.span, Vec::new()),
            None => self.unnamed(PartKind::Row, row.span),
        }
    }

    fn journey(&self, journey: &Journey) -> Vec<Part> {
        let stages = journey.stages.iter().map(|stage| {
            let items = stage.node.items.iter();
            let parts = items.filter_map(|item| match &item.node {
                StageItem::Task(task) => {
                    let name = &task.name;
                    let kind = PartKind::Task;
                    Some(part(kind, &name.node, item.span, name.span, Vec::new()))
                }
                StageItem::Move(_) => Some(self.unnamed(PartKind::Move, item.span)),
                _ => None,
            });
            let name = &stage.node.name;
            part(
                PartKind::Stage,
                &name.node,
                stage.span,
                name.span,
                parts.collect(),
            )
        });
        stages.collect()
    }

    /// Something without a name, by its first line.
    fn unnamed(&self, kind: PartKind, span: Span) -> Part {
        let words = self.snapshot.compiled.sources.slice(span);
        let line = words.lines().next().unwrap_or_default();
        let name = crate::words::shortened(line.trim().to_owned());
        part(kind, &name, span, span, Vec::new())
    }

    /// The first word of something.
    fn keyword(&self, span: Span, word: &str) -> Span {
        let start = span.range().start;
        Span::new(span.source, start, start + word.len())
    }
}

fn columns(source: &Source) -> Vec<Part> {
    let columns = source.entries.iter().filter_map(|entry| match &entry.node {
        SourceEntry::Column(column) => {
            let field = &column.field;
            let kind = PartKind::Column;
            Some(part(kind, &field.node, entry.span, field.span, Vec::new()))
        }
        _ => None,
    });
    columns.collect()
}

fn part(kind: PartKind, name: &str, span: Span, at: Span, parts: Vec<Part>) -> Part {
    Part {
        kind,
        name: name.to_owned(),
        span,
        at,
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::{marked, shipped};

    #[test]
    fn a_place_stands_in_one_thing_within_another() {
        let text = "lead { e: text key }\ndecision d: one of a | b {\n  rule r: a when │e is known\n  otherwise b\n}\n";
        let (snapshot, source, offset) = marked(text);
        let parts = snapshot.outline(source);
        let path = path(parts, offset);
        let names: Vec<_> = path
            .iter()
            .map(|part| (part.kind, part.name.as_str()))
            .collect();
        assert_eq!(names, [(PartKind::Decision, "d"), (PartKind::Rule, "r")]);
    }

    #[test]
    fn parts_lie_within_what_they_are_parts_of() {
        fn within(outer: Span, parts: &[Part]) -> usize {
            let mut end = 0;
            for part in parts {
                assert!(
                    part.span.lies_within(outer) && part.at.lies_within(part.span),
                    "{part:?}"
                );
                assert!(end <= part.span.start, "{part:?}");
                end = part.span.end;
                within(part.span, &part.parts);
            }
            parts.len()
        }
        for (policy, snapshot) in shipped() {
            let mut seen = 0;
            for (source, text) in snapshot.compiled.sources.iter() {
                let all = Span::new(source, 0, text.text.len());
                seen += within(all, snapshot.outline(source));
            }
            assert!(seen > 10, "{policy}");
        }
    }
}
