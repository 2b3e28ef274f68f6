//! Excel workbooks as data.

use crate::program::{Called, Folder};
use crate::workbook_maker::Book;

#[track_caller]
fn refused(called: Called, message: &str) {
    let called = called.ended(2);
    assert_eq!(called.out, "");
    assert!(called.err.contains(message), "{}", called.err);
}

/// How the source says that files are written does not count for a workbook.
const POLICY: &str = r#"
policy "Workbooks" {}
lead {
  id:      text key
  city:    text
  zip:     text
  visits:  integer
  spent:   number
  opt_in:  boolean
  born:    date
  seen_at: datetime
  won_on:  date
}
source crm {
  encoding "windows-1252"
  delimiter ";"
  join "deals.xlsx" on "Id" = "lead"
  id      from "Id"
  city    from "City"
  zip     from "Zip"
  visits  from "Visits"
  spent   from "Spent"
  opt_in  from "Opt in"
  born    from "Born"
  seen_at from "Seen"
  won_on  from "won" of "deals.xlsx"
}
decision won: one of yes_won | not_yet {
  rule here: yes_won when won_on is known
  otherwise not_yet
}
decision place: text or none {
  rule whole: "all" when city = "København" and zip = "02134" and visits = 3 and spent = 0.3
and opt_in and born = 2026-03-01
}
decision seen: one of at_six | else_when {
  rule six: at_six when seen_at = 2026-03-01T18:00:00
  otherwise else_when
}
"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/>
    <numFmt numFmtId="165" formatCode="dd\.mm\.yyyy\ hh:mm"/></numFmts><cellXfs><xf/>
    <xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"#;
const LEADS: &str = r#"<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>
    <c t="s"><v>3</v></c><c t="s"><v>4</v></c><c t="s"><v>5</v></c><c t="s"><v>6</v></c>
    <c t="s"><v>7</v></c></row>
    <row r="2"><c r="A2"><v>7</v></c><c r="B2" t="s"><v>8</v></c><c r="C2" s="2"><v>2134</v></c>
    <c r="D2"><v>3</v></c><c r="E2"><v>0.30000000000000004</v></c><c r="F2" t="b"><v>1</v></c>
    <c r="G2" s="1"><v>46082</v></c><c r="H2" s="3"><v>46082.75</v></c></row>
    <row r="4"><c r="A4"><v>8</v></c><c r="D4" t="e"><v>#N/A</v></c>
    <c r="H4" s="3"><v>46083</v></c></row>"#;
const TEXTS: &str = "<sst><si><t>Id</t></si><si><t>City</t></si><si><t>Zip</t></si><si><t>Visits\
    </t></si><si><t>Spent</t></si><si><t>Opt in</t></si><si><t>Born</t></si><si><t>Seen</t>\
    </si><si><t>København</t></si></sst>";
const DEALS: &str = r#"<row><c t="str"><v>lead</v></c><c t="str"><v>won</v></c></row>
    <row><c><v>7</v></c><c s="1"><v>46090</v></c></row>"#;

fn book(sheets: &[(&str, &str)]) -> Book {
    let book = Book::new(sheets).with("xl/texts.xml", TEXTS);
    book.with("xl/styles.xml", STYLES)
}

fn folder() -> Folder {
    let leads = book(&[("Notes", "<row><c><v>1</v></c></row>"), ("Leads", LEADS)]);
    Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("in/a.xlsx", &leads.packed()),
        ("in/deals.xlsx", &book(&[("Deals", DEALS)]).packed()),
    ])
}

const RUN: &[&str] = &["run", "policy.ground", "in/a.xlsx", "--sheet", "Leads"];

#[test]
fn a_workbook_decides_as_the_same_rows_in_csv() {
    let folder = folder();
    let csv = "Id;City;Zip;Visits;Spent;Opt in;Born;Seen\n\
               7;K\u{f8}benhavn;02134;3;0.3;TRUE;2026-03-01;2026-03-01T18:00:00\n\
               8;;;#N/A;;;;2026-03-02T00:00:00\n";
    let latin: Vec<u8> = csv
        .chars()
        .map(|it| u8::try_from(u32::from(it)).unwrap())
        .collect();
    folder.write("in/a.csv", &latin);
    for format in ["human", "json", "csv"] {
        let of_book = folder.call(&[RUN, &["--format", format]].concat()).ended(0);
        let arguments = ["run", "policy.ground", "in/a.csv", "--format", format];
        let of_csv = folder.call(&arguments).ended(0);
        let expected = of_csv.out.replace("a.csv", "a.xlsx");
        // The row with nothing in it has a number, and is no lead.
        let expected = expected
            .replace("row 3", "row 4")
            .replace("\n8,3,", "\n8,4,")
            .replace("\"row\": 3", "\"row\": 4");
        assert_eq!(of_book.out, expected, "{format}");
        assert_eq!(of_book.err, of_csv.err);
    }
    let called = folder.call(&[RUN, &["--format", "csv"]].concat()).ended(0);
    let lines: Vec<&str> = called.out.lines().collect();
    assert_eq!(lines[1], "7,2,yes_won,all,at_six,,");
    assert!(
        lines[2].starts_with("8,4,not_yet,,else_when,,"),
        "{}",
        lines[2]
    );
}

#[test]
fn a_workbook_may_come_on_standard_input() {
    let folder = folder();
    let bytes = std::fs::read(folder.path().join("in/a.xlsx")).unwrap();
    let deals = "deals.xlsx=in/deals.xlsx";
    let arguments = [
        "run",
        "policy.ground",
        "-",
        "--sheet",
        "leads",
        "--join",
        deals,
    ];
    let called = folder.call_with(&arguments, bytes).ended(0);
    assert!(called.out.contains("2 leads read"), "{}", called.out);
}

#[test]
fn sheets_that_are_not_there_are_refused() {
    let folder = folder();
    let call = |sheet| folder.call(&["run", "policy.ground", "in/a.xlsx", "--sheet", sheet]);
    refused(
        call("Laeds"),
        "the workbook has no sheet `Laeds`; nearest is `Leads`",
    );
    refused(call("Laeds"), "its sheets are `Notes`, `Leads`");
    folder.write("in/a.csv", b"Id\n");
    let called = folder.call(&["run", "policy.ground", "in/a.csv", "--sheet", "Leads"]);
    refused(
        called,
        "`--sheet Leads`: `in/a.csv` is no .xlsx workbook, and has no sheets",
    );
}

#[test]
fn what_is_wrong_is_said_with_the_file() {
    let folder = folder();
    let whole = std::fs::read(folder.path().join("in/a.xlsx")).unwrap();
    folder.write("in/a.xlsx", &whole[..whole.len() / 2]);
    refused(
        folder.call(RUN),
        "`in/a.xlsx`: the workbook cannot be read: it is cut off, or damaged",
    );
    folder.write("in/a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let call = || folder.call(&["run", "policy.ground", "in/a.xlsx"]);
    refused(
        call(),
        "an old Excel workbook (.xls), or one with a password",
    );
    refused(call(), "save it as .xlsx without a password");
    folder.write("in/a.xlsx", &whole);
    folder.write("in/deals.xlsx", b"PK\x03\x04");
    let called = folder.call(RUN);
    refused(
        called,
        "`in/deals.xlsx`: the workbook cannot be read: it is cut off, or damaged",
    );
}

#[test]
fn a_row_that_cannot_be_read_ends_the_run_behind_those_before_it() {
    let folder = folder();
    let rows = format!("{LEADS}<row r='5'><c r='A5'><f>A4+1</f></c></row>");
    folder.write("in/a.xlsx", &book(&[("Leads", &rows)]).packed());
    let called = folder.call(RUN).ended(2);
    let message = "cell A5 has a formula whose result is not stored";
    assert!(called.err.contains(message), "{}", called.err);
}
