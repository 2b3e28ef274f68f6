//! Points that change nothing.

use groundrules::diagnostic::Code;
use groundrules::model::{DecisionId, Model, Node, Score, ScoreId, ScoreItem};
use groundrules::source::Span;

use super::Expected;
use super::dead::{same, with_scores};
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[Code::IdlePoints];

/// Something to leave out of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Line,
    LineMost,
    GroupMost,
    GroupLeast,
}

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    for (id, score) in world.model.scores.iter() {
        let readers: Vec<DecisionId> = world
            .model
            .readers(Node::Score(id))
            .into_iter()
            .filter_map(|node| match node {
                Node::Decision(id) => Some(id),
                _ => None,
            })
            .collect();
        if readers.is_empty() {
            continue;
        }
        let mut parts = Vec::new();
        list(&score.items, &mut parts);
        for (span, part) in parts {
            let changed = without(world.model, id, span, part);
            // Of leads for which all that a decision reads comes out.
            let is_same = |reader: &DecisionId| {
                let fine = world.fine(Node::Decision(*reader));
                same(world, &changed, &[*reader], &fine)
            };
            let verdicts: Option<Vec<bool>> = readers.iter().map(is_same).collect();
            if let Some(to_the_last) = verdicts {
                let idle = Expected::on(Code::IdlePoints, span);
                found.push(idle.required_if(to_the_last.into_iter().all(|it| it)));
            }
        }
    }
}

fn list(items: &[ScoreItem], parts: &mut Vec<(Span, Part)>) {
    for item in items {
        match item {
            ScoreItem::Line(line) => {
                parts.push((line.span, Part::Line));
                parts.extend(line.at_most.map(|_| (line.span, Part::LineMost)));
            }
            ScoreItem::Group(group) => {
                parts.extend(group.at_most.map(|_| (group.span, Part::GroupMost)));
                parts.extend(group.at_least.map(|_| (group.span, Part::GroupLeast)));
                list(&group.items, parts);
            }
            ScoreItem::Table(_) => {}
        }
    }
}

fn without(model: &Model, id: ScoreId, span: Span, part: Part) -> Model {
    with_scores(model, |scores| {
        let score: &mut Score = scores.get_mut(id).unwrap();
        leave_out(&mut score.items, span, part);
    })
}

fn leave_out(items: &mut Vec<ScoreItem>, span: Span, part: Part) {
    if part == Part::Line {
        items.retain(|item| !matches!(item, ScoreItem::Line(line) if line.span == span));
    }
    for item in items {
        match item {
            ScoreItem::Line(line) if line.span == span && part == Part::LineMost => {
                line.at_most = None;
            }
            ScoreItem::Group(group) => {
                if group.span == span && part == Part::GroupMost {
                    group.at_most = None;
                }
                if group.span == span && part == Part::GroupLeast {
                    group.at_least = None;
                }
                leave_out(&mut group.items, span, part);
            }
            _ => {}
        }
    }
}
