//! What an editor asks at a place of a text.

use serde_json::{Value, json};

use super::client::Editor;
use crate::program::Folder;

const POLICY: &str = "policy \"P\" {\n  sample \"leads.csv\"\n  time zone \"Europe/Berlin\"\n  working hours mon..fri 09:00..17:00\n}\n\
    team sales \"Sales\" { role ana, bo }\n\
    lead {\n  email: text key\n  ## How many work there.\n  size: integer >= 0\n  city: text\n  \
    stage: one of new | done\n  since: datetime\n}\n\
    list near from \"near.txt\"\n";

const RULES: &str = "# Who gets whom.\n# Agreed.\ndefine big = size > 5\n\
    score fit 0..100 {\n  +40 when big\n  +10 when city in near\n}\n\
    decision owner: role {\n  rule large: ana when big and fit >= 40 because \"They pay.\"\n  otherwise bo\n}\n\
    journey funnel tracks stage since since {\n  stage new start {\n    accountable sales\n    \
    task call {\n      responsible ana\n      within 4 business hours\n      done when city is known\n    }\n    \
    to done when city is known\n  }\n  stage done end\n}\n\
    accept missing-falls-through in owner because \"Small.\"\n";

fn editor() -> Editor {
    editor_that(json!({}))
}

/// An editor that can do this, with both texts open.
fn editor_that(can: Value) -> Editor {
    let folder = Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("rules.ground", RULES.as_bytes()),
        ("near.txt", b"Ulm\n"),
        ("leads.csv", b"email,size,city,stage,since\na@a.example,9,Ulm,new,2026-06-01T09:00Z\nb@a.example,2,,new,2026-06-01T09:00Z\n"),
    ]);
    let mut editor = Editor::with(folder, can);
    editor.open("policy.ground");
    editor.open("rules.ground");
    editor.settle();
    assert!(
        !editor
            .all_codes()
            .iter()
            .any(|it| it == "syntax" || it == "unknown-name")
    );
    editor
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn a_name_is_told_of() {
    let mut editor = editor();
    let hover = editor.ask_at("textDocument/hover", "rules.ground", "size > 5");
    assert_eq!(editor.words("rules.ground", &hover["range"]), "size");
    let said = text(&hover["contents"]["value"]);
    assert!(
        said.contains("size: integer >= 0") && said.contains("How many work there."),
        "{said}"
    );
    let hover = editor.ask_at("textDocument/hover", "rules.ground", "fit 0..100");
    let said = text(&hover["contents"]["value"]);
    assert!(said.contains("It is 50 at most and 0 at least."), "{said}");
    let nothing = editor.ask_at("textDocument/hover", "rules.ground", "# Who");
    assert_eq!(nothing, Value::Null);
    editor.leave();
}

#[test]
fn names_lead_to_declarations_and_readers_in_all_files() {
    let mut editor = editor();
    let found = editor.ask_at("textDocument/definition", "rules.ground", "size > 5");
    assert_eq!(found[0]["uri"], editor.uri("policy.ground"));
    assert_eq!(editor.words("policy.ground", &found[0]["range"]), "size");
    let params = json!({
        "textDocument": { "uri": editor.uri("policy.ground") },
        "position": editor.before("policy.ground", "city: text"),
        "context": { "includeDeclaration": true },
    });
    let found = editor.ask("textDocument/references", params);
    assert_eq!(found.as_array().unwrap().len(), 4);
    let found = editor.ask_at(
        "textDocument/documentHighlight",
        "rules.ground",
        "big = size",
    );
    let kinds: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].clone())
        .collect();
    assert_eq!(kinds, [3, 2, 2]);
    editor.leave();
}

#[test]
fn a_name_changes_in_all_files_or_is_refused() {
    let mut editor = editor();
    let asked = editor.ask_at("textDocument/prepareRename", "rules.ground", "size > 5");
    assert_eq!(asked["placeholder"], "size");
    let params = |editor: &Editor, new: &str| {
        json!({
            "textDocument": { "uri": editor.uri("rules.ground") },
            "position": editor.before("rules.ground", "size > 5"),
            "newName": new,
        })
    };
    let asked = params(&editor, "city");
    let refused = editor.try_ask("textDocument/rename", asked).unwrap_err();
    assert!(
        refused.contains("there is a field called `city`"),
        "{refused}"
    );
    let asked = params(&editor, "employees");
    let edit = editor.ask("textDocument/rename", asked);
    editor.apply(&edit);
    assert!(editor.texts["policy.ground"].contains("  employees: integer"));
    assert!(editor.texts["rules.ground"].contains("define big = employees > 5"));
    editor.settle();
    assert!(!editor.all_codes().contains(&"unknown-name".to_owned()));
    editor.leave();
}

#[test]
fn things_are_listed() {
    let mut editor = editor();
    let symbols = editor.ask_of("textDocument/documentSymbol", "rules.ground");
    let named = |symbols: &Value| -> Vec<String> {
        let symbols = symbols.as_array().unwrap().iter();
        symbols.map(|it| text(&it["name"]).to_owned()).collect()
    };
    let accept = "missing-falls-through in owner";
    assert_eq!(named(&symbols), ["big", "fit", "owner", "funnel", accept]);
    assert_eq!(named(&symbols[2]["children"])[0], "large");
    assert_eq!(named(&symbols[3]["children"][0]["children"])[0], "call");
    let found = editor.ask("workspace/symbol", json!({ "query": "lrg" }));
    assert_eq!(found[0]["name"], "large");
    assert_eq!(found[0]["containerName"], "owner");
    editor.leave();
}

#[test]
fn a_text_is_folded_selected_painted_and_linked() {
    let mut editor = editor();
    let folds = editor.ask_of("textDocument/foldingRange", "rules.ground");
    assert_eq!(
        folds[0],
        json!({ "startLine": 0, "endLine": 1, "kind": "comment" })
    );
    assert_eq!(folds[1], json!({ "startLine": 3, "endLine": 5 }));
    let params = json!({
        "textDocument": { "uri": editor.uri("rules.ground") },
        "positions": [editor.before("rules.ground", "fit >= 40")],
    });
    let selection = editor.ask("textDocument/selectionRange", params);
    assert_eq!(editor.words("rules.ground", &selection[0]["range"]), "fit");
    let parent = editor.words("rules.ground", &selection[0]["parent"]["range"]);
    assert!(
        parent.starts_with("rule large: ana when big and fit >= 40"),
        "{parent}"
    );
    let tokens = editor.ask_of("textDocument/semanticTokens/full", "rules.ground");
    let data = tokens["data"].as_array().unwrap();
    assert_eq!(data.len() % 5, 0);
    // The third token is `define`, the fourth `big`, which is declared.
    let legend = &editor.offered["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
    let kind =
        |nth: usize| legend[usize::try_from(data[nth * 5 + 3].as_u64().unwrap()).unwrap()].clone();
    assert_eq!((kind(2), kind(3)), (json!("keyword"), json!("variable")));
    assert_eq!(data[3 * 5 + 4], 1);
    let links = editor.ask_of("textDocument/documentLink", "policy.ground");
    assert_eq!(links[0]["target"], editor.uri("leads.csv"));
    assert_eq!(links[1]["target"], editor.uri("near.txt"));
    assert_eq!(
        editor.words("policy.ground", &links[1]["range"]),
        "near.txt"
    );
    editor.leave();
}

#[test]
fn what_is_worked_out_stands_on_the_line() {
    let mut editor = editor();
    let all =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let params = json!({ "textDocument": { "uri": editor.uri("rules.ground") }, "range": all });
    let hints = editor.ask("textDocument/inlayHint", params);
    let labels: Vec<_> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|it| text(&it["label"]))
        .collect();
    assert_eq!(
        labels,
        ["50 at most and 0 at least", "started now: Wed Jul 1, 15:00"]
    );
    editor.leave();
}

#[test]
fn a_text_is_laid_out_as_a_whole_or_in_part() {
    let mut editor = editor();
    let text = RULES.replace("define big = size > 5", "define   big =  size > 5");
    let text = text.replace("rule large: ana", "rule large:   ana");
    editor.replace("rules.ground", &text);
    let whole = editor.ask_of("textDocument/formatting", "rules.ground");
    let uri = editor.uri("rules.ground");
    let mut other = editor.texts["rules.ground"].clone();
    editor.apply(&json!({ "changes": { uri.as_str(): whole } }));
    let laid_out = editor.texts["rules.ground"].clone();
    let again = editor.ask_of("textDocument/formatting", "rules.ground");
    assert_eq!(again, json!([]));
    // Of a stretch only its declarations change, and with line ends as they are.
    other = other.replace('\n', "\r\n");
    editor.replace("rules.ground", &other);
    let at = editor.before("rules.ground", "big =");
    let range = json!({ "start": at, "end": at });
    let params = json!({ "textDocument": { "uri": uri }, "range": range });
    let part = editor.ask("textDocument/rangeFormatting", params);
    editor.apply(&json!({ "changes": { uri.as_str(): part } }));
    let part = editor.texts["rules.ground"].clone();
    assert!(part.contains("define big = size > 5\r\n") && part.contains("rule large:   ana"));
    assert!(laid_out.contains("rule large: ana"));
    editor.replace("rules.ground", "define a = = 1\n");
    let refused = editor.ask_of("textDocument/formatting", "rules.ground");
    assert_eq!(refused, Value::Null);
    editor.leave();
}

#[test]
fn what_depends_on_something_is_told_as_calls_are() {
    let mut editor = editor();
    let items = editor.ask_at(
        "textDocument/prepareCallHierarchy",
        "rules.ground",
        "big and fit",
    );
    assert_eq!(items[0]["name"], "big");
    let incoming = editor.ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    let names: Vec<_> = incoming
        .as_array()
        .unwrap()
        .iter()
        .map(|it| text(&it["from"]["name"]))
        .collect();
    assert_eq!(names, ["fit", "large"]);
    assert_eq!(incoming[1]["from"]["detail"], "rule of owner");
    let outgoing = editor.ask("callHierarchy/outgoingCalls", json!({ "item": items[0] }));
    assert_eq!(outgoing[0]["to"]["name"], "size");
    assert_eq!(outgoing[0]["to"]["uri"], editor.uri("policy.ground"));
    editor.leave();
}

#[test]
fn findings_are_explained() {
    let mut editor = editor();
    let page = editor.ask("groundrules/explain", json!({ "code": "gap" }));
    assert!(text(&page).starts_with("# gap"));
    assert!(
        editor
            .try_ask("groundrules/explain", json!({ "code": "gaps" }))
            .is_err()
    );
    editor.leave();
}

#[test]
fn what_may_be_written_is_offered_also_in_a_text_with_faults() {
    let can = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let mut editor = editor_that(can);
    editor.replace("rules.ground", &format!("{RULES}define far = city in \n"));
    let line = RULES.matches('\n').count();
    let place = json!({ "line": line, "character": "define far = city in ".len() });
    let params =
        json!({ "textDocument": { "uri": editor.uri("rules.ground") }, "position": place });
    let found = editor.ask("textDocument/completion", params);
    let items = found["items"].as_array().unwrap();
    assert_eq!(items[0]["label"], "near");
    assert_eq!(items[0]["textEdit"]["newText"], "near");
    editor.replace("rules.ground", &format!("{RULES}dec"));
    let place = json!({ "line": RULES.matches('\n').count(), "character": 3 });
    let params =
        json!({ "textDocument": { "uri": editor.uri("rules.ground") }, "position": place });
    let found = editor.ask("textDocument/completion", params);
    let items = found["items"].as_array().unwrap();
    let decision = items.iter().find(|it| it["label"] == "decision").unwrap();
    assert_eq!(decision["insertTextFormat"], 2);
    assert_eq!(decision["filterText"], "decision");
    assert_eq!(
        editor.words("rules.ground", &decision["textEdit"]["range"]),
        "dec"
    );
    // A source may name the columns of the sample.
    editor.replace(
        "rules.ground",
        &format!("{RULES}source s {{ size from \"\n"),
    );
    let place = json!({ "line": RULES.matches('\n').count(), "character": 22 });
    let params =
        json!({ "textDocument": { "uri": editor.uri("rules.ground") }, "position": place });
    let found = editor.ask("textDocument/completion", params);
    let labels: Vec<_> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| text(&it["label"]))
        .collect();
    assert_eq!(labels, ["city", "email", "since", "size", "stage"]);
    editor.leave();
}

#[test]
fn what_was_counted_stands_above_the_line() {
    let mut editor = editor();
    let example = "example \"Large\" { lead { email \"a\"  size 9  city \"Ulm\" }  expect owner = ana }\n\
        example \"Small\" { lead { email \"a\"  size 1 }  expect owner = ana }\n";
    editor.replace("rules.ground", &format!("{RULES}{example}"));
    editor.wait(|it| {
        it.codes("rules.ground")
            .contains(&"failed-example".to_owned())
    });
    let mut lenses = Vec::new();
    // The leads are counted after the proof.
    while lenses.len() < 5 {
        let found = editor.ask_of("textDocument/codeLens", "rules.ground");
        let found = found.as_array().unwrap().iter();
        lenses = found
            .map(|it| text(&it["command"]["title"]).to_owned())
            .collect();
    }
    assert_eq!(
        lenses[0],
        "can be 50 at most and 0 at least; 0 to 50, 25 on average of 2 leads"
    );
    assert_eq!(lenses[1], "ana 1, bo 1");
    assert_eq!(lenses[2], "decides 1 of 2");
    assert_eq!(lenses[3], "holds");
    assert!(
        lenses[4].starts_with("does not hold: `owner` should be `ana`"),
        "{}",
        lenses[4]
    );
    editor.leave();
}
