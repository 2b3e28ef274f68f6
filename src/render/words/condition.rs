//! What was seen, and what it would have to be.

use super::Words;
use super::asked::sides;
use crate::eval::Found;
use crate::eval::trace::OperandTrace;
use crate::model::{ConditionKind, Operand, OperandKind};
use crate::value::joined;
use crate::why::{Fact, Lack, same};
use crate::words::Asked;

/// The most parts of a condition that are told one by one.
const MOST_PARTS: usize = 6;

impl Words<'_> {
    /// A value by its name, or as the policy writes it.
    pub(in crate::render) fn operand(&self, operand: &Operand) -> String {
        let named = match &operand.kind {
            OperandKind::Field(id) => self.model.fields.get(*id).map(|it| &it.named),
            OperandKind::Define(id) => self.model.defines.get(*id).map(|it| &it.named),
            OperandKind::Score(id) => self.model.scores.get(*id).map(|it| &it.named),
            OperandKind::Decision(id) => self.model.decisions.get(*id).map(|it| &it.named),
            _ => None,
        };
        match named {
            Some(named) => self.named(named).to_string(),
            None => format!("`{}`", self.text(operand.span)),
        }
    }

    /// What makes something so: "`a` is 500 (at least 200)", one for each comparison.
    pub(in crate::render) fn facts(&self, facts: &[Fact<'_>]) -> Vec<String> {
        let mut said: Vec<String> = facts.iter().map(|fact| self.fact(fact)).collect();
        if said.len() > MOST_PARTS {
            let more = said.len() - MOST_PARTS;
            said.truncate(MOST_PARTS);
            said.push(format!("and {more} more conditions are met"));
        }
        said
    }

    fn fact(&self, fact: &Fact<'_>) -> String {
        let asked = self.fact_asked(fact);
        let (Some(subject), _, _) = sides(fact) else {
            return format!("it is {}", asked.met());
        };
        let name = self.operand(subject.operand);
        if let OperandKind::Constant(_) = subject.operand.kind {
            return "it always is so".to_owned();
        }
        let is = self.is(subject);
        let worked_out = self.made_of(subject);
        let worked_out = match worked_out.is_empty() {
            true => String::new(),
            false => format!(", as {}", joined(&worked_out, "and")),
        };
        let known = matches!(subject.value, Found::Known(_));
        match &fact.condition.kind {
            ConditionKind::IsKnown(_) | ConditionKind::IsMissing(_) if known => {
                format!("{name} is known ({}){worked_out}", self.found(subject))
            }
            _ if asked.plain => format!("{name} {is}{worked_out}"),
            _ => format!("{name} {is} ({}){worked_out}", asked.met()),
        }
    }

    /// What something lacks: "`a` is 40 and would have to be at least 200", one for each part.
    pub(in crate::render) fn lacks(&self, lack: &Lack<'_>) -> Vec<String> {
        match lack {
            Lack::All(parts) => {
                let mut said: Vec<String> = parts.iter().map(|part| self.lack(part)).collect();
                if said.len() > MOST_PARTS {
                    let more = said.len() - MOST_PARTS;
                    said.truncate(MOST_PARTS);
                    said.push(format!("and {more} more conditions are not met"));
                }
                said
            }
            one => vec![self.lack(one)],
        }
    }

    fn lack(&self, lack: &Lack<'_>) -> String {
        match lack {
            Lack::Fact(fact) => self.lacking(fact),
            Lack::All(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.lack(part)).collect();
                joined(&parts, "and")
            }
            Lack::Some(_, parts) if parts.is_empty() => "it never can be so".to_owned(),
            Lack::Some(1, parts) => self.one_of_these(parts),
            Lack::Some(wanted, parts) => {
                let all = self.some_of(parts, "; ");
                format!("{wanted} of these would have to be otherwise: {all}")
            }
        }
    }

    /// Any one of the parts would do. Where all are about one value, it is said once.
    fn one_of_these(&self, parts: &[Lack<'_>]) -> String {
        let facts: Option<Vec<&Fact<'_>>> = parts
            .iter()
            .map(|part| match part {
                Lack::Fact(fact) => Some(fact),
                _ => None,
            })
            .collect();
        if let Some(facts) = facts
            && let Some((Some(subject), _, _)) = facts.first().map(|fact| sides(fact))
            && facts.iter().all(|fact| {
                let kind = sides(fact).0.map(|other| &other.operand.kind);
                kind.is_some_and(|kind| same(kind, &subject.operand.kind))
            })
        {
            let asked = facts.iter().map(|fact| self.fact_asked(fact).to_be());
            let asked: Vec<String> = asked.collect();
            let asked = joined(&asked, "or")
                .replace(" or be ", " or ")
                .replace(", be ", ", ");
            return self.would_have_to(subject, &asked);
        }
        format!("either {}", self.some_of(parts, ", or "))
    }

    fn some_of(&self, parts: &[Lack<'_>], between: &str) -> String {
        let said = parts.iter().take(MOST_PARTS).map(|part| self.lack(part));
        let said: Vec<String> = said.collect();
        let all = said.join(between);
        match parts.len().saturating_sub(MOST_PARTS) {
            0 => all,
            more => format!("{all}{between}{more} more"),
        }
    }

    fn lacking(&self, fact: &Fact<'_>) -> String {
        let asked = self.fact_asked(fact);
        match sides(fact) {
            (Some(subject), against, _) => {
                // Where the other side is what is missing, that is to be said.
                if let Some(against) = against
                    && matches!(subject.value, Found::Known(_))
                    && against.value == Found::Missing
                {
                    return self.would_have_to(against, "be known");
                }
                self.would_have_to(subject, &self.to_be(fact, subject, &asked))
            }
            (None, ..) => format!("it would have to {}", asked.to_be()),
        }
    }

    /// What a value would have to be; one that is missing would have to be known to be other than
    /// something.
    fn to_be(&self, fact: &Fact<'_>, subject: &OperandTrace<'_>, asked: &Asked) -> String {
        let negative = !fact.wanted || asked.what.plain().starts_with("other than");
        match subject.value == Found::Missing && negative && !asked.plain {
            true => format!("be known and {}", asked.to_be().trim_start_matches("be ")),
            false => asked.to_be(),
        }
    }

    fn would_have_to(&self, subject: &OperandTrace<'_>, asked: &str) -> String {
        if let OperandKind::Constant(_) = subject.operand.kind {
            return "it never can be so".to_owned();
        }
        let name = self.operand(subject.operand);
        let is = self.is(subject);
        let parts = self.made_of(subject);
        let worked_out = match parts.is_empty() {
            true => String::new(),
            false => format!(" ({})", joined(&parts, "and")),
        };
        format!("{name} {is} and would have to {asked}{worked_out}")
    }

    /// The named values that a value is worked out from, each with what it is.
    pub(in crate::render) fn made_of(&self, trace: &OperandTrace<'_>) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(trace, &mut found);
        found
    }

    fn collect(&self, trace: &OperandTrace<'_>, found: &mut Vec<String>) {
        // Of `a else b` what stands behind the first that is known does not matter.
        let first_known = matches!(trace.operand.kind, OperandKind::FirstKnown(_));
        for part in &trace.parts {
            if part.parts.is_empty() && !matches!(part.operand.kind, OperandKind::Constant(_)) {
                let said = format!("{} {}", self.operand(part.operand), self.is(part));
                if !found.contains(&said) {
                    found.push(said);
                }
            }
            self.collect(part, found);
            if first_known && part.value != Found::Missing {
                break;
            }
        }
    }
}
