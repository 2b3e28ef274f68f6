//! A first policy, made of an export: fields with types by evidence, and a source that reads the
//! very file.
//!
//! | file | purpose |
//! | --- | --- |
//! | `sniff` | what stands between values |
//! | `profile` | one pass over all records: what each column holds |
//! | `evidence` `moments` | cells as numbers and as dates |
//! | `aside` | rows that are no leads, and words that stand for nothing by evidence |
//! | `yes_no` | yes and no in several languages |
//! | `infer` | the type of a column |
//! | `values` | enumerated values as words of a policy |
//! | `names` | headers as names of fields, and what they say |
//! | `known` | the columns of HubSpot, Salesforce and Zoho |
//! | `schema` | all fields, the key, and what is left out |
//! | `opening` `remarks` | the comments: of the whole, and beside fields |
//! | `write` `sketch` | the text, and what to write next |
//! | `prove` | the text is compiled, and the export read by it |
//!
//! Types are guessed from names and cells; that they fit is not: what is made here has been
//! compiled without a finding and has read every record of the export, or it is not handed out.

mod aside;
mod evidence;
mod infer;
mod known;
mod moments;
mod names;
mod opening;
mod profile;
mod prove;
mod remarks;
mod schema;
mod sketch;
mod sniff;
mod values;
mod write;
mod yes_no;

#[cfg(test)]
mod tests;

use std::io::Read;

use crate::data::DataError;
use crate::diagnostic::Diagnostics;
use crate::records::{Decoder, Encoding, RawError, unpack};
use crate::source::SourceId;
use crate::syntax;

use aside::Aside;
use infer::Kind;
use profile::Profile;
use prove::Verdict;
use schema::{Lessons, Schema};

/// How often a text is made anew from what reading the export by it has taught.
const TRIES: usize = 4;

/// A file of an export, to be read from its start.
pub struct Input<'a> {
    /// Its name, as people know it.
    pub name: String,
    /// What it holds.
    pub bytes: Box<dyn Read + 'a>,
}

impl<'a> Input<'a> {
    /// Its text, unpacked, in UTF-8.
    fn text(self, encoding: Option<Encoding>) -> Result<Decoder<Box<dyn Read + 'a>>, RawError> {
        let bytes = unpack(self.bytes)?;
        Decoder::new(bytes, encoding).map_err(|error| RawError::unreadable(&error))
    }
}

/// Opens all files of an export anew: they are read more than once.
pub type Open<'a, E> = dyn Fn() -> Result<Vec<Input<'a>>, E> + 'a;

/// A first policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// What was found.
    pub summary: Summary,
}

/// What a first policy was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The program that the export looks like one of.
    pub crm: Option<&'static str>,
    /// Records behind the header.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
    /// The types of fields, with how many have each, the commonest first.
    pub types: Vec<(&'static str, usize)>,
    /// The field that tells leads apart.
    pub key: Option<String>,
    /// Texts that are read as missing.
    pub missing: Vec<String>,
    /// Columns without a field.
    pub left_out: usize,
    /// Records with more or fewer values than the header has columns.
    pub ragged: u64,
    /// Rows at the end that are no leads, and are left out.
    pub trailers: u64,
    /// Fields that stayed text because reading the export showed bad values.
    pub fell_back: Vec<String>,
}

/// Why no policy was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitError<E> {
    /// A file cannot be opened again.
    Open(E),
    /// The export cannot be read.
    Data(DataError),
    /// No policy can have this title.
    Title,
    /// What was made does not read the export: a fault of this program.
    Internal(String),
}

impl<E> From<DataError> for InitError<E> {
    fn from(error: DataError) -> Self {
        InitError::Data(error)
    }
}

/// Makes a policy of this title that reads the export without bad values.
///
/// # Errors
/// The export cannot be read, or no policy for it could be made.
pub fn draft<'a, E>(title: &str, open: &Open<'a, E>) -> Result<Draft, InitError<E>> {
    if !quotable(title) {
        return Err(InitError::Title);
    }
    let again = || open().map_err(InitError::Open);
    let (profile, layout) = look(&again)?;
    let names: Vec<String> = again()?.into_iter().map(|input| input.name).collect();
    let mut lessons = Lessons::default();
    let mut last = String::new();
    for _ in 0..TRIES {
        let schema = schema::schema(&profile, &lessons);
        if schema.fields.is_empty() {
            let help = "look at it in an editor, and export it again as CSV";
            let mut error = DataError::new(
                "no column of the file holds anything that can be read",
                help,
            );
            error.file = names.into_iter().next().unwrap_or_default();
            return Err(error.into());
        }
        let text =
            write::policy(title, &names, &profile, &schema, layout).map_err(InitError::Internal)?;
        match prove::prove(&text, &schema, again()?)? {
            Verdict::Fits => {
                let text = sketch::behind(&text, &profile, &schema).map_err(InitError::Internal)?;
                let summary = summary(&profile, &schema);
                return Ok(Draft { text, summary });
            }
            Verdict::Learn(found, reason) => {
                last = reason;
                if !lessons.add(found) {
                    break;
                }
            }
        }
    }
    Err(InitError::Internal(last))
}

/// How the files of an export are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    delimiter: u8,
    /// The encoding that a source has to name.
    encoding: Option<Encoding>,
}

/// Reads the export once, and again where its bytes are no text unless they are windows-1252, in
/// which many programs write, and where something is to be set aside.
fn look<'a, E>(
    again: &dyn Fn() -> Result<Vec<Input<'a>>, InitError<E>>,
) -> Result<(Profile, Layout), InitError<E>> {
    let first = again()?.into_iter().next();
    let mut layout = Layout {
        delimiter: first.map_or(b',', sniff::delimiter),
        encoding: None,
    };
    let mut aside = Aside::default();
    let mut profile = profile::profile(again()?, layout, &aside)?;
    // Where more is text in UTF-8 than is not, what is not is damage.
    let is_utf8 = profile.not_text <= profile.other_letters;
    if !is_utf8 && !profile.not_windows_1252 {
        layout.encoding = Encoding::named("windows-1252");
        profile = profile::profile(again()?, layout, &aside)?;
    }
    // What is no lead keeps words from being seen for what they are.
    aside.trailer = aside::trailer(&profile);
    if aside.trailer.is_some() {
        profile = profile::profile(again()?, layout, &aside)?;
    }
    aside.nothing = aside::nothing(&profile);
    if !aside.nothing.is_empty() {
        profile = profile::profile(again()?, layout, &aside)?;
    }
    Ok((profile, layout))
}

fn summary(profile: &Profile, schema: &Schema) -> Summary {
    let mut types: Vec<(&'static str, usize)> = Vec::new();
    for field in &schema.fields {
        let name = field.guess.kind.name();
        match types.iter_mut().find(|(other, _)| *other == name) {
            Some((_, count)) => *count += 1,
            None => types.push((name, 1)),
        }
    }
    types.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let own = schema
        .fields
        .iter()
        .flat_map(|field| field.guess.missing.keys());
    let mut missing = schema.missing.clone();
    for text in own {
        if !missing.contains(text) {
            missing.push(text.clone());
        }
    }
    let fell_back = schema.fields.iter().filter(|field| field.fell_back);
    Summary {
        crm: schema.crm.map(|crm| crm.title),
        rows: profile.rows,
        columns: profile.columns.len(),
        types,
        key: schema
            .fields
            .iter()
            .find(|field| field.key)
            .map(|field| field.name.clone()),
        missing,
        left_out: schema.left_out.len(),
        ragged: profile.ragged,
        trailers: profile.trailer.map_or(0, |(rows, _)| rows),
        fell_back: fell_back.map(|field| field.name.clone()).collect(),
    }
}

impl Kind {
    /// What the language calls it.
    fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Money(_) => "money",
            Kind::Boolean => "boolean",
            Kind::Date(_) => "date",
            Kind::Datetime(_) => "datetime",
            Kind::OneOf(_) => "one of",
            Kind::SeveralOf(..) => "several of",
        }
    }
}

/// Whether a policy can have this text in quotes without a finding: line ends, and characters that
/// cannot be seen or look like others, cannot stand there.
fn quotable(text: &str) -> bool {
    let mut found = Diagnostics::default();
    let file = syntax::parse(
        SourceId(0),
        &format!("policy {} {{}}", syntax::quote(text)),
        &mut found,
    );
    found.as_slice().is_empty() && file.items.len() == 1
}
