// Fails where the grammars for editors do not know the same words as the compiler's.
//
//   node editors/keywords.mjs
//
// Every word of grammar/groundrules.pest has to be one of the tree-sitter grammar and has to stand in
// the TextMate grammar; the tree-sitter grammar may have no others; and both have to reserve the same.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const pest = read('../grammar/groundrules.pest');
const treeSitter = JSON.parse(read('tree-sitter/src/grammar.json'));
const textMate = JSON.parse(read('vscode/syntaxes/groundrules.tmLanguage.json'));

/** The body of a rule of the compiler's grammar. */
function rule(name) {
  const found = new RegExp(`^${name}\\s*=\\s*[_@$]?\\{([^]*?)\\n?\\}\\n`, 'm').exec(pest);
  if (!found) throw new Error(`grammar/groundrules.pest has no rule \`${name}\``);
  return found[1];
}

/** All texts that a rule of quoted texts, `~`, `|`, `?` and brackets stands for. */
function spellings(body) {
  const signs = [...body.matchAll(/"([^"]*)"|[~|?()]/g)];
  let at = 0;
  const choice = () => {
    const texts = [...sequence()];
    while (signs[at]?.[0] === '|') {
      at += 1;
      texts.push(...sequence());
    }
    return texts;
  };
  const sequence = () => {
    let texts = optional();
    while (signs[at]?.[0] === '~') {
      at += 1;
      const next = optional();
      texts = texts.flatMap((text) => next.map((more) => text + more));
    }
    return texts;
  };
  const optional = () => {
    const isGroup = signs[at]?.[0] === '(';
    const text = signs[at]?.[1];
    at += 1;
    const texts = isGroup ? choice() : [text];
    if (isGroup) at += 1;
    if (signs[at]?.[0] !== '?') return texts;
    at += 1;
    return ['', ...texts];
  };
  // A choice may begin with a bar.
  if (signs[0]?.[0] === '|') at = 1;
  const texts = choice();
  if (at !== signs.length || texts.includes(undefined)) throw new Error(`not understood: ${body}`);
  return texts;
}

/** The words of the compiler's grammar. */
function words() {
  const named = [...pest.matchAll(/^(?:kw|task)_\w+\s*=\s*@\{(.*)\}$/gm)];
  const bodies = named.map(([, body]) => body.replace(/~ !ident_char.*/, ''));
  const weekdays = rule('weekday').replace(/~ !ident_char.*/, '');
  return new Set([...bodies, weekdays].flatMap(spellings));
}

/** All that a tree of JSON holds under a key. */
function* held(tree, key) {
  if (typeof tree !== 'object' || tree === null) return;
  for (const [name, value] of Object.entries(tree)) {
    if (name === key && typeof value === 'string') yield value;
    else yield* held(value, key);
  }
}

/** The words that a tree-sitter grammar is written with. */
function* stringsOf(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type === 'STRING') yield node.value;
  for (const value of Object.values(node)) yield* stringsOf(value);
}

const isWord = (text) => /^[a-z][a-z-]*$/.test(text);
const ours = new Set([...stringsOf(treeSitter.rules)].filter(isWord));
const patterns = ['match', 'begin', 'end'].flatMap((key) => [...held(textMate, key)]).join('\n');
// `minutes?` stands for two words.
const spelled = patterns.replace(/\b([a-z]+)s\?/g, '$1 $1s').replace(/\\[a-z]/g, ' ');
const coloured = new Set(spelled.match(/[a-z]+(?:-[a-z]+)*/g));

const slips = new Set(['true', 'false']); // refused by name
const theirs = words();
const reserved = new Set(spellings(rule('reserved')).filter((word) => !slips.has(word)));
const kept = new Set(treeSitter.reserved.global.map(({ value }) => value));

// The first look-ahead that keeps names from being little words stands for all: they are one text.
const notNames = /\(\?!\(\?:([a-z?|]+)\)\\b\)/.exec(patterns);
const passed = new Set(notNames[1].split('|').flatMap((word) => (word.endsWith('s?') ? [word.slice(0, -2), word.slice(0, -1)] : [word])));
for (const slip of slips) passed.delete(slip);

const without = (some, others) => [...some].filter((word) => !others.has(word)).sort();
const faults = [
  ['the tree-sitter grammar does not know', without(theirs, ours)],
  ['the compiler does not know, of the tree-sitter grammar,', without(ours, theirs)],
  ['the TextMate grammar does not colour', without(theirs, coloured)],
  ['the tree-sitter grammar does not reserve', without(reserved, kept)],
  ['the TextMate grammar does not reserve', without(reserved, passed)],
  ['the compiler does not reserve', without(new Set([...kept, ...passed]), reserved)],
].filter(([, missing]) => missing.length > 0);

for (const [what, missing] of faults) console.log(`keywords: ${what} ${missing.join(', ')}`);
if (faults.length === 0) {
  console.log(`keywords: both grammars know the ${theirs.size} words of the compiler, ${reserved.size} of them reserved`);
}
process.exit(faults.length === 0 ? 0 : 1);
