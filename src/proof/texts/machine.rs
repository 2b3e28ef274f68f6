//! A machine that reads a text character by character and then says whether it is as demanded.
//!
//! Its states are worked out as they are reached: a state is the set of places in the language at
//! which a reader may be. Reading by character, not by byte, lets the places be told apart by what
//! stands before and behind them, for word boundaries of any script.

use std::collections::{BTreeMap, BTreeSet};

use regex_automata::nfa::thompson::{Compiler, NFA, State, WhichCaptures};
use regex_automata::util::look::{Look, LookSet};
use regex_automata::util::primitives::StateID;

use super::distance::{NEVER, distances, distances_of_places};
use super::language::Language;
use super::letters::Partition;

/// Most memory of a language's places, in bytes.
const MOST_BYTES: usize = 32 << 20;

/// Most states that are worked out in advance.
const MOST_EXPLORED: usize = 1500;

/// See the file's head.
#[derive(Debug)]
pub(super) struct Machine {
    places: NFA,
    of_domain: bool,
    wanted: bool,
    /// Whether it matters which character stands before a place.
    looks: bool,
    letters: Partition,
    /// The states known so far, by their number.
    states: Vec<Reader>,
    numbers: BTreeMap<Reader, u32>,
    /// Whether a text that ends in each of them is as demanded.
    accepting: Vec<bool>,
    /// Where each state goes with each group of characters, as far as known.
    moves: Vec<Vec<Option<u32>>>,
    distances: Distances,
}

/// How far it is to a text that is as demanded.
#[derive(Debug)]
enum Distances {
    /// In characters, from each state.
    OfStates(Vec<u32>),
    /// About that, from each place to the language's end: the states are too many.
    OfPlaces(Vec<u32>),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    /// No `@` was read, and only what is behind one is asked about.
    BeforeDomain,
    /// Nothing but white space was read behind the last `@`.
    DomainStart,
    /// The character just read, where there is one, and the places.
    Within(Option<char>, Vec<StateID>),
}

impl Machine {
    /// Nothing where the language is too large. States worked out in advance are steps.
    pub(super) fn new(language: &Language, wanted: bool, steps: &mut u64) -> Option<Machine> {
        let config = NFA::config()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(MOST_BYTES));
        let places = Compiler::new()
            .configure(config)
            .build_from_hir(&language.words)
            .ok()?;
        let ends = LookSet::empty().insert(Look::Start).insert(Look::End);
        let mut machine = Machine {
            looks: !places.look_set_any().subtract(ends).is_empty(),
            places,
            of_domain: language.of_domain,
            wanted,
            letters: Partition::of(&language.words),
            states: Vec::new(),
            numbers: BTreeMap::new(),
            accepting: Vec::new(),
            moves: Vec::new(),
            distances: Distances::OfStates(Vec::new()),
        };
        let first = if language.of_domain {
            Reader::BeforeDomain
        } else {
            machine.beginning()
        };
        machine.number(first);
        machine.distances = match machine.explore(steps) {
            Some(from) => Distances::OfStates(machine.distances_of_states(from)),
            None => Distances::OfPlaces(distances_of_places(&machine.places)),
        };
        Some(machine)
    }

    /// The state before anything is read.
    pub(super) const FIRST: u32 = 0;

    /// The characters that it tells apart.
    pub(super) fn letters(&self) -> &Partition {
        &self.letters
    }

    /// The state behind a character of a group.
    pub(super) fn step(&mut self, state: u32, group: u32) -> u32 {
        let known = self.moves.get(state as usize);
        if let Some(Some(next)) = known.and_then(|moves| moves.get(group as usize)) {
            return *next;
        }
        let next = self.behind(state, group);
        let next = self.number(next);
        let moves = self.moves.get_mut(state as usize);
        if let Some(place) = moves.and_then(|moves| moves.get_mut(group as usize)) {
            *place = Some(next);
        }
        next
    }

    /// Whether a text that ends in this state is as demanded.
    pub(super) fn accepts(&self, state: u32) -> bool {
        self.accepting.get(state as usize).copied().unwrap_or(false)
    }

    /// How many characters it is, at the least, from a state to one that is as demanded; [`NEVER`]
    /// where none is reached.
    pub(super) fn distance(&self, state: u32) -> u32 {
        match &self.distances {
            Distances::OfStates(distances) => distances.get(state as usize).copied().unwrap_or(0),
            Distances::OfPlaces(distances) => match self.states.get(state as usize) {
                Some(Reader::Within(_, places)) if self.wanted => {
                    let of = |place: &StateID| distances.get(place.as_usize()).copied();
                    let least = places.iter().filter_map(of).min().unwrap_or(NEVER);
                    // An `@` may lead on, as another domain's start.
                    if self.of_domain {
                        least.min(NEVER - 1)
                    } else {
                        least
                    }
                }
                _ => 0,
            },
        }
    }

    fn number(&mut self, reader: Reader) -> u32 {
        if let Some(number) = self.numbers.get(&reader) {
            return *number;
        }
        let number = self.states.len() as u32;
        self.accepting.push(self.is_accepting(&reader));
        self.states.push(reader.clone());
        self.numbers.insert(reader, number);
        self.moves.push(vec![None; self.letters.samples().len()]);
        number
    }

    fn is_accepting(&self, reader: &Reader) -> bool {
        let ends = match reader {
            Reader::Within(before, places) => {
                let reached = self.reached(places, *before, None);
                let ends = |place| matches!(self.places.state(place), State::Match { .. });
                reached.into_iter().any(ends)
            }
            Reader::BeforeDomain | Reader::DomainStart => false,
        };
        ends == self.wanted
    }

    fn beginning(&self) -> Reader {
        Reader::Within(None, vec![self.places.start_anchored()])
    }

    fn behind(&self, state: u32, group: u32) -> Reader {
        let sample = self.letters.samples().get(group as usize);
        let letter = sample.copied().unwrap_or(char::REPLACEMENT_CHARACTER);
        if self.of_domain && letter == '@' {
            return Reader::DomainStart;
        }
        match self.states.get(state as usize) {
            None | Some(Reader::BeforeDomain) => Reader::BeforeDomain,
            Some(Reader::DomainStart) if letter.is_whitespace() => Reader::DomainStart,
            Some(Reader::DomainStart) => self.read(None, &[self.places.start_anchored()], letter),
            Some(Reader::Within(before, places)) => self.read(*before, places, letter),
        }
    }

    /// Reads a character, byte by byte as the language's places have it.
    fn read(&self, before: Option<char>, places: &[StateID], letter: char) -> Reader {
        let mut here = self.reached(places, before, Some(letter));
        let mut next = Vec::new();
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            next = here.into_iter().filter_map(|p| self.go(p, byte)).collect();
            // No place within a character looks at the neighbours.
            here = self.reached(&next, before, Some(letter));
        }
        next.sort_unstable();
        next.dedup();
        Reader::Within(Some(self.as_neighbour(letter)), next)
    }

    fn go(&self, place: StateID, byte: u8) -> Option<StateID> {
        match self.places.state(place) {
            State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
            State::Sparse(moves) => moves.matches_byte(byte),
            State::Dense(moves) => moves.matches_byte(byte),
            _ => None,
        }
    }

    /// The places that are reached without reading, between these two characters.
    fn reached(
        &self,
        places: &[StateID],
        before: Option<char>,
        behind: Option<char>,
    ) -> Vec<StateID> {
        let is_reader = |place: &StateID| !self.places.state(*place).is_epsilon();
        if places.iter().all(is_reader) {
            return places.to_vec();
        }
        let around: String = before.into_iter().chain(behind).collect();
        let at = before.map_or(0, char::len_utf8);
        let mut open = places.to_vec();
        let mut reached = BTreeSet::new();
        while let Some(place) = open.pop() {
            if !reached.insert(place) {
                continue;
            }
            match self.places.state(place) {
                State::Look { look, next } => {
                    let looker = self.places.look_matcher();
                    if looker.matches(*look, around.as_bytes(), at) {
                        open.push(*next);
                    }
                }
                State::Union { alternates } => open.extend_from_slice(alternates),
                State::BinaryUnion { alt1, alt2 } => open.extend([*alt1, *alt2]),
                State::Capture { next, .. } => open.push(*next),
                State::ByteRange { .. }
                | State::Sparse(_)
                | State::Dense(_)
                | State::Fail
                | State::Match { .. } => {}
            }
        }
        reached.into_iter().collect()
    }

    /// One character for all that are alike to a place that looks back at them.
    fn as_neighbour(&self, letter: char) -> char {
        match letter {
            _ if !self.looks => 'a',
            '\n' | '\r' => letter,
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => 'a',
            _ if regex_syntax::try_is_word_character(letter).unwrap_or(false) => 'é',
            _ => '-',
        }
    }

    /// Works out all states, if they are not too many, and from which others each is reached.
    fn explore(&mut self, steps: &mut u64) -> Option<Vec<Vec<u32>>> {
        let groups = self.letters.samples().len() as u32;
        let mut from: Vec<Vec<u32>> = Vec::new();
        let mut state = 0;
        while (state as usize) < self.states.len() {
            if self.states.len() > MOST_EXPLORED || *steps == 0 {
                return None;
            }
            *steps -= 1;
            for group in 0..groups {
                let next = self.step(state, group) as usize;
                if from.len() <= next {
                    from.resize(next + 1, Vec::new());
                }
                if let Some(from) = from.get_mut(next) {
                    from.push(state);
                }
            }
            state += 1;
        }
        Some(from)
    }

    fn distances_of_states(&self, from: Vec<Vec<u32>>) -> Vec<u32> {
        let from = from
            .into_iter()
            .map(|from| from.into_iter().map(|state| (state, 1)));
        let all = 0..self.states.len() as u32;
        let ends = all.filter(|state| self.accepts(*state));
        distances(from.map(Iterator::collect).collect(), ends.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(pattern: &str, of_domain: bool, wanted: bool) -> Machine {
        let words = regex_syntax::parse(pattern).unwrap();
        Machine::new(&Language { of_domain, words }, wanted, &mut 100_000).unwrap()
    }

    fn after(machine: &mut Machine, text: &str) -> u32 {
        text.chars().fold(Machine::FIRST, |state, letter| {
            let group = machine.letters().group(letter as u32);
            machine.step(state, group)
        })
    }

    #[test]
    fn says_what_the_pattern_says() {
        for pattern in [
            r"a+",
            r".*\bé\b.*",
            r"\Aab|b\z",
            r"(?m)a$\s^b",
            r"(?s).*\B-\B.*",
            r"(?-u:\ba\b)(?s).*",
            r"(?R)(?m)(?s).*a$.*",
            r"[a-b]{2,3}|",
            r"(?:a|é)?\b{start}b.*",
        ] {
            let regex = format!("\\A(?:{pattern})\\z");
            let regex = regex_automata::meta::Regex::new(&regex).unwrap();
            let (mut yes, mut no) = (
                machine(pattern, false, true),
                machine(pattern, false, false),
            );
            for text in [
                "", "a", "aa", "é", "éa", "a é", "é-", "ab", "b", "a\nb", "a\r\nb", "--", "---",
                "a-", "aé", "aba", "éb", "b é b", "a-b",
            ] {
                let expected = regex.is_match(text);
                let (at, not_at) = (after(&mut yes, text), after(&mut no, text));
                assert_eq!(yes.accepts(at), expected, "{pattern} on {text:?}");
                assert_eq!(no.accepts(not_at), !expected, "{pattern} on {text:?}");
                assert!(!yes.accepts(at) || yes.distance(at) == 0);
            }
        }
    }

    #[test]
    fn reads_what_is_behind_the_last_at() {
        let mut machine = machine("b+", true, true);
        for (text, expected) in [
            ("a@bb", true),
            ("bb", false),
            ("b@", false),
            ("b@ ", false),
            ("a@ b", true),
            ("a@b ", false),
            ("b@a", false),
            ("b@a@b", true),
            ("b@b@a", false),
        ] {
            let at = after(&mut machine, text);
            assert_eq!(machine.accepts(at), expected, "{text}");
        }
    }

    #[test]
    fn knows_how_far_it_is_and_what_leads_nowhere() {
        let mut wanted = machine("abc", false, true);
        for (text, distance) in [
            ("", 3),
            ("ab", 1),
            ("abc", 0),
            ("abcd", NEVER),
            ("x", NEVER),
        ] {
            let at = after(&mut wanted, text);
            assert_eq!(wanted.distance(at), distance, "{text}");
        }
        let mut unwanted = machine("(?s).*abc.*", false, false);
        for (text, distance) in [("", 0), ("ab", 0), ("abc", NEVER)] {
            let at = after(&mut unwanted, text);
            assert_eq!(unwanted.distance(at), distance, "{text}");
        }
    }
}
