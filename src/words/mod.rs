//! The policy in words: names, values and conditions as sentences have them, if wanted in the words
//! of a team.
//!
//! | file | purpose |
//! | --- | --- |
//! | `phrase` | [`Phrase`]: a part of a sentence, with the names in it |
//! | `asked` | [`Asked`]: what a comparison asks for: "at least 200" |
//! | `condition` | whole conditions, and the values they are about |

mod asked;
mod condition;
mod phrase;

pub use asked::Asked;
pub use phrase::{Phrase, Piece, capitalised};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{EnumerationId, Id, Model, Named, Node, RoleId, TeamId, Type};
use crate::source::{SourceMap, Span};
use crate::value::{Number, Value, on_one_line};

/// The most characters of the policy's words that are repeated where not all has to be told.
const LONGEST: usize = 90;

/// Puts a policy into words, if wanted into those of a team.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    /// The policy.
    pub model: &'a Model,
    /// Its texts.
    pub sources: &'a SourceMap,
    /// What the policy says, and what the team says.
    spoken: BTreeMap<&'a str, &'a str>,
    /// The enumerations whose values are stages or outcomes: the words of a team name these, and no
    /// values of other fields that happen to have the same name.
    spoken_of: BTreeSet<EnumerationId>,
    /// It is a page to read: things by their labels alone, long texts and lists whole.
    page: bool,
}

impl<'a> Words<'a> {
    /// The words of the policy, or of a team; long texts and lists are cut short.
    #[must_use]
    pub fn new(model: &'a Model, sources: &'a SourceMap, team: Option<TeamId>) -> Self {
        let all = model.vocabularies.iter();
        let own = all.filter(|vocabulary| Some(vocabulary.team) == team);
        let words = own.flat_map(|vocabulary| &vocabulary.words);
        Words {
            model,
            sources,
            spoken: words.map(|(ours, theirs)| (&**ours, &**theirs)).collect(),
            spoken_of: stages_and_outcomes(model),
            page: false,
        }
    }

    /// The same for a page to read: labels stand alone, and nothing is cut short.
    #[must_use]
    pub fn of_page(self) -> Self {
        Words { page: true, ..self }
    }

    /// What stands at a place of the policy, on one line.
    #[must_use]
    pub fn text(&self, span: Span) -> String {
        self.shortened(on_one_line(self.sources.slice(span)))
    }

    /// A name, with the word of the team before it where it has one.
    #[must_use]
    pub fn named(&self, named: &Named) -> Phrase {
        let name = Phrase::name(&named.name);
        match self.spoken.get(&*named.name) {
            Some(word) => Phrase::from(*word) + " (" + name + ")",
            None => name,
        }
    }

    /// The team's word for a name of the policy, where it has one.
    #[must_use]
    pub fn word_for(&self, name: &str) -> Option<&'a str> {
        self.spoken.get(name).copied()
    }

    /// A name with the team's word, or else its label, before it.
    #[must_use]
    pub fn labelled(&self, named: &Named, title: Option<&str>) -> Phrase {
        let label = self.word_for(&named.name).or(title);
        if let Some(label) = label.filter(|_| self.page) {
            return Phrase::label(label, &named.name);
        }
        match (self.word_for(&named.name), title) {
            (None, Some(title)) => Phrase::from(title) + " (" + Phrase::name(&named.name) + ")",
            _ => self.named(named),
        }
    }

    /// A team by its label.
    #[must_use]
    pub fn team(&self, id: TeamId) -> String {
        let team = self.model.teams.get(id);
        let title = team.map(|team| team.title.as_ref().unwrap_or(&team.named.name));
        title.cloned().unwrap_or_default()
    }

    /// A role, with its label.
    #[must_use]
    pub fn role(&self, id: RoleId) -> Phrase {
        let role = self.model.roles.get(id);
        role.map_or(Phrase::default(), |it| {
            self.labelled(&it.named, it.title.as_deref())
        })
    }

    /// A value as the policy would write it; roles and teams by their labels, and what the team
    /// has a word for in its words.
    #[must_use]
    pub fn value(&self, value: &Value, ty: Type) -> Phrase {
        match value {
            Value::Text(text) => format!("\"{}\"", self.shortened(text.raw().to_owned())).into(),
            Value::Set(members) if members.is_empty() => "empty".into(),
            Value::Role(index) => self.role(Id::new(*index as usize)),
            Value::Team(index) => {
                let team = self.model.teams.get(Id::new(*index as usize));
                team.map_or(Phrase::default(), |it| {
                    self.labelled(&it.named, it.title.as_deref())
                })
            }
            Value::Choice(_) => {
                let shown = self.model.show(value, ty);
                let word = self.word_for(&shown);
                match word.filter(|_| self.is_spoken_of(ty)) {
                    Some(word) => Phrase::from(word) + " (" + Phrase::word(&shown) + ")",
                    None => shown.into(),
                }
            }
            Value::Boolean(_)
            | Value::Number(_)
            | Value::Money(_)
            | Value::Date(_)
            | Value::Datetime(_)
            | Value::Duration(_)
            | Value::Set(_) => self.model.show(value, ty).into(),
        }
    }

    /// Whether the values of the type are stages or outcomes.
    fn is_spoken_of(&self, ty: Type) -> bool {
        match ty {
            Type::Choice(id) | Type::Several(id) => self.spoken_of.contains(&id),
            _ => false,
        }
    }

    /// The name of a definition, score or decision.
    #[must_use]
    pub fn node(&self, node: Node) -> Phrase {
        let named = match node {
            Node::Define(id) => self.model.defines.get(id).map(|it| &it.named),
            Node::Score(id) => self.model.scores.get(id).map(|it| &it.named),
            Node::Decision(id) => self.model.decisions.get(id).map(|it| &it.named),
        };
        named.map_or(Phrase::default(), |named| self.named(named))
    }

    fn shortened(&self, text: String) -> String {
        match self.page {
            true => text,
            false => shortened(text),
        }
    }
}

fn stages_and_outcomes(model: &Model) -> BTreeSet<EnumerationId> {
    let tracked = model.journeys.values().map(|journey| journey.tracks);
    let tracked = tracked.filter_map(|id| Some(model.fields.get(id)?.ty));
    let decided = model.decisions.values().map(|decision| decision.ty);
    let named = tracked.chain(decided).filter_map(|ty| match ty {
        Type::Choice(id) => Some(id),
        _ => None,
    });
    named.collect()
}

/// The text, cut where it is too long to be repeated in a sentence.
#[must_use]
pub fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Points with their sign, as the policy writes them.
#[must_use]
pub fn signed(points: Number) -> String {
    match points > Number::ZERO {
        true => format!("+{points}"),
        false => points.to_string(),
    }
}
