//! Text of a drawing, in lines that fit its cards.

/// The most characters of a line of text; a character of two widths counts twice.
pub(super) const MOST: usize = 35;
/// The most lines of text of a way.
const MOST_LINES: usize = 4;

/// The text in lines that fit a card; what does not fit shows as `…`.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or("", String::as_str);
        let fits = line.is_empty() || width(line) + 1 + width(word) <= MOST;
        match lines.last_mut().filter(|_| fits) {
            Some(line) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > MOST_LINES;
    lines.truncate(MOST_LINES);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push_str(" …");
    }
    lines.iter().map(|line| shortened(line, MOST)).collect()
}

/// The text in so many columns; what does not fit shows as `…`.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += letter_width(*letter);
        taken < most
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

fn width(text: &str) -> usize {
    text.chars().map(letter_width).sum()
}

/// How many columns a character takes: those of East Asia take two.
fn letter_width(letter: char) -> usize {
    match letter {
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 2,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 2,
        '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_cut_where_they_do_not_fit() {
        let lines = wrapped(&"when something is so and ".repeat(12));
        assert_eq!(lines.len(), MOST_LINES);
        assert!(lines.iter().all(|line| width(line) <= MOST), "{lines:?}");
        assert!(lines.last().unwrap().ends_with('…'));
        assert_eq!(wrapped("always"), ["always"]);
        assert!(wrapped(&"x".repeat(90))[0].ends_with('…'));
        assert!(width(&wrapped(&"語".repeat(90))[0]) <= MOST);
    }
}
