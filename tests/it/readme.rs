//! Every command in the README and in the page on a first policy is run, and must print what is
//! written below it.
//!
//! `GROUNDRULES_UPDATE_README=1 cargo test --test it readme` writes what the commands print now; the
//! change is then reviewed like code.

use std::process::Command;

use crate::program::Folder;
use crate::project::{path, text};

/// A `console` block: its place in the file, and the commands in it with what follows each.
struct Block {
    commands: Vec<(String, String)>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let body = block.split("```").next().unwrap();
        let mut commands: Vec<(String, String)> = Vec::new();
        for line in body.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => *output += &format!("{line}\n"),
                (None, None) => panic!("a console block starts with a command, not with `{line}`"),
            }
        }
        blocks.push(Block { commands });
    }
    blocks
}

/// What a command prints, standard error behind standard output; blanks at line ends left out.
fn run(command: &str) -> String {
    let arguments = command
        .strip_prefix("groundrules ")
        .or_else(|| command.strip_prefix("cargo run --quiet --release -- "))
        .unwrap_or_else(|| panic!("only groundrules itself is run: {command}"));
    let output = Command::new(env!("CARGO_BIN_EXE_groundrules"))
        .args(arguments.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .output()
        .unwrap();
    let both = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(both).unwrap();
    text.lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

fn check_file(name: &str) {
    let page = text(name);
    let mut updated = page.clone();
    let mut wrong = Vec::new();
    let mut commands = 0;
    for block in blocks(&page) {
        for (command, written) in block.commands {
            // The test command is what runs this.
            if command == "cargo test" {
                continue;
            }
            commands += 1;
            let printed = run(&command);
            if printed.trim_end() != written.trim_end() {
                let old = format!("$ {command}\n{written}");
                let new = format!("$ {command}\n{printed}");
                updated = updated.replacen(&old, &new, 1);
                wrong.push(format!(
                    "$ {command}\nwritten:\n{written}\nprinted:\n{printed}"
                ));
            }
        }
    }
    assert!(commands > 0, "{name} runs no command");
    if std::env::var_os("GROUNDRULES_UPDATE_README").is_some() {
        std::fs::write(path(name), updated).unwrap();
    } else {
        assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
    }
}

#[test]
fn readme_commands_print_what_it_says() {
    check_file("README.md");
}

#[test]
fn the_way_to_a_first_policy_prints_what_it_says() {
    check_file("examples/first-policy/README.md");
}

/// The policies of the README hold together, their examples too; but for the first, which is the one
/// that is run, and has the gap that the page is about.
#[test]
fn readme_policies_hold_together() {
    let page = text("README.md");
    let policies: Vec<_> = page
        .split("```groundrules\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let shipped = text("examples/ten-lines/policy.ground");
    assert_eq!(policies.first().copied(), Some(shipped.as_str()));
    assert!(policies.len() > 1);
    for (at, policy) in policies.into_iter().enumerate() {
        let folder = Folder::with(policy);
        let has_the_gap = i32::from(at == 0);
        folder.call(&["check", "policy.ground"]).ended(has_the_gap);
        folder.call(&["test", "policy.ground"]).ended(0);
    }
}
