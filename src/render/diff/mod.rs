//! What two policies say differently, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | to read in a terminal |
//! | `markdown` | a comment on a pull request |
//! | `json` | for programs |
//! | `words` | sentences that all of them have |

mod human;
mod json;
mod markdown;
mod words;

pub use human::human;
pub use json::json;
pub use markdown::markdown;
