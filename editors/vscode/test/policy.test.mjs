// Which policy a file is a part of, and its sample.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

const { declaresPolicy, policyOf, sampleIn, sampleOf } = createRequire(import.meta.url)('../src/policy.js');

let top;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'groundrules-'));
});
afterEach(() => rmSync(top, { recursive: true }));

/** Writes files below `top`. */
function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
}

test('a file belongs to the next folder above with a policy block', () => {
  write({ 'a/policy.ground': 'policy "A" {}\n', 'a/marketing/scores.ground': 'score fit {}\n' });
  assert.equal(policyOf(join(top, 'a/marketing/scores.ground'), top), join(top, 'a'));
  assert.equal(policyOf(join(top, 'a/policy.ground'), top), join(top, 'a'));
});

test('one of several policies of a folder stands alone', () => {
  write({ 'one.ground': 'policy "1" {}\n', 'two.ground': 'policy "2" {}\n' });
  assert.equal(policyOf(join(top, 'two.ground'), top), join(top, 'two.ground'));
});

test('nothing above the open folder is looked at', () => {
  write({ 'policy.ground': 'policy "Above" {}\n', 'open/below/x.ground': 'list a {}\n' });
  assert.equal(policyOf(join(top, 'open/below/x.ground'), join(top, 'open')), join(top, 'open/below'));
  assert.equal(policyOf(join(top, 'open/below/x.ground'), top), top);
  assert.equal(policyOf(join(top, 'open/below/x.ground')), top);
});

test('a policy that is only spoken of declares none', () => {
  assert.ok(declaresPolicy('# A policy.\n  policy "A" {}\n'));
  assert.ok(!declaresPolicy('# policy "A" {}\nlist policy { "policy" }\n'));
});

test('the sample is the one that the policy block names', () => {
  assert.equal(sampleIn('policy "A {sample}" {\n  version "1"  sample "leads.csv" # sample "not.csv"\n}\n'), 'leads.csv');
  assert.equal(sampleIn('policy "A" {\n  # sample "not.csv"\n}\nsample "x"\n'), undefined);
  assert.equal(sampleIn('policy "A" { sample "a \\"b\\".csv" }'), 'a "b".csv');
  assert.equal(sampleIn('list a { "x" }'), undefined);
});

test('a sample that is set counts where the policy names none', () => {
  write({ 'a/policy.ground': 'policy "A" {}\n', 'b/policy.ground': 'policy "B" { sample "own.csv" }\n' });
  assert.equal(sampleOf(join(top, 'a'), ''), undefined);
  assert.equal(sampleOf(join(top, 'a'), 'set.csv'), join(top, 'a/set.csv'));
  assert.equal(sampleOf(join(top, 'b'), 'set.csv'), join(top, 'b/own.csv'));
  assert.equal(sampleOf(join(top, 'b/policy.ground'), ''), join(top, 'b/own.csv'));
  assert.equal(sampleOf(join(top, 'gone'), ''), undefined);
});
