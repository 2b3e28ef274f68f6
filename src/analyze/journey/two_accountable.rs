//! `two-accountable`: a stage that several answer for, so that none does.

use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Stage, StageId};
use crate::value::joined;

/// A stage with more than one accountable.
pub(super) fn of_stage(context: &mut Context<'_>, id: StageId, stage: &Stage) {
    let (Some(first), [_, rest @ ..]) = (stage.accountable.first(), stage.accountable.as_slice())
    else {
        return;
    };
    let Some(second) = rest.first() else { return };
    let names = stage.accountable.iter();
    let names: Vec<_> = names
        .map(|it| format!("`{}`", context.party(it.party)))
        .collect();
    let count = match names.len() {
        2 => "two".to_owned(),
        count => count.to_string(),
    };
    let name = &stage.named.name;
    let message = format!(
        "{count} answer for the leads in `{name}`: {}",
        joined(&names, "and")
    );
    let mut finding = Diagnostic::new(Code::TwoAccountable, second.span, message)
        .here("and so does this")
        .label(first.span, "answers for them")
        .help(
            "leave one accountable: where two answer, each may wait for the other. Who helps can be \
             `responsible`, `consulted` or `informed` in a task",
        )
        .about("stage", context.model.stage_name(id));
    for other in rest.iter().skip(1) {
        finding = finding.label(other.span, "and this");
    }
    context.shown_by_none(Vec::new(), finding);
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    #[test]
    fn one_is_enough() {
        let with = |accountable: &str| {
            let text = format!(
                "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role a }}\nteam u {{ role b }}\n\
                 lead {{ id: text key  n: integer  s: one of one | two required\n\
                 got: datetime required }}\njourney j tracks s since got {{\n\
                 stage one start {{ {accountable} to two when n > 5 }} stage two end }}"
            );
            found_of("two-accountable", &text)
        };
        assert_eq!(with("accountable t"), "");
        assert_eq!(with(""), "");
        assert_eq!(
            with("accountable t, a"),
            "two-accountable: two answer for the leads in `one`: `t` and `a`\n"
        );
        assert_eq!(
            with("accountable t, a, b"),
            "two-accountable: 3 answer for the leads in `one`: `t`, `a` and `b`\n"
        );
    }
}
