//! Files that are none, or no text, or too much; pipes that nobody reads.

use std::os::unix::fs::symlink;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::GOOD;
use crate::program::{Called, Folder};

/// One clear sentence and nothing else: the command could not run.
#[track_caller]
fn refused(called: Called, message: &str) {
    let called = called.ended(2);
    assert_eq!(called.out, "");
    assert!(called.err.starts_with("error: "), "{}", called.err);
    assert!(called.err.contains(message), "{}", called.err);
}

#[test]
fn what_stands_in_the_place_of_another_is_told() {
    let policy = GOOD.replace("text key", "text key\n  tier: text");
    let folder = Folder::new(&[
        ("p.ground", policy.as_bytes()),
        ("a.csv", b"email,employees,tier\na@a.example,3,gold\n"),
    ]);
    let call = |arguments: &[&str]| folder.call(arguments);
    let behind = "leads stand behind the policy";
    refused(call(&["run", "a.csv", "p.ground"]), behind);
    let last = "`a.csv` is a file, and the key of the lead stands last";
    refused(call(&["why", "a@a.example", "p.ground", "a.csv"]), last);
    refused(call(&["why", "p.ground", "a@a.example", "a.csv"]), last);
    let policy = "`p.ground` is a policy, and a file of leads is wanted here";
    refused(call(&["run", "p.ground", "p.ground"]), policy);
    refused(call(&["init", "p.ground"]), policy);
    let run = |option: &str, value: &str| call(&["run", "p.ground", "a.csv", option, value]);
    refused(run("--compare", "tier=size"), "`tier` is a field");
    refused(run("--outcome", "size=large"), "`size` is a decision");
    refused(
        run("--sweep", "bar=1.."),
        "the step from one value to the next",
    );
}

#[test]
fn a_key_of_two_lines_stands_on_one() {
    let folder = Folder::with(GOOD);
    folder.write("a.csv", b"email,employees\n\"new\nline\",3\n");
    let why = |key| folder.call(&["why", ".", "a.csv", key]);
    let told = why("new\nline").ended(0).out;
    assert!(told.starts_with("new line, row 2\n"), "{told}");
    refused(why("new lime"), "did you mean `new line`?");
}

#[test]
fn a_file_that_is_written_is_whole_or_as_it_was() {
    let folder = Folder::with(GOOD);
    folder.write("a.csv", b"email,employees\na@a.example,x\n\"open,5\n");
    folder.write("problems.csv", b"old\n");
    let run = |to| folder.call(&["run", ".", "a.csv", "--problems", to, "--format", "jsonl"]);
    let broken = run("problems.csv").ended(2);
    assert!(broken.err.contains("never closes"), "{}", broken.err);
    let left = std::fs::read(folder.path().join("problems.csv")).unwrap();
    assert_eq!(left, b"old\n");
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 3, "nothing else is left behind");
    refused(run("-"), "the records with problems go into a file");
    let init = folder.call(&["init", "a.csv", "--write", "policy.txt"]);
    refused(init, "the name of a policy ends in `.ground`");
}

/// A finding of this code at this place.
#[track_caller]
fn found(called: Called, finding: &str) {
    let called = called.ended(1);
    assert!(called.out.contains(finding), "{}", called.out);
    assert_eq!(called.err, "");
}

#[test]
fn what_is_not_there_or_no_policy_is_named() {
    let folder = Folder::new(&[("leads.csv", b"a,b\n"), ("empty/notes.txt", b"")]);
    let check = |path| folder.call(&["check", path]);
    refused(check("nowhere"), "there is no `nowhere`");
    refused(check("leads.csv"), "`leads.csv` is no policy");
    refused(check("empty"), "no policy in the folder `empty`");
    refused(check("leads.csv/policy.ground"), "cannot be read");
}

#[test]
fn a_folder_may_be_named_like_a_file() {
    let folder = Folder::new(&[("a.ground/b.ground", GOOD.as_bytes())]);
    folder.call(&["check", "a.ground"]).ended(0);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(GOOD);
    let path = folder.path().join("policy.ground");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // Whoever may read everything, as in a container, cannot see this.
        return;
    }
    refused(
        folder.call(&["check", "."]),
        "cannot be read: permission denied",
    );
}

#[test]
fn bytes_that_are_no_text_are_findings() {
    let folder = Folder::new(&[]);
    let check = |bytes: &[u8]| {
        folder.write("policy.ground", bytes);
        folder.call(&["check", "."])
    };
    let latin = GOOD.replace("A large one", "A l\u{e4}rge one");
    let latin: Vec<u8> = latin.chars().map(|it| it as u8).collect();
    found(check(&latin), "error[bad-encoding] policy.ground:17:13");
    found(
        check(b"\x7fELF\x02\0\0\0"),
        "error[bad-encoding] policy.ground:1:1",
    );
    found(
        check(&[b'#'; (4 << 20) + 1]),
        "error[too-large] policy.ground:1:1",
    );
    found(check(b""), "error[no-policy]");
    let marked = [b"\xef\xbb\xbf", GOOD.as_bytes()].concat();
    check(&marked).ended(0);
}

#[test]
fn lists_stay_in_the_folder() {
    let policy = |path: &str| format!("{GOOD}\nlist rivals from \"{path}\"\n");
    let folder = Folder::new(&[
        ("rivals.txt", b"x.example\n"),
        ("p/own.txt", b"y.example\n"),
    ]);
    symlink(
        folder.path().join("rivals.txt"),
        folder.path().join("p/link.txt"),
    )
    .unwrap();
    for (path, is_found) in [
        ("own.txt", true),
        ("../rivals.txt", false),
        ("../p/own.txt", false),
        ("link.txt", false),
        ("/etc/hostname", false),
        ("nowhere.txt", false),
        (".", false),
    ] {
        folder.write("p/policy.ground", policy(path).as_bytes());
        let called = folder.call(&["check", "p"]);
        let missing = called.out.contains("error[missing-file]");
        assert_eq!(missing, !is_found, "{path}: {}", called.out);
        assert!(!called.out.contains("x.example"), "{path}: {}", called.out);
    }
}

#[test]
fn large_and_strange_texts_are_answered_at_once() {
    let folder = Folder::new(&[]);
    for text in [
        "(".repeat(4_000_000),
        "not ".repeat(200_000),
        format!("{GOOD}define x = {}", "not ".repeat(200_000)),
        format!("policy \"{}", "x".repeat(4_000_000)),
        "a \u{1b}[31m\u{202e} b\n".repeat(1000),
        "}".repeat(20_000),
        "decision ".repeat(100_000),
        "\"".repeat(1_000_001),
    ] {
        folder.write("policy.ground", text.as_bytes());
        for format in ["human", "json"] {
            let start = Instant::now();
            let called = folder.call(&["check", "--format", format, "."]).ended(1);
            let took = start.elapsed();
            let begins: String = text.chars().take(40).collect();
            assert!(took < Duration::from_secs(20), "{begins}: {took:?}");
            assert!(!called.out.contains('\u{1b}'), "{begins}");
            assert!(
                !called.out.contains('\u{202e}') || format == "json",
                "{begins}"
            );
            let longest = called.out.lines().map(str::len).max();
            assert!(
                longest < Some(2_000) || format == "json",
                "{begins}: {longest:?}"
            );
        }
    }
}

#[test]
fn a_pipe_that_nobody_reads_is_no_failure() {
    let folder = Folder::with(&GOOD.replace("bar", "barr"));
    for arguments in [
        &["explain"][..],
        &["check", "."],
        &["test", "."],
        &["fmt", "--check", "."],
    ] {
        let mut command = folder.command(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.stdout(writer).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}
