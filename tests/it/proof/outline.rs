//! A policy's text as a tree of blocks, so that parts of it can change places or be left out.

use super::chance::Chance;

/// A line, or a block with lines in it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    head: String,
    parts: Option<Vec<Block>>,
    /// The order of the parts means something.
    ordered: bool,
}

impl Block {
    pub(super) fn line(text: impl Into<String>) -> Block {
        Block {
            head: text.into(),
            parts: None,
            ordered: false,
        }
    }

    pub(super) fn of(head: impl Into<String>, parts: Vec<Block>) -> Block {
        Block {
            head: head.into(),
            parts: Some(parts),
            ordered: false,
        }
    }

    pub(super) fn in_order(head: impl Into<String>, parts: Vec<Block>) -> Block {
        Block {
            ordered: true,
            ..Block::of(head, parts)
        }
    }

    fn write(&self, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        *text += &format!("{indent}{}", self.head);
        if let Some(parts) = &self.parts {
            *text += " {\n";
            parts.iter().for_each(|part| part.write(depth + 1, text));
            *text += &format!("{indent}}}");
        }
        text.push('\n');
    }

    fn shuffle(&mut self, chance: &mut Chance) {
        if let Some(parts) = &mut self.parts {
            if !self.ordered {
                chance.shuffle(parts);
            }
            parts.iter_mut().for_each(|part| part.shuffle(chance));
        }
    }

    fn without(&self, nth: &mut usize) -> Option<Block> {
        if *nth == 0 {
            *nth = usize::MAX;
            return None;
        }
        *nth -= 1;
        let parts = self.parts.as_ref();
        let parts = parts.map(|parts| parts.iter().filter_map(|p| p.without(nth)).collect());
        Some(Block {
            parts,
            ..self.clone()
        })
    }

    fn size(&self) -> usize {
        1 + self.parts.iter().flatten().map(Block::size).sum::<usize>()
    }
}

/// A whole policy.
#[derive(Debug, Clone)]
pub(super) struct Outline(pub(super) Vec<Block>);

impl Outline {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.0.iter().for_each(|block| block.write(0, &mut text));
        text
    }

    /// The same policy in another order, where order means nothing.
    pub(super) fn shuffled(&self, chance: &mut Chance) -> Outline {
        let mut shuffled = self.clone();
        chance.shuffle(&mut shuffled.0);
        shuffled
            .0
            .iter_mut()
            .for_each(|block| block.shuffle(chance));
        shuffled
    }

    /// How many lines and blocks there are.
    pub(super) fn size(&self) -> usize {
        self.0.iter().map(Block::size).sum()
    }

    /// The policy without one of its lines or blocks.
    pub(super) fn without(&self, mut nth: usize) -> Outline {
        let blocks = self.0.iter();
        Outline(blocks.filter_map(|block| block.without(&mut nth)).collect())
    }

    /// The smallest policy, found by leaving out one line or block after the other, that is still at
    /// fault.
    pub(super) fn shrunk(mut self, is_faulty: impl Fn(&Outline) -> bool) -> Outline {
        let mut nth = 0;
        while nth < self.size() {
            let smaller = self.without(nth);
            if is_faulty(&smaller) {
                self = smaller;
            } else {
                nth += 1;
            }
        }
        self
    }
}
