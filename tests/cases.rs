//! Policies whose path says what is found in them.
//!
//! `tests/cases/<stage>/<code>/bad_<name>.ground` raises that code and no other, unless its first
//! line says `# also: other-code`; `ok_<name>.ground` raises nothing. A case may be a folder: all
//! files in it are one policy, but for `leads.csv`, which are the leads that it is judged by. What
//! people read about a bad case stands in the snapshot beside it. Notes of the proof count where a
//! case is about them, or names them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, and says where it stopped"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use groundrules::compile::Compiled;
use groundrules::diagnostic::{Code, Diagnostics, Fix, Group, Level};
use groundrules::format;
use groundrules::render::{Style, findings};
use groundrules::source::SourceId;
use groundrules::syntax;
use support::{Texts, codes, concerns, list};

/// Where the cases are, as seen from the tests.
const CASES: &str = "cases";

/// The leads of a case.
const LEADS: &str = "leads.csv";

/// A file of this would be larger than everything else here together: `a_file_may_be_too_large`
/// makes one.
const MADE_BY_A_TEST: &[Code] = &[Code::TooLarge];

/// One case.
struct Case {
    /// The path of its file or folder, below the cases.
    path: PathBuf,
    /// The code whose folder it lies in.
    code: Code,
    /// It has the fault.
    bad: bool,
    files: Texts,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let folder = path.parent().and_then(Path::file_name);
        let folder = folder.expect("a folder of its code").to_string_lossy();
        let code = folder.parse();
        let code = code.unwrap_or_else(|()| panic!("no code is called `{folder}`"));
        let stem = stem(&path);
        let bad = stem.starts_with("bad_");
        assert!(
            bad || stem.starts_with("ok_"),
            "{}: is it `bad_` or `ok_`?",
            path.display()
        );
        let files = read_files(&root().join(&path));
        Case {
            path,
            code,
            bad,
            files,
        }
    }

    fn has_leads(&self) -> bool {
        self.files.0.contains_key(LEADS)
    }

    /// What the path and the first line say should be found.
    fn claimed(&self) -> Vec<Code> {
        let mut claimed = BTreeSet::new();
        if self.bad {
            claimed.insert(self.code);
        }
        for text in self.files.0.values() {
            let text = String::from_utf8_lossy(text);
            let also = text
                .lines()
                .next()
                .and_then(|it| it.strip_prefix("# also: "));
            for name in also.iter().flat_map(|names| names.split(", ")) {
                claimed.insert(name.parse().expect("a code behind `# also: `"));
            }
        }
        Code::ALL
            .iter()
            .filter(|code| claimed.contains(code))
            .copied()
            .collect()
    }

    /// What is found, and how people read it.
    fn found(&self) -> (Vec<Code>, String) {
        // What is no text is refused where files are read, before anything is compiled.
        if self.code == Code::BadEncoding {
            return check(&root().join(&self.path));
        }
        let mut compiled = self.judged(&self.files);
        let about = self.about();
        compiled.findings.retain(|it| concerns(&about, it));
        let mut found = codes(&compiled.findings);
        let mut text = findings::human(&compiled.sources, &compiled.findings, Style::plain());
        if compiled
            .findings
            .iter()
            .all(|finding| finding.level != Level::Error)
        {
            let (failed, why) = support::play(&compiled);
            found.extend(failed);
            text.push_str(&why);
        }
        (found, text)
    }

    /// The codes that this case is about.
    fn about(&self) -> Vec<Code> {
        [self.claimed(), vec![self.code]].concat()
    }

    /// These files, compiled, judged for all leads that there could be, and by the leads among them.
    fn judged(&self, files: &Texts) -> Compiled {
        let mut compiled = files.compile();
        let leads = files.0.get(LEADS).map(Vec::as_slice);
        if leads.is_some() {
            let found = list(&codes(&compiled.findings));
            assert!(
                found == "nothing",
                "{}: the text raises {found}",
                self.path.display()
            );
        }
        support::judge(&mut compiled, leads);
        compiled
    }

    /// What is wrong with this case, if anything.
    fn fault(&self) -> Option<String> {
        let (found, text) = self.found();
        let claimed = self.claimed();
        let path = self.path.display();
        if found != claimed {
            let (claimed, found) = (list(&claimed), list(&found));
            return Some(format!("{path}: claims {claimed}, raises {found}\n{text}"));
        }
        if !self.bad {
            return None;
        }
        let same = catch_unwind(AssertUnwindSafe(|| self.compare(&text)));
        same.is_err()
            .then(|| format!("{path}: reads otherwise than in its snapshot"))
    }

    fn compare(&self, text: &str) {
        let folder = self.path.parent().expect("a folder of its code");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new(CASES).join(folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(stem(&self.path), text));
    }
}

/// Checks a policy file: the codes of what is found, and how people read it.
fn check(policy: &Path) -> (Vec<Code>, String) {
    let json = run(policy, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).expect("a report in JSON");
    let findings = report["findings"].as_array().expect("a list of findings");
    let code = |finding: &serde_json::Value| finding["code"].as_str()?.parse().ok();
    let found = findings
        .iter()
        .map(|finding| code(finding).expect("a code"));
    (found.collect(), run(policy, &["--quiet"]))
}

/// The output of `check`, called in the folder of the policy.
fn run(policy: &Path, options: &[&str]) -> String {
    let folder = policy.parent().expect("a folder");
    let ran = Command::new(env!("CARGO_BIN_EXE_groundrules"))
        .current_dir(folder)
        .arg("check")
        .args(policy.file_name())
        .args(options)
        .output()
        .expect("the program runs");
    String::from_utf8(ran.stdout).expect("output in UTF-8")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(CASES)
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().expect("a name");
    stem.to_string_lossy().into_owned()
}

/// The entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// A file, or all files below a folder.
fn read_files(path: &Path) -> Texts {
    let mut files = Texts::default();
    let mut waiting = vec![path.to_owned()];
    while let Some(next) = waiting.pop() {
        if next.is_dir() {
            waiting.extend(entries(&next));
            continue;
        }
        let base = if path.is_dir() {
            path
        } else {
            path.parent().expect("a folder")
        };
        let name = next.strip_prefix(base).expect("a path below its folder");
        let name = name.to_string_lossy().replace('\\', "/");
        files.0.insert(name, fs::read(&next).expect("a file"));
    }
    files
}

/// The folder of each code, below the cases.
fn code_folders() -> Vec<PathBuf> {
    let stages = entries(&root());
    stages.iter().flat_map(|stage| entries(stage)).collect()
}

/// Everything that is called like this in the folders of the codes, below the cases.
fn below(ends: fn(&Path) -> bool) -> Vec<PathBuf> {
    let all = code_folders()
        .into_iter()
        .flat_map(|folder| entries(&folder));
    let wanted = all.filter(|path| ends(path));
    let relative = wanted.map(|path| path.strip_prefix(root()).expect("below").to_owned());
    relative.collect()
}

fn cases() -> Vec<Case> {
    let paths = below(|path| path.is_dir() || path.extension().is_some_and(|it| it == "ground"));
    paths.into_iter().map(Case::read).collect()
}

#[test]
fn each_case_is_what_its_path_says() {
    let cases = cases();
    let faults: Vec<_> = cases.iter().filter_map(Case::fault).collect();
    let count = cases.len();
    assert!(
        faults.is_empty(),
        "{} of {count} cases are not what their path says:\n\n{}",
        faults.len(),
        faults.join("\n")
    );
    println!("{count} cases are what their path says");
}

#[test]
fn each_code_of_a_check_has_cases_of_both_kinds() {
    let cases = cases();
    let of_leads = |code: &Code| code.group() == Group::Leads;
    for code in Code::ALL.iter().filter(|code| !of_leads(code)) {
        if MADE_BY_A_TEST.contains(code) {
            continue;
        }
        let has = |bad| {
            cases
                .iter()
                .any(|case| case.code == *code && case.bad == bad)
        };
        assert!(has(true), "no bad case of `{code}`");
        assert!(has(false), "no good case beside those of `{code}`");
    }
}

#[test]
fn each_snapshot_belongs_to_a_bad_case() {
    let cases = cases();
    let bad = cases.iter().filter(|case| case.bad);
    let known: BTreeSet<_> = bad.map(|case| case.path.with_extension("snap")).collect();
    for snapshot in below(|path| path.extension().is_some_and(|it| it == "snap")) {
        assert!(
            known.contains(&snapshot),
            "{}: no such case",
            snapshot.display()
        );
    }
}

/// Changes that findings offer help: with all of them made, there is less to find.
#[test]
fn offered_changes_mend_what_they_are_offered_for() {
    let mut faults = Vec::new();
    let mut tried = 0;
    for case in cases()
        .iter()
        .filter(|case| case.bad && case.code != Code::BadEncoding && !case.has_leads())
    {
        // Where the text has no errors any more, the proof begins to find what is wrong; and what
        // only a dead rule looked at or gave is idle without it, which is then to be said.
        let judged = |files: &Texts| match case.code.group() {
            Group::Proof => {
                let mut judged = case.judged(files);
                judged.findings.retain(|it| case.about().contains(&it.code));
                judged
            }
            _ => files.compile(),
        };
        let before = judged(&case.files);
        let fixes = fixes(&before);
        if fixes.is_empty() {
            continue;
        }
        tried += 1;
        let after = judged(&case.files.changed(&before.sources, &fixes));
        let mends = after.findings.len() + fixes.len() <= before.findings.len();
        let name = stem(&case.path);
        let titles: Vec<_> = fixes.iter().map(|it| it.title.as_str()).collect();
        let left: Vec<_> = after
            .findings
            .iter()
            .map(|it| it.message.as_str())
            .collect();
        let (titles, left) = (titles.join(", "), left.join("; "));
        if !mends {
            faults.push(format!("{name}: {titles}, then {left}"));
        }
        // Without a dead rule what only that looked at or gave is idle, as was said.
        if case.code.group() == Group::Proof && case.code != Code::DeadRule {
            let changed = case.files.changed(&before.sources, &fixes);
            let (before, after) = (
                grave(&case.judged(&case.files)),
                grave(&case.judged(&changed)),
            );
            let new: Vec<_> = after.difference(&before).map(|it| it.as_str()).collect();
            if !new.is_empty() {
                faults.push(format!("{name}: {titles}, then also {}", new.join(", ")));
            }
        }
    }
    assert!(tried > 50, "changes are offered in {tried} cases only");
    assert!(
        faults.is_empty(),
        "of {tried} cases:\n{}",
        faults.join("\n")
    );
}

/// The codes of what is more than a note.
fn grave(compiled: &Compiled) -> BTreeSet<Code> {
    let findings = compiled.findings.iter();
    let grave = findings.filter(|it| it.level > Level::Note);
    grave.map(|it| it.code).collect()
}

/// The changes that findings offer.
fn fixes(compiled: &Compiled) -> Vec<&Fix> {
    let findings = compiled.findings.iter();
    findings.filter_map(|it| it.fix.as_ref()).collect()
}

/// Changes that findings of the data offer help, too: there are fewer findings, or they touch fewer
/// leads; and a policy that was laid out well still is.
#[test]
fn offered_changes_of_a_source_mend_what_they_are_offered_for() {
    let mut tried = 0;
    for case in cases().iter().filter(|case| case.bad && case.has_leads()) {
        let before = case.judged(&case.files);
        let fixes = fixes(&before);
        if fixes.is_empty() {
            continue;
        }
        tried += 1;
        let changed = case.files.changed(&before.sources, &fixes);
        let after = case.judged(&changed);
        let touched = |compiled: &Compiled| -> u64 {
            let findings = compiled.findings.iter();
            let grave = findings.filter(|finding| finding.level > Level::Note);
            grave.map(|finding| 1 + finding.leads()).sum()
        };
        let name = case.path.display();
        assert!(
            touched(&after) < touched(&before),
            "{name}: {:#?}",
            after.findings
        );
        let text = |files: &Texts| {
            let text = files.0.get("policy.ground").expect("a policy");
            String::from_utf8(text.clone()).expect("a policy in UTF-8")
        };
        if laid_out(&text(&case.files)) == text(&case.files) {
            assert_eq!(laid_out(&text(&changed)), text(&changed), "{name}");
        }
    }
    assert!(tried > 8, "changes are offered in {tried} cases only");
}

fn laid_out(text: &str) -> String {
    let id = SourceId(0);
    let file = syntax::parse(id, text, &mut Diagnostics::default());
    format::verified(id, text, &file).expect("a text that can be laid out")
}

#[test]
fn a_file_may_be_too_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = "# this file is far too large\n";
    for (name, lines, claimed) in [
        ("large", 150_000, vec![Code::TooLarge]),
        ("fits", 140_000, vec![]),
    ] {
        let path = folder.path().join(format!("{name}.ground"));
        let text = format!("policy \"Large\" {{}}\n{}", line.repeat(lines));
        fs::write(&path, text).expect("room for a file");
        let (found, text) = check(&path);
        assert_eq!(found, claimed, "{name}: {text}");
    }
}
