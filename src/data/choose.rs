//! Which of a policy's sources fits a file.

use super::columns::find;
use super::problem::{DataError, listed};
use crate::diagnostic::{Code, nearest};
use crate::model::{Model, SourceMappingId};

/// The source by which a file is read: the `wanted` one, or the one of which the header has all
/// columns; `None` where the fields' own names are the header's. `header` gives the header as it
/// is with a byte between its names, for sources differ in that.
///
/// Where the policy has one source, and columns are missing with it and without it, the way that
/// lacks less is taken: which columns it lacks, is then said of that.
pub(super) fn choose_source(
    model: &Model,
    header: impl Fn(u8) -> Vec<String>,
    wanted: Option<&str>,
) -> Result<Option<SourceMappingId>, DataError> {
    if let Some(wanted) = wanted {
        return named(model, wanted).map(Some);
    }
    let lacks: Vec<_> = model
        .sources
        .iter()
        .map(|(id, source)| {
            let (_, misfit) = find(
                model,
                Some(source),
                &header(source.delimiter.unwrap_or(b',')),
            );
            (id, source, misfit.missing)
        })
        .collect();
    let fitting: Vec<_> = lacks
        .iter()
        .filter(|(_, _, lack)| lack.is_empty())
        .collect();
    match fitting.as_slice() {
        [] => {}
        [(id, _, _)] => return Ok(Some(*id)),
        several => {
            let names = listed(
                several
                    .iter()
                    .map(|(_, source, _)| source.named.name.as_str()),
            );
            return Err(DataError::new(
                format!("the file fits more than one source of the policy: {names}"),
                "say which one to read it by, with `--source NAME`",
            ));
        }
    }
    let (_, plain) = find(model, None, &header(b','));
    match lacks.as_slice() {
        _ if plain.missing.is_empty() => Ok(None),
        [] => Ok(None),
        // Of two ways to read the file it was probably made for the one that it fits better.
        [(id, _, lack)] => Ok((lack.len() <= plain.missing.len()).then_some(*id)),
        several => {
            let lacks = several.iter().map(|(_, source, lack)| {
                let lacking = listed(lack.iter().map(|(_, _, wanted)| *wanted));
                format!("for `{}` it lacks {lacking}", source.named.name)
            });
            let lacks = lacks.collect::<Vec<_>>().join("; ");
            Err(DataError {
                file: String::new(),
                code: Some(Code::MissingColumn),
                message: format!("the file fits none of the policy's sources: {lacks}"),
                help: Some(
                    "mend the names in the source that is meant, or say there `absent` and the \
                     fields for which such exports have no column"
                        .to_owned(),
                ),
                lacks: Vec::new(),
            })
        }
    }
}

fn named(model: &Model, wanted: &str) -> Result<SourceMappingId, DataError> {
    let names = || {
        model
            .sources
            .values()
            .map(|source| source.named.name.as_str())
    };
    let found = model
        .sources
        .iter()
        .find(|(_, source)| source.named.name == wanted);
    found.map(|(id, _)| id).ok_or_else(|| {
        let near = nearest(wanted, names());
        let near = near.map_or(String::new(), |near| format!("; nearest is `{near}`"));
        let help = match model.sources.is_empty() {
            true => "the policy declares no source: leave `--source` out".to_owned(),
            false => format!("the policy's sources are {}", listed(names())),
        };
        DataError {
            file: String::new(),
            code: Some(Code::UnknownName),
            message: format!("the policy has no source `{wanted}`{near}"),
            help: Some(help),
            lacks: Vec::new(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Maker, header};
    use super::*;
    use crate::model::Type;

    fn model(sources: usize) -> Model {
        let mut maker = Maker::new()
            .field("email", Type::Text)
            .field("budget", Type::Number);
        let names = [("crm", "Deal"), ("web", "Spend"), ("old", "Money")];
        for (name, column) in names.into_iter().take(sources) {
            maker = maker.source(name, |source, field| {
                source.column(field("budget"), column);
                if name == "old" {
                    source.delimiter(b';');
                }
            });
        }
        maker.model()
    }

    fn choose(sources: usize, text: &str, wanted: Option<&str>) -> Result<Option<usize>, String> {
        let header = |delimiter: u8| match delimiter {
            b';' => text.split(';').map(str::to_owned).collect(),
            _ => header(text),
        };
        let chosen = choose_source(&model(sources), header, wanted);
        chosen
            .map(|id| id.map(|id| id.index()))
            .map_err(|error| error.message)
    }

    #[test]
    fn the_source_that_fits_is_taken() {
        assert_eq!(choose(3, "Email,Deal", None), Ok(Some(0)));
        assert_eq!(choose(3, "Email,Spend", None), Ok(Some(1)));
        assert_eq!(choose(3, "Email;Money", None), Ok(Some(2)));
        assert_eq!(choose(3, "Email,Budget", None), Ok(None));
        assert_eq!(choose(0, "Email,Budget", None), Ok(None));
    }

    #[test]
    fn with_one_source_the_way_that_lacks_less_is_taken() {
        assert_eq!(choose(1, "Mail,Budget", None), Ok(None));
        assert_eq!(choose(1, "Mail,Deal", None), Ok(Some(0)));
        assert_eq!(choose(0, "nothing", None), Ok(None));
        assert_eq!(choose(1, "nothing", None), Ok(Some(0)));
    }

    #[test]
    fn two_that_fit_and_none_that_fits_are_errors() {
        let both = choose(3, "Email,Deal,Spend", None).unwrap_err();
        assert_eq!(
            both,
            "the file fits more than one source of the policy: `crm` and `web`"
        );
        let none = choose(2, "Email", None).unwrap_err();
        assert_eq!(
            none,
            "the file fits none of the policy's sources: for `crm` it lacks `Deal`; for `web` it \
             lacks `Spend`"
        );
    }

    #[test]
    fn a_source_is_taken_by_name() {
        assert_eq!(choose(3, "Email,Deal", Some("web")), Ok(Some(1)));
        let unknown = choose(3, "Email,Deal", Some("crn")).unwrap_err();
        assert_eq!(unknown, "the policy has no source `crn`; nearest is `crm`");
        let none = choose(0, "Email", Some("crm")).unwrap_err();
        assert_eq!(none, "the policy has no source `crm`");
    }
}
