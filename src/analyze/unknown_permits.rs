//! `unknown-permits`: a `forbid … when` whose condition is unknown for a lead that lacks something,
//! so that the channel is open to it.

use super::Touches;
use super::context::{Context, Says};
use super::gap::which_leads;
use super::leads::Search;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Forbid};
use crate::proof::Prover;

/// All prohibitions.
pub(super) fn of_forbids<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>) {
    for (at, forbid) in context.model.forbids.iter().enumerate() {
        if let Some(when) = &forbid.when {
            of_forbid(context, prover, at, forbid, when);
        }
    }
}

fn of_forbid<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    at: usize,
    forbid: &'m Forbid,
    when: &'m Condition,
) {
    let channel = context.model.channels.get(forbid.channel);
    let channel = channel.map_or("", |channel| channel.name.as_str());
    let conditions: Vec<_> = std::iter::once(when).chain(&forbid.unless).collect();
    let so = prover.so(when);
    let mut parts = vec![!so.yes, !so.no];
    if let Some(unless) = &forbid.unless {
        parts.push(!prover.so(unless).yes);
    }
    let target = prover.all(&parts);
    let well = prover.well_for(&conditions);
    let terms = prover.terms(&conditions, &[]);
    let accepted = context.accepted(prover, Code::UnknownPermits, channel);
    let shown = match context.search(prover, target, &[well], &terms, &accepted) {
        Search::None => return,
        Search::Undecided => {
            let message = format!("whether missing data permits `{channel}` was not decided");
            let finding = Diagnostic::new(Code::UnknownPermits, forbid.span, message);
            return context.not_proved(finding.about("forbid", channel));
        }
        Search::Shown(shown) => shown,
    };
    let condition = context.text(when.span);
    let says = Says {
        shows: &format!("`{channel}` is permitted, though `{condition}` is unknown"),
        expect: &[format!("expect forbidden {channel}")],
    };
    let demonstration = context.demonstration(Vec::new(), &terms, &shown, says);
    let leads = which_leads(&demonstration.cases, shown.more);
    let message = format!(
        "`{channel}` is permitted for {leads}: there `{condition}` is unknown, and only a yes \
         forbids it"
    );
    let finding = Diagnostic::new(Code::UnknownPermits, when.span, message)
        .here("may be unknown")
        .help(
            "if in doubt it is to be forbidden, say so: add `or … is missing`, or turn it round \
             with `unless`, which forbids unless it is a certain yes",
        )
        .about("forbid", channel)
        .demonstrated(demonstration);
    let touches = Touches::Permitted(at);
    let confirm = touches.clone();
    let (model, as_of) = (context.model, context.as_of);
    let confirm = move |lead: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        confirm.meets(model, lead, as_of, evaluation)
    };
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    #[test]
    fn a_blank_opens_a_channel() {
        let text = "policy \"p\" {}\nlead { id: text key  left: boolean  consent: boolean }\n\
             forbid email when left\nforbid phone unless consent\n\
             forbid chat when left or left is missing";
        assert_eq!(
            found_of("unknown-permits", text),
            "unknown-permits: `email` is permitted for leads whose `left` is missing: there \
             `left` is unknown, and only a yes forbids it\n\
             \u{20} case left missing\n\
             \u{20} lead left missing\n"
        );
    }

    #[test]
    fn not_where_an_exception_holds_anyhow() {
        let text = "policy \"p\" {}\nlead { id: text key  left: boolean  consent: boolean }\n\
             forbid mail when left unless consent";
        let found = found_of("unknown-permits", text);
        assert!(found.contains("case left missing; consent no\n"), "{found}");
        assert!(
            found.contains("case left missing; consent missing\n"),
            "{found}"
        );
        assert!(!found.contains("consent yes"), "{found}");
    }
}
