//! Scores and decisions with names and types resolved.

use super::{Condition, Named, Operand, TeamId, Type};
use crate::source::Span;
use crate::value::{Number, Value};

/// A score.
#[derive(Debug, Clone)]
pub struct Score {
    /// Its name.
    pub named: Named,
    /// The lowest and highest total, where the text gives them.
    pub range: Option<(Number, Number)>,
    /// The teams that agreed on it.
    pub agreed_by: Vec<TeamId>,
    /// Its lines, groups and tables.
    pub items: Vec<ScoreItem>,
}

/// A part of a score.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all parts are lines, the largest kind"
)]
pub enum ScoreItem {
    /// A line.
    Line(ScoreLine),
    /// A group with its own limits.
    Group(ScoreGroup),
    /// A table.
    Table(ScoreTable),
}

/// A line that gives or takes points.
#[derive(Debug, Clone)]
pub struct ScoreLine {
    /// The points: once, or for each unit of `per`.
    pub points: Number,
    /// What is counted.
    pub per: Option<Per>,
    /// When it counts; without, always.
    pub when: Option<Condition>,
    /// The largest size of what the line gives or takes.
    pub at_most: Option<Number>,
    /// Where it stands.
    pub span: Span,
}

/// Points for each whole unit of something.
#[derive(Debug, Clone)]
pub struct Per {
    /// One unit: a number, money or a duration, above 0.
    pub unit: Value,
    /// What is counted; less than 0 counts as 0.
    pub of: Operand,
}

/// Lines whose sum has limits.
#[derive(Debug, Clone)]
pub struct ScoreGroup {
    /// What it is called.
    pub title: String,
    /// The most it gives.
    pub at_most: Option<Number>,
    /// The least it gives.
    pub at_least: Option<Number>,
    /// Its lines.
    pub items: Vec<ScoreItem>,
    /// Where it stands.
    pub span: Span,
}

/// Points by table: exactly one row, or `otherwise`, gives them.
#[derive(Debug, Clone)]
pub struct ScoreTable {
    /// Its name.
    pub name: Option<String>,
    /// The order of its rows counts.
    pub first_match: bool,
    /// Its rows.
    pub rows: Vec<ScoreRow>,
    /// The points where no row holds.
    pub otherwise: Option<Number>,
    /// Where its header stands.
    pub span: Span,
}

/// A row of a score's table.
#[derive(Debug, Clone)]
pub struct ScoreRow {
    /// Its name, or the words of its cells.
    pub name: String,
    /// When it holds.
    pub when: Condition,
    /// The points it gives.
    pub points: Number,
    /// Where it stands.
    pub span: Span,
}

/// A decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its name.
    pub named: Named,
    /// The type of its outcomes.
    pub ty: Type,
    /// It may decide nothing.
    pub or_none: bool,
    /// The order of its rules counts.
    pub first_match: bool,
    /// The teams that agreed on it.
    pub agreed_by: Vec<TeamId>,
    /// Its rules and the rows of its tables, in the order of the text.
    pub rules: Vec<Rule>,
    /// Its tables, each with the rules that are its rows.
    pub tables: Vec<RuleTable>,
    /// The outcome where no rule holds.
    pub otherwise: Option<Operand>,
}

/// The number of a rule in its decision.
pub type RuleIndex = usize;

/// A rule, or a row of a table.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name; for a row without one the words of its cells.
    pub name: String,
    /// It has a name of its own.
    pub is_named: bool,
    /// The table whose row it is, by its place in [`Decision::tables`].
    pub table: Option<usize>,
    /// When it holds; without, always.
    pub when: Option<Condition>,
    /// Where this is yes it does not hold after all.
    pub unless: Option<Condition>,
    /// What it decides: a constant, field, definition or decision.
    pub outcome: Operand,
    /// It stands above every rule that does not reach it by named overrides.
    pub overrides_all: bool,
    /// What it stands above by name.
    pub overrides: Vec<Overridden>,
    /// Why.
    pub because: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Rule {
    /// Whether it is there to stand above others.
    #[must_use]
    pub fn overrides_some(&self) -> bool {
        self.overrides_all || !self.overrides.is_empty()
    }
}

/// What a rule stands above by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overridden {
    /// A rule or a named row.
    Rule(RuleIndex),
    /// Every row of a table, by its place in [`Decision::tables`].
    Table(usize),
}

/// A table of a decision.
#[derive(Debug, Clone)]
pub struct RuleTable {
    /// Its name.
    pub name: Option<String>,
    /// Its first row that holds decides, and it counts as one rule.
    pub first_match: bool,
    /// Its rows in [`Decision::rules`].
    pub rows: std::ops::Range<RuleIndex>,
    /// Where its header stands.
    pub span: Span,
}
