//! Syntax trees to the [`Model`]: names, types, units and all faults of the language itself.
//!
//! First everything is declared, so that order never matters; then it is read in the order of what
//! needs whose type: lists, definitions (each behind those it reads), scores and decisions (whose
//! types are known from their headers, and for stages from the journeys), and what only reads:
//! prohibitions, duties, sources, stages and tasks, examples. At the end stand the questions over the whole: rings, ages without a lower end, and
//! what nothing uses.
//!
//! What cannot be resolved has been reported and gives `None`, and whoever needed it stays silent.
//!
//! | file | purpose |
//! | --- | --- |
//! | `context` | [`Resolver`]: what all files share, and how findings are noted |
//! | `names` | the namespace, look-ups, did-you-mean |
//! | `policy`, `calendars`, `fields`, `lists` | the plain declarations |
//! | `literals`, `operands`, `arithmetic`, `constants` | values |
//! | `compare`, `conditions`, `texts_and_sets`, `ranges` | conditions |
//! | `cells`, `cell_text`, `tables`, `table_files` | tables |
//! | `scores`, `decisions`, `overrides`, `outcomes` | scores and decisions |
//! | `journeys`, `stage_types` | journeys: the fields they track, the names of stages and tasks |
//! | `stages`, `moves`, `tasks`, `clocks` | what stages and their tasks say |
//! | `duties`, [`sources`], `spellings`, `examples`, `expectations`, `accept` | all that only reads |
//! | `given` | values of fields that a caller gives |
//! | `defines`, `order`, `dates`, `unused`, `channels` | questions over the whole |

mod accept;
mod arithmetic;
mod calendars;
mod cell_text;
mod cells;
mod channels;
mod clocks;
mod compare;
mod conditions;
mod constants;
mod context;
mod dates;
mod decisions;
mod defines;
mod duties;
mod examples;
mod expectations;
mod fields;
mod given;
mod journeys;
mod lists;
mod literals;
mod moves;
mod names;
mod operands;
mod order;
mod outcomes;
mod overrides;
mod policy;
mod ranges;
mod scores;
mod sources;
mod spellings;
mod stage_types;
mod stages;
mod table_files;
mod tables;
mod tasks;
#[cfg(test)]
mod testing;
mod texts_and_sets;
mod unused;

pub use given::{given, given_one};

use context::Resolver;

use super::{LoadedFiles, Model, Node};
use crate::diagnostic::Diagnostics;
use crate::source::SourceMap;
use crate::syntax::ast::{self, Item};

/// Resolves a whole policy: `files` are its syntax trees, `loaded` the files that they name.
///
/// Whatever is wrong goes to `diagnostics`, which must already hold what was wrong in the text, so
/// that nothing is reported that follows from it.
pub fn resolve<F: AsRef<ast::File>>(
    files: &[F],
    loaded: &LoadedFiles,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Model {
    let mut resolver = Resolver::new(loaded, sources, diagnostics.has_errors());
    let items: Vec<&crate::source::Spanned<Item>> =
        files.iter().flat_map(|file| &file.as_ref().items).collect();
    resolver.policy(&items);
    let mut declared = resolver.declare(&items);
    resolver.fill_calendars(&items, &declared.calendars);
    resolver.who_works(&declared.teams, &declared.roles);
    let stages = resolver.declare_stages(&declared.journeys);
    resolver.stage_decisions(&mut declared.decisions);
    resolver.fill_lists(&declared.lists);
    resolver.persons(&declared.roles);
    resolver.fill_defines(&declared.defines);
    for (id, score) in &declared.scores {
        resolver.within(Some(Node::Score(*id)), "score", &score.name, |r| {
            r.score(*id, score)
        });
    }
    for (id, decision) in &declared.decisions {
        resolver.within(Some(Node::Decision(*id)), "decision", &decision.name, |r| {
            r.decision(*id, decision);
        });
    }
    resolver.reading_items(&items);
    resolver.fill_stages(&stages);
    resolver.telling_items(&items);
    resolver.order();
    resolver.future_dates();
    let leads = items
        .iter()
        .filter(|item| matches!(item.node, Item::Lead(_)));
    resolver.unused(leads.map(|item| item.span));
    resolver.misspelt_channels();
    let (model, found) = resolver.finish();
    found
        .into_iter()
        .for_each(|finding| diagnostics.push(finding));
    model
}

/// What was declared under a name of its own, with the tree that is still to be read. Something
/// that repeats a name is not in it.
#[derive(Default)]
struct DeclaredItems<'a> {
    calendars: Vec<(super::CalendarId, &'a ast::Calendar)>,
    teams: Vec<(super::TeamId, &'a ast::Team)>,
    journeys: Vec<(super::JourneyId, &'a ast::Journey)>,
    lists: Vec<(super::ListId, &'a ast::List)>,
    roles: Vec<(super::RoleId, &'a ast::Role)>,
    defines: Vec<(super::DefineId, &'a ast::Define)>,
    scores: Vec<(super::ScoreId, &'a ast::Score)>,
    decisions: Vec<(super::DecisionId, &'a ast::Decision)>,
}

impl Resolver<'_> {
    /// Declares everything that has a name in the one namespace.
    fn declare<'a>(&mut self, items: &[&'a crate::source::Spanned<Item>]) -> DeclaredItems<'a> {
        let mut declared = DeclaredItems::default();
        for item in items {
            match &item.node {
                Item::Team(team) => self.declare_team(team, &mut declared),
                Item::Calendar(calendar) => {
                    let id = self.declare_calendar(calendar);
                    declared.calendars.extend(id.map(|id| (id, calendar)));
                }
                Item::Journey(journey) => {
                    let id = self.declare_journey(journey);
                    declared.journeys.extend(id.map(|id| (id, journey)));
                }
                Item::Lead(lead) => self.declare_fields(lead),
                Item::List(list) => {
                    declared
                        .lists
                        .extend(self.declare_list(list).map(|id| (id, list)));
                }
                Item::Define(define) => {
                    declared
                        .defines
                        .extend(self.declare_define(define).map(|id| (id, define)));
                }
                Item::Score(score) => {
                    declared
                        .scores
                        .extend(self.declare_score(score).map(|id| (id, score)));
                }
                Item::Decision(decision) => {
                    let id = self.declare_decision(decision);
                    declared.decisions.extend(id.map(|id| (id, decision)));
                }
                Item::Broken(broken) => self.declare_broken(broken, item.span),
                Item::Policy(_)
                | Item::Forbid(_)
                | Item::Must(_)
                | Item::Vocabulary(_)
                | Item::Source(_)
                | Item::Accept(_)
                | Item::Example(_) => {}
            }
        }
        declared
    }

    /// Reads what no other item reads.
    fn reading_items(&mut self, items: &[&crate::source::Spanned<Item>]) {
        for item in items {
            match &item.node {
                Item::Lead(lead) => self.facts(lead),
                Item::Forbid(forbid) => self.forbid(forbid, item.span),
                Item::Must(must) => self.must(must),
                Item::Vocabulary(vocabulary) => self.vocabulary(vocabulary),
                Item::Source(source) => self.source(source),
                _ => {}
            }
        }
    }

    /// Reads what names all the rest: channels, musts, stages and tasks stand before it.
    fn telling_items(&mut self, items: &[&crate::source::Spanned<Item>]) {
        for item in items {
            match &item.node {
                Item::Example(example) => self.example(example),
                Item::Accept(accept) => self.accept(accept, item.span),
                _ => {}
            }
        }
    }
}
