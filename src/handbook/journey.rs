//! Journeys: stages, the ways between them, and who is responsible for what.

use std::collections::BTreeSet;

use super::{Fact, Item, Row, Section, Table, Writer, document::Block};
use crate::model::{Id, Journey, Move, Party, RoleId, Stage, StageId, StageKind, Target};
use crate::value::{Value, counted};
use crate::words::Phrase;

/// The most stages and ways together that are drawn; a table tells of more.
const MOST_DRAWN: usize = 200;

impl Writer<'_> {
    /// Each journey as a section.
    pub(super) fn journeys(&self) -> Vec<Section> {
        let journeys = self.model.journeys.values();
        let journeys = journeys.map(|journey| self.journey(journey));
        journeys.collect()
    }

    fn journey(&self, journey: &Journey) -> Section {
        let named = &journey.named;
        let title = match self.word_or_title(named, journey.title.as_deref()) {
            Some(title) => format!("Who does what: {title}").into(),
            None => Phrase::from("Who does what: ") + Phrase::word(&named.name),
        };
        let mut section = Section::new(named.name.clone(), title);
        Self::doc(&mut section, &named.doc);
        let (tracks, since) = (self.field(journey.tracks), self.field(journey.since));
        section.say(tracks + " says which stage a lead is in, and " + since + " since when");
        if journey.forward_only {
            section.say("leads only move forward");
        }
        let drawing = self.drawing(journey);
        let ways: usize = drawing.stages.iter().map(|stage| stage.ways.len()).sum();
        if drawing.stages.len() + ways <= MOST_DRAWN {
            section.blocks.push(Block::Drawing(drawing));
        }
        section.table(self.ways(journey));
        let matrix = self.matrix(journey);
        if !matrix.is_empty() {
            section.sections.push(matrix);
        }
        let stages = journey.stages.iter();
        let stages = stages.filter_map(|id| Some((*id, self.model.stages.get(*id)?)));
        section
            .sections
            .extend(stages.map(|(id, it)| self.stage_section(id, it)));
        section
    }

    pub(super) fn word_or_title<'t>(
        &'t self,
        named: &crate::model::Named,
        title: Option<&'t str>,
    ) -> Option<&'t str> {
        self.words.word_for(&named.name).or(title)
    }

    /// The stages to which a move may lead.
    pub(super) fn targets(&self, target: Target) -> BTreeSet<StageId> {
        let decision = match target {
            Target::Stage(id) => return BTreeSet::from([id]),
            Target::Decision(id) => id,
        };
        let journey = self.model.stage_decisions.get(&decision);
        let journey = journey.and_then(|id| self.model.journeys.get(*id));
        let (Some(journey), Some(decision)) = (journey, self.model.decisions.get(decision)) else {
            return BTreeSet::new();
        };
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        let values = outcomes.chain(&decision.otherwise);
        let values: Vec<Value> = values.flat_map(|it| self.constants(it)).collect();
        let stages = journey.stages.iter().copied().filter(|id| {
            let stage = self.model.stages.get(*id);
            stage.is_some_and(|stage| values.contains(&Value::Choice(stage.value)))
        });
        stages.collect()
    }

    /// Where a move leads, in words.
    pub(super) fn target(&self, target: Target) -> Phrase {
        match target {
            Target::Stage(id) => self.stage(id),
            Target::Decision(id) => {
                let node = self.words.node(crate::model::Node::Decision(id));
                let stages = self.targets(target).into_iter().map(|id| self.stage(id));
                let stages = Phrase::listed(stages.collect(), "or");
                Phrase::from("what ") + node + " says: " + stages
            }
        }
    }

    /// When a move is open, in words.
    pub(super) fn condition_of(&self, way: &Move) -> Phrase {
        self.conditions_of(way).unwrap_or_else(|| "always".into())
    }

    /// What a move asks for, in words; nothing where it is always open.
    pub(super) fn conditions_of(&self, way: &Move) -> Option<Phrase> {
        let mut parts = Vec::new();
        if let Some(when) = &way.when {
            parts.push(Phrase::from("when ") + self.words.condition(when));
        }
        if way.otherwise {
            parts.push("when no other way is open".into());
        }
        if let Some(after) = way.after {
            parts.push(format!("after {after} in the stage").into());
        }
        if let Some(unless) = &way.unless {
            parts.push(Phrase::from("unless ") + self.words.condition(unless));
        }
        (!parts.is_empty()).then(|| Phrase::joined(parts, ", ", ", "))
    }

    fn ways(&self, journey: &Journey) -> Table {
        let mut rows = Vec::new();
        for id in &journey.stages {
            let stage = self.model.stages.get(*id);
            for way in stage.into_iter().flat_map(|stage| &stage.moves) {
                let above = way.overrides.iter().map(|it| self.target(*it)).collect();
                rows.push(Row::new([
                    (rows.len() + 1).to_string().into(),
                    self.stage(*id),
                    self.target(way.target),
                    self.condition_of(way),
                    Phrase::listed(above, "and"),
                    way.because.as_deref().unwrap_or_default().into(),
                ]));
            }
        }
        let columns = ["Way", "From", "To", "Open", "Before the way to", "Because"];
        Table {
            caption: "The ways from stage to stage".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
            is_matrix: false,
        }
    }

    pub(super) fn party(&self, party: Party) -> Phrase {
        match party {
            Party::Team(id) => self.team(id),
            Party::Role(id) => self.words.role(id),
        }
    }

    fn stage_section(&self, id: StageId, stage: &Stage) -> Section {
        let title = super::heading(&self.stage(id));
        let mut section = Section::new(self.model.stage_name(id), title);
        Self::doc(&mut section, &stage.named.doc);
        match stage.kind {
            StageKind::Start => section.say("leads start here"),
            StageKind::End => section.say("leads that get here stay"),
            StageKind::Between => {}
        }
        section.facts(self.stage_facts(stage));
        let ways = stage.moves.iter().map(|way| {
            let to = Phrase::from("to ") + self.target(way.target);
            let because = way.because.as_deref();
            let because = because.map_or(String::new(), |it| format!(" \"{it}\""));
            Item::new((to + ", " + self.condition_of(way)).sentence() + because)
        });
        let ways: Vec<Item> = ways.collect();
        if !ways.is_empty() {
            section.say("from here leads go:");
            section.list(ways);
        }
        let tasks = stage.tasks.iter();
        let tasks = tasks.filter_map(|id| Some((*id, self.model.tasks.get(*id)?)));
        section.sections = tasks
            .map(|(id, task)| self.task_section(id, task))
            .collect();
        self.agreed(&mut section, &stage.agreed_by);
        section
    }

    fn stage_facts(&self, stage: &Stage) -> Vec<Fact> {
        let accountable = stage.accountable.iter().map(|it| self.party(it.party));
        let clears = stage.clears.iter().map(|id| self.field(*id)).collect();
        let counts = stage.counts.iter().map(|id| self.field(*id)).collect();
        let word = self.words.word_for(&stage.named.name);
        let called = word
            .or(stage.title.as_deref())
            .map(|_| Phrase::word(&stage.named.name));
        let tasks = match stage.tasks.len() {
            0 => None,
            count => Some(counted(count, "task, below", "tasks, below").into()),
        };
        vec![
            Fact::new("In the policy", called),
            Fact::new("Answers for it", accountable),
            Fact::new(
                "To get here",
                stage.requires.iter().map(|it| self.words.condition(it)),
            ),
            Fact::new("Emptied on the way in", [Phrase::listed(clears, "and")]),
            Fact::new("One more on the way in", [Phrase::listed(counts, "and")]),
            Fact::new("To be done", tasks),
        ]
    }
}

/// Whether a party is this role, or the team that it belongs to.
pub(super) fn includes(party: Party, role: RoleId, model: &crate::model::Model) -> bool {
    match party {
        Party::Role(id) => id == role,
        Party::Team(team) => model.roles.get(role).is_some_and(|it| it.team == team),
    }
}

/// The value of a role as a decision yields it.
pub(super) fn as_value(role: RoleId) -> Value {
    let index: Id<_> = role;
    Value::Role(u32::try_from(index.index()).unwrap_or(u32::MAX))
}
