; Colours. The names of the captures are those that Neovim and Zed use; ../../README.md says what to
; change for Helix.
;
; Names have a general colour, and behind it a special one where their kind is known. Every other word
; has one colour only: editors that mix the colours of several patterns would mix them there too.

(comment) @comment
(documentation) @comment.documentation

(string) @string
(escape) @string.escape
(number) @number
(currency) @number
(time_unit) @number
(ends) @number
(time) @number
(date) @number
(weekday) @constant.builtin

; Signs
["{" "}" "(" ")"] @punctuation.bracket
[":" ","] @punctuation.delimiter
["|" "+" "-" "*" "/" "=" "!=" "<" "<=" ">" ">=" "=>" "->" ".."] @operator

; What begins a declaration, or a part of one
[
  "policy" "calendar" "lead" "fact" "list" "define" "score" "group" "decision" "rule" "table" "journey"
  "forbid" "must" "vocabulary" "source" "accept" "example" "expect"
] @keyword
(team "team" @keyword)
(roles "role" @keyword)
(stage "stage" @keyword)
(task "task" @keyword)

; When it acts, and what it does
["when" "unless" "otherwise" "after" "to"] @keyword.conditional
[
  "accountable" "agreed" "absent" "as" "because" "breach" "by" "clears" "consulted" "counts" "dated"
  "dates" "datetimes" "delimiter" "encoding" "escalate" "everywhere" "forbidden" "from" "holidays"
  "informed" "join" "language" "later" "most" "named" "occurrence" "on" "overrides" "per" "percent"
  "reassign" "requires" "responsible" "rows" "sample" "set" "skip" "spelled" "split" "time" "told"
  "tracks" "version" "where" "within" "working" "works" "zone"
] @keyword
(working_hours "hours" @keyword)
(named_in "in" @keyword)
(limit ["at" "least"] @keyword)
(per "of" @keyword)
(journey "since" @keyword)
(within "of" @keyword)
(done ["done" "at"] @keyword)
(escalate "at" @keyword)
(reassign "at" @keyword)
(column ["of" "in" "missing"] @keyword)
(source_setting ["missing" "yes" "no" "is"] @keyword)
(accept "in" @keyword)
(until "until" @keyword)
(as_of "of" @keyword)
(expect ["task" "stage" "of"] @keyword)

; Conditions
["contains" "mentions" "starts" "ends" "with" "matches" "has" "else" "not"] @keyword.operator
(logical ["and" "or"] @keyword.operator)
(comparison ["in" "is" "any" "all" "of"] @keyword.operator)
(expect "is" @keyword.operator)
(count_of ["all" "any" "none" "at" "least" "of"] @keyword.operator)
(cell ["none" "of"] @keyword.operator)
(comparison ["missing" "known" "empty"] @constant.builtin)
(expect ["missing" "known" "empty"] @constant.builtin)
(assignment "missing" @constant.builtin)
(cell ["any" "known" "missing"] @constant.builtin)
(value_mapping "any" @constant.builtin)
(none) @constant.builtin
(task_state ["due" "due-soon" "done-late" "done" "open" "late" "no-clock"] @constant.builtin)
(yes_no) @boolean

; Types, and what is said of a field, a decision or a stage
(plain_type ["text" "boolean" "date" "datetime" "integer" "number"] @type.builtin)
(money_type "money" @type.builtin)
(one_of_type ["one" "of"] @type.builtin)
(several_of_type ["several" "of"] @type.builtin)
(outcome_type ["role" "team" "stage" "of" "boolean" "integer" "duration" "text"] @type.builtin)
(field_flag) @keyword.modifier
(or_none) @keyword.modifier
(first_match) @keyword.modifier
(stage_flag) @keyword.modifier
(overrides "all" @keyword.modifier)
(journey ["forward" "only"] @keyword.modifier)

; Names
(identifier) @variable
(value (identifier) @constant)
(cell (value) @constant)
(outcome (identifier) @constant)
(channel (identifier) @constant)

; Those that are declared
(field name: (identifier) @property)
(column name: (identifier) @property)
(assignment name: (identifier) @property)
(word name: (identifier) @property)
(row name: (identifier) @label)
(rule name: (identifier) @function)
(must name: (identifier) @function)
(score name: (identifier) @function)
(decision name: (identifier) @function)
(define name: (identifier) @function)
(table name: (identifier) @function)
(list name: (identifier) @type)
(calendar name: (identifier) @type)
(team name: (identifier) @type)
(role name: (identifier) @type)
(journey name: (identifier) @type)
(stage name: (identifier) @type)
(task name: (identifier) @type)
(source name: (identifier) @type)
(vocabulary team: (identifier) @type)

; Those that are used where only one kind can stand
(works (identifier) @type)
(agreed_by (identifier) @type)
(accountable (identifier) @type)
(move target: (identifier) @type)
(move_otherwise target: (identifier) @type)
(overrides (identifier) @function)
(accept code: (code) @constant)
(accept subject: (subject) @function)

(call function: (identifier) @function.call)
((call function: (identifier) @function.builtin)
  (#any-of? @function.builtin "since" "until" "domain"))
