//! What of a session a person wants to see.

/// A key, as far as anything depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Character(char),
    /// The key that ends a line.
    Enter,
    /// The key that leaves something.
    Escape,
    /// The key that takes the last character out.
    Backspace,
    /// A line up.
    Up,
    /// A line down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first line.
    Home,
    /// The keys that end a program anywhere.
    Interrupt,
}

/// What a key asks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing, or to draw anew.
    Nothing,
    /// To look again.
    Rerun,
    /// To end.
    Quit,
}

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Everything.
    #[default]
    All,
    /// Findings only.
    Findings,
    /// What moved only.
    Differences,
}

/// What a person wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// What is shown.
    pub mode: Mode,
    /// Only what has this text in it is shown.
    pub filter: String,
    /// The filter is being typed.
    pub typing: bool,
    /// So many lines are scrolled past.
    pub scroll: usize,
}

/// Lines that a page key goes.
const PAGE: usize = 10;
/// The most characters of a filter.
const LONGEST: usize = 100;

impl View {
    /// Does what a key means here.
    pub fn press(&mut self, key: Key) -> Asks {
        if key == Key::Interrupt {
            return Asks::Quit;
        }
        match self.typing {
            true => self.type_in(key),
            false => return self.command(key),
        }
        Asks::Nothing
    }

    fn type_in(&mut self, key: Key) {
        self.scroll = 0;
        match key {
            Key::Character(it) if self.filter.chars().count() < LONGEST => self.filter.push(it),
            Key::Backspace => drop(self.filter.pop()),
            Key::Enter => self.typing = false,
            Key::Escape => {
                self.filter.clear();
                self.typing = false;
            }
            _ => {}
        }
    }

    fn command(&mut self, key: Key) -> Asks {
        match key {
            Key::Character('q') => return Asks::Quit,
            Key::Character('r') => return Asks::Rerun,
            Key::Character('f') => self.toggle(Mode::Findings),
            Key::Character('d') => self.toggle(Mode::Differences),
            Key::Character('/') => {
                self.typing = true;
                self.filter.clear();
                self.scroll = 0;
            }
            Key::Escape => *self = View::default(),
            Key::Up | Key::Character('k') => self.scroll = self.scroll.saturating_sub(1),
            Key::Down | Key::Character('j') => self.scroll += 1,
            Key::PageUp => self.scroll = self.scroll.saturating_sub(PAGE),
            Key::PageDown | Key::Character(' ') => self.scroll += PAGE,
            Key::Home => self.scroll = 0,
            _ => {}
        }
        Asks::Nothing
    }

    fn toggle(&mut self, mode: Mode) {
        self.scroll = 0;
        self.mode = match self.mode == mode {
            true => Mode::All,
            false => mode,
        };
    }

    /// No more lines are scrolled past than there are.
    pub fn limit(&mut self, most: usize) {
        self.scroll = self.scroll.min(most);
    }

    /// Whether one of these texts has in it what the filter wants, whatever its case.
    #[must_use]
    pub fn wants<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let wanted = self.filter.to_lowercase();
        let mut texts = texts.into_iter();
        wanted.is_empty() || texts.any(|text| text.to_lowercase().contains(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_left_by_the_key_that_entered_them() {
        let mut view = View::default();
        view.press(Key::Character('f'));
        assert_eq!(view.mode, Mode::Findings);
        view.press(Key::Character('d'));
        assert_eq!(view.mode, Mode::Differences);
        view.press(Key::Character('d'));
        assert_eq!(view.mode, Mode::All);
        assert_eq!(view.press(Key::Character('r')), Asks::Rerun);
        assert_eq!(view.press(Key::Character('q')), Asks::Quit);
    }

    #[test]
    fn keys_are_letters_while_a_filter_is_typed() {
        let mut view = View::default();
        for key in "/Qx".chars() {
            assert_eq!(view.press(Key::Character(key)), Asks::Nothing);
        }
        view.press(Key::Backspace);
        view.press(Key::Enter);
        assert_eq!((view.filter.as_str(), view.typing), ("Q", false));
        assert!(view.wants(["gap", "qualification"]));
        assert!(!view.wants(["gap"]));
        assert_eq!(view.press(Key::Character('q')), Asks::Quit);
        view.press(Key::Escape);
        assert!(view.wants(["gap"]));
        view.typing = true;
        assert_eq!(view.press(Key::Interrupt), Asks::Quit);
    }

    #[test]
    fn scrolling_stays_in_the_text() {
        let mut view = View::default();
        view.press(Key::Up);
        view.press(Key::PageDown);
        view.limit(3);
        assert_eq!(view.scroll, 3);
        view.press(Key::Character('f'));
        assert_eq!(view.scroll, 0);
    }
}
