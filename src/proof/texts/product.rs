//! A text that several machines accept, found by letting them read together.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::rc::Rc;

use super::alphabet::{Letter, alphabet};
use super::distance::NEVER;
use super::letters::Partition;
use super::machine::Machine;
use crate::value::Text;

/// Most states that are kept.
const MOST_STATES: usize = 1 << 20;

/// Most texts that the machines accept and the evaluation does not, for folding changes them.
const MOST_REFUSED: usize = 64;

/// What came out of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A text.
    Found(Text),
    /// There is none.
    Nothing,
    /// The search was given up.
    Undecided,
}

/// A text that all of the machines accept, and the `check` too. A short one and a plain one comes
/// first; where there is nothing, all states that the machines can be in together were seen.
pub(super) fn search(
    machines: &mut [&mut Machine],
    check: impl Fn(&Text) -> bool,
    steps: &mut u64,
) -> Outcome {
    let partitions: Vec<&Partition> = machines.iter().map(|machine| machine.letters()).collect();
    let letters = alphabet(&partitions);
    let Some(mut seen) = Seen::new(machines) else {
        return Outcome::Nothing;
    };
    let price = 1 + letters.len() as u64 / 256;
    let mut refused = 0;
    while let Some(Reverse((_, _, at))) = seen.open.pop() {
        if *steps < price || seen.nodes.len() > MOST_STATES {
            return Outcome::Undecided;
        }
        *steps -= price;
        let Some(states) = seen.nodes.get(at).map(|node| Rc::clone(&node.states)) else {
            return Outcome::Undecided;
        };
        let mut both = machines.iter().zip(states.iter());
        if both.all(|(machine, state)| machine.accepts(*state)) {
            let text = Text::new(&seen.word(at));
            if check(&text) {
                return Outcome::Found(text);
            }
            refused += 1;
            // Another text may lead here that folding does not change.
            seen.states.remove(&states);
            if refused > MOST_REFUSED {
                return Outcome::Undecided;
            }
        }
        for letter in &letters {
            seen.read(machines, at, &states, letter);
        }
    }
    if refused == 0 {
        Outcome::Nothing
    } else {
        Outcome::Undecided
    }
}

struct Node {
    /// The node before, and the character that leads from it here; none for the first.
    from: Option<(usize, char)>,
    cost: u32,
    states: Rc<[u32]>,
}

struct Seen {
    nodes: Vec<Node>,
    states: HashSet<Rc<[u32]>>,
    /// By cost with what is to come, by what is to come, by age.
    open: BinaryHeap<Reverse<(u64, u64, usize)>>,
}

impl Seen {
    /// Nothing where no text leads anywhere.
    fn new(machines: &[&mut Machine]) -> Option<Seen> {
        let first = vec![Machine::FIRST; machines.len()];
        let to_come = distance(machines, &first)?;
        let mut seen = Seen {
            nodes: Vec::new(),
            states: HashSet::new(),
            open: BinaryHeap::new(),
        };
        seen.add(None, 0, to_come, first.into());
        Some(seen)
    }

    fn add(&mut self, from: Option<(usize, char)>, cost: u32, to_come: u64, states: Rc<[u32]>) {
        let at = self.nodes.len();
        self.states.insert(Rc::clone(&states));
        self.open
            .push(Reverse((u64::from(cost) + to_come, to_come, at)));
        self.nodes.push(Node { from, cost, states });
    }

    fn read(&mut self, machines: &mut [&mut Machine], at: usize, states: &[u32], letter: &Letter) {
        let mut next = Vec::with_capacity(states.len());
        for ((machine, state), group) in machines.iter_mut().zip(states).zip(&letter.groups) {
            let state = machine.step(*state, *group);
            if machine.distance(state) == NEVER {
                return;
            }
            next.push(state);
        }
        if self.states.contains(next.as_slice()) {
            return;
        }
        let Some(to_come) = distance(machines, &next) else {
            return;
        };
        let before = self.nodes.get(at).map_or(0, |node| node.cost);
        let cost = before.saturating_add(letter.cost);
        self.add(Some((at, letter.letter)), cost, to_come, next.into());
    }

    fn word(&self, at: usize) -> String {
        let mut letters = Vec::new();
        let mut node = self.nodes.get(at);
        while let Some((before, letter)) = node.and_then(|node| node.from) {
            letters.push(letter);
            node = self.nodes.get(before);
        }
        letters.iter().rev().collect()
    }
}

/// How far it is for all machines, one after the other: that is more than it need be, but leads
/// straight to a text. Nothing where one of them never gets there.
fn distance(machines: &[&mut Machine], states: &[u32]) -> Option<u64> {
    let mut sum = 0;
    for (machine, state) in machines.iter().zip(states) {
        match machine.distance(*state) {
            NEVER => return None,
            distance => sum += u64::from(distance),
        }
    }
    Some(sum)
}
