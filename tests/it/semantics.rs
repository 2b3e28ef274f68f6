//! What the language means, as policies whose examples must hold: one file a subject, written from
//! the language's reference and not from the evaluator.

use std::process::Command;

#[test]
fn what_the_reference_says_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/semantics");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 4);
    for file in files {
        let output = Command::new(env!("CARGO_BIN_EXE_groundrules"))
            .arg("test")
            .arg(&file)
            .env_clear()
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(
            output.status.success(),
            "{}\n{}",
            file.display(),
            String::from_utf8_lossy(&said)
        );
    }
}
