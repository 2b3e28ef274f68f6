//! `score-reach`: the highest and the lowest that points can come to, and which of their parts
//! reach a bar alone.

use std::collections::BTreeSet;

use super::context::{Context, Says};
use super::leads::Shown;
use super::points::{Bar, counts_score, givers, in_order, is_score, operand_of, uses};
use super::words::digits;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::Evaluation;
use crate::model::{
    Batch, Define, DefineId, Node, Operand, OperandKind, Score, ScoreId, ScoreItem,
};
use crate::proof::{Answer, Formula, Prover, View};
use crate::source::Span;
use crate::syntax::ast::Sign;
use crate::value::{Number, Value, joined, listed};

/// With more parts than this only those that reach a bar are named.
const MOST_PARTS: usize = 4;

/// Points, of a score or of a sum of scores.
struct Points<'m> {
    kind: &'static str,
    name: &'m str,
    span: Span,
    node: Node,
    operand: Operand,
    well: Formula,
    parts: Vec<PartOf>,
}

/// A part of points, alone.
struct PartOf {
    name: String,
    /// That nothing else gives points.
    alone: Vec<Formula>,
}

/// The end of what can be reached.
enum End {
    At(Number),
    /// There is no such lead.
    Nowhere,
    Undecided,
}

/// A score.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let node = Node::Score(id);
    let mut points = Points {
        kind: "score",
        name: &score.named.name,
        span: score.named.span,
        node,
        operand: operand_of(id, score),
        well: prover.well(node),
        parts: Vec::new(),
    };
    let givers = givers(context, prover, id, score);
    for (at, item) in score.items.iter().enumerate() {
        let others = givers.iter().filter(|giver| giver.part != at);
        points.parts.push(PartOf {
            name: part_name(context, item),
            alone: others.map(|giver| !giver.gives).collect(),
        });
    }
    let model = context.model;
    let bars = uses(model, &|of: &Operand| is_score(model, of, id)).bars;
    judge(context, prover, points, bars);
}

fn part_name(context: &Context<'_>, item: &ScoreItem) -> String {
    match item {
        ScoreItem::Line(line) => context.text(line.span),
        ScoreItem::Group(group) => group.title.clone(),
        ScoreItem::Table(table) => match &table.name {
            Some(name) => name.clone(),
            None => context.text(table.span),
        },
    }
}

/// A definition, where it is a sum of scores.
pub(super) fn of_define<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DefineId,
    define: &'m Define,
) {
    let OperandKind::Sum(terms) = &define.value.kind else {
        return;
    };
    let model = context.model;
    let scored = |of: &Operand| {
        let mut scores = model.scores.iter();
        scores.any(|(id, _)| counts_score(model, of, id))
    };
    let scores: Vec<_> = terms.iter().filter(|(_, of)| scored(of)).collect();
    if scores.is_empty() {
        return;
    }
    let node = Node::Define(id);
    let well = prover.well(node);
    let mut points = Points {
        kind: "definition",
        name: &define.named.name,
        span: define.named.span,
        node,
        operand: Operand {
            kind: OperandKind::Define(id),
            ty: define.value.ty,
            span: define.named.span,
        },
        well,
        parts: Vec::new(),
    };
    let mut idle = Vec::new();
    for (sign, of) in &scores {
        idle.push(gives_nothing(prover, *sign, of, well));
    }
    for (at, (_, of)) in scores.iter().enumerate() {
        let others = idle.iter().enumerate().filter(|(other, _)| *other != at);
        points.parts.push(PartOf {
            name: context.operand_name(of),
            alone: others.map(|(_, idle)| *idle).collect(),
        });
    }
    let same = |of: &Operand| matches!(of.kind, OperandKind::Define(other) if other == id);
    let bars = uses(model, &same).bars;
    judge(context, prover, points, bars);
}

/// A term of a sum adds nothing, or as little as it can.
fn gives_nothing<'m>(prover: &mut Prover<'m>, sign: Sign, of: &Operand, well: Formula) -> Formula {
    match sign {
        Sign::Plus => {
            let least = match end(prover, of, &[well], false) {
                End::At(least) => least.max(Number::ZERO),
                End::Nowhere | End::Undecided => Number::ZERO,
            };
            !prover.exceeds(View::ITSELF, of, least)
        }
        Sign::Minus => {
            let most = match end(prover, of, &[well], true) {
                End::At(most) => most.min(Number::ZERO),
                End::Nowhere | End::Undecided => Number::ZERO,
            };
            prover.reaches(View::ITSELF, of, most)
        }
    }
}

/// The highest or the lowest that points come to for leads that are as `fixed` says. The lead that
/// was found last need not be the one that shows it.
fn end<'m>(prover: &mut Prover<'m>, of: &Operand, fixed: &[Formula], highest: bool) -> End {
    prover.watch_total(of);
    let end = end_watched(prover, of, fixed, highest);
    prover.watch(&[]);
    end
}

fn end_watched<'m>(prover: &mut Prover<'m>, of: &Operand, fixed: &[Formula], highest: bool) -> End {
    let Some(totals) = prover.totals(of) else {
        return End::Undecided;
    };
    let place = |prover: &mut Prover<'m>| {
        let found = prover.total_found(of)?;
        totals.iter().position(|total| *total == found)
    };
    match prover.find(fixed) {
        Answer::Found => {}
        Answer::Never(_) => return End::Nowhere,
        Answer::Undecided => return End::Undecided,
    }
    // Between what was reached and what cannot be.
    let Some(mut known) = place(prover) else {
        return End::Undecided;
    };
    let mut beyond = if highest { totals.len() } else { 0 };
    loop {
        // For the highest the last place that may be reached is `beyond - 1`, for the lowest it is
        // `beyond`.
        let middle = match highest {
            true if known + 1 < beyond => (known + beyond) / 2,
            false if beyond < known => (beyond + known) / 2,
            _ => break,
        };
        let Some(total) = totals.get(middle).copied() else {
            break;
        };
        let wanted = match highest {
            true => prover.reaches(View::ITSELF, of, total),
            false => !prover.exceeds(View::ITSELF, of, total),
        };
        match prover.find(&[fixed, &[wanted]].concat()) {
            Answer::Found => {
                let found = place(prover).unwrap_or(middle);
                known = if highest {
                    found.max(middle)
                } else {
                    found.min(middle)
                };
            }
            Answer::Never(_) if highest => beyond = middle,
            Answer::Never(_) => beyond = middle + 1,
            Answer::Undecided => return End::Undecided,
        }
    }
    totals.get(known).copied().map_or(End::Undecided, End::At)
}

fn judge<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    points: Points<'m>,
    bars: Vec<Bar<'m>>,
) {
    let highest = end(prover, &points.operand, &[points.well], true);
    let lowest = end(prover, &points.operand, &[points.well], false);
    let (highest, lowest) = match (highest, lowest) {
        (End::At(highest), End::At(lowest)) => (highest, lowest),
        (End::Nowhere, _) | (_, End::Nowhere) => return,
        _ => {
            let message = format!("how far `{}` can go was not decided", points.name);
            let finding = Diagnostic::new(Code::ScoreReach, points.span, message);
            return context.not_proved(finding.about(points.kind, points.name));
        }
    };
    let mut bars = in_order(bars);
    // What no lead reaches, and what every lead does, is told elsewhere.
    bars.retain(|bar| bar.is_passed(highest) && !bar.is_passed(lowest));
    let alone = match bars.is_empty() || points.parts.len() < 2 {
        true => Vec::new(),
        false => parts_alone(prover, &points),
    };
    let least = !prover.exceeds(View::ITSELF, &points.operand, lowest);
    let low = found(context, prover, &[points.well, least]);
    let most = prover.reaches(View::ITSELF, &points.operand, highest);
    let high = found(context, prover, &[points.well, most]);
    let Some((high, low)) = high.zip(low) else {
        return;
    };
    let of_low = context.evaluate(low.lead(0));
    let low_is = of_low.broken_facts.is_empty() && total_of(points.node, &of_low) == Some(lowest);
    let finding = finding(context, &points, (lowest, highest), &bars, &alone);
    let shown = Shown {
        cases: Vec::new(),
        more: true,
        lead: high,
    };
    let says = Says {
        shows: &format!(
            "`{}` is {}, the most there is",
            points.name,
            digits(highest)
        ),
        expect: &[],
    };
    let finding = finding.demonstrated(context.demonstration(Vec::new(), &[], &shown, says));
    let node = points.node;
    let confirm = move |_: crate::model::Lead<'_>, evaluation: &Evaluation| {
        low_is && total_of(node, evaluation) == Some(highest)
    };
    context.confirmed(prover, &shown.lead, confirm, finding, None);
}

/// How far points go, and what reaches their bars.
fn finding<'m>(
    context: &Context<'m>,
    points: &Points<'m>,
    (lowest, highest): (Number, Number),
    bars: &[Bar<'m>],
    alone: &[(String, Number)],
) -> Diagnostic {
    let mut sentences = Vec::new();
    for bar in bars {
        sentences.extend(words(context, bar, alone).map(|it| (bar, it)));
    }
    let first = sentences.first().map(|(_, words)| format!(": {words}"));
    let message = format!(
        "`{}` is {} at most and {} at least{}",
        points.name,
        digits(highest),
        digits(lowest),
        first.unwrap_or_default()
    );
    let finding = Diagnostic::new(Code::ScoreReach, points.span, message);
    let finding = sentences.iter().skip(1).fold(finding, |it, (bar, words)| {
        it.label(bar.span, words.clone())
    });
    finding.about(points.kind, points.name)
}

/// An ordinary lead.
fn found<'m>(context: &Context<'m>, prover: &mut Prover<'m>, asked: &[Formula]) -> Option<Batch> {
    match prover.find(asked) {
        Answer::Found => {
            let found = prover.lead();
            Some(
                context
                    .plain_lead(prover, asked, &BTreeSet::new())
                    .unwrap_or(found),
            )
        }
        Answer::Never(_) | Answer::Undecided => None,
    }
}

fn total_of(node: Node, evaluation: &Evaluation) -> Option<Number> {
    match node {
        Node::Score(id) => evaluation.score(id).total,
        Node::Define(id) => match evaluation.defines.get(id.index())?.known()? {
            Value::Number(number) => Some(*number),
            _ => None,
        },
        Node::Decision(_) => None,
    }
}

/// For each part that gives points what it comes to at most while nothing else does, as far as
/// decided.
fn parts_alone<'m>(prover: &mut Prover<'m>, points: &Points<'m>) -> Vec<(String, Number)> {
    let mut alone = Vec::new();
    for part in &points.parts {
        let fixed = [part.alone.as_slice(), &[points.well]].concat();
        if let End::At(most) = end(prover, &points.operand, &fixed, true)
            && most > Number::ZERO
        {
            alone.push((part.name.clone(), most));
        }
    }
    alone
}

/// Which parts reach a bar alone.
fn words(context: &Context<'_>, bar: &Bar<'_>, alone: &[(String, Number)]) -> Option<String> {
    let (can, cannot): (Vec<_>, Vec<_>) = alone.iter().partition(|(_, most)| bar.is_passed(*most));
    let names = |of: &[&(String, Number)]| listed(of.iter().map(|(name, _)| name));
    let alone_of = |of: &[&(String, Number)]| match of {
        [_] => format!("{} alone", names(of)),
        _ => format!("each of {} alone", names(of)),
    };
    let bar = bar.words(context);
    if alone.len() > MOST_PARTS {
        return match can.is_empty() {
            true => Some(format!("no part alone can reach {bar}")),
            false => Some(format!("{} can reach {bar}", alone_of(&can))),
        };
    }
    let able = (!can.is_empty()).then(|| format!("{} can", alone_of(&can)));
    let unable = match cannot.as_slice() {
        [] => None,
        [(name, most)] => Some(format!(
            "`{name}` alone cannot reach {bar}: it gives {} at most",
            digits(*most)
        )),
        all => {
            let gives = all
                .iter()
                .map(|(name, most)| format!("`{name}` gives {}", digits(*most)));
            let gives = joined(&gives.collect::<Vec<_>>(), "and");
            Some(format!(
                "none of {} alone reaches {bar}: {gives} at most",
                names(all)
            ))
        }
    };
    match (unable, able) {
        (Some(unable), Some(able)) => Some(format!("{unable}; {able}")),
        (Some(unable), None) => Some(unable),
        (None, Some(able)) => Some(format!("{able} reach {bar}")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    const LEAD: &str = "policy \"p\" {}\n\
        lead { id: text key  a: boolean  b: boolean  visits: integer >= 0 }\n";

    #[test]
    fn a_sum_says_which_score_reaches_the_bar_alone() {
        let text = format!(
            "{LEAD}score fit 0..60 {{ +40 when a\n+15 when b }}\n\
             score engagement 0..40 {{ +5 per visits }}\n\
             define points = fit + engagement\ndefine mql_bar = 50\n\
             decision d: one of hot | cold {{ rule h: hot when points >= mql_bar  otherwise cold }}"
        );
        assert_eq!(
            found_of("score-reach", &text),
            "score-reach: `fit` is 55 at most and 0 at least\n  lead \n\
             score-reach: `engagement` is 40 at most and 0 at least\n  lead \n\
             score-reach: `points` is 95 at most and 0 at least: `engagement` alone cannot reach \
             the `mql_bar` of 50: it gives 40 at most; `fit` alone can\n  lead \n"
        );
    }

    #[test]
    fn what_excludes_each_other_is_not_added_up() {
        let text = format!(
            "{LEAD}score s {{ +40 when visits > 5\n+30 when visits <= 5\n-10 when a }}\n\
             decision d: one of hot | cold {{ rule h: hot when s >= 35  otherwise cold }}"
        );
        assert_eq!(
            found_of("score-reach", &text),
            "score-reach: `s` is 40 at most and -10 at least: `+30 when visits <= 5` alone cannot \
             reach 35: it gives 30 at most; `+40 when visits > 5` alone can\n  lead \n"
        );
    }

    #[test]
    fn a_policy_without_points_has_none() {
        let text = format!("{LEAD}decision d: one of x | y {{ rule r: x when a  otherwise y }}");
        assert_eq!(found_of("score-reach", &text), "");
    }
}
