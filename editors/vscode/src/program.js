// Calls of the program `groundrules`, and what they mean. Knows nothing of the editor.

const { execFile } = require('node:child_process');
const path = require('node:path');

/** The most that a call may print, in bytes. */
const MOST = 64 * 1024 * 1024;

/**
 * What a call came to.
 * @typedef {{ code: number, stdout: string, stderr: string }} Said
 */

/**
 * Calls a program and waits for it, without a shell.
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder in which it runs
 * @returns {Promise<Said>} rejected where it cannot be started, or prints more than 64 MiB
 */
function call(program, args, folder) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, maxBuffer: MOST }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** What `run` is called with. @param {string} policy @param {string} data */
const runArgs = (policy, data) => ['run', '--color', 'never', '--', policy, data];

/** What `handbook` is called with. @param {string} policy */
const handbookArgs = (policy) => ['handbook', '--color', 'never', '--format', 'html', '--', policy];

/**
 * What `diff` is called with, to compare a policy with that of the last commit.
 * @param {string} policy
 * @param {string} root the folder of the git repository
 * @param {string} [data] a file of leads that may move
 */
function diffArgs(policy, root, data) {
  const way = path.relative(root, policy).split(path.sep).join('/');
  const old = `HEAD:./${way}`;
  const leads = data ? ['--data', data] : [];
  return ['diff', '--color', 'never', ...leads, '--', old, policy];
}

/** A line that a person could type, for the head of an output. @param {string} program @param {string[]} args */
function shown(program, args) {
  const hidden = new Set(['--', '--color', 'never']);
  const words = [program, ...args.filter((arg) => !hidden.has(arg))];
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/**
 * What to tell a person where the program could not be started.
 * @param {string} program
 * @param {unknown} error
 */
function whyNot(program, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  if (code === 'ENOENT') return `\`${program}\` was not found: install Groundrules, or set \`groundrules.path\``;
  if (code === 'EACCES') return `\`${program}\` may not be started: set \`groundrules.path\` to the program`;
  return `\`${program}\` could not be started: ${message ?? error}`;
}

/** The version that `--version` prints; none where it is another program. @param {string} said */
function version(said) {
  return /^groundrules (\S+)/.exec(said)?.[1];
}

/**
 * The page of the handbook as a panel of the editor takes it: nothing is run or loaded in it.
 * @param {string} html
 */
function asPanel(html) {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return html.replace(/<head>/, `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}"/>`);
}

module.exports = { call, runArgs, handbookArgs, diffArgs, shown, whyNot, version, asPanel };
