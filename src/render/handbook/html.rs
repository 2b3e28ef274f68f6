//! The page as HTML: one file, with its looks inside and nothing loaded from elsewhere.

use std::collections::BTreeSet;

use super::style::{Layout, css};
use super::svg::svg;
use crate::handbook::{Block, Document, Fact, Item, Row, Section, Table};
use crate::render::printable;
use crate::words::{Phrase, Piece};

/// The most characters of a word that stay together.
const LONGEST: usize = 20;

/// The page as HTML that is XML as well, so that anything can read it.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut page = Page {
        text: String::new(),
        known: BTreeSet::new(),
        drawings: 0,
    };
    document.sections.iter().for_each(|it| page.know(it));
    let (title, css) = (escaped(&document.title), css());
    page.add(&format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#page-content\">Skip to the content</a>\n\
         <header>\n<h1>{title}</h1>\n"
    ));
    page.blocks(&document.opening);
    page.add("</header>\n");
    page.contents(&document.sections);
    page.add("<main id=\"page-content\">\n");
    for section in &document.sections {
        page.section(section, 2);
    }
    page.add(
        "</main>\n<footer>\n<p>Made by Groundrules from the text of the policy, which is what \
         counts.</p>\n</footer>\n</body>\n</html>\n",
    );
    page.text
}

struct Page<'d> {
    text: String,
    /// What can be pointed at.
    known: BTreeSet<&'d str>,
    drawings: usize,
}

impl<'d> Page<'d> {
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Notes what can be pointed at in a section.
    fn know(&mut self, section: &'d Section) {
        self.known.insert(&section.id);
        for block in &section.blocks {
            if let Block::Table(table) = block {
                let ids = table.rows.iter().filter_map(|row| row.id.as_deref());
                self.known.extend(ids);
            }
        }
        section.sections.iter().for_each(|it| self.know(it));
    }

    fn contents(&mut self, sections: &[Section]) {
        self.add("<nav aria-labelledby=\"page-contents\">\n<h2 id=\"page-contents\">Contents</h2>\n<ol>\n");
        for section in sections {
            let (id, title) = (escaped(&section.id), escaped(&section.title.plain()));
            self.add(&format!("<li><a href=\"#{id}\">{title}</a></li>\n"));
        }
        self.add("</ol>\n</nav>\n");
    }

    fn section(&mut self, section: &'d Section, level: usize) {
        let id = escaped(&section.id);
        let level = level.min(6);
        let title = unlinked(&section.title);
        self.add(&format!(
            "<section id=\"{id}\">\n<h{level}>{title}</h{level}>\n"
        ));
        self.blocks(&section.blocks);
        for part in &section.sections {
            self.section(part, level + 1);
        }
        self.add("</section>\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => {
                    let text = self.phrase(text);
                    self.add(&format!("<p>{text}</p>\n"));
                }
                Block::List(items) => self.list(items),
                Block::Facts(facts) => self.facts(facts),
                Block::Table(table) => self.table(table),
                Block::Drawing(drawing) => {
                    self.drawings += 1;
                    let drawn = svg(drawing, self.drawings);
                    let title = escaped(&drawing.title);
                    self.add(&format!(
                        "<figure>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" \
                         aria-label=\"{title}, drawn\">\n{drawn}</div>\n"
                    ));
                    if drawing.stages.iter().any(|it| it.is_decision) {
                        self.add(
                            "<figcaption>A dashed box is a decision; a dashed line leads from what \
                             it may say to the stage that this means.</figcaption>\n",
                        );
                    }
                    self.add("</figure>\n");
                }
            }
        }
    }

    fn list(&mut self, items: &[Item]) {
        self.add("<ul>\n");
        for item in items {
            let text = self.phrase(&item.text);
            self.add(&format!("<li>{text}"));
            if !item.under.is_empty() {
                self.add("\n");
                self.list(&item.under);
            }
            self.add("</li>\n");
        }
        self.add("</ul>\n");
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.add("<dl>\n");
        for fact in facts {
            self.add(&format!("<dt>{}</dt>\n", escaped(&fact.label)));
            for says in &fact.says {
                let says = self.phrase(says);
                self.add(&format!("<dd>{says}</dd>\n"));
            }
        }
        self.add("</dl>\n");
    }

    /// A table. Its parts say what they are, for on a phone's width they are no longer laid out as
    /// a table, and what is not laid out as one is not read out as one.
    fn table(&mut self, table: &Table) {
        let caption = unlinked(&table.caption);
        let class = match (table.is_matrix, Layout::of(table)) {
            (true, Layout::Narrow) => " class=\"matrix\"",
            (true, Layout::Wide) => " class=\"matrix wide\"",
            (false, Layout::Narrow) => "",
            (false, Layout::Wide) => " class=\"wide\"",
            (_, Layout::Cards) => " class=\"cards\"",
        };
        self.add(&format!(
            "<table{class} role=\"table\">\n<caption>{caption}</caption>\n\
             <thead role=\"rowgroup\">\n<tr role=\"row\">"
        ));
        for column in &table.columns {
            let column = broken(column);
            self.add(&format!(
                "<th role=\"columnheader\" scope=\"col\"><span>{column}</span></th>"
            ));
        }
        self.add("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
        for row in &table.rows {
            self.row(row, &table.columns);
        }
        self.add("</tbody>\n</table>\n");
    }

    fn row(&mut self, row: &Row, columns: &[String]) {
        match &row.id {
            Some(id) => self.add(&format!("<tr role=\"row\" id=\"{}\">", escaped(id))),
            None => self.add("<tr role=\"row\">"),
        }
        for (place, (of, column)) in row.cells.iter().zip(columns).enumerate() {
            let cell = match (&row.id, place) {
                (Some(_), 0) => unlinked(of),
                _ => self.phrase(of),
            };
            let column = escaped(column);
            self.add(&match place {
                // A number alone does not say what it counts.
                0 if is_number(&of.plain()) => format!(
                    "<th role=\"rowheader\" scope=\"row\" class=\"number\" \
                     data-label=\"{column}\">{cell}</th>"
                ),
                0 => format!(
                    "<th role=\"rowheader\" scope=\"row\" data-label=\"{column}\">{cell}</th>"
                ),
                _ => format!("<td role=\"cell\" data-label=\"{column}\">{cell}</td>"),
            });
        }
        self.add("</tr>\n");
    }

    /// A phrase whose names lead to where they are declared, if that is on the page.
    fn phrase(&self, phrase: &Phrase) -> String {
        let pieces = phrase.pieces().iter().map(|piece| {
            let (shown, to) = match piece {
                Piece::Text(text) => return broken(text),
                Piece::Name { name, to } => (code(name), to.as_deref()),
                Piece::Label { text, to } => (broken(text), Some(to.as_str())),
            };
            match to.filter(|to| self.known.contains(to)) {
                Some(to) => format!("<a href=\"#{}\">{shown}</a>", escaped(to)),
                None => shown,
            }
        });
        pieces.collect()
    }
}

/// A phrase at the very place to which its names would lead.
fn unlinked(phrase: &Phrase) -> String {
    let pieces = phrase.pieces().iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Label { text, .. } => broken(text),
        Piece::Name { name, .. } => code(name),
    });
    pieces.collect()
}

fn code(name: &str) -> String {
    format!("<code>{}</code>", broken(name))
}

/// The text with places at which a long word may be broken: behind `_`, and after so many
/// characters.
fn broken(text: &str) -> String {
    pieces(text)
        .iter()
        .map(|it| escaped(it))
        .collect::<Vec<_>>()
        .join("<wbr/>")
}

/// The text in pieces between which it may be broken beside the blanks.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut length = 0;
    for letter in text.chars() {
        if length == LONGEST && !letter.is_whitespace() {
            pieces.push(String::new());
            length = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
        length = if letter.is_whitespace() {
            0
        } else {
            length + 1
        };
        if letter == '_' {
            pieces.push(String::new());
            length = 0;
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_digit())
}

/// The text with nothing in it that HTML would take for its own, in elements and in attributes
/// between double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in printable(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_be_broken() {
        assert_eq!(broken("a_b c"), "a_<wbr/>b c");
        let long = "x".repeat(45);
        let pieces = pieces(&long);
        assert_eq!(pieces.concat(), long);
        assert!(pieces.iter().all(|it| it.len() <= LONGEST));
        assert_eq!(broken("no more than words"), "no more than words");
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escaped("<a href=\"x\">R&D</a>\n\u{1b}"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&lt;/a&gt; \u{fffd}"
        );
    }
}
