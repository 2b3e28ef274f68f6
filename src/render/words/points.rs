//! What the lines of a score give, and why.

use super::{Words, signed};
use crate::eval::Found;
use crate::eval::trace::{
    ConditionTrace, GroupTrace, ItemTrace, LineTrace, OperandTrace, RowTrace, TableOutcome,
    TableTrace,
};
use crate::model::Per;
use crate::value::{Number, Value, joined};
use crate::why::{held, lack};

/// What a line, a group or a table of a score gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Points {
    /// Its points; none where it cannot be told.
    pub(in crate::render) points: Option<Number>,
    /// In how many groups it stands.
    pub(in crate::render) depth: usize,
    /// It is a group, whose lines follow.
    pub(in crate::render) is_group: bool,
    /// Why it gives them.
    pub(in crate::render) text: String,
}

impl Words<'_> {
    /// What each line, group and table of a score gives, in the order of the text.
    pub(in crate::render) fn points(&self, items: &[ItemTrace<'_>]) -> Vec<Points> {
        let mut all = Vec::new();
        self.items(items, 0, &mut all);
        all
    }

    fn items(&self, items: &[ItemTrace<'_>], depth: usize, all: &mut Vec<Points>) {
        for item in items {
            let (points, text) = match item {
                ItemTrace::Line(line) => (line.points, self.line(line)),
                ItemTrace::Table(table) => (table.points, self.table(table)),
                ItemTrace::Group(group) => {
                    all.push(Points {
                        points: group.points,
                        depth,
                        is_group: true,
                        text: group_text(group),
                    });
                    self.items(&group.items, depth + 1, all);
                    continue;
                }
            };
            all.push(Points {
                points,
                depth,
                is_group: false,
                text,
            });
        }
    }

    fn line(&self, trace: &LineTrace<'_>) -> String {
        let line = trace.line;
        if let Some(when) = trace.when.as_ref().filter(|when| !when.truth.is_yes()) {
            let lacks = self.lacks(&lack(when, true)).join("; ");
            let each = match &line.per {
                Some(_) => " each",
                None => "",
            };
            return format!("instead of {}{each}: {lacks}", signed(line.points));
        }
        let when = trace
            .when
            .as_ref()
            .map(|when| self.facts(&held(when, true)));
        let when = when.filter(|facts| !facts.is_empty());
        let when = when.map(|facts| joined(&facts, "and"));
        let (Some(per), Some(of)) = (&line.per, &trace.of) else {
            let text = when.unwrap_or_else(|| "always".to_owned());
            return match (trace.raw, trace.points) {
                (Some(raw), Some(points)) if raw != points => {
                    format!("{text}; of {}", signed(raw))
                }
                _ => text,
            };
        };
        let counted = self.counted(trace, per, of);
        match when {
            Some(when) => format!("{counted}, as {when}"),
            None => counted,
        }
    }

    /// "`visits` is 4: 4 times +10, is +40, and at most 30 counts".
    fn counted(&self, trace: &LineTrace<'_>, per: &Per, of: &OperandTrace<'_>) -> String {
        let line = trace.line;
        let name = self.operand(of.operand);
        let unit = match &per.unit {
            Value::Number(unit) if *unit == Number::from(1) => String::new(),
            unit => self.value(unit, of.operand.ty).to_string(),
        };
        let each = signed(line.points);
        let raw = trace.raw.filter(|raw| *raw != Number::ZERO);
        let (Found::Known(_), Some(raw)) = (&of.value, raw) else {
            return match unit.is_empty() {
                true => format!("{name} {} ({each} each)", self.is(of)),
                false => format!("{name} {} ({each} for each {unit})", self.is(of)),
            };
        };
        let parts = self.made_of(of);
        let parts = match parts.is_empty() {
            true => String::new(),
            false => format!(" ({})", joined(&parts, "and")),
        };
        let is = format!("{name} {}{parts}", self.is(of));
        let times = size(raw).and_then(|raw| raw.floor_div(size(line.points)?));
        let times = times.map_or(String::new(), |times| match times.to_i64() {
            Some(1) => "once ".to_owned(),
            _ => format!("{times} times "),
        });
        let sum = match unit.is_empty() {
            true => format!("{times}{each}"),
            false => format!("{times}{unit}, {each} each"),
        };
        match trace.points {
            Some(points) if points != raw => {
                let most = line.at_most.unwrap_or(points);
                format!("{is}: {sum}, is {}, and at most {most} counts", signed(raw))
            }
            _ => format!("{is}: {sum}"),
        }
    }

    fn table(&self, trace: &TableTrace<'_>) -> String {
        let name = match &trace.table.name {
            Some(name) => format!("the table `{name}`"),
            None => "its table".to_owned(),
        };
        match &trace.outcome {
            TableOutcome::Rows(rows) => {
                let row = rows.first().and_then(|at| trace.rows.get(*at));
                let facts = row.map_or(Vec::new(), |row| self.facts(&held(&row.when, true)));
                match facts.is_empty() {
                    true => format!("{name} gives it to every lead"),
                    false => joined(&facts, "and"),
                }
            }
            TableOutcome::Otherwise => {
                let saw = self.table_saw(trace);
                match saw.is_empty() {
                    true => format!("no row of {name} holds"),
                    false => format!("{}: no row of {name} holds", joined(&saw, "and")),
                }
            }
            TableOutcome::Gap => {
                let nearest = self.nearest_row(trace);
                format!("no row of {name} holds, and it has no `otherwise`{nearest}")
            }
            TableOutcome::Conflict(rows) => {
                let rows = rows.iter().filter_map(|at| trace.table.rows.get(*at));
                let say = rows.map(|row| format!("`{}` gives {}", row.name, signed(row.points)));
                let say: Vec<String> = say.collect();
                format!("rows of {name} disagree: {}", joined(&say, "and"))
            }
            TableOutcome::Stopped(rows) => {
                let row = rows.first().and_then(|at| trace.rows.get(*at));
                let lacks = row.map_or(Vec::new(), |row| self.lacks(&lack(&row.when, true)));
                let lacks = lacks.join("; ");
                format!("it cannot be told which row of {name} holds: {lacks}")
            }
        }
    }

    /// What the rows of a table looked at, each value once.
    fn table_saw(&self, trace: &TableTrace<'_>) -> Vec<String> {
        let mut said = Vec::new();
        for row in &trace.rows {
            self.saw(&row.when, &mut said);
        }
        said
    }

    fn saw(&self, trace: &ConditionTrace<'_>, said: &mut Vec<String>) {
        if let Some(saw) = trace.saw.first() {
            let text = format!("{} {}", self.operand(saw.operand), self.is(saw));
            if !said.contains(&text) {
                said.push(text);
            }
        }
        trace.parts.iter().for_each(|part| self.saw(part, said));
    }

    fn nearest_row(&self, trace: &TableTrace<'_>) -> String {
        let lacks = |row: &RowTrace<'_>| lack(&row.when, true).distance();
        let rows = trace.rows.iter().filter(|row| lacks(row).is_some());
        match rows.min_by_key(|row| lacks(row)) {
            Some(row) => {
                let lacks = self.lacks(&lack(&row.when, true)).join("; ");
                format!("; nearest is `{}`: {lacks}", row.row.name)
            }
            None => String::new(),
        }
    }
}

fn group_text(trace: &GroupTrace<'_>) -> String {
    let group = trace.group;
    let title = format!("the group \"{}\"", group.title);
    match (trace.sum, trace.points) {
        (Some(sum), Some(points)) if sum != points => {
            let limit = match points < sum {
                true => "at most",
                false => "at least",
            };
            format!(
                "{title}: together {}, and {limit} {points} counts",
                signed(sum)
            )
        }
        (Some(_), Some(_)) => format!("{title}, together"),
        _ => format!("{title} cannot be added up"),
    }
}

/// Points without their sign.
fn size(points: Number) -> Option<Number> {
    match points.is_negative() {
        true => points.checked_neg(),
        false => Some(points),
    }
}
