//! Which keys there were, in few bytes a lead.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The keys of all leads so far, as hashes of 16 bytes: among a thousand million leads the chance
/// that two different keys are taken for one is below one in 10^20.
#[derive(Debug, Default)]
pub struct Keys {
    seen: HashSet<u128>,
}

impl Keys {
    /// Takes note of a key; whether it is new.
    pub fn add(&mut self, key: &str) -> bool {
        // Two hashes of 64 bits that differ in what they hash first are as good as one of 128.
        let half = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            (seed, key).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        self.seen.insert((half(0) << 64) | half(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_new_once() {
        let mut keys = Keys::default();
        assert!((0..10_000).all(|key| keys.add(&key.to_string())));
        assert!((0..10_000).all(|key| !keys.add(&key.to_string())));
        assert!(keys.add("") && !keys.add(""));
    }
}
