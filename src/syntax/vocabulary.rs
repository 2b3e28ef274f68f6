//! The words of the language, read off the grammar, so that the two never differ.

use std::collections::BTreeSet;
use std::sync::OnceLock;

const GRAMMAR: &str = include_str!("../../grammar/groundrules.pest");

/// Whether a word is one of the language somewhere; nouns such as `stage` are, and may be names too.
pub(crate) fn is_word_of_the_language(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
    WORDS.get_or_init(words).contains(word)
}

/// The first text of each rule for a word: `kw_minute = @{ "minute" ~ "s"? ~ … }`.
fn words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in GRAMMAR.lines() {
        let Some(rest) = line.strip_prefix("kw_") else {
            continue;
        };
        let mut quoted = rest.split('"');
        if let Some(word) = quoted.nth(1) {
            words.insert(word.to_owned());
            if rest.contains("\"s\"?") {
                words.insert(format!("{word}s"));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::RESERVED;
    use crate::syntax::cut::KEYWORDS;

    #[test]
    fn the_words_of_the_grammar_are_known() {
        for word in RESERVED
            .iter()
            .chain(KEYWORDS)
            .chain(&["hours", "per", "tracks"])
        {
            assert!(is_word_of_the_language(word), "{word}");
        }
        for word in ["employees", "kw", "", "tru"] {
            assert!(!is_word_of_the_language(word), "{word}");
        }
    }
}
