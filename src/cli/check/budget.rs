//! `--budget`: how far the proof may go.

use crate::analyze;

/// How far the proof may go.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Budget {
    /// The most steps that the proof may take, for example 500_000, 500k or 20M
    #[arg(
        long,
        value_name = "STEPS",
        default_value_t = analyze::Options::DEFAULT_BUDGET,
        value_parser = steps
    )]
    pub(in crate::cli) budget: u64,
}

/// A number of steps: `500000`, `500_000`, `500k` or `20M`.
pub(in crate::cli) fn steps(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => text
            .strip_suffix('M')
            .map_or((text, 1), |digits| (digits, 1_000_000)),
    };
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '_');
    let number = digits.replace('_', "").parse::<u64>().ok();
    let steps = number
        .filter(|_| is_number)
        .and_then(|it| it.checked_mul(unit));
    steps.filter(|steps| *steps > 0).ok_or_else(|| {
        "write a number of steps above 0, for example `500_000`, `500k` or `20M`".to_owned()
    })
}

/// A larger budget than this one, as it is written: ten times as much.
pub(super) fn larger(budget: u64) -> String {
    let more = budget.saturating_mul(10);
    match (more % 1_000_000, more % 1_000) {
        (0, _) => format!("{}M", more / 1_000_000),
        (_, 0) => format!("{}k", more / 1_000),
        _ => more.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_may_be_written_short() {
        for (text, count) in [
            ("500000", 500_000),
            ("500_000", 500_000),
            ("500k", 500_000),
            ("20M", 20_000_000),
            ("1_000k", 1_000_000),
        ] {
            assert_eq!(steps(text), Ok(count), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in [
            "",
            "k",
            "_",
            "-1",
            "0",
            "0M",
            "1.5M",
            "1 000",
            "20m",
            "9999999999999999M",
        ] {
            assert!(steps(text).unwrap_err().contains("`20M`"), "{text}");
        }
    }

    #[test]
    fn a_larger_budget_is_ten_times_as_large() {
        assert_eq!(larger(2_000_000), "20M");
        assert_eq!(larger(1_500), "15k");
        assert_eq!(larger(7), "70");
        assert_eq!(steps(&larger(u64::MAX)), Ok(u64::MAX));
    }
}
