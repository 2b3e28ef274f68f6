//! `groundrules explain`

use crate::program::Folder;

#[test]
fn all_findings_are_listed_by_group() {
    let out = Folder::new(&[]).call(&["explain"]).ended(0).out;
    assert!(out.starts_with("The text\n  syntax "), "{out}");
    assert!(out.contains("\nData\n"), "{out}");
}

#[test]
fn one_finding_is_explained() {
    let out = Folder::new(&[])
        .call(&["explain", "unknown-name"])
        .ended(0)
        .out;
    assert!(out.starts_with("# unknown-name\n"), "{out}");
    assert!(out.contains("## What to do"), "{out}");
}

#[test]
fn an_unknown_code_has_the_nearest() {
    let called = Folder::new(&[]).call(&["explain", "unknown-nam"]).ended(2);
    assert_eq!(called.out, "");
    assert!(
        called.err.contains("did you mean `unknown-name`?"),
        "{}",
        called.err
    );
}
