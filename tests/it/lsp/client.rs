//! An editor: it opens and changes texts, asks, and remembers what it was told.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use groundrules::cli::language_server;
use groundrules::lsp::Ended;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use crate::program::Folder;

/// Longer than anything takes, on however slow a machine.
const LONG: Duration = Duration::from_secs(60);

/// An editor with a folder open.
pub(crate) struct Editor {
    pub(crate) folder: Folder,
    connection: Connection,
    server: thread::JoinHandle<Ended>,
    asked: i32,
    versions: BTreeMap<String, i32>,
    /// The texts that are open, where they were only replaced as a whole.
    pub(crate) texts: BTreeMap<String, String>,
    /// What is wrong with each text, by the last that was told, and of which version.
    pub(crate) told: BTreeMap<String, (Option<i64>, Vec<Value>)>,
    /// Other messages.
    pub(crate) heard: Vec<Notification>,
    /// What the server says that it can do.
    pub(crate) offered: Value,
}

impl Editor {
    /// An editor that counts columns in UTF-16 units, with these files in its folder.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Editor {
        Editor::with(Folder::new(files), json!({}))
    }

    /// An editor that can do this, with this folder open.
    pub(crate) fn with(folder: Folder, capabilities: Value) -> Editor {
        Editor::set(folder, capabilities, json!({}))
    }

    /// The same, with settings.
    pub(crate) fn set(folder: Folder, capabilities: Value, settings: Value) -> Editor {
        let (server, connection) = Connection::memory();
        let server =
            thread::spawn(move || language_server(server, Some("2026-07-01T09:00Z".to_owned())));
        let mut editor = Editor {
            folder,
            connection,
            server,
            asked: 0,
            versions: BTreeMap::new(),
            texts: BTreeMap::new(),
            told: BTreeMap::new(),
            heard: Vec::new(),
            offered: Value::Null,
        };
        let root = editor.uri("");
        let params = json!({
            "processId": null,
            "capabilities": capabilities,
            "initializationOptions": settings,
            "workspaceFolders": [{ "uri": root.trim_end_matches('/'), "name": "policy" }],
        });
        editor.offered = editor.ask("initialize", params);
        editor.say("initialized", json!({}));
        editor
    }

    /// The address of a file in the folder.
    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        let root: &Path = self.folder.path();
        root.canonicalize().unwrap().join(name)
    }

    /// A place in a text that is open: before these words, where they stand first.
    pub(crate) fn before(&self, name: &str, words: &str) -> Value {
        let text = &self.texts[name];
        let offset = text.find(words).unwrap_or_else(|| panic!("no {words}"));
        let line = text[..offset].matches('\n').count();
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let character = text[start..offset].encode_utf16().count();
        json!({ "line": line, "character": character })
    }

    /// The words of a stretch of a text that is open.
    pub(crate) fn words(&self, name: &str, range: &Value) -> String {
        let text = &self.texts[name];
        text[offset(text, &range["start"])..offset(text, &range["end"])].to_owned()
    }

    /// Asks something about a place of a text.
    pub(crate) fn ask_at(&mut self, method: &str, name: &str, words: &str) -> Value {
        let params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": self.before(name, words),
        });
        self.ask(method, params)
    }

    /// Asks something about a text.
    pub(crate) fn ask_of(&mut self, method: &str, name: &str) -> Value {
        let params = json!({ "textDocument": { "uri": self.uri(name) } });
        self.ask(method, params)
    }

    /// Tells the server something.
    pub(crate) fn say(&self, method: &str, params: Value) {
        let method = method.to_owned();
        let message = Notification { method, params };
        self.connection.sender.send(message.into()).unwrap();
    }

    /// Begins to ask something.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> RequestId {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        let request = Request {
            id: id.clone(),
            method: method.to_owned(),
            params,
        };
        self.connection.sender.send(request.into()).unwrap();
        id
    }

    /// The answer to what was asked.
    pub(crate) fn answer(&mut self, id: &RequestId) -> Result<Value, String> {
        loop {
            if let Some(Message::Response(response)) = self.hear() {
                assert_eq!(response.id, *id);
                let answer = response.response_result;
                return answer.map_err(|error| format!("{}: {}", error.code, error.message));
            }
        }
    }

    /// Asks something that has an answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap()
    }

    /// Asks something that may be refused.
    pub(crate) fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        let id = self.begin(method, params);
        self.answer(&id)
    }

    /// Hears one message, and remembers what it tells.
    fn hear(&mut self) -> Option<Message> {
        let message = self.connection.receiver.recv_timeout(LONG).unwrap();
        match message {
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                let uri = told.params["uri"].as_str().unwrap().to_owned();
                let found = told.params["diagnostics"].as_array().unwrap().clone();
                self.told
                    .insert(uri, (told.params["version"].as_i64(), found));
                None
            }
            Message::Notification(told) => {
                self.heard.push(told);
                None
            }
            // What it asks needs no answer.
            Message::Request(_) => None,
            Message::Response(_) => Some(message),
        }
    }

    /// Hears messages until something is so.
    pub(crate) fn wait(&mut self, mut until: impl FnMut(&Editor) -> bool) {
        while !until(self) {
            assert!(self.hear().is_none(), "an answer that nobody asked for");
        }
    }

    /// Opens a file as it is on the disk.
    pub(crate) fn open(&mut self, name: &str) {
        let text = self.folder.read(name);
        self.open_as(name, &text);
    }

    /// Opens a file with a text that need not be saved.
    pub(crate) fn open_as(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.versions.insert(name.to_owned(), 1);
        self.texts.insert(name.to_owned(), text.to_owned());
        let document =
            json!({ "uri": uri, "languageId": "groundrules", "version": 1, "text": text });
        self.say("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a file that is open: lines and characters from, to, and what comes there.
    pub(crate) fn edit(&mut self, name: &str, from: (u32, u32), to: (u32, u32), text: &str) {
        let at = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let range = json!({ "start": at(from), "end": at(to) });
        self.change(name, json!([{ "range": range, "text": text }]));
    }

    /// Gives a file that is open another text.
    pub(crate) fn replace(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
        self.change(name, json!([{ "text": text }]));
    }

    fn change(&mut self, name: &str, changes: Value) {
        let uri = self.uri(name);
        let version = self.versions.get_mut(name).unwrap();
        *version += 1;
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.say("textDocument/didChange", params);
    }

    pub(crate) fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.say(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }

    /// Hears until all that is looked for in the text as it is now is found.
    pub(crate) fn settle(&mut self) {
        // An answer comes after what was said before, and after what is told of it.
        let _ = self.ask("groundrules/text", json!({ "uri": "" }));
        self.wait(|editor| {
            let stands = editor
                .heard
                .iter()
                .rfind(|it| it.method == "groundrules/status");
            stands.is_some_and(|it| it.params["stand"] != "proving")
        });
    }

    /// The codes of what is wrong with all files.
    pub(crate) fn all_codes(&self) -> Vec<String> {
        let found = self.told.values().flat_map(|(_, found)| found);
        let code = |it: &Value| it["code"].as_str().unwrap().to_owned();
        let mut codes: Vec<String> = found.map(code).collect();
        codes.sort();
        codes
    }

    /// Makes changes of texts, as an editor does with a change that a person chose.
    pub(crate) fn apply(&mut self, edit: &Value) {
        for (uri, edits) in edit["changes"].as_object().unwrap() {
            let root = self.uri("");
            let name = uri.strip_prefix(&root).unwrap().to_owned();
            if !self.texts.contains_key(&name) {
                self.open(&name);
            }
            let mut text = self.texts[&name].clone();
            let mut edits: Vec<_> = edits.as_array().unwrap().iter().collect();
            let start = |it: &&Value| offset(&text, &it["range"]["start"]);
            edits.sort_by_key(start);
            for it in edits.into_iter().rev() {
                let (from, to) = (&it["range"]["start"], &it["range"]["end"]);
                let range = offset(&text, from)..offset(&text, to);
                text.replace_range(range, it["newText"].as_str().unwrap());
            }
            self.replace(&name, &text);
        }
    }

    /// The codes of what is wrong with a file, by the last that was told.
    pub(crate) fn codes(&self, name: &str) -> Vec<String> {
        let found = self.told.get(&self.uri(name));
        let found = found.map(|(_, found)| found.as_slice()).unwrap_or_default();
        let code = |it: &Value| it["code"].as_str().unwrap().to_owned();
        found.iter().map(code).collect()
    }

    /// Hears until these are the codes of a file.
    pub(crate) fn wait_for(&mut self, name: &str, codes: &[&str]) {
        let uri = self.uri(name);
        self.wait(|editor| editor.told.contains_key(&uri) && editor.codes(name) == codes);
    }

    /// Leaves in order.
    pub(crate) fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.say("exit", Value::Null);
        assert_eq!(self.server.join().unwrap(), Ended::InOrder);
    }

    /// Goes away without a word.
    pub(crate) fn vanish(self) {
        drop(self.connection);
        assert_eq!(self.server.join().unwrap(), Ended::Abruptly);
    }
}

/// The byte at a place whose column is in UTF-16 units.
pub(crate) fn offset(text: &str, at: &Value) -> usize {
    let number = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap();
    let lines = text.split_inclusive('\n');
    let start: usize = lines.take(number("line")).map(str::len).sum();
    let mut units = 0;
    for (offset, character) in text[start..].char_indices() {
        if units >= number("character") {
            return start + offset;
        }
        units += character.len_utf16();
    }
    text.len()
}
