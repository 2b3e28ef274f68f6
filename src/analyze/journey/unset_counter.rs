//! `unset-counter`: a field that stages count, that may be missing, and that is compared where a
//! missing one means something else than 0.

use std::collections::BTreeSet;

use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::places;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Condition, ConditionKind, Done, FieldId, Model, Node, Operand, OperandKind, Part, Stage,
    StageId, Target, Task,
};
use crate::proof::{Formula, Prover, View, Writes, Written};
use crate::source::Span;
use crate::value::Value;

/// Each counter once, of the first stage that counts it.
pub(super) fn of_policy(context: &mut Context<'_>) {
    let mut seen = BTreeSet::new();
    for (id, stage) in context.model.stages.iter() {
        for field in &stage.counts {
            let Some(counter) = context.model.fields.get(*field) else {
                continue;
            };
            if seen.insert(*field) && !counter.required && !counter.key {
                of_counter(context, id, *field);
            }
        }
    }
}

/// The first stage with leads for which it makes a difference whether the counter is missing or 0.
fn of_counter(context: &mut Context<'_>, counts: StageId, field: FieldId) {
    for (id, stage) in context.model.stages.iter() {
        let compared = compared_in(context.model, stage, field);
        if compared.is_empty() {
            continue;
        }
        let mut prover = context.prover();
        let found = of_stage(context, &mut prover, counts, (id, stage), field, &compared);
        context.done(&prover);
        if found {
            return;
        }
    }
}

fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    counts: StageId,
    (id, stage): (StageId, &'m Stage),
    field: FieldId,
    compared: &[Span],
) -> bool {
    let zero = Writes::from([(field, Written::Is(Value::Number(0.into())))]);
    let at_zero = prover.moved(&zero);
    let missing = prover.field_missing(field);
    let differs = differs(context, prover, at_zero, (id, stage));
    let target = prover.all(&[missing, differs]);
    let conditions = context.conditions_of_ways(id, stage).into_iter();
    let of_tasks = stage.tasks.iter();
    let of_tasks = of_tasks.filter_map(|id| context.model.tasks.get(*id));
    let conditions = conditions.chain(of_tasks.flat_map(|task| task.conditions()));
    let counter = context.model.fields.get(field);
    let counter = counter.map_or("", |field| field.named.name.as_str());
    let of = compared.first().copied().unwrap_or(stage.named.span);
    let question = Question {
        code: Code::UnsetCounter,
        kind: "stage",
        name: context.model.stage_name(counts),
        span: of,
        whether: format!(
            "it matters in `{}` that `{counter}` is missing",
            stage.named.name
        ),
        target,
        there: context.there(prover, id, stage),
        conditions: conditions.collect(),
        values: Vec::new(),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return false;
    };
    let name = &stage.named.name;
    let shows = format!("with `{counter}` 0 it would go on otherwise");
    let (shown, _) = context.shown_of(&leads, &shows);
    let text = context.text(of);
    let counted = context.stage(counts);
    let message = format!(
        "`{counter}` may be missing, and then `{text}` is unknown, which is not the same as with 0"
    );
    let mut finding = Diagnostic::new(question.code, of, message).here(format!(
        "unknown for leads in `{name}` that were never counted"
    ));
    for other in compared.iter().skip(1) {
        finding = finding.label(*other, "and this");
    }
    if let Some(counter) = context.model.fields.get(field) {
        finding = finding.label(
            counter.named.span,
            format!("counted in `{counted}`; may be missing until then"),
        );
    }
    let finding = finding
        .help(format!(
            "make it `required`, so that every lead has a number there, or write `({counter} else \
             0)` where it is compared"
        ))
        .demonstrated(shown);
    let touches = Touches::Journey(JourneyTouches::UnsetCounter(field, id));
    context.found_as(prover, &question, &leads, finding, touches);
    true
}

/// The lead goes elsewhere in a view of it, or has other tasks, or others do them or by another time.
fn differs<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    view: View,
    (id, stage): (StageId, &'m Stage),
) -> Formula {
    let ways = context.ways(prover, View::ITSELF, id, stage);
    let moved = context.ways(prover, view, id, stage);
    let mut parts = Vec::new();
    for to in ways
        .targets()
        .chain(moved.targets())
        .collect::<BTreeSet<_>>()
    {
        let (goes, instead) = (ways.goes(prover, to), moved.goes(prover, to));
        parts.push(prover.either(goes, instead));
    }
    for task in stage
        .tasks
        .iter()
        .filter_map(|id| context.model.tasks.get(*id))
    {
        let exists = context.exists(prover, task);
        let mut same = Vec::new();
        if let Some(when) = &task.when {
            let instead = prover.so_in(view, when).yes;
            parts.push(prover.either(exists, instead));
        }
        if let Some(Done::When(done)) = &task.done {
            let (done, instead) = (prover.so(done).yes, prover.so_in(view, done).yes);
            same.push(prover.either(done, instead));
        }
        for operand in task.operands() {
            if let OperandKind::Decision(id) = operand.kind {
                let node = Node::Decision(id);
                let well = [prover.well(node), prover.well_in(view, node)];
                let changes = prover.outcome_changes(view, id);
                same.push(prover.all(&[&[changes], well.as_slice()].concat()));
            }
        }
        let differs = prover.any(&same);
        parts.push(prover.all(&[exists, differs]));
    }
    let differs = prover.any(&parts);
    prover.all(&[differs, ways.well, moved.well])
}

/// Where what a stage reads compares a counter, so that it is unknown where the counter is missing.
/// Who asks beside it whether it is missing has thought of that.
fn compared_in(model: &Model, stage: &Stage, field: FieldId) -> Vec<Span> {
    let of_moves = stage.moves.iter();
    let of_moves = of_moves.flat_map(|it| it.when.iter().chain(&it.unless));
    let tasks = stage.tasks.iter().filter_map(|id| model.tasks.get(*id));
    let of_tasks = tasks.clone().flat_map(|task| task.conditions());
    let mut wholes: Vec<&Condition> = of_moves.chain(of_tasks).collect();
    let mut open: Vec<Node> = Vec::new();
    let mut see = |part: Part<'_>| {
        if let Part::Operand(operand) = part {
            open.extend(node_of(operand));
        }
    };
    wholes.iter().for_each(|it| it.walk(&mut see));
    tasks
        .flat_map(Task::operands)
        .for_each(|it| it.walk(&mut see));
    for it in &stage.moves {
        if let Target::Decision(id) = it.target {
            open.push(Node::Decision(id));
        }
    }
    let mut read = BTreeSet::new();
    while let Some(node) = open.pop() {
        if read.insert(node) {
            open.extend(model.reads.get(&node).into_iter().flatten().copied());
        }
    }
    let places = read.iter().flat_map(|node| places::of_node(model, *node));
    wholes.extend(places.map(|place| place.condition));
    let mut found = Vec::new();
    for whole in wholes {
        if !asks_whether_missing(model, whole, field) {
            comparisons(model, whole, field, &mut found);
        }
    }
    found
}

fn comparisons(model: &Model, condition: &Condition, field: FieldId, found: &mut Vec<Span>) {
    let of = condition.operands();
    if of.into_iter().any(|it| is_missing_with(model, it, field)) {
        found.push(condition.span);
    }
    for part in condition.parts() {
        comparisons(model, part, field, found);
    }
}

/// Some part of a condition asks whether the counter is missing.
fn asks_whether_missing(model: &Model, condition: &Condition, field: FieldId) -> bool {
    let asks = match &condition.kind {
        ConditionKind::IsMissing(of) | ConditionKind::IsKnown(of) => {
            is_missing_with(model, of, field)
        }
        _ => false,
    };
    let mut parts = condition.parts().iter();
    asks || parts.any(|it| asks_whether_missing(model, it, field))
}

/// A value is missing where a field is.
fn is_missing_with(model: &Model, operand: &Operand, field: FieldId) -> bool {
    let is = |it: &Operand| is_missing_with(model, it, field);
    match &operand.kind {
        OperandKind::Field(id) => *id == field,
        OperandKind::Define(id) => model.defines.get(*id).is_some_and(|it| is(&it.value)),
        OperandKind::Sum(terms) => terms.iter().any(|(_, it)| is(it)),
        OperandKind::Scaled(_, of) => is(of),
        OperandKind::FirstKnown(parts) => parts.iter().all(is),
        _ => false,
    }
}

fn node_of(operand: &Operand) -> Option<Node> {
    match operand.kind {
        OperandKind::Define(id) => Some(Node::Define(id)),
        OperandKind::Score(id) => Some(Node::Score(id)),
        OperandKind::Decision(id) => Some(Node::Decision(id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(counter: &str, rest: &str, moves: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role a }}\n\
             lead {{ id: text key  n: integer  times: {counter}\n\
             s: one of one | two | three required  got: datetime required }}\n{rest}\n\
             journey j tracks s since got {{\n\
             stage one start {{ accountable t  {moves}  otherwise to three after 9 days }}\n\
             stage two {{ accountable t  counts times  to one when n > 5 }}\n stage three end }}"
        );
        found_of("unset-counter", &text)
    }

    #[test]
    fn a_counter_that_was_never_counted_keeps_leads_back() {
        let guard = "to two when times < 3";
        assert_eq!(
            found("integer >= 0", "", guard),
            "unset-counter: `times` may be missing, and then `times < 3` is unknown, which is not \
             the same as with 0\n\
             \u{20} case times missing\n\
             \u{20} lead times missing\n"
        );
        assert_eq!(found("integer >= 0 required", "", guard), "");
        assert_eq!(
            found("integer >= 0", "", "to two when (times else 0) < 3"),
            ""
        );
    }

    #[test]
    fn where_missing_is_as_good_as_0_nothing_is_said() {
        assert_eq!(found("integer >= 0", "", "to two unless times >= 3"), "");
        assert_eq!(found("integer >= 0", "", "to two when times >= 3"), "");
        let asked = "to two when times < 3 or times is missing";
        assert_eq!(found("integer >= 0", "", asked), "");
        let asked = "to two when times is known and times < 3";
        assert_eq!(found("integer >= 0", "", asked), "");
    }

    #[test]
    fn by_way_of_what_is_read() {
        let tired = "define tired = times + 1 > 3";
        let text = found("integer >= 0", tired, "to two when not tired");
        assert!(
            text.contains("and then `times + 1 > 3` is unknown"),
            "{text}"
        );
        assert_eq!(found("integer >= 0", tired, "to two unless tired"), "");
        let rounds = "define rounds = times else 0";
        assert_eq!(found("integer >= 0", rounds, "to two when rounds < 3"), "");
        let next = "decision next: stage { rule again: two when times <= 2  otherwise one }";
        let text = found("integer >= 0", next, "to next");
        assert!(text.contains("and then `times <= 2` is unknown"), "{text}");
        // Nothing of the journey reads it.
        let beside = "decision d: one of x | y { rule r: x when times < 2  otherwise y }";
        assert_eq!(found("integer >= 0", beside, "to two when n > 5"), "");
    }

    #[test]
    fn who_does_a_task_may_hang_on_it() {
        let who = "decision who: role or none { rule r: a when times < 2 }";
        let task = "task t1 when who is known { responsible who }  to two when n > 5";
        let text = found("integer >= 0", who, task);
        assert!(text.contains("and then `times < 2` is unknown"), "{text}");
    }
}
