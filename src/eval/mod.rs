//! What a policy means for one lead: the reference for everything else that reads policies.
//!
//! Slow and obvious: one function for each construct of the language. A condition is yes, no,
//! unknown (something is missing) or stopped (something has no value that could be relied on);
//! see [`Truth`].
//!
//! | file | purpose |
//! | --- | --- |
//! | `truth` | [`Truth`]: yes, no, unknown, stopped |
//! | `evaluation` | [`Evaluation`]: what comes out |

mod evaluation;
mod truth;

pub use evaluation::{
    Cause, Decided, DecidedBy, DecidedOutcome, Evaluation, ForbiddenBy, Found, ScoreProblem, Scored,
};
pub use truth::Truth;
