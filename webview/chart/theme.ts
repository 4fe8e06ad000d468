import { backgrounds, type Background } from '../../src/engine/chart/palette';
import { publicationTheme, type ChartTheme } from '../../src/engine/chart/theme';

/** The chart's theme from the classes and CSS variables that VS Code gives a webview. */
export function currentTheme(body: HTMLElement): ChartTheme {
  const style = getComputedStyle(body);
  const variable = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const kind = backgroundOf(body.classList);
  const isDark = kind === 'dark' || kind === 'highContrastDark';
  const foreground = variable('--vscode-foreground', isDark ? '#cccccc' : publicationTheme.foreground);
  return {
    kind,
    background: variable('--vscode-editor-background', backgrounds[kind]),
    foreground,
    muted: variable('--vscode-descriptionForeground', foreground),
    font: variable('--vscode-font-family', 'sans-serif'),
    fontSize: Math.max(11, (Number.parseFloat(variable('--vscode-font-size', '13px')) || 13) - 1),
  };
}

/** A light high contrast theme has both classes of high contrast. */
function backgroundOf(classes: DOMTokenList): Background {
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrastDark';
  return classes.contains('vscode-dark') ? 'dark' : 'light';
}

/** Calls back when VS Code changes its theme. Returns what ends that. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  // The variables themselves are properties of the root element.
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
  return () => observer.disconnect();
}
