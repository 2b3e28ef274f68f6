//! Tests of the namespace.

use super::*;
use crate::model::resolve::testing::{codes, finding};

#[test]
fn a_name_is_declared_once() {
    let text = "policy \"p\" {} lead { a: text key  a: integer }";
    let found = finding(text, Code::DuplicateName);
    assert_eq!(found.labels.len(), 2);
    assert_eq!(
        codes("policy \"p\" {} lead { a: text key } must a: a is known"),
        []
    );
}

#[test]
fn a_name_of_two_things_is_said_once() {
    let text = "policy \"p\" {} team sales { role r } lead { a: text key  sales: boolean }\n\
                forbid phone when sales\nmust k: sales = yes";
    assert_eq!(codes(text), [Code::DuplicateName]);
}

#[test]
fn what_has_names_of_its_own_declares_nothing_when_broken() {
    for broken in [
        "forbid e if b",
        "must e when b",
        "example e { }",
        "accept e e e",
    ] {
        let text = format!(
            "policy \"p\" {{}} lead {{ a: text key  e: text  b: boolean }}\n{broken}\n\
             forbid p when e is known"
        );
        let found = codes(&text);
        assert!(!found.is_empty(), "{broken}");
        assert!(!found.contains(&Code::DuplicateName), "{broken}");
        assert!(!found.contains(&Code::UnknownName), "{broken}");
    }
}

#[test]
fn a_value_of_another_field_is_said_to_be_one() {
    let text = "policy \"p\" {} lead { a: text key  c: one of x | y  d: one of u | warm }\n\
                forbid p when c = warm or d = u";
    let help = finding(text, Code::UnknownValue).help.unwrap();
    assert_eq!(help, "`warm` is a value of `d`; the values are `x` and `y`");
}

#[test]
fn an_unknown_name_offers_the_nearest() {
    let text = "policy \"p\" {} lead { a: text key  employees: integer }\n\
                forbid phone when employes > 3 and employees > 4";
    let found = finding(text, Code::UnknownName);
    let fix = found.fix.unwrap();
    assert_eq!(fix.edits.first().unwrap().new_text, "employees");
}

#[test]
fn what_could_not_be_read_is_not_unknown() {
    for broken in [
        "define b = = a",
        "define define b = a",
        "list l { \"x\" define b = a",
    ] {
        let text = format!("policy \"p\" {{}} lead {{ a: text key }}\n{broken}\nforbid p when b");
        let found = codes(&text);
        assert!(
            !found.is_empty() && !found.contains(&Code::UnknownName),
            "{broken}"
        );
    }
}

#[test]
fn a_name_is_unknown_once() {
    let text = "policy \"p\" {} lead { a: text key }\nforbid p when bb and not bb\nmust k: bb";
    assert_eq!(finding(text, Code::UnknownName).labels.len(), 3);
    assert_eq!(codes(text), [Code::UnknownName]);
}

#[test]
fn names_meet_without_case_and_dashes() {
    assert_eq!(loose("Non-profit"), loose("non_Profit "));
}
