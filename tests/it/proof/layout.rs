//! `fmt` over policies that grow at random, with comments and line ends put into them, and over every
//! text of the project: what is laid out stays so, means the same, and has all comments.
//!
//! 150 policies are laid out; `GROUNDRULES_LAYOUTS=1000` tries more, `GROUNDRULES_SEED` others.

use std::path::Path;

use groundrules::compile::Compiled;
use groundrules::diagnostic::Diagnostics;
use groundrules::format::format;
use groundrules::render::model::model_report;
use groundrules::source::SourceId;
use groundrules::syntax::ast::File;
use groundrules::syntax::parse;
use serde_json::Value;

use super::chance::Chance;
use super::{compiled, grow, has_errors, setting};
use crate::project::path;

/// The tree of a text without faults.
fn read(text: &str) -> Option<File> {
    let mut found = Diagnostics::default();
    let file = parse(SourceId(0), text, &mut found);
    found.into_sorted().is_empty().then_some(file)
}

/// All that a policy says, without the places where it says so.
fn meaning(compiled: &Compiled) -> Value {
    let report = model_report(compiled, compiled.as_of.unwrap());
    let mut value = serde_json::to_value(&report).unwrap();
    without_places(&mut value);
    value
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(parts) => {
            parts.retain(|key, _| key != "at");
            parts.values_mut().for_each(without_places);
        }
        Value::Array(parts) => parts.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// The words of the comments, sorted.
fn comments(file: &File) -> Vec<String> {
    let words = file.comments.iter().map(|it| it.text.trim().to_owned());
    let mut words: Vec<_> = words.collect();
    words.sort();
    words
}

/// What is wrong with the layout of a text; nothing where it is right, or where the text has faults.
fn wrong(text: &str) -> Option<String> {
    let file = read(text)?;
    let once = match format(text, &file) {
        Ok(once) => once,
        Err(error) => return Some(format!("{error:?}")),
    };
    let Some(again) = read(&once) else {
        return Some(format!("it cannot be read:\n{once}"));
    };
    if format(&once, &again).as_ref() != Ok(&once) {
        return Some(format!("it is laid out otherwise again:\n{once}"));
    }
    if comments(&file) != comments(&again) {
        return Some(format!("comments are not the same:\n{once}"));
    }
    let (was, is) = (compiled(text), compiled(&once));
    let alike = meaning(&was) == meaning(&is) && was.findings.len() == is.findings.len();
    (!alike).then(|| format!("it means something else:\n{once}"))
}

/// The text with comments, blank lines and blanks at the ends of lines and before them.
fn disturbed(text: &str, chance: &mut Chance) -> String {
    let mut disturbed = String::new();
    for (nth, line) in text.lines().enumerate() {
        match chance.below(10) {
            0 => disturbed += &format!("{line} # trailing {nth}\n"),
            1 => disturbed += &format!("# own line {nth}\n{line}\n"),
            2 => disturbed += &format!("\n\n   # apart {nth}\n\n{line}\n"),
            3 => disturbed += &format!("\t {}  \r\n", line.trim()),
            4 => disturbed += &format!("{line}\n\n\n"),
            5 => disturbed += &format!("{} ", line.trim_start()),
            _ => disturbed += &format!("{line}\n"),
        }
    }
    disturbed
}

#[test]
fn policies_mean_the_same_in_the_one_layout() {
    let wanted = setting("GROUNDRULES_LAYOUTS", 150);
    let mut seed = setting("GROUNDRULES_SEED", 1).wrapping_mul(15_485_863);
    let (mut laid_out, mut tried) = (0, 0);
    while laid_out < wanted {
        (seed, tried) = (seed.wrapping_add(1), tried + 1);
        let plain = grow(seed).outline.text();
        let text = disturbed(&plain, &mut Chance::new(seed));
        // Where order or line ends matter, not every disturbed text can be read.
        if read(&text).is_none() || has_errors(&compiled(&plain)) {
            continue;
        }
        laid_out += 1;
        if let Some(wrong) = wrong(&text) {
            panic!("seed {seed}: {wrong}\n---\n{text}");
        }
    }
    assert!(laid_out * 2 > tried, "{laid_out} of {tried} only");
}

#[test]
fn every_text_of_the_project_means_the_same_in_the_one_layout() {
    let mut texts = Vec::new();
    for folder in ["policies", "examples", "tests", "src"] {
        gather(&path(folder), &mut texts);
    }
    let read_well = texts.iter().filter(|(_, text)| read(text).is_some());
    let read_well: Vec<_> = read_well.collect();
    assert!(read_well.len() > 500, "{} only", read_well.len());
    for (name, text) in read_well {
        if let Some(wrong) = wrong(text) {
            panic!("{name}: {wrong}");
        }
    }
}

fn gather(folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, texts);
        } else if path.extension().is_some_and(|it| it == "ground")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            texts.push((path.display().to_string(), text));
        }
    }
}
