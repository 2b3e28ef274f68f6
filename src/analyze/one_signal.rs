//! `one-signal`: a line of a score that lifts a lead to a bar while nothing else gives it points.

use std::collections::BTreeSet;

use super::context::{Context, Says};
use super::leads::Shown;
use super::points::{Bar, Giver, givers, in_order, is_score, operand_of, uses};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Node, Operand, Score, ScoreId};
use crate::proof::{Answer, Formula, Prover, View};
use crate::value::Number;

/// All lines and rows of a score that has more than one.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let (model, operand) = (context.model, operand_of(id, score));
    let bars = uses(model, &|of: &Operand| is_score(model, of, id)).bars;
    // What a lead without points passes, no line lifts it to.
    let floor = score
        .range
        .map_or(Number::ZERO, |(low, high)| Number::ZERO.min(high).max(low));
    let mut bars = in_order(bars);
    bars.retain(|bar| !bar.is_passed(floor));
    if bars.is_empty() || prover.totals(&operand).is_none() {
        return;
    }
    let well = prover.well(Node::Score(id));
    let givers = givers(context, prover, id, score);
    let several = givers.iter().any(|giver| giver.item != 0);
    if !several {
        return;
    }
    for giver in &givers {
        let others = givers.iter().filter(|other| other.item != giver.item);
        let alone = others.map(|other| !other.gives);
        let alone: Vec<_> = alone.chain([giver.gives, well]).collect();
        if prover.find(&alone).is_never() {
            continue;
        }
        for bar in &bars {
            let passed = bar.passed(prover, View::ITSELF, &operand);
            let asked = [alone.as_slice(), &[passed]].concat();
            match prover.find(&asked) {
                Answer::Never(_) => {}
                Answer::Found => {
                    show(context, prover, (id, score), giver, bar, &asked);
                    break;
                }
                Answer::Undecided => {
                    undecided(context, score, giver);
                    break;
                }
            }
        }
    }
}

fn show<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, score): (ScoreId, &'m Score),
    giver: &Giver,
    bar: &Bar<'m>,
    asked: &[Formula],
) {
    let found = prover.lead();
    let lead = context
        .plain_lead(prover, asked, &BTreeSet::new())
        .unwrap_or(found);
    let name = &score.named.name;
    let bar_words = bar.words(context);
    let message = format!(
        "`{}` alone lifts a lead to {bar_words} in `{name}`",
        giver.text
    );
    let shown = Shown {
        cases: Vec::new(),
        more: true,
        lead,
    };
    let says = Says {
        shows: &format!("`{name}` comes to {bar_words}, by one signal"),
        expect: &[],
    };
    let demonstration = context.demonstration(vec![giver.text.clone()], &[], &shown, says);
    let finding = Diagnostic::new(Code::OneSignal, giver.span, message)
        .help("if one signal is not to be enough, give it fewer points or a lower `at most`")
        .about("score", name.clone())
        .demonstrated(demonstration);
    let bar = *bar;
    let confirm = move |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        let total = evaluation.score(id).total;
        total.is_some_and(|total| bar.is_passed(total))
    };
    context.confirmed(prover, &shown.lead, confirm, finding, None);
}

fn undecided(context: &mut Context<'_>, score: &Score, giver: &Giver) {
    let name = &score.named.name;
    let message = format!(
        "whether `{}` alone lifts a lead to a bar of `{name}` was not decided",
        giver.text
    );
    let finding = Diagnostic::new(Code::OneSignal, giver.span, message);
    context.not_proved(finding.about("score", name.clone()));
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn policy(demo: &str) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ id: text key  demo: boolean  visits: integer >= 0 }}\n\
             define bar = 40\nscore s 0..100 {{ +{demo} when demo\n+5 per visits, at most 30 }}\n\
             decision d: one of hot | cold {{ rule a: hot when s >= bar  otherwise cold }}"
        )
    }

    #[test]
    fn one_line_is_enough() {
        assert_eq!(
            found_of("one-signal", &policy("50")),
            "one-signal: `+50 when demo` alone lifts a lead to the `bar` of 40 in `s`\n  lead \n"
        );
    }

    #[test]
    fn two_are_needed() {
        assert_eq!(found_of("one-signal", &policy("30")), "");
    }
}
