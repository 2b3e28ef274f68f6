//! A text for some of the demands, guessed or searched.

use std::collections::BTreeSet;

use super::guess::guesses;
use super::language::{language, ordinary};
use super::machine::Machine;
use super::meets::meets_all;
use super::product::{Outcome, search};
use super::{Ask, Demand};
use crate::value::Text;

/// The demands and what was made for them, which is kept from one search to the next.
pub(super) struct Workshop<'a> {
    demands: &'a [Demand<'a>],
    plain: &'a [Text],
    machines: Vec<Making>,
    /// Accepts all that can be a text.
    ordinary: Making,
}

enum Making {
    NotYet,
    Made(Box<Machine>),
    TooLarge,
}

impl<'a> Workshop<'a> {
    /// With plain texts to try first.
    pub(super) fn new(demands: &'a [Demand<'a>], plain: &'a [Text]) -> Workshop<'a> {
        Workshop {
            demands,
            plain,
            machines: demands.iter().map(|_| Making::NotYet).collect(),
            ordinary: Making::NotYet,
        }
    }

    /// A text for the demands at these places that is not known, if it is easily thought of.
    pub(super) fn guess(
        &self,
        places: &BTreeSet<usize>,
        known: impl Fn(&Text) -> bool,
    ) -> Option<Text> {
        let demands = self.at(places);
        let fits = |text: &&Text| !known(text) && meets_all(text, demands.iter().copied());
        if let Some(text) = self.plain.iter().find(fits) {
            return Some(text.clone());
        }
        if let Some(set) = smallest_set(&demands) {
            return set.iter().find(fits).cloned();
        }
        guesses(&demands).iter().find(fits).cloned()
    }

    /// A text for the demands at these places.
    pub(super) fn solve(&mut self, places: &BTreeSet<usize>, steps: &mut u64) -> Outcome {
        if let Some(text) = self.guess(places, |_| false) {
            return Outcome::Found(text);
        }
        // All of its members were tried.
        if smallest_set(&self.at(places)).is_some() {
            return Outcome::Nothing;
        }
        self.search(places, steps)
    }

    fn search(&mut self, places: &BTreeSet<usize>, steps: &mut u64) -> Outcome {
        let demands = self.at(places);
        if matches!(self.ordinary, Making::NotYet) {
            self.ordinary = made(Machine::new(&ordinary(), true, steps));
        }
        for (place, demand) in places.iter().zip(&demands) {
            if let Some(making @ Making::NotYet) = self.machines.get_mut(*place) {
                let language = language(demand.ask);
                *making = made(language.and_then(|of| Machine::new(&of, demand.wanted, steps)));
            }
        }
        let asked = self.machines.iter_mut().enumerate();
        let asked = asked.filter(|(place, _)| places.contains(place));
        let makings = asked.map(|(_, making)| making).chain([&mut self.ordinary]);
        let machines: Option<Vec<&mut Machine>> = makings
            .map(|making| match making {
                Making::Made(machine) => Some(machine.as_mut()),
                Making::NotYet | Making::TooLarge => None,
            })
            .collect();
        let check = |text: &Text| meets_all(text, demands.iter().copied());
        match machines.map(|mut machines| search(&mut machines, check, steps)) {
            Some(Outcome::Found(text)) => Outcome::Found(plainer(text, check)),
            Some(other) => other,
            None => Outcome::Undecided,
        }
    }

    fn at(&self, places: &BTreeSet<usize>) -> Vec<&'a Demand<'a>> {
        let places = places.iter();
        places
            .filter_map(|place| self.demands.get(*place))
            .collect()
    }
}

/// The shortest address, such as `@.edu`, looks like none; with names it does, if that may be.
fn plainer(text: Text, check: impl Fn(&Text) -> bool) -> Text {
    let mut plainer = text.raw().replacen("@.", "@acme.", 1);
    if plainer.starts_with('@') {
        plainer.insert(0, 'a');
    }
    let plainer = Text::new(&plainer);
    if check(&plainer) { plainer } else { text }
}

fn made(machine: Option<Machine>) -> Making {
    machine.map_or(Making::TooLarge, |machine| Making::Made(Box::new(machine)))
}

/// The smallest of the sets that a text must be of.
fn smallest_set<'a>(demands: &[&Demand<'a>]) -> Option<&'a BTreeSet<Text>> {
    let wanted = demands.iter().filter(|demand| demand.wanted);
    let sets = wanted.filter_map(|demand| match demand.ask {
        Ask::OneOf(set) => Some(set),
        _ => None,
    });
    sets.min_by_key(|set| set.len())
}
