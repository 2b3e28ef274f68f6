//! `useless-override`: an `overrides` without which every lead gets the same outcome.

use std::collections::BTreeSet;

use super::context::Context;
use super::edits::override_text;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::eval::stands_above;
use crate::model::{Decision, DecisionId, Node, Operand, OperandKind, Overridden, Rule, RuleIndex};
use crate::proof::{Answer, Formula, Prover};

/// One thing that a rule overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    All,
    Named(Overridden),
}

/// Why it is useless.
enum Why {
    /// By way of others it stands above the same rules.
    Anyway,
    /// The rules in question never hold together.
    NeverTogether,
    /// What comes out is the same.
    SameOutcome,
}

/// Useless overrides of a decision. Those of dead rules go with them.
pub(super) fn of_decision<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: DecisionId,
    decision: &'m Decision,
    dead: &BTreeSet<RuleIndex>,
) {
    if decision.first_match {
        return;
    }
    let well = prover.upstream_well(Node::Decision(id));
    let mut standing = Standing::of(decision);
    // Rules that each override a hundred others must not keep all else from being answered.
    let enough = prover.left() - prover.left() / MOST_OF_WHAT_IS_LEFT;
    let mut undecided = 0;
    // By name, so that the order of the text does not show.
    let mut by_name: Vec<_> = decision.rules.iter().enumerate().collect();
    by_name.sort_by_key(|(_, rule)| rule.name.as_str());
    for (at, rule) in by_name {
        if dead.contains(&at) {
            continue;
        }
        let mut named = rule.overrides.clone();
        named.sort_by_key(|below| below_name(decision, *below));
        let named = named.into_iter().map(What::Named);
        let all = rule.overrides_all.then_some(What::All);
        for what in all.into_iter().chain(named) {
            if matches!(what, What::Named(Overridden::Rule(below)) if dead.contains(&below)) {
                continue;
            }
            if prover.left() < enough {
                undecided += 1;
                continue;
            }
            let changed = standing.without(at, what);
            match judge(prover, id, well, decision, &changed) {
                Ok(Some(why)) => {
                    standing = changed;
                    report(context, decision, rule, what, &why);
                }
                Ok(None) => {}
                Err(()) => undecided += 1,
            }
        }
    }
    if undecided > 0 {
        not_decided(context, decision, undecided);
    }
}

/// These questions of a decision may take this part of the steps that are left.
const MOST_OF_WHAT_IS_LEFT: u64 = 4;

/// How the rules of a decision stand to each other, with some overrides left out. Of two that each
/// would do alone, one has to stay: what was found useless stays out.
struct Standing {
    /// The decision without its conditions.
    bare: Decision,
    /// For each rule, those that it stands above.
    above: Vec<BTreeSet<RuleIndex>>,
    /// Which stood above which in the decision as it is, and do no longer; or the other way round.
    parted: Vec<(RuleIndex, RuleIndex)>,
}

impl Standing {
    fn of(decision: &Decision) -> Standing {
        let rules = 0..decision.rules.len();
        Standing {
            bare: bare(decision),
            above: rules.map(|at| stands_above(decision, at)).collect(),
            parted: Vec::new(),
        }
    }

    /// The same without something that a rule overrides.
    fn without(&self, rule: RuleIndex, what: What) -> Standing {
        let mut bare = self.bare.clone();
        leave_out(&mut bare, rule, what);
        let mut above = self.above.clone();
        let mut parted = self.parted.clone();
        for (at, before) in above.iter_mut().enumerate() {
            // Beside the rule itself it matters to those above it; to whom one stands that overrides
            // all, hangs on all others that do.
            if at == rule || what == What::All || before.contains(&rule) {
                let after = stands_above(&bare, at);
                parted.extend(
                    before
                        .symmetric_difference(&after)
                        .map(|below| (at, *below)),
                );
                *before = after;
            }
        }
        Standing {
            bare,
            above,
            parted,
        }
    }
}

/// The decision without conditions: how its rules stand to each other, and what they give.
fn bare(decision: &Decision) -> Decision {
    let rules = decision.rules.iter().map(|rule| Rule {
        name: String::new(),
        is_named: rule.is_named,
        table: rule.table,
        when: None,
        unless: None,
        outcome: rule.outcome.clone(),
        overrides_all: rule.overrides_all,
        overrides: rule.overrides.clone(),
        because: None,
        span: rule.span,
    });
    Decision {
        named: decision.named.clone(),
        ty: decision.ty,
        or_none: decision.or_none,
        first_match: decision.first_match,
        agreed_by: Vec::new(),
        rules: rules.collect(),
        tables: decision.tables.clone(),
        otherwise: decision.otherwise.clone(),
    }
}

fn leave_out(decision: &mut Decision, rule: RuleIndex, what: What) {
    if let Some(rule) = decision.rules.get_mut(rule) {
        match what {
            What::All => rule.overrides_all = false,
            What::Named(named) => rule.overrides.retain(|it| *it != named),
        }
    }
}

/// Why a change of who stands above whom changes no outcome; none where it changes one, an error
/// where that was not decided.
fn judge(
    prover: &mut Prover<'_>,
    id: DecisionId,
    well: Formula,
    decision: &Decision,
    changed: &Standing,
) -> Result<Option<Why>, ()> {
    if changed.parted.is_empty() {
        return Ok(Some(Why::Anyway));
    }
    let plainly = plainly_changes(prover, id, decision, changed);
    if prover.find(&[well, plainly]) == Answer::Found {
        return Ok(None);
    }
    let together: Vec<_> = changed
        .parted
        .iter()
        .map(|(one, other)| {
            let count = [prover.counts(id, *one), prover.counts(id, *other)];
            prover.all(&count)
        })
        .collect();
    let together = prover.any(&together);
    match prover.find(&[well, together]) {
        Answer::Never(_) => return Ok(Some(Why::NeverTogether)),
        Answer::Undecided => return Err(()),
        Answer::Found => {}
    }
    let changes = prover.outcome_changes_as(id, &changed.bare);
    match prover.find(&[well, changes]) {
        Answer::Never(_) => Ok(Some(Why::SameOutcome)),
        Answer::Undecided => Err(()),
        Answer::Found => Ok(None),
    }
}

/// A rule stands and its outcome comes out, but one that no longer stands below any that counts
/// would have another: so most overrides show that they are needed, at little cost.
fn plainly_changes(
    prover: &mut Prover<'_>,
    id: DecisionId,
    decision: &Decision,
    changed: &Standing,
) -> Formula {
    let conflict = prover.conflict(id);
    let mut plainly = Vec::new();
    for (one, other) in &changed.parted {
        let rules = decision.rules.get(*one).zip(decision.rules.get(*other));
        let Some((above, below)) = rules else {
            continue;
        };
        let mut parts = vec![
            !conflict,
            prover.stands(id, *one),
            prover.counts(id, *other),
            prover.rules_differ(above, below),
        ];
        for (at, stronger) in changed.above.iter().enumerate() {
            if stronger.contains(other) {
                parts.push(!prover.counts(id, at));
            }
        }
        plainly.push(prover.all(&parts));
    }
    prover.any(&plainly)
}

fn report<'m>(
    context: &mut Context<'m>,
    decision: &'m Decision,
    rule: &'m Rule,
    what: What,
    why: &Why,
) {
    let of = &decision.named.name;
    let below = match what {
        What::All => None,
        What::Named(Overridden::Rule(at)) => decision.rules.get(at),
        What::Named(Overridden::Table(_)) => None,
    };
    let name = match what {
        What::All => "all",
        What::Named(below) => below_name(decision, below),
    };
    let why = match (why, what, below) {
        (Why::Anyway, What::All, _) => "there is no rule that it puts it above".to_owned(),
        (Why::Anyway, ..) => "others that it overrides keep it above".to_owned(),
        (Why::NeverTogether, What::All, _) => {
            "it never holds together with a rule that is not above or below it anyway".to_owned()
        }
        (Why::NeverTogether, _, Some(_)) => "the two never hold together".to_owned(),
        (Why::NeverTogether, _, None) => "it never holds together with a row of it".to_owned(),
        (Why::SameOutcome, _, Some(below)) if same(&rule.outcome, &below.outcome) => {
            format!("both decide {}", context.outcome(rule))
        }
        (Why::SameOutcome, ..) => "without it every lead gets the same outcome".to_owned(),
    };
    let text = override_text(context, of, &rule.name, name);
    let span = text.as_ref().map_or(rule.span, |text| text.name);
    let message = format!(
        "`overrides {name}` of `{}` in `{of}` changes nothing: {why}",
        rule.name
    );
    let mut finding = Diagnostic::new(Code::UselessOverride, span, message)
        .help("take it out, or mend the rule that it is meant to stand above")
        .about("decision", format!("{of}.{}", rule.name));
    if let Some(below) = below {
        finding = finding.label(below.span, "the rule below");
    }
    if let Some(whole) = text.and_then(|text| text.whole) {
        finding.fix = Some(Fix {
            title: format!("leave `overrides {name}` out"),
            edits: vec![Edit {
                span: whole,
                new_text: String::new(),
            }],
        });
    }
    let below = (what != What::All).then(|| name.to_owned());
    let rules = std::iter::once(rule.name.clone()).chain(below);
    context.shown_by_none(rules.collect(), finding);
}

/// The name of what a rule overrides.
fn below_name(decision: &Decision, below: Overridden) -> &str {
    match below {
        Overridden::Rule(at) => decision.rules.get(at).map_or("", |it| &it.name),
        Overridden::Table(at) => {
            let table = decision.tables.get(at).and_then(|it| it.name.as_deref());
            table.unwrap_or_default()
        }
    }
}

fn same(one: &Operand, other: &Operand) -> bool {
    matches!(one.kind, OperandKind::Constant(_)) && one.kind == other.kind
}

fn not_decided(context: &mut Context<'_>, decision: &Decision, count: usize) {
    let of = &decision.named.name;
    let message = match count {
        1 => format!("whether one `overrides` of `{of}` changes anything was not decided"),
        _ => format!("whether {count} `overrides` of `{of}` change anything was not decided"),
    };
    let finding = Diagnostic::new(Code::UselessOverride, decision.named.span, message);
    context.not_proved(finding.about("decision", of.clone()));
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{compiled, found_of};
    use crate::analyze::{Options, analyze};

    fn policy(rules: &str) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ id: text key  n: integer  b: boolean }}\n\
             decision k: one of x | y | z {{\n{rules}\notherwise y }}"
        )
    }

    fn found(rules: &str) -> String {
        found_of("useless-override", &policy(rules))
    }

    #[test]
    fn rules_that_never_meet() {
        assert_eq!(
            found("rule r: x when n > 5 overrides s\nrule s: z when n < 5"),
            "useless-override: `overrides s` of `r` in `k` changes nothing: the two never hold \
             together\n"
        );
        assert_eq!(
            found("rule r: x when n > 5 overrides s\nrule s: z when b"),
            ""
        );
    }

    #[test]
    fn rules_that_agree() {
        assert_eq!(
            found("rule r: x when n > 5 overrides s\nrule s: x when b"),
            "useless-override: `overrides s` of `r` in `k` changes nothing: both decide x\n"
        );
    }

    #[test]
    fn a_way_over_a_third_rule_counts() {
        let way = "rule r: x when n > 5 overrides s\nrule s: z when n < 3 overrides t\n\
                   rule t: y when b";
        assert_eq!(found(way), "");
    }

    #[test]
    fn all_and_tables() {
        assert_eq!(
            found("rule r: x when n > 5 overrides all\nrule s: x when b"),
            "useless-override: `overrides all` of `r` in `k` changes nothing: without it every \
             lead gets the same outcome\n"
        );
        assert_eq!(
            found("rule r: x when n > 5 overrides t\ntable t n { < 3 => y  3..5 => z }"),
            "useless-override: `overrides t` of `r` in `k` changes nothing: it never holds \
             together with a row of it\n"
        );
        assert_eq!(
            found("rule r: x when n > 5 overrides t\ntable t b { yes => y }"),
            ""
        );
    }

    #[test]
    fn of_two_that_do_the_same_one_stays() {
        let both = "rule r: x when n > 5 overrides s, t\nrule s: z when b overrides t\n\
                    rule t: y when n < 100";
        assert_eq!(
            found(both),
            "useless-override: `overrides t` of `r` in `k` changes nothing: others that it \
             overrides keep it above\n"
        );
    }

    #[test]
    fn the_fix_takes_out_no_more_than_that() {
        for (rules, left) in [
            (
                "rule r: x when n > 5 overrides s\nrule s: z when n < 5",
                "rule r: x when n > 5\n",
            ),
            (
                "rule r: x when n > 5 overrides s, t\nrule s: z when n < 5\nrule t: y when b",
                "rule r: x when n > 5 overrides t\n",
            ),
            (
                "rule r: x when n > 5 overrides t, s\nrule s: z when n < 5\nrule t: y when b",
                "rule r: x when n > 5 overrides t\n",
            ),
        ] {
            let mut text = policy(rules);
            let compiled = compiled(&text);
            let analysis = analyze(&compiled, compiled.as_of.unwrap(), &Options::default());
            let mut fixes = analysis
                .findings
                .iter()
                .filter_map(|it| it.diagnostic.fix.clone());
            let fix = fixes.next().unwrap();
            text.replace_range(fix.edits[0].span.range(), &fix.edits[0].new_text);
            assert!(text.contains(left), "{text}");
        }
    }
}
