//! Laws of the parser, over random texts.

use proptest::prelude::*;

use super::ast::Item;
use super::cut::{KEYWORDS, RESERVED};
use super::{MAX_NESTING, parse};
use crate::diagnostic::{Code, Diagnostics, Level};
use crate::source::SourceId;

/// More words, signs and lines of the language, and things that are none of it.
const MORE: &[&str] = &[
    "stage",
    "start",
    "end",
    "task",
    "accountable",
    "responsible",
    "within",
    "after",
    "done at",
    "escalate",
    "working hours",
    "mon..fri",
    "09:00..17:30",
    "rule",
    "table",
    "least",
    "since",
    "(",
    ")",
    "{",
    "}",
    "|",
    ",",
    ":",
    "=",
    "=>",
    "!=",
    "<",
    "<=",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "..",
    "5..10",
    "60",
    "20%",
    "14 days",
    "50_000 USD",
    "2026-07-01",
    "\"text\"",
    "\"open",
    "a",
    "b",
    "email",
    "first match",
    "or none",
    "one of",
    "group",
    "\n",
    "\n\n",
    "# note\n",
    "## doc\n",
    "==",
    "Ä",
    "\u{0}",
    "“",
    "expect",
    "set",
];

fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&str> = [KEYWORDS, RESERVED, MORE].concat();
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.join(" "))
}

/// Declarations to put random words into, at `@`.
const FRAMES: &[&str] = &[
    "define a = @",
    "decision d: role { @ }",
    "score s { @ }",
    "lead { @ }",
    "source s { @ }",
    "example \"e\" { @ }",
    "calendar c { working hours @ }",
    "journey j tracks s since d { @ }",
    "journey j tracks s since d { stage x { @ } }",
    "journey j tracks s since d { stage x { task k { @ } } }",
];

/// Random words inside the frame of a real declaration get further into the grammar.
fn framed() -> impl Strategy<Value = String> {
    (prop::sample::select(FRAMES), soup()).prop_map(|(frame, soup)| frame.replacen('@', &soup, 1))
}

proptest! {
    #[test]
    fn any_text_has_a_tree_and_a_reason_for_each_break(text in prop_oneof![soup(), framed(), ".{0,200}"]) {
        let mut diagnostics = Diagnostics::default();
        let file = parse(SourceId(0), &text, &mut diagnostics);
        let found = diagnostics.into_sorted();
        let broken = file.items.iter().filter(|item| matches!(item.node, Item::Broken(_))).count();
        let errors = found.iter().filter(|d| d.level == Level::Error && d.code != Code::RepeatedClause).count();
        prop_assert!(broken <= errors, "{broken} broken, {errors} errors");
        let unread = |d: &&crate::diagnostic::Diagnostic| {
            d.level == Level::Error && d.code != Code::RepeatedClause && !super::slips::is_read_all_the_same(&text, d)
        };
        let unread = found.iter().filter(unread).count();
        prop_assert!(broken > 0 || unread == 0, "an error without a broken declaration: {found:?}");
        for label in found.iter().flat_map(|d| &d.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "a label off the text");
        }
    }
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let nested = |depth: usize| format!("define a = {}b{}", "(".repeat(depth), ")".repeat(depth));
    let codes = |text: &str| {
        let mut diagnostics = Diagnostics::default();
        let _tree = parse(SourceId(0), text, &mut diagnostics);
        diagnostics
            .into_sorted()
            .into_iter()
            .map(|d| d.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&nested(MAX_NESTING)), []);
    assert_eq!(codes(&nested(MAX_NESTING + 1)), [Code::TooDeep]);
    assert_eq!(
        codes(&format!("define a = {} b", "not ".repeat(MAX_NESTING))),
        []
    );
    assert_eq!(
        codes(&format!("define a = {} b", "not ".repeat(MAX_NESTING + 1))),
        [Code::TooDeep]
    );
}
