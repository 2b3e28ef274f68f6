//! What of a header does not fit a policy, in words.

use std::collections::BTreeSet;

use super::columns::Wanted;
use super::problem::{DataError, Lack};
use crate::diagnostic::{Code, nearest};
use crate::model::SourceMapping;
use crate::value::joined;

/// What of a header does not fit a policy.
#[derive(Debug, Default)]
pub(super) struct Misfit<'m> {
    /// The columns that the policy reads and the header lacks, with how many it has of the name.
    pub(super) missing: Vec<(Wanted<'m>, usize)>,
    /// The columns that the policy reads and the header has several times, with their places.
    pub(super) several: Vec<(Wanted<'m>, Vec<usize>)>,
}

impl Misfit<'_> {
    /// One error that names all columns which the header lacks, and one for those which it has
    /// several times.
    pub(super) fn errors(
        &self,
        source: Option<&SourceMapping>,
        header: &[String],
    ) -> Vec<DataError> {
        let lack = self.lack(source, header);
        lack.into_iter().chain(self.surplus(source)).collect()
    }

    fn lack(&self, source: Option<&SourceMapping>, header: &[String]) -> Option<DataError> {
        let lacks: Vec<Lack> = self.missing.iter().map(lack_of(source, header)).collect();
        let named = lacks.iter().zip(&self.missing);
        let named = named.map(|(lack, (wanted, found))| {
            let name = wanted.shown();
            match (&lack.nearest, wanted.occurrence) {
                (_, Some(occurrence)) => {
                    format!("{name} occurrence {occurrence} (it has {found} of that name)")
                }
                (Some(near), None) => format!("{name} (nearest is `{near}`)"),
                (None, None) => name,
            }
        });
        let named = once_each(named);
        let message = match named.as_slice() {
            [] => return None,
            [one] => format!("the file lacks a column that the policy reads: {one}"),
            all => {
                let count = all.len();
                let all = all.join(", ");
                format!("the file lacks {count} columns that the policy reads: {all}")
            }
        };
        Some(DataError {
            file: String::new(),
            code: Some(Code::MissingColumn),
            message,
            help: Some(self.lack_help(source, header)),
            lacks,
        })
    }

    fn lack_help(&self, source: Option<&SourceMapping>, header: &[String]) -> String {
        let is_no_text = |name: &String| name.contains(char::REPLACEMENT_CHARACTER);
        if source.is_none_or(|source| source.encoding.is_none()) && header.iter().any(is_no_text) {
            return "the header has names that are not UTF-8 text: if the file is windows-1252, say \
                    `encoding \"windows-1252\"` in the `source`"
                .to_owned();
        }
        if let (Some(source), [one]) = (source, header)
            && let Some(delimiter) = source.delimiter
            && let Some(found) = one.chars().find(|sign| ",;\t|".contains(*sign))
        {
            let (said, found) = (char::from(delimiter), found.escape_debug());
            return format!(
                "the source `{}` says `delimiter \"{}\"`, and the file seems to have `{found}` \
                 between its values",
                source.named.name,
                said.escape_debug()
            );
        }
        let fields = self.missing.iter().filter_map(|(wanted, _)| wanted.field);
        let fields: Vec<&str> = fields.map(|field| field.named.name.as_str()).collect();
        let absent = format!("`absent {}`", fields.join(", "));
        match source {
            Some(source) if fields.is_empty() => {
                format!("mend the names in the source `{}`", source.named.name)
            }
            Some(source) => format!(
                "mend the names in the source `{}`, or say {absent} there if such exports have no \
                 such column",
                source.named.name
            ),
            None => format!(
                "say in a `source` of the policy how the file names them, or {absent} if it has \
                 no such column"
            ),
        }
    }

    fn surplus(&self, source: Option<&SourceMapping>) -> Option<DataError> {
        let named = |(wanted, places): &(Wanted<'_>, Vec<usize>)| {
            let places: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
            let places = joined(&places, "and");
            format!("{} in columns {places}", wanted.shown())
        };
        let named = once_each(self.several.iter().map(named));
        if named.is_empty() {
            return None;
        }
        let message = format!(
            "the file has a column several times that the policy reads: {}",
            named.join("; ")
        );
        let of_field = self
            .several
            .iter()
            .find_map(|(wanted, _)| Some((wanted.field?, wanted.header)));
        let help = match of_field {
            Some((field, header)) => {
                let place = source.map_or("a `source` of the policy".to_owned(), |source| {
                    format!("the source `{}`", source.named.name)
                });
                let field = &field.named.name;
                format!(
                    "say in {place} which one is meant, as in `{field} from \"{header}\" \
                     occurrence 1`"
                )
            }
            None => "remove or rename all but one of them".to_owned(),
        };
        Some(DataError {
            file: String::new(),
            code: Some(Code::DuplicateName),
            message,
            help: Some(help),
            lacks: Vec::new(),
        })
    }
}

/// Each name the first time that it comes: two fields may be read from one column, and rows be told
/// by it, too.
pub(super) fn once_each(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// A column that is missing, with the header that may have been meant. Where the header is there,
/// but not so often, none is.
fn lack_of(
    source: Option<&SourceMapping>,
    header: &[String],
) -> impl Fn(&(Wanted<'_>, usize)) -> Lack {
    move |(wanted, _)| Lack {
        field: wanted.field.map(|field| field.named.name.clone()),
        source: source.map(|source| source.named.name.clone()),
        column: wanted.header.to_owned(),
        nearest: match wanted.occurrence {
            Some(_) => None,
            None => nearest(wanted.header, header.iter().map(String::as_str)).map(str::to_owned),
        },
    }
}
