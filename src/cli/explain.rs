//! `explain`: what a finding means and what to do about it.

use super::output::{Exit, Failure, Output, Stop};
use crate::diagnostic::{Code, Group, Level, nearest};
use crate::explain::page;
use crate::render::{Paint, Style};

/// Explain a finding, with an example that has it and one that has not
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules explain\n  groundrules explain unknown-name",
    after_help = "Exit codes: 0 it was explained, 2 there is no such finding."
)]
pub(super) struct Arguments {
    /// The code that stands in brackets before a finding; without it all are listed
    code: Option<String>,
}

/// Lists all findings, or explains one.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let text = match &arguments.code {
        None => list(output.style),
        Some(code) => explained(code)?.to_owned(),
    };
    output.write(&text)?;
    Ok(Exit::Clean)
}

fn explained(code: &str) -> Result<&'static str, Failure> {
    // As it is copied from a finding, with the brackets or the level before them.
    let name = code
        .rsplit('[')
        .next()
        .unwrap_or(code)
        .trim_end_matches(']');
    if let Ok(code) = name.parse() {
        return Ok(page(code));
    }
    let failure = Failure::new(format!("there is no finding called `{name}`"));
    let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
    Err(failure.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`groundrules explain` lists all findings".to_owned(),
    }))
}

fn list(style: Style) -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let mut text = String::new();
    for group in Group::ALL {
        text.push_str(&format!("{}\n", style.paint(Paint::Strong, group.title())));
        for code in Code::ALL.iter().filter(|code| code.group() == group) {
            let name = format!("{:width$}", code.as_str(), width = width.unwrap_or(0));
            let paint = match code.level() {
                Level::Error => Paint::Error,
                Level::Warning => Paint::Warning,
                Level::Note => Paint::Note,
            };
            let name = style.paint(paint, &name);
            text.push_str(&format!(
                "  {name}  {:7}  {}\n",
                code.level().as_str(),
                code.summary()
            ));
        }
        text.push('\n');
    }
    text.push_str("`groundrules explain CODE` explains one, with examples.\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once() {
        let text = list(Style::plain());
        for code in Code::ALL {
            let start = format!("  {code} ");
            let lines = text.lines().filter(|line| line.starts_with(&start));
            assert_eq!(lines.count(), 1, "{code}");
        }
    }

    #[test]
    fn the_summaries_stand_below_each_other() {
        let text = list(Style::plain());
        let column = |code: Code| {
            let line = text.lines().find(|line| line.contains(code.summary()));
            line.and_then(|line| line.find(code.summary()))
        };
        assert_eq!(column(Code::Syntax), column(Code::StrayDoc));
    }

    #[test]
    fn a_code_may_be_copied_with_what_stands_round_it() {
        assert_eq!(
            explained("error[unknown-name]"),
            Ok(page(Code::UnknownName))
        );
        assert_eq!(explained("unknown-name"), Ok(page(Code::UnknownName)));
    }

    #[test]
    fn an_unknown_code_has_the_nearest() {
        let help = |code| explained(code).unwrap_err().help.unwrap();
        assert_eq!(help("unknown_nme"), "did you mean `unknown-name`?");
        assert!(help("banana").contains("lists all"));
    }
}
