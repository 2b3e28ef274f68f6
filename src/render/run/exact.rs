//! Values in JSON: numbers with all their digits, maps in the order of the policy.

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::report::Shown;
use crate::value::Number;

/// A number with all its digits: it never goes through a float. Readers that keep JSON numbers as
/// floats lose digits beyond their fifteenth; the text has them.
pub(in crate::render) struct Exact(pub(in crate::render) Number);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_i64() {
            Some(integer) => serializer.serialize_i64(integer),
            // The plain form of a decimal, such as `-0.5`, is JSON.
            None => RawValue::from_string(self.0.to_string())
                .map_err(S::Error::custom)?
                .serialize(serializer),
        }
    }
}

/// A value by its JSON type.
pub(in crate::render) struct Scalar<'a>(pub(in crate::render) &'a Shown);

impl Serialize for Scalar<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Shown::Boolean(yes) => serializer.serialize_bool(*yes),
            Shown::Number(number) => Exact(*number).serialize(serializer),
            Shown::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// An object whose keys stay in the given order.
pub(in crate::render) struct Object<'a, V>(pub(in crate::render) Vec<(&'a str, V)>);

impl<V: Serialize> Serialize for Object<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(number: &str) -> String {
        serde_json::to_string(&Exact(Number::parse(number).unwrap())).unwrap()
    }

    #[test]
    fn numbers_keep_all_digits() {
        for number in ["0", "-12", "0.1", "-0.000001", "999999999999999999.999999"] {
            assert_eq!(json(number), number);
        }
    }

    #[test]
    fn numbers_beyond_an_integer_of_64_bits_keep_theirs_too() {
        let large = Number::from(i64::MAX).checked_mul(10.into()).unwrap();
        assert_eq!(
            serde_json::to_string(&Exact(large)).unwrap(),
            "92233720368547758070"
        );
    }

    #[test]
    fn maps_keep_their_order() {
        let object = Object(vec![("b", 1), ("a", 2)]);
        assert_eq!(serde_json::to_string(&object).unwrap(), r#"{"b":1,"a":2}"#);
    }
}
