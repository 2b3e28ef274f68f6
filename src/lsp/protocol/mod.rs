//! The messages of the language server protocol, as far as they are used: what is read of requests,
//! and what answers say. Names are those of the protocol.

mod basic;
mod setup;
mod sync;

pub(crate) use basic::*;
pub(crate) use setup::*;
pub(crate) use sync::*;
