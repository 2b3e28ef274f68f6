//! `dead-otherwise`: an `otherwise` to which the rules of a decision, or the rows of a table of a
//! score, leave no lead.

use super::context::Context;
use super::score_tables;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Decision, DecisionId, Node, Score, ScoreId};
use crate::proof::{Answer, Formula, Prover};
use crate::source::Span;

/// What has an `otherwise`.
struct Subject<'a> {
    kind: &'static str,
    name: &'a str,
    span: Span,
    what: &'static str,
}

/// A dead `otherwise` of a decision.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
) {
    let Some(otherwise) = &decision.otherwise else {
        return;
    };
    let subject = Subject {
        kind: "decision",
        name: &decision.named.name,
        span: otherwise.span,
        what: "rules",
    };
    let well = prover.upstream_well(Node::Decision(id));
    let none = prover.none_holds(id);
    judge(context, prover, &subject, well, none);
}

/// Dead ones of the tables of a score.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let well = prover.upstream_well(Node::Score(id));
    let tables = prover.tables(id);
    for (table, said) in tables.iter().zip(score_tables(&score.items)) {
        if said.otherwise.is_some() {
            let subject = Subject {
                kind: "score",
                name: &score.named.name,
                span: said.span,
                what: "rows",
            };
            judge(context, prover, &subject, well, table.none);
        }
    }
}

fn judge<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    subject: &Subject<'_>,
    well: Formula,
    none: Formula,
) {
    let finding = |message: String| {
        Diagnostic::new(Code::DeadOtherwise, subject.span, message)
            .about(subject.kind, subject.name)
    };
    match prover.find(&[well, none]) {
        Answer::Found => {}
        Answer::Undecided => {
            let message = format!(
                "whether a lead gets to the `otherwise` of `{}` was not decided",
                subject.name
            );
            context.not_proved(finding(message));
        }
        Answer::Never(_) => {
            let message = format!(
                "no lead gets to the `otherwise` of `{}`: its {} take every lead",
                subject.name, subject.what
            );
            let finding = finding(message).help(
                "take it out: then leads that a later change leaves out show as a gap, and are \
                 not decided by it unseen",
            );
            context.shown_by_none(Vec::new(), finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(rest: &str) -> String {
        let policy = format!("policy \"p\" {{}}\nlead {{ id: text key  n: integer }}\n{rest}");
        found_of("dead-otherwise", &policy)
    }

    #[test]
    fn rules_that_take_every_lead_leave_nothing() {
        let all = "decision k: one of x | y { table n { < 5 => x  >= 5 => y  missing => x }  \
                   otherwise y }";
        assert_eq!(
            found(all),
            "dead-otherwise: no lead gets to the `otherwise` of `k`: its rules take every lead\n"
        );
    }

    #[test]
    fn leads_that_lack_the_field_get_to_it() {
        let known = "decision k: one of x | y { table n { < 5 => x  >= 5 => y }  otherwise y }";
        assert_eq!(found(known), "");
    }

    #[test]
    fn tables_of_scores_too() {
        let all = "score s 0..9 { table n { < 5 => 1  known => 2  missing => 3  otherwise => 4 } }\n\
                   decision k: one of x | y { rule r: x when s > 5  otherwise y }";
        let all = all.replace("table n", "table first match n");
        assert_eq!(
            found(&all),
            "dead-otherwise: no lead gets to the `otherwise` of `s`: its rows take every lead\n"
        );
    }
}
