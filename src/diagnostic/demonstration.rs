//! What the proof shows of a finding: the leads that have it, in words and by example.

/// What the proof shows of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demonstration {
    /// The rules that make it, by name, in the order in which they are spoken of.
    pub rules: Vec<String>,
    /// The leads that have it, in few cases; together they are all of them unless
    /// [`Demonstration::more_cases`].
    pub cases: Vec<Case>,
    /// There are leads beyond the given cases.
    pub more_cases: bool,
    /// An ordinary lead that has it, where a lead can show it.
    pub witness: Option<Witness>,
    /// What lies behind it, where that is known.
    pub cause: Option<Cause>,
    /// Whether it was decided; what was not says so and is never taken for good.
    pub proved: bool,
}

impl Default for Demonstration {
    fn default() -> Self {
        Demonstration {
            rules: Vec::new(),
            cases: Vec::new(),
            more_cases: false,
            witness: None,
            cause: None,
            proved: true,
        }
    }
}

/// What lies behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Ranges that meet with a hole or a double at their border.
    Edge,
}

/// Leads that have something in common: all that meet every part. Without parts, all leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// What the leads have in common, the fields that the rules speak of first.
    pub parts: Vec<CasePart>,
}

/// What the leads of a case have in one field, or definition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CasePart {
    /// The field, definition, score or decision, by the name that the policy has for it.
    pub field: String,
    /// What is said of it.
    pub says: Says,
    /// The same in words without the field's name, e.g. `missing` or `200 or more`.
    pub text: String,
}

/// What a part of a case says. Values are as a policy writes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It is missing.
    Missing,
    /// It is known, whatever it is.
    Known,
    /// It is one of these.
    OneOf(Vec<String>),
    /// It is known and none of these.
    NoneOf(Vec<String>),
    /// It lies between these, ends included; an end that is not there is open.
    Range {
        /// The least.
        from: Option<String>,
        /// The most.
        to: Option<String>,
    },
    /// This condition holds of it, for what the other kinds cannot say.
    Holds(String),
}

/// A lead that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its cells, those that matter first; fields that are not named are missing.
    pub lead: Vec<WitnessCell>,
    /// The instant for which it shows it, as RFC 3339 has it; empty where the policy does not look at
    /// how long ago something was.
    pub as_of: String,
    /// How it moves from stage to stage from then on, where that is what it shows, in order.
    pub moves: Vec<WitnessMove>,
    /// What it shows, in words.
    pub shows: String,
    /// What is to hold of it once the finding is mended, as the lines of an example:
    /// `expect owner is known`.
    pub expect: Vec<String>,
}

/// A move of a lead from one stage to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessMove {
    /// When, as RFC 3339 has it.
    pub at: String,
    /// The stage that it leaves.
    pub from: String,
    /// The stage that it gets to.
    pub to: String,
}

/// What a witness has in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessCell {
    /// The field.
    pub field: String,
    /// The value; none where it is missing.
    pub value: Option<Plain>,
    /// The value as an example of the policy writes it; none where it is missing.
    pub written: Option<String>,
    /// Whether the finding depends on it.
    pub matters: bool,
}

/// A value as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// Yes or no.
    Boolean(bool),
    /// A number, in digits.
    Number(String),
    /// A text, a name, a date or an instant.
    Text(String),
    /// The members of a set.
    Many(Vec<String>),
}
