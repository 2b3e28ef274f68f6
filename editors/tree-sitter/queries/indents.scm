; Indentation, in the words of nvim-treesitter: two blanks more inside braces, and for the clauses of
; a rule or a move that stand on lines of their own.
[
  (policy) (calendar) (team) (lead) (list) (score_body) (decision) (rows) (journey) (stage) (task)
  (vocabulary) (source) (value_mappings) (example) (given_lead) (count_of) (member_set) (text_set)
  (value_set) (rule) (move) (must) (forbid) (accept)
] @indent.begin

"}" @indent.branch @indent.end
(comment) @indent.ignore
(ERROR) @indent.auto
