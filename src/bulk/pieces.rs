//! Pieces out to the workers and back in order.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::Judge;
use super::worker::{FullLead, Known, Results, Task, work};
use crate::data::{DataError, LeadPiece, Leads};
use crate::records::{Reader, Record};

/// Most processors that are used.
const MOST_WORKERS: usize = 16;
/// So many pieces are with each worker at most, one of them in work.
const PIECES: usize = 2;

/// Why not all leads were decided.
#[derive(Debug)]
pub enum Ended<E> {
    /// A file cannot be read further; all leads before that have been given.
    Data(DataError),
    /// What came of them was refused.
    Refused(E),
    /// What came of them could not be put into words.
    Fault(String),
}

/// Decides all leads and gives what comes of them, piece by piece in their order.
///
/// # Errors
/// See [`Ended`].
pub fn decide<'m, E>(
    leads: &mut Leads<'m>,
    judge: &Judge<'_>,
    mut take: impl FnMut(&mut Results<'m>) -> Result<(), E>,
) -> Result<(), Ended<E>> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = workers.clamp(1, MOST_WORKERS);
    thread::scope(|scope| {
        let lines = (0..workers).map(|_| {
            let (send, pieces) = sync_channel(PIECES);
            let (results, receive) = sync_channel(PIECES);
            scope.spawn(move || serve(judge, &pieces, &results));
            Line { send, receive }
        });
        let mut lines = Lines {
            lines: lines.collect(),
            out: VecDeque::new(),
            next: 0,
            spare: Vec::new(),
        };
        let mut failed = None;
        loop {
            // A file that fails is told of behind its last lead.
            let piece = match failed.is_none().then(|| leads.next_piece()) {
                Some(Ok(piece)) => piece,
                Some(Err(error)) => {
                    failed = Some(error);
                    None
                }
                None => None,
            };
            let is_last = piece.is_none();
            if let Some(piece) = piece {
                lines.send(piece);
            }
            while lines.out.len() >= PIECES * workers || is_last && !lines.out.is_empty() {
                if let Some(results) = lines.receive() {
                    lines.spare = settle(leads, judge, results, &mut take)?;
                }
            }
            if is_last {
                return failed.map_or(Ok(()), |error| Err(Ended::Data(error)));
            }
        }
    })
}

/// The way to a worker and back.
struct Line<'m> {
    send: SyncSender<Task<'m>>,
    receive: Receiver<Results<'m>>,
}

/// The ways to all workers, who are given pieces in turn, so that what comes first went out first.
struct Lines<'m> {
    lines: Vec<Line<'m>>,
    /// Who has a piece.
    out: VecDeque<usize>,
    next: usize,
    /// Room for what is told of the next piece.
    spare: Vec<u8>,
}

impl<'m> Lines<'m> {
    fn send(&mut self, piece: LeadPiece<'m>) {
        let Some(line) = self.lines.get(self.next) else {
            return;
        };
        let text = std::mem::take(&mut self.spare);
        // A worker ends only when its line does.
        if line.send.send(Task { piece, text }).is_ok() {
            self.out.push_back(self.next);
        }
        self.next = (self.next + 1) % self.lines.len();
    }

    /// What comes of the piece that was sent first.
    fn receive(&mut self) -> Option<Results<'m>> {
        let line = self.lines.get(self.out.pop_front()?)?;
        line.receive.recv().ok()
    }
}

fn serve<'m>(judge: &Judge<'_>, tasks: &Receiver<Task<'m>>, results: &SyncSender<Results<'m>>) {
    let mut known = Known::default();
    while let Ok(task) = tasks.recv() {
        if results.send(work(judge, task, &mut known)).is_err() {
            return;
        }
    }
}

/// Tells the leads of a piece apart from all before them, and gives them. What is left is room for what
/// is told of another one.
fn settle<'m, E>(
    leads: &mut Leads<'m>,
    judge: &Judge<'_>,
    mut results: Results<'m>,
    take: &mut impl FnMut(&mut Results<'m>) -> Result<(), E>,
) -> Result<Vec<u8>, Ended<E>> {
    let error = results.error.take();
    let mut file = 0;
    if let Some(told) = results.told.take() {
        file = told.piece.file;
        leads.count(file, told.keys.len() as u64, told.unread_faults);
        let keys = told.keys.iter().enumerate();
        let again = keys.filter(|(_, key)| key.is_some_and(|key| !leads.is_new(key)));
        let again: Vec<usize> = again.map(|(at, _)| at).collect();
        for at in &again {
            duplicate(judge, &told, *at, &mut results);
        }
        if !again.is_empty() {
            retell(judge, &told.ends, &again, &mut results);
        }
        leads.reuse(told.piece);
    }
    if let Some(fault) = results.fault.take() {
        return Err(Ended::Fault(fault));
    }
    take(&mut results).map_err(Ended::Refused)?;
    match error {
        Some(error) => Err(Ended::Data(leads.failed(file, error))),
        None => Ok(results.text),
    }
}

/// Takes note that a lead has the key of another one.
fn duplicate<'m>(
    judge: &Judge<'_>,
    told: &super::worker::Told<'m>,
    at: usize,
    results: &mut Results<'m>,
) {
    let maker = &told.piece.maker;
    if let Ok(place) = results.full.binary_search_by_key(&at, |full| full.at) {
        if let Some(full) = results.full.get_mut(place) {
            let record = Record::of(full.info.row, 0, full.info.raw.iter().map(String::as_str));
            maker.mark_duplicate(&record, &mut full.info);
            full.retell(judge);
        }
        return;
    }
    let start = told.starts.get(at).copied().unwrap_or_default();
    let bytes = told.piece.block.bytes.get(start..).unwrap_or_default();
    let mut record = Record::default();
    // It has been read once.
    let _ = Reader::new(bytes, told.piece.delimiter).read(&mut record);
    record.row = told.piece.block.rows + at as u64 + 1;
    let mut made = maker.alone(&record);
    made.info.file = told.piece.file;
    maker.mark_duplicate(&record, &mut made.info);
    let full = FullLead::new(judge, made.cells, made.info, at);
    results.late.push(full);
}

/// Tells those leads again of which more is known now.
fn retell(judge: &Judge<'_>, ends: &[usize], again: &[usize], results: &mut Results<'_>) {
    let old = std::mem::take(&mut results.text);
    let mut from = 0;
    for at in again {
        let start = at
            .checked_sub(1)
            .and_then(|before| ends.get(before))
            .copied();
        let (start, end) = (start.unwrap_or(0), ends.get(*at).copied().unwrap_or(0));
        results
            .text
            .extend_from_slice(old.get(from..start).unwrap_or_default());
        // Both are in the order of the leads.
        let find = |leads: &[FullLead]| leads.binary_search_by_key(at, |it| it.at).ok();
        let lead = match find(&results.full) {
            Some(place) => results.full.get(place),
            None => find(&results.late).and_then(|place| results.late.get(place)),
        };
        if let Some(lead) = lead
            && let Err(fault) = judge.tell.full(&lead.result, &mut results.text)
        {
            results.fault.get_or_insert(fault);
        }
        from = end;
    }
    results
        .text
        .extend_from_slice(old.get(from..).unwrap_or_default());
}
