//! What is wrong with a lead on its journey, in words.

use super::lead::{About, Problem};
use super::reporter::Reporter;
use crate::diagnostic::Code;
use crate::eval::journey::{Next, NoDue, State};
use crate::model::{Move, StageId, Target};
use crate::value::joined;

impl Reporter<'_> {
    /// Moves that contradict each other, what the stage requires and the lead lacks, and deadlines
    /// beyond what a calendar can tell. What a bad value stops is said of that.
    pub(super) fn journey_problems(self, state: &State) -> Vec<Problem> {
        let model = self.model();
        let mut problems = Vec::new();
        let crate::eval::journey::Given::Known(id) = state.stage else {
            return problems;
        };
        if let Next::Conflict(moves) = &state.next {
            problems.push(self.conflicting_moves(id, moves));
        }
        if state.lacks_required {
            let stage = model.stages.get(id);
            let requires = stage.and_then(|stage| stage.requires.as_ref());
            let requires = requires.map_or(String::new(), |it| self.words(it.span));
            let name = stage.map_or("", |stage| stage.named.name.as_str());
            problems.push(Problem {
                code: Code::Breach,
                about: About::Stage {
                    stage: model.stage_name(id),
                    moves: Vec::new(),
                },
                message: format!("`{name}` requires `{requires}`, and it is not so here"),
            });
        }
        for it in &state.tasks {
            let steps = it.steps.iter().map(|step| step.at);
            let mut dues = std::iter::once(it.due).chain(steps);
            let fault = dues.find_map(|due| match due.fault()? {
                NoDue::Fault(fault) => Some(fault.to_string()),
                _ => Some("whoever is responsible has no working hours".to_owned()),
            });
            problems.extend(fault.map(|fault| {
                let task = model.task_name(it.task);
                let message = format!("`{task}` has no deadline that can be told: {fault}");
                Problem {
                    code: Code::Overflow,
                    about: About::Task(task),
                    message,
                }
            }));
        }
        problems
    }

    fn conflicting_moves(self, id: StageId, moves: &[usize]) -> Problem {
        let model = self.model();
        let stage = model.stages.get(id);
        let moves = moves.iter().filter_map(|at| stage?.moves.get(*at));
        let moves: Vec<String> = moves.map(|it| self.move_name(it)).collect();
        let named: Vec<String> = moves.iter().map(|it| format!("`{it}`")).collect();
        let name = stage.map_or("", |stage| stage.named.name.as_str());
        Problem {
            code: Code::ConflictingMoves,
            message: format!(
                "moves of `{name}` lead to different stages: {}",
                joined(&named, "and")
            ),
            about: About::Stage {
                stage: model.stage_name(id),
                moves,
            },
        }
    }

    /// A move as the policy writes it: `to sql`.
    fn move_name(self, it: &Move) -> String {
        let model = self.model();
        let target = match it.target {
            Target::Stage(id) => model.stages.get(id).map(|stage| &stage.named),
            Target::Decision(id) => model.decisions.get(id).map(|it| &it.named),
        };
        let target = target.map_or("", |named| named.name.as_str());
        match it.otherwise {
            true => format!("otherwise to {target}"),
            false => format!("to {target}"),
        }
    }
}
