//! What is decided under several values of a definition.

use super::*;

const POLICY: &str = r#"
policy "Test" {}
lead { id: text key  x: integer  won: boolean  place: text }
define bar = 40
define twice = 2 * bar
define other = 3
score bonus 0..10 { +5 when x > other }
decision grade: one of low | high or none { rule high: high when x >= bar  rule low: low when x < bar }
decision next: boolean { rule yes_next: yes when grade = high  otherwise no }
decision far: boolean { rule far: yes when x >= twice  otherwise no }
decision apart: text or none { rule named: place when bonus > 0 }
must bounded: x <= other or won
"#;

const LEADS: &str = "id,x,won,place\n1,90,yes,a\n2,50,no,b\n3,45,,c\n4,30,yes,d\n5,,no,e\n";

fn models(values: &[&str]) -> Vec<Policy> {
    let with = |value: &&str| policy(&POLICY.replace("bar = 40", &format!("bar = {value}")));
    values.iter().map(with).collect()
}

fn swept(values: &[&str], goal: bool) -> SweepReport {
    let base = policy(POLICY);
    let models = models(values);
    let variants = values.iter().zip(&models).map(|(value, policy)| Variant {
        label: (*value).to_owned(),
        model: &policy.model,
    });
    let sweep = Sweep::new(&base.model, "bar", &variants.collect::<Vec<_>>()).unwrap();
    let mut tally = Tally::new(&base.model, None).with_sweep(sweep);
    if goal {
        tally = tally.with_goal(Goal {
            field: base.field("won"),
            wanted: Wanted::Value(crate::value::Value::Boolean(true)),
        });
    }
    base.counted(LEADS, tally).1.sweep.unwrap()
}

fn high(report: &SweepReport) -> Vec<(u64, u64, u64)> {
    let rows = report.decisions[0].rows.iter();
    let counts = rows.map(|row| row.outcomes[1].1);
    counts
        .map(|it| (it.leads, it.known, it.converted))
        .collect()
}

#[test]
fn each_value_is_as_a_run_of_its_own() {
    let values = ["20", "40", "60"];
    let report = swept(&values, true);
    for (place, model) in models(&values).iter().enumerate() {
        let alone = model.report(LEADS, None).1;
        for decision in &report.decisions {
            let of_run = alone
                .decisions
                .iter()
                .find(|it| it.name == decision.decision)
                .unwrap();
            let row = &decision.rows[place];
            let counts: Vec<_> = row
                .outcomes
                .iter()
                .map(|(shown, it)| (shown.clone(), it.leads))
                .collect();
            assert_eq!(counts, of_run.answers.outcomes);
            assert_eq!(
                (row.none.leads, row.gap.leads),
                (of_run.answers.none, of_run.answers.gap)
            );
        }
    }
    assert_eq!(high(&report), [(4, 3, 2), (3, 2, 1), (1, 1, 1)]);
}

#[test]
fn only_decisions_that_may_depend_on_it_are_shown() {
    let report = swept(&["40"], false);
    let names: Vec<&str> = report
        .decisions
        .iter()
        .map(|it| it.decision.as_str())
        .collect();
    // `far` reads it by way of a product, of which only the number is left.
    assert_eq!(names, ["grade", "next", "far"]);
    assert_eq!(high(&report), [(3, 0, 0)]);
    assert_eq!(report.goal, None);
    let base = policy(POLICY);
    // `other` counts for a score that a decision reads, `twice` for one itself.
    for (name, depends) in [("other", true), ("twice", true), ("nothing", false)] {
        assert_eq!(
            Sweep::new(&base.model, name, &[]).is_some(),
            depends,
            "{name}"
        );
    }
}

#[test]
fn what_the_policy_says_is_marked_however_it_is_written() {
    let report = swept(&["30", "40.0", "50"], false);
    let marks: Vec<bool> = report.values.iter().map(|value| value.is_policy).collect();
    assert_eq!(marks, [false, true, false]);
    assert_eq!(report.policy, Some(Shown::Number(Number::from(40))));
}
