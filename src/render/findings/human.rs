//! Findings for people.

use std::fmt;

use miette::{
    Diagnostic as Report, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents, ThemeCharacters,
    ThemeStyles,
};

use super::demonstration::{demonstration, leads_counted};
use super::evidence::evidence;
use super::excerpt::{Excerpt, excerpts};
use crate::diagnostic::{Diagnostic, Level};
use crate::render::layout::wrapped;
use crate::render::{Paint, Style, printable};
use crate::source::SourceMap;

/// More findings than this are counted only: nobody reads them, and the first ones often cause the
/// rest.
const SHOWN: usize = 50;

/// What was found, each finding with the text it is about. Empty without findings.
#[must_use]
pub fn human(sources: &SourceMap, findings: &[Diagnostic], style: Style) -> String {
    let handler = handler(style);
    let shown = findings.iter().take(SHOWN);
    let mut text: Vec<_> = shown.map(|it| one(sources, it, &handler, style)).collect();
    if let Some(more) = findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push(format!("and {more} more; `--format json` gives them all\n"));
    }
    text.join("\n")
}

fn handler(style: Style) -> GraphicalReportHandler {
    let styles = match style.colour {
        true => ThemeStyles::ansi(),
        false => ThemeStyles::none(),
    };
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles,
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .without_syntax_highlighting()
        .without_primary_span_start()
}

fn one(
    sources: &SourceMap,
    finding: &Diagnostic,
    handler: &GraphicalReportHandler,
    style: Style,
) -> String {
    let paint = match finding.level {
        Level::Error => Paint::Error,
        Level::Warning => Paint::Warning,
        Level::Note => Paint::Note,
    };
    // What was not decided is neither an error nor a warning yet.
    let level = match finding.is_proved() {
        true => finding.level.as_str(),
        false => "not proved",
    };
    let mut text = style.paint(paint, &format!("{level}[{}]", finding.code));
    if let Some(span) = finding.span() {
        let (start, _) = sources.positions(span);
        let name = sources.name(span.source);
        let place = format!(" {name}:{}:{}", start.line, start.column);
        text.push_str(&printable(&place));
    }
    text.push('\n');
    let mut excerpts = excerpts(sources, &finding.labels).into_iter();
    let main = Frame {
        message: printable(&finding.message),
        severity: severity(finding.level),
        help: None,
        excerpt: excerpts.next(),
    };
    let mut frames = vec![main];
    frames.extend(excerpts.map(|excerpt| Frame {
        message: format!("see {}", printable(&excerpt.place)),
        severity: Severity::Advice,
        help: None,
        excerpt: Some(excerpt),
    }));
    let fix = finding.fix.as_ref().map(|fix| fix.title.clone());
    let help = finding.help.clone().or(fix);
    let mut help = help.map(|help| printable(&help));
    // Where leads are shown, what to do about them comes last.
    if finding.shown.is_none()
        && let Some(last) = frames.last_mut()
    {
        last.help = help.take();
    }
    for frame in &frames {
        let before = text.len();
        if handler.render_report(&mut text, frame).is_err() {
            // What cannot be drawn can still be said.
            text.truncate(before);
            text.push_str(&format!("  {}\n", frame.message));
        }
    }
    if let Some(shown) = &finding.shown {
        text.push_str(&demonstration(finding, shown, style));
    }
    if let Some(found) = &finding.evidence {
        let counted = leads_counted(found.leads, found.of);
        // Other findings say so in their message.
        if let Some(words) = counted.filter(|_| finding.shown.is_some()) {
            text.push_str(&format!("  {words}\n"));
        }
        text.push_str(&evidence(found, style));
    }
    if let Some(help) = help {
        text.push_str(&wrapped(&format!("help: {help}"), style.width, 2, 8));
    }
    text
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Advice,
    }
}

/// A message with an excerpt below it, as miette wants it.
#[derive(Debug)]
struct Frame {
    message: String,
    severity: Severity,
    help: Option<String>,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame {}

impl Report for Frame {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_deref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref()?;
        Some(excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let marks = self.excerpt.as_ref()?.marks.iter();
        Some(Box::new(marks.map(|(range, words)| {
            let words = (!words.is_empty()).then(|| words.clone());
            LabeledSpan::new(words, range.start, range.len())
        })))
    }
}

/// The excerpt knows the numbers its lines have in the whole text.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line_of = |at: usize| {
            self.lines
                .partition_point(|(start, _)| *start <= at)
                .saturating_sub(1)
        };
        let number = |index: usize| self.lines.get(index).map(|(_, number)| *number);
        let follows = |index: usize| {
            number(index)
                .zip(number(index + 1))
                .is_some_and(|(a, b)| a + 1 == b)
        };
        let (mut first, mut last) = (line_of(span.offset()), line_of(span.offset() + span.len()));
        for _ in 0..before {
            first -= usize::from(first > 0 && follows(first - 1));
        }
        for _ in 0..after {
            last += usize::from(follows(last));
        }
        let start = self.lines.get(first).map(|(start, _)| *start);
        let start = start.ok_or(MietteError::OutOfBounds)?;
        let end = self
            .lines
            .get(last + 1)
            .map_or(self.text.len(), |(start, _)| *start);
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new(
            data.as_bytes(),
            (start, data.len()).into(),
            number(first).unwrap_or(1).saturating_sub(1),
            0,
            last + 1 - first,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    const POLICY: &str = "policy \"Ä\" {}\nlead {\n  email: text key\n}\n\nscore fit 0..100 {\n  +20 when employes > 5\n}\n";

    fn show(findings: &[Diagnostic], sources: &SourceMap) -> String {
        human(sources, findings, Style::plain())
    }

    fn span(sources: &SourceMap, id: crate::source::SourceId, words: &str) -> Span {
        let at = sources.get(id).unwrap().text.find(words).unwrap();
        Span::new(id, at, at + words.len())
    }

    #[test]
    fn a_finding_with_places_in_two_texts() {
        let mut sources = SourceMap::default();
        let policy = sources.add("p/policy.ground", POLICY);
        let list = sources.add("p/lists/a.txt", "one\ntwo\n");
        let finding = Diagnostic::new(
            Code::UnknownName,
            span(&sources, policy, "employes"),
            "nothing is called `employes`",
        )
        .here("not declared")
        .label(span(&sources, policy, "email"), "the fields stand here")
        .label(span(&sources, list, "two"), "and an entry")
        .did_you_mean(span(&sources, policy, "employes"), Some("employees"));
        insta::assert_snapshot!(show(&[finding], &sources), @r#"
        error[unknown-name] p/policy.ground:7:12
          × nothing is called `employes`
           ╭────
         2 │ lead {
         3 │   email: text key
           ·   ──┬──
           ·     ╰── the fields stand here
         4 │ }
           ╰────
           ╭────
         6 │ score fit 0..100 {
         7 │   +20 when employes > 5
           ·            ────┬───
           ·                ╰── not declared
         8 │ }
           ╰────
          ☞ see p/lists/a.txt:2:1
           ╭────
         1 │ one
         2 │ two
           · ─┬─
           ·  ╰── and an entry
           ╰────
          help: did you mean `employees`?
        "#);
    }

    #[test]
    fn an_unexpected_end_is_drawn_at_the_last_visible_character() {
        let mut sources = SourceMap::default();
        let policy = sources.add("policy.ground", "lead {\n  email: text key\n\n\n");
        let end = Span::new(policy, 26, 26);
        let finding =
            Diagnostic::new(Code::Syntax, end, "the text ends too early").here("`}` is missing");
        insta::assert_snapshot!(show(&[finding], &sources), @r#"
        error[syntax] policy.ground:4:1
          × the text ends too early
           ╭────
         1 │ lead {
         2 │   email: text key
           ·                 ┬
           ·                 ╰── `}` is missing
         3 │ 
           ╰────
        "#);
    }

    #[test]
    fn an_empty_text_can_be_shown() {
        let mut sources = SourceMap::default();
        let policy = sources.add("policy.ground", "");
        let finding =
            Diagnostic::new(Code::NoPolicy, Span::new(policy, 0, 0), "no policy").here("here");
        insta::assert_snapshot!(show(&[finding], &sources), @r#"
        error[no-policy] policy.ground:1:1
          × no policy
           ╭────
         1 │ 
           · ▲
           · ╰── here
           ╰────
        "#);
    }

    #[test]
    fn tabs_wide_and_combining_characters_are_underlined_where_they_stand() {
        let mut sources = SourceMap::default();
        let policy = sources.add("policy.ground", "\tlist 日本 { e\u{301}x \"y\" }\n");
        let finding =
            Diagnostic::new(Code::Syntax, span(&sources, policy, "\"y\""), "odd").here("this");
        insta::assert_snapshot!(show(&[finding], &sources), @r#"
        error[syntax] policy.ground:1:16
          × odd
           ╭────
         1 │     list 日本 { éx "y" }
           ·                    ─┬─
           ·                     ╰── this
           ╰────
        "#);
    }

    #[test]
    fn a_finding_of_no_text_is_said_without_a_place() {
        let mut sources = SourceMap::default();
        let policy = sources.add("policy.ground", "");
        let mut finding = Diagnostic::new(Code::NoPolicy, Span::new(policy, 0, 0), "no policy");
        finding.labels.clear();
        assert_eq!(
            show(&[finding], &sources),
            "error[no-policy]\n  × no policy\n"
        );
    }

    #[test]
    fn many_findings_are_counted() {
        let mut sources = SourceMap::default();
        let policy = sources.add("policy.ground", POLICY);
        let finding = Diagnostic::new(Code::Unused, Span::new(policy, 0, 6), "x");
        let text = show(&vec![finding; 60], &sources);
        assert_eq!(text.matches("warning[unused]").count(), 50);
        assert!(text.ends_with("and 10 more; `--format json` gives them all\n"));
    }
}
