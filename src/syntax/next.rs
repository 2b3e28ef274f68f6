//! What may come next in a declaration that is not finished: what the grammar wants there.

use std::collections::BTreeSet;

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::expected::keywords;
use super::grammar::{Grammar, Rule, set_limit};

/// Something that no text has, so that the grammar always stops there.
const STOP: char = '\u{1}';

/// What may come next, beside words of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// A name: which are meant is told by what stands before.
    Name,
    /// A condition or a value.
    Operand,
    /// A value of what stands before.
    Value,
    /// What a rule or a row yields.
    Outcome,
    /// What a row asks of a column.
    Cell,
    /// A text in quotes.
    Text,
    /// The code of a finding.
    Code,
    /// A currency.
    Currency,
}

/// What may come next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Next {
    /// Words of the language, some of several words: `at most`.
    pub(crate) words: BTreeSet<&'static str>,
    /// Other things.
    pub(crate) wanted: BTreeSet<Wanted>,
    /// The declaration could end here.
    pub(crate) may_end: bool,
}

/// What may come behind the beginning of a declaration. Nothing where that is faulty before its end.
pub(crate) fn next(beginning: &str) -> Next {
    set_limit();
    let text = format!("{beginning}{STOP}");
    let Err(error) = Grammar::parse(Rule::declaration, &text) else {
        return Next::default();
    };
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Next::default();
    };
    if at != beginning.len() {
        return Next::default();
    }
    let mut next = Next::default();
    for rule in positives {
        next.words.extend(keywords(*rule));
        next.words.extend(beside(*rule));
        next.wanted.extend(wanted(*rule));
        next.may_end |= *rule == Rule::EOI;
    }
    if next.wanted.contains(&Wanted::Operand) {
        next.words
            .extend(["not", "since", "until", "domain", "yes", "no"]);
    }
    next
}

/// Words that may come where a construct may, which has a name of its own in messages.
fn beside(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::source_entry => &[
            "missing everywhere",
            "yes",
            "no",
            "dates",
            "datetimes",
            "encoding",
            "delimiter",
            "absent",
            "skip rows where",
            "join",
        ],
        Rule::lead_entry => &["fact"],
        Rule::row => &["otherwise", "any", "known", "missing", "none of"],
        Rule::cell => &["any", "known", "missing", "none of"],
        Rule::expectation => &["task", "told", "not", "stage of", "forbidden", "breach"],
        Rule::has_many => &["any of", "all of"],
        Rule::assigned => &["missing", "yes", "no"],
        Rule::outcome => &["none"],
        _ => &[],
    }
}

fn wanted(rule: Rule) -> Option<Wanted> {
    Some(match rule {
        Rule::ident
        | Rule::field
        | Rule::lead_entry
        | Rule::column
        | Rule::source_entry
        | Rule::assignment
        | Rule::expectation
        | Rule::expect_equals
        | Rule::expect_state
        | Rule::subject
        | Rule::word
        | Rule::role
        | Rule::time_span
        | Rule::range_end => Wanted::Name,
        Rule::condition
        | Rule::s_condition
        | Rule::not_test
        | Rule::s_not_test
        | Rule::comparison
        | Rule::s_comparison
        | Rule::sum
        | Rule::s_sum
        | Rule::call
        | Rule::count_of
        | Rule::parenthesis
        | Rule::headers => Wanted::Operand,
        Rule::value
        | Rule::values
        | Rule::assigned
        | Rule::value_texts
        | Rule::member
        | Rule::cell_limit => Wanted::Value,
        Rule::outcome | Rule::no_outcome => Wanted::Outcome,
        Rule::cell | Rule::cell_test | Rule::row | Rule::row_cells => Wanted::Cell,
        Rule::text | Rule::texts => Wanted::Text,
        Rule::code => Wanted::Code,
        Rule::currency => Wanted::Currency,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(beginning: &str) -> (Vec<&'static str>, Vec<Wanted>) {
        let next = next(beginning);
        let wanted = next.wanted.into_iter().collect();
        (next.words.into_iter().collect(), wanted)
    }

    #[test]
    fn words_that_may_come_are_those_of_the_grammar() {
        let (words, wanted) = after("decision d: one of a | b { rule r: a ");
        assert_eq!(wanted, []);
        let expected = [
            "because",
            "otherwise",
            "overrides",
            "rule",
            "table",
            "unless",
            "when",
        ];
        assert_eq!(words, expected);
        let (words, _) = after("lead { a: text ");
        assert_eq!(words, ["fact", "fixed", "key", "required"]);
        let (words, _) = after("journey f tracks s since t { stage a { task c { ");
        assert!(
            words.contains(&"done when") && words.contains(&"responsible"),
            "{words:?}"
        );
    }

    #[test]
    fn what_may_come_is_told_by_kind() {
        let decision = "decision d: one of a | b { ";
        for (beginning, expected) in [
            ("rule r: ", Wanted::Outcome),
            ("rule r: a when ", Wanted::Operand),
            ("rule r: a when x in { ", Wanted::Value),
            ("rule r: a overrides ", Wanted::Name),
            ("table x | y { 1 | ", Wanted::Cell),
        ] {
            let (_, wanted) = after(&format!("{decision}{beginning}"));
            assert_eq!(wanted, [expected], "{beginning}");
        }
        assert_eq!(after("accept ").1, [Wanted::Code]);
        assert_eq!(after("source s { a from ").1, [Wanted::Text]);
    }

    #[test]
    fn behind_a_fault_nothing_is_known() {
        assert_eq!(next("decision d = "), Next::default());
        assert!(next("define x = a ").may_end);
    }
}
