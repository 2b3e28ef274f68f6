//! JUnit XML: test cases in suites, as build servers read them.

use super::printable;
use super::printable::printable_line;

/// Cases that belong together: those of a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Suite {
    /// What it is called.
    pub(super) name: String,
    /// Its cases.
    pub(super) cases: Vec<Case>,
}

/// Something that held or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    /// What it is called.
    pub(super) name: String,
    /// The file that it is about.
    pub(super) file: Option<String>,
    /// The line in it.
    pub(super) line: Option<usize>,
    /// What became of it.
    pub(super) result: Result,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Result {
    /// It held, and there may be something to say.
    Held(String),
    /// It did not hold.
    Failed(Fault),
    /// It could not be judged.
    Unjudged(Fault),
}

/// Why something did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The kind of fault.
    pub(super) code: String,
    /// What is wrong, in a sentence.
    pub(super) message: String,
    /// All that there is to say, in lines.
    pub(super) text: String,
}

impl Suite {
    fn count(&self, is: impl Fn(&Result) -> bool) -> usize {
        self.cases.iter().filter(|case| is(&case.result)).count()
    }

    fn failed(&self) -> usize {
        self.count(|result| matches!(result, Result::Failed(_)))
    }

    fn unjudged(&self) -> usize {
        self.count(|result| matches!(result, Result::Unjudged(_)))
    }

    /// Adds a case; a number tells it from one before it that is called the same, as build servers
    /// know cases by their names.
    pub(super) fn push(&mut self, mut case: Case) {
        let name = case.name.clone();
        let mut number = 2;
        while self.cases.iter().any(|other| other.name == case.name) {
            case.name = format!("{name} ({number})");
            number += 1;
        }
        self.cases.push(case);
    }
}

/// The document. No times: the same policy gives the same bytes.
pub(super) fn document(suites: &[Suite]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let all = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>().to_string();
    let counts = [
        ("name", env!("CARGO_PKG_NAME").to_owned()),
        ("tests", all(|suite| suite.cases.len())),
        ("failures", all(Suite::failed)),
        ("errors", all(Suite::unjudged)),
    ];
    text.push_str(&tag(0, "testsuites", &counts, ">"));
    for suite in suites {
        let counts = [
            ("name", suite.name.clone()),
            ("tests", suite.cases.len().to_string()),
            ("failures", suite.failed().to_string()),
            ("errors", suite.unjudged().to_string()),
            ("skipped", "0".to_owned()),
        ];
        text.push_str(&tag(1, "testsuite", &counts, ">"));
        for case in &suite.cases {
            text.push_str(&testcase(suite, case));
        }
        text.push_str("  </testsuite>\n");
    }
    text + "</testsuites>\n"
}

fn testcase(suite: &Suite, case: &Case) -> String {
    let mut attributes = vec![
        ("name", case.name.clone()),
        ("classname", suite.name.clone()),
    ];
    attributes.extend(case.file.clone().map(|file| ("file", file)));
    attributes.extend(case.line.map(|line| ("line", line.to_string())));
    let inner = match &case.result {
        Result::Held(said) if said.is_empty() => {
            return tag(2, "testcase", &attributes, "/>");
        }
        Result::Held(said) => format!("      <system-out>{}</system-out>\n", escaped(said)),
        Result::Failed(fault) => element("failure", fault),
        Result::Unjudged(fault) => element("error", fault),
    };
    let start = tag(2, "testcase", &attributes, ">");
    format!("{start}{inner}    </testcase>\n")
}

fn element(name: &str, fault: &Fault) -> String {
    let attributes = [
        ("message", fault.message.clone()),
        ("type", fault.code.clone()),
    ];
    let start = tag(3, name, &attributes, ">");
    format!("{}{}</{name}>\n", start.trim_end(), escaped(&fault.text))
}

fn tag(depth: usize, name: &str, attributes: &[(&str, String)], end: &str) -> String {
    let attributes = attributes.iter();
    let attributes: String = attributes
        .map(|(name, value)| format!(" {name}=\"{}\"", escaped(&printable_line(value))))
        .collect();
    format!("{}<{name}{attributes}{end}\n", "  ".repeat(depth))
}

/// Text that means nothing to XML, and has no characters that XML cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in printable(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
pub(in crate::render) mod testing {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// How often each element begins; fails unless the text is well-formed.
    pub(in crate::render) fn elements(xml: &str) -> std::collections::BTreeMap<String, usize> {
        let mut reader = Reader::from_str(xml);
        let mut counts = std::collections::BTreeMap::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return counts,
                Event::Start(start) | Event::Empty(start) => {
                    for attribute in start.attributes() {
                        attribute.unwrap();
                    }
                    let name = start.name().as_ref().to_owned();
                    *counts.entry(name).or_default() += 1;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str, result: Result) -> Case {
        Case {
            name: name.to_owned(),
            file: None,
            line: Some(3),
            result,
        }
    }

    fn fault(text: &str) -> Fault {
        Fault {
            code: "gap".into(),
            message: text.into(),
            text: text.into(),
        }
    }

    #[test]
    fn whatever_stands_in_it_the_document_is_well_formed() {
        let odd = "<a b='c'> & \"d\" ]]> \u{0}\u{1b}[31m\u{ffff}\u{85}\r\n-- é 日 \u{1f600}";
        let mut suite = Suite {
            name: odd.into(),
            cases: Vec::new(),
        };
        suite.push(case(odd, Result::Failed(fault(odd))));
        suite.push(case(odd, Result::Unjudged(fault(odd))));
        suite.push(case(odd, Result::Held(odd.into())));
        suite.push(case("plain", Result::Held(String::new())));
        let text = document(&[suite]);
        let counts = testing::elements(&text);
        assert_eq!(
            (counts["testcase"], counts["failure"], counts["error"]),
            (4, 1, 1)
        );
        let is_allowed = |it: char| it == '\n' || !it.is_control() && it != '\u{ffff}';
        assert!(text.chars().all(is_allowed), "{text:?}");
        assert!(text.starts_with("<?xml ") && text.ends_with("</testsuites>\n"));
        assert!(
            text.contains("tests=\"4\" failures=\"1\" errors=\"1\""),
            "{text}"
        );
    }

    #[test]
    fn cases_of_one_name_get_numbers() {
        let mut suite = Suite::default();
        for _ in 0..3 {
            suite.push(case("a", Result::Held(String::new())));
        }
        let names: Vec<_> = suite.cases.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names, ["a", "a (2)", "a (3)"]);
    }
}
