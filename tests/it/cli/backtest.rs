//! `run --compare`, `--outcome` and `--sweep` from the outside.

mod refused;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::program::{Called, Folder};
use crate::project::{argument, assert_valid};

const POLICY: &str = r#"policy "Demand" {}

team sales "Sales" { role sdr "Sales development", ae "Account executive" }

lead {
  email:     text key
  visits:    integer 0..100
  employees: integer >= 1
  crm_stage: text
  crm_owner: text
  tier:      one of gold | tin
  won:       boolean
}

score interest 0..100 { +1 per 1 of visits }
score size 0..20 { +20 when employees >= 200 }
define total = interest + size
define mql_bar = 40
define wait = 2 days
define slow = 3

decision stage: one of nurture | mql | hot {
  rule hot: hot when total >= 90 overrides mql
  rule mql: mql when total >= mql_bar
  otherwise nurture
}

decision owner: role or none {
  table stage | employees {
    mql, hot | >= 200 => ae
    mql, hot | < 200  => sdr
  }
}

decision answer: duration { otherwise wait }
must slowly: visits > slow or crm_stage is known or crm_owner is known or tier is known or won

vocabulary sales { mql = "Working" }
"#;

const LEADS: &str = "\
email,visits,employees,crm_stage,crm_owner,tier,won
a@a.example,95,500,Hot,Account Executive,gold,yes
b@b.example,80,500,working,ae,gold,yes
c@c.example,75,20,Nurture,sdr,tin,no
d@d.example,60,20,Nurture,Kim,tin,yes
e@e.example,45,,MQL,,tin,no
f@f.example,30,20,MQL,,,no
g@g.example,20,500,,,gold,
h@h.example,10,20,won,,tin,maybe
i@i.example,many,20,Nurture,,tin,no
j@j.example,5,20,nurture,,tin,no
";

fn run(more: &[&str]) -> Called {
    let folder = Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("leads.csv", LEADS.as_bytes()),
    ]);
    let mut arguments = vec!["run", "policy.ground", "leads.csv"];
    arguments.extend(more);
    folder.call(&arguments)
}

/// The part of the summary that was asked for, in lines that fit.
fn part(more: &[&str], from: &str) -> String {
    let out = run(more).ended(0).out;
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let (_, part) = out
        .split_once(&format!("\n\n{from}\n"))
        .unwrap_or_else(|| panic!("{out}"));
    let part = part.split("\n\nproblems\n").next().unwrap();
    format!("{from}\n{part}")
}

fn summary(more: &[&str]) -> Value {
    let called = run(&[more, &["--format", "json"]].concat()).ended(0);
    let summary = serde_json::from_str(&called.out).unwrap();
    assert_valid("run", &summary);
    summary
}

#[test]
fn a_comparison_says_how_much_differs_and_which_leads() {
    assert_snapshot!(part(&["--compare", "stage=crm_stage"], "stage against crm_stage"), @r#"
    stage against crm_stage
      agree   3  37.5%
      differ  5  62.5%
      8 leads have both; not compared: 1 where `crm_stage` is missing, 1 where
        `stage` has no outcome

    stage by crm_stage
                 leads  nurture  mql  hot  not decided
      Nurture        4        1    2    0            1
      MQL            2        1    1    0            0
      Hot            1        0    0    1            0
      won            1        1    0    0            0
      working        1        0    0    1            0
      (missing)      1        0    1    0            0

    where stage and crm_stage differ
      2  mql, and `crm_stage` says Nurture
         c@c.example, d@d.example
      1  hot, and `crm_stage` says working
         b@b.example
      1  nurture, and `crm_stage` says MQL
         f@f.example
      1  nurture, and `crm_stage` says won
         h@h.example
    "#);
}

#[test]
fn a_comparison_meets_titles_and_says_when_nothing_meets() {
    let titles = part(&["--compare", "owner=crm_owner"], "owner against crm_owner");
    assert!(titles.contains("  agree   3  75.0%\n"), "{titles}");
    let none = part(&["--compare", "stage=crm_owner"], "stage against crm_owner");
    assert!(none.contains("say them in a `vocabulary`"), "{none}");
}

#[test]
fn an_outcome_is_told_by_decision_and_by_score() {
    assert_snapshot!(part(&["--outcome", "won=yes"], "won = yes"), @r#"
    won = yes
      8 leads, 3 converted, 37.5%
      2 leads are not counted: `won` is missing in 1, `won` has a value that it
        cannot have in 1

    won = yes by stage
                                                      from here on
                     leads  converted   share   lift         leads   share
      nurture            2          0    0.0%  0.00×             7   42.9%
      mql                3          1   33.3%  0.89×             5   60.0%
      hot                2          2  100.0%  2.67×             2  100.0%
      (not decided)      1          0    0.0%  0.00×

    won = yes by owner
                     leads  converted   share   lift
      sdr                2          1   50.0%  1.33×
      ae                 2          2  100.0%  2.67×
      (none)             3          0    0.0%  0.00×
      (not decided)      1          0    0.0%  0.00×

    won = yes by answer
              leads  converted  share   lift
      2 days      8          3  37.5%  1.00×

    won = yes by interest
          leads  converted   share   lift
      95      1          1  100.0%  2.67×  ████████████████
      80      1          1  100.0%  2.67×  ████████████████
      75      1          0    0.0%  0.00×
      60      1          1  100.0%  2.67×  ████████████████
      45      1          0    0.0%  0.00×
      30      1          0    0.0%  0.00×
      5       1          0    0.0%  0.00×

               from  leads  of all  converted   share   lift
      top 5%     95      1   14.3%          1  100.0%  2.67×
      top 10%    95      1   14.3%          1  100.0%  2.67×
      top 20%    80      2   28.6%          2  100.0%  2.67×
      1 lead has no `interest`

    won = yes by size
          leads  converted   share   lift
      20      2          2  100.0%  2.67×  ████████████████
      0       6          1   16.7%  0.44×  ██▋

               from  leads  of all  converted   share   lift
      top 5%     20      2   25.0%          2  100.0%  2.67×
      top 10%    20      2   25.0%          2  100.0%  2.67×
      top 20%    20      2   25.0%          2  100.0%  2.67×

    won = yes by total
           leads  converted   share   lift
      115      1          1  100.0%  2.67×  ████████████████
      100      1          1  100.0%  2.67×  ████████████████
      75       1          0    0.0%  0.00×
      60       1          1  100.0%  2.67×  ████████████████
      45       1          0    0.0%  0.00×
      30       1          0    0.0%  0.00×
      5        1          0    0.0%  0.00×

               from  leads  of all  converted   share   lift
      top 5%    115      1   14.3%          1  100.0%  2.67×
      top 10%   115      1   14.3%          1  100.0%  2.67×
      top 20%   100      2   28.6%          2  100.0%  2.67×
      1 lead has no `total`
    "#);
}

#[test]
fn a_sweep_is_one_table_a_decision() {
    let arguments = ["--sweep", "mql_bar=30..60/10"];
    assert_snapshot!(part(&arguments, "stage by mql_bar"), @r#"
    stage by mql_bar
      leads
             nurture       mql       hot  not decided
        30  2 █▏      5 ███     2 █▏         1 ▌
      * 40  3 █▊      4 ██▍     2 █▏         1 ▌
        50  5 ███     2 █▏      2 █▏         1 ▌
        60  5 ███     2 █▏      2 █▏         1 ▌

    owner by mql_bar
      leads
                 sdr        ae      none  not decided
        30  3 █▊      3 █▊      3 █▊         1 ▌
      * 40  2 █▏      3 █▊      4 ██▍        1 ▌
        50  2 █▏      2 █▏      5 ███        1 ▌
        60  2 █▏      2 █▏      5 ███        1 ▌

      * what the policy says
    "#);
}

#[test]
fn an_outcome_is_written_as_in_an_example_or_looser() {
    for (given, shown) in [
        ("tier=GOLD", "tier = gold"),
        ("tier=missing", "tier is missing"),
        ("tier=known", "tier is known"),
        ("crm_stage=\"known\"", "crm_stage = known"),
        ("crm_stage=Hot, or won", "crm_stage = Hot, or won"),
        ("visits=95", "visits = 95"),
    ] {
        let outcome = &summary(&["--outcome", given])["outcome"];
        assert_eq!(outcome["goal"], shown, "{given}");
    }
}

#[test]
fn a_sweep_with_an_outcome_says_who_converted() {
    let arguments = ["--sweep", "mql_bar=45,70", "--outcome", "won=yes"];
    assert_snapshot!(part(&arguments, "stage by mql_bar"), @r#"
    stage by mql_bar
      leads
             nurture       mql       hot  not decided
        45  4 ██▍     3 █▊      2 █▏         1 ▌
        70  6 ███▌    1 ▌       2 █▏         1 ▌

      converted
                     nurture               mql                hot
        45   0.0%      0.00×  33.3% █▎   0.89×  100.0% ████ 2.67×
        70  25.0% █    0.67×   0.0%      0.00×  100.0% ████ 2.67×

      from here on: an outcome, and those declared behind it
                           mql                  hot
        45  5 60.0% ██▍  1.60×  2 100.0% ████ 2.67×
        70  3 66.7% ██▋  1.78×  2 100.0% ████ 2.67×

    owner by mql_bar
      leads
                 sdr        ae      none  not decided
        45  2 █▏      2 █▏      5 ███        1 ▌
        70  1 ▌       2 █▏      6 ███▌       1 ▌

      converted
                         sdr                 ae              none
        45  50.0% ██   1.33×  100.0% ████ 2.67×   0.0%      0.00×
        70   0.0%      0.00×  100.0% ████ 2.67×  25.0% █    0.67×

      the policy says 40
    "#);
}

#[test]
fn all_of_it_as_json_fits_the_schema() {
    let summary = summary(&[
        "--compare",
        "stage=crm_stage",
        "--outcome",
        "won=yes",
        "--sweep",
        "mql_bar=30..60/10",
        "--by",
        "tier",
        "--rules",
    ]);
    let compare = &summary["compare"];
    let counts = ["both", "missing", "bad_value", "no_outcome", "neither"];
    let all: u64 = counts
        .iter()
        .map(|count| compare[count].as_u64().unwrap())
        .sum();
    assert_eq!(all, 10);
    assert_eq!(compare["share"], json!(0.375));
    let outcome = &summary["outcome"];
    assert_eq!(
        (
            &outcome["leads"],
            &outcome["known"],
            &outcome["converted"],
            &outcome["lift"]
        ),
        (&json!(10), &json!(8), &json!(3), &json!(1))
    );
    assert_eq!(
        (&outcome["missing"], &outcome["bad_value"]),
        (&json!(1), &json!(1))
    );
    let values = summary["sweep"]["values"].as_array().unwrap();
    let given: Vec<_> = values.iter().map(|value| &value["given"]).collect();
    assert_eq!(given, ["30", "40", "50", "60"]);
    let marked: Vec<_> = values
        .iter()
        .map(|value| value["is_policy"] == true)
        .collect();
    assert_eq!(marked, [false, true, false, false]);
    // What the policy says gives what the run itself says.
    assert_eq!(
        values[1]["decisions"][0]["outcomes"],
        outcome["decisions"][0]["outcomes"]
    );
}

#[test]
fn a_sweep_is_what_set_says_one_by_one() {
    let swept = summary(&[
        "--sweep",
        "mql_bar=20..100/20",
        "--outcome",
        "won=yes",
        "--set",
        "slow=9",
    ]);
    for value in swept["sweep"]["values"].as_array().unwrap() {
        let set = format!("mql_bar={}", value["given"].as_str().unwrap());
        let alone = summary(&["--set", &set, "--outcome", "won=yes"]);
        for decision in value["decisions"].as_array().unwrap() {
            let all = alone["outcome"]["decisions"].as_array().unwrap();
            assert!(all.contains(decision), "{set}: {decision}");
        }
    }
}

#[test]
fn values_of_a_sweep_have_units() {
    let part = part(&["--sweep", "wait=1..3 days/1"], "answer by wait");
    for words in ["1 days", "* 2 days", "3 days"] {
        assert!(part.contains(words), "{part}");
    }
    let called = run(&["--sweep", "wait=1..3/1"]).ended(2);
    assert!(
        called
            .err
            .contains("the policy has errors with `wait` at `1`"),
        "{}",
        called.err
    );
    assert_eq!(called.out, "");
}

#[test]
fn a_lead_with_nothing_and_a_file_without_leads_are_answered() {
    let header = LEADS.lines().next().unwrap();
    for leads in [format!("{header}\n"), format!("{header}\n,,,,,,\n")] {
        let folder = Folder::new(&[
            ("policy.ground", POLICY.as_bytes()),
            ("leads.csv", leads.as_bytes()),
        ]);
        let asked = [
            "--compare",
            "stage=crm_stage",
            "--outcome",
            "won=yes",
            "--sweep",
            "mql_bar=1,2",
        ];
        for format in ["human", "json"] {
            let head = ["run", "policy.ground", "leads.csv", "--format", format];
            let called = folder.call(&[&head[..], &asked].concat()).ended(0);
            if format == "json" {
                assert_valid("run", &serde_json::from_str(&called.out).unwrap());
            }
        }
    }
}

#[test]
fn the_shipped_sample_shows_it() {
    let policy = argument("policies/online-courses");
    let sample = argument("policies/online-courses/sample.csv");
    let folder = Folder::new(&[]);
    let head = ["run", &policy, &sample, "--format", "json"];
    let asked = ["--outcome", "converted=yes", "--sweep", "mql_bar=40..70/10"];
    let called = folder.call(&[&head[..], &asked].concat()).ended(0);
    let summary: Value = serde_json::from_str(&called.out).unwrap();
    assert_valid("run", &summary);
    assert_eq!(summary["outcome"]["scores"][2]["score"], "total");
    assert_eq!(summary["sweep"]["values"].as_array().unwrap().len(), 4);
}
