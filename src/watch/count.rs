//! What a policy says of many leads, on several threads: results and counts are the same however
//! many there are.

use std::num::NonZero;
use std::thread;

use crate::compile::Compiled;
use crate::data::LeadBatch;
use crate::diff::Outcomes;
use crate::eval::evaluate;
use crate::report::{Reporter, Summary, Tally};
use crate::value::Instant;

/// More threads hardly help: what they count has to be put together.
const MOST_THREADS: usize = 4;

/// Decides leads and counts what comes of them.
pub struct Counting<'a> {
    policy: &'a Compiled,
    as_of: Instant,
    files: &'a [String],
    tally: Tally<'a>,
    outcomes: Outcomes,
    threads: usize,
}

impl<'a> Counting<'a> {
    /// Outcomes of so many leads are held, to be compared with those of the next save.
    pub const MOST_COMPARED: usize = 1_000_000;

    /// Nothing counted yet; `files` are the names of the files of leads, where there are several.
    #[must_use]
    pub fn new(policy: &'a Compiled, as_of: Instant, files: &'a [String]) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Counting {
            policy,
            as_of,
            files,
            tally: Tally::new(&policy.model, None),
            outcomes: Outcomes::new(&policy.model),
            threads: cores.clamp(1, MOST_THREADS),
        }
    }

    /// How many batches are best given at once.
    #[must_use]
    pub fn at_once(&self) -> usize {
        self.threads
    }

    /// Decides the leads of some batches, each on a thread of its own, and counts them in their
    /// order.
    pub fn add(&mut self, batches: &[(LeadBatch, Vec<(usize, u64)>)]) {
        let Some((first, others)) = batches.split_first() else {
            return;
        };
        let this = &*self;
        let counted = thread::scope(|scope| {
            let others = others.iter();
            let running: Vec<_> = others
                .map(|batch| scope.spawn(move || this.count(batch)))
                .collect();
            let mut counted = vec![this.count(first)];
            for thread in running {
                match thread.join() {
                    Ok(part) => counted.push(part),
                    Err(fault) => std::panic::resume_unwind(fault),
                }
            }
            counted
        });
        for (tally, outcomes) in counted {
            self.tally.merge(tally);
            if self.outcomes.len() < Self::MOST_COMPARED {
                self.outcomes.append(outcomes);
            }
        }
    }

    /// The counts of a batch alone.
    fn count(&self, (batch, places): &(LeadBatch, Vec<(usize, u64)>)) -> (Tally<'a>, Outcomes) {
        let (policy, as_of) = (self.policy, self.as_of);
        let model = &policy.model;
        let reporter = Reporter::new(model, &policy.sources).naming(self.files);
        let mut tally = Tally::new(model, None);
        let mut outcomes = Outcomes::new(model);
        for (row, (info, place)) in batch.info.iter().zip(places).enumerate() {
            let lead = batch.leads.lead(row);
            let evaluation = evaluate(model, lead, as_of);
            let result = reporter.result(info, lead, &evaluation);
            tally.add(lead, as_of, &evaluation, &result);
            outcomes.add(model, *place, &evaluation);
        }
        (tally, outcomes)
    }

    /// The counts, and what was decided of each lead.
    #[must_use]
    pub fn finish(self) -> (Summary, Outcomes) {
        (self.tally.finish(), self.outcomes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{self, DataFile};
    use crate::watch::Names;
    use crate::watch::testing::{POLICY, compiled};

    /// The counts as `run` makes them: lead by lead.
    fn counted_by_run(policy: &Compiled, batches: &[(LeadBatch, Vec<(usize, u64)>)]) -> Summary {
        let as_of = policy.as_of.unwrap();
        let reporter = Reporter::new(&policy.model, &policy.sources);
        let mut tally = Tally::new(&policy.model, None);
        for (batch, _) in batches {
            for (row, info) in batch.info.iter().enumerate() {
                let lead = batch.leads.lead(row);
                let evaluation = evaluate(&policy.model, lead, as_of);
                let result = reporter.result(info, lead, &evaluation);
                tally.add(lead, as_of, &evaluation, &result);
            }
        }
        tally.finish()
    }

    #[test]
    fn counts_are_the_same_on_one_thread_and_on_several() {
        let policy = compiled(POLICY);
        let rows = (0..5_000).map(|n| {
            format!(
                "a{n}@a.example,{},{}\n",
                ["north", "south", "east"][n % 3],
                n % 101
            )
        });
        let text: String = std::iter::once("email,region,points\n".to_owned())
            .chain(rows)
            .collect();
        let files = vec![DataFile::new("leads.csv", text.as_bytes())];
        let opened = data::open(&policy.model, files, &data::Options::default());
        let (mut leads, mut names) = (opened.ok().unwrap(), Names::default());
        let mut batches = Vec::new();
        while let Some(batch) = leads.next_batch().unwrap() {
            let places = names.places(&batch);
            batches.push((batch, places));
        }
        assert!(batches.len() > 3);
        let as_of = policy.as_of.unwrap();
        let mut one = Counting::new(&policy, as_of, &[]);
        batches.chunks(1).for_each(|batch| one.add(batch));
        let mut several = Counting::new(&policy, as_of, &[]);
        several.add(&batches);
        let (one, several) = (one.finish(), several.finish());
        assert_eq!(one.0, several.0);
        assert_eq!(one.0, counted_by_run(&policy, &batches));
        assert_eq!(one.0.leads.read, 5_000);
        assert!(one.0.leads.with_problems > 1_000);
        assert!(several.1.since(&one.1, names.keys()).is_same());
    }
}
