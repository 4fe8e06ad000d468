import { rename } from 'node:fs/promises';
import * as vscode from 'vscode';
import { journalPathOf } from '../engine/journal/format';
import { resultsPathOf } from '../engine/resultsFile';
import { isExperiment, type Models } from './models';
import type { Runs } from './runs';
import type { Services } from './services';

/** Results stay beside their experiment when it is renamed or moved; a deleted experiment is not run any longer. */
export function followFileChanges(services: Services, models: Models, runs: Runs): vscode.Disposable[] {
  const moveResults = async (from: string, to: string) => {
    runs.moved(from, to);
    try {
      await vscode.workspace.fs.rename(vscode.Uri.file(from), vscode.Uri.file(to), { overwrite: false });
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return;
      services.log.warn(`${from} was not renamed: ${String(error)}`);
    }
    models.reloadResults(to);
  };
  // What a run that was interrupted has left; that of a run under way has been moved by the run.
  const moveJournal = (from: string, to: string) =>
    rename(journalPathOf(from), journalPathOf(to)).catch(() => undefined);
  return [
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        if (oldUri.scheme !== 'file' || newUri.scheme !== 'file') continue;
        runs.moved(oldUri.fsPath, newUri.fsPath);
        if (!isExperiment(oldUri) || !isExperiment(newUri)) continue;
        const [from, to] = [resultsPathOf(oldUri.fsPath), resultsPathOf(newUri.fsPath)];
        void moveJournal(from, to).then(() => moveResults(from, to));
      }
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) runs.deleted(isExperiment(uri) ? resultsPathOf(uri.fsPath) : uri.fsPath);
    }),
  ];
}
