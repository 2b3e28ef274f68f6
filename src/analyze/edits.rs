//! Changes of the text that mend a finding, where they leave nothing behind that needs mending.

use std::collections::BTreeSet;
use std::ops::Range;

use super::context::Context;
use crate::diagnostic::Edit;
use crate::model::{Condition, Decision, Operand, Overridden, RuleIndex};
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp};

/// The rules of a decision that other rules name.
pub(super) fn overridden(decision: &Decision) -> BTreeSet<RuleIndex> {
    let overrides = decision.rules.iter().flat_map(|it| &it.overrides);
    let rules = overrides.filter_map(|it| match it {
        Overridden::Rule(rule) => Some(*rule),
        Overridden::Table(_) => None,
    });
    rules.collect()
}

/// The whole lines of something that stands there alone; none where something else stands beside
/// it, or words about it above it.
pub(super) fn removal(context: &Context<'_>, span: Span) -> Option<Span> {
    let text = &context.compiled.sources.get(span.source)?.text;
    let (before, after) = (
        text.get(..span.range().start)?,
        text.get(span.range().end..)?,
    );
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.find('\n').map_or(after.len(), |at| at + 1);
    let alone = before.get(line..)?.trim().is_empty() && after.get(..rest)?.trim().is_empty();
    let above = before.get(..line)?.trim_end().lines().next_back();
    let described = above.is_some_and(|above| above.trim_start().starts_with('#'));
    (alone && !described).then(|| Span::new(span.source, line, span.range().end + rest))
}

/// The text of what a rule overrides: of one name, or of `all`.
pub(super) struct OverrideText {
    /// The name.
    pub(super) name: Span,
    /// What to take out so that only this goes, where that is clear.
    pub(super) whole: Option<Span>,
}

/// Where a rule of a decision names something that it overrides.
pub(super) fn override_text(
    context: &Context<'_>,
    decision: &str,
    rule: &str,
    name: &str,
) -> Option<OverrideText> {
    let names = overridden_names(context, decision, rule)?;
    let at = names.iter().position(|it| it.node == name)?;
    let this = names.get(at)?.span;
    let previous = at.checked_sub(1).and_then(|at| names.get(at));
    let text = &context.compiled.sources.get(this.source)?.text;
    let between = |from: usize, to: usize| {
        let between = text.get(from..to);
        between.is_some_and(|it| it.chars().all(|c| c == ',' || c.is_whitespace()))
    };
    let whole = match (previous, names.get(at + 1)) {
        (_, Some(next)) if between(this.range().end, next.span.range().start) => {
            Some((this.range().start, next.span.range().start))
        }
        (Some(previous), None) if between(previous.span.range().end, this.range().start) => {
            Some((previous.span.range().end, this.range().end))
        }
        (None, None) => {
            let before = text.get(..this.range().start)?.trim_end();
            let before = before.strip_suffix("overrides")?.trim_end();
            Some((before.len(), this.range().end))
        }
        _ => None,
    };
    Some(OverrideText {
        name: this,
        whole: whole.map(|(from, to)| Span::new(this.source, from, to)),
    })
}

/// The text that lets a rule override another one, in addition to what it overrides already.
pub(super) fn insert_override(
    context: &Context<'_>,
    decision: &str,
    rule: &crate::model::Rule,
    below: &str,
) -> Option<Edit> {
    let said = rule_text(context, decision, &rule.name)?;
    let insert = |at: usize, new_text: String| Edit {
        span: Span::new(rule.span.source, at, at),
        new_text,
    };
    match &said.overrides {
        Some(ast::Overrides::All) => return None,
        Some(ast::Overrides::Names(names)) => {
            let last = names.last()?.span.range().end;
            return Some(insert(last, format!(", {below}")));
        }
        None => {}
    }
    // Before the reason, which stands last.
    let text = &context.compiled.sources.get(rule.span.source)?.text;
    let end = match &said.because {
        Some(because) => {
            let before = text.get(..because.span.range().start)?.trim_end();
            before.strip_suffix("because")?.trim_end().len()
        }
        None => rule.span.range().end,
    };
    Some(insert(end, format!(" overrides {below}")))
}

fn overridden_names<'c>(
    context: &Context<'c>,
    decision: &str,
    rule: &str,
) -> Option<&'c [ast::Name]> {
    match rule_text(context, decision, rule)?.overrides.as_ref()? {
        ast::Overrides::Names(names) => Some(names),
        ast::Overrides::All => None,
    }
}

/// A rule as it is written.
fn rule_text<'c>(context: &Context<'c>, decision: &str, rule: &str) -> Option<&'c ast::Rule> {
    let items = context.compiled.files.iter().flat_map(|file| &file.items);
    let mut decisions = items.filter_map(|item| match &item.node {
        ast::Item::Decision(it) if it.name.node == decision => Some(it),
        _ => None,
    });
    let mut rules = decisions
        .next()?
        .items
        .iter()
        .filter_map(|item| match &item.node {
            ast::DecisionItem::Rule(it) if it.name.node == rule => Some(it),
            _ => None,
        });
    rules.next()
}

/// Another sign before the bar of a comparison. A cell begins with it.
pub(super) fn sign_edit(
    context: &Context<'_>,
    part: &Condition,
    bar: &Operand,
    (from, to): (CompareOp, CompareOp),
) -> Option<Edit> {
    let text = part_text(context, part)?;
    let sign = from.as_str();
    let at = match bar
        .span
        .range()
        .start
        .checked_sub(part.span.range().start)?
    {
        0 => {
            let rest = text.strip_prefix(sign)?;
            (!rest.starts_with('=')).then_some(0)?
        }
        bar => text.get(..bar)?.trim_end().strip_suffix(sign)?.len(),
    };
    Some(edit_within(part, at..at + sign.len(), to.as_str()))
}

/// Other dots in a range.
pub(super) fn dots_edit(
    context: &Context<'_>,
    part: &Condition,
    dots: &str,
    by: &str,
) -> Option<Edit> {
    let at = part_text(context, part)?.rfind(dots)?;
    Some(edit_within(part, at..at + dots.len(), by))
}

/// Another whole number at the end of a range.
pub(super) fn number_edit(context: &Context<'_>, part: &Condition, by: &str) -> Option<Edit> {
    let text = part_text(context, part)?;
    let at = text.rfind("..")? + 2;
    let is_number = |c: char| c.is_ascii_digit() || c == '_';
    let is_one = text.get(at..)?.chars().all(is_number);
    is_one.then(|| edit_within(part, at..text.len(), by))
}

/// The text of a part, where it stands in a policy and not in a sheet.
fn part_text<'c>(context: &Context<'c>, part: &Condition) -> Option<&'c str> {
    let source = context.compiled.sources.get(part.span.source)?;
    let in_policy = source.name.ends_with(".ground");
    in_policy.then(|| source.text.get(part.span.range()))?
}

fn edit_within(part: &Condition, bytes: Range<usize>, new_text: &str) -> Edit {
    let start = part.span.range().start;
    Edit {
        span: Span::new(part.span.source, start + bytes.start, start + bytes.end),
        new_text: new_text.to_owned(),
    }
}

/// What stands here once an edit is made.
pub(super) fn rewritten(context: &Context<'_>, span: Span, edit: &Edit) -> Option<String> {
    let mut text = context.compiled.sources.slice(span).to_owned();
    let start = edit.span.range().start.checked_sub(span.range().start)?;
    let end = edit.span.range().end.checked_sub(span.range().start)?;
    text.get(start..end)?;
    text.replace_range(start..end, &edit.new_text);
    Some(crate::value::on_one_line(&text))
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::compiled;
    use crate::analyze::{Options, analyze};

    /// The policy without its dead rule, where taking it out is offered.
    fn mended(rules: &str) -> Option<String> {
        let mut text = format!(
            "policy \"p\" {{}}\nlead {{ id: text key  n: integer }}\n\
             decision k: one of x | y {{\n{rules}  otherwise y\n}}"
        );
        let compiled = compiled(&text);
        let analysis = analyze(&compiled, compiled.as_of.unwrap(), &Options::default());
        let mut fixes = analysis.findings.iter();
        let fix = fixes.find_map(|it| it.diagnostic.fix.clone())?;
        text.replace_range(fix.edits[0].span.range(), &fix.edits[0].new_text);
        Some(text.split("x | y {\n").nth(1)?.to_owned())
    }

    #[test]
    fn a_dead_rule_goes_with_its_lines() {
        let rules = "  rule r: x when n > 5\n  rule s: x\n    when n > 5 and n < 3\n";
        let left = "  rule r: x when n > 5\n  otherwise y\n}";
        assert_eq!(mended(rules).as_deref(), Some(left));
    }

    #[test]
    fn not_where_something_else_speaks_of_it() {
        let beside = "  rule r: x when n > 5  rule s: x when n > 5 and n < 3\n";
        assert_eq!(mended(beside), None);
        let above = "  rule r: x when n > 5\n  # Small ones.\n  rule s: x when n > 5 and n < 3\n";
        assert_eq!(mended(above), None);
        let named = "  rule s: x when n > 5 and n < 3\n  rule r: y when n > 5 overrides s\n";
        assert_eq!(mended(named), None);
    }
}
