//! One lead, decided by several engines by the same policy: nanoseconds and allocations.
//!
//!     cargo run --release --manifest-path benches/peers/Cargo.toml
//!
//! Every engine gets its leads ready made in its own form, so that only deciding is timed, and each has
//! to give the answers that a plain function gives before any time is printed. The figures are medians
//! of rounds in which all take turns.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use groundrules::embed::{self, Decided, Decider, Given};
use groundrules::value::{Number, Value};
use serde_json::json;

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Lead {
    employees: i64,
    revenue: i64,
    country: &'static str,
    industry: &'static str,
    source: &'static str,
    opted_out: bool,
}

const COUNTRIES: [&str; 5] = ["US", "CA", "GB", "JP", "BR"];
const INDUSTRIES: [&str; 4] = ["software", "finance", "health", "retail"];
const SOURCES: [&str; 3] = ["web", "event", "referral"];

fn leads() -> Vec<Lead> {
    (0..240_usize)
        .map(|at| Lead {
            employees: [1, 49, 50, 700, 4_999, 5_000][at % 6],
            revenue: [10, 999_999, 1_000_000, 50_000_000][at / 2 % 4],
            country: COUNTRIES[at % 5],
            industry: INDUSTRIES[at / 3 % 4],
            source: SOURCES[at / 4 % 3],
            opted_out: at % 7 == 0,
        })
        .collect()
}

/// The floor: what a programmer would write.
fn by_hand(lead: &Lead) -> bool {
    if lead.opted_out {
        return false;
    }
    let fits = (50..5_000).contains(&lead.employees)
        && matches!(lead.country, "US" | "CA" | "GB")
        && matches!(lead.industry, "software" | "finance");
    fits || lead.source == "referral" && lead.revenue >= 1_000_000
}

const GROUNDRULES: &str = include_str!("../policy.ground");

const CEL: &str = r#"!opted_out && (employees >= 50 && employees < 5000 && country in ["US", "CA", "GB"]
  && industry in ["software", "finance"] || source == "referral" && revenue >= 1000000)"#;

const REGO: &str = r#"
package leads
import rego.v1
default mql := false
mql if {
  not input.opted_out
  input.employees >= 50
  input.employees < 5000
  input.country in {"US", "CA", "GB"}
  input.industry in {"software", "finance"}
}
mql if {
  not input.opted_out
  input.source == "referral"
  input.revenue >= 1000000
}
"#;

const CEDAR: &str = r#"
forbid (principal, action, resource) when { context.opted_out };
permit (principal, action, resource) when {
  context.employees >= 50 && context.employees < 5000
  && ["US", "CA", "GB"].contains(context.country) && ["software", "finance"].contains(context.industry)
};
permit (principal, action, resource) when { context.source == "referral" && context.revenue >= 1000000 };
"#;

fn zen() -> serde_json::Value {
    let names = [
        "employees",
        "revenue",
        "country",
        "industry",
        "source",
        "opted_out",
    ];
    let inputs: Vec<_> = names
        .iter()
        .map(|name| json!({"id": name, "name": name, "field": name, "type": "expression"}))
        .collect();
    let mut rules = json!([
        {"_id": "out", "opted_out": "$ == true", "mql": "false"},
        {"_id": "fits", "employees": "[50..5000)", "country": "\"US\", \"CA\", \"GB\"",
         "industry": "\"software\", \"finance\"", "mql": "true"},
        {"_id": "referred", "source": "\"referral\"", "revenue": ">= 1000000", "mql": "true"},
        {"_id": "rest", "mql": "false"}
    ]);
    // A cell that asks nothing is there, and empty.
    for rule in rules.as_array_mut().into_iter().flatten() {
        for name in names {
            if rule.get(name).is_none() {
                rule[name] = json!("");
            }
        }
    }
    json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": {
                "hitPolicy": "first", "inputs": inputs,
                "outputs": [{"id": "mql", "name": "mql", "field": "mql", "type": "expression"}],
                "rules": rules}},
            {"id": "out", "name": "out", "type": "outputNode"}
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"}
        ]
    })
}

fn json_of(lead: &Lead) -> serde_json::Value {
    json!({
        "employees": lead.employees, "revenue": lead.revenue, "country": lead.country,
        "industry": lead.industry, "source": lead.source, "opted_out": lead.opted_out,
    })
}

type Decide = Box<dyn FnMut(usize) -> bool>;

fn ours(leads: &[Lead]) -> Decide {
    let compiled = Box::leak(Box::new(embed::policy(GROUNDRULES).expect("a policy")));
    let decider: &'static Decider<'static> = Box::leak(Box::new(Decider::new(&compiled.model)));
    let mql = decider.decision("mql").expect("a decision");
    let ready: Vec<_> = leads.iter().map(|lead| filled(decider, lead)).collect();
    let as_of = "2026-07-01T00:00:00Z".parse().expect("an instant");
    let mut room = decider.room();
    Box::new(move |at| {
        let answer = decider.decide(&ready[at], as_of, &mut room);
        matches!(answer.decided(mql), Decided::Outcome(value) if *value == Value::Boolean(true))
    })
}

/// With the filling of the lead, as a program does it that has its leads in another form.
fn ours_from_strings(leads: &'static [Lead]) -> Decide {
    let compiled = Box::leak(Box::new(embed::policy(GROUNDRULES).expect("a policy")));
    let decider: &'static Decider<'static> = Box::leak(Box::new(Decider::new(&compiled.model)));
    let mql = decider.decision("mql").expect("a decision");
    let fields: Vec<_> = [
        "employees",
        "revenue",
        "country",
        "industry",
        "source",
        "opted_out",
    ]
    .iter()
    .map(|name| decider.field(name).expect("a field"))
    .collect();
    let as_of = "2026-07-01T00:00:00Z".parse().expect("an instant");
    let (mut room, mut ready) = (decider.room(), decider.lead());
    Box::new(move |at| {
        let lead = &leads[at];
        ready.clear();
        let given = [
            Given::Number(Number::from(lead.employees)),
            Given::Number(Number::from(lead.revenue)),
            Given::Text(lead.country),
            Given::Choice(lead.industry),
            Given::Choice(lead.source),
            Given::Boolean(lead.opted_out),
        ];
        for (field, given) in fields.iter().zip(given) {
            ready.set(*field, given).expect("it fits");
        }
        let answer = decider.decide(&ready, as_of, &mut room);
        matches!(answer.decided(mql), Decided::Outcome(value) if *value == Value::Boolean(true))
    })
}

fn filled<'m>(decider: &'m Decider<'m>, lead: &Lead) -> embed::Lead<'m> {
    let mut ready = decider.lead();
    for (name, given) in [
        ("employees", Given::Number(Number::from(lead.employees))),
        ("revenue", Given::Number(Number::from(lead.revenue))),
        ("country", Given::Text(lead.country)),
        ("industry", Given::Choice(lead.industry)),
        ("source", Given::Choice(lead.source)),
        ("opted_out", Given::Boolean(lead.opted_out)),
    ] {
        ready
            .set(decider.field(name).expect("a field"), given)
            .expect("it fits");
    }
    ready
}

fn cel(leads: &[Lead]) -> Decide {
    let env = Arc::new(cel::Env::stdlib());
    let program = env.compile(CEL).expect("a program");
    let ready: Vec<_> = leads
        .iter()
        .map(|lead| {
            let mut context = cel::Context::with_env(env.clone());
            context.add_variable_from_value("employees", lead.employees);
            context.add_variable_from_value("revenue", lead.revenue);
            context.add_variable_from_value("country", lead.country);
            context.add_variable_from_value("industry", lead.industry);
            context.add_variable_from_value("source", lead.source);
            context.add_variable_from_value("opted_out", lead.opted_out);
            context
        })
        .collect();
    Box::new(move |at| program.execute(&ready[at]).expect("a value") == cel::Value::Bool(true))
}

fn rego(leads: &[Lead]) -> Decide {
    let mut engine = regorus::Engine::new();
    engine
        .add_policy("leads.rego".to_owned(), REGO.to_owned())
        .expect("a policy");
    let ready: Vec<_> = leads
        .iter()
        .map(|lead| regorus::Value::from_json_str(&json_of(lead).to_string()).expect("json"))
        .collect();
    Box::new(move |at| {
        engine.set_input(ready[at].clone());
        engine
            .eval_rule("data.leads.mql".to_owned())
            .expect("a value")
            == regorus::Value::Bool(true)
    })
}

fn cedar(leads: &[Lead]) -> Decide {
    use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
    let policies = PolicySet::from_str(CEDAR).expect("policies");
    let uid = |text: &str| EntityUid::from_str(text).expect("a name");
    let ready: Vec<_> = leads
        .iter()
        .map(|lead| {
            let context = Context::from_json_value(json_of(lead), None).expect("a context");
            let (who, what, on) = (uid("T::\"a\""), uid("Action::\"b\""), uid("T::\"c\""));
            Request::new(who, what, on, context, None).expect("a request")
        })
        .collect();
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    Box::new(move |at| {
        authorizer
            .is_authorized(&ready[at], &policies, &entities)
            .decision()
            == Decision::Allow
    })
}

fn zen_engine(leads: &[Lead]) -> Decide {
    use zen_engine::{DecisionEngine, model::DecisionContent};
    let content: DecisionContent = serde_json::from_value(zen()).expect("a decision");
    let engine = DecisionEngine::default();
    let decision = engine.create_decision(content.into());
    let ready: Vec<serde_json::Value> = leads.iter().map(json_of).collect();
    Box::new(move |at| {
        let answer = futures::executor::block_on(decision.evaluate(ready[at].clone().into()));
        let answer: serde_json::Value = answer.expect("a result").result.to_value();
        answer.get("mql") == Some(&json!(true))
    })
}

fn main() {
    let leads: &'static [Lead] = Box::leak(leads().into_boxed_slice());
    let hand: Decide = Box::new(|at| by_hand(black_box(&leads[at])));
    let mut engines: Vec<(&str, Decide)> = vec![
        ("a plain Rust function", hand),
        ("groundrules", ours(leads)),
        (
            "groundrules, lead filled each time",
            ours_from_strings(leads),
        ),
        ("cel", cel(leads)),
        ("regorus", rego(leads)),
        ("cedar-policy", cedar(leads)),
        ("zen-engine", zen_engine(leads)),
    ];
    for (name, decide) in &mut engines {
        for (at, lead) in leads.iter().enumerate() {
            assert_eq!(decide(at), by_hand(lead), "{name}: lead {at}");
        }
    }
    println!("all give the same answers for {} leads", leads.len());
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); engines.len()];
    let mut allocations = vec![0; engines.len()];
    for _ in 0..15 {
        for (place, (_, decide)) in engines.iter_mut().enumerate() {
            let before = ALLOCATIONS.load(Ordering::Relaxed);
            let (start, mut count) = (Instant::now(), 0_u32);
            while start.elapsed().as_millis() < 20 {
                for at in 0..leads.len() {
                    black_box(decide(black_box(at)));
                }
                count += leads.len() as u32;
            }
            times[place].push(start.elapsed().as_nanos() as f64 / f64::from(count));
            allocations[place] = (ALLOCATIONS.load(Ordering::Relaxed) - before) / u64::from(count);
        }
    }
    let median = |times: &Vec<f64>| {
        let mut times = times.clone();
        times.sort_by(f64::total_cmp);
        (times[times.len() / 2], times[0], times[times.len() - 1])
    };
    let (ours, ..) = median(&times[1]);
    println!(
        "{:36} {:>10} {:>18} {:>8} {:>12}",
        "", "ns a lead", "least..most", "to ours", "allocations"
    );
    for (place, (name, _)) in engines.iter().enumerate() {
        let (middle, least, most) = median(&times[place]);
        println!(
            "{name:36} {middle:>10.0} {:>18} {:>8.2} {:>12}",
            format!("{least:.0}..{most:.0}"),
            middle / ours,
            allocations[place]
        );
    }
}
