//! Sources, good and bad.

use crate::diagnostic::Code;
use crate::model::resolve::testing::{codes, finding, resolved, resolved_with};

fn with(entries: &str) -> String {
    format!(
        "policy \"p\" {{}} lead {{ a: text key  n: integer  c: one of x | y  \
         s: several of u | v  d: date  b: boolean  w: datetime }}\n\
         must all_read: n is known or c is known or s is empty or d is known or b or w is known\n\
         source crm {{ {entries} }}"
    )
}

#[test]
fn columns_of_all_kinds() {
    let text = with(
        "a from \"A\" spelled in \"s.csv\"  n from \"N\" missing \"0\" percent\n\
         c from \"C\" { x = \"One\", \"Uno\"  y = any }  s from \"S\" split \"/\"\n\
         d from \"D\" dated \"%d.%m.%Y\"  missing everywhere \"\", \"N/A\"  yes \"Ja\"  \
         no \"Nein\"  dates \"%m/%d/%Y\"  datetimes \"%m/%d/%Y %H:%M\"  delimiter \";\"\n\
         absent b",
    );
    let (model, found) = resolved_with(&text, &[("s.csv", "spelling,value\nUS,United States\n")]);
    assert_eq!(found, []);
    let source = model.sources.values().next().unwrap();
    assert_eq!((source.columns.len(), source.delimiter), (5, Some(b';')));
    let spelled = source.columns.first().unwrap().spellings.values().next();
    assert_eq!(spelled.map(String::as_str), Some("United States"));
    let values = source.columns.get(2).unwrap();
    assert_eq!((values.values.len(), values.rest), (2, Some(1)));
}

#[test]
fn columns_that_cannot_be() {
    for (bad, code) in [
        ("aa from \"A\"", Code::UnknownName),
        ("a from \"A\"  a from \"B\"", Code::RepeatedClause),
        ("c from \"C\" { z = \"1\" }", Code::UnknownValue),
        (
            "c from \"C\" { x = \"1\"  y = \"1\" }",
            Code::DuplicateEntry,
        ),
        ("c from \"C\" { x = any  y = any }", Code::RepeatedClause),
        ("c from \"C\" { x = \"Y\" }", Code::DuplicateEntry),
        ("n from \"N\" { x = \"1\" }", Code::WrongType),
        ("n from \"N\" split \";\"", Code::WrongType),
        ("a from \"A\" percent", Code::WrongType),
        ("a from \"A\" dated \"%Y\"", Code::WrongType),
        ("d from \"D\" dated \"%Q\"", Code::WrongType),
        ("dates \"%H\"", Code::WrongType),
        ("datetimes \"%Y-%m-%d\"", Code::WrongType),
        ("delimiter \";;\"", Code::WrongType),
        ("delimiter \";\"  delimiter \"|\"", Code::RepeatedClause),
        ("encoding \"klingon\"", Code::UnknownValue),
        (
            "encoding \"utf-8\"  encoding \"latin1\"",
            Code::RepeatedClause,
        ),
        ("skip rows where \" \" is \"\"", Code::WrongType),
        (
            "skip rows where \"A\" is \"x\", \"X\"",
            Code::DuplicateEntry,
        ),
        ("n from \"\"", Code::WrongType),
        ("n from \"N\" occurrence 0", Code::WrongType),
        ("join \"x.csv\" on \"A\"", Code::Unused),
        (
            "join \"x.csv\" on \"A\"  a from \"A\" of \"x.csv\"",
            Code::WrongType,
        ),
        (
            "join \"x.csv\" on \"\"  n from \"N\" of \"x.csv\"",
            Code::WrongType,
        ),
        (
            "join \"x.csv\" on \"A\"  n from \"N\" of \"y.csv\"",
            Code::UnknownName,
        ),
        ("n from \"N\" of \"y.csv\"", Code::UnknownName),
        (
            "join \"x.csv\" on \"A\"  join \"x.csv\" on \"B\"  n from \"N\" of \"x.csv\"",
            Code::RepeatedClause,
        ),
        ("absent a", Code::WrongType),
        ("n from \"N\"  absent n", Code::RepeatedClause),
        ("yes \"1\"  no \"1\"", Code::DuplicateEntry),
        ("missing everywhere \"x\", \"X\"", Code::DuplicateEntry),
    ] {
        assert_eq!(codes(&with(bad)), [code], "{bad}");
    }
}

#[test]
fn one_header_may_serve_two_fields() {
    assert_eq!(resolved(&with("n from \"A\"  a from \"A\"")).1, []);
}

#[test]
fn files_and_columns_are_told_apart() {
    let text = with(
        "n from \"N\" of \"b.csv\" occurrence 2  c from \"\" occurrence 1  encoding \"latin1\"\n\
         join \"a.csv\" on \"Id\"  join \"b.csv\" on \"Id\" = \"Key\"  d from \"D\" of \"a.csv\"\n\
         skip rows where \"Kind\" is \"\", \"Total\"  skip rows where \"A\" is \"-\"",
    );
    let (model, found) = resolved(&text);
    assert_eq!(found, []);
    let source = model.sources.values().next().unwrap();
    let columns = source.columns.iter().map(|c| (c.join, c.occurrence));
    let columns: Vec<_> = columns.collect();
    assert_eq!(
        columns,
        [(Some(1), Some(2)), (None, Some(1)), (Some(0), None)]
    );
    let joins = source.joins.iter();
    let joins: Vec<_> = joins
        .map(|join| (join.file.as_str(), join.on.as_str(), join.key.as_str()))
        .collect();
    assert_eq!(joins, [("a.csv", "Id", "Id"), ("b.csv", "Id", "Key")]);
    assert_eq!(source.encoding.unwrap().name(), "windows-1252");
    let skips = source
        .skips
        .iter()
        .map(|s| (s.header.as_str(), s.texts.len()));
    assert_eq!(skips.collect::<Vec<_>>(), [("Kind", 2), ("A", 1)]);
}

#[test]
fn joined_files_lie_beside_the_data() {
    let found = |path: &str| {
        codes(&with(&format!(
            "join \"{path}\" on \"A\"  n from \"N\" of \"{path}\""
        )))
    };
    for fine in ["b.csv", "./b.csv", "parts/b.csv", "a..b.csv", "b.csv.gz"] {
        assert_eq!(found(fine), [], "{fine}");
    }
    for outside in [
        "../b.csv",
        "a/../../b.csv",
        "/b.csv",
        "C:b.csv",
        "a\\..\\b.csv",
        "",
        "parts/",
    ] {
        assert_eq!(found(outside), [Code::MissingFile], "{outside}");
    }
}

#[test]
fn encodings_are_suggested() {
    for (written, meant) in [
        ("utf8-sig", Some("\"utf-8\"")),
        ("klingon", None),
        ("UTF-8 BOM", Some("\"utf-8\"")),
        ("window-1252", Some("\"windows-1252\"")),
        ("ANSI", Some("\"windows-1252\"")),
    ] {
        let found = finding(
            &with(&format!("encoding \"{written}\"")),
            Code::UnknownValue,
        );
        let fix = found.fix.and_then(|fix| fix.edits.into_iter().next());
        let text = fix.map(|edit| edit.new_text);
        assert_eq!(text.as_deref(), meant, "{written}");
    }
}
