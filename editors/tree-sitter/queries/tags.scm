; What a list of a policy's parts shows.
(field name: (identifier) @name) @definition.field
(list name: (identifier) @name) @definition.constant
(define name: (identifier) @name) @definition.constant
(score name: (identifier) @name) @definition.function
(decision name: (identifier) @name) @definition.function
(rule name: (identifier) @name) @definition.method
(must name: (identifier) @name) @definition.method
(team name: (identifier) @name) @definition.class
(role name: (identifier) @name) @definition.class
(journey name: (identifier) @name) @definition.module
(stage name: (identifier) @name) @definition.class
(task name: (identifier) @name) @definition.method
(source name: (identifier) @name) @definition.module
(call function: (identifier) @name) @reference.call
