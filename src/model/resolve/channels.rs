//! Channels that are likely misspelt: a channel exists by being named, so that a slip makes a new one,
//! which nothing forbids, or nobody uses.

use std::collections::BTreeMap;

use super::context::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::ChannelId;
use crate::source::Span;

impl Resolver<'_> {
    /// Warns of channels that one task or one prohibition names and nothing else does, and that are
    /// nearly called as another one is. Two channels that are both only forbidden may well be two.
    pub(super) fn misspelt_channels(&mut self) {
        if self.has_errors() {
            return;
        }
        let mut uses: BTreeMap<ChannelId, Vec<(Span, bool)>> = BTreeMap::new();
        for (id, span, by_task) in &self.channel_uses {
            uses.entry(*id).or_default().push((*span, *by_task));
        }
        for (id, own) in &uses {
            let [(span, by_task)] = own.as_slice() else {
                continue;
            };
            // Of two that are named once each, the later one.
            let is_surer = |(other, uses): &(&ChannelId, &Vec<(Span, bool)>)| {
                let named_apart = *by_task || uses.iter().any(|(_, by_task)| *by_task);
                named_apart && (uses.len() > 1 || *other < id)
            };
            let others: Vec<ChannelId> = uses.iter().filter(is_surer).map(|(id, _)| *id).collect();
            let names: Vec<String> = others.iter().map(|id| self.channel_name(*id)).collect();
            let name = self.channel_name(*id);
            let Some(nearest) = self.nearest(&name, names.iter().map(String::as_str)) else {
                continue;
            };
            let message = match by_task {
                true => {
                    format!("only this task names the channel `{name}`, and nothing forbids it")
                }
                false => {
                    format!("no task names the channel `{name}`, so that nothing is forbidden")
                }
            };
            let other = self.channel_names.get(nearest).and_then(|id| uses.get(id));
            let other = other.and_then(|uses| uses.first());
            let mut finding = Diagnostic::new(Code::Unused, *span, message)
                .help("a channel exists by being named; to keep both, accept this")
                .did_you_mean(*span, Some(nearest))
                .about("channel", name);
            if let Some((span, _)) = other {
                finding = finding.label(*span, format!("`{nearest}` is named here"));
            }
            self.report(finding);
        }
    }

    fn channel_name(&self, id: ChannelId) -> String {
        let channel = self.model.channels.get(id);
        channel.map_or(String::new(), |channel| channel.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, finding};

    fn with(forbid: &str, by: &str) -> String {
        format!(
            "policy \"p\" {{ time zone \"UTC\" }} team t {{ role r }}\n\
             lead {{ a: text key  b: boolean  s: one of x | y required  d: datetime required }}\n\
             {forbid}\njourney j tracks s since d {{ stage x start {{ accountable t\n\
             task k {{ responsible r  by {by} }}  to y when b }} stage y end }}"
        )
    }

    #[test]
    fn a_slip_makes_no_new_channel() {
        assert_eq!(codes(&with("forbid phone unless b", "phone, post")), []);
        let text = with("forbid phone unless b", "phoen, post");
        assert_eq!(codes(&text), [Code::Unused]);
        let found = finding(&text, Code::Unused);
        assert_eq!(
            found.message,
            "only this task names the channel `phoen`, and nothing forbids it"
        );
        assert!(found.help.unwrap().starts_with("did you mean `phone`?"));
        assert!(found.fix.is_some());
    }

    #[test]
    fn a_slip_in_a_prohibition_forbids_nothing() {
        let forbids = "forbid phone unless b\nforbid phoen when b";
        let text = with(forbids, "phone");
        assert_eq!(codes(&text), [Code::Unused]);
        let found = finding(&text, Code::Unused);
        assert!(
            found
                .message
                .starts_with("no task names the channel `phoen`")
        );
    }

    #[test]
    fn two_that_are_both_forbidden_may_be_two() {
        assert_eq!(
            codes(&with("forbid mail when b\nforbid email when b", "post")),
            []
        );
        let accepted = with("forbid mail when b", "email");
        assert_eq!(codes(&accepted), [Code::Unused]);
    }
}
