//! Conversion by score: in bands of a round width, and where the best leads begin.

use std::collections::BTreeMap;

use super::outcome::{Conversions, Reached};
use crate::value::Number;

/// So many different scores are counted one by one. Where there are more they are rounded down to
/// a coarser step, so that memory stays flat.
const MOST_SCORES: usize = 10_000;
/// Most bands.
const MOST_BANDS: usize = 10;
/// The best so many percent of the leads are looked at.
const TOPS: [u8; 3] = [5, 10, 20];

/// What became of the leads by their score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreConversions {
    /// The score, or the definition that adds up scores.
    pub score: String,
    /// Leads without a score.
    pub without: u64,
    /// The step to which scores were rounded down, as there were too many different ones.
    pub rounded_to: Option<Number>,
    /// All bands between the lowest and the highest score, the highest first.
    pub bands: Vec<Band>,
    /// Where the best leads begin.
    pub tops: Vec<Top>,
}

/// The leads whose score lies in a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The lower end, which belongs to it.
    pub from: Number,
    /// The upper end.
    pub to: Number,
    /// The upper end belongs to it too.
    pub to_included: bool,
    /// The range in short: of whole numbers `0..9`, of others `0..<2.5`.
    pub label: String,
    /// Its leads.
    pub leads: Conversions,
}

/// The leads with the highest scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// So many percent of the leads were looked for.
    pub percent: u8,
    /// The score at which they begin.
    pub from: Number,
    /// The leads at or above it: more than were looked for where several have that score.
    pub leads: Conversions,
}

/// Counts leads by their score.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram {
    scores: BTreeMap<Number, Conversions>,
    step: Option<Number>,
    without: u64,
}

impl Histogram {
    pub(super) fn add(&mut self, score: Option<Number>, reached: Reached) {
        match score.and_then(|score| self.rounded(score)) {
            Some(score) => self.scores.entry(score).or_default().add(Some(reached)),
            None => self.without += 1,
        }
        while self.scores.len() > MOST_SCORES {
            self.coarsen();
        }
    }

    /// The score as it is counted; none where it is too large a number to be rounded.
    fn rounded(&self, score: Number) -> Option<Number> {
        match self.step {
            Some(step) => round_down(score, step),
            None => Some(score),
        }
    }

    /// Makes the step ten times as large.
    fn coarsen(&mut self) {
        let first = Number::parse("0.000001");
        let step = match self.step {
            Some(step) => step.checked_mul(10.into()),
            None => first,
        };
        self.step = step;
        let scores = std::mem::take(&mut self.scores);
        for (score, counted) in scores {
            match step.and_then(|step| round_down(score, step)) {
                Some(score) => *self.scores.entry(score).or_default() += counted,
                None => self.without += counted.leads,
            }
        }
    }

    pub(super) fn finish(self, score: String) -> ScoreConversions {
        ScoreConversions {
            score,
            without: self.without,
            rounded_to: self.step,
            bands: self.bands(),
            tops: self.tops(),
        }
    }

    fn bands(&self) -> Vec<Band> {
        let mut bands = ranges(&self.scores.keys().copied().collect::<Vec<_>>());
        let mut place = 0;
        for (score, counted) in &self.scores {
            let is_above = |band: &Band| *score > band.to || *score == band.to && !band.to_included;
            while bands.get(place).is_some_and(is_above) {
                place += 1;
            }
            if let Some(band) = bands.get_mut(place) {
                band.leads += *counted;
            }
        }
        bands.reverse();
        bands
    }

    fn tops(&self) -> Vec<Top> {
        let all: u64 = self.scores.values().map(|counted| counted.leads).sum();
        let mut tops = Vec::new();
        let mut wanted = TOPS.iter().peekable();
        let mut above = Conversions::default();
        for (score, counted) in self.scores.iter().rev() {
            above += *counted;
            let reached = |percent: u8| {
                u128::from(above.leads) * 100 >= u128::from(all) * u128::from(percent)
            };
            while let Some(percent) = wanted.next_if(|percent| reached(**percent)) {
                tops.push(Top {
                    percent: *percent,
                    from: *score,
                    leads: above,
                });
            }
        }
        tops
    }
}

/// The largest multiple of `step` that is not above the score.
fn round_down(score: Number, step: Number) -> Option<Number> {
    score.floor_div(step)?.checked_mul(step)
}

/// The bands of these scores, which are in order, with no leads yet: where there are few scores each
/// for itself, else ranges of one round width from the lowest to the highest.
fn ranges(scores: &[Number]) -> Vec<Band> {
    let alone = |score: &Number| band(*score, *score, true, None);
    let (Some(&lowest), Some(&highest)) = (scores.first(), scores.last()) else {
        return Vec::new();
    };
    if scores.len() <= MOST_BANDS {
        return scores.iter().map(alone).collect();
    }
    let whole = scores.iter().all(|score| score.is_integer());
    let found = widths(whole).find_map(|width| divided(lowest, highest, width, whole));
    // Numbers too large to compute with make one band.
    found.unwrap_or_else(|| vec![band(lowest, highest, true, None)])
}

/// 1, 2 and 5 times the powers of ten.
fn widths(whole: bool) -> impl Iterator<Item = Number> {
    let first = if whole { "1" } else { "0.000001" };
    let powers = std::iter::successors(Number::parse(first), |power| power.checked_mul(10.into()));
    powers.flat_map(|power| {
        [1, 2, 5]
            .into_iter()
            .filter_map(move |times| power.checked_mul(Number::from(times)))
    })
}

/// The ranges of this width; none where there are too many of them, or the numbers too large. The
/// last one holds its upper end where that is the highest score, so that nobody has a band of their
/// own for being perfect.
fn divided(lowest: Number, highest: Number, width: Number, whole: bool) -> Option<Vec<Band>> {
    let start = round_down(lowest, width)?;
    let last = highest.checked_sub(start)?.floor_div(width)?.to_i64()?;
    let closed = last > 0 && start.checked_add(width.checked_mul(last.into())?)? == highest;
    let count = if closed { last } else { last.checked_add(1)? };
    if count > i64::try_from(MOST_BANDS).ok()? {
        return None;
    }
    let at = |place: i64| start.checked_add(width.checked_mul(place.into())?);
    (0..count)
        .map(|place| {
            let is_closed = closed && place + 1 == count;
            Some(band(at(place)?, at(place + 1)?, is_closed, Some(whole)))
        })
        .collect()
}

/// A band without leads. Whole numbers are named by the last one that belongs to it.
fn band(from: Number, to: Number, to_included: bool, whole: Option<bool>) -> Band {
    let last = match (to_included, whole) {
        (false, Some(true)) => to.checked_sub(1.into()),
        _ => None,
    };
    let label = match (last, to_included) {
        (Some(last), _) if last == from => from.to_string(),
        (Some(last), _) => format!("{from}..{last}"),
        (None, true) if from == to => from.to_string(),
        (None, true) => format!("{from}..{to}"),
        (None, false) => format!("{from}..<{to}"),
    };
    Band {
        from,
        to,
        to_included,
        label,
        leads: Conversions::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    /// The bands of twelve scores, the first and the last of which are these.
    fn labels(lowest: &str, highest: &str) -> String {
        let (lowest, highest) = (number(lowest), number(highest));
        let mut scores = vec![lowest; 11];
        scores.push(highest);
        let labels = ranges(&scores).into_iter().map(|band| band.label);
        labels.collect::<Vec<_>>().join(" ")
    }

    fn histogram(scores: impl IntoIterator<Item = (Number, Reached)>) -> Histogram {
        let mut histogram = Histogram::default();
        for (score, reached) in scores {
            histogram.add(Some(score), reached);
        }
        histogram
    }

    #[test]
    fn bands_have_a_round_width_and_at_most_ten_of_them() {
        for (lowest, highest, bands) in [
            (
                "0",
                "100",
                "0..9 10..19 20..29 30..39 40..49 50..59 60..69 70..79 80..89 90..100",
            ),
            (
                "3",
                "40",
                "0..4 5..9 10..14 15..19 20..24 25..29 30..34 35..40",
            ),
            ("-15", "95", "-20..-1 0..19 20..39 40..59 60..79 80..99"),
            ("0", "13", "0..1 2..3 4..5 6..7 8..9 10..11 12..13"),
            ("0.5", "2.5", "0.5..<1 1..<1.5 1.5..<2 2..2.5"),
        ] {
            assert_eq!(labels(lowest, highest), bands);
        }
    }

    #[test]
    fn a_few_scores_stand_for_themselves() {
        let scores = ["-1", "0.5", "20"].map(number);
        let bands = ranges(&scores);
        let labels: Vec<&str> = bands.iter().map(|band| band.label.as_str()).collect();
        assert_eq!(labels, ["-1", "0.5", "20"]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn numbers_too_large_to_divide_are_one_band() {
        let large = number("999999999999999999")
            .checked_mul(number("99999999999999999"))
            .unwrap();
        let mut scores = vec![large.checked_neg().unwrap(); 11];
        scores.push(number("0.000001"));
        scores.push(large);
        let bands = ranges(&scores);
        assert!(!bands.is_empty() && bands.len() <= 10, "{bands:?}");
        assert!(bands[0].from <= scores[0] && bands[bands.len() - 1].to >= large);
    }

    #[test]
    fn each_lead_is_in_one_band() {
        let scores = (0..=100).map(|n| {
            (
                Number::from(n),
                if n >= 90 { Reached::Yes } else { Reached::No },
            )
        });
        let report = histogram(scores).finish("fit".into());
        let counts: Vec<_> = report
            .bands
            .iter()
            .map(|band| (band.leads.leads, band.leads.converted))
            .collect();
        assert_eq!(counts[..3], [(11, 11), (10, 0), (10, 0)]);
        assert_eq!(counts.iter().map(|(leads, _)| leads).sum::<u64>(), 101);
    }

    #[test]
    fn the_best_begin_where_all_of_one_score_are_in() {
        // Of 100 leads 3 have 50, 9 have 40, and the rest 10.
        let scores = (0..100).map(|n| match n {
            0..3 => (Number::from(50), Reached::Yes),
            3..12 => (Number::from(40), Reached::No),
            _ => (Number::from(10), Reached::No),
        });
        let tops = histogram(scores).finish("fit".into()).tops;
        let found: Vec<_> = tops
            .iter()
            .map(|top| (top.percent, top.from.to_i64().unwrap(), top.leads.leads))
            .collect();
        assert_eq!(found, [(5, 40, 12), (10, 40, 12), (20, 10, 100)]);
        assert_eq!(Histogram::default().finish(String::new()).tops, []);
    }

    #[test]
    fn too_many_scores_are_rounded_down_and_none_is_lost() {
        let step = number("0.01");
        let scores = (0..30_000_i64).map(|n| (step.checked_mul(n.into()).unwrap(), Reached::Yes));
        let report = histogram(scores).finish("fit".into());
        assert_eq!(report.rounded_to, Some(number("0.1")));
        let leads: u64 = report.bands.iter().map(|band| band.leads.converted).sum();
        assert_eq!((leads, report.without), (30_000, 0));
        assert_eq!(report.tops[0].from, number("285"));
    }
}
