//! Texts beside their layout, to the byte.

use super::laid_out;

/// Asserts the layout of a text, and that it stays as it is.
fn becomes(written: &str, expected: &str) {
    let result = laid_out(written);
    assert_eq!(result, expected, "\n--- laid out\n{result}");
    assert_eq!(laid_out(expected), expected);
}

#[test]
fn nothing_and_comments_alone() {
    becomes("", "");
    becomes(
        "\n\n# only words\n\n\n\n## and these",
        "# only words\n\n## and these\n",
    );
}

#[test]
fn declarations_of_one_kind_stay_together_and_share_columns() {
    becomes(
        "list a {\"x\"}\nlist long from \"f\"\ndefine a=1\ndefine bcd=2\n\n\n\ndefine e = 3 define f = 4\n",
        "list a    { \"x\" }
list long from \"f\"

define a   = 1
define bcd = 2

define e = 3
define f = 4
",
    );
}

#[test]
fn columns_that_would_break_a_line_are_not_shared() {
    let long = "x".repeat(72);
    becomes(
        &format!("define a = b and c and ddddddd\ndefine {long} = 1\n"),
        &format!("define a = b and c and ddddddd\ndefine {long} = 1\n"),
    );
}

#[test]
fn comments_between_neighbours_keep_them_together_but_share_no_columns() {
    becomes(
        "define a = 1\n# of b\ndefine bcd = 2\n## of e\ndefine e = 3\ndefine fg = 4\n",
        "define a = 1
# of b
define bcd = 2
## of e
define e  = 3
define fg = 4
",
    );
}

#[test]
fn clauses_are_sorted_and_take_their_comments_along() {
    becomes(
        r#"decision q: one of a|b {
  rule one: a because "Why." overrides all when x
  rule two: b
    # last
    because "Because."
    # above all
    overrides all   # really all
    when x          # of x
}"#,
        r#"decision q: one of a | b {
  rule one: a when x overrides all because "Why."
  rule two: b
    when x  # of x
    # above all
    overrides all  # really all
    # last
    because "Because."
}
"#,
    );
}

#[test]
fn a_rule_that_does_not_fit_has_a_clause_a_line() {
    becomes(
        r#"decision q: one of a | b {
  rule one: a when first_condition and second_condition unless third_condition overrides two, three
  rule two: a when first_condition_of_a_long_name and second_condition_of_a_long_name and third_condition_of_a_long_name
  rule three: a when all of { x y } unless at least 2 of {
   x, y, -1 < z
  }
}"#,
        r#"decision q: one of a | b {
  rule one: a when first_condition and second_condition unless third_condition overrides two, three
  rule two: a
    when first_condition_of_a_long_name
      and second_condition_of_a_long_name
      and third_condition_of_a_long_name
  rule three: a
    when all of { x, y }
    unless at least 2 of {
      x
      y,
      -1 < z
    }
}
"#,
    );
}

#[test]
fn short_blocks_stay_on_their_line_where_they_were_written_so() {
    becomes(
        "team a \"A\" {role x,y role z}\n\nteam b {\nrole x }\n\nteam c { }\n
decision d: team { table q { a => b otherwise => c } table r {
  a => b } }",
        r#"team a "A" { role x, y  role z }

team b {
  role x
}

team c {}

decision d: team {
  table q { a => b  otherwise => c }
  table r {
    a => b
  }
}
"#,
    );
}

#[test]
fn tables_align_by_characters_and_wrap_cells_that_are_too_wide() {
    let names: Vec<String> = (10..24).map(|nth| format!("\"Country {nth}\"")).collect();
    let written = format!(
        "decision d: role {{ table first match c | n {{
        big: {} | > 1 => a
        \"Österreich\" | any => b
        otherwise => c }} }}",
        names.join(", ")
    );
    becomes(
        &written,
        r#"decision d: role {
  table first match c | n {
    big: "Country 10", "Country 11",
         "Country 12", "Country 13",
         "Country 14", "Country 15",
         "Country 16", "Country 17",
         "Country 18", "Country 19",
         "Country 20", "Country 21",
         "Country 22", "Country 23"  | > 1 => a
         "Österreich"                | any => b
         otherwise                         => c
  }
}
"#,
    );
}

#[test]
fn lists_are_filled_or_one_a_line_as_they_were_written() {
    let entries = |between: &str| ["\"entry of a list\""; 8].join(between);
    let fill = r#"  "entry of a list", "entry of a list", "entry of a list", "entry of a list", "entry of a list",
  "entry of a list", "entry of a list", "entry of a list"
"#;
    becomes(
        &format!("list l {{ {} }}", entries(" ")),
        &format!("list l {{\n{fill}}}\n"),
    );
    becomes(
        "list l {\n\"a\"\n# c\n\"b\",   # of b\n\n\"c\" }",
        "list l {\n  \"a\",\n  # c\n  \"b\",  # of b\n\n  \"c\"\n}\n",
    );
}

#[test]
fn comments_in_odd_places() {
    becomes(
        r#"define a # of the name
  = # of the sign
  1
define b = x in { # first
  u, # of u
  v
  # last
}
score s { # opens
  # inside
  +1 when x # of x
    # joined
    and y
  -2 when # amid
   z

  # closes
} # behind
# the end"#,
        r#"# of the name
define a = 1  # of the sign

define b = x in {  # first
  u,  # of u
  v
  # last
}

score s {  # opens
  # inside
  +1 when x  # of x
    # joined
    and y
  -2 when z  # amid

  # closes
}  # behind
# the end
"#,
    );
}

#[test]
fn scores() {
    becomes(
        "score s agreed by m { +5 at most 9 when a per 2 days of b\n+10 when a = 1 per b + 5
        table a { 1 => 5 2 => 0 3 => -1 } }",
        "score s agreed by m {
  +5  per 2 days of b when a, at most 9
  +10 when a = 1 per b + 5
  table a { 1 => +5  2 => 0  3 => -1 }
}
",
    );
}

#[test]
fn calendars_share_a_column_and_days_keep_their_order() {
    becomes(
        "calendar uk {holidays 2026-12-28,2026-12-25 working hours fri 9:00..15:00 mon , tue 09:00..12:30,13:00..24:00 time zone \"Europe/London\"}
calendar us {
 working hours mon..fri 09:00..17:00
 holidays from \"us.txt\" }
policy \"p\" {
 holidays 2026-12-25 sample \"s.csv\" working hours mon 09:00..17:00 # so far
}
team a works uk {role x works us, y \"Y\" named in f works uk}",
        "calendar uk {
  time zone     \"Europe/London\"
  working hours fri 09:00..15:00, mon, tue 09:00..12:30, 13:00..24:00
  holidays      2026-12-28, 2026-12-25
}

calendar us {
  working hours mon..fri 09:00..17:00
  holidays      from \"us.txt\"
}

policy \"p\" {
  working hours mon 09:00..17:00  # so far
  holidays      2026-12-25
  sample        \"s.csv\"
}

team a works uk { role x works us, y \"Y\" named in f works uk }
",
    );
}

#[test]
fn clauses_of_tasks_and_moves_are_sorted_and_the_lines_of_a_stage_are_not() {
    becomes(
        r#"journey j tracks s since d {
stage x start { otherwise to y because "Late." after 3 days
task k "K" when b {
 escalate r at 5 hours # first
 done at e within sla of f by a,b
 informed q
 reassign q at 1 business days responsible r }
accountable t , r to z overrides y when b unless c after wait }

stage y end { }
stage z agreed by t,u { requires all of { b c } counts n clears m } }"#,
        r#"journey j tracks s since d {
  stage x start {
    otherwise to y after 3 days because "Late."
    task k "K" when b {
      responsible r
      informed    q
      by          a, b
      within      sla of f
      done at     e
      escalate    r at 5 hours  # first
      reassign    q at 1 business day
    }
    accountable t, r
    to z when b after wait unless c overrides y
  }

  stage y end
  stage z agreed by t, u { requires all of { b, c }  counts n  clears m }
}
"#,
    );
}

#[test]
fn a_task_and_a_stage_stay_on_their_line_where_they_were_written_so() {
    becomes(
        "journey j tracks s since d { stage x { task k { responsible r within 3 days } } stage y { to x } }",
        "journey j tracks s since d {
  stage x { task k { responsible r  within 3 days } }
  stage y { to x }
}
",
    );
}
