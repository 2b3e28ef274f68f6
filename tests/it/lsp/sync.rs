//! Texts that are open, those that are not, and what is told of them.

use std::fs;

use serde_json::{Value, json};

use super::client::Editor;

const HEAD: &str = "policy \"P\" {}\nlead { email: text key  size: integer  city: text }\n";
const RULES: &str = "list near from \"near.txt\"\ndecision kind: one of a | b {\n  \
                     rule r: a when size > bar and city in near\n  otherwise b\n}\n\
                     accept missing-falls-through in kind because \"So be it.\"\n";

fn editor() -> Editor {
    Editor::new(&[
        ("policy.ground", HEAD.as_bytes()),
        (
            "in/rules.ground",
            RULES.replace("near.txt", "../near.txt").as_bytes(),
        ),
        ("bar.ground", b"define bar = 5\n"),
        ("near.txt", b"Ulm\n"),
    ])
}

#[test]
fn all_texts_of_a_folder_are_one_policy_saved_or_not() {
    let mut editor = editor();
    editor.open("in/rules.ground");
    editor.wait_for("in/rules.ground", &[]);
    editor.wait_for("bar.ground", &[]);
    // Another text, which is not saved, takes the name away.
    editor.open("bar.ground");
    editor.edit("bar.ground", (0, 7), (0, 10), "wall");
    editor.wait_for("in/rules.ground", &["unknown-name"]);
    let uri = editor.uri("in/rules.ground");
    let found = editor.told[&uri].1[0].clone();
    assert_eq!(
        found["range"]["start"],
        json!({ "line": 2, "character": 24 })
    );
    assert_eq!(found["severity"], 1);
    assert_eq!(found["source"], "groundrules");
    assert_eq!(found["data"]["explain"], "unknown-name");
    // Closed without having been saved, the disk counts again.
    editor.close("bar.ground");
    editor.wait_for("in/rules.ground", &[]);
    editor.leave();
}

#[test]
fn other_places_are_told_of_in_their_files() {
    let mut editor = editor();
    editor.open("in/rules.ground");
    editor.open_as("bar.ground", "define bar = 5\ndefine size = 6\n");
    editor.wait(|it| it.codes("policy.ground") == ["duplicate-name"]);
    let found = &editor.told[&editor.uri("policy.ground")].1[0];
    let related = &found["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], editor.uri("bar.ground"));
    assert_eq!(
        related["location"]["range"]["start"],
        json!({ "line": 1, "character": 7 })
    );
    editor.leave();
}

#[test]
fn a_list_counts_as_it_is_in_the_editor_and_then_on_the_disk() {
    let mut editor = editor();
    editor.open("in/rules.ground");
    editor.wait_for("in/rules.ground", &[]);
    editor.open_as("near.txt", "Ulm\nUlm\n");
    editor.wait_for("near.txt", &["duplicate-entry"]);
    editor.replace("near.txt", "Ulm\nBonn\n");
    editor.wait_for("near.txt", &[]);
    editor.close("near.txt");
    fs::remove_file(editor.path("near.txt")).unwrap();
    editor.wait_for("in/rules.ground", &["missing-file"]);
    fs::write(editor.path("near.txt"), "Ulm\n").unwrap();
    editor.wait_for("in/rules.ground", &[]);
    editor.leave();
}

#[test]
fn the_proof_comes_after_the_text_and_goes_where_it_is_no_longer_so() {
    let mut editor = editor();
    editor.open("in/rules.ground");
    let text = editor.folder.read("in/rules.ground");
    editor.replace("in/rules.ground", &text.replace("otherwise b", ""));
    editor.wait(|it| it.codes("in/rules.ground").contains(&"gap".to_owned()));
    let found = &editor.told[&editor.uri("in/rules.ground")].1;
    let found = found.iter().find(|it| it["code"] == "gap").unwrap();
    let message = found["message"].as_str().unwrap();
    assert!(message.contains("for leads with"), "{message}");
    assert!(message.contains("for example"), "{message}");
    editor.replace(
        "in/rules.ground",
        &text.replace("otherwise b", "otherwise b x"),
    );
    editor.wait_for("in/rules.ground", &["syntax"]);
    editor.replace("in/rules.ground", &text);
    editor.wait_for("in/rules.ground", &[]);
    editor.leave();
}

/// Two decisions without an `otherwise`: of each the proof tells gaps.
const GAPS: &str = "decision one: one of a | b {\n  rule r: a when size > 1\n}\n\
                    decision two: one of a | b {\n  rule r: a when size > 2\n}\n";

/// The lines of gaps, each once, by what was told last.
fn gaps(editor: &Editor) -> Vec<u64> {
    let found = editor.told[&editor.uri("gaps.ground")].1.iter();
    let found = found.filter(|it| it["code"] == "gap");
    let line = |it: &Value| it["range"]["start"]["line"].as_u64().unwrap();
    let mut lines: Vec<u64> = found.map(line).collect();
    lines.dedup();
    lines
}

fn with_gaps() -> Editor {
    let head = HEAD.replace("  city: text", "");
    let mut editor = Editor::new(&[
        ("policy.ground", head.as_bytes()),
        ("gaps.ground", GAPS.as_bytes()),
    ]);
    editor.open("gaps.ground");
    editor.settle();
    assert_eq!(gaps(&editor), [0, 3]);
    editor
}

/// The same, once all is heard that is told before the proof begins.
fn gaps_at_once(editor: &mut Editor) -> Vec<u64> {
    let _ = editor.ask("groundrules/text", json!({ "uri": "" }));
    gaps(editor)
}

#[test]
fn what_the_last_proof_found_stays_in_sight_at_its_place() {
    let mut editor = with_gaps();
    // With an error the proof waits longer.
    editor.edit("gaps.ground", (0, 0), (0, 0), "define\n\n");
    assert_eq!(gaps_at_once(&mut editor), [2, 5]);
    // What was found of a line that is changed goes.
    editor.edit("gaps.ground", (5, 9), (5, 12), "three");
    assert_eq!(gaps_at_once(&mut editor), [2]);
    editor.edit("gaps.ground", (0, 0), (0, 6), "#");
    editor.settle();
    assert_eq!(gaps(&editor), [2, 5]);
    editor.leave();
}

#[test]
fn a_text_that_is_left_with_errors_has_nothing_of_the_proof() {
    let mut editor = with_gaps();
    let end = u32::try_from(GAPS.lines().count()).unwrap();
    editor.edit("gaps.ground", (end, 0), (end, 0), "define");
    assert_eq!(gaps_at_once(&mut editor), [0, 3]);
    assert!(editor.codes("gaps.ground").contains(&"syntax".to_owned()));
    editor.settle();
    assert_eq!(editor.codes("gaps.ground"), ["syntax"]);
    editor.edit("gaps.ground", (end, 0), (end, 6), "");
    editor.settle();
    assert_eq!(gaps(&editor), [0, 3]);
    editor.leave();
}

#[test]
fn nothing_is_offered_for_what_the_last_proof_found() {
    let mut editor = with_gaps();
    let offered = |editor: &mut Editor| {
        let at = json!({ "line": 1, "character": 9 });
        let params = json!({
            "textDocument": { "uri": editor.uri("gaps.ground") },
            "range": { "start": at, "end": at },
            "context": { "diagnostics": [] },
        });
        editor
            .ask("textDocument/codeAction", params)
            .as_array()
            .unwrap()
            .len()
    };
    // With an error the proof waits longer.
    editor.edit("gaps.ground", (0, 0), (0, 0), "define\n");
    assert_eq!(gaps_at_once(&mut editor), [1, 4]);
    assert_eq!(offered(&mut editor), 0);
    editor.edit("gaps.ground", (0, 0), (0, 6), "#");
    editor.settle();
    assert!(offered(&mut editor) > 0);
    editor.leave();
}

#[test]
fn each_folder_is_a_policy_of_its_own_and_forgotten_when_it_is_closed() {
    let mut editor = Editor::new(&[
        ("own/policy.ground", HEAD.as_bytes()),
        ("other/policy.ground", b"policy \"Other\" {} nonsense\n"),
    ]);
    editor.open("other/policy.ground");
    editor.wait_for("other/policy.ground", &["syntax"]);
    assert!(!editor.told.contains_key(&editor.uri("own/policy.ground")));
    editor.close("other/policy.ground");
    editor.wait_for("other/policy.ground", &[]);
    editor.leave();
}

#[test]
fn a_text_that_was_never_saved_is_a_policy_too() {
    let mut editor = Editor::new(&[]);
    let uri = "untitled:Untitled-1";
    let document = json!({ "uri": uri, "languageId": "groundrules", "version": 1,
                           "text": "policy \"P\" {}\nlead { a: text key }\nlist l from \"l.txt\"\n" });
    editor.say("textDocument/didOpen", json!({ "textDocument": document }));
    editor.wait(|it| it.told.contains_key(uri));
    let found = &editor.told[uri].1;
    assert_eq!(found[0]["code"], "missing-file");
    editor.leave();
}

#[test]
fn a_new_file_is_a_policy_before_it_is_saved() {
    let mut editor = Editor::new(&[("near.txt", b"Ulm\n")]);
    let text = "policy \"P\" {}\nlead { a: text key }\nlist l from \"near.txt\"\n";
    editor.open_as("policy.ground", text);
    editor.settle();
    assert_eq!(editor.codes("policy.ground"), ["unused"]);
    let mut told = editor.heard.iter();
    assert!(told.all(|it| it.method != "window/showMessage"));
    editor.leave();
}

#[test]
fn a_file_that_is_no_text_and_one_that_is_too_large_are_told_of() {
    let mut editor = Editor::new(&[
        ("policy.ground", HEAD.as_bytes()),
        ("bad.ground", b"# \xff"),
    ]);
    editor.open("policy.ground");
    editor.wait_for("bad.ground", &["bad-encoding"]);
    editor.open_as("bad.ground", "");
    editor.wait_for("bad.ground", &[]);
    editor.replace("bad.ground", &"#\n".repeat(2 * 1024 * 1024 + 1));
    editor.wait_for("bad.ground", &["too-large"]);
    editor.edit("bad.ground", (0, 0), (2 * 1024 * 1024, 0), "");
    editor.wait_for("bad.ground", &[]);
    editor.leave();
}
