//! `impossible-must`: a `must` that no lead it applies to can meet, or two of which no lead can meet
//! both.

use super::Touches;
use super::context::{Context, Says};
use super::gap::which_leads;
use super::leads::Search;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Must, MustId};
use crate::proof::{Answer, Formula, Prover};

/// A must with its formulas.
#[derive(Clone, Copy)]
struct Asked<'m> {
    id: MustId,
    must: &'m Must,
    applies: Formula,
    met: Formula,
    well: Formula,
}

/// All musts, each by itself and with every other.
pub(super) fn of_musts<'m>(context: &mut Context<'m>, prover: &mut Prover<'m>) {
    let mut possible: Vec<Asked<'m>> = Vec::new();
    for (id, must) in context.model.musts.iter() {
        let applies = must.when.as_ref().map(|when| prover.so(when).yes);
        let conditions: Vec<_> = conditions(must).collect();
        let asked = Asked {
            id,
            must,
            applies: applies.unwrap_or(prover.always()),
            met: prover.so(&must.condition).yes,
            well: prover.well_for(&conditions),
        };
        if !judge(context, prover, asked, None) {
            possible.push(asked);
        }
    }
    for (at, one) in possible.iter().enumerate() {
        for other in possible.iter().skip(at + 1) {
            judge(context, prover, *one, Some(*other));
        }
    }
}

fn conditions(must: &Must) -> impl Iterator<Item = &Condition> {
    std::iter::once(&must.condition).chain(&must.when)
}

/// Whether leads to which these apply cannot meet them; if so, says it.
fn judge<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    first: Asked<'m>,
    second: Option<Asked<'m>>,
) -> bool {
    let musts: Vec<Asked<'m>> = std::iter::once(first).chain(second).collect();
    let applies: Vec<_> = musts.iter().map(|it| it.applies).collect();
    let target = prover.all(&applies);
    let well: Vec<_> = musts.iter().map(|it| it.well).collect();
    let met = musts.iter().map(|it| it.met);
    let asked: Vec<_> = well.iter().copied().chain([target]).chain(met).collect();
    match prover.find(&asked) {
        Answer::Found => return false,
        Answer::Undecided => {
            undecided(context, first, second);
            return false;
        }
        Answer::Never(_) => {}
    }
    let whens: Vec<_> = musts
        .iter()
        .filter_map(|it| it.must.when.as_ref())
        .collect();
    let terms = prover.terms(&whens, &[]);
    let mut accepted = Vec::new();
    for it in &musts {
        let of_one = context.accepted(prover, Code::ImpossibleMust, &it.must.named.name);
        accepted.extend(of_one);
    }
    let shown = match context.search(prover, target, &well, &terms, &accepted) {
        Search::None => return false,
        Search::Undecided => {
            undecided(context, first, second);
            return false;
        }
        Search::Shown(shown) => shown,
    };
    let names: Vec<String> = musts.iter().map(|it| it.must.named.name.clone()).collect();
    let listed = crate::value::listed(&names);
    let says = Says {
        shows: &format!("{listed} cannot be met"),
        expect: &[],
    };
    let demonstration = context.demonstration(names, &terms, &shown, says);
    let leads = which_leads(&demonstration.cases, shown.more);
    let finding = words(context, first, second, &leads).demonstrated(demonstration);
    let touches = Touches::Unmet(musts.iter().map(|it| it.id).collect());
    let confirm = touches.clone();
    let (model, as_of) = (context.model, context.as_of);
    let confirm = move |lead: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        confirm.meets(model, lead, as_of, evaluation)
    };
    context.confirmed(prover, &shown.lead, confirm, finding, Some(touches));
    true
}

fn words(
    context: &Context<'_>,
    first: Asked<'_>,
    second: Option<Asked<'_>>,
    leads: &str,
) -> Diagnostic {
    let name = &first.must.named.name;
    let message = match second {
        Some(second) => format!(
            "`{name}` and `{}` both apply to {leads}, and none of them can meet both",
            second.must.named.name
        ),
        None => format!("`{name}` applies to {leads}, and none of them can meet it"),
    };
    let asks = |it: Asked<'_>| format!("asks for `{}`", context.text(it.must.condition.span));
    let finding = Diagnostic::new(Code::ImpossibleMust, first.must.named.span, message);
    let finding = second
        .into_iter()
        .fold(finding.here(asks(first)), |finding, it| {
            finding.label(it.must.named.span, asks(it))
        });
    let help = match second {
        Some(_) => "mend what one of them asks for, or narrow its `when`, so that they never meet",
        None => "mend what it asks for, or narrow its `when` to leads that can meet it",
    };
    finding.help(help).about("must", name.clone())
}

fn undecided(context: &mut Context<'_>, first: Asked<'_>, second: Option<Asked<'_>>) {
    let musts = std::iter::once(first).chain(second);
    let names = crate::value::listed(musts.map(|it| &it.must.named.name));
    let message = format!("whether a lead can meet {names} was not decided");
    let finding = Diagnostic::new(Code::ImpossibleMust, first.must.named.span, message);
    context.not_proved(finding.about("must", first.must.named.name.clone()));
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    #[test]
    fn a_must_against_its_own_when() {
        let text = "policy \"p\" {}\nlead { id: text key  calls: integer >= 0  closed: boolean }\n\
             must called: calls >= 3 when calls < 2 and closed\n\
             must tried: calls >= 1 when closed";
        assert_eq!(
            found_of("impossible-must", text),
            "impossible-must: `called` applies to leads whose `calls` is 1 or less and whose \
             `closed` is yes, and none of them can meet it\n\
             \u{20} case calls 1 or less; closed yes\n\
             \u{20} lead calls 0; closed yes\n"
        );
    }

    #[test]
    fn two_that_cannot_both_be_met() {
        let text = "policy \"p\" {}\n\
             lead { id: text key  calls: integer >= 0  closed: boolean  rich: boolean }\n\
             must many: calls >= 3 when closed\nmust few: calls <= 1 when rich\n\
             must some: calls >= 1";
        assert_eq!(
            found_of("impossible-must", text),
            "impossible-must: `many` and `few` both apply to leads whose `closed` is yes and whose \
             `rich` is yes, and none of them can meet both\n\
             \u{20} case closed yes; rich yes\n\
             \u{20} lead closed yes; rich yes\n"
        );
    }
}
