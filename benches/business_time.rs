//! How long it takes to find deadlines in business time: `cargo bench --bench business_time`.

use std::error::Error;
use std::io::{Write, stdout};

use groundrules::value::{Calendar, Date, Duration, Instant, WorkingHours, Zone};

const HOUR: u32 = 3600;

/// Nine to half past five on five days, with forty holidays.
fn calendar() -> Result<Calendar, Box<dyn Error>> {
    let mut hours = WorkingHours::default();
    for day in hours.iter_mut().take(5) {
        *day = vec![(9 * HOUR, 17 * HOUR + HOUR / 2)];
    }
    let holidays = (1..=40_i8).map(|n| Date::new(2026, 1 + n % 12, 1 + n % 28));
    let holidays = holidays.collect::<Result<_, _>>()?;
    let zone = Zone::named("America/New_York").ok_or("there is no such zone")?;
    Ok(Calendar::new(zone, hours, holidays)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let calendar = calendar()?;
    let (first, day) = (1_767_225_600, 86_400);
    for (shown, limit, count) in [
        (
            "4 business hours",
            Duration::Business { seconds: 14_400 },
            1_000_000,
        ),
        (
            "40 business hours",
            Duration::Business { seconds: 144_000 },
            1_000_000,
        ),
        (
            "2 business days",
            Duration::BusinessDays { days: 2 },
            1_000_000,
        ),
        (
            "10 business days",
            Duration::BusinessDays { days: 10 },
            1_000_000,
        ),
        (
            "20000 business days",
            Duration::BusinessDays { days: 20_000 },
            1000,
        ),
    ] {
        let began = std::time::Instant::now();
        let mut sum = 0;
        for number in 0..count {
            let start = Instant::from_second(first + number * 7919 % (365 * day))?;
            sum ^= calendar.due(start, limit)?.as_second();
        }
        let took = began.elapsed();
        writeln!(stdout(), "{count} deadlines of {shown}: {took:?} ({sum})")?;
    }
    Ok(())
}
