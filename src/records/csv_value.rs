//! A value of a record, written as CSV.

use memchr::{memchr, memchr3};

/// Adds a value, in quotes where it needs them.
pub(super) fn push_value(bytes: &mut Vec<u8>, value: &[u8]) {
    if memchr3(b',', b'"', b'\n', value).is_none() && memchr(b'\r', value).is_none() {
        bytes.extend_from_slice(value);
        return;
    }
    bytes.push(b'"');
    for byte in value {
        if *byte == b'"' {
            bytes.push(b'"');
        }
        bytes.push(*byte);
    }
    bytes.push(b'"');
}
