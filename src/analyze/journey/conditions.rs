//! Conditions of stages, moves and tasks: whether they are the same of every lead in the stage, and
//! whether all of their parts matter there.

use crate::analyze::context::Context;
use crate::analyze::places::{Form, Place};
use crate::analyze::{blank_excluded, constant_condition, dead_condition};
use crate::diagnostic::Code;
use crate::model::{Condition, Stage, StageId, Task, TaskId};
use crate::proof::{Formula, Prover, View};

/// The conditions of a stage, of its moves and of its tasks.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    let codes = [
        Code::OutOfReach,
        Code::ConstantCondition,
        Code::DeadCondition,
        Code::BlankExcluded,
    ];
    if !codes.into_iter().any(|code| context.asks(code)) {
        return;
    }
    if let Some(requires) = &stage.requires {
        // Of all leads: it says which of them may get there.
        let well = prover.well_for(&[requires]);
        let place = Place {
            among: String::new(),
            ..place_of_stage(context, id, stage, requires, "`requires`")
        };
        judge(context, prover, well, &[place]);
    }
    let mut inside = context.inside(prover, stage);
    inside.push(context.has_required(prover, View::ITSELF, stage));
    if prover.find(&inside).is_never() {
        return;
    }
    let there = prover.all(&inside);
    for it in &stage.moves {
        let of = context.way(it);
        let conditions: Vec<&'m Condition> = it.when.iter().chain(&it.unless).collect();
        // Where else a move leads, or what another hangs on, does not matter to its conditions.
        let well = prover.well_for(&conditions);
        let places = conditions.into_iter();
        let places = places.map(|it| place_of_stage(context, id, stage, it, &of));
        let places: Vec<_> = places.collect();
        let leads = prover.all(&[there, well]);
        if !prover.find(&[leads]).is_never() {
            judge(context, prover, leads, &places);
        }
    }
    for task in &stage.tasks {
        if let Some(it) = context.model.tasks.get(*task) {
            of_task(context, prover, there, (*task, it));
        }
    }
    if context.asks(Code::BlankExcluded) {
        let ways = context.ways(prover, View::ITSELF, id, stage);
        let mut among = vec![there, ways.well];
        let plain = stage.moves.iter().zip(&ways.open);
        among.extend(
            plain
                .filter(|(it, _)| !it.otherwise)
                .map(|(_, open)| !*open),
        );
        for it in &stage.moves {
            let way = context.way(it);
            blank_excluded::of_move(context, prover, (id, stage), (it, &way), &among);
        }
    }
}

fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    there: Formula,
    (id, task): (TaskId, &'m Task),
) {
    let conditions: Vec<&'m Condition> = task.conditions().collect();
    let well = prover.well_for(&conditions);
    let leads = prover.all(&[there, well]);
    let name = &task.named.name;
    let stage = context.stage(task.stage);
    let places = conditions.into_iter().map(|condition| Place {
        condition,
        kind: "task",
        subject: context.model.task_name(id),
        words: format!("`{name}` of `{stage}`"),
        form: Form::Alone,
        among: format!(" in `{stage}`"),
    });
    let places: Vec<_> = places.collect();
    if !prover.find(&[leads]).is_never() {
        judge(context, prover, leads, &places);
    }
}

fn place_of_stage<'m>(
    context: &Context<'m>,
    id: StageId,
    stage: &'m Stage,
    condition: &'m Condition,
    of: &str,
) -> Place<'m> {
    let name = &stage.named.name;
    Place {
        condition,
        kind: "stage",
        subject: context.model.stage_name(id),
        words: format!("{of} of `{name}`"),
        form: Form::Alone,
        among: format!(" in `{name}`"),
    }
}

fn judge<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    leads: Formula,
    places: &[Place<'m>],
) {
    if places.is_empty() {
        return;
    }
    if context.asks_of_conditions() {
        constant_condition::of_duty(context, prover, leads, places);
    }
    if context.asks(Code::DeadCondition) {
        dead_condition::of_places(context, prover, leads, places);
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found;

    fn said(rest: &str, stage: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role a }}\n\
             lead {{ id: text key  n: integer 0..100 required  b: boolean  seen: date\n\
             source: one of web | fair  s: one of one | two required  got: datetime required }}\n\
             {rest}\njourney j tracks s since got {{ stage one start {{ accountable t\n{stage} }}\n\
             stage two end }}"
        );
        let codes = [
            "out-of-reach",
            "constant-condition",
            "dead-condition",
            "blank-excluded",
        ];
        let found = found(&text);
        let lines = found.lines().filter(|line| !line.starts_with(' '));
        let lines = lines.filter(|line| codes.iter().any(|code| line.starts_with(code)));
        lines.map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn a_guard_that_asks_what_the_stage_requires() {
        let guard = "requires n > 5  to two when n > 3";
        assert_eq!(
            said("", guard),
            "constant-condition: `n > 3` in `to two` of `one` is yes for every lead in `one`: `n` \
             is 6 at least\n"
        );
        assert_eq!(
            said("", "requires n > 5  to two when b and n > 3"),
            "constant-condition: `n > 3` in `to two` of `one` is yes for every lead in `one`: `n` \
             is 6 at least\n"
        );
        assert_eq!(said("", "requires n > 5  to two when n > 7"), "");
        assert_eq!(
            said("", "requires n > 5  to two when n < 3 or b"),
            "out-of-reach: `n < 3` can never be in `one`: `n` is 6 at least\n"
        );
    }

    #[test]
    fn parts_that_change_nothing() {
        assert_eq!(
            said("", "to two when n > 5 and b and n > 3"),
            "dead-condition: `n > 3` in `to two` of `one` changes nothing: wherever `n > 5` is \
             yes, it is too\n"
        );
        assert_eq!(
            said(
                "",
                "task call when n > 5 or n > 7 { responsible a }  to two when b"
            ),
            "dead-condition: `n > 7` in `call` of `one` changes nothing: wherever it is yes, \
             `n > 5` is too\n"
        );
    }

    #[test]
    fn what_a_stage_requires() {
        assert_eq!(
            said("", "requires n >= 0  to two when b"),
            "constant-condition: `n >= 0` in `requires` of `one` is yes for every lead: `n` is 0 \
             at least\n"
        );
    }

    #[test]
    fn blanks_that_keep_a_lead() {
        assert_eq!(
            said(
                "",
                "to two when source != fair  otherwise to two after 9 days"
            ),
            "blank-excluded: `to two` of `one` does not open for leads whose `source` is missing, \
             since a blank does not meet `source != fair`\n"
        );
        let other = "to two when source != fair or source is missing";
        assert_eq!(said("", other), "");
        // Another move takes them.
        assert_eq!(
            said(
                "",
                "to two when source != fair or b  to two when source is missing"
            ),
            ""
        );
    }
}
