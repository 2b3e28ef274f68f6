; `matches "…"` holds a regular expression.
((comparison "matches" . (string (text) @injection.content))
  (#set! injection.language "regex"))

((comparison "matches" (text_set (string (text) @injection.content)))
  (#set! injection.language "regex"))

((cell "matches" (string (text) @injection.content))
  (#set! injection.language "regex"))

((comment) @injection.content
  (#set! injection.language "comment"))
