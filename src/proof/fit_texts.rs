//! Are there texts for an assignment? Where one is none of the policy's, a text has to be found that
//! meets just the tests that it is to meet.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::Formula;
use super::prover::{FieldValue, Prover};
use super::search::Fit;
use super::text_sites::{Group, Place};
use super::text_vars::TextVar;
use super::texts::{Answer, Ask, Demand, Search, find};
use super::view::View;
use crate::model::FieldId;
use crate::value::{Text, domain};

/// What is asked of a text, and the formulas that ask it together.
struct Asked<'a> {
    demand: Demand<'a>,
    because: Vec<Formula>,
}

/// A text field.
type At = (View, FieldId);

impl Prover<'_> {
    /// A text for each field that has one.
    pub(super) fn fit_texts(&mut self) -> Fit<BTreeMap<(View, FieldId), Text>> {
        let fields = self.fields.iter().filter_map(|(at, var)| {
            let is_text = matches!(var.value, FieldValue::Text(_));
            (is_text && !self.solver.is_so(var.missing)).then_some(*at)
        });
        let mut fields: Vec<At> = fields.collect();
        // What is kept as it is does not hang on others.
        fields.sort_by_key(|(view, field)| self.kept_text(*view, *field).is_none());
        let mut first: Vec<At> = Vec::new();
        loop {
            let hard = match self.fit_in_order(&fields) {
                Ok(fit) => return fit,
                Err(hard) => hard,
            };
            // Another text may have taken the only one that would do for this one.
            if first.contains(&hard) || self.equal_texts.is_empty() {
                return Fit::Undecided;
            }
            first.push(hard);
            fields.sort_by_key(|at| *at != hard);
        }
    }

    /// A text for each of these fields, one after the other; else the field for which none was found.
    fn fit_in_order(&mut self, fields: &[At]) -> Result<Fit<BTreeMap<At, Text>>, At> {
        let mut found: BTreeMap<At, Text> = BTreeMap::new();
        for (view, field) in fields.iter().copied() {
            match self.fit_text(view, field, &found) {
                Fit::Fits(text) => {
                    found.insert((view, field), text);
                }
                Fit::Not(lemma) => return Ok(Fit::Not(lemma)),
                Fit::Undecided => return Err((view, field)),
            }
        }
        Ok(Fit::Fits(found))
    }

    #[expect(
        clippy::too_many_lines,
        reason = "what is asked borrows from all that is gathered here"
    )]
    fn fit_text(
        &mut self,
        view: View,
        field: FieldId,
        found: &BTreeMap<(View, FieldId), Text>,
    ) -> Fit<Text> {
        if let Some(kept) = self.kept_text(view, field) {
            return Fit::Fits(kept.text.clone());
        }
        let behind = Place::Domain(field);
        let (equal, differing) = self.compared_with(view, field, found);
        let mut asked: Vec<Asked<'_>> = Vec::new();
        self.ask_field((view, field), &mut asked);
        // What is asked of a text that is to be the same is asked of this one.
        let companions = self.companions((view, field), found);
        for (companion, because) in &companions {
            let from = asked.len();
            self.ask_field(*companion, &mut asked);
            for one in asked.iter_mut().skip(from) {
                one.because.extend(because);
            }
        }
        // The same is asked of a field again and again.
        let alone = equal.is_empty() && differing.is_empty() && companions.is_empty();
        let signs: Vec<Formula> = asked.iter().flat_map(|one| one.because.clone()).collect();
        let known = (view, field, signs);
        if alone && let Some(text) = self.known_texts.get(&known) {
            return Fit::Fits(text.clone());
        }
        for equal in &equal {
            let ask = if equal.is_domain {
                Ask::DomainOneOf(&equal.text)
            } else {
                Ask::OneOf(&equal.text)
            };
            asked.push(Asked {
                demand: Demand { ask, wanted: true },
                because: vec![equal.so],
            });
        }
        // What another field holds is certain only where that is kept as it is.
        let holds = |because: Formula| equal.iter().find(|it| it.so == because);
        let plain = self.plain_texts(field, behind);
        let mut reasons: Vec<Vec<Formula>> = Vec::with_capacity(asked.len());
        let mut demands = Vec::with_capacity(asked.len());
        for one in asked {
            reasons.push(one.because);
            demands.push(one.demand);
        }
        let search = Search {
            demands: &demands,
            avoid: &differing,
            plain: &plain,
        };
        let mut steps = self.solver.left().min(MOST_STEPS);
        let before = steps;
        let answer = find(&search, &mut steps);
        self.solver.spend(before - steps);
        match answer {
            Answer::Found(text) if self.is_too_odd(&text) => {
                // Asked otherwise, there may be a plainer one.
                let signs = reasons.into_iter().flatten().map(|because| !because);
                let missing = self.lacking((view, field), &companions);
                Fit::Not(signs.chain(missing).chain([self.odd_texts]).collect())
            }
            Answer::Found(text) => {
                if alone {
                    self.known_texts.insert(known, text.clone());
                }
                Fit::Fits(text)
            }
            Answer::Never(core) => {
                let because = core.into_iter();
                let because = because.filter_map(|at| reasons.get(at)).flatten();
                let because: Vec<Formula> = because.copied().collect();
                let others: Vec<&Equal> = because.iter().filter_map(|it| holds(*it)).collect();
                if others.iter().any(|other| other.kept.is_none()) {
                    return Fit::Undecided;
                }
                let kept = others.into_iter().filter_map(|other| other.kept);
                let mut lemma: Vec<Formula> = because.iter().copied().chain(kept).collect();
                lemma.iter_mut().for_each(|it| *it = !*it);
                lemma.extend(self.lacking((view, field), &companions));
                Fit::Not(lemma)
            }
            Answer::Undecided => Fit::Undecided,
        }
    }

    /// All that is asked of a field's text and of the domain of it.
    fn ask_field<'a>(&'a self, (view, field): At, asked: &mut Vec<Asked<'a>>) {
        let (place, behind) = (Place::Whole(field), Place::Domain(field));
        let group = |place| self.sites.group(place).map(|(_, group)| group);
        if let (Some(var), Some(group)) = (self.texts.get(&(view, place)), group(place)) {
            self.ask_whole(var, group, asked);
        }
        if let Some(var) = self.texts.get(&(view, behind)) {
            // That there is a domain may be all that is asked of it.
            self.ask_domain(var, group(behind), asked);
        }
    }

    /// The fields without a text so far that are to have the same as this one, and what asks that.
    fn companions(&self, of: At, found: &BTreeMap<At, Text>) -> Vec<(At, Vec<Formula>)> {
        let mut companions: Vec<(At, Vec<Formula>)> = Vec::new();
        let mut open = vec![(of, Vec::new())];
        while let Some((at, because)) = open.pop() {
            for ((one, other), so) in &self.equal_texts {
                if !self.solver.looks_at(*so) || !self.solver.is_so(*so) {
                    continue;
                }
                for (mine, its) in [(one, other), (other, one)] {
                    let (Place::Whole(a), Place::Whole(b)) = (mine.1, its.1) else {
                        continue;
                    };
                    let next = (its.0, b);
                    let known = next == of || companions.iter().any(|(it, _)| *it == next);
                    let var = self.fields.get(&next);
                    let is_missing = var.is_none_or(|var| self.solver.is_so(var.missing));
                    if (mine.0, a) != at || known || is_missing || found.contains_key(&next) {
                        continue;
                    }
                    let because: Vec<Formula> = because.iter().copied().chain([*so]).collect();
                    companions.push((next, because.clone()));
                    open.push((next, because));
                }
            }
        }
        companions
    }

    fn lacking(&self, of: At, companions: &[(At, Vec<Formula>)]) -> Vec<Formula> {
        let companions = companions.iter().map(|(at, _)| *at);
        let fields = std::iter::once(of).chain(companions);
        let vars = fields.filter_map(|at| self.fields.get(&at));
        vars.map(|var| var.missing).collect()
    }

    fn is_too_odd(&self, text: &Text) -> bool {
        text.raw().chars().any(char::is_control) && !self.solver.is_so(self.odd_texts)
    }

    fn ask_whole<'a>(&self, var: &TextVar, group: &'a Group, asked: &mut Vec<Asked<'a>>) {
        self.ask_region(var, group, Ask::OneOf, asked);
        let tests = group.tests.iter().zip(&var.tests);
        for (test, so) in tests.filter(|(_, so)| self.solver.looks_at(**so)) {
            asked.push(self.signed(Ask::Test(test), *so));
        }
    }

    fn ask_domain<'a>(&self, var: &TextVar, group: Option<&'a Group>, asked: &mut Vec<Asked<'a>>) {
        if self.solver.looks_at(var.exists) {
            asked.push(self.signed(Ask::HasDomain, var.exists));
        }
        if !self.solver.is_so(var.exists) {
            return;
        }
        let Some(group) = group else { return };
        self.ask_region(var, group, Ask::DomainOneOf, asked);
        let tests = group.tests.iter().zip(&var.tests);
        for (test, so) in tests.filter(|(_, so)| self.solver.looks_at(**so)) {
            asked.push(self.signed(Ask::DomainTest(test), *so));
        }
    }

    /// The text is of one region, or none of the policy's.
    fn ask_region<'a>(
        &self,
        var: &TextVar,
        group: &'a Group,
        ask: impl Fn(&'a BTreeSet<Text>) -> Ask<'a>,
        asked: &mut Vec<Asked<'a>>,
    ) {
        if !self.solver.looks_at(var.other) {
            return;
        }
        let regions = group.regions.iter().zip(&var.regions);
        let mut inside = regions.filter(|(_, so)| self.solver.is_so(**so));
        match inside.next() {
            Some((region, so)) => asked.push(self.signed(ask(&region.texts), *so)),
            None if !group.texts.is_empty() => {
                let wanted = false;
                asked.push(Asked {
                    demand: Demand {
                        ask: ask(&group.texts),
                        wanted,
                    },
                    because: vec![var.other],
                });
            }
            None => {}
        }
    }

    fn signed<'a>(&self, ask: Ask<'a>, so: Formula) -> Asked<'a> {
        let wanted = self.solver.is_so(so);
        Asked {
            demand: Demand { ask, wanted },
            because: vec![if wanted { so } else { !so }],
        }
    }

    /// The texts found so far that this one, or its domain, has to equal, and those that it must
    /// not.
    fn compared_with(
        &self,
        view: View,
        field: FieldId,
        found: &BTreeMap<(View, FieldId), Text>,
    ) -> (Vec<Equal>, BTreeSet<Text>) {
        let (mut equal, mut differing) = (Vec::new(), BTreeSet::new());
        let text_at = |(view, place): (View, Place)| match place {
            Place::Whole(field) => found.get(&(view, field)).cloned(),
            Place::Domain(field) => found.get(&(view, field)).and_then(domain),
        };
        let kept_at = |(view, place): (View, Place)| {
            let (Place::Whole(field) | Place::Domain(field)) = place;
            self.kept_text(view, field).map(|kept| kept.so)
        };
        let compared = self.equal_texts.iter();
        for ((one, other), so) in compared.filter(|(_, so)| self.solver.looks_at(**so)) {
            for (mine, its) in [(one, other), (other, one)] {
                let (Place::Whole(of) | Place::Domain(of)) = mine.1;
                if (mine.0, of) != (view, field) {
                    continue;
                }
                let Some(text) = text_at(*its) else { continue };
                let is_domain = matches!(mine.1, Place::Domain(_));
                if self.solver.is_so(*so) {
                    equal.push(Equal {
                        text: BTreeSet::from([text]),
                        so: *so,
                        is_domain,
                        kept: kept_at(*its),
                    });
                } else if !is_domain {
                    differing.insert(text);
                }
            }
        }
        (equal, differing)
    }

    /// Texts that people would take for an example.
    fn plain_texts(&self, field: FieldId, behind: Place) -> Vec<Text> {
        let field = self.model.fields.get(field);
        let name = field.map_or("", |field| field.named.name.as_str());
        let is_key = field.is_some_and(|field| field.key);
        let mail: &[&str] = &[
            "ada@acme.example",
            "ben@birch.example",
            "cleo@cedar.example",
        ];
        let other: &[&str] = &["Acme", "Birch", "Cedar"];
        let texts = match (name.contains("mail") || self.sites.has(behind), is_key) {
            (true, _) => mail,
            (false, true) => &["lead-1", "lead-2"],
            (false, false) => other,
        };
        texts.iter().map(|text| Text::new(text)).collect()
    }
}

/// A text that has to be equalled.
struct Equal {
    /// The text alone.
    text: BTreeSet<Text>,
    /// What asks for it.
    so: Formula,
    /// The domain is to equal it.
    is_domain: bool,
    /// That the field that holds it is kept as it is, where it is.
    kept: Option<Formula>,
}

/// The most steps for one text.
const MOST_STEPS: u64 = 200_000;
