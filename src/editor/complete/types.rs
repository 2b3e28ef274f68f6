//! Of what type a value has to be at a place, by what stands before it.

use super::names::Names;
use crate::model::Type;

/// The signs that compare.
pub(super) const COMPARES: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];

impl Names<'_> {
    /// The type of what a value here belongs to: of the other side of a comparison, of what is looked
    /// up in braces, of the field before it.
    pub(super) fn type_before(&self) -> Option<Type> {
        let place = self.place;
        let back = place.back(0);
        if COMPARES.contains(&back) || back == "has" {
            return self.type_named(place.back(1));
        }
        if let Some(open) = place.open_bracket().filter(|at| place.back(*at) == "{") {
            // `x in {`, `x has any of {`, `field {`, `source … field from "…" {`
            match (place.back(open + 1), place.back(open + 2)) {
                ("in", "not") => return self.type_named(place.back(open + 3)),
                ("in", subject) => return self.type_named(subject),
                ("of", "any" | "all") => {
                    return match place.back(open + 3) {
                        "has" => self.type_named(place.back(open + 4)),
                        _ => None,
                    };
                }
                (_, "from") => return self.type_named(place.back(open + 3)),
                _ => {}
            }
        }
        self.type_named(back)
    }

    /// The type of the column that the place is in: as many `|` after its row's start as there are
    /// before its header.
    pub(super) fn column_type(&self) -> Option<Type> {
        let place = self.place;
        let open = place.open_bracket()?;
        let mut column = 0;
        for count in 0..open {
            match place.back(count) {
                "|" => column += 1,
                // What stands before is the row above.
                "=>" | "->" => break,
                _ => {}
            }
        }
        let mut headers: Vec<&str> = Vec::new();
        let mut last = "";
        for count in open + 1..place.len() {
            match place.back(count) {
                "table" | "match" => break,
                "|" => headers.push(std::mem::take(&mut last)),
                // Read backwards, the first word of a header comes last, and a table's name behind it.
                word if last.is_empty() => last = word,
                _ => {}
            }
        }
        headers.push(last);
        headers.reverse();
        self.type_named(headers.get(column)?)
    }
}
