//! A policy inside of another program: compiled once, asked for one lead at a time.
//!
//! ```
//! use groundrules::embed::{self, Decided, Decider, Given};
//! use groundrules::value::Number;
//!
//! let policy = r#"
//!     policy "Leads" { }
//!     team sales { role closer, sdr }
//!     lead { id: text key   employees: integer   country: text }
//!     decision owner: role {
//!       rule large: closer when employees >= 500
//!       otherwise sdr
//!     }
//! "#;
//! # fn run(policy: &str) -> Option<()> {
//! let compiled = embed::policy(policy).ok()?;
//! let model = &compiled.model;
//!
//! // Once: the policy compiled, and room for one lead, which every thread has of its own.
//! let decider = Decider::new(model);
//! let (mut lead, mut room) = (decider.lead(), decider.room());
//! let employees = decider.field("employees")?;
//! let owner = decider.decision("owner")?;
//!
//! // For each lead: nothing is allocated once the room has grown to what leads need.
//! lead.clear();
//! lead.set(decider.field("id")?, Given::Text("a@acme.example")).ok()?;
//! lead.set(employees, Given::Number(Number::from(700))).ok()?;
//! let answer = decider.decide(&lead, "2026-07-01T00:00:00Z".parse().ok()?, &mut room);
//! let Decided::Outcome(value) = answer.decided(owner) else { return None };
//! assert_eq!(decider.show(owner, &value), "closer");
//! # Some(())
//! # }
//! # assert!(run(policy).is_some());
//! ```
//!
//! A [`Decider`] may be shared by threads. What the [engine](crate::engine) cannot tell of a lead the
//! evaluator does, so that every answer is the evaluator's; [`Decider::explain`] gives all that it
//! finds out of a lead, for [`crate::why`] to tell.
//!
//! | file | purpose |
//! | --- | --- |
//! | `lead` | [`Lead`]: a lead as the program has it |
//! | `answer` | [`Answer`]: what the policy says of it |
//! | `decider` | [`Decider`]: the policy, compiled |

mod answer;
mod decider;
mod lead;

pub use answer::{Answer, Decided};
pub use decider::{Decider, Room, policy};
pub use lead::{Given, Lead, Misfit};
