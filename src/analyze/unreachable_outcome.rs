//! `unreachable-outcome`: declared values of a decision that no lead gets.

use std::collections::BTreeSet;

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Decision, DecisionId, Node, Operand, OperandKind, RuleIndex};
use crate::proof::{Answer, Formula, Prover};
use crate::value::{Value, joined};

/// Unreachable outcomes of a decision, but for those of dead rules, which say it themselves.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
    dead: &BTreeSet<RuleIndex>,
) {
    // A decision declares no stages: it need not yield each of a journey.
    if context.model.stage_decisions.contains_key(&id) {
        return;
    }
    let values = context.model.enumeration(decision.ty);
    let count = values.map_or(0, |it| it.values.len());
    let well = prover.upstream_well(Node::Decision(id));
    let conflict = prover.conflict(id);
    let mut open: Vec<(Value, Formula)> = Vec::new();
    for value in (0_u32..).take(count).map(Value::Choice) {
        if !explained(decision, dead, &value) {
            let is = prover.outcome_is(id, &value);
            open.push((value, is));
        }
    }
    let (mut unreachable, mut undecided) = (Vec::new(), false);
    for (value, is) in open {
        match prover.find(&[well, !conflict, is]) {
            Answer::Found => {}
            Answer::Never(_) => unreachable.push(value),
            Answer::Undecided => undecided = true,
        }
    }
    let name = &decision.named.name;
    let finding = |message: String| {
        Diagnostic::new(Code::UnreachableOutcome, decision.named.span, message)
            .about("decision", name.clone())
    };
    if undecided {
        let message = format!("whether every outcome of `{name}` is reached was not decided");
        context.not_proved(finding(message));
    }
    if unreachable.is_empty() {
        return;
    }
    let written = unreachable.iter().map(|value| {
        let value = context.written(value, decision.ty);
        format!("`{value}`")
    });
    let written: Vec<String> = written.collect();
    let message = format!("no lead gets {} of `{name}`", joined(&written, "or"));
    let all_given = unreachable
        .iter()
        .all(|value| !givers(decision, std::slice::from_ref(value)).is_empty());
    let givers = givers(decision, &unreachable);
    let help = match !givers.is_empty() {
        true => "mend the rules that are to give it, or take it out",
        false => "add a rule that gives it, or take it out",
    };
    let rules = if all_given { givers } else { Vec::new() };
    context.shown_by_none(rules, finding(message).help(help));
}

/// A dead rule would give it.
fn explained(decision: &Decision, dead: &BTreeSet<RuleIndex>, value: &Value) -> bool {
    let rules = dead.iter().filter_map(|at| decision.rules.get(*at));
    let mut outcomes = rules.map(|rule| &rule.outcome.kind);
    outcomes.any(|kind| matches!(kind, OperandKind::Constant(given) if given == value))
}

/// The rules that are to give one of these, and `otherwise` where that is to.
fn givers(decision: &Decision, values: &[Value]) -> Vec<String> {
    let gives = |outcome: &Operand| match &outcome.kind {
        OperandKind::Constant(given) => values.contains(given),
        OperandKind::Nothing => false,
        _ => true,
    };
    let rules = decision.rules.iter().filter(|rule| gives(&rule.outcome));
    let otherwise = decision.otherwise.iter().filter(|it| gives(it));
    let rules = rules.map(|rule| rule.name.clone());
    rules
        .chain(otherwise.map(|_| "otherwise".to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(rest: &str) -> String {
        let policy = format!(
            "policy \"p\" {{}}\nlead {{ id: text key  n: integer  c: one of x | y | z }}\n{rest}"
        );
        found_of("unreachable-outcome", &policy)
    }

    #[test]
    fn a_value_that_nothing_gives() {
        let two = "decision k: one of a | b | \"C d\" { rule r: a when n > 5  otherwise b }";
        assert_eq!(
            found(two),
            "unreachable-outcome: no lead gets `\"C d\"` of `k`\n"
        );
        let three = two.replace("otherwise b", "rule q: \"C d\" when n < 0  otherwise b");
        assert_eq!(found(&three), "");
    }

    #[test]
    fn a_dead_rule_or_otherwise_explains_it_or_not() {
        let dead = "decision k: one of a | b { rule r: a when n > 5 and n < 3  otherwise b }";
        assert_eq!(found(dead), "");
        let otherwise = "decision k: one of a | b { rule r: a when n > 5  rule q: a when n <= 5  \
                         rule p: a when n is missing  otherwise b }";
        assert_eq!(
            found(otherwise),
            "unreachable-outcome: no lead gets `b` of `k`\n"
        );
    }

    #[test]
    fn a_field_gives_all_its_values_where_it_counts() {
        let field = "decision k: one of x | y | z { rule r: c when c != y  otherwise x }";
        assert_eq!(
            found(field),
            "unreachable-outcome: no lead gets `y` of `k`\n"
        );
    }
}
