//! How an export is written: its encoding, its delimiter, its dates.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Type;
use crate::model::resolve::context::Resolver;
use crate::model::resolve::names::loose;
use crate::records::Encoding;
use crate::syntax::ast::Quoted;
use crate::value::DateForm;

/// What people call encodings, without case, blanks and dashes, and their names in the standard. A
/// mark at the start of a UTF-8 file needs no word of its own.
const ENCODING_WORDS: &[(&str, &str)] = &[
    ("ansi", "windows-1252"),
    ("excel", "windows-1252"),
    ("western", "windows-1252"),
    ("utf8sig", "utf-8"),
    ("utf8bom", "utf-8"),
    ("unicode", "utf-16le"),
    ("mac", "macintosh"),
];

impl Resolver<'_> {
    pub(super) fn forms(&mut self, forms: &[Quoted], ty: Type) -> Vec<DateForm> {
        let mut read = Vec::new();
        for form in forms {
            match DateForm::new(&form.node) {
                Ok(form_read) if ty == Type::Datetime && !form_read.has_time() => {
                    let message = format!("the form `{}` has no time of day", form.node);
                    let finding = Diagnostic::new(Code::WrongType, form.span, message)
                        .help("add the hours and minutes, e.g. `%Y-%m-%d %H:%M`");
                    self.report(finding);
                }
                Ok(form) => read.push(form),
                Err(reason) => {
                    let message = format!("`{}` is no form of dates: {reason}", form.node);
                    let finding = Diagnostic::new(Code::WrongType, form.span, message)
                        .help("write e.g. `%m/%d/%Y` or `%Y-%m-%d %H:%M`");
                    self.report(finding);
                }
            }
        }
        read
    }

    pub(super) fn encoding(&mut self, name: &Quoted) -> Option<Encoding> {
        if let Some(encoding) = Encoding::named(&name.node) {
            return Some(encoding);
        }
        let written = loose(&name.node);
        let known = ENCODING_WORDS.iter().find(|(word, _)| *word == written);
        let nearest = match known {
            Some((_, encoding)) => Some(*encoding),
            None => self.nearest(&written, Encoding::NAMES.iter().copied()),
        };
        let nearest = nearest.map(|encoding| format!("\"{encoding}\""));
        let message = format!("no encoding is called `{}`", name.node);
        let finding = Diagnostic::new(Code::UnknownValue, name.span, message)
            .help("the common ones are `utf-8`, `windows-1252`, `utf-16le` and `macintosh`")
            .did_you_mean(name.span, nearest.as_deref());
        self.fail(finding)
    }

    pub(super) fn delimiter(&mut self, text: &Quoted) -> Option<u8> {
        match (text.node.as_str(), text.node.as_bytes()) {
            ("\\t" | "tab", _) => Some(b'\t'),
            (_, [one]) if one.is_ascii() && !matches!(one, b'"' | b'\n' | b'\r') => Some(*one),
            _ => {
                let message = "what stands between values is one plain character";
                let finding = Diagnostic::new(Code::WrongType, text.span, message)
                    .help("write `delimiter \";\"`, `delimiter \"|\"` or `delimiter \"tab\"`");
                self.fail(finding)
            }
        }
    }
}
