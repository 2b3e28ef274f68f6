//! Whole policies, made of small exports.

mod abroad;
mod laws;

use std::io::Cursor;

use super::*;

fn made(bytes: &[u8]) -> Result<Draft, InitError<()>> {
    let open = || {
        Ok(vec![Input {
            name: "folder/leads.csv".to_owned(),
            bytes: Box::new(Cursor::new(bytes)),
        }])
    };
    draft("Made", &open)
}

fn text(csv: &str) -> String {
    made(csv.as_bytes()).unwrap().text
}

/// A column of these cells, beside a key.
fn column(header: &str, cells: &[&str]) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let rows = cells
        .iter()
        .zip(1..)
        .map(|(cell, id)| format!("{id},{}\n", quoted(cell)));
    text(&format!(
        "Id,{}\n{}",
        quoted(header),
        rows.collect::<String>()
    ))
}

/// The line of the field in a policy of a key and one column, without the blanks that align it.
fn field(header: &str, cells: &[&str]) -> String {
    let text = column(header, cells);
    let end = text.find("\n}").unwrap();
    let lines = text
        .get(..end)
        .unwrap()
        .lines()
        .skip_while(|line| !line.contains(" key"))
        .skip(1);
    let line = lines
        .filter(|line| !line.trim().starts_with('#'))
        .collect::<Vec<_>>()
        .join(" ");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn times<'a>(cells: &[&'a str], count: usize) -> Vec<&'a str> {
    cells
        .iter()
        .flat_map(|cell| std::iter::repeat_n(*cell, count))
        .collect()
}

#[test]
fn types_follow_all_cells() {
    for (header, cells, expected) in [
        (
            "Staff",
            &["5", "1,200", ""][..],
            "staff: integer >= 0 # 5 to 1,200, 33.3% missing",
        ),
        ("Balance", &["5", "-1.5"], "balance: number # -1.5 to 5"),
        (
            "Share",
            &["20%", "5.5%"],
            "share: number >= 0 # 0.055 to 0.2",
        ),
        (
            "Deal",
            &["$1,40,000.00 ", "$5"],
            "deal: money USD >= 0 # 5 to 140,000",
        ),
        ("Deal", &["5 €", "EUR 7"], "deal: money EUR >= 0 # 5 to 7"),
        ("Deal", &["$5", "€5"], "deal: text"),
        (
            "Asked",
            &["Yes", "No", ""],
            "asked: boolean # 33.3% missing",
        ),
        (
            "Asked",
            &["True", "False", "-"],
            "asked: boolean # 33.3% missing",
        ),
        ("Converted", &["0", "0"], "converted: boolean # always no"),
        ("Active", &["0", "1"], "active: boolean"),
        ("Visits", &["0", "1"], "visits: integer >= 0 # 0 to 1"),
        (
            "Seen",
            &["2026-07-01", "2026-06-30"],
            "seen: date # 2026-06-30 to 2026-07-01",
        ),
        (
            "Seen",
            &["2026-07-01T10:00:00Z"],
            "seen: datetime # always 2026-07-01",
        ),
        (
            "Seen",
            &["15 Apr, 2021 00:03:00"],
            "seen: datetime # always 2021-04-15",
        ),
        (
            "Seen",
            &["31.07.2026", "n/a"],
            "seen: date # always 2026-07-31, 50.0% missing",
        ),
    ] {
        assert_eq!(field(header, cells), expected, "{header}: {cells:?}");
    }
}

#[test]
fn what_only_looks_like_a_number_stays_text() {
    for (header, cells, expected) in [
        ("Postal Code", &["12345", "54321"][..], "postal_code: text"),
        ("Ref", &["007", "123"], "ref: text"),
        ("Phone", &["5551234", "5554321"], "phone: text"),
        ("Size", &["1,234 pcs", "5"], "size: text"),
        ("Big", &["1234567890123456789012"], "big: text"),
        ("Fine", &["0.1234567"], "fine: text"),
    ] {
        assert_eq!(field(header, cells), expected, "{header}: {cells:?}");
    }
}

#[test]
fn few_values_that_come_again_are_listed() {
    let cells = times(&["Email Opened", "SMS Sent", "Usa", "USA"], 5);
    assert_eq!(
        field("Last Activity", &cells),
        "last_activity: one of usa | email_opened | sms_sent"
    );
    let grades = times(&["A+", "A", "Yes"], 5);
    assert_eq!(
        field("Grade", &grades),
        "grade: one of \"A\" | \"A+\" | \"Yes\""
    );
    let few = times(&["web", "mail"], 4);
    assert_eq!(field("Origin", &few), "origin: text # 2 different");
    for (header, value) in [
        ("Owner", "Ann Ash"),
        ("Site", "https://a.example"),
        ("By", "a@b.example"),
    ] {
        let line = field(header, &times(&[value, "other"], 9));
        assert!(line.contains(": text"), "{line}");
    }
}

#[test]
fn sets_are_found_by_their_members() {
    let cells = times(
        &["CWAs;Explosives", "Drugs", "Explosives; Drugs", "CWAs"],
        5,
    );
    let text = column("Interests", &cells);
    assert!(
        text.contains("several of drugs | explosives | cwas") || text.contains("several of"),
        "{text}"
    );
    assert!(text.contains("split \";\""), "{text}");
    let cells = times(&["cat", "wolf", "cat, wolf"], 5);
    assert!(column("Profile", &cells).contains("split \",\""));
    // `Banking` alone is nowhere: the comma belongs to the name.
    let cells = times(&["Banking, Insurance", "Retail"], 5);
    assert!(field("Branch", &cells).starts_with("branch: one of"));
}

#[test]
fn placeholders_are_read_as_missing() {
    let cells = times(&["Select", "Mumbai", "Thane", "unknown"], 6);
    let text = column("City", &cells);
    assert!(text.contains("missing everywhere \"Select\""), "{text}");
    assert!(text.contains("from \"City\" missing \"unknown\""), "{text}");
    assert!(text.contains("# read as missing: `unknown` (6)"), "{text}");
    let numbers = column("Visits", &["5", "unknown", "none", "7"]);
    assert!(
        numbers.contains("missing \"none\", \"unknown\""),
        "{numbers}"
    );
    // In prose they may be meant.
    assert!(!column("Notes", &["unknown", "call again", "no answer"]).contains("missing"));
}

#[test]
fn what_is_open_is_said() {
    let open = column("Seen", &["01/02/2024", "03/04/2024"]);
    assert!(
        open.contains("taken as month first, which is a guess"),
        "{open}"
    );
    let proven = text("Id,A,B\n1,01/02/2024,31/01/2024\n2,02/03/2024,30/01/2024\n");
    assert!(
        proven.contains("taken as day first, as in other columns"),
        "{proven}"
    );
    assert!(proven.contains("dates \"%d/%m/%Y\""), "{proven}");
    let mut zeros = vec!["0"; 30];
    zeros.push("500");
    assert!(column("Budget", &zeros).contains("# 0 in 30 of 31: if that means \"not given\""));
    let spoiled = column("Stock", &times(&["May-20", "20-50"], 6));
    assert!(
        spoiled.contains("a spreadsheet seems to have spoiled 6 values"),
        "{spoiled}"
    );
    let mut nearly = vec!["5"; 30];
    nearly.push("5 or 6");
    assert!(column("Visits", &nearly).contains("# numbers in 30 of 31, but for `5 or 6`"));
    let mixed = column("Deal", &["$5", "€7"]);
    assert!(
        mixed.contains("# amounts in several currencies (`$`, `€`)"),
        "{mixed}"
    );
    let commas = column("Betrag", &["1.234,50", "3,5"]);
    assert!(
        commas.contains("numbers with a comma before their places?"),
        "{commas}"
    );
}

#[test]
fn keys_are_unique_and_never_missing() {
    assert!(
        text("Email,Contact ID\na@b.example,7\nc@d.example,8\n").contains("contact_id: text key")
    );
    let repeated: String = (0..40).map(|id| format!("{},x\n", id % 39)).collect();
    let nearly = text(&format!("Id,a\n{repeated}"));
    assert!(
        nearly.contains("`id` nearly does: 1 row repeats what an earlier one has"),
        "{nearly}"
    );
    let rows: String = (0..80).map(|id| format!("{id},x\n")).collect();
    let totals = text(&format!("Id,a\n{rows}{}", "\"\",40\n".repeat(4)));
    assert!(
        totals.contains("`skip rows where \"Id\" is \"\"`"),
        "{totals}"
    );
    assert!(!totals.contains(" key "), "{totals}");
}

#[test]
fn columns_without_a_use_are_left_out_and_named() {
    let found = made(b"Id,Empty,,Select only\n1,,x,Select\n2,,y,\n").unwrap();
    let text = &found.text;
    assert!(
        text.contains("# Never filled, and left out: `Empty`, `Select only`"),
        "{text}"
    );
    assert!(
        text.contains("# Without a name, and left out: `column 3`"),
        "{text}"
    );
    assert_eq!((found.summary.left_out, found.summary.columns), (3, 4));
}

#[test]
fn headers_that_no_policy_could_have_are_met_all_the_same() {
    let text = text(
        "Id,\"Two\nlines\",Имя,from,Email,Email,\"a \"\"b\"\" \\\",a\u{200b}b\n1,a,b,c,d,e,f,g\n",
    );
    for part in [
        "from \"Two lines\"",
        "## Имя\n",
        "column_3 ",
        "from_field ",
        "from \"Email\" occurrence 1",
        "from \"Email\" occurrence 2",
        "from \"a \\\"b\\\" \\\\\"",
        "Left out, for their names cannot be written in a policy: `a?b`",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn encodings_and_delimiters_are_named() {
    let western = made(b"Id;Stadt\n1;K\xf6ln\n2;Malm\xf6\n").unwrap().text;
    assert!(
        western.contains("encoding \"windows-1252\"\n  delimiter \";\"\n"),
        "{western}"
    );
    let marked = made(b"\xef\xbb\xbfId\tStadt\n1\tK\xc3\xb6ln\n")
        .unwrap()
        .text;
    assert!(
        marked.contains("delimiter \"tab\"") && !marked.contains("encoding"),
        "{marked}"
    );
    // One spoiled cell makes no other encoding of a file that is UTF-8.
    let spoiled = made("Id,Stadt,Ok\n1,K\u{f6}ln,x\n2,Malm\u{f6},y\n3,\u{1}M\u{f6},z\n".as_bytes());
    assert!(!spoiled.unwrap().text.contains("encoding"));
    let spoiled = made(b"Id,Stadt,Ok\n1,K\xc3\xb6ln,x\n2,K\xc3\xb6ln,x\n3,K\xf6ln,y\n")
        .unwrap()
        .text;
    assert!(
        spoiled.contains("Left out, for some of their values are no text: `Stadt`"),
        "{spoiled}"
    );
}

#[test]
fn programs_are_recognised_and_fields_have_their_usual_names() {
    let hubspot = "Record ID,Email,Lifecycle Stage,Number of Employees,Create Date\n";
    let rows = "1,a@b.example,Lead,5,2026-01-02\n2,c@d.example,Customer,6,2026-01-03\n".repeat(9);
    let numbered = rows
        .lines()
        .zip(1..)
        .map(|(row, id)| format!("{id}{row}\n"));
    let text = text(&format!("{hubspot}{}", numbered.collect::<String>()));
    for part in [
        "# It looks like a HubSpot export of contacts.",
        "source hubspot {",
        "lifecycle_stage: one of lead | customer",
        "# HubSpot also has `Subscriber`, `Marketing Qualified Lead`",
        "employees:",
        "created:",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_cannot_be_read_is_refused() {
    for (bytes, message) in [
        (&b""[..], "the file is empty"),
        (
            b"PK\x03\x04\0\0junk",
            "the file is an Excel workbook or a zip file, not CSV",
        ),
        (
            b"a,b\n,\n,\n",
            "no column of the file holds anything that can be read",
        ),
        (
            b"a,b\n1,\"2\n",
            "the quote that opens in row 2, column 2, on line 2 never closes",
        ),
    ] {
        match made(bytes) {
            Err(InitError::Data(error)) => {
                assert_eq!(
                    (error.message.as_str(), error.file.as_str()),
                    (message, "folder/leads.csv")
                );
            }
            other => panic!("{other:?}"),
        }
    }
    let open = || -> Result<Vec<Input<'_>>, ()> { Ok(Vec::new()) };
    assert_eq!(draft("a\nb", &open), Err(InitError::Title));
}
