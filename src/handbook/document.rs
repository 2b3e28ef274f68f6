//! A page to read, whatever it is printed as.

use std::collections::BTreeSet;

use crate::words::{Phrase, Piece};

/// A page.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// What stands before its sections.
    pub opening: Vec<Block>,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section, with a heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// The whole name of what it is about, or words with hyphens, which no name has; no two
    /// sections, and no rows of tables, have the same.
    pub id: String,
    /// Its heading.
    pub title: Phrase,
    /// What stands under the heading.
    pub blocks: Vec<Block>,
    /// Sections within it.
    pub sections: Vec<Section>,
}

/// A piece of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph.
    Paragraph(Phrase),
    /// Points, one under the other.
    List(Vec<Item>),
    /// What is what: a word, and what there is to say of it.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// The stages of a journey, drawn. All that it shows is also told by the blocks after it.
    Drawing(Drawing),
}

/// A point of a list, with points under it.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// What it says.
    pub text: Phrase,
    /// What stands under it.
    pub under: Vec<Item>,
}

/// A word, and what there is to say of it: one phrase, or several one under the other.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The word.
    pub label: String,
    /// What there is to say.
    pub says: Vec<Phrase>,
}

/// A table whose first column heads its rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is of.
    pub caption: Phrase,
    /// What heads its columns.
    pub columns: Vec<String>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Row>,
    /// Its cells are a few letters, so that its heads are what is wide.
    pub is_matrix: bool,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The whole name of what it is about, if that is declared there and nowhere else on the page.
    pub id: Option<String>,
    /// Its cells.
    pub cells: Vec<Phrase>,
}

/// Stages, and the ways between them.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// What it shows.
    pub title: String,
    /// The stages and decisions, from top to bottom.
    pub stages: Vec<DrawnStage>,
}

/// A stage of a drawing, or a decision that says which stage is next.
#[derive(Debug, Clone)]
pub struct DrawnStage {
    /// What it is called.
    pub title: String,
    /// Leads start here.
    pub is_start: bool,
    /// Leads stay here.
    pub is_end: bool,
    /// It is no stage but a decision: its ways are what it may say.
    pub is_decision: bool,
    /// The ways out of it.
    pub ways: Vec<Way>,
}

/// A way from a stage to another, or to a decision, or from there.
#[derive(Debug, Clone)]
pub struct Way {
    /// Its number, counted through the whole drawing from 1; none for what a decision may say.
    pub number: Option<usize>,
    /// When it is open, or what is decided.
    pub label: String,
    /// Where it leads, by its place in the drawing; nowhere for what changes nothing.
    pub to: Option<usize>,
}

impl Section {
    /// A section with nothing in it.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<Phrase>) -> Section {
        Section {
            id: id.into(),
            title: title.into(),
            blocks: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Adds a sentence as a paragraph, unless it says nothing.
    pub fn say(&mut self, sentence: impl Into<Phrase>) {
        let sentence = sentence.into();
        if !sentence.is_empty() {
            self.blocks.push(Block::Paragraph(sentence.sentence()));
        }
    }

    /// Adds points, unless there are none.
    pub fn list(&mut self, items: Vec<Item>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds what is what, but for what there is nothing to say of.
    pub fn facts(&mut self, facts: Vec<Fact>) {
        let told = facts.into_iter().filter(|fact| !fact.says.is_empty());
        let told: Vec<Fact> = told.collect();
        if !told.is_empty() {
            self.blocks.push(Block::Facts(told));
        }
    }

    /// Adds a table without the columns that hold nothing, unless it has no rows.
    pub fn table(&mut self, mut table: Table) {
        let filled: Vec<bool> = (0..table.columns.len())
            .map(|column| {
                let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column));
                cells.any(|cell| !cell.is_empty())
            })
            .collect();
        let mut keep = filled.iter().copied();
        table.columns.retain(|_| keep.next().unwrap_or(true));
        for row in &mut table.rows {
            let mut keep = filled.iter().copied();
            row.cells.retain(|_| keep.next().unwrap_or(true));
        }
        if let ([column], false) = (table.columns.as_slice(), table.rows.is_empty()) {
            // No table but a list.
            self.say(format!("{column}:"));
            let cells = table.rows.iter().flat_map(|row| row.cells.iter().cloned());
            return self.list(cells.map(Item::new).collect());
        }
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Adds the whole names of all that its text names.
    pub fn names(&self, names: &mut BTreeSet<String>) {
        for block in &self.blocks {
            match block {
                Block::Paragraph(text) => note(text, names),
                Block::List(items) => items.iter().for_each(|item| item.names(names)),
                Block::Facts(facts) => {
                    let says = facts.iter().flat_map(|fact| &fact.says);
                    says.for_each(|says| note(says, names));
                }
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| note(cell, names));
                }
                Block::Drawing(_) => {}
            }
        }
        self.sections.iter().for_each(|it| it.names(names));
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.sections.is_empty()
    }
}

fn note(phrase: &Phrase, names: &mut BTreeSet<String>) {
    let pieces = phrase.pieces().iter();
    let named = pieces.filter_map(|piece| match piece {
        Piece::Text(_) => None,
        Piece::Name { to, .. } => to.clone(),
        Piece::Label { to, .. } => Some(to.clone()),
    });
    names.extend(named);
}

impl Item {
    fn names(&self, names: &mut BTreeSet<String>) {
        note(&self.text, names);
        self.under.iter().for_each(|item| item.names(names));
    }

    /// A point with nothing under it.
    #[must_use]
    pub fn new(text: impl Into<Phrase>) -> Item {
        Item {
            text: text.into(),
            under: Vec::new(),
        }
    }
}

impl Fact {
    /// A word, and the phrases that say something of it.
    #[must_use]
    pub fn new(label: &str, says: impl IntoIterator<Item = Phrase>) -> Fact {
        let says = says.into_iter().filter(|phrase| !phrase.is_empty());
        Fact {
            label: label.to_owned(),
            says: says.collect(),
        }
    }
}

impl Row {
    /// A row that nothing points at.
    #[must_use]
    pub fn new(cells: impl IntoIterator<Item = Phrase>) -> Row {
        Row {
            id: None,
            cells: cells.into_iter().collect(),
        }
    }
}
