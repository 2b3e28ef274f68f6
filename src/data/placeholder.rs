//! What people, forms and systems write where nothing is known, in the languages of Europe that
//! exports come in most.

use unicode_normalization::UnicodeNormalization;

use crate::value::loose;

/// Stand for nothing wherever they stand: none of them is a name or an answer somewhere. As texts
/// are compared: see [`core`].
const ALWAYS: &[&str] = &[
    // Drop-downs that nobody touched.
    "select",
    "pleaseselect",
    "pleaseselectone",
    "selectone",
    "selectanoption",
    "pleasechoose",
    "chooseone",
    "auswahl",
    "auswahlen",
    "bittewahlen",
    "bittewahlensie",
    "bitteauswahlen",
    "selectionner",
    "selectionnez",
    "veuillezselectionner",
    "seleccionar",
    "seleccione",
    "selecionar",
    "selecione",
    "seleziona",
    "selezionare",
    "selecteer",
    "maakeenkeuze",
    "wybierz",
    // Nothing was given.
    "n/a",
    "n.a",
    "null",
    "nan",
    "nil",
    "undefined",
    "novalue",
    "notset",
    "notprovided",
    "notavailable",
    "notspecified",
    "notapplicable",
    "k.a",
    "keineangabe",
    "keineangaben",
    "ohneangabe",
    "nichtangegeben",
    "nonrenseigne",
    "nonprecise",
    "nonspecifie",
    "noespecificado",
    "naoinformado",
    "nonspecificato",
    "nietopgegeven",
    "n.v.t",
    "brakdanych",
    // Spreadsheets' faults, and what Salesforce has for no id.
    "#ref!",
    "#value!",
    "#name?",
    "000000000000000aaa",
    "000000000000000",
];

/// Stand for nothing among numbers, dates and listed values; elsewhere they may be meant. In
/// brackets or between dashes they stand for nothing anywhere.
const AMONG_VALUES: &[&str] = &[
    "unknown",
    "unspecified",
    "notknown",
    "nodata",
    "unbekannt",
    "inconnu",
    "inconnue",
    "desconocido",
    "desconocida",
    "desconhecido",
    "desconhecida",
    "sconosciuto",
    "sconosciuta",
    "onbekend",
    "okand",
    "ukendt",
    "ukjent",
    "nieznany",
    "nieznane",
];

/// Stand for nothing among numbers, dates, and yes and no only; in brackets anywhere.
const AMONG_NUMBERS: &[&str] = &[
    "na",
    "none",
    "tbd",
    "tba",
    "empty",
    "blank",
    "missing",
    "error",
    "keine",
    "leer",
    "aucun",
    "aucune",
    "ninguno",
    "nenhum",
    "nessuno",
    "geen",
    "brak",
    "00000000",
    "00/00/0000",
    "0000000000:00:00",
];

/// No placeholder is longer than this, in bytes.
const LONGEST: usize = 48;

/// Whether a text stands for nothing wherever it stands: `N/A`, `-None-`, `Select`, `--`, `?`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    if text.chars().all(is_sign) {
        return true;
    }
    let core = core(text);
    let is_in = |list: &[&str]| list.contains(&core.as_str());
    is_in(ALWAYS) || is_set_off(text) && (is_in(AMONG_VALUES) || is_in(AMONG_NUMBERS))
}

/// Whether a text stands for nothing among listed values: `unknown`, too.
#[must_use]
pub fn is_no_value(text: &str) -> bool {
    is_placeholder(text) || text.len() <= LONGEST && AMONG_VALUES.contains(&core(text).as_str())
}

/// Whether a text stands for nothing among numbers, dates, and yes and no: `none`, too.
#[must_use]
pub fn is_no_number(text: &str) -> bool {
    is_no_value(text) || text.len() <= LONGEST && AMONG_NUMBERS.contains(&core(text).as_str())
}

/// A text without what varies from form to form: case, marks above letters, blanks, dashes, brackets
/// around it and points behind it.
fn core(text: &str) -> String {
    let is_mark = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    let plain: String = loose(text).nfd().filter(|c| !is_mark(c)).collect();
    let inner = plain.trim_matches(|c| matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '*' | '–'));
    let inner = inner.trim_end_matches(['.', '…', ':']);
    // `#N/A`, but `#REF!` as it is.
    let hash = inner.strip_prefix('#').filter(|rest| rest.contains('/'));
    hash.unwrap_or(inner).to_owned()
}

/// Whether something stands around a text that sets it off from answers: `(none)`, `-None-`.
fn is_set_off(text: &str) -> bool {
    text.starts_with(['(', '<', '[', '-', '–', '*'])
        && text.ends_with([')', '>', ']', '-', '–', '*'])
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '_' | '.' | '…' | '?' | '/' | '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_told_from_what_says_something() {
        for nothing in [
            "N/A",
            "-None-",
            "Select",
            " SELECT ",
            "- Select -",
            "--Select--",
            "Select...",
            "--",
            ".",
            "?",
            "??????",
            "Not Available",
            "#N/A",
            "#REF!",
            " – ",
            "(blank)",
            "(unknown)",
            "[none]",
            "<null>",
            "000000000000000AAA",
            "n.a.",
        ] {
            assert!(is_placeholder(nothing), "{nothing}");
        }
        for something in [
            "", " ", "0", "no", "Other", "Selected", "North", "-5", "Nana", "Nulle", "N",
            "(other)", "None", "Unknown",
        ] {
            assert!(!is_placeholder(something), "{something}");
        }
    }

    #[test]
    fn other_languages_have_their_own() {
        for nothing in [
            "Auswahl",
            "Bitte wählen",
            "bitte auswählen…",
            "Bitte wa\u{308}hlen",
            "keine Angabe",
            "k.A.",
            "k. A.",
            "nicht angegeben",
            "Sélectionner",
            "SÉLECTIONNER",
            "non renseigné",
            "Seleccionar",
            "Selecione",
            "Seleziona",
            "não informado",
        ] {
            assert!(is_placeholder(nothing), "{nothing}");
        }
        for nothing in ["unbekannt", "Inconnu", "desconocido"] {
            assert!(
                !is_placeholder(nothing) && is_no_value(nothing),
                "{nothing}"
            );
        }
    }

    #[test]
    fn placeholders_depend_on_where_they_stand() {
        assert!(!is_placeholder("Unknown") && is_no_value("Unknown"));
        assert!(!is_no_value("None") && is_no_number("None"));
        assert!(is_no_number("0000-00-00") && is_no_number("0000-00-00 00:00:00"));
        for text in ["other", "0", "", "Selected", "N"] {
            assert!(!is_no_number(text), "{text}");
        }
    }

    #[test]
    fn the_lists_are_as_texts_are_compared() {
        for list in [ALWAYS, AMONG_VALUES, AMONG_NUMBERS] {
            assert!(list.iter().all(|word| core(word) == *word));
        }
    }
}
