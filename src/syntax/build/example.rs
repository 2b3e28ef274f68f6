//! Examples.

use super::amount::values;
use super::condition::state;
use super::{Builder, first_name, first_text, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{
    AssignedValue, Assignment, Example, Expectation, State, Statement, TaskState, TaskStatus,
};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    pub(super) fn example(&mut self, node: &Node<'_>) -> Option<Example> {
        let doc = self.doc(node);
        let mut statements = Vec::new();
        for statement in node
            .children()
            .filter(|child| child.rule() == Rule::statement)
        {
            let child = statement.child()?;
            let what = match child.rule() {
                Rule::given_lead => Statement::Lead(self.assignments(&child)?),
                Rule::set => Statement::Set(self.assignments(&child)?),
                Rule::as_of => Statement::AsOf(self.moment(&child.find(Rule::moment)?)?),
                Rule::later => Statement::Later(self.amount(&child.find(Rule::amount)?)?),
                _ => Statement::Expect(self.expectation(&child.find(Rule::expectation)?)?),
            };
            statements.push(statement.spanned(what));
        }
        Some(Example {
            doc,
            title: first_text(node)?,
            statements,
        })
    }

    fn assignments(&mut self, node: &Node<'_>) -> Option<Vec<Assignment>> {
        let mut assignments = Vec::new();
        for child in node
            .children()
            .filter(|child| child.rule() == Rule::assignment)
        {
            let value = self.assigned(&child.find(Rule::assigned)?)?;
            assignments.push(Assignment {
                field: first_name(&child)?,
                value,
            });
        }
        Some(assignments)
    }

    fn assigned(&mut self, node: &Node<'_>) -> Option<Spanned<AssignedValue>> {
        let child = node.child()?;
        let value = match child.rule() {
            Rule::value_set => AssignedValue::Set(values(&child)),
            Rule::kw_missing => AssignedValue::Missing,
            Rule::ident => AssignedValue::Word(child.text().to_owned()),
            Rule::text => {
                AssignedValue::Literal(crate::syntax::ast::Literal::Text(quoted(&child).node))
            }
            _ => AssignedValue::Literal(self.literal(&child)?.node),
        };
        Some(node.spanned(value))
    }

    fn expectation(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let child = node.child()?;
        let name = first_name(&child)?;
        let assigned = |it: &mut Self| it.assigned(&child.find(Rule::assigned)?);
        let expected = child.find(Rule::kw_not).is_none();
        Some(match child.rule() {
            Rule::expect_forbidden => Expectation::Forbidden {
                channel: name,
                expected,
            },
            Rule::expect_breach => Expectation::Breach {
                must: name,
                expected,
            },
            Rule::expect_task => Expectation::Task {
                task: name,
                state: self.task_state(&child.find(Rule::task_state)?)?,
            },
            Rule::expect_told => Expectation::Told {
                who: name,
                expected,
            },
            Rule::expect_stage => Expectation::Stage {
                journey: name,
                value: assigned(self)?,
            },
            Rule::expect_state => {
                let asked = child.find(Rule::state)?;
                match state(&asked)? {
                    State::Missing => Expectation::IsMissing(name),
                    State::Known => Expectation::IsKnown(name),
                    State::Empty => {
                        return self.refuse(
                            Diagnostic::new(
                                Code::Syntax,
                                asked.span(),
                                "an example expects a value, `is missing` or `is known`",
                            )
                            .help(format!("for an empty set write `{} = {{ }}`", name.node)),
                        );
                    }
                }
            }
            _ => Expectation::Equals(name, assigned(self)?),
        })
    }

    fn task_state(&mut self, node: &Node<'_>) -> Option<TaskState> {
        let child = node.child()?;
        Some(TaskState::Is(match child.rule() {
            Rule::task_due_soon => TaskStatus::DueSoon,
            Rule::task_done_late => TaskStatus::DoneLate,
            Rule::task_done => TaskStatus::Done,
            Rule::task_open => TaskStatus::Open,
            Rule::task_late => TaskStatus::Late,
            Rule::task_no_clock => TaskStatus::NoClock,
            _ => return Some(TaskState::Due(self.moment(&child.find(Rule::moment)?)?)),
        }))
    }
}
