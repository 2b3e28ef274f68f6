// What package.json promises is there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const { contributes } = JSON.parse(read('package.json'));

test('every command that is offered is carried out, and every one carried out is offered', () => {
  const offered = contributes.commands.map(({ command }) => command).sort();
  const carriedOut = [...read('src/extension.js').matchAll(/^ {4}'(groundrules\.\w+)': \(\) =>/gm)].map(([, name]) => name).sort();
  assert.deepEqual(carriedOut, offered);
  const inMenus = Object.values(contributes.menus).flat().map(({ command }) => command);
  for (const command of inMenus) assert.ok(offered.includes(command), command);
});

test('every setting that is read is declared', () => {
  const declared = Object.keys(contributes.configuration.properties);
  const code = read('src/extension.js') + read('src/server.js');
  const used = [...code.matchAll(/\.get\('(\w+)'/g)].map(([, name]) => `groundrules.${name}`);
  assert.ok(used.length > 0);
  for (const name of used) assert.ok(declared.includes(name), name);
});

test('every file that is named exists', () => {
  const files = [...contributes.grammars, ...contributes.snippets].map(({ path }) => path);
  for (const file of [...files, contributes.languages[0].configuration]) {
    assert.ok(existsSync(new URL(`../${file}`, import.meta.url)), file);
    assert.doesNotThrow(() => JSON.parse(read(file)), file);
  }
});

test('brackets open a block on the next line, not those in texts and comments', () => {
  const { indentationRules } = JSON.parse(read('language-configuration.json'));
  const opens = new RegExp(indentationRules.increaseIndentPattern);
  assert.match('decision owner: role {', opens);
  assert.match('  group "a {" at most 3 { # what counts', opens);
  assert.doesNotMatch('list a { "b" }', opens);
  assert.doesNotMatch('because "a {"', opens);
  assert.doesNotMatch('# {', opens);
});
