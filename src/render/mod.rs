//! Findings and results as text: what a person reads, and what a program reads.

mod exact;
mod layout;
mod run_csv;
mod run_human;
mod run_json;
mod run_problems;
mod run_record;
#[cfg(test)]
mod run_sample;
mod run_tables;
mod style;

pub use run_csv::RunCsv;
pub use run_human::run_human;
pub use run_json::run_json;
pub use run_record::run_record;
pub use style::{Paint, Style};
