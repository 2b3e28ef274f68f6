//! `groundrules fmt`

use super::GOOD;
use crate::program::Folder;

fn untidy() -> String {
    GOOD.replace(
        "define bar = 200",
        "define   bar=200   # large from here on",
    )
}

#[test]
fn a_file_is_laid_out_in_place_and_stays_so() {
    let folder = Folder::with(&untidy());
    let out = folder.call(&["fmt", "."]).ended(0).out;
    assert_eq!(out, "laid out policy.ground\n");
    let laid_out = folder.read("policy.ground");
    assert!(laid_out.contains("define bar = 200"), "{laid_out}");
    assert!(laid_out.contains("# large from here on"), "{laid_out}");
    assert_eq!(folder.call(&["fmt", "."]).ended(0).out, "");
    assert_eq!(folder.read("policy.ground"), laid_out);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn check_changes_nothing_and_shows_the_first_line() {
    let folder = Folder::with(&untidy());
    let out = folder.call(&["fmt", "--check", "."]).ended(1).out;
    assert!(
        out.contains("policy.ground would change, first in line 10"),
        "{out}"
    );
    assert!(out.contains("\n  - define   bar=200"), "{out}");
    assert!(out.contains("\n  + define bar = 200"), "{out}");
    assert_eq!(folder.read("policy.ground"), untidy());
    folder.call(&["fmt", "."]).ended(0);
    assert_eq!(folder.call(&["fmt", "--check", "."]).ended(0).out, "");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new(&[]);
    let once = folder.call_with(&["fmt", "-"], untidy()).ended(0).out;
    assert!(once.contains("define bar = 200"), "{once}");
    assert_eq!(folder.call_with(&["fmt", "-"], &once).ended(0).out, once);
}

#[test]
fn a_text_with_faults_is_left_as_it_is() {
    let faulty = untidy().replace("lead {", "lead {{");
    let folder = Folder::new(&[
        ("a.ground", faulty.as_bytes()),
        ("b.ground", b"define   c=1\n"),
    ]);
    let called = folder.call(&["fmt", "."]).ended(1);
    assert!(called.err.contains("error["), "{}", called.err);
    assert_eq!(folder.read("a.ground"), faulty);
    assert_eq!(folder.read("b.ground"), "define c = 1\n");
}
