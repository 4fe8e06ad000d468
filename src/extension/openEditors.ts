import * as vscode from 'vscode';
import type { ExperimentModel } from './experimentModel';
import { isExperiment, type Models } from './models';
import { designerViewType } from './viewType';

/** The experiment in the active editor, be it the designer or the JSON; undefined if there is none. */
export function activeExperimentUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText
      ? input.uri
      : vscode.window.activeTextEditor?.document.uri;
  return uri && isExperiment(uri) ? uri : undefined;
}

/**
 * The model that a command is about: of the file it was called on, else of the active editor, else of the one the user
 * picks from the workspace.
 * @throws an Error with a sentence where there is none
 */
export async function experimentFor(
  models: Models,
  uri: vscode.Uri | undefined,
): Promise<ExperimentModel | undefined> {
  const target = uri ?? activeExperimentUri() ?? (await pickExperiment());
  if (target === undefined) return undefined;
  const model = models.of(await vscode.workspace.openTextDocument(target));
  if (model === undefined) {
    throw new Error(
      `${vscode.workspace.asRelativePath(target)} is not an experiment: its name must end in .resolvent.json.`,
    );
  }
  return model;
}

async function pickExperiment(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles('**/*.resolvent.json', '**/node_modules/**', 500);
  if (files.length === 0) {
    throw new Error('There is no experiment here yet. “Resolvent: New Experiment from Template” makes one.');
  }
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which experiment?' });
  return picked?.uri;
}

/** Shows an experiment as JSON, in the place of its designer, with the cursor at an offset. */
export async function openJson(model: ExperimentModel, offset?: number): Promise<void> {
  const at = offset === undefined ? undefined : model.document.positionAt(offset);
  await openAs(model.uri, 'default');
  if (at === undefined) return;
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === model.uri.toString(),
  );
  if (editor === undefined) return;
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Shows an experiment in the designer, in the place of its JSON. */
export async function openDesigner(uri: vscode.Uri): Promise<void> {
  await openAs(uri, designerViewType);
}

/**
 * Opens a file in an editor of a kind. Where it is in the active editor already, in its place; but beside it while it
 * has unsaved changes, because VS Code would ask to save them before it closes the other editor.
 */
async function openAs(uri: vscode.Uri, viewType: string): Promise<void> {
  const key = uri.toString();
  const active = activeExperimentUri()?.toString() === key;
  const unsaved = vscode.workspace.textDocuments.some(
    ({ uri: open, isDirty }) => open.toString() === key && isDirty,
  );
  if (active && !unsaved) await vscode.commands.executeCommand('reopenActiveEditorWith', viewType);
  else await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
}
