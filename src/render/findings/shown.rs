//! What the proof shows of a finding, for programs.

use serde::{Serialize, Serializer};

use crate::diagnostic::{Case, CasePart, Cause, Plain, Says, Witness};
use crate::render::run::{Exact, Object};
use crate::value::Number;

/// What the leads of a case have in one field.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PartReport<'a> {
    field: &'a str,
    op: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    text: &'a str,
}

/// The parts of a case.
pub(in crate::render) fn case(case: &Case) -> Vec<PartReport<'_>> {
    case.parts.iter().map(part).collect()
}

fn part(part: &CasePart) -> PartReport<'_> {
    let mut told = PartReport {
        field: &part.field,
        op: "known",
        values: None,
        from: None,
        to: None,
        condition: None,
        text: &part.text,
    };
    match &part.says {
        Says::Known => {}
        Says::Missing => told.op = "missing",
        Says::OneOf(values) => (told.op, told.values) = ("in", Some(values.as_slice())),
        Says::NoneOf(values) => (told.op, told.values) = ("not_in", Some(values.as_slice())),
        Says::Range { from, to } => {
            told.op = "range";
            (told.from, told.to) = (from.as_deref(), to.as_deref());
        }
        Says::Holds(condition) => (told.op, told.condition) = ("holds", Some(condition.as_str())),
    }
    told
}

/// The word for what lies behind a finding.
pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Edge => "edge",
    }
}

/// A lead that shows a finding.
#[derive(Serialize)]
pub(in crate::render) struct WitnessReport<'a> {
    lead: Object<'a, Option<Typed<'a>>>,
    as_of: Option<&'a str>,
    moves: Vec<MoveReport<'a>>,
    shows: &'a str,
}

/// A move of that lead.
#[derive(Serialize)]
struct MoveReport<'a> {
    at: &'a str,
    from: &'a str,
    to: &'a str,
}

/// The lead of a finding.
pub(in crate::render) fn witness(witness: &Witness) -> WitnessReport<'_> {
    let cells = witness.lead.iter();
    let cells = cells.map(|cell| (cell.field.as_str(), cell.value.as_ref().map(Typed)));
    let moves = witness.moves.iter().map(|it| MoveReport {
        at: &it.at,
        from: &it.from,
        to: &it.to,
    });
    WitnessReport {
        lead: Object(cells.collect()),
        as_of: Some(witness.as_of.as_str()).filter(|as_of| !as_of.is_empty()),
        moves: moves.collect(),
        shows: &witness.shows,
    }
}

/// A value by its JSON type; numbers have all their digits.
struct Typed<'a>(&'a Plain);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Plain::Boolean(yes) => serializer.serialize_bool(*yes),
            Plain::Number(digits) => match Number::parse(digits) {
                Some(number) => Exact(number).serialize(serializer),
                None => serializer.serialize_str(digits),
            },
            Plain::Text(text) => serializer.serialize_str(text),
            Plain::Many(members) => members.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::WitnessCell;
    use crate::render::findings::testing;

    fn json(data: &impl Serialize) -> String {
        serde_json::to_string(data).unwrap()
    }

    #[test]
    fn each_kind_of_case_has_its_keys() {
        let text = |text: &str| text.to_owned();
        let all = [
            (Says::Missing, r#""op":"missing","#),
            (Says::Known, r#""op":"known","#),
            (
                Says::OneOf(vec![text("US")]),
                r#""op":"in","values":["US"],"#,
            ),
            (
                Says::NoneOf(vec![text("US")]),
                r#""op":"not_in","values":["US"],"#,
            ),
            (
                Says::Range {
                    from: Some(text("200")),
                    to: None,
                },
                r#""op":"range","from":"200","#,
            ),
            (
                Says::Holds(text("f > g")),
                r#""op":"holds","condition":"f > g","#,
            ),
        ];
        for (says, keys) in all {
            let told = CasePart {
                field: text("f"),
                says,
                text: text("t"),
            };
            let expected = format!(r#"{{"field":"f",{keys}"text":"t"}}"#);
            assert_eq!(json(&part(&told)), expected);
        }
    }

    #[test]
    fn a_lead_has_its_values_by_type_in_order() {
        let gap = testing::gap();
        let mut lead = gap.shown.unwrap().witness.unwrap();
        let values = [
            Plain::Number("0.25".into()),
            Plain::Boolean(true),
            Plain::Many(vec!["a".into()]),
        ];
        let cells = ["rate", "paid", "tags"].into_iter().zip(values);
        lead.lead.extend(cells.map(|(field, value)| WitnessCell {
            field: field.into(),
            value: Some(value),
            written: None,
            matters: false,
        }));
        let expected = r#"{"lead":{"country":"us","employees":null,"email":"a@a.example","city":"Ulm","rate":0.25,"paid":true,"tags":["a"]},"as_of":null,"moves":[],"shows":"no rule of `owner` holds"}"#;
        assert_eq!(json(&witness(&lead)), expected);
    }
}
