//! The pipeline on texts held in memory.

use super::*;
use crate::diagnostic::Code;

/// Files by the name of the policy file and the path in it.
struct Files(&'static [(&'static str, &'static str)]);

impl Loader for Files {
    fn load(&self, _: &str, path: &str) -> Result<(String, String), FileProblem> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        let found = found.ok_or(FileProblem::NotFound)?;
        Ok((format!("p/{path}"), found.1.to_owned()))
    }
}

const LISTS: Files = Files(&[("rivals.txt", "x.example\ny.example\n")]);

const POLICY: &str = "policy \"Demand\" { time zone \"America/New_York\" }\n";
const LEAD: &str = "lead {\n  email: text key\n  employees: integer >= 0\n}\n";
const SIZE: &str = "decision size: one of large | small {\n  \
                    rule big: large when employees >= bar\n  otherwise small\n}\n";

/// Compiles texts, named `p/a.ground`, `p/b.ground` and so on, handed over in this order.
fn compiled(texts: &[(&str, &str)], options: &Options) -> Result<Compiled, Misuse> {
    let mut sources = SourceMap::default();
    let add = |(name, text): &(&str, &str)| sources.add(*name, *text);
    let files = texts.iter().map(add).collect();
    compile(sources, files, &LISTS, options)
}

fn one(text: &str, options: &Options) -> Result<Compiled, Misuse> {
    compiled(&[("p/a.ground", text)], options)
}

fn set(name: &str, value: &str) -> Options {
    Options {
        set: vec![(name.to_owned(), value.to_owned())],
        as_of: None,
    }
}

fn as_of(text: &str) -> Options {
    Options {
        set: Vec::new(),
        as_of: crate::value::iso_moment_or_midnight(text),
    }
}

fn codes(compiled: &Compiled) -> Vec<Code> {
    compiled
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

/// What a reader sees of the findings: place, code, message.
fn seen(compiled: &Compiled) -> Vec<String> {
    let findings = compiled.findings.iter().map(|finding| {
        let span = finding.span().unwrap();
        let (start, _) = compiled.sources.positions(span);
        let name = compiled.sources.name(span.source);
        format!(
            "{name}:{}:{} {} {}",
            start.line, start.column, finding.code, finding.message
        )
    });
    findings.collect()
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let faulty = SIZE.replace("employees", "employes");
    let mut texts = [
        ("p/a.ground", POLICY),
        ("p/b.ground", LEAD),
        (
            "p/c.ground",
            "define bar = 200\nlist rivals from \"rivals.txt\"\n",
        ),
        ("p/d.ground", faulty.as_str()),
        ("p/e.ground", "define bar = 300\nlist a from \"no.txt\"\n"),
        ("p/f.ground", "define far = near\n"),
    ];
    let forth = seen(&compiled(&texts, &Options::default()).unwrap());
    texts.reverse();
    let back = seen(&compiled(&texts, &Options::default()).unwrap());
    assert_eq!(forth, back);
    assert!(forth.len() >= 3, "{forth:#?}");
}

#[test]
fn files_that_the_policy_names_are_loaded_once() {
    let lists = "list a from \"rivals.txt\"\nlist b from \"rivals.txt\"\nlist c from \"no.txt\"\n";
    let compiled = one(&format!("{POLICY}{LEAD}{lists}"), &Options::default()).unwrap();
    let names: Vec<_> = compiled
        .sources
        .iter()
        .map(|(_, it)| it.name.as_str())
        .collect();
    assert_eq!(names, ["p/a.ground", "p/rivals.txt"]);
    assert!(codes(&compiled).contains(&Code::MissingFile));
}

#[test]
fn wall_time_is_of_the_policys_zone() {
    let instant = |text| {
        one(POLICY, &as_of(text))
            .unwrap()
            .as_of
            .unwrap()
            .to_string()
    };
    assert_eq!(instant("2026-07-01"), "2026-07-01T04:00:00Z");
    assert_eq!(instant("2026-07-01T09:00"), "2026-07-01T13:00:00Z");
    assert_eq!(instant("2026-07-01T09:00+02:00"), "2026-07-01T07:00:00Z");
}

mod setting {
    use super::*;

    fn policy(bar: &str) -> String {
        format!("{POLICY}{LEAD}define bar = {bar}\n{SIZE}")
    }

    #[test]
    fn a_literal_takes_the_place_of_another() {
        for (bar, value) in [("200", "-5"), ("-5", "1_000"), ("200", "20%")] {
            let compiled = one(&policy(bar), &set("bar", value)).unwrap();
            assert_eq!(
                codes(&compiled),
                [],
                "{bar}, {value}: {:?}",
                seen(&compiled)
            );
            let written = one(&policy(value), &Options::default()).unwrap();
            assert_eq!(compiled.files, written.files, "{bar}, {value}");
        }
    }

    #[test]
    fn a_text_needs_no_quotes() {
        let policy = format!("{POLICY}{LEAD}define home = \"a.example\"\n");
        let use_it =
            "decision ours: boolean { rule own: yes when domain(email) = home otherwise no }";
        for value in ["b.example", "\"b.example\""] {
            let compiled = one(&format!("{policy}{use_it}"), &set("home", value)).unwrap();
            let written = policy.replace("a.example", "b.example");
            let written = one(&format!("{written}{use_it}"), &Options::default()).unwrap();
            assert_eq!(compiled.files, written.files, "{value}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_found_where_it_was_given() {
        let compiled = one(&policy("200"), &set("bar", "14 days")).unwrap();
        assert!(!compiled.findings.is_empty());
        let labels = compiled.findings.iter().flat_map(|it| &it.labels);
        let mut names = labels.map(|label| compiled.sources.name(label.span.source));
        assert!(names.all(|name| name == "p/a.ground" || name == "--set bar"));
    }

    #[test]
    fn what_cannot_be_set_is_told() {
        let misuse = |name: &str, value: &str| {
            let text = format!("{}define sure = bar > 5\n", policy("200"));
            one(&text, &set(name, value)).unwrap_err()
        };
        assert_eq!(misuse("baar", "5").help.unwrap(), "did you mean `bar`?");
        assert_eq!(misuse("zzz", "5").help.unwrap(), "what can be set: `bar`");
        assert_eq!(misuse("sure", "5").help.unwrap(), "what can be set: `bar`");
        assert!(misuse("bar", "").message.contains("is no value"));
        assert!(misuse("bar", "employees").message.contains("is no value"));
        assert!(misuse("bar", "5 +").message.contains("is no value"));
        assert!(misuse("bar", "--5").message.contains("is no value"));
        let mut twice = set("bar", "5");
        twice.set.extend(twice.set.clone());
        let twice = one(&policy("200"), &twice).unwrap_err();
        assert!(twice.message.contains("twice"));
    }

    #[test]
    fn a_definition_with_a_fault_is_not_called_unknown() {
        let compiled = one(&policy("= 5"), &set("bar", "5")).unwrap();
        assert!(!compiled.findings.is_empty());
    }
}

mod accepting {
    use super::*;

    /// A policy with one finding: `unused in rivals`.
    fn with(accept: &str) -> String {
        let rest = "define bar = 200\nlist rivals { \"x.example\" }\n";
        format!("{POLICY}{LEAD}{rest}{SIZE}{accept}\n")
    }

    fn compiled(accept: &str, options: &Options) -> Compiled {
        one(&with(accept), options).unwrap()
    }

    #[test]
    fn an_accepted_finding_is_counted_and_gone() {
        let none = compiled("", &Options::default());
        assert_eq!((codes(&none), none.accepted), (vec![Code::Unused], 0));
        let one = compiled(
            "accept unused in rivals because \"Soon.\"",
            &Options::default(),
        );
        assert_eq!((codes(&one), one.accepted), (vec![], 1));
    }

    #[test]
    fn one_that_matches_nothing_is_a_finding() {
        for accept in [
            "accept unused in bar because \"Soon.\"",
            "accept empty-list in rivals because \"Soon.\"",
        ] {
            let found = compiled(accept, &Options::default());
            assert_eq!(
                codes(&found),
                [Code::Unused, Code::UnusedAcceptance],
                "{accept}"
            );
            assert_eq!(found.accepted, 0);
        }
    }

    #[test]
    fn one_of_the_proof_or_of_rows_waits() {
        for code in ["dead-rule", "gap", "conflict"] {
            let accept = format!("accept {code} in size when email is known because \"Known.\"");
            let found = compiled(&accept, &Options::default());
            assert_eq!(codes(&found), [Code::Unused], "{code}");
        }
    }

    #[test]
    fn one_that_is_out_of_date_accepts_nothing() {
        let accept = "accept unused in rivals because \"Soon.\" until 2026-07-01";
        assert_eq!(codes(&compiled(accept, &as_of("2026-07-01T23:59"))), []);
        let found = compiled(accept, &as_of("2026-07-02"));
        assert_eq!(codes(&found), [Code::Unused, Code::ExpiredAcceptance]);
        assert_eq!(codes(&compiled(accept, &Options::default())), []);
    }

    #[test]
    fn an_error_of_the_text_cannot_be_accepted() {
        let accept = "accept unknown-name in size when email is known because \"Never mind.\"";
        let text = with(accept).replace("when employees", "when employes");
        let found = one(&text, &Options::default()).unwrap();
        assert!(
            codes(&found).contains(&Code::UnknownName),
            "{:?}",
            seen(&found)
        );
        assert!(
            codes(&found).contains(&Code::UnusedAcceptance),
            "{:?}",
            seen(&found)
        );
        assert_eq!(found.accepted, 0);
    }

    /// A policy whose proof finds this, taken in.
    fn proved(accept: &str, findings: Vec<Diagnostic>, regions: &[usize]) -> Compiled {
        let mut compiled = compiled(accept, &as_of("2026-07-01"));
        let regions = regions.iter().copied().collect();
        compiled.take_in_proof(findings, &regions, None);
        compiled.findings.retain(|it| it.code != Code::Unused);
        compiled
    }

    fn finding(code: Code, subject: &str) -> Diagnostic {
        let span = crate::source::Span::new(SourceId(0), 0, 0);
        Diagnostic::new(code, span, "m").about("decision", subject)
    }

    fn open(finding: Diagnostic) -> Diagnostic {
        let shown = crate::diagnostic::Demonstration {
            proved: false,
            ..Default::default()
        };
        finding.demonstrated(shown)
    }

    #[test]
    fn a_warning_of_the_proof_is_accepted_by_code_and_subject() {
        let accept = "accept dead-rule in size.big because \"Soon.\"";
        let dead = || finding(Code::DeadRule, "size.big");
        let found = proved(accept, vec![dead()], &[]);
        assert_eq!((codes(&found), found.accepted), (vec![], 1));
        for other in [
            finding(Code::DeadRule, "size.other"),
            finding(Code::UselessOverride, "size.big"),
        ] {
            let code = other.code;
            let found = proved(accept, vec![other], &[]);
            assert_eq!(codes(&found), [Code::UnusedAcceptance, code]);
            assert_eq!(found.accepted, 0);
        }
    }

    #[test]
    fn what_was_not_decided_is_not_accepted_and_no_acceptance_is_blamed() {
        let accept = "accept dead-rule in size.big because \"Soon.\"";
        for subject in ["size.big", "size.other"] {
            let found = proved(accept, vec![open(finding(Code::DeadRule, subject))], &[]);
            assert_eq!(codes(&found), [Code::DeadRule]);
            assert_eq!(found.accepted, 0);
        }
    }

    #[test]
    fn an_error_of_the_proof_is_accepted_for_the_leads_that_it_leaves_out() {
        let accept = "accept gap in size when email is known because \"Known.\"";
        let none = proved(accept, Vec::new(), &[0]);
        assert_eq!((codes(&none), none.accepted), (vec![], 1));
        // Leads beyond those are a finding still.
        let more = proved(accept, vec![finding(Code::Gap, "size")], &[0]);
        assert_eq!((codes(&more), more.accepted), (vec![Code::Gap], 1));
        let unused = proved(accept, Vec::new(), &[]);
        assert_eq!(codes(&unused), [Code::UnusedAcceptance]);
        let undecided = Diagnostic {
            level: crate::diagnostic::Level::Warning,
            ..open(finding(Code::Gap, "size"))
        };
        let undecided = proved(accept, vec![undecided], &[]);
        assert_eq!(
            (codes(&undecided), undecided.accepted),
            (vec![Code::Gap], 0)
        );
    }

    #[test]
    fn a_warning_is_not_accepted_for_some_leads() {
        let accept = "accept dead-rule in size.big when email is known because \"Soon.\"";
        let found = proved(accept, vec![finding(Code::DeadRule, "size.big")], &[]);
        assert_eq!(codes(&found), [Code::UnusedAcceptance, Code::DeadRule]);
        let message = &found.findings[0].message;
        assert!(message.contains("is accepted as a whole"), "{message}");
    }

    #[test]
    fn one_that_is_out_of_date_is_not_said_to_match_nothing() {
        let accept = "accept dead-rule in size.big because \"Soon.\" until 2026-06-30";
        let found = proved(accept, vec![finding(Code::DeadRule, "size.big")], &[]);
        assert_eq!(codes(&found), [Code::ExpiredAcceptance, Code::DeadRule]);
    }

    #[test]
    fn findings_are_ordered_by_level_and_leads_and_then_as_the_proof_gave_them() {
        let with_leads = |finding: Diagnostic, leads| {
            finding.shown_by(crate::diagnostic::Evidence {
                leads,
                of: 9,
                ..Default::default()
            })
        };
        let given = vec![
            finding(Code::DeadRule, "b"),
            with_leads(finding(Code::MissingFallsThrough, "c"), 3),
            finding(Code::DeadRule, "a"),
            finding(Code::Gap, "d"),
        ];
        let mut found = compiled("", &Options::default());
        found.take_in_proof(given, &BTreeSet::new(), None);
        let names = found.findings.iter().map(|finding| {
            let subject = finding.subject.as_ref();
            subject.map_or("", |subject| subject.name.as_str())
        });
        let names: Vec<_> = names.collect();
        assert_eq!(names, ["d", "c", "rivals", "b", "a"]);
    }
}
