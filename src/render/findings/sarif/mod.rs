//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request.
//!
//! | file | purpose |
//! | --- | --- |
//! | `log` | the parts of a log that are used |

mod log;

use std::collections::{BTreeMap, BTreeSet};

pub use log::Sarif;
use log::{
    Artifact, ArtifactChange, Change, Configuration, Content, Driven, Driver, Finding,
    Fingerprints, Invocation, Leads, Location, Logical, Message, Notification, Physical,
    Properties, Region, Replacement, Rule, Run, Tags,
};

use super::json::Tool;
use super::review::{Place, Review, Reviewed, gravity};
use super::shown;
use super::told::{Digests, Told};
use crate::diagnostic::{Code, Edit, Fix};
use crate::explain::page;
use crate::render::printable;

/// The findings of all policies in one run.
#[must_use]
pub fn sarif<'a>(review: &Review<'a>) -> Sarif<'a> {
    let mut seen = Digests::default();
    let policies = review.policies.iter();
    let told: Vec<(&Reviewed<'a>, Vec<Told<'a>>)> = policies
        .map(|policy| (policy, review.told(policy, &mut seen)))
        .collect();
    let codes = told.iter().flat_map(|(_, told)| told);
    let codes: BTreeSet<Code> = codes.map(|told| told.finding.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let findings = told.into_iter().flat_map(|(policy, told)| {
        let codes = &codes;
        told.into_iter()
            .map(move |told| finding(review, policy, told, codes))
    });
    let results = findings.collect();
    let notifications = review.unread.iter().map(|unread| Notification {
        level: "error",
        message: plain(&unread.message),
    });
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Driven {
                driver: Driver {
                    tool: Tool::this(),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| rule(*code)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: review.unread.is_empty(),
                tool_execution_notifications: notifications.collect(),
            }],
            column_kind: "unicodeCodePoints",
            results,
        }],
    }
}

/// What is said of a code, of which the page of `explain` says the most.
fn rule(code: Code) -> Rule {
    let page = page(code);
    let (_, rest) = page.split_once("## What it is\n").unwrap_or_default();
    let what = rest.split("\n## ").next().unwrap_or_default();
    Rule {
        id: code.as_str(),
        short_description: plain(code.summary()),
        full_description: plain(what.trim()),
        help: Message {
            text: page.to_owned(),
            markdown: Some(page),
        },
        default_configuration: Configuration {
            level: code.level().as_str(),
        },
        properties: Tags {
            tags: [code.group().title()],
        },
    }
}

fn finding<'a>(
    review: &Review<'a>,
    policy: &Reviewed<'a>,
    told: Told<'a>,
    codes: &[Code],
) -> Finding<'a> {
    let compiled = policy.compiled;
    let found = told.finding;
    let subject = found.subject.iter().map(|subject| Logical {
        fully_qualified_name: &subject.name,
        kind: subject.kind,
    });
    let at = Location {
        id: None,
        physical_location: physical(&review.place_of(compiled, found)),
        logical_locations: subject.collect(),
        message: (!told.here.is_empty()).then(|| plain(told.here)),
    };
    let others = found.labels.iter().skip(1).zip(1..);
    let related = others.map(|(label, id)| Location {
        id: Some(id),
        physical_location: physical(&review.place(compiled, label.span)),
        logical_locations: Vec::new(),
        message: Some(plain(&label.text)),
    });
    let shown = found.shown.as_deref();
    let cases = shown.map_or(&[][..], |shown| &shown.cases);
    Finding {
        rule_id: found.code.as_str(),
        rule_index: codes.iter().position(|it| *it == found.code).unwrap_or(0),
        level: gravity(found).as_str(),
        message: plain(&told.text()),
        locations: vec![at],
        related_locations: related.collect(),
        fixes: told
            .fix
            .iter()
            .map(|fix| change(review, policy, fix))
            .collect(),
        properties: Properties {
            policy: told.policy,
            proved: found.is_proved(),
            rules: shown.map_or(&[], |shown| &shown.rules),
            cases: cases.iter().map(shown::case).collect(),
            more_cases: shown.is_some_and(|shown| shown.more_cases),
            witness: shown.and_then(|it| it.witness.as_ref()).map(shown::witness),
            leads: found.evidence.as_deref().map(|evidence| Leads {
                count: evidence.leads,
                of: evidence.of,
            }),
        },
        partial_fingerprints: Fingerprints {
            finding: told.digest,
        },
    }
}

/// A change, with the edits of each file together.
fn change<'a>(review: &Review<'_>, policy: &Reviewed<'_>, fix: &'a Fix) -> Change<'a> {
    let mut files: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(edit.span.source).or_default().push(edit);
    }
    let changes = files.into_iter().map(|(source, edits)| ArtifactChange {
        artifact_location: artifact(&review.file(policy.compiled.sources.name(source))),
        replacements: edits
            .into_iter()
            .map(|edit| Replacement {
                deleted_region: region(&review.place(policy.compiled, edit.span)),
                inserted_content: Content {
                    text: &edit.new_text,
                },
            })
            .collect(),
    });
    Change {
        description: plain(&fix.title),
        artifact_changes: changes.collect(),
    }
}

fn physical(place: &Place) -> Physical {
    Physical {
        artifact_location: artifact(&place.file),
        region: region(place),
    }
}

fn region(place: &Place) -> Region {
    Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

fn artifact(file: &str) -> Artifact {
    Artifact { uri: uri(file) }
}

fn plain(text: &str) -> Message {
    Message {
        text: printable(text),
        markdown: None,
    }
}

/// A path as a URI: one that is relative stays so.
fn uri(path: &str) -> String {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    let mut uri = String::new();
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    if has_drive {
        uri.push_str("file:///");
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match is_plain(byte) {
            true => uri.push(char::from(byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing::review;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("a b/ä%.ground"), "a%20b/%C3%A4%25.ground");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
        assert_eq!(uri("/a/b.ground"), "file:///a/b.ground");
        assert_eq!(uri("C:/a.ground"), "file:///C%3A/a.ground");
        assert_eq!(uri("a:b.ground"), "a%3Ab.ground");
    }

    #[test]
    fn findings_have_all_that_a_code_host_shows() {
        let text = review(|review| serde_json::to_string_pretty(&sarif(review)).unwrap());
        // What the pages say is theirs to say.
        let lines = text.lines().filter(|line| {
            let line = line.trim_start();
            !line.starts_with("\"markdown\": \"#") && !line.starts_with("\"text\": \"# ")
        });
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_code_has_a_rule_with_words() {
        for code in Code::ALL {
            let rule = rule(*code);
            assert!(rule.full_description.text.len() > 20, "{code}");
            assert!(!rule.full_description.text.contains("\n## "), "{code}");
        }
    }
}
