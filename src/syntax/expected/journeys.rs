//! Faults in journeys and calendars, by name.

use super::Stop;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::syntax::ast::Weekday;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

/// How a stage, a task and a journey are written.
const STAGE: &str = "a stage holds lines such as `accountable sales`, `requires …`, `clears …`, `counts …`, `task name { … }`, `to stage when …` and `otherwise to stage after 14 days`";
const TASK: &str = "a task holds lines such as `responsible owner`, `consulted …`, `informed …`, `by phone, email`, `within 4 hours`, `done at field`, `escalate role at 5 hours` and `reassign role at 2 days`";
const JOURNEY: &str =
    "a journey is written `journey name tracks field since field { stage name \"Title\" { … } }`";

/// How hours are written.
const HOURS: &str = "working hours are written `working hours mon..fri 09:00..17:30`";

impl Stop<'_> {
    /// How what stands here in a journey is written.
    pub(super) fn line_of_journey(&self) -> &'static str {
        if self.wanted(Rule::task_clause) {
            TASK
        } else if self.wanted(Rule::stage_item) || self.wanted(Rule::move_clause) {
            STAGE
        } else {
            JOURNEY
        }
    }

    /// `escalate manager 5 hours`
    pub(super) fn lost_at(&self, found: Token) -> Option<Diagnostic> {
        let journey = self.word(self.code.first().copied()) == "journey";
        if !journey || found.kind != TokenKind::Number || !self.wanted(Rule::kw_at) {
            return None;
        }
        let message = format!("`at` is missing before `{}`", self.word(Some(found)));
        let found = self
            .syntax(message)
            .help("a step is written `escalate role at 5 hours`");
        Some(self.insert(found, "at"))
    }

    /// Days and hours of a calendar as other people write them.
    pub(super) fn in_hours(&self, found: Token) -> Option<Diagnostic> {
        let calendar = matches!(self.word(self.code.first().copied()), "policy" | "calendar");
        if !calendar {
            return None;
        }
        let word = self.word(Some(found));
        let wanted = |rules: &[Rule]| rules.iter().any(|rule| self.wanted(*rule));
        if matches!(word, "-" | "to")
            && Weekday::named(self.word(self.previous())).is_some()
            && wanted(&[Rule::hours, Rule::days, Rule::comma])
        {
            let day = self.word(self.token(Some(self.index + 1)));
            let first = self.word(self.previous());
            let help = match self.day(day) {
                Some(last) => format!("write `{first}..{}`", last.as_str()),
                None => HOURS.to_owned(),
            };
            let message = "a range of days is written with two dots and no blanks";
            return Some(self.syntax(message).help(help));
        }
        if found.kind == TokenKind::Number && wanted(&[Rule::hours, Rule::time_of_day]) {
            let message = "hours are written from opening to close, with their minutes";
            return Some(self.syntax(message).help("write them as in `09:00..17:30`"));
        }
        if found.kind == TokenKind::Word && wanted(&[Rule::days, Rule::hours_entry, Rule::weekday])
        {
            let day = self.day(word)?;
            let message = format!("`{word}` is written `{}`", day.as_str());
            return Some(self.days_in_full(self.syntax(message).help(HOURS)));
        }
        None
    }

    /// Offers to write the day that stands here, and the one it ranges to, in three letters.
    fn days_in_full(&self, found: Diagnostic) -> Diagnostic {
        let mut edits = Vec::new();
        let mut at = self.index;
        loop {
            let token = self.token(Some(at));
            if let (Some(token), Some(day)) = (token, self.day(self.word(token))) {
                edits.push(Edit {
                    span: self.span_of(token),
                    new_text: day.as_str().to_owned(),
                });
            }
            if !matches!(self.word(self.token(Some(at + 1))), ".." | ",") {
                break;
            }
            at += 2;
        }
        let title = "write days in three letters".to_owned();
        Diagnostic {
            fix: Some(Fix { title, edits }),
            ..found
        }
    }

    /// The day that starts like this: `Monday`, `tues`.
    fn day(&self, word: &str) -> Option<Weekday> {
        let word = word.to_ascii_lowercase();
        Weekday::named(word.get(..3)?)
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::expected::testing::told;

    #[test]
    fn hours_of_other_forms_are_named() {
        for (hours, message) in [
            (
                "mon-fri 09:00..17:00",
                "a range of days is written with two dots and no blanks",
            ),
            (
                "mon to fri 09:00..17:00",
                "a range of days is written with two dots and no blanks",
            ),
            (
                "mon..fri 9..17",
                "hours are written from opening to close, with their minutes",
            ),
            (
                "mon..fri 09:00-17:00",
                "hours are written from opening to close, with their minutes",
            ),
            ("monday 09:00..17:00", "`monday` is written `mon`"),
            (
                "mon 09:00..17:00, tuesday 09:00..17:00",
                "`tuesday` is written `tue`",
            ),
        ] {
            let text = format!("calendar c {{ working hours {hours} }}");
            assert_eq!(told(&text), message, "{hours}");
        }
    }

    #[test]
    fn lost_words_of_journeys_are_named() {
        let with = |stage: &str| format!("journey j tracks s since d {{ stage x {{ {stage} }} }}");
        for (stage, message) in [
            (
                "task k { responsible r  escalate r 5 hours }",
                "`at` is missing before `5`",
            ),
            ("acountable r", "`acountable` cannot stand here"),
            ("owner r", "`owner` is called `accountable` here"),
            ("task k { owner r }", "`owner` is called `responsible` here"),
            (
                "task k { deadline 5 hours }",
                "`deadline` is called `within` here",
            ),
            ("task k { dzne at d }", "`dzne` cannot stand here"),
            ("task k { via phone }", "`via` is called `by` here"),
            (
                "to y when b and\n task k { responsible r }",
                "something is missing behind `and`",
            ),
            ("to y when b if c", "`if` is called `when` here"),
        ] {
            assert_eq!(told(&with(stage)), message, "{stage}");
        }
    }
}
