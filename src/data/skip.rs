//! Rows that are no leads, such as a trailer with totals.

use super::problem::shown;
use crate::model::SkipRows;
use crate::records::Record;
use crate::value::{Text, joined};

/// Leaves rows out, and counts them.
pub(super) struct Skip<'m> {
    rows: &'m SkipRows,
    /// The place of the column.
    place: usize,
    /// How many rows were left out.
    pub(super) count: u64,
}

impl<'m> Skip<'m> {
    /// Leaves out the rows that have one of the texts in the column at this place.
    pub(super) fn new(rows: &'m SkipRows, place: usize) -> Self {
        Skip {
            rows,
            place,
            count: 0,
        }
    }

    /// Whether the record is to be left out. A record that is too short for the column, as trailers
    /// often are, has an empty text there.
    pub(super) fn fits(&self, record: &Record) -> bool {
        let text = record.get(self.place).unwrap_or_default();
        record.fault(self.place).is_none() && self.rows.texts.contains(&Text::new(text))
    }

    /// That rows were left out.
    pub(super) fn note(&self) -> String {
        let texts = self.rows.texts.iter();
        let texts: Vec<String> = texts.map(|it| format!("\"{}\"", shown(it.raw()))).collect();
        let (texts, header, count) = (joined(&texts, "and"), &self.rows.header, self.count);
        format!("rows left out, as `skip rows` says of {texts} in `{header}`: {count}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Maker, texts};
    use super::super::{DataFile, Options, open};
    use crate::diagnostic::Code;
    use crate::model::{Model, SkipRows, Type};
    use crate::source::{SourceId, Span};

    fn model(skips: &[(&str, &[&str])]) -> Model {
        Maker::new()
            .field("email", Type::Text)
            .source("crm", |source, _| {
                let rows = |(header, words): &(&str, &[&str])| SkipRows {
                    header: (*header).to_owned(),
                    texts: texts(words),
                    span: Span::new(SourceId(0), 0, 0),
                };
                source.mapping().skips = skips.iter().map(rows).collect();
            })
            .model()
    }

    /// The rows that were read, how many were left out, and what is noted.
    fn read(skips: &[(&str, &[&str])], text: &'static [u8]) -> (Vec<u64>, u64, Vec<String>) {
        let model = model(skips);
        let files = vec![DataFile::new("a.csv", text)];
        let mut leads = open(&model, files, &Options::default()).ok().unwrap();
        let mut rows = Vec::new();
        while let Some(batch) = leads.next_batch().unwrap() {
            rows.extend(batch.info.iter().map(|info| info.row));
        }
        (rows, leads.skipped(), leads.notes())
    }

    #[test]
    fn rows_are_left_out_and_counted() {
        let skips: &[(&str, &[&str])] = &[("Kind", &["Total", ""]), ("email", &["TEST@x"])];
        let text = b"email,kind\na, tOTAL \nb,lead\ntest@X,lead\nc,\nd,lead,more\nfooter\n,lead\n";
        let (rows, skipped, notes) = read(skips, text);
        // The ragged row of the lead `d` is no trailer and stays a problem.
        assert_eq!((rows, skipped), (vec![3, 6, 8], 4));
        assert_eq!(
            notes,
            [
                "rows left out, as `skip rows` says of \"\" and \"Total\" in `Kind`: 3",
                "rows left out, as `skip rows` says of \"TEST@x\" in `email`: 1",
            ]
        );
    }

    #[test]
    fn a_file_of_which_all_is_left_out_has_no_leads() {
        let (rows, skipped, notes) = read(&[("email", &["a"])], b"email\na\nA\n");
        assert_eq!((rows.len(), skipped, notes.len()), (0, 2, 2));
        assert_eq!(notes[0], "the file has a header and no leads");
    }

    #[test]
    fn the_column_must_be_there() {
        let model = model(&[("Number of Records", &["0"])]);
        let file = DataFile::new("a.csv", &b"email,number\n"[..]);
        let errors = open(&model, vec![file], &Options::default()).err().unwrap();
        assert_eq!(errors[0].code, Some(Code::MissingColumn));
        assert!(errors[0].message.ends_with("reads: `Number of Records`"));
        assert_eq!(
            errors[0].help.as_deref(),
            Some("mend the names in the source `crm`")
        );
    }
}
