//! The POLICY of a command: from a path on the command line to a compiled policy.

use std::path::{Path, PathBuf};

use super::instant;
use super::io::{Content, DiskLoader, read_policy, show};
use super::output::{Failure, Output, Stop};
use crate::compile::{self, Compiled};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::render;
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::referenced_files;
use crate::value::IsoMoment;

/// What every command that compiles a policy may be told.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct PolicyOptions {
    /// Try another value for a `define` of one number, text or date; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// The moment to judge for: 2026-07-01 or 2026-07-01T09:00, in the policy's time zone unless an
    /// offset stands behind it [default: now]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
}

impl PolicyOptions {
    /// The moment that the caller gives, or else now.
    pub(super) fn moment(&self) -> Result<IsoMoment, Failure> {
        instant::as_of(self.as_of.as_deref())
    }

    /// Whether the caller gives the moment.
    pub(super) fn has_as_of(&self) -> bool {
        self.as_of.is_some()
    }

    /// Whether the caller gives a definition another value.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.set.iter().any(|(set, _)| set == name)
    }

    /// The same, and a definition with another value.
    pub(super) fn and_set(&self, name: &str, value: &str) -> PolicyOptions {
        let mut options = self.clone();
        options.set.push((name.to_owned(), value.to_owned()));
        options
    }
}

pub(super) fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err("write it as NAME=VALUE, for example `--set mql_bar=60`".to_owned()),
    }
}

/// The texts of a policy, as they were read.
pub(super) struct PolicyText {
    /// What the caller calls it.
    name: String,
    sources: SourceMap,
    files: Vec<SourceId>,
    loader: DiskLoader,
    /// Why some of its files hold no text.
    unread: Vec<Diagnostic>,
}

/// Reads the texts of a policy.
pub(super) fn read(argument: &Path) -> Result<PolicyText, Failure> {
    read_beside(argument, SourceMap::default())
}

/// The same beside texts that were read before, so that places in all of them are told apart.
pub(super) fn read_beside(argument: &Path, sources: SourceMap) -> Result<PolicyText, Failure> {
    let read = read_policy(argument)?;
    let mut policy = PolicyText {
        name: show(argument),
        sources,
        files: Vec::new(),
        loader: DiskLoader::new(&read),
        unread: Vec::new(),
    };
    for file in read.files {
        match take_in(&mut policy.sources, file.name, file.content) {
            Ok(source) => policy.files.push(source),
            Err(finding) => policy.unread.push(*finding),
        }
    }
    Ok(policy)
}

/// Reads and compiles a policy, whatever is found in it.
pub(super) fn policy(argument: &Path, options: &PolicyOptions) -> Result<Compiled, Failure> {
    read(argument)?.compiled(options)
}

/// Reads and compiles a policy for a command that needs one without errors.
pub(super) fn sound_policy(
    argument: &Path,
    options: &PolicyOptions,
    output: &mut Output,
) -> Result<Compiled, Stop> {
    read(argument)?.sound(options, output)
}

impl PolicyText {
    /// Compiles it, whatever is found in it.
    pub(super) fn compiled(&self, options: &PolicyOptions) -> Result<Compiled, Failure> {
        self.compiled_at(options, options.moment()?)
    }

    /// The same for a moment that was settled before.
    pub(super) fn compiled_at(
        &self,
        options: &PolicyOptions,
        as_of: IsoMoment,
    ) -> Result<Compiled, Failure> {
        let options = compile::Options {
            set: options.set.clone(),
            as_of: Some(as_of),
        };
        let (sources, files) = (self.sources.clone(), self.files.clone());
        let mut compiled = compile::compile(sources, files, &self.loader, &options)?;
        // Without one of its files nearly every name of a policy is unknown: only the cause is said.
        if !self.unread.is_empty() {
            compiled.findings = self.unread.clone();
            compiled.accepted = 0;
        }
        Ok(compiled)
    }

    /// The files that the policy names, be they there or not.
    pub(super) fn named_files(&self, compiled: &Compiled) -> Vec<PathBuf> {
        // The trees stand in the order of these names.
        let mut names: Vec<&str> = self.files.iter().map(|id| self.sources.name(*id)).collect();
        names.sort_unstable();
        let trees = names.iter().zip(&compiled.files);
        let paths = trees.flat_map(|(name, tree)| {
            let paths = referenced_files(tree).into_iter();
            paths.filter_map(|path| self.loader.path(name, &path.node))
        });
        paths.collect()
    }

    /// The file of leads on which the policy says that it is tried.
    pub(super) fn sample(&self, compiled: &Compiled) -> Option<PathBuf> {
        self.loader.beside(compiled.model.sample.as_ref()?)
    }

    /// Compiles it for a command that needs a policy without errors. Where it has some, they are
    /// shown on standard error and the command stops.
    pub(super) fn sound(
        &self,
        options: &PolicyOptions,
        output: &mut Output,
    ) -> Result<Compiled, Stop> {
        let compiled = self.compiled(options)?;
        if !shows_errors(&compiled, output) {
            return Ok(compiled);
        }
        let message = format!("`{}` has errors, so it decides nothing yet", self.name);
        Err(Failure::new(message)
            .help("mend what is shown above; `groundrules check` shows it again")
            .into())
    }
}

/// Shows the errors of a policy on standard error, and says whether there are any.
pub(super) fn shows_errors(compiled: &Compiled, output: &mut Output) -> bool {
    let is_error = |finding: &&Diagnostic| finding.level == Level::Error;
    let errors: Vec<_> = compiled.findings.iter().filter(is_error).cloned().collect();
    if !errors.is_empty() {
        let shown = render::findings::human(&compiled.sources, &errors, output.message_style);
        output.say(&shown);
    }
    !errors.is_empty()
}

/// Takes in what a file holds, or says why it holds no text.
pub(super) fn take_in(
    sources: &mut SourceMap,
    name: String,
    content: Content,
) -> Result<SourceId, Box<Diagnostic>> {
    let shown = name.clone();
    let finding = match content {
        Content::Text(text) => return Ok(sources.add(name, text)),
        Content::NotUtf8(text, at) => {
            let source = sources.add(name, text);
            let span = Span::new(source, at, at + '\u{fffd}'.len_utf8());
            let message = format!("`{shown}` is not UTF-8 text");
            Diagnostic::new(Code::BadEncoding, span, message)
                .here("no UTF-8 character")
                .help("save the file as UTF-8")
        }
        Content::TooLarge => {
            let span = Span::new(sources.add(name, ""), 0, 0);
            let message = format!("`{shown}` is larger than 4 MiB");
            Diagnostic::new(Code::TooLarge, span, message)
                .help("divide the text: all `.ground` files of a folder are one policy")
        }
        Content::Binary => {
            let span = Span::new(sources.add(name, ""), 0, 0);
            let message = format!("`{shown}` is no text but binary data");
            Diagnostic::new(Code::BadEncoding, span, message)
                .help("a policy is UTF-8 text: check that this is the right file")
        }
    };
    Err(Box::new(finding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_split_at_the_first_sign() {
        let split = setting("a = b=c");
        assert_eq!(split, Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(setting("a").unwrap_err().contains("NAME=VALUE"));
    }

    #[test]
    fn what_is_no_text_is_a_finding_of_its_own() {
        let mut sources = SourceMap::default();
        let mut finding = |content| take_in(&mut sources, "x.ground".into(), content).unwrap_err();
        assert_eq!(finding(Content::TooLarge).code, Code::TooLarge);
        assert_eq!(finding(Content::Binary).code, Code::BadEncoding);
        let bad = finding(Content::NotUtf8("a\n\u{fffd}".into(), 2));
        assert_eq!(bad.code, Code::BadEncoding);
        let (start, _) = sources.positions(bad.span().unwrap());
        assert_eq!((start.line, start.column), (2, 1));
    }
}
