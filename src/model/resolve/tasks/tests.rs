//! Tests of tasks and their clocks.

use super::*;
use crate::model::ClockStart;
use crate::model::resolve::testing::{codes, resolved};

fn with(hours: &str, tasks: &str) -> String {
    format!(
        "policy \"p\" {{ time zone \"Europe/Berlin\"  {hours} }}\n\
         calendar c {{ working hours mon..fri 09:00..17:00 }}\n\
         team t {{ role r works c, q }}\n\
         lead {{ a: text key  s: one of x | y | z  d: datetime  e: datetime  birth: date  n: integer }}\n\
         define sla = 4 hours\n\
         must all_read: e is known or birth is known or n is known or since(d) > sla\n\
         decision who: role {{ rule one: r when n > 1  otherwise q }}\n\
         decision long: duration {{ rule one: 2 business days when n > 1  otherwise 5 hours }}\n\
         journey j tracks s since d {{ stage x start {{ to y  task first {{ responsible r  done at e }} }}\n\
         stage y {{ to z  {tasks} }}  stage z end {{ task last {{ responsible r  done at e }} }} }}"
    )
}

const HOURS: &str = "working hours mon..fri 09:00..17:00";

#[test]
fn what_a_task_says() {
    let (model, found) = resolved(&with(
        HOURS,
        "task k \"K\" when n > 1 { responsible who  consulted t, q  informed r  by phone, mail \
         within long of first  done at d  escalate q at 5 business hours  reassign r at sla } \
         task l { responsible q  within 2 business days of k  done when n > 5 } \
         task m { responsible q  within sla of birth }",
    ));
    assert_eq!(found, []);
    let tasks: Vec<_> = model.tasks.values().collect();
    assert_eq!(tasks.len(), 5);
    let (k, l, m) = (tasks[1], tasks[2], tasks[3]);
    assert_eq!(
        (k.consulted.len(), k.informed.len(), k.channels.len()),
        (2, 1, 2)
    );
    assert_eq!(k.steps.len(), 2);
    assert!(matches!(k.responsible.kind, OperandKind::Decision(_)));
    assert_eq!(
        k.deadline.as_ref().unwrap().clock,
        ClockStart::EndOf(Id::new(0))
    );
    assert_eq!(
        l.deadline.as_ref().unwrap().clock,
        ClockStart::EndOf(Id::new(1))
    );
    assert!(matches!(
        m.deadline.as_ref().unwrap().clock,
        ClockStart::Field(_)
    ));
    assert_eq!(model.task_name(Id::new(1)), "j.y.k");
}

#[test]
fn what_a_task_cannot_say() {
    for (bad, code) in [
        ("within 3 hours", Code::Syntax),
        ("responsible rr", Code::UnknownName),
        ("responsible t", Code::WrongType),
        ("responsible long", Code::WrongType),
        ("responsible n", Code::WrongType),
        ("responsible r  consulted who", Code::WrongType),
        ("responsible r  informed q, q", Code::DuplicateEntry),
        ("responsible r  by phone, phone", Code::DuplicateEntry),
        ("responsible r  within 3", Code::WrongUnit),
        ("responsible r  within 0 hours", Code::EmptyRange),
        ("responsible r  within who", Code::WrongType),
        ("responsible r  within n", Code::WrongType),
        ("responsible r  within 3 hours of n", Code::WrongType),
        ("responsible r  within 3 hours of last", Code::WrongType),
        ("responsible r  within 3 hours of k", Code::Cycle),
        ("responsible r  within 3 hours of frist", Code::UnknownName),
        ("responsible r  within 3 hours of t", Code::WrongType),
        ("responsible r  done at birth", Code::WrongType),
        ("responsible r  done when n", Code::WrongType),
        ("responsible r  escalate t at 3 hours", Code::WrongType),
        ("responsible r  responsible q", Code::RepeatedClause),
    ] {
        let text = with(HOURS, &format!("task k {{ {bad} }}"));
        assert_eq!(
            codes(&text).first(),
            Some(&code),
            "{bad}: {:?}",
            codes(&text)
        );
    }
}

#[test]
fn clocks_do_not_start_in_a_ring_nor_at_an_unknown_end() {
    let ring = "task k { responsible r  within 3 hours of l  done at e } \
                task l { responsible r  within 3 hours of k  done at e }";
    assert_eq!(codes(&with(HOURS, ring)), [Code::Cycle]);
    let open = "task k { responsible r  within 3 hours of l } \
                task l { responsible r  done when n > 1 }";
    assert_eq!(codes(&with(HOURS, open)), [Code::WrongType]);
    let field = "task n { responsible r }";
    assert_eq!(codes(&with(HOURS, field)), [Code::DuplicateName]);
}

#[test]
fn business_time_is_that_of_whoever_is_responsible() {
    for (task, expected) in [
        ("responsible r  within 4 business hours", vec![]),
        (
            "responsible q  within 4 business hours",
            vec![Code::WrongUnit],
        ),
        (
            "responsible who  within 4 business hours",
            vec![Code::WrongUnit],
        ),
        ("responsible q  within long", vec![Code::WrongUnit]),
        ("responsible q  within 4 hours", vec![]),
    ] {
        let text = with("", &format!("task k {{ {task} }}"));
        assert_eq!(codes(&text), expected, "{task}");
    }
}
