//! Looks at a small policy, one after another.

use super::*;
use crate::watch::testing::{LEADS, Looks, POLICY};

fn at(bar: u32) -> String {
    POLICY.replace("bar = 50", &format!("bar = {bar}"))
}

fn since(looks: &Looks) -> &Since {
    &looks.session.since().unwrap().what
}

#[test]
fn what_moves_is_told_by_decision_and_by_lead_with_the_rule() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    assert!(looks.session.since().is_none());
    looks.look(&at(60), Some(LEADS));
    let moved = &since(&looks).moved;
    assert_eq!((moved.leads, moved.moved), (4, 2));
    let tables: Vec<_> = moved
        .decisions
        .iter()
        .map(|table| {
            let rows = table.rows.iter();
            let rows = rows.map(|row| format!("{} > {} {}", row.from, row.to, row.leads));
            (table.decision.as_str(), rows.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let owners = "north > none 1, south > none 1".to_owned();
    assert_eq!(
        tables,
        [("step", "call > wait 2".to_owned()), ("owner", owners)]
    );
    let first = &moved.first[0];
    assert_eq!(
        (first.key.as_str(), first.turns[0].by.as_str()),
        ("bob@b.example", "otherwise")
    );
    assert_eq!(first.turns[1].by, "");
}

#[test]
fn errors_leave_the_last_results_in_sight() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    looks.look(&at(60), Some(LEADS));
    looks.look(&POLICY.replace("bar = 50", "bar = 5x"), Some(LEADS));
    let session = &looks.session;
    assert!(!session.is_sound());
    assert_eq!(session.last_good().unwrap().number, 2);
    assert!(session.is_old(session.leads().unwrap()));
    assert_eq!(session.since().unwrap().number, 2);
    assert_eq!(session.findings().unwrap().1.len(), 1);
    looks.nothing();
    assert!(looks.session.findings().is_none());
    assert_eq!(looks.session.last_good().unwrap().number, 2);
    // What moved is told against the last results.
    looks.look(&at(60), Some(LEADS));
    assert_eq!(since(&looks).moved.moved, 0);
    assert!(looks.session.last_good().is_none());
}

#[test]
fn it_is_told_when_everything_is_back() {
    let mut looks = Looks::default();
    for bar in [50, 60, 54] {
        looks.look(&at(bar), Some(LEADS));
    }
    assert_eq!(since(&looks).back, None);
    assert_eq!(since(&looks).from_start, 1);
    looks.look(&at(60), Some(LEADS));
    assert_eq!(since(&looks).back, Some(Back::BeforeLastChange));
    // A save that moves nothing is no change.
    looks.look(&at(61), Some(LEADS));
    assert_eq!((since(&looks).back, since(&looks).from_start), (None, 2));
    looks.look(&at(54), Some(LEADS));
    assert_eq!(since(&looks).back, Some(Back::BeforeLastChange));
    looks.look(&at(51), Some(LEADS));
    assert_eq!(since(&looks).back, Some(Back::Start));
    assert_eq!(since(&looks).from_start, 0);
}

#[test]
fn another_decision_is_not_back() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    looks.look(&at(60), Some(LEADS));
    let more = POLICY.to_owned() + "decision more: boolean { otherwise yes }\n";
    looks.look(&more, Some(LEADS));
    assert_eq!(since(&looks).moved.moved, 2);
    assert_eq!(since(&looks).back, None);
}

#[test]
fn leads_are_known_by_their_keys_where_rows_come_and_go() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    let other = "email,region,points\nnew@n.example,north,80\ndag@d.example,south,90\n";
    looks.look(POLICY, Some(other));
    let moved = &since(&looks).moved;
    assert_eq!(
        (moved.leads, moved.moved, moved.came, moved.went),
        (1, 1, 1, 3)
    );
    assert_eq!(moved.first[0].key, "dag@d.example");
    looks.look(POLICY, Some(LEADS));
    assert_eq!(since(&looks).back, Some(Back::Start));
}

#[test]
fn leads_that_cannot_be_read_leave_the_last_ones() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    looks.look(&at(60), Some("email,region\n"));
    let session = &looks.session;
    assert_eq!(session.leads_trouble().len(), 1);
    assert_eq!(session.leads().unwrap().number, 1);
    assert!(!session.is_old(session.examples().unwrap()));
    looks.look(&at(60), Some(LEADS));
    assert!(looks.session.leads_trouble().is_empty());
    assert_eq!(since(&looks).moved.moved, 2);
}

#[test]
fn the_proof_of_an_older_text_is_nobodys() {
    let mut looks = Looks::default();
    let gap = POLICY.replace("  otherwise wait\n", "");
    looks.prove(&gap, None);
    let (_, found, _) = looks.session.proof_findings().unwrap();
    assert_eq!(found[0].code.as_str(), "gap");
    assert!(!looks.session.is_waiting());
    looks.look(POLICY, None);
    let old = Arc::new(crate::watch::testing::compiled(&gap));
    looks.session.proved(1, old, None, Vec::new());
    assert!(looks.session.is_waiting());
}
