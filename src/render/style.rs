//! How text for a person looks.

/// The looks of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Parts are coloured, by ANSI sequences.
    pub colour: bool,
    /// The characters that fit in a line.
    pub width: usize,
}

/// What a stretch of text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Something wrong.
    Error,
    /// Something doubtful.
    Warning,
    /// Something worth knowing.
    Note,
    /// Something that is as it should be.
    Good,
    /// Something of less weight.
    Faint,
    /// A heading.
    Strong,
}

impl Style {
    /// What a file or a pipe gets: no colour, 80 characters.
    #[must_use]
    pub fn plain() -> Self {
        Style {
            colour: false,
            width: 80,
        }
    }

    /// `text` in the colour of what it stands for.
    #[must_use]
    pub fn paint(self, paint: Paint, text: &str) -> String {
        let sequence = match paint {
            Paint::Error => "31;1",
            Paint::Warning => "33;1",
            Paint::Note => "36;1",
            Paint::Good => "32",
            Paint::Faint => "2",
            Paint::Strong => "1",
        };
        match self.colour {
            true => format!("\u{1b}[{sequence}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_escapes() {
        assert_eq!(Style::plain().paint(Paint::Error, "gap"), "gap");
        let coloured = Style {
            colour: true,
            width: 80,
        };
        assert_eq!(coloured.paint(Paint::Good, "ok"), "\u{1b}[32mok\u{1b}[0m");
    }
}
