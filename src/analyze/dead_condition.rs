//! `dead-condition`: parts of conditions without which every lead would get the same outcome.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::places::{self, Form, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Decision, DecisionId, Node, Rule, RuleIndex};
use crate::proof::{Answer, Formula, Prover, So, Taken};
use crate::source::Span;
use crate::value::joined;

/// Where a decision has more parts times rules than this, a part is only dead that leaves its own
/// rule as it is; whether others decide the same in its place is not worked out.
const MOST_WORK: usize = 300_000;

/// A part of an `and`, or of an `or`.
#[derive(Clone, Copy)]
struct Element<'m> {
    part: &'m Condition,
    /// Taken out it is as if it were yes: it is a part of an `and`.
    of_and: bool,
    all: &'m [Condition],
}

/// Whether a part matters.
enum Verdict {
    Matters,
    /// It makes no difference to its condition.
    SameCondition,
    /// It makes no difference to what comes out.
    SameOutcome,
    Undecided,
}

/// Dead parts of the rules of a decision, without those rules that are dead as a whole.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
    dead: &BTreeSet<RuleIndex>,
) {
    let well = prover.upstream_well(Node::Decision(id));
    let places = places::of_node(context.model, Node::Decision(id));
    let alive = |(at, rule): &(usize, &Rule)| rule.table.is_none() && !dead.contains(at);
    let rules: Vec<_> = decision.rules.iter().enumerate().filter(alive).collect();
    let mut of_rules: BTreeMap<Span, Vec<Place<'m>>> = BTreeMap::new();
    for place in places {
        if let Form::When(span) | Form::Unless(span) = place.form {
            of_rules.entry(span).or_default().push(place);
        }
    }
    let mut of_rule = |rule: &Rule| of_rules.remove(&rule.span).unwrap_or_default();
    let rules: Vec<_> = rules
        .into_iter()
        .map(|(at, rule)| (at, of_rule(rule)))
        .collect();
    let of_places = |(_, places): &(usize, Vec<Place<'m>>)| -> usize {
        let elements = places
            .iter()
            .map(|it| elements(it.condition, &context.constant).len());
        elements.sum()
    };
    let work = rules.iter().map(of_places).sum::<usize>() * decision.rules.len();
    for (at, places) in rules {
        let mut taken: Vec<Taken<'m>> = Vec::new();
        for place in &places {
            let mut judge = |prover: &mut Prover<'m>, taken: &[Taken<'m>]| {
                let held = prover.held(id, at);
                let without = prover.held_with(id, at, taken);
                let differ = prover.either(held, without);
                match prover.find(&[well, differ]) {
                    Answer::Never(_) => return Verdict::SameCondition,
                    Answer::Undecided => return Verdict::Undecided,
                    Answer::Found if work > MOST_WORK => return Verdict::Matters,
                    Answer::Found => {}
                }
                let changes = prover.outcome_changes_with(id, at, taken);
                match prover.find(&[well, changes]) {
                    Answer::Never(_) => Verdict::SameOutcome,
                    Answer::Found => Verdict::Matters,
                    Answer::Undecided => Verdict::Undecided,
                }
            };
            of_place(context, prover, well, place, &mut taken, &mut judge);
        }
    }
}

/// Dead parts of conditions that are not those of a decision.
pub(super) fn of_places<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    places: &[Place<'m>],
) {
    for place in places {
        if matches!(place.form, Form::Cells(_)) {
            continue;
        }
        let mut judge = |prover: &mut Prover<'m>, taken: &[Taken<'m>]| {
            let as_is = prover.so(place.condition);
            let without = prover.so_with(place.condition, taken);
            let differ = differ(prover, place.form, as_is, without);
            match prover.find(&[well, differ]) {
                Answer::Never(_) => Verdict::SameCondition,
                Answer::Found => Verdict::Matters,
                Answer::Undecided => Verdict::Undecided,
            }
        };
        of_place(context, prover, well, place, &mut Vec::new(), &mut judge);
    }
}

fn differ(prover: &mut Prover<'_>, form: Form, one: So, other: So) -> Formula {
    let yes = prover.either(one.yes, other.yes);
    if form != Form::Definition {
        return yes;
    }
    let no = prover.either(one.no, other.no);
    prover.any(&[yes, no])
}

/// Judges the parts of a condition, the last first: where two say the same, the first one stands.
/// What was found dead stays out when the others are judged.
fn of_place<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    place: &Place<'m>,
    taken: &mut Vec<Taken<'m>>,
    judge: &mut impl FnMut(&mut Prover<'m>, &[Taken<'m>]) -> Verdict,
) {
    let mut gone: Vec<Span> = Vec::new();
    let mut undecided = false;
    for element in elements(place.condition, &context.constant) {
        let part = element.part.span;
        if gone
            .iter()
            .any(|it| it.start <= part.start && part.end <= it.end)
        {
            continue;
        }
        taken.push((element.part, element.of_and));
        let mut verdict = judge(prover, taken);
        let is_dead = |it: &Verdict| matches!(it, Verdict::SameCondition | Verdict::SameOutcome);
        if is_dead(&verdict) && taken.len() > 1 {
            // Beside the others that are left out; but it has to be idle by itself, too.
            let alone = judge(prover, &[(element.part, element.of_and)]);
            if !is_dead(&alone) {
                verdict = alone;
            }
        }
        if is_dead(&verdict) {
            gone.push(part);
            let same_condition = matches!(verdict, Verdict::SameCondition);
            report(context, prover, well, place, element, taken, same_condition);
            continue;
        }
        undecided |= matches!(verdict, Verdict::Undecided);
        taken.pop();
    }
    if undecided {
        let message = format!(
            "whether every part of {} matters was not decided",
            place.words
        );
        let finding = Diagnostic::new(Code::DeadCondition, place.condition.span, message);
        context.not_proved(finding.about(place.kind, place.subject.clone()));
    }
}

/// The parts of a condition that may be dead, outer ones before inner ones, later ones before
/// earlier ones. What is the same of every lead has been said.
fn elements<'m>(condition: &'m Condition, constant: &BTreeSet<Span>) -> Vec<Element<'m>> {
    let mut found = Vec::new();
    gather(condition, constant, &mut found);
    found
}

fn gather<'m>(condition: &'m Condition, constant: &BTreeSet<Span>, found: &mut Vec<Element<'m>>) {
    if constant.contains(&condition.span) {
        return;
    }
    let of_and = matches!(condition.kind, ConditionKind::All(_));
    let parts = condition.parts();
    let may_be_dead = of_and || matches!(condition.kind, ConditionKind::Any(_));
    for part in parts.iter().rev() {
        if may_be_dead && parts.len() > 1 && !constant.contains(&part.span) {
            found.push(Element {
                part,
                of_and,
                all: parts,
            });
        }
        gather(part, constant, found);
    }
}

fn report<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    place: &Place<'m>,
    element: Element<'m>,
    taken: &[Taken<'m>],
    same_condition: bool,
) {
    let text = context.text(element.part.span);
    let others = implied_by(context, prover, well, element, taken);
    let names: Vec<String> = others.iter().map(|it| format!("`{it}`")).collect();
    let why = match (names.as_slice(), element.of_and, same_condition) {
        ([], _, true) => "with or without it the condition is yes for the same leads".to_owned(),
        ([], _, false) => "with or without it every lead gets the same outcome".to_owned(),
        ([one], true, _) => format!("wherever {one} is yes, it is too"),
        (_, true, _) => format!("wherever {} are yes, it is too", joined(&names, "and")),
        (_, false, _) => format!("wherever it is yes, {} is too", joined(&names, "or")),
    };
    let message = format!("`{text}` in {} changes nothing: {why}", place.words);
    let help = match element.of_and {
        true => "take it out, or narrow it to what it is meant to ask",
        false => "take it out, or widen it to what it is meant to let in",
    };
    let finding = Diagnostic::new(Code::DeadCondition, element.part.span, message)
        .help(help)
        .about(place.kind, place.subject.clone());
    context.shown_by_none(Vec::new(), finding);
}

/// The other parts beside a part that it follows from in an `and`, or that follow from it in an
/// `or`; none where that is not why it is dead.
fn implied_by<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    element: Element<'m>,
    taken: &[Taken<'m>],
) -> Vec<String> {
    let so = prover.so(element.part).yes;
    let fixed = [well, if element.of_and { !so } else { so }];
    let mut others = Vec::new();
    for other in element.all {
        if !taken.iter().any(|(part, _)| std::ptr::eq(*part, other)) {
            let yes = prover.so(other).yes;
            others.push((if element.of_and { yes } else { !yes }, other.span));
        }
    }
    let others_so: Vec<_> = others.iter().map(|(so, _)| *so).collect();
    let Answer::Never(core) = prover.find(&[fixed.as_slice(), &others_so].concat()) else {
        return Vec::new();
    };
    let core: Vec<_> = others_so
        .into_iter()
        .filter(|it| core.contains(it))
        .collect();
    let needed = prover.smallest(core, &fixed);
    let needed = others.iter().filter(|(so, _)| needed.contains(so));
    needed.map(|(_, span)| context.text(*span)).collect()
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(lead: &str, decision: &str) -> String {
        found_of(
            "dead-condition",
            &format!(
                "policy \"p\" {{}}\nlead {{ id: text key  {lead} }}\n\
                 decision k: one of x | y {{\n{decision}\notherwise y }}"
            ),
        )
    }

    #[test]
    fn a_part_that_another_one_says_already() {
        assert_eq!(
            found(
                "n: integer  b: boolean",
                "rule r: x when n >= 100 and b and n >= 50"
            ),
            "dead-condition: `n >= 50` in rule `r` of `k` changes nothing: wherever `n >= 100` is \
             yes, it is too\n"
        );
        assert_eq!(
            found(
                "n: integer  b: boolean",
                "rule r: x when n >= 100 or b or n >= 50"
            ),
            "dead-condition: `n >= 100` in rule `r` of `k` changes nothing: wherever it is yes, \
             `n >= 50` is too\n"
        );
        assert_eq!(
            found(
                "n: integer  b: boolean",
                "rule r: x when n >= 100 and (b or n < 300)"
            ),
            ""
        );
    }

    #[test]
    fn of_two_that_say_the_same_the_first_one_stands() {
        let two = "rule r: x when n > 4 and n >= 5 and b";
        assert_eq!(
            found("n: integer  b: boolean", two),
            "dead-condition: `n >= 5` in rule `r` of `k` changes nothing: wherever `n > 4` is yes, \
             it is too\n"
        );
    }

    #[test]
    fn a_part_that_matters_only_where_a_field_is_missing() {
        // Where `n` is missing, `not b` alone would let the lead in.
        let rule = "rule r: x when (n < 5 or n >= 5) and not b";
        assert_eq!(found("n: integer  b: boolean", rule), "");
        let known = "rule r: x when n is known and not b and n < 5";
        assert_eq!(
            found("n: integer  b: boolean", known),
            "dead-condition: `n is known` in rule `r` of `k` changes nothing: wherever `n < 5` is \
             yes, it is too\n"
        );
    }

    #[test]
    fn a_part_that_other_rules_make_idle() {
        assert_eq!(
            found(
                "n: integer  b: boolean required",
                "rule s: x when b\nrule r: x when n > 5 and not b"
            ),
            "dead-condition: `not b` in rule `r` of `k` changes nothing: with or without it every \
             lead gets the same outcome\n"
        );
        assert_eq!(
            found(
                "n: integer  b: boolean required",
                "rule s: y when b\nrule r: x when n > 5 and not b"
            ),
            ""
        );
    }

    #[test]
    fn parts_elsewhere() {
        let policy = "policy \"p\" {}\nlead { id: text key  n: integer  b: boolean }\n\
                      define d = n > 5 or n > 7\n\
                      score s 0..9 { +1 when b and n > 5 and n > 3 }\n\
                      must m: b and n > 5 when d\nforbid email when s > 0 or s > 0";
        assert_eq!(
            found_of("dead-condition", policy),
            "dead-condition: `n > 7` in the definition `d` changes nothing: wherever it is yes, \
             `n > 5` is too\n\
             dead-condition: `n > 3` in the line `+1` of `s` changes nothing: wherever `n > 5` is \
             yes, it is too\n\
             dead-condition: `s > 0` in `forbid email` changes nothing: wherever it is yes, \
             `s > 0` is too\n"
        );
    }
}
