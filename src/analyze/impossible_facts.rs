//! `impossible-facts`: facts that no lead can meet together.

use super::context::Context;
use crate::diagnostic::{Code, Demonstration, Diagnostic};
use crate::model::Fact;
use crate::proof::{Answer, Formula, Prover};

/// Which leads the facts leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing speaks against any that are known in all.
    All,
    /// Only such as lack something.
    Lacking,
    /// None.
    None,
}

/// Which leads meet all facts; where that is none, or none that are known in all, says which facts
/// contradict each other.
pub(super) fn of_facts(context: &mut Context<'_>) -> Left {
    let Some(first) = context.model.facts.first() else {
        return Left::All;
    };
    let mut prover = context.prover_without_facts();
    let facts = context.model.facts.iter();
    let kept: Vec<(&Fact, Formula)> = facts
        .map(|fact| (fact, !prover.so(&fact.condition).no))
        .collect();
    let asked: Vec<_> = kept.iter().map(|(_, kept)| *kept).collect();
    let core = match prover.find(&asked) {
        Answer::Found => return of_known(context, prover, first),
        Answer::Undecided => {
            let message = "whether the facts contradict each other was not decided";
            context.not_proved(Diagnostic::new(
                Code::ImpossibleFacts,
                first.condition.span,
                message,
            ));
            context.done(&prover);
            return Left::All;
        }
        Answer::Never(core) => core,
    };
    report(context, prover, &kept, core, first, words);
    Left::None
}

/// Facts that a lead meets only while something that they look at is missing: of all leads of which
/// it is known one of them is not so.
fn of_known<'m>(context: &mut Context<'m>, mut prover: Prover<'m>, first: &Fact) -> Left {
    let mut sure: Vec<(&Fact, Formula)> = Vec::new();
    for fact in &context.model.facts {
        let yes = prover.so(&fact.condition).yes;
        // One that is yes for no lead has a finding of its own.
        if prover.find(&[yes]) == Answer::Found {
            sure.push((fact, yes));
        }
    }
    // By their words, so that the order of the text does not show.
    sure.sort_by_cached_key(|(fact, _)| context.text(fact.condition.span));
    let asked: Vec<_> = sure.iter().map(|(_, yes)| *yes).collect();
    if !prover.find(&asked).is_never() {
        context.done(&prover);
        return Left::All;
    }
    report(context, prover, &sure, asked, first, words_of_known);
    Left::Lacking
}

/// Tells which facts contradict each other.
fn report<'m>(
    context: &mut Context<'m>,
    mut prover: Prover<'m>,
    kept: &[(&Fact, Formula)],
    core: Vec<Formula>,
    first: &Fact,
    words: impl Fn(&Context<'_>, &[&Fact], &Fact) -> Diagnostic,
) {
    let mut smallest = prover.smallest(core, &[]);
    smallest.sort_unstable();
    smallest.dedup();
    context.done(&prover);
    // Of two facts that say the same one is enough.
    let named = smallest
        .iter()
        .filter_map(|formula| kept.iter().find(|(_, kept)| kept == formula));
    let mut named: Vec<&Fact> = named.map(|(fact, _)| *fact).collect();
    named.sort_by_key(|fact| (fact.condition.span.source, fact.condition.span.start));
    let diagnostic = words(context, &named, first);
    context.findings.push(super::Finding {
        diagnostic,
        touches: None,
    });
}

fn words_of_known(context: &Context<'_>, facts: &[&Fact], first: &Fact) -> Diagnostic {
    let texts = facts.iter().map(|fact| context.text(fact.condition.span));
    let texts: Vec<String> = texts.collect();
    let message = match texts.as_slice() {
        [one, other] => format!(
            "the facts `{one}` and `{other}` contradict each other: a lead meets both only while \
             something that they look at is missing"
        ),
        all => format!(
            "{} facts contradict each other: a lead meets them only while something that they look \
             at is missing",
            all.len()
        ),
    };
    finding(facts, first, texts, message)
}

fn words(context: &Context<'_>, facts: &[&Fact], first: &Fact) -> Diagnostic {
    let texts: Vec<String> = facts
        .iter()
        .map(|fact| context.text(fact.condition.span))
        .collect();
    let message = match texts.as_slice() {
        [] => "no lead is possible: the ranges of the fields leave none".to_owned(),
        [one] => format!("no lead can meet the fact `{one}`"),
        [one, other] => {
            format!("the facts `{one}` and `{other}` contradict each other: no lead meets both")
        }
        all => format!(
            "{} facts contradict each other: no lead meets all of them",
            all.len()
        ),
    };
    finding(facts, first, texts, message)
}

fn finding(facts: &[&Fact], first: &Fact, texts: Vec<String>, message: String) -> Diagnostic {
    let at = facts.first().copied().unwrap_or(first).condition.span;
    let finding = Diagnostic::new(Code::ImpossibleFacts, at, message)
        .help("take out or mend what is not so of your leads; nothing else is judged before that");
    let finding = facts.iter().skip(1).fold(finding, |finding, fact| {
        finding.label(fact.condition.span, "not together with this")
    });
    finding.demonstrated(Demonstration {
        rules: texts,
        ..Demonstration::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{found, found_of, found_with};

    #[test]
    fn the_smallest_set_of_facts_is_named_and_nothing_else_is_judged() {
        let text = "policy \"p\" {}\n\
             lead { id: text key  a: integer required  b: integer required  c: boolean\n\
             fact a < b\nfact c or a > 3\nfact b < 5\nfact a >= 5 }\n\
             decision d: one of x | y { rule r: x when c and a > 3 and b > 2 }";
        assert_eq!(
            found(text),
            "impossible-facts: 3 facts contradict each other: no lead meets all of them\n"
        );
    }

    #[test]
    fn facts_that_leave_only_blanks_contradict_each_other() {
        let text = "policy \"p\" {}\nlead { id: text key  a: integer\n\
             fact a < 3\nfact a > 5 }\n\
             decision d: one of x | y { rule r: x when a > 2  otherwise y }";
        assert_eq!(
            found_with(text, false),
            "impossible-facts: the facts `a < 3` and `a > 5` contradict each other: a lead meets \
             both only while something that they look at is missing\n"
        );
        let text = text.replace("a > 5", "a > 1");
        assert_eq!(found_of("impossible-facts", &text), "");
    }
}
