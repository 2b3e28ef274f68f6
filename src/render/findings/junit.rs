//! Findings as JUnit XML: a suite for each policy, a case for each finding.

use super::review::{Review, Reviewed};
use super::told::{Digests, Told};
use crate::diagnostic::Fingerprint;
use crate::render::junit::{Case, Fault, Result, Suite, document};
use crate::render::printable;

/// The findings of all policies. Those that fail the check fail, the others hold and say what they
/// have to say; a policy with nothing to tell has one case that holds.
#[must_use]
pub fn junit(review: &Review<'_>) -> String {
    let mut seen = Digests::default();
    let policies = review.policies.iter();
    let mut suites: Vec<Suite> = policies
        .map(|policy| suite(review, policy, &mut seen))
        .collect();
    suites.extend(review.unread.iter().map(|unread| Suite {
        name: unread.name.clone(),
        cases: vec![Case {
            name: "check".to_owned(),
            file: Some(review.file(&unread.name)),
            line: None,
            result: Result::Unjudged(Fault {
                code: "unreadable".to_owned(),
                message: unread.message.clone(),
                text: unread.message.clone(),
            }),
        }],
    }));
    document(&suites)
}

fn suite(review: &Review<'_>, policy: &Reviewed<'_>, seen: &mut Digests) -> Suite {
    let title = policy.compiled.model.title.clone();
    let mut suite = Suite {
        name: match title.is_empty() {
            true => review.first_file(policy.compiled),
            false => title,
        },
        cases: Vec::new(),
    };
    for told in review.told(policy, seen) {
        suite.push(case(review, policy, &told));
    }
    if suite.cases.is_empty() {
        suite.push(Case {
            name: "check".to_owned(),
            file: Some(review.first_file(policy.compiled)),
            line: None,
            result: Result::Held(policy.summary.trim_end().to_owned()),
        });
    }
    suite
}

fn case(review: &Review<'_>, policy: &Reviewed<'_>, told: &Told<'_>) -> Case {
    let place = review.place_of(policy.compiled, told.finding);
    let result = match review.fails(told.finding) {
        true => Result::Failed(Fault {
            code: told.finding.code.to_string(),
            message: told.message.clone(),
            text: told.text(),
        }),
        false => Result::Held(told.text()),
    };
    Case {
        name: name(policy, told),
        line: Some(place.line),
        file: Some(place.file),
        result,
    }
}

/// By what the case is known again, whichever line it stands on: `conflict: owner (large, middle)`.
fn name(policy: &Reviewed<'_>, told: &Told<'_>) -> String {
    let Fingerprint { rules, text, .. } = Fingerprint::of(told.finding, &policy.compiled.sources);
    let mut name = told.title();
    if !rules.is_empty() {
        name.push_str(&format!(" ({})", rules.join(", ")));
    }
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        name.push_str(&format!(": {text}"));
    }
    printable(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing::review;
    use crate::render::junit::testing::elements;

    #[test]
    fn findings_are_cases() {
        let text = review(junit);
        let counts = elements(&text);
        assert_eq!((counts["testsuite"], counts["error"]), (3, 1));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn what_fails_the_check_fails() {
        let failures = |from| {
            review(|review| {
                let text = junit(&Review {
                    fails_from: from,
                    ..*review
                });
                elements(&text).get("failure").copied().unwrap_or(0)
            })
        };
        use crate::diagnostic::Level;
        assert_eq!(failures(None), 0);
        assert_eq!(failures(Some(Level::Error)), 3);
        assert_eq!(failures(Some(Level::Note)), 4);
    }
}
