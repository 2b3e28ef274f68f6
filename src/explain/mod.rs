//! The page of each finding: what it is, an example that has it and one that has not, what to do.

use crate::diagnostic::Code;

/// The page of a finding, as Markdown.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "a list of all codes, with nothing to divide"
)]
pub fn page(code: Code) -> &'static str {
    match code {
        Code::Syntax => include_str!("pages/syntax.md"),
        Code::NotYet => include_str!("pages/not-yet.md"),
        Code::TooDeep => include_str!("pages/too-deep.md"),
        Code::TooLarge => include_str!("pages/too-large.md"),
        Code::BadEncoding => include_str!("pages/bad-encoding.md"),
        Code::RepeatedClause => include_str!("pages/repeated-clause.md"),
        Code::StrayDoc => include_str!("pages/stray-doc.md"),
        Code::ConfusableText => include_str!("pages/confusable-text.md"),
        Code::NoPolicy => include_str!("pages/no-policy.md"),
        Code::MissingFile => include_str!("pages/missing-file.md"),
        Code::UnknownName => include_str!("pages/unknown-name.md"),
        Code::DuplicateName => include_str!("pages/duplicate-name.md"),
        Code::WrongType => include_str!("pages/wrong-type.md"),
        Code::WrongUnit => include_str!("pages/wrong-unit.md"),
        Code::UnknownValue => include_str!("pages/unknown-value.md"),
        Code::NotLinear => include_str!("pages/not-linear.md"),
        Code::MixedAndOr => include_str!("pages/mixed-and-or.md"),
        Code::Cycle => include_str!("pages/cycle.md"),
        Code::BadRegex => include_str!("pages/bad-regex.md"),
        Code::EmptyRange => include_str!("pages/empty-range.md"),
        Code::BadTable => include_str!("pages/bad-table.md"),
        Code::OverlappingHours => include_str!("pages/overlapping-hours.md"),
        Code::BadDate => include_str!("pages/bad-date.md"),
        Code::StageMismatch => include_str!("pages/stage-mismatch.md"),
        Code::BadExample => include_str!("pages/bad-example.md"),
        Code::EmptyList => include_str!("pages/empty-list.md"),
        Code::DuplicateEntry => include_str!("pages/duplicate-entry.md"),
        Code::Unused => include_str!("pages/unused.md"),
        Code::FutureDate => include_str!("pages/future-date.md"),
        Code::UnusedAcceptance => include_str!("pages/unused-acceptance.md"),
        Code::ExpiredAcceptance => include_str!("pages/expired-acceptance.md"),
        Code::FailedExample => include_str!("pages/failed-example.md"),
        Code::MissingColumn => include_str!("pages/missing-column.md"),
        Code::BadValue => include_str!("pages/bad-value.md"),
        Code::RequiredMissing => include_str!("pages/required-missing.md"),
        Code::BrokenFact => include_str!("pages/broken-fact.md"),
        Code::DuplicateKey => include_str!("pages/duplicate-key.md"),
        Code::Ragged => include_str!("pages/ragged.md"),
        Code::Overflow => include_str!("pages/overflow.md"),
        Code::Placeholder => include_str!("pages/placeholder.md"),
        Code::NeverFilled => include_str!("pages/never-filled.md"),
        Code::NeverOccurs => include_str!("pages/never-occurs.md"),
        Code::AmbiguousDate => include_str!("pages/ambiguous-date.md"),
        Code::NoSuchRuleInData => include_str!("pages/no-such-rule-in-data.md"),
        Code::ImpossibleFacts => include_str!("pages/impossible-facts.md"),
        Code::ImpossibleMust => include_str!("pages/impossible-must.md"),
        Code::OutOfReach => include_str!("pages/out-of-reach.md"),
        Code::ConstantCondition => include_str!("pages/constant-condition.md"),
        Code::DeadCondition => include_str!("pages/dead-condition.md"),
        Code::DeadRule => include_str!("pages/dead-rule.md"),
        Code::UnreachableOutcome => include_str!("pages/unreachable-outcome.md"),
        Code::UselessOverride => include_str!("pages/useless-override.md"),
        Code::MissingFallsThrough => include_str!("pages/missing-falls-through.md"),
        Code::IdlePoints => include_str!("pages/idle-points.md"),
        Code::UnknownPermits => include_str!("pages/unknown-permits.md"),
        Code::DeadOtherwise => include_str!("pages/dead-otherwise.md"),
        Code::OneSignal => include_str!("pages/one-signal.md"),
        Code::BlankExcluded => include_str!("pages/blank-excluded.md"),
        Code::ScoreReach => include_str!("pages/score-reach.md"),
        Code::AgreeingOverlap => include_str!("pages/agreeing-overlap.md"),
        Code::Gap => include_str!("pages/gap.md"),
        Code::Conflict => include_str!("pages/conflict.md"),
        Code::NobodyAccountable => include_str!("pages/nobody-accountable.md"),
        Code::TwoAccountable => include_str!("pages/two-accountable.md"),
        Code::DeadEnd => include_str!("pages/dead-end.md"),
        Code::PingPong => include_str!("pages/ping-pong.md"),
        Code::ContractBroken => include_str!("pages/contract-broken.md"),
        Code::BackwardMove => include_str!("pages/backward-move.md"),
        Code::DutyForbidden => include_str!("pages/duty-forbidden.md"),
        Code::UnreachableStage => include_str!("pages/unreachable-stage.md"),
        Code::NoWayOut => include_str!("pages/no-way-out.md"),
        Code::PassThrough => include_str!("pages/pass-through.md"),
        Code::EndlessLoop => include_str!("pages/endless-loop.md"),
        Code::UnsetCounter => include_str!("pages/unset-counter.md"),
        Code::NoDeadline => include_str!("pages/no-deadline.md"),
        Code::ClockMayNotStart => include_str!("pages/clock-may-not-start.md"),
        Code::ClockBeforeStage => include_str!("pages/clock-before-stage.md"),
        Code::DeadlineTooLate => include_str!("pages/deadline-too-late.md"),
        Code::NoWorkingHours => include_str!("pages/no-working-hours.md"),
        Code::IdleRole => include_str!("pages/idle-role.md"),
        Code::NotAgreed => include_str!("pages/not-agreed.md"),
        Code::DoubleMeaning => include_str!("pages/double-meaning.md"),
        Code::ConflictingMoves => include_str!("pages/conflicting-moves.md"),
        Code::Breach => include_str!("pages/breach.md"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_is_about_its_own_code() {
        for code in Code::ALL {
            let title = page(*code).lines().next();
            assert_eq!(title, Some(format!("# {code}").as_str()));
        }
    }

    #[test]
    fn pages_say_what_it_is_and_what_to_do() {
        for code in Code::ALL {
            let text = page(*code);
            assert!(text.contains("\n## What it is\n"), "{code}");
            assert!(text.contains("\n## What to do\n"), "{code}");
        }
    }
}
