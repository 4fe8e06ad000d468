import * as vscode from 'vscode';
import type { ResultsDocument } from '../engine/results';
import { writeResults } from '../engine/resultsFile';

const again = 'Try Again';
const elsewhere = 'Save Results As…';

/**
 * Asks what is to become of results that could not be written, until they are written or given up: nothing else has
 * them.
 * @returns whether they are where they belong now
 */
export async function offerToKeep(
  sentence: string,
  results: ResultsDocument,
  resultsPath: string,
): Promise<boolean> {
  for (let said = sentence; ;) {
    const choice = await vscode.window.showWarningMessage(said, again, elsewhere);
    if (choice === undefined) return false;
    const path = choice === again ? resultsPath : await pathElsewhere(resultsPath);
    if (path === undefined) continue;
    try {
      await writeResults(path, results);
      if (path === resultsPath) return true;
      vscode.window.setStatusBarMessage(`$(check) Results saved in ${path}`, 5000);
      return false;
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
  }
}

async function pathElsewhere(resultsPath: string): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: 'Save Results As',
    defaultUri: vscode.Uri.file(resultsPath),
    filters: { Results: ['json'] },
  });
  return uri?.fsPath;
}
