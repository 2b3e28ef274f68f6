// The language server: started, stopped, and how it is shown in the status bar.

const vscode = require('vscode');
const { LanguageClient, State } = require('vscode-languageclient/node');
const { call, version, whyNot } = require('./program');

const settings = () => vscode.workspace.getConfiguration('groundrules');

/** What the server is told of the settings. */
function options() {
  const set = settings();
  const isProved = set.get('proof', true);
  // A server that knows no `proof` proves nothing with no steps to do it in.
  return { sample: set.get('sample') || null, proof: isProved, budget: isProved ? (set.get('budget') ?? null) : 0 };
}

/** A server and its place in the status bar. */
class Server {
  /** @param {vscode.LogOutputChannel} output */
  constructor(output) {
    this.output = output;
    /** @type {LanguageClient | undefined} */
    this.client = undefined;
    this.work = Promise.resolve();
    this.status = vscode.languages.createLanguageStatusItem('groundrules.server', { language: 'groundrules' });
    this.status.name = 'Groundrules';
  }

  /** Starts it anew, after whatever start or stop is still going on. */
  restart() {
    this.work = this.work.then(() => this.stop()).then(() => this.start());
    return this.work;
  }

  async stop() {
    const client = this.client;
    this.client = undefined;
    // One that has died cannot be asked to stop.
    await client?.dispose().catch((error) => this.output.warn(String(error)));
  }

  async start() {
    const program = settings().get('path', 'groundrules');
    this.show('Groundrules', 'starting', vscode.LanguageStatusSeverity.Information, true);
    try {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
      const found = version((await call(program, ['--version'], folder)).stdout);
      if (!found) throw new Error('it is another program');
      await this.connect(program, found);
    } catch (error) {
      const why = whyNot(program, error);
      this.output.error(why);
      this.show('Groundrules: off', why, vscode.LanguageStatusSeverity.Error);
    }
  }

  /** @param {string} program @param {string} found its version */
  async connect(program, found) {
    const client = new LanguageClient(
      'groundrules',
      'Groundrules',
      { command: program, args: ['lsp'] },
      {
        documentSelector: [{ language: 'groundrules' }],
        initializationOptions: options(),
        outputChannel: this.output,
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.show('Groundrules', found, vscode.LanguageStatusSeverity.Information);
      if (newState === State.Stopped) this.show('Groundrules: off', 'the server has stopped', vscode.LanguageStatusSeverity.Error);
    });
    this.client = client;
    await client.start();
  }

  /** Tells a running server that settings have changed. */
  async tellSettings() {
    if (this.client?.state !== State.Running) return;
    await this.client.sendNotification('workspace/didChangeConfiguration', { settings: { groundrules: options() } });
  }

  /**
   * @param {string} text @param {string} detail
   * @param {vscode.LanguageStatusSeverity} severity @param {boolean} busy
   */
  show(text, detail, severity, busy = false) {
    const isOff = severity === vscode.LanguageStatusSeverity.Error;
    Object.assign(this.status, { text, detail, severity, busy });
    this.status.command = isOff
      ? { command: 'groundrules.restart', title: 'Restart' }
      : { command: 'groundrules.showOutput', title: 'Output' };
  }

  async dispose() {
    this.status.dispose();
    await this.work.then(() => this.stop());
  }
}

module.exports = { Server, settings };
