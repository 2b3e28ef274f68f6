//! The screen and the keys, and what ends a program from outside.

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::panic;

use ratatui_core::terminal::Terminal as Drawn;
use ratatui_crossterm::CrosstermBackend;
use ratatui_crossterm::crossterm::cursor::Show;
use ratatui_crossterm::crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui_crossterm::crossterm::execute;
use ratatui_crossterm::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};

use super::desk::Event;
use crate::render::watch as render;
use crate::watch::Key;

/// The terminal while a screen is drawn on it; what was there before comes back when this is
/// dropped, and also where the program ends by a fault.
pub(super) struct Terminal {
    drawn: Drawn<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Terminal {
    /// Takes the terminal over.
    pub(super) fn enter() -> io::Result<Self> {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |fault| {
            restore();
            usual(fault);
        }));
        enable_raw_mode()?;
        let entered = execute!(stdout(), EnterAlternateScreen);
        let backend = CrosstermBackend::new(BufWriter::new(stdout()));
        let drawn = entered.and_then(|()| Drawn::new(backend));
        match drawn {
            Ok(mut drawn) => {
                drawn.hide_cursor()?;
                Ok(Terminal { drawn })
            }
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// Draws the screen, and says how many lines can be scrolled past.
    pub(super) fn draw(&mut self, screen: render::Screen<'_>) -> io::Result<usize> {
        let mut most = 0;
        // What changes is shown at once.
        execute!(self.drawn.backend_mut(), BeginSynchronizedUpdate)?;
        self.drawn
            .draw(|frame| most = render::draw(frame, screen))?;
        execute!(self.drawn.backend_mut(), EndSynchronizedUpdate)?;
        Ok(most)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn restore() {
    let _ = disable_raw_mode();
    let _ = execute!(stdout(), EndSynchronizedUpdate, LeaveAlternateScreen, Show);
    let _ = stdout().flush();
}

/// Reads keys until nobody wants them, or there are no more.
pub(super) fn read_keys(mut tell: impl FnMut(Event) -> bool) {
    loop {
        let told = match event::read() {
            Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => {
                key_of(key).is_none_or(|key| tell(Event::Key(key)))
            }
            Ok(event::Event::Resize(..)) => tell(Event::Resized),
            Ok(_) => true,
            Err(_) => {
                tell(Event::End);
                return;
            }
        };
        if !told {
            return;
        }
    }
}

/// What a key is here.
fn key_of(key: KeyEvent) -> Option<Key> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let other = KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META;
    Some(match key.code {
        KeyCode::Char('c' | 'd') if control => Key::Interrupt,
        KeyCode::Char(_) if control || key.modifiers.intersects(other) => return None,
        KeyCode::Char(it) => Key::Character(it),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        _ => return None,
    })
}

/// Calls `tell` when the system asks the program to end; the second time it ends at once.
#[cfg(unix)]
pub(super) fn on_end(mut tell: impl FnMut() -> bool) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    let mut told = false;
    for signal in signals.forever() {
        if told || !tell() {
            restore();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
        told = true;
    }
}

/// Elsewhere the system ends programs itself.
#[cfg(not(unix))]
pub(super) fn on_end(_: impl FnMut() -> bool) {}

/// Waits until nobody reads standard output any more. Without, a log behind `| head` would go on
/// until the next save.
#[cfg(unix)]
pub(super) fn nobody_reads() -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    let out = stdout();
    let mut watched = [PollFd::new(&out, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return false,
        }
        let [out] = &watched;
        return out.revents().intersects(PollFlags::ERR | PollFlags::HUP);
    }
}

/// Elsewhere it is noticed at the next save.
#[cfg(not(unix))]
pub(super) fn nobody_reads() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_c_ends_and_other_control_keys_do_nothing() {
        let key = |code, modifiers| key_of(KeyEvent::new(code, modifiers));
        let control = KeyModifiers::CONTROL;
        assert_eq!(key(KeyCode::Char('c'), control), Some(Key::Interrupt));
        assert_eq!(key(KeyCode::Char('q'), control), None);
        assert_eq!(key(KeyCode::Char('q'), KeyModifiers::ALT), None);
        let capital = key(KeyCode::Char('Q'), KeyModifiers::SHIFT);
        assert_eq!(capital, Some(Key::Character('Q')));
        assert_eq!(key(KeyCode::F(1), KeyModifiers::NONE), None);
    }
}
