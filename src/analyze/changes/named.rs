//! What has a name, in both policies or in one of them.

use std::collections::BTreeSet;

use super::{Became, Change, Sides};
use crate::analyze::context::Context;
use crate::model::{Model, TeamId};

/// A kind of thing that has names.
pub(super) struct Kind<T> {
    /// What it is called: "decision".
    pub(super) word: &'static str,
    /// All of a policy, by name, in the order of the text.
    pub(super) names: fn(&Model) -> Vec<(String, T)>,
    /// The teams that agreed on one.
    pub(super) agreed: fn(&Model, T) -> Vec<TeamId>,
}

/// Compares all of a kind: what has one name in both policies, and what only one of them has, which
/// may be the `same` under another name.
pub(super) fn compare<'m, T: Copy>(
    context: &mut Context<'m>,
    sides: &Sides<'_>,
    kind: &Kind<T>,
    became: impl Fn(&mut Context<'m>, T, T) -> Option<Became>,
    same: impl Fn(&mut Context<'m>, T, T) -> bool,
) -> Vec<Change> {
    let (old, new) = ((kind.names)(sides.old), (kind.names)(sides.new));
    let Paired {
        both,
        mut removed,
        added,
    } = paired(old, new);
    let change = |name: String, old: Option<T>, new: Option<T>, became| {
        let before = old.map(|it| (kind.agreed)(sides.old, it));
        let now = new.map(|it| (kind.agreed)(sides.new, it));
        let mut agreed_by = names_of(sides.old, &before.unwrap_or_default());
        agreed_by.extend(names_of(sides.new, &now.unwrap_or_default()));
        Change {
            kind: kind.word,
            name,
            became,
            agreed_by,
        }
    };
    let mut changes = Vec::new();
    for (name, old, new) in both {
        let found = became(context, old, new);
        changes.extend(found.map(|it| change(name, Some(old), Some(new), it)));
    }
    for (name, new) in added {
        let known = removed.iter().position(|(_, old)| same(context, *old, new));
        changes.push(match known.map(|at| removed.remove(at)) {
            Some((was, old)) => change(name, Some(old), Some(new), Became::Renamed(was)),
            None => change(name, None, Some(new), Became::Added),
        });
    }
    for (name, old) in removed {
        changes.push(change(name, Some(old), None, Became::Removed));
    }
    changes
}

fn names_of(model: &Model, teams: &[TeamId]) -> BTreeSet<String> {
    let teams = teams.iter().filter_map(|id| model.teams.get(*id));
    teams.map(|team| team.named.name.clone()).collect()
}

/// Whatever has a name in both, only in the older or only in the newer policy, in the order of the
/// newer and then of the older one.
pub(super) struct Paired<T> {
    pub(super) both: Vec<(String, T, T)>,
    pub(super) removed: Vec<(String, T)>,
    pub(super) added: Vec<(String, T)>,
}

pub(super) fn paired<T: Copy>(old: Vec<(String, T)>, new: Vec<(String, T)>) -> Paired<T> {
    let find = |all: &[(String, T)], name: &str| {
        let mut all = all.iter();
        all.find(|(known, _)| known == name).map(|(_, it)| *it)
    };
    let both = new.iter();
    let both = both.filter_map(|(name, it)| Some((name.clone(), find(&old, name)?, *it)));
    let removed = old.iter().filter(|(name, _)| find(&new, name).is_none());
    let added = new.iter().filter(|(name, _)| find(&old, name).is_none());
    Paired {
        both: both.collect(),
        removed: removed.cloned().collect(),
        added: added.cloned().collect(),
    }
}
