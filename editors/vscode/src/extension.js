// What the extension adds to the editor: the language server and the commands.

const path = require('node:path');
const vscode = require('vscode');
const { policyOf, sampleOf } = require('./policy');
const { asPanel, call, diffArgs, handbookArgs, runArgs, shown, whyNot } = require('./program');
const { Server, settings } = require('./server');

/** @type {Server | undefined} */
let server;

/** @param {vscode.ExtensionContext} context */
function activate(context) {
  const output = vscode.window.createOutputChannel('Groundrules', { log: true });
  const results = vscode.window.createOutputChannel('Groundrules Results');
  const commands = {
    'groundrules.runOnSample': () => runOnSample(results),
    'groundrules.showHandbook': () => showHandbook(results),
    'groundrules.diffLastCommit': () => diffLastCommit(results),
    'groundrules.restart': () => server?.restart(),
    'groundrules.showOutput': () => output.show(true),
  };
  const registered = Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(name, () => reported(run)));
  context.subscriptions.push(output, results, ...registered);
  if (vscode.workspace.isTrusted) begin(context, output);
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => begin(context, output)));
}

/** @param {vscode.ExtensionContext} context @param {vscode.LogOutputChannel} output */
function begin(context, output) {
  const started = new Server(output);
  server = started;
  void started.restart();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('groundrules.path')) void started.restart();
      else if (event.affectsConfiguration('groundrules')) void reported(() => started.tellSettings());
    }),
  );
}

async function deactivate() {
  await server?.dispose();
  server = undefined;
}

/** Runs this, and shows a person why it did not work. @param {() => unknown} run */
async function reported(run) {
  try {
    await run();
  } catch (error) {
    await vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The policy of the text that is edited, saved, since the program reads it from the disk.
 * @returns {Promise<{ policy: string, folder: string, sample: string | undefined }>}
 */
async function edited() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'groundrules' || document.uri.scheme !== 'file') {
    throw new Error('Open a file of a policy first.');
  }
  const open = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  const policy = policyOf(document.uri.fsPath, open);
  const unsaved = vscode.workspace.textDocuments.filter((it) =>
    it.isDirty && it.languageId === 'groundrules' && it.uri.scheme === 'file' && policyOf(it.uri.fsPath, open) === policy);
  for (const document of unsaved) await document.save();
  const set = vscode.workspace.getConfiguration('groundrules', document.uri).get('sample', '');
  return { policy, folder: open ?? path.dirname(policy), sample: sampleOf(policy, set) };
}

/**
 * Calls the program, with a sign of life as long as it takes.
 * @param {string} title @param {string[]} args @param {string} folder
 */
async function called(title, args, folder) {
  const program = settings().get('path', 'groundrules');
  const place = { location: vscode.ProgressLocation.Window, title };
  return vscode.window.withProgress(place, async () => {
    const said = await call(program, args, folder).catch((error) => {
      throw new Error(whyNot(program, error));
    });
    return { ...said, line: shown(program, args) };
  });
}

/** @param {vscode.OutputChannel} results @param {{ line: string, stdout: string, stderr: string }} said */
function showResult(results, { line, stdout, stderr }) {
  results.replace(`$ ${line}\n${stderr}${stdout}`);
  results.show(true);
}

/** @param {vscode.OutputChannel} results */
async function runOnSample(results) {
  const { policy, folder, sample } = await edited();
  const data = sample ?? (await askForLeads(folder));
  if (data) showResult(results, await called('Deciding the leads of the sample', runArgs(policy, data), folder));
}

/** @param {string} folder @returns {Promise<string | undefined>} */
async function askForLeads(folder) {
  const asked = {
    title: 'No `sample` is named in the policy or set: leads to decide',
    defaultUri: vscode.Uri.file(folder),
    filters: { Leads: ['csv', 'xlsx'], 'All files': ['*'] },
  };
  return (await vscode.window.showOpenDialog(asked))?.[0]?.fsPath;
}

/** @param {vscode.OutputChannel} results */
async function showHandbook(results) {
  const { policy, folder } = await edited();
  const said = await called('Writing the handbook', handbookArgs(policy), folder);
  if (said.code !== 0) {
    showResult(results, said);
    return;
  }
  const title = /<title>([^<]*)<\/title>/.exec(said.stdout)?.[1] ?? path.basename(policy);
  const panel = vscode.window.createWebviewPanel('groundrules.handbook', title, vscode.ViewColumn.Beside,
    { enableScripts: false, enableFindWidget: true, localResourceRoots: [] });
  panel.webview.html = asPanel(said.stdout);
}

/** @param {vscode.OutputChannel} results */
async function diffLastCommit(results) {
  const { policy, sample } = await edited();
  const folder = policy.endsWith('.ground') ? path.dirname(policy) : policy;
  const git = await call('git', ['rev-parse', '--show-toplevel'], folder).catch(() => undefined);
  if (git?.code !== 0) throw new Error('The policy is in no git repository, so there is no last commit.');
  const root = path.normalize(git.stdout.trim());
  showResult(results, await called('Comparing with the last commit', diffArgs(policy, root, sample), root));
}

module.exports = { activate, deactivate };
