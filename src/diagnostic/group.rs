//! What findings are about, to list them by.

use super::Code;

/// What a finding of some kind is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The text of one file.
    Text,
    /// The policy as a whole, and its acceptances.
    Policy,
    /// Names, types and values.
    Names,
    /// What is so of all leads that there could be.
    Proof,
    /// The policy's examples, when they are played.
    Examples,
    /// How the policy and a file of leads fit.
    Data,
    /// What the policy says of a lead.
    Leads,
}

impl Group {
    /// All groups, in the order in which people read them.
    pub const ALL: [Group; 7] = [
        Group::Text,
        Group::Policy,
        Group::Names,
        Group::Proof,
        Group::Examples,
        Group::Data,
        Group::Leads,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Text => "The text",
            Group::Policy => "The policy as a whole",
            Group::Names => "Names, types and values",
            Group::Proof => "The proof, over all leads that there could be",
            Group::Examples => "Examples",
            Group::Data => "Data",
            Group::Leads => "Leads as they are decided",
        }
    }
}

impl Code {
    /// What findings of this kind are about.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "a list of all codes, with nothing to divide"
    )]
    pub fn group(self) -> Group {
        match self {
            Code::Syntax
            | Code::NotYet
            | Code::TooDeep
            | Code::TooLarge
            | Code::BadEncoding
            | Code::RepeatedClause
            | Code::StrayDoc
            | Code::ConfusableText => Group::Text,
            Code::NoPolicy
            | Code::MissingFile
            | Code::UnusedAcceptance
            | Code::ExpiredAcceptance => Group::Policy,
            Code::UnknownName
            | Code::DuplicateName
            | Code::WrongType
            | Code::WrongUnit
            | Code::UnknownValue
            | Code::NotLinear
            | Code::MixedAndOr
            | Code::Cycle
            | Code::BadRegex
            | Code::EmptyRange
            | Code::BadTable
            | Code::EmptyList
            | Code::DuplicateEntry
            | Code::Unused
            | Code::OverlappingHours
            | Code::BadDate
            | Code::StageMismatch
            | Code::FutureDate => Group::Names,
            Code::BadExample | Code::FailedExample => Group::Examples,
            Code::MissingColumn
            | Code::BadValue
            | Code::RequiredMissing
            | Code::BrokenFact
            | Code::DuplicateKey
            | Code::Ragged
            | Code::Overflow
            | Code::Placeholder
            | Code::NeverFilled
            | Code::NeverOccurs
            | Code::AmbiguousDate
            | Code::NoSuchRuleInData => Group::Data,
            Code::ImpossibleFacts
            | Code::Gap
            | Code::Conflict
            | Code::ImpossibleMust
            | Code::OutOfReach
            | Code::ConstantCondition
            | Code::DeadCondition
            | Code::DeadRule
            | Code::UnreachableOutcome
            | Code::UselessOverride
            | Code::MissingFallsThrough
            | Code::IdlePoints
            | Code::UnknownPermits
            | Code::DeadOtherwise
            | Code::OneSignal
            | Code::BlankExcluded
            | Code::ScoreReach
            | Code::AgreeingOverlap
            | Code::ConflictingMoves
            | Code::NobodyAccountable
            | Code::TwoAccountable
            | Code::DeadEnd
            | Code::PingPong
            | Code::ContractBroken
            | Code::BackwardMove
            | Code::DutyForbidden
            | Code::UnreachableStage
            | Code::NoWayOut
            | Code::PassThrough
            | Code::EndlessLoop
            | Code::UnsetCounter
            | Code::NoDeadline
            | Code::ClockMayNotStart
            | Code::ClockBeforeStage
            | Code::DeadlineTooLate
            | Code::NoWorkingHours
            | Code::IdleRole
            | Code::NotAgreed
            | Code::DoubleMeaning => Group::Proof,
            Code::Breach => Group::Leads,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_codes() {
        for group in Group::ALL {
            assert!(
                Code::ALL.iter().any(|code| code.group() == group),
                "{group:?}"
            );
        }
    }
}
