//! Tests of the whole: the command line as a person calls it, and laws of the code.

mod cli;
mod floors;
mod program;
mod run;
