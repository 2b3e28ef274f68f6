//! `completions` and `man`.

use crate::program::Folder;

#[test]
fn every_shell_completes_every_command() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let told = folder.call(&["completions", shell]).ended(0).out;
        for command in ["check", "diff", "handbook", "completions"] {
            assert!(told.contains(command), "{shell}: {command}");
        }
        assert!(told.contains("exit-code"), "{shell}");
    }
}

#[test]
fn every_command_has_a_page_for_man() {
    let folder = Folder::new(&[]);
    folder.call(&["man", "."]).ended(0);
    let help = folder.call(&["--help"]).ended(0).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let mut pages = 0;
    // A name stands two blanks in, and its words further in.
    for line in commands.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        let path = folder.path().join(format!("groundrules-{name}.1"));
        let page = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name}"));
        assert!(page.contains(".SH OPTIONS"), "{name}");
        pages += 1;
    }
    assert!(pages >= 12, "{pages}");
    let told = folder.call(&["man", "nowhere"]).ended(2);
    assert!(told.err.contains("cannot be written"), "{}", told.err);
}
