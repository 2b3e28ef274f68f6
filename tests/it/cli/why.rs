//! `groundrules why`

use serde_json::Value;

use crate::program::{Called, Folder};
use crate::project::assert_valid;

/// A bit of everything that can be explained.
const POLICY: &str = r#"policy "Demand" { version "3"  time zone "Europe/Berlin"  working hours mon..fri 09:00..17:00 }
team marketing "Marketing" { role nurture_desk "Nurture desk" }
team sales "Sales" {
  role sdr "SDR", ae "Account executive"
  role account_owner "Account owner" named in owner_email
}
lead {
  email:          text key
  owner_email:    text
  country:        text
  office_country: text
  title:          text
  industry:       one of software | healthcare | other
  seniority:      one of staff < manager < director
  interests:      several of analytics | billing | api
  employees:      integer >= 0
  visits:         integer >= 0
  budget:         money USD
  last_activity:  date
  opened:         integer >= 0
  sent:           integer >= 0
  unsubscribed:   boolean required
  phone_consent:  boolean
  verdict:        one of accepted | rejected
  reason:         text
  fact opened <= sent
}
list rivals { "rival.example" }
define mql_bar = 50
define where_they_are = country else office_country
define target_market = industry in { software, healthcare } and employees in 50..2_000
define stale = since(last_activity) > 30 days
score interest 0..100 agreed by marketing, sales {
  group "web" at most 40 {
    +10 per visits, at most 30
    +20 when interests has any of { api, billing }
  }
  +60 when target_market
  +15 when title mentions any of { "CEO", "head of" }
  -10 per 7 days of since(last_activity), at most 50
  table seniority { director => +20  manager => +5  otherwise => 0 }
}
decision qualification: one of stopped | nurture | mql agreed by marketing, sales {
  rule opted_out: stopped when unsubscribed or domain(email) in rivals overrides all
    because "They asked us to stop."
  rule keen: mql when interest >= mql_bar unless stale
  otherwise nurture
}
decision owner: role {
  rule named: account_owner when owner_email is known overrides house
  rule house: sdr when where_they_are = "US" and budget < 50_000 USD
  rule rich: ae when budget >= 20_000 USD
}
decision answer: duration or none { table qualification { mql => 4 business hours } }
decision tone: one of warm | cold first match {
  rule vip: warm when seniority >= director
  rule big: warm when employees > 1_000
  rule rest: cold when where_they_are not in { "US", "CA" }
}
forbid phone unless phone_consent because "No call without consent."
forbid email when unsubscribed
must reasoned: reason is known when verdict = rejected because "A no without a reason teaches nobody."
vocabulary sales { mql = "worth a call"  nurture = "not yet" }
"#;

const HEADER: &str = "email,owner email,country,office country,title,industry,seniority,interests,\
                      employees,visits,budget,last activity,opened,sent,unsubscribed,\
                      phone consent,verdict,reason";

const LEADS: &[&str] = &[
    "ana@a.example,,US,,Head of Sales,software,director,api;billing,900,4,30000,2026-06-20,1,5,no,yes,,",
    "bo@b.example,kim@us.example,,US,Clerk,retail,,,900,,10000,,,,no,,rejected,",
    "cy@rival.example,,DE,,,other,staff,,12,0,,2026-05-01,7,5,no,no,,",
    "dee@d.example,,,,,,,,,,,,,,,,,",
    "ANA@A.example ,,,,,,,,,,,,,,yes,,,",
];

fn folder() -> Folder {
    let leads = format!("{HEADER}\n{}\n", LEADS.join("\n"));
    Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("leads.csv", leads.as_bytes()),
    ])
}

fn why(folder: &Folder, more: &[&str]) -> Called {
    let mut arguments = vec!["why", "policy.ground", "leads.csv", "--as-of", "2026-07-01"];
    arguments.extend(more);
    folder.call(&arguments)
}

/// What is printed; and the same as data fits its schema.
fn told(more: &[&str]) -> String {
    let folder = folder();
    let mut arguments = more.to_vec();
    arguments.extend(["--format", "json"]);
    let data = why(&folder, &arguments).ended(0).out;
    assert_valid("why", &serde_json::from_str(&data).unwrap());
    why(&folder, more).ended(0).out
}

fn refused(more: &[&str]) -> String {
    let called = why(&folder(), more).ended(2);
    assert_eq!(called.out, "");
    called.err
}

#[test]
fn a_lead_with_a_conflict_and_much_behind_it() {
    insta::assert_snapshot!(told(&["ana@a.example"]));
}

#[test]
fn what_is_missing_is_said_and_who_the_person_is() {
    insta::assert_snapshot!(told(&["bo@b.example"]));
}

#[test]
fn a_stopped_lead_with_a_broken_fact_and_a_gap() {
    insta::assert_snapshot!(told(&["row:4"]));
}

#[test]
fn a_lead_without_a_required_value_is_explained_as_far_as_it_goes() {
    insta::assert_snapshot!(told(&["dee@d.example"]));
}

#[test]
fn other_values_show_what_they_change_first() {
    let change = "budget=60k USD,unsubscribed=yes,opened=9";
    insta::assert_snapshot!(told(&["ana@a.example", "--if", change]));
}

#[test]
fn a_change_that_changes_nothing_says_so() {
    insta::assert_snapshot!(told(&["ana@a.example", "--if", "country=CA"]));
}

#[test]
fn a_team_hears_its_own_words() {
    let arguments = ["bo@b.example", "--for", "sales", "--decision", "answer"];
    insta::assert_snapshot!(told(&arguments));
}

#[test]
fn all_tells_of_every_rule() {
    let arguments = ["bo@b.example", "--all", "--decision", "tone"];
    insta::assert_snapshot!(told(&arguments));
}

#[test]
fn what_cannot_be_explained_is_refused_with_advice() {
    let cases: &[&[&str]] = &[
        &["anna@a.example"],
        &["example"],
        &["zzz"],
        &[""],
        &["row:0"],
        &["row:1"],
        &["row:x"],
        &["row:7"],
        &["row:99999999999"],
        &["row:99999999999999999999999"],
        &["row:2", "--for", "sale"],
        &["row:2", "--decision", "tier"],
        &["row:2", "--if", "employes=3"],
        &["row:2", "--if", "verdict=acepted"],
        &["row:2", "--if", "unsubscribed=missing"],
        &["row:2", "--if", "employees=many"],
    ];
    let said = cases
        .iter()
        .map(|case| format!("$ {}\n{}", case.join(" "), refused(case)));
    insta::assert_snapshot!(said.collect::<String>());
}

#[test]
fn a_row_of_several_files_is_said_to_be_several() {
    let leads = format!("{HEADER}\n{}\n", LEADS[1]);
    let folder = folder();
    folder.write("more.csv", leads.as_bytes());
    let arguments = ["why", "policy.ground", "leads.csv", "more.csv"];
    let by = |key: &str| {
        let mut arguments = arguments.to_vec();
        arguments.extend([key, "--format", "json"]);
        let out = folder.call(&arguments).ended(0).out;
        serde_json::from_str::<Value>(&out).unwrap()["same_key"].clone()
    };
    let other = |file: &str, row: u64| serde_json::json!({"count": 1, "first": [{"file": file, "row": row}]});
    assert_eq!(by("row:2"), other("more.csv", 2));
    assert_eq!(by("BO@B.example"), other("more.csv", 2));
    assert_eq!(by("ana@a.example"), other("leads.csv", 6));
}

#[test]
fn without_a_key_leads_have_rows() {
    let policy = "policy \"p\" {}\nlead { n: integer }\n\
                  decision d: boolean { rule r: yes when n > 1  otherwise no }\n";
    let folder = Folder::new(&[
        ("policy.ground", policy.as_bytes()),
        ("leads.csv", b"n\n1\n2\n"),
    ]);
    let out = folder
        .call(&["why", "policy.ground", "leads.csv", "row:3"])
        .ended(0)
        .out;
    assert!(out.starts_with("row 3\nleads.csv\n"), "{out}");
    let called = folder
        .call(&["why", "policy.ground", "leads.csv", "2"])
        .ended(2);
    assert!(
        called.err.contains("no field of the policy is the `key`"),
        "{}",
        called.err
    );
}

#[test]
fn the_smallest_changes_lead_to_an_outcome() {
    insta::assert_snapshot!(told(&["bo@b.example", "--toward", "mql"]));
}

#[test]
fn from_a_changed_lead_others_lead_there() {
    let arguments = ["bo@b.example", "--toward", "mql", "--if"];
    let change = "industry=other,last_activity=2026-06-25";
    insta::assert_snapshot!(told(
        &[&arguments[..], &[change, "--for", "sales"]].concat()
    ));
}

#[test]
fn an_outcome_that_a_lead_has_and_ones_that_it_cannot_have() {
    let cases: &[&[&str]] = &[
        &["ana@a.example", "--toward", "worth a call"],
        &["row:4", "--toward", "mql"],
        &[
            "row:4",
            "--toward",
            "Account Executive",
            "--decision",
            "owner",
        ],
        &["ana@a.example", "--toward", "answer=none"],
        &["row:6", "--toward", "mql", "--budget", "40"],
    ];
    let said = cases.iter().map(|case| {
        let said = told(case);
        let toward = said.split("\n\n").nth(1).unwrap();
        format!("$ {}\n{toward}\n\n", case.join(" "))
    });
    insta::assert_snapshot!(said.collect::<String>());
}

#[test]
fn what_is_printed_for_if_leads_there() {
    let folder = folder();
    for (key, wanted) in [
        ("row:2", "stopped"),
        ("row:3", "mql"),
        ("row:6", "nurture"),
        ("row:5", "ae"),
    ] {
        let toward = why(&folder, &[key, "--toward", wanted, "--format", "json"]);
        let toward: Value = serde_json::from_str(&toward.ended(0).out).unwrap();
        let toward = &toward["toward"];
        let ways = toward["ways"].as_array().unwrap();
        assert!(!ways.is_empty(), "{key} {wanted}: {toward}");
        for way in ways {
            let change = way["if"].as_str().unwrap();
            let then = why(&folder, &[key, "--if", change, "--format", "json"]);
            let then: Value = serde_json::from_str(&then.ended(0).out).unwrap();
            let decided = then["decisions"].as_array().unwrap().iter();
            let mut decided = decided.filter(|it| it["name"] == toward["decision"]);
            assert_eq!(decided.next().unwrap()["outcome"], wanted, "{key} {change}");
            assert_eq!(then["change"]["differences"], way["differences"]);
        }
    }
}

#[test]
fn an_outcome_that_there_is_not_is_refused_with_advice() {
    let cases: &[&[&str]] = &[
        &["row:2", "--toward", "mq"],
        &["row:2", "--toward", "qualification"],
        &["row:2", "--toward", "qualification=sql"],
        &["row:2", "--toward", "qualifcation=mql"],
        &["row:2", "--toward", ""],
        &["row:2", "--toward", "mql", "--decision", "owner"],
        &["row:2", "--toward", "mql", "--budget", "0"],
    ];
    let said = cases
        .iter()
        .map(|case| format!("$ {}\n{}", case.join(" "), refused(case)));
    insta::assert_snapshot!(said.collect::<String>());
}

#[test]
fn stages_and_outcomes_of_several_decisions_are_told_apart() {
    let policy = "policy \"p\" { time zone \"UTC\" }\nteam a \"A\" { role r \"R\", s \"S\" }\n\
        lead { id: text key  n: integer  title: text  stage: one of new | talk | won  since: datetime }\n\
        decision first: role { rule x: r when n > 10  otherwise s }\n\
        decision second: role { rule y: s when n > 20  otherwise r }\n\
        decision whose: text or none { rule z: title when title != \"none\" }\n\
        journey j tracks stage since since {\n\
          stage new start { accountable a  to talk when first = r }\n\
          stage talk { accountable a  to won when n > 30 }\n  stage won end\n}\n";
    let folder = Folder::new(&[
        ("policy.ground", policy.as_bytes()),
        (
            "leads.csv",
            b"id,n,title,stage,since\nk,1,\"It's, here\",new,\n",
        ),
    ]);
    let said = [
        "r",
        "second=s",
        "talk",
        "won",
        "whose=it's, HERE",
        "whose=\"Head, of\" X",
        "whose=none",
    ];
    let said = said.map(|outcome| {
        let arguments = [
            "why",
            "policy.ground",
            "leads.csv",
            "k",
            "--as-of",
            "2026-07-01",
        ];
        let called = folder.call(&[&arguments[..], &["--toward", outcome]].concat());
        let out = called.out.split("\n\n").nth(1).unwrap_or_default();
        format!("$ {outcome}\n{out}{}\n", called.err)
    });
    insta::assert_snapshot!(said.concat());
}
