// Which policy a file is a part of, and on what leads it is tried. The same as the language server has
// it, so that a command is about the policy whose findings are shown. Knows nothing of the editor.

const { readdirSync, readFileSync, statSync } = require('node:fs');
const path = require('node:path');

/** How many folders above a file are looked at where no folder is open in the editor. */
const MOST_ABOVE = 4;

/**
 * The policy, a folder or a file, that a file is a part of: the next folder above with a `policy` block
 * in one of its files, or the file itself where several have one.
 * @param {string} file
 * @param {string} [top] the folder that is open in the editor: nothing above it is looked at
 * @returns {string}
 */
function policyOf(file, top) {
  const parent = path.dirname(file);
  let folder = parent;
  for (let left = top ? Infinity : MOST_ABOVE; left > 0; left -= 1) {
    if (top && !isWithin(folder, top)) break;
    const declaring = filesWithPolicy(folder);
    if (declaring.length > 1 && declaring.includes(file)) return file;
    if (declaring.length > 0) return folder;
    const above = path.dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return parent;
}

/** @param {string} inner @param {string} outer */
function isWithin(inner, outer) {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith('..' + path.sep) && !path.isAbsolute(way));
}

/** The policy files of a folder, not of those below it. @param {string} folder @returns {string[]} */
function policyFiles(folder) {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.ground')).sort();
    return names.map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
  } catch {
    return []; // a folder that may not be read holds no policy
  }
}

/** @param {string} folder */
function filesWithPolicy(folder) {
  return policyFiles(folder).filter((file) => declaresPolicy(textOf(file)));
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether this text has a `policy` block. @param {string} text */
function declaresPolicy(text) {
  return /^[ \t]*policy\s+"/m.test(text);
}

/**
 * The file that the policy block of a text names with `sample`.
 * @param {string} text
 * @returns {string | undefined}
 */
function sampleIn(text) {
  const code = text.replace(/"(?:\\.|[^"\\\n])*"|#.*/g, (part) => (part.startsWith('#') ? '' : part));
  const block = /^[ \t]*policy\s+"(?:\\.|[^"\\\n])*"\s*\{([^}]*)\}/m.exec(code);
  const named = block && /\bsample\s+"((?:\\.|[^"\\\n])*)"/.exec(block[1]);
  return named ? named[1].replace(/\\(.)/g, '$1') : undefined;
}

/**
 * The file of leads on which a policy is tried: the one that it names, else the one that is set.
 * @param {string} policy
 * @param {string} set empty where none is set
 * @returns {string | undefined}
 */
function sampleOf(policy, set) {
  const isFile = policy.endsWith('.ground');
  const folder = isFile ? path.dirname(policy) : policy;
  const texts = (isFile ? [policy] : filesWithPolicy(folder)).map(textOf);
  const named = texts.map(sampleIn).find((name) => name !== undefined) ?? (set || undefined);
  return named === undefined ? undefined : path.resolve(folder, named);
}

module.exports = { policyOf, sampleIn, sampleOf, declaresPolicy };
