//! Scores.

use super::fields::Kind;
use super::{Grower, Made};
use crate::proof::outline::Block;

impl Grower {
    pub(super) fn score(&mut self) -> Block {
        let name = self.name("s");
        let mut items: Vec<Block> = (0..self.chance.between(1, 3))
            .map(|_| self.line())
            .collect();
        if self.chance.percent(60) {
            items.push(self.group(1));
        }
        if self.chance.percent(40) {
            items.push(self.score_table());
        }
        let range = match self.chance.percent(50) {
            true => {
                self.uses("score range");
                format!(" 0..{}", self.chance.pick(&[30, 50, 100]))
            }
            false => String::new(),
        };
        self.made.push(Made::Score {
            name: name.clone(),
            bars: vec![10, 20, 30, 40],
        });
        Block::of(format!("score {name}{range}"), items)
    }

    fn points(&mut self) -> &'static str {
        *self.chance.pick(&["+10", "+20", "+30", "-10", "+5"])
    }

    fn line(&mut self) -> Block {
        let points = self.points();
        if let Some(per) = self.per().filter(|_| self.chance.percent(45)) {
            self.uses("score line per");
            self.uses("line at most");
            let most = *self.chance.pick(&[20, 30]);
            let when = match self.chance.percent(25) {
                true => format!(" when {}", self.atom()),
                false => String::new(),
            };
            return Block::line(format!("{points} per {per}{when}, at most {most}"));
        }
        self.uses("score line when");
        let when = self.condition(1);
        match self.chance.percent(10) {
            true => {
                self.uses("line at most");
                Block::line(format!("{points} when {when}, at most 15"))
            }
            false => Block::line(format!("{points} when {when}")),
        }
    }

    /// What a line counts.
    fn per(&mut self) -> Option<String> {
        let countable = |kind: &Kind| matches!(kind, Kind::Small(_) | Kind::Wide(_) | Kind::Day);
        let fields = self.fields_of(countable);
        if fields.is_empty() {
            return None;
        }
        let field = self.chance.pick(&fields);
        Some(match field.kind {
            Kind::Wide(unit) => format!("20{unit} of {}", field.name),
            Kind::Day => format!("3 days of since({})", field.name),
            _ => field.name.clone(),
        })
    }

    fn group(&mut self, depth: usize) -> Block {
        self.uses("group");
        let mut items: Vec<Block> = (0..self.chance.between(1, 2))
            .map(|_| self.line())
            .collect();
        if depth > 0 && self.chance.percent(45) {
            self.uses("group in a group");
            items.push(self.group(depth - 1));
        }
        let title = self.name("group ");
        let limit = *self
            .chance
            .pick(&["at most 20", "at most 30", "at least 0", "at most 15"]);
        Block::of(format!("group \"{title}\" {limit}"), items)
    }

    fn score_table(&mut self) -> Block {
        self.uses("score table");
        let columns = self.columns();
        let first_match = self.chance.percent(30);
        let mut rows = Vec::new();
        let mut cells = std::collections::BTreeSet::new();
        for _ in 0..self.chance.between(1, 3) {
            let row: Vec<String> = columns.iter().map(|column| self.cell(column)).collect();
            let points = self.points();
            if cells.insert(row.clone()) {
                let name = self.name("row");
                rows.push(Block::line(format!(
                    "{name}: {} => {points}",
                    row.join(" | ")
                )));
            }
        }
        if self.chance.percent(75) {
            rows.push(Block::line("otherwise => 0"));
        }
        let headers: Vec<_> = columns
            .iter()
            .map(|column| column.header.as_str())
            .collect();
        let headers = headers.join(" | ");
        match first_match {
            true => {
                self.uses("first match table");
                Block::in_order(format!("table first match {headers}"), rows)
            }
            false => Block::of(format!("table {headers}"), rows),
        }
    }
}
