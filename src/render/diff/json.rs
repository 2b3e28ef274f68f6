//! What two policies say differently, for programs: schema/diff.schema.json.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analyze::{Became, Change, Difference};
use crate::diff::{Came, Diff};
use crate::model::Model;
use crate::render::findings::{PartReport, WitnessReport, case, witness};

/// The comparison as data.
#[derive(Serialize)]
pub struct DiffReport<'a> {
    schema: u32,
    old: &'a str,
    new: &'a str,
    same: bool,
    decided: bool,
    must_agree: Vec<&'a str>,
    changes: Vec<ChangeReport<'a>>,
    moved: Option<MovedReport<'a>>,
}

#[derive(Serialize)]
struct ChangeReport<'a> {
    kind: &'a str,
    name: &'a str,
    became: &'static str,
    was_called: Option<&'a str>,
    agreed_by: Vec<&'a str>,
    /// Who agreed and who agrees, where that alone is otherwise.
    was_agreed_by: Option<Vec<&'a str>>,
    is_agreed_by: Option<Vec<&'a str>>,
    differences: Vec<DifferenceReport<'a>>,
}

#[derive(Serialize)]
struct DifferenceReport<'a> {
    words: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    cases: Vec<Vec<PartReport<'a>>>,
    more_cases: bool,
    witness: Option<WitnessReport<'a>>,
}

#[derive(Serialize)]
struct MovedReport<'a> {
    leads: u64,
    moved: u64,
    decisions: Vec<TableReport<'a>>,
}

#[derive(Serialize)]
struct TableReport<'a> {
    decision: &'a str,
    rows: Vec<CameReport<'a>>,
}

#[derive(Serialize)]
struct CameReport<'a> {
    from: &'a str,
    to: &'a str,
    leads: u64,
    keys: &'a [String],
}

/// The comparison of two policies as data.
#[must_use]
pub fn json<'a>(diff: &'a Diff, old: &'a Model, new: &'a Model) -> DiffReport<'a> {
    let moved = diff.moved.as_ref().map(|it| MovedReport {
        leads: it.leads,
        moved: it.moved,
        decisions: it
            .decisions
            .iter()
            .map(|table| TableReport {
                decision: &table.decision,
                rows: table.rows.iter().map(came).collect(),
            })
            .collect(),
    });
    DiffReport {
        schema: 1,
        old: &old.title,
        new: &new.title,
        same: diff.is_same(),
        decided: !diff.is_open(),
        must_agree: diff.must_agree().into_iter().collect(),
        changes: diff.changes.changes.iter().map(change).collect(),
        moved,
    }
}

fn came(it: &Came) -> CameReport<'_> {
    CameReport {
        from: &it.from,
        to: &it.to,
        leads: it.leads,
        keys: &it.keys,
    }
}

fn change(it: &Change) -> ChangeReport<'_> {
    let (became, was_called, differences) = match &it.became {
        Became::Added => ("added", None, &[][..]),
        Became::Removed => ("removed", None, &[][..]),
        Became::Renamed(from) => ("renamed", Some(from.as_str()), &[][..]),
        Became::Changed(differences) => ("changed", None, differences.as_slice()),
        Became::Agreed(..) => ("agreed", None, &[][..]),
        Became::NotDecided => ("not-decided", None, &[][..]),
    };
    let agreed = match &it.became {
        Became::Agreed(was, is) => Some((teams(was), teams(is))),
        _ => None,
    };
    let (was_agreed_by, is_agreed_by) = agreed.unzip();
    ChangeReport {
        kind: it.kind,
        name: &it.name,
        became,
        was_called,
        agreed_by: teams(&it.agreed_by),
        was_agreed_by,
        is_agreed_by,
        differences: differences.iter().map(difference).collect(),
    }
}

fn teams(teams: &BTreeSet<String>) -> Vec<&str> {
    teams.iter().map(String::as_str).collect()
}

fn difference(it: &Difference) -> DifferenceReport<'_> {
    let outcomes = it.outcomes.as_ref();
    DifferenceReport {
        words: &it.words,
        from: outcomes.map(|(from, _)| from.trim_matches('`')),
        to: outcomes.map(|(_, to)| to.trim_matches('`')),
        cases: it.cases.iter().map(case).collect(),
        more_cases: it.more,
        witness: it.witness.as_ref().map(witness),
    }
}
