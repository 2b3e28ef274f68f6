//! `double-meaning`: one word for two things, or two words for one, in what teams call things.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Model, Party, TeamId};
use crate::source::Span;
use crate::syntax::quote;
use crate::value::joined;

/// A word of a team.
#[derive(Debug, Clone, Copy)]
struct Word<'m> {
    team: TeamId,
    /// What the policy calls the thing.
    name: &'m str,
    word: &'m str,
    span: Span,
}

/// All words of all teams.
pub(super) fn of_policy(context: &mut Context<'_>) {
    let model = context.model;
    let words = words(model);
    if words.is_empty() {
        return;
    }
    // Of one word one thing is said.
    let mut said: BTreeSet<String> = BTreeSet::new();
    let teams: BTreeSet<TeamId> = words.iter().map(|it| it.team).collect();
    for team in teams {
        let own: Vec<Word<'_>> = words.iter().filter(|it| it.team == team).copied().collect();
        two_words_for_one(context, &own);
        one_word_for_two(context, &own, &mut said);
    }
    let names = names(model);
    for word in &words {
        names_another(context, word, &names, &mut said);
    }
    between_teams(context, &words, &mut said);
}

fn words(model: &Model) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for vocabulary in &model.vocabularies {
        for ((name, word), span) in vocabulary.words.iter().zip(&vocabulary.spans) {
            words.push(Word {
                team: vocabulary.team,
                name,
                word,
                span: *span,
            });
        }
    }
    words
}

/// A word as people hear it: `First Call` is `first_call`.
fn heard(word: &str) -> String {
    let apart = |c: char| c.is_whitespace() || c == '_' || c == '-';
    let parts = word.split(apart).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What the policy itself calls stages, outcomes, and what is worked out, and of what these are the
/// names and titles.
fn names(model: &Model) -> BTreeMap<String, BTreeSet<&str>> {
    let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for stage in model.stages.values() {
        let name = stage.named.name.as_str();
        for label in std::iter::once(name).chain(stage.title.as_deref()) {
            names.entry(heard(label)).or_default().insert(name);
        }
    }
    let worked_out = model.defines.values().map(|it| &it.named);
    let worked_out = worked_out.chain(model.scores.values().map(|it| &it.named));
    let worked_out = worked_out.chain(model.decisions.values().map(|it| &it.named));
    let outcomes = model.decisions.values();
    let outcomes = outcomes.filter_map(|decision| model.enumeration(decision.ty));
    let outcomes = outcomes.flat_map(|it| it.values.iter().map(|value| value.name.as_str()));
    for name in worked_out.map(|it| it.name.as_str()).chain(outcomes) {
        names.entry(heard(name)).or_default().insert(name);
    }
    names
}

fn two_words_for_one(context: &mut Context<'_>, own: &[Word<'_>]) {
    for (at, word) in own.iter().enumerate() {
        let before = own.iter().take(at);
        let mut before =
            before.filter(|it| it.name == word.name && heard(it.word) != heard(word.word));
        let Some(first) = before.next() else { continue };
        let team = context.party(Party::Team(word.team));
        let message = format!(
            "`{team}` has two words for `{}`: {} and {}",
            word.name,
            quote(first.word),
            quote(word.word)
        );
        report(
            context,
            message,
            (word, "the other one"),
            (first.span, "one"),
            "leave one of the two out",
        );
    }
}

fn one_word_for_two(context: &mut Context<'_>, own: &[Word<'_>], said: &mut BTreeSet<String>) {
    for (at, word) in own.iter().enumerate() {
        let before = own.iter().take(at);
        let mut before =
            before.filter(|it| it.name != word.name && heard(it.word) == heard(word.word));
        let Some(first) = before.next() else { continue };
        said.insert(heard(word.word));
        let team = context.party(Party::Team(word.team));
        let message = format!(
            "`{team}` calls both `{}` and `{}` {}",
            first.name,
            word.name,
            quote(word.word)
        );
        report(
            context,
            message,
            (word, "and for this"),
            (first.span, "for this"),
            "give each of the two a word of its own, so that nobody takes one for the other",
        );
    }
}

/// A word for one thing that in the policy is the name of another one.
fn names_another(
    context: &mut Context<'_>,
    word: &Word<'_>,
    names: &BTreeMap<String, BTreeSet<&str>>,
    said: &mut BTreeSet<String>,
) {
    let label = heard(word.word);
    let Some(named) = names.get(&label).filter(|named| !named.contains(word.name)) else {
        return;
    };
    if !said.insert(label) {
        return;
    }
    let named: Vec<_> = named.iter().map(|name| format!("`{name}`")).collect();
    let team = context.party(Party::Team(word.team));
    let message = format!(
        "`{team}` calls `{}` {}, and that is the name of something else here: {}",
        word.name,
        quote(word.word),
        joined(&named, "and")
    );
    let finding = Diagnostic::new(Code::DoubleMeaning, word.span, message)
        .help(format!(
            "find `{}` a word that means nothing else here, or rename {}",
            word.name,
            joined(&named, "and")
        ))
        .about("vocabulary", team);
    context.shown_by_none(Vec::new(), finding);
}

/// One word that different teams have for different things.
fn between_teams(context: &mut Context<'_>, words: &[Word<'_>], said: &mut BTreeSet<String>) {
    for (at, word) in words.iter().enumerate() {
        let before = words.iter().take(at);
        let mut before = before.filter(|it| {
            it.team != word.team && it.name != word.name && heard(it.word) == heard(word.word)
        });
        let Some(first) = before.next() else { continue };
        if !said.insert(heard(word.word)) {
            continue;
        }
        let (one, other) = (
            context.party(Party::Team(first.team)),
            context.party(Party::Team(word.team)),
        );
        let message = format!(
            "{} is `{}` to `{one}` and `{}` to `{other}`",
            quote(word.word),
            first.name,
            word.name
        );
        report(
            context,
            message,
            (word, "and this to the other"),
            (first.span, "this to one team"),
            "let one of the teams say it otherwise: where they meet, each will mean its own",
        );
    }
}

fn report(
    context: &mut Context<'_>,
    message: String,
    (at, here): (&Word<'_>, &str),
    (first, there): (Span, &str),
    help: &str,
) {
    let team = context.party(Party::Team(at.team));
    let finding = Diagnostic::new(Code::DoubleMeaning, at.span, message)
        .here(here)
        .label(first, there)
        .help(help)
        .about("vocabulary", team);
    context.shown_by_none(Vec::new(), finding);
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(vocabularies: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam sales {{ role a }}\nteam web {{ role b }}\n\
             lead {{ id: text key  n: integer\n\
             s: one of fresh | mql | nurture required  got: datetime required }}\n\
             decision d: one of hot | cold {{ rule r: hot when n > 5  otherwise cold }}\n\
             journey j tracks s since got {{ stage fresh \"New one\" start {{ accountable sales\n\
             task call {{ responsible a  informed b }}  to mql when d = hot }}\n\
             stage mql end stage nurture end }}\n{vocabularies}"
        );
        found_of("double-meaning", &text)
    }

    #[test]
    fn within_a_team() {
        assert_eq!(
            found("vocabulary sales { mql = \"to call\"  hot = \"To  Call\" }"),
            "double-meaning: `sales` calls both `mql` and `hot` \"To  Call\"\n"
        );
        assert_eq!(
            found("vocabulary sales { mql = \"to call\" }\nvocabulary sales { mql = \"in play\" }"),
            "double-meaning: `sales` has two words for `mql`: \"to call\" and \"in play\"\n"
        );
        let one = "vocabulary sales { mql = \"to call\"  hot = \"warm\" }";
        assert_eq!(found(one), "");
    }

    #[test]
    fn the_name_of_something_else() {
        assert_eq!(
            found("vocabulary sales { mql = \"Hot\" }"),
            "double-meaning: `sales` calls `mql` \"Hot\", and that is the name of something else \
             here: `hot`\n"
        );
        assert_eq!(
            found("vocabulary sales { mql = \"new one\" }"),
            "double-meaning: `sales` calls `mql` \"new one\", and that is the name of something else \
             here: `fresh`\n"
        );
        assert_eq!(
            found("vocabulary sales { mql = \"MQL\"  fresh = \"new one\" }"),
            ""
        );
    }

    #[test]
    fn between_two_teams() {
        let same = "vocabulary sales { mql = \"to call\" }\nvocabulary web { mql = \"to call\" }";
        assert_eq!(found(same), "");
        let two = "vocabulary sales { mql = \"lead\" }\nvocabulary web { nurture = \"lead\" }";
        assert_eq!(
            found(two),
            "double-meaning: \"lead\" is `mql` to `sales` and `nurture` to `web`\n"
        );
    }
}
