//! Conditions of every kind.

use super::fields::{Field, Kind, Test, Texts};
use super::{Grower, Made};

pub(super) const DAYS: [&str; 2] = ["2026-06-20", "2026-06-28"];
const MOMENTS: [&str; 2] = ["2026-06-30T12:00", "2026-06-29T09:00"];
const COMPARE: [&str; 4] = ["<", "<=", ">", ">="];

impl Grower {
    /// A condition that may hold others, so many deep; it stands for itself beside `and` and `or`.
    pub(super) fn condition(&mut self, depth: usize) -> String {
        if depth == 0 || self.chance.percent(35) {
            return self.atom();
        }
        let part = |grower: &mut Self| match grower.chance.percent(55) {
            true => grower.atom(),
            false => format!("({})", grower.condition(depth - 1)),
        };
        if depth >= 3 {
            self.uses("nested three deep");
        }
        match self.chance.below(10) {
            0..=3 => {
                self.uses("and");
                let parts = self.several(2, 3, part);
                parts.join(" and ")
            }
            4..=6 => {
                self.uses("or");
                let parts = self.several(2, 3, part);
                parts.join(" or ")
            }
            7 => {
                self.uses("not");
                format!("not ({})", self.condition(depth - 1))
            }
            _ => self.counted(depth - 1),
        }
    }

    fn several(
        &mut self,
        least: usize,
        most: usize,
        part: impl Fn(&mut Self) -> String,
    ) -> Vec<String> {
        let many = self.chance.between(least, most);
        (0..many).map(|_| part(self)).collect()
    }

    fn counted(&mut self, depth: usize) -> String {
        let parts = self.several(2, 3, |grower| grower.condition(depth));
        let (words, construct) = match self.chance.below(5) {
            0 => ("all of".to_owned(), "all of"),
            1 => ("any of".to_owned(), "any of"),
            2 => ("none of".to_owned(), "none of"),
            _ => {
                let many = self.chance.between(1, parts.len());
                (format!("at least {many} of"), "at least N of")
            }
        };
        self.uses(construct);
        format!("{words} {{ {} }}", parts.join(", "))
    }

    /// A condition without others in it.
    pub(super) fn atom(&mut self) -> String {
        if self.chance.percent(22)
            && let Some(atom) = self.of_made()
        {
            return atom;
        }
        if self.chance.percent(28)
            && let Some(atom) = self.of_two_fields()
        {
            return atom;
        }
        // The first is of the rarest kind.
        let first = self.fields[0].clone();
        let field = match self.chance.percent(20) {
            true => first,
            false => self.chance.pick(&self.fields).clone(),
        };
        let may_miss = !field.required && !matches!(field.kind, Kind::Set(_));
        if may_miss && self.chance.percent(12) {
            return self.of_missing(&field.name);
        }
        self.of_field(&field)
    }

    fn of_missing(&mut self, name: &str) -> String {
        let (words, construct) = match self.chance.percent(50) {
            true => ("missing", "is missing"),
            false => ("known", "is known"),
        };
        self.uses(construct);
        format!("{name} is {words}")
    }

    /// A condition on a definition, score or decision that is there already.
    fn of_made(&mut self) -> Option<String> {
        if self.made.is_empty() {
            return None;
        }
        let made = self.chance.pick(&self.made).clone();
        Some(match made {
            Made::Condition(name) => name,
            Made::Score { name, bars } => {
                let bar = *self.chance.pick(&bars);
                let op = *self.chance.pick(&[">=", ">=", "<", ">", "=", "<="]);
                format!("{name} {op} {bar}")
            }
            Made::Decision { name, ty, values } => {
                let value = self.chance.pick(&values).clone();
                match ty.as_str() {
                    "boolean" => name,
                    "text" => format!("{name} = {value}"),
                    _ if self.chance.percent(25) => format!("{name} != {value}"),
                    _ => format!("{name} = {value}"),
                }
            }
        })
    }

    fn of_field(&mut self, field: &Field) -> String {
        let name = &field.name;
        match &field.kind {
            Kind::Boolean => match self.chance.below(6) {
                0 => {
                    self.uses("not");
                    format!("not {name}")
                }
                1 => format!("{name} = no"),
                _ => name.clone(),
            },
            Kind::Choice(values, ordered) => self.of_choice(name, values, *ordered),
            Kind::Small(most) => self.of_small(name, *most),
            Kind::Wide(unit) => {
                let (low, high) = (*self.chance.pick(&[10, 20]), *self.chance.pick(&[50, 60]));
                match self.chance.below(4) {
                    0 => format!("{name} in {low}..<{high}{unit}"),
                    1 => format!("{name} in {low}..{high}{unit}"),
                    _ => format!("{name} {} {low}{unit}", self.chance.pick(&COMPARE)),
                }
            }
            Kind::Day => self.of_day(name),
            Kind::Moment => {
                self.uses("datetime compared");
                let op = *self.chance.pick(&COMPARE);
                match self.chance.percent(50) {
                    true => format!("since({name}) {op} {} hours", self.chance.pick(&[24, 36])),
                    false => format!("{name} {op} {}", self.chance.pick(&MOMENTS)),
                }
            }
            Kind::Text(texts, tests) => self.of_text(name, *texts, tests),
            Kind::Set(values) => self.of_set(name, values),
        }
    }

    fn of_choice(&mut self, name: &str, values: &[&str], ordered: bool) -> String {
        let value = *self.chance.pick(values);
        match self.chance.below(6) {
            0 if ordered => format!("{name} {} {value}", self.chance.pick(&COMPARE)),
            0 | 1 => {
                let many = self.chance.between(1, values.len() - 1);
                let some = self.chance.some(values, many).join(", ");
                format!("{name} in {{ {some} }}")
            }
            2 => {
                self.uses("not in");
                format!("{name} not in {{ {value} }}")
            }
            3 => {
                self.uses("!=");
                format!("{name} != {value}")
            }
            _ => format!("{name} = {value}"),
        }
    }

    fn of_small(&mut self, name: &str, most: usize) -> String {
        let value = self.chance.between(0, most);
        match self.chance.below(7) {
            0 => format!("{name} = {value}"),
            1 => {
                let low = self.chance.below(most);
                format!("{name} in {low}..{}", self.chance.between(low, most))
            }
            2 => {
                self.uses("!=");
                format!("{name} != {value}")
            }
            3 | 4 => {
                self.uses("linear condition");
                format!("2 * {name} > {value}")
            }
            _ => format!("{name} {} {value}", self.chance.pick(&COMPARE)),
        }
    }

    fn of_day(&mut self, name: &str) -> String {
        let op = *self.chance.pick(&COMPARE);
        if self.chance.percent(45) {
            self.uses("date compared with a date");
            return format!("{name} {op} {}", self.chance.pick(&DAYS));
        }
        self.uses("date by age");
        match self.chance.below(4) {
            0 => format!("since({name}) in 0..7 days"),
            1 => format!("until({name}) {op} 3 days"),
            _ => format!("since({name}) {op} {} days", self.chance.pick(&[3, 7])),
        }
    }

    fn of_set(&mut self, name: &str, values: &[&str]) -> String {
        let (words, construct) = match self.chance.below(4) {
            0 => (format!("has {}", self.chance.pick(values)), "has"),
            1 => (
                format!("has any of {{ {} }}", values.join(", ")),
                "has any of",
            ),
            2 => (
                format!("has all of {{ {} }}", values.join(", ")),
                "has all of",
            ),
            _ => ("is empty".to_owned(), "is empty"),
        };
        self.uses(construct);
        format!("{name} {words}")
    }

    fn of_text(&mut self, name: &str, texts: Texts, tests: &[Test]) -> String {
        let (construct, test) = *self.chance.pick(tests);
        self.uses(construct);
        if construct == "text in list" {
            self.needs_list = true;
        }
        let of_domain = texts == Texts::Mail && matches!(construct, "domain" | "text in list");
        match of_domain {
            true => format!("domain({name}) {test}"),
            false => format!("{name} {test}"),
        }
    }

    /// Two fields of one kind against each other.
    pub(super) fn of_two_fields(&mut self) -> Option<String> {
        let a = self.chance.pick(&self.fields).clone();
        let like = |kind: &Kind| match (kind, &a.kind) {
            (Kind::Small(_), Kind::Small(_)) | (Kind::Text(..), Kind::Text(..)) => true,
            (Kind::Wide(_) | Kind::Set(_) | Kind::Boolean, _) => false,
            (kind, other) => kind == other,
        };
        let others = self.fields_of(like);
        let others: Vec<_> = others.into_iter().filter(|b| b.name != a.name).collect();
        if others.is_empty() {
            return None;
        }
        let (b, a) = (self.chance.pick(&others).name.clone(), a);
        let op = *self.chance.pick(&COMPARE);
        let (a, kind) = (a.name, a.kind);
        self.uses("two fields compared");
        if matches!(kind, Kind::Small(_)) {
            return Some(self.linear(&a, &b, op));
        }
        Some(match kind {
            Kind::Day | Kind::Moment | Kind::Choice(_, true) => format!("{a} {op} {b}"),
            _ if self.chance.percent(25) => format!("{a} != {b}"),
            _ => format!("{a} = {b}"),
        })
    }

    fn linear(&mut self, a: &str, b: &str, op: &str) -> String {
        let bar = self.chance.between(1, 8);
        match self.chance.below(4) {
            0 => return format!("{a} {op} {b}"),
            1 => self.uses("linear condition"),
            2 => {
                self.uses("linear condition");
                return format!("{a} + {b} {op} {bar}");
            }
            _ => {
                self.uses("linear condition");
                return format!("{a} - {b} {op} {}", bar / 3);
            }
        }
        format!("{a} {op} 2 * {b}")
    }

    /// A condition on the first of two fields that is known.
    pub(super) fn coalesced(&mut self) -> Option<String> {
        let field = self.chance.pick(&self.fields).clone();
        let like = |kind: &Kind| match (kind, &field.kind) {
            (Kind::Set(_), _) => false,
            (Kind::Text(..), Kind::Text(..)) | (Kind::Small(_), Kind::Small(_)) => true,
            (kind, other) => kind == other,
        };
        let others = self.fields_of(like);
        let others: Vec<_> = others.iter().filter(|b| b.name != field.name).collect();
        let other = match others.is_empty() {
            // A constant where all else is missing.
            true => match &field.kind {
                Kind::Boolean => "no".to_owned(),
                Kind::Small(most) => self.chance.between(0, *most).to_string(),
                Kind::Wide(unit) => format!("20{unit}"),
                Kind::Text(..) => "\"US\"".to_owned(),
                _ => return None,
            },
            false => self.chance.pick(&others).name.clone(),
        };
        self.uses("else");
        let both = format!("({} else {other})", field.name);
        Some(match field.kind {
            Kind::Boolean => both,
            Kind::Text(..) => format!("{both} = \"US\""),
            kind => self.of_field(&Field {
                name: both,
                kind,
                required: false,
            }),
        })
    }
}
