//! Which cells are dates, by their number formats.

use std::collections::BTreeMap;
use std::io;

use super::xml::{Item, Xml, attribute};

/// How a number is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    /// As a number.
    #[default]
    Plain,
    /// As a number of at least so many digits, as postal codes are.
    Digits(usize),
    Date,
    Datetime,
    /// As a time of the day.
    Time,
    /// As hours, which may be more than a day has.
    Elapsed,
}

/// The formats that cells refer to by their number.
#[derive(Debug, Default)]
pub(super) struct Formats(Vec<Format>);

impl Formats {
    pub(super) fn read(mut xml: Xml<'_>) -> io::Result<Self> {
        let (mut formats, mut own) = (Vec::new(), BTreeMap::new());
        let (mut in_own, mut in_cells) = (false, false);
        loop {
            match xml.next()? {
                Item::Open(tag) => match tag.local_name().as_ref() {
                    "numFmts" => in_own = true,
                    "cellXfs" => in_cells = true,
                    "numFmt" if in_own => {
                        let id = attribute(&tag, "numFmtId")?.unwrap_or_default();
                        let code = attribute(&tag, "formatCode")?.unwrap_or_default();
                        own.insert(id.into_owned(), of_code(&code));
                    }
                    "xf" if in_cells => {
                        let id = attribute(&tag, "numFmtId")?.unwrap_or_default();
                        let known = own.get(&*id).copied();
                        formats.push(known.unwrap_or_else(|| built_in(&id)));
                    }
                    _ => {}
                },
                Item::Close(tag) => match tag.local_name().as_ref() {
                    "numFmts" => in_own = false,
                    "cellXfs" => in_cells = false,
                    _ => {}
                },
                Item::End => return Ok(Formats(formats)),
                Item::Text(_) | Item::Other => {}
            }
        }
    }

    pub(super) fn get(&self, place: usize) -> Format {
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// The formats that every workbook has; those from 27 on in the languages of East Asia.
fn built_in(id: &str) -> Format {
    match id.parse() {
        Ok(14_u32..=17 | 27..=31 | 36 | 50..=54 | 57 | 58) => Format::Date,
        Ok(18..=21 | 32..=35 | 45 | 47 | 55 | 56) => Format::Time,
        Ok(22) => Format::Datetime,
        Ok(46) => Format::Elapsed,
        _ => Format::Plain,
    }
}

/// What the code of a format such as `dd/mm/yyyy hh:mm` makes of a number. What it has for numbers
/// below zero does not count.
fn of_code(code: &str) -> Format {
    let (mut bare, mut elapsed) = (String::new(), false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|it| *it == '"')),
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|it| *it != ']').collect();
                let letter = inside.chars().next().unwrap_or_default();
                let hours = inside.chars().all(|it| it.eq_ignore_ascii_case(&letter));
                elapsed |= hours && matches!(letter.to_ascii_lowercase(), 'h' | 'm' | 's');
            }
            ';' => break,
            other => bare.push(other.to_ascii_lowercase()),
        }
    }
    if bare.len() > 1 && bare.bytes().all(|it| it == b'0') && bare.len() <= 15 {
        return Format::Digits(bare.len());
    }
    if elapsed {
        return Format::Elapsed;
    }
    // Words that have the letters of dates in them.
    let bare = bare.replace("general", "").replace("am/pm", "h");
    let time = bare.contains(['h', 's']);
    match (bare.contains(['y', 'd']), time, bare.contains('m')) {
        (true, true, _) => Format::Datetime,
        (true, false, _) | (false, false, true) => Format::Date,
        (false, true, _) => Format::Time,
        (false, false, false) => Format::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for (code, format) in [
            ("General", Format::Plain),
            ("0.00", Format::Plain),
            ("#,##0.00\\ \"days\";[Red]-#,##0", Format::Plain),
            ("_-* #,##0.00_-", Format::Plain),
            ("0.00E+00", Format::Plain),
            ("00000", Format::Digits(5)),
            ("dd/mm/yyyy", Format::Date),
            ("mmm", Format::Date),
            ("[$-409]d\\-mmm\\-yy;@", Format::Date),
            ("yyyy\\-mm\\-dd\\Thh:mm:ss", Format::Datetime),
            ("m/d/yy h:mm AM/PM", Format::Datetime),
            ("h:mm AM/PM", Format::Time),
            ("mm:ss.0", Format::Time),
            ("[h]:mm:ss", Format::Elapsed),
            ("[Red]0", Format::Plain),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
        assert_eq!(built_in("14"), Format::Date);
        assert_eq!(built_in("9"), Format::Plain);
        assert_eq!(built_in(""), Format::Plain);
    }
}
