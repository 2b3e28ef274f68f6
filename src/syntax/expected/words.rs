//! The rules of the grammar in the words that a user types or reads.

use crate::syntax::grammar::Rule;
use crate::value::joined;

/// What is wanted, as a list in words; `None` where that would be nothing or too much.
pub(super) fn list(rules: &[Rule], most: usize) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    // An operand may start in many ways, and one of them says it for all.
    let operand = rules.contains(&Rule::call);
    let start = [
        Rule::ident,
        Rule::text,
        Rule::moment,
        Rule::amount,
        Rule::yes_no,
        Rule::minus,
    ];
    let rules = rules
        .iter()
        .filter(|rule| !(operand && start.contains(rule)));
    for rule in rules {
        for word in said(*rule) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    if words.len() > most {
        return None;
    }
    (!words.is_empty()).then(|| joined(&words, "or"))
}

fn said(rule: Rule) -> Vec<String> {
    if let Some(words) = described(rule) {
        return vec![words.to_owned()];
    }
    keywords(rule)
        .iter()
        .map(|word| format!("`{word}`"))
        .collect()
}

/// The words that a rule stands for, or starts with; none where a description says it better.
#[expect(clippy::too_many_lines, reason = "a table, one line a rule")]
pub(in crate::syntax) fn keywords(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::junction => &["and", "or"],
        Rule::line_part => &["when", "per", "at most"],
        Rule::line_when | Rule::clause_when => &["when"],
        Rule::line_per => &["per"],
        Rule::line_most | Rule::group_most => &["at most"],
        Rule::group_least => &["at least"],
        Rule::group_limit => &["at most", "at least"],
        Rule::rule_clause => &["when", "unless", "overrides", "because"],
        Rule::forbid_clause => &["when", "unless", "because"],
        Rule::must_clause => &["when", "because"],
        Rule::accept_clause => &["because", "when", "until"],
        Rule::clause_unless => &["unless"],
        Rule::clause_overrides => &["overrides"],
        Rule::clause_because => &["because"],
        Rule::clause_until => &["until"],
        Rule::decision_item => &["rule", "table", "otherwise"],
        Rule::decision_flag => &["or none", "first match"],
        Rule::or_none => &["or none"],
        Rule::first_match => &["first match"],
        Rule::agreed_by => &["agreed by"],
        Rule::score_item => &["group", "table"],
        Rule::statement => &["lead", "as of", "set", "later", "expect"],
        Rule::policy_clause => &[
            "version",
            "time zone",
            "working hours",
            "holidays",
            "sample",
            "language",
        ],
        Rule::calendar_clause => &["time zone", "working hours", "holidays"],
        Rule::working_hours => &["working hours"],
        Rule::holidays | Rule::kw_holidays => &["holidays"],
        Rule::hours_entry | Rule::days | Rule::weekday => {
            &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        }
        Rule::works => &["works"],
        Rule::role_clause => &["named in", "works"],
        Rule::stage | Rule::kw_stage => &["stage"],
        Rule::stage_flag => &["start", "end"],
        Rule::forward_only => &["forward only"],
        Rule::stage_item => &[
            "accountable",
            "requires",
            "clears",
            "counts",
            "task",
            "to",
            "otherwise",
        ],
        Rule::accountable => &["accountable"],
        Rule::requires => &["requires"],
        Rule::clears => &["clears"],
        Rule::counts => &["counts"],
        Rule::task | Rule::kw_task => &["task"],
        Rule::task_clause => &[
            "responsible",
            "consulted",
            "informed",
            "by",
            "within",
            "done at",
            "done when",
            "escalate",
            "reassign",
        ],
        Rule::responsible => &["responsible"],
        Rule::consulted => &["consulted"],
        Rule::informed => &["informed"],
        Rule::by_channels => &["by"],
        Rule::within => &["within"],
        Rule::done_at => &["done at"],
        Rule::done_when => &["done when"],
        Rule::escalate => &["escalate"],
        Rule::reassign => &["reassign"],
        Rule::move_to | Rule::kw_to => &["to"],
        Rule::move_otherwise => &["otherwise"],
        Rule::move_clause => &["when", "after", "unless", "overrides", "because"],
        Rule::clause_after | Rule::kw_after => &["after"],
        Rule::type_stage => &["stage"],
        Rule::kw_tracks => &["tracks"],
        Rule::kw_since => &["since"],
        Rule::kw_only => &["only"],
        Rule::kw_hours => &["hours"],
        Rule::kw_within => &["within"],
        Rule::task_state => &[
            "due",
            "open",
            "due-soon",
            "late",
            "done",
            "done-late",
            "no-clock",
        ],
        Rule::field_type => &[
            "text",
            "integer",
            "number",
            "money",
            "boolean",
            "date",
            "datetime",
            "one of",
            "several of",
        ],
        Rule::outcome_type => &[
            "one of", "role", "team", "stage", "boolean", "integer", "duration", "text",
        ],
        Rule::flag_word | Rule::field_flag => &["key", "required", "fixed"],
        Rule::yes_no => &["yes", "no"],
        Rule::state => &["missing", "known", "empty"],
        Rule::otherwise | Rule::row_otherwise | Rule::kw_otherwise => &["otherwise"],
        Rule::team_roles => &["role"],
        Rule::column_part => &[
            "of",
            "occurrence",
            "missing",
            "split",
            "percent",
            "dated",
            "spelled in",
        ],
        Rule::of_file => &["of"],
        Rule::occurrence => &["occurrence"],
        Rule::text_test => &[
            "contains",
            "mentions",
            "starts with",
            "ends with",
            "matches",
        ],
        Rule::tail | Rule::s_tail => &[
            "in",
            "not in",
            "is",
            "has",
            "contains",
            "mentions",
            "starts with",
            "ends with",
            "matches",
        ],
        Rule::in_tail => &["in"],
        Rule::is_tail => &["is"],
        Rule::has_tail => &["has"],
        Rule::decision_rule => &["rule"],
        Rule::table => &["table"],
        Rule::score_group => &["group"],
        Rule::expect => &["expect"],
        Rule::given_lead => &["lead"],
        Rule::as_of => &["as of"],
        Rule::set => &["set"],
        Rule::later => &["later"],
        Rule::fact => &["fact"],
        Rule::policy_version => &["version"],
        Rule::policy_zone => &["time zone"],
        Rule::policy_sample => &["sample"],
        Rule::policy_language => &["language"],
        Rule::role_named => &["named in"],
        Rule::list_from | Rule::table_from => &["from"],
        Rule::type_one_of => &["one of"],
        Rule::type_several_of => &["several of"],
        Rule::type_text => &["text"],
        Rule::type_integer | Rule::type_integer_outcome => &["integer"],
        Rule::type_number => &["number"],
        Rule::type_money => &["money"],
        Rule::type_boolean => &["boolean"],
        Rule::type_date => &["date"],
        Rule::type_datetime => &["datetime"],
        Rule::type_role => &["role"],
        Rule::type_team => &["team"],
        Rule::type_duration => &["duration"],
        Rule::spelled_in => &["spelled in"],
        Rule::column_missing => &["missing"],
        Rule::split => &["split"],
        Rule::percent => &["percent"],
        Rule::dated => &["dated"],
        Rule::missing_everywhere => &["missing everywhere"],
        Rule::yes_words => &["yes"],
        Rule::no_words => &["no"],
        Rule::date_forms => &["dates"],
        Rule::datetime_forms => &["datetimes"],
        Rule::encoding => &["encoding"],
        Rule::delimiter => &["delimiter"],
        Rule::skip_rows => &["skip rows where"],
        Rule::join => &["join"],
        Rule::absent => &["absent"],
        Rule::kw_and => &["and"],
        Rule::kw_or => &["or"],
        Rule::kw_not => &["not"],
        Rule::kw_in => &["in"],
        Rule::kw_is => &["is"],
        Rule::kw_has => &["has"],
        Rule::kw_with => &["with"],
        Rule::kw_of => &["of"],
        Rule::kw_at => &["at"],
        Rule::kw_most => &["most"],
        Rule::kw_least => &["least"],
        Rule::kw_by => &["by"],
        Rule::kw_from => &["from"],
        Rule::kw_when => &["when"],
        Rule::kw_per => &["per"],
        Rule::kw_else => &["else"],
        Rule::kw_any => &["any"],
        Rule::kw_all => &["all"],
        Rule::kw_none => &["none"],
        Rule::kw_known => &["known"],
        Rule::kw_missing => &["missing"],
        Rule::kw_empty => &["empty"],
        Rule::kw_zone => &["zone"],
        Rule::kw_match => &["match"],
        Rule::kw_everywhere => &["everywhere"],
        Rule::kw_rows => &["rows"],
        Rule::kw_where => &["where"],
        Rule::kw_on => &["on"],
        Rule::kw_because => &["because"],
        Rule::kw_policy => &["policy"],
        Rule::kw_contains => &["contains"],
        Rule::kw_mentions => &["mentions"],
        Rule::kw_agreed => &["agreed"],
        Rule::kw_forbidden => &["forbidden"],
        Rule::kw_breach => &["breach"],
        Rule::unit | Rule::unit_word | Rule::time_unit => &["minutes", "hours", "days", "weeks"],
        _ => &[],
    }
}

/// What people call a construct; empty for what should not be named at all.
fn described(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::open => "`{`",
        Rule::close => "`}`",
        Rule::paren_open => "`(`",
        Rule::paren_close => "`)`",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::pipe | Rule::values_or => "`|`",
        Rule::below | Rule::values_below => "`<`",
        Rule::arrow => "`=>`",
        Rule::equals | Rule::define_sign => "`=`",
        Rule::text | Rule::texts => "a text in quotes",
        Rule::ident | Rule::subject => "a name",
        Rule::role => "the name of a role",
        Rule::value => "a value",
        Rule::amount | Rule::signed_amount | Rule::number | Rule::cell_limit => "an amount",
        Rule::count => "a whole number",
        Rule::points | Rule::score_line => "points such as `+10`",
        Rule::unit => "a unit",
        Rule::currency => "a currency such as `USD`",
        Rule::moment => "a date such as `2026-07-01`",
        Rule::range => "a range such as `5..10`",
        Rule::code => "the code of a finding",
        Rule::condition
        | Rule::s_condition
        | Rule::not_test
        | Rule::s_not_test
        | Rule::comparison
        | Rule::s_comparison => "a condition",
        Rule::sum
        | Rule::s_sum
        | Rule::call
        | Rule::count_of
        | Rule::parenthesis
        | Rule::is_value => "a field, a definition or a value",
        Rule::member_set | Rule::value_set | Rule::text_set => "values between braces",
        Rule::compare_op | Rule::compare_tail | Rule::s_compare_tail => "a comparison such as `>=`",
        Rule::outcome => "an outcome",
        Rule::cell | Rule::cell_test | Rule::row_cells => "what the row asks of a column",
        Rule::hours | Rule::time_of_day => "hours such as `09:00..17:30`",
        Rule::days | Rule::weekday | Rule::hours_entry => "days such as `mon..fri`",
        Rule::stage_body => "`{`",
        Rule::time_span => "an amount of time such as `4 hours`",
        Rule::row => "a row such as `a | b => c`",
        Rule::headers => "what the columns look at",
        Rule::assigned => "a value",
        Rule::assignment => "a field and its value",
        Rule::field | Rule::lead_entry => "a field such as `email: text`",
        Rule::word | Rule::value_texts => "`word = \"text\"`",
        Rule::column => "a column such as `email from \"Email\"`",
        Rule::source_entry => "a column such as `email from \"Email\"`",
        Rule::expectation => "an expectation such as `fit = 70`",
        Rule::EOI => "the end of the declaration",
        _ => return None,
    })
}

/// How a declaration is written, for when too much could stand in a place.
pub(super) fn construct(keyword: &str) -> &'static str {
    match keyword {
        "policy" => {
            "a policy block is written `policy \"Name\" { version \"1\"  time zone \"Europe/London\" }`"
        }
        "calendar" => {
            "a calendar is written `calendar uk { time zone \"Europe/London\"  working hours mon..fri 09:00..17:00  holidays 2026-12-25 }`"
        }
        "team" => "a team is written `team sales \"Sales\" { role sdr \"SDR\", ae }`",
        "lead" => {
            "a field is written `name: type`, e.g. `employees: integer >= 0`, and a fact `fact a <= b`"
        }
        "list" => "a list is written `list free_mail { \"gmail.com\", \"outlook.com\" }`",
        "define" => "a definition is written `define name = …`",
        "score" => {
            "a score is written `score fit 0..100 { … }`, its lines `+10 when …`, `-5 per 7 days of …`, `group \"name\" at most 60 { … }` or `table … { … }`"
        }
        "decision" => {
            "a decision holds `rule name: outcome when …`, `table … { … }` and at most one `otherwise …`"
        }
        "forbid" => "a prohibition is written `forbid phone when … because \"…\"`",
        "must" => "a duty is written `must name: … when … because \"…\"`",
        "vocabulary" => "a vocabulary is written `vocabulary sales { mql = \"worth a call\" }`",
        "accept" => "an acceptance is written `accept code in name because \"…\" until 2027-01-31`",
        _ => "an example holds `lead { field value … }` and lines such as `expect fit = 70`",
    }
}
