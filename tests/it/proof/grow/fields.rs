//! What is known of a lead.

use super::Grower;
use crate::proof::outline::Block;

/// A field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

/// What a field can be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Boolean,
    /// Its values; with an order or without.
    Choice(&'static [&'static str], bool),
    /// From 0 to this.
    Small(usize),
    /// With its unit as it is written behind a number.
    Wide(&'static str),
    Day,
    Moment,
    /// With the tests of it that the policy uses, by construct.
    Text(Texts, Vec<Test>),
    Set(&'static [&'static str]),
}

/// A construct, and a test as it is written behind the text.
pub(super) type Test = (&'static str, &'static str);

/// What the texts of a field are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Texts {
    Place,
    Mail,
    Title,
}

const SIZES: &[&str] = &["low", "mid", "high"];
const KINDS: &[&str] = &["web", "fair", "partner", "other"];
const TWO: &[&str] = &["old", "new"];

impl Grower {
    /// Two to four fields, as lines of the block `lead`.
    pub(super) fn schema(&mut self) -> Vec<Block> {
        let mut lines = Vec::new();
        let many = *self.chance.pick(&[2, 3, 3, 4, 4]);
        let mut last = None;
        while self.fields.len() < many {
            // Two of a kind can be compared.
            let likely = if last == Some(Which::Text) { 15 } else { 45 };
            let again = last.filter(|_| self.chance.percent(likely));
            let which = match (again, self.fields.len()) {
                (Some(which), _) => which,
                (None, 0) => *self.chance.pick(&FIRST),
                (None, _) => *self.chance.pick(&OTHERS),
            };
            last = Some(which);
            let (kind, ty, construct) = self.kind(which);
            self.uses(construct);
            let name = format!("f{}_{}", self.fields.len(), which.name());
            let required = self.chance.percent(match kind {
                Kind::Boolean => 45,
                Kind::Set(_) => 0,
                _ => 12,
            });
            if required && kind == Kind::Boolean {
                self.uses("required boolean");
            }
            let flag = if required { " required" } else { "" };
            lines.push(Block::line(format!("{name}: {ty}{flag}")));
            self.fields.push(Field {
                name,
                kind,
                required,
            });
        }
        lines
    }

    fn kind(&mut self, which: Which) -> (Kind, String, &'static str) {
        let chance = &mut self.chance;
        match which {
            Which::Boolean => (Kind::Boolean, "boolean".to_owned(), "boolean"),
            Which::Ordered => {
                let ty = format!("one of {}", SIZES.join(" < "));
                (Kind::Choice(SIZES, true), ty, "one of, ordered")
            }
            Which::Unordered => {
                let values = *chance.pick(&[KINDS, TWO]);
                let ty = format!("one of {}", values.join(" | "));
                (Kind::Choice(values, false), ty, "one of")
            }
            Which::Small => {
                let most = chance.between(3, 6);
                let ty = format!("integer 0..{most}");
                (Kind::Small(most), ty, "small integer")
            }
            Which::Wide => {
                let (unit, ty) = *chance.pick(&[
                    ("", "number"),
                    (" USD", "money USD"),
                    (" USD", "money USD >= 0"),
                    ("", "integer >= 0"),
                    ("", "number 0..100"),
                ]);
                (Kind::Wide(unit), ty.to_owned(), "number or money")
            }
            Which::Day => (Kind::Day, "date".to_owned(), "date"),
            Which::Moment => (Kind::Moment, "datetime".to_owned(), "datetime"),
            Which::Text => {
                let texts = *chance.pick(&[Texts::Place, Texts::Mail, Texts::Title, Texts::Title]);
                // Few, and so often the same: else there are too many kinds of text.
                let tests = chance.some(texts.tests(), 3);
                (Kind::Text(texts, tests), "text".to_owned(), "text")
            }
            Which::Set => {
                let ty = "several of api | crm".to_owned();
                (Kind::Set(&["api", "crm"]), ty, "several of")
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Which {
    Boolean,
    Ordered,
    Unordered,
    Small,
    Wide,
    Day,
    Moment,
    Text,
    Set,
}

impl Which {
    fn name(self) -> &'static str {
        match self {
            Which::Boolean => "flag",
            Which::Ordered => "size",
            Which::Unordered => "kind",
            Which::Small => "count",
            Which::Wide => "amount",
            Which::Day => "day",
            Which::Moment => "moment",
            Which::Text => "text",
            Which::Set => "set",
        }
    }
}

/// The first field is of a kind that is worth more attention.
const FIRST: [Which; 18] = [
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Text,
    Which::Set,
    Which::Set,
    Which::Set,
    Which::Moment,
    Which::Moment,
    Which::Wide,
    Which::Day,
    Which::Small,
];

const OTHERS: [Which; 14] = [
    Which::Boolean,
    Which::Boolean,
    Which::Boolean,
    Which::Ordered,
    Which::Ordered,
    Which::Unordered,
    Which::Unordered,
    Which::Small,
    Which::Small,
    Which::Small,
    Which::Wide,
    Which::Day,
    Which::Day,
    Which::Moment,
];

impl Texts {
    fn tests(self) -> &'static [Test] {
        match self {
            Texts::Place => &[
                ("text =", "= \"US\""),
                ("text in", "in { \"US\", \"CA\" }"),
                ("text in list", "in known_texts"),
                ("text in list", "not in known_texts"),
                ("not in", "not in { \"UK\", \"CA\" }"),
                ("starts with", "starts with \"U\""),
                ("text in", "in { \"UK\", \"CA\" }"),
            ],
            Texts::Mail => &[
                ("domain", "= \"b.edu\""),
                ("domain", "in { \"b.edu\", \"c.org\" }"),
                ("domain", "ends with \".edu\""),
                ("domain", "not in { \"b.edu\", \"d.net\" }"),
                ("text in list", "in known_texts"),
                ("text in list", "not in known_texts"),
                ("ends with", "ends with \".edu\""),
                ("ends with", "ends with any of { \".org\", \"u\" }"),
                ("text =", "= \"a@b.edu\""),
                ("text in", "in { \"a@b.edu\", \"a@c.org\" }"),
            ],
            Texts::Title => &[
                ("contains", "contains \"cto\""),
                ("contains", "contains any of { \"it\", \"vp\" }"),
                ("mentions", "mentions \"cto\""),
                ("mentions", "mentions any of { \"vp\", \"head of\" }"),
                ("starts with", "starts with \"vp\""),
                ("starts with", "starts with any of { \"cto\", \"it\" }"),
                ("ends with", "ends with \"it\""),
                ("ends with", "ends with any of { \"cto\", \"of\" }"),
                ("matches", "matches \"[a-z]+\""),
                ("matches", "matches \"vp.*\""),
                ("matches", "matches any of { \"cto\", \".* it\" }"),
                ("text =", "= \"vp it\""),
            ],
        }
    }
}
