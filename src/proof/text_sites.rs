//! Which texts and tests a policy holds against each text field, and which texts none of them can
//! tell apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::meets;
use crate::model::{
    Condition, ConditionKind, FieldId, Model, Operand, OperandKind, Part, TextMatch, Type,
};
use crate::value::{Text, Value, domain};

/// A text of a lead: that of a field, or the domain of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The whole text.
    Whole(FieldId),
    /// What stands behind its last `@`.
    Domain(FieldId),
}

/// Texts that nothing in the policy tells apart.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// The texts of the policy in it.
    pub(super) texts: BTreeSet<Text>,
    /// Which of the group's sets they are in.
    in_sets: Vec<bool>,
    /// Which of the group's tests they meet.
    pub(super) meets: Vec<bool>,
}

/// Places whose texts are compared with each other, or one alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) sets: Vec<BTreeSet<Text>>,
    pub(super) tests: Vec<TextMatch>,
    pub(super) regions: Vec<Region>,
    /// All texts that the policy names for it.
    pub(super) texts: BTreeSet<Text>,
}

/// All places, by group.
#[derive(Debug, Default)]
pub(super) struct Sites {
    group_of: BTreeMap<Place, usize>,
    groups: Vec<Group>,
}

impl Group {
    /// The number of a test.
    pub(super) fn test(&self, test: &TextMatch) -> Option<usize> {
        self.tests.iter().position(|it| it == test)
    }

    /// The regions that lie in a set of texts; none where the set is none of the group's.
    pub(super) fn within(&self, set: &BTreeSet<Text>) -> Option<Vec<usize>> {
        let at = self.sets.iter().position(|it| it == set)?;
        let inside = |(_, region): &(usize, &Region)| region.in_sets.get(at) == Some(&true);
        let regions = self.regions.iter().enumerate().filter(inside);
        Some(regions.map(|(number, _)| number).collect())
    }

    /// Where a text stands in it.
    pub(super) fn sign(&self, text: &Text) -> Sign {
        let tests = self.tests.iter().map(|test| meets(text, test));
        (self.region_of(text), tests.collect())
    }

    /// The region that a text of the policy is in.
    fn region_of(&self, text: &Text) -> Option<usize> {
        let has = |region: &Region| region.texts.contains(text);
        self.regions.iter().position(has)
    }
}

impl Sites {
    /// Of a whole policy.
    pub(super) fn new(model: &Model) -> Sites {
        let mut gathering = Gathering::default();
        model.walk(&mut |part| {
            if let Part::Condition(condition) = part {
                gathering.condition(model, condition);
            }
        });
        for acceptance in &model.acceptances {
            if let Some(condition) = &acceptance.when {
                condition.walk(&mut |part| {
                    if let Part::Condition(condition) = part {
                        gathering.condition(model, condition);
                    }
                });
            }
        }
        // The outcomes of one decision are compared with each other.
        for decision in model.decisions.values().filter(|it| it.ty == Type::Text) {
            let rules = decision.rules.iter().map(|rule| &rule.outcome);
            let mut all = Leaves::default();
            rules
                .chain(&decision.otherwise)
                .for_each(|outcome| all.add(model, outcome));
            gathering.together(&all);
        }
        gathering.finish()
    }

    /// The group of a place.
    pub(super) fn group(&self, place: Place) -> Option<(usize, &Group)> {
        let at = *self.group_of.get(&place)?;
        Some((at, self.groups.get(at)?))
    }

    /// Whether the policy asks for the domain of a field.
    pub(super) fn has(&self, place: Place) -> bool {
        self.group_of.contains_key(&place)
    }
}

/// The places and the texts that an operand can come from.
#[derive(Debug, Default)]
struct Leaves {
    places: BTreeSet<Place>,
    texts: BTreeSet<Text>,
}

impl Leaves {
    fn of(model: &Model, operand: &Operand) -> Leaves {
        let mut leaves = Leaves::default();
        leaves.add(model, operand);
        leaves
    }

    fn add(&mut self, model: &Model, operand: &Operand) {
        match &operand.kind {
            OperandKind::Constant(Value::Text(text)) => {
                self.texts.insert(text.clone());
            }
            OperandKind::Field(id) => {
                self.places.insert(Place::Whole(*id));
            }
            OperandKind::Define(id) => {
                if let Some(define) = model.defines.get(*id) {
                    self.add(model, &define.value);
                }
            }
            OperandKind::Decision(id) => {
                if let Some(decision) = model.decisions.get(*id) {
                    let rules = decision.rules.iter().map(|rule| &rule.outcome);
                    rules
                        .chain(&decision.otherwise)
                        .for_each(|outcome| self.add(model, outcome));
                }
            }
            OperandKind::FirstKnown(parts) => parts.iter().for_each(|part| self.add(model, part)),
            OperandKind::Domain(of) => {
                let whole = Leaves::of(model, of);
                for place in whole.places {
                    // A domain has no `@`, and so no domain.
                    if let Place::Whole(field) = place {
                        self.places.insert(Place::Domain(field));
                    }
                }
                self.texts.extend(whole.texts.iter().filter_map(domain));
            }
            OperandKind::Constant(_)
            | OperandKind::Nothing
            | OperandKind::Score(_)
            | OperandKind::Sum(_)
            | OperandKind::Scaled(..)
            | OperandKind::Since(_)
            | OperandKind::Until(_)
            | OperandKind::Truth(_) => {}
        }
    }
}

/// Places that are one group so far, with what is held against them.
#[derive(Debug, Default)]
struct Gathered {
    places: BTreeSet<Place>,
    sets: BTreeSet<Vec<Text>>,
    tests: Vec<TextMatch>,
    compared: bool,
}

#[derive(Debug, Default)]
struct Gathering {
    groups: Vec<Gathered>,
}

impl Gathering {
    fn condition(&mut self, model: &Model, condition: &Condition) {
        match &condition.kind {
            ConditionKind::OneOf(of, values) => {
                let texts: Vec<_> = values.iter().filter_map(as_text).cloned().collect();
                if !texts.is_empty() {
                    self.set(&Leaves::of(model, of), texts);
                }
            }
            ConditionKind::InList(of, list) => {
                let entries = model.lists.get(*list).into_iter();
                let texts = entries.flat_map(|list| list.entries.iter().cloned());
                self.set(&Leaves::of(model, of), texts.collect());
            }
            ConditionKind::Text(of, tests) => {
                for place in Leaves::of(model, of).places {
                    self.with(place, |group| add_tests(&mut group.tests, tests));
                }
            }
            ConditionKind::Compare(a, _, b) if a.ty == Type::Text => {
                let mut both = Leaves::of(model, a);
                both.add(model, b);
                self.together(&both);
            }
            _ => {}
        }
    }

    /// Does something with the group of a place.
    fn with(&mut self, place: Place, change: impl FnOnce(&mut Gathered)) {
        match self.groups.iter_mut().find(|it| it.places.contains(&place)) {
            Some(group) => change(group),
            None => {
                let mut group = Gathered {
                    places: BTreeSet::from([place]),
                    ..Gathered::default()
                };
                change(&mut group);
                self.groups.push(group);
            }
        }
    }

    fn set(&mut self, of: &Leaves, mut texts: Vec<Text>) {
        texts.sort();
        texts.dedup();
        for place in &of.places {
            self.with(*place, |group| {
                group.sets.insert(texts.clone());
            });
        }
    }

    /// What may be compared with each other is one group, told apart by each text beside it.
    fn together(&mut self, leaves: &Leaves) {
        let Some(first) = leaves.places.first() else {
            return;
        };
        let mut merged = Gathered {
            places: BTreeSet::from([*first]),
            compared: leaves.places.len() > 1,
            ..Gathered::default()
        };
        merged
            .sets
            .extend(leaves.texts.iter().map(|text| vec![text.clone()]));
        for place in &leaves.places {
            merged.places.insert(*place);
            let at = self.groups.iter().position(|it| it.places.contains(place));
            if let Some(at) = at {
                let group = self.groups.swap_remove(at);
                merged.places.extend(group.places);
                merged.sets.extend(group.sets);
                merged.compared |= group.compared;
                add_tests(&mut merged.tests, &group.tests);
            }
        }
        self.groups.push(merged);
    }

    fn finish(mut self) -> Sites {
        // Domains first: the regions of a text know the region of its domain.
        let is_domain = |it: &Gathered| it.places.iter().any(|p| matches!(p, Place::Domain(_)));
        self.groups.sort_by_key(|it| !is_domain(it));
        let mut sites = Sites::default();
        for gathered in self.groups {
            let domains: BTreeSet<usize> = gathered
                .places
                .iter()
                .filter_map(|place| match place {
                    Place::Whole(field) => sites.group_of.get(&Place::Domain(*field)).copied(),
                    Place::Domain(_) => None,
                })
                .collect();
            let of_domain = |text: &Text| {
                let domain = domain(text);
                let signs = domains.iter().filter_map(|at| sites.groups.get(*at));
                signs
                    .map(|group| domain.as_ref().map(|it| group.sign(it)))
                    .collect()
            };
            let group = regions(gathered.sets, gathered.tests, gathered.compared, of_domain);
            let at = sites.groups.len();
            sites.groups.push(group);
            sites
                .group_of
                .extend(gathered.places.into_iter().map(|place| (place, at)));
        }
        sites
    }
}

/// Where a text stands in a group: its region, if it is a text of the policy, and the tests.
pub(super) type Sign = (Option<usize>, Vec<bool>);

/// What tells two texts of the policy apart: sets, tests, their domains, and perhaps themselves.
type Signature = (Vec<bool>, Vec<bool>, Vec<Option<Sign>>, Option<Text>);

fn regions(
    sets: BTreeSet<Vec<Text>>,
    tests: Vec<TextMatch>,
    compared: bool,
    domains: impl Fn(&Text) -> Vec<Option<Sign>>,
) -> Group {
    let sets: Vec<BTreeSet<Text>> = sets
        .into_iter()
        .map(|it| it.into_iter().collect())
        .collect();
    let texts: BTreeSet<Text> = sets.iter().flatten().cloned().collect();
    let mut by_signature: BTreeMap<Signature, BTreeSet<Text>> = BTreeMap::new();
    for text in &texts {
        let signature = (
            sets.iter().map(|set| set.contains(text)).collect(),
            tests.iter().map(|test| meets(text, test)).collect(),
            domains(text),
            // Where texts meet each other, each is a region of its own.
            compared.then(|| text.clone()),
        );
        by_signature
            .entry(signature)
            .or_default()
            .insert(text.clone());
    }
    let regions = by_signature.into_iter();
    let regions = regions.map(|((in_sets, meets, _, _), texts)| Region {
        texts,
        in_sets,
        meets,
    });
    let regions = regions.collect();
    Group {
        sets,
        tests,
        regions,
        texts,
    }
}

fn add_tests(known: &mut Vec<TextMatch>, tests: &[TextMatch]) {
    for test in tests {
        if !known.contains(test) {
            known.push(test.clone());
        }
    }
}

fn as_text(value: &Value) -> Option<&Text> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
