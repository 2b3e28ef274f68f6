//! Calls into the library that reads Parquet, which panics over some damaged files.
//!
//! Of a panic while the library reads, nothing is printed, and what comes of it is an error like any
//! other. All other panics are told as before.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use parquet::errors::{ParquetError, Result};

thread_local! {
    /// The library is being called on this thread.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What comes of a call, after a panic an error. What has been called must not be used again then.
pub(super) fn guarded<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                told(panic);
            }
        }));
    });
    GUARDED.set(true);
    let called = panic::catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(false);
    called.unwrap_or_else(|_| {
        let message = "what it says of its parts does not fit them";
        Err(ParquetError::General(message.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(guarded(|| Ok(1)).unwrap(), 1);
        let error = guarded::<()>(|| panic!("never shown")).unwrap_err();
        assert!(error.to_string().contains("does not fit"), "{error}");
        assert!(!GUARDED.get());
    }
}
