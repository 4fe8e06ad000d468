import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Designers } from './designers';
import { Diagnostics } from './diagnostics';
import { followFileChanges } from './fileChanges';
import { Models } from './models';
import { Runs } from './runs';
import { Services } from './services';
import { StatusItem } from './statusItem';
import { Verifying } from './verifying';
import { designerViewType } from './viewType';

let runs: Runs | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const services = new Services(context);
  const models = new Models(services);
  runs = new Runs(services);
  const designers = new Designers(services, models, runs);
  const verifying = new Verifying(services, models);
  context.subscriptions.push(
    services,
    models,
    runs,
    verifying,
    ...followFileChanges(services, models, runs),
    new Diagnostics(models),
    new StatusItem(models),
    vscode.window.registerCustomEditorProvider(designerViewType, designers, {
      supportsMultipleEditorsPerDocument: true,
    }),
    ...registerCommands(services, models, designers, runs, verifying),
  );
}

/** The window closes or reloads: what the runs under way have finished is kept. VS Code waits some seconds for it. */
export function deactivate(): Promise<void> | undefined {
  return runs?.end();
}
