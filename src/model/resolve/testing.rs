//! What the tests of this module share.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{LoadedFiles, Model, resolve};
use crate::source::SourceMap;
use crate::syntax::ast::Item;

/// The model of a policy of one file and the files beside it, and all findings.
pub(super) fn resolved_with(text: &str, files: &[(&str, &str)]) -> (Model, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let policy = sources.add("policy.ground", text);
    let mut loaded = LoadedFiles::new();
    for (path, text) in files {
        let id = sources.add(*path, *text);
        loaded.insert((policy, (*path).to_owned()), Ok(id));
    }
    let mut diagnostics = Diagnostics::default();
    let file = crate::syntax::parse(policy, text, &mut diagnostics);
    let broken = |item: &crate::source::Spanned<Item>| matches!(item.node, Item::Broken(_));
    let silent = diagnostics.as_slice().is_empty() && file.items.iter().any(broken);
    assert!(!silent, "this is refused without a word: {text}");
    let model = resolve(&[file], &loaded, &sources, &mut diagnostics);
    (model, diagnostics.into_sorted())
}

/// The model of a policy of one file, and all findings.
pub(super) fn resolved(text: &str) -> (Model, Vec<Diagnostic>) {
    resolved_with(text, &[])
}

/// The codes of all findings.
pub(super) fn codes(text: &str) -> Vec<Code> {
    resolved(text).1.iter().map(|found| found.code).collect()
}

/// The first finding of a code. Every finding has to say where and what to do.
pub(super) fn finding(text: &str, code: Code) -> Diagnostic {
    let found = resolved(text).1;
    for finding in &found {
        assert!(finding.help.is_some(), "{finding:?}");
        assert!(!finding.message.ends_with('.'), "{finding:?}");
    }
    found
        .into_iter()
        .find(|finding| finding.code == code)
        .expect("the finding is made")
}
