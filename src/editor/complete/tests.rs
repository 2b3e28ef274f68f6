//! What is offered where, of a policy that is being written at `│`.

use super::*;
use crate::editor::testing::{marked, shipped, snapshot};

const POLICY: &str = "policy \"P\" {}\nteam sales { role ana, bo }\n\
    lead {\n  email: text key\n  ## How many.\n  size: integer\n  city: text\n  \
    industry: one of software | \"real estate\"\n  tags: several of x | y\n  stage: one of new | done\n  \
    since: datetime\n}\nlist near { \"Ulm\" }\n\
    define big = size > 5\n\
    decision owner: role {\n  rule large: ana when big\n  otherwise bo\n}\n\
    decision kind: one of hot | cold { rule hot: hot when big  otherwise cold }\n\
    forbid phone when big\nmust m: big\n\
    journey funnel tracks stage since since {\n  stage new start { accountable sales  to done when big }\n  \
    stage done end\n}\n";

/// What is offered at `│` behind the policy.
fn offered(text: &str) -> Vec<Completion> {
    let known = snapshot(POLICY);
    let (now, source, offset) = marked(&format!("{POLICY}{text}"));
    let columns = || vec!["E-Mail".to_owned(), "Größe".to_owned()];
    let found = complete(&now, &known, source, offset, &columns);
    found.map(|found| found.all).unwrap_or_default()
}

fn labels(text: &str) -> Vec<String> {
    offered(text).into_iter().map(|it| it.label).collect()
}

/// Names and values only.
fn names(text: &str) -> Vec<String> {
    let is_name =
        |it: &Completion| !matches!(it.kind, CompletionKind::Keyword | CompletionKind::Snippet);
    let all = offered(text).into_iter().filter(is_name);
    all.map(|it| it.label).collect()
}

#[test]
fn values_come_first_where_their_field_is_compared() {
    let found = labels("define x = industry = │");
    assert_eq!(found[..2], ["\"real estate\"", "software"]);
    assert!(!found.contains(&"size".to_owned()));
    assert_eq!(
        names("define x = industry in { │")[..],
        ["\"real estate\"", "software"]
    );
    assert_eq!(
        names("define x = industry not in { software, │"),
        ["\"real estate\"", "software"]
    );
    assert_eq!(names("define x = tags has │"), ["x", "y"]);
    assert_eq!(names("define x = tags has any of { │"), ["x", "y"]);
    assert_eq!(
        names("define x = industry = \"│"),
        ["real estate", "software"]
    );
}

#[test]
fn a_condition_begins_with_what_has_a_value() {
    let found = names("define x = │");
    for name in ["big", "city", "email", "kind", "owner", "size"] {
        assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
    }
    assert!(!found.contains(&"near".to_owned()) && !found.contains(&"sales".to_owned()));
    let size = offered("define x = si│");
    let size = size.iter().find(|it| it.label == "size").unwrap();
    assert_eq!(
        (size.detail.as_str(), size.doc.as_str()),
        ("field: a whole number", "How many.")
    );
}

#[test]
fn rules_yield_what_their_decision_has() {
    assert_eq!(names("decision owner: role { rule a: │"), ["ana", "bo"]);
    assert_eq!(
        names("decision kind: one of hot | cold {\n  rule x: │\n}"),
        ["cold", "hot"]
    );
    assert_eq!(
        names("decision kind: one of hot | cold { rule x: hot overrides │"),
        ["hot"]
    );
    let found = labels("decision kind: one of hot | cold { rule x: hot │");
    assert_eq!(
        found,
        [
            "because",
            "otherwise",
            "overrides",
            "rule",
            "table",
            "unless",
            "when"
        ]
    );
}

#[test]
fn cells_are_of_their_column() {
    let table = "decision kind: one of hot | cold { table industry | stage { ";
    assert_eq!(names(&format!("{table}│")), ["\"real estate\"", "software"]);
    assert_eq!(names(&format!("{table}software | │")), ["done", "new"]);
    assert_eq!(
        names(&format!("{table}software | new => │")),
        ["cold", "hot"]
    );
    assert_eq!(
        names(&format!("{table}software | new => hot  │")),
        ["\"real estate\"", "software"]
    );
}

#[test]
fn names_are_of_the_kind_that_is_asked_for() {
    assert_eq!(names("define x = city in │"), ["near"]);
    assert_eq!(names("define x = 1 agreed by │"), ["sales"]);
    assert_eq!(names("accept gap in ow│")[..2], ["ana", "big"]);
    assert!(names("accept gap in │").contains(&"kind.hot".to_owned()));
    assert!(names("accept │").contains(&"dead-rule".to_owned()));
    let journey = "journey f tracks stage since since { stage new { ";
    assert_eq!(names(&format!("{journey}to │")), ["done", "new"]);
    assert_eq!(
        names(&format!("{journey}accountable │")),
        ["ana", "bo", "sales"]
    );
    let task = format!("{journey}task t {{ ");
    assert_eq!(
        names(&format!("{task}responsible │")),
        ["ana", "bo", "owner"]
    );
    assert_eq!(names(&format!("{task}by │")), ["phone"]);
    assert!(names(&format!("{task}done at │")).contains(&"since".to_owned()));
    let example = "example \"E\" { lead { ";
    assert!(names(&format!("{example}│")).contains(&"size".to_owned()));
    assert_eq!(
        names(&format!("{example}industry │")),
        ["\"real estate\"", "software"]
    );
    assert!(names("example \"E\" { expect │").contains(&"owner".to_owned()));
    assert_eq!(names("example \"E\" { expect owner = │"), ["ana", "bo"]);
    assert_eq!(names("example \"E\" { expect breach │"), ["m"]);
}

#[test]
fn columns_are_those_of_the_sample() {
    assert_eq!(names("source s { email from \"│\" }"), ["E-Mail", "Größe"]);
    assert_eq!(names("source s { email from \"E-M│\n"), ["E-Mail", "Größe"]);
    assert!(names("source s { │").contains(&"email".to_owned()));
}

#[test]
fn outside_of_all_declarations_are_offered_with_gaps() {
    let found = offered("│");
    let decision = found.iter().find(|it| it.label == "decision").unwrap();
    assert!(
        decision
            .snippet
            .as_ref()
            .unwrap()
            .starts_with("decision ${1:name}")
    );
    assert!(found.iter().all(|it| it.label != "when"));
    // Behind one that may go on both are.
    let found = labels("define x = big\n│");
    assert!(found.contains(&"and".to_owned()) && !found.contains(&"rule".to_owned()));
    assert!(found.contains(&"decision".to_owned()));
}

#[test]
fn nothing_is_offered_in_comments_numbers_and_for_new_names() {
    for text in [
        "# a│",
        "define x = 5│",
        "define │",
        "decision d: one of │",
        "lead { │",
    ] {
        assert_eq!(names(text), [""; 0], "{text}");
    }
}

#[test]
fn what_is_written_is_offered_where_it_stands() {
    // At each name of the shipped policies, that name is among what is offered there.
    let (mut seen, mut offered) = (0, 0);
    for (policy, snapshot) in shipped() {
        for (source, text) in snapshot.compiled.sources.iter() {
            if !text.name.ends_with(".ground") {
                continue;
            }
            let index = snapshot.index();
            let uses = index.of(source).iter().filter(|it| !it.declares);
            for mention in uses.step_by(5) {
                let found = complete(
                    &snapshot,
                    &snapshot,
                    source,
                    mention.span.start as usize,
                    &Vec::new,
                );
                let words = snapshot.compiled.sources.slice(mention.span);
                let found = found.map(|it| it.all).unwrap_or_default();
                seen += 1;
                match found
                    .iter()
                    .any(|it| it.label == words.trim_matches('"') || it.label == words)
                {
                    true => offered += 1,
                    false => eprintln!("{policy}/{}: {words} at {:?}", text.name, mention.span),
                }
            }
        }
    }
    assert!(offered * 100 >= seen * 97, "{offered} of {seen}");
}

#[test]
fn the_rules_above_have_no_bearing_on_what_comes_next() {
    let mut cut = 0;
    for (policy, snapshot) in shipped() {
        for (source, text) in snapshot.compiled.sources.iter() {
            let starts = crate::syntax::scan(&text.text).into_iter();
            for start in starts.step_by(5).map(|token| token.start as usize) {
                let Some(place) = Place::new(&text.text, start) else {
                    continue;
                };
                let Some(beginning) = place.beginning() else {
                    continue;
                };
                let whole = place.whole_beginning().unwrap();
                if beginning != whole {
                    cut += 1;
                    let name = snapshot.compiled.sources.name(source);
                    assert_eq!(
                        next(&beginning),
                        next(whole),
                        "{policy} {name}: {beginning}"
                    );
                }
            }
        }
    }
    assert!(cut > 100, "{cut}");
}

#[test]
fn a_faulty_rule_above_is_no_hindrance() {
    let found = names("decision kind: one of hot | cold {\n  rule a: hot when = 5\n  rule b: │");
    assert_eq!(found, ["cold", "hot"]);
}
