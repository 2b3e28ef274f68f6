//! The log: a block for each save, each line with a word in front that stays the same, so that
//! programs can read it.

use super::words;
use crate::diagnostic::Diagnostic;
use crate::render::examples::problems;
use crate::render::findings::Counts;
use crate::render::printable::printable_line;
use crate::report::{Answers, DecisionSummary};
use crate::source::SourceMap;
use crate::value::{counted, grouped};
use crate::watch::{Examples, Look, Ran, Seen, Session, Since, Standing};

/// What a look saw, but for what the proof will find. With `quiet` only what is wrong and what
/// moved.
#[must_use]
pub fn seen(session: &Session, quiet: bool) -> String {
    let Some(look) = session.look() else {
        return String::new();
    };
    let mut log = Log {
        text: head(look),
        quiet,
    };
    log.findings_of_text(session, look);
    if let Some(kept) = session.last_good() {
        log.line(&format!("kept: results {}", words::of_look(kept)));
    } else if let Some(kept) = session.examples() {
        log.examples(&kept.what);
    }
    for trouble in session.leads_trouble() {
        words::trouble(trouble).iter().for_each(|it| log.line(it));
    }
    let leads = session.leads().filter(|kept| !session.is_old(kept));
    if let Some(kept) = leads {
        log.leads(&kept.what);
    }
    let since = session.since().filter(|kept| !session.is_old(kept));
    if let Some(kept) = since {
        log.moved(&kept.what);
    }
    if !session.is_waiting() {
        log.line(&end(look));
    }
    log.text
}

/// That the proof of a look was given up.
#[must_use]
pub fn given_up(number: u64) -> String {
    format!("proof: given up, saved again\ndone {number}\n")
}

/// What the proof of the newest look found.
#[must_use]
pub fn proved(session: &Session) -> String {
    let (Some(look), Some((compiled, findings, notes))) =
        (session.look(), session.proof_findings())
    else {
        return String::new();
    };
    let mut log = Log {
        text: String::new(),
        quiet: false,
    };
    if let Seen::Policy(_, Standing::Made(claim, faults)) = &look.seen {
        let counts = Counts::of(findings.iter().copied()).words();
        let mut line = format!("proof: {}", counts.as_deref().unwrap_or("no findings"));
        if notes > 0 {
            line.push_str(&format!(", {}", counted(notes, "note", "notes")));
        }
        if let Some(claim) = claim {
            line.push_str(&format!("; {claim}"));
        }
        log.line(&line);
        log.findings(&compiled.sources, &findings);
        for fault in faults {
            let fault = printable_line(fault);
            log.line(&format!(
                "internal error: {fault}; please report it with the policy"
            ));
        }
    }
    log.line(&end(look));
    log.text
}

fn head(look: &Look) -> String {
    let number = look.number;
    match look.at.as_str() {
        "" => format!("save {number}\n"),
        at => format!("save {number} {at}\n"),
    }
}

fn end(look: &Look) -> String {
    format!("done {}", look.number)
}

struct Log {
    text: String,
    quiet: bool,
}

impl Log {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line that is said only where everything is.
    fn aside(&mut self, line: &str) {
        if !self.quiet {
            self.line(line);
        }
    }

    fn findings_of_text(&mut self, session: &Session, look: &Look) {
        if let Seen::Nothing(trouble) = &look.seen {
            words::trouble(trouble).iter().for_each(|it| self.line(it));
        }
        let Some((compiled, findings, _)) = session.findings() else {
            return;
        };
        let title = printable_line(&compiled.model.title);
        self.aside(&match &compiled.model.version {
            Some(version) => format!("policy: {title}, version {}", printable_line(version)),
            None => format!("policy: {title}"),
        });
        match Counts::of(findings.iter().copied()).words() {
            Some(counts) => self.line(&format!("text: {counts}")),
            None => self.aside("text: no findings"),
        }
        self.findings(&compiled.sources, &findings);
    }

    fn findings(&mut self, sources: &SourceMap, findings: &[&Diagnostic]) {
        for finding in findings {
            let level = words::level(finding);
            let place = finding.span().map(|span| words::place(sources, span));
            let place = place.map_or(String::new(), |place| format!(" {place}"));
            let message = printable_line(&finding.message);
            self.line(&format!("{level}{place}: {message}"));
            let fix = finding.fix.as_ref().map(|fix| &fix.title);
            if let Some(help) = finding.help.as_ref().or(fix) {
                self.line(&format!("  help: {}", printable_line(help)));
            }
        }
    }

    fn examples(&mut self, examples: &Examples) {
        let words = format!("examples: {}", words::examples(examples));
        match examples.played.iter().all(|it| it.passed()) {
            true => self.aside(&words),
            false => self.line(&words),
        }
        let (model, sources) = (&examples.compiled.model, &examples.compiled.sources);
        for (example, played) in model.examples.iter().zip(&examples.played) {
            for problem in problems(model, sources, example, played) {
                let place = words::place(sources, problem.span);
                let title = printable_line(&example.title);
                let message = printable_line(&problem.message);
                let code = problem.code.as_str();
                self.line(&format!("{code} {place}: \"{title}\": {message}"));
            }
        }
    }

    fn leads(&mut self, ran: &Ran) {
        let (leads, origin) = (words::leads(ran), words::origin(ran, usize::MAX));
        self.aside(&format!("leads: {leads}; {origin}"));
        for decision in &ran.summary.decisions {
            self.aside(&decided(decision));
        }
        for note in &ran.notes {
            self.aside(&format!("note: {}", printable_line(note)));
        }
    }

    fn moved(&mut self, since: &Since) {
        self.line(&format!("moved: {}", words::moved(since)));
        for decision in &since.moved.decisions {
            for row in &decision.rows {
                let (from, to) = (printable_line(&row.from), printable_line(&row.to));
                let (name, leads) = (&decision.decision, grouped(row.leads));
                self.line(&format!("moved {name}: {from} → {to}: {leads}"));
            }
        }
        for lead in &since.moved.first {
            let turns: Vec<String> = lead.turns.iter().map(words::turn).collect();
            let key = printable_line(&lead.key);
            self.line(&format!("lead {key}: {}", turns.join("; ")));
        }
        if let Some(back) = since.back {
            self.line(words::back(back));
        }
        if let Some(words) = words::from_start(since) {
            self.line(&format!("since the start: {words}"));
        }
    }
}

/// What a decision decided, on a line.
fn decided(decision: &DecisionSummary) -> String {
    let Answers {
        outcomes,
        beyond,
        none,
        gap,
        conflict,
        not_decided,
    } = &decision.answers;
    let mut parts: Vec<String> = outcomes
        .iter()
        .map(|(outcome, count)| {
            format!(
                "{} {}",
                printable_line(&outcome.to_string()),
                grouped(*count)
            )
        })
        .collect();
    let rest = [
        ("other outcomes", beyond),
        ("none", none),
        ("gap", gap),
        ("conflict", conflict),
        ("not decided", not_decided),
    ];
    let rest = rest.iter().filter(|(_, count)| **count > 0);
    parts.extend(rest.map(|(name, count)| format!("{name} {}", grouped(*count))));
    format!("decided {}: {}", decision.name, parts.join(", "))
}
