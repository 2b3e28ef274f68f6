// No word of a shipped policy is left without a colour by the TextMate grammar.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const textmate = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');

const policies = fileURLToPath(new URL('../../../policies/', import.meta.url));
const grammarFile = fileURLToPath(new URL('../syntaxes/groundrules.tmLanguage.json', import.meta.url));

async function grammar() {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile),
  });
  return registry.loadGrammar('source.groundrules');
}

/** Tokens of a text: its words, the scopes of each, and its line. */
function* tokens(grammar, text) {
  let stack = textmate.INITIAL;
  for (const [at, line] of text.split('\n').entries()) {
    const read = grammar.tokenizeLine(line, stack);
    stack = read.ruleStack;
    for (const { startIndex, endIndex, scopes } of read.tokens) {
      yield { words: line.slice(startIndex, endIndex), scopes, line: at + 1 };
    }
  }
}

test('every word of every shipped policy has a scope', async () => {
  const language = await grammar();
  const files = readdirSync(policies, { recursive: true }).filter((name) => name.endsWith('.ground'));
  let words = 0;
  const bare = [];
  for (const file of files) {
    for (const token of tokens(language, readFileSync(join(policies, file), 'utf8'))) {
      if (!/\w/.test(token.words)) continue;
      words += 1;
      if (token.scopes.length === 1) bare.push(`${file}:${token.line}: ${token.words}`);
    }
  }
  assert.deepEqual(bare, []);
  assert.ok(words > 5000, `only ${words} words were read`);
});

test('a declaration that is not finished does not change how the next is coloured', async () => {
  const language = await grammar();
  const scopesOf = (text) => [...tokens(language, text)].filter(({ words }) => words === 'fit').map(({ scopes }) => scopes.at(-1));
  assert.deepEqual(scopesOf('define a = b in {}\nscore fit {}'), ['entity.name.function.groundrules']);
  assert.deepEqual(scopesOf('define a = "open\nscore fit {}'), ['entity.name.function.groundrules']);
});
