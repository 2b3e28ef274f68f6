//! What each word of a text is, for editors that colour by meaning.

use super::{Entity, Snapshot, Symbol};
use crate::source::{SourceId, Span};
use crate::syntax::{TokenKind, is_word_of_the_language, scan};

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paint {
    /// A word of the language.
    Keyword,
    /// A field.
    Field,
    /// A definition.
    Define,
    /// A score.
    Score,
    /// A decision.
    Decision,
    /// A role or a team.
    Party,
    /// A list, calendar, journey or source.
    Thing,
    /// A value of a field, a stage, a channel.
    Value,
    /// A rule, a row, a task, a `must`.
    Rule,
    /// A comment.
    Comment,
    /// A text in quotes.
    Text,
    /// A number or a date.
    Number,
    /// A sign.
    Sign,
}

impl Paint {
    /// All of them.
    pub const ALL: [Paint; 13] = [
        Paint::Keyword,
        Paint::Field,
        Paint::Define,
        Paint::Score,
        Paint::Decision,
        Paint::Party,
        Paint::Thing,
        Paint::Value,
        Paint::Rule,
        Paint::Comment,
        Paint::Text,
        Paint::Number,
        Paint::Sign,
    ];
}

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Painted {
    /// The word.
    pub span: Span,
    /// What it is.
    pub paint: Paint,
    /// It is declared here.
    pub declares: bool,
}

/// The words of a text and what they are, in their order; those of which nothing is known are left out.
#[must_use]
pub fn paints(snapshot: &Snapshot, source: SourceId) -> Vec<Painted> {
    let text = snapshot.text(source);
    let index = snapshot.index();
    let mut mentions = index.of(source).iter().peekable();
    let mut painted = Vec::new();
    for token in scan(text) {
        let span = token.span(source);
        while mentions.next_if(|it| it.span.end <= span.start).is_some() {}
        let mention = mentions.peek().filter(|it| span.lies_within(it.span));
        if let Some(mention) = mention {
            painted.push(Painted {
                span,
                paint: of_symbol(snapshot, &mention.symbol),
                declares: mention.declares,
            });
            continue;
        }
        let paint = match token.kind {
            TokenKind::Comment => Paint::Comment,
            TokenKind::Text | TokenKind::OpenText => Paint::Text,
            TokenKind::Number => Paint::Number,
            TokenKind::Sign => Paint::Sign,
            TokenKind::Word if is_word_of_the_language(token.text(text)) => Paint::Keyword,
            TokenKind::Word | TokenKind::Open | TokenKind::Close => continue,
        };
        painted.push(Painted {
            span,
            paint,
            declares: false,
        });
    }
    painted
}

fn of_symbol(snapshot: &Snapshot, symbol: &Symbol) -> Paint {
    match symbol {
        Symbol::Global(name) => match snapshot.index().globals.get(name) {
            Some(Entity::Field(_)) => Paint::Field,
            Some(Entity::Score(_)) => Paint::Score,
            Some(Entity::Decision(_)) => Paint::Decision,
            Some(Entity::Role(_) | Entity::Team(_)) => Paint::Party,
            Some(Entity::List(_) | Entity::Calendar(_) | Entity::Journey(_)) => Paint::Thing,
            Some(Entity::Define(_)) | None => Paint::Define,
        },
        Symbol::Value(..) | Symbol::Channel(_) => Paint::Value,
        Symbol::Rule(..) | Symbol::Row(..) | Symbol::Task(..) | Symbol::Must(_) => Paint::Rule,
        Symbol::Source(_) => Paint::Thing,
        Symbol::Example(_) => Paint::Text,
        Symbol::Finding(_) => Paint::Keyword,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::{shipped, snapshot};

    #[test]
    fn words_are_what_they_stand_for() {
        let text = "lead { e: text key  s: one of a | \"b c\" }  # why\ndefine x = s = \"b c\"\n";
        let snapshot = snapshot(text);
        let painted = paints(&snapshot, SourceId(0));
        let of = |word: &str| {
            let found = painted
                .iter()
                .rfind(|it| snapshot.compiled.sources.slice(it.span) == word);
            found.map(|it| it.paint)
        };
        assert_eq!(of("lead"), Some(Paint::Keyword));
        assert_eq!(of("e"), Some(Paint::Field));
        assert_eq!(of("\"b c\""), Some(Paint::Value));
        assert_eq!(of("x"), Some(Paint::Define));
        assert_eq!(of("# why"), Some(Paint::Comment));
        assert_eq!(of("|"), Some(Paint::Sign));
    }

    #[test]
    fn every_word_of_a_shipped_policy_is_known() {
        for (policy, snapshot) in shipped() {
            for (source, text) in snapshot.compiled.sources.iter() {
                if !text.name.ends_with(".ground") {
                    continue;
                }
                let painted = paints(&snapshot, source);
                let words = scan(&text.text);
                let words = words.iter().filter(|it| it.kind == TokenKind::Word);
                for word in words {
                    let is_known = painted.iter().any(|it| it.span == word.span(source));
                    let shown = word.text(&text.text);
                    // Units, days and parts of codes are written like words.
                    let is_known = is_known
                        || shown.chars().all(char::is_uppercase)
                        || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&shown)
                        || ["domain", "soon", "late", "open", "no", "clock"].contains(&shown);
                    assert!(is_known, "{policy}: {} {shown}", text.name);
                }
            }
        }
    }
}
