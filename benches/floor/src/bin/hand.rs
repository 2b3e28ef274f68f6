//! The policy of benches/engine/policy.ground as a programmer writes it by hand: `hand FILE [THREADS]`.
//!
//! The file is read whole and cut into a part for each thread; nothing is checked that a policy checks:
//! no key that comes twice, no value that is none.

use std::io::Write;

struct Lead<'a> {
    country: &'a [u8],
    title: &'a [u8],
    employees: Option<i64>,
    revenue: Option<i64>,
    industry: &'a [u8],
    source: &'a [u8],
    visits: Option<i64>,
    score_ext: Option<f64>,
    created: &'a [u8],
    opted_out: bool,
}

fn number(text: &[u8]) -> Option<i64> {
    let digits = text.iter().map(|byte| i64::from(byte - b'0'));
    (!text.is_empty()).then(|| digits.fold(0, |number, digit| number * 10 + digit))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|it| it.eq_ignore_ascii_case(part))
}

fn fit(lead: &Lead) -> i64 {
    let employees = match lead.employees {
        Some(1000..) => 40,
        Some(200..1000) => 30,
        Some(50..200) => 20,
        Some(10..50) => 10,
        _ => 0,
    };
    let industry = match lead.industry {
        b"software" | b"finance" => 25,
        b"health" => 15,
        b"retail" => 5,
        _ => 0,
    };
    let country = if is_in(lead.country, &[b"us", b"ca", b"gb", b"de", b"fr"]) { 15 } else { 0 };
    let revenue = if lead.revenue.is_some_and(|it| it >= 10_000_000) { 10 } else { 0 };
    let title = if contains(lead.title, b"vp") { 10 } else { 0 };
    let student = if contains(lead.title, b"student") { -20 } else { 0 };
    (employees + industry + country + revenue + title + student).clamp(0, 100)
}

fn engagement(lead: &Lead) -> i64 {
    let visits = (lead.visits.unwrap_or(0) * 2).min(30);
    let source = match lead.source {
        b"referral" => 15,
        b"event" => 10,
        _ => 0,
    };
    let score = if lead.score_ext.is_some_and(|it| it >= 0.8) { 10 } else { 0 };
    let created = if !lead.created.is_empty() && lead.created < b"2026-01-01".as_slice() { -10 } else { 0 };
    (visits + source + score + created).clamp(0, 60)
}

fn is_in(text: &[u8], of: &[&[u8]]) -> bool {
    of.iter().any(|it| it.eq_ignore_ascii_case(text))
}

fn qualification(lead: &Lead, fit: i64, engagement: i64) -> &'static str {
    if lead.opted_out || lead.employees.is_some_and(|it| it < 2) {
        "disqualified"
    } else if fit >= 70 && engagement >= 25 {
        "sql"
    } else if fit + engagement >= 60 {
        "mql"
    } else {
        "nurture"
    }
}

fn owner(lead: &Lead) -> &'static str {
    let at_least = |of: Option<i64>, least| of.is_some_and(|it| it >= least);
    let middle = lead.employees.is_some_and(|it| (200..5000).contains(&it));
    let is = |country: &[u8]| lead.country.eq_ignore_ascii_case(country);
    if at_least(lead.employees, 5000) && (is(b"us") || is(b"ca"))
        || at_least(lead.revenue, 500_000_000)
        || lead.industry == b"finance" && lead.title.get(..2).is_some_and(|it| it.eq_ignore_ascii_case(b"vp"))
    {
        "enterprise"
    } else if lead.source == b"partner" {
        "partners"
    } else if (is(b"de") || is(b"fr") || is(b"gb")) && at_least(lead.employees, 50)
        || is_in(lead.country, &[b"nl", b"es", b"it", b"se", b"pl"])
    {
        "emea"
    } else if is(b"jp") || is_in(lead.country, &[b"au", b"sg", b"nz", b"in"]) {
        "apac"
    } else if middle && (lead.industry == b"software" || at_least(lead.visits, 2)) {
        "mid_market"
    } else if !lead.created.is_empty() && lead.created < b"2025-01-01".as_slice() {
        "self_serve"
    } else if lead.employees.is_some_and(|it| (10..5000).contains(&it)) {
        "smb"
    } else {
        "self_serve"
    }
}

fn decide(part: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(part.len() / 2);
    let mut reader = simd_csv::ReaderBuilder::new().has_headers(false).from_reader(part);
    let mut record = simd_csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("it is CSV") {
        let lead = Lead {
            country: &record[2],
            title: &record[3],
            employees: number(&record[4]),
            revenue: number(&record[5]),
            industry: &record[6],
            source: &record[7],
            visits: number(&record[8]),
            score_ext: std::str::from_utf8(&record[9]).ok().and_then(|it| it.parse().ok()),
            created: &record[10],
            opted_out: &record[11] == b"yes",
        };
        let (fit, engagement) = (fit(&lead), engagement(&lead));
        out.extend_from_slice(&record[0]);
        let (qualification, owner) = (qualification(&lead, fit, engagement), owner(&lead));
        writeln!(out, ",{qualification},{owner},{fit},{engagement}").expect("memory");
    }
    out
}

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let threads: usize = std::env::args().nth(2).map_or(2, |it| it.parse().expect("a number"));
    let text = std::fs::read(path).expect("it opens");
    let head = text.iter().position(|byte| *byte == b'\n').expect("a header") + 1;
    let rest = &text[head..];
    // The file of the bench has no line end in quotes.
    let mut borders = vec![0];
    for part in 1..threads {
        let middle = rest.len() * part / threads;
        borders.push(middle + rest[middle..].iter().position(|byte| *byte == b'\n').expect("a line end") + 1);
    }
    borders.push(rest.len());
    let parts: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let parts = borders.windows(2).map(|it| scope.spawn(|| decide(&rest[it[0]..it[1]])));
        let parts: Vec<_> = parts.collect();
        parts.into_iter().map(|it| it.join().expect("it ends")).collect()
    });
    let mut out = std::io::stdout().lock();
    out.write_all(b"key,qualification,owner,fit,engagement\n").expect("it writes");
    parts.iter().for_each(|part| out.write_all(part).expect("it writes"));
}
