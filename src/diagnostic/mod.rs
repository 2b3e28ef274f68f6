//! What is wrong with a policy, as plain data.
//!
//! Nothing here knows of terminals or formats: `render` turns a [`Diagnostic`] into what a person
//! or a program reads.
//!
//! | file | purpose |
//! | --- | --- |
//! | `code` | [`Code`]: the names of all findings |
//! | `group` | [`Group`]: what findings are about, to list them by |
//! | `evidence` | [`Evidence`]: what the leads of a file show of a finding |
//! | `demonstration` | [`Demonstration`]: what the proof shows of a finding |
//! | `fingerprint` | [`Fingerprint`]: by what a finding is known again |
//! | `suggest` | [`nearest`]: "did you mean" |

mod code;
mod demonstration;
mod evidence;
mod fingerprint;
mod group;
mod suggest;

pub use code::{Code, Level};
pub use demonstration::{
    Case, CasePart, Cause, Demonstration, Plain, Says, Witness, WitnessCell, WitnessMove,
};
pub use evidence::{Evidence, LeadPlace, ValueCount};
pub use fingerprint::Fingerprint;
pub use group::Group;
pub use suggest::{nearest, slips};

use crate::source::Span;

/// One finding: what is wrong, where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault it is.
    pub code: Code,
    /// How grave it is.
    pub level: Level,
    /// What is wrong: lower case, one sentence, no full stop, names in backticks.
    pub message: String,
    /// Where it is: the first label is the place of the fault, the others explain it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change of the text that mends it, where one is certain enough to offer.
    pub fix: Option<Fix>,
    /// What of the policy it is about, by which `accept` names it.
    pub subject: Option<Subject>,
    /// What a file of leads shows of it, where one was read.
    pub evidence: Option<Box<Evidence>>,
    /// What the proof shows of it, where it comes from the proof.
    pub shown: Option<Box<Demonstration>>,
}

/// A place in some text with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, in whichever file.
    pub span: Span,
    /// What is to be said of it; may be empty for the first label.
    pub text: String,
}

/// A change of the text that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, e.g. "write `employees`".
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// One stretch of text to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What to replace; an empty span inserts.
    pub span: Span,
    /// What to put in its place.
    pub new_text: String,
}

/// The thing that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing, e.g. "decision".
    pub kind: &'static str,
    /// Its name; a part of a thing is written behind a dot, e.g. "qualification.hand_raiser".
    pub name: String,
}

impl Diagnostic {
    /// A finding at `span`, at the usual level of its code.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            level: code.level(),
            message: message.into(),
            labels: vec![Label {
                span,
                text: String::new(),
            }],
            help: None,
            fix: None,
            subject: None,
            evidence: None,
            shown: None,
        }
    }

    /// Says something at the place of the fault.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds another place that explains the fault.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers to replace `span` by `new_text`.
    #[must_use]
    pub fn replace(mut self, span: Span, new_text: impl Into<String>) -> Self {
        let new_text = new_text.into();
        let title = match new_text.trim() {
            "" => "leave it out".to_owned(),
            text => format!("write `{text}`"),
        };
        self.fix = Some(Fix {
            title,
            edits: vec![Edit { span, new_text }],
        });
        self
    }

    /// Offers the nearest known word, if there is one, as a fix and in the help.
    #[must_use]
    pub fn did_you_mean(mut self, span: Span, nearest: Option<&str>) -> Self {
        let Some(word) = nearest else { return self };
        let hint = format!("did you mean `{word}`?");
        self.help = Some(match self.help.take() {
            Some(help) => format!("{hint} {help}"),
            None => hint,
        });
        self.replace(span, word)
    }

    /// Says what of the policy it is about.
    #[must_use]
    pub fn about(mut self, kind: &'static str, name: impl Into<String>) -> Self {
        self.subject = Some(Subject {
            kind,
            name: name.into(),
        });
        self
    }

    /// Says what a file of leads shows of it.
    #[must_use]
    pub fn shown_by(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(Box::new(evidence));
        self
    }

    /// Says what the proof shows of it.
    #[must_use]
    pub fn demonstrated(mut self, shown: Demonstration) -> Self {
        self.shown = Some(Box::new(shown));
        self
    }

    /// How many leads it touches; 0 where none were read.
    #[must_use]
    pub fn leads(&self) -> u64 {
        self.evidence.as_ref().map_or(0, |evidence| evidence.leads)
    }

    /// Whether it was decided; only what the proof could not decide within its budget was not.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.proved)
    }

    /// Whether it is a note of the proof: worth knowing, and rarely something to mend.
    #[must_use]
    pub fn is_proof_note(&self) -> bool {
        self.level == Level::Note && self.code.group() == Group::Proof
    }

    /// The place of the fault.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// The findings of one compilation, in the order in which they were found.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Notes a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// All findings so far, unsorted.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.found
    }

    /// All findings, sorted by place so that the order in which they were found never shows;
    /// the same thing said twice of one place is kept once.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        found.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.span().map(|span| (span.source, span.start));
            key(a)
                .cmp(&key(b))
                .then(a.code.cmp(&b.code))
                .then_with(|| a.message.cmp(&b.message))
        });
        found.dedup();
        found
    }
}
