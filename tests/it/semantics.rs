//! What the language means, as policies whose examples must hold: one file a subject, written from
//! the language's reference and not from the evaluator.

use crate::program::Folder;
use crate::project::path;

#[test]
fn what_the_reference_says_holds() {
    let files = std::fs::read_dir(path("tests/semantics"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let policies: Vec<_> = files
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    assert!(policies.len() >= 4);
    for policy in policies {
        Folder::with(&policy)
            .call(&["test", "policy.ground"])
            .ended(0);
    }
}
