//! The findings about who has a duty, and whether it can be done: one call for all of them.

use super::{
    conditions, double_meaning, duty_forbidden, idle_role, nobody_accountable, not_agreed,
    two_accountable, unset_counter,
};
use crate::analyze::context::Context;
use crate::diagnostic::Code;
use crate::model::{ChannelId, Party, Stage, StageId};
use crate::proof::Prover;

/// What is asked of a stage and its tasks.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    if context.asks(Code::NobodyAccountable) {
        nobody_accountable::of_stage(context, id, stage);
    }
    if context.asks(Code::TwoAccountable) {
        two_accountable::of_stage(context, id, stage);
    }
    conditions::of_stage(context, prover, id, stage);
    for task_id in &stage.tasks {
        let Some(task) = context.model.tasks.get(*task_id) else {
            continue;
        };
        if context.asks(Code::NobodyAccountable) {
            nobody_accountable::of_task(context, prover, (id, stage), (*task_id, task));
        }
        if context.asks(Code::DutyForbidden) {
            duty_forbidden::of_task(context, prover, (id, stage), (*task_id, task));
        }
    }
}

/// What is asked of the policy as a whole.
pub(super) fn of_policy(context: &mut Context<'_>) {
    if context.asks(Code::UnsetCounter) {
        unset_counter::of_policy(context);
    }
    if context.asks(Code::DoubleMeaning) {
        double_meaning::of_policy(context);
    }
    if context.asks(Code::IdleRole) {
        idle_role::of_policy(context);
    }
    if context.asks(Code::NotAgreed) {
        not_agreed::of_policy(context);
    }
}

impl<'m> Context<'m> {
    /// A team's or role's name.
    pub(super) fn party(&self, party: Party) -> &'m str {
        let named = match party {
            Party::Team(id) => self.model.teams.get(id).map(|it| &it.named),
            Party::Role(id) => self.model.roles.get(id).map(|it| &it.named),
        };
        named.map_or("", |named| named.name.as_str())
    }

    /// A channel's name.
    pub(super) fn channel(&self, id: ChannelId) -> &'m str {
        let channel = self.model.channels.get(id);
        channel.map_or("", |channel| channel.name.as_str())
    }
}
