//! The agreement as a page that a team can read, made of the model alone.
//!
//! | file | purpose |
//! | --- | --- |
//! | `document` | [`Document`]: a page, whatever it is printed as |
//! | `known` | what is known of a lead, lists, definitions |
//! | `scores`, `decisions` | what is counted and decided |
//! | `people` | teams, roles, working hours |
//! | `outcomes` | the values that something may have |
//! | `drawing` | the stages of a journey, to be drawn |
//! | `journey` | stages, and the ways between them |
//! | `matrix` | who is responsible for which stage and task |
//! | `tasks` | what is to be done in a stage, and by when |
//! | `due` | deadlines worked out for a day |
//! | `duties` | what may not be done, what must have been done, what is accepted |
//! | `stories` | the examples |
//! | `glossary` | the words of the teams side by side |
//! | `role` | the page of one role |

mod decisions;
mod document;
mod drawing;
mod due;
mod duties;
mod glossary;
mod journey;
mod known;
mod matrix;
mod outcomes;
mod people;
mod role;
mod scores;
mod stories;
mod tasks;

pub use document::{Block, Document, Drawing, DrawnStage, Fact, Item, Row, Section, Table, Way};

use std::collections::BTreeSet;

use crate::model::{ChannelId, FieldId, Model, RoleId, StageId, TaskId, TeamId};
use crate::source::SourceMap;
use crate::value::{Date, on_one_line};
use crate::words::{Phrase, Words, capitalised};

/// The day on or after which worked examples start where the caller names none: pages of the same
/// policy are the same on every day.
pub const FIRST_DAY: Date = Date::constant(2026, 7, 1);

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Agreement<'a> {
    /// The policy.
    pub model: &'a Model,
    /// Its texts.
    pub sources: &'a SourceMap,
    /// The team in whose words it is told; without, the policy's own.
    pub team: Option<TeamId>,
    /// The day on or after which worked examples start.
    pub from: Date,
}

/// The page of the whole policy.
#[must_use]
pub fn of_policy(agreement: Agreement<'_>) -> Document {
    let writer = Writer::new(agreement);
    let mut sections = vec![
        writer.how_to_read(),
        writer.known(),
        writer.definitions(),
        writer.scores(),
        writer.decisions(),
        writer.people(),
    ];
    sections.extend(writer.journeys());
    sections.extend([
        writer.forbidden(),
        writer.musts(),
        writer.agreed_on(),
        writer.accepted(),
        writer.stories(),
        writer.glossary(),
    ]);
    sections.retain(|section| !section.is_empty());
    let mut opening = Section::new("", "");
    opening.facts(writer.about(agreement.team));
    Document {
        title: agreement.model.title.clone(),
        opening: opening.blocks,
        sections,
    }
}

/// The page of one role, in the words of its team unless another one is named.
#[must_use]
pub fn of_role(agreement: Agreement<'_>, role: RoleId) -> Document {
    let own = agreement.model.roles.get(role).map(|role| role.team);
    let team = agreement.team.or(own);
    Writer::new(Agreement { team, ..agreement }).role_page(role)
}

/// Puts a policy on a page.
struct Writer<'a> {
    model: &'a Model,
    words: Words<'a>,
    from: Date,
}

impl<'a> Writer<'a> {
    fn new(agreement: Agreement<'a>) -> Writer<'a> {
        let Agreement {
            model,
            sources,
            team,
            from,
        } = agreement;
        Writer {
            model,
            words: Words::new(model, sources, team).of_page(),
            from,
        }
    }

    fn about(&self, team: Option<TeamId>) -> Vec<Fact> {
        let version = self.model.version.as_deref().map(Phrase::from);
        let signed = self.agreements();
        let signed: BTreeSet<TeamId> = signed.into_iter().flat_map(|(teams, _)| teams).collect();
        let signed = signed.into_iter().map(|team| self.team(team)).collect();
        let team = team.filter(|team| self.model.vocabularies.iter().any(|it| it.team == *team));
        vec![
            Fact::new("Version", version),
            Fact::new("Agreed by", [Phrase::listed(signed, "and")]),
            Fact::new("In the words of", team.map(|team| self.team(team))),
        ]
    }

    /// Which teams agreed on what: things on which the same ones agreed together.
    fn agreements(&self) -> Vec<(BTreeSet<TeamId>, Vec<Phrase>)> {
        let model = self.model;
        let defines = model.defines.values();
        let defines = defines.map(|it| (&it.agreed_by, self.words.named(&it.named)));
        let scores = model.scores.values();
        let scores = scores.map(|it| (&it.agreed_by, self.words.named(&it.named)));
        let decisions = model.decisions.values();
        let decisions = decisions.map(|it| (&it.agreed_by, self.words.named(&it.named)));
        let stages = model.stages.iter();
        let stages = stages.map(|(id, it)| (&it.agreed_by, self.stage(id)));
        let mut all: Vec<(BTreeSet<TeamId>, Vec<Phrase>)> = Vec::new();
        for (teams, name) in defines.chain(scores).chain(decisions).chain(stages) {
            let teams: BTreeSet<TeamId> = teams.iter().copied().collect();
            match all.iter_mut().find(|(known, _)| *known == teams) {
                Some((_, names)) => names.push(name),
                None if teams.is_empty() => {}
                None => all.push((teams, vec![name])),
            }
        }
        all
    }

    fn agreed_on(&self) -> Section {
        let mut section = Section::new("who-agreed", "Who agreed on what");
        let rows = self.agreements().into_iter().map(|(teams, names)| {
            let teams = teams.into_iter().map(|team| self.team(team)).collect();
            Row::new([Phrase::listed(teams, "and"), Phrase::listed(names, "and")])
        });
        section.table(Table {
            caption: "What may only be changed with whose agreement".into(),
            columns: ["Agreed by", "What"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        });
        section
    }

    fn how_to_read(&self) -> Section {
        let mut section = Section::new("how-to-read", "How to read this page");
        section.say(
            "it is made of the policy's text, which is what counts; nobody writes it by hand, so it \
             says what the policy says",
        );
        if !self.model.decisions.is_empty() || !self.model.scores.is_empty() {
            section.say(
                "anything about a lead may be missing unless it is always there. What a condition \
                 says of a missing value is neither yes nor no, and only a yes lets a rule decide or \
                 a line give points. So \"is missing\" and \"is known\" are said where they matter",
            );
        }
        section
    }

    /// Documentation as paragraphs.
    fn doc(section: &mut Section, doc: &str) {
        let paragraphs = doc.split("\n\n").map(str::trim);
        for paragraph in paragraphs.filter(|it| !it.is_empty()) {
            section.say(Phrase::marked(&on_one_line(paragraph)));
        }
    }

    /// "Agreed by Marketing and Sales", or nothing.
    fn agreed(&self, section: &mut Section, teams: &[TeamId]) {
        let teams: Vec<Phrase> = teams.iter().map(|team| self.team(*team)).collect();
        if !teams.is_empty() {
            section.say(Phrase::from("agreed by ") + Phrase::listed(teams, "and"));
        }
    }

    fn field(&self, id: FieldId) -> Phrase {
        let field = self.model.fields.get(id);
        field.map_or(Phrase::default(), |field| self.words.named(&field.named))
    }

    fn team(&self, id: TeamId) -> Phrase {
        match self.model.teams.get(id) {
            Some(team) => self.words.labelled(&team.named, team.title.as_deref()),
            None => Phrase::default(),
        }
    }

    /// A channel as sentences have it: `confirmation_mail` is a confirmation mail.
    fn channel(&self, id: ChannelId) -> String {
        let channel = self.model.channels.get(id);
        channel.map_or(String::new(), |it| it.name.replace('_', " "))
    }

    /// A stage by what it is called.
    fn stage(&self, id: StageId) -> Phrase {
        let whole = self.model.stage_name(id);
        let stage = self.model.stages.get(id);
        stage.map_or(Phrase::default(), |stage| {
            let word = self.words.word_for(&stage.named.name);
            match word.or(stage.title.as_deref()) {
                Some(label) => Phrase::label(label, &whole),
                None => Phrase::name_of(&stage.named.name, &whole),
            }
        })
    }

    /// A task by what it is called.
    fn task(&self, id: TaskId) -> Phrase {
        let whole = self.model.task_name(id);
        let task = self.model.tasks.get(id);
        task.map_or(Phrase::default(), |task| {
            match task
                .title
                .as_deref()
                .or(self.words.word_for(&task.named.name))
            {
                Some(label) => Phrase::label(label, &whole),
                None => Phrase::name_of(&task.named.name, &whole),
            }
        })
    }
}

/// The label as a heading.
fn heading(label: &Phrase) -> Phrase {
    let pieces = label.pieces().iter();
    let names = pieces.filter(|piece| matches!(piece, crate::words::Piece::Name { .. }));
    match names.count() {
        0 => capitalised(&label.plain()).into(),
        _ => label.clone(),
    }
}
