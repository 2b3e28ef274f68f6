//! What brute force found against what the proof says.

use std::collections::BTreeSet;

use groundrules::analyze::Analysis;
use groundrules::diagnostic::{Code, Diagnostic};
use groundrules::model::{Node, Part, ScoreItem};
use groundrules::source::Span;

use super::expected::{About, Expected};
use super::replay::replay;
use super::world::World;

/// Of these, a finding on one text is enough: the first.
const ONE_TEXT: &[Code] = &[
    Code::OutOfReach,
    Code::ConstantCondition,
    Code::DeadCondition,
    Code::DeadRule,
];

/// Findings that a single lead proves; the others say that there is none.
const SHOWN_BY_A_LEAD: &[Code] = &[
    Code::Gap,
    Code::Conflict,
    Code::AgreeingOverlap,
    Code::MissingFallsThrough,
    Code::UnknownPermits,
    Code::BlankExcluded,
];

/// Something of which the two say different things.
#[derive(Debug, Clone)]
pub(super) struct Disagreement {
    /// None where the proof says itself that it went wrong.
    pub(super) code: Option<Code>,
    pub(super) what: String,
}

/// Where the proof says other things than brute force, of these codes.
pub(super) fn compare(
    world: &World<'_>,
    expected: &[Expected],
    analysis: &Analysis,
    codes: &[Code],
) -> Vec<Disagreement> {
    if world.leads().is_empty() && !codes.contains(&Code::ImpossibleFacts) {
        return Vec::new();
    }
    let all: Vec<&Diagnostic> = analysis
        .findings
        .iter()
        .map(|found| &found.diagnostic)
        .collect();
    let of_codes = |found: &&&Diagnostic| codes.contains(&found.code);
    let reported: Vec<_> = all.iter().filter(of_codes).copied().collect();
    let faults = analysis.faults.iter().map(|fault| Disagreement {
        code: None,
        what: format!("the proof found fault with itself: {fault}"),
    });
    let mut wrong: Vec<_> = faults.collect();
    for found in &reported {
        wrong.extend(untrue(world, expected, found));
    }
    for expected in expected
        .iter()
        .filter(|expected| codes.contains(&expected.code))
    {
        wrong.extend(unsaid(world, expected, &all));
    }
    wrong
}

fn is_proved(found: &Diagnostic) -> bool {
    found.shown.as_ref().is_none_or(|shown| shown.proved)
}

/// Findings that have no counterpart here: parts of conditions beside rules that are idle, conditions
/// of definitions, and groups of a score of which each line is idle.
fn is_not_judged(world: &World<'_>, found: &Diagnostic) -> bool {
    let kind = found.subject.as_ref().map(|subject| subject.kind);
    let span = found.span();
    match found.code {
        // Facts that leave only leads that lack something, of which there are some.
        Code::ImpossibleFacts => !world.leads().is_empty(),
        Code::DeadCondition => kind != Some("decision"),
        Code::ConstantCondition | Code::OutOfReach => {
            let mut defines = world.model.defines.values();
            let inside = |whole: Span| span.is_some_and(|span| span.lies_within(whole));
            kind == Some("fact") || defines.any(|define| inside(define.value.span))
        }
        // Scores that no decision reads are judged by musts and prohibitions.
        Code::IdlePoints => {
            let name = found.subject.as_ref().map(|it| it.name.as_str());
            let mut scores = world.model.scores.iter();
            let score = scores.find(|(_, score)| Some(score.named.name.as_str()) == name);
            let read = score.is_some_and(|(id, _)| {
                let mut readers = world.model.readers(Node::Score(id)).into_iter();
                readers.any(|node| matches!(node, Node::Decision(_)))
            });
            found.message.starts_with("no line of") || !read
        }
        _ => false,
    }
}

/// What of a reported finding is not so.
fn untrue(world: &World<'_>, expected: &[Expected], found: &Diagnostic) -> Vec<Disagreement> {
    let mut wrong = Vec::new();
    let mut say = |what: String| {
        let what = format!("reported: {}\n  {what}", in_words(found));
        wrong.push(Disagreement {
            code: Some(found.code),
            what,
        });
    };
    if !is_proved(found) || is_not_judged(world, found) {
        return wrong;
    }
    let witness = found
        .shown
        .as_ref()
        .and_then(|shown| shown.witness.as_ref());
    if SHOWN_BY_A_LEAD.contains(&found.code) && witness.is_none() {
        say("no lead shows it".to_owned());
    }
    let replayed = witness.map(|it| replay(world.model, world.as_of, found, it));
    if let Some(Err(fault)) = &replayed {
        say(format!("the lead that is to show it: {fault}"));
    }
    // Where brute force cannot try all texts, it takes the lead's word.
    let taken = !world.domain.representative && replayed == Some(Ok(()));
    if taken && SHOWN_BY_A_LEAD.contains(&found.code) {
        return wrong;
    }
    let like: Vec<_> = expected
        .iter()
        .filter(|it| is_about(world, it, found))
        .collect();
    if found.code == Code::Conflict {
        for (a, b) in pairs(found) {
            let both = BTreeSet::from([a.clone(), b.clone()]);
            if !like.iter().any(|it| it.rules == both) {
                say(format!("`{a}` and `{b}` do not disagree about any lead"));
            }
        }
    } else if !like.iter().any(|it| names_the_rules(it, found)) {
        say("it is not so of any lead".to_owned());
    }
    wrong
}

/// What brute force found and the proof does not say.
fn unsaid(world: &World<'_>, expected: &Expected, all: &[&Diagnostic]) -> Option<Disagreement> {
    let proved_by_lead = SHOWN_BY_A_LEAD.contains(&expected.code);
    if !expected.required || !world.domain.representative && !proved_by_lead {
        return None;
    }
    // Points are often idle because something else is wrong, which is told in their place: of them
    // only what is reported is judged.
    if expected.code == Code::IdlePoints {
        return None;
    }
    let about =
        |found: &&&Diagnostic| found.code == expected.code && is_about(world, expected, found);
    let like: Vec<_> = all.iter().filter(about).collect();
    let says = |found: &Diagnostic| names_the_rules(expected, found) && is_known(expected, found);
    let said = like.iter().find(|found| !is_proved(found) || says(found));
    let what = match said {
        Some(found) => {
            let words = in_words(found);
            // What only a dead rule would give is that rule's finding; of fields that are missing those
            // that rules read themselves are named, and others only where there are none.
            let is_explained = expected.code == Code::MissingFallsThrough
                || expected.code == Code::UnreachableOutcome
                    && all.iter().any(|found| ONE_TEXT.contains(&found.code));
            let unnamed = expected.names.iter();
            let mut unnamed = unnamed.filter(|name| !words.contains(*name) && !is_explained);
            let name = unnamed.next().filter(|_| is_proved(found))?;
            format!("`{name}` is not named")
        }
        None if expected
            .texts
            .iter()
            .any(|text| said_by_another(world, expected, *text, all)) =>
        {
            return None;
        }
        // What only a rule gives that never holds because of one of its parts is told of that part.
        None if expected.code == Code::UnreachableOutcome
            && all.iter().any(|found| ONE_TEXT.contains(&found.code)) =>
        {
            return None;
        }
        None => {
            let said: String = like.iter().map(|found| in_words(found) + "\n  ").collect();
            match said.is_empty() {
                true => "it is not reported".to_owned(),
                false => format!("it is not reported as found, but as: {said}"),
            }
        }
    };
    let lead = expected
        .lead
        .map_or(String::new(), |row| format!("\n  {}", world.show(row)));
    let place = match &expected.about {
        About::Name(name) => format!("`{name}`"),
        About::Text(span) => format!("the text at {}..{}", span.start, span.end),
    };
    let rules: Vec<_> = expected.rules.iter().map(String::as_str).collect();
    Some(Disagreement {
        code: Some(expected.code),
        what: format!(
            "found: {} in {place} [{}]{lead}\n  {what}",
            expected.code,
            rules.join(", ")
        ),
    })
}

/// Whether the lead that a finding shows lacks none of the fields that it is not to lack; where the
/// finding does not depend on a field, it may.
fn is_known(expected: &Expected, found: &Diagnostic) -> bool {
    let witness = found
        .shown
        .as_ref()
        .and_then(|shown| shown.witness.as_ref());
    let mut cells = witness.map_or(&[][..], |witness| &witness.lead).iter();
    cells.all(|cell| {
        cell.written.is_some() || !cell.matters || !expected.known.contains(&cell.field)
    })
}

fn said_by_another(
    world: &World<'_>,
    expected: &Expected,
    text: Span,
    all: &[&Diagnostic],
) -> bool {
    // What is wrong with one part of a rule may be why another part is idle.
    let decisions = world.model.decisions.values();
    let mut rules = decisions.flat_map(|decision| &decision.rules);
    let rule = rules.find(|rule| text.lies_within(rule.span));
    let text = match (rule, expected.code) {
        (Some(rule), Code::DeadCondition) => rule.span,
        _ => text,
    };
    // A definition that is the same of every lead may be why.
    let of_define = |found: &&&Diagnostic| {
        let kind = found.subject.as_ref().map(|subject| subject.kind);
        ONE_TEXT.contains(&found.code) && kind == Some("definition")
    };
    if ONE_TEXT.contains(&expected.code) && all.iter().any(|found| of_define(&found)) {
        return true;
    }
    all.iter().any(|found| {
        let span = found.span();
        (ONE_TEXT.contains(&found.code) || found.code == expected.code)
            && span.is_some_and(|span| span.lies_within(text) || text.lies_within(span))
    })
}

fn is_about(world: &World<'_>, expected: &Expected, found: &Diagnostic) -> bool {
    // What facts keep from a bar is told as one of the two.
    let same = expected.code == found.code
        || expected.code == Code::ConstantCondition && found.code == Code::OutOfReach;
    same && match &expected.about {
        About::Name(name) if name.is_empty() => true,
        About::Name(name) => found.subject.as_ref().is_some_and(|it| it.name == *name),
        About::Text(text) => found.span().is_some_and(|span| {
            place_of(world, found.code, span).is_some_and(|place| place == *text)
        }),
    }
}

/// The smallest of the things that such a finding may be about, in which its place lies.
fn place_of(world: &World<'_>, code: Code, span: Span) -> Option<Span> {
    let mut places = Vec::new();
    let model = world.model;
    match code {
        Code::DeadRule => {
            let rules = model
                .decisions
                .values()
                .flat_map(|decision| &decision.rules);
            places.extend(rules.map(|rule| rule.span));
            model
                .scores
                .values()
                .for_each(|score| items(&score.items, true, &mut places));
        }
        Code::IdlePoints => {
            places.extend(model.scores.values().map(|score| score.named.span));
            model
                .scores
                .values()
                .for_each(|score| items(&score.items, false, &mut places));
        }
        Code::UnknownPermits => places.extend(model.forbids.iter().map(|forbid| forbid.span)),
        _ => model.walk(&mut |part| {
            if let Part::Condition(condition) = part {
                places.push(condition.span);
            }
        }),
    }
    places.retain(|place| span.lies_within(*place));
    places
        .into_iter()
        .min_by_key(|place| place.end - place.start)
}

fn items(items_of: &[ScoreItem], of_rows: bool, places: &mut Vec<Span>) {
    for item in items_of {
        match item {
            ScoreItem::Line(line) if !of_rows => places.push(line.span),
            ScoreItem::Line(_) => {}
            ScoreItem::Group(group) => {
                if !of_rows {
                    places.push(group.span);
                }
                items(&group.items, of_rows, places);
            }
            ScoreItem::Table(table) if of_rows => {
                places.extend(table.rows.iter().map(|row| row.span));
            }
            ScoreItem::Table(_) => {}
        }
    }
}

fn rules(found: &Diagnostic) -> &[String] {
    found.shown.as_ref().map_or(&[], |shown| &shown.rules)
}

/// The pairs of rules that a conflict names: the first with each of the others.
fn pairs(found: &Diagnostic) -> Vec<(&String, &String)> {
    match rules(found) {
        [first, others @ ..] => others.iter().map(|other| (first, other)).collect(),
        [] => Vec::new(),
    }
}

fn names_the_rules(expected: &Expected, found: &Diagnostic) -> bool {
    match expected.code {
        Code::Conflict => pairs(found)
            .into_iter()
            .any(|(a, b)| expected.rules == BTreeSet::from([a.clone(), b.clone()])),
        _ => rules(found).is_empty() || expected.rules.iter().all(|it| rules(found).contains(it)),
    }
}

fn in_words(found: &Diagnostic) -> String {
    let subject = found.subject.as_ref().map_or("", |subject| &subject.name);
    let labels: Vec<_> = found
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .collect();
    let mut words = format!(
        "{} in `{subject}` [{}]: {} ({})",
        found.code,
        rules(found).join(", "),
        found.message,
        labels.join("; ")
    );
    if let Some(witness) = found
        .shown
        .as_ref()
        .and_then(|shown| shown.witness.as_ref())
    {
        let cells = witness.lead.iter().map(|cell| {
            let value = cell.written.as_deref().unwrap_or("missing");
            format!("{} {value}", cell.field)
        });
        words += &format!("\n  shown by: {}", cells.collect::<Vec<_>>().join("  "));
    }
    words
}
