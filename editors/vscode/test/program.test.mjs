// How the program is called, and what is made of what it says. With GROUNDRULES in the environment
// the calls are also tried on that program.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { asPanel, call, diffArgs, handbookArgs, runArgs, shown, version, whyNot } = require('../src/program.js');

const program = process.env.GROUNDRULES;
const skip = program ? false : 'GROUNDRULES is not set';
const shipped = fileURLToPath(new URL('../../../policies/online-courses', import.meta.url));

test('a call tells how it ended and what it said', async () => {
  const said = await call(process.execPath, ['-e', 'console.log("a"); console.error("b"); process.exit(3)'], tmpdir());
  assert.deepEqual(said, { code: 3, stdout: 'a\n', stderr: 'b\n' });
  await assert.rejects(call('no-such-program', [], tmpdir()), { code: 'ENOENT' });
});

test('what is wrong with the program is told with what to do', () => {
  assert.match(whyNot('groundrules', { code: 'ENOENT' }), /was not found: install Groundrules, or set `groundrules.path`/);
  assert.match(whyNot('/x', { code: 'EACCES' }), /may not be started/);
  assert.match(whyNot('/x', new Error('it is another program')), /could not be started: it is another program/);
});

test('the older policy is named from the folder of the repository on', () => {
  assert.deepEqual(diffArgs('/r/policies/a', '/r'), ['diff', '--color', 'never', '--', 'HEAD:./policies/a', '/r/policies/a']);
  assert.deepEqual(diffArgs('/r', '/r', '/r/x.csv').slice(3), ['--data', '/r/x.csv', '--', 'HEAD:./', '/r']);
});

test('a shown call can be typed', () => {
  assert.equal(shown('groundrules', runArgs('/a b/p', "/it's.csv")), `groundrules run '/a b/p' '/it'\\''s.csv'`);
});

test('another program has no version', () => {
  assert.equal(version('groundrules 0.1.0\n'), '0.1.0');
  assert.equal(version('usage: other'), undefined);
});

test('a panel runs and loads nothing', () => {
  const page = asPanel('<html><head><title>T</title></head></html>');
  assert.match(page, /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
});

test('the program is there, and decides the leads of a sample', { skip }, async () => {
  assert.ok(version((await call(program, ['--version'], shipped)).stdout));
  const said = await call(program, runArgs(shipped, join(shipped, 'sample.csv')), tmpdir());
  assert.equal(said.code, 0, said.stderr);
  assert.match(said.stdout, /180 leads read/);
});

test('the handbook is a page whose head a panel can be told in', { skip }, async () => {
  const said = await call(program, handbookArgs(shipped), tmpdir());
  assert.equal(said.code, 0, said.stderr);
  const page = asPanel(said.stdout);
  assert.match(page, /Content-Security-Policy[\s\S]*<title>Online courses<\/title>/);
  assert.doesNotMatch(page, /<script|src="http|@import/);
});

test('an edited policy is compared with that of the last commit', { skip }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'groundrules-'));
  try {
    const git = (...args) => call('git', ['-c', 'user.name=a', '-c', 'user.email=a@a.example', ...args], root);
    const policy = join(root, 'policies', 'courses');
    cpSync(shipped, policy, { recursive: true });
    await git('init', '-q');
    await git('add', '.');
    assert.equal((await git('commit', '-q', '-m', 'A policy')).code, 0);
    assert.match((await call(program, diffArgs(policy, root), root)).stdout, /^The two policies mean the same/);
    const file = join(policy, 'policy.ground');
    const text = readFileSync(file, 'utf8');
    const bar = /(\bdefine \w+ += )(\d+)/;
    assert.match(text, bar);
    writeFileSync(file, text.replace(bar, (_, before, number) => before + (Number(number) + 7)));
    const said = await call(program, diffArgs(policy, root, join(policy, 'sample.csv')), root);
    assert.equal(said.code, 0, said.stderr);
    assert.match(said.stdout, /^The two policies do not mean the same[\s\S]*leads come to another outcome/);
  } finally {
    rmSync(root, { recursive: true });
  }
});
