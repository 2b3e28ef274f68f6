//! A policy inside of another program says what the evaluator says.

use groundrules::embed::{self, Decided, Decider, Given, Misfit};
use groundrules::eval::{DecidedOutcome, evaluate};
use groundrules::model::{Batch, Cell};
use groundrules::value::{Date, Instant, Number, Text, Value};

const POLICY: &str = r#"
policy "Leads" { }
team sales { role closer, sdr }
lead {
  id:        text key
  country:   text
  employees: integer 0..1_000_000
  budget:    money USD
  plan:      one of free | paid
  tags:      several of hot | old
  asked:     date
  seen:      datetime
  opted_out: boolean
}
score fit 0..100 {
  +2 per 10 of employees, at most 40
  +30 when plan = paid
  +10 when country = "Österreich"
}
decision owner: role or none {
  rule large: closer when employees >= 500 or budget > 10_000 USD
  rule fits:  sdr when fit >= 30 and employees < 500 and budget is missing
}
decision who: text or none { rule here: country when owner = sdr }
forbid email when opted_out or tags has old
forbid phone unless since(seen) < 30 days and asked is known
"#;

fn as_of() -> Instant {
    "2026-07-01T00:00:00Z".parse().unwrap()
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// Leads with and without everything.
fn leads() -> Vec<Vec<(&'static str, Given<'static>, Value)>> {
    let text = |text: &'static str| (Given::Text(text), Value::Text(Text::new(text)));
    let integer = |it: &str| (Given::Number(number(it)), Value::Number(number(it)));
    let money = |it: &str| (Given::Number(number(it)), Value::Money(number(it)));
    let mut leads = vec![Vec::new()];
    let mut vary = |name: &'static str, values: Vec<(Given<'static>, Value)>| {
        let with = leads.iter().flat_map(|lead: &Vec<_>| {
            let given = values.iter().map(|(given, value)| {
                let mut lead = lead.clone();
                lead.push((name, *given, value.clone()));
                lead
            });
            std::iter::once(lead.clone())
                .chain(given)
                .collect::<Vec<_>>()
        });
        leads = with.collect();
    };
    vary("id", vec![text("a@acme.example")]);
    vary("country", vec![text(" österreich "), text("US")]);
    vary(
        "employees",
        vec![integer("7"), integer("499"), integer("500")],
    );
    vary(
        "budget",
        vec![
            money("10000"),
            money("10000.000001"),
            money("100000000000000000"),
        ],
    );
    vary("plan", vec![(Given::Choice("paid"), Value::Choice(1))]);
    vary(
        "tags",
        vec![(Given::Members(&["old"]), Value::Set([1].into()))],
    );
    let day = Date::new(2026, 5, 1).unwrap();
    vary("asked", vec![(Given::Date(day), Value::Date(day))]);
    let moment: Instant = "2026-06-20T00:00:00Z".parse().unwrap();
    vary(
        "seen",
        vec![(Given::Instant(moment), Value::Datetime(moment))],
    );
    vary(
        "opted_out",
        vec![(Given::Boolean(true), Value::Boolean(true))],
    );
    leads
}

#[test]
fn every_answer_is_the_evaluators() {
    let compiled = embed::policy(POLICY).unwrap();
    let model = &compiled.model;
    let decider = Decider::new(model);
    let (mut lead, mut room) = (decider.lead(), decider.room());
    for given in leads() {
        lead.clear();
        for (name, given, _) in &given {
            lead.set(decider.field(name).unwrap(), *given).unwrap();
        }
        let mut batch = Batch::new(model.fields.len());
        batch.push(model.fields.values().map(|field| {
            let found = given.iter().find(|(name, ..)| *name == field.named.name);
            match found {
                Some((_, _, value)) => Cell::Known(value.clone()),
                None if field.key => Cell::Bad,
                None => Cell::Missing,
            }
        }));
        let expected = evaluate(model, batch.lead(0), as_of());
        let answer = decider.decide(&lead, as_of(), &mut room);
        for (id, _) in model.decisions.iter() {
            let same = match (answer.decided(id), &expected.decision(id).outcome) {
                (Decided::Outcome(it), DecidedOutcome::Value(value)) => *it == *value,
                (Decided::Nothing, DecidedOutcome::Nothing) => true,
                (Decided::Gap, DecidedOutcome::Gap) => true,
                (Decided::Conflict(it), DecidedOutcome::Conflict(rules)) => it == rules,
                (Decided::Stopped, DecidedOutcome::Stopped) => true,
                _ => false,
            };
            assert!(same, "{given:?}: {:?}", answer.decided(id));
        }
        for (id, _) in model.scores.iter() {
            assert_eq!(answer.score(id), expected.score(id).total, "{given:?}");
        }
        for (id, _) in model.channels.iter() {
            assert_eq!(answer.forbids(id), expected.forbids(id), "{given:?}");
        }
        assert_eq!(decider.explain(&lead, as_of()), expected);
    }
}

#[test]
fn what_a_field_does_not_take_is_refused_and_changes_nothing() {
    let compiled = embed::policy(POLICY).unwrap();
    let decider = Decider::new(&compiled.model);
    let mut lead = decider.lead();
    let employees = decider.field("employees").unwrap();
    lead.set(employees, Given::Number(number("5"))).unwrap();
    for (given, reason) in [
        (Given::Text("5"), "the field takes a whole number"),
        (
            Given::Number(number("5.5")),
            "the field takes a whole number",
        ),
        (
            Given::Number(number("-1")),
            "the field takes numbers of 0..1000000",
        ),
    ] {
        assert_eq!(lead.set(employees, given).unwrap_err().to_string(), reason);
    }
    assert_eq!(lead.value(employees), Some(Value::Number(number("5"))));
    let plan = decider.field("plan").unwrap();
    let error = lead.set(plan, Given::Choice("gold")).unwrap_err();
    assert_eq!(
        error,
        Misfit::NoValue {
            name: "gold".to_owned()
        }
    );
}

#[test]
fn what_is_taken_back_is_missing_again() {
    let policy = "policy \"x\" { } lead { id: text key hot: boolean required tags: several of a | b required }
        decision call: boolean { rule hot: yes when hot otherwise no }";
    let compiled = embed::policy(policy).unwrap();
    let decider = Decider::new(&compiled.model);
    let (mut lead, mut room) = (decider.lead(), decider.room());
    let [id, hot] = ["id", "hot"].map(|name| decider.field(name).unwrap());
    let call = decider.decision("call").unwrap();
    let yes = |is| Decided::Outcome(std::borrow::Cow::Owned(Value::Boolean(is)));
    for (field, given, expected) in [
        (id, Given::Text("a"), Decided::Stopped),
        (hot, Given::Boolean(true), yes(true)),
        (hot, Given::Boolean(false), yes(false)),
        (hot, Given::Missing, Decided::Stopped),
        (hot, Given::Missing, Decided::Stopped),
        (hot, Given::Boolean(true), yes(true)),
    ] {
        lead.set(field, given).unwrap();
        let answer = decider.decide(&lead, as_of(), &mut room);
        assert_eq!(answer.decided(call), expected, "{given:?}");
    }
    lead.clear();
    lead.set(hot, Given::Boolean(true)).unwrap();
    let expected = decider.explain(&lead, as_of());
    let answer = decider.decide(&lead, as_of(), &mut room);
    let stopped = expected.decision(call).outcome == DecidedOutcome::Stopped;
    assert_eq!(answer.decided(call) == Decided::Stopped, stopped);
}

#[test]
fn a_faulty_text_is_refused_with_what_is_wrong() {
    let findings = embed::policy("policy \"x\" { }\nlead { id: text kee }").unwrap_err();
    assert!(!findings.is_empty());
}
