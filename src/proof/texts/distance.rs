//! How far it is from the states of a machine, or the places of a language, to their ends.

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;

/// Says that no end is reached.
pub(super) const NEVER: u32 = u32::MAX;

/// How far each place of a language is from the language's end: a step for each byte, as if all
/// looks were met.
pub(super) fn distances_of_places(places: &NFA) -> Vec<u32> {
    let mut from = vec![Vec::new(); places.states().len()];
    let mut ends = Vec::new();
    for (at, place) in places.states().iter().enumerate() {
        let at = at as u32;
        let mut leads = |to: StateID, steps: u32| {
            if let Some(from) = from.get_mut(to.as_usize()) {
                from.push((at, steps));
            }
        };
        match place {
            State::ByteRange { trans } => leads(trans.next, 1),
            State::Sparse(moves) => moves.transitions.iter().for_each(|m| leads(m.next, 1)),
            State::Dense(moves) => (0..=u8::MAX)
                .filter_map(|byte| moves.matches_byte(byte))
                .for_each(|to| leads(to, 1)),
            State::Look { next, .. } | State::Capture { next, .. } => leads(*next, 0),
            State::Union { alternates } => alternates.iter().for_each(|to| leads(*to, 0)),
            State::BinaryUnion { alt1, alt2 } => {
                leads(*alt1, 0);
                leads(*alt2, 0);
            }
            State::Fail => {}
            State::Match { .. } => ends.push(at),
        }
    }
    distances(from, ends)
}

/// How far each is from the nearest end, given from which others, and in how many steps (0 or 1),
/// each is reached.
pub(super) fn distances(from: Vec<Vec<(u32, u32)>>, ends: Vec<u32>) -> Vec<u32> {
    let mut distances = vec![NEVER; from.len()];
    let mut front = ends;
    let mut distance = 0;
    while !front.is_empty() {
        let mut behind = Vec::new();
        while let Some(one) = front.pop() {
            match distances.get_mut(one as usize) {
                Some(known) if *known == NEVER => *known = distance,
                _ => continue,
            }
            for (other, steps) in from.get(one as usize).into_iter().flatten() {
                if *steps == 0 {
                    front.push(*other);
                } else {
                    behind.push(*other);
                }
            }
        }
        front = behind;
        distance += 1;
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_steps_to_the_nearest_end() {
        // 0 leads to 1 in one step and to 2 in none; 2 leads to 3 in one; 4 leads nowhere.
        let from = vec![vec![], vec![(0, 1)], vec![(0, 0)], vec![(2, 1)], vec![]];
        assert_eq!(distances(from.clone(), vec![3]), [1, NEVER, 1, 0, NEVER]);
        assert_eq!(distances(from, vec![1, 2]), [0, 0, 0, NEVER, NEVER]);
    }

    #[test]
    fn counts_bytes_to_the_end_of_a_language() {
        for (pattern, distance) in [
            ("abc", 3),
            (r"a*\b", 0),
            ("(?:ab|c)d", 2),
            (r"[^\s\S]", NEVER),
        ] {
            let places = NFA::new(pattern).unwrap();
            let start = places.start_anchored().as_usize();
            assert_eq!(distances_of_places(&places)[start], distance, "{pattern}");
        }
    }
}
