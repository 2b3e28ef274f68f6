//! The loop: what the client says, what the disk and the worker tell, one thing after another.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use lsp_server::{Connection, Message, Notification, Request};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::capabilities::{capabilities, encoding_for};
use super::client::{Answer, Client, Gravity, Refusal};
use super::diagnostics;
use super::document::{Document, Documents};
use super::events::{Event, Events};
use super::host::Host;
use super::kept::Changes;
use super::protocol::{
    ChangeParams, ClientCapabilities, ConfigurationParams, Diagnostic, DocumentParams,
    InitializeParams, OpenParams, Settings,
};
use super::published::Published;
use super::requests;
use super::stand::Stand;
use super::uri::path_of;
use super::worker::{self, Aim, Found, Job, What};
use super::workspace::{News, Workspace};
use crate::render::findings::Counts;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client said so, in order.
    InOrder,
    /// The client went away, or left without a word before.
    Abruptly,
}

/// Serves one client until it leaves.
#[must_use]
pub fn serve(connection: Connection, host: Arc<dyn Host>) -> Ended {
    let (sender, events) = mpsc::channel();
    let Connection {
        sender: out,
        receiver,
    } = connection;
    let said = sender.clone();
    thread::spawn(move || {
        for message in receiver {
            if said.send(Event::Said(message)).is_err() {
                return;
            }
        }
        let _ = said.send(Event::Gone);
    });
    let client = Client::new(move |message| {
        // Of a client that is gone the loop hears in a moment.
        let _ = out.send(message);
    });
    let disk = sender.clone();
    host.listen(Box::new(move || {
        let _ = disk.send(Event::Disk);
    }));
    let (jobs, waiting) = mpsc::channel();
    let on_worker = host.clone();
    thread::spawn(move || worker::work(&waiting, &sender, &*on_worker));
    let mut events = Events::new(events);
    let Some(mut server) = Server::begin(client, host, jobs, &mut events) else {
        return Ended::Abruptly;
    };
    server.run(&mut events)
}

/// A session.
pub(crate) struct Server {
    pub(super) client: Client,
    pub(super) workspace: Workspace,
    pub(super) host: Arc<dyn Host>,
    pub(super) can: ClientCapabilities,
    published: Published,
    jobs: Sender<Job>,
    is_leaving: bool,
}

impl Server {
    /// Waits for the client to say who it is, and says what is offered; none where it goes away.
    fn begin(
        client: Client,
        host: Arc<dyn Host>,
        jobs: Sender<Job>,
        events: &mut Events,
    ) -> Option<Self> {
        loop {
            match events.next() {
                Event::Said(Message::Request(request)) if request.method == "initialize" => {
                    let params: InitializeParams =
                        serde_json::from_value(request.params).unwrap_or_default();
                    let encoding = encoding_for(&params.capabilities);
                    let mut folders: Vec<PathBuf> = params
                        .workspace_folders
                        .iter()
                        .filter_map(|folder| path_of(&folder.uri))
                        .collect();
                    if folders.is_empty() {
                        folders.extend(params.root_uri.as_deref().and_then(path_of));
                    }
                    client.answer(request.id, Ok(capabilities(encoding)));
                    let mut server = Server {
                        workspace: Workspace::new(host.clone(), encoding, folders),
                        published: Published::default(),
                        can: params.capabilities,
                        is_leaving: false,
                        client,
                        host,
                        jobs,
                    };
                    server.set(params.initialization_options);
                    return Some(server);
                }
                Event::Said(Message::Request(request)) => {
                    client.answer(request.id, Err(Refusal::not_begun()));
                }
                Event::Said(Message::Notification(it)) if it.method == "exit" => return None,
                Event::Gone => return None,
                Event::Said(_) | Event::Disk | Event::Found(_) => {}
            }
        }
    }

    fn run(&mut self, events: &mut Events) -> Ended {
        loop {
            match events.next() {
                Event::Said(Message::Request(request)) => self.asked(request, events),
                Event::Said(Message::Notification(it)) if it.method == "exit" => {
                    return match self.is_leaving {
                        true => Ended::InOrder,
                        false => Ended::Abruptly,
                    };
                }
                Event::Said(Message::Notification(told)) => {
                    self.guarded("a notification", |server| server.told(told));
                }
                // Nothing is asked whose answer matters.
                Event::Said(Message::Response(_)) => {}
                Event::Disk => drop(self.guarded("a look at the disk", Server::disk_changed)),
                Event::Found(found) => drop(self.guarded("a proof", |server| server.found(*found))),
                Event::Gone => return Ended::Abruptly,
            }
            // Of many changes at once the last state counts.
            if events.is_empty() {
                self.guarded("a look at the policy", Server::refresh);
            }
        }
    }

    /// Does something, and goes on also where that fails by a fault of this program.
    fn guarded<T>(&mut self, what: &str, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        if done.is_err() {
            let message = format!("{what} failed by a fault of Groundrules: please report it");
            self.client.log(Gravity::Error, &message);
        }
        done.ok()
    }

    fn asked(&mut self, request: Request, events: &mut Events) {
        let Request { id, method, params } = request;
        let answer = if self.is_leaving {
            Err(Refusal::leaving())
        } else if method == "shutdown" {
            self.is_leaving = true;
            Ok(Value::Null)
        } else if events.is_cancelled(&id) {
            Err(Refusal::cancelled())
        } else {
            let answer = self.guarded(&method, |server| {
                // The answer is about the text as it is now.
                server.refresh();
                requests::answer(server, &method, params)
            });
            answer.unwrap_or_else(|| Err(Refusal::fault(&method)))
        };
        self.client.answer(id, answer);
    }

    fn told(&mut self, told: Notification) {
        let Notification { method, params } = told;
        let heeded = match method.as_str() {
            "textDocument/didOpen" => read(params).map(|it| self.opened(it)),
            "textDocument/didChange" => read(params).map(|it| self.changed(it)),
            "textDocument/didClose" => read(params).map(|it| self.closed(&it)),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.disk_changed();
                Ok(())
            }
            "workspace/didChangeConfiguration" => read(params).map(|it: ConfigurationParams| {
                self.set(it.settings.groundrules.unwrap_or_default());
                self.disk_changed();
            }),
            _ => Ok(()),
        };
        if let Err(error) = heeded {
            let message = format!("`{method}` cannot be read: {error}");
            self.client.log(Gravity::Warning, &message);
        }
    }

    fn opened(&mut self, params: OpenParams) {
        let it = params.text_document;
        let key = Documents::key(&it.uri);
        let document = Document::new(it.uri, it.version, it.text, self.workspace.encoding);
        self.workspace.documents.open(document);
        let problem = self.workspace.opened(&key);
        self.complain(problem);
        self.refresh();
        self.workspace.watch();
    }

    fn changed(&mut self, params: ChangeParams) {
        let key = Documents::key(&params.text_document.uri);
        let encoding = self.workspace.encoding;
        if let Some(document) = self.workspace.documents.get_mut(&key) {
            let next = document.version.wrapping_add(1);
            let version = params.text_document.version.unwrap_or(next);
            document.change(params.content_changes, version, encoding);
            self.workspace.changed(&key);
        }
    }

    fn closed(&mut self, params: &DocumentParams) {
        let key = Documents::key(&params.text_document.uri);
        self.workspace.documents.close(&key);
        if let Some(policy) = self.workspace.closed(&key) {
            self.forget(&policy);
        }
        self.workspace.watch();
    }

    fn disk_changed(&mut self) {
        let (problems, gone) = self.workspace.disk_changed();
        self.complain(problems);
        gone.iter().for_each(|policy| self.forget(policy));
        self.refresh();
        self.workspace.watch();
    }

    fn forget(&mut self, policy: &std::path::Path) {
        for news in self.published.forget(policy) {
            self.client.tell("textDocument/publishDiagnostics", news);
        }
    }

    fn complain(&self, problems: impl IntoIterator<Item = String>) {
        for problem in problems {
            self.client.show(Gravity::Error, &problem);
        }
    }

    fn set(&mut self, settings: Settings) {
        let sample = settings.sample.filter(|path| !path.is_empty());
        let folder = self.workspace.folders.first().cloned().unwrap_or_default();
        self.workspace.sample = sample.map(|path| folder.join(path));
        let usual = crate::analyze::Options::DEFAULT_BUDGET;
        self.workspace.proves = settings.proof.unwrap_or(true);
        self.workspace.budget = settings.budget.unwrap_or(usual);
    }

    /// Looks at what changed, and tells what is wrong with it.
    pub(super) fn refresh(&mut self) {
        for news in self.workspace.refresh() {
            let keeps = self.look_at(&news);
            let stand = match news.job.aim {
                Aim::Rest if !keeps => Stand::Faulty,
                Aim::Prove | Aim::Rest => Stand::Proving,
                Aim::Count => Stand::Ready,
            };
            self.stands(&news.policy, &news.view, stand);
            // Nothing is to be done with errors but to take back what is kept.
            if stand != Stand::Faulty {
                // Without a worker there is no proof, and all the rest.
                let _ = self.jobs.send(news.job);
            }
            drop((news.before, news.sound));
        }
    }

    /// Tells what a look found. Says whether what the last proof found stays in sight.
    fn look_at(&mut self, news: &News) -> bool {
        let mut findings = diagnostics::by_text(&news.view);
        let keeps = match &news.before {
            Some(before) if news.job.aim != Aim::Count => {
                let changes = Changes::between(before, &news.view);
                self.published.keep(&news.policy, &changes, &mut findings)
            }
            _ => false,
        };
        self.publish(&news.policy, findings);
        keeps
    }

    fn publish(&mut self, policy: &Path, findings: BTreeMap<String, Vec<Diagnostic>>) {
        let documents = &self.workspace.documents;
        let version = |uri: &str| documents.get(&Documents::key(uri)).map(|it| it.version);
        for news in self.published.update(policy, findings, version) {
            self.client.tell("textDocument/publishDiagnostics", news);
        }
    }

    /// Tells how a policy stands, for whoever shows it in a corner.
    fn stands(&self, policy: &std::path::Path, view: &super::view::View, stand: Stand) {
        let counts = Counts::of(view.findings());
        let params = serde_json::json!({
            "policy": policy.to_string_lossy(),
            "state": view.number,
            "stand": stand.word(),
            "errors": counts.errors,
            "warnings": counts.warnings,
            "notes": counts.notes,
            "notProved": counts.not_proved,
        });
        self.client.tell("groundrules/status", params);
    }

    fn found(&mut self, found: Found) {
        let Found {
            policy,
            number,
            what,
        } = found;
        match what {
            What::Proved(findings) => {
                if let Some(view) = self.workspace.proved(&policy, number, findings) {
                    self.publish(&policy, diagnostics::by_text(&view));
                    self.stands(&policy, &view, Stand::Ready);
                    if self.can.workspace.inlay_hint.refresh_support {
                        self.client.ask("workspace/inlayHint/refresh");
                    }
                }
            }
            What::Counted(counted) => {
                let summary = match counted {
                    Ok(summary) => Some(*summary),
                    Err(reason) => {
                        self.client.log(Gravity::Warning, &reason);
                        None
                    }
                };
                let is_news = self.workspace.counted(&policy, number, summary);
                if is_news && self.can.workspace.code_lens.refresh_support {
                    self.client.ask("workspace/codeLens/refresh");
                }
            }
            What::Rested => {
                if let Some(view) = self.workspace.current(&policy, number) {
                    self.publish(&policy, diagnostics::by_text(&view));
                    self.stands(&policy, &view, Stand::Faulty);
                }
            }
            What::Fault(fault) => {
                self.client.log(Gravity::Error, &fault);
                // Where the proof failed, what the last one found is not to stay for good.
                if let Some(view) = self.workspace.current(&policy, number) {
                    self.publish(&policy, diagnostics::by_text(&view));
                }
            }
        }
    }
}

/// What a message says.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(params)
}

/// What a request says, or why that cannot be read.
pub(super) fn asked<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    read(params).map_err(|error| Refusal::malformed(&error))
}

/// The answer to a request.
pub(super) fn told(answer: impl serde::Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| Refusal::malformed(&error))
}
