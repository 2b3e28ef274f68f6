//! Where leads stand, from policies as text.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::eval::evaluate;
use crate::model::{self, Batch, Cell, LoadedFiles, given};
use crate::source::SourceMap;
use crate::syntax;
use crate::syntax::ast::TaskStatus;

const POLICY: &str = r#"
policy "Test" { time zone "UTC"  working hours mon..fri 09:00..17:00 }
calendar late_shift { time zone "UTC"  working hours mon..fri 13:00..21:00 }
team sales "Sales" {
  role rep, boss
  role evening works late_shift
  role owner named in owner_name
}
lead {
  id: text key   owner_name: text   size: integer   hot: boolean   sad: boolean
  called: datetime   met: date   shown: datetime   times: integer
  stage: one of new | work | out | won
  came: datetime
}
decision who: role or none {
  rule small: rep when size < 10
  rule large: evening when size in 10..99
  rule both:  owner when size in 50..60
  rule named: owner when size >= 100
}
decision where: stage { rule stay: work when size < 10  rule win: won when size in 10..99 }
decision long: duration { rule far: 999_999_999 business days when size = 7  otherwise 4 business hours }
forbid phone unless hot
journey path tracks stage since came {
  stage new start {
    accountable rep
    to work when hot unless sad
    to out when sad overrides won
    to won when size > 5 overrides work
  }
  stage work {
    accountable sales
    requires hot
    clears called, shown
    counts times
    task call {
      responsible who
      informed boss
      by phone, mail
      within long
      done at called
      escalate boss at 6 business hours
      reassign evening at 2 business hours
    }
    task show when size < 50 { responsible rep  within 2 days of call  done at shown }
    task meet { responsible rep  within 1 day of met  done when hot }
    task rest { responsible rep }
    to where when sad
    otherwise to out after 10 days
  }
  stage out end
  stage won end
}
"#;

struct Policy {
    model: Model,
}

impl Policy {
    fn new() -> Self {
        let mut sources = SourceMap::default();
        let id = sources.add("policy.ground", POLICY);
        let mut diagnostics = Diagnostics::default();
        let file = syntax::parse(id, POLICY, &mut diagnostics);
        let files = LoadedFiles::new();
        let model = model::resolve(&[file], &files, &sources, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
        Policy { model }
    }

    /// The state of a lead with these values; `!field` is a bad value.
    fn state(&self, values: &str, as_of: &str) -> State {
        let mut cells = vec![Cell::Missing; self.model.fields.len()];
        for value in values.split_whitespace() {
            if let Some(name) = value.strip_prefix('!') {
                let mut fields = self.model.fields.iter();
                let (id, _) = fields.find(|(_, it)| it.named.name == name).unwrap();
                cells[id.index()] = Cell::Bad;
                continue;
            }
            let found = given(&self.model, &[value.to_owned()]);
            for (field, cell) in found.unwrap_or_else(|error| panic!("{error:?}")) {
                cells[field.index()] = cell;
            }
        }
        let mut batch = Batch::new(self.model.fields.len());
        batch.push(cells);
        let as_of = at(as_of);
        let evaluation = evaluate(&self.model, batch.lead(0), as_of);
        let [state] = evaluation.journeys.as_slice() else {
            panic!("there is one journey")
        };
        let journey = state.journey;
        let again = super::state(&self.model, journey, batch.lead(0), &evaluation, as_of);
        assert_eq!(*state, again);
        again
    }

    fn stage(&self, id: StageId) -> &str {
        &self.model.stages[id].named.name
    }

    /// Where the lead goes, as a word.
    fn next(&self, values: &str, as_of: &str) -> String {
        match self.state(values, as_of).next {
            Next::Stay => "stay".to_owned(),
            Next::To { stage, by } => format!("{} by {by:?}", self.stage(stage)),
            Next::Conflict(by) => format!("conflict of {by:?}"),
            Next::Untold => "untold".to_owned(),
        }
    }

    /// A task of a lead in `work` since Wednesday, 1 July, at 10:00.
    fn task(&self, name: &str, values: &str, as_of: &str) -> TaskState {
        let values = format!("stage=work came=2026-07-01T10:00 {values}");
        let tasks = self.state(&values, as_of).tasks;
        let is_it = |it: &TaskState| self.model.tasks[it.task].named.name == name;
        tasks
            .into_iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("no `{name}`"))
    }
}

fn at(text: &str) -> Instant {
    format!("{text}:00Z").parse().unwrap()
}

#[test]
fn moves_are_weighed_like_rules() {
    let policy = Policy::new();
    let new = "stage=new came=2026-07-01T10:00";
    for (values, next) in [
        ("", "stay"),
        ("hot=yes", "work by [0]"),
        // An unknown `unless` does not close it, a yes does.
        ("hot=yes sad=no", "work by [0]"),
        ("hot=yes sad=yes", "out by [1]"),
        ("size=6", "won by [2]"),
        ("hot=yes size=6", "won by [2]"),
        // `out` stands above `won`, and so above what that stands above.
        ("hot=yes size=6 sad=yes", "out by [1]"),
        ("!hot", "untold"),
        ("!hot size=6", "won by [2]"),
        ("hot=no !sad", "untold"),
        ("!size sad=yes", "out by [1]"),
    ] {
        let found = policy.next(&format!("{new} {values}"), "2026-07-02T10:00");
        assert_eq!(found, next, "{values}");
    }
    for values in ["", "!stage", "!stage hot=yes"] {
        let state = policy.state(values, "2026-07-02T10:00");
        assert_eq!(state.next, Next::Untold);
        assert!(state.moves.is_empty() && state.tasks.is_empty());
    }
}

#[test]
fn moves_by_decision_and_otherwise() {
    let policy = Policy::new();
    let work = "stage=work came=2026-07-01T10:00";
    for (values, as_of, next) in [
        ("", "2026-07-11T09:59", "stay"),
        ("", "2026-07-11T10:00", "out by [1]"),
        // A decision that yields the stage itself moves nothing.
        ("sad=yes size=5", "2026-07-02T10:00", "stay"),
        ("sad=yes size=5", "2026-07-11T10:00", "out by [1]"),
        ("sad=yes size=20", "2026-07-02T10:00", "won by [0]"),
        ("sad=yes size=20", "2026-07-11T10:00", "won by [0]"),
        // It has a gap there.
        ("sad=yes size=200", "2026-07-02T10:00", "untold"),
        ("sad=no size=200", "2026-07-02T10:00", "stay"),
        ("!sad", "2026-07-02T10:00", "untold"),
    ] {
        let found = policy.next(&format!("{work} {values}"), as_of);
        assert_eq!(found, next, "{values}");
    }
    let without = policy.next("stage=work", "2026-07-11T10:00");
    assert_eq!(without, "stay", "nobody knows how long it has been there");
    assert_eq!(
        policy.next("stage=work !came", "2026-07-11T10:00"),
        "untold"
    );
}

#[test]
fn two_targets_at_once_are_a_conflict() {
    let mut policy = Policy::new();
    let new = policy.model.stages.iter().next().unwrap().0;
    for it in &mut policy.model.stages.get_mut(new).unwrap().moves {
        it.overrides.clear();
    }
    let found = policy.next("stage=new hot=yes size=6", "2026-07-02T10:00");
    assert_eq!(found, "conflict of [0, 2]");
}

#[test]
fn what_a_move_would_write() {
    let policy = Policy::new();
    let writes = |values: &str| -> Vec<String> {
        let state = policy.state(&format!("stage=new hot=yes {values}"), "2026-07-02T10:00");
        let name = |it: &Write| policy.model.fields[it.field].named.name.clone();
        let writes = state.writes.iter();
        writes
            .map(|it| format!("{} {:?}", name(it), it.cell))
            .collect()
    };
    let number = |n: i64| format!("times {:?}", Cell::Known(Value::Number(n.into())));
    assert_eq!(writes(""), [number(1)]);
    assert_eq!(
        writes("times=4 called=2026-07-01T09:00"),
        ["called Missing".to_owned(), number(5)]
    );
    assert_eq!(writes("!times"), ["times Bad"]);
}

#[test]
fn a_stage_is_held_to_what_it_requires() {
    let policy = Policy::new();
    for (hot, lacks) in [
        ("hot=yes", false),
        ("hot=no", true),
        ("", true),
        ("!hot", false),
    ] {
        let state = policy.state(&format!("stage=work {hot}"), "2026-07-02T10:00");
        assert_eq!(state.lacks_required, lacks, "{hot}");
    }
}

#[test]
fn tasks_stand_as_their_clock_says() {
    use TaskStatus::{Done, DoneLate, DueSoon, Late, NoClock, Open};
    let policy = Policy::new();
    // Within 4 business hours from 10:00; the last fifth begins at 13:12. It goes to the evening
    // shift after two hours, at 12:00: the other two run from 13:00 on.
    for (values, as_of, state, due) in [
        ("size=1", "2026-07-01T10:00", Open, "2026-07-01T14:00"),
        ("size=1", "2026-07-01T11:59", Open, "2026-07-01T14:00"),
        ("size=1", "2026-07-01T12:00", Open, "2026-07-01T15:00"),
        ("size=1", "2026-07-01T14:12", DueSoon, "2026-07-01T15:00"),
        ("size=1", "2026-07-01T15:00", DueSoon, "2026-07-01T15:00"),
        ("size=1", "2026-07-01T15:01", Late, "2026-07-01T15:00"),
        ("size=20", "2026-07-01T16:12", DueSoon, "2026-07-01T17:00"),
        ("size=20", "2026-07-01T14:59", Open, "2026-07-01T17:00"),
        // What is done before the clock starts, or after now, does not count.
        (
            "size=1 called=2026-07-01T09:59",
            "2026-07-01T10:30",
            Open,
            "2026-07-01T14:00",
        ),
        (
            "size=1 called=2026-07-01T10:00",
            "2026-07-01T10:30",
            Done,
            "2026-07-01T14:00",
        ),
        (
            "size=1 called=2026-07-01T10:31",
            "2026-07-01T10:30",
            Open,
            "2026-07-01T14:00",
        ),
        (
            "size=1 called=2026-07-01T15:00",
            "2026-07-09T10:30",
            Done,
            "2026-07-01T15:00",
        ),
        (
            "size=1 called=2026-07-01T15:01",
            "2026-07-09T10:30",
            DoneLate,
            "2026-07-01T15:00",
        ),
    ] {
        let task = policy.task("call", values, as_of);
        assert_eq!(task.state, Some(state), "{values} as of {as_of}");
        assert_eq!(task.due, Due::At(at(due)), "{values} as of {as_of}");
    }
    for (task, values, state) in [
        ("show", "size=1", NoClock),
        ("show", "size=1 called=2026-07-01T10:30", Open),
        ("show", "size=1 called=2026-07-01T09:30", NoClock),
        ("show", "size=1 shown=2026-07-01T10:30", NoClock),
        ("meet", "", NoClock),
        ("meet", "hot=yes", Done),
        ("meet", "met=2026-07-02", Open),
        ("meet", "met=2026-06-29", Late),
        ("rest", "", Open),
    ] {
        let found = policy.task(task, values, "2026-07-01T11:00").state;
        assert_eq!(found, Some(state), "{task} {values}");
    }
}

#[test]
fn what_cannot_be_told_of_a_task_is_not_guessed() {
    let policy = Policy::new();
    for (task, values, due) in [
        ("call", "!called", Due::At(at("2026-07-01T14:00"))),
        (
            "call",
            "size=7",
            Due::Untold(NoDue::Fault(crate::value::DueFault::TooFar)),
        ),
        ("call", "!size", Due::Untold(NoDue::NoLimit)),
        ("meet", "!met", Due::Untold(NoDue::BadStart)),
    ] {
        let found = policy.task(task, values, "2026-07-01T11:00");
        assert_eq!((found.state, found.due), (None, due), "{task} {values}");
    }
    let state = policy.state("stage=work !size !came", "2026-07-01T11:00");
    assert_eq!(state.doubtful.len(), 1);
    assert_eq!(state.tasks[0].due, Due::Untold(NoDue::BadStart));
}

#[test]
fn steps_happen_while_a_task_is_not_done() {
    let policy = Policy::new();
    // Six hours from 10:00, two of them before the task goes to the evening shift at 12:00.
    let boss = at("2026-07-01T17:00");
    for (values, as_of, fired, role) in [
        ("size=1", "2026-07-01T11:59", [false, false], "rep"),
        ("size=1", "2026-07-01T12:00", [false, true], "evening"),
        ("size=1", "2026-07-01T16:59", [false, true], "evening"),
        ("size=1", "2026-07-01T17:00", [true, true], "evening"),
        (
            "size=1 called=2026-07-01T12:00",
            "2026-07-03T10:00",
            [false, false],
            "rep",
        ),
        (
            "size=1 called=2026-07-01T12:01",
            "2026-07-03T10:00",
            [false, true],
            "evening",
        ),
    ] {
        let task = policy.task("call", values, as_of);
        let found: Vec<bool> = task.steps.iter().map(|it| it.fired).collect();
        assert_eq!(found, fired, "{values} as of {as_of}");
        let Given::Known(found) = task.responsible.role else {
            panic!("somebody is responsible")
        };
        assert_eq!(policy.model.roles[found].named.name, role);
        if role == "evening" {
            assert_eq!(task.steps[0].at, Due::At(boss));
            let limit = |hours: i64| {
                Some(crate::value::Duration::Business {
                    seconds: hours * 3600,
                })
            };
            let legs: Vec<_> = task.legs.iter().map(|leg| (leg.from, leg.limit)).collect();
            let expected = [
                (at("2026-07-01T10:00"), limit(4)),
                (at("2026-07-01T12:00"), limit(2)),
            ];
            assert_eq!(legs, expected);
        }
    }
}

#[test]
fn who_is_responsible_and_how_they_may_reach_the_lead() {
    let policy = Policy::new();
    let call = |values: &str| policy.task("call", values, "2026-07-01T11:00");
    assert_eq!(call("").responsible.role, Given::Missing);
    assert_eq!(
        call("size=55").responsible.role,
        Given::Bad,
        "two rules disagree"
    );
    assert_eq!(call("size=1").responsible.person, None);
    assert_eq!(call("size=100").responsible.person, Some(Given::Missing));
    let named = call("size=100 owner_name=Kim").responsible.person;
    assert!(
        matches!(named, Some(Given::Known(Value::Text(_)))),
        "{named:?}"
    );
    assert_eq!(call("").channels.len(), 1);
    assert_eq!(call("hot=yes").channels.len(), 2);
}

#[test]
fn who_has_been_told() {
    let policy = Policy::new();
    let values = "stage=work came=2026-07-01T10:00 size=1";
    let names = |as_of: &str| -> Vec<String> {
        let told = told(&policy.model, &policy.state(values, as_of));
        let name = |party: Party| match party {
            Party::Role(id) => policy.model.roles[id].named.name.clone(),
            Party::Team(id) => policy.model.teams[id].named.name.clone(),
        };
        told.into_iter().map(name).collect()
    };
    assert_eq!(names("2026-07-01T11:00"), ["boss"]);
    assert_eq!(names("2026-07-01T12:00"), ["boss", "evening"]);
}
