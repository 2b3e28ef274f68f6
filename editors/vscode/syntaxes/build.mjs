// Writes groundrules.tmLanguage.json, the TextMate grammar, from the patterns below: a grammar in JSON
// can neither share a list of words nor say why it does what it does.
//
//   node syntaxes/build.mjs           writes it
//   node syntaxes/build.mjs --check   fails if it would change
//
// TextMate sees a line at a time and knows no syntax, so nouns such as `task` or `done` are coloured
// as words of the language only where what stands around them tells that no field is meant.

import { readFileSync, writeFileSync } from 'node:fs';

const NAME = '[a-z][A-Za-z0-9_]*';
// The little words, which name nothing.
const RESERVED =
  'after|all|and|any|at|because|by|contains|days?|else|from|has|hours?|in|is|known|mentions|minutes?|' +
  'missing|none|not|no|of|or|otherwise|overrides|per|to|unless|until|weeks?|when|within|yes|true|false';
const FREE = `(?!(?:${RESERVED})\\b)${NAME}`;
const NUMBER = '\\d[\\d_]*(?:\\.\\d[\\d_]*)?[%kM]?';
const DATE = '\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?)?';
// What may stand behind a noun that is a clause: a name.
const BEFORE_NAME = `(?=\\s+${FREE}\\b)`;

const scope = (name) => ({ name: `${name}.groundrules` });
const match = (name, pattern) => ({ ...scope(name), match: pattern });
/** A pattern whose groups have these scopes, in order; an empty one for none. */
const groups = (pattern, ...names) => ({ match: pattern, captures: captures(names) });
const captures = (names) => Object.fromEntries(names.map((name, at) => [at + 1, name && scope(name)]).filter(([, it]) => it));
const include = (...names) => names.map((name) => ({ include: `#${name}` }));
/** From its first word to the bracket that closes its body. */
const declaration = (pattern, names, ...inside) => ({
  begin: pattern,
  beginCaptures: captures(names),
  end: '(?<=\\})',
  patterns: include(...inside),
});
/** What stands in braces. */
const braces = (...inside) => ({
  begin: '\\{',
  beginCaptures: { 0: scope('punctuation.section.block.begin') },
  end: '\\}',
  endCaptures: { 0: scope('punctuation.section.block.end') },
  patterns: include(...inside),
});

const DECLARE = 'storage.type';
const CLAUSE = 'keyword.control';
const MODIFIER = 'storage.modifier';
const TYPE = 'support.type';
const FUNCTION = 'entity.name.function';
const CLASS = 'entity.name.type';
const FIELD = 'variable.other.property';
const VALUE = 'variable.other.enummember';
const WORD = 'keyword.operator.wordlike';
const CONSTANT = 'constant.language';

const repository = {
  documentation: match('comment.line.documentation', '##.*$'),
  comment: match('comment.line.number-sign', '#.*$'),
  string: {
    ...scope('string.quoted.double'),
    begin: '"',
    end: '"|$',
    patterns: [match('constant.character.escape', '\\\\.')],
  },
  pattern: {
    begin: '\\b(matches)\\s+(")',
    beginCaptures: { 1: scope(WORD), 2: scope('string.regexp') },
    end: '"|$',
    endCaptures: { 0: scope('string.regexp') },
    contentName: 'string.regexp.groundrules',
    patterns: [match('constant.character.escape', '\\\\.')],
  },
  amount: {
    patterns: [
      match('constant.numeric.date', `${DATE}(?:\\.\\.<?${DATE})?\\b`),
      match('constant.numeric.range', `-?${NUMBER}\\.\\.<?-?${NUMBER}|\\b${NAME}\\.\\.<?(?:${NAME}|-?${NUMBER})`),
      match('constant.numeric', `\\b${NUMBER}(?![A-Za-z0-9_])`),
      match('keyword.other.unit', '\\b(?:business\\s+)?(?:minutes?|hours?|days?|weeks?)\\b'),
      match('keyword.other.unit.currency', '\\b[A-Z]{3}\\b'),
    ],
  },
  // What stands in every condition.
  condition: {
    patterns: [
      ...include('documentation', 'comment', 'pattern', 'string', 'amount'),
      groups(`\\b(has)\\s+(${FREE})\\b`, WORD, VALUE),
      match(WORD, '\\b(?:(?:starts|ends)(?=\\s+with\\b)|with(?=\\s*(?:"|any\\b))|matches(?=\\s+any\\b))'),
      match(WORD, '\\b(?:at\\s+least(?=\\s+\\d+\\s+of\\b)|(?:all|any|none)\\s+of\\b)'),
      match(WORD, '\\b(?:and|or|not|in|is|has|contains|mentions|else|of)\\b'),
      match(CONSTANT, '\\b(?:missing|known|yes|no|any|none)\\b|(?<=\\bis\\s)empty\\b'),
      match(CLAUSE, '\\b(?:when|unless|because|until|after|from|to|by|at|per|within)\\b'),
      match('support.function', '\\b(?:since|until|domain)(?=\\()'),
      match('entity.name.function', `\\b${NAME}(?=\\()`),
      match('keyword.operator.arrow', '=>|->'),
      match('keyword.operator.comparison', '!=|<=|>=|=|<|>'),
      match('keyword.operator.arithmetic', '[-+*/]'),
      match('keyword.operator.alternative', '\\|'),
      match('punctuation.separator', '[,:]'),
      match('variable.other', `\\b${NAME}\\b`),
    ],
  },
  // Values in braces: `in { a, b }`, `has any of { a }`.
  members: {
    begin: '\\b(in|has\\s+(?:any|all)\\s+of)\\s*(\\{)',
    beginCaptures: captures([WORD, 'punctuation.section.block.begin']),
    end: '\\}',
    endCaptures: { 0: scope('punctuation.section.block.end') },
    patterns: [
      ...include('comment', 'string', 'amount'),
      match(VALUE, `\\b${FREE}\\b`),
      ...include('condition'),
    ],
  },
  counted: braces('members', 'counted', 'condition'),
  expression: { patterns: include('members', 'counted', 'condition') },
  agreed: groups(`\\b(agreed\\s+by)\\s+(${FREE}(?:\\s*,\\s*${FREE})*)`, MODIFIER, CLASS),
  overrides: {
    patterns: [
      groups('\\b(overrides)\\s+(all)\\b', CLAUSE, MODIFIER),
      groups(`\\b(overrides)\\s+(${FREE}(?:\\s*,\\s*${FREE})*)`, CLAUSE, FUNCTION),
      match(CLAUSE, '\\b(?:overrides|otherwise)\\b'),
    ],
  },

  policy: declaration('\\b(policy|calendar)\\b(?:\\s+(' + NAME + '))?', [DECLARE, CLASS], 'string', 'policyBody', 'comment'),
  policyBody: braces('policyClause', 'condition'),
  policyClause: {
    patterns: [
      match(CLAUSE, '\\b(?:language|version|time\\s+zone|sample|working\\s+hours|holidays)\\b'),
      match('constant.numeric.weekday', '\\b(?:mon|tue|wed|thu|fri|sat|sun)\\b'),
      match('keyword.operator.range', '\\.\\.'),
      match('constant.numeric.time', '\\d{1,2}:\\d{2}'),
    ],
  },

  team: declaration(`\\b(team)\\s+(${NAME})`, [DECLARE, CLASS], 'works', 'string', 'teamBody', 'comment'),
  works: {
    patterns: [
      groups(`\\b(works)\\s+(${NAME})`, CLAUSE, CLASS),
      groups(`\\b(named\\s+in)\\s+(${NAME})`, CLAUSE, FIELD),
    ],
  },
  teamBody: braces('roles'),
  roles: {
    patterns: [
      ...include('comment', 'works', 'string'),
      groups(`\\b(role)\\s+(${NAME})`, DECLARE, CLASS),
      match(DECLARE, '\\brole\\b'),
      match('punctuation.separator', ','),
      match(CLASS, `\\b${NAME}\\b`),
    ],
  },

  lead: declaration('\\b(lead)\\b(?=\\s*\\{)', [DECLARE], 'leadBody'),
  leadBody: braces('fields'),
  fields: {
    patterns: [
      ...include('documentation', 'comment'),
      groups(`\\b(${NAME})\\s*(:)(?:\\s*(text|integer|number|money|boolean|datetime|date)\\b)?`, FIELD, 'punctuation.separator', TYPE),
      {
        begin: '\\b(fact)\\b',
        beginCaptures: captures([DECLARE]),
        end: `(?=\\}|\\b${NAME}\\s*:|\\bfact\\s+${NAME})`,
        patterns: include('expression'),
      },
      match(MODIFIER, '\\b(?:key|required|fixed)\\b'),
      match(TYPE, '\\b(?:one\\s+of|several\\s+of)\\b'),
      match(VALUE, `\\b${FREE}\\b(?!\\.\\.)`),
      ...include('condition'),
    ],
  },

  list: {
    patterns: [
      groups(`\\b(list)\\s+(${NAME})\\s+(from)\\b`, DECLARE, CLASS, CLAUSE),
      declaration(`\\b(list)\\s+(${NAME})(?=\\s*\\{)`, [DECLARE, CLASS], 'counted'),
    ],
  },
  define: groups(`\\b(define)\\s+(${NAME})\\s*(=)`, DECLARE, FUNCTION, 'keyword.operator.assignment'),
  forbid: groups(`\\b(forbid)\\s+(${NAME})`, DECLARE, VALUE),
  must: groups(`\\b(must)\\s+(${NAME})\\s*(:)`, DECLARE, FUNCTION, 'punctuation.separator'),
  accept: groups(`\\b(accept)\\s+([a-z][A-Za-z0-9-]*)\\s+(in)\\s+(${NAME}(?:\\.${NAME})*)`, DECLARE, VALUE, CLAUSE, FUNCTION),

  score: declaration(`\\b(score)\\s+(${NAME})`, [DECLARE, FUNCTION], 'agreed', 'scoreBody', 'condition'),
  scoreBody: braces('table', 'group', 'points', 'expression'),
  group: declaration('\\b(group)\\b(?=\\s*")', [DECLARE], 'string', 'points', 'scoreBody', 'condition'),
  points: match(CLAUSE, '\\bat\\s+(?:most|least)\\b(?!\\s+\\d+\\s+of\\b)'),

  decision: declaration(
    `\\b(decision)\\s+(${NAME})\\s*(:)(?:\\s*(role|team|stage|boolean|integer|duration|text)\\b(?:\\s+(of)\\s+(${NAME}))?)?`,
    [DECLARE, FUNCTION, 'punctuation.separator', TYPE, TYPE, CLASS],
    'agreed', 'outcomeType', 'decisionBody', 'comment', 'string', 'values',
  ),
  outcomeType: {
    patterns: [
      match(TYPE, '\\bone\\s+of\\b'),
      match(MODIFIER, '\\bor\\s+none\\b|\\bfirst\\s+match\\b'),
    ],
  },
  values: {
    patterns: [match(VALUE, `\\b${FREE}\\b`), match('keyword.operator.comparison', '<'), match('keyword.operator.alternative', '\\|')],
  },
  decisionBody: braces('table', 'rule', 'otherwise', 'overrides', 'expression'),
  rule: groups(`\\b(rule)\\s+(${NAME})\\s*(:)(?:\\s*(none|yes|no)\\b|\\s*(${FREE})\\b)?`,
    DECLARE, FUNCTION, 'punctuation.separator', CONSTANT, VALUE),
  otherwise: groups(`\\b(otherwise)\\s+(?:(none|yes|no)\\b|(${FREE})\\b)`, CLAUSE, CONSTANT, VALUE),

  table: {
    patterns: [
      groups(`\\b(table)(?:\\s+(?!from\\b)(${NAME}))?(?:\\s+(first\\s+match))?\\s+(from)\\b`, DECLARE, FUNCTION, MODIFIER, CLAUSE),
      declaration(`\\b(table)\\b(?=\\s)(?:\\s+(?!first\\s+match\\b)(${NAME})(?=\\s+(?:${FREE}|\\()))?(?:\\s+(first\\s+match)\\b)?`,
        [DECLARE, FUNCTION, MODIFIER], 'rows', 'condition'),
    ],
  },
  rows: braces('row'),
  row: {
    patterns: [
      ...include('documentation', 'comment', 'pattern', 'string', 'amount'),
      groups(`\\b(${NAME})\\s*(:)`, 'entity.name.label', 'punctuation.separator'),
      match(CLAUSE, '\\botherwise\\b'),
      match(WORD, '\\bnone\\s+of\\b'),
      groups('\\b(any\\s+of)\\b', WORD),
      match(CONSTANT, '\\b(?:any|known|missing|none|yes|no)\\b'),
      match(WORD, '\\b(?:contains|mentions|(?:starts|ends)\\s+with)\\b|\\bmatches(?=\\s+any\\b)'),
      match('keyword.operator.arrow', '=>|->'),
      match('keyword.operator.alternative', '\\|'),
      match(VALUE, `\\b${FREE}\\b`),
      ...include('counted', 'condition'),
    ],
  },

  journey: declaration(`\\b(journey)\\s+(${NAME})`, [DECLARE, CLASS], 'journeyHead', 'journeyBody', 'comment', 'string'),
  journeyHead: {
    patterns: [
      groups(`\\b(tracks)\\s+(${NAME})`, CLAUSE, FIELD),
      groups(`\\b(since)\\s+(${NAME})`, CLAUSE, FIELD),
      match(MODIFIER, '\\bforward\\s+only\\b'),
    ],
  },
  journeyBody: braces('stage', 'stageBody', 'comment'),
  stage: {
    patterns: [
      ...include('documentation', 'comment', 'string', 'agreed'),
      groups(`\\b(stage)\\s+(${NAME})`, DECLARE, CLASS),
      match(MODIFIER, '\\b(?:start|end)\\b'),
    ],
  },
  stageBody: braces('task', 'move', 'overrides', 'expression'),
  task: declaration(`\\b(task)\\s+(${NAME})(?=\\s*(?:"|\\{|when\\b|$))`, [DECLARE, CLASS], 'string', 'taskCondition', 'taskBody', 'comment'),
  taskCondition: {
    begin: '\\b(when)\\b',
    beginCaptures: captures([CLAUSE]),
    end: '(?=\\{\\s*(?:$|#|responsible|consulted|informed|by|within|done|escalate|reassign|\\}))',
    patterns: include('expression'),
  },
  taskBody: braces('taskClause', 'expression'),
  taskClause: {
    patterns: [
      groups(`\\b(responsible|consulted|informed|escalate|reassign)\\s+(${FREE}(?:\\s*,\\s*${FREE})*)`, CLAUSE, CLASS),
      groups(`\\b(by)\\s+(${FREE}(?:\\s*,\\s*${FREE})*)`, CLAUSE, VALUE),
      match(CLAUSE, '\\bdone(?=\\s+(?:at|when)\\b)'),
    ],
  },
  move: {
    patterns: [
      groups(`\\b(accountable)\\s+(${FREE}(?:\\s*,\\s*${FREE})*)`, CLAUSE, CLASS),
      groups(`\\b((?:otherwise\\s+)?to)\\s+(${FREE})`, CLAUSE, CLASS),
      match(CLAUSE, `\\b(?:clears|counts|requires)\\b(?=\\s+(?:${FREE}|not|all|any|none|at)\\b)|\\brequires\\b`),
    ],
  },

  vocabulary: declaration(`\\b(vocabulary)\\s+(${NAME})`, [DECLARE, CLASS], 'words'),
  words: braces('word', 'condition'),
  word: groups(`\\b(${NAME})\\s*(=)`, FIELD, 'keyword.operator.assignment'),

  source: declaration(`\\b(source)\\s+(${NAME})(?=\\s*\\{)`, [DECLARE, CLASS], 'sourceBody'),
  sourceBody: braces('column', 'mappings', 'condition'),
  column: {
    patterns: [
      groups(`\\b(${FREE})\\s+(from)\\b`, FIELD, CLAUSE),
      match(CLAUSE, '\\b(?:missing\\s+everywhere|skip\\s+rows\\s+where|spelled\\s+in)\\b'),
      match(CLAUSE, '\\b(?:missing|yes|no|dates|datetimes|dated|encoding|delimiter|split|join|on|is|of)\\b(?=\\s*")'),
      match(CLAUSE, '\\b(?:absent' + BEFORE_NAME + '|occurrence(?=\\s+\\d)|percent)\\b'),
    ],
  },
  mappings: braces('mapping', 'condition'),
  mapping: groups(`\\b(${FREE})\\s*(=)`, VALUE, 'keyword.operator.assignment'),

  example: declaration('\\b(example)\\b(?=\\s*")', [DECLARE], 'string', 'story', 'comment'),
  story: braces('givenLead', 'statement', 'assignment', 'expression'),
  givenLead: declaration('\\b(lead)\\b(?=\\s*\\{)', [DECLARE], 'assignments'),
  assignments: braces('assignment', 'valueSet', 'condition'),
  assignment: {
    patterns: [
      ...include('comment', 'string', 'amount'),
      groups(`\\b(${FREE})\\s+(yes|no|missing)\\b`, FIELD, CONSTANT),
      groups(`\\b(${FREE})\\s+(${FREE})\\b`, FIELD, VALUE),
      groups(`\\b(${FREE})(?=\\s+["{\\d+-])`, FIELD),
    ],
  },
  valueSet: {
    ...braces(),
    patterns: [...include('comment', 'string'), match(VALUE, `\\b${FREE}\\b`), match('punctuation.separator', ',')],
  },
  statement: {
    patterns: [
      match(CLAUSE, '\\b(?:as\\s+of|later)\\b(?=\\s+\\d)'),
      groups(`\\b(set)\\b${BEFORE_NAME}`, CLAUSE),
      groups(`\\b(expect)\\s+(task)\\s+(${NAME})\\s+(due-soon|done-late|no-clock|due|done|open|late)(?![\\w-])`, DECLARE, CLAUSE, CLASS, CONSTANT),
      groups(`\\b(expect)(?:\\s+(not))?\\s+(told)\\s+(${FREE})\\b`, DECLARE, WORD, CLAUSE, CLASS),
      groups(`\\b(expect)(?:\\s+(not))?\\s+(forbidden)\\s+(${FREE})\\b`, DECLARE, WORD, CLAUSE, VALUE),
      groups(`\\b(expect)(?:\\s+(not))?\\s+(breach)\\s+(${FREE})\\b`, DECLARE, WORD, CLAUSE, FUNCTION),
      groups(`\\b(expect)\\s+(stage\\s+of)\\s+(${NAME})\\s*(=)(?:\\s*(${FREE}))?`, DECLARE, CLAUSE, CLASS, 'keyword.operator.comparison', VALUE),
      groups(`\\b(expect)\\s+(${FREE})\\s*(=)(?:\\s*(${FREE}))?`, DECLARE, FIELD, 'keyword.operator.comparison', VALUE),
      groups(`\\b(expect)(?:\\s+(${FREE}))?`, DECLARE, FIELD),
    ],
  },
};

const grammar = {
  name: 'Groundrules',
  scopeName: 'source.groundrules',
  fileTypes: ['ground'],
  patterns: include(
    'documentation', 'comment', 'policy', 'team', 'lead', 'list', 'define', 'forbid', 'must', 'accept', 'score',
    'decision', 'journey', 'vocabulary', 'source', 'example', 'agreed', 'expression',
  ),
  repository,
};

const file = new URL('groundrules.tmLanguage.json', import.meta.url);
const text = JSON.stringify(grammar, null, 2) + '\n';
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.log('syntaxes/groundrules.tmLanguage.json is not what syntaxes/build.mjs writes: run it');
  process.exit(1);
}
