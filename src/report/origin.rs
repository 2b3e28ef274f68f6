//! What a run was made of.

/// What a run was made of, as results name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The data file, as the caller names it.
    pub data: String,
    /// The `source` by which it was read, if the policy has one for it.
    pub source: Option<String>,
    /// The moment for which the policy was asked, in its zone; none where the caller gave none and
    /// the policy does not look at the clock.
    pub as_of: Option<String>,
    /// The moment is that of the run, as the caller gave none.
    pub is_now: bool,
}
