//! What the last proof found, told on until there is a newer one: so that findings do not vanish with
//! each key and come back with the next pause.

use std::collections::BTreeMap;

use super::protocol::{Diagnostic, Position, Range};
use super::view::View;

/// How the texts of a policy were changed, by their addresses; those that were not are not in it.
pub(super) struct Changes(BTreeMap<String, Change>);

impl Changes {
    /// From one state of a policy to a later one.
    pub(super) fn between(before: &View, after: &View) -> Self {
        let later: BTreeMap<&str, _> = after.files().map(|(source, uri)| (uri, source)).collect();
        let changed = before.files().filter_map(|(source, uri)| {
            let change = match later.get(uri) {
                None => Change::GONE,
                Some(now) if before.text(source) == after.text(*now) => return None,
                Some(now) => Change::of(&before.text_lines(source), &after.text_lines(*now)),
            };
            Some((uri.to_owned(), change))
        });
        Changes(changed.collect())
    }

    /// A finding of the text at an address, at its places after the changes. None where a line of it was
    /// changed: what it says need not be so any more, nor stand there.
    pub(super) fn moved(&self, uri: &str, finding: &Diagnostic) -> Option<Diagnostic> {
        let mut moved = finding.clone();
        moved.range = self.place(uri, finding.range)?;
        for related in &mut moved.related_information {
            let location = &mut related.location;
            location.range = self.place(&location.uri, location.range)?;
        }
        Some(moved)
    }

    fn place(&self, uri: &str, range: Range) -> Option<Range> {
        match self.0.get(uri) {
            Some(change) => change.place(range),
            None => Some(range),
        }
    }
}

/// How a text was changed: lines at its start and lines at its end stayed, and those between did not.
struct Change {
    /// The lines before this one stayed.
    until: usize,
    /// The lines from this one on stayed,
    rest: usize,
    /// and this is where they start now.
    from: usize,
}

impl Change {
    /// The text is no part of the policy any more.
    const GONE: Change = Change {
        until: 0,
        rest: usize::MAX,
        from: usize::MAX,
    };

    fn of(before: &[&str], after: &[&str]) -> Self {
        let pairs = before.iter().zip(after);
        let until = pairs.take_while(|(a, b)| a == b).count();
        let most = before.len().min(after.len()) - until;
        let pairs = before.iter().rev().zip(after.iter().rev()).take(most);
        let same = pairs.take_while(|(a, b)| a == b).count();
        Change {
            until,
            rest: before.len() - same,
            from: after.len() - same,
        }
    }

    fn place(&self, range: Range) -> Option<Range> {
        if (range.end.line as usize) < self.until {
            return Some(range);
        }
        let line = |at: Position| {
            let behind = (at.line as usize).checked_sub(self.rest)?;
            let line = u32::try_from(self.from + behind).ok()?;
            Some(Position { line, ..at })
        };
        Some(Range {
            start: line(range.start)?,
            end: line(range.end)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands where these lines of a text stood, after a change of it.
    fn after(before: &str, lines: (u32, u32), now: &str) -> Option<String> {
        let before: Vec<&str> = before.split(' ').collect();
        let now: Vec<&str> = now.split(' ').collect();
        let at = |line| Position { line, character: 3 };
        let range = Range {
            start: at(lines.0),
            end: at(lines.1),
        };
        let moved = Change::of(&before, &now).place(range)?;
        assert_eq!(moved.start.character, 3);
        let lines = moved.start.line as usize..=moved.end.line as usize;
        Some(now[lines].join(" "))
    }

    #[test]
    fn lines_that_stayed_are_found_where_they_are_now() {
        for now in [
            "a b c d",
            "x a b c d",
            "a x b c d",
            "a b b c d",
            "a bx c d",
            "a c d",
            "c d",
            "a b c x",
            "a b c",
        ] {
            assert_eq!(after("a b c d", (2, 2), now).as_deref(), Some("c"), "{now}");
        }
        assert_eq!(after("a b c d", (1, 2), "x b c d").as_deref(), Some("b c"));
    }

    #[test]
    fn lines_that_were_changed_are_not() {
        for now in ["a b x d", "a b d", "x", "a b x x d", "d c b a"] {
            assert_eq!(after("a b c d", (2, 2), now), None, "{now}");
        }
        assert_eq!(after("a b c d", (1, 2), "a b x c d"), None);
        let at = Position {
            line: 7,
            character: 0,
        };
        let range = Range { start: at, end: at };
        assert_eq!(Change::GONE.place(range), None);
    }

    #[test]
    fn whatever_is_changed_a_line_stays_itself_or_is_gone() {
        let texts = [
            "",
            "a",
            "a b",
            "b a",
            "a a",
            "a a a",
            "a b a",
            "b a b a",
            "a b c b a",
        ];
        for before in texts {
            for now in texts {
                let lines: Vec<&str> = before.split(' ').collect();
                for (number, line) in lines.iter().enumerate() {
                    let number = u32::try_from(number).unwrap();
                    let found = after(before, (number, number), now);
                    assert!(found.is_none_or(|it| it == *line), "{before}: {now}");
                }
            }
        }
    }
}
