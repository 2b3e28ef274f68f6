//! What the parts of a large run take, by divan: medians, with how much goes through in a second.
//!
//!     cargo bench --manifest-path benches/parts/Cargo.toml
//!
//! The policy is that of benches/engine; the leads are like those that benches/engine/leads.py makes.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use groundrules::compile::Compiled;
use groundrules::data::{KeyHash, Keys};
use groundrules::embed::{self, Decided, Given};
use groundrules::engine::{AsOf, Engine, Grid, Slot};
use groundrules::eval::evaluate;
use groundrules::model::{Batch, Cell};
use groundrules::records::Split;
use groundrules::value::{Instant, Number, Text, Value};

const SMALL_POLICY: &str = include_str!("../../peers/policy.ground");
const POLICY: &str = include_str!("../../engine/policy.ground");
const LEADS: usize = 10_000;
const COUNTRIES: [&str; 6] = ["US", "CA", "GB", "DE", "JP", "BR"];
const TITLES: [&str; 4] = ["VP Sales", "Student", "Head of Growth", "Engineer"];

fn main() {
    divan::main();
}

fn policy() -> Compiled {
    embed::policy(POLICY).expect("the policy of the benches")
}

fn as_of() -> Instant {
    "2026-07-01T00:00:00Z".parse().expect("an instant")
}

/// Leads in the order of the policy's fields.
fn leads() -> Batch {
    let number = |it: usize| Number::from(it as i64);
    let mut batch = Batch::new(12);
    for at in 0..LEADS {
        let text = |it: &str| Cell::Known(Value::Text(Text::new(it)));
        let choice = |it: usize| Cell::Known(Value::Choice(it as u32));
        batch.push([
            text(&format!("user{at}@example{}.com", at % 4_099)),
            text("Acme"),
            text(COUNTRIES[at % 6]),
            text(TITLES[at % 4]),
            Cell::Known(Value::Number(number(at * 7 % 8_000))),
            Cell::Known(Value::Money(number(at * 131_071 % 900_000_000))),
            choice(at % 6),
            choice(at % 5),
            Cell::Known(Value::Number(number(at % 20))),
            Cell::Missing,
            Cell::Missing,
            Cell::Known(Value::Boolean(at % 20 == 0)),
        ]);
    }
    batch
}

/// Leads as a file has them.
fn text() -> String {
    let mut text = String::new();
    for at in 0..LEADS {
        let company = if at % 8 == 0 { "\"Acme, Ltd\"" } else { "Acme Ltd" };
        let (country, title) = (COUNTRIES[at % 6], TITLES[at % 4]);
        text += &format!(
            "user{at}@example{}.com,{company},{country},{title},{},{},finance,web,{},0.5,2026-02-11,no\n",
            at % 4_099,
            at * 7 % 8_000,
            at * 131_071 % 900_000_000,
            at % 20,
        );
    }
    text
}

#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(POLICY)).bench(policy);
}

#[divan::bench]
fn build_engine(bencher: Bencher<'_, '_>) {
    let policy = policy();
    bencher.bench(|| Engine::with_journeys(&policy.model));
}

#[divan::bench]
fn split_records(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let (mut split, mut values, mut count) = (Split::new(&text, b','), Vec::new(), 0);
        while split.next_record(&mut values).is_some() {
            count += values.len();
            values.clear();
        }
        count
    });
}

/// So many leads side by side.
#[divan::bench(args = [1, 16, 128, 1_024])]
fn decide_by_engine(bencher: Bencher<'_, '_>, room: usize) {
    let (policy, leads) = (policy(), leads());
    let engine = Engine::with_journeys(&policy.model).expect("an engine");
    let as_of = AsOf::new(&policy.model, as_of()).expect("an instant near by");
    let grids: Vec<Vec<Slot<'_>>> = (0..LEADS / room)
        .map(|grid| {
            let fields = policy.model.fields.iter();
            let slots = fields.flat_map(|(id, field)| {
                let leads = (grid * room..(grid + 1) * room).map(|at| leads.lead(at));
                leads.map(move |lead| Slot::of(lead.cell(id), field.ty))
            });
            slots.collect()
        })
        .collect();
    let mut scratch = engine.scratch(room);
    bencher
        .counter(ItemsCount::new(grids.len() * room))
        .bench_local(|| {
            for slots in &grids {
                let grid = Grid { slots, room };
                black_box(engine.decide_all(&grid, room, as_of, &mut scratch).of(0));
            }
        });
}

/// One lead by a small policy, as a program inside of which the policy is asks for it.
#[divan::bench]
fn decide_one_lead(bencher: Bencher<'_, '_>) {
    let policy = embed::policy(SMALL_POLICY).expect("the policy of the peers");
    let decider = embed::Decider::new(&policy.model);
    let mql = decider.decision("mql").expect("a decision");
    let leads: Vec<_> = (0..240).map(|at| small_lead(&decider, at)).collect();
    let (mut room, as_of) = (decider.room(), as_of());
    bencher.counter(ItemsCount::new(leads.len())).bench_local(|| {
        let qualified = leads.iter().filter(|lead| {
            let answer = decider.decide(black_box(lead), as_of, &mut room);
            matches!(answer.decided(mql), Decided::Outcome(value) if *value == Value::Boolean(true))
        });
        qualified.count()
    });
}

fn small_lead<'m>(decider: &'m embed::Decider<'m>, at: usize) -> embed::Lead<'m> {
    let mut lead = decider.lead();
    let number = |it: i64| Given::Number(Number::from(it));
    for (name, given) in [
        ("employees", number([1, 49, 50, 700, 4_999, 5_000][at % 6])),
        ("revenue", number([10, 999_999, 1_000_000, 50_000_000][at / 2 % 4])),
        ("country", Given::Text(COUNTRIES[at % 5])),
        ("industry", Given::Choice(["software", "finance", "health", "retail"][at / 3 % 4])),
        ("source", Given::Choice(["web", "event", "referral"][at / 4 % 3])),
        ("opted_out", Given::Boolean(at % 7 == 0)),
    ] {
        let field = decider.field(name).expect("a field");
        lead.set(field, given).expect("it fits");
    }
    lead
}

#[divan::bench]
fn decide_by_evaluator(bencher: Bencher<'_, '_>) {
    let (policy, leads) = (policy(), leads());
    let mut at = 0;
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        at = (at + 1) % LEADS;
        evaluate(&policy.model, leads.lead(at), as_of())
    });
}

#[divan::bench]
fn tell_keys_apart(bencher: Bencher<'_, '_>) {
    let keys: Vec<String> = (0..LEADS).map(|at| format!("user{at}@example.com")).collect();
    bencher.counter(ItemsCount::new(LEADS)).bench(|| {
        let mut seen = Keys::default();
        keys.iter().all(|key| seen.add_hash(KeyHash::of(key)))
    });
}
