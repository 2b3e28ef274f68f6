//! What became of the leads.

use super::*;

const POLICY: &str = r#"
policy "Test" {}
lead {
  id:    text key
  x:     integer
  won:   boolean
  on:    date
  tags:  several of red | blue
  stage: text
}
score fit 0..50 { +1 per 1 of x }
score late 0..9 { +9 when stage = "late" }
define total = 2 * fit + late
define capped = total - 5
define plain = x + 1
decision grade: one of low | mid | high or none {
  rule high: high when total >= 80
  rule mid: mid when total in 40..<80
  rule low: low when total in 10..<40
}
must used: on is known or tags has red or plain > 0 or capped > 0 or won
"#;

fn report(wanted: Wanted, field: &str, leads: &str) -> OutcomeReport {
    let policy = policy(POLICY);
    let goal = Goal {
        field: policy.field(field),
        wanted,
    };
    let leads = format!("id,x,won,on,tags,stage\n{leads}");
    let tally = Tally::new(&policy.model, None).with_goal(goal);
    policy.counted(&leads, tally).1.outcome.unwrap()
}

fn conversions(leads: u64, known: u64, converted: u64) -> Conversions {
    Conversions {
        leads,
        known,
        converted,
    }
}

const YES: Wanted = Wanted::Value(crate::value::Value::Boolean(true));

const LEADS: &str = "\
1,45,yes,,,
2,45,no,,,
3,30,yes,,,
4,30,,,,
5,10,no,,,
6,1,no,,,
7,10,maybe,,,
";

#[test]
fn what_is_not_known_is_no_no() {
    let report = report(YES, "won", LEADS);
    assert_eq!(report.goal, "won = yes");
    assert_eq!(report.all, conversions(7, 5, 2));
    assert_eq!((report.missing, report.bad), (1, 1));
    let grade = &report.decisions[0];
    let outcomes: Vec<Conversions> = grade.answers.outcomes.iter().map(|(_, it)| *it).collect();
    assert_eq!(
        outcomes,
        [
            conversions(2, 1, 0),
            conversions(2, 1, 1),
            conversions(2, 2, 1)
        ]
    );
    assert_eq!(grade.answers.none, conversions(1, 1, 0));
    let from_here_on = grade.answers.from_here_on();
    assert_eq!(
        from_here_on,
        [
            conversions(6, 4, 2),
            conversions(4, 3, 2),
            conversions(2, 2, 1)
        ]
    );
    assert!(grade.in_order);
}

#[test]
fn shares_and_lifts_are_exact() {
    let all = conversions(9240, 9240, 3561);
    let hot = conversions(805, 805, 764);
    let number = |text| Number::parse(text);
    assert_eq!(hot.share(6), number("0.949068"));
    assert_eq!(hot.lift(&all, 2), number("2.46"));
    assert_eq!(conversions(3, 0, 0).share(6), None);
    assert_eq!(hot.lift(&conversions(5, 5, 0), 2), None);
}

#[test]
fn scores_and_what_adds_them_up_have_bands() {
    let report = report(YES, "won", LEADS);
    let names: Vec<&str> = report
        .scores
        .iter()
        .map(|score| score.score.as_str())
        .collect();
    assert_eq!(names, ["fit", "late", "total", "capped"]);
    for score in &report.scores {
        let known: u64 = score.bands.iter().map(|band| band.leads.known).sum();
        assert_eq!(known + score.without, 5, "{}", score.score);
    }
    let total = &report.scores[2];
    let top = &total.tops[0];
    assert_eq!(
        (top.percent, top.from, top.leads),
        (5, Number::from(90), conversions(2, 2, 1))
    );
}

#[test]
fn any_field_tells_what_became_of_a_lead() {
    let leads = "1,1,,2026-07-01,red;blue,Won\n2,1,,,blue,lost\n3,1,,sometime,,\n";
    let known = report(Wanted::Known, "on", leads);
    assert_eq!(
        (known.goal.as_str(), known.all),
        ("on is known", conversions(3, 2, 1))
    );
    assert_eq!((known.missing, known.bad), (0, 1));
    let missing = report(Wanted::Missing, "stage", leads);
    assert_eq!(
        (missing.goal.as_str(), missing.all),
        ("stage is missing", conversions(3, 3, 1))
    );
    let text = Wanted::Value(crate::value::Value::Text(crate::value::Text::new("WON")));
    let won = report(text, "stage", leads);
    assert_eq!(
        (won.goal.as_str(), won.all),
        ("stage = WON", conversions(3, 2, 1))
    );
    let red = Wanted::Value(crate::value::Value::Choice(0));
    let red = report(red, "tags", leads);
    assert_eq!(
        (red.goal.as_str(), red.all),
        ("tags has red", conversions(3, 3, 1))
    );
    let none = report(
        Wanted::Value(crate::value::Value::Set(std::collections::BTreeSet::new())),
        "tags",
        leads,
    );
    assert_eq!(
        (none.goal.as_str(), none.all),
        ("tags = { }", conversions(3, 3, 1))
    );
}

#[test]
fn without_leads_there_is_nothing_to_divide() {
    let report = report(YES, "won", "");
    assert_eq!(report.all.share(6), None);
    assert!(
        report
            .scores
            .iter()
            .all(|score| score.bands.is_empty() && score.tops.is_empty())
    );
}
