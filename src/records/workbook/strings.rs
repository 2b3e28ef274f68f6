//! The texts that cells share, and texts in several pieces.

use std::borrow::Cow;
use std::io;

use super::damaged;
use super::xml::{Item, Xml};
use crate::records::FIELD_LIMIT;

/// The shared texts, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn read(mut xml: Xml<'_>) -> io::Result<Self> {
        let (mut strings, mut pieces) = (Strings::default(), Pieces::default());
        loop {
            let item = xml.next()?;
            match &item {
                Item::Open(tag) if tag.local_name().as_ref() == "si" => pieces = Pieces::default(),
                Item::Close(tag) if tag.local_name().as_ref() == "si" => {
                    strings.text.push_str(&pieces.whole());
                    strings.ends.push(strings.text.len());
                }
                Item::End => return Ok(strings),
                _ => pieces.take(&item)?,
            }
        }
    }

    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// A text in pieces, each with its own look, and perhaps with hints at how it is spoken, which are
/// no part of it.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    text: String,
    in_text: bool,
    in_hint: bool,
}

impl Pieces {
    pub(super) fn take(&mut self, item: &Item<'_>) -> io::Result<()> {
        match item {
            Item::Open(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = !self.in_hint,
                "rPh" => self.in_hint = true,
                _ => {}
            },
            Item::Close(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_hint = false,
                _ => {}
            },
            Item::Text(text) if self.in_text => add(&mut self.text, text)?,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn whole(&self) -> Cow<'_, str> {
        unescaped(&self.text)
    }
}

/// Adds a piece to a text, if it does not become too large.
pub(super) fn add(text: &mut String, piece: &str) -> io::Result<()> {
    if text.len() + piece.len() > FIELD_LIMIT {
        return Err(damaged("a text in it is larger than 1 MiB"));
    }
    text.push_str(piece);
    Ok(())
}

/// The text with the characters that XML cannot have, which are written like `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once("_x") {
        plain.push_str(before);
        let hex = behind.get(..4).filter(|_| behind.get(4..5) == Some("_"));
        let hex = hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}
