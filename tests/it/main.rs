//! Tests of the whole: the command line as a person calls it, the pages of `explain`, and laws of
//! the code.

mod cli;
mod floors;
mod laws;
mod pages;
mod program;
mod readme;
mod run;
#[path = "../support/mod.rs"]
mod support;
