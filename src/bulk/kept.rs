//! What a column's reader said of texts, for the next lead that has one of them.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::engine::Slot;

/// So many texts are kept, each in its place.
const KEPT: usize = 1 << 10;
/// Longer texts are not kept.
const LONGEST: usize = 23;

/// What a column's reader said of texts, each in its place.
#[derive(Debug, Default)]
pub(super) struct Kept(Vec<KeptText>);

/// What a text is.
#[derive(Debug, Clone, Copy)]
struct KeptText {
    /// None, where nothing is kept here.
    length: Option<u8>,
    text: [u8; LONGEST],
    slot: Slot<'static>,
}

impl Kept {
    /// What was said of a text, or what is read now.
    pub(super) fn or_read(
        &mut self,
        text: &str,
        read: impl FnOnce() -> Slot<'static>,
    ) -> Slot<'static> {
        let Some(place) = (text.len() <= LONGEST).then(|| place_of(text)) else {
            return read();
        };
        if let Some(kept) = self.0.get(place).filter(|kept| kept.is(text)) {
            return kept.slot;
        }
        let slot = read();
        self.keep(place, text, slot);
        slot
    }

    fn keep(&mut self, place: usize, text: &str, slot: Slot<'static>) {
        if self.0.is_empty() {
            let none = KeptText {
                length: None,
                text: [0; LONGEST],
                slot: Slot::Missing,
            };
            self.0 = vec![none; KEPT];
        }
        if let Some(kept) = self.0.get_mut(place) {
            kept.keep(text, slot);
        }
    }
}

impl KeptText {
    fn is(&self, text: &str) -> bool {
        let known = self
            .length
            .and_then(|length| self.text.get(..usize::from(length)));
        known == Some(text.as_bytes())
    }

    fn keep(&mut self, text: &str, slot: Slot<'static>) {
        let Some(room) = self.text.get_mut(..text.len()) else {
            return;
        };
        room.copy_from_slice(text.as_bytes());
        self.length = u8::try_from(text.len()).ok();
        self.slot = slot;
    }
}

/// Where a text is kept.
fn place_of(text: &str) -> usize {
    let hash = FixedState::with_seed(0).hash_one(text.as_bytes());
    usize::try_from(hash % KEPT as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once() {
        let mut kept = Kept::default();
        let long = "x".repeat(LONGEST + 1);
        for (text, reads) in [("a", 1), ("", 1), (long.as_str(), 2)] {
            let mut read = 0;
            for _ in 0..2 {
                let slot = kept.or_read(text, || {
                    read += 1;
                    Slot::Ordinal(7)
                });
                assert_eq!(slot, Slot::Ordinal(7));
            }
            assert_eq!(read, reads, "{text:?}");
        }
    }
}
