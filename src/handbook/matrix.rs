//! Who is responsible for which stage and task, as a matrix of letters.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Section, Table, Writer};
use crate::model::{Journey, Party, Stage, StageId, Task, TaskId};
use crate::syntax::ast::StepWord;
use crate::words::Phrase;

/// The most teams and roles that stand side by side, each with letters of its own.
const MOST_COLUMNS: usize = 24;
/// What a cell may say, in the order in which it says it.
const LETTERS: [&str; 6] = ["R", "(R)", "A", "C", "I", "(I)"];

impl Writer<'_> {
    /// Stages and tasks by who is responsible, accountable, consulted and informed.
    pub(super) fn matrix(&self, journey: &Journey) -> Section {
        let named = &journey.named.name;
        let mut section = Section::new(format!("{named}-who"), "Who is responsible");
        let stages = journey.stages.iter().filter_map(|id| {
            let stage = self.model.stages.get(*id)?;
            Some((*id, stage))
        });
        let mut lines: Vec<(Line, Letters)> = Vec::new();
        for (id, stage) in stages {
            let accountable = accountable(stage);
            if !accountable.0.is_empty() {
                lines.push((Line(id, None), accountable));
            }
            for task in &stage.tasks {
                let Some(found) = self.model.tasks.get(*task) else {
                    continue;
                };
                lines.push((Line(id, Some(*task)), self.letters(stage, found)));
            }
        }
        let names = self.line_names(&lines);
        let columns = self.columns(&lines);
        if columns.len() > MOST_COLUMNS {
            section.say("too many to stand side by side; each stage and task below names them");
            return section;
        }
        let rows = lines.iter().zip(names).map(|((_, letters), name)| {
            let cells = columns.iter().map(|(_, party)| letters.of(*party).into());
            Row::new(std::iter::once(name).chain(cells))
        });
        let rows: Vec<Row> = rows.collect();
        if !rows.is_empty() {
            section.say(
                "R does it, A answers for it, C is asked, I is told; in brackets: only for some \
                 leads, or only when it is late",
            );
        }
        let heads = columns.into_iter().map(|(head, _)| head);
        section.table(Table {
            caption: "Stages and tasks, and who has to do with them".into(),
            columns: std::iter::once("What".to_owned()).chain(heads).collect(),
            rows,
            is_matrix: true,
        });
        section
    }

    /// What each line is called; tasks that are called the same have their names behind.
    fn line_names(&self, lines: &[(Line, Letters)]) -> Vec<Phrase> {
        let called = |line: &Line| match line.1 {
            Some(task) => self.stage(line.0) + ": " + self.task(task),
            None => self.stage(line.0),
        };
        let names: Vec<Phrase> = lines.iter().map(|(line, _)| called(line)).collect();
        let plain: Vec<String> = names.iter().map(Phrase::plain).collect();
        let names = names.into_iter().zip(lines).map(|(name, (line, _))| {
            let same = plain.iter().filter(|it| **it == name.plain()).count();
            let named = match line.1 {
                Some(task) => self.model.tasks.get(task).map(|it| &it.named),
                None => self.model.stages.get(line.0).map(|it| &it.named),
            };
            match named {
                Some(named) if same > 1 => name + " (" + Phrase::word(&named.name) + ")",
                Some(_) | None => name,
            }
        });
        names.collect()
    }

    /// The heads of the columns, each with one who has its letters. Where they are too many for each
    /// to have a column, those stand together that have the same letters in every line.
    fn columns(&self, lines: &[(Line, Letters)]) -> Vec<(String, Party)> {
        let parties = self.parties(lines);
        let names = self.party_names(&parties);
        if parties.len() <= MOST_COLUMNS {
            return names.into_iter().zip(parties).collect();
        }
        let mut columns: Vec<(Vec<String>, Party)> = Vec::new();
        for (name, party) in names.into_iter().zip(parties) {
            let is_same = |other: Party| {
                let mut lines = lines.iter().map(|(_, letters)| letters);
                lines.all(|letters| letters.of(other) == letters.of(party))
            };
            match columns.iter_mut().find(|(_, other)| is_same(*other)) {
                Some((names, _)) => names.push(name),
                None => columns.push((vec![name], party)),
            }
        }
        let columns = columns.into_iter();
        columns
            .map(|(names, party)| (names.join("; "), party))
            .collect()
    }

    /// What each is called; of those that are called the same, a team says that it is one, and roles
    /// have their names behind.
    fn party_names(&self, parties: &[Party]) -> Vec<String> {
        let names: Vec<String> = parties.iter().map(|it| self.party(*it).plain()).collect();
        let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, party) in names.iter().zip(parties) {
            *all.entry(name).or_default() += 1;
            if matches!(party, Party::Role(_)) {
                *roles.entry(name).or_default() += 1;
            }
        }
        let is_several = |count: Option<&usize>| count.is_some_and(|it| *it > 1);
        let named = names.iter().zip(parties).map(|(name, party)| match party {
            Party::Team(_) if is_several(all.get(name.as_str())) => format!("{name} (team)"),
            Party::Role(id) if is_several(roles.get(name.as_str())) => {
                let role = self.model.roles.get(*id).map(|it| it.named.name.as_str());
                format!("{name} ({})", role.unwrap_or_default())
            }
            Party::Team(_) | Party::Role(_) => name.clone(),
        });
        named.collect()
    }

    /// All that have a letter in some line: teams, each before its roles.
    fn parties(&self, lines: &[(Line, Letters)]) -> Vec<Party> {
        let named = lines.iter().flat_map(|(_, letters)| &letters.0);
        let named: BTreeSet<Party> = named.map(|(party, _)| *party).collect();
        let team_of = |party: &Party| match party {
            Party::Team(id) => Some(*id),
            Party::Role(id) => self.model.roles.get(*id).map(|role| role.team),
        };
        let mut parties: Vec<Party> = named.into_iter().collect();
        // Teams come before roles as they are, and stay so within each team.
        parties.sort_by_key(team_of);
        parties
    }

    fn letters(&self, stage: &Stage, task: &Task) -> Letters {
        let mut letters = Letters::default();
        let decided = Self::is_decided(&task.responsible) || task.when.is_some();
        for role in self.roles_of(&task.responsible) {
            letters.add(Party::Role(role), if decided { "(R)" } else { "R" });
        }
        for step in &task.steps {
            let letter = match step.kind {
                StepWord::Escalate => "(I)",
                StepWord::Reassign => "(R)",
            };
            letters.add(Party::Role(step.role), letter);
        }
        letters.0.extend(accountable(stage).0);
        let consulted = task.consulted.iter().map(|party| (*party, "C"));
        let informed = task.informed.iter().map(|party| (*party, "I"));
        consulted
            .chain(informed)
            .for_each(|(party, letter)| letters.add(party, letter));
        letters
    }
}

/// A line of the matrix: a stage, or a task of it.
struct Line(StageId, Option<TaskId>);

/// The letters of a line of the matrix.
#[derive(Default)]
struct Letters(Vec<(Party, &'static str)>);

impl Letters {
    fn add(&mut self, party: Party, letter: &'static str) {
        if !self.0.contains(&(party, letter)) {
            self.0.push((party, letter));
        }
    }

    fn of(&self, party: Party) -> String {
        let has = |letter: &str| self.0.contains(&(party, letter));
        let said = LETTERS.iter().copied().filter(|letter| {
            // What is always so need not be said to be so for some leads.
            let always = letter.trim_matches(['(', ')']);
            has(letter) && (*letter == always || !has(always))
        });
        said.collect::<Vec<_>>().join(" ")
    }
}

fn accountable(stage: &Stage) -> Letters {
    let all = stage.accountable.iter().map(|it| (it.party, "A"));
    Letters(all.collect())
}
