//! `nobody-accountable`: a stage that nobody answers for, and a task of some lead that nobody does.

use super::question::Question;
use crate::analyze::context::{Context, conditions_of};
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    FieldId, Id, Operand, OperandKind, RoleId, Stage, StageId, StageKind, Task, TaskId,
};
use crate::proof::{Formula, Prover};
use crate::value::Value;

/// A stage that is no end, without `accountable`.
pub(super) fn of_stage(context: &mut Context<'_>, id: StageId, stage: &Stage) {
    if stage.kind == StageKind::End || !stage.accountable.is_empty() {
        return;
    }
    let name = &stage.named.name;
    let message = format!("nobody answers for the leads in `{name}`");
    let finding = Diagnostic::new(Code::NobodyAccountable, stage.named.span, message)
        .help(format!(
            "write `accountable` and a team or a role into `{name}`, or `end` behind its name \
             where leads stay for good"
        ))
        .about("stage", context.model.stage_name(id));
    context.shown_by_none(Vec::new(), finding);
}

/// A task that is to be done by whoever a decision yields, which yields none, or by a role whose
/// person is not known.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    stage: (StageId, &'m Stage),
    (id, task): (TaskId, &'m Task),
) {
    let mut there = context.there_undone(prover, stage, task);
    there.push(well(prover, &task.responsible));
    let exists = context.exists(prover, task);
    let none = prover.missing(&task.responsible);
    let target = prover.all(&[exists, none]);
    if target != prover.never() {
        by_nobody(context, prover, (id, task), &there, target);
    }
    let named: Vec<(RoleId, FieldId)> = context
        .model
        .roles
        .iter()
        .filter_map(|(id, role)| Some((id, role.named_in?)))
        .collect();
    for (role, field) in named {
        let is = is_role(prover, &task.responsible, role);
        let unknown = prover.field_missing(field);
        let target = prover.all(&[exists, is, unknown]);
        if target != prover.never() {
            by_unknown(context, prover, (id, task), &there, target, (role, field));
        }
    }
}

fn well(prover: &mut Prover<'_>, responsible: &Operand) -> Formula {
    match responsible.kind {
        OperandKind::Decision(id) => prover.well(crate::model::Node::Decision(id)),
        _ => prover.always(),
    }
}

/// The task is for this role.
fn is_role(prover: &mut Prover<'_>, responsible: &Operand, role: RoleId) -> Formula {
    match &responsible.kind {
        OperandKind::Constant(Value::Role(place)) if Id::new(*place as usize) == role => {
            prover.always()
        }
        OperandKind::Decision(id) => match u32::try_from(role.index()) {
            Ok(place) => prover.outcome_is(*id, &Value::Role(place)),
            Err(_) => prover.never(),
        },
        _ => prover.never(),
    }
}

fn question<'m>(
    context: &Context<'m>,
    (id, task): (TaskId, &'m Task),
    there: &[Formula],
    target: Formula,
) -> Question<'m> {
    let name = &task.named.name;
    let mut conditions: Vec<_> = task.conditions().collect();
    let mut values = Vec::new();
    // To say of whom the decision yields what would say nothing: what it hangs on does.
    if let OperandKind::Decision(decision) = task.responsible.kind
        && let Some(decision) = context.model.decisions.get(decision)
    {
        conditions.extend(conditions_of(decision));
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        values.extend(outcomes.chain(&decision.otherwise));
    }
    Question {
        code: Code::NobodyAccountable,
        kind: "task",
        name: context.model.task_name(id),
        span: task.responsible.span,
        whether: format!("`{name}` is nobody's for some lead"),
        target,
        there: there.to_vec(),
        conditions,
        values,
    }
}

fn by_nobody<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, task): (TaskId, &'m Task),
    there: &[Formula],
    target: Formula,
) {
    let question = question(context, (id, task), there, target);
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let (name, who) = (&task.named.name, context.operand_name(&task.responsible));
    let shows = format!("nobody does `{name}`");
    let (shown, which) = context.shown_of(&leads, &shows);
    let stage = context.stage(task.stage);
    let message =
        format!("nobody does `{name}` of `{stage}` for {which}: there `{who}` yields none");
    let finding = Diagnostic::new(question.code, question.span, message)
        .here("yields none for them")
        .help(format!(
            "let `{who}` yield somebody for them too, or let `{name}` be for the others only: \
             `when {who} is known`"
        ))
        .demonstrated(shown);
    let touches = Touches::Journey(JourneyTouches::NobodyDoes(id, None));
    context.found_as(prover, &question, &leads, finding, touches);
}

fn by_unknown<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, task): (TaskId, &'m Task),
    there: &[Formula],
    target: Formula,
    (role, field): (RoleId, FieldId),
) {
    let mut question = question(context, (id, task), there, target);
    question.values.extend(context.unwritten.person(role));
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let model = context.model;
    let role_name = model.roles.get(role);
    let role_name = role_name.map_or("", |role| role.named.name.as_str());
    let person = model.fields.get(field);
    let person = person.map_or("", |field| field.named.name.as_str());
    let name = &task.named.name;
    let shows = format!("`{name}` is for `{role_name}`, and `{person}` names nobody");
    let (shown, which) = context.shown_of(&leads, &shows);
    let stage = context.stage(task.stage);
    let message = format!(
        "nobody does `{name}` of `{stage}` for {which}: it is for `{role_name}`, and `{person}`, \
         which names that person, is missing"
    );
    let finding = Diagnostic::new(question.code, question.span, message)
        .here("of these nobody is named")
        .help(format!(
            "say who does it where `{person}` is missing, let `{name}` be for the others only, or \
             let `{stage}` require it: `requires {person} is known`"
        ))
        .demonstrated(shown);
    let touches = Touches::Journey(JourneyTouches::NobodyDoes(id, Some(role)));
    context.found_as(prover, &question, &leads, finding, touches);
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(rest: &str, stage: &str) -> String {
        found_of(
            "nobody-accountable",
            &format!(
                "policy \"p\" {{ time zone \"UTC\" }}\n\
                 team t {{ role a  role own \"Owner\" named in owner }}\n\
                 lead {{ id: text key  n: integer  owner: text  called: datetime\n\
                 s: one of one | two required  got: datetime required }}\n{rest}\n\
                 journey j tracks s since got {{ stage one start {{ {stage} }} stage two end }}"
            ),
        )
    }

    #[test]
    fn a_stage_that_nobody_answers_for() {
        assert_eq!(
            found("", "to two when n > 5"),
            "nobody-accountable: nobody answers for the leads in `one`\n"
        );
        assert_eq!(found("", "accountable t  to two when n > 5"), "");
    }

    #[test]
    fn a_decision_that_yields_nobody() {
        let who = "decision who: role or none { rule r: a when n > 5 }";
        let task = "accountable t  task call { responsible who  done at called }  to two";
        let stays = task.replace("to two", "to two when n > 9");
        // All leave at once.
        assert_eq!(found(who, task), "");
        assert_eq!(
            found(who, &stays),
            "nobody-accountable: nobody does `call` of `one` for some leads: there `who` yields \
             none\n\
             \u{20} case n missing\n\
             \u{20} case n 5 or less\n\
             \u{20} lead n missing\n"
        );
        let for_others = stays.replace("call {", "call when who is known {");
        assert_eq!(found(who, &for_others), "");
        // What is in a gap is said of the decision.
        let gap = who.replace(" or none", "");
        assert_eq!(found(&gap, &stays), "");
    }

    #[test]
    fn a_person_who_is_not_named() {
        let task = "accountable t  task call when n > 3 { responsible own }  to two when n > 9";
        assert_eq!(
            found("", task),
            "nobody-accountable: nobody does `call` of `one` for leads whose `n` is 4 or more \
             and whose `owner` is missing: it is for `own`, and `owner`, which names that person, is \
             missing\n\
             \u{20} case n 4 or more; owner missing\n\
             \u{20} lead n 6; owner missing\n"
        );
        let required = task.replace("accountable", "requires owner is known  accountable");
        assert_eq!(found("", &required), "");
        let who = "decision who: role { rule r: own when owner is known  otherwise a }";
        assert_eq!(
            found(who, &task.replace("responsible own", "responsible who")),
            ""
        );
        let who = who.replace("owner is known", "n > 4");
        let decided = task.replace("responsible own", "responsible who");
        assert!(found(&who, &decided).contains("it is for `own`, and `owner`"));
    }

    #[test]
    fn what_is_done_is_nobodys_to_do() {
        let who = "decision who: role or none { rule r: a when called is missing }";
        let task =
            "accountable t  task call { responsible who  done at called }  to two when n > 9";
        // Done before the lead got there does not count.
        assert!(
            found(who, task).contains("case called"),
            "{}",
            found(who, task)
        );
        let who = who.replace("is missing", "is missing or called > got or called <= got");
        assert_eq!(found(&who, task), "");
    }
}
