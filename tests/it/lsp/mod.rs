//! `lsp` as an editor uses it: in this process, over a connection in memory.

mod client;
mod features;
mod fixes;
mod random;
mod session;
mod sync;
