//! Findings as a report of GitLab's Code Quality, which it shows in a merge request.

use serde::Serialize;

use super::review::{Review, gravity};
use super::told::Digests;
use crate::diagnostic::Level;

/// A finding, as `check --format gitlab` prints a list of them.
#[derive(Debug, Serialize)]
pub struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

/// The findings of all policies.
#[must_use]
pub fn gitlab(review: &Review<'_>) -> Vec<Issue> {
    let mut seen = Digests::default();
    let mut issues = Vec::new();
    for policy in review.policies {
        for told in review.told(policy, &mut seen) {
            let place = review.place_of(policy.compiled, told.finding);
            issues.push(Issue {
                description: told.description(),
                check_name: told.finding.code.as_str(),
                fingerprint: told.digest,
                severity: severity(gravity(told.finding)),
                location: Location {
                    path: place.file,
                    lines: Lines { begin: place.line },
                },
            });
        }
    }
    issues
}

/// GitLab's word for how grave it is.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing::review;

    #[test]
    fn findings_are_issues() {
        let text = review(|review| serde_json::to_string_pretty(&gitlab(review)).unwrap());
        insta::assert_snapshot!(text);
    }

    #[test]
    fn no_two_have_the_same_fingerprint() {
        let issues = review(|review| {
            let twice = [review.policies, review.policies].concat();
            gitlab(&Review {
                policies: &twice,
                ..*review
            })
        });
        let mut prints: Vec<_> = issues.iter().map(|it| &it.fingerprint).collect();
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), issues.len());
    }
}
