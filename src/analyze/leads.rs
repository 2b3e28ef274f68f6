//! Leads that have what is asked: searched, described in few cases, made plain.

use std::collections::BTreeSet;

use super::context::Context;
use crate::model::{Batch, Condition, ConditionKind, Field, FieldId, Operand, OperandKind, Type};
use crate::proof::{Answer, Case, Formula, Prover, Term};
use crate::syntax::ast::CompareOp;
use crate::value::Value;

/// The most cases that are told of a finding.
pub(super) const MOST_CASES: usize = 10;

/// The most that are told of a note, which is to be short.
const FEW_CASES: usize = 3;

/// Leads that have what was asked.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) cases: Vec<Case>,
    /// There are leads beyond the cases.
    pub(super) more: bool,
    /// The first lead.
    pub(super) lead: Batch,
}

/// What became of the search for leads.
#[derive(Debug)]
pub(super) enum Search {
    Shown(Shown),
    /// There is none.
    None,
    /// Whether there is one was not decided.
    Undecided,
}

impl<'m> Context<'m> {
    /// Searches for leads of which `target` is so among those that are as `context` says, apart from
    /// accepted ones, and describes them.
    pub(super) fn search(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
        accepted: &[(usize, Formula)],
    ) -> Search {
        self.search_for(MOST_CASES, prover, target, context, terms, accepted)
    }

    /// The same for a note: a few cases are enough.
    pub(super) fn search_for_note(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
        accepted: &[(usize, Formula)],
    ) -> Search {
        self.search_for(FEW_CASES, prover, target, context, terms, accepted)
    }

    fn search_for(
        &mut self,
        most: usize,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
        accepted: &[(usize, Formula)],
    ) -> Search {
        match self.open_region(prover, target, context, accepted) {
            Some(asked) => self.described(prover, target, (&asked, &[]), terms, most),
            None => Search::None,
        }
    }

    /// The same among leads that are also as `narrowed` says; the cases are of all leads that are
    /// as `context` says.
    pub(super) fn cases(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        narrowed: &[Formula],
        terms: &[Term<'m>],
    ) -> Search {
        self.described(prover, target, (context, narrowed), terms, MOST_CASES)
    }

    fn described(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        (context, narrowed): (&[Formula], &[Formula]),
        terms: &[Term<'m>],
        most: usize,
    ) -> Search {
        prover.watch_terms(terms);
        let found = self.all_cases(prover, target, (context, narrowed), terms, most);
        prover.watch(&[]);
        found
    }

    fn all_cases(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        (context, narrowed): (&[Formula], &[Formula]),
        terms: &[Term<'m>],
        most: usize,
    ) -> Search {
        let mark = prover.mark();
        let asked = [context, narrowed, &[target, mark]].concat();
        let mut shown: Option<Shown> = None;
        loop {
            match prover.find(&asked) {
                Answer::Never(_) => break,
                Answer::Undecided => match &mut shown {
                    Some(shown) => {
                        shown.more = true;
                        break;
                    }
                    None => return Search::Undecided,
                },
                Answer::Found => {}
            }
            let found = shown.get_or_insert_with(|| Shown {
                cases: Vec::new(),
                more: false,
                lead: prover.lead(),
            });
            if found.cases.len() >= most {
                found.more = true;
                break;
            }
            let Some(case) = prover.case(target, context, terms) else {
                found.more = true;
                break;
            };
            let block = case.formulas.iter().map(|it| !*it);
            prover.require(mark, &block.collect::<Vec<_>>());
            if found.cases.is_empty() {
                let plainest = self.plainest(prover, &case, target, context, terms);
                found.lead = plainest.unwrap_or_else(|| found.lead.clone());
            }
            found.cases.push(case);
        }
        shown.map_or(Search::None, Search::Shown)
    }

    /// What is asked beside the target where some leads are accepted; takes note of the acceptances
    /// that take a lead out. None where nothing is left to ask.
    pub(super) fn open_region(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        accepted: &[(usize, Formula)],
    ) -> Option<Vec<Formula>> {
        if target == prover.never() {
            return None;
        }
        let mut asked = context.to_vec();
        for (place, region) in accepted {
            if prover.find(&[context, &[target, *region]].concat()) == Answer::Found {
                self.regions.insert(*place);
            }
            asked.push(!*region);
        }
        Some(asked)
    }

    /// A lead of a case that is as plain as can be: what the case speaks of is known, if it is not
    /// to be missing, and all else is missing.
    fn plainest(
        &self,
        prover: &mut Prover<'m>,
        case: &Case,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
    ) -> Option<Batch> {
        let fixed = [context, &case.formulas, &[target]].concat();
        self.plain_lead(prover, &fixed, &self.fields_of_case(terms, case))
    }

    /// A lead that is as `fixed` says, in which these fields are known if they can be, and all
    /// others are missing if they can be. It is the one that was found last.
    pub(super) fn plain_lead(
        &self,
        prover: &mut Prover<'m>,
        fixed: &[Formula],
        spoken_of: &BTreeSet<FieldId>,
    ) -> Option<Batch> {
        let mut wished: Vec<Formula> = Vec::new();
        for (id, field) in self.model.fields.iter() {
            if field.required || field.key || !prover.asks_of(id) {
                continue;
            }
            let missing = prover.field_missing(id);
            match spoken_of.contains(&id) {
                true => wished.push(!missing),
                false => wished.insert(0, missing),
            }
            // What is still to come is no plain date of a lead.
            if spoken_of.contains(&id)
                && !self.expected.contains(&id)
                && let Some(to_come) = self.to_come(prover, id, field)
            {
                wished.insert(0, !to_come);
            }
        }
        wished_lead(prover, fixed, wished)
    }

    /// That a date or an instant lies after now.
    fn to_come(&self, prover: &mut Prover<'m>, id: FieldId, field: &Field) -> Option<Formula> {
        let now = match field.ty {
            Type::Date => Value::Date(self.model.zone.date(self.as_of)),
            Type::Datetime => Value::Datetime(self.as_of),
            _ => return None,
        };
        let operand = |kind| Operand {
            kind,
            ty: field.ty,
            span: field.named.span,
        };
        let (of, now) = (
            operand(OperandKind::Field(id)),
            operand(OperandKind::Constant(now)),
        );
        let after = Condition {
            kind: ConditionKind::Compare(of, CompareOp::Greater, now),
            span: field.named.span,
        };
        Some(prover.so(&after).yes)
    }
}

/// A lead that is as `fixed` says, and as much as can be as is wished: what stands last is given up
/// first, one at a time, so that no more is given up than has to be.
fn wished_lead(
    prover: &mut Prover<'_>,
    fixed: &[Formula],
    mut wished: Vec<Formula>,
) -> Option<Batch> {
    loop {
        match prover.find(&[fixed, wished.as_slice()].concat()) {
            Answer::Found => return Some(prover.lead()),
            Answer::Never(core) => {
                let given_up = wished.iter().rposition(|it| core.contains(it))?;
                wished.remove(given_up);
            }
            Answer::Undecided => return None,
        }
    }
}
