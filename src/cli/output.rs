//! Where results and messages go: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::compile::Misuse;
use crate::render::{Style, printable};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing to complain of.
    Clean,
    /// The policy, the data or a test has findings.
    Findings,
    /// The command could not do its work.
    CouldNotRun,
}

impl Exit {
    /// Clean or not, by whether something was found.
    pub(super) fn found(findings: bool) -> Self {
        match findings {
            true => Exit::Findings,
            false => Exit::Clean,
        }
    }

    /// The graver of two.
    pub(super) fn and(self, other: Exit) -> Self {
        match (self, other) {
            (Exit::CouldNotRun, _) | (_, Exit::CouldNotRun) => Exit::CouldNotRun,
            (Exit::Findings, _) | (_, Exit::Findings) => Exit::Findings,
            (Exit::Clean, Exit::Clean) => Exit::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

/// Why a command could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What is wrong, in the words of a finding: lower case, no full stop.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
}

impl Failure {
    /// A failure without advice.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Failure {
            message: message.into(),
            help: None,
        }
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<Misuse> for Failure {
    fn from(misuse: Misuse) -> Self {
        Failure {
            message: misuse.message,
            help: misuse.help,
        }
    }
}

/// Why a command stops before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nobody reads the output any more, e.g. behind `| head`: no reason for a message.
    ClosedPipe,
    /// It cannot go on.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure)
    }
}

/// The two streams of the process.
pub(super) struct Output {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// How results look on standard output.
    pub(super) style: Style,
    /// How messages look on standard error.
    pub(super) message_style: Style,
}

/// When text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColourChoice {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Output {
    /// The streams of this process.
    pub(super) fn of_process(choice: ColourChoice) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let style = |terminal| Style {
            colour: coloured(choice, terminal, variable),
            width: if terminal { terminal_width() } else { 80 },
        };
        Output {
            style: style(io::stdout().is_terminal()),
            message_style: style(io::stderr().is_terminal()),
            out: Box::new(io::BufWriter::with_capacity(1 << 16, io::stdout())),
            err: Box::new(io::stderr()),
        }
    }

    /// Streams that a test can read: what is printed, and what is said beside it.
    #[cfg(test)]
    pub(super) fn kept() -> (Self, Kept, Kept) {
        let (out, err) = (Kept::default(), Kept::default());
        let output = Output {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            style: Style::plain(),
            message_style: Style::plain(),
        };
        (output, out, err)
    }

    /// Writes a piece of the result.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Stop> {
        self.emit(|out| out.write_all(text.as_bytes()))
    }

    /// Lets `write` write a piece of the result itself, for what is too large for one text.
    pub(super) fn emit(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Stop> {
        write(&mut self.out).map_err(|error| stop(&error))
    }

    /// Writes data as JSON, with a line end behind it.
    pub(super) fn json(&mut self, data: &impl serde::Serialize) -> Result<(), Stop> {
        self.emit(|out| {
            serde_json::to_writer_pretty(&mut *out, data)?;
            out.write_all(b"\n")
        })
    }

    /// Says something to the person at the terminal that is no result. Where nobody can read it,
    /// that is no reason to stop.
    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.err, "{}", text.trim_end_matches('\n'));
    }

    /// Whether results go to a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether somebody looks at what is said while the result goes elsewhere, or comes at the end.
    pub(super) fn is_looked_at(&self, result_comes_at_once: bool) -> bool {
        io::stderr().is_terminal() && !(result_comes_at_once && io::stdout().is_terminal())
    }

    /// Puts something for a moment before the person at the terminal, as it is.
    pub(super) fn hint(&mut self, text: &str) {
        let _ = write!(self.err, "{text}");
        let _ = self.err.flush();
    }

    /// Says that the command could not do its work.
    pub(super) fn fail(&mut self, failure: &Failure) {
        let word = self
            .message_style
            .paint(crate::render::Paint::Error, "error");
        self.say(&format!("{word}: {}", printable(&failure.message)));
        if let Some(help) = &failure.help {
            self.say(&format!("  help: {}", printable(help)));
        }
    }

    /// Sees to it that everything was written.
    pub(super) fn finish(&mut self) -> Result<(), Stop> {
        self.emit(|out| out.flush())
    }
}

/// What was written, for a test.
#[cfg(test)]
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

#[cfg(test)]
impl Kept {
    /// What was written so far.
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

#[cfg(test)]
impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stop(error: &io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
        _ => Stop::Failed(Failure::new(format!(
            "the output could not be written: {}",
            super::io::reason(error)
        ))),
    }
}

/// Whether to colour, by what the caller asks, then the environment, then the terminal.
fn coloured(
    choice: ColourChoice,
    terminal: bool,
    variable: impl Fn(&str) -> Option<String>,
) -> bool {
    let says = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColourChoice::Always => true,
        ColourChoice::Never => false,
        ColourChoice::Auto if says("NO_COLOR") => false,
        ColourChoice::Auto
            if variable("CLICOLOR_FORCE").is_some_and(|it| !matches!(it.as_str(), "" | "0")) =>
        {
            true
        }
        ColourChoice::Auto => terminal && variable("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// The width of the terminal, within what reads well.
fn terminal_width() -> usize {
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    width.unwrap_or(80).clamp(40, 120)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(terminal: bool, variables: &[(&str, &str)]) -> bool {
        coloured(ColourChoice::Auto, terminal, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_over_the_terminal_and_the_flag_over_both() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(coloured(ColourChoice::Always, false, |_| Some("1".into())));
        assert!(!coloured(ColourChoice::Never, true, |_| None));
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        struct Closed(io::ErrorKind);
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let output = |kind| Output {
            out: Box::new(Closed(kind)),
            err: Box::new(io::sink()),
            style: Style::plain(),
            message_style: Style::plain(),
        };
        let closed = output(io::ErrorKind::BrokenPipe).write("x");
        assert!(matches!(closed, Err(Stop::ClosedPipe)));
        let full = output(io::ErrorKind::StorageFull).write("x");
        assert!(matches!(full, Err(Stop::Failed(_))));
    }

    #[test]
    fn the_graver_end_counts() {
        assert_eq!(Exit::Clean.and(Exit::Findings), Exit::Findings);
        assert_eq!(Exit::CouldNotRun.and(Exit::Findings), Exit::CouldNotRun);
        assert_eq!(Exit::Clean.and(Exit::Clean), Exit::Clean);
    }
}
