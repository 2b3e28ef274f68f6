//! By what a finding is known again, in another version of the policy's text.

use super::{Code, Diagnostic};
use crate::source::SourceMap;

/// What a finding has in common with itself a month ago. No line numbers, no file names and no
/// counts, so that text which moves and data which grows leave it as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// The name of its code; a text, as another version of this program may know more of them.
    pub code: String,
    /// What it is about, if anything.
    pub subject: Option<String>,
    /// The rules that make it, in the order of the alphabet: by name, or by the words of their cells.
    pub rules: Vec<String>,
    /// The words at its place, on one line, where all that is not enough to tell it by.
    pub text: Option<String>,
}

impl Fingerprint {
    /// The fingerprint of a finding in these texts.
    #[must_use]
    pub fn of(finding: &Diagnostic, sources: &SourceMap) -> Self {
        let shown = finding.shown.as_ref();
        let rules = shown.map_or(&[][..], |shown| &shown.rules);
        let mut rules: Vec<String> = rules.iter().map(|rule| on_one_line(rule)).collect();
        rules.sort_unstable();
        rules.dedup();
        let subject = finding.subject.as_ref();
        let is_known = subject.is_some() && is_told_by_subject(finding.code);
        let span = finding.span().filter(|_| !is_known);
        Fingerprint {
            code: finding.code.as_str().to_owned(),
            subject: subject.map(|subject| subject.name.clone()),
            rules,
            text: span.map(|span| on_one_line(sources.slice(span))),
        }
    }

    /// The fingerprint in 32 hexadecimal digits, for programs that know findings again by a text. The
    /// same for good: with what goes into it, they would take every finding for a new one. `nth` tells
    /// findings of a policy apart that have the same fingerprint.
    #[must_use]
    pub fn digest(&self, policy: &str, nth: usize) -> String {
        let nth = nth.to_string();
        let mut parts = vec![policy, &self.code, &nth];
        parts.extend([&self.subject, &self.text].map(|it| it.as_deref().unwrap_or_default()));
        parts.extend(self.rules.iter().map(String::as_str));
        let mut digest = Fnv::default();
        for part in parts {
            // The length keeps apart what would read the same in a row.
            digest.take(&(part.len() as u64).to_le_bytes());
            digest.take(part.as_bytes());
        }
        format!("{:032x}", digest.0)
    }
}

/// FNV-1a of 128 bits: nobody gains by making two findings alike, so that no more is needed.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}

/// The words of a text, however it is laid out.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a subject, with the rules, has at most one finding of this kind: then the words at its
/// place may change.
fn is_told_by_subject(code: Code) -> bool {
    matches!(
        code,
        Code::Gap
            | Code::Conflict
            | Code::ImpossibleMust
            | Code::DeadRule
            | Code::MissingFallsThrough
            | Code::DeadOtherwise
            | Code::ScoreReach
            | Code::AgreeingOverlap
            | Code::Unused
            | Code::BadValue
            | Code::RequiredMissing
            | Code::DuplicateKey
            | Code::Placeholder
            | Code::NeverFilled
            | Code::NeverOccurs
            | Code::AmbiguousDate
            | Code::NoSuchRuleInData
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Demonstration;
    use crate::source::Span;

    fn of(text: &str, words: &str, code: Code, rules: &[&str]) -> Fingerprint {
        let mut sources = SourceMap::default();
        let id = sources.add("a.ground", text);
        let at = text.find(words).unwrap();
        let shown = Demonstration {
            rules: rules.iter().map(|&rule| rule.to_owned()).collect(),
            ..Demonstration::default()
        };
        let finding = Diagnostic::new(code, Span::new(id, at, at + words.len()), "m")
            .about("decision", "owner")
            .demonstrated(shown);
        Fingerprint::of(&finding, &sources)
    }

    #[test]
    fn lines_layout_and_the_order_of_rules_leave_it_as_it_is() {
        let before = of(
            "when a and\n  b > 1",
            "a and\n  b > 1",
            Code::DeadCondition,
            &["x", "y"],
        );
        let after = of(
            "# new\n\nwhen a and b > 1",
            "a and b > 1",
            Code::DeadCondition,
            &["y", "x"],
        );
        assert_eq!(before, after);
        assert_eq!(before.text.as_deref(), Some("a and b > 1"));
    }

    #[test]
    fn digests_are_those_of_the_published_function_and_stay() {
        let mut digest = Fnv::default();
        digest.take(b"foobar");
        assert_eq!(digest.0, 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
        let gap = of("owner", "owner", Code::Gap, &["a", "b"]);
        assert_eq!(gap.digest("Demand", 0), "e95b991b67a467d1aa3ed6e3bb5c03d9");
        assert_ne!(gap.digest("Demand", 1), gap.digest("Demand", 0));
        assert_ne!(gap.digest("Supply", 0), gap.digest("Demand", 0));
        let other = of("owner", "owner", Code::Gap, &["ab"]);
        assert_ne!(other.digest("Demand", 0), gap.digest("Demand", 0));
    }

    #[test]
    fn words_count_only_where_nothing_else_tells_findings_apart() {
        assert_eq!(of("owner", "owner", Code::Gap, &[]).text, None);
        let conflict = |rules: &[&str]| of("owner", "owner", Code::Conflict, rules);
        assert_ne!(conflict(&["a", "b"]), conflict(&["a", "c"]));
    }
}
