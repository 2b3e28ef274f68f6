//! Who is responsible for which stage and task, as a matrix of letters.

use std::collections::BTreeSet;

use super::{Row, Section, Table, Writer};
use crate::model::{Journey, Party, Stage, Task};
use crate::syntax::ast::StepWord;
use crate::words::Phrase;

/// The most teams and roles that stand side by side.
const MOST_PARTIES: usize = 40;

impl Writer<'_> {
    /// Stages and tasks by who is responsible, accountable, consulted and informed.
    pub(super) fn matrix(&self, journey: &Journey) -> Section {
        let named = &journey.named.name;
        let mut section = Section::new(format!("{named}-who"), "Who is responsible");
        let stages = journey.stages.iter().filter_map(|id| {
            let stage = self.model.stages.get(*id)?;
            Some((*id, stage))
        });
        let mut lines: Vec<(Phrase, Letters)> = Vec::new();
        for (id, stage) in stages {
            let accountable = accountable(stage);
            if !accountable.0.is_empty() {
                lines.push((self.stage(id), accountable));
            }
            for task in &stage.tasks {
                let Some(found) = self.model.tasks.get(*task) else {
                    continue;
                };
                let name = self.stage(id) + ": " + self.task(*task);
                lines.push((name, self.letters(stage, found)));
            }
        }
        let parties = self.parties(&lines);
        if parties.len() > MOST_PARTIES {
            section.say("too many to stand side by side; each stage and task below names them");
            return section;
        }
        let columns = parties.iter().map(|party| self.party(*party).plain());
        let rows = lines.iter().map(|(name, letters)| {
            let cells = parties.iter().map(|party| letters.of(*party).into());
            Row::new(std::iter::once(name.clone()).chain(cells))
        });
        let rows: Vec<Row> = rows.collect();
        if !rows.is_empty() {
            section.say(
                "R does it, A answers for it, C is asked, I is told; in brackets: only for some \
                 leads, or only when it is late",
            );
        }
        section.table(Table {
            caption: "Stages and tasks, and who has to do with them".into(),
            columns: std::iter::once("What".to_owned()).chain(columns).collect(),
            rows,
        });
        section
    }

    /// All that have a letter in some line: teams, each before its roles.
    fn parties(&self, lines: &[(Phrase, Letters)]) -> Vec<Party> {
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
        let own = self.0.iter().filter(|(of, _)| *of == party);
        let own: Vec<&str> = own.map(|(_, letter)| *letter).collect();
        // What is always so need not be said to be so for some leads.
        let is_said = |letter: &&&str| {
            let always = letter.trim_matches(['(', ')']);
            **letter == always || !own.contains(&always)
        };
        let said: Vec<&str> = own.iter().filter(is_said).copied().collect();
        said.join(" ")
    }
}

fn accountable(stage: &Stage) -> Letters {
    let all = stage.accountable.iter().map(|it| (it.party, "A"));
    Letters(all.collect())
}
