//! The lines below the findings of a policy: what is not shown, and what can be said of it all.

use super::{Checked, budget};
use crate::cli::fit::Leads;
use crate::diagnostic::Diagnostic;
use crate::render::findings::{BaselineUse, Counts};
use crate::render::{Paint, Style, printable};
use crate::value::{counted, grouped};

/// What is to be said beside the findings, a line each: notes that are not shown, what a baseline
/// left out, and how more could be decided.
pub(super) fn beside(checked: &Checked, hidden: usize) -> String {
    let mut text = String::new();
    if hidden > 0 {
        let notes = counted(hidden, "note", "notes");
        text.push_str(&format!("{notes}, shown with --all\n"));
    }
    if let Some(used) = &checked.baseline {
        text.push_str(&format!("{}\n", printable(&of_baseline(used))));
    }
    let open = Counts::of(&checked.compiled.findings).not_proved;
    if let Some((proof, _)) = checked.proof.filter(|_| open > 0) {
        text.push_str(&format!(
            "{} within {} steps; `--budget {}` goes further\n",
            counted(
                open,
                "question was not decided",
                "questions were not decided"
            ),
            grouped(proof.budget),
            budget::larger(proof.budget)
        ));
    }
    text
}

fn of_baseline(used: &BaselineUse) -> String {
    let mut words = format!(
        "{}: {} left out",
        used.file,
        counted(used.left_out, "finding", "findings")
    );
    if used.grown > 0 {
        let known = counted(
            used.grown,
            "known finding is about more leads by now",
            "known findings are about more leads by now",
        );
        words.push_str(&format!("; {known}"));
    }
    if used.unmatched > 0 {
        let entries = counted(
            used.unmatched,
            "entry matches nothing any more",
            "entries match nothing any more",
        );
        words.push_str(&format!("; {entries}, `--write-baseline` writes it anew"));
    }
    words
}

/// One line on what was found, and on what is so of all leads.
pub(super) fn summary(checked: &Checked, shown: &[Diagnostic], style: Style) -> String {
    let compiled = &checked.compiled;
    let title = match compiled.model.title.as_str() {
        "" => "the policy",
        title => title,
    };
    let title = printable(title);
    let counts = Counts::of(shown);
    let is_clean = shown.is_empty();
    let found = match counts.words() {
        Some(words) if counts.errors + counts.not_proved > 0 => style.paint(Paint::Error, &words),
        Some(words) => style.paint(Paint::Warning, &words),
        None if compiled.findings.is_empty() => style.paint(Paint::Good, "no findings"),
        // What is not shown is there all the same.
        None => style.paint(Paint::Good, "no errors, no warnings"),
    };
    let mut parts = vec![format!("{found}{}", left_out(checked))];
    let may_claim = counts.errors == 0;
    match &checked.proof {
        None => parts.push("mend this first, nothing was proved yet".to_owned()),
        Some((_, claim)) if may_claim => {
            let claim = claim.words(&compiled.model);
            let holds = is_clean && checked.left_out_nothing();
            let words = claim.or_else(|| holds.then(|| "the text holds together".to_owned()));
            parts.extend(words.map(|words| match is_clean {
                true => style.paint(Paint::Good, &words),
                false => words,
            }));
        }
        Some(_) => {}
    }
    match &checked.leads {
        Leads::NotAsked => {}
        Leads::NotRead(why) => parts.push((*why).to_owned()),
        Leads::Read(read) => {
            if is_clean {
                parts.push("the policy fits its data".to_owned());
            }
            parts.push(format!("read {}", counted(read.fit.leads, "lead", "leads")));
        }
    }
    format!("{title}: {}\n", parts.join("; "))
}

/// What of the findings is in no count: "(1 accepted, 3 in the baseline, 2 not asked for)".
fn left_out(checked: &Checked) -> String {
    let known = checked.baseline.as_ref().map_or(0, |used| used.left_out);
    let parts = [
        (checked.compiled.accepted, "accepted"),
        (known, "in the baseline"),
        (checked.skipped, "not asked for"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = parts
        .map(|(count, words)| format!("{} {words}", grouped(count)))
        .collect();
    match words.is_empty() {
        true => String::new(),
        false => format!(" ({})", words.join(", ")),
    }
}

impl Checked {
    /// Whether all that was found is shown, or accepted by the policy itself.
    fn left_out_nothing(&self) -> bool {
        let known = self.baseline.as_ref().map_or(0, |used| used.left_out);
        known + self.skipped == 0
    }
}
