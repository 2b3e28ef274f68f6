//! From what an evaluation finds out to the result that is shown.

use std::collections::BTreeMap;

use super::lead::{About, Decided, LeadResult, Problem};
use crate::data::{self, RowInfo};
use crate::diagnostic::Code;
use crate::eval::{self, DecidedBy, DecidedOutcome, Evaluation, ScoreProblem};
use crate::model::{
    Cell, Condition, Decision, DecisionId, Lead, Model, Score, ScoreItem, ScoreTable,
};
use crate::source::{SourceMap, Span};
use crate::value::{Value, joined, listed, on_one_line};

/// Puts what an evaluation finds out into words.
#[derive(Debug, Clone, Copy)]
pub struct Reporter<'a> {
    model: &'a Model,
    sources: &'a SourceMap,
    /// The names of the files of leads, where there are several.
    files: &'a [String],
}

impl<'a> Reporter<'a> {
    /// For a policy and its texts.
    #[must_use]
    pub fn new(model: &'a Model, sources: &'a SourceMap) -> Self {
        Reporter {
            model,
            sources,
            files: &[],
        }
    }

    /// Names in each result the file of its lead: these are the files.
    #[must_use]
    pub fn naming(self, files: &'a [String]) -> Self {
        Reporter { files, ..self }
    }

    /// The result for a lead: the problems of its record first, then those of what the policy says.
    /// What a bad value stops makes no problem of its own: its cause is already said.
    #[must_use]
    pub fn result(self, info: &RowInfo, lead: Lead<'_>, evaluation: &Evaluation) -> LeadResult {
        let mut problems: Vec<Problem> = info
            .problems
            .iter()
            .map(|problem| self.of_record(problem))
            .collect();
        for &span in &evaluation.overflows {
            problems.push(self.overflow(span));
        }
        for &place in &evaluation.broken_facts {
            problems.extend(self.broken_fact(place, lead));
        }
        for (score, scored) in self.model.scores.values().zip(&evaluation.scores) {
            problems.extend(
                scored
                    .problems
                    .iter()
                    .map(|it| self.score_problem(score, it)),
            );
        }
        for (decision, decided) in self.model.decisions.values().zip(&evaluation.decisions) {
            problems.extend(self.decision_problem(decision, decided));
        }
        for must in evaluation
            .breaches
            .iter()
            .filter_map(|id| self.model.musts.get(*id))
        {
            let (name, because) = (must.named.name.clone(), must.because.clone());
            let message = format!("`{name}` is not met");
            let about = About::Must {
                must: name,
                because,
            };
            problems.push(Problem {
                code: Code::Breach,
                about,
                message,
            });
        }
        let journeys = evaluation.journeys.iter();
        problems.extend(journeys.flat_map(|state| self.journey_problems(state)));
        let channels = self.model.channels.iter().map(|(id, _)| id);
        LeadResult {
            file: self.files.get(info.file).cloned(),
            row: info.row,
            key: (!info.key.is_empty()).then(|| info.key.clone()),
            decisions: evaluation.decisions.iter().map(decided).collect(),
            scores: evaluation
                .scores
                .iter()
                .map(|scored| scored.total)
                .collect(),
            persons: self.persons(lead, evaluation),
            journeys: evaluation.journeys.clone(),
            forbidden: channels.filter(|id| evaluation.forbids(*id)).collect(),
            problems,
        }
    }

    /// A problem of a record, with the field that it is about.
    fn of_record(self, problem: &data::Problem) -> Problem {
        let field = problem.field.and_then(|id| self.model.fields.get(id));
        let about = field.map_or(About::Record, |field| About::Field {
            field: field.named.name.clone(),
            column: problem.column.clone(),
            value: problem.value.clone(),
            nearest: problem.nearest.clone(),
        });
        Problem {
            code: problem.code,
            about,
            message: problem.message.clone(),
        }
    }

    /// The persons behind the roles that were decided, where a field names them.
    fn persons(
        self,
        lead: Lead<'_>,
        evaluation: &Evaluation,
    ) -> BTreeMap<DecisionId, Option<String>> {
        let decisions = self.model.decisions.iter().zip(&evaluation.decisions);
        let person = |decided: &eval::Decided| {
            let DecidedOutcome::Value(Value::Role(place)) = &decided.outcome else {
                return None;
            };
            let role = self
                .model
                .roles
                .values()
                .nth(usize::try_from(*place).ok()?)?;
            let id = role.named_in?;
            let field = self.model.fields.get(id)?;
            Some(match lead.cell(id) {
                Cell::Known(value) => Some(self.model.show(value, field.ty)),
                Cell::Missing | Cell::Bad => None,
            })
        };
        decisions
            .filter_map(|((id, _), decided)| Some((id, person(decided)?)))
            .collect()
    }

    fn overflow(self, span: Span) -> Problem {
        let text = self.words(span);
        let message = format!("`{text}` is too large to work with");
        Problem {
            code: Code::Overflow,
            about: About::Calculation(text),
            message,
        }
    }

    fn broken_fact(self, place: usize, lead: Lead<'_>) -> Option<Problem> {
        let fact = self.model.facts.get(place)?;
        let text = self.words(fact.condition.span);
        let message = format!(
            "`{text}` is a fact of the policy, and not so here: {}",
            self.values_behind(&fact.condition, lead)
        );
        Some(Problem {
            code: Code::BrokenFact,
            about: About::Fact(text),
            message,
        })
    }

    /// The values of a lead that make a condition what it is: "`seats` is 5, `plan` is missing".
    #[must_use]
    pub fn values_behind(self, condition: &Condition, lead: Lead<'_>) -> String {
        let value = |id| {
            let field = self.model.fields.get(id)?;
            let value = match lead.cell(id) {
                Cell::Known(value) => self.model.show(value, field.ty),
                Cell::Missing => "missing".to_owned(),
                Cell::Bad => "no value that can be relied on".to_owned(),
            };
            Some(format!("`{}` is {value}", field.named.name))
        };
        let fields = self.model.fields_behind(condition).into_iter();
        fields.filter_map(value).collect::<Vec<_>>().join(", ")
    }

    fn score_problem(self, score: &Score, problem: &ScoreProblem) -> Problem {
        let name = score.named.name.clone();
        match problem {
            ScoreProblem::Gap { table } => {
                let message = format!("no row of {} gives points", self.score_table(*table, score));
                let about = About::Score {
                    score: name,
                    rules: Vec::new(),
                };
                Problem {
                    code: Code::Gap,
                    about,
                    message,
                }
            }
            ScoreProblem::Conflict { table, rows } => {
                let found = find_table(&score.items, *table);
                let row = |row: &usize| found?.rows.get(*row).map(|row| row.name.clone());
                let rules: Vec<String> = rows.iter().filter_map(row).collect();
                let message = format!(
                    "rows of {} hold that give different points: {}",
                    self.score_table(*table, score),
                    listed(&rules)
                );
                let about = About::Score { score: name, rules };
                Problem {
                    code: Code::Conflict,
                    about,
                    message,
                }
            }
        }
    }

    /// A table of a score by its name, or by its header.
    fn score_table(self, table: Span, score: &Score) -> String {
        let name = find_table(&score.items, table).and_then(|table| table.name.clone());
        let words = name.unwrap_or_else(|| self.words(table));
        format!("the table `{words}` of `{}`", score.named.name)
    }

    fn decision_problem(self, decision: &Decision, decided: &eval::Decided) -> Option<Problem> {
        let name = decision.named.name.clone();
        match &decided.outcome {
            DecidedOutcome::Value(_) | DecidedOutcome::Nothing | DecidedOutcome::Stopped => None,
            DecidedOutcome::Gap => {
                let message = self.gap(decision, &decided.by);
                let about = About::Decision {
                    decision: name,
                    rules: Vec::new(),
                };
                Some(Problem {
                    code: Code::Gap,
                    about,
                    message,
                })
            }
            DecidedOutcome::Conflict(rules) => {
                let rules: Vec<_> = rules
                    .iter()
                    .filter_map(|rule| decision.rules.get(*rule))
                    .collect();
                let says = |rule: &&crate::model::Rule| {
                    format!("`{}` says `{}`", rule.name, self.words(rule.outcome.span))
                };
                let all: Vec<String> = rules.iter().map(says).collect();
                let message = format!("rules of `{name}` disagree: {}", joined(&all, "and"));
                let rules = rules.into_iter().map(|rule| rule.name.clone()).collect();
                let about = About::Decision {
                    decision: name,
                    rules,
                };
                Some(Problem {
                    code: Code::Conflict,
                    about,
                    message,
                })
            }
        }
    }

    /// Why a decision has no outcome although it must have one.
    fn gap(self, decision: &Decision, by: &DecidedBy) -> String {
        let name = &decision.named.name;
        let yields = match by {
            DecidedBy::Nobody => None,
            DecidedBy::Otherwise => decision
                .otherwise
                .as_ref()
                .map(|outcome| ("`otherwise`".to_owned(), outcome)),
            DecidedBy::Rules(rules) => {
                let rule = rules.first().and_then(|rule| decision.rules.get(*rule));
                rule.map(|rule| (format!("`{}`", rule.name), &rule.outcome))
            }
        };
        match yields {
            None => format!("no rule of `{name}` covers this lead"),
            Some((rule, outcome)) => {
                let outcome = self.words(outcome.span);
                format!("{rule} of `{name}` says `{outcome}`, which is missing here")
            }
        }
    }

    /// What stands in the policy's text, on one line.
    pub(super) fn words(self, span: Span) -> String {
        words(self.sources, span)
    }

    /// The policy.
    pub(super) fn model(self) -> &'a Model {
        self.model
    }
}

/// What stands at a place of a text, on one line.
pub(super) fn words(sources: &SourceMap, span: Span) -> String {
    on_one_line(sources.slice(span))
}

pub(super) fn decided(decided: &eval::Decided) -> Decided {
    match &decided.outcome {
        DecidedOutcome::Value(value) => Decided::Outcome(value.clone()),
        DecidedOutcome::Nothing => Decided::Nothing,
        DecidedOutcome::Gap => Decided::Gap,
        DecidedOutcome::Conflict(rules) => Decided::Conflict(rules.clone()),
        DecidedOutcome::Stopped => Decided::NotDecided,
    }
}

/// The table of a score with this header, also inside groups.
fn find_table(items: &[ScoreItem], header: Span) -> Option<&ScoreTable> {
    items.iter().find_map(|item| match item {
        ScoreItem::Table(table) => (table.span == header).then_some(table),
        ScoreItem::Group(group) => find_table(&group.items, header),
        ScoreItem::Line(_) => None,
    })
}
