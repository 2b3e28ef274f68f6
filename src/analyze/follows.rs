//! What follows from another finding is not said again: whoever mends the cause mends it too.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Decision, Model, Node};
use crate::source::Span;

/// What was seen while questions were asked, and cannot be read off the findings.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Dead rows that ask for an outcome that the decision behind them never has.
    pub(super) asks_for_none: BTreeSet<Span>,
    /// Scores of which no line changes a decision.
    pub(super) idle_scores: BTreeSet<String>,
    /// Stages that no lead gets to, each with the moves that would lead there.
    pub(super) shut: BTreeMap<String, Vec<Span>>,
    /// Stages that no lead gets to since what leads there is such a stage itself.
    pub(super) behind_shut: BTreeSet<String>,
}

/// Findings about parts of conditions and rules: each of them keeps a rule from deciding as it is
/// meant to.
const OF_RULES: [Code; 4] = [
    Code::OutOfReach,
    Code::ConstantCondition,
    Code::DeadCondition,
    Code::DeadRule,
];

/// Takes out the findings that follow from others.
pub(super) fn take_out(model: &Model, seen: &Seen, findings: &mut Vec<Finding>) {
    let all: Vec<Diagnostic> = findings.iter().map(|it| it.diagnostic.clone()).collect();
    let proved: Vec<&Diagnostic> = all.iter().filter(|it| is_proved(it)).collect();
    let others = Others { model, all: proved };
    findings.retain(|finding| {
        let it = &finding.diagnostic;
        !is_proved(it) || !others.explain(seen, it)
    });
}

fn is_proved(finding: &Diagnostic) -> bool {
    finding.shown.as_ref().is_none_or(|shown| shown.proved)
}

struct Others<'a> {
    model: &'a Model,
    all: Vec<&'a Diagnostic>,
}

impl Others<'_> {
    fn explain(&self, seen: &Seen, it: &Diagnostic) -> bool {
        let Some((kind, name)) = subject(it) else {
            return false;
        };
        match it.code {
            Code::DeadRule => it.span().is_some_and(|at| seen.asks_for_none.contains(&at)),
            Code::UnreachableOutcome => self.explain_outcome(it, name),
            // A rule that it is to stand above never decides.
            Code::UselessOverride => {
                let decision = name.split('.').next().unwrap_or(name);
                rules(it).len() == 1 && self.about_rules_of(decision)
            }
            Code::IdlePoints => seen.idle_scores.contains(name) && self.about_a_reader(name),
            Code::BlankExcluded => self.any(|other| {
                other.code == Code::UnknownPermits && lies_within(it.span(), other.span())
            }),
            Code::UnreachableStage => {
                seen.behind_shut.contains(name) || self.about_a_move(seen.shut.get(name))
            }
            Code::ConstantCondition | Code::DeadCondition | Code::OutOfReach if kind == "must" => {
                self.any(|other| {
                    other.code == Code::ImpossibleMust && subject(other) == Some((kind, name))
                })
            }
            _ => false,
        }
    }

    fn any(&self, is: impl Fn(&Diagnostic) -> bool) -> bool {
        self.all.iter().any(|other| is(other))
    }

    /// An outcome that nothing gives, where leads get none; one whose rules contradict others, or
    /// whose rules are to blame themselves.
    fn explain_outcome(&self, it: &Diagnostic, decision: &str) -> bool {
        let givers = rules(it);
        if givers.is_empty() {
            return self.any(|other| other.code == Code::Gap && is_about(other, decision));
        }
        let contradicted = |giver: &String| {
            self.any(|other| {
                other.code == Code::Conflict
                    && is_about(other, decision)
                    && rules(other).contains(giver)
            })
        };
        givers.iter().all(contradicted) || self.about_rules_of(decision)
    }

    /// Something is said of a rule or row of a decision.
    fn about_rules_of(&self, decision: &str) -> bool {
        self.any(|other| {
            let of = subject(other).and_then(|(kind, name)| {
                let (of, _) = name.split_once('.')?;
                (kind == "decision").then_some(of)
            });
            OF_RULES.contains(&other.code) && of == Some(decision)
        })
    }

    /// Something is said of the condition of one of these moves.
    fn about_a_move(&self, moves: Option<&Vec<Span>>) -> bool {
        let mut moves = moves.into_iter().flatten();
        moves.any(|at| {
            self.any(|other| OF_RULES.contains(&other.code) && lies_within(other.span(), Some(*at)))
        })
    }

    /// Something is said of what reads a score.
    fn about_a_reader(&self, score: &str) -> bool {
        let mut scores = self.model.scores.iter();
        let Some((id, _)) = scores.find(|(_, it)| it.named.name == score) else {
            return false;
        };
        self.model
            .readers(Node::Score(id))
            .into_iter()
            .any(|node| match node {
                Node::Decision(id) => {
                    let decision = self.model.decisions.get(id);
                    decision.is_some_and(|it: &Decision| self.about_rules_of(&it.named.name))
                }
                Node::Define(id) => self.model.defines.get(id).is_some_and(|define| {
                    self.any(|other| {
                        OF_RULES.contains(&other.code)
                            && subject(other) == Some(("definition", &define.named.name))
                    })
                }),
                Node::Score(_) => false,
            })
    }
}

fn subject(finding: &Diagnostic) -> Option<(&str, &str)> {
    let subject = finding.subject.as_ref()?;
    Some((subject.kind, subject.name.as_str()))
}

fn is_about(finding: &Diagnostic, decision: &str) -> bool {
    subject(finding) == Some(("decision", decision))
}

fn rules(finding: &Diagnostic) -> &[String] {
    finding.shown.as_ref().map_or(&[], |shown| &shown.rules)
}

fn lies_within(inner: Option<Span>, outer: Option<Span>) -> bool {
    inner
        .zip(outer)
        .is_some_and(|(inner, outer)| inner.lies_within(outer))
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_with;

    /// The codes of what is found, notes left out.
    fn codes(rest: &str) -> Vec<String> {
        let text = format!(
            "policy \"p\" {{}}\nteam t {{ role a, b }}\n\
             lead {{ id: text key  n: integer required  m: integer required  c: boolean required\n\
             left: boolean  seen: date }}\n{rest}"
        );
        let found = found_with(&text, false);
        let lines = found.lines().filter(|it| !it.starts_with(' '));
        let codes = lines.filter_map(|it| Some(it.split_once(':')?.0.to_owned()));
        let notes = [
            "score-reach",
            "one-signal",
            "dead-otherwise",
            "agreeing-overlap",
        ];
        codes.filter(|it| !notes.contains(&it.as_str())).collect()
    }

    const SCORE: &str = "score s { +40 when c\n+30 when n > 5\n+10 per m, at most 30 }\n";

    #[test]
    fn of_a_bar_out_of_reach_all_else_follows() {
        let rest = format!(
            "{SCORE}decision d: one of x | y | z {{ rule r: x when n > 9 overrides all\n\
             rule k: z when s >= 500\notherwise y }}\n\
             decision o: role {{ table d {{ x => a  y => a  z => b }} }}"
        );
        assert_eq!(codes(&rest), ["out-of-reach"]);
    }

    #[test]
    fn of_a_bar_that_all_pass_all_else_follows() {
        let rest =
            format!("{SCORE}decision d: one of x | y {{ rule k: x when s >= 0\notherwise y }}");
        assert_eq!(codes(&rest), ["constant-condition"]);
    }

    #[test]
    fn where_the_otherwise_is_lost_its_outcome_is_not_missed_as_well() {
        let rest = "decision d: one of x | y { rule k: x when n > 9 }\n\
                    decision o: role { table d { x => a  y => b } }";
        assert_eq!(codes(rest), ["gap"]);
    }

    #[test]
    fn where_an_override_is_lost_the_outcome_is_not_missed_as_well() {
        let rest = "decision d: one of x | y | z { rule h: x when n > 9\nrule k: y when n > 5\n\
                    otherwise z }";
        assert_eq!(codes(rest), ["conflict"]);
        // `w` is another matter.
        let rest = rest.replace("x | y | z", "x | y | z | w");
        assert_eq!(codes(&rest), ["conflict", "unreachable-outcome"]);
    }

    #[test]
    fn of_a_blank_one_thing_is_said() {
        let rest = "forbid email when left or since(seen) > 30 days";
        assert_eq!(codes(rest), ["unknown-permits"]);
    }

    #[test]
    fn of_a_must_that_cannot_be_met_one_thing_is_said() {
        let rest = "must e: n > 5 and n < 3 when c";
        assert_eq!(codes(rest), ["impossible-must"]);
    }

    #[test]
    fn of_a_move_that_is_never_open_all_else_follows() {
        let journey = |when: &str| {
            format!(
                "policy \"p\" {{}}\nteam t {{ role a }}\n\
                 lead {{ id: text key  n: integer 0..9 required\n\
                 st: one of new | mid | won | lost required  then: datetime required }}\n\
                 journey j tracks st since then {{\n\
                 stage new start {{ accountable a  to mid when {when}  otherwise to lost after 9 days }}\n\
                 stage mid {{ accountable a  to won when n > 3  otherwise to lost after 9 days }}\n\
                 stage won end\nstage lost end }}"
            )
        };
        let found = found_with(&journey("n > 12"), false);
        let lines = found.lines().filter(|it| !it.starts_with(' '));
        let codes: Vec<_> = lines.map(|it| it.split(':').next().unwrap()).collect();
        assert_eq!(codes, ["out-of-reach"]);
        assert_eq!(found_with(&journey("n > 2"), false), "");
    }

    #[test]
    fn what_does_not_follow_is_said() {
        let rest = format!(
            "{SCORE}score u {{ +1 when n > 3\n+1 when c }}\n\
             decision d: one of x | y {{ rule k: x when s >= 500\notherwise y }}\n\
             decision e: one of v | w {{ rule k: v when u >= 2\nrule j: v when n > 9 and c\n\
             otherwise w }}"
        );
        assert_eq!(codes(&rest), ["out-of-reach"]);
        let rest = rest.replace("n > 9 and c", "n > 9 and n < 4");
        assert_eq!(codes(&rest), ["out-of-reach", "dead-rule"]);
        // Points of a score whose bars can be met are idle for their own sake.
        let rest = format!(
            "{rest}\ndecision f: one of g | h {{ rule k: g when v >= 5\notherwise h }}\n\
             score v {{ +5 when c\n+1 when n > 5 }}"
        );
        assert_eq!(codes(&rest), ["out-of-reach", "dead-rule", "idle-points"]);
    }
}
