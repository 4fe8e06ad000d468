import * as vscode from 'vscode';
import type { Designers } from './designers';
import { saveChart, saveCsv } from './exports';
import type { ExperimentModel } from './experimentModel';
import type { Models } from './models';
import { activeExperimentUri, experimentFor, openDesigner, openJson } from './openEditors';
import type { Runs } from './runs';
import { runFolder } from './runFolder';
import type { Services } from './services';
import { newExperiment } from './templates';
import type { Verifying } from './verifying';

/** Registers the commands of the palette and the title bar. */
export function registerCommands(
  services: Services,
  models: Models,
  designers: Designers,
  runs: Runs,
  verifying: Verifying,
): vscode.Disposable[] {
  const commands: Record<string, (uri?: vscode.Uri) => Promise<unknown>> = {
    'resolvent.newExperiment': async () => {
      const uri = await newExperiment(services.context);
      if (uri !== undefined) await openDesigner(uri);
    },
    'resolvent.openDesigner': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model !== undefined) await openDesigner(model.uri);
    },
    'resolvent.openJson': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model !== undefined) await openJson(model);
    },
    'resolvent.run': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model !== undefined) await runs.run(model);
    },
    'resolvent.runAfresh': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model !== undefined) await runs.run(model, true);
    },
    'resolvent.runAll': async (uri) => runFolder(models, runs, uri),
    'resolvent.cancel': async (uri) => {
      const running = [...models.all()].filter((model) => runs.isRunning(model));
      if (running.length === 0) throw new Error('No experiment is running.');
      const target = (uri ?? activeExperimentUri())?.toString();
      const meant = running.find((model) => model.uri.toString() === target);
      // With one run there is no doubt which is meant, whatever editor is active.
      const model = meant ?? (running.length === 1 ? running[0] : await pickRun(running));
      if (model !== undefined) runs.cancel(model);
    },
    'resolvent.validate': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model === undefined) return;
      const [first] = model.problems;
      if (first !== undefined) {
        const designer = designers.activeOf(model);
        if (designer !== undefined) designer.revealField(first.path);
        else await openJson(model, first.offset);
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      } else vscode.window.setStatusBarMessage(`$(check) ${model.name} has no problems`, 5000);
    },
    'resolvent.verify': async (uri) => verifying.verify(uri),
    'resolvent.exportChart': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model === undefined) return;
      if (model.experiment === undefined) {
        throw new Error(`${model.name} has no chart: ${model.problems[0]?.message ?? 'it is not valid.'}`);
      }
      const format = await vscode.window.showQuickPick(
        [
          { label: 'SVG', description: 'for papers and slides: sharp at every size', format: 'svg' as const },
          { label: 'PNG', description: 'a picture of twice the resolution', format: 'png' as const },
        ],
        { title: 'Export Chart', placeHolder: 'Format' },
      );
      if (format !== undefined) await saveChart(await designers.of(model), format.format);
    },
    'resolvent.exportCsv': async (uri) => {
      const model = await experimentFor(models, uri);
      if (model !== undefined) await saveCsv(model);
    },
  };
  return Object.entries(commands).map(([name, handler]) =>
    vscode.commands.registerCommand(name, async (uri?: unknown) => {
      try {
        await handler(uri instanceof vscode.Uri ? uri : undefined);
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        services.log.error(`${name}: ${sentence}`);
        void vscode.window.showErrorMessage(sentence);
      }
    }),
  );
}

async function pickRun(running: readonly ExperimentModel[]): Promise<ExperimentModel | undefined> {
  const items = running.map((model) => ({
    label: vscode.workspace.asRelativePath(model.uri),
    description: model.run.status === 'queued' ? 'waiting' : 'running',
    model,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Cancel which run?' }))?.model;
}
