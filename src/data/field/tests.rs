//! Texts as values, type by type.

use super::*;
use crate::data::columns::mapping;
use crate::data::testing::{Maker, forms, texts};
use crate::model::End;

/// What the texts of field `x` are, read by the first source.
fn read(maker: Maker, text: &str) -> Reading {
    let model = maker.model();
    let source = model.sources.values().next();
    let (id, field) = model
        .fields
        .iter()
        .find(|(_, field)| field.named.name == "x")
        .unwrap();
    FieldReader::new(&model, field, source, mapping(source, id)).read(text)
}

fn typed(ty: Type, text: &str) -> Reading {
    read(Maker::new().field("x", ty), text)
}

fn reason(reading: Reading) -> String {
    match reading {
        Reading::Bad(fault) => fault.reason,
        other => panic!("{other:?}"),
    }
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

#[test]
fn blank_cells_and_placeholders_are_missing() {
    let maker = || {
        Maker::new()
            .field("y", Type::Text)
            .field("x", Type::Integer)
            .source("s", |s, field| {
                s.column(field("x"), "X").missing = texts(&["0"]);
                s.mapping().missing = texts(&["Select", "N/A"]);
            })
    };
    for text in ["", " \u{a0}", "0", "select", " N/a "] {
        assert_eq!(read(maker(), text), Reading::Missing, "{text:?}");
    }
    // The placeholder is a text, not a number.
    assert_eq!(read(maker(), "0.0"), Reading::Known(number("0")));
    assert_eq!(
        typed(Type::Text, "N/A"),
        Reading::Known(Value::Text(Text::new("n/a")))
    );
}

#[test]
fn whole_numbers_have_no_fraction() {
    assert_eq!(typed(Type::Integer, "3.0"), Reading::Known(number("3")));
    assert_eq!(
        typed(Type::Integer, "1,234"),
        Reading::Known(number("1234"))
    );
    assert_eq!(
        reason(typed(Type::Integer, "3.5")),
        "which is no whole number"
    );
    assert_eq!(reason(typed(Type::Integer, "many")), "which is no number");
    assert_eq!(typed(Type::Number, "20%"), Reading::Known(number("0.2")));
}

#[test]
fn percent_columns_and_money() {
    let percent = Maker::new()
        .field("x", Type::Number)
        .source("s", |s, field| s.column(field("x"), "X").percent = true);
    assert_eq!(read(percent, "20"), Reading::Known(number("0.2")));
    let dollars = Type::Money(crate::model::Currency::new("USD").unwrap());
    let amount = Number::parse("140000").unwrap();
    assert_eq!(
        typed(dollars, "$1,40,000.00 "),
        Reading::Known(Value::Money(amount))
    );
    assert_eq!(
        reason(typed(dollars, "€ 5")),
        "which is in `€` and not in USD"
    );
    let fine = "which has more than 6 places behind the point";
    assert_eq!(reason(typed(dollars, "0.1234567")), fine);
}

#[test]
fn numbers_keep_within_their_bounds() {
    let read_within = |included, text: &str| {
        let end = |text| {
            Some(End {
                number: Number::parse(text).unwrap(),
                included,
            })
        };
        let bounds = Bounds {
            low: end("0"),
            high: end("10"),
        };
        let set = move |field: &mut Field| field.bounds = bounds;
        read(Maker::new().field_with("x", Type::Number, set), text)
    };
    assert_eq!(read_within(true, "0"), Reading::Known(number("0")));
    assert_eq!(read_within(true, "10.0"), Reading::Known(number("10")));
    assert_eq!(reason(read_within(true, "-0.1")), "which is less than 0");
    assert_eq!(reason(read_within(true, "10.1")), "which is more than 10");
    assert_eq!(reason(read_within(false, "0")), "which is not more than 0");
    assert_eq!(
        reason(read_within(false, "10")),
        "which is not less than 10"
    );
}

#[test]
fn usual_words_for_yes_and_no() {
    for (words, value) in [(USUAL_YES, true), (USUAL_NO, false)] {
        for word in words {
            let reading = typed(Type::Boolean, &format!(" {} ", word.to_uppercase()));
            assert_eq!(reading, Reading::Known(Value::Boolean(value)), "{word}");
        }
    }
    let neither = "which says neither yes (`yes`) nor no (`no`)";
    assert_eq!(reason(typed(Type::Boolean, "maybe")), neither);
}

#[test]
fn declared_words_for_yes_and_no() {
    let maker = || {
        Maker::new().field("x", Type::Boolean).source("s", |s, _| {
            s.mapping().yes = texts(&["Opted in", "0"]);
        })
    };
    assert_eq!(
        read(maker(), "opted IN"),
        Reading::Known(Value::Boolean(true))
    );
    assert_eq!(read(maker(), "0"), Reading::Known(Value::Boolean(true)));
    assert_eq!(read(maker(), "no"), Reading::Known(Value::Boolean(false)));
    let neither = "which says neither yes (`0`, `Opted in`) nor no (`no`)";
    assert_eq!(reason(read(maker(), "yes")).replace(" and ", ", "), neither);
}

#[test]
fn dates_by_the_columns_forms_before_the_sources() {
    let maker = || {
        Maker::new()
            .field("y", Type::Date)
            .field("x", Type::Date)
            .source("s", |s, field| {
                s.mapping().dates = forms(&["%m/%d/%Y"]);
                s.column(field("x"), "X").dated = forms(&["%d.%m.%Y"]);
            })
    };
    let day = Reading::Known(Value::Date(jiff::civil::date(2026, 7, 31)));
    assert_eq!(read(maker(), "31.07.2026"), day);
    assert_eq!(
        reason(read(maker(), "07/31/2026")),
        "which is no date in the form `%d.%m.%Y`"
    );
    assert_eq!(typed(Type::Date, "2026-07-31"), day);
    assert_eq!(
        reason(typed(Type::Date, "soon")),
        "which is no date such as `2026-07-31`"
    );
    let instant = "2026-07-31T00:00Z".parse().unwrap();
    assert_eq!(
        typed(Type::Datetime, "2026-07-31"),
        Reading::Known(Value::Datetime(instant))
    );
    assert!(reason(typed(Type::Datetime, "x")).contains("`2026-07-31T09:00`"));
}

#[test]
fn a_columns_own_forms_read_datetimes_and_days() {
    let maker = || {
        Maker::new()
            .field("x", Type::Datetime)
            .source("s", |s, field| {
                s.mapping().datetimes = forms(&["%m/%d/%Y %H:%M"]);
                s.column(field("x"), "X").dated = forms(&["%d.%m.%Y", "%d.%m.%Y %H:%M"]);
            })
    };
    let at = |text: &str| Reading::Known(Value::Datetime(text.parse().unwrap()));
    assert_eq!(read(maker(), "31.07.2026 09:05"), at("2026-07-31T09:05Z"));
    assert_eq!(read(maker(), "31.07.2026"), at("2026-07-31T00:00Z"));
    assert!(matches!(read(maker(), "07/31/2026 09:05"), Reading::Bad(_)));
}

fn industry(rest: Option<u32>) -> Maker {
    let values = ["software", "non_profit", "health care"];
    Maker::new()
        .values("x", &values, false)
        .source("s", move |s, field| {
            let column = s.column(field("x"), "Industry");
            column.values = [(Text::new("COMPUTER_SOFTWARE"), 0), (Text::new("NGO"), 1)].into();
            column.spellings = [
                (Text::new("sw"), "software".to_owned()),
                (Text::new("ngo"), "software".to_owned()),
                (Text::new("none"), " ".to_owned()),
                (Text::new("odd"), "no value".to_owned()),
            ]
            .into();
            column.rest = rest;
        })
}

#[test]
fn choices_by_the_exports_names_then_spellings_then_their_own() {
    for (text, value) in [
        ("computer_software", 0),
        ("NGO", 1),
        ("SW", 0),
        ("Non-Profit", 1),
        ("HealthCare", 2),
    ] {
        assert_eq!(
            read(industry(None), text),
            Reading::Known(Value::Choice(value)),
            "{text}"
        );
    }
    assert_eq!(
        read(industry(Some(2)), "mining"),
        Reading::Known(Value::Choice(2))
    );
    assert_eq!(
        read(industry(Some(2)), "odd"),
        Reading::Known(Value::Choice(2))
    );
    assert_eq!(read(industry(Some(2)), " "), Reading::Missing);
    assert_eq!(read(industry(None), "none"), Reading::Missing);
}

#[test]
fn no_choice_names_the_nearest_or_all() {
    let Reading::Bad(fault) = read(industry(None), "softwear") else {
        panic!()
    };
    assert_eq!(fault.reason, "which is no value of `x`");
    assert_eq!(fault.nearest.as_deref(), Some("software"));
    let Reading::Bad(fault) = read(industry(None), "mining") else {
        panic!()
    };
    assert_eq!(
        fault.reason,
        "which is no value of `x`: its values are `software`, `non_profit` and `health care`"
    );
    assert_eq!(fault.nearest, None);
    let Reading::Bad(fault) = read(industry(None), "computer software") else {
        panic!()
    };
    assert_eq!(fault.nearest.as_deref(), Some("COMPUTER_SOFTWARE"));
}

#[test]
fn texts_are_replaced_by_what_they_are_spellings_of() {
    let maker = || {
        Maker::new().field("x", Type::Text).source("s", |s, field| {
            let column = s.column(field("x"), "Country");
            column.spellings = [(Text::new("U.S."), "US".to_owned())].into();
        })
    };
    let Reading::Known(Value::Text(text)) = read(maker(), "u.s. ") else {
        panic!()
    };
    assert_eq!(text.raw(), "US");
    let Reading::Known(Value::Text(text)) = read(maker(), "Peru") else {
        panic!()
    };
    assert_eq!(text.raw(), "Peru");
}

#[test]
fn sets_are_split_and_never_missing() {
    let maker = |split: Option<&'static str>| {
        Maker::new()
            .values("x", &["api", "billing", "sso"], true)
            .source("s", move |s, field| {
                s.mapping().missing = texts(&["None"]);
                s.column(field("x"), "X").split = split.map(str::to_owned);
            })
    };
    let set = |members: &[u32]| Reading::Known(Value::Set(members.iter().copied().collect()));
    assert_eq!(read(maker(None), " sso ;API; ;none"), set(&[0, 2]));
    assert_eq!(read(maker(Some(", ")), "api, billing"), set(&[0, 1]));
    for text in ["", "  ", ";;", "NONE"] {
        assert_eq!(read(maker(None), text), set(&[]), "{text:?}");
    }
    let Reading::Bad(fault) = read(maker(None), "api;biling") else {
        panic!()
    };
    assert_eq!(fault.reason, "of which `biling` is no value of `x`");
    assert_eq!(fault.nearest.as_deref(), Some("billing"));
}
