import * as vscode from 'vscode';

/** Opens a page of the documentation, at a section where one is named: "theory#2", "format". */
export async function showDocs(context: vscode.ExtensionContext, section: string): Promise<void> {
  const [page, fragment = ''] = section.split('#');
  const file = page === 'format' ? 'format.md' : 'theory.md';
  const uri = vscode.Uri.joinPath(context.extensionUri, 'media', 'docs', file).with({ fragment });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
