//! "Did you mean": the one place that says which word is near another.

/// The word of `candidates` nearest to `wrong`, if one is near enough that a slip of the finger or
/// of memory explains it. Among equally near ones the first in alphabetical order is taken, so that
/// the answer does not depend on the order of declarations.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != wrong)
        .filter_map(|candidate| Some((slips_of(&folded, candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many slips of the finger make `candidate` the word `wrong`; none where they are too many to
/// be slips.
#[must_use]
pub fn slips(wrong: &str, candidate: &str) -> Option<usize> {
    slips_of(&fold(wrong), candidate)
}

fn slips_of(wrong: &str, candidate: &str) -> Option<usize> {
    // One slip in a word of up to four letters, a third of the letters in longer ones.
    let length = wrong.chars().count();
    let most = (length / 3).clamp(1, 4);
    let folded = fold(candidate);
    // Cheap, and enough for most of many words.
    if folded.chars().count().abs_diff(length) > most {
        return None;
    }
    let distance = strsim::damerau_levenshtein(wrong, &folded);
    (distance <= most && distance < candidate.chars().count().max(1)).then_some(distance)
}

/// Case, blanks, `_` and `-` are what people get wrong first.
fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_far() {
        let words = ["employees", "email", "country"];
        assert_eq!(nearest("employes", words), Some("employees"));
        assert_eq!(nearest("Country", words), Some("country"));
        assert_eq!(nearest("budget", words), None);
        assert_eq!(nearest("x", ["y"]), None);
    }

    #[test]
    fn ties_are_broken_by_the_alphabet() {
        assert_eq!(nearest("cart", ["card", "carl"]), Some("card"));
        assert_eq!(nearest("cart", ["carl", "card"]), Some("card"));
    }
}
