//! Parts of sentences that know which of their words are names of the policy.

use std::fmt;
use std::ops::Add;

/// A sentence, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    pieces: Vec<Piece>,
}

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A name, as the policy writes it.
    Name {
        /// The name.
        name: String,
        /// The whole name of the thing that it names, where that is declared; none for a value.
        to: Option<String>,
    },
    /// What people call a thing that has a name.
    Label {
        /// What they call it.
        text: String,
        /// The whole name of the thing.
        to: String,
    },
}

impl Phrase {
    /// The name of a thing that has no other name than this.
    #[must_use]
    pub fn name(name: &str) -> Phrase {
        Phrase::name_of(name, name)
    }

    /// A name, and the whole name of what it names: `mql`, `funnel.mql`.
    #[must_use]
    pub fn name_of(name: &str, whole: &str) -> Phrase {
        Phrase::piece(Piece::Name {
            name: name.to_owned(),
            to: Some(whole.to_owned()),
        })
    }

    /// A word of the policy that names nothing declared, such as a value.
    #[must_use]
    pub fn word(name: &str) -> Phrase {
        Phrase::piece(Piece::Name {
            name: name.to_owned(),
            to: None,
        })
    }

    /// What people call a thing, and its whole name.
    #[must_use]
    pub fn label(text: &str, whole: &str) -> Phrase {
        Phrase::piece(Piece::Label {
            text: text.to_owned(),
            to: whole.to_owned(),
        })
    }

    /// Text that people wrote, in which they put names between backticks.
    #[must_use]
    pub fn marked(text: &str) -> Phrase {
        let mut phrase = Phrase::default();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('`')
            && let Some((name, after)) = behind.split_once('`')
        {
            phrase = phrase + before;
            phrase = match name.is_empty() {
                true => phrase + "``",
                false => phrase + Phrase::name(name),
            };
            rest = after;
        }
        phrase + rest
    }

    fn piece(piece: Piece) -> Phrase {
        Phrase {
            pieces: vec![piece],
        }
    }

    /// Its pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Phrases with `between` between them, and `last` before the last one.
    #[must_use]
    pub fn joined(parts: Vec<Phrase>, between: &str, last: &str) -> Phrase {
        let count = parts.len();
        let mut whole = Phrase::default();
        for (place, part) in parts.into_iter().enumerate() {
            whole = match count - place {
                _ if place == 0 => part,
                1 => whole + last + part,
                _ => whole + between + part,
            };
        }
        whole
    }

    /// "a, b and c", with another word for "and". Labels with commas in them are divided by
    /// semicolons.
    #[must_use]
    pub fn listed(parts: Vec<Phrase>, last: &str) -> Phrase {
        let mut pieces = parts.iter().flat_map(|part| &part.pieces);
        match pieces.any(|it| matches!(it, Piece::Label { text, .. } if text.contains(','))) {
            true => Phrase::joined(parts, "; ", &format!("; {last} ")),
            false => Phrase::joined(parts, ", ", &format!(" {last} ")),
        }
    }

    /// The phrase as a whole sentence: with a capital at its start, where a word stands there, and
    /// a full stop at its end.
    #[must_use]
    pub fn sentence(mut self) -> Phrase {
        if let Some(Piece::Text(text) | Piece::Label { text, .. }) = self.pieces.first_mut() {
            *text = capitalised(text);
        }
        let ends = match self.pieces.last() {
            Some(Piece::Text(text)) => text.trim_end().ends_with(['.', '!', '?', ':', '…']),
            Some(Piece::Name { .. } | Piece::Label { .. }) => false,
            None => true,
        };
        match ends {
            true => self,
            false => self + ".",
        }
    }

    /// Its words alone, without a sign that some are names.
    #[must_use]
    pub fn plain(&self) -> String {
        let words = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Label { text, .. } => text.as_str(),
            Piece::Name { name, .. } => name.as_str(),
        });
        words.collect()
    }
}

/// The text with a capital at its start.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Names stand in backticks.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Label { text, .. } => f.write_str(text)?,
                Piece::Name { name, .. } => write!(f, "`{name}`")?,
            }
        }
        Ok(())
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Phrase {
        match text.is_empty() {
            true => Phrase::default(),
            false => Phrase::piece(Piece::Text(text)),
        }
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Phrase {
        text.to_owned().into()
    }
}

impl<T: Into<Phrase>> Add<T> for Phrase {
    type Output = Phrase;

    fn add(mut self, next: T) -> Phrase {
        for piece in next.into().pieces {
            match (self.pieces.last_mut(), piece) {
                (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
                (_, piece) => self.pieces.push(piece),
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_put_together() {
        let names = ["a", "b", "c"].map(Phrase::name).to_vec();
        let listed = Phrase::listed(names, "or");
        assert_eq!(listed.to_string(), "`a`, `b` or `c`");
        assert_eq!(listed.plain(), "a, b or c");
        let phrase = Phrase::from("one") + " and " + "another";
        assert_eq!(phrase.pieces(), [Piece::Text("one and another".to_owned())]);
        assert!(Phrase::listed(Vec::new(), "and").is_empty());
        let labels = ["SDR, East", "SDR, West"].map(|it| Phrase::label(it, "x"));
        let listed = Phrase::listed(labels.to_vec(), "or").plain();
        assert_eq!(listed, "SDR, East; or SDR, West");
    }

    #[test]
    fn names_between_backticks_are_names() {
        let marked = Phrase::marked("What `fit` says, and `a` too; ` stays");
        assert_eq!(marked.plain(), "What fit says, and a too; ` stays");
        assert_eq!(marked.pieces()[1], Phrase::name("fit").pieces()[0]);
        assert_eq!(Phrase::marked("``").plain(), "``");
        assert!(Phrase::marked("").is_empty());
    }

    #[test]
    fn sentences_start_and_end_as_sentences_do() {
        let said = |phrase: Phrase| phrase.sentence().to_string();
        assert_eq!(said("éach".into()), "Éach.");
        assert_eq!(said(Phrase::name("fit")), "`fit`.");
        assert_eq!(said("Is it so?".into()), "Is it so?");
        assert_eq!(said(Phrase::default()), "");
    }
}
