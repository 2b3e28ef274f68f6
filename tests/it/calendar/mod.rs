//! Business time: the table of cases, laws that hold in all calendars, and a judge of its own.

mod cases;
mod judged;
mod laws;
mod table;
