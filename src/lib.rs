//! Groundrules: lead policies as text that a machine holds to its word.
//!
//! # Where things are
//! A module uses those on lower floors, never those above it or beside it.
//!
//! | floor | module | purpose |
//! | --- | --- | --- |
//! | 0 | [`source`] | texts, spans, lines and columns |
//! | 1 | [`diagnostic`] | findings as plain data, and their codes |
//! | 1 | [`value`] | exact numbers, text, dates, durations, calendars |
//! | 2 | [`syntax`] | text to syntax tree |
//! | 2 | [`records`] | raw CSV, workbooks and Parquet files: rows with places, and streams |
//! | 3 | [`mod@format`] | syntax tree and comments to text, the one layout |
//! | 3 | [`model`] | names, types and units resolved |
//! | 4 | [`eval`] | what a policy means for one lead: the reference |
//! | 4 | [`data`] | leads out of CSV by way of a source |
//! | 4 | [`words`] | the policy in words, for all who tell of it |
//! | 5 | [`compile`] | texts to a policy with its findings: the one pipeline |
//! | 5 | [`engine`] | a policy compiled for speed |
//! | 5 | [`explain`] | the page of each finding |
//! | 5 | [`report`] | what a policy says of many leads, counted |
//! | 5 | [`proof`] | what is so of all leads: formulas, the satisfiability core, cases, witnesses |
//! | 6 | [`embed`] | a policy inside of another program: one lead at a time |
//! | 6 | [`bulk`] | many leads, decided by all processors at once |
//! | 6 | [`analyze`] | the questions put to the proof, and their findings |
//! | 7 | [`mod@diff`] | two policies compared, by meaning and over leads |
//! | 7 | [`fit`] | does a policy fit its data: `check --data` |
//! | 7 | [`handbook`] | the agreement as a page to read |
//! | 7 | [`init`] | a first policy, made of an export |
//! | 7 | [`why`] | why it says so of one lead |
//! | 8 | [`watch`] | a policy that is being edited: what moved with each save |
//! | 9 | [`render`] | findings and results for people and programs |
//! | 10 | [`editor`] | what an editor asks of a policy at a place of its text |
//! | 11 | [`lsp`] | that as a language server |
//! | 12 | [`cli`] | the command line; disk, clock and terminal |

pub mod analyze;
pub mod bulk;
pub mod cli;
pub mod compile;
pub mod data;
pub mod diagnostic;
pub mod diff;
pub mod editor;
pub mod embed;
pub mod engine;
pub mod eval;
pub mod explain;
pub mod fit;
pub mod format;
pub mod handbook;
pub mod init;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod model;
pub mod proof;
pub mod records;
pub mod render;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod watch;
pub mod why;
pub mod words;
