//! Which column holds which field.

use super::names::loose;
use super::problem::{DataError, Lack, listed};
use crate::diagnostic::{Code, nearest};
use crate::model::{ColumnMapping, Field, FieldId, Model, SourceMapping};

/// For each field of a policy, the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// By the number of the field.
    places: Vec<Option<usize>>,
}

/// What of a header does not fit a policy.
#[derive(Debug, Default)]
pub(super) struct Misfit<'m> {
    /// The columns that the policy reads and the header lacks: the field, and the name looked for.
    pub(super) missing: Vec<(FieldId, &'m Field, &'m str)>,
    /// The columns that the policy reads and the header has several times.
    twice: Vec<(&'m str, Vec<usize>)>,
}

impl Columns {
    /// Finds the column of each field: the one that the source names for it, else the one of the
    /// field's own name; exactly so, or but for case, blanks, `_` and `-`. Fields that the source
    /// calls absent have none; columns that no field wants are left alone.
    ///
    /// # Errors
    /// One error that names all columns which the header lacks, and one for those which it has
    /// several times.
    pub fn match_header(
        model: &Model,
        source: Option<&SourceMapping>,
        header: &[String],
    ) -> Result<Columns, Vec<DataError>> {
        let (columns, misfit) = find(model, source, header);
        let errors: Vec<DataError> = misfit
            .lack(source, header, &columns)
            .into_iter()
            .chain(misfit.surplus())
            .collect();
        if errors.is_empty() {
            Ok(columns)
        } else {
            Err(errors)
        }
    }

    /// The place of a field's column, from 0; `None` where it has none.
    #[must_use]
    pub fn place(&self, field: FieldId) -> Option<usize> {
        self.places.get(field.index()).copied().flatten()
    }
}

/// How a source reads a field's column, where it says anything of it.
pub(super) fn mapping(source: Option<&SourceMapping>, field: FieldId) -> Option<&ColumnMapping> {
    source?.columns.iter().find(|column| column.field == field)
}

/// The columns, and what of the header does not fit.
pub(super) fn find<'m>(
    model: &'m Model,
    source: Option<&'m SourceMapping>,
    header: &[String],
) -> (Columns, Misfit<'m>) {
    let loose_header: Vec<String> = header.iter().map(|name| loose(name)).collect();
    let (mut places, mut misfit) = (Vec::new(), Misfit::default());
    for (id, field) in model.fields.iter() {
        if source.is_some_and(|source| source.absent.contains(&id)) {
            places.push(None);
            continue;
        }
        let wanted = mapping(source, id).map_or(&field.named.name, |column| &column.header);
        let found = search(wanted, header, &loose_header);
        places.push(found.first().copied());
        match found.len() {
            0 => misfit.missing.push((id, field, wanted)),
            1 => {}
            _ => misfit.twice.push((wanted, found)),
        }
    }
    (Columns { places }, misfit)
}

/// The places of all columns of a name: those that have it exactly, or else those that vary it.
fn search(wanted: &str, header: &[String], loose_header: &[String]) -> Vec<usize> {
    let places = |fits: &dyn Fn(&str) -> bool, names: &[String]| -> Vec<usize> {
        names
            .iter()
            .enumerate()
            .filter(|(_, name)| fits(name))
            .map(|(place, _)| place)
            .collect()
    };
    let exact = places(&|name| name.trim() == wanted.trim(), header);
    let varied = loose(wanted);
    match exact.is_empty() && !varied.is_empty() {
        true => places(&|name| name == varied, loose_header),
        false => exact,
    }
}

impl Misfit<'_> {
    /// One error for all columns that are missing.
    fn lack(
        &self,
        source: Option<&SourceMapping>,
        header: &[String],
        columns: &Columns,
    ) -> Option<DataError> {
        // A column that another field is read from was not meant.
        let unread = header.iter().enumerate();
        let unread = unread.filter(|(place, _)| !columns.places.contains(&Some(*place)));
        let unread: Vec<&str> = unread.map(|(_, name)| name.trim()).collect();
        let lack = |(id, _, wanted): &(FieldId, &Field, &str)| Lack {
            field: *id,
            source: source.map(|source| source.named.name.clone()),
            column: (*wanted).to_owned(),
            nearest: nearest(wanted, unread.iter().copied()).map(str::to_owned),
        };
        let lacks: Vec<Lack> = self.missing.iter().map(lack).collect();
        let named = |lack: &Lack| match &lack.nearest {
            Some(near) => format!("`{}` (nearest is `{near}`)", lack.column),
            None => format!("`{}`", lack.column),
        };
        let named: Vec<String> = lacks.iter().map(named).collect();
        let message = match named.as_slice() {
            [] => return None,
            [one] => format!("the file lacks a column that the policy reads: {one}"),
            all => {
                let count = all.len();
                format!(
                    "the file lacks {count} columns that the policy reads: {}",
                    all.join(", ")
                )
            }
        };
        let fields: Vec<&str> = self
            .missing
            .iter()
            .map(|(_, field, _)| field.named.name.as_str())
            .collect();
        let absent = format!("`absent {}`", fields.join(", "));
        let help = match (header, source) {
            ([one], _) if one.contains([';', '\t', '|']) => {
                "the file seems to have other signs than commas between its values: say so by \
                 `delimiter` in a `source` of the policy"
                    .to_owned()
            }
            (_, Some(source)) => format!(
                "mend the names in the source `{}`, or say {absent} there if such exports have no \
                 such column",
                source.named.name
            ),
            (_, None) => format!(
                "say in a `source` of the policy how the file names them, or {absent} if it has \
                 no such column"
            ),
        };
        Some(DataError {
            file: String::new(),
            code: Some(Code::MissingColumn),
            message,
            help: Some(help),
            lacks,
        })
    }

    /// One error for all columns that are there several times.
    fn surplus(&self) -> Option<DataError> {
        let named = |(wanted, places): &(&str, Vec<usize>)| {
            let places: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            format!("`{wanted}` in columns {}", listed(places).replace('`', ""))
        };
        let named: Vec<String> = self.twice.iter().map(named).collect();
        let message = match named.as_slice() {
            [] => return None,
            all => format!(
                "the file has a column twice that the policy reads: {}",
                all.join("; ")
            ),
        };
        let help = "remove or rename all but one of them".to_owned();
        Some(DataError {
            file: String::new(),
            code: Some(Code::DuplicateName),
            message,
            help: Some(help),
            lacks: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Maker, header};
    use super::*;
    use crate::model::Type;

    fn model() -> Model {
        Maker::new()
            .field("email", Type::Text)
            .field("page_views", Type::Integer)
            .field("budget", Type::Number)
            .source("crm", |source, field| {
                source.column(field("budget"), "Deal size");
            })
            .source("web", |source, field| {
                source.absent(field("budget"));
            })
            .model()
    }

    fn places(source: usize, names: &str) -> Result<Vec<Option<usize>>, Vec<DataError>> {
        let model = model();
        let source = source
            .checked_sub(1)
            .map(|at| model.sources.values().nth(at).unwrap());
        Columns::match_header(&model, source, &header(names)).map(|columns| columns.places)
    }

    #[test]
    fn columns_are_found_by_the_fields_names() {
        let all = Ok(vec![Some(2), Some(0), Some(1)]);
        assert_eq!(places(0, "page_views,budget,email"), all);
        assert_eq!(places(0, "Page Views,BUDGET, E-Mail ,other"), all);
        assert_eq!(places(0, "PageViews,budget,email,Email"), all);
    }

    #[test]
    fn a_source_renames_and_leaves_out() {
        let all = Ok(vec![Some(0), Some(1), Some(2)]);
        assert_eq!(places(1, "email,page_views,Deal size"), all);
        assert_eq!(places(1, "email,page_views,deal-size,Budget"), all);
        assert_eq!(
            places(2, "Email,Page views"),
            Ok(vec![Some(0), Some(1), None])
        );
        assert_eq!(
            places(2, "Email,Page views,Budget"),
            Ok(vec![Some(0), Some(1), None])
        );
    }

    #[test]
    fn all_missing_columns_are_one_error() {
        let errors = places(1, "Mail,Emial,Deal siz").unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].code, Some(Code::MissingColumn));
        assert_eq!(
            errors[0].message,
            "the file lacks 3 columns that the policy reads: `email` (nearest is `Emial`), \
             `page_views`, `Deal size` (nearest is `Deal siz`)"
        );
        let help = errors[0].help.as_deref().unwrap();
        assert!(help.contains("`crm`") && help.contains("`absent email, page_views, budget`"));
        let one = places(0, "email,budget").unwrap_err();
        assert_eq!(
            one[0].message,
            "the file lacks a column that the policy reads: `page_views`"
        );
        let help = places(0, "email;page_views;budget").unwrap_err()[0]
            .help
            .clone();
        assert!(help.unwrap().contains("`delimiter`"));
    }

    #[test]
    fn a_column_there_twice_is_an_error_only_where_it_is_read() {
        assert!(places(0, "email,page_views,budget,Owner,Owner,,").is_ok());
        let errors = places(0, "email,email,page_views,Budget,BUDGET").unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            errors[0].message,
            "the file has a column twice that the policy reads: `email` in columns 1 and 2; \
             `budget` in columns 4 and 5"
        );
        assert_eq!(places(0, "email,email,budget").unwrap_err().len(), 2);
        assert!(places(2, "email,page_views,budget,budget").is_ok());
    }
}
