//! Decisions.

use super::fields::Kind;
use super::{Grower, Made};
use crate::proof::outline::Block;

/// What a decision may decide.
struct Outcomes {
    ty: String,
    values: Vec<String>,
    /// Fields that are outcomes of this type.
    fields: Vec<String>,
    /// Decisions of this type.
    decisions: Vec<String>,
    none: bool,
}

impl Grower {
    pub(super) fn decision(&mut self) -> Block {
        let read_before = self.made.clone();
        let outcomes = self.outcomes();
        let first_match = self.chance.percent(25);
        let mut tables = Vec::new();
        let mut rules = Vec::new();
        if self.chance.percent(55) {
            for _ in 0..*self.chance.pick(&[1, 1, 2]) {
                tables.push(self.table(&outcomes, first_match));
            }
        }
        let least = usize::from(tables.is_empty());
        let names: Vec<_> = (0..self.chance.between(least, 3))
            .map(|_| self.name("r"))
            .collect();
        let mut below: Vec<String> = tables.iter().filter_map(|(name, _)| name.clone()).collect();
        for name in names.iter().rev() {
            rules.push(self.rule(name, &outcomes, first_match, &below));
            below.push(name.clone());
        }
        rules.reverse();
        rules.extend(tables.into_iter().map(|(_, table)| table));
        if self.chance.percent(50) {
            rules.push(self.otherwise(&outcomes));
        }
        let name = self.name("k");
        let head = format!("decision {name}: {}", outcomes.ty);
        let none = if outcomes.none { " or none" } else { "" };
        self.note_reads(&read_before, &rules);
        self.made.push(Made::Decision {
            name,
            ty: outcomes.ty,
            values: outcomes.values,
        });
        match first_match {
            true => {
                self.uses("first match decision");
                Block::in_order(format!("{head}{none} first match"), rules)
            }
            false => Block::of(format!("{head}{none}"), rules),
        }
    }

    fn note_reads(&mut self, made: &[Made], rules: &[Block]) {
        let text = format!("{rules:?}");
        let reads = |name: &str| {
            let names_it = |c: char| !c.is_ascii_alphanumeric() && c != '_';
            text.split(names_it).any(|word| word == name)
        };
        for made in made {
            match made {
                Made::Score { name, .. } if reads(name) => self.uses("decision reads score"),
                Made::Decision { name, .. } if reads(name) => self.uses("decision reads decision"),
                _ => {}
            }
        }
    }

    fn outcomes(&mut self) -> Outcomes {
        let choices = self.fields_of(|kind| matches!(kind, Kind::Choice(..)));
        let none = self.chance.percent(30);
        let words = |values: &[&str]| values.iter().map(ToString::to_string).collect();
        let made = self.made.iter().filter_map(|made| match made {
            Made::Decision { ty, values, .. } => Some((ty.clone(), values.clone())),
            _ => None,
        });
        let made: Vec<_> = made.collect();
        let (ty, values): (String, Vec<String>) = match self.chance.below(12) {
            // So that the one may be an outcome of the other.
            _ if !made.is_empty() && self.chance.percent(40) => self.chance.pick(&made).clone(),
            0..=3 if !choices.is_empty() => {
                let Kind::Choice(values, ordered) = self.chance.pick(&choices).kind else {
                    unreachable!("only choices were asked for");
                };
                let between = if ordered { " < " } else { " | " };
                (format!("one of {}", values.join(between)), words(values))
            }
            0 | 4 => ("boolean".to_owned(), words(&["yes", "no"])),
            5 => ("integer".to_owned(), words(&["1", "2", "3"])),
            6 => ("duration".to_owned(), words(&["1 hour", "2 days"])),
            7 => ("text".to_owned(), words(&["\"US\"", "\"UK\""])),
            8 => {
                self.needs_team = true;
                ("role".to_owned(), words(&["sdr", "ae", "csm"]))
            }
            _ => {
                let many = self.chance.between(2, 3);
                let values = &["x", "y", "z"][..many];
                (format!("one of {}", values.join(" | ")), words(values))
            }
        };
        let fits = |kind: &Kind| match kind {
            Kind::Choice(of, _) => ty.starts_with("one of") && *of == values,
            Kind::Boolean => ty == "boolean",
            Kind::Small(_) => ty == "integer",
            Kind::Text(..) => ty == "text",
            _ => false,
        };
        let fields = self
            .fields_of(fits)
            .into_iter()
            .map(|field| field.name)
            .collect();
        let decisions = self.made.iter().filter_map(|made| match made {
            Made::Decision { name, ty: of, .. } if *of == ty => Some(name.clone()),
            _ => None,
        });
        let decisions = decisions.collect();
        Outcomes {
            ty,
            values,
            fields,
            decisions,
            none,
        }
    }

    fn outcome(&mut self, outcomes: &Outcomes) -> String {
        if outcomes.none {
            self.uses("or none");
            if self.chance.percent(15) {
                return "none".to_owned();
            }
        }
        if !outcomes.fields.is_empty() && self.chance.percent(25) {
            self.uses("field outcome");
            return self.chance.pick(&outcomes.fields).clone();
        }
        if !outcomes.decisions.is_empty() && self.chance.percent(40) {
            self.uses("decision outcome");
            return self.chance.pick(&outcomes.decisions).clone();
        }
        self.chance.pick(&outcomes.values).clone()
    }

    fn otherwise(&mut self, outcomes: &Outcomes) -> Block {
        self.uses("otherwise");
        if outcomes.none && self.chance.percent(60) {
            self.uses("otherwise none");
            return Block::line("otherwise none");
        }
        Block::line(format!("otherwise {}", self.outcome(outcomes)))
    }

    fn rule(
        &mut self,
        name: &str,
        outcomes: &Outcomes,
        first_match: bool,
        below: &[String],
    ) -> Block {
        let mut text = format!("rule {name}: {}", self.outcome(outcomes));
        let depth = self.chance.between(1, 3);
        if self.chance.percent(97) {
            text += &format!(" when {}", self.condition(depth));
        }
        if self.chance.percent(25) {
            self.uses("unless");
            text += &format!(" unless {}", self.condition(1));
        }
        if !first_match && self.chance.percent(45) {
            text += &self.overrides(below);
        }
        Block::line(text)
    }

    fn overrides(&mut self, below: &[String]) -> String {
        if below.is_empty() || self.chance.percent(30) {
            self.uses("overrides all");
            return " overrides all".to_owned();
        }
        let many = self.chance.between(1, below.len().min(2));
        let names = self.chance.some(below, many);
        for name in &names {
            self.uses(match name.starts_with('t') {
                true => "overrides table",
                false => "overrides name",
            });
        }
        format!(" overrides {}", names.join(", "))
    }

    /// A table, with its name where it has one.
    fn table(&mut self, outcomes: &Outcomes, in_order: bool) -> (Option<String>, Block) {
        self.uses("table");
        let columns = self.columns();
        let first_match = self.chance.percent(25);
        let mut rows = Vec::new();
        let mut cells = std::collections::BTreeSet::new();
        for _ in 0..self.chance.between(1, 3) {
            let row: Vec<String> = columns.iter().map(|column| self.cell(column)).collect();
            let outcome = self.outcome(outcomes);
            if cells.insert(row.clone()) {
                let name = self.name("row");
                let row = row.join(" | ");
                rows.push(Block::line(format!("{name}: {row} => {outcome}")));
            }
        }
        let name = self.chance.percent(70).then(|| self.name("t"));
        let headers: Vec<_> = columns
            .iter()
            .map(|column| column.header.as_str())
            .collect();
        let named = name
            .as_ref()
            .map_or(String::new(), |name| format!(" {name}"));
        let headers = headers.join(" | ");
        let first = if first_match { " first match" } else { "" };
        if first_match {
            self.uses("first match table");
        }
        let head = format!("table{named}{first} {headers}");
        let block = match first_match || in_order {
            true => Block::in_order(head, rows),
            false => Block::of(head, rows),
        };
        (name, block)
    }
}
