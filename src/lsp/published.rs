//! What the client was told of each text, so that it is told what changed and nothing else, and so that
//! nothing stays on a text of which it is no longer so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::kept::Changes;
use super::protocol::{Diagnostic, PublishParams};

/// What was told of each text, by policy and by the text's address.
#[derive(Debug, Default)]
pub(crate) struct Published {
    told: BTreeMap<PathBuf, BTreeMap<String, Vec<Diagnostic>>>,
}

impl Published {
    /// What is to be told now that a policy has these findings, by the address of the text. A text
    /// is told of once also where nothing is wrong with it.
    pub(crate) fn update(
        &mut self,
        policy: &Path,
        findings: BTreeMap<String, Vec<Diagnostic>>,
        version: impl Fn(&str) -> Option<i32>,
    ) -> Vec<PublishParams> {
        let told = self.told.entry(policy.to_owned()).or_default();
        let mut news = Vec::new();
        let publish = |uri: &str, diagnostics: Vec<Diagnostic>| PublishParams {
            version: version(uri),
            uri: uri.to_owned(),
            diagnostics,
        };
        for (uri, before) in told.iter() {
            if !findings.contains_key(uri) && !before.is_empty() {
                news.push(publish(uri, Vec::new()));
            }
        }
        for (uri, diagnostics) in &findings {
            if told.get(uri) != Some(diagnostics) {
                news.push(publish(uri, diagnostics.clone()));
            }
        }
        *told = findings;
        news
    }

    /// Adds what the last proof found and what these changes leave as it was. Says whether there is
    /// anything of that kind.
    pub(crate) fn keep(
        &self,
        policy: &Path,
        changes: &Changes,
        findings: &mut BTreeMap<String, Vec<Diagnostic>>,
    ) -> bool {
        let mut keeps = false;
        for (uri, told) in self.told.get(policy).into_iter().flatten() {
            let earlier = told.iter().filter(|it| it.of_proof);
            let kept = earlier.filter_map(|finding| changes.moved(uri, finding));
            let kept: Vec<Diagnostic> = kept.collect();
            if !kept.is_empty() {
                keeps = true;
                findings.entry(uri.clone()).or_default().extend(kept);
            }
        }
        keeps
    }

    /// What is to be told now that nobody edits a policy any more: nothing is wrong with its texts.
    pub(crate) fn forget(&mut self, policy: &Path) -> Vec<PublishParams> {
        let news = self.update(policy, BTreeMap::new(), |_| None);
        self.told.remove(policy);
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::protocol::{Position, Range};

    fn finding(line: u32) -> Diagnostic {
        let at = Position { line, character: 0 };
        Diagnostic {
            range: Range { start: at, end: at },
            severity: 1,
            code: "syntax",
            source: "groundrules",
            message: String::new(),
            tags: Vec::new(),
            related_information: Vec::new(),
            data: serde_json::Value::Null,
            of_proof: false,
        }
    }

    fn told(published: &mut Published, findings: &[(&str, &[u32])]) -> Vec<(String, usize)> {
        let findings = findings.iter().map(|(uri, lines)| {
            let found = lines.iter().map(|line| finding(*line)).collect();
            ((*uri).to_owned(), found)
        });
        let news = published.update(Path::new("p"), findings.collect(), |_| None);
        news.into_iter()
            .map(|it| (it.uri, it.diagnostics.len()))
            .collect()
    }

    #[test]
    fn only_what_changed_is_told_and_what_is_gone_is_cleared() {
        let mut published = Published::default();
        let of = |uri: &str, count| (uri.to_owned(), count);
        assert_eq!(
            told(&mut published, &[("a", &[1]), ("b", &[])]),
            [of("a", 1), of("b", 0)]
        );
        assert_eq!(told(&mut published, &[("a", &[1])]), []);
        assert_eq!(
            told(&mut published, &[("a", &[2]), ("c", &[1])]),
            [of("a", 1), of("c", 1)]
        );
        assert_eq!(told(&mut published, &[("c", &[1])]), [of("a", 0)]);
        let cleared = published.forget(Path::new("p"));
        assert_eq!(cleared.len(), 1);
        assert_eq!(told(&mut published, &[]), []);
    }
}
