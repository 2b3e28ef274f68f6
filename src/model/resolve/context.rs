//! What all files of the resolver share.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;

use super::names::{Declared, Names};
use crate::diagnostic::{Code, Diagnostic, Label, Level, Subject};
use crate::model::{
    ChannelId, DefineId, Enumeration, EnumerationId, EnumerationValue, FieldId, JourneyId,
    LoadedFiles, Model, MustId, Node, StageId, TaskId, Type,
};
use crate::source::{SourceId, SourceMap, Span, Spanned};
use crate::syntax::ast;

/// How many words may be compared in search of a near one, all together: what keeps a text of
/// nothing but unknown words from taking minutes.
const SUGGESTION_BUDGET: usize = 500_000;

/// How many further places a finding of an unknown word shows.
const MOST_PLACES: usize = 4;

/// How far the resolution of a definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DefineState {
    /// It has not been read.
    Pending,
    /// It has been read, and waits for others that it reads.
    Waiting,
    /// Its type is known.
    Done,
    /// It was read and is faulty, which has been reported.
    Failed,
}

/// A policy on its way from syntax trees to the model.
pub(super) struct Resolver<'a> {
    /// What is resolved so far.
    pub(super) model: Model,
    /// The one namespace.
    pub(super) names: Names,
    /// Lists, tables and spellings.
    pub(super) loaded: &'a LoadedFiles,
    /// All texts.
    pub(super) sources: &'a SourceMap,
    /// Where the text itself was faulty.
    pub(super) broken_text: bool,
    /// The policy names a time zone, or would if it could be read.
    pub(super) has_zone: bool,
    /// Somebody has working hours, or would have if all could be read.
    pub(super) has_hours: bool,
    /// By the number of the definition.
    pub(super) define_states: Vec<DefineState>,
    /// Definitions that the one in work reads, and that are not read yet.
    pub(super) blocked: Vec<DefineId>,
    /// What some condition, amount or outcome reads.
    pub(super) used: HashSet<Declared, FixedState>,
    /// What reads what, and where.
    pub(super) reads: BTreeMap<Node, BTreeMap<Node, Span>>,
    /// Whose reads are noted.
    pub(super) reader: Option<Node>,
    /// The names of all `must` and where they stand; faulty ones have no number.
    pub(super) must_names: BTreeMap<String, (Span, Option<MustId>)>,
    /// The stages of each journey by name.
    pub(super) stage_names: BTreeMap<(JourneyId, String), StageId>,
    /// Values of tracked fields that no stage of their journey stands for, which is reported.
    pub(super) lacking_stages: BTreeSet<(JourneyId, String)>,
    /// The tasks of each stage by name.
    pub(super) task_names: BTreeMap<(StageId, String), TaskId>,
    /// The types of the stages of each journey.
    pub(super) stage_types: BTreeMap<JourneyId, Type>,
    /// The names of all sources and where they stand.
    pub(super) source_names: BTreeMap<String, Span>,
    /// The titles of all examples and where they stand.
    pub(super) example_titles: BTreeMap<String, Span>,
    /// The fields that every lead has.
    pub(super) required: Vec<FieldId>,
    /// Unknown words, with the place of the finding that says so, and in the order of findings.
    unknown: BTreeMap<String, usize>,
    unknown_order: Vec<(usize, String)>,
    found: Vec<Diagnostic>,
    subject: Option<Subject>,
    interned: BTreeMap<(bool, Vec<String>), EnumerationId>,
    /// The numbers of the values of each enumeration: some have thousands.
    values: HashMap<EnumerationId, HashMap<String, u32, FixedState>, FixedState>,
    loose_values: HashMap<EnumerationId, HashMap<String, u32, FixedState>, FixedState>,
    /// All channels by name.
    pub(super) channel_names: BTreeMap<String, ChannelId>,
    /// Where channels are named, and whether by a task.
    pub(super) channel_uses: Vec<(ChannelId, Span, bool)>,
    suggestions: usize,
}

impl<'a> Resolver<'a> {
    /// A resolver of an empty policy.
    pub(super) fn new(
        loaded: &'a LoadedFiles,
        sources: &'a SourceMap,
        broken_text: bool,
    ) -> Resolver<'a> {
        Resolver {
            model: Model::empty(),
            names: Names::default(),
            loaded,
            sources,
            broken_text,
            has_zone: false,
            has_hours: false,
            define_states: Vec::new(),
            blocked: Vec::new(),
            used: HashSet::default(),
            reads: BTreeMap::new(),
            reader: None,
            must_names: BTreeMap::new(),
            stage_names: BTreeMap::new(),
            lacking_stages: BTreeSet::new(),
            task_names: BTreeMap::new(),
            stage_types: BTreeMap::new(),
            source_names: BTreeMap::new(),
            example_titles: BTreeMap::new(),
            required: Vec::new(),
            unknown: BTreeMap::new(),
            unknown_order: Vec::new(),
            found: Vec::new(),
            subject: None,
            interned: BTreeMap::new(),
            values: HashMap::default(),
            loose_values: HashMap::default(),
            channel_names: BTreeMap::new(),
            channel_uses: Vec::new(),
            suggestions: SUGGESTION_BUDGET,
        }
    }

    /// A resolver of what is said about a policy that is resolved, and without errors.
    pub(super) fn of(
        model: &Model,
        loaded: &'a LoadedFiles,
        sources: &'a SourceMap,
    ) -> Resolver<'a> {
        let mut resolver = Resolver::new(loaded, sources, false);
        for (id, enumeration) in model.enumerations.iter() {
            let names = enumeration.values.iter().map(|value| value.name.as_str());
            resolver.number_values(id, names);
        }
        resolver.names = Names::of(model);
        resolver.model = model.clone();
        resolver
    }

    /// The model, and what is wrong with it.
    pub(super) fn finish(self) -> (Model, Vec<Diagnostic>) {
        (self.model, self.found)
    }

    /// Notes a finding; it is about what is being resolved, unless it says otherwise.
    pub(super) fn report(&mut self, mut finding: Diagnostic) {
        if finding.subject.is_none() {
            finding.subject.clone_from(&self.subject);
        }
        self.found.push(finding);
    }

    /// Notes a finding on account of which there is no result.
    pub(super) fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.report(finding);
        None
    }

    /// How many findings there are, to come back to with [`Resolver::forget_since`].
    pub(super) fn mark(&self) -> usize {
        self.found.len()
    }

    /// Forgets the findings since a mark, of an attempt that is made again.
    pub(super) fn forget_since(&mut self, mark: usize) {
        self.found.truncate(mark);
        while let Some((place, key)) = self.unknown_order.pop() {
            if place < mark {
                self.unknown_order.push((place, key));
                break;
            }
            self.unknown.remove(&key);
        }
    }

    /// Whether the word was found to be unknown before: then this place is added to that finding.
    /// Otherwise the next finding has to be the one that says so.
    pub(super) fn said_before(&mut self, key: &str, span: Span) -> bool {
        let Some(place) = self.unknown.get(key).copied() else {
            self.unknown.insert(key.to_owned(), self.found.len());
            self.unknown_order.push((self.found.len(), key.to_owned()));
            return false;
        };
        if let Some(finding) = self.found.get_mut(place)
            && finding.labels.len() <= MOST_PLACES
            && finding.labels.iter().all(|label| label.span != span)
        {
            finding.labels.push(Label {
                span,
                text: "and here".to_owned(),
            });
        }
        true
    }

    /// Whether anything is wrong so far.
    pub(super) fn has_errors(&self) -> bool {
        self.broken_text
            || self
                .found
                .iter()
                .any(|finding| finding.level == Level::Error)
    }

    /// Does something for a named thing: findings are about it, and what it reads is noted.
    pub(super) fn within<T>(
        &mut self,
        reader: Option<Node>,
        kind: &'static str,
        name: &str,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let subject = Some(Subject {
            kind,
            name: name.to_owned(),
        });
        let subject = std::mem::replace(&mut self.subject, subject);
        let before = self.reader;
        self.reader = reader.or(before);
        let result = work(self);
        self.reader = before;
        self.subject = subject;
        result
    }

    /// What is being resolved, by its name; empty outside of all named things.
    pub(super) fn subject_name(&self) -> &str {
        let subject = self.subject.as_ref();
        subject.map_or("", |subject| subject.name.as_str())
    }

    /// The word nearest to a wrong one, as long as there is time to look for it.
    pub(super) fn nearest<'n>(
        &mut self,
        wrong: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let candidates: Vec<&str> = match self.may_suggest() {
            true => candidates.into_iter().collect(),
            false => return None,
        };
        self.spend(candidates.len())?;
        crate::diagnostic::nearest(wrong, candidates)
    }

    /// Takes so many comparisons out of the time that there is for suggestions, if any is left.
    pub(super) fn spend(&mut self, comparisons: usize) -> Option<()> {
        self.may_suggest().then(|| {
            self.suggestions = self.suggestions.saturating_sub(comparisons);
        })
    }

    /// Whether there is still time to look for near words.
    pub(super) fn may_suggest(&self) -> bool {
        self.suggestions > 0
    }

    /// The text of a file that the policy names, and its number.
    pub(super) fn file(&mut self, path: &ast::Quoted) -> Option<(SourceId, &'a str)> {
        let key = (path.span.source, path.node.clone());
        let missing = crate::model::FileProblem::NotFound;
        let problem = match self.loaded.get(&key) {
            Some(Ok(id)) => {
                return self
                    .sources
                    .get(*id)
                    .map(|source| (*id, source.text.as_str()));
            }
            Some(Err(problem)) => problem,
            None => &missing,
        };
        let message = format!("the file `{}` {problem}", path.node);
        self.fail(Diagnostic::new(Code::MissingFile, path.span, message).help(problem.help()))
    }

    /// The enumeration of these values; one that lists the same ones is the same.
    pub(super) fn intern(&mut self, values: &ast::Values) -> EnumerationId {
        let values = self.distinct_values(values);
        let names: Vec<String> = values.1.iter().map(|value| value.name.clone()).collect();
        let key = (values.0, names);
        if let Some(id) = self.interned.get(&key) {
            return *id;
        }
        let id = self.model.enumerations.add(Enumeration {
            values: values.1,
            ordered: values.0,
        });
        self.number_values(id, key.1.iter().map(String::as_str));
        self.interned.insert(key, id);
        id
    }

    /// Notes the numbers of the values of an enumeration, which come in their order.
    fn number_values<'n>(&mut self, id: EnumerationId, names: impl Iterator<Item = &'n str>) {
        let (mut exact, mut loose) = (HashMap::default(), HashMap::default());
        for (name, number) in names.zip(0..) {
            exact.insert(name.to_owned(), number);
            loose.insert(super::names::loose(name), number);
        }
        self.values.insert(id, exact);
        self.loose_values.insert(id, loose);
    }

    /// The number of a value of a type, by exactly this name.
    pub(super) fn find_value(&self, ty: Type, name: &str) -> Option<u32> {
        match ty {
            Type::Choice(id) | Type::Several(id) => self.values.get(&id)?.get(name).copied(),
            _ => None,
        }
    }

    /// The number of a value of a type, by its name without case, blanks, `_` and `-`.
    pub(super) fn find_loose_value(&self, ty: Type, name: &str) -> Option<u32> {
        let (Type::Choice(id) | Type::Several(id)) = ty else {
            return None;
        };
        self.loose_values
            .get(&id)?
            .get(&super::names::loose(name))
            .copied()
    }

    /// The values, each once: data meet them without regard to case, blanks, `_` and `-`.
    fn distinct_values(&mut self, values: &ast::Values) -> (bool, Vec<EnumerationValue>) {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut distinct = Vec::new();
        for value in &values.values {
            let Spanned { node: name, span } = &value.name;
            if let Some(first) = seen.get(&super::names::loose(name)) {
                let message = format!("the value `{name}` stands twice");
                let finding = Diagnostic::new(Code::DuplicateName, *span, message)
                    .label(*first, "here it stands before")
                    .help(
                        "leave one of them out; values that differ only in case, blanks, `_` or \
                         `-` are the same",
                    );
                self.report(finding);
                continue;
            }
            seen.insert(super::names::loose(name), *span);
            let value = EnumerationValue {
                name: name.clone(),
                quoted: value.quoted,
                span: *span,
            };
            distinct.push(value);
        }
        (values.ordered, distinct)
    }
}
