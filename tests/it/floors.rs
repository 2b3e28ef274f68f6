//! A module uses lower floors only, so that each can be read and tested without those above it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::project::{path, text};

/// Every module and its floor. `diagnostic` stands above `source`, whose spans it holds.
const FLOORS: &[(&str, u8)] = &[
    ("source", 0),
    ("diagnostic", 1),
    ("value", 1),
    ("syntax", 2),
    ("records", 2),
    ("format", 3),
    ("model", 3),
    ("eval", 4),
    ("data", 4),
    ("words", 4),
    ("compile", 5),
    ("engine", 5),
    ("explain", 5),
    ("report", 5),
    ("proof", 5),
    ("embed", 6),
    ("bulk", 6),
    ("analyze", 6),
    ("diff", 7),
    ("fit", 7),
    ("handbook", 7),
    ("init", 7),
    ("why", 7),
    ("watch", 8),
    ("render", 9),
    ("editor", 10),
    ("lsp", 11),
    ("cli", 12),
];

#[test]
fn every_module_has_a_floor() {
    let source = path("src");
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let known = FLOORS.iter().any(|(module, _)| *module == name);
        assert!(
            known || name == "lib" || name == "main",
            "{name} has no floor"
        );
    }
}

#[test]
fn the_map_says_the_same() {
    let map = text("src/lib.rs");
    let rows = map.lines().filter_map(|line| line.strip_prefix("//! | "));
    let floors = rows.filter_map(|row| {
        let (floor, module) = row.split_once(" | [`")?;
        let module = module.trim_start_matches("mod@").split('`').next()?;
        Some((module, floor.parse().unwrap()))
    });
    assert_eq!(floors.collect::<Vec<_>>(), FLOORS);
}

#[test]
fn modules_use_lower_floors_only() {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let source = path("src");
    let mut uses = 0;
    for (module, floor) in &floors {
        for path in rust_files(&source.join(module)) {
            let text = fs::read_to_string(&path).unwrap();
            for used in used_modules(&text) {
                let Some(below) = floors.get(used.as_str()) else {
                    panic!(
                        "{} uses `crate::{used}`, which has no floor",
                        path.display()
                    );
                };
                uses += 1;
                let allowed = used == *module || below < floor;
                assert!(allowed, "{} uses `crate::{used}`", path.display());
            }
        }
    }
    assert!(
        uses > 100,
        "only {uses} uses were found: the test reads the wrong files"
    );
}

#[test]
fn uses_are_found_in_every_form() {
    let text = "use crate::source::Span;\nuse crate::{model, value::{Date, Text}};\n\
                fn f() -> crate::eval::Truth {}\n\
                #[cfg(test)]\nmod tests { use crate::cli; }";
    assert_eq!(used_modules(text), ["source", "model", "value", "eval"]);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}

/// The modules that a text names behind `crate::`, but for its tests and comments.
fn used_modules(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut used = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_members(group)),
            None => used.push(first_word(rest)),
        }
    }
    used
}

/// The first words of the members of `a, b::{c, d}}`.
fn group_members(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ => members.last_mut().unwrap().push(character),
        }
    }
    let words = members.iter().map(|member| first_word(member.trim()));
    words.filter(|word| !word.is_empty()).collect()
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|it| it.is_alphanumeric() || *it == '_')
        .collect()
}
