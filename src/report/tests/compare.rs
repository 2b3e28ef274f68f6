//! Where a decision and a field differ.

use super::*;

const POLICY: &str = r#"
policy "Test" {}
team sales "Sales" { role sdr "The SDRs", ae  role keeper "Keeper" named in keeper_name }
lead {
  id:          text key
  employees:   integer
  keeper_name: text
  stage:       text
  tier:        one of "Lead Q" | nurture | other
  crm_owner:   text
  tags:        several of a | b
  called:      boolean
}
decision grade: one of nurture | mql | lead_q or none {
  rule mql: mql when employees >= 100
  rule low: nurture when employees < 10
  rule mid: lead_q when employees in 10..<100
}
decision owner: role {
  rule kept: keeper when keeper_name is known overrides all
  rule big: ae when employees >= 100
  otherwise sdr
}
decision call: boolean { rule big: yes when employees >= 100  otherwise no }
decision points: integer { rule big: -5 when employees >= 100  otherwise 5 }
must used: stage is known or tier is known or crm_owner is known or tags is empty or called
vocabulary sales { mql = "Worth a call"  nurture = "Later"  lead_q = "later" }
"#;

fn compared(decision: &str, field: &str, leads: &str) -> CompareReport {
    let policy = policy(POLICY);
    let comparison = Comparison {
        decision: policy.decision(decision),
        field: policy.field(field),
    };
    comparison.check(&policy.model).unwrap();
    let leads = format!("id,employees,keeper_name,stage,tier,crm_owner,tags,called\n{leads}");
    let tally = Tally::new(&policy.model, None).with_comparison(comparison);
    policy.counted(&leads, tally).1.compare.unwrap()
}

fn text(words: &str) -> Shown {
    Shown::Text(words.into())
}

fn lead(row: u64, key: &str) -> LeadName {
    LeadName {
        file: None,
        row,
        key: Some(key.into()),
    }
}

#[test]
fn each_lead_is_counted_once_and_differences_name_their_leads() {
    let report = compared(
        "grade",
        "stage",
        "1,500,,MQL,,,,\n2,500,,worth a call,,,,\n3,500,,Nurture,,,,\n4,500,,Nurture,,,,\n\
         5,5,,LATER,,,,\n6,50,,Later,,,,\n7,50,,Lead Q,,,,\n8,5,,won,,,,\n9,5,,,,,,\n\
         10,,,MQL,,,,\n11,,,,,,,\n",
    );
    let counts = (
        report.both,
        report.agree,
        report.missing,
        report.bad,
        report.no_outcome,
        report.neither,
    );
    assert_eq!(counts, (8, 5, 1, 0, 1, 1));
    let mql = Difference {
        outcome: text("mql"),
        value: text("Nurture"),
        leads: 2,
        examples: vec![lead(4, "3"), lead(5, "4")],
    };
    let won = Difference {
        outcome: text("nurture"),
        value: text("won"),
        leads: 1,
        examples: vec![lead(9, "8")],
    };
    assert_eq!(report.differences, [mql, won]);
    assert_eq!(
        (report.table.decisions, report.met),
        (vec!["grade".to_owned()], true)
    );
}

#[test]
fn values_of_an_enumeration_meet_by_name_and_bad_ones_are_apart() {
    let report = compared(
        "grade",
        "tier",
        "1,50,,,lead-q,,,\n2,5,,,other,,,\n3,5,,,nonsense,,,\n",
    );
    assert_eq!((report.both, report.agree, report.bad), (2, 1, 1));
}

#[test]
fn roles_meet_by_name_by_title_and_by_their_person() {
    let report = compared(
        "owner",
        "crm_owner",
        "1,500,,,,AE,,\n2,5,,,,the sdrs,,\n3,5,Kim,,,kim,,\n4,5,Kim,,,Keeper,,\n5,5,Kim,,,sdr,,\n",
    );
    assert_eq!((report.both, report.agree), (5, 4));
    assert_eq!(report.differences[0].value, text("sdr"));
}

#[test]
fn a_name_of_another_outcome_is_that_outcome_whatever_a_team_calls_by_it() {
    let words = POLICY.replace("Worth a call", "nurture");
    let policy = policy(&words);
    let comparison = Comparison {
        decision: policy.decision("grade"),
        field: policy.field("stage"),
    };
    let tally = Tally::new(&policy.model, None).with_comparison(comparison);
    let report = policy
        .counted(
            "id,employees,keeper_name,stage,tier,crm_owner,tags,called\n1,500,,nurture,,,,\n",
            tally,
        )
        .1;
    assert_eq!(report.compare.unwrap().agree, 0);
}

#[test]
fn yes_and_no_meet_and_a_minus_counts() {
    let report = compared(
        "call",
        "called",
        "1,500,,,,,,yes\n2,5,,,,,,no\n3,5,,,,,,yes\n",
    );
    assert_eq!((report.both, report.agree), (3, 2));
    let report = compared(
        "points",
        "stage",
        "1,500,,-5,,,,\n2,500,,5,,,,\n3,1,,5,,,,\n",
    );
    assert_eq!((report.both, report.agree), (3, 2));
}

#[test]
fn what_never_meets_is_refused_with_both_sides() {
    let policy = policy(POLICY);
    let check = |decision, field| {
        let (decision, field) = (policy.decision(decision), policy.field(field));
        Comparison { decision, field }.check(&policy.model)
    };
    assert_eq!(check("grade", "tags"), Err(CannotCompare::Several));
    assert_eq!(check("grade", "employees"), Err(CannotCompare::NoAmount));
    assert_eq!(check("points", "employees"), Ok(()));
    let Err(CannotCompare::NothingInCommon(outcomes, values)) = check("grade", "called") else {
        panic!();
    };
    assert_eq!(outcomes, ["nurture", "mql", "lead_q"]);
    assert_eq!(values, ["yes", "no"]);
    assert_eq!(check("grade", "tier"), Ok(()));
    assert_eq!(check("owner", "stage"), Ok(()));
}

#[test]
fn differences_beyond_the_largest_are_still_counted() {
    let leads: String = (0..1_200)
        .map(|n| format!("{n},5,,stage {n},,,,\n"))
        .collect();
    let report = compared("grade", "stage", &leads);
    assert_eq!((report.both, report.agree, report.met), (1_200, 0, false));
    assert_eq!(report.differences.len(), 10);
    assert_eq!(report.other_differences, 1_190);
}
