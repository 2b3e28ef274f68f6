//! What happens, one thing after another: files change, keys are pressed, results come in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use super::Arguments;
use super::places::interest;
use super::terminal::{self, Terminal};
use super::watcher::{Happened, Watcher};
use super::worker::{Job, Told, Worker};
use crate::cli::io;
use crate::cli::output::{Failure, Output, Stop};
use crate::render::watch as render;
use crate::watch::{Asks, Change, Debouncer, Interest, Key, Session, View};

/// Something that happened.
pub(super) enum Event {
    /// To a file.
    File(Happened),
    /// The worker tells something.
    Told(Told),
    /// A key was pressed.
    Key(Key),
    /// The window has another size.
    Resized,
    /// It is time to end.
    End,
}

impl From<Happened> for Event {
    fn from(happened: Happened) -> Self {
        Event::File(happened)
    }
}

/// Where all of that comes together.
pub(super) struct Desk {
    sender: Sender<Event>,
    events: Receiver<Event>,
    jobs: Sender<Job>,
    watcher: Watcher,
    interest: Interest,
    debouncer: Debouncer,
    /// The look that is under way, or was made last.
    number: u64,
    stop: Arc<AtomicBool>,
    session: Session,
    /// The look that the session saw last, by the worker's number and by its own.
    seen: (u64, u64),
    view: View,
    name: String,
    quiet: bool,
    /// The time that is told of a look; none where a log is to be the same each time.
    clock: fn() -> String,
}

/// What an event leads to.
enum Next {
    /// Nothing that can be seen.
    Same,
    /// Something new is to be told of the look, or of its proof.
    Seen,
    Proved,
    /// The screen is to be drawn anew.
    Draw,
    End,
}

impl Desk {
    /// Begins to watch, and to look for the first time.
    pub(super) fn new(
        arguments: &Arguments,
        plain: bool,
        output: &mut Output,
    ) -> Result<Self, Stop> {
        let (sender, events) = mpsc::channel();
        let (jobs, waiting) = mpsc::channel();
        let worker = Worker::new(arguments, sender.clone())?;
        thread::spawn(move || worker.work(&waiting));
        let mut watcher = Watcher::new(&sender, arguments.poll);
        let interest = interest(&arguments.policy, &arguments.data, &[]);
        watcher.follow(&interest, &sender);
        if watcher.is_looking() && !arguments.poll && !arguments.quiet {
            output.say(
                "note: the system tells of no changes here: the files are looked at twice a second",
            );
        }
        let mut desk = Desk {
            sender,
            events,
            jobs,
            watcher,
            interest,
            debouncer: Debouncer::default(),
            number: 0,
            stop: Arc::default(),
            session: Session::default(),
            seen: (0, 0),
            view: View::default(),
            name: io::show(&arguments.policy),
            quiet: arguments.quiet,
            clock: match (plain, arguments.options.has_as_of()) {
                (true, true) => String::new,
                (true, false) => io::timestamp,
                (false, _) => io::time_of_day,
            },
        };
        desk.look(false);
        Ok(desk)
    }

    /// Ends when nobody reads what is written any more.
    pub(super) fn end_when_nobody_reads(&self) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            if terminal::nobody_reads() {
                let _ = sender.send(Event::End);
            }
        });
    }

    /// Ends when the system asks for it.
    pub(super) fn end_when_told(&self) {
        let sender = self.sender.clone();
        thread::spawn(move || terminal::on_end(|| sender.send(Event::End).is_ok()));
    }

    /// Hears keys.
    pub(super) fn listen_to_keys(&self) {
        let sender = self.sender.clone();
        thread::spawn(move || terminal::read_keys(|event| sender.send(event).is_ok()));
    }

    /// Writes a log until the end.
    pub(super) fn log(&mut self, output: &mut Output) -> Result<(), Stop> {
        loop {
            let was_waiting = self.session.is_waiting();
            match self.next()? {
                Next::Same | Next::Draw => continue,
                Next::End => return Ok(()),
                Next::Seen => {
                    if was_waiting {
                        output.write(&render::given_up(self.seen.1.saturating_sub(1)))?;
                    }
                    output.write(&render::seen(&self.session, self.quiet))?;
                }
                Next::Proved => output.write(&render::proved(&self.session))?,
            }
            output.finish()?;
        }
    }

    /// Draws the screen until the end.
    pub(super) fn draw(&mut self, terminal: &mut Terminal, colour: bool) -> Result<(), Stop> {
        loop {
            let screen = render::Screen {
                session: &self.session,
                view: &self.view,
                colour,
                quiet: self.quiet,
                name: &self.name,
            };
            let most = terminal.draw(screen).map_err(|error| {
                let reason = io::reason(&error);
                Failure::new(format!("the screen cannot be drawn: {reason}"))
            })?;
            self.view.limit(most);
            if !self.until_something_shows()? {
                return Ok(());
            }
        }
    }

    /// Waits until the screen is to be drawn anew; says whether it does not end instead.
    fn until_something_shows(&mut self) -> Result<bool, Failure> {
        loop {
            match self.next()? {
                Next::Same => {}
                Next::End => return Ok(false),
                Next::Seen | Next::Proved | Next::Draw => return Ok(true),
            }
        }
    }

    /// Waits for something to happen, and does what it leads to.
    fn next(&mut self) -> Result<Next, Failure> {
        if self.debouncer.is_over(Instant::now()) {
            self.look(false);
        }
        let event = match self.debouncer.due() {
            None => self.events.recv().ok(),
            Some(due) => {
                let wait = due.saturating_duration_since(Instant::now());
                match self.events.recv_timeout(wait) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => return Ok(Next::Same),
                    Err(RecvTimeoutError::Disconnected) => None,
                }
            }
        };
        Ok(match event {
            None | Some(Event::End) => Next::End,
            Some(Event::Resized) => Next::Draw,
            Some(Event::File(happened)) => {
                self.file(&happened);
                Next::Same
            }
            Some(Event::Key(key)) => match self.view.press(key) {
                Asks::Nothing => Next::Draw,
                Asks::Quit => Next::End,
                Asks::Rerun => {
                    self.look(true);
                    Next::Same
                }
            },
            Some(Event::Told(told)) => self.told(told)?,
        })
    }

    fn file(&mut self, happened: &Happened) {
        if happened.gone {
            self.watcher.forget(&happened.path);
        }
        if self.interest.matters(&happened.path) {
            // What is read now may be half a text already.
            self.stop.store(true, Ordering::Relaxed);
            self.debouncer.note(happened.change, Instant::now());
        }
    }

    fn told(&mut self, told: Told) -> Result<Next, Failure> {
        Ok(match told {
            Told::Matters(interest) => {
                self.interest = interest;
                if self.watcher.follow(&self.interest, &self.sender) {
                    // What happened there before it was watched nobody told.
                    self.debouncer.note(Change::Complete, Instant::now());
                }
                Next::Same
            }
            Told::Seen(number, report) => {
                self.seen = (number, self.seen.1 + 1);
                self.session.saw(self.seen.1, &(self.clock)(), *report);
                Next::Seen
            }
            Told::Proved(number, compiled, claim, faults) if number == self.seen.0 => {
                self.session.proved(self.seen.1, compiled, claim, faults);
                Next::Proved
            }
            Told::Proved(..) => Next::Same,
            Told::Fault => {
                let message = "internal error: the policy could not be looked at";
                return Err(Failure::new(message).help("please report it with the policy"));
            }
        })
    }

    /// Has the policy looked at; what is under way is given up.
    fn look(&mut self, forced: bool) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        self.number += 1;
        let job = Job {
            number: self.number,
            forced,
            stop: self.stop.clone(),
        };
        // Where the worker is gone it has told so.
        let _ = self.jobs.send(job);
    }
}
