//! Why a decision comes out as it does: what decided, what stood back, and what was nearest.

use super::Case;
use super::grounds::{Distance, Fact, Lack, held, lack};
use crate::eval::trace::{self, DecisionTrace, OperandTrace, RuleTrace};
use crate::eval::{Beaten, Cause, Decided, DecidedBy, DecidedOutcome, Found, Truth};
use crate::model::{Decision, DecisionId, Node, Rule, RuleIndex};

/// A decision, and the few of its rules that explain it.
#[derive(Debug, Clone)]
pub struct DecisionWhy<'m> {
    /// Which decision.
    pub id: DecisionId,
    /// The decision.
    pub decision: &'m Decision,
    /// What is decided.
    pub decided: &'m Decided,
    /// The rules that decided; where rules disagree, those; where it cannot be told whether rules
    /// hold, those.
    pub by: Vec<RuleWhy<'m>>,
    /// What stands for the rest, where that decided.
    pub otherwise: Option<OperandTrace<'m>>,
    /// The rules that hold too and stand back, in the order of the text.
    pub aside: Vec<RuleWhy<'m>>,
    /// Of the rules that do not hold and would have counted, one that lacks least: one that says
    /// something else, where something is decided.
    pub nearest: Option<RuleWhy<'m>>,
    /// All rules that do not hold, in the order of the text.
    pub others: Vec<RuleWhy<'m>>,
    /// What stops the decision in the end, where something does.
    pub causes: Vec<Cause>,
}

/// A rule or a row, and what makes it hold or not.
#[derive(Debug, Clone)]
pub struct RuleWhy<'m> {
    /// Its place in the decision.
    pub at: RuleIndex,
    /// The rule.
    pub rule: &'m Rule,
    /// Whether it holds.
    pub truth: Truth,
    /// What it yields.
    pub yields: OperandTrace<'m>,
    /// Where it holds: what makes it so.
    pub facts: Vec<Fact<'m>>,
    /// Where it does not hold: what its `when` lacks, if it lacks anything.
    pub lacks: Option<Lack<'m>>,
    /// Where its `unless` is yes: what makes that so.
    pub excepted: Option<Vec<Fact<'m>>>,
    /// Where it has an `unless` and holds: what that lacks to take the rule out.
    pub not_excepted: Option<Lack<'m>>,
    /// The rule that stands above it and holds.
    pub beaten: Option<Beaten>,
    /// The rule before it that holds, where order counts.
    pub preceded_by: Option<RuleIndex>,
    /// How far it is from holding; none where it holds or never can.
    pub distance: Option<Distance>,
}

/// Why a decision comes out as it does; none where the policy has no such decision.
pub(super) fn decision(case: Case<'_>, id: DecisionId) -> Option<DecisionWhy<'_>> {
    let trace = trace::decision(case.model, case.lead, case.as_of, case.evaluation, id)?;
    let decision = case.model.decisions.get(id)?;
    let DecisionTrace {
        decided,
        rules,
        otherwise,
        ..
    } = trace;
    let rules = rules.iter().filter_map(|rule| rule_why(decision, rule));
    let rules: Vec<RuleWhy<'_>> = rules.collect();
    let by = deciding(decided, &rules);
    let is_by = |rule: &&RuleWhy<'_>| by.iter().any(|other| other.at == rule.at);
    let aside = |rule: &&RuleWhy<'_>| rule.truth.is_yes() && !is_by(rule);
    let other = |rule: &&RuleWhy<'_>| !rule.truth.is_yes() && !is_by(rule);
    Some(DecisionWhy {
        id,
        decision,
        decided,
        aside: rules.iter().filter(aside).cloned().collect(),
        nearest: nearest(decided, rules.iter().filter(other)).cloned(),
        others: rules.iter().filter(other).cloned().collect(),
        otherwise: otherwise.filter(|_| decided.by == DecidedBy::Otherwise),
        causes: match decided.outcome {
            DecidedOutcome::Stopped => case.evaluation.root_causes(Node::Decision(id)),
            _ => Vec::new(),
        },
        by,
    })
}

/// The rules that made the outcome what it is.
fn deciding<'m>(decided: &Decided, rules: &[RuleWhy<'m>]) -> Vec<RuleWhy<'m>> {
    let places: Vec<RuleIndex> = match (&decided.outcome, &decided.by) {
        (DecidedOutcome::Conflict(rules), _) | (_, DecidedBy::Rules(rules)) => rules.clone(),
        (DecidedOutcome::Stopped, _) => {
            let doubtful = |rule: &&RuleWhy<'_>| {
                rule.truth == Truth::Stopped && rule.beaten.is_none() && rule.preceded_by.is_none()
            };
            rules.iter().filter(doubtful).map(|rule| rule.at).collect()
        }
        (_, DecidedBy::Otherwise | DecidedBy::Nobody) => Vec::new(),
    };
    let rules = places.into_iter().filter_map(|at| rules.get(at));
    rules.cloned().collect()
}

/// The rule that lacks least; of several the first. What stands back anyway is not looked at, nor
/// what says the same as the outcome.
fn nearest<'a, 'm: 'a>(
    decided: &Decided,
    rules: impl Iterator<Item = &'a RuleWhy<'m>>,
) -> Option<&'a RuleWhy<'m>> {
    let says_the_same = |rule: &&RuleWhy<'_>| match &decided.outcome {
        DecidedOutcome::Value(value) => rule.yields.value.known() == Some(value),
        DecidedOutcome::Nothing => rule.yields.value == Found::Missing,
        DecidedOutcome::Gap | DecidedOutcome::Conflict(_) | DecidedOutcome::Stopped => false,
    };
    rules
        .filter(|rule| rule.beaten.is_none() && rule.preceded_by.is_none())
        .filter(|rule| !says_the_same(rule))
        .filter(|rule| rule.distance.is_some())
        .min_by_key(|rule| rule.distance)
}

fn rule_why<'m>(decision: &'m Decision, trace: &RuleTrace<'m>) -> Option<RuleWhy<'m>> {
    let rule = decision.rules.get(trace.rule)?;
    let (when, unless) = (trace.when.as_ref(), trace.unless.as_ref());
    let holds = trace.truth.is_yes();
    let met = when.is_none_or(|when| when.truth.is_yes());
    let lacks = when.filter(|_| !met).map(|when| lack(when, true));
    let excepts = unless.filter(|unless| unless.truth.is_yes());
    let from_when = lacks.as_ref().map_or(Some(Distance::NONE), Lack::distance);
    let excepting = excepts.map(|unless| lack(unless, false));
    let from_unless = excepting.map_or(Some(Distance::NONE), |lack| lack.distance());
    Some(RuleWhy {
        at: trace.rule,
        rule,
        truth: trace.truth,
        yields: trace.yields.clone(),
        facts: when
            .filter(|_| met)
            .map_or(Vec::new(), |when| held(when, true)),
        lacks,
        excepted: excepts.map(|unless| held(unless, true)),
        not_excepted: unless
            .filter(|unless| met && !unless.truth.is_yes())
            .map(|unless| lack(unless, true)),
        beaten: trace.beaten.clone(),
        preceded_by: trace.preceded_by,
        distance: from_when
            .zip(from_unless)
            .map(|(when, unless)| when.and(unless))
            .filter(|_| !holds),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Story;
    use crate::model::DecisionId;
    use crate::why::DecisionWhy;

    const POLICY: &str = "policy \"p\" {} lead { id: text key  n: integer  a: boolean  b: boolean }
        define big = n >= 100
        decision d: one of x | y | z {
          rule top: x when a overrides low because \"A is enough.\"
          rule low: y when n >= 10 overrides last
          rule last: z when n >= 5 unless b
          table n | b { 1 | yes => z  >= 1_000 | yes => x }
        }
        decision o: one of x | y first match {
          rule one: x when big
          rule two: y when n >= 10
          rule three: x when n >= 1
          otherwise y
        }";

    #[track_caller]
    fn with(values: &str, test: impl FnOnce(&DecisionWhy<'_>, &DecisionWhy<'_>)) {
        let story = Story::new(POLICY, &format!("id,n,a,b\nk,{values}\n"));
        let explained = story.explained(0);
        let find = |at| {
            let mut all = explained.decisions.iter();
            all.find(|why| why.id == DecisionId::new(at)).unwrap()
        };
        test(find(0), find(1));
    }

    fn names(rules: &[super::RuleWhy<'_>]) -> Vec<String> {
        rules.iter().map(|rule| rule.rule.name.clone()).collect()
    }

    #[test]
    fn what_stands_back_says_for_what() {
        with("20,yes,", |d, o| {
            assert_eq!(names(&d.by), ["top"]);
            assert_eq!(names(&d.aside), ["low", "last"]);
            let beaten: Vec<_> = d
                .aside
                .iter()
                .map(|it| it.beaten.clone().unwrap())
                .collect();
            let by: Vec<_> = beaten.iter().map(|it| (it.by, it.through.len())).collect();
            assert_eq!(by, [(0, 0), (1, 0)]);
            assert_eq!(names(&o.by), ["two"]);
            assert_eq!(names(&o.aside), ["three"]);
            assert_eq!(o.aside[0].preceded_by, Some(1));
        });
    }

    #[test]
    fn the_nearest_would_have_counted_and_says_something_else() {
        with("8,,", |d, o| {
            assert_eq!(names(&d.by), ["last"]);
            // Both rows say something else too; `low` is only two short of ten.
            assert_eq!(d.nearest.as_ref().unwrap().rule.name, "low");
            // What stands behind the rule that decides does not matter.
            assert_eq!(o.by[0].rule.name, "three");
            assert_eq!(o.nearest.as_ref().unwrap().rule.name, "two");
        });
        with("20,yes,", |d, _| {
            // `top` stands above the others that do not hold, but not above the rows.
            assert_eq!(d.nearest.as_ref().unwrap().rule.name, "1 | yes");
        });
    }

    #[test]
    fn an_exception_counts_for_the_distance() {
        with("7,no,yes", |d, _| {
            let last = d.others.iter().find(|it| it.rule.name == "last").unwrap();
            assert!(last.excepted.is_some() && last.lacks.is_none());
            assert_eq!(last.distance.unwrap().comparisons, 1);
            assert_eq!(d.nearest.as_ref().unwrap().rule.name, "low", "7 is near 10");
        });
    }

    #[test]
    fn a_gap_has_a_nearest_and_a_stop_has_its_cause() {
        with("1,,", |d, _| {
            assert!(d.by.is_empty() && d.otherwise.is_none());
            assert_eq!(d.nearest.as_ref().unwrap().rule.name, "last");
        });
        with("many,,no", |d, o| {
            assert_eq!(names(&d.by), ["low", "last"]);
            assert_eq!(d.causes.len(), 1);
            assert_eq!(names(&o.by), ["one", "two", "three"]);
        });
    }
}
