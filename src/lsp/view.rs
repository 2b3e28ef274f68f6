//! What a policy came to, with places as the protocol has them: what requests are answered from.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::document::Documents;
use super::position::{Encoding, Lines};
use super::protocol::{Location, Position, Range};
use super::uri::uri_of;
use crate::diagnostic::Diagnostic;
use crate::editor::Snapshot;
use crate::source::{SourceId, Span};

/// What a policy came to.
pub(crate) struct View {
    /// The policy.
    pub(crate) snapshot: Snapshot,
    /// The number of this state of the policy; a later one has a higher number.
    pub(crate) number: u64,
    /// All findings, once the proof is made.
    pub(crate) proved: Option<Vec<Diagnostic>>,
    /// Where its texts are, by their numbers.
    pub(crate) paths: Vec<Option<PathBuf>>,
    /// Its texts by address, as the client has it where they are open.
    uris: Vec<Option<String>>,
    lines: Vec<OnceLock<Lines>>,
    encoding: Encoding,
}

impl View {
    /// A policy whose texts are at these paths.
    #[must_use]
    pub(crate) fn new(
        snapshot: Snapshot,
        number: u64,
        paths: Vec<Option<PathBuf>>,
        documents: &Documents,
        encoding: Encoding,
    ) -> Self {
        let uris = paths.iter().map(|path| {
            let path = path.as_ref()?;
            let open = documents.get(path).map(|it| it.uri.clone());
            Some(open.unwrap_or_else(|| uri_of(path)))
        });
        View {
            uris: uris.collect(),
            lines: paths.iter().map(|_| OnceLock::new()).collect(),
            proved: None,
            number,
            snapshot,
            paths,
            encoding,
        }
    }

    /// The same with what the proof found.
    #[must_use]
    pub(crate) fn with_proof(&self, findings: Vec<Diagnostic>) -> Self {
        View {
            snapshot: self.snapshot.clone(),
            proved: Some(findings),
            number: self.number,
            paths: self.paths.clone(),
            uris: self.uris.clone(),
            lines: self.lines.clone(),
            encoding: self.encoding,
        }
    }

    /// The findings: those of the proof where it is made.
    #[must_use]
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        let proved = self.proved.as_ref();
        proved.unwrap_or(&self.snapshot.compiled.findings)
    }

    /// Whether only the proof shows a finding.
    #[must_use]
    pub(crate) fn is_of_proof(&self, finding: &Diagnostic) -> bool {
        self.proved.is_some() && !self.snapshot.compiled.findings.contains(finding)
    }

    /// The number of the text at a path.
    #[must_use]
    pub(crate) fn source_of(&self, path: &std::path::Path) -> Option<SourceId> {
        let place = self
            .paths
            .iter()
            .position(|it| it.as_deref() == Some(path))?;
        Some(SourceId(u32::try_from(place).ok()?))
    }

    /// The address of a text; none for one that is no file.
    #[must_use]
    pub(crate) fn uri(&self, source: SourceId) -> Option<&str> {
        self.uris.get(source.0 as usize)?.as_deref()
    }

    /// A text.
    #[must_use]
    pub(crate) fn text(&self, source: SourceId) -> &str {
        let text = self.snapshot.compiled.sources.get(source);
        text.map_or("", |text| &text.text)
    }

    fn lines(&self, source: SourceId) -> Option<&Lines> {
        let lines = self.lines.get(source.0 as usize)?;
        Some(lines.get_or_init(|| Lines::new(self.text(source), self.encoding)))
    }

    /// The lines of a text.
    #[must_use]
    pub(crate) fn text_lines(&self, source: SourceId) -> Vec<&str> {
        let lines = self.lines(source).into_iter();
        lines.flat_map(|it| it.each(self.text(source))).collect()
    }

    /// The byte at a place of a text.
    #[must_use]
    pub(crate) fn offset(&self, source: SourceId, at: Position) -> usize {
        let lines = self.lines(source);
        lines.map_or(0, |lines| lines.offset(self.text(source), at))
    }

    /// The place of a byte of a text.
    #[must_use]
    pub(crate) fn position(&self, source: SourceId, offset: usize) -> Position {
        let none = Position {
            line: 0,
            character: 0,
        };
        let lines = self.lines(source);
        lines.map_or(none, |lines| lines.position(self.text(source), offset))
    }

    /// The bytes of a stretch of a text.
    #[must_use]
    pub(crate) fn span(&self, source: SourceId, range: Range) -> Span {
        let (a, b) = (
            self.offset(source, range.start),
            self.offset(source, range.end),
        );
        Span::new(source, a.min(b), a.max(b))
    }

    /// The places of both ends of a stretch.
    #[must_use]
    pub(crate) fn range(&self, span: Span) -> Range {
        Range {
            start: self.position(span.source, span.start as usize),
            end: self.position(span.source, span.end as usize),
        }
    }

    /// A stretch of a text with its address; none where the text is no file.
    #[must_use]
    pub(crate) fn location(&self, span: Span) -> Option<Location> {
        Some(Location {
            uri: self.uri(span.source)?.to_owned(),
            range: self.range(span),
        })
    }

    /// All texts that are files, with their addresses.
    pub(crate) fn files(&self) -> impl Iterator<Item = (SourceId, &str)> {
        let numbered = self.uris.iter().zip(0u32..);
        numbered.filter_map(|(uri, number)| Some((SourceId(number), uri.as_deref()?)))
    }
}

/// A view that several look at.
pub(crate) type SharedView = Arc<View>;
