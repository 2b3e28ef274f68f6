//! Numbers of leads in messages.

use crate::value::{counted, grouped};

/// A part of the leads: `36 of 9,240 leads`, `1 of 1 lead`.
pub(super) fn part(count: u64, of: u64) -> String {
    format!("{} of {}", grouped(count), counted(of, "lead", "leads"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_read_well() {
        assert_eq!(part(1, 1), "1 of 1 lead");
        assert_eq!(part(36, 9240), "36 of 9,240 leads");
    }
}
