//! How an export is read: which column holds which field, and what its texts mean.

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldId, Named};
use crate::records::Encoding;
use crate::source::Span;
use crate::value::{DateForm, Text};

/// How one kind of export is read.
#[derive(Debug, Clone)]
pub struct SourceMapping {
    /// Its name.
    pub named: Named,
    /// The columns that it renames or reads in its own way.
    pub columns: Vec<ColumnMapping>,
    /// Texts that mean "missing" in every column.
    pub missing: BTreeSet<Text>,
    /// Texts that mean "yes"; empty for the usual ones.
    pub yes: BTreeSet<Text>,
    /// Texts that mean "no"; empty for the usual ones.
    pub no: BTreeSet<Text>,
    /// How dates are written; empty for ISO 8601.
    pub dates: Vec<DateForm>,
    /// How datetimes are written; empty for ISO 8601.
    pub datetimes: Vec<DateForm>,
    /// What stands between the values of a record; none where nothing is said.
    pub delimiter: Option<u8>,
    /// How bytes are text; none where nothing is said.
    pub encoding: Option<Encoding>,
    /// Rows that are no leads, such as a trailer with totals.
    pub skips: Vec<SkipRows>,
    /// Files whose rows belong to the leads by a key.
    pub joins: Vec<Join>,
    /// Fields for which these exports have no column.
    pub absent: BTreeSet<FieldId>,
}

impl SourceMapping {
    /// A source that renames nothing: values with commas between them, dates in ISO 8601.
    pub(crate) fn plain(named: Named) -> Self {
        SourceMapping {
            named,
            columns: Vec::new(),
            missing: BTreeSet::new(),
            yes: BTreeSet::new(),
            no: BTreeSet::new(),
            dates: Vec::new(),
            datetimes: Vec::new(),
            delimiter: None,
            encoding: None,
            skips: Vec::new(),
            joins: Vec::new(),
            absent: BTreeSet::new(),
        }
    }
}

/// Rows that are no leads: those with one of these texts in this column.
#[derive(Debug, Clone)]
pub struct SkipRows {
    /// The header of the column.
    pub header: String,
    /// The texts; the empty one is an empty cell.
    pub texts: BTreeSet<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A file that has at most one row for each lead.
#[derive(Debug, Clone)]
pub struct Join {
    /// Its name, as a path beside the file of leads.
    pub file: String,
    /// The header of the column of the leads that tells which row belongs to them.
    pub on: String,
    /// The header of the column of the file that holds the same.
    pub key: String,
    /// Where it stands.
    pub span: Span,
}

/// How one column is read.
#[derive(Debug, Clone)]
pub struct ColumnMapping {
    /// The field.
    pub field: FieldId,
    /// The header of the column.
    pub header: String,
    /// The place of the joined file that has the column, in the source's `joins`; none where the
    /// file of leads has it.
    pub join: Option<usize>,
    /// Of several columns with this header, which one, from 1; none where there is one only.
    pub occurrence: Option<usize>,
    /// What the export calls the values of the field's enumeration.
    pub values: BTreeMap<Text, u32>,
    /// The value for every other text.
    pub rest: Option<u32>,
    /// Spellings, and what they stand for.
    pub spellings: BTreeMap<Text, String>,
    /// Texts that mean "missing" in this column.
    pub missing: BTreeSet<Text>,
    /// What stands between the values of a set; `;` where nothing is said.
    pub split: Option<String>,
    /// Numbers are percentages, with or without the sign.
    pub percent: bool,
    /// How dates or datetimes are written, instead of the source's.
    pub dated: Vec<DateForm>,
    /// Where it stands.
    pub span: Span,
}
