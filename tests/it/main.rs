//! Tests of the whole: the command line as a person calls it, the pages of `explain`, and laws of
//! the code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is not as it should be, in its helpers too"
)]

mod calendar;
#[cfg(unix)]
mod ci;
mod cli;
mod defects;
mod diff;
mod embed;
mod floors;
mod handbook;
mod journeys;
mod laws;
#[cfg(feature = "lsp")]
mod lsp;
mod pages;
#[cfg(feature = "parquet")]
mod parquet_maker;
mod program;
mod project;
mod proof;
mod readme;
mod run;
mod semantics;
mod shipped;
#[allow(dead_code, reason = "shared: each test program uses a part of it")]
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod why;
#[allow(
    dead_code,
    reason = "shared with the tests of the module that reads workbooks"
)]
#[path = "../../src/records/workbook/testing.rs"]
mod workbook_maker;
