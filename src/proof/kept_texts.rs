//! Texts that are just as they are in a given lead.

use super::formula::Formula;
use super::prover::Prover;
use super::text_sites::{Place, Sign};
use super::text_vars::TextVar;
use super::view::View;
use crate::model::FieldId;
use crate::value::{Text, domain};

/// A text field that is just as it is in a given lead, wherever a formula is so.
#[derive(Debug, Clone)]
pub(super) struct KeptText {
    field: FieldId,
    pub(super) so: Formula,
    pub(super) text: Text,
}

impl Prover<'_> {
    /// That it makes no difference whether a field that is kept as it is equals another one.
    pub fn settle_kept_texts(&mut self) {
        for ((one, other), equal) in self.equal_texts.clone() {
            for a in self.kept_at(one) {
                for b in self.kept_at(other) {
                    let (Some(x), Some(y)) = (a.at(one.1), b.at(other.1)) else {
                        continue;
                    };
                    let sign = if x == y { equal } else { !equal };
                    self.solver.remark([!a.so, !b.so, sign]);
                }
            }
        }
    }

    /// The text that a field is kept at in the assignment that was found last.
    pub(super) fn kept_text(&self, view: View, field: FieldId) -> Option<&KeptText> {
        if view != View::ITSELF {
            return None;
        }
        let mut kept = self.kept_texts.iter();
        kept.find(|kept| kept.field == field && self.solver.is_so(kept.so))
    }

    fn kept_at(&self, (view, place): (View, Place)) -> Vec<KeptText> {
        let (Place::Whole(field) | Place::Domain(field)) = place;
        let kept = self.kept_texts.iter();
        let kept = kept.filter(|kept| view == View::ITSELF && kept.field == field);
        kept.cloned().collect()
    }

    /// A text says more than what the policy asks of it: which regions and tests it meets is so of
    /// many texts, and only one of them is this one.
    pub(super) fn has_text(&mut self, field: FieldId, text: &Text) -> Formula {
        let known = self.kept_texts.iter();
        let known = known.filter(|kept| kept.field == field);
        let known: Vec<(Formula, bool)> = known.map(|kept| (kept.so, kept.text == *text)).collect();
        if let Some((so, _)) = known.iter().find(|(_, same)| *same) {
            return *so;
        }
        let Some(var) = self.field(View::ITSELF, field) else {
            return self.opaque();
        };
        let mut parts = vec![!var.missing];
        let (whole, behind) = (Place::Whole(field), Place::Domain(field));
        let sites = self.sites;
        let var = self.text(View::ITSELF, whole);
        if let Some((_, group)) = sites.group(whole) {
            signed(&var, group.sign(text), &mut parts);
        }
        if sites.has(behind) || self.texts.contains_key(&(View::ITSELF, behind)) {
            let var = self.text(View::ITSELF, behind);
            match domain(text) {
                Some(domain) => {
                    parts.push(var.exists);
                    if let Some((_, group)) = sites.group(behind) {
                        signed(&var, group.sign(&domain), &mut parts);
                    }
                }
                None => parts.push(!var.exists),
            }
        }
        let so = self.solver.free();
        let others = known.into_iter().map(|(other, _)| !other);
        let clauses = parts.into_iter().chain(others);
        let clauses = clauses.map(|part| vec![!so, part]).collect();
        self.solver.require_with(&[so], clauses);
        self.kept_texts.push(KeptText {
            field,
            so,
            text: text.clone(),
        });
        so
    }
}

impl KeptText {
    fn at(&self, place: Place) -> Option<Text> {
        match place {
            Place::Whole(_) => Some(self.text.clone()),
            Place::Domain(_) => domain(&self.text),
        }
    }
}

/// A text has the signs that another one has.
fn signed(var: &TextVar, (region, tests): Sign, parts: &mut Vec<Formula>) {
    let inside = region.and_then(|at| var.regions.get(at).copied());
    parts.push(inside.unwrap_or(var.other));
    for (test, meets) in var.tests.iter().zip(tests) {
        parts.push(if meets { *test } else { !*test });
    }
}
