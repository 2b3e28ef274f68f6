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

pub(crate) mod texts;
