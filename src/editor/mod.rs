//! What an editor asks of a policy at a place of its text: plain data in and out, places in bytes.
//!
//! Nothing here knows of messages, clients or disks.
//!
//! | file | purpose |
//! | --- | --- |
//! | `snapshot` | [`Snapshot`]: a policy at one moment |
//! | `symbol` | [`Symbol`]: what a name can stand for |
//! | `mentions`, `index` | where which names stand |
//! | `outline` | what a text is made of |
//! | `navigate` | to declarations, readers, and what depends on what |
//! | `rename` | another name for something, everywhere |
//! | `hover`, `sentences` | what is to be said of a name |
//! | `complete` | what may be written at a place |
//! | `counts` | what was counted of the leads that a policy is tried on |
//! | `actions` | changes that are offered for a finding |
//! | `regions` | what can be folded, what a selection grows to |
//! | `paint` | what each word is |
//! | `hints` | what is worked out, on the line |
//! | `lenses` | what is known of a thing, on the line above it |
//! | `links` | the files that a text names |

mod actions;
mod complete;
mod counts;
mod hints;
mod hover;
mod index;
mod lenses;
mod links;
mod mentions;
mod navigate;
mod outline;
mod paint;
mod regions;
mod rename;
mod sentences;
mod snapshot;
mod symbol;
#[cfg(test)]
mod testing;

pub use actions::{Action, actions};
pub use complete::{Completion, CompletionKind, Completions, complete};
pub use counts::Counts;
pub use hints::{Hint, hints};
pub use hover::{Hover, hover};
pub use index::Index;
pub use lenses::{Known, Lens, lenses};
pub use links::{Link, links};
pub use mentions::Mention;
pub use navigate::{Dependency, declared_at, definition, dependencies, dependents, references};
pub use outline::{Part, PartKind};
pub use paint::{Paint, Painted, paints};
pub use regions::{Fold, folds, selections};
pub use rename::{rename, renamed};
pub use snapshot::Snapshot;
pub use symbol::{Entity, Globals, Symbol};
