use super::super::testing::Story;
use super::{Case, Toward, goals, toward};
use crate::analyze::Options;
use crate::model::{Cell, FieldId};
use crate::value::Instant;

const POLICY: &str = "policy \"p\" {}
    lead {
      id: text key
      n: integer 0..1_000
      m: money EUR >= 0
      x: number
      size: one of tiny < small < large < huge
      kind: one of a | b | c
      set: several of u | v | w
      title: text
      seen: date
      born: text fixed
      fact n <= 500 or size >= large
    }
    decision by_number: one of low | high { rule r: high when n >= 600  otherwise low }
    decision by_money: one of low | high { rule r: high when m > 50_000 EUR  otherwise low }
    decision by_share: one of low | high { rule r: high when x < 0.2  otherwise low }
    decision by_size: one of low | high { rule r: high when size >= small and n > 10  otherwise low }
    decision by_set: one of low | high { rule r: high when set has all of { u, w }  otherwise low }
    decision by_title: one of low | high { rule r: high when title mentions \"cto\"  otherwise low }
    decision by_date: one of low | high { rule r: high when seen = 2026-01-01  otherwise low }
    decision by_birth: one of low | high { rule r: high when born = \"x\" and n > 5  otherwise low }
    decision by_none: one of low | high { rule r: high when n > 7 and n < 5  otherwise low }
    decision by_blank: one of low | high { rule r: high when kind is missing  otherwise low }";

const HEADER: &str = "id,n,m,x,size,kind,set,title,seen,born";

/// What is told of a lead, with values as the policy shows them.
fn told(values: &str, decision: &str, outcome: &str) -> Vec<String> {
    let story = Story::new(POLICY, &format!("{HEADER}\nk,{values}\n"));
    let model = &story.compiled.model;
    let case = Case {
        model,
        lead: story.batch.leads.lead(0),
        as_of: Instant::UNIX_EPOCH,
        evaluation: &story.evaluations[0],
    };
    let goal = goals(model).into_iter().find(|goal| {
        let its = &model.decisions[goal.decision].named.name;
        its == decision && goal.name(model) == outcome
    });
    let name = |id: &FieldId| model.fields[*id].named.name.clone();
    match toward(case, &goal.unwrap(), Options::DEFAULT_BUDGET) {
        Toward::Ways { ways, .. } => {
            let ways = ways.iter().map(|way| {
                let cells = way.cells.iter().map(|(id, cell)| match cell {
                    Cell::Known(value) => {
                        let value = model.show(value, model.fields[*id].ty);
                        format!("{} {value}", name(id))
                    }
                    Cell::Missing | Cell::Bad => format!("{} missing", name(id)),
                });
                cells.collect::<Vec<_>>().join(", ")
            });
            ways.collect()
        }
        Toward::Never(fields) => {
            let fields: Vec<_> = fields.iter().map(name).collect();
            vec![format!("never: {}", fields.join(", "))]
        }
        Toward::Unusable(field) => vec![format!("unusable: {}", name(&field))],
        Toward::Already => vec!["already".to_owned()],
        Toward::NotDecided => vec!["not decided".to_owned()],
    }
}

#[test]
fn the_nearest_values_are_taken() {
    let lead = "40,100,0.35,tiny,a,v,Clerk,2025-12-01,y";
    assert_eq!(told(lead, "by_money", "high"), ["m 50001 EUR"]);
    assert_eq!(told(lead, "by_share", "high"), ["x 0.19"]);
    assert_eq!(told(lead, "by_size", "high"), ["size small"]);
    assert_eq!(told(lead, "by_set", "high"), ["set u, v, w"]);
    assert_eq!(told(lead, "by_size", "low"), ["already"]);
}

#[test]
fn facts_hold_of_the_changed_lead() {
    let lead = "40,100,0.35,tiny,a,v,Clerk,2025-12-01,y";
    assert_eq!(told(lead, "by_number", "high"), ["n 600, size large"]);
    assert_eq!(
        told("40,100,0.35,huge,a,v,Clerk,,y", "by_number", "high"),
        ["n 600"]
    );
}

#[test]
fn what_is_missing_gets_the_plainest_value_and_a_value_is_kept_where_it_can_be() {
    let lead = ",,,,a,,,,";
    assert_eq!(told(lead, "by_money", "high"), ["m 50001 EUR"]);
    assert_eq!(told(lead, "by_share", "high"), ["x 0"]);
    assert_eq!(told(lead, "by_size", "high"), ["n 11, size small"]);
    assert_eq!(told(lead, "by_title", "high"), ["title cto"]);
    assert_eq!(told(lead, "by_blank", "high"), ["kind missing"]);
    assert_eq!(told("40,,,,,,,,", "by_blank", "low"), ["kind a"]);
}

#[test]
fn what_is_past_stays_and_is_named_where_it_rules_something_out() {
    let lead = "40,100,0.35,tiny,a,v,Clerk,2025-12-01,y";
    assert_eq!(told(lead, "by_date", "high"), ["never: seen"]);
    assert_eq!(told(lead, "by_birth", "high"), ["never: born"]);
    assert_eq!(told(lead, "by_none", "high"), ["never: "]);
    assert_eq!(told(",,,,,,,soon,", "by_date", "high"), ["unusable: seen"]);
}

#[test]
fn a_bad_value_is_put_right() {
    assert_eq!(told("many,,,huge,,,,,", "by_number", "high"), ["n 600"]);
}

#[test]
fn a_little_budget_leaves_it_open() {
    let story = Story::new(POLICY, &format!("{HEADER}\nk,1,,,,,,,,\n"));
    let case = Case {
        model: &story.compiled.model,
        lead: story.batch.leads.lead(0),
        as_of: Instant::UNIX_EPOCH,
        evaluation: &story.evaluations[0],
    };
    let goal = goals(case.model).into_iter().nth(1).unwrap();
    assert_eq!(toward(case, &goal, 3), Toward::NotDecided);
}
