//! How a finding is mended: what a source would have to say.

use super::change::{Change, Changed, in_source, new_source};
use crate::compile::Compiled;
use crate::data::is_no_number;
use crate::diagnostic::{Diagnostic, Fix, ValueCount};
use crate::model::{Field, FieldId, Model, SourceMappingId, Type};
use crate::value::Text;

/// A new text that is longer is not shown in the help.
const MOST_SHOWN: usize = 300;

/// Offers changes of the source by which the leads were read. Where they were read without one, all
/// changes together are offered as one new source, with the first finding.
pub(super) struct Offers<'m> {
    compiled: &'m Compiled,
    source: Option<Option<SourceMappingId>>,
    /// For a new source: the place of the finding, and the change.
    waiting: Vec<(usize, Change)>,
}

impl<'m> Offers<'m> {
    /// For leads that were read by this source; `None` where there are several.
    pub(super) fn new(compiled: &'m Compiled, source: Option<Option<SourceMappingId>>) -> Self {
        Offers {
            compiled,
            source,
            waiting: Vec::new(),
        }
    }

    /// Adds a finding, with a change of the source that mends it, if there is one.
    pub(super) fn push(
        &mut self,
        findings: &mut Vec<Diagnostic>,
        mut finding: Diagnostic,
        change: Option<Change>,
    ) {
        match (change, self.source) {
            (Some(change), Some(None)) => self.waiting.push((findings.len(), change)),
            (Some(change), Some(Some(id))) => {
                let source = self.compiled.model.sources.get(id);
                let name = source.map_or("", |source| source.named.name.as_str());
                if let Some(changed) = in_source(self.compiled, name, &change) {
                    let title = format!("change `{}` in the source `{name}`", change.field);
                    let what = format!("let the source `{name}` say");
                    offer(&mut finding, &change, title, &what, changed);
                }
            }
            (_, None) | (None, _) => {}
        }
        findings.push(finding);
    }

    /// Offers the new source to the findings that wait for one.
    pub(super) fn attach(self, findings: &mut [Diagnostic]) {
        let changes: Vec<&Change> = self.waiting.iter().map(|(_, change)| change).collect();
        let mut waiting = self.waiting.iter();
        let (Some((first, change)), Some(changed)) =
            (waiting.next(), new_source(self.compiled, &changes))
        else {
            return;
        };
        if let Some(finding) = findings.get_mut(*first) {
            let title = "add a source for such exports".to_owned();
            offer(finding, change, title, "add to the policy", changed);
        }
        for (place, _) in waiting {
            if let Some(finding) = findings.get_mut(*place) {
                finding.help = Some(format!(
                    "the source that is offered for `{}` says this, too",
                    change.field
                ));
            }
        }
    }
}

/// Offers a change, and shows it in the help.
fn offer(finding: &mut Diagnostic, change: &Change, title: String, what: &str, changed: Changed) {
    let Changed { edit, words } = changed;
    let shown = match words.chars().count() <= MOST_SHOWN {
        true => format!("{what} `{words}`"),
        false => format!("{title}; `--format json` has the whole change"),
    };
    finding.help = Some(match &change.rest {
        Some(rest) => format!("{shown}; {rest}"),
        None => shown,
    });
    finding.fix = Some(Fix {
        title,
        edits: vec![edit],
    });
}

/// What a source can say of a field's bad values, where it is certain enough: what is near a value
/// means that one, and what nearly everybody writes for nothing means "missing".
pub(super) fn mapping(
    model: &Model,
    id: FieldId,
    header: &str,
    values: &[ValueCount],
) -> Option<Change> {
    let field = model.fields.get(id)?;
    let mut change = Change {
        field: field.named.name.clone(),
        header: header.to_owned(),
        ..Change::default()
    };
    for count in values.iter().filter(|count| can_be_written(&count.value)) {
        let near = count.nearest.as_deref();
        if let Some((name, quoted)) = near.and_then(|near| meant(model, id, field, near)) {
            change.values.push((name, quoted, count.value.clone()));
        } else if near.is_none() && is_no_number(&count.value) && !field.required && !field.key {
            change.missing.push(count.value.clone());
        }
    }
    let mended = change.values.len() + change.missing.len();
    change.rest = (mended < values.len()).then(|| match field.ty {
        Type::Choice(_) | Type::Several(_) => {
            let name = &field.named.name;
            format!("say there what the other values mean, too, or add them to those of `{name}`")
        }
        _ => "correct the other values in the CRM".to_owned(),
    });
    (mended > 0).then_some(change)
}

/// The value that was meant: by its name, or by what the source has for it.
fn meant(model: &Model, id: FieldId, field: &Field, near: &str) -> Option<(String, bool)> {
    let enumeration = model.enumeration(field.ty)?;
    let mapped = || {
        let columns = model.sources.values().flat_map(|source| &source.columns);
        let mut columns = columns.filter(|column| column.field == id);
        columns.find_map(|column| column.values.get(&Text::new(near)).copied())
    };
    let place = enumeration.find(near).or_else(mapped)?;
    let value = enumeration.values.get(usize::try_from(place).ok()?)?;
    Some((value.name.clone(), value.quoted))
}

/// Whether a value is known as it stands in the file: it was not cut, and is text.
pub(super) fn can_be_written(value: &str) -> bool {
    !value.is_empty()
        && !value.ends_with('…')
        && !value.contains(|c: char| c.is_control() || c == '\u{fffd}')
}
