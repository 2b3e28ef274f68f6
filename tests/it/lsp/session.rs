//! How a session begins, goes on whatever is asked, and ends.

use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use super::client::Editor;
use crate::program::Folder;

const GOOD: &str = "policy \"P\" {}\nlead { email: text key }\n";

#[test]
fn an_editor_that_leaves_in_order_ends_it_in_order() {
    let editor = Editor::new(&[]);
    let offered = &editor.offered;
    assert_eq!(offered["serverInfo"]["name"], "groundrules");
    assert_eq!(offered["capabilities"]["positionEncoding"], "utf-16");
    editor.leave();
    Editor::new(&[]).vanish();
}

#[test]
fn columns_are_bytes_where_the_editor_knows_them() {
    let known = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
    let mut editor = Editor::with(Folder::with("policy \"😀\" {} x"), known);
    assert_eq!(editor.offered["capabilities"]["positionEncoding"], "utf-8");
    editor.open("policy.ground");
    editor.wait_for("policy.ground", &["syntax"]);
    let (version, found) = &editor.told[&editor.uri("policy.ground")];
    assert_eq!(*version, Some(1));
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 0, "character": 17 })
    );
    editor.leave();
    let mut editor = Editor::with(Folder::with("policy \"😀\" {} x"), json!({}));
    editor.open("policy.ground");
    editor.wait_for("policy.ground", &["syntax"]);
    let (_, found) = &editor.told[&editor.uri("policy.ground")];
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 0, "character": 15 })
    );
    editor.leave();
}

#[test]
fn what_cannot_be_answered_is_refused_and_the_session_goes_on() {
    let mut editor = Editor::new(&[("policy.ground", GOOD.as_bytes())]);
    let refused = editor.try_ask("textDocument/nonsense", json!({}));
    assert!(refused.unwrap_err().starts_with("-32601"));
    editor.say("textDocument/didChange", json!({ "nonsense": true }));
    editor.say(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": "" } }),
    );
    editor.say("$/setTrace", json!({ "value": "off" }));
    editor.open("policy.ground");
    editor.wait_for("policy.ground", &[]);
    assert!(
        editor
            .heard
            .iter()
            .any(|it| it.method == "window/logMessage")
    );
    editor.ask("shutdown", Value::Null);
    let refused = editor.try_ask("shutdown", Value::Null);
    assert!(refused.unwrap_err().starts_with("-32600"));
}

#[test]
fn the_program_speaks_over_standard_input_and_output() {
    let folder = Folder::with(GOOD);
    let frame = |text: Value| {
        let text = text.to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    };
    let begin = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} });
    let end = json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" });
    let exit = json!({ "jsonrpc": "2.0", "method": "exit" });
    let said = format!(
        "{}Content-Length: 1\r\n\r\n{{{}{}",
        frame(begin),
        frame(end),
        frame(exit)
    );
    let mut command = folder.command(&["lsp", "--stdio"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(said.as_bytes()).unwrap();
    let mut heard = String::new();
    program
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut heard)
        .unwrap();
    assert_eq!(program.wait().unwrap().code(), Some(0));
    assert!(heard.contains("\"positionEncoding\":\"utf-16\""), "{heard}");
    assert!(heard.contains("a message cannot be read"), "{heard}");
    assert!(heard.contains("\"id\":2,\"result\":null"), "{heard}");
}

#[test]
fn an_editor_that_goes_away_is_told_of() {
    let folder = Folder::with(GOOD);
    let called = folder.call(&["lsp"]);
    assert_eq!(called.code, 2);
    assert!(called.err.contains("went away"), "{}", called.err);
    let called = folder.call(&["lsp", "--as-of", "soon"]);
    assert_eq!(called.code, 2);
    assert!(called.err.contains("is no date"), "{}", called.err);
}
