//! Texts that are open, those that are not, and what is told of them.

use std::fs;

use serde_json::json;

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
fn the_proof_comes_after_the_text_and_goes_with_the_next_key() {
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
