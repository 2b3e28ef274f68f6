//! A condition that does not hold: its words, and the values that it saw.

use std::collections::BTreeMap;

use super::problem::show;
use crate::eval::example::Moment;
use crate::eval::trace::{self, ConditionTrace, OperandTrace};
use crate::eval::{Found, Truth};
use crate::model::{ConditionKind, Model, OperandKind};
use crate::source::{SourceMap, Span};

/// The most characters of the policy's words that are repeated.
const LONGEST: usize = 90;
/// How deep definitions are followed for the condition that decides.
const DEEPEST: usize = 8;

/// What a trace is read with.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) model: &'a Model,
    pub(super) sources: &'a SourceMap,
    pub(super) moment: &'a Moment,
}

/// The words of the policy at a place, on one line.
pub(super) fn words(sources: &SourceMap, span: Span) -> String {
    let words: Vec<_> = sources.slice(span).split_whitespace().collect();
    let words = words.join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

impl<'a> Reader<'a> {
    /// Why a condition is not yes: the part of it that decides, what that part is, and the values
    /// it saw, e.g. "`employees >= 200` is no, as `employees` is 12".
    pub(super) fn not_yes(self, trace: &ConditionTrace<'a>) -> String {
        self.deciding(trace, DEEPEST, &|part, reader| {
            let words = words(reader.sources, part.condition.span);
            format!("`{words}` {}{}", truth(part.truth), reader.seen(part))
        })
    }

    /// What a condition that is yes saw.
    pub(super) fn is_yes(self, trace: &ConditionTrace<'a>) -> String {
        let words = words(self.sources, trace.condition.span);
        format!("`{words}` is yes{}", self.seen(trace))
    }

    /// Finds the part of a condition that keeps it from being yes, through definitions.
    fn deciding(
        self,
        trace: &ConditionTrace<'a>,
        depth: usize,
        say: &dyn Fn(&ConditionTrace<'a>, Self) -> String,
    ) -> String {
        let Some(deeper) = depth.checked_sub(1) else {
            return say(trace, self);
        };
        if let ConditionKind::All(_) = trace.condition.kind {
            let no = trace.parts.iter().find(|part| part.truth == Truth::No);
            let other = || trace.parts.iter().find(|part| part.truth != Truth::Yes);
            if let Some(part) = no.or_else(other) {
                return self.deciding(part, deeper, say);
            }
        }
        if let ConditionKind::Holds(operand) = &trace.condition.kind
            && let OperandKind::Define(id) = operand.kind
            && let Some(define) = self.model.defines.get(id)
        {
            let Moment {
                as_of, evaluation, ..
            } = self.moment;
            let lead = self.moment.lead();
            let value = trace::operand(self.model, lead, *as_of, evaluation, &define.value);
            if let Some(inner) = value.condition {
                return self.deciding(&inner, deeper, say);
            }
        }
        say(trace, self)
    }

    /// The values that a condition and its parts looked at: ", as `a` is 1, `b` is missing".
    /// Nothing where the condition is such a value itself.
    pub(super) fn seen(self, trace: &ConditionTrace<'a>) -> String {
        let mut seen = BTreeMap::new();
        self.collect(trace, &mut seen);
        let whole = words(self.sources, trace.condition.span);
        let values: Vec<_> = seen
            .into_iter()
            .filter(|((_, words), is)| *words != whole || is.ends_with("is missing"))
            .map(|(_, is)| is)
            .collect();
        match values.is_empty() {
            true => String::new(),
            false => format!(", as {}", values.join(", ")),
        }
    }

    /// By the place of their first mention, so that they come in the order of the text.
    fn collect(self, trace: &ConditionTrace<'a>, seen: &mut BTreeMap<(Span, String), String>) {
        trace.parts.iter().for_each(|part| self.collect(part, seen));
        trace.saw.iter().for_each(|saw| self.value(saw, seen));
    }

    fn value(self, trace: &OperandTrace<'a>, seen: &mut BTreeMap<(Span, String), String>) {
        let operand = trace.operand;
        match &operand.kind {
            OperandKind::Constant(_) | OperandKind::Nothing => {}
            OperandKind::Truth(_) => {
                trace.condition.iter().for_each(|it| self.collect(it, seen));
            }
            OperandKind::FirstKnown(_) | OperandKind::Sum(_) | OperandKind::Scaled(..) => {
                trace.parts.iter().for_each(|part| self.value(part, seen));
            }
            OperandKind::Field(_)
            | OperandKind::Define(_)
            | OperandKind::Score(_)
            | OperandKind::Decision(_)
            | OperandKind::Since(_)
            | OperandKind::Until(_)
            | OperandKind::Domain(_) => {
                let words = words(self.sources, operand.span);
                let known = seen.keys().any(|(_, known)| *known == words);
                if !known {
                    let is = format!("`{words}` {}", self.found(trace));
                    seen.insert((operand.span, words), is);
                }
            }
        }
    }

    /// What something is: "is 12", "is missing".
    pub(super) fn found(self, trace: &OperandTrace<'_>) -> String {
        match &trace.value {
            Found::Known(value) => format!("is {}", show(self.model, value, trace.operand.ty)),
            Found::Missing => "is missing".to_owned(),
            Found::Stopped => "cannot be worked out".to_owned(),
        }
    }

    /// The values that a value is worked out from: "`fit` is 20, `engagement` is 10".
    pub(super) fn made_of(self, trace: &OperandTrace<'a>) -> Option<String> {
        let mut seen = BTreeMap::new();
        self.value(trace, &mut seen);
        let values: Vec<_> = seen.into_values().collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "is yes",
        Truth::No => "is no",
        Truth::Unknown => "is unknown",
        Truth::Stopped => "cannot be told",
    }
}
