'use strict';
const vscode = require('vscode');

// The address of a page can name a file to open, but VS Code opens that before it knows any custom editor: as text.
exports.activate = async () => {
  const file = process.env.RESOLVENT_OPEN_EXAMPLE;
  const anythingOpen = vscode.window.tabGroups.all.some((group) => group.tabs.length > 0);
  if (file === undefined || anythingOpen) return;
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'resolvent.designer');
};
