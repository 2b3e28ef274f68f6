//! What other values would change, and which of them lead to an outcome.

use super::Page;
use crate::render::printable;
use crate::render::why::change::ChangeView;
use crate::render::why::toward::{TowardView, for_shell};
use crate::value::joined;

impl Page {
    pub(super) fn change(&mut self, change: &ChangeView<'_>) {
        let fields = change.fields.iter().map(|field| {
            let [from, to] = &field.says;
            format!("`{}` were {to} (it is {from})", field.field)
        });
        let fields: Vec<String> = fields.collect();
        self.heading(&format!("if {}:", joined(&fields, "and")));
        if change.differences.is_empty() {
            self.say(2, "no outcome, score or duty would change");
            return;
        }
        let lines = change
            .differences
            .iter()
            .map(|it| (it.called(), format!("{} → {}", it.from, it.to)));
        self.columns(&lines.collect::<Vec<_>>());
        self.say(2, "no other outcome, score or duty changes");
    }

    pub(super) fn toward(&mut self, toward: &TowardView<'_>) {
        let colon = if toward.ways.is_empty() { "" } else { ":" };
        self.heading(&format!("{}{colon}", toward.says));
        for (place, way) in toward.ways.iter().enumerate() {
            let changes = way.fields.iter().map(|field| {
                let [from, to] = &field.says;
                let such_as = match way.examples.contains(&field.field) {
                    true => "such as ",
                    false => "",
                };
                format!("{}: {from} → {such_as}{to}", field.field)
            });
            let number = format!("{}. ", place + 1);
            for (at, change) in changes.enumerate() {
                match at {
                    0 => self.hang(2, 7, &format!("{number}{change}")),
                    _ => self.hang(5, 7, &change),
                }
            }
            if !way.also.is_empty() {
                self.hang(5, 7, &format!("also: {}", way.also.join("; ")));
            }
            // What is to be copied stays on one line.
            let given = printable(&for_shell(&way.given));
            self.text.push_str(&format!("     --if {given}\n"));
        }
        let others = match toward.ways.first().map(|way| way.fields.len()) {
            None => return,
            Some(1) => "other changes of one field",
            Some(_) => "changes of other fields, as many,",
        };
        match toward.more {
            Some(true) => self.say(2, &format!("{others} lead there too")),
            Some(false) => {}
            None => self.say(2, &format!("whether {others} lead there was not decided")),
        }
    }
}
