//! Policies as texts, and what the proof says of them, for tests.

use super::{Options, analyze};
use crate::compile::{self, Compiled, Loader};
use crate::model::FileProblem;
use crate::source::SourceMap;
use crate::value::{Instant, IsoMoment};

struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str, _: &str) -> Result<(String, String), FileProblem> {
        Err(FileProblem::NotFound)
    }
}

/// A policy without errors.
pub(super) fn compiled(text: &str) -> Compiled {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.ground", text);
    let as_of: Instant = "2026-07-01T00:00:00Z".parse().unwrap();
    let options = compile::Options {
        set: Vec::new(),
        as_of: Some(IsoMoment::Exact(as_of)),
    };
    let compiled = compile::compile(sources, vec![file], &NoFiles, &options).unwrap();
    let errors = compiled.findings.iter();
    let errors: Vec<_> = errors
        .filter(|it| it.level == crate::diagnostic::Level::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compiled
}

/// What the proof finds, with what follows from other findings: for each finding a line `code:
/// message`, then a line for each case and one for the witness's cells that matter.
pub(super) fn found(text: &str) -> String {
    found_with(text, true)
}

/// The same with or without what follows.
pub(super) fn found_with(text: &str, consequences: bool) -> String {
    let compiled = compiled(text);
    let options = Options {
        consequences,
        ..Options::default()
    };
    let analysis = analyze(&compiled, compiled.as_of.unwrap(), &options);
    assert_eq!(analysis.faults, Vec::<String>::new(), "{text}");
    let mut lines = String::new();
    for finding in analysis.findings {
        let it = finding.diagnostic;
        lines.push_str(&format!("{}: {}\n", it.code, it.message));
        let Some(shown) = it.shown else { continue };
        if !shown.proved {
            lines.push_str("  not proved\n");
        }
        for case in shown.cases {
            let parts = case.parts.iter();
            let parts: Vec<_> = parts
                .map(|it| format!("{} {}", it.field, it.text))
                .collect();
            lines.push_str(&format!("  case {}\n", parts.join("; ")));
        }
        if let Some(witness) = shown.witness {
            let cells = witness.lead.iter().filter(|it| it.matters);
            let cells = cells.map(|it| {
                let written = it.written.as_deref().unwrap_or("missing");
                format!("{} {written}", it.field)
            });
            lines.push_str(&format!(
                "  lead {}\n",
                cells.collect::<Vec<_>>().join("; ")
            ));
        }
    }
    lines
}

/// The lines of [`found`] of one code.
pub(super) fn found_of(code: &str, text: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in found(text).lines() {
        if !line.starts_with("  ") {
            inside = line.starts_with(&format!("{code}: "));
        }
        if inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn scratch() {
    let Ok(files) = std::env::var("SCRATCH") else {
        return;
    };
    for file in files.split_whitespace() {
        let text = std::fs::read_to_string(file).unwrap();
        let result = std::panic::catch_unwind(|| {
            let start = std::time::Instant::now();
            let lines = found(&text);
            (lines, start.elapsed())
        });
        match result {
            Ok((lines, took)) => println!("=== {file} {took:?}\n{lines}"),
            Err(_) => println!("=== {file} FAILED"),
        }
    }
}
