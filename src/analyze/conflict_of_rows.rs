//! `conflict`: leads for which rows of a score's table hold together and do not agree.

use super::context::{Context, Says};
use super::gap::which_leads;
use super::leads::Search;
use super::{Touches, mend, score_tables};
use crate::diagnostic::{Cause, Code, Demonstration, Diagnostic};
use crate::eval::ScoreProblem;
use crate::model::{Node, Score, ScoreId, ScoreRow};
use crate::proof::{Formula, Prover, Term};
use crate::value::Number;

/// Contradictions of the tables of a score.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let tables = prover.tables(id);
    let well = prover.upstream_well(Node::Score(id));
    for (table, said) in tables.iter().zip(score_tables(&score.items)) {
        if said.first_match {
            continue;
        }
        let conditions: Vec<_> = said.rows.iter().map(|row| &row.when).collect();
        let terms = prover.terms(&conditions, &[]);
        let rows: Vec<(&'m ScoreRow, Formula)> = said.rows.iter().zip(table.held.clone()).collect();
        for (at, (one, holds)) in rows.iter().enumerate() {
            for (other, also) in rows.iter().skip(at + 1) {
                if one.points == other.points {
                    continue;
                }
                let both = prover.all(&[*holds, *also]);
                let accepted = context.accepted(prover, Code::Conflict, &score.named.name);
                let found = context.search(prover, both, &[well], &terms, &accepted);
                rows_differ(
                    context,
                    prover,
                    (id, score),
                    (one, other),
                    table.span,
                    &terms,
                    found,
                );
            }
        }
    }
}

fn rows_differ<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, score): (ScoreId, &'m Score),
    (one, other): (&'m ScoreRow, &'m ScoreRow),
    table: crate::source::Span,
    terms: &[Term<'m>],
    found: Search,
) {
    let name = &score.named.name;
    let shown = match found {
        Search::None => return,
        Search::Undecided => {
            let message = format!("whether rows of `{name}` contradict each other was not decided");
            let finding = Diagnostic::new(Code::Conflict, table, message);
            return context.not_proved(finding.about("score", name.clone()));
        }
        Search::Shown(shown) => shown,
    };
    let expect = [format!("expect {name} is known")];
    let says = Says {
        shows: &format!("`{name}` is contradicted"),
        expect: &expect,
    };
    let rules = vec![one.name.clone(), other.name.clone()];
    let cause = context.edge(terms, &shown);
    let demonstration = Demonstration {
        cause,
        ..context.demonstration(rules, terms, &shown, says)
    };
    let leads = which_leads(&demonstration.cases, shown.more);
    let fix = mend::border(context, terms, &shown).and_then(|border| {
        let rows = [mend::of_row(one), mend::of_row(other)];
        let well = prover.upstream_well(Node::Score(id));
        mend::part_at_border(context, prover, rows, &border, well)
    });
    let (a, b) = (points(one), points(other));
    let message = format!(
        "rows `{}` and `{}` both hold for {leads}, and `{name}` cannot give both {a} and {b}",
        one.name, other.name
    );
    let finding = Diagnostic::new(Code::Conflict, one.span, message)
        .here(a)
        .label(other.span, b)
        .help(match cause {
            Some(Cause::Edge) => "their ranges meet and both take the border in: end one of them \
                                  before it, as `1..<1_000` does",
            None => "let one row leave out what the other takes, or let order count: `table first match`",
        })
        .about("score", name.clone())
        .demonstrated(demonstration);
    let finding = mend::offered(finding, fix);
    let confirm = move |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        let mut problems = evaluation.score(id).problems.iter();
        problems.any(|it| matches!(it, ScoreProblem::Conflict { table: at, .. } if *at == table))
    };
    let touches = Touches::ScoreConflict(id, table);
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
}

fn points(row: &ScoreRow) -> String {
    let sign = if row.points > Number::ZERO { "+" } else { "" };
    format!("{sign}{}", row.points)
}
