import * as vscode from 'vscode';
import { templates } from '../experiment/templates';

const suffix = '.resolvent.json';

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
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return askWithDialog();
  const folder =
    folders.length === 1
      ? folders[0]!.uri
      : (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'In which folder?' }))?.uri;
  if (folder === undefined) return undefined;
  const value = await unusedName(folder, id);
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

/** Where no folder is open. Not every system's dialog adds the ending. */
async function askWithDialog(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showSaveDialog({
    title: 'New Experiment',
    filters: { 'Resolvent experiment': [suffix.slice(1)] },
  });
  if (chosen === undefined || chosen.path.endsWith(suffix)) return chosen;
  const target = chosen.with({ path: chosen.path.replace(/(\.json)?$/, suffix) });
  // The dialog asked about another name.
  if (await exists(target)) throw new Error(`${target.path} is there already.`);
  return target;
}

async function unusedName(folder: vscode.Uri, stem: string): Promise<string> {
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
