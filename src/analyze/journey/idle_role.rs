//! `idle-role`: a role that nothing of the journeys gives a lead or a word to, and that no decision
//! yields.

use std::collections::BTreeSet;

use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Id, Model, Operand, OperandKind, Party, RoleId, TeamId};
use crate::value::Value;

/// All roles, where there are journeys. Elsewhere what nothing names is `unused`.
pub(super) fn of_policy(context: &mut Context<'_>) {
    if context.model.journeys.is_empty() {
        return;
    }
    let busy = busy(context.model);
    for (id, role) in context.model.roles.iter() {
        if busy.contains(&id) {
            continue;
        }
        let name = &role.named.name;
        let message = format!(
            "`{name}` has nothing to do: no stage or task names the role, and no decision yields it"
        );
        let finding = Diagnostic::new(Code::IdleRole, role.named.span, message)
            .help(format!(
                "leave it out, or say what it is for: let a decision yield `{name}`, or a stage or \
                 a task name it"
            ))
            .about("role", name.clone());
        context.shown_by_none(Vec::new(), finding);
    }
}

/// The roles that answer for leads, have tasks, are asked or told, or are yielded by a decision, as
/// the text says it. A decision that yields a team yields its roles.
fn busy(model: &Model) -> BTreeSet<RoleId> {
    let mut busy = BTreeSet::new();
    let mut see = |party: Party| {
        if let Party::Role(role) = party {
            busy.insert(role);
        }
    };
    for stage in model.stages.values() {
        stage.accountable.iter().for_each(|it| see(it.party));
    }
    for task in model.tasks.values() {
        let parties = task.consulted.iter().chain(&task.informed);
        parties.for_each(|party| see(*party));
        task.steps
            .iter()
            .for_each(|step| see(Party::Role(step.role)));
    }
    let responsible = model.tasks.values().map(|task| &task.responsible);
    let decisions = model.decisions.values();
    let outcomes = decisions.flat_map(|decision| {
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        outcomes.chain(&decision.otherwise)
    });
    for operand in responsible.chain(outcomes) {
        match constant(operand) {
            Some(Party::Team(team)) => busy.extend(roles_of(model, team)),
            Some(Party::Role(role)) => {
                busy.insert(role);
            }
            None => {}
        }
    }
    busy
}

fn constant(operand: &Operand) -> Option<Party> {
    match &operand.kind {
        OperandKind::Constant(Value::Role(place)) => Some(Party::Role(Id::new(*place as usize))),
        OperandKind::Constant(Value::Team(place)) => Some(Party::Team(Id::new(*place as usize))),
        _ => None,
    }
}

fn roles_of(model: &Model, team: TeamId) -> impl Iterator<Item = RoleId> {
    let roles = model.roles.iter();
    roles.filter_map(move |(id, role)| (role.team == team).then_some(id))
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(roles: &str, rest: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role {roles} }}\n\
             lead {{ id: text key  n: integer  mail: text\n\
             s: one of one | two required  got: datetime required }}\n{rest}\n\
             journey j tracks s since got {{ stage one start {{ accountable t\n\
             task call {{ responsible a  within 1 day  escalate b at 2 days }}\n\
             to two when n > 5 }} stage two end }}"
        );
        found_of("idle-role", &text)
    }

    #[test]
    fn a_role_that_nothing_names_is_idle() {
        assert_eq!(found("a, b", ""), "");
        let idle = "idle-role: `c` has nothing to do: no stage or task names the role, and no \
                    decision yields it\n";
        assert_eq!(found("a, b, c", ""), idle);
        assert_eq!(found("a, b  role c named in mail", ""), idle);
        // A word for it is no duty.
        assert_eq!(found("a, b, c", "vocabulary t { c = \"the third\" }"), idle);
        let who = "decision who: role { rule r: c when n > 3  otherwise a }";
        assert_eq!(found("a, b, c", who), "");
        let team = "decision whose: team { otherwise t }";
        assert_eq!(found("a, b, c", team), "");
    }
}
