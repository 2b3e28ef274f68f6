//! Regular expressions over whole texts.

use std::fmt;

use regex_automata::meta::{BuildError, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use unicode_normalization::UnicodeNormalization;

use super::Text;

/// Most memory a pattern may take once compiled, in bytes. Ordinary ones take some thousands and
/// `\w{1,50}@\w{1,50}` takes six millions, since letters are those of all scripts. One meant to
/// explode (`((a{1000}){1000}){1000}`) reaches this within a tenth of a second and is refused.
const MOST_COMPILED_BYTES: usize = 8 << 20;

/// A regular expression that a whole text matches or not, without regard to case, in time linear
/// in the text. Two are equal where they are written the same.
#[derive(Clone)]
pub struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles `source`.
    ///
    /// # Errors
    /// One line that says what is wrong with it, for a person.
    pub fn new(source: &str) -> Result<Pattern, String> {
        // Texts are composed before they are compared, so a pattern has to be too.
        let composed: String = source.nfc().collect();
        let syntax = syntax::Config::new().case_insensitive(true);
        // On its own first: `a)|(b` is no pattern, though it would be one in our brackets.
        syntax::parse_with(&composed, &syntax).map_err(|error| last_line(&error.to_string()))?;
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
                regex,
            }),
            Err(error) => Err(message(&error)),
        }
    }

    /// Whether the whole text matches.
    pub fn is_match(&self, text: &Text) -> bool {
        self.regex.is_match(text.folded())
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }
}

fn message(error: &BuildError) -> String {
    match error.syntax_error() {
        Some(syntax) => last_line(&syntax.to_string()),
        // The only other fault that a pattern can have.
        None => {
            "the pattern is too large: its repetitions multiply to more than it may hold".to_owned()
        }
    }
}

/// The syntax error's own words stand in its last line, below a picture of the pattern.
fn last_line(error: &str) -> String {
    let line = error.lines().next_back().unwrap_or(error).trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
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
    use super::*;
    use std::time::{Duration, Instant};

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap().is_match(&Text::new(text))
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
            ("a(", "unclosed group"),
            ("a)|(b", "unopened group"),
            ("[a", "unclosed character class"),
            ("*", "repetition operator missing expression"),
            (r"(a)\1", "backreferences are not supported"),
            (r"\p{Klingon}", "Unicode property not found"),
            ("a\n(", "unclosed group"),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap_err(), message, "{pattern}");
        }
        let around = Pattern::new("(?=a)").unwrap_err();
        assert!(
            around.starts_with("look-around") && !around.contains('\n'),
            "{around}"
        );
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
                error.starts_with("the pattern is too large"),
                "{pattern}: {error}"
            );
            // Generous, since tests run unoptimised and side by side.
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "{pattern}: {:?}",
                start.elapsed()
            );
        }
        let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
        assert!(Pattern::new(&deep).unwrap_err().contains("nest"));
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
                    assert!(Pattern::new(pattern).unwrap().is_match(&text), "{letter}");
                }
            }
        }
        assert!(letters > 1000, "{letters}");
    }

    #[test]
    fn takes_linear_time_on_a_text_meant_to_stall() {
        let pattern = Pattern::new("(a+)+b").unwrap();
        let start = Instant::now();
        assert!(!pattern.is_match(&Text::new(&"a".repeat(100_000))));
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
