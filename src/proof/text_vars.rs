//! Formulas about the texts of a lead: which texts of the policy they are, and which tests they
//! meet.
//!
//! A text is one of those that the policy names, or another one. Of another one each test may be
//! so or not, free of the others: what no text can be together is found out when an assignment
//! has it, see `theory`.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::prover::Prover;
use super::text_sites::{Group, Place};
use super::view::View;
use crate::model::TextMatch;
use crate::value::{Text, domain};

/// What is known of one text of a lead.
#[derive(Debug, Clone)]
pub(super) struct TextVar {
    /// The group that it is of.
    pub(super) group: usize,
    /// For each region, that it lies in it.
    pub(super) regions: Vec<Formula>,
    /// It is none of the policy's texts.
    pub(super) other: Formula,
    /// For each test, that it meets it.
    pub(super) tests: Vec<Formula>,
    /// There is such a text, where the text itself is known; a domain may be lacking.
    pub(super) exists: Formula,
}

/// The texts of leads.
pub(super) type TextVars = BTreeMap<(View, Place), TextVar>;

impl Prover<'_> {
    /// The text at a place.
    pub(super) fn text(&mut self, view: View, place: Place) -> TextVar {
        let view = self.view_of_place(view, place);
        if let Some(var) = self.texts.get(&(view, place)) {
            return var.clone();
        }
        let (group, content) = match self.sites.group(place) {
            Some((at, group)) => (at, group.clone()),
            None => (usize::MAX, Group::default()),
        };
        // Where nothing hangs on it, it is another one.
        let (other, regions) = match content.regions.len() {
            0 => (self.solver.always(), Vec::new()),
            count => {
                let mut all = self.solver.one_of(count + 1);
                (all.remove(0), all)
            }
        };
        let tests: Vec<_> = content.tests.iter().map(|_| self.solver.free()).collect();
        for (region, inside) in content.regions.iter().zip(&regions) {
            for (test, meets) in tests.iter().zip(&region.meets) {
                let sign = if *meets { *test } else { !*test };
                self.solver.remark([!*inside, sign]);
            }
        }
        let exists = match place {
            Place::Whole(_) => self.solver.always(),
            Place::Domain(_) => self.solver.free(),
        };
        let var = TextVar {
            group,
            regions,
            other,
            tests,
            exists,
        };
        self.texts.insert((view, place), var.clone());
        self.bind_domain(view, place, &content);
        var
    }

    /// A text of the policy has a domain that is known.
    fn bind_domain(&mut self, view: View, place: Place, content: &Group) {
        let field = match place {
            Place::Whole(field) => field,
            // The whole text may be bound before or after its domain is asked for.
            Place::Domain(field) => {
                self.text(view, Place::Whole(field));
                return;
            }
        };
        let behind = Place::Domain(field);
        let Some((_, group)) = self.sites.group(behind) else {
            return;
        };
        let group = group.clone();
        let (whole, part) = (self.text(view, place), self.text(view, behind));
        for (region, inside) in content.regions.iter().zip(&whole.regions) {
            // All texts of a region have domains that are alike.
            let Some(text) = region.texts.first() else {
                continue;
            };
            let Some(domain) = domain(text) else {
                self.solver.remark([!*inside, !part.exists]);
                continue;
            };
            self.solver.remark([!*inside, part.exists]);
            let (in_region, tests) = group.sign(&domain);
            let at = in_region.and_then(|at| part.regions.get(at).copied());
            self.solver.remark([!*inside, at.unwrap_or(part.other)]);
            for (test, meets) in part.tests.iter().zip(tests) {
                let sign = if meets { *test } else { !*test };
                self.solver.remark([!*inside, sign]);
            }
        }
    }

    /// That the text at a place is one of a set.
    pub(super) fn text_in(&mut self, view: View, place: Place, texts: &[&Text]) -> Formula {
        let set = texts.iter().map(|text| (*text).clone()).collect();
        let within = self.sites.group(place).and_then(|(_, it)| it.within(&set));
        let Some(within) = within else {
            return self.opaque();
        };
        let var = self.text(view, place);
        let regions = within.iter().filter_map(|at| var.regions.get(*at).copied());
        let regions: Vec<_> = regions.collect();
        self.solver.any(regions)
    }

    /// That the text at a place meets a test.
    pub(super) fn text_meets(&mut self, view: View, place: Place, test: &TextMatch) -> Formula {
        let at = self.sites.group(place).and_then(|(_, it)| it.test(test));
        let var = self.text(view, place);
        match at.and_then(|at| var.tests.get(at).copied()) {
            Some(test) => test,
            None => self.opaque(),
        }
    }

    /// That the texts at two places are equal.
    pub(super) fn texts_equal(&mut self, one: (View, Place), other: (View, Place)) -> Formula {
        let one = (self.view_of_place(one.0, one.1), one.1);
        let other = (self.view_of_place(other.0, other.1), other.1);
        if one == other {
            return self.solver.always();
        }
        let pair = (one.min(other), one.max(other));
        if let Some(equal) = self.equal_texts.get(&pair) {
            return *equal;
        }
        let (a, b) = (self.text(one.0, one.1), self.text(other.0, other.1));
        if a.group != b.group {
            return self.opaque();
        }
        let equal = self.solver.free();
        let mut clauses = Vec::new();
        for (x, y) in a.regions.iter().zip(&b.regions) {
            // Each region holds one text, so that in one region they are equal.
            clauses.push(vec![!*x, !*y, equal]);
        }
        let parts = a
            .regions
            .iter()
            .chain(&a.tests)
            .zip(b.regions.iter().chain(&b.tests));
        for (x, y) in parts.chain([(&a.other, &b.other)]) {
            clauses.push(vec![!equal, !*x, *y]);
            clauses.push(vec![!equal, *x, !*y]);
        }
        self.equal_domains((one, other), equal, &mut clauses);
        self.solver.require_with(&[equal], clauses);
        for ((first, second), known) in self.equal_texts.clone() {
            // What equals the same is equal.
            for (shared, left) in [(first, second), (second, first)] {
                if (shared == pair.0 || shared == pair.1) && left != pair.0 && left != pair.1 {
                    let rest = if shared == pair.0 { pair.1 } else { pair.0 };
                    let closing = (rest.min(left), rest.max(left));
                    if let Some(third) = self.equal_texts.get(&closing).copied() {
                        self.solver.remark([!equal, !known, third]);
                        self.solver.remark([!equal, !third, known]);
                        self.solver.remark([!known, !third, equal]);
                    }
                }
            }
        }
        self.equal_texts.insert(pair, equal);
        equal
    }

    /// Equal texts have equal domains.
    fn equal_domains(
        &mut self,
        (one, other): ((View, Place), (View, Place)),
        equal: Formula,
        clauses: &mut Vec<Vec<Formula>>,
    ) {
        let (Place::Whole(a), Place::Whole(b)) = (one.1, other.1) else {
            return;
        };
        let (a, b) = (Place::Domain(a), Place::Domain(b));
        if !self.sites.has(a) || !self.sites.has(b) {
            return;
        }
        let (a, b) = (self.text(one.0, a), self.text(other.0, b));
        let mut parts = vec![(a.exists, b.exists)];
        if a.group == b.group {
            parts.extend(a.regions.into_iter().zip(b.regions));
            parts.extend(a.tests.into_iter().zip(b.tests));
            parts.push((a.other, b.other));
        }
        for (x, y) in parts {
            clauses.push(vec![!equal, !x, y]);
            clauses.push(vec![!equal, x, !y]);
        }
    }
}
