//! What is wrong with a lead, or with the file as a whole.

use std::fmt;

use crate::diagnostic::Code;
use crate::model::FieldId;
use crate::records::RawError;

/// How much of a value is shown, in characters.
const SHOWN: usize = 80;

/// Something wrong with one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub code: Code,
    /// The field, where it is of one.
    pub field: Option<FieldId>,
    /// The header of the field's column.
    pub column: Option<String>,
    /// What the column holds, shortened to 80 characters.
    pub value: Option<String>,
    /// The member at fault, where the column holds a set.
    pub member: Option<String>,
    /// What may have been meant.
    pub nearest: Option<String>,
    /// What is wrong, for a person, without the row.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A column that the policy reads and a file lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The name of the field that is read from it; none where it tells of rows, as for `skip rows`.
    pub field: Option<String>,
    /// The name of the source by which the file is read.
    pub source: Option<String>,
    /// The header that is looked for.
    pub column: String,
    /// The header that may have been meant.
    pub nearest: Option<String>,
}

/// Why leads cannot be read from a file, or no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The name of the file; empty as long as nobody knows it.
    pub file: String,
    /// Its kind, where it has a name.
    pub code: Option<Code>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The columns that are missing, one by one, where that is what is wrong.
    pub lacks: Vec<Lack>,
}

impl DataError {
    /// What is wrong and what to do about it, with nothing more to tell.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        DataError {
            file: String::new(),
            code: None,
            message: message.into(),
            help: Some(help.into()),
            lacks: Vec::new(),
        }
    }

    /// The same, said of a file, unless it is already said of one.
    pub(super) fn of(self, file: &str) -> Self {
        match self.file.is_empty() {
            true => DataError {
                file: file.to_owned(),
                ..self
            },
            false => self,
        }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DataError {}

impl From<RawError> for DataError {
    fn from(error: RawError) -> Self {
        DataError::new(error.to_string(), error.help())
    }
}

/// A value as it is shown: on one line, and not too much of it.
pub(super) fn shown(value: &str) -> String {
    let line = |c: char| if c.is_control() { ' ' } else { c };
    let mut chars = value.chars();
    let mut text: String = chars.by_ref().take(SHOWN).map(line).collect();
    if chars.next().is_some() {
        // The mark of what is left out is one of the 80 characters.
        text.pop();
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_and_lines_are_cut() {
        assert_eq!(shown("a\nb"), "a b");
        assert_eq!(shown(&"é".repeat(80)), "é".repeat(80));
        assert_eq!(shown(&"é".repeat(81)), format!("{}…", "é".repeat(79)));
    }
}
