//! Changes of the text that mend a gap or a conflict, offered only where they are certain to: what
//! they would change is put to the proof first.

use super::case_words::{only_value, shifted};
use super::context::Context;
use super::edits::{dots_edit, insert_override, number_edit, rewritten, sign_edit};
use super::leads::Shown;
use super::places::conjuncts;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::model::{Condition, ConditionKind, Decision, Operand, Rule, ScoreRow, Type};
use crate::proof::{Answer, Formula, Prover, Says, Term, TermOf};
use crate::syntax::ast::CompareOp;
use crate::value::{Value, first_listed};

/// A rule of a decision, or a row of a score's table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'m> {
    when: Option<&'m Condition>,
    unless: Option<&'m Condition>,
}

/// A rule.
pub(super) fn of_rule(rule: &Rule) -> Row<'_> {
    Row {
        when: rule.when.as_ref(),
        unless: rule.unless.as_ref(),
    }
}

/// The rules of a decision.
pub(super) fn of_rules(rules: &[Rule]) -> Vec<Row<'_>> {
    let rows = rules.iter().map(of_rule);
    rows.collect()
}

/// A row of a score's table.
pub(super) fn of_row(row: &ScoreRow) -> Row<'_> {
    Row {
        when: Some(&row.when),
        unless: None,
    }
}

/// A finding with a change that mends it, which then is what to do.
pub(super) fn offered(finding: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    let help = fix.as_ref().map(|fix| fix.title.clone());
    Diagnostic {
        help: help.or(finding.help),
        fix,
        ..finding
    }
}

/// A row with another end of a range.
struct Changed {
    at: usize,
    when: Condition,
    edit: Edit,
    /// The part as it is to be written.
    written: String,
}

/// The value at which ranges meet: the only one that the cases have of something ordered.
pub(super) struct Border<'m> {
    of: &'m Operand,
    value: Value,
}

/// The border that all cases are about.
pub(super) fn border<'m>(
    context: &Context<'m>,
    terms: &[Term<'m>],
    shown: &Shown,
) -> Option<Border<'m>> {
    let mut found: Option<Border<'m>> = None;
    for case in &shown.cases {
        let of_case = case.parts.iter().find_map(|part| {
            let (TermOf::Operand(of), Says::Known(facts)) = (terms.get(part.term)?.of, &part.says)
            else {
                return None;
            };
            let value = only_value(facts, of.ty)?;
            Some(Border { of, value })
        })?;
        match &found {
            Some(known)
                if known.value != of_case.value
                    || context.operand_name(known.of) != context.operand_name(of_case.of) =>
            {
                return None;
            }
            _ => found = Some(of_case),
        }
    }
    found
}

/// Where ranges leave out the value at which they meet: one of them takes it in. `hole` is all that
/// is so of the leads of the gap.
pub(super) fn close_hole<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    rows: &[Row<'m>],
    border: &Border<'m>,
    hole: &[Formula],
    well: Formula,
) -> Option<Fix> {
    // Written `1..<100`, the next begins with 100; written `1..100`, it does not.
    let ends_with_its_bar = |part: &&Condition| match &part.kind {
        ConditionKind::Between { subject, open, .. } => !open && is_of(context, subject, border),
        ConditionKind::Compare(of, CompareOp::AtMost, _) => is_of(context, of, border),
        _ => false,
    };
    let parts = rows.iter().filter_map(|row| row.when).flat_map(conjuncts);
    let closed = parts.filter(ends_with_its_bar).count() > 0;
    let order = [closed, !closed];
    for lower in order {
        let changed = rows.iter().enumerate().filter_map(|(at, row)| {
            changed(context, at, row, |part| {
                with_end(context, part, border, (lower, true))
            })
        });
        let mut changed: Vec<Changed> = changed.collect();
        changed.retain(|it| {
            let holds = holds(prover, rows, it);
            prover.find(&[hole, &[holds]].concat()) == Answer::Found
        });
        if !changed.is_empty() && fills(prover, rows, &changed, hole, well) {
            return Some(fix("let the range take the border in", &changed));
        }
    }
    None
}

/// Where both of two rows have the value at which they meet: one of them ends before it.
pub(super) fn part_at_border<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    rows: [Row<'m>; 2],
    border: &Border<'m>,
    well: Formula,
) -> Option<Fix> {
    let [one, other] = rows;
    let (holds_one, holds_other) = (holds_now(prover, one), holds_now(prover, other));
    for lower in [true, false] {
        for (at, row, before, beside) in [
            (0, one, holds_one, holds_other),
            (1, other, holds_other, holds_one),
        ] {
            let narrow = |part: &'m Condition| with_end(context, part, border, (lower, false));
            let Some(changed) = changed(context, at, &row, narrow) else {
                continue;
            };
            let after = holds(prover, &rows, &changed);
            let apart = prover.find(&[well, after, beside]).is_never();
            if apart && prover.find(&[well, before, !after, !beside]).is_never() {
                return Some(fix("end the range before the border", &[changed]));
            }
        }
    }
    None
}

/// Where one of two rules holds only where the other does as well: it stands above it.
pub(super) fn narrower_above<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    decision: &'m Decision,
    (one, other): (&'m Rule, &'m Rule),
    well: Formula,
) -> Option<Fix> {
    if !one.is_named || !other.is_named || one.overrides_all || other.overrides_all {
        return None;
    }
    let (a, b) = (
        holds_now(prover, of_rule(one)),
        holds_now(prover, of_rule(other)),
    );
    let only_a = prover.find(&[well, a, !b]);
    let only_b = prover.find(&[well, b, !a]);
    let (narrow, wide) = match (only_a, only_b) {
        (Answer::Never(_), Answer::Found) => (one, other),
        (Answer::Found, Answer::Never(_)) => (other, one),
        _ => return None,
    };
    let edit = insert_override(context, &decision.named.name, narrow, &wide.name)?;
    Some(Fix {
        title: format!(
            "let `{}`, which is the narrower, stand above `{}`: write `overrides {}` in it",
            narrow.name, wide.name, wide.name
        ),
        edits: vec![edit],
    })
}

fn fix(what: &str, changed: &[Changed]) -> Fix {
    let mut written: Vec<&str> = changed.iter().map(|it| it.written.as_str()).collect();
    written.dedup();
    Fix {
        title: format!("{what}: write {}", first_listed(&written, 4)),
        edits: changed.iter().map(|it| it.edit.clone()).collect(),
    }
}

/// Whether changed rows take all leads of a hole, and none that another row has.
fn fills(
    prover: &mut Prover<'_>,
    rows: &[Row<'_>],
    changed: &[Changed],
    hole: &[Formula],
    well: Formula,
) -> bool {
    let mut taken = Vec::new();
    for it in changed {
        taken.push(holds(prover, rows, it));
    }
    let any = prover.any(&taken);
    if !prover.find(&[hole, &[!any]].concat()).is_never() {
        return false;
    }
    for (it, after) in changed.iter().zip(&taken) {
        let Some(row) = rows.get(it.at) else {
            return false;
        };
        let before = holds_now(prover, *row);
        let mut others = Vec::new();
        for (at, other) in rows.iter().enumerate().filter(|(at, _)| *at != it.at) {
            let as_changed = changed.iter().zip(&taken).find(|(it, _)| it.at == at);
            let holds = match as_changed {
                Some((_, after)) => *after,
                None => holds_now(prover, *other),
            };
            others.push(holds);
        }
        let others = prover.any(&others);
        if !prover.find(&[well, *after, !before, others]).is_never() {
            return false;
        }
    }
    true
}

fn holds(prover: &mut Prover<'_>, rows: &[Row<'_>], changed: &Changed) -> Formula {
    let unless = rows.get(changed.at).and_then(|row| row.unless);
    holds_as(prover, Some(&changed.when), unless)
}

fn holds_now(prover: &mut Prover<'_>, row: Row<'_>) -> Formula {
    holds_as(prover, row.when, row.unless)
}

fn holds_as(
    prover: &mut Prover<'_>,
    when: Option<&Condition>,
    unless: Option<&Condition>,
) -> Formula {
    let when = when.map_or(prover.always(), |when| prover.so(when).yes);
    let unless = unless.map(|unless| !prover.so(unless).yes);
    match unless {
        Some(unless) => prover.all(&[when, unless]),
        None => when,
    }
}

/// A row of which a part of the condition is changed; none where no part is.
fn changed<'m>(
    context: &Context<'m>,
    at: usize,
    row: &Row<'m>,
    change: impl Fn(&'m Condition) -> Option<(ConditionKind, Edit)>,
) -> Option<Changed> {
    let when = row.when?;
    let (part, (kind, edit)) = conjuncts(when)
        .into_iter()
        .find_map(|part| Some((part, change(part)?)))?;
    let written = rewritten(context, part.span, &edit)?;
    Some(Changed {
        at,
        when: replaced(when, part, &kind),
        edit,
        written,
    })
}

/// A condition with another one in place of a part, known by its place in memory.
fn replaced(condition: &Condition, part: &Condition, by: &ConditionKind) -> Condition {
    let kind = if std::ptr::eq(condition, part) {
        by.clone()
    } else {
        match &condition.kind {
            ConditionKind::All(parts) => {
                ConditionKind::All(parts.iter().map(|it| replaced(it, part, by)).collect())
            }
            kind => kind.clone(),
        }
    };
    Condition {
        kind,
        span: condition.span,
    }
}

/// A range that ends with the border, where it is the lower one, or begins with it: another end, so
/// that it takes the border in, or leaves it out.
fn with_end(
    context: &Context<'_>,
    part: &Condition,
    border: &Border<'_>,
    (lower, takes_in): (bool, bool),
) -> Option<(ConditionKind, Edit)> {
    match &part.kind {
        ConditionKind::Compare(of, op, bar) if is_of(context, of, border) => {
            let (with, without) = match lower {
                true => (CompareOp::AtMost, CompareOp::Less),
                false => (CompareOp::AtLeast, CompareOp::Greater),
            };
            let (from, to) = if takes_in {
                (without, with)
            } else {
                (with, without)
            };
            if *op != from || *context.model.constant_of(bar)? != border.value {
                return None;
            }
            let edit = sign_edit(context, part, bar, (from, to))?;
            Some((ConditionKind::Compare(of.clone(), to, bar.clone()), edit))
        }
        ConditionKind::Between {
            subject,
            low,
            high,
            open,
        } if lower && is_of(context, subject, border) => {
            let (edit, high, open) = if *open == takes_in && *high == border.value {
                let (dots, by) = if takes_in {
                    ("..<", "..")
                } else {
                    ("..", "..<")
                };
                (dots_edit(context, part, dots, by)?, high, !open)
            } else if takes_in && is_one_short(part, border) {
                let written = context.written(&border.value, border.of.ty);
                (number_edit(context, part, &written)?, &border.value, false)
            } else {
                return None;
            };
            let kind = ConditionKind::Between {
                subject: subject.clone(),
                low: low.clone(),
                high: high.clone(),
                open,
            };
            Some((kind, edit))
        }
        _ => None,
    }
}

/// Whether a range of whole numbers ends one below the border.
fn is_one_short(part: &Condition, border: &Border<'_>) -> bool {
    match &part.kind {
        ConditionKind::Between {
            high, open: false, ..
        } => border.of.ty == Type::Integer && shifted(high, 1) == border.value,
        _ => false,
    }
}

fn is_of(context: &Context<'_>, of: &Operand, border: &Border<'_>) -> bool {
    context.operand_name(of) == context.operand_name(border.of)
}
