//! How much work the proof may do. It counts steps and not time, so that a verdict is the same on
//! every machine.

use std::cell::Cell;

/// Steps that are left, of all questions together and of the one that is asked.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<u64>,
    /// The search ends where no more than this is left.
    until: Cell<u64>,
    /// What one more choice costs: the more clauses, the more has to be concluded from it.
    weight: Cell<u64>,
    /// The most steps for one question, so that one hard question does not keep all others from
    /// being answered.
    share: u64,
}

/// One question may take this part of the whole budget.
const SHARE: u64 = 16;

impl Budget {
    /// So many steps are left of a whole.
    pub(super) fn new(left: u64, whole: u64) -> Budget {
        Budget {
            left: Cell::new(left),
            until: Cell::new(0),
            weight: Cell::new(1),
            share: whole.div_ceil(SHARE),
        }
    }

    /// The most steps for one question.
    pub(super) fn share(&self) -> u64 {
        self.share
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    /// Takes so many steps.
    pub(super) fn spend(&self, steps: u64) {
        self.left.set(self.left().saturating_sub(steps));
    }

    /// A search begins whose choices cost so many steps each.
    pub(super) fn begin(&self, weight: u64) {
        self.until.set(self.left().saturating_sub(self.share));
        self.weight.set(weight);
    }

    /// Takes the steps of one choice; whether the search has to end.
    pub(super) fn choose(&self) -> bool {
        self.spend(self.weight.get());
        self.left() <= self.until.get()
    }
}
