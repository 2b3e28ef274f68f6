//! What has a name, in both policies or in one of them.

use std::collections::BTreeSet;

use super::{Became, Change, Difference, Sides};
use crate::analyze::context::Context;
use crate::model::{Model, TeamId};
use crate::value::listed;

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
    let agreed = |old: T, new: T| agreed(sides, kind, old, new);
    for (name, old, new) in both {
        let found = match (became(context, old, new), agreed(old, new)) {
            (Some(Became::Changed(mut differences)), Some((was, is))) => {
                differences.push(Difference::plain(agreement(&was, &is)));
                Some(Became::Changed(differences))
            }
            (Some(found), _) => Some(found),
            (None, found) => found.map(|(was, is)| Became::Agreed(was, is)),
        };
        changes.extend(found.map(|it| change(name, Some(old), Some(new), it)));
    }
    for (name, new) in added {
        let known = removed.iter().position(|(_, old)| same(context, *old, new));
        match known.map(|at| removed.remove(at)) {
            Some((was, old)) => {
                let found = agreed(old, new).map(|(was, is)| Became::Agreed(was, is));
                let of_both = |it| change(name.clone(), Some(old), Some(new), it);
                changes.push(of_both(Became::Renamed(was)));
                changes.extend(found.map(of_both));
            }
            None => changes.push(change(name, None, Some(new), Became::Added)),
        }
    }
    for (name, old) in removed {
        changes.push(change(name, Some(old), None, Became::Removed));
    }
    changes
}

/// The teams that agreed on a thing and those that do, where they are others.
fn agreed<T: Copy>(
    sides: &Sides<'_>,
    kind: &Kind<T>,
    old: T,
    new: T,
) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let was = names_of(sides.old, &(kind.agreed)(sides.old, old));
    let is = names_of(sides.new, &(kind.agreed)(sides.new, new));
    (was != is).then_some((was, is))
}

/// "agreed by: `sales`, and was by nobody".
fn agreement(was: &BTreeSet<String>, is: &BTreeSet<String>) -> String {
    let list = |teams: &BTreeSet<String>| match teams.is_empty() {
        true => "nobody".to_owned(),
        false => listed(teams),
    };
    format!("agreed by {}, and was by {}", list(is), list(was))
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
