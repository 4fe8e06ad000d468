import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The designer's page: nothing but the bundle and a strict content security policy. */
export function designerPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${webview.cspSource}`,
    `style-src 'nonce-${nonce}' ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <meta property="csp-nonce" content="${nonce}" />
    <title>Resolvent Designer</title>
    <link rel="stylesheet" nonce="${nonce}" href="${asset('designer.css')}" />
  </head>
  <body>
    <div id="designer"></div>
    <script type="module" nonce="${nonce}" src="${asset('designer.js')}"></script>
  </body>
</html>`;
}

/** What the designer's page may load. */
export function designerRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')];
}
