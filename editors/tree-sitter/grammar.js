/**
 * @file Groundrules, a language for lead policies: the grammar for editors.
 *
 * It follows grammar/groundrules.pest, which is the compiler's, rule by rule and is no stricter: a
 * text that the compiler accepts has no error here. What is only wrong by its meaning, or by a
 * clause that stands twice, is for the language server to say.
 *
 * Three things the compiler decides by looking further ahead than one word, and this grammar by
 * trying both readings (`conflicts`): whether `+10` in a score goes on with the sum above it or
 * starts the next line; whether a word such as `key` is said of the field above it or names the
 * next one; and whether a comma still belongs to the list of texts before it.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/** One or more, with commas between. @param {RuleOrLiteral} rule */
const commaed = (rule) => seq(rule, repeat(seq(',', rule)));

/** One or more, with or without commas between, and perhaps one behind. @param {RuleOrLiteral} rule */
const loose = (rule) => seq(rule, repeat(seq(optional(','), rule)), optional(','));

/** What stands in braces. @param {RuleOrLiteral} rule */
const braced = (rule) => seq('{', rule, '}');

/** Words that are nouns elsewhere: the name of something may be one of them.
 * @param {GrammarSymbols<string>} $ @param {string[]} words */
const name = ($, ...words) => choice($.identifier, ...words.map((word) => alias(word, $.identifier)));

/**
 * The rules of conditions and sums: once for everywhere, once for what stands directly in a score.
 * They are the same texts; a score only ends them before a sign that starts its next line.
 * @param {string} where `_` or `_score_`
 */
const conditions = (where) => {
  // In `{ a  -b > 3 }` the sign goes on with the sum, as the compiler has it.
  /** @param {RuleOrLiteral} rule */
  const goesOn = (rule) => (where === '_' ? prec.right(1, rule) : rule);
  /** @param {GrammarSymbols<string>} $ @param {string} rule */
  const of = ($, rule) => $[where + rule];
  return {
    [`${where}condition`]: ($) => choice(alias(of($, 'logical'), $.logical), of($, 'test')),
    [`${where}logical`]: ($) => seq(of($, 'test'), repeat1(seq(choice('and', 'or'), of($, 'test')))),
    [`${where}test`]: ($) => choice(alias(of($, 'negation'), $.negation), of($, 'plain_test')),
    [`${where}negation`]: ($) => seq('not', of($, 'test')),
    [`${where}plain_test`]: ($) => choice(alias(of($, 'comparison'), $.comparison), of($, 'value')),
    [`${where}comparison`]: ($) =>
      seq(of($, 'value'), choice(seq($.comparator, of($, 'value')), $._tail)),
    [`${where}value`]: ($) => choice(alias(of($, 'sum'), $.sum), $._operand),
    [`${where}sum`]: ($) => goesOn(seq($._operand, repeat1(seq(choice('+', '-', '*', '/'), $._operand)))),
  };
};

module.exports = grammar({
  name: 'groundrules',

  word: ($) => $.identifier,

  // The little words, which name nothing: so half a rule does not swallow the start of the next.
  reserved: {
    // prettier-ignore
    global: (_) => [
      'after', 'all', 'and', 'any', 'at', 'because', 'by', 'contains', 'day', 'days', 'else', 'from',
      'has', 'hour', 'hours', 'in', 'is', 'known', 'mentions', 'minute', 'minutes', 'missing', 'no',
      'none', 'not', 'of', 'or', 'otherwise', 'overrides', 'per', 'to', 'unless', 'until', 'week',
      'weeks', 'when', 'within', 'yes',
    ],
  },

  extras: ($) => [/\s/, $.comment, $.documentation],

  conflicts: ($) => [
    [$._score_value, $._score_sum],
    [$._score_sum],
    [$._plain_test, $._comparison],
    [$.field],
    [$.column],
    [$._texts],
  ],

  rules: {
    source_file: ($) => repeat($._declaration),

    _declaration: ($) =>
      choice(
        $.policy,
        $.calendar,
        $.team,
        $.lead,
        $.list,
        $.define,
        $.score,
        $.decision,
        $.journey,
        $.forbid,
        $.must,
        $.vocabulary,
        $.source,
        $.accept,
        $.example,
      ),

    // The policy, its calendars and teams, and what is known of a lead

    policy: ($) => seq('policy', field('title', $.string), braced(repeat($._policy_clause))),
    _policy_clause: ($) =>
      choice($.language, $.version, $.time_zone, $.sample, $.working_hours, $.holidays),
    language: ($) => seq('language', $.number),
    version: ($) => seq('version', $.string),
    time_zone: ($) => seq('time', 'zone', $.string),
    sample: ($) => seq('sample', field('path', $.string)),
    working_hours: ($) => seq('working', 'hours', $.days, repeat(seq(optional(','), choice($.days, $.hours)))),
    days: ($) => seq($.weekday, optional(seq(token.immediate('..'), $.weekday))),
    weekday: (_) => choice('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
    hours: ($) => seq($.time, token.immediate('..'), $.time),
    time: (_) => /\d{1,2}:\d{2}/,
    holidays: ($) => seq('holidays', choice($._from_file, commaed($.date))),
    _from_file: ($) => seq('from', field('path', $.string)),

    calendar: ($) =>
      seq(
        'calendar',
        field('name', $.identifier),
        braced(repeat(choice($.time_zone, $.working_hours, $.holidays))),
      ),

    team: ($) =>
      seq(
        'team',
        field('name', $.identifier),
        field('title', optional($.string)),
        optional($.works),
        braced(repeat($.roles)),
      ),
    roles: ($) => seq('role', commaed($.role)),
    role: ($) =>
      seq(
        field('name', $.identifier),
        field('title', optional($.string)),
        repeat(choice($.named_in, $.works)),
      ),
    named_in: ($) => seq('named', 'in', $.identifier),
    works: ($) => seq('works', $.identifier),

    lead: ($) => seq('lead', braced(repeat(choice($.field, $.fact)))),
    fact: ($) => seq('fact', $._condition),
    field: ($) =>
      seq(
        field('name', name($, 'key', 'required', 'fixed', 'fact')),
        ':',
        field('type', $._field_type),
        repeat($.field_flag),
      ),
    field_flag: (_) => choice('key', 'required', 'fixed'),
    _field_type: ($) =>
      choice(
        $.plain_type,
        $.money_type,
        $.one_of_type,
        $.several_of_type,
      ),
    plain_type: ($) =>
      choice('text', 'boolean', 'date', 'datetime', seq(choice('integer', 'number'), optional($._bound))),
    money_type: ($) => seq('money', $.currency, optional($._bound)),
    one_of_type: ($) => seq('one', 'of', $._values),
    several_of_type: ($) => seq('several', 'of', $._values),
    _bound: ($) => choice($.range, seq($.comparator, $._signed_amount)),
    _values: ($) => seq($._declared_value, repeat(seq(choice('|', '<'), $._declared_value))),
    _declared_value: ($) => choice($.string, $.value),
    value: ($) => $.identifier,

    list: ($) =>
      seq(
        'list',
        field('name', $.identifier),
        choice($._from_file, braced(optional(loose($.string)))),
      ),

    define: ($) =>
      seq('define', field('name', $.identifier), '=', field('value', $._condition), optional($.agreed_by)),
    agreed_by: ($) => seq('agreed', 'by', commaed($.identifier)),

    // Scores

    score: ($) =>
      seq(
        'score',
        field('name', $.identifier),
        field('range', optional($.range)),
        optional($.agreed_by),
        $.score_body,
      ),
    score_body: ($) => braced(repeat(choice($.group, $.table, $.score_line))),
    group: ($) =>
      seq('group', field('title', $.string), repeat($.limit), $.score_body),
    limit: ($) => seq(optional(','), 'at', choice('most', 'least'), $._signed_amount),
    // Where a sign could go on with the sum above it, it starts a line if `when` or `per` follow.
    score_line: ($) =>
      seq(
        field('points', $.points),
        choice(
          prec.dynamic(1, seq(choice($.per, $.points_when), repeat($._line_part))),
          prec.dynamic(-2, seq($.limit, repeat($._line_part))),
        ),
      ),
    _line_part: ($) => choice($.per, $.points_when, $.limit),
    points: ($) => $._signed_amount,
    per: ($) => seq('per', optional(seq($.amount, 'of')), $._score_value),
    points_when: ($) => seq('when', $._score_condition),

    // Decisions

    decision: ($) =>
      seq(
        'decision',
        field('name', $.identifier),
        ':',
        field('type', $._outcome_type),
        repeat(choice($.or_none, $.first_match)),
        optional($.agreed_by),
        braced(repeat(choice($.rule, $.table, $.otherwise))),
      ),
    or_none: (_) => seq('or', 'none'),
    first_match: (_) => seq('first', 'match'),
    _outcome_type: ($) => choice($.one_of_type, $.outcome_type),
    outcome_type: ($) =>
      choice(
        'role',
        'team',
        'boolean',
        'integer',
        'duration',
        'text',
        seq('stage', optional(seq('of', $.identifier))),
      ),
    otherwise: ($) => seq('otherwise', $._outcome),
    rule: ($) =>
      seq(
        'rule',
        field('name', $.identifier),
        ':',
        field('outcome', $._outcome),
        repeat(choice($.when, $.unless, $.overrides, $.because)),
      ),
    when: ($) => seq('when', $._condition),
    unless: ($) => seq('unless', $._condition),
    overrides: ($) => seq('overrides', choice('all', commaed($.identifier))),
    because: ($) => seq('because', $.string),

    _outcome: ($) =>
      choice($.outcome, $.string, $.date, $._signed_amount, $.yes_no, $.none),
    outcome: ($) => $.identifier,
    none: (_) => 'none',

    table: ($) =>
      seq(
        'table',
        field('name', optional($.identifier)),
        optional($.first_match),
        choice($._from_file, seq($.headers, $.rows)),
      ),
    headers: ($) => seq($._value, repeat(seq('|', $._value))),
    rows: ($) => braced(repeat($.row)),
    row: ($) =>
      seq(
        choice(
          'otherwise',
          seq(optional(seq(field('name', $.identifier), ':')), $.cell, repeat(seq('|', $.cell))),
        ),
        choice('=>', '->'),
        field('outcome', $._outcome),
      ),
    cell: ($) => seq(optional(seq('none', 'of')), commaed($._cell_test)),
    _cell_test: ($) =>
      choice(
        $.string,
        $.range,
        $.date,
        $._signed_amount,
        seq($.comparator, choice($.date, $._signed_amount, $.string, $.identifier)),
        'any',
        'known',
        'missing',
        seq($._text_test, $._texts_of),
        $.yes_no,
        alias(name($, 'starts', 'ends', 'matches'), $.value),
      ),

    // Journeys

    journey: ($) =>
      seq(
        'journey',
        field('name', $.identifier),
        field('title', optional($.string)),
        'tracks',
        field('tracks', $.identifier),
        'since',
        field('since', $.identifier),
        optional(seq('forward', 'only')),
        braced(repeat($.stage)),
      ),
    stage: ($) =>
      seq(
        'stage',
        field('name', $.identifier),
        field('title', optional($.string)),
        repeat($.stage_flag),
        optional($.agreed_by),
        optional(braced(repeat($._stage_item))),
      ),
    stage_flag: (_) => choice('start', 'end'),
    _stage_item: ($) =>
      choice($.accountable, $.requires, $.clears, $.counts, $.task, $.move, $.move_otherwise),
    accountable: ($) => seq('accountable', commaed($.identifier)),
    requires: ($) => seq('requires', $._condition),
    clears: ($) => seq('clears', commaed($.identifier)),
    counts: ($) => seq('counts', commaed($.identifier)),

    task: ($) =>
      seq(
        'task',
        field('name', $.identifier),
        field('title', optional($.string)),
        optional($.when),
        braced(repeat($._task_clause)),
      ),
    _task_clause: ($) =>
      choice(
        $.responsible,
        $.consulted,
        $.informed,
        $.by,
        $.within,
        $.done,
        $.escalate,
        $.reassign,
      ),
    responsible: ($) => seq('responsible', $.identifier),
    consulted: ($) => seq('consulted', commaed($.identifier)),
    informed: ($) => seq('informed', commaed($.identifier)),
    by: ($) => seq('by', commaed($.channel)),
    channel: ($) => $.identifier,
    within: ($) => seq('within', $._time_span, optional(seq('of', $.identifier))),
    _time_span: ($) => choice($.amount, $.identifier),
    done: ($) => seq('done', choice(seq('at', $.identifier), seq('when', $._condition))),
    escalate: ($) => seq('escalate', $.identifier, 'at', $._time_span),
    reassign: ($) => seq('reassign', $.identifier, 'at', $._time_span),

    move: ($) => seq('to', field('target', $.identifier), repeat($._move_clause)),
    move_otherwise: ($) =>
      seq('otherwise', 'to', field('target', $.identifier), repeat($._move_clause)),
    _move_clause: ($) => choice($.when, $.after, $.unless, $.overrides, $.because),
    after: ($) => seq('after', $._time_span),

    // Prohibitions and duties

    forbid: ($) =>
      seq('forbid', field('channel', $.channel), repeat(choice($.when, $.unless, $.because))),
    must: ($) =>
      seq('must', field('name', $.identifier), ':', $._condition, repeat(choice($.when, $.because))),

    // Words, exports, acceptances, examples

    vocabulary: ($) => seq('vocabulary', field('team', $.identifier), braced(repeat($.word))),
    word: ($) => seq(field('name', $.identifier), '=', $.string),

    source: ($) => seq('source', field('name', $.identifier), braced(repeat($._source_entry))),
    _source_entry: ($) => choice($.source_setting, $.column),
    source_setting: ($) =>
      choice(
        seq('missing', 'everywhere', $._texts),
        seq(choice('yes', 'no', 'dates', 'datetimes'), $._texts),
        seq(choice('encoding', 'delimiter'), $.string),
        seq('absent', commaed($.identifier)),
        seq('skip', 'rows', 'where', $.string, 'is', $._texts),
        seq('join', field('path', $.string), 'on', $.string, optional(seq('=', $.string))),
      ),
    column: ($) =>
      seq(
        field('name', name($, 'dates', 'datetimes', 'encoding', 'delimiter', 'absent', 'skip', 'join',
          'spelled', 'split', 'percent', 'dated', 'occurrence')),
        'from',
        field('header', $.string),
        repeat($._column_part),
      ),
    _column_part: ($) =>
      choice(
        $.value_mappings,
        seq('of', field('path', $.string)),
        seq('occurrence', $.number),
        seq('spelled', 'in', field('path', $.string)),
        seq('missing', $._texts),
        seq('split', $.string),
        'percent',
        seq('dated', $._texts),
      ),
    value_mappings: ($) => braced(optional(loose($.value_mapping))),
    value_mapping: ($) => seq($._declared_value, '=', choice('any', $._texts)),
    _texts: ($) => commaed($.string),

    accept: ($) =>
      seq(
        'accept',
        field('code', $.code),
        'in',
        field('subject', $.subject),
        repeat(choice($.when, $.because, $.until)),
      ),
    until: ($) => seq('until', $.date),
    code: (_) => /[a-z][A-Za-z0-9\-]*/,
    subject: (_) => /[a-z][A-Za-z0-9_]*(\.[a-z][A-Za-z0-9_]*)*/,

    example: ($) => seq('example', field('title', $.string), braced(repeat($._statement))),
    _statement: ($) => choice($.given_lead, $.as_of, $.set, $.later, $.expect),
    given_lead: ($) => seq('lead', braced(optional(loose($.assignment)))),
    as_of: ($) => seq('as', 'of', $.date),
    set: ($) => seq('set', commaed($.assignment)),
    later: ($) => seq('later', $.amount),
    assignment: ($) => seq(field('name', $.identifier), field('value', $._assigned)),
    _assigned: ($) =>
      choice($.string, $.date, $._signed_amount, $.value, 'missing', $.yes_no, $.value_set),
    value_set: ($) => braced(optional(loose($._declared_value))),
    expect: ($) => seq('expect', $._expectation),
    _expectation: ($) =>
      choice(
        seq('task', field('task', $.identifier), $.task_state),
        seq(optional('not'), 'told', $.identifier),
        seq('stage', 'of', $.identifier, '=', $._assigned),
        seq(optional('not'), 'forbidden', $.channel),
        seq(optional('not'), 'breach', $.identifier),
        seq(
          field('name', name($, 'task', 'told', 'stage', 'forbidden', 'breach')),
          choice(seq('is', $._state), seq('=', $._assigned)),
        ),
      ),
    task_state: ($) =>
      choice(seq('due', $.date), 'due-soon', 'done-late', 'done', 'open', 'late', 'no-clock'),

    // Conditions and values

    ...conditions('_'),
    ...conditions('_score_'),

    comparator: (_) => choice('=', '!=', '<', '<=', '>', '>='),
    _tail: ($) =>
      choice(
        seq(optional('not'), 'in', choice($.member_set, $.range, $.identifier)),
        seq(optional('not'), $._text_test, $._texts_of),
        seq(
          optional('not'),
          'has',
          choice(seq(choice('any', 'all'), 'of', $.value_set), $._declared_value),
        ),
        seq('is', $._state),
      ),
    _state: (_) => choice('missing', 'known', 'empty'),
    _text_test: (_) =>
      choice('contains', 'mentions', seq('starts', 'with'), seq('ends', 'with'), 'matches'),
    _texts_of: ($) => choice($.string, seq('any', 'of', $.text_set)),
    text_set: ($) => braced(loose($.string)),
    member_set: ($) => braced(optional(seq(commaed($._member), optional(',')))),
    _member: ($) => choice($.range, $._declared_value, $.date, $._signed_amount, $.yes_no),

    _operand: ($) => choice($._primary, $.negative, $.fallback),
    negative: ($) => seq('-', choice($._primary, $.fallback)),
    fallback: ($) => seq($._primary, repeat1(seq('else', $._primary))),
    _primary: ($) =>
      choice(
        $.call,
        prec(1, name($, 'starts', 'ends', 'matches')), // in `table a - b {` it is the start of the sum, not the table's name
        $.string,
        $.count_of,
        $.parenthesis,
        $.date,
        $.amount,
        $.yes_no,
      ),
    parenthesis: ($) => seq('(', $._condition, ')'),
    call: ($) =>
      seq(
        field('function', choice($.identifier, alias('until', $.identifier))),
        token.immediate(prec(1, '(')),
        $._condition,
        ')',
      ),
    count_of: ($) =>
      seq(
        choice('all', 'any', 'none', seq('at', 'least', $.number)),
        'of',
        braced(loose($._condition)),
      ),

    // Amounts, dates, ranges, texts, names

    _signed_amount: ($) => seq(optional(choice('+', '-')), $.amount),
    amount: ($) => seq($.number, optional($._unit)),
    _unit: ($) => choice($.time_unit, $.currency),
    time_unit: (_) =>
      seq(
        optional('business'),
        choice('minute', 'minutes', 'hour', 'hours', 'day', 'days', 'week', 'weeks'),
      ),
    number: (_) => /\d[\d_]*(\.\d[\d_]*)?[%kM]?/,
    date: (_) => /\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?/,
    range: ($) => seq($.ends, optional($._unit)),
    ends: (_) => {
      const end = /(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?|-?\d[\d_]*(\.\d[\d_]*)?[%kM]?|[a-z][A-Za-z0-9_]*)/;
      return token(seq(end, '..', optional('<'), end));
    },
    currency: (_) => /[A-Z]{3}/,
    yes_no: (_) => choice('yes', 'no'),

    string: ($) =>
      seq(
        '"',
        repeat(choice(alias(token.immediate(prec(1, /[^"\\\n]+/)), $.text), $.escape)),
        token.immediate('"'),
      ),
    escape: (_) => token.immediate(/\\[^\n]/),

    identifier: (_) => /[a-z][A-Za-z0-9_]*/,

    documentation: (_) => token(prec(1, /##[^\n]*/)),
    comment: (_) => token(/#[^\n]*/),
  },
});
