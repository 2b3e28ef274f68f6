//! A part as tags and texts.

use std::borrow::Cow;
use std::io::{self, BufReader};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::damaged;
use super::part::Part;

/// How deep tags may lie in one another.
const DEEPEST: usize = 100;

/// A part that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Part<'a>>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What comes next in a part.
pub(super) enum Item<'b> {
    /// A tag opens. One that is empty closes next.
    Open(BytesStart<'b>),
    Close(BytesEnd<'b>),
    /// A piece of a text.
    Text(Cow<'b, str>),
    /// A remark, or something else that says nothing.
    Other,
    /// There is no more.
    End,
}

impl<'a> Xml<'a> {
    pub(super) fn new(part: Part<'a>) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Item<'_>> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().next_token();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                return Err(io::Error::new(error.kind(), error.to_string()));
            }
            Err(error) => return Err(self.reader.get_ref().get_ref().error(error)),
        };
        Ok(match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(damaged("its tags lie too deep in one another"));
                }
                Item::Open(tag)
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Item::Close(tag)
            }
            Event::Text(text) => Item::Text(text.xml10_content()),
            Event::CData(text) => Item::Text(text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => Item::Text(character.to_string().into()),
                Ok(None) => match resolve_predefined_entity(&name) {
                    Some(text) => Item::Text(text.into()),
                    None => return Err(damaged(format!("nothing says what `&{};` is", &*name))),
                },
                Err(error) => return Err(damaged(error.to_string())),
            },
            Event::Eof if self.depth > 0 => return Err(damaged("a part of it is cut off")),
            Event::Eof => Item::End,
            _ => Item::Other,
        })
    }
}

/// The value of an attribute, whatever stands before its name.
pub(super) fn attribute<'t>(
    tag: &'t BytesStart<'_>,
    name: &str,
) -> io::Result<Option<Cow<'t, str>>> {
    let mut attributes = tag.attributes();
    for attribute in attributes.with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(Some).map_err(|error| damaged(error.to_string()));
        }
    }
    Ok(None)
}
