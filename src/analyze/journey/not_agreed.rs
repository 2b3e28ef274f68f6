//! `not-agreed`: moves from one team's stage into another's, on whose conditions the two have not
//! agreed.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Model, Move, Named, OperandKind, Part, Party, Stage, StageId, StageKind, Target, TeamId,
};
use crate::proof::{Answer, Prover, View};
use crate::source::Span;
use crate::value::joined;

/// What says that leads go to another team, in the order of the text: the decision, or the stage
/// that they get into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Decision(crate::model::DecisionId),
    Stage(StageId),
}

/// What leads do because of it.
#[derive(Debug, Default)]
struct Hand {
    /// From which stage into which, as a sentence has it.
    ways: BTreeSet<(StageId, StageId)>,
    teams: BTreeSet<TeamId>,
    moves: BTreeSet<Span>,
}

/// All moves between teams, one finding for each thing to agree on.
pub(super) fn of_policy(context: &mut Context<'_>) {
    let mut hands: BTreeMap<Says, Hand> = BTreeMap::new();
    for (id, stage) in context.model.stages.iter() {
        let mut prover = context.prover();
        of_stage(context, &mut prover, id, stage, &mut hands);
        context.done(&prover);
    }
    for (says, hand) in &hands {
        report(context, *says, hand);
    }
}

fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
    hands: &mut BTreeMap<Says, Hand>,
) {
    let model = context.model;
    let Some(from) = team_of(model, stage) else {
        return;
    };
    let (mut ways, mut there) = (None, Vec::new());
    for (place, it) in stage.moves.iter().enumerate() {
        for (to, target) in model.stages.iter() {
            if target.kind == StageKind::End || !context.may_lead_to(stage, it, to) {
                continue;
            }
            let Some(team) = team_of(model, target).filter(|team| *team != from) else {
                continue;
            };
            let both = [from, team];
            if is_agreed(model, it, target, both) {
                continue;
            }
            let ways = ways.get_or_insert_with(|| {
                there = context.there(prover, id, stage);
                context.ways(prover, View::ITSELF, id, stage)
            });
            let goes = ways.goes_by(prover, place, to);
            match prover.find(&[there.as_slice(), &[goes]].concat()) {
                Answer::Never(_) => continue,
                // That it may lead there the text says.
                Answer::Found | Answer::Undecided => {}
            }
            let hand = hands.entry(subject(it, to)).or_default();
            hand.ways.insert((id, to));
            hand.teams.extend(both);
            hand.moves.insert(it.span);
        }
    }
}

/// The team that answers for the leads of a stage, where it is one.
fn team_of(model: &Model, stage: &Stage) -> Option<TeamId> {
    match stage.accountable.as_slice() {
        [one] => match one.party {
            Party::Team(team) => Some(team),
            Party::Role(role) => model.roles.get(role).map(|role| role.team),
        },
        _ => None,
    }
}

/// Both teams have agreed on where the move leads, on the stage that it leads into, or on something
/// that its conditions read.
fn is_agreed(model: &Model, it: &Move, to: &Stage, both: [TeamId; 2]) -> bool {
    let by = |agreed: &[TeamId]| both.iter().all(|team| agreed.contains(team));
    let mut agreed = by(&to.agreed_by);
    if let Target::Decision(id) = it.target {
        agreed |= model.decisions.get(id).is_some_and(|it| by(&it.agreed_by));
    }
    for condition in it.when.iter().chain(&it.unless) {
        condition.walk(&mut |part| {
            let Part::Operand(operand) = part else { return };
            let agreed_by = match operand.kind {
                OperandKind::Decision(id) => model.decisions.get(id).map(|it| &it.agreed_by),
                OperandKind::Define(id) => model.defines.get(id).map(|it| &it.agreed_by),
                OperandKind::Score(id) => model.scores.get(id).map(|it| &it.agreed_by),
                _ => None,
            };
            agreed |= agreed_by.is_some_and(|it| by(it));
        });
    }
    agreed
}

/// What is to be agreed on: the decision that says where a move leads or when, or else the stage.
fn subject(it: &Move, to: StageId) -> Says {
    if let Target::Decision(id) = it.target {
        return Says::Decision(id);
    }
    let mut says = Says::Stage(to);
    if let Some(when) = &it.when {
        when.walk(&mut |part| {
            if let Part::Operand(operand) = part
                && let OperandKind::Decision(id) = operand.kind
                && matches!(says, Says::Stage(_))
            {
                says = Says::Decision(id);
            }
        });
    }
    says
}

fn report(context: &mut Context<'_>, says: Says, hand: &Hand) {
    let model = context.model;
    let (named, agreed, kind, subject): (&Named, &[TeamId], _, String) = match says {
        Says::Decision(id) => {
            let Some(decision) = model.decisions.get(id) else {
                return;
            };
            let name = decision.named.name.clone();
            (&decision.named, &decision.agreed_by, "decision", name)
        }
        Says::Stage(id) => {
            let Some(stage) = model.stages.get(id) else {
                return;
            };
            (
                &stage.named,
                &stage.agreed_by,
                "stage",
                model.stage_name(id),
            )
        }
    };
    let lacking: Vec<TeamId> = hand
        .teams
        .iter()
        .filter(|team| !agreed.contains(team))
        .copied()
        .collect();
    let name = &named.name;
    let who = match (lacking.as_slice(), agreed.is_empty()) {
        ([_, _], true) => "neither team has agreed to it".to_owned(),
        ([one], _) => format!("{} has not agreed to it", context.teams(&[*one])),
        (all, _) => format!("{} have not agreed to it", context.teams(all)),
    };
    let hands = context.handed(says, hand);
    let message = match says {
        Says::Decision(_) => format!("`{name}` moves {hands}, and {who}"),
        Says::Stage(_) => format!("{hands}, and {who}"),
    };
    let mut wanted = agreed.to_vec();
    wanted.extend(lacking);
    let wanted: Vec<_> = wanted
        .iter()
        .map(|team| context.party(Party::Team(*team)))
        .collect();
    let mut finding = Diagnostic::new(Code::NotAgreed, named.span, message).help(format!(
        "when they have agreed, let the text say so: write `agreed by {}` behind {} `{name}`",
        wanted.join(", "),
        match says {
            Says::Decision(_) => "the header of",
            Says::Stage(_) => "the name of the stage",
        }
    ));
    for span in hand.moves.iter().take(MOST_MARKED) {
        finding = finding.label(*span, "moves them");
    }
    context.shown_by_none(Vec::new(), finding.about(kind, subject));
}

impl<'m> Context<'m> {
    /// The names of teams, as a sentence has them.
    fn teams(&self, teams: &[TeamId]) -> String {
        let names = teams.iter();
        let names: Vec<_> = names
            .map(|team| format!("`{}`", self.party(Party::Team(*team))))
            .collect();
        joined(&names, "and")
    }

    /// Who gets whose leads, as a sentence has it.
    fn handed(&self, says: Says, hand: &Hand) -> String {
        let owner = |id: StageId| {
            let team = self.model.stages.get(id);
            let team = team.and_then(|it| team_of(self.model, it));
            team.map_or("", |team| self.party(Party::Team(team)))
        };
        let teams = |stages: &mut dyn Iterator<Item = StageId>| {
            let teams: BTreeSet<_> = stages.map(|id| format!("`{}`", owner(id))).collect();
            joined(&teams.into_iter().collect::<Vec<_>>(), "and")
        };
        let from = teams(&mut hand.ways.iter().map(|(from, _)| *from));
        let to = teams(&mut hand.ways.iter().map(|(_, to)| *to));
        let only = match hand.ways.len() {
            1 => hand.ways.first().copied(),
            _ => None,
        };
        match (says, only) {
            (Says::Decision(_), Some((from, to))) => format!(
                "leads from `{}` of `{}` to `{}` of `{}`",
                self.stage(from),
                owner(from),
                self.stage(to),
                owner(to)
            ),
            (Says::Decision(_), None) => format!("leads of {from} into stages of {to}"),
            (Says::Stage(id), Some((from, _))) => format!(
                "leads of `{}` get from `{}` into `{}` of {to}",
                owner(from),
                self.stage(from),
                self.stage(id)
            ),
            (Says::Stage(id), None) => {
                format!("leads of {from} get into `{}` of {to}", self.stage(id))
            }
        }
    }
}

/// So many moves are marked.
const MOST_MARKED: usize = 3;

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(rest: &str, to_two: &str, two: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role a }}\nteam u {{ role b, c }}\n\
             lead {{ id: text key  n: integer\n\
             s: one of one | two | more | three required  got: datetime required }}\n{rest}\n\
             journey j tracks s since got {{\n\
             stage one start {{ accountable t  {to_two} }}\n\
             stage two {two} {{ accountable b  to more when n > 5 }}\n\
             stage more {{ accountable c  to three when n > 7 }}\nstage three end }}"
        );
        found_of("not-agreed", &text)
    }

    #[test]
    fn a_stage_that_leads_get_into_from_another_team() {
        let to = "to two when n > 5";
        assert_eq!(
            found("", to, ""),
            "not-agreed: leads of `t` get from `one` into `two` of `u`, and neither team has agreed \
             to it\n"
        );
        assert_eq!(
            found("", to, "agreed by u"),
            "not-agreed: leads of `t` get from `one` into `two` of `u`, and `t` has not agreed to \
             it\n"
        );
        assert_eq!(found("", to, "agreed by t, u"), "");
        // Within a team, and into an end, there is nothing to agree on.
        assert_eq!(found("", "to three when n > 5", ""), "");
        // No lead ever does.
        assert_eq!(found("", "to two when n > 5 and n < 4", ""), "");
    }

    #[test]
    fn a_decision_that_says_where_or_when() {
        let next = "decision next: stage { rule r: two when n > 3  otherwise one }";
        assert_eq!(
            found(next, "to next", ""),
            "not-agreed: `next` moves leads from `one` of `t` to `two` of `u`, and neither team \
             has agreed to it\n"
        );
        let agreed = next.replace("stage {", "stage agreed by u, t {");
        assert_eq!(found(&agreed, "to next", ""), "");
        assert_eq!(found(next, "to next", "agreed by t, u"), "");
        let hot = "decision hot: one of yes_it_is | no_it_is { rule r: yes_it_is when n > 3\n\
                   otherwise no_it_is }";
        let when = "to two when hot = yes_it_is";
        assert!(found(hot, when, "").starts_with("not-agreed: `hot` moves leads"));
        let agreed = hot.replace("no_it_is {", "no_it_is agreed by t, u {");
        assert_eq!(found(&agreed, when, ""), "");
        let define = "define ready = n > 3 agreed by t, u";
        assert_eq!(found(define, "to two when ready", ""), "");
    }
}
