//! Findings and results as text: what a person reads, and what a program reads.
//!
//! | folder | purpose |
//! | --- | --- |
//! | `diff` | what two policies say differently |
//! | `examples` | what became of a policy's examples |
//! | `findings` | what was found in a policy |
//! | `handbook` | the agreement as a page to read |
//! | `run` | what a policy says of the leads of a file |
//! | `init` | what a first policy was made of |
//! | `watch` | a policy that is being edited: a log, and a screen |
//! | `why` | why a policy says what it says of one lead |
//! | `model` | a policy as data |
//! | `words` | names, values and conditions as sentences have them |
//! | `junit` | test cases as build servers read them |
//! | `layout` | numbers, shares, bars, columns |
//! | `printable` | text of unknown origin, made fit to print |
//! | `style` | colour and width |

pub mod diff;
pub mod examples;
pub mod findings;
pub mod handbook;
pub mod init;
mod junit;
mod layout;
pub mod model;
mod printable;
pub mod run;
mod style;
pub mod watch;
pub mod why;
mod words;

pub use printable::{printable, without_line_ends};
pub use style::{Paint, Style};
