//! What became of a policy's examples, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | a line for each example, and for those that do not hold what is wrong and why |
//! | `json` | the same for programs |
//! | `junit` | the same for build servers |
//! | `problem` | what is wrong with an example, in a sentence |
//! | `why` | what makes it so, in a few more |
//! | `journey` | the same of moves and tasks |
//! | `story` | what had happened by then |

mod human;
mod journey;
mod json;
mod junit;
mod problem;
mod story;
mod why;

pub use human::human;
pub use json::{TestReport, test_report};
pub use junit::junit;
pub(super) use problem::problems;

use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::eval::example::{Moment, Played};
use crate::model::{Example, Model, StepKind, Type};
use crate::value::Instant;
use crate::why::Case;

/// The examples of a policy, played.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// The policy.
    pub compiled: &'a Compiled,
    /// What became of each example, in the order of the policy.
    pub played: &'a [Played],
    /// The instant of the examples that name none.
    pub as_of: Instant,
}

impl<'a> Results<'a> {
    /// Each example with what became of it.
    fn pairs(self) -> impl Iterator<Item = (&'a Example, &'a Played)> {
        self.compiled.model.examples.iter().zip(self.played)
    }

    /// How many hold.
    #[must_use]
    pub fn passed(self) -> usize {
        self.played.iter().filter(|played| played.passed()).count()
    }

    /// Whether the instant may matter: some example names none, and the policy knows of dates.
    fn depends_on_as_of(self) -> bool {
        let model = &self.compiled.model;
        let mut fields = model.fields.values();
        let dates = fields.any(|field| matches!(field.ty, Type::Date | Type::Datetime));
        let names_none = |example: &Example| {
            let mut steps = example.steps.iter();
            !steps.any(|step| matches!(step.kind, StepKind::AsOf(_)))
        };
        dates && model.examples.iter().any(names_none)
    }
}

/// What is wrong with the examples of a policy, as findings.
#[must_use]
pub fn findings(results: Results<'_>) -> Vec<Diagnostic> {
    let Compiled { model, sources, .. } = results.compiled;
    let pairs = results.pairs();
    let found = pairs.flat_map(|(example, played)| {
        let problems = problems(model, sources, example, played);
        let title = example.title.clone();
        problems.into_iter().map(move |it| {
            let finding = Diagnostic::new(it.code, it.span, it.message);
            let finding = match it.why.is_empty() {
                true => finding,
                false => finding.here(it.why.join("\n")),
            };
            finding.about("example", title.clone())
        })
    });
    found.collect()
}

/// A point of a story as what is to be explained.
fn case<'a>(model: &'a Model, moment: &'a Moment) -> Case<'a> {
    Case {
        model,
        lead: moment.lead(),
        as_of: moment.as_of,
        evaluation: &moment.evaluation,
    }
}
