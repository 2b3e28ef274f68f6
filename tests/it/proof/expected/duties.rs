//! Prohibitions and musts.

use groundrules::diagnostic::Code;
use groundrules::eval::Truth;
use groundrules::model::Must;

use super::{About, Expected};
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[
    Code::UnknownPermits,
    Code::ImpossibleMust,
    Code::ImpossibleFacts,
];

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    for forbid in &world.model.forbids {
        let Some(when) = &forbid.when else { continue };
        let leads = world.fine_for(forbid.when.iter().chain(&forbid.unless));
        let permitted = leads.into_iter().find(|row| {
            let unless = forbid.unless.as_ref();
            world.truth(*row, when) == Truth::Unknown
                && unless.is_none_or(|unless| world.truth(*row, unless) != Truth::Yes)
        });
        found.extend(
            permitted
                .map(|row| Expected::new(Code::UnknownPermits, About::Text(forbid.span)).by(row)),
        );
    }
    musts(world, found);
}

fn musts(world: &World<'_>, found: &mut Vec<Expected>) {
    let musts: Vec<&Must> = world.model.musts.values().collect();
    let applies = |row: usize, must: &Must| {
        must.when
            .as_ref()
            .is_none_or(|when| world.truth(row, when) == Truth::Yes)
    };
    let met = |row: usize, must: &Must| world.truth(row, &must.condition) == Truth::Yes;
    let mut impossible = Vec::new();
    for must in &musts {
        let leads = world.fine_for(std::iter::once(&must.condition).chain(&must.when));
        let of: Vec<_> = leads
            .into_iter()
            .filter(|row| applies(*row, must))
            .collect();
        if let Some(first) = of.first()
            && !of.iter().any(|row| met(*row, must))
        {
            let name = &must.named.name;
            impossible.push(name.clone());
            found.push(Expected {
                // A condition that is never yes says it too.
                texts: vec![must.condition.span],
                ..Expected::named(Code::ImpossibleMust, name).by(*first)
            });
        }
    }
    for (nth, a) in musts.iter().enumerate() {
        for b in &musts[nth + 1..] {
            let conditions = [&a.condition, &b.condition].into_iter();
            let leads = world.fine_for(conditions.chain(&a.when).chain(&b.when));
            let both = leads
                .into_iter()
                .filter(|row| applies(*row, a) && applies(*row, b));
            let both: Vec<_> = both.collect();
            let Some(first) = both.first() else { continue };
            if both.iter().any(|row| met(*row, a) && met(*row, b)) {
                continue;
            }
            let (a, b) = (&a.named.name, &b.named.name);
            let follows = impossible.contains(a) || impossible.contains(b);
            for subject in [a, b] {
                // Either may be the one that is named.
                let found_of = Expected::named(Code::ImpossibleMust, subject).by(*first);
                let found_of = found_of.of_rules([a.as_str(), b.as_str()]);
                found.push(found_of.required_if(subject == a && !follows));
            }
        }
    }
}
