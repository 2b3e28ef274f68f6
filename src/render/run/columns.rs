//! Tables whose columns go below each other where they do not fit side by side.

use super::layout::{shortened, table, width};
use crate::render::Style;

/// The widest label of a row, and the widest heading.
pub(super) const LABEL: usize = 28;

/// A column: its heading, in pieces one above the other, and its cells.
pub(super) struct Column {
    heading: Vec<String>,
    cells: Vec<String>,
}

impl Column {
    pub(super) fn new(heading: &str, cells: Vec<String>) -> Self {
        Column {
            heading: vec![shortened(heading, LABEL)],
            cells,
        }
    }

    /// With something above its heading.
    pub(super) fn under(mut self, above: &str) -> Self {
        self.heading.insert(0, above.to_owned());
        self
    }

    /// With its heading broken behind each `_`: names that are long are long by their words.
    fn broken(self) -> Self {
        let words = self.heading.join(" ").replace('_', "_ ");
        let heading = words.split_whitespace().map(str::to_owned).collect();
        Column { heading, ..self }
    }

    fn width(&self) -> usize {
        self.heading
            .iter()
            .chain(&self.cells)
            .map(|text| width(text))
            .max()
            .unwrap_or(0)
    }
}

/// Columns behind their labels, as many as fit side by side, the rest below.
pub(super) fn side_by_side(labels: &[String], columns: Vec<Column>, style: Style) -> String {
    let label = labels.iter().map(|label| width(label)).max().unwrap_or(0);
    let room = style.width.saturating_sub(2 + label);
    let wanted: usize = columns.iter().map(|column| column.width() + 2).sum();
    let columns = match wanted > room {
        true => columns.into_iter().map(Column::broken).collect(),
        false => columns,
    };
    let mut texts: Vec<String> = Vec::new();
    let mut block: Vec<Column> = Vec::new();
    let mut used = 0;
    for column in columns {
        let wide = column.width() + 2;
        if used + wide > room && !block.is_empty() {
            texts.push(block_text(labels, &block));
            block.clear();
            used = 0;
        }
        used += wide;
        block.push(column);
    }
    texts.push(block_text(labels, &block));
    texts.join("\n")
}

fn block_text(labels: &[String], columns: &[Column]) -> String {
    let height = columns
        .iter()
        .map(|column| column.heading.len())
        .max()
        .unwrap_or(0);
    let mut rows = Vec::new();
    for line in 0..height {
        // Headings stand on the numbers: a short one starts further down.
        let piece = |column: &Column| {
            let skipped = height - column.heading.len();
            let place = line.checked_sub(skipped);
            place
                .and_then(|place| column.heading.get(place).cloned())
                .unwrap_or_default()
        };
        rows.push(row("", columns.iter().map(piece)));
    }
    for (place, label) in labels.iter().enumerate() {
        let cell = |column: &Column| column.cells.get(place).cloned().unwrap_or_default();
        rows.push(row(label, columns.iter().map(cell)));
    }
    table(&rows, 2)
}

fn row(label: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    [label.to_owned()].into_iter().chain(cells).collect()
}
