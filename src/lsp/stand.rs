//! How far a policy was looked at, for whoever shows it in a corner of the editor.

/// How far a policy was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Its text has errors, so that it means nothing yet.
    Faulty,
    /// The proof is on its way, or nobody knows yet whether there is to be one: its text has errors, but
    /// perhaps only until the next key. Until then what the last proof found stays in sight.
    Proving,
    /// All that is looked for is found.
    Ready,
}

impl Stand {
    /// Its name in the protocol.
    pub(super) fn word(self) -> &'static str {
        match self {
            Stand::Faulty => "faulty",
            Stand::Proving => "proving",
            Stand::Ready => "ready",
        }
    }
}
