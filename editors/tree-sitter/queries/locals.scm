; A policy has one space of names, whatever the order of its text.
(source_file) @local.scope

(field name: (identifier) @local.definition.field)
(define name: (identifier) @local.definition.constant)
(score name: (identifier) @local.definition.function)
(decision name: (identifier) @local.definition.function)
(list name: (identifier) @local.definition.constant)
(calendar name: (identifier) @local.definition.type)
(team name: (identifier) @local.definition.type)
(role name: (identifier) @local.definition.type)
(stage name: (identifier) @local.definition.type)
(task name: (identifier) @local.definition.type)

(identifier) @local.reference
