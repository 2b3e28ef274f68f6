//! `agreeing-overlap`: rules of a decision that hold together and agree.

use super::context::{Context, Says};
use crate::diagnostic::{Code, Demonstration, Diagnostic};
use crate::eval::Evaluation;
use crate::model::{Decision, DecisionId, Lead, Node, OperandKind, Rule, RuleIndex};
use crate::proof::{Answer, Formula, Prover};
use crate::value::joined;

/// The most pairs that a finding names.
const MOST_PAIRS: usize = 8;

/// In a decision of more rules than this only rules beside each other in the text are compared: all
/// pairs of thousands of rows are too many for a note.
const MOST_RULES: usize = 200;

/// Two rules, by their places.
type Pair = (RuleIndex, RuleIndex);

/// Agreeing rules of a decision.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    if decision.first_match {
        return;
    }
    let well = prover.upstream_well(Node::Decision(id));
    let mut open: Vec<(Pair, Formula)> = Vec::new();
    for (one, other) in candidates(decision) {
        if let Some(both) = both(prover, id, decision, (one, other)) {
            open.push(((one, other), both));
        }
    }
    let mut found: Vec<Pair> = Vec::new();
    let mut first: Option<Formula> = None;
    let mut undecided = false;
    while !open.is_empty() && found.len() <= MOST_PAIRS {
        let formulas: Vec<_> = open.iter().map(|(_, both)| *both).collect();
        let any = prover.any(&formulas);
        match prover.find(&[well, any]) {
            Answer::Never(_) => break,
            Answer::Found => {}
            Answer::Undecided => {
                undecided = found.is_empty();
                break;
            }
        }
        // One lead may show several pairs.
        let (so, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(_, both)| prover.is_so(*both));
        if so.is_empty() {
            break;
        }
        first = first.or(so.first().map(|(_, both)| *both));
        found.extend(so.into_iter().map(|(pair, _)| pair));
        open = rest;
    }
    let shown = found.first().copied().zip(first);
    if undecided {
        let name = &decision.named.name;
        let message = format!("whether rules of `{name}` hold together and agree was not decided");
        let finding = Diagnostic::new(Code::AgreeingOverlap, decision.named.span, message);
        context.not_proved(finding.about("decision", name.clone()));
    } else if let Some((pair, both)) = shown {
        found.sort_unstable();
        report(context, prover, (id, decision), &found, pair, &[well, both]);
    }
}

fn report<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    found: &[Pair],
    shown: Pair,
    asked: &[Formula],
) {
    let Some(lead) = context.plain_lead(prover, asked, &std::collections::BTreeSet::new()) else {
        return;
    };
    let rule = |at: RuleIndex| decision.rules.get(at);
    let name_of = |at: RuleIndex| rule(at).map_or("", |rule| rule.name.as_str());
    let name = &decision.named.name;
    let message = match found {
        [(one, other)] => format!(
            "`{}` and `{}` of `{name}` hold together for some leads, and agree",
            name_of(*one),
            name_of(*other)
        ),
        pairs => {
            let named = pairs.iter().take(MOST_PAIRS);
            let named = named.map(|(a, b)| format!("`{}` with `{}`", name_of(*a), name_of(*b)));
            let mut named: Vec<String> = named.collect();
            if pairs.len() > MOST_PAIRS {
                named.push("more".to_owned());
            }
            let named = joined(&named, "and");
            format!("rules of `{name}` hold together for some leads, and agree: {named}")
        }
    };
    let mut fields = std::collections::BTreeSet::new();
    let (one, other) = shown;
    for rule in [one, other].into_iter().filter_map(rule) {
        for condition in rule.when.iter().chain(&rule.unless) {
            context.fields_of(condition, &mut fields);
        }
    }
    let says = Says {
        shows: &format!("`{}` and `{}` both hold", name_of(one), name_of(other)),
        expect: &[],
    };
    let witness = context.witness_with(&lead, &fields, says);
    let mut rules: Vec<RuleIndex> = found.iter().flat_map(|(a, b)| [*a, *b]).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules = rules.into_iter().map(|at| name_of(at).to_owned());
    let demonstration = Demonstration {
        rules: rules.collect(),
        more_cases: true,
        witness: Some(witness),
        ..Demonstration::default()
    };
    let at = rule(one).map_or(decision.named.span, |rule| rule.span);
    let mut finding = Diagnostic::new(Code::AgreeingOverlap, at, message)
        .help("nothing has to be done; where only one of them was meant, narrow the other")
        .about("decision", name.clone())
        .demonstrated(demonstration);
    if let Some(rule) = rule(other) {
        finding = finding.label(rule.span, "holds together with it");
    }
    let shows = move |_: Lead<'_>, evaluation: &Evaluation| {
        let held = &evaluation.decision(id).held;
        held.contains(&one) && held.contains(&other)
    };
    context.confirmed(prover, &lead, shows, finding, None);
}

/// The pairs that can stand together and agree.
fn candidates(decision: &Decision) -> Vec<Pair> {
    let count = decision.rules.len();
    let mut pairs = Vec::new();
    for (at, one) in decision.rules.iter().enumerate() {
        let last = if count > MOST_RULES { at + 2 } else { count };
        for (other_at, other) in decision.rules.iter().enumerate().take(last).skip(at + 1) {
            if !in_order(decision, one, other) && may_agree(one, other) {
                pairs.push((at, other_at));
            }
        }
    }
    pairs
}

/// Only the first of the two counts.
fn in_order(decision: &Decision, one: &Rule, other: &Rule) -> bool {
    let table = one.table.filter(|table| other.table == Some(*table));
    let table = table.and_then(|table| decision.tables.get(table));
    table.is_some_and(|table| table.first_match)
}

fn may_agree(one: &Rule, other: &Rule) -> bool {
    match (&one.outcome.kind, &other.outcome.kind) {
        (OperandKind::Constant(a), OperandKind::Constant(b)) => a == b,
        _ => true,
    }
}

fn both(
    prover: &mut Prover<'_>,
    id: DecisionId,
    decision: &Decision,
    (one, other): Pair,
) -> Option<Formula> {
    let (a, b) = (decision.rules.get(one)?, decision.rules.get(other)?);
    let (stands, also) = (prover.stands(id, one), prover.stands(id, other));
    let differ = prover.rules_differ(a, b);
    let both = prover.all(&[stands, also, !differ]);
    (both != prover.never()).then_some(both)
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(rules: &str) -> String {
        let policy = format!(
            "policy \"p\" {{}}\nlead {{ id: text key  n: integer  b: boolean }}\n\
             decision k: one of x | y {{\n{rules}\notherwise y }}"
        );
        found_of("agreeing-overlap", &policy)
    }

    #[test]
    fn rules_that_hold_together_and_agree() {
        let found = found("rule r: x when n > 5\nrule s: x when b");
        let said = "agreeing-overlap: `r` and `s` of `k` hold together for some leads, and agree\n\
                    \u{20} lead n ";
        assert!(found.starts_with(said), "{found}");
        assert!(found.ends_with("; b yes\n"), "{found}");
    }

    #[test]
    fn not_where_they_cannot_or_one_stands_above_the_other() {
        assert_eq!(found("rule r: x when n > 5\nrule s: x when n < 5"), "");
        assert_eq!(
            found("rule r: x when n > 5 overrides s\nrule s: x when b"),
            ""
        );
        assert_eq!(
            found("table first match n | b { > 5 | any => x\nany | yes => x }"),
            ""
        );
    }

    #[test]
    fn several_pairs_are_one_finding() {
        let found = found("rule r: x when n > 5\nrule s: x when b\nrule t: x when n > 7");
        assert!(
            found.starts_with(
                "agreeing-overlap: rules of `k` hold together for some leads, and agree: \
                 `r` with `s`, `r` with `t` and `s` with `t`\n"
            ),
            "{found}"
        );
    }
}
