//! The language server: what an editor says and asks, by the protocol that most of them speak.
//!
//! One thread reads what the client says and answers it from the last state of the policy; a second
//! proves and counts. Nothing here touches a disk: see [`Host`].
//!
//! | file | purpose |
//! | --- | --- |
//! | `transport` | messages over standard input and output |
//! | `protocol` | messages, as far as they are used |
//! | `position`, `uri` | places and addresses, as the protocol has them and as bytes and paths |
//! | `document` | the texts that are open |
//! | `host` | what is needed of the machine |
//! | `policy` | a policy's texts, on the disk and over that in the editor |
//! | `workspace` | all policies that are being edited |
//! | `view` | what a policy came to, with places as the protocol has them |
//! | `diagnostics`, `published` | findings, and which of them the client was told |
//! | `kept` | what the last proof found, until there is a newer one |
//! | `worker` | the thread that proves and counts |
//! | `client` | what is told to the client |
//! | `capabilities` | what is offered |
//! | `events`, `server` | what happens, and the loop that heeds it |
//! | `stand` | how far a policy was looked at |
//! | `requests` | a request and its answer |
//!
//! Beside the protocol's own messages the server tells `groundrules/status` after each look: the
//! `policy` by its path, the number of its `state`, how it `stand`s (`faulty`, `proving` or `ready`), and
//! how many `errors`, `warnings` and `notes` there are and how much is `notProved`. While it is `proving`,
//! what the last proof found stays published and is not counted. It answers `groundrules/explain`
//! (`{ code }`: the page of a finding) and `groundrules/text` (`{ uri }`: an open text as the server has
//! it).

mod capabilities;
mod client;
mod diagnostics;
mod document;
mod events;
mod host;
mod kept;
mod policy;
mod position;
mod protocol;
mod published;
mod requests;
mod server;
mod stand;
mod transport;
mod uri;
mod view;
mod worker;
mod workspace;

pub use host::{DiskFile, Finder, Host, OnDisk};
pub use server::{Ended, serve};
pub use transport::over;
