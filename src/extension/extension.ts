import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Designers } from './designers';
import { Diagnostics } from './diagnostics';
import { Models } from './models';
import { Runs } from './runs';
import { Services } from './services';
import { StatusItem } from './statusItem';
import { designerViewType } from './viewType';

export function activate(context: vscode.ExtensionContext): void {
  const services = new Services(context);
  const models = new Models(services);
  const runs = new Runs(services);
  const designers = new Designers(services, models, runs);
  context.subscriptions.push(
    services,
    models,
    runs,
    new Diagnostics(models),
    new StatusItem(models),
    vscode.window.registerCustomEditorProvider(designerViewType, designers, {
      supportsMultipleEditorsPerDocument: true,
    }),
    ...registerCommands(services, models, designers, runs),
  );
}
