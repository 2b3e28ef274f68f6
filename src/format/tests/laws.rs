//! What holds for the layout of any text.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{laid_out, read};
use crate::format::{FormatError, Unfaithful, format, verified};
use crate::source::{SourceId, Spanned};
use crate::syntax::ast::{File, Item};

/// A text with every construct, laid out.
const SAMPLE: &str = include_str!("sample.ground");

#[test]
fn what_is_laid_out_stays_as_it_is() {
    let result = laid_out(SAMPLE);
    for (nth, (line, expected)) in result.lines().zip(SAMPLE.lines()).enumerate() {
        assert_eq!(line, expected, "line {}", nth + 1);
    }
    assert_eq!(result, SAMPLE);
}

#[test]
fn texts_with_carriage_returns_are_laid_out_the_same() {
    assert_eq!(laid_out(&SAMPLE.replace('\n', "\r\n")), SAMPLE);
}

#[test]
fn lines_that_go_on_may_stand_further_in_than_what_closes_them() {
    let text = "journey path tracks stage since since_when {\n  stage new \"New\"  # here\n      agreed by \
                sales {\n    task call when a\n        # and\n        and b {\n      responsible rep\n    \
                }\n    to won\n  }\n  stage won \"Won\" end\n}\n";
    assert!(read(&laid_out(text)).is_some());
}

#[test]
fn shipped_policies_can_be_laid_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["policies", "examples"] {
        ground_files(&root.join(folder), &mut files);
    }
    let texts = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    // A file of `examples` may be there to show its faults.
    let sound: Vec<String> = texts.filter(|text| read(text).is_some()).collect();
    assert!(sound.len() >= 5, "{files:?}");
    for text in sound {
        let once = laid_out(&text);
        assert_eq!(laid_out(&once), once);
    }
}

fn ground_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|_| panic!("no folder {folder:?}"));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            ground_files(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "ground")
        {
            files.push(path);
        }
    }
}

/// The declarations of the sample, each with the comments above it.
fn pieces() -> Vec<&'static str> {
    let mut start = 0;
    let items = read(SAMPLE).unwrap().items;
    let piece = |item: &Spanned<Item>| {
        let end = item.span.end as usize;
        SAMPLE.get(std::mem::replace(&mut start, end)..end).unwrap()
    };
    items.iter().map(piece).collect()
}

/// Where something can be put into a text: beside blanks and brackets, outside texts and comments,
/// and not amid a line end.
fn borders(text: &str) -> Vec<usize> {
    let (mut borders, mut in_text, mut in_comment, mut escaped) = (vec![0], false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '"' if !escaped => in_text = !in_text,
            '#' if !in_text => in_comment = true,
            _ => {}
        }
        escaped = in_text && c == '\\' && !escaped;
        if !in_text && !in_comment && (c.is_whitespace() || "(){},".contains(c)) {
            borders.extend([at, at + 1]);
        }
    }
    let amid_line_end = |at: &usize| text.get(at.saturating_sub(1)..at + 1) == Some("\r\n");
    borders.retain(|at| !amid_line_end(at));
    borders
}

/// Puts a comment, blank lines or blanks into a text.
fn disturbed(text: &str, place: usize, kind: u8, nth: usize) -> String {
    let borders = borders(text);
    let (before, behind) = text.split_at(borders[place % borders.len()]);
    let put = match kind {
        0 | 1 => format!(" # trailing {nth}\n"),
        2 | 3 => format!("\n # own line {nth}\n"),
        4 => format!("\n\n  # apart {nth}\n\n\n"),
        5 => format!("\n## doc {nth}\n"),
        6 => format!(" ## trailing doc {nth}\n"),
        7 => "\n".to_owned(),
        8 => "\r\n\r\n\t".to_owned(),
        _ => "     ".to_owned(),
    };
    format!("{before}{put}{behind}")
}

/// The text with all blanks outside texts and comments made one.
fn squeezed(text: &str) -> String {
    let words = text.lines().map(|line| match line.contains(['#', '"']) {
        true => format!("{}\n", line.trim()),
        false => format!("{} ", line.split_whitespace().collect::<Vec<_>>().join(" ")),
    });
    words.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wherever_comments_and_line_ends_stand_nothing_is_lost(
        piece in any::<prop::sample::Index>(),
        squeeze in any::<bool>(),
        places in prop::collection::vec((any::<usize>(), 0u8..10), 1..10),
    ) {
        let pieces = pieces();
        let piece = pieces[piece.index(pieces.len())];
        let mut text = if squeeze { squeezed(piece) } else { piece.to_owned() };
        let tree = read(&text).ok_or_else(|| TestCaseError::fail(format!("faulty:\n{text}")))?;
        let mut put = 0;
        for (nth, (place, kind)) in places.into_iter().enumerate() {
            let next = disturbed(&text, place, kind, nth);
            // Where words belong together, as in `since(x)`, nothing can be put between them.
            if read(&next).is_some_and(|file| file.items.len() == tree.items.len()) {
                text = next;
                put += 1;
            }
        }
        prop_assume!(put > 0);
        let result = laid_out(&text);
        // The check of the formatter itself says the same, but here it is said by other means.
        prop_assert_eq!(comments(&text), comments(&result), "{}\n---\n{}", text, result);
        prop_assert!(!result.contains("\n\n\n") && !result.contains('\r') && !result.contains(" \n"));
    }
}

/// The words of the comments of a text, sorted.
fn comments(text: &str) -> Vec<String> {
    let file = read(text).unwrap_or_default();
    let words = file.comments.iter();
    let mut words: Vec<String> = words
        .map(|comment| comment.text.trim_matches('#').to_owned())
        .collect();
    words.sort();
    words
}

/// What the formatter says of a tree that was changed behind its back.
fn unfaithful(text: &str, change: impl Fn(&mut File)) -> Result<String, FormatError> {
    let mut file = read(text).unwrap();
    change(&mut file);
    verified(SourceId(0), text, &file)
}

fn rename(file: &mut File, name: &str) {
    if let Item::Define(define) = &mut file.items[0].node {
        define.name.node = name.to_owned();
    }
}

#[test]
fn a_layout_that_is_not_faithful_is_not_given() {
    let internal = |how| Err(FormatError::Internal(how));
    let text = "define a = 1  # one\n";
    assert_eq!(unfaithful(text, |_| {}), Ok(text.to_owned()));
    assert_eq!(
        unfaithful(text, |file| rename(file, "and")),
        internal(Unfaithful::Unreadable)
    );
    assert_eq!(
        unfaithful(text, |file| rename(file, "b = 1\ndefine a")),
        internal(Unfaithful::OtherMeaning)
    );
    assert_eq!(
        unfaithful(text, |file| file.comments[0].text =
            "# one\n# two".to_owned()),
        internal(Unfaithful::LostComment)
    );
}

#[test]
fn a_text_with_faults_is_refused() {
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    let text = "define a = = 1\n";
    let file = crate::syntax::parse(SourceId(0), text, &mut diagnostics);
    assert_eq!(format(text, &file), Err(FormatError::Faulty));
    assert_eq!(verified(SourceId(0), text, &file), Err(FormatError::Faulty));
}
