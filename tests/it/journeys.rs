//! A whole policy with calendars and a journey: it is read, laid out, judged, told as data, and decides
//! leads as one without them does.

use serde_json::{Value, json};

use crate::program::{Called, Folder};
use crate::project::{assert_valid, text};

const POLICY: &str = "tests/it/journeys/policy/policy.ground";
const HOLIDAYS: &str = "tests/it/journeys/policy/lists/north.txt";

const LEADS: &str = "\
id,master,coast,length,wants_berth,refused,may_phone,answer,reason,written_at,visited_at,moors_on,times_offered,place,since_when
b1,,south,44,yes,no,,,,,,,1,offered,2026-07-01T09:00
b2,ada@harbour.example,,12,yes,no,yes,no_thanks,place,,,,0,quay,2026-06-01T09:00
";

fn folder() -> Folder {
    let (policy, holidays) = (text(POLICY), text(HOLIDAYS));
    Folder::new(&[
        ("policy.ground", policy.as_bytes()),
        ("lists/north.txt", holidays.as_bytes()),
        ("leads.csv", LEADS.as_bytes()),
    ])
}

fn call(folder: &Folder, arguments: &[&str]) -> Called {
    let called = [arguments, &["--as-of", "2026-07-01T09:30"]].concat();
    folder.call(&called)
}

#[test]
fn it_is_laid_out_as_it_stands_and_has_no_faults() {
    let folder = folder();
    folder.call(&["fmt", "--check", "."]).ended(0);
    let checked = call(&folder, &["check", ".", "--data", "leads.csv"]).ended(0);
    assert!(!checked.out.contains("error"), "{}", checked.out);
}

#[test]
fn its_calendars_are_told_as_data() {
    let told = call(&folder(), &["dump", "."]).ended(0);
    let model: Value = serde_json::from_str(&told.out).unwrap();
    assert_valid("model", &model);
    assert_eq!(
        model["working_time"]["hours"][4],
        json!([{ "from": 32_400, "to": 54_000 }])
    );
    assert_eq!(
        model["calendars"][0]["time"]["holidays"],
        json!(["2026-12-25", "2026-12-28"])
    );
    let works = model["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| &role["works"]);
    assert_eq!(
        works.collect::<Vec<_>>(),
        [&json!(null), &json!(null), &json!("south"), &json!(null)]
    );
    assert_eq!(model["teams"][1]["works"], "north");
    let after_no = &model["decisions"][2];
    assert_eq!(
        (&after_no["name"], &after_no["journey"]),
        (&json!("after_no"), &json!("berthing"))
    );
}

#[test]
fn its_stages_and_tasks_are_told_as_data() {
    let told = call(&folder(), &["dump", "."]).ended(0);
    let model: Value = serde_json::from_str(&told.out).unwrap();
    let journey = &model["journeys"][0];
    assert_eq!(journey["tracks"], "place");
    let kinds = journey["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| &stage["kind"]);
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["start", "between", "between", "end"]
    );
    let offered = &journey["stages"][1];
    assert_eq!(offered["clears"], json!(["answer", "reason", "written_at"]));
    assert_eq!(
        offered["accountable"],
        json!([{ "kind": "team", "name": "berths" }])
    );
    let write = &offered["tasks"][0];
    assert_eq!(write["responsible"]["name"], "agent_for");
    assert_eq!(write["channels"], json!(["mail", "phone"]));
    assert_eq!(
        write["done"],
        json!({ "kind": "at", "field": "written_at" })
    );
    assert_eq!(write["steps"][1]["length"]["value"]["days"], 5);
    let show = &offered["tasks"][1];
    let clock = json!({ "kind": "end_of", "task": "berthing.offered.write" });
    assert_eq!(show["deadline"]["clock"], clock);
    let (back, otherwise) = (&offered["moves"][1], &offered["moves"][2]);
    assert_eq!(
        back["target"],
        json!({ "kind": "decision", "name": "after_no" })
    );
    assert_eq!(otherwise["after_seconds"], 21 * 86_400);
    let quay = &journey["stages"][0]["moves"][0];
    assert_eq!(
        quay["overrides"],
        json!([{ "kind": "stage", "name": "gone" }])
    );
    let clock = &journey["stages"][2]["tasks"][1]["deadline"]["clock"];
    assert_eq!(clock["task"], "berthing.offered.show");
}

#[test]
fn its_leads_are_decided() {
    let folder = folder();
    let run = call(&folder, &["run", ".", "leads.csv", "--format", "jsonl"]).ended(0);
    let decided: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let decisions = |lead: usize| decided[lead]["decisions"].clone();
    assert_eq!(
        decisions(0),
        json!({ "agent_for": "agent_south", "answer_in": "4 business hours", "after_no": "gone" })
    );
    assert_eq!(
        decisions(1),
        json!({ "agent_for": "harbour_master", "answer_in": "2 business days", "after_no": "quay" })
    );
    let why = call(&folder, &["why", ".", "leads.csv", "b2"]).ended(0);
    assert!(why.out.contains("after_no"), "{}", why.out);
}

/// Leads in all stages, with tasks in all states, and faults.
fn harbour() -> Folder {
    let folder = folder();
    folder.write("leads.csv", text("tests/it/journeys/leads.csv").as_bytes());
    folder
}

#[test]
fn each_lead_tells_where_it_stands() {
    let folder = harbour();
    let run = call(&folder, &["run", ".", "leads.csv", "--format", "jsonl"]).ended(0);
    let records: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    records
        .iter()
        .for_each(|record| assert_valid("run-record", record));
    let journey = |lead: usize| &records[lead]["journeys"]["berthing"];
    let write = json!({
        "task": "write", "responsible": "agent", "due": "2026-06-24T08:30:00+01:00",
        "state": "late", "tell": ["harbour_master"], "channels": ["mail", "phone"],
        "start": "2026-06-20T09:00:00+01:00", "done": null
    });
    let expected = json!({
        "stage": "offered", "since": "2026-06-20T09:00:00+01:00", "to": null, "next": "stays",
        "accountable": "berths", "tasks": [write]
    });
    assert_eq!(*journey(2), expected);
    let next = |lead: usize| (&journey(lead)["to"], &journey(lead)["next"]);
    assert_eq!(next(1), (&json!("offered"), &json!("moves")));
    let writes = json!([
        { "field": "answer", "value": null },
        { "field": "reason", "value": null },
        { "field": "times_offered", "value": 1 }
    ]);
    assert_eq!(records[1]["writes"], writes);
    let problem = &records[3]["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["stage"]),
        (&json!("breach"), &json!("berthing.offered"))
    );
    assert_eq!(journey(4)["tasks"][0]["person"], "ada@harbour.example");
    // Where the stage is bad, nothing is guessed; where `since` is, no deadline is.
    assert_eq!(
        (&journey(5)["stage"], &journey(5)["next"]),
        (&Value::Null, &json!("untold"))
    );
    assert_eq!(journey(6)["tasks"][0]["state"], Value::Null);
}

#[test]
fn as_csv_a_journey_has_two_columns() {
    let run = call(&harbour(), &["run", ".", "leads.csv", "--format", "csv"]).ended(0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn moves_that_contradict_each_other_are_a_problem() {
    let folder = harbour();
    let policy = text(POLICY);
    let policy = policy.split("\nexample ").next().unwrap();
    let torn = policy
        .replace(" overrides gone", "")
        .replace(" and not refused", "");
    folder.write("policy.ground", torn.as_bytes());
    folder.write(
        "leads.csv",
        LEADS
            .replace("yes,no,yes,no_thanks", "yes,yes,yes,no_thanks")
            .as_bytes(),
    );
    let run = call(
        &folder,
        &[
            "run",
            ".",
            "leads.csv",
            "--format",
            "jsonl",
            "--fail-on",
            "error",
        ],
    )
    .ended(1);
    let record: Value = serde_json::from_str(run.out.lines().nth(1).unwrap()).unwrap();
    assert_valid("run-record", &record);
    let problem = &record["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["moves"]),
        (
            &json!("conflicting-moves"),
            &json!(["to offered", "to gone"])
        )
    );
    assert_eq!(record["journeys"]["berthing"]["next"], "conflict");
}

#[test]
fn why_tells_of_moves_and_of_the_arithmetic_of_deadlines() {
    let folder = harbour();
    let page = |key: &str, more: &[&str]| {
        let asked = [&["why", ".", "leads.csv", key], more].concat();
        call(&folder, &asked).ended(0).out
    };
    insta::assert_snapshot!(page("b3", &[]));
    insta::assert_snapshot!(page(
        "b3",
        &[
            "--if",
            "answer=no_thanks,reason=price,written_at=2026-06-23T10:00"
        ]
    ));
}

/// What `run` says of a lead and what `why` says of it are the same, for leads in all stages with
/// all kinds of values.
#[test]
#[expect(clippy::too_many_lines, reason = "a list of what both are to say")]
fn run_and_why_say_the_same() {
    let folder = folder();
    let mut leads = String::from(LEADS.lines().next().unwrap());
    let (mut count, mut mixed) = (0, 7_u32);
    let mut pick = |of: &[&str]| {
        mixed = mixed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        of[(mixed >> 16) as usize % of.len()].to_owned()
    };
    for stage in ["quay", "offered", "moored", "gone", "", "nowhere"] {
        let leads_of_stage = if stage == "offered" { 24 } else { 5 };
        for _ in 0..leads_of_stage {
            count += 1;
            let cells = [
                format!("k{count}"),
                pick(&["", "ada"]),
                pick(&["north", "south", "", "west"]),
                pick(&["12", "44", "", "many"]),
                pick(&["yes", "no"]),
                pick(&["no", "yes"]),
                pick(&["", "yes", "no"]),
                pick(&["", "yes_please", "no_thanks"]),
                pick(&["", "price", "place"]),
                pick(&["", "2026-06-30T10:00", "2026-06-01T10:00", "soon"]),
                pick(&["", "2026-06-30T11:00"]),
                pick(&["", "2026-06-30", "2026-08-01"]),
                pick(&["0", "3"]),
                stage.to_owned(),
                pick(&["2026-06-29T09:00", "2026-06-02T09:00", ""]),
            ];
            leads.push_str(&format!("\n{}", cells.join(",")));
        }
    }
    folder.write("leads.csv", leads.as_bytes());
    let run = call(&folder, &["run", ".", "leads.csv", "--format", "jsonl"]).ended(0);
    let mut seen = std::collections::BTreeSet::new();
    for line in run.out.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_valid("run-record", &record);
        let key = record["key"].as_str().unwrap();
        let why = call(&folder, &["why", ".", "leads.csv", key, "--format", "json"]).ended(0);
        let why: Value = serde_json::from_str(&why.out).unwrap();
        assert_valid("why", &why);
        let (told, explained) = (&record["journeys"]["berthing"], &why["journeys"][0]);
        for part in told.as_object().unwrap().keys() {
            assert_eq!(told[part], explained[part], "{key}: {part}");
        }
        seen.insert(told["next"].to_string());
        for task in told["tasks"].as_array().unwrap() {
            seen.insert(task["state"].to_string());
        }
        assert_eq!(record["problems"], why["problems"]);
    }
    let all = [
        "moves",
        "stays",
        "untold",
        "open",
        "late",
        "done",
        "done-late",
        "no-clock",
    ];
    for kind in all {
        assert!(seen.contains(&format!("\"{kind}\"")), "{kind}: {seen:?}");
    }
}

#[test]
fn the_summary_tells_of_stages_tasks_and_who_has_them() {
    let folder = harbour();
    let asked = ["run", ".", "leads.csv", "--by", "responsible"];
    insta::assert_snapshot!(call(&folder, &asked).ended(0).out);
    let run = call(&folder, &["run", ".", "leads.csv", "--format", "json"]).ended(0);
    let summary: Value = serde_json::from_str(&run.out).unwrap();
    assert_valid("run", &summary);
    let journey = &summary["journeys"][0];
    assert_eq!(
        (&journey["bad"], &journey["missing"]),
        (&json!(1), &json!(0))
    );
    let leads = journey["stages"].as_array().unwrap().iter();
    let leads: Vec<u64> = leads
        .map(|stage| stage["leads"].as_u64().unwrap())
        .collect();
    assert_eq!(leads, [1, 4, 1, 0]);
    let offered = &journey["stages"][1];
    assert_eq!(offered["oldest_seconds"], 11 * 86_400 + 1_800);
    let write = &offered["tasks"][0]["work"][0];
    assert_eq!(write["responsible"], "agent");
    assert_eq!((&write["late"], &write["done"]), (&json!(1), &json!(1)));
    assert_eq!(write["late_since"], "2026-06-24T08:30:00+01:00");
}

#[test]
fn a_work_list_is_sorted_by_what_is_due_first() {
    let folder = harbour();
    let tasks = |more: &[&str]| {
        let asked = [&["run", ".", "leads.csv", "--tasks"], more].concat();
        call(&folder, &asked).ended(0).out
    };
    insta::assert_snapshot!(tasks(&[]));
    let list: Value = serde_json::from_str(&tasks(&["--format", "json"])).unwrap();
    assert_valid("run", &list);
    let keys = |list: &Value| -> Vec<String> {
        let items = list["work"]["items"].as_array().unwrap().iter();
        items
            .map(|it| it["key"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(keys(&list), ["b3", "b1", "b5", "b4"]);
    assert_eq!(list["work"]["no_clock"], 2);
    let more = [
        "--format",
        "json",
        "--role",
        "agent",
        "--due-by",
        "2026-07-05",
    ];
    let list: Value = serde_json::from_str(&tasks(&more)).unwrap();
    assert_eq!(keys(&list), ["b3"]);
}

#[test]
fn a_work_list_can_go_into_a_spreadsheet() {
    let folder = harbour();
    let list = |format| {
        let asked = ["run", ".", "leads.csv", "--tasks", "--format", format];
        call(&folder, &asked).ended(0).out
    };
    let (csv, json) = (list("csv"), list("json"));
    let json: Value = serde_json::from_str(&json).unwrap();
    let mut records = csv.lines();
    let header = records.next().unwrap();
    assert_eq!(
        header,
        "key,row,task,state,due,responsible,person,since,channels"
    );
    let keys: Vec<_> = records.map(|it| it.split(',').next().unwrap()).collect();
    let items = json["work"]["items"].as_array().unwrap().iter();
    let listed: Vec<_> = items.map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(keys, listed);
    assert!(!keys.is_empty());
}

#[test]
fn a_work_list_that_cannot_be_is_refused() {
    let folder = harbour();
    for (more, why) in [
        (&["--tasks", "--role", "agnt"][..], "did you mean `agent`?"),
        (
            &["--tasks", "--due-by", "soon"],
            "`--due-by soon` is no date",
        ),
        (
            &["--tasks", "--format", "jsonl"],
            "`--tasks` adds to the summary",
        ),
        (&["--role", "agent"], "--tasks"),
    ] {
        let asked = [&["run", ".", "leads.csv"], more].concat();
        let refused = call(&folder, &asked).ended(2);
        assert!(refused.err.contains(why), "{}", refused.err);
    }
}

#[test]
fn a_column_that_only_the_journey_reads_is_missed() {
    for column in ["since_when", "visited_at", "moors_on", "times_offered"] {
        let folder = folder();
        folder.write("leads.csv", LEADS.replace(column, "other").as_bytes());
        let run = call(&folder, &["run", ".", "leads.csv"]).ended(2);
        let missed = format!("lacks a column that the policy reads: `{column}`");
        assert!(run.err.contains(&missed), "{}", run.err);
    }
}

#[test]
fn its_stories_hold() {
    let test = call(&folder(), &["test", ".", "--format", "json"]).ended(0);
    let told: Value = serde_json::from_str(&test.out).unwrap();
    assert_valid("test", &told);
    assert_eq!(told["summary"]["expectations"], 15);
}

/// What is wrong with a story of a lead on the quay, from 1 July at 9 on: its only problem.
fn wrong(change: impl Fn(&str) -> String, statements: &str) -> Value {
    let folder = folder();
    let policy = text(POLICY);
    let without = policy.split("\nexample ").next().unwrap();
    let story = format!(
        "example \"It\" {{ lead {{ id \"b9\"  wants_berth yes  refused no  times_offered 0  place quay
         since_when 2026-07-01T08:00  length 25 }} as of 2026-07-01T09:00 {statements} }}"
    );
    folder.write(
        "policy.ground",
        format!("{}\n{story}", change(without)).as_bytes(),
    );
    let test = call(&folder, &["test", ".", "--format", "json"]).ended(1);
    let told: Value = serde_json::from_str(&test.out).unwrap();
    assert_valid("test", &told);
    let problems = told["examples"][0]["problems"].as_array().unwrap();
    let [problem] = problems.as_slice() else {
        panic!("{problems:?}")
    };
    problem.clone()
}

fn as_it_is(policy: &str) -> String {
    policy.to_owned()
}

#[test]
fn a_story_that_fails_tells_what_had_happened() {
    let statements = "expect place = offered  later 6 days  expect told writer  expect told agent";
    let problem = wrong(as_it_is, statements);
    assert_eq!(
        problem["message"],
        "Agent (`agent`) should have been told, and has not been"
    );
    let story = problem["story"].as_array().unwrap();
    let story = story
        .iter()
        .map(|it| format!("{} {}: {}", it["at"], it["kind"], it["what"]).replace('"', ""));
    insta::assert_snapshot!(story.collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(
        problem["why"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn a_task_that_stands_otherwise_shows_its_arithmetic() {
    let problem = wrong(as_it_is, "expect task write late");
    insta::assert_snapshot!(format!("{:#}", problem["why"]));
    let problem = wrong(as_it_is, "set refused yes  expect task write late");
    assert_eq!(
        problem["message"],
        "Write the offer (`write`) should be late, and the lead, in `gone`, has no such task"
    );
}

#[test]
fn a_ring_is_named() {
    let ring = |policy: &str| {
        let task = "    task write";
        policy.replacen(task, &format!("    to quay when wants_berth\n{task}"), 1)
    };
    let problem = wrong(ring, "expect place = offered  expect task write open");
    assert_eq!(
        problem["message"],
        "the lead goes round and round without time passing: `quay`, `offered`, `quay`"
    );
}

#[test]
fn two_open_targets_end_a_story() {
    let torn = |policy: &str| {
        policy
            .replace(" overrides gone", "")
            .replace("and not refused", "")
    };
    let problem = wrong(torn, "set refused yes  later 1 day  expect place = gone");
    assert_eq!(
        problem["message"],
        "the lead cannot move on from `quay`: `to offered` and `to gone` are open at once"
    );
}

#[test]
fn a_story_without_an_end_is_stopped() {
    let restless = |policy: &str| {
        let policy = policy.replace("to gone after patience", "to quay after 1 minute");
        policy.replace("clears answer", "clears master, answer")
    };
    let problem = wrong(restless, "later 1000 days  expect place = offered");
    let message = problem["message"].as_str().unwrap();
    assert!(
        message.contains("a lead may move 1,000 times in an example"),
        "{message}"
    );
}
