//! A whole file to its tree, declaration by declaration.

use pest::Parser;

use super::ast::{Broken, Cell, Comment, File, Item, Literal};
use super::build::{self, Builder, Docs};
use super::grammar::{Grammar, Node, Place, Rule, set_limit};
use super::scan::{Token, TokenKind, code, scan};
use super::{MOST_FAULTS, brackets, confusable, cut, expected, slips};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{SourceId, Span, Spanned};

/// A single condition of more words than this is no condition, and costs time and memory to read.
const MOST_WORDS: usize = 50_000;

/// Reads a policy file. What cannot be read is reported and left in the tree as broken.
#[must_use]
pub fn parse(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> File {
    set_limit();
    let tokens = scan(text);
    let comments = comments(source, text, &tokens);
    if let Some(deep) = brackets::too_deep(source, &tokens) {
        diagnostics.push(deep);
        let span = Span::new(source, 0, text.len());
        let items = vec![Spanned::new(
            Item::Broken(Broken {
                keyword: None,
                name: None,
            }),
            span,
        )];
        return File { items, comments };
    }
    for found in confusable::confusables(source, text, &tokens) {
        diagnostics.push(found);
    }
    let balanced = brackets::balanced(text, &tokens);
    let mut docs = docs(source, text, &tokens);
    let mut items = Vec::new();
    let mut broken = 0;
    for piece in cut::cut(text, &tokens, balanced) {
        let tokens_of_piece = tokens.get(piece).unwrap_or_default();
        let piece = Piece {
            source,
            text,
            tokens: &tokens,
            own: tokens_of_piece,
        };
        let Some(span) = piece.span() else { continue };
        if broken >= MOST_FAULTS {
            diagnostics.push(too_many_faults(span));
            docs.blocks.clear();
            break;
        }
        let before = diagnostics.as_slice().len();
        let item = piece.read(diagnostics, &mut docs).unwrap_or_else(|| {
            broken += 1;
            if diagnostics.as_slice().len() == before {
                diagnostics.push(unexplained(span));
            }
            // The docs of what could not be read are not stray.
            docs.blocks
                .retain(|at, _| *at < span.start || *at >= span.end);
            Item::Broken(piece.broken())
        });
        items.push(Spanned::new(item, span));
    }
    for (_, span) in docs.blocks.into_values() {
        diagnostics.push(
            Diagnostic::new(Code::StrayDoc, span, "this `##` comment documents nothing").help(
                "put it right above a declaration, a field or a rule, or write it with one `#`",
            ),
        );
    }
    File { items, comments }
}

/// The grammar and the tree disagree: a fault of ours, which must not pass for a fault of nobody.
fn unexplained(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Syntax,
        span,
        "this declaration cannot be read, and the program cannot say why",
    )
    .help("this is a fault of Groundrules: please report it with this text")
}

fn too_many_faults(span: Span) -> Diagnostic {
    let message = format!("more than {MOST_FAULTS} declarations of this file cannot be read");
    Diagnostic::new(Code::Syntax, span, message)
        .here("from here on nothing is read")
        .help("mend those above first; if this is no policy, give the path of one")
}

/// Reads one literal, as `--set` takes it: `60`, `-5`, `14 days`, `2026-07-01`, `yes`, `"US"`.
#[must_use]
pub fn parse_literal(text: &str) -> Option<Literal> {
    let tokens = scan(text);
    let mut diagnostics = Diagnostics::default();
    let mut docs = Docs::default();
    let place = Place {
        source: SourceId(0),
        offset: 0,
        tokens: &tokens,
    };
    let mut parsed = Grammar::parse(Rule::lone_literal, text.trim()).ok()?;
    let node = Node::new(parsed.next()?, place);
    let mut builder = Builder {
        diagnostics: &mut diagnostics,
        docs: &mut docs,
    };
    build::literal_of(&node, &mut builder)
}

/// Reads one cell of a table from a file. `text` stands at byte `offset` of `source`. `None` where it
/// is no cell of the language; what was refused by name has been reported.
#[must_use]
pub fn parse_cell(
    source: SourceId,
    offset: usize,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<Cell>> {
    let mut tokens = scan(text);
    for token in &mut tokens {
        let shift = u32::try_from(offset).unwrap_or(u32::MAX);
        token.start = token.start.saturating_add(shift);
        token.end = token.end.saturating_add(shift);
    }
    let mut docs = Docs::default();
    let place = Place {
        source,
        offset,
        tokens: &tokens,
    };
    let mut parsed = Grammar::parse(Rule::lone_cell, text).ok()?;
    let node = Node::new(parsed.next()?, place).find(Rule::cell)?;
    build::cell(
        &node,
        &mut Builder {
            diagnostics,
            docs: &mut docs,
        },
    )
}

/// One declaration of a file.
struct Piece<'a> {
    source: SourceId,
    /// The text and the tokens of the whole file.
    text: &'a str,
    tokens: &'a [Token],
    /// The tokens of this declaration.
    own: &'a [Token],
}

impl<'a> Piece<'a> {
    fn code(&self) -> impl DoubleEndedIterator<Item = &'a Token> {
        code(self.own)
    }

    fn span(&self) -> Option<Span> {
        let (first, last) = (self.code().next()?, self.code().next_back()?);
        Some(Span::new(
            self.source,
            first.start as usize,
            last.end as usize,
        ))
    }

    fn first_word(&self) -> &'a str {
        self.code().next().map_or("", |token| token.text(self.text))
    }

    /// What is left of a declaration that could not be read: its keyword and its name.
    fn broken(&self) -> Broken {
        let keyword = Some(self.first_word()).filter(|word| cut::KEYWORDS.contains(word));
        let second = self
            .code()
            .nth(1)
            .filter(|token| token.kind == TokenKind::Word);
        let name = second.filter(|_| keyword.is_some()).map(|token| {
            let span = token.span(self.source);
            Spanned::new(token.text(self.text).to_owned(), span)
        });
        Broken {
            keyword: keyword.map(str::to_owned),
            name,
        }
    }

    fn read(&self, diagnostics: &mut Diagnostics, docs: &mut Docs) -> Option<Item> {
        let mut found = slips::slips(self.source, self.text, self.own);
        // An open quote may have swallowed brackets.
        let mut own = self.own.iter();
        let open_text = own.any(|token| token.kind == TokenKind::OpenText);
        if !open_text && !brackets::balanced(self.text, self.own) {
            found.extend(brackets::unpaired(self.source, self.text, self.own));
        }
        if found.is_empty() {
            found.extend(self.foreign_start().or_else(|| self.endless()));
        }
        let slipped = !found.is_empty();
        let readable = found
            .iter()
            .all(|slip| slips::is_read_all_the_same(self.text, slip));
        found
            .into_iter()
            .for_each(|diagnostic| diagnostics.push(diagnostic));
        if !readable {
            return None;
        }
        let span = self.span()?;
        let slice = self.text.get(span.range())?;
        let place = Place {
            source: self.source,
            offset: span.start as usize,
            tokens: self.tokens,
        };
        match Grammar::parse(Rule::declaration, slice) {
            Ok(mut parsed) => {
                let declaration = Node::new(parsed.next()?, place);
                let node = declaration
                    .children()
                    .find(|child| child.rule() != Rule::EOI)?;
                build::item(&node, &mut Builder { diagnostics, docs })
            }
            // What a slip that is read all the same leads to is not said a second time.
            Err(_) if slipped => None,
            Err(error) => {
                let at = expected::Place {
                    source: self.source,
                    text: self.text,
                    tokens: self.own,
                };
                diagnostics.push(expected::explain(&error, span.start as usize, at));
                None
            }
        }
    }

    /// A declaration of one condition or sum that is longer than anybody can mean.
    fn endless(&self) -> Option<Diagnostic> {
        let keyword = self.first_word();
        let one_expression = matches!(keyword, "define" | "forbid" | "must");
        if !one_expression || self.own.len() <= MOST_WORDS {
            return None;
        }
        let first = self.code().next()?;
        let span = first.span(self.source);
        let message = format!("this `{keyword}` has more than {MOST_WORDS} words");
        Some(
            Diagnostic::new(Code::TooLarge, span, message)
                .help("name its parts with `define`, or put long lists into a file: `list names from \"names.txt\"`"),
        )
    }

    /// A declaration that starts with no keyword.
    fn foreign_start(&self) -> Option<Diagnostic> {
        let first = self.code().next()?;
        let span = first.span(self.source);
        let word = first.text(self.text);
        if cut::KEYWORDS.contains(&word) {
            return None;
        }
        let found = Diagnostic::new(Code::Syntax, span, format!("`{word}` starts no declaration"))
            .help("declarations start with `policy`, `calendar`, `team`, `lead`, `list`, `define`, `score`, `decision`, `journey`, `forbid`, `must`, `vocabulary`, `source`, `accept` or `example`");
        Some(found.did_you_mean(span, nearest(word, cut::KEYWORDS.iter().copied())))
    }
}

fn comments(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Comment> {
    let comments = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Comment);
    let comments = comments.map(|token| {
        let span = token.span(source);
        Comment {
            span: Spanned::new((), span),
            text: token.text(text).trim_end().to_owned(),
            own_line: token.starts_line(text),
        }
    });
    comments.collect()
}

/// The `##` lines, by where the next token behind them starts.
fn docs(source: SourceId, text: &str, tokens: &[Token]) -> Docs {
    let mut docs = Docs::default();
    let mut block: Option<(String, Span)> = None;
    for token in tokens {
        let words = token.text(text);
        if token.kind != TokenKind::Comment {
            if let Some(block) = block.take() {
                docs.blocks.insert(token.start, block);
            }
        } else if let Some(line) = words.strip_prefix("##")
            && token.starts_line(text)
        {
            let span = token.span(source);
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            block = Some(match block {
                Some((mut lines, first)) => {
                    lines.push('\n');
                    lines.push_str(line);
                    (lines, first.to(span))
                }
                None => (line.to_owned(), span),
            });
        }
    }
    if let Some(block) = block {
        docs.blocks.insert(u32::MAX, block);
    }
    docs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (File, Vec<Diagnostic>) {
        let mut diagnostics = Diagnostics::default();
        let file = parse(SourceId(0), text, &mut diagnostics);
        (file, diagnostics.into_sorted())
    }

    #[test]
    fn three_broken_declarations_are_three_errors_and_the_rest_is_read() {
        let (file, found) = read(
            "define a = 1\ndefine b = = 2\nlead { x: txt }\ndefine c = 3\nscore s { +1 wen c }\ndefine d = 4\n",
        );
        assert_eq!(found.len(), 3, "{found:#?}");
        let good = file
            .items
            .iter()
            .filter(|item| !matches!(item.node, Item::Broken(_)));
        assert_eq!(good.count(), 3);
    }

    #[test]
    fn docs_belong_to_what_follows() {
        let (file, found) = read("## one\n## two\ndefine a = 1\n## nothing\n");
        let Item::Define(define) = &file.items[0].node else {
            panic!("{file:?}")
        };
        assert_eq!(define.doc, "one\ntwo");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, Code::StrayDoc);
    }

    #[test]
    fn spans_leave_out_what_follows() {
        let (file, _) = read("define a = b   # why\n\ndefine c = 1");
        let Item::Define(define) = &file.items[0].node else {
            panic!("{file:?}")
        };
        assert_eq!(define.value.span.range(), 11..12);
    }

    #[test]
    fn little_words_are_no_names() {
        for word in cut::RESERVED {
            let (_, found) = read(&format!("lead {{ {word}: text }}"));
            assert_eq!(found.len(), 1, "{word}");
        }
    }

    #[test]
    fn nouns_are_names() {
        for word in cut::KEYWORDS
            .iter()
            .chain(&["stage", "task", "role", "key", "status", "rule", "table"])
        {
            let (_, found) = read(&format!(
                "lead {{ {word}: text  b: text }}\ndefine x = {word} = b"
            ));
            assert!(found.is_empty(), "{word}: {found:?}");
        }
    }

    #[test]
    fn literals_of_the_command_line() {
        assert!(matches!(parse_literal("-5"), Some(Literal::Amount(_))));
        assert!(matches!(
            parse_literal(" 14 days "),
            Some(Literal::Amount(_))
        ));
        assert!(matches!(
            parse_literal("2026-07-01"),
            Some(Literal::Date(_))
        ));
        assert!(parse_literal("a and b").is_none());
        assert!(parse_literal("").is_none());
    }
}
