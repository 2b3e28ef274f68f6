//! What the leads of a file show of a finding, in numbers.

/// The leads that a finding touches, and what they have that causes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// How many leads it touches.
    pub leads: u64,
    /// Of so many that were read.
    pub of: u64,
    /// The first of them.
    pub first: Vec<LeadPlace>,
    /// The values at fault, the most frequent first.
    pub values: Vec<ValueCount>,
    /// Leads with still other values, of which there are too many to count each.
    pub beyond: u64,
}

/// Where a lead stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeadPlace {
    /// The name of its file.
    pub file: String,
    /// The number of its record there; the header is 1.
    pub row: u64,
    /// Its key, where it has one.
    pub key: Option<String>,
}

/// A value at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCount {
    /// The value, as the first such lead has it.
    pub value: String,
    /// How many leads have it.
    pub leads: u64,
    /// What may have been meant.
    pub nearest: Option<String>,
}

impl Evidence {
    /// How many leads are shown of those that a finding touches.
    pub const SHOWN: usize = 5;

    /// Nothing but how many leads were read.
    #[must_use]
    pub fn none_of(of: u64) -> Self {
        Evidence {
            of,
            ..Evidence::default()
        }
    }
}
