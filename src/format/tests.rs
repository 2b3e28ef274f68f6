//! The layout on whole texts.

use super::{FormatError, format, verified};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::syntax;

fn laid_out(text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(SourceId(0), text, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{text}\n{diagnostics:#?}");
    match verified(SourceId(0), text, &file) {
        Ok(result) => result,
        Err(error) => panic!("{error}\n{}", format(text, &file).unwrap()),
    }
}

#[test]
fn show() {
    let file = std::env::var("SHOW").unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(SourceId(0), &text, &mut diagnostics);
    for item in &file.items {
        if let crate::syntax::ast::Item::Broken(_) = item.node {
            println!("BROKEN {}", &text[item.span.range()]);
        }
    }
    println!("{:?}", diagnostics.as_slice());
    std::fs::write("/tmp/fmt.out", laid_out(&text)).unwrap();
}
