//! `idle-points`: lines and limits of a score that change no decision, no must and no prohibition
//! of any lead.

use super::context::Context;
use super::points::{Uses, counts_score, operand_of, uses};
use crate::diagnostic::{Code, Demonstration, Diagnostic};
use crate::model::{
    Condition, DecisionId, Node, Operand, Part, Score, ScoreGroup, ScoreId, ScoreItem,
};
use crate::proof::{Answer, Formula, Left, Prover, View};
use crate::source::Span;

/// What could be left out of a score.
struct Candidate {
    left: Left,
    span: Span,
    /// How it is spoken of.
    text: String,
    /// Where it stands in the score's groups: the innermost last.
    groups: Vec<Span>,
    /// Leads for which it does something: points are given, a limit is overstepped.
    acts: Formula,
}

/// What reads a score.
struct Readers<'m> {
    score: ScoreId,
    operand: Operand,
    uses: Uses<'m>,
    decisions: Vec<DecisionId>,
    /// Of musts and prohibitions.
    conditions: Vec<&'m Condition>,
    well: Formula,
}

/// What became of leaving something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Matters,
    Idle,
    /// It does nothing to any total: not the matter of this finding.
    Inert,
    Undecided,
}

/// All lines and limits of a score that something reads.
pub(super) fn of_score<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) {
    let Some(readers) = readers(context, prover, id, score) else {
        return;
    };
    if prover.totals(&readers.operand).is_none() {
        let name = &score.named.name;
        let message = format!("whether all points of `{name}` matter was not decided");
        let finding = Diagnostic::new(Code::IdlePoints, score.named.span, message);
        return context.not_proved(finding.about("score", name.clone()));
    }
    let mut candidates = Vec::new();
    gather(context, prover, &score.items, &[], &mut candidates);
    // The ends of the score's range are no matter of this: people write `0..100` for its reader.
    let mut judged: Vec<(Candidate, Verdict)> = Vec::new();
    for candidate in candidates {
        let verdict = judge(prover, &readers, &candidate);
        judged.push((candidate, verdict));
    }
    let lines = judged
        .iter()
        .filter(|(it, _)| matches!(it.left, Left::Line(_)))
        .map(|(_, verdict)| *verdict);
    let lines: Vec<Verdict> = lines.collect();
    let none_matters = |it: &Verdict| matches!(it, Verdict::Idle | Verdict::Inert);
    if lines.iter().all(none_matters) {
        context.seen.idle_scores.insert(score.named.name.clone());
    }
    let idle_groups = idle_groups(&score.items, &judged);
    for group in &idle_groups {
        let name = &score.named.name;
        let message = format!(
            "no line of \"{}\" in `{name}` changes a decision of any lead",
            group.title
        );
        report(context, score, group.span, message, &group.title);
    }
    let covered: Vec<Span> = idle_groups.iter().map(|group| group.span).collect();
    for (candidate, verdict) in &judged {
        if candidate.groups.iter().any(|span| covered.contains(span))
            || covered.contains(&candidate.span)
            || is_of_an_idle_line(candidate, &judged)
        {
            continue;
        }
        one(context, score, candidate, *verdict);
    }
}

/// The limit of a line that changes nothing itself.
fn is_of_an_idle_line(candidate: &Candidate, judged: &[(Candidate, Verdict)]) -> bool {
    matches!(candidate.left, Left::Most(at) if judged.iter().any(|(line, verdict)| {
        line.left == Left::Line(at) && *verdict == Verdict::Idle
    }))
}

fn one(context: &mut Context<'_>, score: &Score, candidate: &Candidate, verdict: Verdict) {
    let (name, text) = (&score.named.name, &candidate.text);
    match verdict {
        Verdict::Matters | Verdict::Inert => {}
        Verdict::Idle => {
            let message = format!("{text} of `{name}` changes no decision of any lead");
            report(context, score, candidate.span, message, text);
        }
        Verdict::Undecided => {
            let message = format!("whether {text} changes a decision was not decided");
            let finding = Diagnostic::new(Code::IdlePoints, candidate.span, message);
            context.not_proved(finding.about("score", name.clone()));
        }
    }
}

fn report(context: &mut Context<'_>, score: &Score, span: Span, message: String, text: &str) {
    let diagnostic = Diagnostic::new(Code::IdlePoints, span, message)
        .here("could be left out")
        .help("take it out, or give it the weight that it was meant to have")
        .about("score", score.named.name.clone())
        .demonstrated(Demonstration {
            rules: vec![text.replace('`', "")],
            ..Demonstration::default()
        });
    context.findings.push(super::Finding {
        diagnostic,
        touches: None,
    });
}

/// What reads a score; none where nothing that counts does.
fn readers<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    id: ScoreId,
    score: &'m Score,
) -> Option<Readers<'m>> {
    let (model, node) = (context.model, Node::Score(id));
    let nodes = model.readers(node);
    // In the order in which they are worked out: what reads it first shows a change first.
    let order = model.order.iter().filter(|node| nodes.contains(node));
    let mut decisions: Vec<_> = order
        .filter_map(|node| match node {
            Node::Decision(id) => Some(*id),
            _ => None,
        })
        .collect();
    // Of a decision that never gets as far nothing can be said.
    decisions.retain(|id| {
        let well = prover.upstream_well(Node::Decision(*id));
        !prover.find(&[well]).is_never()
    });
    let reads = |condition: &&Condition| {
        let mut reads = false;
        condition.walk(&mut |part| {
            if let Part::Operand(operand) = part {
                reads |= node_of(operand).is_some_and(|it| it == node || nodes.contains(&it));
            }
        });
        reads
    };
    let conditions: Vec<_> = model.duties().filter(reads).collect();
    if decisions.is_empty() && conditions.is_empty() {
        return None;
    }
    Some(Readers {
        score: id,
        operand: operand_of(id, score),
        uses: uses(model, &|of: &Operand| counts_score(model, of, id)),
        decisions,
        conditions,
        well: prover.well(node),
    })
}

fn node_of(operand: &Operand) -> Option<Node> {
    use crate::model::OperandKind;
    match operand.kind {
        OperandKind::Define(id) => Some(Node::Define(id)),
        OperandKind::Score(id) => Some(Node::Score(id)),
        OperandKind::Decision(id) => Some(Node::Decision(id)),
        _ => None,
    }
}

fn gather<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    items: &'m [ScoreItem],
    groups: &[Span],
    found: &mut Vec<Candidate>,
) {
    let candidate = |left, span, text, acts| Candidate {
        left,
        span,
        text,
        groups: groups.to_vec(),
        acts,
    };
    for item in items {
        match item {
            ScoreItem::Line(line) => {
                let text = format!("`{}`", context.text(line.span));
                let gives = prover.gives(line);
                found.push(candidate(Left::Line(line.span), line.span, text, gives));
                if let Some(most) = line.at_most {
                    let most = super::words::digits(most);
                    let text = format!("`at most {most}` of `{}`", context.text(line.span));
                    let acts = prover.over_its_limit(line);
                    found.push(candidate(Left::Most(line.span), line.span, text, acts));
                }
            }
            ScoreItem::Group(group) => {
                let limits = [
                    (Left::Most(group.span), "at most", group.at_most, true),
                    (Left::Least(group.span), "at least", group.at_least, false),
                ];
                for (left, word, limit, upper) in limits {
                    let Some(limit) = limit else { continue };
                    let acts = prover.beyond(&group.items, limit, upper);
                    let limit = super::words::digits(limit);
                    let text = format!("`{word} {limit}` of \"{}\"", group.title);
                    found.push(candidate(left, group.span, text, acts));
                }
                let inside = [groups, &[group.span]].concat();
                gather(context, prover, &group.items, &inside, found);
            }
            ScoreItem::Table(_) => {}
        }
    }
}

/// Groups that have lines, of which each is idle; the outermost only.
fn idle_groups<'s>(items: &'s [ScoreItem], judged: &[(Candidate, Verdict)]) -> Vec<&'s ScoreGroup> {
    let mut idle = Vec::new();
    for item in items {
        let ScoreItem::Group(group) = item else {
            continue;
        };
        let inside = judged
            .iter()
            .filter(|(it, _)| matches!(it.left, Left::Line(_)) && it.groups.contains(&group.span));
        let verdicts: Vec<_> = inside.map(|(_, verdict)| *verdict).collect();
        let all = verdicts.iter().all(|it| *it == Verdict::Idle);
        if all && verdicts.len() > 1 && only_lines(&group.items) {
            idle.push(group);
        } else {
            idle.extend(idle_groups(&group.items, judged));
        }
    }
    idle
}

fn only_lines(items: &[ScoreItem]) -> bool {
    items.iter().all(|item| match item {
        ScoreItem::Line(_) => true,
        ScoreItem::Group(group) => only_lines(&group.items),
        ScoreItem::Table(_) => false,
    })
}

fn judge<'m>(prover: &mut Prover<'m>, readers: &Readers<'m>, of: &Candidate) -> Verdict {
    if prover.is_spent() {
        return Verdict::Undecided;
    }
    if prover.find(&[readers.well, of.acts]).is_never() {
        return Verdict::Inert;
    }
    let view = prover.without(readers.score, of.left);
    if prover.totals_in(view, &readers.operand).is_none() {
        // A limit of what has no other one: without it the total knows no bounds.
        return Verdict::Matters;
    }
    // First the bars, which is quick: where none is passed by other leads, nothing changes.
    if !readers.uses.beyond {
        let mut crossed = Vec::new();
        for bar in &readers.uses.bars {
            let as_is = bar.passed(prover, View::ITSELF, bar.of);
            let without = bar.passed(prover, view, bar.of);
            crossed.push(prover.either(as_is, without));
        }
        let crossed = prover.any(&crossed);
        if prover.find(&[readers.well, crossed]).is_never() {
            return Verdict::Idle;
        }
    }
    changes_something(prover, readers, view)
}

fn changes_something<'m>(prover: &mut Prover<'m>, readers: &Readers<'m>, view: View) -> Verdict {
    let mut verdict = Verdict::Idle;
    let mut note = |answer: Answer| match answer {
        Answer::Found => true,
        Answer::Undecided => {
            verdict = Verdict::Undecided;
            false
        }
        Answer::Never(_) => false,
    };
    for id in &readers.decisions {
        let changes = prover.outcome_changes(view, *id);
        let well = prover.upstream_well(Node::Decision(*id));
        if note(prover.find(&[well, changes])) {
            return Verdict::Matters;
        }
    }
    for condition in &readers.conditions {
        let (as_is, without) = (prover.so(condition), prover.so_in(view, condition));
        let yes = prover.either(as_is.yes, without.yes);
        let no = prover.either(as_is.no, without.no);
        let changes = prover.any(&[yes, no]);
        let well = prover.well_for(&[condition]);
        if note(prover.find(&[well, changes])) {
            return Verdict::Matters;
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn policy(score: &str, bar: u32) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ id: text key  a: boolean  b: boolean  c: boolean\n\
             visits: integer >= 0 }}\nscore s {score}\n\
             decision d: one of hot | cold {{ rule h: hot when s >= {bar}  otherwise cold }}"
        )
    }

    #[test]
    fn points_that_reach_no_bar_are_idle() {
        assert_eq!(
            found_of(
                "idle-points",
                &policy("{ +40 when a\n+30 when b\n+5 when c }", 60)
            ),
            "idle-points: `+5 when c` of `s` changes no decision of any lead\n"
        );
        assert_eq!(
            found_of(
                "idle-points",
                &policy("{ +40 when a\n+30 when b\n+20 when c }", 60)
            ),
            ""
        );
    }

    #[test]
    fn idle_lines_of_a_group_are_one_finding() {
        assert_eq!(
            found_of(
                "idle-points",
                &policy(
                    "{ +40 when a\ngroup \"web\" at most 5 { +2 when b\n+3 when c } }",
                    30
                )
            ),
            "idle-points: no line of \"web\" in `s` changes a decision of any lead\n"
        );
    }

    #[test]
    fn a_limit_that_keeps_leads_below_a_bar_is_not_idle() {
        for score in [
            "0..100 { +40 when a\n+5 per visits, at most 20 }",
            "0..100 { +40 when a\ngroup \"web\" at most 60 { +5 per visits, at most 20\n+20 when b } }",
        ] {
            let found = found_of("idle-points", &policy(score, 50));
            assert!(!found.contains("at most 20"), "{found}");
        }
    }

    #[test]
    fn a_limit_that_binds_and_changes_nothing_is_idle() {
        // The ends of the range are there for the reader.
        assert_eq!(
            found_of(
                "idle-points",
                &policy("0..60 { +40 when a\n+30 when b\n-50 when c }", 30)
            ),
            ""
        );
        assert_eq!(
            found_of(
                "idle-points",
                &policy("-100..100 { +40 when a\n+30 when b\n-50 when c }", 30)
            ),
            ""
        );
        assert_eq!(
            found_of(
                "idle-points",
                &policy("{ +40 when a\n+5 per visits, at most 20 }", 50)
            ),
            ""
        );
    }
}
