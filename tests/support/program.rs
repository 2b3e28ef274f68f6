//! What only the program itself can show: what it says of files on a disk.

use std::path::Path;
use std::process::Command;

use groundrules::diagnostic::Code;

/// Checks a policy file: the codes of what is found, and how people read it.
pub(crate) fn check(policy: &Path) -> (Vec<Code>, String) {
    let json = run(policy, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).expect("a report in JSON");
    let findings = report["findings"].as_array().expect("a list of findings");
    let code = |finding: &serde_json::Value| finding["code"].as_str()?.parse().ok();
    let found = findings.iter().map(|finding| code(finding).expect("a code"));
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
