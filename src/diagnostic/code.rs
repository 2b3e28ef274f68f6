//! The names of all findings: the stable part of what Groundrules says.

use std::fmt;
use std::str::FromStr;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Probably not what was meant.
    Warning,
    /// The policy cannot mean what was meant.
    Error,
}

impl Level {
    /// The word for it: `error`, `warning` or `note`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $level:ident $summary:literal;)*) => {
        /// What kind of fault a finding is; its name is stable and stands in `accept` and in JSON.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $summary] $variant,)* }

        impl Code {
            /// Every code, by group: the text, the policy's language, then data.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// Its kebab-case name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How grave it is unless something else is said.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)* }
            }

            /// What it is, in a line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }
        }
    };
}

codes! {
    // The text.
    Syntax "syntax" Error "text that is not Groundrules";
    NotYet "not-yet" Error "a part of the language that this version does not have";
    TooDeep "too-deep" Error "brackets, or `not`, inside each other more than 64 times";
    TooLarge "too-large" Error "a file larger than 4 MiB, or a condition of more than 50,000 words";
    BadEncoding "bad-encoding" Error "a file that is not UTF-8 text";
    RepeatedClause "repeated-clause" Error "a clause that may stand once and stands twice";
    StrayDoc "stray-doc" Warning "a `##` comment that documents nothing";
    ConfusableText "confusable-text" Warning "characters that look like others or change the direction of text";
    // The policy as a whole.
    NoPolicy "no-policy" Error "no `policy` block, or more than one";
    MissingFile "missing-file" Error "a file that the policy names, and that cannot be read or lies outside its folder";
    // Names and types.
    UnknownName "unknown-name" Error "a name that nothing declares";
    DuplicateName "duplicate-name" Error "two things of one name";
    WrongType "wrong-type" Error "a value of another type than the one wanted here";
    WrongUnit "wrong-unit" Error "an amount in another unit, or without one";
    UnknownValue "unknown-value" Error "a value that the field does not have";
    NotLinear "not-linear" Error "a product or quotient of two things that both vary";
    MixedAndOr "mixed-and-or" Error "`and` and `or` side by side without parentheses";
    Cycle "cycle" Error "things that are defined by each other";
    BadRegex "bad-regex" Error "a pattern that is no regular expression, or too large a one";
    EmptyRange "empty-range" Error "a range, or a number of conditions, that nothing can meet";
    BadTable "bad-table" Error "a table whose rows do not fit its header";
    OverlappingHours "overlapping-hours" Error "working hours of one day that overlap";
    BadDate "bad-date" Error "a line of a file of holidays that is no date";
    StageMismatch "stage-mismatch" Error "a journey whose stages are not the values of the field it tracks";
    BadExample "bad-example" Error "an example whose lead the schema or the facts do not allow";
    EmptyList "empty-list" Warning "a list with nothing in it";
    DuplicateEntry "duplicate-entry" Warning "an entry that stands twice";
    Unused "unused" Warning "a declaration that nothing uses";
    FutureDate "future-date" Warning "an age with an upper end only, which dates to come meet too";
    UnusedAcceptance "unused-acceptance" Warning "an `accept` that matches no finding";
    ExpiredAcceptance "expired-acceptance" Error "an `accept` whose date has passed";
    FailedExample "failed-example" Error "an example that does not hold";
    // A file of leads.
    MissingColumn "missing-column" Error "a column that the policy reads and the file lacks";
    BadValue "bad-value" Error "a value that its field does not allow";
    RequiredMissing "required-missing" Error "a required field that the row lacks";
    BrokenFact "broken-fact" Error "a row that breaks a `fact`";
    DuplicateKey "duplicate-key" Error "a key that an earlier row had, or that several rows of a joined file have";
    Ragged "ragged" Error "a row with more or fewer values than the header has columns";
    Overflow "overflow" Error "a number too large to compute with";
    Placeholder "placeholder" Warning "a text such as `Select` that stands for nothing, and counts as known";
    NeverFilled "never-filled" Warning "a field that the policy reads and no lead of the file has";
    NeverOccurs "never-occurs" Warning "declared values that no lead of the file has";
    AmbiguousDate "ambiguous-date" Warning "dates that all read both ways: day first and month first";
    NoSuchRuleInData "no-such-rule-in-data" Note "rules and score lines that do nothing for any lead of the file";
    // The proof, over all leads that there could be; the most urgent first.
    ImpossibleFacts "impossible-facts" Error "facts that contradict each other, so that no lead is possible";
    Gap "gap" Error "a lead that no rule of a decision covers";
    Conflict "conflict" Error "a lead for which rules of a decision disagree";
    ImpossibleMust "impossible-must" Error "a `must` that no lead it applies to can meet";
    OutOfReach "out-of-reach" Warning "a comparison with a score or a number that no lead can meet";
    ConstantCondition "constant-condition" Warning "a condition that is always yes, or never";
    DeadCondition "dead-condition" Warning "a part of a condition that changes no decision of any lead";
    DeadRule "dead-rule" Warning "a rule that never decides, for any lead";
    UnreachableOutcome "unreachable-outcome" Warning "a declared outcome that no lead gets";
    UselessOverride "useless-override" Warning "an `overrides` that changes nothing for any lead";
    MissingFallsThrough "missing-falls-through" Warning "leads that no rule takes only because a field is missing";
    IdlePoints "idle-points" Warning "points or a limit of a score that change no decision of any lead";
    UnknownPermits "unknown-permits" Warning "a `forbid … when` that missing data permits";
    DeadOtherwise "dead-otherwise" Note "an `otherwise` to which the rules leave nothing";
    OneSignal "one-signal" Note "a line of a score that alone lifts a lead over a bar";
    BlankExcluded "blank-excluded" Note "a comparison that quietly leaves out leads whose field is missing";
    ScoreReach "score-reach" Note "the highest and the lowest that a score can be, and what alone reaches its bars";
    AgreeingOverlap "agreeing-overlap" Note "rules that hold together and agree";
    // The proof of journeys, over all leads in all stages; the most urgent first.
    ConflictingMoves "conflicting-moves" Error "moves of a stage that are open at once and lead to different stages";
    NobodyAccountable "nobody-accountable" Error "a stage, or a task of some lead, that nobody answers for";
    TwoAccountable "two-accountable" Error "a stage that several answer for";
    DeadEnd "dead-end" Error "a stage that is no end and that no lead can leave";
    PingPong "ping-pong" Error "moves that lead a lead round in a ring while no time passes";
    ContractBroken "contract-broken" Error "a move into a stage that does not guarantee what the stage requires";
    BackwardMove "backward-move" Error "a move back in a journey that is `forward only`";
    DutyForbidden "duty-forbidden" Error "a task that a lead gets and that is forbidden on every channel";
    UnreachableStage "unreachable-stage" Warning "a stage that no lead gets to";
    NoWayOut "no-way-out" Warning "a lead that stays in a stage for good unless somebody changes it";
    PassThrough "pass-through" Warning "a stage that a lead passes through in no time, so that its duty never exists";
    EndlessLoop "endless-loop" Warning "moves that lead a lead round in a ring again and again";
    UnsetCounter "unset-counter" Warning "a counter that may be missing, and is compared where that leaves it open";
    NoDeadline "no-deadline" Warning "a task without a limit of time";
    ClockMayNotStart "clock-may-not-start" Warning "a deadline counted from a field that may be missing";
    ClockBeforeStage "clock-before-stage" Warning "a clock that can start before the lead is in the stage";
    DeadlineTooLate "deadline-too-late" Warning "a deadline or a step of a task that comes too late, or out of order, to matter";
    NoWorkingHours "no-working-hours" Warning "business time of somebody who has no working hours";
    IdleRole "idle-role" Warning "a role without a duty, that no decision yields";
    NotAgreed "not-agreed" Warning "a decision that moves leads from one team to another without the agreement of both";
    DoubleMeaning "double-meaning" Warning "one word for two things, or two for one, in a team's vocabulary";
    // What the policy says of a lead.
    Breach "breach" Error "a `must` that was not met, or a stage without what it requires";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == name)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_distinct() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(
            names
                .iter()
                .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
        assert!(names.iter().all(|name| name.parse::<Code>().is_ok()));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
