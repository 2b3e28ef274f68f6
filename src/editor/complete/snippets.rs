//! Texts with gaps, for what is written as a whole.

/// The text for a word of the language, in the declaration that starts with `within`, or outside of
/// all.
pub(super) fn snippet(word: &str, within: Option<&str>) -> Option<&'static str> {
    match within {
        None => declaration(word),
        Some("decision") => of_decision(word),
        Some("score") => of_score(word),
        Some("journey") => of_journey(word),
        Some("example") => of_example(word),
        Some("policy" | "calendar") => of_policy(word),
        Some("source") => of_source(word),
        Some(_) => None,
    }
}

fn declaration(word: &str) -> Option<&'static str> {
    Some(match word {
        "policy" => "policy \"${1:Name}\" {\n  time zone \"${2:Europe/Berlin}\"\n}\n",
        "team" => "team ${1:sales} \"${2:Sales}\" {\n  role ${3:sdr} \"${4:SDR}\"\n}\n",
        "lead" => "lead {\n  ${1:email}: ${2:text key}\n}\n",
        "list" => "list ${1:name} from \"${2:lists/name.txt}\"\n",
        "define" => "define ${1:name} = $0",
        "score" => "score ${1:fit} ${2:0..100} {\n  +${3:10} when ${4:condition}\n}\n",
        "decision" => {
            "decision ${1:name}: ${2:one of a | b} {\n  rule ${3:rule}: ${4:a} when ${5:condition}\n  \
             otherwise ${6:b}\n}\n"
        }
        "journey" => {
            "journey ${1:funnel} tracks ${2:stage} since ${3:stage_since} {\n  stage ${4:new} start \
             {\n    accountable ${5:team}\n    to ${6:next} when ${7:condition}\n  }\n}\n"
        }
        "forbid" => "forbid ${1:phone} unless ${2:consent} because \"${3:why}\"\n",
        "must" => "must ${1:name}: ${2:condition} because \"${3:why}\"\n",
        "vocabulary" => "vocabulary ${1:team} {\n  ${2:name} = \"${3:what they say}\"\n}\n",
        "source" => "source ${1:crm} {\n  ${2:email} from \"${3:Email}\"\n}\n",
        "accept" => "accept ${1:code} in ${2:name} because \"${3:why}\"\n",
        "example" => {
            "example \"${1:What it shows}\" {\n  lead { ${2:email \"a@a.example\"} }\n  expect \
             ${3:decision} = ${4:outcome}\n}\n"
        }
        "calendar" => {
            "calendar ${1:name} {\n  time zone \"${2:Europe/Berlin}\"\n  working hours \
             ${3:mon..fri 09:00..17:00}\n}\n"
        }
        _ => return None,
    })
}

fn of_decision(word: &str) -> Option<&'static str> {
    Some(match word {
        "rule" => "rule ${1:name}: ${2:outcome} when ${3:condition}",
        "table" => "table ${1:field} | ${2:field} {\n  ${3:a} | ${4:b} => ${5:outcome}\n}",
        "because" => "because \"${1:why}\"",
        _ => return None,
    })
}

fn of_score(word: &str) -> Option<&'static str> {
    Some(match word {
        "group" => "group \"${1:name}\" at most ${2:40} {\n  +${3:10} when ${4:condition}\n}",
        "table" => "table ${1:field} {\n  ${2:a} => +${3:10}\n  otherwise => 0\n}",
        _ => return None,
    })
}

fn of_journey(word: &str) -> Option<&'static str> {
    Some(match word {
        "stage" => {
            "stage ${1:name} {\n  accountable ${2:team}\n  to ${3:next} when ${4:condition}\n}"
        }
        "task" => {
            "task ${1:name} {\n  responsible ${2:role}\n  within ${3:4 hours}\n  done at ${4:field}\n}"
        }
        "to" => "to ${1:stage} when ${2:condition}",
        "escalate" => "escalate ${1:role} at ${2:5 hours}",
        "reassign" => "reassign ${1:role} at ${2:5 hours}",
        "because" => "because \"${1:why}\"",
        _ => return None,
    })
}

fn of_example(word: &str) -> Option<&'static str> {
    Some(match word {
        "lead" => "lead { ${1:email \"a@a.example\"} }",
        "as of" => "as of ${1:2026-07-01T09:00}",
        _ => return None,
    })
}

fn of_policy(word: &str) -> Option<&'static str> {
    Some(match word {
        "time zone" => "time zone \"${1:Europe/Berlin}\"",
        "working hours" => "working hours ${1:mon..fri 09:00..17:00}",
        "version" => "version \"${1:2026.1}\"",
        "sample" => "sample \"${1:sample.csv}\"",
        _ => return None,
    })
}

fn of_source(word: &str) -> Option<&'static str> {
    Some(match word {
        "missing everywhere" => "missing everywhere \"${1:N/A}\"",
        "dates" => "dates \"${1:%m/%d/%Y}\"",
        "datetimes" => "datetimes \"${1:%m/%d/%Y %H:%M}\"",
        "delimiter" => "delimiter \"${1:;}\"",
        _ => return None,
    })
}
