//! What an editor asks of a policy at a place of its text: plain data in and out, places in bytes.
//!
//! Nothing here knows of messages, clients or disks.

mod snapshot;

pub use snapshot::Snapshot;
