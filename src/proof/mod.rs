//! What is so of all leads that a policy's schema allows: formulas over what no rule can tell
//! apart, the satisfiability core, minimal cores, readable cases and witnesses.
//!
//! Every condition is two formulas, that it is yes and that it is no; see [`So`]. Formulas are about
//! few things: that a field is missing, that a number is at least so much, that a text is one of
//! those that the policy names. A search asks the core for an assignment of these, then looks
//! whether numbers and texts exist for it, and rules out what cannot be until a lead is found or
//! none can be.
//!
//! Nothing here knows of findings.
//!
//! | file | purpose |
//! | --- | --- |
//! | `formula` | what formulas are made of, and what is known of them |
//! | `slice` | the satisfiability core, with what a question hangs on |
//! | `solver` | formulas and their search |
//! | `budget` | how many steps are left |
//! | `prover` | [`Prover`]: the formulas that were asked for so far |
//! | `view` | a lead beside itself with another value, or under a policy without a part |
//! | `field`, `orders`, `text_sites`, `text_vars` | formulas about fields |
//! | `linear_form`, `finite` | sums of fields; points and sums of them |
//! | `base`, `operand`, `condition`, `score`, `decision` | formulas for each construct of the language |
//! | `moved` | a lead with what the stages of a journey write into it |
//! | `kept_texts` | texts that are just as in a given lead |
//! | `near` | leads near a given one |
//! | `without` | a score's total beside what it is without a part |
//! | `search` | [`Prover::find`]: is there such a lead? |
//! | `fit_sums`, `linear` | numbers, dates and instants for an assignment |
//! | `fit_texts`, `texts` | texts for an assignment |
//! | `lead`, `plain` | the lead that was found |
//! | `terms`, `fact`, `cases` | what conditions look at, and leads described by it |
//! | `ask` | what can be asked, in the policy's terms |

mod ask;
mod base;
mod budget;
mod cases;
mod condition;
mod decision;
mod fact;
mod field;
mod finite;
mod fit_sums;
mod fit_texts;
mod formula;
mod kept_texts;
mod lead;
mod linear;
mod linear_form;
mod moved;
mod near;
mod operand;
mod orders;
mod plain;
mod prover;
mod score;
mod search;
mod slice;
mod solver;
mod terms;
mod text_sites;
mod text_vars;
mod texts;
mod view;
mod without;

pub use ask::{Table, Taken};
pub use cases::{Case, Part, Says};
pub use condition::So;
pub use fact::Fact;
pub use formula::Formula;
pub use moved::{Writes, Written};
pub use near::Near;
pub use prover::{Ground, Prover};
pub use search::Answer;
pub use terms::{Term, TermOf};
pub use view::{Left, View};
