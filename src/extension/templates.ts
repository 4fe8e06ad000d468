import * as vscode from 'vscode';
import { templates } from '../experiment/templates';

/** The text of a template, from the examples that come with the extension. */
export async function readTemplate(context: vscode.ExtensionContext, id: string): Promise<string> {
  const template = templates.find((candidate) => candidate.id === id);
  if (template === undefined) throw new Error(`There is no template "${id}".`);
  const uri = vscode.Uri.joinPath(context.extensionUri, 'examples', template.file);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Asks for a template and a file name, and writes the new experiment. Returns undefined if the user gives up. */
export async function newExperiment(context: vscode.ExtensionContext): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showQuickPick(
    templates.map(({ id, title, description }) => ({ label: title, detail: description, id })),
    { title: 'New Experiment', placeHolder: 'Choose a template', matchOnDetail: true },
  );
  if (picked === undefined) return undefined;
  const target = await askForFile(picked.id);
  if (target === undefined) return undefined;
  const text = await readTemplate(context, picked.id);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return target;
}

async function askForFile(id: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    return vscode.window.showSaveDialog({ filters: { 'Resolvent experiment': ['resolvent.json'] } });
  }
  const suffix = '.resolvent.json';
  const value = await unusedName(folder, id, suffix);
  const name = await vscode.window.showInputBox({
    title: 'New Experiment',
    prompt: `File name in ${vscode.workspace.asRelativePath(folder, true)}`,
    value,
    valueSelection: [0, value.length - suffix.length],
    validateInput: async (text) => {
      if (!text.endsWith(suffix) || text.length === suffix.length) return `The name must end in ${suffix}.`;
      if (text.split(/[\\/]/).includes('..')) return 'The file must stay in this folder.';
      return (await exists(vscode.Uri.joinPath(folder, text))) ? `${text} is there already.` : undefined;
    },
  });
  return name === undefined ? undefined : vscode.Uri.joinPath(folder, name);
}

async function unusedName(folder: vscode.Uri, stem: string, suffix: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}${suffix}`;
    if (!(await exists(vscode.Uri.joinPath(folder, name)))) return name;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
