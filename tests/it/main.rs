//! The parts of Groundrules put together, as its users meet them.

mod pages;
#[path = "../support/mod.rs"]
mod support;
