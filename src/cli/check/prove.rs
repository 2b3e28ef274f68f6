//! The proof of a check: whether it can be made, how far it goes, and what can be said after it.

use crate::analyze::{Analysis, Options};
use crate::cli::io;
use crate::compile::Compiled;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Model;
use crate::render::findings::Proof;
use crate::value::Instant;

/// What judges a policy for all leads that there could be; a test may have its own.
pub(in crate::cli) type Prove<'a> = &'a dyn Fn(&Compiled, Instant, &Options) -> Analysis;

/// What was proved of a policy whose text has no errors.
pub(in crate::cli) struct Proved {
    pub(in crate::cli) analysis: Analysis,
    pub(super) proof: Proof,
    pub(in crate::cli) claim: Claim,
}

/// What can be said of the outcomes of all leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Claim {
    /// Nothing: there is nothing to decide, or something is open.
    Nothing,
    /// Each decision has exactly one outcome for every lead.
    EveryLead,
    /// The same, but for leads that the policy takes note of.
    AllOthers,
}

/// Judges a policy for all leads; none where the text has errors, so that it means nothing yet.
pub(in crate::cli) fn proved(
    compiled: &Compiled,
    options: &Options,
    prove: Prove<'_>,
) -> Option<Proved> {
    if compiled.has_errors() {
        return None;
    }
    let as_of = compiled.as_of.unwrap_or_else(io::now);
    let analysis = prove(compiled, as_of, options);
    let budget = options.budget;
    let steps = analysis.steps;
    Some(Proved {
        claim: Claim::of(compiled, &analysis, options),
        analysis,
        proof: Proof { steps, budget },
    })
}

impl Claim {
    fn of(compiled: &Compiled, analysis: &Analysis, options: &Options) -> Self {
        let mut findings = analysis.findings.iter().map(|found| &found.diagnostic);
        // Without leads that are possible, nothing is so of any.
        let codes = [Code::Gap, Code::Conflict, Code::ImpossibleFacts];
        let asked = options.codes.as_ref();
        if asked.is_some_and(|asked| codes.iter().any(|code| !asked.contains(code))) {
            return Claim::Nothing;
        }
        let is_open = |finding: &Diagnostic| !finding.is_proved() || codes.contains(&finding.code);
        if compiled.model.decisions.is_empty() || findings.any(is_open) {
            return Claim::Nothing;
        }
        match analysis.regions.is_empty() {
            true => Claim::EveryLead,
            false => Claim::AllOthers,
        }
    }

    /// The claim in words.
    pub(in crate::cli) fn words(self, model: &Model) -> Option<String> {
        let who = match self {
            Claim::Nothing => return None,
            Claim::EveryLead => "every lead",
            Claim::AllOthers => "every other lead",
        };
        let may_be_none = model.decisions.values().any(|decision| decision.or_none);
        let none = match may_be_none {
            true => ", or none where allowed",
            false => "",
        };
        Some(format!(
            "{who} has exactly one outcome of each decision{none}"
        ))
    }
}
