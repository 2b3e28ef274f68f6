// The extension's commands and its server, in an editor that is only played: what it is told, asked and
// shown is written down. `groundrules` is played by a small script, as the program has tests of its own.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

const require = createRequire(import.meta.url);
let top;
let editor;

/** An editor with one policy open in it. */
function play() {
  const commands = {};
  const shown = { errors: [], outputs: {}, panels: [], status: {}, saved: 0, clients: [], told: [] };
  const settings = { path: join(top, 'groundrules') };
  const document = {
    languageId: 'groundrules',
    isDirty: true,
    uri: { scheme: 'file', fsPath: join(top, 'policy.ground') },
    save: async () => { shown.saved += 1; },
  };
  const onChange = [];
  const dispose = () => {};
  const output = (name) => ({
    replace: (text) => { shown.outputs[name] = text; }, show: dispose, dispose,
    error: (text) => { shown.outputs[name] = text; }, warn: dispose,
  });
  const vscode = {
    ProgressLocation: { Window: 10 }, ViewColumn: { Beside: -2 }, LanguageStatusSeverity: { Information: 0, Error: 2 },
    Uri: { file: (fsPath) => ({ fsPath }) },
    commands: { registerCommand: (name, run) => { commands[name] = run; return { dispose }; } },
    languages: { createLanguageStatusItem: () => Object.assign(shown.status, { dispose }) },
    window: {
      activeTextEditor: { document },
      createOutputChannel: output,
      showErrorMessage: async (text) => { shown.errors.push(text); },
      showOpenDialog: async () => undefined,
      withProgress: (_, run) => run(),
      createWebviewPanel: (_, title, __, options) => {
        const panel = { title, options, webview: {} };
        shown.panels.push(panel);
        return panel;
      },
    },
    workspace: {
      isTrusted: true,
      textDocuments: [document],
      workspaceFolders: [{ uri: { fsPath: top } }],
      getWorkspaceFolder: () => ({ uri: { fsPath: top } }),
      getConfiguration: () => ({ get: (name, usual) => settings[name] ?? usual }),
      onDidChangeConfiguration: (run) => { onChange.push(run); return { dispose }; },
      onDidGrantWorkspaceTrust: () => ({ dispose }),
    },
  };
  class LanguageClient {
    constructor(...args) { this.args = args; this.state = 1; shown.clients.push(this); }
    onDidChangeState(run) { this.tell = run; }
    async start() { this.state = 2; this.tell({ newState: 2 }); }
    async dispose() { this.state = 1; this.isDisposed = true; }
    async sendNotification(...message) { shown.told.push(message); }
  }
  const modules = { vscode, 'vscode-languageclient/node': { LanguageClient, State: { Stopped: 1, Running: 2 } } };
  return { commands, shown, settings, document, modules, change: (name) => onChange.forEach((run) => run({ affectsConfiguration: (it) => name.startsWith(it) })) };
}

const load = Module._load;
before(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'groundrules-')));
  Module._load = (name, ...more) => editor?.modules[name] ?? load(name, ...more);
  const program = `#!${process.execPath}
const [command, ...args] = process.argv.slice(2);
const said = { '--version': 'groundrules 9.8.7', handbook: '<html><head><title>Played</title></head></html>' };
if (process.env.PLAYED_FAULT && command !== '--version') { console.error('error: played'); process.exit(2); }
console.log(said[command] ?? [command, ...args].join(' '));
`;
  writeFileSync(join(top, 'groundrules'), program);
  chmodSync(join(top, 'groundrules'), 0o755);
  writeFileSync(join(top, 'policy.ground'), 'policy "A" { sample "leads.csv" }\n');
});
after(() => {
  Module._load = load;
  rmSync(top, { recursive: true });
});

let extension;
beforeEach(() => {
  editor = play();
  for (const file of Object.keys(require.cache)) if (file.includes('/vscode/src/')) delete require.cache[file];
  extension = require('../src/extension.js');
});

/** Begins, and waits until the server has started or has not. */
async function begin() {
  extension.activate({ subscriptions: [] });
  for (let left = 200; left > 0 && (editor.shown.status.busy ?? true); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('the server is started with the settings, and is in the status bar', async () => {
  editor.settings.sample = 'set.csv';
  await begin();
  const [client] = editor.shown.clients;
  assert.deepEqual(client.args[2], { command: join(top, 'groundrules'), args: ['lsp'] });
  assert.deepEqual(client.args[3].initializationOptions, { sample: 'set.csv', proof: true, budget: null });
  assert.deepEqual([editor.shown.status.text, editor.shown.status.detail], ['Groundrules', '9.8.7']);
  await extension.deactivate();
  assert.ok(client.isDisposed);
});

test('a running server is told of other settings, and another program is started anew', async () => {
  await begin();
  editor.settings.proof = false;
  editor.change('groundrules.proof');
  assert.deepEqual(editor.shown.told, [['workspace/didChangeConfiguration', { settings: { groundrules: { sample: null, proof: false, budget: 0 } } }]]);
  editor.change('groundrules.path');
  await extension.deactivate();
  assert.equal(editor.shown.clients.length, 2);
  assert.ok(editor.shown.clients.every(({ isDisposed }) => isDisposed));
});

test('where the program is not found, the status says what to do', async () => {
  editor.settings.path = join(top, 'gone');
  await begin();
  assert.equal(editor.shown.clients.length, 0);
  assert.equal(editor.shown.status.text, 'Groundrules: off');
  assert.match(editor.shown.status.detail, /was not found: install Groundrules, or set `groundrules.path`/);
});

test('a policy is saved and run on its sample', async () => {
  await begin();
  await editor.commands['groundrules.runOnSample']();
  assert.deepEqual(editor.shown.errors, []);
  assert.equal(editor.shown.saved, 1);
  const said = editor.shown.outputs['Groundrules Results'];
  assert.equal(said.split('\n')[1], `run --color never -- ${top} ${join(top, 'leads.csv')}`);
});

test('the handbook is a panel in which nothing runs', async () => {
  await begin();
  await editor.commands['groundrules.showHandbook']();
  const [panel] = editor.shown.panels;
  assert.equal(panel.title, 'Played');
  assert.equal(panel.options.enableScripts, false);
  assert.match(panel.webview.html, /Content-Security-Policy/);
});

test('why there is no handbook is in the output', async () => {
  await begin();
  process.env.PLAYED_FAULT = '1';
  await editor.commands['groundrules.showHandbook']();
  delete process.env.PLAYED_FAULT;
  assert.equal(editor.shown.panels.length, 0);
  assert.match(editor.shown.outputs['Groundrules Results'], /error: played/);
});

test('without a repository there is no last commit', async () => {
  await begin();
  process.env.GIT_CEILING_DIRECTORIES = tmpdir();
  await editor.commands['groundrules.diffLastCommit']();
  delete process.env.GIT_CEILING_DIRECTORIES;
  assert.deepEqual(editor.shown.errors, ['The policy is in no git repository, so there is no last commit.']);
});

test('where no policy is open, a command says so', async () => {
  await begin();
  editor.document.languageId = 'markdown';
  await editor.commands['groundrules.runOnSample']();
  assert.deepEqual(editor.shown.errors, ['Open a file of a policy first.']);
});
