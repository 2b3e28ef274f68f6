//! Decisions: rules, tables, `otherwise`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::context::Resolver;
use super::names::{Declared, named};
use super::outcomes::Outcomes;
use super::tables::{ResolvedTable, Yield};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Decision, DecisionId, Node, Operand, Overridden, Rule, RuleTable, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, DecisionItem, OutcomeType, Overrides};

/// A decision on its way, with the names of its rules, named rows and tables.
#[derive(Default)]
pub(super) struct Draft<'a> {
    /// Its rules and rows.
    pub(super) rules: Vec<Rule>,
    /// Its tables.
    pub(super) tables: Vec<RuleTable>,
    /// What can be overridden, by name.
    pub(super) names: BTreeMap<String, (Overridden, Span)>,
    /// Rules that name what they override, with those names.
    pub(super) overriding: Vec<(usize, &'a [ast::Name])>,
    /// Some rule or row is faulty: who names it is silent.
    pub(super) faulty: std::collections::BTreeSet<String>,
    otherwise: Option<Operand>,
    otherwise_span: Option<Span>,
}

impl Resolver<'_> {
    /// Declares a decision, with no rules yet.
    pub(super) fn declare_decision(&mut self, decision: &ast::Decision) -> Option<DecisionId> {
        let declared = self.declare_name(&decision.name, |r| {
            let ty = match &decision.ty.node {
                OutcomeType::OneOf(values) => Type::Choice(r.intern(values)),
                OutcomeType::Role => Type::Role,
                OutcomeType::Team => Type::Team,
                OutcomeType::Boolean => Type::Boolean,
                OutcomeType::Integer => Type::Integer,
                OutcomeType::Duration => Type::Duration,
                // Of a stage it is found once the journeys are known.
                OutcomeType::Text | OutcomeType::Stage(_) => Type::Text,
            };
            Declared::Decision(r.model.decisions.add(Decision {
                named: named(&decision.name, &decision.doc),
                ty,
                or_none: decision.or_none,
                first_match: decision.first_match,
                agreed_by: Vec::new(),
                rules: Vec::new(),
                tables: Vec::new(),
                otherwise: None,
            }))
        });
        match declared {
            Some(Declared::Decision(id)) => Some(id),
            _ => None,
        }
    }

    /// Resolves a decision.
    pub(super) fn decision(&mut self, id: DecisionId, decision: &ast::Decision) {
        let agreed_by = self.teams_named(&decision.agreed_by);
        let Some(ty) = self.model.decisions.get(id).map(|decision| decision.ty) else {
            return;
        };
        let wanted = Outcomes { ty, of: decision };
        let mut draft = Draft::default();
        draft.rules.reserve(decision.items.len());
        for item in &decision.items {
            match &item.node {
                DecisionItem::Rule(rule) => {
                    let name = [&decision.name.node, ".", &rule.name.node].concat();
                    self.within(Some(Node::Decision(id)), "rule", &name, |r| {
                        r.rule(rule, item.span, wanted, &mut draft);
                    });
                }
                DecisionItem::Table(table) => {
                    self.decision_table(table, item.span, wanted, &mut draft);
                }
                DecisionItem::Otherwise(outcome) => {
                    let outcome_is = self.outcome(outcome, wanted);
                    self.otherwise(outcome_is, item.span, &mut draft);
                }
            }
        }
        self.overrides(&mut draft, &decision.name);
        if let Some(decision) = self.model.decisions.get_mut(id) {
            decision.agreed_by = agreed_by;
            decision.rules = draft.rules;
            decision.tables = draft.tables;
            decision.otherwise = draft.otherwise;
        }
    }

    fn rule<'a>(
        &mut self,
        rule: &'a ast::Rule,
        span: Span,
        wanted: Outcomes<'_>,
        draft: &mut Draft<'a>,
    ) {
        let outcome = self.outcome(&rule.outcome, wanted);
        let when = rule.when.as_ref().map(|when| self.condition(when));
        let unless = rule.unless.as_ref().map(|unless| self.condition(unless));
        if wanted.of.first_match && rule.overrides.is_some() {
            self.overrides_in_first_match(rule);
        }
        let index = draft.rules.len();
        self.name_in(&rule.name, Overridden::Rule(index), draft);
        let resolved = (|| {
            Some(Rule {
                name: rule.name.node.clone(),
                is_named: true,
                table: None,
                when: when.map_or(Some(None), |when| when.map(Some))?,
                unless: unless.map_or(Some(None), |unless| unless.map(Some))?,
                outcome: outcome?,
                overrides_all: matches!(rule.overrides, Some(Overrides::All)),
                overrides: Vec::new(),
                because: rule.because.as_ref().map(|because| because.node.clone()),
                span,
            })
        })();
        match resolved {
            Some(resolved) => {
                draft.rules.push(resolved);
                if let Some(Overrides::Names(names)) = &rule.overrides {
                    draft.overriding.push((index, names));
                }
            }
            None => {
                draft.names.remove(&rule.name.node);
                draft.faulty.insert(rule.name.node.clone());
            }
        }
    }

    fn overrides_in_first_match(&mut self, rule: &ast::Rule) {
        let span = match &rule.overrides {
            Some(Overrides::Names(names)) => names.first().map_or(rule.name.span, |name| name.span),
            _ => rule.name.span,
        };
        let message = "where the order of rules counts, a rule overrides nothing";
        let finding = Diagnostic::new(Code::Syntax, span, message).help(
            "leave out `overrides` and put the rule above the others, or leave out `first match`",
        );
        self.report(finding);
    }

    /// Takes note of the name of a rule, row or table of the decision.
    fn name_in(&mut self, name: &ast::Name, what: Overridden, draft: &mut Draft<'_>) {
        match draft.names.entry(name.node.clone()) {
            Entry::Occupied(first) => self.duplicate_rule(name, first.get().1),
            Entry::Vacant(free) => {
                free.insert((what, name.span));
            }
        }
    }

    /// Says that two rules, rows or tables have one name.
    pub(super) fn duplicate_rule(&mut self, name: &ast::Name, first: Span) {
        let message = format!("two rules or rows are called `{}`", name.node);
        let finding = Diagnostic::new(Code::DuplicateName, name.span, message)
            .label(first, "the other one is here")
            .help("give one of the two another name");
        self.report(finding);
    }

    fn otherwise(&mut self, outcome: Option<Operand>, span: Span, draft: &mut Draft<'_>) {
        match draft.otherwise_span {
            Some(first) => self.second_otherwise(span, first),
            None => {
                draft.otherwise = outcome;
                draft.otherwise_span = Some(span);
            }
        }
    }

    fn decision_table(
        &mut self,
        table: &ast::Table,
        span: Span,
        wanted: Outcomes<'_>,
        draft: &mut Draft<'_>,
    ) {
        let ResolvedTable { span: header, rows } = self.table(table, span);
        let index = draft.tables.len();
        if let Some(name) = &table.name {
            self.name_in(name, Overridden::Table(index), draft);
        }
        let first = draft.rules.len();
        for row in rows {
            let written: Option<Spanned<ast::Outcome>> = match row.outcome {
                Yield::Written(outcome) => Some(outcome),
                Yield::Cell(text) => self.file_outcome(&text, wanted.ty),
            };
            let outcome = written.and_then(|outcome| self.outcome(&outcome, wanted));
            let Some(when) = row.when else {
                self.otherwise(outcome, row.span, draft);
                continue;
            };
            let Some(outcome) = outcome else {
                draft.faulty.extend(row.name.map(|name| name.node));
                continue;
            };
            if let Some(name) = &row.name {
                self.name_in(name, Overridden::Rule(draft.rules.len()), draft);
            }
            draft.rules.push(Rule {
                is_named: row.name.is_some(),
                name: row.name.map_or(row.words, |name| name.node),
                table: Some(index),
                when: Some(when),
                unless: None,
                outcome,
                overrides_all: false,
                overrides: Vec::new(),
                because: None,
                span: row.span,
            });
        }
        draft.tables.push(RuleTable {
            name: table.name.as_ref().map(|name| name.node.clone()),
            first_match: table.first_match,
            rows: first..draft.rules.len(),
            span: header,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(decision: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer }}\nmust all_read: n is known\n\
             {decision}"
        )
    }

    #[test]
    fn rules_and_their_clauses() {
        let (model, found) = resolved(&with(
            "decision k: one of x | y or none { rule r: x when n > 5 unless n > 9 overrides all \
             because \"so\"  rule q: y }",
        ));
        assert_eq!(found, []);
        let decision = model.decisions.values().next().unwrap();
        assert!(decision.or_none && decision.rules[0].overrides_all);
        assert!(decision.rules[1].when.is_none());
        assert_eq!(decision.rules[0].because.as_deref(), Some("so"));
    }

    #[test]
    fn names_stand_once_in_a_decision() {
        let twice = with("decision k: one of x | y { rule r: x when n > 5  rule r: y when n < 3 }");
        assert_eq!(codes(&twice), [Code::DuplicateName]);
        let row = with("decision k: boolean { table r n { 1 => yes  r: 2 => no } }");
        assert_eq!(codes(&row), [Code::DuplicateName]);
    }

    #[test]
    fn first_match_excludes_overrides() {
        let text = with(
            "decision k: one of x | y first match { rule r: x when n > 5 overrides q  \
             rule q: y when n < 3 }",
        );
        assert_eq!(codes(&text), [Code::Syntax]);
    }
}
