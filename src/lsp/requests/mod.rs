//! Requests and their answers, a file for each kind.

mod explain;

use serde_json::Value;

use super::client::{Answer, Refusal};
use super::server::Server;

/// The answer to a request.
pub(super) fn answer(server: &mut Server, method: &str, params: Value) -> Answer {
    match method {
        "groundrules/explain" => explain::page(params),
        "groundrules/text" => explain::text(server, params),
        _ => Err(Refusal::unknown(method)),
    }
}
