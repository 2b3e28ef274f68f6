//! Scores, line by line.

use super::{Item, Section, Writer};
use crate::model::{Score, ScoreGroup, ScoreItem, ScoreLine, ScoreTable};
use crate::words::{Phrase, Words, signed};

impl Writer<'_> {
    /// Each score with its lines and limits.
    pub(super) fn scores(&self) -> Section {
        let mut section = Section::new("how-we-score", "How we score");
        let scores = self.model.scores.values();
        section.sections = scores.map(|score| self.score(score)).collect();
        section
    }

    fn score(&self, score: &Score) -> Section {
        let named = &score.named;
        let mut section = Section::new(named.name.clone(), self.words.named(named));
        Self::doc(&mut section, &named.doc);
        section.say(match score.range {
            Some((low, high)) => format!(
                "from {low} to {high}: a sum below that counts as {low}, one above as {high}"
            ),
            None => "the sum of what follows, without a limit".to_owned(),
        });
        let items = score.items.iter().map(|item| self.score_item(item));
        section.list(items.collect());
        self.agreed(&mut section, &score.agreed_by);
        section
    }

    fn score_item(&self, item: &ScoreItem) -> Item {
        match item {
            ScoreItem::Line(line) => Item::new(self.score_line(line)),
            ScoreItem::Group(group) => Item {
                text: group_limits(group),
                under: group.items.iter().map(|it| self.score_item(it)).collect(),
            },
            ScoreItem::Table(table) => self.score_table(table),
        }
    }

    /// "+10 for each 7 days of `x`, at most 50, when `y` is yes".
    fn score_line(&self, line: &ScoreLine) -> Phrase {
        let mut text = Phrase::from(signed(line.points));
        if let Some(per) = &line.per {
            let unit = match Words::is_one(&per.unit) {
                true => Phrase::from(" for each of "),
                false => {
                    let unit = self.words.value(&per.unit, per.of.ty);
                    Phrase::from(" for each ") + unit + " of "
                }
            };
            text = text + unit + self.words.subject(&per.of);
        }
        if let Some(most) = line.at_most {
            let word = if line.points.is_negative() {
                "taken"
            } else {
                "given"
            };
            text = text + format!(", at most {most} {word}");
        }
        match &line.when {
            Some(when) => text + " when " + self.words.condition(when),
            None if line.per.is_none() => text + " always",
            None => text,
        }
    }

    fn score_table(&self, table: &ScoreTable) -> Item {
        let rows = table.rows.iter().map(|row| {
            let when = self.words.condition(&row.when);
            Item::new(Phrase::from(signed(row.points)) + " when " + when)
        });
        let otherwise = table
            .otherwise
            .map(|points| Item::new(Phrase::from(signed(points)) + " where none of these holds"));
        let text = match table.first_match {
            true => "the first of these that holds:",
            false => "one of these:",
        };
        Item {
            text: text.into(),
            under: rows.chain(otherwise).collect(),
        }
    }
}

fn group_limits(group: &ScoreGroup) -> Phrase {
    let title = &group.title;
    let limit = match (group.at_least, group.at_most) {
        (Some(low), Some(high)) => format!(", together at least {low} and at most {high}"),
        (None, Some(high)) => format!(", together at most {high}"),
        (Some(low), None) => format!(", together at least {low}"),
        (None, None) => String::new(),
    };
    format!("{title}{limit}:").into()
}
