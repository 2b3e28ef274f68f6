//! Looks at policies held in memory.

use std::sync::Arc;

use super::{Counting, Examples, Names, Ran, Report, Results, Session, Trouble};
use crate::analyze::{Options, analyze};
use crate::compile::{self, Compiled, Loader, compile};
use crate::data::{self, DataFile};
use crate::eval::example::play;
use crate::model::FileProblem;
use crate::report::Origin;
use crate::source::SourceMap;
use crate::value::IsoMoment;

/// Two desks and a bar.
pub(crate) const POLICY: &str = "\
policy \"Two desks\" { version \"3\" }
team sales \"Sales\" { role north \"North\", south \"South\" }
lead {
  email:  text key
  region: one of north | south required
  points: integer 0..100 required
}
define bar = 50
decision step: one of call | wait {
  rule good: call when points >= bar
  otherwise wait
}
decision owner: role or none {
  rule up: north when region = north and step = call
  rule down: south when region = south and step = call
}
example \"Fifty are enough\" {
  lead { email \"a@a.example\"  region north  points 50 }
  expect step = call
}
";

/// Four leads.
pub(crate) const LEADS: &str = "\
email,region,points
ann@a.example,north,70
bob@b.example,south,55
cem@c.example,north,52
dag@d.example,south,10
";

struct Nowhere;

impl Loader for Nowhere {
    fn load(&self, _: &str, _: &str) -> Result<(String, String), FileProblem> {
        Err(FileProblem::NotFound)
    }
}

/// A policy, judged for the first of July 2026.
pub(crate) fn compiled(policy: &str) -> Compiled {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.ground", policy);
    let options = compile::Options {
        as_of: Some(IsoMoment::Exact("2026-07-01T00:00:00Z".parse().unwrap())),
        ..compile::Options::default()
    };
    compile(sources, vec![id], &Nowhere, &options).unwrap()
}

/// What looks at a policy and its leads find, one after another.
#[derive(Default)]
pub(crate) struct Looks {
    pub(crate) session: Session,
    names: Arc<Names>,
    number: u64,
}

impl Looks {
    /// Looks at a policy; its proof is still to come.
    pub(crate) fn look(&mut self, policy: &str, leads: Option<&str>) {
        let compiled = Arc::new(compiled(policy));
        let results = (!compiled.has_errors()).then(|| Results {
            examples: examples(&compiled),
            leads: leads.map(|leads| self.ran(&compiled, leads)),
        });
        let report = Report {
            policy: Ok(compiled),
            results,
        };
        self.saw(report);
    }

    /// Looks where no policy is.
    pub(crate) fn nothing(&mut self) {
        self.saw(Report {
            policy: Err(Trouble {
                message: "there is no `policy.ground`".into(),
                help: Some("check the path".into()),
            }),
            results: None,
        });
    }

    fn saw(&mut self, report: Report) {
        self.number += 1;
        let at = format!("09:00:{:02}", self.number);
        self.session.saw(self.number, &at, report);
    }

    /// Looks at a policy and makes its proof.
    pub(crate) fn prove(&mut self, policy: &str, leads: Option<&str>) {
        self.look(policy, leads);
        let mut compiled = compiled(policy);
        let analysis = analyze(&compiled, compiled.as_of.unwrap(), &Options::default());
        let found = analysis.findings.into_iter();
        let found = found.map(|finding| finding.diagnostic).collect();
        compiled.take_in_proof(found, &analysis.regions, None);
        let claim = Some("every lead has one outcome of each decision".to_owned());
        let number = self.number;
        self.session
            .proved(number, Arc::new(compiled), claim, Vec::new());
    }

    fn ran(&mut self, compiled: &Compiled, leads: &str) -> Result<Ran, Vec<Trouble>> {
        let files = vec![DataFile::new("leads.csv", leads.as_bytes())];
        let opened = data::open(&compiled.model, files, &data::Options::default());
        let mut leads = opened.map_err(|errors| {
            let errors = errors.into_iter().map(|error| Trouble {
                message: error.message,
                help: error.help,
            });
            errors.collect::<Vec<_>>()
        })?;
        let names = Arc::make_mut(&mut self.names);
        names.begin();
        let mut counting = Counting::new(compiled, compiled.as_of.unwrap(), &[]);
        while let Some(batch) = leads.next_batch().unwrap() {
            let places = names.places(&batch);
            counting.add(&[(batch, places)]);
        }
        let (summary, outcomes) = counting.finish();
        Ok(Ran {
            origin: Origin {
                data: "leads.csv".into(),
                source: None,
                as_of: None,
                is_now: false,
            },
            summary,
            outcomes: Arc::new(outcomes),
            names: self.names.clone(),
            notes: Vec::new(),
        })
    }
}

fn examples(compiled: &Arc<Compiled>) -> Examples {
    let as_of = compiled.as_of.unwrap();
    let examples = compiled.model.examples.iter();
    Examples {
        played: examples
            .map(|it| play(&compiled.model, it, as_of))
            .collect(),
        compiled: compiled.clone(),
        as_of,
    }
}
