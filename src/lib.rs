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
//! | [`syntax`] | text to syntax tree |
//! | [`model`] | names, types and units resolved |
//! | [`records`] | raw CSV |
//! | [`data`] | leads out of CSV, by way of a source |
//! | [`eval`] | what a policy means for one lead: the reference |
//! | [`compile`] | texts to a policy with its findings: the one pipeline |
//! | [`report`] | what a policy says of many leads, counted |
//! | [`render`] | results as text: for people and for programs |

pub mod compile;
pub mod data;
pub mod diagnostic;
pub mod eval;
pub mod model;
pub mod records;
pub mod render;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
