//! The syntax tree: what a policy file says, before names and types are known.
//!
//! Two trees are equal when they say the same, wherever it stands: see
//! [`Spanned`]. Sections that hold decisions and scores are in
//! [`section`], journeys in [`journey`], calendars in [`calendar`], conditions and amounts in [`expr`].

pub mod calendar;
pub mod expr;
pub mod journey;
pub mod section;

pub use calendar::*;
pub use expr::*;
pub use journey::*;
pub use section::*;

use crate::source::Spanned;

/// A name as it stands in the text.
pub type Name = Spanned<String>;

/// Text between quotes, without the quotes and with `\"` and `\\` undone.
pub type Quoted = Spanned<String>;

/// One policy file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// Its declarations, in order; those that could not be read are [`Item::Broken`].
    pub items: Vec<Spanned<Item>>,
    /// Its comments, in order, which the tree itself does not hold.
    pub comments: Vec<Comment>,
}

impl AsRef<File> for File {
    fn as_ref(&self) -> &File {
        self
    }
}

/// A comment, for the formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands, from its `#` to the end of its line.
    pub span: Spanned<()>,
    /// Its words, from the first `#` on, without trailing blanks.
    pub text: String,
    /// Nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// The `##` lines before a declaration, without the marks, joined by line ends; empty without.
pub type Doc = String;

/// A declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `policy "…" { … }`
    Policy(Policy),
    /// `calendar … { … }`
    Calendar(Calendar),
    /// `team … { … }`
    Team(Team),
    /// `lead { … }`
    Lead(LeadBlock),
    /// `list … { … }` or `list … from "…"`
    List(List),
    /// `define … = …`
    Define(Define),
    /// `score … { … }`
    Score(Score),
    /// `decision … { … }`
    Decision(Decision),
    /// `journey … tracks … since … { … }`
    Journey(Journey),
    /// `forbid … when …`
    Forbid(Forbid),
    /// `must …: …`
    Must(Must),
    /// `vocabulary … { … }`
    Vocabulary(Vocabulary),
    /// `source … { … }`
    Source(Source),
    /// `accept … in … because …`
    Accept(Accept),
    /// `example "…" { … }`
    Example(Example),
    /// Something that could not be read; the fault has been reported.
    Broken(Broken),
}

/// A declaration that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The word it starts with, when it is one that starts a declaration.
    pub keyword: Option<String>,
    /// The name it would have declared.
    pub name: Option<Name>,
}

/// `policy "Acme demand" { version "2026.4"  time zone "America/New_York"  working hours … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The lines above it.
    pub doc: Doc,
    /// What it is called.
    pub title: Quoted,
    /// `language 1`
    pub language: Option<Spanned<u32>>,
    /// `version "…"`
    pub version: Option<Quoted>,
    /// `time zone "…"`
    pub time_zone: Option<Quoted>,
    /// `working hours …`
    pub working_hours: Option<Spanned<WorkingHours>>,
    /// `holidays …`
    pub holidays: Option<Spanned<Holidays>>,
    /// `sample "leads.csv"`
    pub sample: Option<Quoted>,
}

/// `team sales "Sales" { role sdr "SDR", ae }`
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// The lines above it.
    pub doc: Doc,
    /// The name the policy uses.
    pub name: Name,
    /// The name people read.
    pub title: Option<Quoted>,
    /// `works uk`: the calendar of its roles that have none of their own.
    pub works: Option<Name>,
    /// Its roles, one list for each `role` word.
    pub roles: Vec<Vec<Role>>,
}

/// `account_owner "Account owner" named in account_owner_email`
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The name the policy uses.
    pub name: Name,
    /// The name people read.
    pub title: Option<Quoted>,
    /// The field that holds the person.
    pub named_in: Option<Name>,
    /// `works uk`: its calendar.
    pub works: Option<Name>,
}

/// `lead { email: text key  fact a <= b }`
#[derive(Debug, Clone, PartialEq)]
pub struct LeadBlock {
    /// The lines above it.
    pub doc: Doc,
    /// Fields and facts in order.
    pub entries: Vec<Spanned<LeadEntry>>,
}

/// A line of a `lead` block.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all entries are fields, the largest kind"
)]
pub enum LeadEntry {
    /// `employees: integer >= 0`
    Field(Field),
    /// `fact opened <= sent`
    Fact(Expr),
}

/// `email: text key required fixed`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Spanned<FieldType>,
    /// It tells leads apart.
    pub key: bool,
    /// No lead lacks it.
    pub required: bool,
    /// It tells of the past: nobody can change it.
    pub fixed: bool,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// `text`
    Text,
    /// `integer 0..200`
    Integer(Option<Bound>),
    /// `number >= 0`
    Number(Option<Bound>),
    /// `money USD`
    Money(Name, Option<Bound>),
    /// `boolean`
    Boolean,
    /// `date`
    Date,
    /// `datetime`
    Datetime,
    /// `one of a | b`, or with an order `a < b`
    OneOf(Values),
    /// `several of a | b`
    SeveralOf(Values),
}

/// What a number may be: `0..2_000` or `>= 0`.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// Between two ends.
    Range(Spanned<Range>),
    /// Beyond one end.
    Compare(CompareOp, Spanned<Amount>),
}

/// The values of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// In the order of the text.
    pub values: Vec<ValueName>,
    /// They are written with `<` between them and may be compared.
    pub ordered: bool,
}

/// A value of an enumeration: a bare word or a quoted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueName {
    /// The value.
    pub name: Name,
    /// It is written in quotes.
    pub quoted: bool,
}

/// `list free_mail { "gmail.com" }`
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Where its entries are.
    pub entries: ListEntries,
}

/// The entries of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ListEntries {
    /// Between braces.
    Inline(Vec<Quoted>),
    /// In a file, one a line.
    From(Quoted),
}

/// `define bant = at least 2 of { … } agreed by marketing, sales`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub value: Expr,
    /// The teams that agreed on it.
    pub agreed_by: Vec<Name>,
}

/// `forbid phone unless phone_consent because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Forbid {
    /// The lines above it.
    pub doc: Doc,
    /// The channel.
    pub channel: Name,
    /// Forbidden where this is yes.
    pub when: Option<Expr>,
    /// Forbidden where this is not yes.
    pub unless: Option<Expr>,
    /// Why.
    pub because: Option<Quoted>,
}

/// `must reasoned: reject_reason is known when verdict = rejected because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Must {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// What has to be so.
    pub condition: Expr,
    /// For which leads.
    pub when: Option<Expr>,
    /// Why.
    pub because: Option<Quoted>,
}

/// `vocabulary sales { mql = "worth a call" }`
#[derive(Debug, Clone, PartialEq)]
pub struct Vocabulary {
    /// The lines above it.
    pub doc: Doc,
    /// The team whose words they are.
    pub team: Name,
    /// What the policy says, and what the team says.
    pub words: Vec<(Name, Quoted)>,
}

/// `accept missing-falls-through in qualification when … because "…" until 2027-01-31`
#[derive(Debug, Clone, PartialEq)]
pub struct Accept {
    /// The lines above it.
    pub doc: Doc,
    /// The code of the finding.
    pub code: Name,
    /// The place: a name, or names joined by dots.
    pub subject: Name,
    /// The leads for which it is accepted.
    pub when: Option<Expr>,
    /// Why.
    pub because: Option<Quoted>,
    /// The last day on which it holds.
    pub until: Option<Spanned<crate::value::Date>>,
}

/// `example "…" { lead { … }  expect … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The lines above it.
    pub doc: Doc,
    /// What it is called.
    pub title: Quoted,
    /// The story, in order.
    pub statements: Vec<Spanned<Statement>>,
}

/// A line of an example.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `lead { email "a@a.example"  employees 12 }`
    Lead(Vec<Assignment>),
    /// `as of 2026-07-01T09:10`
    AsOf(Spanned<Literal>),
    /// `set verdict rejected, reject_reason no_budget`
    Set(Vec<Assignment>),
    /// `later 30 minutes`
    Later(Spanned<Amount>),
    /// `expect fit = 70`
    Expect(Expectation),
}

/// `country "US"`: a field of the lead gets a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The field.
    pub field: Name,
    /// Its value.
    pub value: Spanned<AssignedValue>,
}

/// A value in an example.
#[derive(Debug, Clone, PartialEq)]
pub enum AssignedValue {
    /// A number, text, date, or `yes`/`no`.
    Literal(Literal),
    /// A value of an enumeration.
    Word(String),
    /// `missing`
    Missing,
    /// `{ a, b }`
    Set(Vec<ValueName>),
}

/// What an example expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// `fit = 70`
    Equals(Name, Spanned<AssignedValue>),
    /// `stage of funnel = nurture`
    Stage {
        /// The journey.
        journey: Name,
        /// The stage.
        value: Spanned<AssignedValue>,
    },
    /// `task first_call late`
    Task {
        /// The task.
        task: Name,
        /// How it stands.
        state: TaskState,
    },
    /// `told sales_manager`, `not told sales_manager`
    Told {
        /// The role or team.
        who: Name,
        /// Whether it is expected to be told.
        expected: bool,
    },
    /// `owner is missing`
    IsMissing(Name),
    /// `owner is known`
    IsKnown(Name),
    /// `forbidden phone`, `not forbidden phone`
    Forbidden {
        /// The channel.
        channel: Name,
        /// Whether it is expected to be forbidden.
        expected: bool,
    },
    /// `breach reasoned`, `not breach reasoned`, `breach mql`
    Breach {
        /// The `must`, or a stage that requires something.
        must: Name,
        /// Whether it is expected to be broken, or the lead to be there without what it requires.
        expected: bool,
    },
}

/// How a task is expected to stand.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskState {
    /// `due 2026-07-01T09:30`
    Due(Spanned<Literal>),
    /// `open`, `due-soon`, `late`, `done`, `done-late`, `no-clock`
    Is(TaskStatus),
}
