import * as vscode from 'vscode';
import type { ExperimentModel } from './experimentModel';
import type { Models } from './models';
import type { Runs } from './runs';

/**
 * Runs every experiment in a folder and below it, one after another: each shows that it waits, and each can be
 * cancelled. Resolves when all are over.
 * @param folder left out: the workspace's, or the one of them that the user picks
 * @throws an Error with a sentence where there is no experiment, or on those that could not be run
 */
export async function runFolder(models: Models, runs: Runs, folder: vscode.Uri | undefined): Promise<void> {
  const target = folder ?? (await pickFolder());
  if (target === undefined) return;
  const pattern = new vscode.RelativePattern(target, '**/*.resolvent.json');
  const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**');
  const name = vscode.workspace.asRelativePath(target);
  if (files.length === 0)
    throw new Error(`${name} has no experiment: no file in it ends in .resolvent.json.`);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const outcomes = await Promise.all(files.map(async (file) => runOne(runs, await modelOf(models, file))));
  const refused = outcomes.filter((sentence) => sentence !== undefined);
  if (refused.length > 0)
    throw new Error(`${refused.length} of ${files.length} could not be run. ${refused.join(' ')}`);
  vscode.window.setStatusBarMessage(`$(check) All ${files.length} experiments in ${name} are done`, 5000);
}

async function modelOf(models: Models, file: vscode.Uri): Promise<ExperimentModel | undefined> {
  return models.of(await vscode.workspace.openTextDocument(file));
}

/** The sentence why an experiment could not be run, if it could not. */
async function runOne(runs: Runs, model: ExperimentModel | undefined): Promise<string | undefined> {
  if (model === undefined || runs.isRunning(model)) return undefined;
  try {
    await runs.run(model);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('Open a folder first: its experiments are run.');
  if (folders.length === 1) return folders[0]!.uri;
  return (
    await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Run all experiments in which folder?' })
  )?.uri;
}
