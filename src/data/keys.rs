//! Which keys there were, in few bytes a lead.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

/// The keys of all leads so far, as hashes of 16 bytes: among a thousand million leads the chance
/// that two different keys are taken for one is below one in 10^20.
#[derive(Debug)]
pub struct Keys {
    /// By the highest bits of the hash: a set that grows is there twice for a moment, and these grow
    /// one after another.
    seen: Vec<HashSet<KeyHash, AsItIs>>,
}

/// How many sets the keys are divided into.
const SETS: usize = 256;

impl Default for Keys {
    fn default() -> Self {
        Keys {
            seen: vec![HashSet::default(); SETS],
        }
    }
}

/// The hash of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyHash(u128);

impl KeyHash {
    /// The hash of a key as leads are told apart by it.
    #[must_use]
    pub fn of(key: &str) -> KeyHash {
        // Two hashes of 64 bits by different seeds are as good as one of 128.
        let half = |seed: u64| u128::from(FixedState::with_seed(seed).hash_one(key));
        KeyHash((half(1) << 64) | half(2))
    }

    /// The number of the set that it is kept in.
    fn set(self) -> usize {
        usize::from(self.0.to_be_bytes()[0])
    }
}

impl Hash for KeyHash {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Half of it is as good a hash as any.
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
        state.write_u64(self.0 as u64);
    }
}

/// Takes what is hashed for the hash: it is one already.
#[derive(Debug, Clone, Copy, Default)]
struct AsItIs;

/// The hash that was given.
struct Given(u64);

impl BuildHasher for AsItIs {
    type Hasher = Given;

    fn build_hasher(&self) -> Given {
        Given(0)
    }
}

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Keys {
    /// Takes note of a key; whether it is new.
    pub fn add(&mut self, key: &str) -> bool {
        self.add_hash(KeyHash::of(key))
    }

    /// Takes note of a key by its hash; whether it is new.
    pub fn add_hash(&mut self, hash: KeyHash) -> bool {
        self.seen
            .get_mut(hash.set())
            .is_some_and(|seen| seen.insert(hash))
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
