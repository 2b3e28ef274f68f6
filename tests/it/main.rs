//! Tests of the whole: the command line as a person calls it, and laws of the code.

mod cli;
mod floors;
mod laws;
mod program;
mod readme;
mod run;
