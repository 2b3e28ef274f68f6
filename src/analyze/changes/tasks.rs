//! Tasks: for which leads they exist, who does them, and by when.

use super::named::{self, Kind};
use super::region::{Asked, Found};
use super::stages::said;
use super::{Became, Change, Difference, Sides};
use crate::analyze::context::{Context, conditions_of};
use crate::model::{ClockStart, Condition, Done, Model, Operand, OperandKind, Party, Task, TaskId};
use crate::proof::{Formula, Prover};
use crate::syntax::ast::StepWord;

/// Tasks. One is its stage's: whoever agreed on that agrees on it.
const KIND: Kind<TaskId> = Kind {
    word: "task",
    names: |model| {
        let all = model.tasks.iter();
        all.map(|(id, _)| (model.task_name(id), id)).collect()
    },
    agreed: |model, id| {
        let task = model.tasks.get(id);
        let stage = task.and_then(|task| model.stages.get(task.stage));
        stage.map_or(Vec::new(), |it| it.agreed_by.clone())
    },
};

/// Compares tasks of one name, stage by stage.
pub(super) fn compare(context: &mut Context<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let became = |context: &mut Context<'_>, old, new| became(context, sides, old, new);
    named::compare(context, sides, &KIND, became, |_, _, _| false)
}

fn became<'m>(
    context: &mut Context<'m>,
    sides: &Sides<'_>,
    old: TaskId,
    new: TaskId,
) -> Option<Became> {
    let old = sides.beside.old.tasks.get(&old).copied()?;
    let model = context.model;
    let (before, now) = (model.tasks.get(old)?, model.tasks.get(new)?);
    let mut found = plain(model, before, now);
    let mut prover = context.prover();
    let of_leads = of_leads(context, &mut prover, before, now);
    context.done(&prover);
    match of_leads {
        Some(more) => found.extend(more),
        None => return Some(Became::NotDecided),
    }
    (!found.is_empty()).then_some(Became::Changed(found))
}

/// What does not hang on the lead.
fn plain(model: &Model, old: &Task, new: &Task) -> Vec<Difference> {
    let party = |it: &Party| match it {
        Party::Team(id) => model.teams.get(*id).map(|it| it.named.name.clone()),
        Party::Role(id) => model.roles.get(*id).map(|it| it.named.name.clone()),
    };
    let parties = |all: &[Party]| {
        let mut names: Vec<_> = all.iter().filter_map(party).collect();
        names.sort();
        names
    };
    let channels = |task: &Task| {
        let all = task
            .channels
            .iter()
            .filter_map(|id| model.channels.get(*id));
        let mut names: Vec<_> = all.map(|it| it.name.clone()).collect();
        names.sort();
        names
    };
    let rows = [
        (
            "consulted",
            parties(&old.consulted),
            parties(&new.consulted),
        ),
        ("informed", parties(&old.informed), parties(&new.informed)),
        ("by", channels(old), channels(new)),
        ("its clock starts", clock(model, old), clock(model, new)),
        ("it is done at", done(model, old), done(model, new)),
        ("steps", steps(model, old), steps(model, new)),
    ];
    let rows = rows.into_iter().filter(|(_, was, is)| was != is);
    let rows = rows.map(|(what, was, is)| Difference::plain(said(what, &was, &is)));
    rows.collect()
}

fn field(model: &Model, id: crate::model::FieldId) -> String {
    let field = model.fields.get(id);
    field.map_or(String::new(), |it| it.named.name.clone())
}

/// When its clock starts.
fn clock(model: &Model, task: &Task) -> Vec<String> {
    vec![match task.clock() {
        ClockStart::Entry => "when the lead gets into the stage".to_owned(),
        ClockStart::Field(id) => field(model, id),
        ClockStart::EndOf(id) => {
            let other = model.tasks.get(id);
            let name = other.map_or("", |it| it.named.name.as_str());
            format!("the end of {name}")
        }
    }]
}

/// What ends it.
fn done(model: &Model, task: &Task) -> Vec<String> {
    match &task.done {
        Some(Done::At(id)) => vec![field(model, *id)],
        Some(Done::When(_)) => vec!["a condition".to_owned()],
        None => Vec::new(),
    }
}

/// What happens while it is not done.
fn steps(model: &Model, task: &Task) -> Vec<String> {
    let steps = task.steps.iter().map(|step| {
        let role = model.roles.get(step.role);
        let role = role.map_or("", |it| it.named.name.as_str());
        let word = match step.kind {
            StepWord::Escalate => "escalate",
            StepWord::Reassign => "reassign",
        };
        format!("{word} {role} at {}", length(model, &step.at))
    });
    steps.collect()
}

/// A length in words: itself, or the name of what says it.
fn length(model: &Model, of: &Operand) -> String {
    if let Some(value) = model.constant_of(of) {
        return model.show(value, of.ty);
    }
    match of.kind {
        OperandKind::Decision(id) => {
            let decision = model.decisions.get(id);
            decision.map_or(String::new(), |it| it.named.name.clone())
        }
        OperandKind::Define(id) => {
            let define = model.defines.get(id);
            define.map_or(String::new(), |it| it.named.name.clone())
        }
        _ => "a length that is worked out".to_owned(),
    }
}

/// What hangs on the lead; none where that was not decided.
fn of_leads<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    old: &'m Task,
    new: &'m Task,
) -> Option<Vec<Difference>> {
    let conditions: Vec<&Condition> = old.conditions().chain(new.conditions()).collect();
    let well = prover.well_for(&conditions);
    let mut asked = of_when(prover, old, new, &conditions);
    asked.extend(of_who_and_when(context, prover, old, new, &conditions));
    let mut found = Vec::new();
    for (words, target, conditions) in asked {
        let asked = Asked {
            target,
            among: vec![well],
            conditions,
            values: Vec::new(),
        };
        let words = words_of(context.model, words, old, new);
        match context.difference(prover, &asked, |_| words.clone(), |_, _| true) {
            Found::Differs(difference) => found.push(*difference),
            Found::Same => {}
            Found::NotDecided => return None,
        }
    }
    Some(found)
}

/// What is asked: in a few words, of which leads, and what that hangs on.
type Question<'m> = (&'static str, Formula, Vec<&'m Condition>);

/// A deadline in both policies, of another length.
const LENGTH: &str = "another deadline";

/// Questions about for whom the task exists, and what ends it.
fn of_when<'m>(
    prover: &mut Prover<'m>,
    old: &'m Task,
    new: &'m Task,
    conditions: &[&'m Condition],
) -> Vec<Question<'m>> {
    let (was, is) = (exists(prover, old), exists(prover, new));
    let ended = |prover: &mut Prover<'m>, task: &'m Task| match &task.done {
        Some(Done::When(done)) => prover.so(done).yes,
        Some(Done::At(_)) | None => prover.never(),
    };
    let (was_done, is_done) = (ended(prover, old), ended(prover, new));
    let done = prover.either(was_done, is_done);
    let all = [
        ("leads have it that had it not", [!was, is, prover.always()]),
        ("leads no longer have it", [was, !is, prover.always()]),
        ("another condition ends it", [was, is, done]),
    ];
    let all = all.into_iter();
    let all = all.map(|(words, parts)| (words, prover.all(&parts), conditions.to_vec()));
    all.collect()
}

/// Questions about who does it, and by when.
fn of_who_and_when<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    old: &'m Task,
    new: &'m Task,
    conditions: &[&'m Condition],
) -> Vec<Question<'m>> {
    let behind = |one: &Operand, other: &Operand| -> Vec<&'m Condition> {
        let decisions = [one, other].into_iter().filter_map(|of| match of.kind {
            OperandKind::Decision(id) => context.model.decisions.get(id),
            _ => None,
        });
        let more = decisions.flat_map(conditions_of);
        conditions.iter().copied().chain(more).collect()
    };
    let (was, is) = (exists(prover, old), exists(prover, new));
    let both = prover.all(&[was, is]);
    let who = prover.values_disagree(&old.responsible, &new.responsible);
    let mut asked = vec![(
        "another role does it",
        prover.all(&[both, who]),
        behind(&old.responsible, &new.responsible),
    )];
    match (&old.deadline, &new.deadline) {
        (Some(before), Some(now)) => {
            let differs = prover.values_disagree(&before.length, &now.length);
            let of_length = behind(&before.length, &now.length);
            asked.push((LENGTH, prover.all(&[both, differs]), of_length));
        }
        (None, Some(_)) => asked.push(("it has a deadline now", both, conditions.to_vec())),
        (Some(_), None) => asked.push(("it has no deadline any more", both, conditions.to_vec())),
        (None, None) => {}
    }
    asked
}

fn exists<'m>(prover: &mut Prover<'m>, task: &'m Task) -> Formula {
    match &task.when {
        Some(when) => prover.so(when).yes,
        None => prover.always(),
    }
}

/// The words of a question, with the lengths of deadlines.
fn words_of(model: &Model, words: &str, old: &Task, new: &Task) -> String {
    let (Some(before), Some(now)) = (&old.deadline, &new.deadline) else {
        return words.to_owned();
    };
    if words != LENGTH {
        return words.to_owned();
    }
    let (was, is) = (length(model, &before.length), length(model, &now.length));
    match was == is {
        true => format!("{LENGTH}, as `{is}` says"),
        false => format!("within {is}, and was {was}"),
    }
}
