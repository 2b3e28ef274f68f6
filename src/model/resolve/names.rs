//! The one namespace of a policy, and what is said of a name that is not in it.

pub(super) use crate::value::loose;

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::context::Resolver;
use super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    CalendarId, DecisionId, DefineId, EnumerationValue, FieldId, JourneyId, ListId, Named, RoleId,
    ScoreId, TeamId, Type,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::first_listed;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Declared {
    /// A field of the lead.
    Field(FieldId),
    /// A list.
    List(ListId),
    /// A definition.
    Define(DefineId),
    /// A score.
    Score(ScoreId),
    /// A decision.
    Decision(DecisionId),
    /// A role.
    Role(RoleId),
    /// A team.
    Team(TeamId),
    /// A calendar.
    Calendar(CalendarId),
    /// A journey.
    Journey(JourneyId),
    /// Something that could not be read, which has been reported: its uses are silent.
    Poisoned,
}

impl Declared {
    /// The word for the kind of thing.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Declared::Field(_) => "field",
            Declared::List(_) => "list",
            Declared::Define(_) => "definition",
            Declared::Score(_) => "score",
            Declared::Decision(_) => "decision",
            Declared::Role(_) => "role",
            Declared::Team(_) => "team",
            Declared::Calendar(_) => "calendar",
            Declared::Journey(_) => "journey",
            Declared::Poisoned => "thing",
        }
    }

    /// Whether it has a value for a lead.
    pub(super) fn has_value(self) -> bool {
        use Declared::{Decision, Define, Field, Score};
        matches!(self, Field(_) | Define(_) | Score(_) | Decision(_))
    }
}

/// Everything that has a value for a lead, for [`Resolver::unknown_name`].
pub(super) const ANY_VALUE: &str = "field, definition, score or decision";

/// All names and what they stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    entries: HashMap<String, (Declared, Span), FixedState>,
    /// Names that are declared more than once: which of the declarations a use means is open, and
    /// the fault is reported.
    repeated: BTreeSet<String>,
    /// The words of declarations that could not be read: any of them may be declared there.
    suspects: BTreeSet<String>,
    /// One of them has lost its name, or declares many: any name may be theirs.
    incomplete: bool,
}

impl Names {
    /// Adds the name of something that was declared without fault.
    pub(super) fn add(&mut self, named: &Named, declared: Declared) {
        let entry = (declared, named.span);
        self.entries.insert(named.name.clone(), entry);
    }

    /// Takes note that what has this name cannot be read after all.
    pub(super) fn poison(&mut self, name: &str) {
        if let Some((declared, _)) = self.entries.get_mut(name) {
            *declared = Declared::Poisoned;
        }
    }

    /// What a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<Declared> {
        match self.entries.get(name) {
            Some(_) if self.repeated.contains(name) => Some(Declared::Poisoned),
            Some((declared, _)) => Some(*declared),
            None if self.suspects.contains(name) => Some(Declared::Poisoned),
            None => None,
        }
    }

    /// Where a name is declared.
    pub(super) fn span(&self, name: &str) -> Option<Span> {
        self.entries.get(name).map(|(_, span)| *span)
    }

    /// Whether a name that nobody declares may stand in a declaration that could not be read.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// All names with what they stand for, in alphabetical order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Declared)> {
        let entries = self.entries.iter();
        let mut all: Vec<(&str, Declared)> = entries
            .map(|(name, (declared, _))| (name.as_str(), *declared))
            .collect();
        all.sort_unstable();
        all.into_iter()
    }
}

/// A name for the model.
pub(super) fn named(name: &ast::Name, doc: &str) -> Named {
    Named {
        name: name.node.clone(),
        span: name.span,
        doc: doc.to_owned(),
    }
}

impl Resolver<'_> {
    /// Declares a name, or says that it is taken.
    ///
    /// `make` gives what the name stands for, and is called only when the name is free.
    pub(super) fn declare_name(
        &mut self,
        name: &ast::Name,
        make: impl FnOnce(&mut Self) -> Declared,
    ) -> Option<Declared> {
        if let Some((declared, first)) = self.names.entries.get(&name.node).copied() {
            if declared == Declared::Poisoned {
                return None;
            }
            self.names.repeated.insert(name.node.clone());
            let message = format!("the name `{}` is declared twice", name.node);
            let finding = Diagnostic::new(Code::DuplicateName, name.span, message)
                .here("declared again here")
                .label(first, format!("here it is a {}", declared.kind()))
                .help("give one of the two another name")
                .about(declared.kind(), name.node.clone());
            return self.fail(finding);
        }
        let declared = make(self);
        self.names
            .entries
            .insert(name.node.clone(), (declared, name.span));
        Some(declared)
    }

    /// Takes note of something that could not be read, at `span`.
    ///
    /// It may have swallowed what stands behind it, and a word too many may hide its name; so every
    /// word in it is taken for one that it may declare.
    pub(super) fn declare_broken(&mut self, broken: &ast::Broken, span: Span) {
        let text = self.sources.slice(span);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let words = words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        self.names.suspects.extend(words.map(str::to_owned));
        let declares = matches!(
            broken.keyword.as_deref(),
            None | Some(
                "define" | "list" | "score" | "decision" | "team" | "lead" | "calendar" | "journey"
            )
        );
        let many = matches!(broken.keyword.as_deref(), Some("lead" | "team"));
        self.names.incomplete |= declares && (many || broken.name.is_none());
        let Some(name) = &broken.name else { return };
        match broken.keyword.as_deref() {
            Some("define" | "list" | "score" | "decision" | "team" | "calendar" | "journey") => {
                self.declare_name(name, |_| Declared::Poisoned);
            }
            Some("must") => {
                self.must_names.insert(name.node.clone(), (name.span, None));
            }
            _ => {}
        }
    }

    /// The names of all things of some kind, in alphabetical order.
    pub(super) fn names_of(&self, wanted: impl Fn(Declared) -> bool) -> Vec<String> {
        let names = self.names.iter().filter(|(_, declared)| wanted(*declared));
        names.map(|(name, _)| name.to_owned()).collect()
    }

    /// Says that nothing is called so, unless the fault lies in what could not be read.
    ///
    /// `what` is the kind of thing that was looked for, e.g. "field", and `wanted` tells which
    /// names would do.
    pub(super) fn unknown_name<T>(
        &mut self,
        name: &str,
        span: Span,
        what: &str,
        wanted: impl Fn(Declared) -> bool,
    ) -> Option<T> {
        match self.names.get(name) {
            Some(Declared::Poisoned) => return None,
            Some(declared) => {
                let message = format!("`{name}` is a {}, and a {what} is wanted", declared.kind());
                let mut finding =
                    Diagnostic::new(Code::WrongType, span, message).help(format!("name a {what}"));
                if let Some(place) = self.names.span(name) {
                    finding = finding.label(place, format!("here `{name}` is declared"));
                }
                return self.fail(finding);
            }
            None if self.names.incomplete || self.said_before(name, span) => return None,
            None => {}
        }
        let candidates = match self.may_suggest() {
            true => self.names_of(wanted),
            false => Vec::new(),
        };
        let nearest = self.nearest(name, candidates.iter().map(String::as_str));
        let mut finding = Diagnostic::new(
            Code::UnknownName,
            span,
            match what {
                ANY_VALUE => format!("nothing is called `{name}`"),
                _ => format!("no {what} is called `{name}`"),
            },
        );
        if nearest.is_none() {
            finding = finding.help(match candidates.is_empty() {
                true if what == ANY_VALUE => {
                    "declare a field or definition of this name".to_owned()
                }
                true => format!("declare a {what} of this name"),
                false => format!("name one of {}", first_listed(&candidates, 8)),
            });
        }
        let finding = finding.did_you_mean(span, nearest);
        self.fail(finding)
    }

    /// The field of this name, or what is wrong with it. It does not count as read.
    pub(super) fn field_named(&mut self, name: &ast::Name) -> Option<FieldId> {
        match self.names.get(&name.node) {
            Some(Declared::Field(id)) => Some(id),
            _ => {
                let wanted = |declared| matches!(declared, Declared::Field(_));
                self.unknown_name(&name.node, name.span, "field", wanted)
            }
        }
    }

    /// The teams of these names.
    pub(super) fn teams_named(&mut self, names: &[ast::Name]) -> Vec<TeamId> {
        let mut teams: Vec<TeamId> = Vec::new();
        let mut seen: BTreeSet<TeamId> = BTreeSet::new();
        for name in names {
            match self.names.get(&name.node) {
                Some(Declared::Team(id)) if !seen.insert(id) => {
                    let message = format!("`{}` stands twice", name.node);
                    let finding = Diagnostic::new(Code::DuplicateEntry, name.span, message);
                    self.report(finding.help("leave one of the two out"));
                }
                Some(Declared::Team(id)) => {
                    self.used.insert(Declared::Team(id));
                    teams.push(id);
                }
                _ => {
                    let wanted = |declared| matches!(declared, Declared::Team(_));
                    self.unknown_name::<()>(&name.node, name.span, "team", wanted);
                }
            }
        }
        teams
    }

    /// Says that a type has no such value, and which it has.
    pub(super) fn unknown_value<T>(
        &mut self,
        word: &str,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<T> {
        let message = match self.words(of) {
            Some(of) => format!("{of} has no value `{word}`"),
            None => format!("`{word}` is no value that fits here"),
        };
        self.no_such_value(word, span, ty, message)
    }

    /// Says by `message` that a type has no such value, and which it has.
    pub(super) fn no_such_value<T>(
        &mut self,
        word: &str,
        span: Span,
        ty: Type,
        message: String,
    ) -> Option<T> {
        if self.said_before(&format!("{ty:?} {word}"), span) {
            return None;
        }
        let finding = Diagnostic::new(Code::UnknownValue, span, message);
        let Some(enumeration) = self.model.enumeration(ty).filter(|_| self.may_suggest()) else {
            return self.fail(finding.help("write one of its declared values"));
        };
        let written: Vec<String> = enumeration
            .values
            .iter()
            .map(EnumerationValue::written)
            .collect();
        let names: Vec<String> = enumeration.values.iter().map(|v| v.name.clone()).collect();
        let same = names.iter().position(|name| loose(name) == loose(word));
        let nearest = same.or_else(|| {
            let nearest = self.nearest(word, names.iter().map(String::as_str))?;
            names.iter().position(|name| name == nearest)
        });
        let nearest = nearest.and_then(|i| written.get(i)).map(String::as_str);
        let values = format!("the values are {}", first_listed(&written, 12));
        let owner = match nearest {
            Some(_) => None,
            None => self.owner_of_value(word),
        };
        let finding = finding.help(match owner {
            Some((owner, _)) => format!("`{word}` is a value of `{owner}`; {values}"),
            None => values,
        });
        self.fail(finding.did_you_mean(span, nearest))
    }

    /// A field or decision that has a value of this name, for a word that stands alone.
    pub(super) fn owner_of_value(&mut self, word: &str) -> Option<(String, Option<Span>)> {
        self.spend(self.model.fields.len() + self.model.decisions.len())?;
        let fields = self
            .model
            .fields
            .values()
            .map(|field| (&field.named.name, field.ty));
        let decisions = self.model.decisions.values().map(|d| (&d.named.name, d.ty));
        let mut all = fields.chain(decisions);
        all.find_map(|(name, ty)| {
            let index = self.find_value(ty, word)?;
            let enumeration = self.model.enumeration(ty);
            let value = enumeration.and_then(|all| all.values.get(index as usize));
            Some((name.clone(), value.map(|value| value.span)))
        })
    }
}

#[cfg(test)]
mod tests;
