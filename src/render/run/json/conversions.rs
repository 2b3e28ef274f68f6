//! How many of the leads converted, and what is decided under several values of a definition, as
//! JSON.

use serde::Serialize;

use super::super::exact::{Exact, Scalar};
use super::PLACES;
use crate::report::{
    Answers, Band, Conversions, OutcomeReport, ScoreConversions, SweepReport, Top,
};

#[derive(Serialize)]
pub(super) struct Outcome<'a> {
    goal: &'a str,
    field: &'a str,
    #[serde(flatten)]
    all: Counted,
    missing: u64,
    bad_value: u64,
    decisions: Vec<Decision<'a>>,
    scores: Vec<Score<'a>>,
}

/// Leads, and what became of them.
#[derive(Serialize)]
struct Counted {
    leads: u64,
    known: u64,
    converted: u64,
    share: Option<Exact>,
    lift: Option<Exact>,
}

#[derive(Serialize)]
struct Decision<'a> {
    decision: &'a str,
    outcomes: Vec<Answer<'a>>,
    other_outcomes: Counted,
    none: Counted,
    gap: Counted,
    conflict: Counted,
    not_decided: Counted,
}

#[derive(Serialize)]
struct Answer<'a> {
    outcome: Scalar<'a>,
    #[serde(flatten)]
    counted: Counted,
    from_here_on: Option<Counted>,
}

#[derive(Serialize)]
struct Score<'a> {
    score: &'a str,
    without: u64,
    rounded_to: Option<Exact>,
    bands: Vec<BandJson>,
    tops: Vec<TopJson>,
}

#[derive(Serialize)]
struct BandJson {
    from: Exact,
    to: Exact,
    to_included: bool,
    #[serde(flatten)]
    counted: Counted,
}

#[derive(Serialize)]
struct TopJson {
    percent: u8,
    from: Exact,
    #[serde(flatten)]
    counted: Counted,
}

#[derive(Serialize)]
pub(super) struct Sweep<'a> {
    name: &'a str,
    policy: Option<Scalar<'a>>,
    goal: Option<&'a str>,
    values: Vec<SweptValue<'a>>,
}

#[derive(Serialize)]
struct SweptValue<'a> {
    value: Scalar<'a>,
    given: &'a str,
    is_policy: bool,
    decisions: Vec<Decision<'a>>,
}

pub(super) fn outcome(report: &OutcomeReport) -> Outcome<'_> {
    let all = &report.all;
    let decisions = report.decisions.iter();
    Outcome {
        goal: &report.goal,
        field: &report.field,
        all: counted(all, all),
        missing: report.missing,
        bad_value: report.bad,
        decisions: decisions
            .map(|it| decision(&it.decision, &it.answers, it.in_order, all))
            .collect(),
        scores: report.scores.iter().map(|it| score(it, all)).collect(),
    }
}

pub(super) fn sweep(report: &SweepReport) -> Sweep<'_> {
    let values = report.values.iter().enumerate();
    let values = values.map(|(place, value)| SweptValue {
        value: Scalar(&value.value),
        given: &value.label,
        is_policy: value.is_policy,
        decisions: report
            .decisions
            .iter()
            .filter_map(|swept| {
                let row = swept.rows.get(place)?;
                Some(decision(&swept.decision, row, swept.in_order, &report.all))
            })
            .collect(),
    });
    Sweep {
        name: &report.name,
        policy: report.policy.as_ref().map(Scalar),
        goal: report.goal.as_deref(),
        values: values.collect(),
    }
}

fn counted(leads: &Conversions, all: &Conversions) -> Counted {
    Counted {
        leads: leads.leads,
        known: leads.known,
        converted: leads.converted,
        share: leads.share(PLACES).map(Exact),
        lift: leads.lift(all, PLACES).map(Exact),
    }
}

fn decision<'a>(
    name: &'a str,
    answers: &'a Answers<Conversions>,
    in_order: bool,
    all: &Conversions,
) -> Decision<'a> {
    let sums = answers.from_here_on();
    let outcomes = answers.outcomes.iter().zip(&sums);
    Decision {
        decision: name,
        outcomes: outcomes
            .map(|((outcome, leads), sum)| Answer {
                outcome: Scalar(outcome),
                counted: counted(leads, all),
                from_here_on: in_order.then(|| counted(sum, all)),
            })
            .collect(),
        other_outcomes: counted(&answers.beyond, all),
        none: counted(&answers.none, all),
        gap: counted(&answers.gap, all),
        conflict: counted(&answers.conflict, all),
        not_decided: counted(&answers.not_decided, all),
    }
}

fn score<'a>(score: &'a ScoreConversions, all: &Conversions) -> Score<'a> {
    let band = |band: &Band| BandJson {
        from: Exact(band.from),
        to: Exact(band.to),
        to_included: band.to_included,
        counted: counted(&band.leads, all),
    };
    let top = |top: &Top| TopJson {
        percent: top.percent,
        from: Exact(top.from),
        counted: counted(&top.leads, all),
    };
    Score {
        score: &score.score,
        without: score.without,
        rounded_to: score.rounded_to.map(Exact),
        bands: score.bands.iter().map(band).collect(),
        tops: score.tops.iter().map(top).collect(),
    }
}
