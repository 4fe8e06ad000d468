import * as vscode from 'vscode';
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
  return [
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        if (oldUri.scheme !== 'file' || newUri.scheme !== 'file') continue;
        runs.moved(oldUri.fsPath, newUri.fsPath);
        if (isExperiment(oldUri) && isExperiment(newUri))
          void moveResults(resultsPathOf(oldUri.fsPath), resultsPathOf(newUri.fsPath));
      }
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) runs.deleted(isExperiment(uri) ? resultsPathOf(uri.fsPath) : uri.fsPath);
    }),
  ];
}
