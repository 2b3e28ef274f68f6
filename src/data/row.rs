//! One record as a lead: a cell for each field, and what is wrong with it.

use super::columns::Columns;
use super::field::{Fault, FieldReader, Reading};
use super::problem::{Problem, shown};
use super::table::no_text;
use crate::diagnostic::Code;
use crate::model::{Cell, Field, FieldId, Model};
use crate::records::{Encoding, Record};
use crate::value::{Value, counted};

/// A column as messages name it.
#[derive(Debug)]
pub(super) struct ColumnName {
    /// Its header, and the file if that is a joined one: `won_date of closed_deals.csv`.
    pub(super) plain: String,
    /// The same with marks: "`won_date` of `closed_deals.csv`".
    pub(super) marked: String,
    /// How its file is written.
    pub(super) encoding: Encoding,
    /// The number of the joined file among those of the source, if it is of one.
    pub(super) join: Option<usize>,
}

/// What a lead has in a joined file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No row.
    Nothing,
    /// A row, which stands behind the lead's own values.
    Row,
    /// Something that cannot be trusted, of which there is a problem already.
    Bad,
}

/// Reads records that are as long as the header, and behind that what joined files add.
pub(super) struct RowReader<'m> {
    model: &'m Model,
    columns: Columns,
    names: Vec<ColumnName>,
    fields: Vec<FieldReader<'m>>,
}

impl ColumnName {
    /// The column with this header at this place of a file, from 0.
    pub(super) fn new(header: &str, place: usize, encoding: Encoding) -> Self {
        let (plain, marked) = match header {
            "" => (
                format!("column {}", place + 1),
                format!("column {}", place + 1),
            ),
            header => (header.to_owned(), format!("`{header}`")),
        };
        ColumnName {
            plain,
            marked,
            encoding,
            join: None,
        }
    }
}

impl<'m> RowReader<'m> {
    pub(super) fn new(
        model: &'m Model,
        columns: Columns,
        names: Vec<ColumnName>,
        fields: Vec<FieldReader<'m>>,
    ) -> Self {
        RowReader {
            model,
            columns,
            names,
            fields,
        }
    }

    /// Which columns are read.
    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What reads a field's column.
    pub(super) fn field(&self, id: FieldId) -> Option<&FieldReader<'m>> {
        self.fields.get(id.index())
    }

    /// The name of a column.
    pub(super) fn name(&self, place: usize) -> Option<&ColumnName> {
        self.names.get(place)
    }

    /// The name of a field's column.
    pub(super) fn column(&self, id: FieldId) -> Option<&ColumnName> {
        self.name(self.columns.place(id)?)
    }

    /// What the record has in a field's column.
    pub(super) fn text<'r>(&self, record: &'r Record, field: FieldId) -> Option<&'r str> {
        record.get(self.columns.place(field)?)
    }

    /// The cells of a record; `found` says what the joined files added.
    pub(super) fn cells(
        &self,
        record: &Record,
        found: &[Found],
        problems: &mut Vec<Problem>,
    ) -> Vec<Cell> {
        let fields = self.model.fields.iter().zip(&self.fields);
        let cells = fields.map(|((id, field), reader)| {
            let join = self.column(id).and_then(|column| column.join);
            let found = join.and_then(|join| found.get(join));
            match found {
                Some(Found::Bad) => Cell::Bad,
                Some(Found::Nothing) if field.required || field.key => {
                    problems.push(self.no_row(id));
                    Cell::Bad
                }
                Some(Found::Nothing) => Cell::Missing,
                Some(Found::Row) | None => self.cell(record, (id, field), reader, problems),
            }
        });
        cells.collect()
    }

    /// The cells of a record that has more or fewer values than there are columns.
    pub(super) fn ragged_cells(&self) -> Vec<Cell> {
        let cell = |(id, _)| self.columns.place(id).map_or(Cell::Missing, |_| Cell::Bad);
        self.model.fields.iter().map(cell).collect()
    }

    fn cell(
        &self,
        record: &Record,
        (id, field): (FieldId, &Field),
        reader: &FieldReader<'_>,
        problems: &mut Vec<Problem>,
    ) -> Cell {
        let text = self.text(record, id).unwrap_or_default();
        let place = self.columns.place(id);
        let reading = match place.and_then(|place| record.fault(place)) {
            None => reader.read(text),
            Some(kind) => {
                let encoding = self.column(id).map_or(Encoding::UTF_8, |it| it.encoding);
                Reading::Bad(Fault::new(no_text(encoding, kind)))
            }
        };
        match reading {
            Reading::Known(value) => Cell::Known(value),
            Reading::Missing if field.required || field.key => {
                problems.push(self.required(id, field, text));
                Cell::Bad
            }
            Reading::Missing => Cell::Missing,
            Reading::Bad(fault) => {
                problems.push(self.bad_value(id, text, fault));
                Cell::Bad
            }
        }
    }

    /// A problem of a field, with its column and what that holds.
    fn problem(&self, code: Code, id: FieldId, text: &str, message: String) -> Problem {
        Problem {
            code,
            field: Some(id),
            column: self.column(id).map(|column| column.plain.clone()),
            value: (!text.trim().is_empty()).then(|| shown(text)),
            member: None,
            nearest: None,
            message,
        }
    }

    fn marked(&self, id: FieldId) -> &str {
        self.column(id).map_or("", |column| &column.marked)
    }

    fn bad_value(&self, id: FieldId, text: &str, fault: Fault) -> Problem {
        let column = self.marked(id);
        let near = fault.nearest.as_ref();
        let near = near.map_or(String::new(), |near| format!("; nearest is `{near}`"));
        let message = format!("{column} is \"{}\", {}{near}", shown(text), fault.reason);
        let problem = self.problem(Code::BadValue, id, text, message);
        Problem {
            member: fault.member,
            nearest: fault.nearest,
            ..problem
        }
    }

    fn required(&self, id: FieldId, field: &Field, text: &str) -> Problem {
        let name = &field.named.name;
        let message = match self.column(id) {
            None => format!("`{name}` is required, and the file has no column for it"),
            Some(column) if text.trim().is_empty() => {
                format!("{} is empty, and it is required", column.marked)
            }
            Some(column) => {
                let (column, text) = (&column.marked, shown(text));
                format!("{column} is \"{text}\", which stands for missing, and it is required")
            }
        };
        self.problem(Code::RequiredMissing, id, text, message)
    }

    fn no_row(&self, id: FieldId) -> Problem {
        let column = self.marked(id);
        let message = format!("{column} is required, and that file has no row for the lead");
        self.problem(Code::RequiredMissing, id, "", message)
    }

    /// The problem that a record has more or fewer values than there are columns.
    pub(super) fn ragged(values: usize, columns: usize) -> Problem {
        let message = format!(
            "the row has {} and the header {}, so that none of them can be trusted",
            counted(values, "value", "values"),
            counted(columns, "column", "columns")
        );
        Problem {
            code: Code::Ragged,
            field: None,
            column: None,
            value: None,
            member: None,
            nearest: None,
            message,
        }
    }

    /// The key of a record as leads are told apart by it; none where it has none that can be read.
    pub(super) fn key(&self, record: &Record, id: FieldId) -> Option<String> {
        let place = self.columns.place(id)?;
        if record.fault(place).is_some() {
            return None;
        }
        match self.fields.get(id.index())?.read(record.get(place)?) {
            Reading::Known(value) => self.told_apart(&value, id),
            Reading::Missing | Reading::Bad(_) => None,
        }
    }

    /// A key's value as leads are told apart by it.
    pub(super) fn told_apart(&self, value: &Value, id: FieldId) -> Option<String> {
        match value {
            Value::Text(text) => Some(text.folded().to_owned()),
            value => {
                let ty = self.model.fields.get(id)?.ty;
                Some(self.model.show(value, ty))
            }
        }
    }

    /// The problem that an earlier lead has the same key.
    pub(super) fn duplicate_key(&self, text: &str, id: FieldId) -> Problem {
        let column = self.marked(id);
        let message = format!("{column} is \"{}\", as in an earlier row", shown(text));
        self.problem(Code::DuplicateKey, id, text, message)
    }
}
