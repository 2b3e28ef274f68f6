//! Conditions as two formulas: that they are yes, and that they are no. What is neither is unknown.

use super::base::{Base, Guarded};
use super::formula::Formula;
use super::prover::Prover;
use super::view::View;
use crate::model::{Condition, ConditionKind, Operand, TextMatch};
use crate::syntax::ast::{CompareOp, HasQuantifier};
use crate::value::{Text, Value};

/// What a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct So {
    /// It is yes.
    pub yes: Formula,
    /// It is no.
    pub no: Formula,
}

/// Parts of a condition that are taken as something else.
pub(super) type Instead<'a, 'c> = &'a [(&'c Condition, So)];

impl<'m> Prover<'m> {
    /// What a condition is of the lead.
    pub fn so(&mut self, condition: &Condition) -> So {
        self.condition(View::ITSELF, condition)
    }

    /// What a condition is in a view.
    pub(super) fn condition(&mut self, view: View, condition: &Condition) -> So {
        self.condition_instead(view, condition, &[])
    }

    /// What a condition that may be left out is.
    pub(super) fn optional(&mut self, view: View, it: Option<&Condition>, without: bool) -> So {
        match it {
            Some(condition) => self.condition(view, condition),
            None => self.told(without),
        }
    }

    /// Yes or no of every lead.
    pub(super) fn told(&self, yes: bool) -> So {
        So {
            yes: self.solver.constant(yes),
            no: self.solver.constant(!yes),
        }
    }

    /// What a condition is where some of its parts are something else.
    pub(super) fn condition_instead(
        &mut self,
        view: View,
        condition: &Condition,
        instead: Instead<'_, '_>,
    ) -> So {
        let taken = instead
            .iter()
            .find(|(part, _)| std::ptr::eq(*part, condition));
        if let Some((_, so)) = taken {
            return *so;
        }
        let parts: Vec<So> = condition
            .parts()
            .iter()
            .map(|part| self.condition_instead(view, part, instead))
            .collect();
        match &condition.kind {
            ConditionKind::Not(_) => parts.first().map_or(self.told(false), |part| So {
                yes: part.no,
                no: part.yes,
            }),
            ConditionKind::All(_) => So {
                yes: self.solver.all(parts.iter().map(|part| part.yes)),
                no: self.solver.any(parts.iter().map(|part| part.no)),
            },
            ConditionKind::Any(_) => So {
                yes: self.solver.any(parts.iter().map(|part| part.yes)),
                no: self.solver.all(parts.iter().map(|part| part.no)),
            },
            ConditionKind::AtLeast(wanted, _) => self.at_least_of(*wanted, &parts),
            _ => self.atom(view, condition),
        }
    }

    /// Enough are yes; or even with the unknown ones there would not be enough.
    fn at_least_of(&mut self, wanted: u32, parts: &[So]) -> So {
        let yes: Vec<_> = parts.iter().map(|part| part.yes).collect();
        let not_no: Vec<_> = parts.iter().map(|part| !part.no).collect();
        So {
            yes: self.count_reaches(wanted, &yes),
            no: !self.count_reaches(wanted, &not_no),
        }
    }

    /// At least so many of these.
    fn count_reaches(&mut self, wanted: u32, of: &[Formula]) -> Formula {
        // reached[n]: at least n of those seen so far.
        let mut reached = vec![self.solver.always()];
        for one in of {
            let mut next = vec![self.solver.always()];
            for n in 1..=reached.len() {
                let before = reached.get(n).copied().unwrap_or(self.solver.never());
                let fewer = reached.get(n - 1).copied().unwrap_or(self.solver.never());
                let with = self.solver.all([fewer, *one]);
                next.push(self.solver.any([before, with]));
            }
            reached = next;
        }
        let at = reached.get(wanted as usize);
        at.copied().unwrap_or(self.solver.never())
    }

    #[expect(
        clippy::too_many_lines,
        reason = "a few lines for each construct of the language, as `eval` has them"
    )]
    fn atom(&mut self, view: View, condition: &Condition) -> So {
        match &condition.kind {
            ConditionKind::Holds(of) => {
                let yes = Base::Constant(Value::Boolean(true));
                self.test(view, of, |prover, base| prover.equal(base, &yes))
            }
            ConditionKind::Compare(a, op, b) => self.compare(view, a, *op, b),
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => {
                let low = Base::Constant(low.clone());
                let high = Base::Constant(high.clone());
                self.test(view, subject, |prover, base| {
                    let below = prover.less(base, &low);
                    let beyond = match open {
                        true => !prover.less(base, &high),
                        false => prover.less(&high, base),
                    };
                    prover.solver.all([!below, !beyond])
                })
            }
            ConditionKind::OneOf(of, values) => self.one_of(view, of, values),
            ConditionKind::InList(of, list) => {
                let entries = self.model.lists.get(*list).into_iter();
                let texts: Vec<&Text> = entries.flat_map(|list| &list.entries).collect();
                self.test(view, of, |prover, base| prover.is_text_of(base, &texts))
            }
            ConditionKind::Text(of, tests) => self.test(view, of, |prover, base| {
                let met: Vec<_> = tests.iter().map(|test| prover.meets(base, test)).collect();
                prover.solver.any(met)
            }),
            ConditionKind::Has(of, quantifier, values) => self.test(view, of, |prover, base| {
                let Base::Set(members) = base else {
                    return prover.opaque();
                };
                let asked = values.iter().map(|at| members.get(*at as usize).copied());
                let asked: Vec<_> = asked
                    .map(|has| has.unwrap_or(prover.solver.never()))
                    .collect();
                match quantifier {
                    HasQuantifier::One | HasQuantifier::Any => prover.solver.any(asked),
                    HasQuantifier::All => prover.solver.all(asked),
                }
            }),
            ConditionKind::IsEmpty(of) => self.test(view, of, |prover, base| match base {
                Base::Set(members) => prover.solver.all(members.iter().map(|has| !*has)),
                _ => prover.opaque(),
            }),
            ConditionKind::IsMissing(of) => {
                let missing = self.is_missing(view, of);
                So {
                    yes: missing,
                    no: !missing,
                }
            }
            ConditionKind::IsKnown(of) => {
                let missing = self.is_missing(view, of);
                So {
                    yes: !missing,
                    no: missing,
                }
            }
            ConditionKind::Not(_)
            | ConditionKind::All(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..) => self.told(false),
        }
    }

    /// Unknown where the operand is missing, else as the test says.
    fn test(
        &mut self,
        view: View,
        of: &Operand,
        mut holds: impl FnMut(&mut Self, &Base) -> Formula,
    ) -> So {
        let cases = self.operand(view, of);
        self.test_cases(&cases, &mut holds)
    }

    fn test_cases(
        &mut self,
        cases: &Guarded,
        holds: &mut impl FnMut(&mut Self, &Base) -> Formula,
    ) -> So {
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (when, base) in cases {
            match base {
                Base::Missing => {}
                Base::Opaque => {
                    let so = self.opaque();
                    yes.push(self.solver.all([*when, so]));
                    // It may be missing, too.
                    let not = self.opaque();
                    no.push(self.solver.all([*when, !so, not]));
                }
                base => {
                    let so = holds(self, base);
                    yes.push(self.solver.all([*when, so]));
                    no.push(self.solver.all([*when, !so]));
                }
            }
        }
        So {
            yes: self.solver.any(yes),
            no: self.solver.any(no),
        }
    }

    fn compare(&mut self, view: View, a: &Operand, op: CompareOp, b: &Operand) -> So {
        let (left, right) = (self.operand(view, a), self.operand(view, b));
        let mut pairs = Vec::new();
        for (when, x) in &left {
            for (also, y) in &right {
                let both = self.solver.all([*when, *also]);
                if both == self.solver.never() {
                    continue;
                }
                pairs.push((both, x, y));
            }
        }
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (when, x, y) in pairs {
            if matches!(x, Base::Missing) || matches!(y, Base::Missing) {
                continue;
            }
            let so = self.compared(x, op, y);
            yes.push(self.solver.all([when, so]));
            no.push(self.solver.all([when, !so]));
        }
        So {
            yes: self.solver.any(yes),
            no: self.solver.any(no),
        }
    }

    fn compared(&mut self, a: &Base, op: CompareOp, b: &Base) -> Formula {
        match op {
            CompareOp::Equal => self.equal(a, b),
            CompareOp::NotEqual => !self.equal(a, b),
            CompareOp::Less => self.less(a, b),
            CompareOp::AtMost => !self.less(b, a),
            CompareOp::Greater => self.less(b, a),
            CompareOp::AtLeast => !self.less(a, b),
        }
    }

    fn one_of(&mut self, view: View, of: &Operand, values: &[Value]) -> So {
        let texts = values.iter().map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let texts: Option<Vec<&Text>> = texts.collect();
        self.test(view, of, |prover, base| match &texts {
            Some(texts) => prover.is_text_of(base, texts),
            None => {
                let values = values.iter().map(|value| Base::Constant(value.clone()));
                let equal: Vec<_> = values.map(|value| prover.equal(base, &value)).collect();
                prover.solver.any(equal)
            }
        })
    }

    pub(super) fn meets(&mut self, base: &Base, test: &TextMatch) -> Formula {
        match base {
            Base::Text(view, place) => self.text_meets(*view, *place, test),
            Base::Constant(Value::Text(text)) => {
                let meets = crate::eval::meets(text, test);
                self.solver.constant(meets)
            }
            _ => self.opaque(),
        }
    }
}
