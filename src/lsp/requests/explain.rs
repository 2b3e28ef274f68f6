//! Requests of our own: the page of a finding, and a text as the server has it.

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::explain;
use crate::lsp::client::{Answer, Refusal};
use crate::lsp::document::Documents;
use crate::lsp::protocol::TextDocumentIdentifier;
use crate::lsp::server::{Server, asked, told};

#[derive(Deserialize)]
struct PageParams {
    code: String,
}

/// `groundrules/explain`: the page of a finding, in Markdown, by its code.
pub(super) fn page(params: Value) -> Answer {
    let PageParams { code } = asked(params)?;
    let code: Result<Code, ()> = code.parse();
    let code = code.map_err(|()| Refusal::cannot("there is no finding of this code"))?;
    told(explain::page(code))
}

/// `groundrules/text`: an open text as the server has it, to find out whether that is what the editor
/// has.
pub(super) fn text(server: &Server, params: Value) -> Answer {
    let TextDocumentIdentifier { uri } = asked(params)?;
    let document = server.workspace.documents.get(&Documents::key(&uri));
    told(document.map(|document| &document.text))
}
