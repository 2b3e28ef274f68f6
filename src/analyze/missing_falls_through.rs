//! `missing-falls-through`: leads that end in `otherwise`, or with nothing, only because a field is
//! missing: with a value in it a rule would take them.

use std::collections::BTreeSet;

use super::Touches;
use super::context::{Context, Says, conditions_of};
use super::leads::{MOST_CASES as MOST_CASES_IN_ALL, Shown};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::eval::{DecidedBy, Evaluation};
use crate::model::{
    Batch, Cell, ConditionKind, Decision, DecisionId, FieldId, Model, Node, Operand, OperandKind,
    Part,
};
use crate::proof::{Answer, Case, Formula, Prover, Term, View};
use crate::value::{Value, first_listed};

/// A lead that lacks a field, and the same with a value in it.
struct Pair {
    field: FieldId,
    value: Value,
    lead: Batch,
    changed: Batch,
    cases: Vec<Case>,
    /// There are leads beyond the cases.
    more: bool,
}

/// The most cases that are told of one field.
const MOST_CASES: usize = 4;

/// What was asked about one field.
struct Asked {
    field: FieldId,
    view: View,
    target: Formula,
    context: Vec<Formula>,
}

/// The fields of which some rule asks whether they are known: what becomes of leads without them was
/// thought of.
fn asked_whether_known(decision: &Decision) -> BTreeSet<FieldId> {
    let mut fields = BTreeSet::new();
    for condition in conditions_of(decision) {
        condition.walk(&mut |part| {
            if let Part::Condition(condition) = part
                && let ConditionKind::IsKnown(of) | ConditionKind::IsMissing(of) = &condition.kind
                && let OperandKind::Field(id) = of.kind
            {
                fields.insert(id);
            }
        });
    }
    fields
}

/// Judges a decision that has something for leads that no rule takes.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    if decision.otherwise.is_none() && !decision.or_none {
        return;
    }
    let direct = fields_beside_scores(context.model, Node::Decision(id));
    let spoken_of = asked_whether_known(decision);
    let mut fields = context.ground.fields_behind(Node::Decision(id));
    fields.retain(|field| !spoken_of.contains(field));
    let (at_once, by_score): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|field| direct.contains(field));
    let accepted = context.accepted(prover, Code::MissingFallsThrough, &decision.named.name);
    let terms = prover.terms(&conditions_of(decision), &[]);
    // What is read beside scores is the graver; only without it the rest is looked at.
    for (fields, level) in [(at_once, Level::Warning), (by_score, Level::Note)] {
        let mut pairs = Vec::new();
        let mut undecided = false;
        for field in fields {
            if prover.is_spent() {
                undecided = true;
                break;
            }
            let Some(mut asked) = ask(context.model, prover, id, field) else {
                continue;
            };
            let open = context.open_region(prover, asked.target, &asked.context, &accepted);
            let Some(open) = open else { continue };
            asked.context = open;
            match prover.find(&[asked.context.as_slice(), &[asked.target]].concat()) {
                Answer::Never(_) => {}
                Answer::Undecided => undecided = true,
                Answer::Found => pairs.extend(pair(context, prover, &asked, &terms)),
            }
        }
        if pairs.is_empty() && undecided {
            let name = &decision.named.name;
            let message =
                format!("whether leads fall through `{name}` for want of a field was not decided");
            let finding = Diagnostic::new(Code::MissingFallsThrough, decision.named.span, message);
            context.not_proved(finding.about("decision", name.clone()));
            return;
        }
        if !pairs.is_empty() {
            return show(context, prover, (id, decision), &pairs, &terms, level);
        }
    }
}

/// No rule holds for a lead that lacks the field; with another value one does.
fn ask(model: &Model, prover: &mut Prover<'_>, id: DecisionId, field: FieldId) -> Option<Asked> {
    let missing = prover.field_missing(field);
    if missing == prover.never() {
        return None;
    }
    let view = prover.with_other(field);
    let none = prover.none_holds(id);
    let none_changed = prover.none_holds_in(view, id);
    let target = prover.all(&[missing, none, !none_changed]);
    let node = Node::Decision(id);
    let mut context = vec![
        prover.upstream_well(node),
        prover.upstream_well_in(view, node),
    ];
    if !model.facts.is_empty() {
        context.push(prover.keeps_facts(view));
    }
    Some(Asked {
        field,
        view,
        target,
        context,
    })
}

/// An ordinary lead of those that were found, and all of them in few cases.
fn pair<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    asked: &Asked,
    terms: &[Term<'m>],
) -> Option<Pair> {
    let mut found = like(context, prover, asked, terms, &[])?;
    let mut told: Vec<Formula> = Vec::new();
    loop {
        let Some(case) = found.cases.last() else {
            found.more = true;
            return Some(found);
        };
        told.push(!prover.all(&case.formulas));
        let open = [asked.context.as_slice(), &[asked.target], &told].concat();
        match prover.find(&open) {
            Answer::Never(_) => return Some(found),
            Answer::Found if found.cases.len() < MOST_CASES => {}
            Answer::Found | Answer::Undecided => {
                found.more = true;
                return Some(found);
            }
        }
        let case = like(context, prover, asked, terms, &told).and_then(|mut it| it.cases.pop());
        match case {
            Some(case) => found.cases.push(case),
            None => {
                found.more = true;
                return Some(found);
            }
        }
    }
}

/// An ordinary lead that is like the one that was found last, beyond the cases that were told, and
/// what it shares with others that the same value would help.
fn like<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    asked: &Asked,
    terms: &[Term<'m>],
    told: &[Formula],
) -> Option<Pair> {
    let (lead, changed) = (prover.lead(), prover.changed_lead(asked.view));
    let Cell::Known(value) = changed.lead(0).cell(asked.field) else {
        return None;
    };
    let value = value.clone();
    let with_value = prover.field_is(asked.view, asked.field, &value);
    let mut fixed = asked.context.clone();
    fixed.push(with_value);
    let mut found = Pair {
        field: asked.field,
        value,
        lead,
        changed,
        cases: Vec::new(),
        more: false,
    };
    let all = [fixed.as_slice(), &[asked.target]].concat();
    prover.watch_terms(terms);
    let case = match prover.find(&[all.as_slice(), told].concat()) {
        Answer::Found => prover.case(asked.target, &fixed, terms),
        Answer::Never(_) | Answer::Undecided => None,
    };
    prover.watch(&[]);
    let Some(case) = case else {
        return Some(found);
    };
    let all = [all, case.formulas.clone()].concat();
    let mut spoken_of = context.fields_of_case(terms, &case);
    spoken_of.remove(&asked.field);
    found.cases.push(case);
    if told.is_empty()
        && let Some(lead) = context.plain_lead(prover, &all, &spoken_of)
    {
        found.lead = lead;
        found.changed = prover.changed_lead(asked.view);
    }
    Some(found)
}

fn show<'m>(
    context: &mut Context<'m>,
    prover: &Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    pairs: &[Pair],
    terms: &[Term<'m>],
    level: Level,
) {
    let Some(first) = pairs.first() else { return };
    let model = context.model;
    let name_of = |id: FieldId| model.fields.get(id).map_or("", |it| it.named.name.as_str());
    let names: Vec<_> = pairs.iter().map(|pair| name_of(pair.field)).collect();
    let changed = context.evaluate(first.changed.lead(0));
    let rule = taker(&changed, id, decision);
    let ty = model.fields.get(first.field).map(|field| field.ty);
    let written = ty.map_or(String::new(), |ty| context.written(&first.value, ty));
    let field = name_of(first.field);
    let takes = format!("with `{field}` {written}, `{rule}` would take it");
    let shown = Shown {
        cases: pairs.iter().flat_map(|pair| pair.cases.clone()).collect(),
        more: pairs.iter().any(|pair| pair.more),
        lead: first.lead.clone(),
    };
    let says = Says {
        shows: &takes,
        expect: &[],
    };
    let mut demonstration = context.demonstration(vec![rule], terms, &shown, says);
    demonstration.cases.sort();
    demonstration.cases.dedup();
    if demonstration.cases.len() > MOST_CASES_IN_ALL {
        demonstration.more_cases = true;
        demonstration.cases.truncate(MOST_CASES_IN_ALL);
    }
    // The field itself matters, also where it is only read by way of a name.
    if let Some(witness) = &mut demonstration.witness {
        lacks(witness, field);
    }
    let name = &decision.named.name;
    let ends = ends(decision);
    let (lack, known) = match names.as_slice() {
        [one] => (format!("leads without `{one}`"), "it were known"),
        _ => (
            format!("leads that lack one of {}", first_listed(&names, 8)),
            "what they lack were known",
        ),
    };
    let message = format!("{lack} {ends}, though a rule would take some of them if {known}");
    let mut finding = Diagnostic::new(Code::MissingFallsThrough, decision.named.span, message)
        .help(
            "if that is meant, say so with a row `missing` or a rule with `is missing`; what is \
             always filled in is `required`",
        )
        .about("decision", name.clone())
        .demonstrated(demonstration);
    finding.level = level;
    let fields: Vec<_> = pairs.iter().map(|pair| pair.field).collect();
    let touches = Touches::FallsThrough(id, fields);
    let confirm = touches.clone();
    let as_of = context.as_of;
    let is_taken = changed.broken_facts.is_empty() && !changed.decision(id).held.is_empty();
    let confirm = move |lead: crate::model::Lead<'_>, evaluation: &Evaluation| {
        is_taken && confirm.meets(model, lead, as_of, evaluation)
    };
    context.confirmed(prover, &first.lead, confirm, finding, Some(touches));
}

/// What becomes of leads that no rule takes.
fn ends(decision: &Decision) -> String {
    let name = &decision.named.name;
    match &decision.otherwise {
        Some(otherwise) if !matches!(otherwise.kind, OperandKind::Nothing) => {
            format!("fall through to the `otherwise` of `{name}`")
        }
        _ => format!("get no `{name}`"),
    }
}

/// The rule that takes a lead.
fn taker(evaluation: &Evaluation, id: DecisionId, decision: &Decision) -> String {
    let decided = evaluation.decision(id);
    let rules = match &decided.by {
        DecidedBy::Rules(rules) => rules,
        _ => &decided.held,
    };
    let rule = rules.first().and_then(|rule| decision.rules.get(*rule));
    rule.map_or(String::new(), |rule| rule.name.clone())
}

/// Shows first that a witness lacks a field.
fn lacks(witness: &mut crate::diagnostic::Witness, field: &str) {
    let at = witness.lead.iter().position(|cell| cell.field == field);
    let cell = at.map(|at| witness.lead.remove(at));
    let cell = cell.unwrap_or(crate::diagnostic::WitnessCell {
        field: field.to_owned(),
        value: None,
        written: None,
        matters: true,
    });
    witness.lead.insert(
        0,
        crate::diagnostic::WitnessCell {
            matters: true,
            ..cell
        },
    );
}

/// The fields that something reads by itself or by way of definitions, not only by way of scores or
/// of other decisions, which fall through themselves.
fn fields_beside_scores(model: &Model, node: Node) -> BTreeSet<FieldId> {
    let (mut fields, mut open) = (BTreeSet::new(), vec![node]);
    let mut seen = BTreeSet::new();
    while let Some(node) = open.pop() {
        model.walk_node(node, &mut |part| match part {
            Part::Operand(Operand {
                kind: OperandKind::Field(id),
                ..
            }) => {
                fields.insert(*id);
            }
            Part::Operand(Operand {
                kind: OperandKind::Define(id),
                ..
            }) if seen.insert(*id) => open.push(Node::Define(*id)),
            _ => {}
        });
    }
    fields
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    #[test]
    fn a_blank_falls_through_to_otherwise() {
        let text = "policy \"p\" {}\n\
             lead { id: text key  country: text  level: one of staff < boss  size: integer >= 1 }\n\
             define high = level >= boss\n\
             decision owner: one of ae | sdr { rule boss: ae when high and country = \"US\"\n\
             otherwise sdr }";
        assert_eq!(
            found_of("missing-falls-through", text),
            "missing-falls-through: leads that lack one of `country` and `level` fall through to \
             the `otherwise` of `owner`, though a rule would take some of them if what they lack \
             were known\n\
             \u{20} case high unknown; country \"US\"\n\
             \u{20} case high yes; country missing\n\
             \u{20} lead country missing; level boss\n"
        );
    }

    #[test]
    fn where_a_blank_has_a_rule_of_its_own_nothing_falls_through() {
        let text = "policy \"p\" {}\nlead { id: text key  country: text  size: integer }\n\
             decision owner: one of ae | sdr | ops { rule home: ae when country = \"US\"\n\
             rule blank: ops when country is missing\notherwise sdr }\n\
             decision room: one of big | small { rule b: big when size > 5\n\
             rule s: small when size <= 5 or size is missing }";
        assert_eq!(found_of("missing-falls-through", text), "");
    }
}
