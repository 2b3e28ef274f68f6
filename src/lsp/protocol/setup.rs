//! How client and server begin: what the client can do, and what it is set to.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What the client says of itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct InitializeParams {
    /// What it can do.
    #[serde(deserialize_with = "or_default")]
    pub(crate) capabilities: ClientCapabilities,
    /// The folders that it has open.
    #[serde(deserialize_with = "or_default")]
    pub(crate) workspace_folders: Vec<WorkspaceFolder>,
    /// The same of an older client.
    #[serde(deserialize_with = "or_default")]
    pub(crate) root_uri: Option<String>,
    /// What it is set to.
    #[serde(deserialize_with = "or_default")]
    pub(crate) initialization_options: Settings,
}

/// What is wrong or `null` counts as not said.
fn or_default<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// A folder that is open in the editor.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct WorkspaceFolder {
    /// Its address.
    pub(crate) uri: String,
}

/// What the client can do, as far as it matters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ClientCapabilities {
    /// As a whole.
    #[serde(deserialize_with = "or_default")]
    pub(crate) general: GeneralCapabilities,
    /// With texts.
    #[serde(deserialize_with = "or_default")]
    pub(crate) text_document: TextCapabilities,
    /// With the workspace.
    #[serde(deserialize_with = "or_default")]
    pub(crate) workspace: WorkspaceCapabilities,
}

/// What the client can do as a whole.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct GeneralCapabilities {
    /// The units in which it counts columns, the best first.
    pub(crate) position_encodings: Vec<String>,
}

/// What the client can do with texts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TextCapabilities {
    /// With completions.
    pub(crate) completion: CompletionCapabilities,
}

/// What the client can do with completions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct CompletionCapabilities {
    /// With one of them.
    pub(crate) completion_item: ItemCapabilities,
}

/// What the client can do with a completion.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ItemCapabilities {
    /// It fills in texts with gaps.
    pub(crate) snippet_support: bool,
}

/// What the client can do with the workspace.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct WorkspaceCapabilities {
    /// It can be told to ask for code lenses again.
    pub(crate) code_lens: RefreshCapability,
    /// It can be told to ask for inlay hints again.
    pub(crate) inlay_hint: RefreshCapability,
}

/// Whether something is asked for again when the server says so.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RefreshCapability {
    /// It is.
    pub(crate) refresh_support: bool,
}

/// What a person sets in the editor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// The file of leads on which policies are tried that name none.
    #[serde(deserialize_with = "or_default")]
    pub(crate) sample: Option<String>,
    /// The most steps of the proof; none for the usual number.
    #[serde(deserialize_with = "or_default")]
    pub(crate) budget: Option<u64>,
    /// Whether policies are proved; they are unless this is `false`.
    #[serde(deserialize_with = "or_default")]
    pub(crate) proof: Option<bool>,
}

/// What a client says when its settings change.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConfigurationParams {
    /// All settings.
    #[serde(deserialize_with = "or_default")]
    pub(crate) settings: AllSettings,
}

/// The settings of all that the client has; those of this server may stand alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AllSettings {
    /// Ours.
    #[serde(deserialize_with = "or_default")]
    pub(crate) groundrules: Option<Settings>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_says_wrongly_counts_as_not_said() {
        let said = serde_json::json!({
            "capabilities": { "general": { "positionEncodings": ["utf-8"] }, "workspace": 5 },
            "workspaceFolders": null,
            "initializationOptions": { "sample": 7, "budget": 9 },
            "processId": 1,
        });
        let params: InitializeParams = serde_json::from_value(said).unwrap();
        assert_eq!(params.capabilities.general.position_encodings, ["utf-8"]);
        assert!(params.workspace_folders.is_empty());
        let settings = params.initialization_options;
        assert_eq!((settings.sample, settings.budget), (None, Some(9)));
    }
}
