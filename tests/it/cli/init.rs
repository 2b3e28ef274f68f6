//! `groundrules init`

use super::data::packed;
use crate::program::Folder;

const LEADS: &str = "\
Record ID,Email,Lifecycle Stage,Lead Status,Create Date,Number of Employees,Unsubscribed from all email,Interests
1,ana@harbour.example,Lead,New,2026-01-05,1200,No,API;Reports
2,bo@quay.example,Customer,,2026-01-06,40,No,Reports
3,carla@mill.example,Lead,Open,2026-01-07,,Yes,API
4,dev@orchard.example,Lead,New,2026-01-08,7,No,Reports
5,elif@lantern.example,Customer,Open,2026-01-09,900,No,API
6,femi@bridge.example,Lead,New,2026-01-12,15,No,API
7,gus@harvest.example,Lead,Open,2026-01-13,33,No,Reports
8,hana@pebble.example,Customer,Open,2026-01-14,N/A,No,API;Reports
9,ivo@summit.example,Customer,Open,2026-01-15,61,No,API
10,june@terrace.example,Customer,New,2026-01-16,88,Yes,Reports
11,kofi@anchor.example,Customer,New,2026-01-19,2,No,API;Reports
";

fn leads() -> Folder {
    Folder::new(&[("all leads.csv", LEADS.as_bytes())])
}

#[test]
fn the_policy_of_an_export() {
    let called = leads().call(&["init", "all leads.csv"]).ended(0);
    insta::assert_snapshot!(called.out);
    insta::assert_snapshot!("what_was_found", called.err);
}

#[test]
fn what_is_written_is_clean_and_reads_every_row() {
    let folder = leads();
    let path = [
        "init",
        "all leads.csv",
        "--write",
        "made.ground",
        "--title",
        "Mine",
    ];
    let called = folder.call(&path).ended(0);
    assert_eq!(called.out, "");
    assert!(
        called.err.contains("written to made.ground; next: "),
        "{}",
        called.err
    );
    assert!(folder.read("made.ground").contains("policy \"Mine\" {}"));
    let check = folder
        .call(&["check", "made.ground", "--fail-on", "note"])
        .ended(0);
    assert_eq!(check.out, "Mine: no findings; the text holds together\n");
    folder.call(&["fmt", "--check", "made.ground"]).ended(0);
    let run = ["run", "made.ground", "all leads.csv", "--fail-on", "note"];
    let out = folder.call(&run).ended(0).out;
    assert!(
        out.contains("11 leads read, 11 decided, 0 with problems"),
        "{out}"
    );

    // A second time nothing is written over.
    let before = folder.read("made.ground");
    let again = folder.call(&path).ended(2);
    assert!(
        again.err.contains("there is a `made.ground` already"),
        "{}",
        again.err
    );
    assert_eq!(folder.read("made.ground"), before);
}

#[test]
fn the_sketch_decides_when_its_marks_are_taken_off() {
    let folder = leads();
    folder
        .call(&["init", "all leads.csv", "-qw", "made.ground"])
        .ended(0);
    let text = folder.read("made.ground");
    let (before, sketch) = text.split_once("# decision ").unwrap();
    let sketch = sketch
        .lines()
        .map(|line| line.strip_prefix("#").unwrap_or(line));
    let sketch = sketch.collect::<Vec<_>>().join("\n");
    folder.write(
        "made.ground",
        format!("{before}decision {sketch}\n").as_bytes(),
    );
    folder.call(&["check", "made.ground"]).ended(0);
    let out = folder
        .call(&["run", "made.ground", "all leads.csv"])
        .ended(0)
        .out;
    assert!(out.contains("next_step\n  call "), "{out}");
    assert!(!out.contains("gap") && !out.contains("conflict"), "{out}");
}

#[test]
fn parts_patterns_and_standard_input() {
    let (header, rows) = LEADS.split_once('\n').unwrap();
    let (first, rest) = rows.split_at(rows.find("\n6,").unwrap() + 1);
    let folder = Folder::new(&[
        ("part-1.csv", format!("{header}\n{first}").as_bytes()),
        ("part-2.csv", format!("{header}\n{rest}").as_bytes()),
        ("other.csv", b"a,b\n1,2\n"),
        ("leads.csv.gz", &packed(LEADS.as_bytes())),
    ]);
    let parts = folder
        .call(&["init", "part-1.csv", "part-2.csv", "--title", "T"])
        .ended(0);
    let pattern = folder
        .call(&["init", "part-*.csv", "--title", "T"])
        .ended(0);
    assert_eq!(parts.out, pattern.out);
    assert!(
        parts
            .out
            .contains("`part-1.csv` and `part-2.csv`: 11 rows, 8 columns"),
        "{}",
        parts.out
    );
    let piped = folder.call_with(&["init", "-"], LEADS).ended(0);
    assert!(
        piped.out.contains("policy \"First policy\""),
        "{}",
        piped.out
    );
    let gzip = folder.call(&["init", "leads.csv.gz"]).ended(0);
    assert!(
        gzip.out.contains("`leads.csv.gz`: 11 rows, 8 columns"),
        "{}",
        gzip.out
    );
    assert_eq!(folder.call(&["init", "other.csv", "-q"]).ended(0).err, "");

    let other = folder.call(&["init", "part-1.csv", "other.csv"]).ended(2);
    assert!(
        other
            .err
            .contains("`other.csv`: the file has other columns"),
        "{}",
        other.err
    );
    let twice = folder.call(&["init", "other.csv", "./other.csv"]).ended(2);
    assert!(twice.err.contains("is given twice"), "{}", twice.err);
}

#[test]
fn what_is_no_export_is_refused() {
    let folder = Folder::new(&[
        ("empty.csv", b""),
        ("book.xlsx", b"PK\x03\x04\x00\x00\x00"),
        ("open.csv", b"a,b\n1,\"2\n"),
    ]);
    for (arguments, message) in [
        (&["init", "empty.csv"][..], "`empty.csv`: the file is empty"),
        (
            &["init", "book.xlsx"],
            "`book.xlsx`: the workbook cannot be read: it is cut off",
        ),
        (
            &["init", "open.csv"],
            "`open.csv`: the quote that opens in row 2",
        ),
        (&["init", "."], "`.` is a folder, and a file is wanted here"),
        (&["init", "nowhere.csv"], "there is no `nowhere.csv`"),
        (
            &["init", "empty.csv", "--title", "a\nb"],
            "the title has characters",
        ),
    ] {
        let called = folder.call(arguments).ended(2);
        assert!(called.err.contains(message), "{}", called.err);
        assert_eq!(called.out, "");
    }
}
