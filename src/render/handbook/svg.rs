//! The stages of a journey, drawn from top to bottom: each stage as a card with its ways out as
//! lines of text, and each way as a line at the side to the stage it leads to: down on the right, up
//! on the left. A decision that says which stage is next is a dashed card, and dashed lines lead from
//! it. It is the same every time, and no wider than a phone unless many ways run side by side.

use super::html::escaped;
use super::label::{MOST, shortened, wrapped};
use crate::handbook::{Drawing, DrawnStage, Way};

/// The width of a card.
const CARD: usize = 300;
/// The height of what stands above a card's ways.
const HEAD: usize = 30;
/// The height of a line of text.
const LINE: usize = 17;
/// What is left free around the text of a way, above and below.
const PAD: usize = 5;
/// The space between cards.
const GAP: usize = 22;
/// The space between lines that run side by side.
const LANE: usize = 11;
/// The space between the outermost line and the edge.
const EDGE: usize = 4;
/// The least part of its own size in which a drawing is shown, in hundredths: its text has 13 pixels
/// then 11 and more.
const LEAST: usize = 86;
/// How far the corners of lines are rounded.
const CORNER: usize = 5;

/// How the lines of decisions are drawn.
const DASHES: &str = " stroke-dasharray=\"4 3\"";

/// The drawing. `number` tells those of one page apart.
pub(super) fn svg(drawing: &Drawing, number: usize) -> String {
    let cards = cards(&drawing.stages);
    let lines = lines(&cards);
    let right = lanes(lines.iter().filter(|line| line.is_down));
    let left = lanes(lines.iter().filter(|line| !line.is_down));
    let (left_side, right_side) = (side(&left), side(&right));
    let height = cards.last().map_or(0, |card| card.bottom) + 2;
    let width = left_side + CARD + right_side;
    let title = escaped(&drawing.title);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         aria-labelledby=\"drawing-{number}-title drawing-{number}-text\" \
         width=\"{}\" viewBox=\"0 0 {width} {height}\">\n\
         <title id=\"drawing-{number}-title\">{title}</title>\n\
         <desc id=\"drawing-{number}-text\">{}</desc>\n",
        (width * LEAST).div_ceil(100),
        escaped(&described(drawing))
    );
    for (line, lane) in &left {
        text.push_str(&path(line, left_side, *lane, false));
    }
    for (line, lane) in &right {
        text.push_str(&path(line, left_side + CARD, *lane, true));
    }
    for card in &cards {
        text.push_str(&card.drawn(left_side));
    }
    text + "</svg>\n"
}

/// What the drawing shows, in a sentence.
fn described(drawing: &Drawing) -> String {
    let stages = drawing.stages.iter().map(|stage| {
        let to = stage.ways.iter().filter_map(|way| way.to);
        let mut names: Vec<&str> = Vec::new();
        for name in to.filter_map(|at| drawing.stages.get(at)) {
            if !names.contains(&name.title.as_str()) {
                names.push(&name.title);
            }
        }
        match names.is_empty() {
            true => stage.title.clone(),
            false => format!("{} to {}", stage.title, names.join(" or ")),
        }
    });
    let stages: Vec<String> = stages.collect();
    format!("{}. The table below tells when.", stages.join("; "))
}

/// A stage with its place.
struct Card<'d> {
    stage: &'d DrawnStage,
    top: usize,
    bottom: usize,
    ways: Vec<Placed<'d>>,
}

/// A way with its place and its text in lines.
struct Placed<'d> {
    way: &'d Way,
    top: usize,
    lines: Vec<String>,
}

/// A line from a way to a stage.
struct Line {
    from: usize,
    to: usize,
    is_down: bool,
    /// A decision says whether it is this stage.
    is_decided: bool,
}

fn cards(stages: &[DrawnStage]) -> Vec<Card<'_>> {
    let mut top = 1;
    let mut cards = Vec::new();
    for stage in stages {
        let mut y = top + HEAD;
        let mut ways = Vec::new();
        for way in &stage.ways {
            let lines = wrapped(&way.label);
            let height = lines.len() * LINE + 2 * PAD;
            ways.push(Placed { way, top: y, lines });
            y += height;
        }
        cards.push(Card {
            stage,
            top,
            bottom: y,
            ways,
        });
        top = y + GAP;
    }
    cards
}

fn lines(cards: &[Card<'_>]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (place, card) in cards.iter().enumerate() {
        for placed in &card.ways {
            let to = placed.way.to;
            let Some((to, target)) = to.and_then(|to| Some((to, cards.get(to)?))) else {
                continue;
            };
            lines.push(Line {
                from: placed.top + PAD + LINE / 2,
                to: target.top + HEAD / 2,
                is_down: to > place,
                is_decided: card.stage.is_decision,
            });
        }
    }
    lines
}

/// The lines with the lane of each, from 0 for the one nearest to the cards: short lines run near,
/// and lines that run beside each other have lanes of their own.
fn lanes<'l>(lines: impl Iterator<Item = &'l Line>) -> Vec<(&'l Line, usize)> {
    let mut lines: Vec<&Line> = lines.collect();
    lines.sort_by_key(|line| (line.from.abs_diff(line.to), line.from, line.to));
    let mut placed: Vec<(&Line, usize)> = Vec::new();
    for line in lines {
        let ends = |it: &Line| (it.from.min(it.to), it.from.max(it.to));
        let (low, high) = ends(line);
        // Lines to the same stage may end in each other, but none runs through another's start.
        let meets = |other: &Line| {
            let (other_low, other_high) = ends(other);
            low <= other_high && other_low <= high
        };
        let is_free = |lane: &usize| !placed.iter().any(|(it, taken)| taken == lane && meets(it));
        let lane = (0..=placed.len()).find(is_free).unwrap_or(placed.len());
        placed.push((line, lane));
    }
    placed
}

/// The width of a side of the cards.
fn side(lanes: &[(&Line, usize)]) -> usize {
    let most = lanes.iter().map(|(_, lane)| lane + 1).max();
    most.map_or(2, |most| most * LANE + LANE + EDGE)
}

/// The line from the edge of a card to a lane, along it, and back to the edge of a card.
fn path(line: &Line, edge: usize, lane: usize, is_right: bool) -> String {
    let out = (lane + 1) * LANE + LANE / 2;
    let beside = |by: usize| {
        if is_right {
            edge + by
        } else {
            edge.saturating_sub(by)
        }
    };
    let (x, near) = (beside(out), beside(out - CORNER));
    let (from, to) = (line.from, line.to);
    let along = |y: usize, by: usize, towards: usize| match towards > y {
        true => y + by,
        false => y.saturating_sub(by),
    };
    let (start, end) = (along(from, CORNER, to), along(to, CORNER, from));
    let tip = beside(1);
    let dashes = match line.is_decided {
        true => DASHES,
        false => "",
    };
    let (barb, up, down) = (beside(7), to - 4, to + 4);
    format!(
        "<path d=\"M{edge} {from}H{near}Q{x} {from} {x} {start}V{end}Q{x} {to} {near} {to}H{tip}\" \
         fill=\"none\" stroke=\"#4f5963\" stroke-width=\"1.5\"{dashes}/>\n\
         <path d=\"M{tip} {to}L{barb} {up}V{down}Z\" fill=\"#4f5963\"/>\n"
    )
}

impl Card<'_> {
    fn drawn(&self, x: usize) -> String {
        let Card {
            stage, top, bottom, ..
        } = self;
        let height = bottom - top;
        let dashes = match stage.is_decision {
            true => DASHES,
            false => "",
        };
        let (fill, stroke) = match (stage.is_start, stage.is_end) {
            (true, _) => ("#e3eefb", 2),
            (false, true) => ("#eceff2", 2),
            (false, false) => ("#ffffff", 1),
        };
        let mut text = format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{CARD}\" height=\"{height}\" rx=\"6\" \
             fill=\"{fill}\" stroke=\"#1c2024\" stroke-width=\"{stroke}\"{dashes}/>\n"
        );
        let mark = match (stage.is_start, stage.is_end) {
            (true, _) => " (start)",
            (false, true) => " (end)",
            (false, false) => "",
        };
        let title = shortened(&stage.title, MOST - 8);
        text.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" font-weight=\"600\" font-size=\"15\" fill=\"#1c2024\">{}{mark}</text>\n",
            x + 10,
            top + 20,
            escaped(&title)
        ));
        for placed in &self.ways {
            text.push_str(&placed.drawn(x));
        }
        text
    }
}

impl Placed<'_> {
    fn drawn(&self, x: usize) -> String {
        let top = self.top;
        let mut text = format!("<path d=\"M{x} {top}h{CARD}\" stroke=\"#c9d1d9\"/>\n");
        if let Some(number) = self.way.number {
            text.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" font-weight=\"600\" fill=\"#1c2024\">{number}</text>\n",
                x + 10,
                top + PAD + 13,
            ));
        }
        for (place, line) in self.lines.iter().enumerate() {
            text.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" fill=\"#1c2024\">{}</text>\n",
                x + 32,
                top + PAD + 13 + place * LINE,
                escaped(line)
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from: usize, to: usize) -> Line {
        Line {
            from,
            to,
            is_down: to > from,
            is_decided: false,
        }
    }

    #[test]
    fn lines_that_run_side_by_side_have_lanes_of_their_own() {
        let all = [line(0, 100), line(10, 40), line(50, 90), line(45, 95)];
        let placed = lanes(all.iter());
        for (place, (a, lane)) in placed.iter().enumerate() {
            for (b, other) in &placed[place + 1..] {
                assert!(lane != other || a.to < b.from || b.to < a.from);
            }
        }
        let most = placed.iter().map(|(_, lane)| lane).max();
        assert_eq!(most, Some(&2));
    }
}
