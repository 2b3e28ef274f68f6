//! Which characters a language can tell apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

/// First and last of some characters that follow each other, by their numbers.
pub(super) type Stretch = (u32, u32);

/// One above the last character's number.
pub(super) const END: u32 = 0x11_0000;

/// Numbers between those of characters that belong to none.
const NO_CHARACTERS: Stretch = (0xD800, 0xDFFF);

static WHITE: LazyLock<Vec<Stretch>> = LazyLock::new(|| stretches(char::is_whitespace));
static WORDS: LazyLock<Vec<Stretch>> = LazyLock::new(|| stretches(char::is_alphanumeric));

/// The characters cut into groups, such that a language treats all of a group alike.
#[derive(Debug)]
pub(super) struct Partition {
    /// Where each stretch starts, in order from 0, and the group that it belongs to.
    starts: Vec<(u32, u32)>,
    /// One character of each group.
    samples: Vec<char>,
}

impl Partition {
    /// The groups that a language of texts tells apart, with `@` and white space on their own,
    /// since domains are made of them.
    pub(super) fn of(language: &Hir) -> Partition {
        let mut sets = Sets::default();
        sets.all.insert(vec![NO_CHARACTERS]);
        sets.all.insert(WHITE.clone());
        sets.single.insert('@');
        sets.walk(language);
        let singles = sets.single.iter().map(|c| vec![(*c as u32, *c as u32)]);
        let all: BTreeSet<Vec<Stretch>> = sets.all.into_iter().chain(singles).collect();
        Partition::by(&all)
    }

    fn by(sets: &BTreeSet<Vec<Stretch>>) -> Partition {
        let mut changes: BTreeMap<u32, Vec<usize>> = BTreeMap::from([(0, Vec::new())]);
        for (id, set) in sets.iter().enumerate() {
            for (first, last) in set {
                changes.entry(*first).or_default().push(id);
                changes.entry(last + 1).or_default().push(id);
            }
        }
        let mut inside = BTreeSet::new();
        let mut groups: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut partition = Partition {
            starts: Vec::new(),
            samples: Vec::new(),
        };
        for (start, ids) in changes.range(..END) {
            for id in ids {
                if !inside.remove(id) {
                    inside.insert(*id);
                }
            }
            let next = partition.samples.len() as u32;
            let group = *groups
                .entry(inside.iter().copied().collect())
                .or_insert(next);
            if group == next {
                let sample = char::from_u32(*start);
                partition
                    .samples
                    .push(sample.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            partition.starts.push((*start, group));
        }
        partition
    }

    /// The group of a character, by its number.
    pub(super) fn group(&self, number: u32) -> u32 {
        let behind = self.starts.partition_point(|(start, _)| *start <= number);
        let here = behind.checked_sub(1).and_then(|at| self.starts.get(at));
        here.map_or(0, |(_, group)| *group)
    }

    /// Where a stretch of one group starts.
    pub(super) fn starts(&self) -> impl Iterator<Item = u32> + '_ {
        self.starts.iter().map(|(start, _)| *start)
    }

    /// One character of each group, in the order of their numbers.
    pub(super) fn samples(&self) -> &[char] {
        &self.samples
    }
}

#[derive(Default)]
struct Sets {
    all: BTreeSet<Vec<Stretch>>,
    single: BTreeSet<char>,
}

impl Sets {
    fn walk(&mut self, language: &Hir) {
        match language.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                self.single
                    .extend(String::from_utf8_lossy(&literal.0).chars());
            }
            HirKind::Class(class) => self.class(class),
            HirKind::Look(look) => self.look(*look),
            HirKind::Repetition(repetition) => self.walk(&repetition.sub),
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                parts.iter().for_each(|part| self.walk(part));
            }
        }
    }

    fn class(&mut self, class: &Class) {
        let stretches = match class {
            Class::Unicode(class) => class
                .iter()
                .map(|range| (range.start() as u32, range.end() as u32))
                .collect(),
            Class::Bytes(class) => class
                .iter()
                .map(|range| (u32::from(range.start()), u32::from(range.end())))
                .collect(),
        };
        self.all.insert(stretches);
    }

    /// What a look at the neighbours tells apart.
    fn look(&mut self, look: Look) {
        match look {
            Look::Start | Look::End => {}
            Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF => {
                self.single.extend(['\n', '\r']);
            }
            _ => {
                for words in [r"\w", r"(?-u:\w)"] {
                    if let Ok(language) = regex_syntax::parse(words) {
                        self.walk(&language);
                    }
                }
            }
        }
    }
}

/// White space, as texts are trimmed of it.
pub(super) fn white() -> ClassUnicode {
    class(&WHITE)
}

/// Letters and digits, as `mentions` understands them.
pub(super) fn letters_and_digits() -> ClassUnicode {
    class(&WORDS)
}

/// Taken from the standard library's own answers: the tables of patterns may be of another version
/// of Unicode.
fn stretches(belongs: fn(char) -> bool) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for c in (char::MIN..=char::MAX).filter(|c| belongs(*c)) {
        let number = c as u32;
        match found.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => found.push((number, number)),
        }
    }
    found
}

fn class(stretches: &[Stretch]) -> ClassUnicode {
    let end = |number| char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
    ClassUnicode::new(
        stretches
            .iter()
            .map(|(first, last)| ClassUnicodeRange::new(end(*first), end(*last))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(partition: &Partition, one: char, other: char) -> bool {
        partition.group(one as u32) == partition.group(other as u32)
    }

    #[test]
    fn tells_apart_what_the_language_does() {
        let partition = Partition::of(&regex_syntax::parse("[a-f]+|x").unwrap());
        for (one, other, expected) in [
            ('a', 'f', true),
            ('a', 'x', false),
            ('g', 'z', true),
            ('g', '@', false),
            ('g', ' ', false),
            (' ', '\u{a0}', true),
            ('g', 'é', true),
            ('g', '\u{10ffff}', true),
        ] {
            assert_eq!(same(&partition, one, other), expected, "{one} {other}");
        }
        // The same, whatever stands between: `a`, `x`, `@`, white space, no characters, the rest.
        assert_eq!(partition.samples().len(), 6);
    }

    #[test]
    fn looks_tell_apart_what_they_look_for() {
        let partition = Partition::of(&regex_syntax::parse(r"\bx").unwrap());
        assert!(!same(&partition, 'é', '-'));
        assert!(!same(&partition, 'é', 'e'));
        let partition = Partition::of(&regex_syntax::parse("(?m)^x$").unwrap());
        assert!(!same(&partition, '\n', '\t'));
    }

    #[test]
    fn classes_are_those_of_the_standard_library() {
        assert!(white().ranges().iter().any(|range| range.start() == ' '));
        let words = letters_and_digits();
        assert!(words.ranges().iter().any(|range| range.start() == '0'));
        assert!(words.ranges().len() > 500);
    }
}
