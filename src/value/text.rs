//! Text that is compared without regard to case and outer white space.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text as somebody wrote it, and the form it is compared by.
///
/// Equality, order and hash are those of the folded form: `"ACME"` is `" acme"`.
#[derive(Clone, Debug)]
pub struct Text {
    raw: String,
    folded: String,
}

impl Text {
    /// The text, without outer white space.
    pub fn new(text: &str) -> Text {
        Text {
            raw: text.trim().to_owned(),
            folded: fold(text),
        }
    }

    /// As written, without outer white space.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// As compared: see [`fold`].
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Text {}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

/// The form by which texts are compared: composed (Unicode NFC), without outer white space, and
/// with Unicode's simple case folding, which maps each character to one character.
pub fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let folded: String = text.nfc().map(fold_char).collect();
    // A small letter may have a composed form that its capital lacks, such as `ẖ`.
    if is_nfc(&folded) {
        folded
    } else {
        folded.nfc().collect()
    }
}

/// Adds to `folded` the form by which a text is compared: see [`fold`].
pub fn fold_into(text: &str, folded: &mut String) {
    let text = text.trim();
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        folded.push_str(&fold(text));
    }
}

/// By way of the capital, so that letters with two small forms (`ς` and `σ`) become one. A step
/// that would give several characters (`ß` to `SS`) is left out: that is what makes it simple.
fn fold_char(c: char) -> char {
    // The capital of the dotless `ı` is the plain `I`, whose small letter is `i`. Unicode's
    // folding keeps them apart, since they are two letters to those who write the dotless one.
    if c == 'ı' {
        return c;
    }
    let capital = single(c.to_uppercase()).unwrap_or(c);
    single(capital.to_lowercase()).unwrap_or(capital)
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// A text without what people get wrong: case, blanks, `_` and `-`. It is how headers and values of
/// data meet the names of a policy.
pub fn loose(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-');
    fold(text).chars().filter(kept).collect()
}

/// Whether `part` stands anywhere in a folded text.
pub fn contains(folded: &str, part: &Text) -> bool {
    folded.contains(&part.folded)
}

/// Whether a folded text starts with `part`.
pub fn starts_with(folded: &str, part: &Text) -> bool {
    folded.starts_with(&part.folded)
}

/// Whether a folded text ends with `part`.
pub fn ends_with(folded: &str, part: &Text) -> bool {
    folded.ends_with(&part.folded)
}

/// Whether `words`, one or several, stand in a folded text as whole words: neither what is before
/// them nor what is behind them is a letter or a digit. Empty `words` are never mentioned.
pub fn mentions(folded: &str, words: &Text) -> bool {
    let words = words.folded.as_str();
    let Some(first) = words.chars().next() else {
        return false;
    };
    let mut before = None;
    let mut rest = folded;
    // Matches may overlap (`a a` in `xa a a`), so the search goes on right behind a match's first
    // character, not behind the match.
    while let Some((skipped, behind)) = rest.split_once(words) {
        before = skipped.chars().next_back().or(before);
        let free = |neighbour: Option<char>| !neighbour.is_some_and(char::is_alphanumeric);
        if free(before) && free(behind.chars().next()) {
            return true;
        }
        before = Some(first);
        rest = rest
            .get(skipped.len() + first.len_utf8()..)
            .unwrap_or_default();
    }
    false
}

/// What stands behind the last `@`; `None` where there is no `@` or nothing behind it.
pub fn domain(address: &Text) -> Option<Text> {
    let (_, domain) = address.raw.rsplit_once('@')?;
    let domain = Text::new(domain);
    (!domain.folded.is_empty()).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Text {
        Text::new(text)
    }

    #[test]
    fn equal_without_regard_to_case_and_outer_white_space() {
        for (one, other) in [
            ("ACME Corp", "\t acme corp\u{a0}"),
            ("ẞ", "ß"),
            ("ΟΔΟΣ", "οδος"),
            ("οδοσ", "οδος"),
            ("\u{212a}elvin", "kelvin"),
            ("É", "é"),
            ("E\u{301}", "é"),
            ("H\u{331}", "ẖ"),
            ("ᾼ", "ᾳ"),
            ("ſ", "S"),
            ("Ǆ", "ǅ"),
        ] {
            assert_eq!(text(one), text(other), "{one} and {other}");
            assert_eq!(
                text(one).cmp(&text(other)),
                Ordering::Equal,
                "{one} and {other}"
            );
        }
    }

    #[test]
    fn different_letters_stay_different() {
        for (one, other) in [
            ("ß", "ss"),
            ("ı", "i"),
            ("ı", "I"),
            ("İ", "i"),
            ("é", "e"),
            ("a b", "a  b"),
        ] {
            assert_ne!(text(one), text(other), "{one} and {other}");
        }
        assert_eq!(fold("İı"), "İı");
    }

    #[test]
    fn keeps_what_was_written() {
        assert_eq!(text("  Jane DOE \n").raw(), "Jane DOE");
        assert_eq!(text("  Jane DOE \n").folded(), "jane doe");
    }

    #[test]
    fn sets_find_texts_by_their_folded_form() {
        let set = std::collections::HashSet::from([text("Gmail.com")]);
        assert!(set.contains(&text("GMAIL.COM ")));
        assert!(!set.contains(&text("gmail.co")));
    }

    #[test]
    fn parts() {
        assert!(contains(text("Director").folded(), &text("CTO")));
        assert!(!contains(text("Director").folded(), &text("CEO")));
        assert!(starts_with(text("Vice President").folded(), &text("vice")));
        assert!(!starts_with(text("A Vice").folded(), &text("vice")));
        assert!(ends_with(text("a@Acme.EDU").folded(), &text(".edu")));
        assert!(!ends_with(text("a@edu.com").folded(), &text(".edu")));
    }

    #[test]
    fn mentions_whole_words_only() {
        for (whole, words, mentioned) in [
            ("Director", "CTO", false),
            ("CTO", "cto", true),
            ("Founder/CTO", "cto", true),
            ("(CTO) and more", "cto", true),
            ("Head of Sales", "head of", true),
            ("Ahead of Sales", "head of", false),
            ("Head office", "head of", false),
            ("CTO2", "cto", false),
            ("3CTO", "cto", false),
            ("CTOs, then CTO", "cto", true),
            ("écto", "cto", false),
            ("ctoé", "cto", false),
            ("xa a a", "a a", true),
            ("xa a ay", "a a", false),
            ("C++ developer", "c++", true),
            ("anything", "", false),
            ("", "cto", false),
            ("éé é", "é", true),
        ] {
            assert_eq!(
                mentions(text(whole).folded(), &text(words)),
                mentioned,
                "{whole}: {words}"
            );
        }
    }

    #[test]
    fn domains() {
        for (address, expected) in [
            ("a@Acme.Example ", Some("Acme.Example")),
            ("\"a@b\"@c.example", Some("c.example")),
            ("@x", Some("x")),
            ("a@", None),
            ("a@ ", None),
            ("a", None),
            ("", None),
        ] {
            let found = domain(&text(address));
            assert_eq!(found.as_ref().map(Text::raw), expected, "{address}");
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC*|[ςσΣßẞıİKÉéE\u{301}hH\u{331}ᾼᾳ ]*") {
            let folded = fold(&text);
            let mut added = "a".to_owned();
            fold_into(&text, &mut added);
            prop_assert_eq!(added, format!("a{folded}"));
            prop_assert_eq!(fold(&folded), folded);
        }

        /// The same as splitting the text at every place and looking at the neighbours.
        #[test]
        fn mentions_agrees_with_its_definition(whole in "[ab é]{0,12}", words in "[ab é]{1,3}") {
            let (whole, words) = (text(&whole), text(&words));
            let free = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            let expected = !words.folded().is_empty()
                && whole.folded().char_indices().any(|(at, _)| {
                    let (before, rest) = whole.folded().split_at(at);
                    rest.strip_prefix(words.folded()).is_some_and(|behind| {
                        free(before.chars().next_back()) && free(behind.chars().next())
                    })
                });
            prop_assert_eq!(mentions(whole.folded(), &words), expected);
        }
    }
}
