//! What happens, one thing after another: what the client says, what the disk and the worker tell.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

use lsp_server::{Message, RequestId};

use super::worker::Found;

/// Something that happened.
pub(crate) enum Event {
    /// The client says something.
    Said(Message),
    /// The client is gone.
    Gone,
    /// Something on the disk changed.
    Disk,
    /// The worker found something.
    Found(Box<Found>),
}

/// What happened and was not looked at.
pub(super) struct Events {
    events: Receiver<Event>,
    waiting: VecDeque<Event>,
}

impl Events {
    /// What happens from now on.
    pub(super) fn new(events: Receiver<Event>) -> Self {
        Events {
            events,
            waiting: VecDeque::new(),
        }
    }

    /// What happens next; waits for it.
    pub(super) fn next(&mut self) -> Event {
        let waiting = self.waiting.pop_front();
        waiting.unwrap_or_else(|| self.events.recv().unwrap_or(Event::Gone))
    }

    /// Whether more happened meanwhile.
    pub(super) fn is_empty(&mut self) -> bool {
        self.waiting.extend(self.events.try_iter());
        self.waiting.is_empty()
    }

    /// Whether the client took a request back meanwhile.
    pub(super) fn is_cancelled(&mut self, id: &RequestId) -> bool {
        self.waiting.extend(self.events.try_iter());
        self.waiting.iter().any(|event| match event {
            Event::Said(Message::Notification(it)) if it.method == "$/cancelRequest" => {
                let cancelled = it.params.get("id").cloned().unwrap_or_default();
                serde_json::from_value::<RequestId>(cancelled).is_ok_and(|it| it == *id)
            }
            _ => false,
        })
    }
}
