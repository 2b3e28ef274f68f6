; Colours. The names of the captures are those that Neovim and Zed use; ../README.md of the editors
; says what to change for Helix.
;
; Where several patterns fit one node, the last one counts: what is general stands first.

(identifier) @variable

(comment) @comment
(documentation) @comment.documentation

(string) @string
(escape) @string.escape
(number) @number
(amount (time_unit) @number)
(currency) @number
(range (ends) @number)
(range (time_unit) @number)
(time) @number
(date) @number
(weekday) @constant

; Signs
["{" "}" "(" ")"] @punctuation.bracket
[":" ","] @punctuation.delimiter
["|" "+" "-" "*" "/" "=" "=>" "->" ".."] @operator
(comparator) @operator

; What begins a declaration, or a part of one
[
  "policy" "calendar" "team" "role" "lead" "fact" "list" "define" "score" "group" "decision" "rule"
  "table" "journey" "stage" "task" "forbid" "must" "vocabulary" "source" "accept" "example" "expect"
] @keyword

; When it acts, and what it does
["when" "unless" "otherwise" "after" "to"] @keyword.conditional
[
  "agreed" "by" "overrides" "because" "until" "from" "at" "most" "least" "per" "of" "within"
  "tracks" "since" "accountable" "requires" "clears" "counts" "responsible" "consulted" "informed"
  "done" "escalate" "reassign" "works" "named" "language" "version" "time" "zone" "sample" "working"
  "hours" "holidays" "everywhere" "dates" "datetimes" "dated" "encoding" "delimiter" "absent" "skip"
  "rows" "where" "join" "on" "occurrence" "spelled" "split" "percent" "as" "set" "later" "told"
  "forbidden" "breach"
] @keyword

; Conditions
[
  "and" "or" "not" "in" "is" "has" "contains" "mentions" "starts" "ends" "with" "matches" "else"
  "all" "any" "none"
] @keyword.operator
["missing" "known" "empty"] @constant.builtin
(yes_no) @boolean
(none) @constant.builtin
(cell "any" @constant.builtin)
(count_of ["all" "any" "none" "at" "least" "of"] @keyword.operator)

; Types, and what is said of a field, a decision or a stage
(plain_type) @type.builtin
(money_type "money" @type.builtin)
(one_of_type ["one" "of"] @type.builtin)
(several_of_type ["several" "of"] @type.builtin)
(outcome_type) @type.builtin
(field_flag) @keyword.modifier
(or_none ["or" "none"] @keyword.modifier)
(first_match ["first" "match"] @keyword.modifier)
(overrides "all" @keyword.modifier)
(stage_flag) @keyword.modifier
(journey ["forward" "only"] @keyword.modifier)
(task_state) @constant.builtin

; Values
(value (identifier) @constant)
(cell (value) @constant)
(outcome (identifier) @constant)
(channel (identifier) @constant)

; The names that are declared
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
