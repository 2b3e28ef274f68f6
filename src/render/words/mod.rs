//! The policy in words: names, values and conditions as sentences have them.
//!
//! | file | purpose |
//! | --- | --- |
//! | `asked` | what a comparison asks for: "at least 200" |
//! | `condition` | what was seen, and what it would have to be |
//! | `journey` | why moves are open or not, and the arithmetic of deadlines |
//! | `points` | what the lines of a score give, and why |
//! | `rule` | what a rule says, what a definition stands for |

mod asked;
mod condition;
mod journey;
mod points;
mod rule;

pub(super) use journey::move_name;
pub(super) use points::signed;
pub(super) use rule::rule_name;

use std::collections::BTreeMap;

use crate::eval::Found;
use crate::eval::trace::OperandTrace;
use crate::eval::{Cause, ScoreProblem};
use crate::model::{DefineId, Id, Model, Named, Node, OperandKind, TeamId, Type};
use crate::source::{SourceMap, Span};
use crate::value::{Value, on_one_line};

/// The most characters of the policy's words that are repeated.
const LONGEST: usize = 90;

/// Puts a policy into words, if wanted into those of a team.
#[derive(Clone)]
pub(super) struct Words<'a> {
    pub(super) model: &'a Model,
    pub(super) sources: &'a SourceMap,
    /// What the policy says, and what the team says.
    spoken: BTreeMap<&'a str, &'a str>,
}

impl<'a> Words<'a> {
    pub(super) fn new(model: &'a Model, sources: &'a SourceMap, team: Option<TeamId>) -> Self {
        let all = model.vocabularies.iter();
        let own = all.filter(|vocabulary| Some(vocabulary.team) == team);
        let words = own.flat_map(|vocabulary| &vocabulary.words);
        Words {
            model,
            sources,
            spoken: words.map(|(ours, theirs)| (&**ours, &**theirs)).collect(),
        }
    }

    /// What stands at a place of the policy, on one line.
    pub(super) fn text(&self, span: Span) -> String {
        shortened(on_one_line(self.sources.slice(span)))
    }

    /// A name, with the word of the team before it where it has one.
    pub(super) fn named(&self, named: &Named) -> String {
        self.spoken(&named.name, || format!("`{}`", named.name))
    }

    fn spoken(&self, name: &str, plain: impl Fn() -> String) -> String {
        match self.spoken.get(name) {
            Some(word) => format!("{word} (`{name}`)"),
            None => plain(),
        }
    }

    /// A name with its label before it, where it has one.
    fn labelled(&self, named: &Named, title: Option<&String>) -> String {
        let name = &named.name;
        self.spoken(name, || match title {
            Some(title) => format!("{title} (`{name}`)"),
            None => format!("`{name}`"),
        })
    }

    /// A team by its label.
    pub(super) fn team(&self, id: TeamId) -> String {
        let team = self.model.teams.get(id);
        let title = team.map(|team| team.title.as_ref().unwrap_or(&team.named.name));
        title.cloned().unwrap_or_default()
    }

    /// A value as the policy would write it; roles and teams by their labels, and what the team
    /// has a word for in its words.
    pub(super) fn value(&self, value: &Value, ty: Type) -> String {
        match value {
            Value::Text(text) => format!("\"{}\"", shortened(text.raw().to_owned())),
            Value::Set(members) if members.is_empty() => "empty".to_owned(),
            Value::Role(index) => {
                let role = self.model.roles.get(Id::new(*index as usize));
                role.map_or(String::new(), |it| {
                    self.labelled(&it.named, it.title.as_ref())
                })
            }
            Value::Team(index) => {
                let team = self.model.teams.get(Id::new(*index as usize));
                team.map_or(String::new(), |it| {
                    self.labelled(&it.named, it.title.as_ref())
                })
            }
            Value::Choice(_) => {
                let shown = self.model.show(value, ty);
                self.spoken(&shown, || shown.clone())
            }
            _ => self.model.show(value, ty),
        }
    }

    /// What something is: "is 12", "is missing".
    pub(super) fn is(&self, trace: &OperandTrace<'_>) -> String {
        match (&trace.value, &trace.operand.kind) {
            (Found::Stopped, OperandKind::Field(_)) => "has no value that can be used".to_owned(),
            (Found::Stopped, OperandKind::Decision(_)) => "is not decided".to_owned(),
            (Found::Stopped, OperandKind::Score(_)) => "has no total".to_owned(),
            (Found::Stopped, _) => "cannot be worked out".to_owned(),
            (Found::Missing, OperandKind::Define(id)) if self.is_condition(*id) => {
                "cannot be told".to_owned()
            }
            (Found::Known(_) | Found::Missing, _) => format!("is {}", self.found(trace)),
        }
    }

    /// Whether a definition names a condition, which may be unknown, and not a value.
    fn is_condition(&self, id: DefineId) -> bool {
        let define = self.model.defines.get(id);
        define.is_some_and(|it| matches!(it.value.kind, OperandKind::Truth(_)))
    }

    /// A value, or that there is none: "12", "missing".
    pub(super) fn found(&self, trace: &OperandTrace<'_>) -> String {
        match &trace.value {
            Found::Known(value) => self.value(value, trace.operand.ty),
            Found::Missing => "missing".to_owned(),
            Found::Stopped => "no value that can be used".to_owned(),
        }
    }

    /// The name of a definition, score or decision.
    pub(super) fn node(&self, node: Node) -> String {
        let named = match node {
            Node::Define(id) => self.model.defines.get(id).map(|it| &it.named),
            Node::Score(id) => self.model.scores.get(id).map(|it| &it.named),
            Node::Decision(id) => self.model.decisions.get(id).map(|it| &it.named),
        };
        named.map_or(String::new(), |named| self.named(named))
    }

    /// What stops something, in a few words.
    pub(super) fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::Field(id) => {
                let field = self.model.fields.get(id);
                let name = field.map_or(String::new(), |field| self.named(&field.named));
                format!("{name} has no value that can be used")
            }
            Cause::Node(node @ Node::Score(_)) => format!("{} has no total", self.node(node)),
            Cause::Node(node) => format!("{} is not decided", self.node(node)),
            Cause::Overflow(span) => format!("`{}` is too large to work with", self.text(span)),
        }
    }
}

/// The most important of a score's problems, in words.
pub(super) fn score_problem(problems: &[ScoreProblem]) -> &'static str {
    match problems.first() {
        Some(ScoreProblem::Conflict { .. }) => "rows of a table disagree",
        _ => "a table gives no points",
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
