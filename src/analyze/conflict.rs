//! `conflict`: leads for which rules of a decision hold together and do not agree.

use super::context::{Context, Says, conditions_of};
use super::extent::Extents;
use super::gap::which_leads;
use super::leads::Search;
use super::{Touches, mend};
use crate::diagnostic::{Cause, Code, Demonstration, Diagnostic, Fix};
use crate::eval::DecidedOutcome;
use crate::model::{Decision, DecisionId, Model, Node, OperandKind, Rule, RuleIndex};
use crate::proof::{Answer, Formula, Prover, Term};
use crate::value::{first_listed, listed};

/// From so many on the contradictions of one rule are one finding.
const ONE_CAUSE: usize = 4;

/// Two rules, by their places.
type Pair = (RuleIndex, RuleIndex);

/// Contradictions of a decision.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    let name = decision.named.name.as_str();
    let well = prover.upstream_well(Node::Decision(id));
    let any = prover.conflict(id);
    let accepted = context.accepted(prover, Code::Conflict, name);
    let Some(asked) = context.open_region(prover, any, &[well], &accepted) else {
        return;
    };
    match prover.find(&[asked.as_slice(), &[any]].concat()) {
        Answer::Never(_) => return,
        Answer::Undecided => return undecided(context, decision),
        Answer::Found => {}
    }
    // Where no rule stands above another, two rules contradict each other whatever all others say: so
    // each pair is looked at alone, which keeps questions about large tables small.
    let alone = none_is_above(decision);
    let Some(pairs) = disagreeing(context.model, prover, (id, decision), &asked, alone) else {
        return undecided(context, decision);
    };
    let outcomes: Vec<_> = decision.rules.iter().map(|rule| &rule.outcome).collect();
    if pairs.is_empty() {
        let terms = prover.terms(&conditions_of(decision), &outcomes);
        return ring(context, prover, (id, decision), any, &asked, &terms);
    }
    let mut terms = match alone {
        true => Vec::new(),
        false => prover.terms(&conditions_of(decision), &outcomes),
    };
    for pairs in grouped(decision, pairs) {
        if alone {
            terms = terms_of(prover, decision, &pairs);
        }
        let both = pairs
            .iter()
            .filter_map(|pair| both(prover, (id, decision), *pair, alone));
        let both: Vec<Formula> = both.collect();
        let target = prover.any(&both);
        describe(
            context,
            prover,
            (id, decision),
            pairs,
            (target, &asked, &terms),
        );
    }
}

/// What the rules of pairs look at.
fn terms_of<'m>(prover: &mut Prover<'m>, decision: &'m Decision, pairs: &[Pair]) -> Vec<Term<'m>> {
    let rules = in_order(pairs).into_iter();
    let rules = rules.filter_map(|at| decision.rules.get(at));
    let rules: Vec<&'m Rule> = rules.collect();
    let conditions = rules
        .iter()
        .flat_map(|rule| rule.when.iter().chain(&rule.unless));
    let conditions: Vec<_> = conditions.collect();
    let outcomes: Vec<_> = rules.iter().map(|rule| &rule.outcome).collect();
    prover.terms(&conditions, &outcomes)
}

/// The pairs that disagree about some lead; none where that was not decided.
fn disagreeing<'m>(
    model: &'m Model,
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    asked: &[Formula],
    alone: bool,
) -> Option<Vec<Pair>> {
    let mut pairs = Vec::new();
    for pair in candidates(model, decision) {
        let Some(both) = both(prover, (id, decision), pair, alone) else {
            continue;
        };
        let answer = prover.find(&[asked, &[both]].concat());
        match answer {
            Answer::Never(_) => {}
            Answer::Found => pairs.push(pair),
            Answer::Undecided => return None,
        }
    }
    Some(pairs)
}

/// Whether no rule stands above another, by name, by `overrides all` or by its place in a table.
fn none_is_above(decision: &Decision) -> bool {
    !decision.rules.iter().any(Rule::overrides_some)
        && decision.tables.iter().all(|table| !table.first_match)
}

/// Leads about which pairs of rules disagree, in words.
fn describe<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    pairs: Vec<Pair>,
    (target, asked, terms): (Formula, &[Formula], &[Term<'m>]),
) {
    let name = &decision.named.name;
    let Search::Shown(shown) = context.cases(prover, target, asked, &[], terms) else {
        return undecided(context, decision);
    };
    let expect = [format!("expect {name} is known")];
    let says = Says {
        shows: &format!("`{name}` is contradicted"),
        expect: &expect,
    };
    let rules = named(decision, &pairs);
    let shown_by = context.demonstration(rules, terms, &shown, says);
    let demonstration = Demonstration {
        cause: context.edge(terms, &shown),
        ..shown_by
    };
    let border = mend::border(context, terms, &shown);
    let finding = words(context, decision, &pairs, demonstration, shown.more);
    let fix = fix(context, prover, (id, decision), &pairs, border.as_ref());
    let finding = mend::offered(finding, fix);
    let touches = Touches::Conflict(id, pairs);
    let confirm = touches.clone();
    let (model, as_of) = (context.model, context.as_of);
    let confirm = move |lead: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        confirm.meets(model, lead, as_of, evaluation)
    };
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
}

/// The change of the text that mends the contradiction of two rules, where one is certain to.
fn fix<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    pairs: &[Pair],
    border: Option<&mend::Border<'m>>,
) -> Option<Fix> {
    let [(one, other)] = pairs else {
        return None;
    };
    let (one, other) = (decision.rules.get(*one)?, decision.rules.get(*other)?);
    let well = prover.upstream_well(Node::Decision(id));
    let rows = [mend::of_rule(one), mend::of_rule(other)];
    let at_border =
        border.and_then(|border| mend::part_at_border(context, prover, rows, border, well));
    at_border.or_else(|| mend::narrower_above(context, prover, decision, (one, other), well))
}

/// The pairs that can contradict each other at all.
fn candidates(model: &Model, decision: &Decision) -> Vec<Pair> {
    let rules = decision.rules.iter().enumerate();
    let mut pairs = Vec::new();
    if decision.first_match {
        return pairs;
    }
    let extents = Extents::new(model, &decision.rules);
    for (at, one) in rules {
        for (other_at, other) in decision.rules.iter().enumerate().skip(at + 1) {
            let same_table = one.table.is_some() && one.table == other.table;
            let table = one.table.and_then(|table| decision.tables.get(table));
            let ordered = same_table && table.is_some_and(|table| table.first_match);
            if !ordered && !same_outcome(one, other) && !extents.are_apart(at, other_at) {
                pairs.push((at, other_at));
            }
        }
    }
    pairs
}

fn same_outcome(one: &Rule, other: &Rule) -> bool {
    let fixed = |rule: &Rule| matches!(rule.outcome.kind, OperandKind::Constant(_));
    fixed(one) && fixed(other) && one.outcome.kind == other.outcome.kind
}

/// Two rules stand and differ; where no rule stands above another it is enough that they hold.
fn both<'m>(
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    (one, other): Pair,
    alone: bool,
) -> Option<Formula> {
    let (a, b) = (decision.rules.get(one)?, decision.rules.get(other)?);
    let stand = match alone {
        true => [prover.held(id, one), prover.held(id, other)],
        false => [prover.stands(id, one), prover.stands(id, other)],
    };
    let differ = prover.rules_differ(a, b);
    let both = prover.all(&[stand[0], stand[1], differ]);
    (both != prover.never()).then_some(both)
}

/// Pairs of one rule with many others are one group: the cause is most likely that rule.
fn grouped(decision: &Decision, pairs: Vec<Pair>) -> Vec<Vec<Pair>> {
    let mut left = pairs;
    let mut groups = Vec::new();
    loop {
        let mut counts = std::collections::BTreeMap::new();
        for (one, other) in &left {
            *counts.entry(*one).or_insert(0_usize) += 1;
            *counts.entry(*other).or_insert(0_usize) += 1;
        }
        // Of equal ones the first by name, so that the order of the text does not show.
        let name = |rule: RuleIndex| decision.rules.get(rule).map(|rule| rule.name.as_str());
        let by_name = |rule: &RuleIndex| std::cmp::Reverse(name(*rule));
        let most = counts
            .into_iter()
            .filter(|(_, count)| *count >= ONE_CAUSE)
            .max_by_key(|(rule, count)| (*count, by_name(rule)));
        let Some((hub, _)) = most else {
            break;
        };
        let (of_hub, rest): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|(one, other)| *one == hub || *other == hub);
        groups.push(of_hub);
        left = rest;
    }
    groups.extend(left.into_iter().map(|pair| vec![pair]));
    groups
}

/// The rules of pairs, the one that is in all of them first.
fn in_order(pairs: &[Pair]) -> Vec<RuleIndex> {
    let hub = match pairs {
        [(one, other), rest @ ..] if !rest.is_empty() => {
            let in_all = |rule: &RuleIndex| pairs.iter().all(|(a, b)| a == rule || b == rule);
            [*one, *other].into_iter().find(in_all)
        }
        _ => None,
    };
    let mut rules: Vec<RuleIndex> = hub.into_iter().collect();
    for rule in pairs.iter().flat_map(|(one, other)| [*one, *other]) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

fn named(decision: &Decision, pairs: &[Pair]) -> Vec<String> {
    let rules = in_order(pairs).into_iter();
    let rules = rules.filter_map(|rule| decision.rules.get(rule));
    rules.map(|rule| rule.name.clone()).collect()
}

fn words<'m>(
    context: &Context<'m>,
    decision: &'m Decision,
    pairs: &[Pair],
    demonstration: Demonstration,
    more: bool,
) -> Diagnostic {
    let rules: Vec<&Rule> = in_order(pairs)
        .into_iter()
        .filter_map(|rule| decision.rules.get(rule))
        .collect();
    let leads = which_leads(&demonstration.cases, more);
    let name = &decision.named.name;
    let message = match rules.as_slice() {
        [one, other] => format!(
            "`{}` and `{}` both hold for {leads}, and `{name}` cannot be both {} and {}",
            one.name,
            other.name,
            context.outcome(one),
            context.outcome(other)
        ),
        [hub, others @ ..] => format!(
            "`{}` of `{name}` contradicts {} other rules: {}",
            hub.name,
            others.len(),
            first_listed(others.iter().map(|rule| &rule.name), 8)
        ),
        [] => format!("rules of `{name}` contradict each other"),
    };
    let at = rules.first().map_or(decision.named.span, |rule| rule.span);
    let first = rules
        .first()
        .map_or(String::new(), |rule| context.outcome(rule));
    let finding = Diagnostic::new(Code::Conflict, at, message).here(first);
    let others = rules.iter().skip(1).take(8);
    let finding = others.fold(finding, |finding, rule| {
        finding.label(rule.span, context.outcome(rule))
    });
    let help = help(&rules, demonstration.cause);
    finding
        .help(help)
        .about("decision", name.clone())
        .demonstrated(demonstration)
}

fn help(rules: &[&Rule], cause: Option<Cause>) -> String {
    if cause == Some(Cause::Edge) {
        return "their ranges meet and both take the border in: end one of them before it, as \
                `1..<1_000` does"
            .to_owned();
    }
    match rules {
        [one, other] if one.is_named && other.is_named => format!(
            "say which counts, with `overrides {}` in rule `{}` or the other way round, or let one \
             leave out what the other takes",
            other.name, one.name
        ),
        [one, other] if one.is_named || other.is_named => {
            let (named, row) = if one.is_named {
                (one, other)
            } else {
                (other, one)
            };
            match row.table {
                Some(_) => format!(
                    "let rule `{}` override the table by its name, or let one leave out what the \
                     other takes",
                    named.name
                ),
                None => "let one leave out what the other takes".to_owned(),
            }
        }
        [_, _] => {
            "let one row leave out what the other takes, or let order count: `table first match`"
                .to_owned()
        }
        [hub, ..] if hub.is_named => format!(
            "most likely it is to stand above them, by `overrides` with their names or that of \
             their table, or `overrides all`; or rule `{}` takes more than it is meant to",
            hub.name
        ),
        _ => "look at the first of them: most likely it takes more than it is meant to".to_owned(),
    }
}

/// Rules that all stand below each other, by way of several `overrides all`.
fn ring<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, decision): (DecisionId, &'m Decision),
    target: Formula,
    asked: &[Formula],
    terms: &[Term<'m>],
) {
    let Search::Shown(shown) = context.cases(prover, target, asked, &[], terms) else {
        return undecided(context, decision);
    };
    let evaluation = context.evaluate(shown.lead.lead(0));
    let held = evaluation.decision(id).held.clone();
    let held: Vec<&Rule> = held
        .iter()
        .filter_map(|rule| decision.rules.get(*rule))
        .collect();
    let name = &decision.named.name;
    let expect = [format!("expect {name} is known")];
    let says = Says {
        shows: &format!("`{name}` is contradicted"),
        expect: &expect,
    };
    let rules: Vec<String> = held.iter().map(|rule| rule.name.clone()).collect();
    let message = format!(
        "each of {} stands below another of them, so that `{name}` is not decided",
        listed(&rules)
    );
    let demonstration = context.demonstration(rules, terms, &shown, says);
    let at = held.first().map_or(decision.named.span, |rule| rule.span);
    let finding = Diagnostic::new(Code::Conflict, at, message)
        .help("let the strongest of them override the others by name")
        .about("decision", name.clone())
        .demonstrated(demonstration);
    let confirm = move |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        matches!(evaluation.decision(id).outcome, DecidedOutcome::Conflict(_))
    };
    let touches = Touches::AnyConflict(id);
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
}

fn undecided(context: &mut Context<'_>, decision: &Decision) {
    let name = &decision.named.name;
    let message = format!("whether rules of `{name}` contradict each other was not decided");
    let finding = Diagnostic::new(Code::Conflict, decision.named.span, message);
    context.not_proved(finding.about("decision", name.clone()));
}
