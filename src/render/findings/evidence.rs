//! What the leads of a file show of a finding: its values, and where the first of the leads stand.

use crate::diagnostic::{Evidence, ValueCount};
use crate::render::layout::{counted, grouped, shortened, width, wrapped};
use crate::render::{Paint, Style};

/// Most values that are listed; the rest is counted.
const MOST_VALUES: usize = 8;
/// How much of a value, or of a key, is shown.
const MOST_SHOWN: usize = 50;

/// The lines below a finding; none where it touches no lead that could be shown.
pub(super) fn evidence(evidence: &Evidence, style: Style) -> String {
    let mut text = String::new();
    let shown = evidence.values.iter().take(MOST_VALUES);
    let counts: Vec<String> = shown.clone().map(|value| grouped(value.leads)).collect();
    let column = counts.iter().map(|count| width(count)).max().unwrap_or(0);
    for (value, count) in shown.zip(&counts) {
        text.push_str(&format!(
            "  {count:>column$}  {}\n",
            described(value, style)
        ));
    }
    let more = evidence.values.len().saturating_sub(MOST_VALUES);
    if more > 0 || evidence.beyond > 0 {
        let rest = evidence
            .values
            .iter()
            .skip(MOST_VALUES)
            .map(|value| value.leads);
        let leads = counted(rest.sum::<u64>() + evidence.beyond, "lead", "leads");
        let more = match evidence.beyond {
            0 => grouped(more),
            _ => format!("more than {}", grouped(more)),
        };
        let indent = " ".repeat(column);
        text.push_str(&format!("  {indent}  and {more} more, in {leads}\n"));
    }
    text + &first(evidence, style)
}

fn described(value: &ValueCount, style: Style) -> String {
    let text = format!("\"{}\"", shortened(&value.value, MOST_SHOWN));
    match &value.nearest {
        Some(near) => {
            let near = format!("nearest is `{}`", shortened(near, MOST_SHOWN));
            format!("{text}  {}", style.paint(Paint::Faint, &near))
        }
        None => text,
    }
}

/// Where the first leads stand: "first: leads.csv row 17 (ana@a.example), row 20".
fn first(evidence: &Evidence, style: Style) -> String {
    let mut file = None;
    let mut places = Vec::new();
    for place in &evidence.first {
        let row = grouped(place.row);
        // A file is named where it changes.
        let row = match file == Some(&place.file) {
            true => format!("row {row}"),
            false => format!("{} row {row}", shortened(&place.file, MOST_SHOWN)),
        };
        file = Some(&place.file);
        places.push(match &place.key {
            Some(key) => format!("{row} ({})", shortened(key, MOST_SHOWN)),
            None => row,
        });
    }
    if places.is_empty() {
        return String::new();
    }
    let more = match evidence.leads > evidence.first.len() as u64 {
        true => ", …",
        false => "",
    };
    wrapped(
        &format!("leads: {}{more}", places.join(", ")),
        style.width,
        2,
        9,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::LeadPlace;

    fn place(file: &str, row: u64, key: Option<&str>) -> LeadPlace {
        LeadPlace {
            file: file.into(),
            row,
            key: key.map(Into::into),
        }
    }

    #[test]
    fn values_are_counted_and_the_first_leads_are_named() {
        let values = (0..10).map(|number| ValueCount {
            value: format!("v{number}"),
            leads: 1200 - number * 100,
            nearest: (number == 1).then(|| "v".into()),
        });
        let shown = Evidence {
            leads: 8000,
            of: 9240,
            first: vec![
                place("a.csv", 2, Some("x@a")),
                place("a.csv", 1017, None),
                place("b.csv", 3, Some("y@b")),
            ],
            values: values.collect(),
            beyond: 0,
        };
        let expected = "  1,200  \"v0\"
  1,100  \"v1\"  nearest is `v`
  1,000  \"v2\"
    900  \"v3\"
    800  \"v4\"
    700  \"v5\"
    600  \"v6\"
    500  \"v7\"
         and 2 more, in 700 leads
  leads: a.csv row 2 (x@a), row 1,017, b.csv row 3 (y@b), …
";
        assert_eq!(evidence(&shown, Style::plain()), expected);
    }

    #[test]
    fn what_a_file_holds_cannot_reach_the_terminal() {
        let shown = Evidence {
            first: vec![place("\u{1b}[2J", 2, Some("\u{1b}[2J"))],
            values: vec![ValueCount {
                value: "\u{1b}[2J".into(),
                leads: 1,
                nearest: Some("\u{1b}".into()),
            }],
            ..Evidence::none_of(1)
        };
        assert!(!evidence(&shown, Style::plain()).contains('\u{1b}'));
    }
}
