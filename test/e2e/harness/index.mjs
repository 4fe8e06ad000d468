export { packageVsix } from '../../../scripts/lib/vsix.mjs';
export { launchBrowser } from './browser.mjs';
export { runInExtensionHost } from './extensionHost.mjs';
export { startVscode } from './vscode.mjs';
export {
  openFromExplorer,
  openWorkbench,
  palette,
  screenshot,
  setTheme,
  themeNames,
  webviewFrame,
} from './workbench.mjs';
