//! `dead-rule`: rules that hold for no lead, or only where others decide in their place.

use std::collections::BTreeSet;

use super::context::Context;
use super::edits::{overridden, removal};
use super::extent::Extents;
use super::places::conjuncts;
use super::score_tables;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::eval::stands_above;
use crate::model::{
    Condition, ConditionKind, Decision, DecisionId, Node, OperandKind, RuleIndex, Score, ScoreId,
    Type,
};
use crate::proof::{Answer, Formula, Prover};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{first_listed, joined};

/// A rule or a row.
struct Subject<'a> {
    kind: &'static str,
    /// The name of the decision or score.
    of: &'a str,
    name: &'a str,
    span: Span,
    /// Conditions that all have to be so, and one that must not.
    when: Option<&'a Condition>,
    unless: Option<&'a Condition>,
    in_cells: bool,
    /// Nothing else needs its text.
    may_go: bool,
}

/// Dead rules of a decision.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) -> BTreeSet<RuleIndex> {
    let well = prover.upstream_well(Node::Decision(id));
    let mut dead = BTreeSet::new();
    let above = all_above(decision);
    let overridden = overridden(decision);
    let extents = Extents::new(context.model, &decision.rules);
    // Whichever stronger rule holds decides, unless it is a row that others of its table keep from it.
    let plain = decision.first_match || decision.tables.iter().all(|table| !table.first_match);
    for (at, rule) in decision.rules.iter().enumerate() {
        let subject = Subject {
            kind: "decision",
            of: &decision.named.name,
            name: &rule.name,
            span: rule.span,
            when: rule.when.as_ref(),
            unless: rule.unless.as_ref(),
            in_cells: rule.table.is_some(),
            may_go: rule.table.is_none() && decision.rules.len() > 1 && !overridden.contains(&at),
        };
        let held = prover.held(id, at);
        let stronger: Vec<_> = match decision.first_match {
            true => (0..at).collect(),
            false => stronger(decision, &above, at),
        };
        // Only rules that it can meet at all can keep it from deciding.
        let meets = stronger
            .into_iter()
            .filter(|by| !extents.are_apart(*by, at));
        let stronger = meets.filter_map(|by| {
            let rule = decision.rules.get(by)?;
            Some((prover.held(id, by), rule.name.as_str(), rule.span))
        });
        let stronger: Vec<_> = stronger.collect();
        let decides = match plain {
            true => {
                let without = stronger.iter().map(|(held, _, _)| !*held);
                let parts: Vec<Formula> = without.chain([held]).collect();
                prover.all(&parts)
            }
            false => prover.stands(id, at),
        };
        if judge(context, prover, &subject, (decides, held, well), &stronger) {
            dead.insert(at);
        }
    }
    dead
}

/// Dead rows of the tables of a score.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let well = prover.upstream_well(Node::Score(id));
    let tables = prover.tables(id);
    for (table, said) in tables.iter().zip(score_tables(&score.items)) {
        for (at, row) in said.rows.iter().enumerate() {
            let subject = Subject {
                kind: "score",
                of: &score.named.name,
                name: &row.name,
                span: row.span,
                when: Some(&row.when),
                unless: None,
                in_cells: true,
                may_go: false,
            };
            let formulas = table.counts.get(at).zip(table.held.get(at));
            let Some((counts, held)) = formulas else {
                continue;
            };
            let before = if said.first_match { at } else { 0 };
            let stronger = said.rows.iter().zip(&table.held).take(before);
            let stronger = stronger.map(|(row, held)| (*held, row.name.as_str(), row.span));
            let stronger: Vec<_> = stronger.collect();
            judge(context, prover, &subject, (*counts, *held, well), &stronger);
        }
    }
}

/// For each rule, the rules above it by name or `overrides all`.
fn all_above(decision: &Decision) -> Vec<Vec<RuleIndex>> {
    let mut above = vec![Vec::new(); decision.rules.len()];
    for at in 0..decision.rules.len() {
        for below in stands_above(decision, at) {
            if let Some(place) = above.get_mut(below) {
                place.push(at);
            }
        }
    }
    above
}

/// The rules that keep a rule from deciding: those above it, and the rows before it in a table
/// whose order counts.
fn stronger(decision: &Decision, above: &[Vec<RuleIndex>], at: RuleIndex) -> Vec<RuleIndex> {
    let mut stronger: BTreeSet<RuleIndex> = above.get(at).into_iter().flatten().copied().collect();
    let table = decision.rules.get(at).and_then(|rule| rule.table);
    if let Some(table) = table.and_then(|table| decision.tables.get(table))
        && table.first_match
    {
        stronger.extend(table.rows.start..at);
    }
    stronger.into_iter().collect()
}

/// Whether a rule is dead; if it is, says why.
fn judge<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    subject: &Subject<'m>,
    (decides, held, well): (Formula, Formula, Formula),
    stronger: &[(Formula, &str, Span)],
) -> bool {
    match prover.find(&[well, decides]) {
        Answer::Found => return false,
        Answer::Undecided => {
            let message = format!(
                "whether `{}` of `{}` ever decides was not decided",
                subject.name, subject.of
            );
            let finding = Diagnostic::new(Code::DeadRule, subject.span, message);
            context.not_proved(finding.about(subject.kind, subject.subject()));
            return false;
        }
        Answer::Never(_) => {}
    }
    // A part of it is to blame, and a finding tells of that.
    if context.said.contains(&subject.span) {
        return true;
    }
    let fixed = [well, held];
    let covering = cover(prover, &fixed, stronger);
    let names: Vec<&str> = covering.iter().map(|(name, _)| *name).collect();
    let (message, help) = match names.as_slice() {
        [] if prover.find(&fixed).is_never() => (
            format!(
                "`{}` of `{}` holds for no lead{}",
                subject.name,
                subject.of,
                contradiction(context, prover, subject, well)
            ),
            "mend its condition, or take it out",
        ),
        names => (
            covered(subject, names),
            "take it out, or narrow what stands above it",
        ),
    };
    let finding = Diagnostic::new(Code::DeadRule, subject.span, message)
        .here("never decides")
        .help(help);
    let finding = covering.iter().take(8).fold(finding, |finding, (_, span)| {
        finding.label(*span, "decides in its place")
    });
    let mut diagnostic = finding.about(subject.kind, subject.subject());
    if subject.may_go
        && let Some(lines) = removal(context, subject.span)
    {
        diagnostic.fix = Some(Fix {
            title: format!("take `{}` out", subject.name),
            edits: vec![Edit {
                span: lines,
                new_text: String::new(),
            }],
        });
    }
    let rules = std::iter::once(subject.name).chain(names);
    context.shown_by_none(rules.map(str::to_owned).collect(), diagnostic);
    true
}

/// That a rule never decides, with what decides in its place, where that was found out.
fn covered(subject: &Subject<'_>, names: &[&str]) -> String {
    let decide = if names.len() == 1 {
        "decides"
    } else {
        "decide"
    };
    let others = match names {
        [] => "others decide".to_owned(),
        names => format!("{} {decide}", first_listed(names, 8)),
    };
    format!(
        "`{}` of `{}` never decides: wherever it holds, {others} in its place",
        subject.name, subject.of
    )
}

/// The smallest set of parts of a condition that no lead meets together, in words.
fn contradiction<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    subject: &Subject<'m>,
    well: Formula,
) -> String {
    let mut parts: Vec<(Formula, String)> = Vec::new();
    let when = subject.when.map(conjuncts).unwrap_or_default();
    for part in when {
        let text = context.part(part, subject.in_cells);
        parts.push((prover.so(part).yes, text));
    }
    if let Some(unless) = subject.unless {
        let text = format!("`unless {}`", context.text(unless.span));
        parts.push((!prover.so(unless).yes, text));
    }
    let asked = std::iter::once(well).chain(parts.iter().map(|(formula, _)| *formula));
    let Answer::Never(core) = prover.find(&asked.collect::<Vec<_>>()) else {
        return String::new();
    };
    let mut needed: Vec<Formula> = parts.iter().map(|(formula, _)| *formula).collect();
    needed.retain(|formula| core.contains(formula));
    needed.dedup();
    let needed = prover.smallest(needed, &[well]);
    if let [formula] = needed.as_slice()
        && subject.asks_for_an_outcome(context, prover, *formula)
    {
        context.seen.asks_for_none.insert(subject.span);
    }
    let mut texts: Vec<String> = Vec::new();
    for formula in &needed {
        let part = parts.iter().find(|(known, _)| known == formula);
        texts.extend(part.map(|(_, text)| text.clone()));
    }
    match texts.as_slice() {
        [] => String::new(),
        [one] => format!(": {one} is never so"),
        [_, _] => format!(": {} cannot both be so", joined(&texts, "and")),
        _ => format!(": {} cannot all be so together", joined(&texts, "and")),
    }
}

/// Of more stronger rules than this only those that the first answer names are looked at.
const MOST_TRIED: usize = 40;

/// A smallest set of stronger rules of which one always holds where the rule does.
fn cover<'a>(
    prover: &mut Prover<'_>,
    fixed: &[Formula],
    stronger: &[(Formula, &'a str, Span)],
) -> Vec<(&'a str, Span)> {
    // By name, so that the order of the text does not show.
    let mut by_name: Vec<_> = stronger.iter().collect();
    by_name.sort_by_key(|(_, name, _)| *name);
    let without: Vec<_> = by_name.iter().map(|(held, _, _)| !*held).collect();
    let asked = [fixed, &without].concat();
    let Answer::Never(core) = prover.find(&asked) else {
        return Vec::new();
    };
    let few = without.len() <= MOST_TRIED;
    let core = without.into_iter().filter(|it| few || core.contains(it));
    let core: Vec<_> = core.collect();
    let smallest = prover.smallest(core, fixed);
    let needed = stronger
        .iter()
        .filter(|(held, _, _)| smallest.contains(&!*held));
    needed.map(|(_, name, span)| (*name, *span)).collect()
}

impl<'m> Subject<'m> {
    /// Whether a part of the condition asks for a declared outcome of another decision, which tells
    /// itself where no lead gets it.
    fn asks_for_an_outcome(
        &self,
        context: &Context<'m>,
        prover: &mut Prover<'m>,
        formula: Formula,
    ) -> bool {
        let parts = self.when.map(conjuncts).unwrap_or_default().into_iter();
        let mut parts = parts.filter(|part| prover.so(part).yes == formula);
        let of = parts.next().and_then(|part| match &part.kind {
            ConditionKind::Compare(of, CompareOp::Equal, bar)
                if context.model.constant_of(bar).is_some() =>
            {
                Some(of)
            }
            ConditionKind::OneOf(of, _) => Some(of),
            _ => None,
        });
        of.is_some_and(|of| {
            matches!(of.kind, OperandKind::Decision(_)) && matches!(of.ty, Type::Choice(_))
        })
    }

    fn subject(&self) -> String {
        match self.kind {
            "decision" => format!("{}.{}", self.of, self.name),
            _ => self.of.to_owned(),
        }
    }
}
