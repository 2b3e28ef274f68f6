//! However a text is edited, the server has the same text as the editor, and says of it what a fresh
//! look says.

use groundrules::compile::{Loader, Options, compile};
use groundrules::model::FileProblem;
use groundrules::source::SourceMap;
use groundrules::value::{IsoMoment, iso_moment_or_midnight};
use serde_json::json;

use super::client::Editor;
use crate::program::Folder;
use crate::project::path;

/// How many edits are made; `GROUNDRULES_EDITS=10000` for a long run.
fn edits() -> u64 {
    let asked = std::env::var("GROUNDRULES_EDITS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(60)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// What may come in the place of something: words of the language, halves of them, signs that open
/// and do not close, characters of one, two, three and four bytes, and line ends of all kinds.
const PIECES: &[&str] = &[
    "",
    "",
    "",
    "a",
    "when ",
    "rule x: ",
    " and ",
    "or",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\n",
    "\r\n",
    "\r",
    "ä",
    "日本",
    "😀",
    "# ",
    "## doc\n",
    "1",
    "..",
    "=",
    "=> ",
    "define q = 1\n",
    "_",
    ",",
    " ",
    "\t",
    "policy \"P\" {}\n",
    "not ",
    "missing",
    "\u{301}",
    "\u{200b}",
    "lead {",
    "is known",
];

/// The texts of a shipped policy, by name.
fn texts() -> Vec<(String, String)> {
    let folder = path("policies/saas-hubspot");
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path());
    let mut texts: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|it| it == "ground"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

fn copied() -> Folder {
    let folder = Folder::new(&[]);
    for (name, text) in texts() {
        folder.write(&name, text.as_bytes());
    }
    let lists = std::fs::read_dir(path("policies/saas-hubspot/lists")).unwrap();
    for list in lists {
        let list = list.unwrap().path();
        let name = list.file_name().unwrap().to_str().unwrap();
        folder.write(&format!("lists/{name}"), &std::fs::read(&list).unwrap());
    }
    folder
}

/// Where a byte is, counted anew from the start of the text.
fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset];
    let mut line = 0;
    let mut start = 0;
    let bytes = before.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let next = text.as_bytes().get(at + 1);
        if *byte == b'\n' || *byte == b'\r' && next != Some(&b'\n') {
            line += 1;
            start = at + 1;
        }
    }
    let column = before[start..].encode_utf16().count();
    (line, u32::try_from(column).unwrap())
}

/// The codes of findings with their lines and columns.
type Found = Vec<(String, u64, u64)>;

/// What a fresh look says of these texts: the codes and places of each, as a client sees them.
fn fresh(folder: &Folder, texts: &[(String, String)]) -> Vec<(String, Found)> {
    let mut sources = SourceMap::default();
    let root = folder.path().canonicalize().unwrap();
    let name = |name: &str| root.join(name).display().to_string();
    let files = texts
        .iter()
        .map(|(file, text)| sources.add(name(file), text.as_str()));
    let files = files.collect();
    let as_of = iso_moment_or_midnight("2026-07-01T09:00Z");
    let options = Options {
        set: Vec::new(),
        as_of: as_of.filter(|it| matches!(it, IsoMoment::Exact(_))),
    };
    let loader = Within(root.clone());
    let compiled = compile(sources, files, &loader, &options).unwrap();
    let found = texts.iter().map(|(file, text)| {
        let own = compiled.findings.iter().filter(|it| {
            let span = it.span().unwrap();
            compiled.sources.name(span.source) == name(file)
        });
        let found = own.take(500).map(|it| {
            let (line, column) = place(text, it.span().unwrap().range().start);
            (it.code.to_string(), u64::from(line), u64::from(column))
        });
        (file.clone(), found.collect())
    });
    found.collect()
}

/// The lists of the folder.
struct Within(std::path::PathBuf);

impl Loader for Within {
    fn load(&self, _file: &str, path: &str) -> Result<(String, String), FileProblem> {
        let path = self.0.join(path);
        let text = std::fs::read_to_string(&path).map_err(|_| FileProblem::NotFound)?;
        Ok((path.display().to_string(), text))
    }
}

/// What the server said last.
fn said(editor: &Editor, texts: &[(String, String)]) -> Vec<(String, Found)> {
    let found = texts.iter().map(|(file, _)| {
        let found = &editor.told[&editor.uri(file)].1;
        let found = found.iter().map(|it| {
            let start = &it["range"]["start"];
            let number = |name: &str| start[name].as_u64().unwrap();
            let code = it["code"].as_str().unwrap().to_owned();
            (code, number("line"), number("character"))
        });
        (file.clone(), found.collect())
    });
    found.collect()
}

#[test]
fn server_and_editor_stay_in_step_whatever_is_typed() {
    let mut texts = texts();
    let mut editor = Editor::set(copied(), json!({}), json!({ "proof": false }));
    for (name, _) in &texts {
        editor.open(name);
    }
    let mut dice = Dice(7);
    let first = texts.clone();
    for nth in 0..edits() {
        let file = dice.below(texts.len());
        // Now and then all is as it was, so that not everything is broken for good.
        if nth % 40 == 39 {
            texts.clone_from(&first);
            for (name, text) in &first {
                editor.replace(name, text);
            }
        }
        let (name, text) = &mut texts[file];
        let edge = |mut at: usize, text: &str| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let from = edge(dice.below(text.len() + 1), text);
        let length = match dice.below(8) {
            0 => dice.below(400),
            1..4 => dice.below(6),
            _ => 0,
        };
        let to = edge((from + length).min(text.len()), text);
        // A client cannot name a place between the two characters of a line's end.
        let within = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        if within(from) || within(to) {
            continue;
        }
        let piece = PIECES[dice.below(PIECES.len())];
        editor.edit(name, place(text, from), place(text, to), piece);
        text.replace_range(from..to, piece);
        // An answer comes after all that was said before.
        let asked = editor.try_ask("groundrules/text", json!({ "uri": editor.uri(name) }));
        assert_eq!(asked.unwrap(), text.as_str(), "after {nth} edits");
        let fresh = fresh(&editor.folder, &texts);
        assert_eq!(said(&editor, &texts), fresh, "after {nth} edits");
    }
    editor.leave();
}
