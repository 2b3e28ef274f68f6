//! Scores, decisions, tables and sources: the declarations with lines of their own.

use super::{
    Amount, CompareOp, Doc, Expr, Literal, Name, Quoted, Range, TextTest, ValueName, Values,
};
use crate::source::Spanned;

/// `score fit 0..100 agreed by marketing { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Where its total is clamped.
    pub range: Option<Spanned<Range>>,
    /// The teams that agreed on it.
    pub agreed_by: Vec<Name>,
    /// Its lines.
    pub items: Vec<Spanned<ScoreItem>>,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq)]
pub enum ScoreItem {
    /// `+40 when …`, `+10 per …`
    Line(ScoreLine),
    /// `group "web" at most 60 { … }`
    Group(ScoreGroup),
    /// `table … { … }`
    Table(Table),
}

/// `-10 per 7 days of since(last_activity) when …, at most 50`
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreLine {
    /// The points, with their sign.
    pub points: Spanned<Amount>,
    /// What they are given for again and again.
    pub per: Option<Per>,
    /// When they are given.
    pub when: Option<Expr>,
    /// The most that the line can give, or take.
    pub at_most: Option<Spanned<Amount>>,
}

/// `per 7 days of since(last_activity)`
#[derive(Debug, Clone, PartialEq)]
pub struct Per {
    /// How much of it gives the points once; 1 without.
    pub unit: Option<Spanned<Amount>>,
    /// What is measured.
    pub of: Expr,
}

/// `group "web" at most 60 at least 0 { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreGroup {
    /// What it is called.
    pub title: Quoted,
    /// The most it gives.
    pub at_most: Option<Spanned<Amount>>,
    /// The least it gives.
    pub at_least: Option<Spanned<Amount>>,
    /// Its lines.
    pub items: Vec<Spanned<ScoreItem>>,
}

/// `decision owner: role or none first match agreed by sales { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// What its outcomes are.
    pub ty: Spanned<OutcomeType>,
    /// It may decide nothing.
    pub or_none: bool,
    /// The order of its rules counts.
    pub first_match: bool,
    /// The teams that agreed on it.
    pub agreed_by: Vec<Name>,
    /// Its rules and tables.
    pub items: Vec<Spanned<DecisionItem>>,
}

/// The type of a decision's outcomes.
#[derive(Debug, Clone, PartialEq)]
pub enum OutcomeType {
    /// `one of a | b`
    OneOf(Values),
    /// `role`
    Role,
    /// `team`
    Team,
    /// `stage`, or with its journey `stage of funnel`
    Stage(Option<Name>),
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `duration`
    Duration,
    /// `text`
    Text,
}

/// A part of a decision.
#[derive(Debug, Clone, PartialEq)]
pub enum DecisionItem {
    /// `rule …: … when …`
    Rule(Rule),
    /// `table … { … }`
    Table(Table),
    /// `otherwise …`
    Otherwise(Spanned<Outcome>),
}

/// `rule hand_raiser: sql when … unless … overrides … because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// What it decides.
    pub outcome: Spanned<Outcome>,
    /// When it holds.
    pub when: Option<Expr>,
    /// When it does not hold after all.
    pub unless: Option<Expr>,
    /// The rules it stands above.
    pub overrides: Option<Overrides>,
    /// Why.
    pub because: Option<Quoted>,
}

/// The rules and tables that a rule stands above.
#[derive(Debug, Clone, PartialEq)]
pub enum Overrides {
    /// `overrides all`
    All,
    /// `overrides a, b`
    Names(Vec<Name>),
}

/// What a rule, a row or a line yields.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A value of an enumeration, a role, a field, a decision.
    Word(String),
    /// A number, text, duration, or `yes`/`no`.
    Literal(Literal),
    /// `none`: no outcome, on purpose.
    None,
}

/// `table territories first match where_they_are | employees { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Option<Name>,
    /// The order of its rows counts.
    pub first_match: bool,
    /// What its columns look at; empty for a table from a file.
    pub headers: Vec<Expr>,
    /// Its rows.
    pub body: TableBody,
}

/// Where the rows of a table are.
#[derive(Debug, Clone, PartialEq)]
pub enum TableBody {
    /// Between braces.
    Rows(Vec<Spanned<Row>>),
    /// In a CSV file.
    From(Quoted),
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: Option<Name>,
    /// What it asks of each column, or `otherwise`.
    pub cells: RowCells,
    /// What it yields: for a score's table, the points.
    pub outcome: Spanned<Outcome>,
}

/// The left side of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowCells {
    /// A cell for each column.
    Cells(Vec<Spanned<Cell>>),
    /// `otherwise`
    Otherwise,
}

/// What a row asks of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// `none of …`
    pub none_of: bool,
    /// What it may be: one of these.
    pub tests: Vec<Spanned<CellTest>>,
}

/// One of the things a cell allows.
#[derive(Debug, Clone, PartialEq)]
pub enum CellTest {
    /// `any`: whatever it is, also missing.
    Any,
    /// `known`
    Known,
    /// `missing`
    Missing,
    /// A value of an enumeration, or the name of a list.
    Word(String),
    /// A number, text, date, or `yes`/`no`.
    Literal(Literal),
    /// A range.
    Range(Range),
    /// `>= 200`, `>= director`
    Compare(CompareOp, Limit),
    /// `ends with ".edu"`
    Text(TextTest, Vec<Quoted>),
}

/// What a cell compares with.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// A value of an ordered enumeration, or the name of a definition.
    Word(Name),
    /// A number, text or date.
    Literal(Literal),
}

/// `source hubspot { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its lines.
    pub entries: Vec<Spanned<SourceEntry>>,
}

/// A line of a source.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceEntry {
    /// `email from "Email" …`
    Column(Box<Column>),
    /// `missing everywhere "", "N/A"`
    MissingEverywhere(Vec<Quoted>),
    /// `yes "Yes", "TRUE"`
    Yes(Vec<Quoted>),
    /// `no "No", "FALSE"`
    No(Vec<Quoted>),
    /// `dates "%m/%d/%Y"`
    Dates(Vec<Quoted>),
    /// `datetimes "%m/%d/%Y %H:%M"`
    Datetimes(Vec<Quoted>),
    /// `encoding "windows-1252"`
    Encoding(Quoted),
    /// `delimiter ";"`
    Delimiter(Quoted),
    /// `absent employees, budget`
    Absent(Vec<Name>),
    /// `skip rows where "Number of Records" is "", "0"`
    SkipRows(SkipRows),
    /// `join "closed_deals.csv" on "mql_id"`
    Join(Join),
}

/// `skip rows where "Number of Records" is "", "0"`
#[derive(Debug, Clone, PartialEq)]
pub struct SkipRows {
    /// The header of the column.
    pub header: Quoted,
    /// What stands there in rows that are no leads.
    pub texts: Vec<Quoted>,
}

/// `join "closed_deals.csv" on "mql_id" = "lead_id"`
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The file, as a path beside the file of leads.
    pub file: Quoted,
    /// The header of the column of the leads that both have in common.
    pub on: Quoted,
    /// Its header in the joined file, where it is another one there.
    pub key: Option<Quoted>,
}

/// `industry from "Industry" { software = "INTERNET"  other = any } missing "0"`
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The field.
    pub field: Name,
    /// The header of the column.
    pub header: Quoted,
    /// The joined file that has the column.
    pub of_file: Option<Quoted>,
    /// Of several columns with this header, which one, counted from 1.
    pub occurrence: Option<Spanned<u32>>,
    /// What the export calls the field's values.
    pub values: Vec<ValueTexts>,
    /// A file of spellings and values.
    pub spelled_in: Option<Quoted>,
    /// Texts that mean "missing" in this column.
    pub missing: Vec<Quoted>,
    /// What stands between the values of a set.
    pub split: Option<Quoted>,
    /// A number of this column is a percentage, with or without the sign.
    pub percent: bool,
    /// `dated "%d/%m/%Y"`: how the dates, or datetimes, of this column are written.
    pub dated: Vec<Quoted>,
}

/// `software = "COMPUTER_SOFTWARE", "INTERNET"`
#[derive(Debug, Clone, PartialEq)]
pub struct ValueTexts {
    /// The field's value.
    pub value: ValueName,
    /// What the export writes for it; none stands for `any`, the rest.
    pub texts: Option<Vec<Quoted>>,
}
