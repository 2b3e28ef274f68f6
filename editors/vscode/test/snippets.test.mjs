// Every snippet, as it stands when nothing is filled in, is a text that the tree-sitter grammar reads.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const grammar = fileURLToPath(new URL('../../tree-sitter', import.meta.url));
const snippets = JSON.parse(readFileSync(new URL('../snippets/groundrules.json', import.meta.url), 'utf8'));
const hasParser = spawnSync('tree-sitter', ['--version']).status === 0;

/** Where the snippets that are no declarations stand. */
const PLACES = {
  'Field with values': (it) => `lead { ${it} }`,
  Rule: (it) => `decision a: role { ${it} }`,
  Table: (it) => `decision a: role { ${it} }`,
  Stage: (it) => `journey a tracks b since c { ${it} }`,
  Task: (it) => `journey a tracks b since c { stage d { ${it} } }`,
};

/** The text of a snippet before anything is filled in: `${1:a}` and later `${1}` as `a`. */
function filled(body) {
  const text = [body].flat().join('\n');
  const given = Object.fromEntries([...text.matchAll(/\$\{(\d+):([^}]*)\}/g)].map(([, number, word]) => [number, word]));
  return text
    .replace(/\$\{(\d+):(?:[^}"]*"[^}]*|[^}]*)\}/g, (whole) => whole.slice(whole.indexOf(':') + 1, -1))
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{(\d+)\}/g, (_, number) => given[number])
    .replace(/\$0/g, '');
}

test('snippets are read without an error', { skip: hasParser ? false : '`tree-sitter` is not on the path' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundrules-'));
  try {
    const files = Object.entries(snippets).map(([name, { body }], at) => {
      const text = (PLACES[name] ?? String)(filled(body));
      assert.doesNotMatch(text, /\$/, name);
      const file = join(folder, `${at}.ground`);
      writeFileSync(file, text);
      return file;
    });
    const run = spawnSync('tree-sitter', ['parse', '-p', grammar, ...files], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
