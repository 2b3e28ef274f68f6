//! What an editor asks of a policy at a place of its text: plain data in and out, places in bytes.
//!
//! Nothing here knows of messages, clients or disks.
//!
//! | file | purpose |
//! | --- | --- |
//! | `snapshot` | [`Snapshot`]: a policy at one moment |
//! | `symbol` | [`Symbol`]: what a name can stand for |
//! | `actions` | changes that are offered for a finding |
//! | `mentions`, `index` | where which names stand |

mod actions;
mod index;
mod mentions;
mod snapshot;
mod symbol;
#[cfg(test)]
mod testing;

pub use actions::{Action, actions};
pub use index::Index;
pub use mentions::Mention;
pub use snapshot::Snapshot;
pub use symbol::{Entity, Globals, Symbol};
