//! The words of the teams, side by side.

use std::collections::BTreeSet;

use super::{Row, Section, Table, Writer};
use crate::words::Phrase;

impl Writer<'_> {
    /// Every word that some team has, with that of each.
    pub(super) fn glossary(&self) -> Section {
        let mut section = Section::new("our-words", "How each team says it");
        let vocabularies = &self.model.vocabularies;
        let teams: BTreeSet<_> = vocabularies.iter().map(|it| it.team).collect();
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in vocabularies.iter().flat_map(|it| &it.words) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let rows = names.iter().map(|name| {
            let said = teams.iter().map(|team| {
                let own = vocabularies.iter().filter(|it| it.team == *team);
                let mut words = own.flat_map(|it| &it.words);
                let word = words.find(|(ours, _)| ours == name);
                word.map_or(Phrase::default(), |(_, theirs)| theirs.as_str().into())
            });
            Row::new(std::iter::once(Phrase::name(name)).chain(said))
        });
        let columns = teams.iter().map(|team| self.words.team(*team));
        section.table(Table {
            caption: "What the policy says, and what each team says".into(),
            columns: std::iter::once("In the policy".to_owned())
                .chain(columns)
                .collect(),
            rows: rows.collect(),
            is_matrix: false,
        });
        section
    }
}
