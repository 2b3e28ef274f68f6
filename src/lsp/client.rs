//! What is told to the client.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;

/// An answer, or why there is none.
pub(crate) type Answer = Result<Value, Refusal>;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: i32,
    message: String,
}

impl Refusal {
    /// The request is not one of those that are answered.
    pub(crate) fn unknown(method: &str) -> Self {
        Refusal::new(ErrorCode::MethodNotFound, format!("there is no `{method}`"))
    }

    /// The request does not say what it has to.
    pub(crate) fn malformed(reason: &serde_json::Error) -> Self {
        Refusal::new(ErrorCode::InvalidParams, reason.to_string())
    }

    /// What is asked for cannot be done, for a reason that a person reads.
    pub(crate) fn cannot(reason: impl Into<String>) -> Self {
        Refusal::new(ErrorCode::RequestFailed, reason)
    }

    /// A fault of this program.
    pub(crate) fn fault(method: &str) -> Self {
        let message = format!("`{method}` failed by a fault of Groundrules: please report it");
        Refusal::new(ErrorCode::InternalError, message)
    }

    /// The client said that it is about to leave.
    pub(crate) fn leaving() -> Self {
        Refusal::new(ErrorCode::InvalidRequest, "the server is shutting down")
    }

    /// The client did not say who it is.
    pub(crate) fn not_begun() -> Self {
        Refusal::new(ErrorCode::ServerNotInitialized, "`initialize` comes first")
    }

    /// The client took the request back.
    pub(crate) fn cancelled() -> Self {
        Refusal::new(ErrorCode::RequestCanceled, "cancelled")
    }

    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Refusal {
            code: code as i32,
            message: message.into(),
        }
    }
}

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gravity {
    /// Something went wrong.
    Error = 1,
    /// Something may be wrong.
    Warning = 2,
}

/// The client.
pub(crate) struct Client {
    send: Box<dyn Fn(Message)>,
    requests: i32,
}

impl Client {
    /// A client that messages are sent to in this way.
    pub(crate) fn new(send: impl Fn(Message) + 'static) -> Self {
        Client {
            send: Box::new(send),
            requests: 0,
        }
    }

    /// Answers a request.
    pub(crate) fn answer(&self, id: RequestId, answer: Answer) {
        let response = match answer {
            // Not by `new_ok`, which makes a copy of it.
            Ok(result) => Response {
                id,
                response_result: Ok(result),
            },
            Err(refusal) => Response::new_err(id, refusal.code, refusal.message),
        };
        (self.send)(response.into());
    }

    /// Tells something.
    pub(crate) fn tell(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            let method = method.to_owned();
            (self.send)(Notification { method, params }.into());
        }
    }

    /// Asks for something whose answer does not matter.
    pub(crate) fn ask(&mut self, method: &str) {
        self.requests = self.requests.wrapping_add(1);
        let request = Request {
            id: RequestId::from(format!("groundrules-{}", self.requests)),
            method: method.to_owned(),
            params: Value::Null,
        };
        (self.send)(request.into());
    }

    /// Shows a person a message.
    pub(crate) fn show(&self, gravity: Gravity, message: &str) {
        let params = serde_json::json!({ "type": gravity as i32, "message": message });
        self.tell("window/showMessage", params);
    }

    /// Writes a message into the client's log.
    pub(crate) fn log(&self, gravity: Gravity, message: &str) {
        let params = serde_json::json!({ "type": gravity as i32, "message": message });
        self.tell("window/logMessage", params);
    }
}
