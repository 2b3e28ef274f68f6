//! What two policies say differently: for which leads, and what.
//!
//! Both stand in one model, see [`Beside`], so that a question is one about all leads that both
//! allow. Things are compared by their names; what is called otherwise and means the same is renamed.
//!
//! | file | purpose |
//! | --- | --- |
//! | `decisions` | outcomes that differ, by what they were and are |
//! | `scores` | totals that differ |
//! | `stages` | where stages lead leads, what they require, who answers for them |
//! | `tasks` | who does what, by when |
//! | `duties` | what is forbidden and what people have to have done |
//! | `schema` | fields, facts and teams |
//! | `same` | definitions, scores and decisions that mean the same in both |
//! | `named` | what has a name, in both policies or in one |
//! | `replay` | those leads in each of the policies as it stands |
//! | `renamed` | fields that are called otherwise and are the same |
//! | `region` | leads for which something differs |

mod decisions;
mod duties;
mod named;
mod region;
mod renamed;
mod replay;
mod same;
mod schema;
mod scores;
mod stages;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::context::Context;
use super::unwritten::Unwritten;
use crate::compile::Compiled;
use crate::diagnostic::{Case, Witness};
use crate::model::{Batch, Beside, Model, Node};
use crate::proof::Ground;
use crate::value::Instant;

/// Something that two policies say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing it is: "decision", "score", "stage".
    pub kind: &'static str,
    /// Its name; of one that was renamed, the new one.
    pub name: String,
    /// What became of it.
    pub became: Became,
    /// Whose agreement the policies record for it, in either of them.
    pub agreed_by: BTreeSet<String>,
}

/// What became of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// The older policy does not have it.
    Added,
    /// The newer policy does not have it.
    Removed,
    /// It means the same and was called otherwise.
    Renamed(String),
    /// It says something else in these respects.
    Changed(Vec<Difference>),
    /// It says the same, and other teams agreed on it: those that did, and those that do.
    Agreed(BTreeSet<String>, BTreeSet<String>),
    /// It was not decided within the budget whether it says something else.
    NotDecided,
}

/// One respect in which a thing says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What was said and what is: "from `mql` to `nurture`".
    pub words: String,
    /// The outcomes, where the thing is a decision: what it was and what it is.
    pub outcomes: Option<(String, String)>,
    /// For which leads; none where it does not depend on the lead.
    pub cases: Vec<Case>,
    /// There are leads beyond the cases.
    pub more: bool,
    /// A lead for which it is so.
    pub witness: Option<Witness>,
    /// The same lead, as the model of both policies has it.
    lead: Option<Batch>,
}

impl Change {
    /// A field that was called otherwise, by its older and its newer name.
    fn renamed((was, name): (String, String)) -> Change {
        Change {
            kind: "field",
            name,
            became: Became::Renamed(was),
            agreed_by: BTreeSet::new(),
        }
    }
}

impl Difference {
    /// One that does not depend on the lead.
    fn plain(words: String) -> Difference {
        Difference {
            words,
            outcomes: None,
            cases: Vec::new(),
            more: false,
            witness: None,
            lead: None,
        }
    }
}

/// What the proof found out about two policies.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// What differs, kind by kind, in the order of the text.
    pub changes: Vec<Change>,
    /// How many steps the solver took.
    pub steps: u64,
    /// Where the proof and the evaluator disagree, which is a fault of this program.
    pub faults: Vec<String>,
}

/// Two policies side by side.
struct Sides<'a> {
    old: &'a Model,
    new: &'a Model,
    beside: &'a Beside,
    /// What means the same in both, by its place in the older and in the newer policy.
    same: &'a BTreeMap<Node, Node>,
}

impl Sides<'_> {
    /// Whether something of the older policy is known to mean the same in the newer one.
    fn are_same(&self, old: Node, new: Node) -> bool {
        self.same.get(&old) == Some(&new)
    }
}

/// Compares two policies without errors, whose texts lie in one source map, for an instant.
#[must_use]
pub fn changes(old: &Compiled, new: &Compiled, as_of: Instant, options: &Options) -> Changes {
    // Things are compared by their names: fields get their new ones first.
    let (renamed, old) = renamed::by_new_names(old, &new.model);
    let old = &old;
    let same = same::of(old, new, as_of, options);
    let beside = Beside::new(&old.model, &new.model, &same);
    let both = compiled(new, &beside);
    let ground = Ground::new(&both.model, as_of);
    let unwritten = Unwritten::new(&both.model);
    let mut context = Context::new(&both, &ground, &unwritten, options);
    let sides = Sides {
        old: &old.model,
        new: &new.model,
        beside: &beside,
        same: &same,
    };
    let mut changes: Vec<Change> = renamed.into_iter().map(Change::renamed).collect();
    changes.extend(schema::compare(&mut context, &sides));
    changes.extend(scores::compare(&mut context, &sides));
    changes.extend(decisions::compare(&mut context, &sides));
    changes.extend(duties::compare(&mut context, &sides));
    changes.extend(stages::compare(&mut context, &sides));
    changes.extend(tasks::compare(&mut context, &sides));
    let mut faults = std::mem::take(&mut context.faults);
    for change in &mut changes {
        let Became::Changed(differences) = &change.became else {
            continue;
        };
        let mut leads = differences.iter().filter_map(|it| it.lead.as_ref());
        if !leads.all(|lead| sides.confirm(&both.model, lead.lead(0), as_of)) {
            let name = &change.name;
            faults.push(format!(
                "the two policies do not say of a lead for `{name}` what they say beside each other"
            ));
            change.became = Became::NotDecided;
        }
    }
    Changes {
        changes,
        steps: options.budget - context.left(),
        faults,
    }
}

/// Both policies as one that can be asked about.
fn compiled(new: &Compiled, beside: &Beside) -> Compiled {
    let mut both = new.clone();
    both.model = beside.model.clone();
    both.model.acceptances.clear();
    both
}
