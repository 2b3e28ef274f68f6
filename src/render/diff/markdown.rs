//! What two policies say differently, as a comment on a pull request. It names no lead of a file
//! unless that was asked for: keys are often addresses of people.

use super::words::{agreement, became, case, name, verdict};
use crate::analyze::Became;
use crate::diff::{Diff, Moved};
use crate::render::without_line_ends;

/// The comparison as markdown; with the keys of leads that move only where they are asked for.
#[must_use]
pub fn markdown(diff: &Diff, keys: bool) -> String {
    let mut text = format!("## What this changes\n\n{}\n", verdict(diff));
    if let Some(sentence) = agreement(diff) {
        text.push_str(&format!("\n**{sentence}**\n"));
    }
    for change in &diff.changes.changes {
        text.push_str(&format!("\n### {} {}\n", name(change), became(change)));
        let Became::Changed(differences) = &change.became else {
            continue;
        };
        text.push('\n');
        for it in differences {
            text.push_str(&format!("- {}\n", plain(&it.words)));
            for leads in &it.cases {
                text.push_str(&format!("  - {}\n", plain(&case(leads))));
            }
            if it.more {
                text.push_str("  - and more\n");
            }
        }
    }
    if let Some(it) = &diff.moved {
        text.push_str(&moved(it, keys));
    }
    text
}

fn moved(it: &Moved, keys: bool) -> String {
    let mut text = format!(
        "\n### {} of {} leads come to another outcome\n",
        it.moved, it.leads
    );
    for decision in it.decisions.iter().filter(|it| !it.rows.is_empty()) {
        let head = if keys { " | first" } else { "" };
        let line = if keys { " | ---" } else { "" };
        text.push_str(&format!(
            "\n| `{}` was | is | leads{head} |\n| --- | --- | ---:{line} |\n",
            decision.decision
        ));
        for row in &decision.rows {
            let first = match keys {
                true => format!(" | {}", plain(&row.keys.join(", "))),
                false => String::new(),
            };
            text.push_str(&format!(
                "| {} | {} | {}{first} |\n",
                plain(&row.from),
                plain(&row.to),
                row.leads
            ));
        }
    }
    text
}

/// Words of a policy or a file, on one line and without what would end a cell of a table.
fn plain(words: &str) -> String {
    without_line_ends(words)
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
