//! Facts, prohibitions and musts.

use super::Grower;
use crate::proof::outline::Block;

impl Grower {
    pub(super) fn facts(&mut self) -> Vec<Block> {
        if !self.chance.percent(25) {
            return Vec::new();
        }
        self.uses("fact");
        // What is made does not stand in facts here: few readers would write it.
        let made = std::mem::take(&mut self.made);
        let fact = match self.chance.percent(60) {
            true => self.of_two_fields().unwrap_or_else(|| self.atom()),
            false => self.condition(1),
        };
        let mut facts = vec![Block::line(format!("fact {fact}"))];
        if self.chance.percent(12) {
            // What no lead can be unless something is missing.
            facts.push(Block::line(format!("fact not ({fact})")));
        }
        if self.chance.percent(25) {
            facts.push(Block::line(format!("fact {}", self.atom())));
        }
        self.made = made;
        facts
    }

    pub(super) fn duties(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.chance.percent(30) {
            self.uses("forbid");
            let mut text = "forbid phone".to_owned();
            if self.chance.percent(75) {
                text += &format!(" when {}", self.condition(1));
            }
            if self.chance.percent(35) || !text.contains("when") {
                text += &format!(" unless {}", self.atom());
            }
            blocks.push(Block::line(text));
        }
        for _ in 0..*self.chance.pick(&[0, 0, 0, 1, 2]) {
            self.uses("must");
            let name = self.name("m");
            let must = self.condition(1);
            let when = match self.chance.percent(80) {
                true => format!(" when {}", self.condition(1)),
                false => String::new(),
            };
            blocks.push(Block::line(format!("must {name}: {must}{when}")));
        }
        blocks
    }
}
