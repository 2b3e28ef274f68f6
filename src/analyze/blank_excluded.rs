//! `blank-excluded`: a comparison that quietly leaves out leads whose field is missing: `!=`, `not
//! in`, and comparisons of times, which people read as if a blank met them.

use super::context::{Context, Says};
use super::gap::which_leads;
use super::leads::Search;
use super::{Blank, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Condition, ConditionKind, Decision, DecisionId, Move, Operand, Stage, StageId, Type,
};
use crate::proof::{Formula, Prover};
use crate::syntax::ast::CompareOp;
use crate::value::listed;

/// What has a condition that leads are meant to meet.
struct Subject<'a, 'm> {
    kind: &'static str,
    name: String,
    /// What it does not do for the leads, e.g. "`hot` of `route` does not hold".
    leaves_out: String,
    when: &'m Condition,
    unless: Option<&'m Condition>,
    decision: Option<DecisionId>,
    /// The stage whose move it is.
    stage: Option<StageId>,
    /// The leads that are looked at.
    among: &'a [Formula],
}

/// Rules of a decision: where no rule holds instead.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    for rule in &decision.rules {
        let Some(when) = &rule.when else { continue };
        let name = &decision.named.name;
        let subject = Subject {
            kind: "decision",
            name: format!("{name}.{}", rule.name),
            leaves_out: format!("`{}` of `{name}` does not hold", rule.name),
            when,
            unless: rule.unless.as_ref(),
            decision: Some(id),
            stage: None,
            among: &[],
        };
        judge(context, prover, &subject);
    }
}

/// To whom musts apply.
pub(super) fn of_musts<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>) {
    for must in context.model.musts.values() {
        let Some(when) = &must.when else { continue };
        let name = must.named.name.clone();
        let subject = Subject {
            kind: "must",
            leaves_out: format!("`{name}` does not count"),
            name,
            when,
            unless: None,
            decision: None,
            stage: None,
            among: &[],
        };
        judge(context, prover, &subject);
    }
}

/// Where prohibitions act.
pub(super) fn of_forbids<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>) {
    for forbid in &context.model.forbids {
        let Some(when) = &forbid.when else { continue };
        let channel = context.model.channels.get(forbid.channel);
        let name = channel.map_or(String::new(), |channel| channel.name.clone());
        let subject = Subject {
            kind: "forbid",
            leaves_out: format!("`forbid {name}` does not act"),
            name,
            when,
            unless: forbid.unless.as_ref(),
            decision: None,
            stage: None,
            among: &[],
        };
        judge(context, prover, &subject);
    }
}

/// When a move of a stage is open, among leads for which none is, apart from an `otherwise`.
pub(super) fn of_move<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    (it, way): (&'m Move, &str),
    among: &[Formula],
) {
    let Some(when) = &it.when else { return };
    let subject = Subject {
        kind: "stage",
        name: context.model.stage_name(id),
        leaves_out: format!("{way} of `{}` does not open", stage.named.name),
        when,
        unless: it.unless.as_ref(),
        decision: None,
        stage: Some(id),
        among,
    };
    judge(context, prover, &subject);
}

fn judge<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>, subject: &Subject<'_, 'm>) {
    let mut candidates = Vec::new();
    comparisons(subject.when, &mut candidates);
    let so = prover.so(subject.when);
    let mut fixed = vec![!so.yes];
    if let Some(unless) = subject.unless {
        fixed.push(!prover.so(unless).yes);
    }
    if let Some(id) = subject.decision {
        fixed.push(prover.none_holds(id));
    }
    let mut asked: Vec<(&'m Condition, Formula)> = Vec::new();
    for part in candidates {
        let of_part = prover.so(part);
        let with = prover.so_with(subject.when, &[(part, true)]).yes;
        let mut all = fixed.clone();
        all.extend([!of_part.yes, !of_part.no, with]);
        let formula = prover.all(&all);
        if formula != prover.never() {
            asked.push((part, formula));
        }
    }
    if asked.is_empty() {
        return;
    }
    let conditions: Vec<_> = std::iter::once(subject.when)
        .chain(subject.unless)
        .collect();
    let well = match subject.decision {
        Some(id) => prover.upstream_well(crate::model::Node::Decision(id)),
        None => prover.well_for(&conditions),
    };
    let well = prover.all(&[subject.among, &[well]].concat());
    let mut left_out = Vec::new();
    for (part, formula) in asked {
        match prover.find(&[well, formula]) {
            crate::proof::Answer::Never(_) => {}
            crate::proof::Answer::Found => left_out.push((part, formula)),
            crate::proof::Answer::Undecided => return undecided(context, subject),
        }
    }
    if !left_out.is_empty() {
        show(context, prover, subject, &left_out, well);
    }
}

fn show<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    subject: &Subject<'_, 'm>,
    left_out: &[(&'m Condition, Formula)],
    well: Formula,
) {
    let mut conditions: Vec<_> = std::iter::once(subject.when)
        .chain(subject.unless)
        .collect();
    if let Some(decision) = subject
        .decision
        .and_then(|id| context.model.decisions.get(id))
    {
        conditions = super::context::conditions_of(decision);
    }
    let formulas: Vec<_> = left_out.iter().map(|(_, formula)| *formula).collect();
    let target = prover.any(&formulas);
    let terms = prover.terms(&conditions, &[]);
    let accepted = context.accepted(prover, Code::BlankExcluded, &subject.name);
    let shown = match context.search_for_note(prover, target, &[well], &terms, &accepted) {
        Search::None => return,
        Search::Undecided => return undecided(context, subject),
        Search::Shown(shown) => shown,
    };
    let texts: Vec<_> = left_out
        .iter()
        .map(|(part, _)| context.text(part.span))
        .collect();
    let which = listed(&texts);
    let says = Says {
        shows: &format!("{}, since nothing is known for {which}", subject.leaves_out),
        expect: &[],
    };
    let demonstration = context.demonstration(Vec::new(), &terms, &shown, says);
    let leads = which_leads(&demonstration.cases, shown.more);
    let message = format!(
        "{} for {leads}, since a blank does not meet {which}",
        subject.leaves_out
    );
    let at = left_out
        .first()
        .map_or(subject.when.span, |(part, _)| part.span);
    let finding = Diagnostic::new(Code::BlankExcluded, at, message);
    let others = left_out.iter().skip(1);
    let finding = others.fold(finding, |finding, (part, _)| {
        finding.label(part.span, "nor this")
    });
    let finding = finding
        .help("where leads without it are meant as well, add `or … is missing`")
        .about(subject.kind, subject.name.clone())
        .demonstrated(demonstration);
    let touches = Touches::Excluded(Box::new(blank(subject, left_out)));
    let confirm = touches.clone();
    let (model, as_of) = (context.model, context.as_of);
    let confirm = move |lead: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        confirm.meets(model, lead, as_of, evaluation)
    };
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
}

fn blank(subject: &Subject<'_, '_>, left_out: &[(&Condition, Formula)]) -> Blank {
    let parts = left_out.iter();
    let parts = parts.map(|(part, _)| ((*part).clone(), with_yes(subject.when, part)));
    Blank {
        when: subject.when.clone(),
        unless: subject.unless.cloned(),
        parts: parts.collect(),
        decision: subject.decision,
        stage: subject.stage,
    }
}

fn undecided(context: &mut Context<'_>, subject: &Subject<'_, '_>) {
    let message = format!(
        "whether {} for leads that only lack something was not decided",
        subject.leaves_out
    );
    let finding = Diagnostic::new(Code::BlankExcluded, subject.when.span, message);
    context.not_proved(finding.about(subject.kind, subject.name.clone()));
}

/// The comparisons of which people do not expect that a blank fails them.
fn comparisons<'m>(condition: &'m Condition, found: &mut Vec<&'m Condition>) {
    let is_time = |of: &Operand| matches!(of.ty, Type::Date | Type::Datetime | Type::Duration);
    match &condition.kind {
        ConditionKind::Not(inner) if is_equality(inner) => found.push(condition),
        ConditionKind::Compare(_, CompareOp::NotEqual, _) => found.push(condition),
        ConditionKind::Compare(a, _, b) if is_time(a) || is_time(b) => found.push(condition),
        ConditionKind::Between { subject, .. } if is_time(subject) => found.push(condition),
        _ => {
            for part in condition.parts() {
                comparisons(part, found);
            }
        }
    }
}

/// `=`, `in` a set, a list or a range.
fn is_equality(condition: &Condition) -> bool {
    matches!(
        condition.kind,
        ConditionKind::Compare(_, CompareOp::Equal, _)
            | ConditionKind::OneOf(..)
            | ConditionKind::InList(..)
            | ConditionKind::Between { .. }
    )
}

/// A condition with one of its parts, known by its place in memory, taken as yes.
fn with_yes(condition: &Condition, part: &Condition) -> Condition {
    let of = |parts: &[Condition]| parts.iter().map(|it| with_yes(it, part)).collect();
    let kind = if std::ptr::eq(condition, part) {
        // All of nothing is yes.
        ConditionKind::All(Vec::new())
    } else {
        match &condition.kind {
            ConditionKind::Not(inner) => ConditionKind::Not(Box::new(with_yes(inner, part))),
            ConditionKind::All(parts) => ConditionKind::All(of(parts)),
            ConditionKind::Any(parts) => ConditionKind::Any(of(parts)),
            ConditionKind::AtLeast(wanted, parts) => ConditionKind::AtLeast(*wanted, of(parts)),
            kind => kind.clone(),
        }
    };
    Condition {
        kind,
        span: condition.span,
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    const LEAD: &str = "policy \"p\" {}\n\
        lead { id: text key  source: one of web | fair  seen: date  left: boolean }\n";

    #[test]
    fn a_blank_is_left_out_by_what_it_seems_to_meet() {
        let text = format!(
            "{LEAD}decision d: one of x | y {{\n\
             rule a: x when source != fair and since(seen) <= 7 days\notherwise y }}\n\
             must m: left is known when source not in {{ fair }}\n\
             forbid email when left or since(seen) > 30 days"
        );
        let found = found_of("blank-excluded", &text);
        let messages: Vec<_> = found.lines().filter(|it| !it.starts_with(' ')).collect();
        assert_eq!(
            messages,
            [
                "blank-excluded: `a` of `d` does not hold for some leads, since a blank does not \
                 meet `source != fair` and `since(seen) <= 7 days`",
                "blank-excluded: `m` does not count for leads whose `source` is missing, since a \
                 blank does not meet `source not in { fair }`",
                "blank-excluded: `forbid email` does not act for some leads, since a blank does \
                 not meet `since(seen) > 30 days`",
            ]
        );
        for case in [
            "case source missing; since(seen) 7 days or less",
            "case source web; seen missing",
            "case left no; seen missing",
            "case left missing; seen missing",
        ] {
            assert!(found.contains(case), "{found}");
        }
    }

    #[test]
    fn not_where_the_blank_is_dealt_with() {
        let text = format!(
            "{LEAD}decision d: one of x | y {{\nrule a: x when source != fair\n\
             rule b: y when source = fair or source is missing }}\n\
             must m: left is known when source != fair or source is missing\n\
             forbid email when since(seen) > 30 days or seen is missing"
        );
        assert_eq!(found_of("blank-excluded", &text), "");
    }
}
