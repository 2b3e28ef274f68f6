//! Findings as they are told to those who read a pull request, of whom not all may see the leads:
//! leads are counted, and neither their keys nor their values are told unless the caller says so.

use std::collections::BTreeMap;

use super::demonstration::{demonstration, leads_counted};
use super::evidence::evidence;
use super::review::{Review, Reviewed};
use crate::diagnostic::{Code, Diagnostic, Fingerprint, Fix, Group};
use crate::render::{Style, printable};
use crate::value::{counted, grouped};

/// Wide enough that each sentence keeps its line.
const ONE_LINE: Style = Style {
    colour: false,
    width: usize::MAX,
};

/// What stands before what was not decided.
const NOT_PROVED: &str = "not proved: ";

/// A finding in words that may be read by all.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// The finding.
    pub(super) finding: &'a Diagnostic,
    /// The title of its policy.
    pub(super) policy: &'a str,
    /// By what it is known again; no other finding of the call has the same.
    pub(super) digest: String,
    /// What is wrong.
    pub(super) message: String,
    /// What is to be said at the place of the fault; may be empty.
    pub(super) here: &'a str,
    /// Which leads have it, one of them, and how many of those that were read, in lines.
    pub(super) details: Vec<String>,
    /// What to do.
    pub(super) help: Option<String>,
    /// A change that mends it.
    pub(super) fix: Option<&'a Fix>,
}

impl<'a> Review<'a> {
    /// All findings of a policy.
    pub(super) fn told(&self, of: &Reviewed<'a>, seen: &mut Digests) -> Vec<Told<'a>> {
        let policy = of.compiled.model.title.as_str();
        let findings = of.findings.iter().map(|&finding| {
            let fingerprint = Fingerprint::of(finding, &of.compiled.sources);
            let digest = seen.distinct(&fingerprint, policy);
            self.tell(finding, policy, digest)
        });
        findings.collect()
    }

    fn tell(&self, finding: &'a Diagnostic, policy: &'a str, digest: String) -> Told<'a> {
        let here = finding.labels.first().map_or("", |label| &label.text);
        let fix = finding.fix.as_ref();
        let help = finding.help.as_ref().or(fix.map(|fix| &fix.title));
        let help = help.map(|help| printable(help));
        let hides = !self.keys && quotes_leads(finding.code);
        let message = match hides && !keeps_message(finding) {
            true => counted_only(finding),
            false => printable(&finding.message),
        };
        let message = match finding.is_proved() {
            true => message,
            false => format!("{NOT_PROVED}{message}"),
        };
        Told {
            finding,
            policy,
            digest,
            message,
            here: if hides { "" } else { here },
            details: self.details(finding),
            help: match hides {
                true => Some(format!(
                    "`groundrules explain {}` says what to do",
                    finding.code
                )),
                false => help,
            },
            fix: fix.filter(|_| !hides),
        }
    }

    fn details(&self, finding: &Diagnostic) -> Vec<String> {
        let mut text = String::new();
        if let Some(shown) = &finding.shown {
            text.push_str(&demonstration(finding, shown, ONE_LINE));
        }
        if let Some(found) = &finding.evidence {
            // Other findings say so in their message.
            let leads = leads_counted(found.leads, found.of).filter(|_| finding.shown.is_some());
            text.extend(leads.map(|words| format!("{words}\n")));
            if self.keys {
                text.push_str(&evidence(found, ONE_LINE));
            }
        }
        let lines = text.lines().map(str::trim);
        // The message says so already.
        let lines = lines.map(|line| line.strip_prefix(NOT_PROVED).unwrap_or(line));
        lines.map(str::to_owned).collect()
    }
}

impl Told<'_> {
    /// Its code with what it is about: `gap: owner`.
    pub(super) fn title(&self) -> String {
        let code = self.finding.code;
        match &self.finding.subject {
            Some(subject) => format!("{code}: {}", printable(&subject.name)),
            None => code.to_string(),
        }
    }

    /// All that is said of it but for its message, in lines.
    pub(super) fn below(&self) -> Vec<String> {
        let help = self.help.iter().map(|help| format!("help: {help}"));
        self.details.iter().cloned().chain(help).collect()
    }

    /// What is wrong and how many leads have it, on one line.
    pub(super) fn description(&self) -> String {
        let found = self.finding.evidence.as_ref();
        let found = found.filter(|_| self.finding.shown.is_some());
        let leads = found.and_then(|found| leads_counted(found.leads, found.of));
        match leads {
            Some(leads) => format!("{} ({leads})", self.message),
            None => self.message.clone(),
        }
    }

    /// All that is said of it.
    pub(super) fn text(&self) -> String {
        let message = std::iter::once(self.message.clone());
        message.chain(self.below()).collect::<Vec<_>>().join("\n")
    }
}

/// Whether findings of this kind may have keys or values of leads in their words. Those of the proof
/// show leads that it made up.
fn quotes_leads(code: Code) -> bool {
    let of_columns = matches!(
        code,
        Code::MissingColumn | Code::NeverFilled | Code::NeverOccurs | Code::NoSuchRuleInData
    );
    matches!(code.group(), Group::Data | Group::Leads) && !of_columns
}

/// Whether the message of such a finding has counts and the policy's own words only.
fn keeps_message(finding: &Diagnostic) -> bool {
    let evidence = finding.evidence.as_ref();
    match finding.code {
        Code::RequiredMissing
        | Code::DuplicateKey
        | Code::Ragged
        | Code::BrokenFact
        | Code::AmbiguousDate
        | Code::Overflow => true,
        // Values that are counted each are not in the message.
        Code::BadValue => evidence.is_some_and(|evidence| !evidence.values.is_empty()),
        _ => false,
    }
}

/// What can be said of any finding of leads: what kind it is, of what, and how many.
fn counted_only(finding: &Diagnostic) -> String {
    let subject = finding.subject.as_ref();
    let subject = subject.map_or(String::new(), |it| {
        format!(", for `{}`", printable(&it.name))
    });
    let found = finding.evidence.as_ref().map_or(String::new(), |found| {
        format!(
            ", in {} of {}",
            grouped(found.leads),
            counted(found.of, "lead", "leads")
        )
    });
    format!("{}{subject}{found}", finding.code.summary())
}

/// The digests of one call, so that no two findings have the same.
#[derive(Debug, Default)]
pub(super) struct Digests(BTreeMap<String, usize>);

impl Digests {
    fn distinct(&mut self, fingerprint: &Fingerprint, policy: &str) -> String {
        let digest = fingerprint.digest(policy, 0);
        let before = self.0.entry(digest.clone()).or_default();
        let nth = *before;
        *before += 1;
        match nth {
            0 => digest,
            _ => fingerprint.digest(policy, nth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Evidence, LeadPlace, Level, ValueCount};
    use crate::render::findings::testing;

    fn review(keys: bool) -> Review<'static> {
        Review {
            policies: &[],
            unread: &[],
            keys,
            folder: "/home/ana/policies",
            fails_from: Some(Level::Error),
        }
    }

    fn bad_value() -> Diagnostic {
        let mut finding = testing::gap();
        finding.code = Code::BadValue;
        finding.shown = None;
        finding.message = "column `Country` has one value that `country` does not allow".into();
        finding
            .here("`Country` is \"SECRET\"")
            .help("say `country from \"Country\" { VALUE = \"SECRET\" }`")
            .replace(testing::gap().span().unwrap(), "SECRET")
            .shown_by(Evidence {
                leads: 2,
                of: 9,
                first: vec![LeadPlace {
                    file: "leads.csv".into(),
                    row: 3,
                    key: Some("SECRET@a.example".into()),
                }],
                values: vec![ValueCount {
                    value: "SECRET".into(),
                    leads: 2,
                    nearest: None,
                }],
                beyond: 0,
            })
    }

    #[test]
    fn leads_are_counted_and_told_only_when_they_are_asked_for() {
        let finding = bad_value();
        let told = review(false).tell(&finding, "Demand", String::new());
        assert!(!format!("{} {}", told.text(), told.here).contains("SECRET"));
        assert!(told.fix.is_none());
        assert_eq!(told.message, finding.message);
        let told = review(true).tell(&finding, "Demand", String::new());
        assert!(
            told.text().contains("row 3 (SECRET@a.example)"),
            "{}",
            told.text()
        );
        assert!(told.fix.is_some());
    }

    #[test]
    fn a_message_that_may_quote_a_lead_is_told_by_its_kind() {
        let mut finding = bad_value();
        finding.message = "1 lead: SECRET".into();
        finding.evidence.as_mut().unwrap().values.clear();
        let told = review(false).tell(&finding, "Demand", String::new());
        assert_eq!(
            told.message,
            "a value that its field does not allow, for `owner`, in 2 of 9 leads"
        );
    }

    #[test]
    fn leads_of_the_proof_are_told() {
        let finding = testing::gap().shown_by(Evidence {
            leads: 3,
            ..Evidence::none_of(9)
        });
        let told = review(false).tell(&finding, "Demand", String::new());
        insta::assert_snapshot!(told.text(), @r#"
        `owner` decides nothing for leads whose `employees` or `city` is missing
        for leads with `country` us or ca, `employees` missing
        or with `country` india, `city` missing
        and more
        for example: country us, employees missing
        email "a@a.example", city "Ulm"
        → no rule of `owner` holds
        3 of the 9 leads read have it
        help: add a rule for them, or an `otherwise`
        "#);
    }

    #[test]
    fn what_was_not_decided_fails_as_an_error_does() {
        let review = review(false);
        assert!(review.fails(&testing::not_proved()));
        assert!(!review.fails(&testing::note()));
        let finding = testing::not_proved();
        let told = review.tell(&finding, "Demand", String::new());
        assert!(told.message.starts_with("not proved: whether "));
    }
}
