//! `gap`: leads that no rule of a decision, and no row of a score's table, covers.

use super::case_words::whose;
use super::context::{Context, Says, conditions_of};
use super::leads::{Search, Shown};
use super::mend::{self, Row};
use super::{Known, Touches};
use crate::diagnostic::{Case, Cause, Code, Demonstration, Diagnostic};
use crate::eval::{DecidedOutcome, ScoreProblem};
use crate::model::{Decision, DecisionId, Node, OperandKind, Score, ScoreId, ScoreTable};
use crate::proof::{Formula, Prover, Table, Term};
use crate::source::Span;
use crate::value::{Value, joined};

/// What has a gap.
struct Subject<'a> {
    kind: &'static str,
    name: &'a str,
    span: Span,
    /// What leads get none of.
    gives: &'static str,
    expect: String,
    help: String,
    /// The same where something is missing.
    help_missing: &'static str,
    /// The rules or rows.
    rows: Vec<Row<'a>>,
}

/// Gaps of a decision.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    if decision.or_none {
        return;
    }
    let target = prover.gap(id);
    let well = prover.upstream_well(Node::Decision(id));
    if prover.find(&[well, target]).is_never() {
        return;
    }
    let conditions = conditions_of(decision);
    let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
    let outcomes: Vec<_> = outcomes.chain(&decision.otherwise).collect();
    let terms = prover.terms(&conditions, &outcomes);
    let name = decision.named.name.as_str();
    let subject = Subject {
        kind: "decision",
        name,
        span: decision.named.span,
        gives: "decides nothing",
        expect: format!("expect {name} is known"),
        help: format!(
            "add a rule or a row for these leads, or an `otherwise` for all that are left{}",
            not_given(context, decision)
        ),
        help_missing: "say what is to happen where this is missing: a row with `missing`, a rule \
                       with `is missing`, or an `otherwise`",
        rows: mend::of_rules(&decision.rules),
    };
    let shows = move |evaluation: &crate::eval::Evaluation| {
        evaluation.decision(id).outcome == DecidedOutcome::Gap
    };
    let touches = move |known| Touches::Gap(id, known);
    find(
        context, prover, &subject, target, well, &terms, &shows, &touches,
    );
}

/// The declared outcomes that nothing gives: likely these leads were to get them.
fn not_given(context: &Context<'_>, decision: &Decision) -> String {
    let rules = decision.rules.iter().map(|rule| &rule.outcome.kind);
    let given: Vec<_> = rules.collect();
    if !given
        .iter()
        .all(|kind| matches!(kind, OperandKind::Constant(_) | OperandKind::Nothing))
    {
        return String::new();
    }
    let values = context.model.enumeration(decision.ty);
    let count = values.map_or(0, |it| it.values.len());
    let values = (0_u32..).take(count).map(Value::Choice);
    let left = values.filter(|value| {
        let mut given = given.iter();
        !given.any(|kind| matches!(kind, OperandKind::Constant(given) if given == value))
    });
    let left: Vec<String> = left
        .map(|value| format!("`{}`", context.written(&value, decision.ty)))
        .collect();
    match left.as_slice() {
        [] => String::new(),
        left => format!("; no rule gives {} yet", joined(left, "or")),
    }
}

/// Gaps of the tables of a score.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let tables = prover.tables(id);
    for (table, said) in tables.iter().zip(super::score_tables(&score.items)) {
        if said.otherwise.is_none() {
            of_table(context, prover, (id, score), table, said);
        }
    }
}

fn of_table<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, score): (ScoreId, &'m Score),
    table: &Table,
    said: &'m ScoreTable,
) {
    let well = prover.upstream_well(Node::Score(id));
    if prover.find(&[well, table.none]).is_never() {
        return;
    }
    let conditions: Vec<_> = said.rows.iter().map(|row| &row.when).collect();
    let terms = prover.terms(&conditions, &[]);
    let name = score.named.name.as_str();
    let subject = Subject {
        kind: "score",
        name,
        span: table.span,
        gives: "gives no points",
        expect: format!("expect {name} is known"),
        help: "add a row for these leads, or an `otherwise => 0` for all that are left".to_owned(),
        help_missing: "say what counts where this is missing: a row `missing => 0`, or an \
                       `otherwise => 0`",
        rows: said.rows.iter().map(mend::of_row).collect(),
    };
    let at = table.span;
    let shows = move |evaluation: &crate::eval::Evaluation| {
        let mut problems = evaluation.score(id).problems.iter();
        problems.any(|problem| matches!(problem, ScoreProblem::Gap { table } if *table == at))
    };
    let touches = move |known| Touches::ScoreGap(id, at, known);
    let target = table.none;
    find(
        context, prover, &subject, target, well, &terms, &shows, &touches,
    );
}

/// Leads of which all that is tested is known are told apart from those that lack something: the
/// cure differs.
#[expect(
    clippy::too_many_arguments,
    reason = "decisions and tables of scores have gaps alike, and differ in all of this"
)]
fn find<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    subject: &Subject<'m>,
    target: Formula,
    well: Formula,
    terms: &[Term<'m>],
    shows: &dyn Fn(&crate::eval::Evaluation) -> bool,
    touches: &dyn Fn(Known) -> Touches,
) {
    let accepted = context.accepted(prover, Code::Gap, subject.name);
    // That a decision has no outcome is no lack of data.
    let data = terms.iter().filter(|term| !term.is_decision());
    let missing: Vec<_> = data.map(|term| term.missing).collect();
    let some_missing = prover.any(&missing);
    let asked = match context.open_region(prover, target, &[well], &accepted) {
        Some(asked) => asked,
        None => return,
    };
    let mut parts = Vec::new();
    let mut told: Vec<Formula> = Vec::new();
    for narrowed in [!some_missing, some_missing] {
        // What lacks something and belongs to a case that was told needs no cure of its own.
        let narrowed = [&[narrowed], told.as_slice()].concat();
        let found = context.cases(prover, target, &asked, &narrowed, terms);
        if let Search::Shown(shown) = &found {
            let cases = shown.cases.iter();
            told = cases.map(|case| !prover.all(&case.formulas)).collect();
        }
        parts.push(found);
    }
    let known = matches!(parts.first(), Some(Search::Shown(_)));
    let both = parts.iter().all(|part| matches!(part, Search::Shown(_)));
    for (part, lacks) in parts.into_iter().zip([false, true]) {
        let which = match (both, lacks) {
            (false, _) => Known::Either,
            (true, false) => Known::All(context.tested(terms)),
            (true, true) => Known::NotAll(context.tested(terms)),
        };
        match part {
            Search::None => {}
            Search::Undecided => {
                let message = format!(
                    "whether `{}` {} for some leads was not decided",
                    subject.name, subject.gives
                );
                let finding = Diagnostic::new(Code::Gap, subject.span, message);
                context.not_proved(finding.about(subject.kind, subject.name));
            }
            Search::Shown(shown) => {
                let also = lacks && known;
                let mut finding = finding(context, subject, terms, &shown, lacks, also);
                if let Some(border) = mend::border(context, terms, &shown) {
                    let only = if lacks { some_missing } else { !some_missing };
                    let hole = [asked.as_slice(), &[target, only]].concat();
                    let fix =
                        mend::close_hole(context, prover, &subject.rows, &border, &hole, well);
                    finding = mend::offered(finding, fix);
                }
                let confirm = |_: crate::model::Lead<'_>, e: &crate::eval::Evaluation| shows(e);
                context.confirmed(prover, &shown.lead, confirm, finding, Some(touches(which)));
            }
        }
    }
}

fn finding<'m>(
    context: &Context<'m>,
    subject: &Subject<'_>,
    terms: &[Term<'m>],
    shown: &Shown,
    lacks: bool,
    also: bool,
) -> Diagnostic {
    let expect = [subject.expect.clone()];
    let says = Says {
        shows: &format!("`{}` {}", subject.name, subject.gives),
        expect: &expect,
    };
    let demonstration = context.demonstration(Vec::new(), terms, shown, says);
    let demonstration = Demonstration {
        cause: context.edge(terms, shown),
        ..demonstration
    };
    let at_edge = demonstration.cause == Some(Cause::Edge);
    let leads = which_leads(&demonstration.cases, shown.more);
    let also = if also { "also " } else { "" };
    let message = format!("`{}` {also}{} for {leads}", subject.name, subject.gives);
    let help = match lacks {
        true => subject.help_missing,
        false if at_edge => {
            "their ranges meet and neither takes the border in: let one of them, as `1..1_000` does"
        }
        false => &subject.help,
    };
    Diagnostic::new(Code::Gap, subject.span, message)
        .help(help)
        .about(subject.kind, subject.name)
        .demonstrated(demonstration)
}

/// The leads of a finding, in a sentence: one case in full, more of them below it.
pub(super) fn which_leads(cases: &[Case], more: bool) -> String {
    match cases {
        [one] if !more && one.parts.is_empty() => "every lead".to_owned(),
        [one] if !more && one.parts.len() <= 4 => format!("leads {}", whose(one)),
        _ => "some leads".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    #[test]
    fn a_hole_is_described_in_the_words_of_the_table() {
        let found = found_of(
            "gap",
            "policy \"p\" {}\nteam t { role sdr, ae, ops }\n\
             lead { id: text key  country: text  employees: integer >= 0 }\n\
             decision owner: role { table country | employees {\n\
             \"US\", \"CA\" | 1..<200 => sdr\n\"US\", \"CA\" | >= 200 => ae\n\
             \"UK\" | any => sdr\nmissing | any => ops\nnone of \"US\", \"CA\", \"UK\" | any => sdr } }",
        );
        assert_eq!(
            found,
            "gap: `owner` decides nothing for leads whose `country` is \"CA\" or \"US\" and whose \
             `employees` is 0\n\
             \u{20} case country \"CA\" or \"US\"; employees 0\n\
             \u{20} lead country \"CA\"; employees 0\n\
             gap: `owner` also decides nothing for leads whose `country` is \"CA\" or \"US\" and \
             whose `employees` is missing\n\
             \u{20} case country \"CA\" or \"US\"; employees missing\n\
             \u{20} lead country \"CA\"; employees missing\n"
        );
    }
}
