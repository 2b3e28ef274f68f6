//! Findings and results as text: what a person reads, and what a program reads.
//!
//! | folder | purpose |
//! | --- | --- |
//! | [`run`] | what a policy says of the leads of a file |
//! | `style` | colour and width |

pub mod run;
mod style;

pub use style::{Paint, Style};
