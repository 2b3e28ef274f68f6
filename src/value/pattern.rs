//! Regular expressions over whole texts.

use std::fmt;
use std::ops::Range;

use regex_automata::meta::{BuildError, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::Hir;
use unicode_normalization::UnicodeNormalization;

/// Most memory a pattern may take once compiled, in bytes. Ordinary ones take some thousands and
/// `\w{1,50}@\w{1,50}` takes six millions, since letters are those of all scripts. One meant to
/// explode (`((a{1000}){1000}){1000}`) reaches this within a tenth of a second and is refused.
const MOST_COMPILED_BYTES: usize = 8 << 20;

/// A regular expression that a whole text matches or not, without regard to case, in time linear
/// in the text. Two are equal where they are written the same.
#[derive(Clone)]
pub struct Pattern {
    source: String,
    /// What is compiled: the source, composed and bound to both ends of the text.
    whole: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles `source`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn new(source: &str) -> Result<Pattern, PatternFault> {
        // Texts are composed before they are compared, so a pattern has to be too.
        let composed: String = source.nfc().collect();
        let syntax = syntax_of_patterns();
        // On its own first: `a)|(b` is no pattern, though it would be one in our brackets.
        syntax::parse_with(&composed, &syntax)
            .map_err(|error| syntax_fault(&composed, &error).at_home_in(source, &composed))?;
        // A comment that `(?x)` allows at the pattern's end would swallow our bracket. The line's
        // end closes it; in other patterns it would be a character to match.
        let bare = format!(r"\A(?:{composed})\z");
        let whole = match syntax::parse_with(&bare, &syntax) {
            Ok(_) => bare,
            Err(_) => format!("\\A(?:{composed}\n)\\z"),
        };
        let config = Regex::config()
            .nfa_size_limit(Some(MOST_COMPILED_BYTES))
            // Only "yes" or "no" is asked, never where.
            .which_captures(WhichCaptures::None);
        match Regex::builder()
            .configure(config)
            .syntax(syntax)
            .build(&whole)
        {
            Ok(regex) => Ok(Pattern {
                source: source.to_owned(),
                whole,
                regex,
            }),
            Err(error) => Err(build_fault(&error)),
        }
    }

    /// Whether the whole of a folded text matches.
    pub fn is_match(&self, folded: &str) -> bool {
        self.regex.is_match(folded)
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What is matched, for a search of texts that match: it is bound to both ends of the text.
    /// Always there, since the pattern was compiled from the same.
    pub(crate) fn parsed(&self) -> Option<Hir> {
        syntax::parse_with(&self.whole, &syntax_of_patterns()).ok()
    }
}

fn syntax_of_patterns() -> syntax::Config {
    syntax::Config::new().case_insensitive(true)
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternFault {
    /// One line for a person, e.g. "`*` has nothing before it to repeat".
    pub message: String,
    /// The bytes of the pattern that are wrong, where that is known.
    pub place: Option<Range<usize>>,
}

impl PatternFault {
    /// Places in the composed pattern are places in the written one only where the two are one.
    fn at_home_in(mut self, source: &str, composed: &str) -> PatternFault {
        if source != composed {
            self.place = None;
        }
        self
    }
}

fn build_fault(error: &BuildError) -> PatternFault {
    let message = match error.syntax_error() {
        Some(syntax) => last_line(&syntax.to_string()),
        // The only other fault that a pattern can have.
        None => "it is too large, for its repetitions multiply".to_owned(),
    };
    PatternFault {
        message,
        place: None,
    }
}

fn syntax_fault(pattern: &str, error: &regex_syntax::Error) -> PatternFault {
    let (span, known) = match error {
        regex_syntax::Error::Parse(error) => (
            error.span(),
            known_fault(pattern, error.kind(), error.span()),
        ),
        regex_syntax::Error::Translate(error) => (error.span(), None),
        _ => {
            return PatternFault {
                message: last_line(&error.to_string()),
                place: None,
            };
        }
    };
    let start = span.start.offset;
    // An empty stretch stands before the character that is wrong.
    let next = pattern.get(start..).and_then(|rest| rest.chars().next());
    let end = span.end.offset.max(start + next.map_or(0, char::len_utf8));
    PatternFault {
        message: known.unwrap_or_else(|| last_line(&error.to_string())),
        place: (start < end).then_some(start..end),
    }
}

/// The faults that people make, in plain words.
fn known_fault(pattern: &str, kind: &ErrorKind, span: &regex_syntax::ast::Span) -> Option<String> {
    let message = match kind {
        ErrorKind::RepetitionMissing => {
            let sign = pattern.get(span.start.offset..)?.chars().next()?;
            return Some(format!("`{sign}` has nothing before it to repeat"));
        }
        ErrorKind::RepetitionCountInvalid => "the first number of `{…}` is above the second",
        ErrorKind::RepetitionCountUnclosed => "a `{` is never closed",
        ErrorKind::GroupUnclosed => "a `(` is never closed",
        ErrorKind::GroupUnopened => "a `)` closes nothing",
        ErrorKind::ClassUnclosed => "a `[` is never closed",
        ErrorKind::ClassRangeInvalid => "the range in `[…]` runs backwards",
        ErrorKind::EscapeUnexpectedEof => "there is nothing behind the `\\` at its end",
        ErrorKind::NestLimitExceeded(_) => "it is too large, for its brackets stand too deep",
        _ => return None,
    };
    Some(message.to_owned())
}

/// The syntax error's own words stand in its last line, below a picture of the pattern.
fn last_line(error: &str) -> String {
    let line = error.lines().next_back().unwrap_or(error).trim();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    // A capital letter starts a sentence, unless it is all of the word, as in "UTF-8".
    let mut letters = line.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{}{}", first.to_lowercase(), second, letters.as_str())
        }
        _ => line.to_owned(),
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;
    use std::time::{Duration, Instant};

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern)
            .unwrap()
            .is_match(Text::new(text).folded())
    }

    #[test]
    fn matches_whole_texts_without_regard_to_case() {
        for (pattern, text, expected) in [
            ("a+", "AAA", true),
            ("A+", "aaa", true),
            ("a+", "aab", false),
            ("a|ab", "ab", true),
            ("a|b", "ab", false),
            ("^ceo$", " CEO ", true),
            (".*@.*\\.edu", "a@b.EDU", true),
            ("[^@]+@acme\\.example", "a@acme.example.com", false),
            ("É", "e\u{301}", true),
            ("e\u{301}", "É", true),
            ("σ", "Σ", true),
            ("ς", "Σ", true),
            ("ß", "ẞ", true),
            ("i", "ı", false),
            ("\\w+", "jürgen", true),
            ("(?m)^a$", "a\nb", false),
            ("(?x) a b # letters", "AB", true),
            ("(?x) a b # letters", "ABC", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn says_what_is_wrong_in_one_line() {
        for (pattern, message) in [
            ("a(", "a `(` is never closed"),
            ("a)|(b", "a `)` closes nothing"),
            ("[a", "a `[` is never closed"),
            ("[z-a]", "the range in `[…]` runs backwards"),
            ("*", "`*` has nothing before it to repeat"),
            ("a{3,2}", "the first number of `{…}` is above the second"),
            (r"(a)\1", "backreferences are not supported"),
            (r"\p{Klingon}", "unicode property not found"),
            ("a\n(", "a `(` is never closed"),
        ] {
            assert_eq!(
                Pattern::new(pattern).unwrap_err().message,
                message,
                "{pattern}"
            );
        }
        let around = Pattern::new("(?=a)").unwrap_err().message;
        assert!(
            around.starts_with("look-around") && !around.contains('\n'),
            "{around}"
        );
    }

    #[test]
    fn says_where_it_is_wrong() {
        for (pattern, place) in [
            ("ab(", Some(2..3)),
            ("a|*", Some(2..3)),
            ("x[z-a]", Some(2..5)),
            ("a)", Some(1..2)),
            ("((a{1000}){1000}){1000}", None),
            ("e\u{301}(", None),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap_err().place, place, "{pattern}");
        }
    }

    #[test]
    fn patterns_meant_to_explode_are_refused_at_once() {
        for pattern in [
            "((a{1000}){1000}){1000}",
            r"(\w{500}){500}",
            "(?:(?:(?:(?:a?){100}){100}){100}){100}",
            "((((.*){100}){100}){100}){100}",
        ] {
            let start = Instant::now();
            let error = Pattern::new(pattern).unwrap_err();
            assert!(
                error.message.starts_with("it is too large"),
                "{pattern}: {error:?}"
            );
            // Generous, since tests run unoptimised and side by side.
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "{pattern}: {:?}",
                start.elapsed()
            );
        }
        let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
        assert!(
            Pattern::new(&deep)
                .unwrap_err()
                .message
                .contains("too deep")
        );
    }

    #[test]
    fn ordinary_patterns_are_small_enough() {
        for pattern in [
            r"\w{1,50}@\w{1,50}\.\w{2,10}",
            "[a-z]{1,1000}",
            r"(\d{3}[- ]?){1,20}",
        ] {
            Pattern::new(pattern).unwrap();
        }
        // Repeating nothing is nothing, and costs nothing.
        assert!(matches("(?:(?:(?:){1000}){1000}){1000}", ""));
    }

    /// The folding of texts and the case-insensitivity of patterns are two tables that must agree.
    #[test]
    fn a_letter_as_a_pattern_matches_all_forms_of_it() {
        let mut letters = 0;
        // Letters newer than the patterns' tables have no case there yet.
        let known = Pattern::new(r"\p{Alphabetic}").unwrap();
        for letter in (char::MIN..=char::MAX).filter(|c| c.is_alphabetic()) {
            let text = Text::new(&letter.to_string());
            if text.folded() != text.raw() && known.regex.is_match(text.raw()) {
                letters += 1;
                for pattern in [text.raw(), text.folded()] {
                    assert!(
                        Pattern::new(pattern).unwrap().is_match(text.folded()),
                        "{letter}"
                    );
                }
            }
        }
        assert!(letters > 1000, "{letters}");
    }

    #[test]
    fn takes_linear_time_on_a_text_meant_to_stall() {
        let pattern = Pattern::new("(a+)+b").unwrap();
        let start = Instant::now();
        assert!(!pattern.is_match(Text::new(&"a".repeat(100_000)).folded()));
        assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn equal_by_source() {
        let pattern = |source| Pattern::new(source).unwrap();
        assert_eq!(pattern("a+"), pattern("a+").clone());
        assert_ne!(pattern("a+"), pattern("aa*"));
        assert_eq!(pattern("a+").source(), "a+");
        assert_eq!(format!("{:?}", pattern("a+")), "Pattern(\"a+\")");
    }
}
