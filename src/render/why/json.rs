//! Why a policy says what it says of one lead, for programs: the public contract, described by
//! `schema/why.schema.json`.

use serde::Serialize;

use super::view::{View, Views};
use super::{Answer, Place};
use crate::render::findings::Tool;
use crate::render::run::ProblemJson;

#[derive(Serialize)]
struct WhyReport<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    version: Option<&'a str>,
    team: Option<&'a str>,
    as_of: Option<&'a str>,
    file: &'a str,
    row: u64,
    key: Option<&'a str>,
    same_key: SameKey<'a>,
    #[serde(flatten)]
    views: Views<'a>,
    problems: Vec<ProblemJson<'a>>,
}

/// Other leads of the same key.
#[derive(Serialize)]
struct SameKey<'a> {
    count: u64,
    first: Vec<OtherRow<'a>>,
}

#[derive(Serialize)]
struct OtherRow<'a> {
    file: &'a str,
    row: u64,
}

/// The answer as data.
///
/// # Errors
/// None that input can cause: only a fault of this program makes it fail.
pub fn json(answer: Answer<'_>) -> Result<String, serde_json::Error> {
    let model = &answer.compiled.model;
    let team = answer.team.and_then(|id| model.teams.get(id));
    let view = View::new(answer);
    let Place {
        file,
        others,
        more,
        as_of,
        ..
    } = answer.place;
    let named = u64::try_from(others.len()).unwrap_or(u64::MAX);
    let report = WhyReport {
        schema: 1,
        tool: Tool::this(),
        policy: &model.title,
        version: model.version.as_deref(),
        team: team.map(|team| team.named.name.as_str()),
        as_of: as_of.as_deref(),
        file,
        row: answer.info.row,
        key: answer.result.key.as_deref(),
        same_key: SameKey {
            count: named.saturating_add(*more),
            first: others
                .iter()
                .map(|(file, row)| OtherRow { file, row: *row })
                .collect(),
        },
        views: view.views(),
        problems: answer
            .result
            .problems
            .iter()
            .map(ProblemJson::new)
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}
