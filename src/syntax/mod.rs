//! Text to syntax tree.
//!
//! A file is scanned into tokens, cut into declarations, and each declaration is read alone: by name
//! refused if a slip shows in its tokens, else parsed by the grammar in `grammar/groundrules.pest` and
//! built into the tree. Whatever cannot be read is left in the tree as [`ast::Item::Broken`], so a
//! tree always exists.
//!
//! Nothing outside this module knows pest.
//!
//! | file | purpose |
//! | --- | --- |
//! | `scan` | text to tokens |
//! | `cut` | a file into its declarations |
//! | `brackets` | do they pair up, and how deep do they go? |
//! | `slips` | what is refused by name, from the tokens alone |
//! | `confusable` | characters that look like others |
//! | `grammar` | the parser that pest makes |
//! | `parse` | [`parse`]: a whole file, [`parse_literal`], [`parse_cell`] |
//! | `expected` | what the grammar wanted and did not find, in words |
//! | `next` | what may come next in a declaration that is not finished |
//! | `build` | pest's pairs to the tree |
//! | [`ast`] | the tree |
//! | `quote` | [`quote`]: text as the language writes it |
//! | `vocabulary` | the words of the language |
//! | `files` | [`referenced_files`]: which other files a policy names |

pub mod ast;
mod brackets;
mod build;
mod confusable;
mod cut;
mod expected;
mod files;
mod grammar;
#[cfg(test)]
mod laws;
mod next;
mod parse;
mod quote;
mod scan;
mod slips;
mod vocabulary;

pub use brackets::MAX_NESTING;
pub(crate) use brackets::balanced;
pub(crate) use cut::{KEYWORDS, RESERVED, cut};
pub use files::referenced_files;
pub(crate) use next::{Wanted, next};
pub use parse::{parse, parse_cell, parse_literal};
pub use quote::quote;
pub(crate) use scan::{Token, TokenKind, scan};
pub(crate) use vocabulary::is_word_of_the_language;

/// A file with more faults than this is hardly a policy: the rest of it is not read, and that is said.
const MOST_FAULTS: usize = 100;
