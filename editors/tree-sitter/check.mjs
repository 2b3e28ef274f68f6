// Parses every policy of this repository with the tree-sitter grammar, and fails where one has an
// error that the compiler does not see.
//
//   node editors/tree-sitter/check.mjs [GROUNDRULES]
//
// GROUNDRULES is the compiler: what it cannot read either may have errors. Without it only the
// shipped policies and the tests' good ones (`ok_…`) are judged. Needs `tree-sitter` on the path.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const compiler = process.argv[2] && resolve(process.argv[2]);

/** Codes of findings that say that a text could not be read. */
const UNREADABLE = new Set(['bad-encoding', 'not-yet', 'syntax', 'too-deep', 'too-large']);

/** All policy files of the repository. */
function policies() {
  const folders = ['policies', 'examples', 'tests', 'benches', 'src', 'editors/vscode/test'];
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ground'))
    .sort();
}

/** The files among these that have an ERROR or MISSING node, with the place of the first. */
function misread(files) {
  const folder = mkdtempSync(join(tmpdir(), 'groundrules-'));
  const list = join(folder, 'files');
  writeFileSync(list, files.join('\n') + '\n');
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: '1' } };
  const run = spawnSync('tree-sitter', ['parse', '-p', here, '--quiet', '--stat', '--paths', list], options);
  rmSync(folder, { recursive: true });
  if (run.error) throw run.error;
  const total = /Total parses: (\d+)/.exec(run.stdout);
  if (Number(total?.[1]) !== files.length) throw new Error(`not all files were parsed: ${run.stderr}`);
  const lines = run.stdout.split('\n').map((line) => /^(\S+\.ground)\s.*\((ERROR|MISSING)(.*)\)$/.exec(line));
  return lines.filter(Boolean).map(([, file, what, place]) => ({ file, fault: what + place }));
}

/** Whether the compiler cannot read this text either. */
function isRefused(file) {
  if (!compiler) {
    const isGood = file.startsWith('policies') || basename(file).startsWith('ok_');
    return !isGood && !file.includes('/ok_');
  }
  const args = ['check', '--format', 'json', '--fail-on', 'never', '--budget', '1', file];
  const said = JSON.parse(execFileSync(compiler, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return said.findings.some((finding) => UNREADABLE.has(finding.code));
}

const files = policies();
const faults = misread(files);
const wrong = faults.filter(({ file }) => !isRefused(file));
for (const { file, fault } of wrong) console.log(`${file}: ${fault}`);
const refused = faults.length - wrong.length;
console.log(`tree-sitter: ${files.length} policy files, ${files.length - faults.length} without an error, ` +
  `${refused} that ${compiler ? 'the compiler cannot read either' : 'need the compiler to be judged'}, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
