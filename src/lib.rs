//! Groundrules: lead policies as text that a machine holds to its word.
//!
//! # Where things are
//! A module uses those on lower floors, never those above it or beside it.
//!
//! | floor | module | purpose |
//! | --- | --- | --- |
//! | 0 | [`source`] | texts, spans, lines and columns |
//! | 0 | [`diagnostic`] | findings as plain data, and their codes |
//! | 0 | [`value`] | exact numbers, text, dates, durations |
//! | 1 | [`syntax`] | text to syntax tree |
//! | 1 | [`records`] | raw CSV and workbooks: rows with places, and streams |
//! | 2 | [`mod@format`] | syntax tree and comments to text, the one layout |
//! | 2 | [`model`] | names, types and units resolved |
//! | 3 | [`eval`] | what a policy means for one lead: the reference |
//! | 3 | [`data`] | leads out of CSV by way of a source |
//! | 6 | [`compile`] | texts to a policy with its findings: the one pipeline |
//! | 6 | [`explain`] | the page of each finding |
//! | 6 | [`report`] | what a policy says of many leads, counted |
//! | 6½ | [`fit`] | does a policy fit its data: `check --data` |
//! | 6½ | [`init`] | a first policy, made of an export |
//! | 6½ | [`why`] | why it says so of one lead |
//! | 7 | [`render`] | findings and results for people and programs |
//! | 8 | [`cli`] | the command line; disk, clock and terminal |

pub mod cli;
pub mod compile;
pub mod data;
pub mod diagnostic;
pub mod eval;
pub mod explain;
pub mod fit;
pub mod format;
pub mod init;
pub mod model;
pub mod records;
pub mod render;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod why;
