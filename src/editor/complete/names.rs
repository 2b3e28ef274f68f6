//! The names and values that fit a place.

use super::place::Place;
use super::types::COMPARES;
use super::{Completion, CompletionKind};
use crate::diagnostic::Code;
use crate::editor::{Entity, Snapshot};
use crate::model::{Journey, Named, Type};
use crate::syntax::Wanted;
use crate::syntax::quote;

/// What is wanted, by name.
pub(super) fn wanted(wanted: Wanted, place: &Place<'_>, known: &Snapshot) -> Vec<Completion> {
    let names = Names { place, known };
    match wanted {
        Wanted::Name => names.names(),
        Wanted::Operand => names.operands(),
        Wanted::Value => names.values(names.type_before()),
        Wanted::Outcome => names.outcomes(),
        Wanted::Cell => names.cells(),
        Wanted::Code => names.codes(),
        Wanted::Currency => vec![names.other("USD"), names.other("EUR"), names.other("GBP")],
        Wanted::Text => Vec::new(),
    }
}

/// What may stand in quotes: the column of a field, where a source says which.
pub(super) fn in_text(
    place: &Place<'_>,
    known: &Snapshot,
    columns: &dyn Fn() -> Vec<String>,
) -> Vec<Completion> {
    let names = Names { place, known };
    if place.word(0) == "source" && place.back(0) == "from" {
        let columns = columns().into_iter();
        let columns = columns.map(|column| Completion {
            detail: "column of the sample".to_owned(),
            kind: CompletionKind::Column,
            ..names.other(quote(&column).trim_matches('"'))
        });
        return columns.collect();
    }
    // A value of an enumeration may stand in quotes, or has to.
    let values = names.values(names.type_before()).into_iter();
    let values = values.map(|value| Completion {
        label: value.label.trim_matches('"').to_owned(),
        ..value
    });
    values.collect()
}

pub(super) struct Names<'a> {
    pub(super) place: &'a Place<'a>,
    known: &'a Snapshot,
}

impl Names<'_> {
    fn other(&self, label: &str) -> Completion {
        Completion {
            label: label.to_owned(),
            kind: CompletionKind::Thing,
            detail: String::new(),
            doc: String::new(),
            snippet: None,
            rank: 1,
        }
    }

    fn global(&self, name: &str) -> Option<Entity> {
        self.known.index().globals.get(name)
    }

    pub(super) fn type_named(&self, name: &str) -> Option<Type> {
        self.global(name)?.ty(&self.known.compiled.model)
    }

    /// All names of some kinds.
    fn of(&self, wanted: impl Fn(Entity) -> bool) -> Vec<Completion> {
        let globals = self.known.index().globals.iter();
        let wanted = globals.filter(|(_, entity)| wanted(*entity));
        wanted.map(|(_, entity)| self.entity(entity)).collect()
    }

    fn entity(&self, entity: Entity) -> Completion {
        let model = &self.known.compiled.model;
        let named = entity.named(model);
        let (name, doc) = named.map_or(("", ""), |it| (&it.name, &it.doc));
        let ty = entity.ty(model).map(|ty| ty.describe(model));
        Completion {
            kind: match entity {
                Entity::Field(_) => CompletionKind::Field,
                Entity::Define(_) => CompletionKind::Define,
                Entity::Score(_) | Entity::Decision(_) => CompletionKind::Result,
                _ => CompletionKind::Thing,
            },
            detail: match ty.filter(|_| entity.has_value()) {
                Some(ty) => format!("{}: {ty}", entity.kind()),
                None => entity.kind().to_owned(),
            },
            doc: doc.to_owned(),
            ..self.other(name)
        }
    }

    /// The values of a type, as a policy writes them.
    fn values(&self, ty: Option<Type>) -> Vec<Completion> {
        let model = &self.known.compiled.model;
        match ty {
            Some(ty @ (Type::Choice(_) | Type::Several(_))) => {
                let enumeration = model.enumeration(ty).into_iter();
                let values = enumeration.flat_map(|it| &it.values);
                let values = values.map(|value| Completion {
                    kind: CompletionKind::Value,
                    detail: "value".to_owned(),
                    rank: 0,
                    ..self.other(&value.written())
                });
                values.collect()
            }
            Some(Type::Role) => self.of(|it| matches!(it, Entity::Role(_))),
            Some(Type::Team) => self.of(|it| matches!(it, Entity::Team(_))),
            Some(Type::Boolean) => vec![self.word("yes"), self.word("no")],
            _ => Vec::new(),
        }
    }

    fn word(&self, word: &str) -> Completion {
        Completion {
            kind: CompletionKind::Keyword,
            ..self.other(word)
        }
    }

    /// What a condition or value may begin with; behind a comparison the values of its other side, and
    /// what has the same type.
    fn operands(&self) -> Vec<Completion> {
        let compared = COMPARES.contains(&self.place.back(0));
        let ty = self.type_before().filter(|_| compared);
        let mut all = self.values(ty);
        let model = &self.known.compiled.model;
        let is_choice = matches!(ty, Some(Type::Choice(_)));
        let fits = |entity: Entity| match (ty, entity.ty(model)) {
            (Some(ty), Some(own)) if is_choice => ty == own,
            _ => true,
        };
        all.extend(self.of(|entity| entity.has_value() && fits(entity)));
        all
    }

    /// What a rule or a row yields.
    fn outcomes(&self) -> Vec<Completion> {
        match self.place.word(0) {
            "decision" => self.values(self.type_named(self.place.word(1))),
            _ => Vec::new(),
        }
    }

    /// What a row asks of its column: values of what that looks at, and lists for texts.
    fn cells(&self) -> Vec<Completion> {
        let ty = self.column_type();
        let mut all = self.values(ty);
        if ty.is_none_or(|ty| ty == Type::Text) {
            all.extend(self.of(|it| matches!(it, Entity::List(_))));
        }
        all
    }

    fn codes(&self) -> Vec<Completion> {
        let codes = Code::ALL.iter();
        let codes = codes.map(|code| Completion {
            detail: code.level().to_string(),
            doc: code.summary().to_owned(),
            ..self.other(code.as_str())
        });
        codes.collect()
    }

    /// Names, of the kinds that what stands before asks for.
    fn names(&self) -> Vec<Completion> {
        let is_team = |it| matches!(it, Entity::Team(_));
        let is_field = |it| matches!(it, Entity::Field(_));
        let is_party = |it| matches!(it, Entity::Team(_) | Entity::Role(_));
        let place = self.place;
        let before = match place.back(0) {
            "," => {
                let listing = [
                    "by",
                    "accountable",
                    "consulted",
                    "informed",
                    "clears",
                    "counts",
                    "absent",
                    "overrides",
                    "set",
                ];
                place.last_of(&listing).map_or(",", |(_, word)| word)
            }
            word => word,
        };
        match (place.word(0), before) {
            (_, "by") if place.last_of(&["agreed"]).is_some() => self.of(is_team),
            ("journey", "by") | ("forbid", "forbid") | ("example", "forbidden") => self.channels(),
            (_, "works") => self.of(|it| matches!(it, Entity::Calendar(_))),
            ("journey", "accountable" | "consulted" | "informed") | ("example", "told") => {
                self.of(is_party)
            }
            ("journey", "responsible") => self.of(|it| self.yields_role(it)),
            ("journey", "escalate" | "reassign") => self.of(|it| matches!(it, Entity::Role(_))),
            ("journey", "tracks" | "since" | "clears" | "counts" | "at") => self.of(is_field),
            ("journey", "to" | "stage") => self.stages(),
            ("journey", "overrides") => self.stages(),
            ("journey", "within" | "after") => self.of(|it| self.is_duration(it)),
            ("journey", "of") => self.of(is_field),
            (_, "overrides") => self.rules(),
            (_, "in") if place.word(0) == "accept" => self.subjects(),
            (_, "in") if place.word(0) == "team" => self.of(is_field),
            (_, "in") => self.of(|it| matches!(it, Entity::List(_))),
            ("vocabulary", "vocabulary") => self.of(is_team),
            ("vocabulary", _) => self.spoken(),
            ("source" | "example", "expect") => self.expected(),
            ("example", "task") => self.tasks(),
            ("example", "breach") => self.musts(),
            ("example", "not") => self.expected(),
            ("decision" | "example", "of") => self.of(|it| matches!(it, Entity::Journey(_))),
            ("source" | "example", _) => self.of(is_field),
            // A new name, which nobody can know.
            _ => Vec::new(),
        }
    }

    fn yields_role(&self, entity: Entity) -> bool {
        let is_role = matches!(entity, Entity::Role(_));
        let ty = entity.ty(&self.known.compiled.model);
        is_role || matches!(entity, Entity::Decision(_)) && ty == Some(Type::Role)
    }

    fn is_duration(&self, entity: Entity) -> bool {
        entity.ty(&self.known.compiled.model) == Some(Type::Duration)
    }

    fn named(&self, named: &Named, detail: &str) -> Completion {
        Completion {
            kind: CompletionKind::Rule,
            detail: detail.to_owned(),
            doc: named.doc.clone(),
            ..self.other(&named.name)
        }
    }

    fn channels(&self) -> Vec<Completion> {
        let channels = self.known.compiled.model.channels.values();
        channels.map(|it| self.other(&it.name)).collect()
    }

    fn musts(&self) -> Vec<Completion> {
        let musts = self.known.compiled.model.musts.values();
        musts.map(|it| self.named(&it.named, "must")).collect()
    }

    fn tasks(&self) -> Vec<Completion> {
        let tasks = self.known.compiled.model.tasks.values();
        tasks.map(|it| self.named(&it.named, "task")).collect()
    }

    /// The stages that a journey may have: the values of the field that it tracks.
    fn stages(&self) -> Vec<Completion> {
        let model = &self.known.compiled.model;
        let place = self.place;
        let tracked = (0..place.len()).find(|at| place.word(*at) == "tracks");
        let field = tracked.map(|at| place.word(at + 1));
        let named = |journey: &&Journey| journey.named.name == place.word(1);
        let of_model = || {
            let journey = model.journeys.values().find(named)?;
            model.fields.get(journey.tracks).map(|field| field.ty)
        };
        let ty = field
            .and_then(|field| self.type_named(field))
            .or_else(of_model);
        let mut all = self.values(ty);
        if place.back(0) == "to" {
            let decisions = model.stage_decisions.keys();
            all.extend(decisions.map(|id| self.entity(Entity::Decision(*id))));
        }
        all
    }

    /// The rules and tables of the decision.
    fn rules(&self) -> Vec<Completion> {
        let model = &self.known.compiled.model;
        let own = self.place.word(1);
        let mut decisions = model.decisions.values();
        let Some(decision) = decisions.find(|it| it.named.name == own) else {
            return Vec::new();
        };
        let rules = decision.rules.iter().filter(|rule| rule.is_named);
        let rules = rules.map(|rule| (rule.name.as_str(), "rule"));
        let tables = decision.tables.iter();
        let tables = tables.filter_map(|table| Some((table.name.as_deref()?, "table")));
        let all = rules.chain(tables);
        let all = all.map(|(name, detail)| Completion {
            kind: CompletionKind::Rule,
            detail: detail.to_owned(),
            ..self.other(name)
        });
        all.collect()
    }

    /// What a finding can be about.
    fn subjects(&self) -> Vec<Completion> {
        let model = &self.known.compiled.model;
        let mut all = self.of(|_| true);
        for decision in model.decisions.values() {
            let rules = decision.rules.iter().filter(|rule| rule.is_named);
            all.extend(rules.map(|rule| Completion {
                kind: CompletionKind::Rule,
                detail: "rule".to_owned(),
                ..self.other(&format!("{}.{}", decision.named.name, rule.name))
            }));
        }
        let stages = model.stages.iter().map(|(id, _)| model.stage_name(id));
        let tasks = model.tasks.iter().map(|(id, _)| model.task_name(id));
        all.extend(stages.chain(tasks).map(|name| self.other(&name)));
        all.extend(self.musts());
        all
    }

    /// What a team may have words for.
    fn spoken(&self) -> Vec<Completion> {
        let model = &self.known.compiled.model;
        let mut all = self.of(|it| !matches!(it, Entity::List(_)));
        let tracked = model.journeys.values().map(|it| it.tracks);
        let tracked = tracked
            .filter_map(|id| model.fields.get(id))
            .map(|it| it.ty);
        let decided = model.decisions.values().map(|it| it.ty);
        let types: Vec<Type> = tracked.chain(decided).collect();
        all.extend(types.into_iter().flat_map(|ty| self.values(Some(ty))));
        all
    }

    /// What an example can expect something of.
    fn expected(&self) -> Vec<Completion> {
        self.of(Entity::has_value)
    }
}
