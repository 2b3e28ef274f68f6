//! A policy that is being edited: what was seen of it at each save, and what moved since.
//!
//! Nothing here touches a disk, a clock or a terminal: instants, events and keys are handed over.
//!
//! | file | purpose |
//! | --- | --- |
//! | `session` | [`Session`]: what was seen so far, the last good results, what moved |
//! | `leads` | [`Held`]: the leads, read once and held between saves |
//! | `count` | [`Counting`]: what the policy says of them, on several threads |
//! | `reading` | [`reading`]: the parts of a policy that say how leads are read |
//! | `debounce` | [`Debouncer`]: when a burst of changes is over |
//! | `paths` | [`Interest`]: which paths matter |
//! | `view` | [`View`]: what of it a person wants to see, by keys |

mod count;
mod debounce;
mod leads;
mod paths;
mod reading;
mod session;
#[cfg(test)]
pub(crate) mod testing;
mod view;

pub use count::Counting;
pub use debounce::{Change, Debouncer};
pub use leads::{Held, Names};
pub use paths::Interest;
pub use reading::reading;
pub use session::{
    Back, Examples, Kept, Look, Ran, Report, Results, Seen, Session, Since, Standing, Trouble,
};
pub use view::{Asks, Key, Mode, View};
