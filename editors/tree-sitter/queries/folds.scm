; What can be folded: whatever has a body in braces.
[
  (policy) (calendar) (team) (lead) (list) (score) (group) (decision) (table) (journey) (stage) (task)
  (vocabulary) (source) (value_mappings) (example) (given_lead) (count_of)
] @fold

(documentation)+ @fold
