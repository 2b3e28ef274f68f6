//! The agreement as a page: for a terminal or a repository, and for a browser or a printer.
//!
//! | file | purpose |
//! | --- | --- |
//! | `markdown` | the page as Markdown, as GitHub and others show it |
//! | `html` | the page as one file of HTML, with nothing loaded from elsewhere |
//! | `svg` | the stages of a journey, drawn |
//! | `label` | the text of a drawing, in lines that fit |
//! | `style` | how the HTML looks, and how each of its tables is laid out |
//! | `page.css`, `cards.css` | how it looks on a screen and paper, and tables that are too wide for that |

mod html;
mod label;
mod markdown;
mod style;
mod svg;

pub use html::html;
pub use markdown::markdown;
pub(in crate::render) use markdown::sentence;
