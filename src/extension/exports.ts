import * as vscode from 'vscode';
import { resultsCsv } from '../engine/csv';
import type { Designer } from './designer';
import type { ExperimentModel } from './experimentModel';

/** Asks where to, and writes the chart as a picture. */
export async function saveChart(designer: Designer, format: 'svg' | 'png'): Promise<void> {
  const target = await askWhere(designer.model, format, format.toUpperCase());
  if (target === undefined) return;
  const image = await designer.picture(format);
  const bytes =
    format === 'svg'
      ? new TextEncoder().encode(image)
      : Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  await save(target, bytes);
}

/** Asks where to, and writes theory and simulation as CSV. */
export async function saveCsv(model: ExperimentModel): Promise<void> {
  const analysis = await model.currentAnalysis();
  if (analysis === undefined) {
    throw new Error(
      `${model.name} has no numbers: ${model.problems[0]?.message ?? 'its theory could not be computed.'}`,
    );
  }
  const target = await askWhere(model, 'csv', 'CSV');
  if (target !== undefined) await save(target, new TextEncoder().encode(resultsCsv(analysis.results)));
}

async function askWhere(
  model: ExperimentModel,
  extension: string,
  kind: string,
): Promise<vscode.Uri | undefined> {
  const stem = model.name.replace(/\.resolvent\.json$/, '');
  const folder = model.uri.scheme === 'file' ? vscode.Uri.joinPath(model.uri, '..') : undefined;
  return vscode.window.showSaveDialog({
    title: `Export ${stem} as ${kind}`,
    filters: { [kind]: [extension] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${stem}.${extension}`) } : {}),
  });
}

async function save(target: vscode.Uri, bytes: Uint8Array): Promise<void> {
  await vscode.workspace.fs.writeFile(target, bytes);
  vscode.window.setStatusBarMessage(`$(check) Wrote ${vscode.workspace.asRelativePath(target)}`, 5000);
}
