//! Groundrules: lead policies as text that a machine holds to its word.
//!
//! # Where things are
//! A module uses those above it in this list, never those below.
//!
//! | module | purpose |
//! | --- | --- |
//! | [`source`] | texts, spans, lines and columns |
//! | [`diagnostic`] | findings as plain data, and their codes |
//! | [`value`] | exact numbers, text, dates, durations |

pub mod diagnostic;
pub mod model;
pub mod source;
pub mod syntax;
pub mod value;
