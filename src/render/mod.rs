//! Findings and results as text: what a person reads, and what a program reads.

mod style;

pub use style::{Paint, Style};
