//! What was counted of the leads that a policy is tried on, in a few words for each thing.

use crate::report::{RuleWork, Summary};
use crate::value::grouped;

/// What was counted.
#[derive(Debug, Clone, Copy)]
pub struct Counts<'a> {
    /// All of it.
    pub summary: &'a Summary,
}

impl Counts<'_> {
    /// The outcomes of a decision: "call 412, wait 80, no outcome 3".
    #[must_use]
    pub fn of_decision(&self, name: &str) -> Option<String> {
        let mut decisions = self.summary.decisions.iter();
        let answers = &decisions.find(|it| it.name == name)?.answers;
        let outcomes = answers.outcomes.iter();
        let outcomes = outcomes.map(|(shown, count)| (shown.to_string(), *count));
        let others = [
            ("others", answers.beyond),
            ("none", answers.none),
            ("no rule", answers.gap),
            ("rules disagree", answers.conflict),
            ("not decided", answers.not_decided),
        ];
        let others = others.map(|(what, count)| (what.to_owned(), count));
        let all = outcomes.chain(others).filter(|(_, count)| *count > 0);
        let all = all.map(|(what, count)| format!("{what} {}", grouped(count)));
        let all: Vec<String> = all.collect();
        Some(match all.is_empty() {
            true => "no lead".to_owned(),
            false => all.join(", "),
        })
    }

    /// What a rule did: "decides 412 of 9,240, wins over others for 30".
    #[must_use]
    pub fn of_rule(&self, decision: &str, name: &str) -> Option<String> {
        let rules = self.summary.rules.as_ref()?;
        let mut decisions = rules.decisions.iter();
        let decision = decisions.find(|it| it.decision == decision)?;
        let rule = decision.rules.iter().find(|it| it.name == name)?;
        Some(self.work(rule))
    }

    /// The same of a rule by its place in the decision.
    #[must_use]
    pub fn of_rule_at(&self, decision: &str, place: usize) -> Option<String> {
        let rules = self.summary.rules.as_ref()?;
        let mut decisions = rules.decisions.iter();
        let decision = decisions.find(|it| it.decision == decision)?;
        Some(self.work(decision.rules.get(place)?))
    }

    fn work(&self, rule: &RuleWork) -> String {
        let all = grouped(self.summary.leads.read);
        let mut words = format!("decides {} of {all}", grouped(rule.decided));
        let beside = rule.decided - rule.alone;
        for (count, what) in [
            (beside, "beside other rules that hold"),
            (rule.overridden, "stands back"),
            (rule.in_conflict, "in conflict"),
        ] {
            if count > 0 {
                words.push_str(&format!(", {what} {}", grouped(count)));
            }
        }
        words
    }

    /// The totals of a score: "0 to 85, 31.4 on average".
    #[must_use]
    pub fn of_score(&self, name: &str) -> Option<String> {
        let mut scores = self.summary.scores.iter();
        let score = scores.find(|it| it.name == name)?;
        let (lowest, highest) = (score.lowest?, score.highest?);
        let average = score.mean(1).map(|it| format!(", {it} on average"));
        Some(format!(
            "{lowest} to {highest}{} of {} leads",
            average.unwrap_or_default(),
            grouped(score.leads)
        ))
    }
}
