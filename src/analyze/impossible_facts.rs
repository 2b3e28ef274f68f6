//! `impossible-facts`: facts that no lead can meet together.

use super::context::Context;
use crate::diagnostic::{Code, Demonstration, Diagnostic};
use crate::model::Fact;
use crate::proof::{Answer, Formula};

/// Whether no lead meets all facts; if so, says which ones contradict each other.
pub(super) fn of_facts(context: &mut Context<'_>) -> bool {
    let Some(first) = context.model.facts.first() else {
        return false;
    };
    let mut prover = context.prover_without_facts();
    let facts = context.model.facts.iter();
    let kept: Vec<(&Fact, Formula)> = facts
        .map(|fact| (fact, !prover.so(&fact.condition).no))
        .collect();
    let asked: Vec<_> = kept.iter().map(|(_, kept)| *kept).collect();
    let core = match prover.find(&asked) {
        Answer::Found => {
            context.done(&prover);
            return false;
        }
        Answer::Undecided => {
            let message = "whether the facts contradict each other was not decided";
            context.not_proved(Diagnostic::new(
                Code::ImpossibleFacts,
                first.condition.span,
                message,
            ));
            context.done(&prover);
            return false;
        }
        Answer::Never(core) => core,
    };
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
    true
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
    use crate::analyze::testing::{found, found_of};

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
    fn facts_about_what_may_be_missing_can_be_met() {
        let text = "policy \"p\" {}\nlead { id: text key  a: integer\n\
             fact a < 3\nfact a > 5 }\n\
             decision d: one of x | y { rule r: x when a > 2  otherwise y }";
        assert_eq!(found_of("impossible-facts", text), "");
    }
}
