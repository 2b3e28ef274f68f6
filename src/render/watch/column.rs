//! Blocks below each other.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::text::Line;

use super::blocks::Block;
use super::lines::Palette;
use super::room::shared;
use crate::render::Paint;

/// A block of fewer lines than this tells nothing.
const LEAST: usize = 4;

/// The first line of an area, which is taken off it.
pub(super) fn top(rest: &mut Rect) -> Rect {
    let line = Rect {
        height: rest.height.min(1),
        ..*rest
    };
    rest.y += line.height;
    rest.height -= line.height;
    line
}

/// Writes a line into the first line of an area, where there is one.
pub(super) fn put(buffer: &mut Buffer, area: Rect, line: &Line<'_>) {
    if area.height > 0 && area.width > 0 {
        buffer.set_line(area.x, area.y, line, area.width);
    }
}

/// Blocks below each other, each cut to its share. Where there is no room for all, the first ones
/// have it.
pub(super) fn column(buffer: &mut Buffer, area: Rect, blocks: &[Block], palette: Palette) {
    let room = usize::from(area.height);
    let most = (room / LEAST).max(1);
    let wants: Vec<usize> = blocks.iter().map(|block| block.lines.len() + 1).collect();
    let given = shared(wants.get(..most).unwrap_or(&wants), room);
    let mut rest = area;
    for (block, height) in blocks.iter().zip(given) {
        if height == 0 {
            continue;
        }
        heading(buffer, top(&mut rest), block, palette);
        let room = height - 1;
        let is_cut = block.lines.len() > room;
        let shown = if is_cut { room.saturating_sub(1) } else { room };
        for line in block.lines.iter().take(shown) {
            put(buffer, top(&mut rest), line);
        }
        if is_cut && room > 0 {
            let more = block.lines.len() - shown;
            let words = match block.key {
                "" => format!("… {more} more lines"),
                key => format!("… {more} more lines, `{key}` shows them"),
            };
            put(buffer, top(&mut rest), &palette.line(Paint::Faint, words));
        }
    }
}

/// One block in the whole area, from where it is scrolled to; says how many lines can be scrolled
/// past.
pub(super) fn one(
    buffer: &mut Buffer,
    area: Rect,
    block: &Block,
    scroll: usize,
    palette: Palette,
) -> usize {
    let mut rest = area;
    heading(buffer, top(&mut rest), block, palette);
    let room = usize::from(rest.height);
    let most = block.lines.len().saturating_sub(room);
    let lines = block.lines.iter().skip(scroll.min(most)).take(room);
    for line in lines {
        put(buffer, top(&mut rest), line);
    }
    most
}

fn heading(buffer: &mut Buffer, area: Rect, block: &Block, palette: Palette) {
    let mut spans = block.title.clone();
    let used = Line::from(spans.clone()).width();
    let rule = usize::from(area.width).saturating_sub(used + 1);
    spans.push(palette.paint(Paint::Faint, format!(" {}", "─".repeat(rule))));
    put(buffer, area, &Line::from(spans));
}
