//! What a source would have to say of a column, as a change of the policy's text in its own layout.

use crate::compile::Compiled;
use crate::diagnostic::{Diagnostics, Edit};
use crate::format::format;
use crate::source::{SourceId, Span, Spanned};
use crate::syntax::ast::{Column, File, Item, Quoted, Source, SourceEntry, ValueName, ValueTexts};
use crate::syntax::parse;
use crate::value::on_one_line;

/// What a source is to say of a field's column, beside what it says already.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The field.
    pub(super) field: String,
    /// The header of its column, where the source does not have the column yet.
    pub(super) header: String,
    /// The source has the column by another header, and is to have it by this one.
    pub(super) renames: bool,
    /// Texts, and the values that they are to mean: a value's name, and whether it has quotes.
    pub(super) values: Vec<(String, bool, String)>,
    /// Texts that are to mean "missing".
    pub(super) missing: Vec<String>,
    /// How its dates are written.
    pub(super) dated: Vec<String>,
    /// What is to be done about what it does not mend.
    pub(super) rest: Option<String>,
}

/// A change of the text, and what the new text says, on one line.
pub(super) struct Changed {
    pub(super) edit: Edit,
    pub(super) words: String,
}

/// The change of a source that the policy has. None where it cannot be made without losing a
/// comment, or the new text would not be read as it is meant.
pub(super) fn in_source(compiled: &Compiled, name: &str, change: &Change) -> Option<Changed> {
    let (item, source) = find(compiled, name)?;
    let text = &compiled.sources.get(item.span.source)?.text;
    let of_field = |entry: &Spanned<SourceEntry>| match &entry.node {
        SourceEntry::Column(column) => column.field.node == change.field,
        _ => false,
    };
    let existing = source.entries.iter().position(of_field);
    let mut changed = source.clone();
    let place = match existing {
        Some(place) => place,
        None => {
            let is_column =
                |entry: &Spanned<SourceEntry>| matches!(entry.node, SourceEntry::Column(_));
            // Columns stand together; where there are none yet, behind all else.
            let last = changed.entries.iter().rposition(is_column);
            let last = last.or(changed.entries.len().checked_sub(1))?;
            let span = changed.entries.get(last)?.span;
            changed
                .entries
                .insert(last + 1, new_column(change, start_of(span))?);
            last + 1
        }
    };
    if existing.is_some() {
        let entry = changed.entries.get_mut(place)?;
        if has_comment(compiled, entry.span) {
            return None;
        }
        change_entry(entry, change);
    }
    let item = Spanned::new(Item::Source(changed), item.span);
    let words = laid_out(text, &item, place)?;
    let edit = match existing {
        Some(place) => Edit {
            span: source.entries.get(place)?.span,
            new_text: words.clone(),
        },
        None => insert_behind(text, source.entries.get(place - 1)?.span, &words),
    };
    let words = on_one_line(&words);
    Some(Changed { edit, words })
}

/// A whole new source with these columns, behind all else in the file of the `lead` block.
pub(super) fn new_source(compiled: &Compiled, changes: &[&Change]) -> Option<Changed> {
    let (_, field) = compiled.model.fields.iter().next()?;
    let file = field.named.span.source;
    let text = &compiled.sources.get(file)?.text;
    let taken = |name: &str| {
        compiled
            .model
            .sources
            .values()
            .any(|it| it.named.name == name)
    };
    let names = std::iter::once("export".to_owned()).chain((2..).map(|n| format!("export_{n}")));
    let name = names.into_iter().find(|name| !taken(name))?;
    let nowhere = Span::new(file, 0, 0);
    let columns: Option<Vec<_>> = changes
        .iter()
        .map(|change| new_column(change, nowhere))
        .collect();
    let source = Source {
        doc: String::new(),
        name: Spanned::new(name, nowhere),
        entries: columns?,
    };
    let item = Spanned::new(Item::Source(source.clone()), nowhere);
    let words = laid_out_whole("", &item)?;
    let end = Span::new(file, text.len(), text.len());
    let above = if text.ends_with('\n') { "\n" } else { "\n\n" };
    let edit = Edit {
        span: end,
        new_text: format!("{above}{words}"),
    };
    Some(Changed {
        edit,
        words: on_one_line(&words),
    })
}

/// The source of a name, in the text.
fn find<'m>(compiled: &'m Compiled, name: &str) -> Option<(&'m Spanned<Item>, &'m Source)> {
    let items = compiled.files.iter().flat_map(|file| &file.items);
    let mut sources = items.filter_map(|item| match &item.node {
        Item::Source(source) => Some((item, source)),
        _ => None,
    });
    sources.find(|(_, source)| source.name.node == name)
}

fn has_comment(compiled: &Compiled, within: Span) -> bool {
    let comments = compiled.files.iter().flat_map(|file| &file.comments);
    let mut places = comments.map(|comment| comment.span.span);
    places.any(|it| it.lies_within(within))
}

/// A column that the source does not have yet. It is read from a text, so that it is what the
/// language has for one.
fn new_column(change: &Change, at: Span) -> Option<Spanned<SourceEntry>> {
    let text = format!("source s {{\n  {} from \"\"\n}}\n", change.field);
    let file = parse(at.source, &text, &mut Diagnostics::default());
    let Item::Source(source) = file.items.into_iter().next()?.node else {
        return None;
    };
    let mut entry = source.entries.into_iter().next()?;
    entry.span = at;
    if let SourceEntry::Column(column) = &mut entry.node {
        column.field.span = at;
        column.header = Quoted::new(change.header.clone(), at);
    }
    change_entry(&mut entry, change);
    Some(entry)
}

/// Lets the entry say what it is to say. What is new stands, for the layout, where the entry ends.
fn change_entry(entry: &mut Spanned<SourceEntry>, change: &Change) {
    let SourceEntry::Column(column) = &mut entry.node else {
        return;
    };
    // A line may end behind the entry, and then a new block would not stand on one line.
    if column.values.is_empty() && entry.span.end > column.header.span.end {
        entry.span.end -= 1;
    }
    let at = column.header.span.after();
    let quoted = |text: &String| Quoted::new(text.clone(), at);
    if change.renames {
        column.header.node.clone_from(&change.header);
    }
    for (value, is_quoted, text) in &change.values {
        add_value(column, value, *is_quoted, quoted(text));
    }
    column.missing.extend(change.missing.iter().map(quoted));
    if !change.dated.is_empty() {
        column.dated = change.dated.iter().map(quoted).collect();
    }
}

fn add_value(column: &mut Column, value: &str, is_quoted: bool, text: Quoted) {
    let at = text.span;
    let mut values = column.values.iter_mut();
    let known = values.find(|it| it.value.name.node == value && it.texts.is_some());
    if let Some(texts) = known.and_then(|known| known.texts.as_mut()) {
        texts.push(text);
        return;
    }
    let name = Spanned::new(value.to_owned(), at);
    column.values.push(ValueTexts {
        value: ValueName {
            name,
            quoted: is_quoted,
        },
        texts: Some(vec![text]),
    });
}

/// The source with this entry as the formatter lays it out: what the entry's lines are. Where a
/// comment stands does not matter, for none stands in the entry.
fn laid_out(text: &str, item: &Spanned<Item>, place: usize) -> Option<String> {
    let whole = laid_out_whole(text, item)?;
    let read = parse(SourceId(0), &whole, &mut Diagnostics::default());
    let Item::Source(source) = &read.items.first()?.node else {
        return None;
    };
    let span = source.entries.get(place)?.span;
    Some(whole.get(span.range())?.trim_end().to_owned())
}

/// The source as the formatter lays it out, if that says the same.
fn laid_out_whole(text: &str, item: &Spanned<Item>) -> Option<String> {
    let file = File {
        items: vec![item.clone()],
        comments: Vec::new(),
    };
    let whole = format(text, &file).ok()?;
    let mut diagnostics = Diagnostics::default();
    let read = parse(SourceId(0), &whole, &mut diagnostics);
    (!diagnostics.has_errors() && read.items == file.items).then_some(whole)
}

/// A new line behind an entry. A comment at the end of the entry's line stays with it.
fn insert_behind(text: &str, entry: Span, words: &str) -> Edit {
    let rest = text.get(entry.range().end..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let (at, before) = match line.trim_start() {
        more if more.is_empty() || more.starts_with('#') => {
            (entry.range().end + line.trim_end().len(), "\n  ")
        }
        _ => (entry.range().end, "  "),
    };
    Edit {
        span: Span::new(entry.source, at, at),
        new_text: format!("{before}{words}"),
    }
}

fn start_of(span: Span) -> Span {
    Span {
        end: span.start,
        ..span
    }
}
