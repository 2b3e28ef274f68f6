//! A policy that is being edited: as a log for pipes, and as a screen that a person leaves open.
//!
//! | file | purpose |
//! | --- | --- |
//! | `log` | the log |
//! | `screen` | the screen: a head, blocks, the keys |
//! | `blocks` | what stands under each title |
//! | `column` | blocks below each other |
//! | `room` | how blocks share the lines that there are |
//! | `lines` | lines in colour, cut to a width |
//! | `findings`, `examples`, `leads`, `moved` | what blocks are made of |
//! | `words` | what log and screen say alike |

mod blocks;
mod column;
mod examples;
mod findings;
mod leads;
mod lines;
mod log;
mod moved;
mod room;
mod screen;
mod words;

pub use log::{given_up, proved, seen};
pub use screen::{Screen, draw};
