//! What two policies say differently, to read in a terminal.

use super::words::{agreement, became, case, name, verdict};
use crate::analyze::{Became, Difference};
use crate::diagnostic::{Witness, WitnessCell};
use crate::diff::{Diff, Moved};
use crate::render::layout::{table, wrapped};
use crate::render::{Style, printable};
use crate::value::grouped;

/// The comparison as text.
#[must_use]
pub fn human(diff: &Diff, style: Style) -> String {
    let mut text = wrapped(&verdict(diff), style.width, 0, 2);
    for change in &diff.changes.changes {
        let line = format!("{} {}", name(change), became(change));
        text.push('\n');
        text.push_str(&wrapped(&printable(&line), style.width, 0, 2));
        if let Became::Changed(differences) = &change.became {
            for it in differences {
                text.push_str(&difference(it, style));
            }
        }
    }
    if let Some(sentence) = agreement(diff) {
        text.push('\n');
        text.push_str(&wrapped(&sentence, style.width, 0, 2));
    }
    if let Some(it) = &diff.moved {
        text.push('\n');
        text.push_str(&moved(it, style));
    }
    text
}

fn difference(it: &Difference, style: Style) -> String {
    let mut text = wrapped(&printable(&it.words), style.width, 2, 4);
    for (nth, leads) in it.cases.iter().enumerate() {
        let start = if nth == 0 {
            "for leads with"
        } else {
            "or with"
        };
        let words = match leads.parts.is_empty() {
            true => "for all leads".to_owned(),
            false => format!("{start} {}", case(leads)),
        };
        text.push_str(&wrapped(&printable(&words), style.width, 4, 8));
    }
    if it.more {
        text.push_str("        and more\n");
    }
    if let Some(witness) = &it.witness {
        let words = format!("for example: {}", lead(witness));
        text.push_str(&wrapped(&printable(&words), style.width, 4, 8));
    }
    text
}

/// A lead in a line: what matters, or all of it.
fn lead(witness: &Witness) -> String {
    let matter: Vec<&WitnessCell> = witness.lead.iter().filter(|it| it.matters).collect();
    let cells = match matter.is_empty() {
        true => witness.lead.iter().collect(),
        false => matter,
    };
    let cells = cells.into_iter().map(|cell| match &cell.written {
        Some(written) => format!("{} {written}", cell.field),
        None => format!("{} missing", cell.field),
    });
    cells.collect::<Vec<_>>().join(", ")
}

fn moved(it: &Moved, style: Style) -> String {
    let sentence = format!(
        "{} of {} leads come to another outcome.",
        grouped(it.moved),
        grouped(it.leads)
    );
    let mut text = wrapped(&sentence, style.width, 0, 2);
    for decision in it.decisions.iter().filter(|it| !it.rows.is_empty()) {
        text.push_str(&format!("{}\n", decision.decision));
        let rows = decision.rows.iter().map(|row| {
            let keys = row.keys.iter().map(|key| printable(key));
            vec![
                format!("{} → {}", printable(&row.from), printable(&row.to)),
                grouped(row.leads),
                keys.collect::<Vec<_>>().join(", "),
            ]
        });
        text.push_str(&table(&rows.collect::<Vec<_>>(), 2));
    }
    text
}
