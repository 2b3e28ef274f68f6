//! Which of a policy's sources fits a file, and how the file is written.

use super::columns::{Wanted, find};
use super::misfit::once_each;
use super::problem::DataError;
use super::table::{Layout, best_layout};
use crate::diagnostic::{Code, nearest};
use crate::model::{Model, SourceMapping, SourceMappingId};
use crate::value::{joined, listed};

/// The source by which a file is read, and how it is written: the `wanted` source, or the one of
/// which the header has all columns; none where the fields' own names are the header's. `header`
/// gives the names of the columns for a way to write the file.
///
/// Where the policy has one source, and columns are missing with it and without it, the way that
/// lacks less is taken: which columns it lacks, is then said of that.
pub(super) fn choose_source(
    model: &Model,
    mut header: impl FnMut(Layout) -> Vec<String>,
    wanted: Option<&str>,
) -> Result<(Option<SourceMappingId>, Layout), DataError> {
    if let Some(wanted) = wanted {
        let (id, source) = named(model, wanted)?;
        return Ok((Some(id), fit(model, Some(source), &mut header).layout));
    }
    let fits: Vec<_> = model
        .sources
        .iter()
        .map(|(id, source)| (id, source, fit(model, Some(source), &mut header)))
        .collect();
    let mut fitting = fits.iter().filter(|(_, _, fit)| fit.lack.is_empty());
    match (fitting.next(), fitting.next()) {
        (None, _) => {}
        (Some((id, _, fit)), None) => return Ok((Some(*id), fit.layout)),
        (Some(_), Some(_)) => {
            let fitting = fits.iter().filter(|(_, _, fit)| fit.lack.is_empty());
            return Err(several_fit(
                fitting.map(|(_, it, _)| it.named.name.as_str()),
            ));
        }
    }
    let plain = fit(model, None, &mut header);
    match fits.as_slice() {
        // Of two ways to read the file it was probably made for the one that it fits better.
        [(id, _, fit)] if fit.lacked_fields() <= plain.lacked_fields() => {
            Ok((Some(*id), fit.layout))
        }
        [] | [_] => Ok((None, plain.layout)),
        _ if plain.lack.is_empty() => Ok((None, plain.layout)),
        several => Err(none_fits(several)),
    }
}

/// How well a file fits a source.
struct Fit<'m> {
    /// The way to write it with which it fits best.
    layout: Layout,
    /// The columns that it lacks then.
    lack: Vec<Wanted<'m>>,
}

impl Fit<'_> {
    fn lacked_fields(&self) -> usize {
        let fields = self.lack.iter().filter(|wanted| wanted.field.is_some());
        fields.count()
    }
}

/// How well a file fits a source, in the way to write it that fits best.
fn fit<'m>(
    model: &'m Model,
    source: Option<&'m SourceMapping>,
    header: &mut impl FnMut(Layout) -> Vec<String>,
) -> Fit<'m> {
    let mut lack = |layout| find(model, source, &header(layout)).1.missing;
    let layout = best_layout(source, |layout| lack(layout).len());
    let lack = lack(layout).into_iter().map(|(wanted, _)| wanted).collect();
    Fit { layout, lack }
}

fn several_fit<'a>(names: impl Iterator<Item = &'a str>) -> DataError {
    let names = listed(names);
    DataError::new(
        format!("the file fits more than one source of the policy: {names}"),
        "say which one to read it by, with `--source NAME`",
    )
}

fn none_fits(sources: &[(SourceMappingId, &SourceMapping, Fit<'_>)]) -> DataError {
    let lacks = sources.iter().map(|(_, source, fit)| {
        let lack = once_each(fit.lack.iter().map(Wanted::shown));
        let lack = joined(&lack, "and");
        format!("for `{}` it lacks {lack}", source.named.name)
    });
    let lacks = lacks.collect::<Vec<_>>().join("; ");
    let help = "mend the names in the source that is meant, or say there `absent` and the fields \
                for which such exports have no column";
    let message = format!("the file fits none of the policy's sources: {lacks}");
    DataError {
        code: Some(Code::MissingColumn),
        ..DataError::new(message, help)
    }
}

fn named<'m>(
    model: &'m Model,
    wanted: &str,
) -> Result<(SourceMappingId, &'m SourceMapping), DataError> {
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
    found.ok_or_else(|| {
        let near = nearest(wanted, names());
        let near = near.map_or(String::new(), |near| format!("; nearest is `{near}`"));
        let help = match model.sources.is_empty() {
            true => "the policy declares no source: leave `--source` out".to_owned(),
            false => format!("the policy's sources are {}", listed(names())),
        };
        DataError {
            code: Some(Code::UnknownName),
            ..DataError::new(format!("the policy has no source `{wanted}`{near}"), help)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Maker;
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
        chosen(sources, text, wanted).map(|(source, _)| source)
    }

    fn chosen(
        sources: usize,
        text: &str,
        wanted: Option<&str>,
    ) -> Result<(Option<usize>, char), String> {
        let header = |layout: Layout| {
            let names = text.split(char::from(layout.delimiter));
            names.map(str::to_owned).collect()
        };
        let chosen = choose_source(&model(sources), header, wanted);
        chosen
            .map(|(id, layout)| (id.map(|id| id.index()), char::from(layout.delimiter)))
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
    fn the_delimiter_with_which_the_header_lacks_least_is_taken() {
        for sign in [',', ';', '\t', '|'] {
            let text = |names: &str| names.replace(',', &sign.to_string());
            assert_eq!(chosen(2, &text("Email,Deal"), None), Ok((Some(0), sign)));
            assert_eq!(chosen(2, &text("Email,Budget"), None), Ok((None, sign)));
            assert_eq!(chosen(1, &text("Mail,Deal"), None), Ok((Some(0), sign)));
        }
        // With both signs in the header the one that gives more of the columns.
        assert_eq!(chosen(1, "Email;Deal;a,b", None), Ok((Some(0), ';')));
        assert_eq!(chosen(1, "nothing", None), Ok((Some(0), ',')));
        // What a source says is not tried otherwise.
        assert_eq!(chosen(3, "Email,Money", Some("old")), Ok((Some(2), ';')));
    }

    #[test]
    fn with_one_source_the_way_that_lacks_less_is_taken() {
        assert_eq!(choose(1, "Mail,Budget", None), Ok(None));
        assert_eq!(choose(1, "Mail,Deal", None), Ok(Some(0)));
        assert_eq!(choose(0, "nothing", None), Ok(None));
        assert_eq!(choose(1, "nothing", None), Ok(Some(0)));
    }

    #[test]
    fn a_source_that_lacks_only_what_tells_the_rows_apart_is_meant() {
        // Read by the fields' own names, the rows that are no leads would be taken for leads.
        let model = Maker::new()
            .field("email", Type::Text)
            .source("crm", |source, _| {
                source.mapping().skips.push(crate::model::SkipRows {
                    header: "kind".to_owned(),
                    texts: super::super::testing::texts(&[""]),
                    span: crate::source::Span::new(crate::source::SourceId(0), 0, 0),
                });
            })
            .model();
        let chosen = choose_source(&model, |_| vec!["email".to_owned()], None);
        assert_eq!(chosen.unwrap().0.map(|id| id.index()), Some(0));
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
