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
//! | [`records`] | raw CSV: rows with places, and streams |
//! | [`model`] | names, types and units resolved |
//! | [`eval`] | what a policy means for one lead: the reference |
//! | [`data`] | leads out of CSV by way of a source |

pub mod data;
pub mod diagnostic;
pub mod eval;
pub mod model;
pub mod records;
pub mod source;
pub mod syntax;
pub mod value;
