//! Headers and cells of tables.

use super::fields::{Kind, Texts};
use super::{Grower, Made};

/// What a column of a table looks at.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) header: String,
    may_miss: bool,
    cells: Cells,
}

#[derive(Debug, Clone)]
enum Cells {
    Boolean,
    Values(Vec<String>, bool),
    /// Cut points and their unit.
    Numbers(Vec<i64>, &'static str),
    Text(Texts),
    Set(Vec<String>),
}

impl Grower {
    /// One or two columns on different things.
    pub(super) fn columns(&mut self) -> Vec<Column> {
        let wanted = *self.chance.pick(&[1, 1, 2]);
        let mut columns: Vec<Column> = Vec::new();
        for _ in 0..wanted {
            let column = self.column();
            if columns.iter().all(|other| other.header != column.header) {
                columns.push(column);
            }
        }
        columns
    }

    fn column(&mut self) -> Column {
        if self.chance.percent(30) && !self.made.is_empty() {
            let made = self.chance.pick(&self.made).clone();
            if let Some(column) = self.column_of_made(made) {
                return column;
            }
        }
        let field = self.chance.pick(&self.fields).clone();
        let may_miss = !field.required && !matches!(field.kind, Kind::Set(_));
        let (header, cells) = match field.kind {
            Kind::Boolean => (field.name, Cells::Boolean),
            Kind::Choice(values, ordered) => {
                let values = values.iter().map(ToString::to_string).collect();
                (field.name, Cells::Values(values, ordered))
            }
            Kind::Small(most) => {
                let cuts = (0..=i64::try_from(most).unwrap()).collect();
                (field.name, Cells::Numbers(cuts, ""))
            }
            Kind::Wide(unit) => (field.name, Cells::Numbers(vec![10, 20, 50], unit)),
            Kind::Day => {
                self.uses("date by age");
                let header = format!("since({})", field.name);
                (header, Cells::Numbers(vec![0, 3, 7], " days"))
            }
            Kind::Moment => {
                self.uses("datetime compared");
                let header = format!("since({})", field.name);
                (header, Cells::Numbers(vec![24, 36], " hours"))
            }
            Kind::Text(Texts::Mail, _) => {
                self.uses("domain");
                (format!("domain({})", field.name), Cells::Text(Texts::Mail))
            }
            Kind::Text(texts, _) => (field.name, Cells::Text(texts)),
            Kind::Set(values) => {
                let values = values.iter().map(ToString::to_string).collect();
                (field.name, Cells::Set(values))
            }
        };
        Column {
            header,
            may_miss,
            cells,
        }
    }

    fn column_of_made(&mut self, made: Made) -> Option<Column> {
        let may_miss = !matches!(made, Made::Score { .. });
        let (header, cells) = match made {
            Made::Condition(name) => (name, Cells::Boolean),
            Made::Score { name, bars } => (name, Cells::Numbers(bars, "")),
            Made::Decision { name, ty, values } => match ty.as_str() {
                "boolean" => (name, Cells::Boolean),
                "integer" | "duration" | "text" => return None,
                _ => (name, Cells::Values(values, false)),
            },
        };
        Some(Column {
            header,
            may_miss,
            cells,
        })
    }

    /// A cell of a column.
    pub(super) fn cell(&mut self, column: &Column) -> String {
        let may_miss = column.may_miss;
        match self.chance.below(20) {
            0 | 1 => {
                self.uses("cell any");
                return "any".to_owned();
            }
            2 | 8 if may_miss => {
                self.uses("cell known");
                return "known".to_owned();
            }
            3 | 4 if may_miss => {
                self.uses("cell missing");
                return "missing".to_owned();
            }
            5..=7 => {
                self.uses("cell none of");
                return format!("none of {}", self.cell_tests(&column.cells));
            }
            _ => {}
        }
        let test = self.cell_tests(&column.cells);
        if may_miss && self.chance.percent(15) {
            self.uses("cell missing");
            return format!("{test}, missing");
        }
        test
    }

    fn cell_tests(&mut self, cells: &Cells) -> String {
        match cells {
            Cells::Boolean => (*self.chance.pick(&["yes", "no"])).to_owned(),
            Cells::Values(values, ordered) => {
                if *ordered && self.chance.percent(35) {
                    self.uses("cell comparison");
                    let op = *self.chance.pick(&["<=", ">="]);
                    return format!("{op} {}", self.chance.pick(values));
                }
                self.cell_list(values)
            }
            Cells::Numbers(cuts, unit) => self.cell_of_numbers(cuts, unit),
            Cells::Text(texts) => self.cell_of_text(*texts),
            Cells::Set(values) => self.cell_list(values),
        }
    }

    fn cell_list(&mut self, values: &[String]) -> String {
        let most = (values.len() - 1).max(1);
        let many = most.min(*self.chance.pick(&[1, 2, 2, 3]));
        if many > 1 {
            self.uses("cell list");
        }
        self.chance.some(values, many).join(", ")
    }

    fn cell_of_numbers(&mut self, cuts: &[i64], unit: &str) -> String {
        let cut = *self.chance.pick(cuts);
        if self.chance.percent(40) {
            self.uses("cell comparison");
            let op = *self.chance.pick(&["<", ">=", "<=", ">"]);
            return format!("{op} {cut}{unit}");
        }
        let above: Vec<i64> = cuts.iter().copied().filter(|other| *other > cut).collect();
        if above.is_empty() {
            return format!("{cut}{unit}");
        }
        self.uses("cell range");
        let high = *self.chance.pick(&above);
        let open = if self.chance.percent(50) { "<" } else { "" };
        format!("{cut}..{open}{high}{unit}")
    }

    fn cell_of_text(&mut self, texts: Texts) -> String {
        let tests: &[&str] = match texts {
            Texts::Place => &[
                "\"US\"",
                "\"US\", \"CA\"",
                "known_texts",
                "\"UK\"",
                "starts with \"U\"",
            ],
            Texts::Mail => &["\"b.edu\"", "ends with \".edu\"", "\"c.org\", \"b.edu\""],
            Texts::Title => &["contains \"cto\"", "\"vp it\"", "mentions \"vp\""],
        };
        let test = *self.chance.pick(tests);
        self.uses("cell text");
        if test == "known_texts" {
            self.needs_list = true;
            self.uses("text in list");
        }
        test.to_owned()
    }
}
