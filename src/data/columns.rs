//! Which column holds which field.

use super::misfit::Misfit;
use super::names::loose;
use super::problem::DataError;
use crate::model::{ColumnMapping, Field, FieldId, Model, SourceMapping};

/// For each field of a policy, the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// By the number of the field.
    places: Vec<Option<usize>>,
    /// The columns that tell which rows are no leads, by the number of the source's `skip rows`.
    pub(super) skips: Vec<usize>,
    /// The columns that tell which rows of other files belong to a lead, by the number of the
    /// source's `join`.
    pub(super) joins: Vec<usize>,
}

/// A column that a policy reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'m> {
    /// Its header; empty where it has none.
    pub(super) header: &'m str,
    /// Of several columns with this header, which one, from 1.
    pub(super) occurrence: Option<usize>,
    /// The field that it holds, where it holds one.
    pub(super) field: Option<&'m Field>,
}

impl Columns {
    /// Finds the column of each field: the one that the source names for it, else the one of the
    /// field's own name; exactly so, or but for case, blanks, `_` and `-`. Fields that the source
    /// calls absent, or has from another file, have none; columns that no field wants are left
    /// alone.
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
        let errors = misfit.errors(source, header);
        match errors.is_empty() {
            true => Ok(columns),
            false => Err(errors),
        }
    }

    /// The place of a field's column, from 0; `None` where it has none.
    #[must_use]
    pub fn place(&self, field: FieldId) -> Option<usize> {
        self.places.get(field.index()).copied().flatten()
    }

    /// Gives a field the column at this place.
    pub(super) fn set(&mut self, field: FieldId, column: usize) {
        if let Some(place) = self.places.get_mut(field.index()) {
            *place = Some(column);
        }
    }
}

impl Wanted<'_> {
    /// Its header as messages name it.
    pub(super) fn shown(&self) -> String {
        match self.header {
            "" => "a column without a name".to_owned(),
            header => format!("`{header}`"),
        }
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
    let mut search = Search::new(header);
    let place = |(id, field): (FieldId, &'m Field)| {
        let mapping = mapping(source, id);
        let elsewhere = source.is_some_and(|source| source.absent.contains(&id))
            || mapping.is_some_and(|column| column.join.is_some());
        match elsewhere {
            true => None,
            false => search.place(wanted(field, mapping)),
        }
    };
    let places = model.fields.iter().map(place).collect();
    let mut all = |headers: Vec<&'m str>| {
        // What is not found is in the misfit, and then nothing is read.
        let found = headers.into_iter().filter_map(|header| {
            search.place(Wanted {
                header,
                occurrence: None,
                field: None,
            })
        });
        found.collect::<Vec<_>>()
    };
    let skips = source.map_or(&[][..], |source| &source.skips);
    let skips = all(skips.iter().map(|skip| skip.header.as_str()).collect());
    let joins = source.map_or(&[][..], |source| &source.joins);
    let joins = all(joins.iter().map(|join| join.on.as_str()).collect());
    let columns = Columns {
        places,
        skips,
        joins,
    };
    (columns, search.misfit)
}

/// The column that holds a field, as its mapping names it.
pub(super) fn wanted<'m>(field: &'m Field, mapping: Option<&'m ColumnMapping>) -> Wanted<'m> {
    Wanted {
        header: mapping.map_or(&field.named.name, |column| &column.header),
        occurrence: mapping.and_then(|column| column.occurrence),
        field: Some(field),
    }
}

/// Looks for columns in a header, and keeps what it does not find.
pub(super) struct Search<'h, 'm> {
    header: &'h [String],
    loose: Vec<String>,
    pub(super) misfit: Misfit<'m>,
}

impl<'h, 'm> Search<'h, 'm> {
    pub(super) fn new(header: &'h [String]) -> Self {
        Search {
            header,
            loose: header.iter().map(|name| loose(name)).collect(),
            misfit: Misfit::default(),
        }
    }

    /// The place of a column.
    pub(super) fn place(&mut self, wanted: Wanted<'m>) -> Option<usize> {
        let found = self.named(wanted.header);
        let place = match (wanted.occurrence, found.as_slice()) {
            (Some(occurrence), _) => {
                let before = occurrence.checked_sub(1);
                before.and_then(|before| found.get(before).copied())
            }
            (None, [] | [_]) => found.first().copied(),
            (None, _) => {
                self.misfit.several.push((wanted, found));
                return None;
            }
        };
        if place.is_none() {
            self.misfit.missing.push((wanted, found.len()));
        }
        place
    }

    /// The places of all columns of a name: those that have it exactly, or else those that vary it.
    fn named(&self, wanted: &str) -> Vec<usize> {
        let places = |names: &[String], wanted: &str| -> Vec<usize> {
            let names = names.iter().enumerate();
            let fitting = names.filter(|(_, name)| name.trim() == wanted);
            fitting.map(|(place, _)| place).collect()
        };
        let exact = places(self.header, wanted.trim());
        let varied = loose(wanted);
        match exact.is_empty() && !varied.is_empty() {
            true => places(&self.loose, &varied),
            false => exact,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Maker, header};
    use super::*;
    use crate::diagnostic::Code;
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
    }

    #[test]
    fn a_column_that_two_fields_are_read_from_is_named_once() {
        let model = Maker::new()
            .field("won_at", Type::Datetime)
            .field("won_on", Type::Date)
            .source("crm", |source, field| {
                source.column(field("won_at"), "Won");
                source.column(field("won_on"), "Won");
            })
            .model();
        let message = |names: &str| {
            let source = model.sources.values().next();
            let errors = Columns::match_header(&model, source, &header(names)).unwrap_err();
            errors[0].message.clone()
        };
        assert_eq!(
            message("Lost"),
            "the file lacks a column that the policy reads: `Won`"
        );
        assert_eq!(
            message("Won,Won"),
            "the file has a column several times that the policy reads: `Won` in columns 1 and 2"
        );
    }

    #[test]
    fn a_column_there_twice_is_an_error_only_where_it_is_read() {
        assert!(places(0, "email,page_views,budget,Owner,Owner,,").is_ok());
        let errors = places(0, "email,email,page_views,Budget,BUDGET").unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            errors[0].message,
            "the file has a column several times that the policy reads: `email` in columns 1 and \
             2; `budget` in columns 4 and 5"
        );
        let help = errors[0].help.as_deref().unwrap();
        assert!(
            help.ends_with("`email from \"email\" occurrence 1`"),
            "{help}"
        );
        assert_eq!(places(0, "email,email,budget").unwrap_err().len(), 2);
        assert!(places(2, "email,page_views,budget,budget").is_ok());
    }

    #[test]
    fn one_of_several_columns_is_taken_by_its_occurrence() {
        let model = |occurrence| {
            Maker::new()
                .field("phone", Type::Text)
                .field("note", Type::Text)
                .source("crm", |source, field| {
                    source.column(field("phone"), "Phone number").occurrence = Some(occurrence);
                    source.column(field("note"), "").occurrence = Some(2);
                })
                .model()
        };
        let places = |occurrence, names: &str| {
            let model = model(occurrence);
            let source = model.sources.values().next();
            Columns::match_header(&model, source, &header(names)).map(|columns| columns.places)
        };
        let names = "Phone number,,PHONE NUMBER,Phone number,";
        assert_eq!(places(1, names), Ok(vec![Some(0), Some(4)]));
        // Those that only vary the name do not count beside those that have it.
        assert_eq!(places(2, names), Ok(vec![Some(3), Some(4)]));
        assert_eq!(
            places(2, "phone-number,,phone_number,"),
            Ok(vec![Some(2), Some(3)])
        );
        let errors = places(3, "Phone number,Phone number,").unwrap_err();
        assert_eq!(
            errors[0].message,
            "the file lacks 2 columns that the policy reads: `Phone number` occurrence 3 (it has 2 \
             of that name), a column without a name occurrence 2 (it has 1 of that name)"
        );
    }

    #[test]
    fn a_delimiter_that_is_not_the_files_is_said() {
        let mut maker = Maker::new()
            .field("email", Type::Text)
            .field("city", Type::Text);
        maker = maker.source("crm", |source, _| source.delimiter(b','));
        let model = maker.model();
        let source = model.sources.values().next();
        let errors = Columns::match_header(&model, source, &header("email;city")).unwrap_err();
        assert_eq!(
            errors[0].help.as_deref(),
            Some(
                "the source `crm` says `delimiter \",\"`, and the file seems to have `;` between \
                 its values"
            )
        );
    }
}
