//! What was seen of a policy so far: the newest look at it, the last good results, what moved.

use std::sync::Arc;

use super::leads::Names;
use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::diff::{Moved, Outcomes};
use crate::eval::example::Played;
use crate::report::{Origin, Summary};
use crate::value::Instant;

/// Why something could not be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, in the words of a finding.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// What one look at a policy and its leads found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The policy with what its text shows, whatever that is.
    pub policy: Result<Arc<Compiled>, Trouble>,
    /// What it says, where its text has no errors.
    pub results: Option<Results>,
}

/// What a policy without errors says.
#[derive(Debug, Clone)]
pub struct Results {
    /// What became of its examples.
    pub examples: Examples,
    /// What it says of leads, or why they could not be read; none where no leads were given.
    pub leads: Option<Result<Ran, Vec<Trouble>>>,
}

/// The examples of a policy, played.
#[derive(Debug, Clone)]
pub struct Examples {
    /// The policy.
    pub compiled: Arc<Compiled>,
    /// What became of each, in its order.
    pub played: Vec<Played>,
    /// The instant of the examples that name none.
    pub as_of: Instant,
}

/// What a policy says of leads.
#[derive(Debug, Clone)]
pub struct Ran {
    /// What it was made of.
    pub origin: Origin,
    /// The counts.
    pub summary: Summary,
    /// What is decided of each lead.
    pub outcomes: Arc<Outcomes>,
    /// What leads are called.
    pub names: Arc<Names>,
    /// What is to be said of the files.
    pub notes: Vec<String>,
}

/// A look at a policy.
#[derive(Debug, Clone)]
pub struct Look {
    /// The number of the look; the first is 1.
    pub number: u64,
    /// When it was, as people read it; empty where that is not told.
    pub at: String,
    /// What was seen.
    pub seen: Seen,
}

/// What was seen of a policy.
#[derive(Debug, Clone)]
pub enum Seen {
    /// There is none that could be read.
    Nothing(Trouble),
    /// This, with how far its proof is.
    Policy(Arc<Compiled>, Standing),
}

/// How far the proof of a policy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is under way.
    Waiting,
    /// There is none of a text with errors.
    NotMade,
    /// It is made: what can be said after it, and faults of this program.
    Made(Option<String>, Vec<String>),
}

/// Something that stays until there is a newer one.
#[derive(Debug, Clone)]
pub struct Kept<T> {
    /// The look at which it was seen.
    pub number: u64,
    /// When that was.
    pub at: String,
    /// What was seen.
    pub what: T,
}

/// What moved with a look.
#[derive(Debug, Clone)]
pub struct Since {
    /// The leads that come to another outcome than at the last good look.
    pub moved: Moved,
    /// So many come to another outcome than at the start.
    pub from_start: u64,
    /// Every lead is again where it was.
    pub back: Option<Back>,
}

/// To what everything came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// To the start.
    Start,
    /// To what it was before the last change that moved a lead.
    BeforeLastChange,
}

/// All that is known of a policy that is watched.
#[derive(Debug, Clone, Default)]
pub struct Session {
    look: Option<Look>,
    /// What the text alone showed at the newest look.
    of_text: Vec<Diagnostic>,
    examples: Option<Kept<Examples>>,
    leads: Option<Kept<Ran>>,
    leads_trouble: Vec<Trouble>,
    since: Option<Kept<Since>>,
    start: Option<Arc<Outcomes>>,
    before: Option<Arc<Outcomes>>,
}

impl Session {
    /// Takes in what a look found. What it could not find stays as it was seen last.
    pub fn saw(&mut self, number: u64, at: &str, report: Report) {
        let kept = |what| Kept {
            number,
            at: at.to_owned(),
            what,
        };
        let proof = match report.results {
            Some(_) => Standing::Waiting,
            None => Standing::NotMade,
        };
        self.of_text.clear();
        let seen = match report.policy {
            Ok(compiled) => {
                self.of_text.clone_from(&compiled.findings);
                Seen::Policy(compiled, proof)
            }
            Err(trouble) => Seen::Nothing(trouble),
        };
        self.look = Some(Look {
            number,
            at: at.to_owned(),
            seen,
        });
        let Some(results) = report.results else {
            return;
        };
        self.examples = Some(Kept {
            number,
            at: at.to_owned(),
            what: results.examples,
        });
        self.leads_trouble.clear();
        match results.leads {
            None => self.leads = None,
            Some(Err(trouble)) => self.leads_trouble = trouble,
            Some(Ok(ran)) => {
                self.since = self.compare(&ran).map(|what| Kept {
                    number,
                    at: at.to_owned(),
                    what,
                });
                self.leads = Some(kept(ran));
            }
        }
    }

    /// Takes in what the proof found of a look; nothing where there is a newer one.
    pub fn proved(
        &mut self,
        number: u64,
        compiled: Arc<Compiled>,
        claim: Option<String>,
        faults: Vec<String>,
    ) {
        if let Some(look) = self.look.as_mut().filter(|look| look.number == number) {
            look.seen = Seen::Policy(compiled, Standing::Made(claim, faults));
        }
    }

    /// What moved since the last leads were decided; none where these are the first.
    fn compare(&mut self, ran: &Ran) -> Option<Since> {
        let start = self.start.get_or_insert_with(|| ran.outcomes.clone());
        let last = &self.leads.as_ref()?.what.outcomes;
        let than = |older: &Outcomes| ran.outcomes.since(older, ran.names.keys());
        let (moved, from_start) = (than(last), than(start));
        let mut back = None;
        if !moved.is_same() {
            let before = self.before.as_ref();
            if from_start.is_same() {
                back = Some(Back::Start);
            } else if before.is_some_and(|before| than(before).is_same()) {
                back = Some(Back::BeforeLastChange);
            }
            self.before = Some(last.clone());
        }
        let from_start = from_start.moved;
        Some(Since {
            moved,
            from_start,
            back,
        })
    }

    /// Whether the proof of the newest look is still to come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let seen = self.look.as_ref().map(|look| &look.seen);
        matches!(seen, Some(Seen::Policy(_, Standing::Waiting)))
    }

    /// The newest look.
    #[must_use]
    pub fn look(&self) -> Option<&Look> {
        self.look.as_ref()
    }

    /// What became of the examples, at the last look that could play them.
    #[must_use]
    pub fn examples(&self) -> Option<&Kept<Examples>> {
        self.examples.as_ref()
    }

    /// What was decided of the leads, at the last look that could read them.
    #[must_use]
    pub fn leads(&self) -> Option<&Kept<Ran>> {
        self.leads.as_ref()
    }

    /// Why the leads cannot be read now.
    #[must_use]
    pub fn leads_trouble(&self) -> &[Trouble] {
        &self.leads_trouble
    }

    /// What moved when the leads were decided last.
    #[must_use]
    pub fn since(&self) -> Option<&Kept<Since>> {
        self.since.as_ref()
    }

    /// Whether something is of an older look than the newest.
    #[must_use]
    pub fn is_old<T>(&self, kept: &Kept<T>) -> bool {
        self.look
            .as_ref()
            .is_some_and(|look| look.number != kept.number)
    }

    /// What was found in the policy at the newest look, but for notes of the proof; how many these
    /// are; and the policy.
    #[must_use]
    pub fn findings(&self) -> Option<(&Compiled, Vec<&Diagnostic>, usize)> {
        let Seen::Policy(compiled, _) = &self.look.as_ref()?.seen else {
            return None;
        };
        let hidden = |finding: &&Diagnostic| finding.is_proof_note() && finding.is_proved();
        let (notes, shown): (Vec<_>, Vec<_>) = compiled.findings.iter().partition(hidden);
        Some((compiled, shown, notes.len()))
    }

    /// The same, but for what the text alone showed.
    #[must_use]
    pub fn proof_findings(&self) -> Option<(&Compiled, Vec<&Diagnostic>, usize)> {
        let (compiled, mut findings, notes) = self.findings()?;
        findings.retain(|finding| !self.of_text.contains(finding));
        Some((compiled, findings, notes))
    }

    /// Whether the newest look found a policy without errors in its text.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let Some(Look { seen, .. }) = &self.look else {
            return false;
        };
        match seen {
            Seen::Nothing(_) => false,
            Seen::Policy(_, standing) => *standing != Standing::NotMade,
        }
    }

    /// The last look whose results are shown, where the newest found a text with errors.
    #[must_use]
    pub fn last_good(&self) -> Option<&Kept<Examples>> {
        self.examples.as_ref().filter(|kept| self.is_old(kept))
    }
}

#[cfg(test)]
mod tests;
