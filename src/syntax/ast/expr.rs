//! Conditions, values and amounts.

use super::{Name, Quoted, ValueName};
use crate::source::Spanned;
use crate::value::{Date, Number};

/// A condition or a value.
pub type Expr = Box<Spanned<ExprKind>>;

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A field, definition, score, decision, or a value of an enumeration.
    Name(String),
    /// A number, text, date, or `yes`/`no`.
    Literal(Literal),
    /// `since(x)`, `until(x)`, `domain(x)`
    Call(Name, Expr),
    /// `a else b else c`: the first that is known.
    Else(Vec<Expr>),
    /// `-x`
    Negate(Expr),
    /// `a + b - c`: the first, then each with its sign.
    Sum(Expr, Vec<(Sign, Expr)>),
    /// `a * b / c`: the first, then each with its operator.
    Product(Expr, Vec<(Scale, Expr)>),
    /// `a <= b`
    Compare(Expr, Spanned<CompareOp>, Expr),
    /// `x in { a, b }`, `x not in free_mail`, `x in 5..10`
    In {
        /// What is looked up.
        subject: Expr,
        /// `not in`
        negated: bool,
        /// Where it is looked up; it is large and seldom, so that it stands apart.
        members: Box<Members>,
    },
    /// `title mentions any of { "CEO" }`
    TextTest {
        /// The text that is looked at.
        subject: Expr,
        /// How.
        test: Spanned<TextTest>,
        /// For what: one, or with `any of` several.
        patterns: Vec<Quoted>,
        /// It is written with `any of { … }`.
        any_of: bool,
    },
    /// `interests has any of { a, b }`
    Has {
        /// The set that is looked at.
        subject: Expr,
        /// One, any or all.
        quantifier: HasQuantifier,
        /// The values.
        values: Vec<ValueName>,
    },
    /// `x is missing`
    Is(Expr, Spanned<State>),
    /// `not c`
    Not(Expr),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `at least 2 of { … }`
    Count(Counted, Vec<Expr>),
    /// `( … )`: kept, so that the formatter gives back what was written.
    Parenthesis(Expr),
}

/// A value that is written out.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `60`, `20%`, `14 days`, `50_000 USD`
    Amount(Amount),
    /// `"…"`
    Text(String),
    /// `2026-07-01`
    Date(Date),
    /// `2026-07-01T09:00`, wall time in the policy's zone
    Datetime(jiff::civil::DateTime),
    /// `yes`, `no`
    Boolean(bool),
}

/// A number, with its unit if it has one.
#[derive(Debug, Clone)]
pub struct Amount {
    /// The number; `20%` is 0.2 and `50k` is 50 000.
    pub number: Number,
    /// How it is written, e.g. `50k`, so that the formatter gives back what was written.
    pub written: String,
    /// The unit behind it.
    pub unit: Option<Spanned<Unit>>,
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && self.unit == other.unit
    }
}

/// A unit behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A currency, e.g. `USD`.
    Currency(String),
    /// A unit of time.
    Time(TimeUnit),
}

/// A unit of time, of the clock or of business hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeUnit {
    /// Minutes, hours, days, weeks.
    pub unit: crate::value::DurationUnit,
    /// Counted in working hours.
    pub business: bool,
}

/// `50..2_000`, `50..<200`, `7..14 days`, `mql_bar..100`
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The lower end, which belongs to it.
    pub low: RangeEnd,
    /// The upper end.
    pub high: RangeEnd,
    /// The upper end does not belong to it.
    pub open: bool,
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq)]
pub enum RangeEnd {
    /// A number or a date; a unit behind the range stands with each number.
    Literal(Literal),
    /// A definition of a plain value.
    Name(Name),
}

/// Where `in` looks.
#[derive(Debug, Clone, PartialEq)]
pub enum Members {
    /// `{ software, healthcare }`; entries may be ranges.
    Set(Vec<Spanned<Member>>),
    /// The name of a list.
    List(Name),
    /// `50..2_000`
    Range(Spanned<Range>),
}

/// One of the things in a set.
#[derive(Debug, Clone, PartialEq)]
pub enum Member {
    /// A value of an enumeration or a quoted text.
    Word(ValueName),
    /// A number, date, or `yes`/`no`.
    Literal(Literal),
    /// A range.
    Range(Range),
}

/// `+` or `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// `*` or `/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// `*`
    Times,
    /// `/`
    Over,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl CompareOp {
    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CompareOp::Equal => "=",
            CompareOp::NotEqual => "!=",
            CompareOp::Less => "<",
            CompareOp::AtMost => "<=",
            CompareOp::Greater => ">",
            CompareOp::AtLeast => ">=",
        }
    }

    /// What says the same with the sides exchanged.
    #[must_use]
    pub fn turned(self) -> CompareOp {
        match self {
            CompareOp::Less => CompareOp::Greater,
            CompareOp::AtMost => CompareOp::AtLeast,
            CompareOp::Greater => CompareOp::Less,
            CompareOp::AtLeast => CompareOp::AtMost,
            CompareOp::Equal | CompareOp::NotEqual => self,
        }
    }

    /// What holds where this does not.
    #[must_use]
    pub fn opposite(self) -> CompareOp {
        match self {
            CompareOp::Equal => CompareOp::NotEqual,
            CompareOp::NotEqual => CompareOp::Equal,
            CompareOp::Less => CompareOp::AtLeast,
            CompareOp::AtMost => CompareOp::Greater,
            CompareOp::Greater => CompareOp::AtMost,
            CompareOp::AtLeast => CompareOp::Less,
        }
    }
}

/// A test of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextTest {
    /// `contains`
    Contains,
    /// `mentions`: as whole words
    Mentions,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `matches`: a regular expression over the whole text
    Matches,
}

impl TextTest {
    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TextTest::Contains => "contains",
            TextTest::Mentions => "mentions",
            TextTest::StartsWith => "starts with",
            TextTest::EndsWith => "ends with",
            TextTest::Matches => "matches",
        }
    }
}

/// How many of the values a set must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HasQuantifier {
    /// `has api`
    One,
    /// `has any of { … }`
    Any,
    /// `has all of { … }`
    All,
}

/// What `is` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `is missing`
    Missing,
    /// `is known`
    Known,
    /// `is empty`
    Empty,
}

/// How many of the conditions in braces must hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Counted {
    /// `all of { … }`
    All,
    /// `any of { … }`
    Any,
    /// `none of { … }`
    None,
    /// `at least 2 of { … }`
    AtLeast(Spanned<u32>),
}
