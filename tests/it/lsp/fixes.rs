//! Changes that are offered for findings, made as an editor makes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use groundrules::diagnostic::{Code, Group, Level};
use serde_json::{Value, json};

use super::client::Editor;
use crate::program::Folder;
use crate::project::path;

/// The files of a case, by their names in its folder.
type Files = Vec<(String, Vec<u8>)>;

/// The cases without leads that have a fault, as files by their names in the folder of the case.
fn cases() -> Vec<(String, Files)> {
    let mut cases = Vec::new();
    for stage in ["text", "language", "proof"] {
        for code in entries(&path(&format!("tests/cases/{stage}"))) {
            for case in entries(&code) {
                let name = case.file_name().unwrap().to_str().unwrap().to_owned();
                let is_bad = name.starts_with("bad_") && !name.ends_with(".snap");
                if !is_bad || code.ends_with("bad-encoding") {
                    continue;
                }
                let files = match case.is_dir() {
                    true => below(&case, ""),
                    false => vec![(name, fs::read(&case).unwrap())],
                };
                cases.push((case.display().to_string(), files));
            }
        }
    }
    cases
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut entries: Vec<_> = entries.map(|it| it.unwrap().path()).collect();
    entries.sort();
    entries
}

fn below(folder: &Path, within: &str) -> Files {
    let files = entries(folder).into_iter().flat_map(|entry| {
        let name = format!("{within}{}", entry.file_name().unwrap().to_str().unwrap());
        match entry.is_dir() {
            true => below(&entry, &format!("{name}/")),
            false => vec![(name, fs::read(&entry).unwrap())],
        }
    });
    files.collect()
}

/// An editor with the texts of a case open, and all found in them.
fn opened(files: &[(String, Vec<u8>)]) -> Editor {
    let folder = Folder::new(&[]);
    for (name, bytes) in files {
        folder.write(name, bytes);
    }
    let mut editor = Editor::with(folder, json!({}));
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".ground")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        editor.open_as(name, text.trim_start_matches('\u{feff}'));
    }
    editor.settle();
    editor
}

/// All findings with the address of their text.
fn findings(editor: &Editor) -> Vec<(String, Value)> {
    let all = editor.told.iter();
    let all =
        all.flat_map(|(uri, (_, found))| found.iter().map(move |it| (uri.clone(), it.clone())));
    all.collect()
}

/// What is offered for a finding of a text.
fn offered(editor: &mut Editor, uri: &str, finding: &Value) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri },
        "range": finding["range"],
        "context": { "diagnostics": [] },
    });
    let actions = editor.ask("textDocument/codeAction", params);
    let actions = actions.as_array().unwrap().iter();
    let own = actions.filter(|it| it["diagnostics"][0] == *finding);
    own.cloned().collect()
}

/// A case, a finding of it by its number, and which of the offered changes.
struct Change<'a> {
    case: &'a str,
    files: &'a [(String, Vec<u8>)],
    finding: usize,
    action: usize,
}

/// What came of a change.
enum Outcome {
    /// There is no such finding, or no such change.
    NoFinding,
    NoAction,
    Mended,
    Fault(String),
}

impl Change<'_> {
    fn make(&self) -> Outcome {
        let mut editor = opened(self.files);
        let Some((uri, finding)) = findings(&editor).get(self.finding).cloned() else {
            return Outcome::NoFinding;
        };
        let offered = offered(&mut editor, &uri, &finding);
        let Some(action) = offered.get(self.action) else {
            return Outcome::NoAction;
        };
        let before = editor.all_codes();
        editor.apply(&action["edit"]);
        editor.settle();
        let after = editor.all_codes();
        editor.leave();
        let title = action["title"].as_str().unwrap();
        let code = finding["code"].as_str().unwrap();
        let count = |codes: &[String]| codes.iter().filter(|it| *it == code).count();
        let is_example = title.starts_with("Write the lead");
        if !is_example && count(&after) >= count(&before) {
            let fault = format!("{}: `{title}` leaves `{code}`: {after:?}", self.case);
            return Outcome::Fault(fault);
        }
        let new: BTreeSet<_> = after.iter().filter(|it| !before.contains(it)).collect();
        // An example of what is wrong fails until that is mended.
        let new = new
            .into_iter()
            .filter(|it| !(is_example && *it == "failed-example"));
        let new: Vec<_> = new.filter(|it| !follows(it, code, &before)).collect();
        match new.is_empty() {
            true => Outcome::Mended,
            false => Outcome::Fault(format!("{}: `{title}`, then {new:?}", self.case)),
        }
    }
}

/// Whether a new finding could not be seen before, or is what the change says: a text with errors is
/// not proved, without a dead rule what only that looked at is idle, and without a useless override two
/// rules agree.
fn follows(new: &str, mended: &str, before: &[String]) -> bool {
    let code = |it: &str| it.parse::<Code>().unwrap();
    let was_faulty = before.iter().any(|it| {
        let code = code(it);
        code.group() != Group::Proof && code.level() == Level::Error
    });
    let later = [Code::UnusedAcceptance, Code::FailedExample].contains(&code(new));
    let of_proof = code(new).group() == Group::Proof || later;
    let idle = [Code::UnreachableOutcome, Code::Unused].contains(&code(new));
    // What follows from a gap or a conflict is said once that is mended.
    let behind = [Code::Gap, Code::Conflict].contains(&code(mended));
    was_faulty && of_proof
        || behind && of_proof && code(new).level() == Level::Warning
        || code(mended) == Code::DeadRule && idle
        || code(new).level() == Level::Note && of_proof
}

#[test]
fn what_is_offered_mends_what_it_is_offered_for() {
    let cases = cases();
    let next = Mutex::new(cases.iter());
    let faults = Mutex::new(Vec::new());
    let made = Mutex::new(0);
    let take = || next.lock().unwrap().next();
    let work = || {
        while let Some((case, files)) = take() {
            let (mut finding, mut action) = (0, 0);
            loop {
                let change = Change {
                    case,
                    files,
                    finding,
                    action,
                };
                match change.make() {
                    Outcome::NoFinding => break,
                    Outcome::NoAction => (finding, action) = (finding + 1, 0),
                    Outcome::Mended => {
                        *made.lock().unwrap() += 1;
                        action += 1;
                    }
                    Outcome::Fault(fault) => {
                        faults.lock().unwrap().push(fault);
                        action += 1;
                    }
                }
            }
        }
    };
    thread::scope(|scope| {
        (0..16).for_each(|_| drop(scope.spawn(work)));
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let made = made.into_inner().unwrap();
    assert!(made > 300, "only {made} changes are offered");
}
