//! What is so of all leads that a policy's schema allows: formulas over what no rule can tell
//! apart, the satisfiability core, minimal cores, readable cases and witnesses.
//!
//! Nothing here knows of findings.

pub(crate) mod texts;
