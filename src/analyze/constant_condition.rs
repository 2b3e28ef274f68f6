//! `constant-condition` and `out-of-reach`: conditions, and parts of conditions, that are yes for
//! every lead or for none.
//!
//! What follows from a part is not said again: where `a` is never yes, neither is `a and b`.

use super::context::Context;
use super::out_of_reach;
use super::places::{self, Form, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Node, OperandKind};
use crate::proof::{Answer, Formula, Prover};

/// Whether a condition is the same of every lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It is yes for every lead.
    Always,
    /// It is yes for no lead.
    Never,
    /// Neither, or it was not asked or not decided.
    Varies,
}

/// What was found of a part.
#[derive(Debug, Clone, Copy)]
struct Found {
    status: Status,
    /// A finding tells of it, or of what it follows from.
    said: bool,
}

/// A condition that is asked about, with what was seen of it so far.
struct Ask {
    yes: Formula,
    seen_yes: bool,
    seen_not: bool,
}

/// A condition and its parts, with the number of what is asked about each.
struct Tree<'m> {
    part: &'m Condition,
    ask: Option<usize>,
    parts: Vec<Tree<'m>>,
}

/// What the questions about the places of one thing share.
struct Asked<'a, 'm> {
    context: &'a mut Context<'m>,
    prover: &'a mut Prover<'m>,
    well: Formula,
    asks: Vec<Ask>,
}

/// Constant conditions of a definition, score or decision.
pub(super) fn of_node<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    node: Node,
) {
    let places = places::of_node(context.model, node);
    let found = of_places(context, prover, well, &places);
    if let (Node::Define(id), [found]) = (node, found.as_slice())
        && found.status != Status::Varies
        && found.said
    {
        context.constant_defines.insert(id);
    }
}

/// Constant conditions of one must or forbid, or of a stage or task.
pub(super) fn of_duty<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    places: &[Place<'m>],
) {
    of_places(context, prover, well, places);
}

/// Constant conditions of the facts. The facts say which leads there are, so they are judged for all
/// leads that the schema allows.
pub(super) fn of_facts<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>) {
    let places = places::of_facts(context.model);
    let always = prover.always();
    of_places(context, prover, always, &places);
}

fn of_places<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    places: &[Place<'m>],
) -> Vec<Found> {
    let mut asked = Asked {
        context,
        prover,
        well,
        asks: Vec::new(),
    };
    let mut trees = Vec::new();
    for place in places {
        let in_cells = matches!(place.form, Form::Cells(_));
        trees.push(asked.tree(place.condition, in_cells, true));
    }
    let formulas: Vec<Formula> = asked.asks.iter().map(|ask| ask.yes).collect();
    asked.prover.watch(&formulas);
    let is_settled = asked.settle();
    asked.prover.watch(&[]);
    if !is_settled && let Some(place) = places.first() {
        asked.undecided(place);
    }
    let places = places.iter().zip(&trees);
    places
        .map(|(place, tree)| asked.whole(place, tree))
        .collect()
}

impl<'m> Asked<'_, 'm> {
    /// What is asked about a condition. Of cells only comparisons of numbers: what a row cannot hold
    /// for is said of the row.
    fn tree(&mut self, part: &'m Condition, in_cells: bool, itself: bool) -> Tree<'m> {
        let asks = itself && (!in_cells || out_of_reach::compares(self.context.model, part));
        let ask = asks.then(|| {
            let yes = self.prover.so(part).yes;
            self.asks.push(Ask {
                yes,
                seen_yes: false,
                seen_not: false,
            });
            self.asks.len() - 1
        });
        // `not in` and `none of` are one text, with nothing in it that could be judged apart.
        let is_not = matches!(part.kind, ConditionKind::Not(_));
        let parts = part.parts().iter();
        let parts = parts.map(|it| self.tree(it, in_cells, !(is_not && it.span == part.span)));
        Tree {
            part,
            ask,
            parts: parts.collect(),
        }
    }

    /// Searches for a lead of each answer; whether all was decided. One lead answers for many.
    fn settle(&mut self) -> bool {
        let mut decided = true;
        for at in 0..self.asks.len() {
            for wanted in [true, false] {
                let Some(ask) = self.asks.get(at) else {
                    continue;
                };
                let (seen, formula) = match wanted {
                    true => (ask.seen_yes, ask.yes),
                    // What is never yes is not yes for some lead.
                    false => (ask.seen_not || !ask.seen_yes, !ask.yes),
                };
                if seen {
                    continue;
                }
                match self.prover.find(&[self.well, formula]) {
                    Answer::Never(_) => {}
                    Answer::Found => self.see(),
                    Answer::Undecided => {
                        decided = false;
                        if let Some(ask) = self.asks.get_mut(at) {
                            (ask.seen_yes, ask.seen_not) = (true, true);
                        }
                    }
                }
            }
        }
        decided
    }

    /// Takes note of what the lead that was found last answers.
    fn see(&mut self) {
        let open = self.asks.iter_mut();
        for ask in open.filter(|ask| !(ask.seen_yes && ask.seen_not)) {
            if self.prover.is_so(ask.yes) {
                ask.seen_yes = true;
            } else if self.prover.is_so(!ask.yes) {
                ask.seen_not = true;
            }
        }
    }

    fn status(&self, tree: &Tree<'_>) -> Status {
        let ask = tree.ask.and_then(|ask| self.asks.get(ask));
        match ask.map(|ask| (ask.seen_yes, ask.seen_not)) {
            Some((false, _)) => Status::Never,
            Some((true, false)) => Status::Always,
            Some((true, true)) | None => Status::Varies,
        }
    }

    /// Judges a condition as a whole.
    fn whole(&mut self, place: &Place<'m>, tree: &Tree<'m>) -> Found {
        let found = self.visit(place, tree);
        let decides = match (place.form, found.status) {
            (Form::When(rule) | Form::Cells(rule), Status::Never) => Some(rule),
            (Form::Unless(rule), Status::Always) => Some(rule),
            _ => None,
        };
        if let Some(rule) = decides.filter(|_| found.said) {
            self.context.said.insert(rule);
        }
        found
    }

    fn visit(&mut self, place: &Place<'m>, tree: &Tree<'m>) -> Found {
        let parts: Vec<Found> = tree.parts.iter().map(|it| self.visit(place, it)).collect();
        let own = self.status(tree);
        let status = match follows(&tree.part.kind, &parts, own) {
            Some(status) => {
                self.context.constant.insert(tree.part.span);
                let said = parts.iter().any(|it| it.said);
                return Found { status, said };
            }
            None => own,
        };
        if status == Status::Varies {
            return Found {
                status,
                said: false,
            };
        }
        self.context.constant.insert(tree.part.span);
        // What only the parts together rule out is said of the rule, with the parts.
        let is_whole = std::ptr::eq(tree.part, place.condition);
        let of_rule = is_whole
            && status == Status::Never
            && matches!(place.form, Form::When(_) | Form::Cells(_))
            && !tree.part.parts().is_empty();
        let said = match &tree.part.kind {
            ConditionKind::Holds(of) => match of.kind {
                OperandKind::Define(id) if self.context.constant_defines.contains(&id) => true,
                _ => self.report(place, tree.part, status),
            },
            _ => !of_rule && self.report(place, tree.part, status),
        };
        Found { status, said }
    }

    /// Says that a part is constant; whether there was anything to say.
    fn report(&mut self, place: &Place<'m>, part: &'m Condition, status: Status) -> bool {
        if self.context.is_switch(part) {
            return false;
        }
        let (context, prover) = (&mut *self.context, &mut *self.prover);
        let in_cells = matches!(place.form, Form::Cells(_));
        let reach = out_of_reach::reach(context, prover, self.well, part, status);
        let text = context.part(part, in_cells);
        let code = match (&reach, status) {
            (Some(_), Status::Never) => Code::OutOfReach,
            (None, Status::Never) if in_cells => return false,
            _ => Code::ConstantCondition,
        };
        let because = reach.as_ref().map(|reach| format!(": {}", reach.words));
        let because = because.unwrap_or_default();
        let (message, help) = match (code, status) {
            (Code::OutOfReach, _) => (
                format!("{text} can never be{}{because}", place.among),
                "mend what it is compared with, or how far it can go",
            ),
            (_, Status::Always) => (
                format!(
                    "{text} in {} is yes for every lead{}{because}",
                    place.words, place.among
                ),
                "take it out, or mend it: it asks nothing",
            ),
            _ => (
                format!(
                    "{text} in {} is yes for no lead{}",
                    place.words, place.among
                ),
                "mend it, or take out what depends on it",
            ),
        };
        let finding = Diagnostic::new(code, part.span, message)
            .help(help)
            .about(place.kind, place.subject.clone());
        match reach {
            Some(reach) => reach.show(context, prover, finding),
            None => context.shown_by_none(Vec::new(), finding),
        }
        true
    }

    fn undecided(&mut self, place: &Place<'m>) {
        let message = format!(
            "whether conditions of `{}` are the same of every lead was not decided",
            place.subject.split('.').next().unwrap_or_default()
        );
        let finding = Diagnostic::new(Code::ConstantCondition, place.condition.span, message);
        let finding = finding.about(place.kind, place.subject.clone());
        self.context.not_proved(finding);
    }
}

/// What follows for a condition from what its parts are by themselves.
fn follows(kind: &ConditionKind, parts: &[Found], own: Status) -> Option<Status> {
    let count = |status| parts.iter().filter(|it| it.status == status).count();
    let (always, never) = (count(Status::Always), count(Status::Never));
    let told = |so: bool, status| so.then_some(status);
    match kind {
        ConditionKind::All(_) => told(never > 0, Status::Never).or(told(
            !parts.is_empty() && always == parts.len(),
            Status::Always,
        )),
        ConditionKind::Any(_) => told(always > 0, Status::Always).or(told(
            !parts.is_empty() && never == parts.len(),
            Status::Never,
        )),
        ConditionKind::AtLeast(wanted, _) => {
            let wanted = *wanted as usize;
            told(always >= wanted, Status::Always)
                .or(told(parts.len() - never < wanted, Status::Never))
        }
        ConditionKind::Not(_) => match always {
            0 => told(never > 0 && own != Status::Varies, own),
            _ => Some(Status::Never),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found;

    /// What is said of conditions and of dead rules.
    fn said(lead: &str, rest: &str) -> String {
        let text = format!("policy \"p\" {{}}\nlead {{ id: text key  {lead} }}\n{rest}");
        let mut kept = String::new();
        let mut inside = false;
        for line in found(&text).lines() {
            if !line.starts_with("  ") {
                let codes = ["out-of-reach", "constant", "dead-condition", "dead-rule"];
                inside = codes.iter().any(|code| line.starts_with(code));
            }
            if inside {
                kept.push_str(&format!("{line}\n"));
            }
        }
        kept
    }

    fn of_rule(lead: &str, rule: &str) -> String {
        said(
            lead,
            &format!("decision k: one of x | y {{\n{rule}\notherwise y }}"),
        )
    }

    #[test]
    fn a_score_that_never_gets_there() {
        let score = "score fit 0..100 { +40 when b  +40 when c  -10 when not c }\n\
                     decision k: one of x | y { rule r: x when fit >= 90 and n > 5  otherwise y }";
        assert_eq!(
            said("b: boolean  c: boolean  n: integer", score),
            "out-of-reach: `fit >= 90` can never be: `fit` reaches 80 at most\n\
             \u{20} lead b yes; c yes\n"
        );
        let reached = score.replace(">= 90", ">= 80");
        assert_eq!(said("b: boolean  c: boolean  n: integer", &reached), "");
    }

    #[test]
    fn numbers_beyond_their_bounds() {
        assert_eq!(
            of_rule("n: integer 0..100", "rule r: x when n > 100"),
            "out-of-reach: `n > 100` can never be: `n` reaches 100 at most\n  lead n 100\n"
        );
        assert_eq!(
            of_rule(
                "n: integer 0..100  m: integer 1..2",
                "rule r: x when n + 2 * m <= 1"
            ),
            "out-of-reach: `n + 2 * m <= 1` can never be: `n + 2 * m` is 2 at least\n\
             \u{20} lead n 0; m 1\n"
        );
        let open = of_rule("q: number 0..<10", "rule r: x when q >= 12.5");
        assert!(
            open.starts_with("out-of-reach: `q >= 12.5` can never be: `q` stays below 10\n"),
            "{open}"
        );
        assert_eq!(
            of_rule("n: integer 0..100", "table n { 0..50 => x  101..120 => y }"),
            "out-of-reach: `101..120` in the column `n` can never be: `n` reaches 100 at most\n\
             \u{20} lead n 100\n"
        );
    }

    #[test]
    fn always_only_where_nothing_is_missing() {
        assert_eq!(of_rule("n: integer 0..100", "rule r: x when n <= 100"), "");
        assert_eq!(
            of_rule("n: integer 0..100 required", "rule r: x when n <= 100"),
            "constant-condition: `n <= 100` in rule `r` of `k` is yes for every lead: `n` reaches \
             100 at most\n  lead n 100\n"
        );
        assert_eq!(
            of_rule(
                "c: one of u | v  b: boolean",
                "rule r: x when (c = u or c = v or c is missing) and b"
            ),
            "constant-condition: `c = u or c = v or c is missing` in rule `r` of `k` is yes for \
             every lead\n"
        );
    }

    #[test]
    fn what_follows_is_not_said_again() {
        assert_eq!(
            of_rule(
                "n: integer 0..100  b: boolean",
                "rule r: x when b and (n > 100 or n < 0)"
            ),
            "out-of-reach: `n > 100` can never be: `n` reaches 100 at most\n  lead n 100\n\
             out-of-reach: `n < 0` can never be: `n` is 0 at least\n  lead n 0\n"
        );
        assert_eq!(
            of_rule(
                "n: integer 0..100  b: boolean",
                "rule r: x when b and (n > 100 or not (b or n < 0 or b is missing))"
            ),
            "out-of-reach: `n > 100` can never be: `n` reaches 100 at most\n  lead n 100\n\
             out-of-reach: `n < 0` can never be: `n` is 0 at least\n  lead n 0\n\
             dead-rule: `r` of `k` holds for no lead: `b` and \
             `n > 100 or not (b or n < 0 or b is missing)` cannot both be so\n"
        );
    }

    #[test]
    fn parts_that_only_together_never_hold_are_a_dead_rule() {
        assert_eq!(
            of_rule(
                "n: integer  b: boolean",
                "rule r: x when n > 5 and b and n < 3"
            ),
            "dead-rule: `r` of `k` holds for no lead: `n > 5` and `n < 3` cannot both be so\n"
        );
        assert_eq!(
            of_rule(
                "n: integer  b: boolean",
                "rule r: x when n > 5 unless n > 3"
            ),
            "dead-rule: `r` of `k` holds for no lead: `n > 5` and `unless n > 3` cannot both be \
             so\n"
        );
        assert_eq!(
            said("n: integer", "must m: n > 5 and n < 3"),
            "constant-condition: `n > 5 and n < 3` in must `m` is yes for no lead\n"
        );
    }

    #[test]
    fn a_definition_is_told_of_once() {
        assert_eq!(
            said(
                "n: integer 0..100  b: boolean",
                "define huge = n > 200\ndecision k: one of x | y {\nrule r: x when huge and b\n\
                 otherwise y }"
            ),
            "out-of-reach: `n > 200` can never be: `n` reaches 100 at most\n  lead n 100\n"
        );
    }

    #[test]
    fn a_switch_is_meant_so() {
        assert_eq!(
            said(
                "b: boolean",
                "define pilot = yes\ndecision k: one of x | y {\nrule r: x when pilot and b\n\
                 otherwise y }"
            ),
            ""
        );
        assert_eq!(
            said(
                "b: boolean",
                "define pilot = no\ndecision k: one of x | y {\nrule r: x when pilot and b\n\
                 otherwise y }"
            ),
            "dead-rule: `r` of `k` holds for no lead: `pilot` is never so\n"
        );
    }

    #[test]
    fn an_unless_that_is_always_yes_leaves_nothing() {
        assert_eq!(
            of_rule(
                "n: integer 0..100 required  b: boolean",
                "rule r: x when b unless n >= 0"
            ),
            "constant-condition: `n >= 0` in rule `r` of `k` is yes for every lead: `n` is 0 at \
             least\n  lead n 0\n"
        );
    }

    #[test]
    fn facts_are_judged_by_the_schema_alone() {
        let rest = "decision k: one of x | y { rule r: x when n > 5  otherwise y }";
        assert_eq!(said("n: integer 0..10 required\nfact n <= 8", rest), "");
        assert_eq!(
            said("n: integer 0..10 required\nfact n <= 8\nfact n >= 0", rest),
            "constant-condition: `n >= 0` in a fact is yes for every lead: `n` is 0 at least\n\
             \u{20} lead n 0\n"
        );
    }

    #[test]
    fn not_in_is_one_text() {
        assert_eq!(
            of_rule(
                "c: one of u | v  b: boolean",
                "rule r: x when b or c not in { u, v }"
            ),
            "constant-condition: `c not in { u, v }` in rule `r` of `k` is yes for no lead\n"
        );
    }
}
