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
//! | [`records`] | raw CSV: rows with places, and streams |

pub mod diagnostic;
pub mod records;
pub mod source;
pub mod value;
