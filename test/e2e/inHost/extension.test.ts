/// <reference types="mocha" />
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Runs inside the real extension host: commands, the custom editor, problems of every kind, runs without a designer. */

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const file = (name: string) => vscode.Uri.joinPath(folder, name);

/** Waits until `probe` answers something other than undefined. */
async function until<T>(what: string, probe: () => T | undefined, patience = 20_000): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited ${patience} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const diagnosticsOf = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).map(({ message, source, range }) => ({
    message,
    source,
    line: range.start.line + 1,
  }));

async function problemsWhere(uri: vscode.Uri, source: RegExp) {
  return until(`problems of ${uri.path}`, () => {
    const found = diagnosticsOf(uri).filter((diagnostic) => source.test(diagnostic.source ?? 'json'));
    return found.length > 0 ? found : undefined;
  });
}

afterEach(async () => {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});

describe('the extension', () => {
  it('contributes its commands', async () => {
    await vscode.extensions.getExtension('resolvent.resolvent')!.activate();
    const commands = new Set(await vscode.commands.getCommands(true));
    const names =
      'newExperiment openDesigner openJson run runAfresh runAll cancel validate verify exportChart exportCsv'.split(
        ' ',
      );
    for (const name of names) assert.ok(commands.has(`resolvent.${name}`), name);
  });

  it('opens experiments in the designer by default, and as JSON on demand', async () => {
    const uri = file('good.resolvent.json');
    await vscode.commands.executeCommand('vscode.open', uri);
    const custom = await until('the designer', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input : undefined;
    });
    assert.equal(custom.viewType, 'resolvent.designer');
    await vscode.commands.executeCommand('resolvent.openJson');
    const editor = await until('the JSON', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.toString(), uri.toString());
    assert.equal(editor.document.languageId, 'jsonc');
    await vscode.commands.executeCommand('resolvent.openDesigner');
    await until(
      'the designer again',
      () =>
        vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom || undefined,
    );
  });
});

describe('problems', () => {
  it('come as sentences with their place, from the validator', async () => {
    const uri = file('range.resolvent.json');
    await vscode.window.showTextDocument(uri);
    const [problem] = await problemsWhere(uri, /Resolvent/);
    assert.match(problem!.message, /data\.dimension is 1; it must be a whole number from 2/);
    assert.equal(problem!.line, 3);
  });

  it('name the nearest known key', async () => {
    const uri = file('unknown.resolvent.json');
    await vscode.window.showTextDocument(uri);
    const [problem] = await problemsWhere(uri, /Resolvent/);
    assert.match(problem!.message, /Did you mean "syntheticSamples"\?/);
  });

  it('come from the contributed schema where a value is of the wrong kind', async () => {
    const uri = file('choice.resolvent.json');
    await vscode.window.showTextDocument(uri);
    const found = await until('the schema’s problem', () => {
      const of = diagnosticsOf(uri);
      return of.length > 0 ? of : undefined;
    });
    assert.equal(found.length, 1, JSON.stringify(found));
    assert.match(found[0]!.message, /fitted/);
  });

  it('go away when they are mended', async () => {
    const uri = file('range.resolvent.json');
    const editor = await vscode.window.showTextDocument(uri);
    await problemsWhere(uri, /Resolvent/);
    const offset = editor.document.getText().indexOf('"dimension": 1') + '"dimension": '.length;
    const start = editor.document.positionAt(offset);
    await editor.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, 1)), '50'));
    await until('no problem', () => (diagnosticsOf(uri).length === 0 ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  for (const editor of ['designer', 'text'] as const) {
    it(`are told of every broken file, each in a sentence, in the ${editor} editor`, async function () {
      this.timeout(180_000);
      const names = (await vscode.workspace.fs.readDirectory(file('broken'))).map(([name]) => name);
      assert.ok(names.length >= 30, `${names.length} files`);
      for (const name of names) {
        const uri = file(`broken/${name}`);
        if (editor === 'text') await vscode.window.showTextDocument(uri);
        else await vscode.commands.executeCommand('vscode.openWith', uri, 'resolvent.designer');
        const found = await problemsWhere(uri, /./);
        for (const { message } of found) assert.match(message, /^\S.{8,}/, `${name}: ${message}`);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }

  it('tell of sizes that do not fit in memory', async () => {
    const uri = file('huge.resolvent.json');
    await vscode.window.showTextDocument(uri);
    const [problem] = await problemsWhere(uri, /Resolvent/);
    assert.match(problem!.message, /GiB of memory/);
  });
});

describe('the JSON editor', () => {
  it('completes fields from the schema and explains them on hover', async () => {
    const uri = file('good.resolvent.json');
    const { document } = await vscode.window.showTextDocument(uri);
    const inData = document.positionAt(document.getText().indexOf('"meanNorm"'));
    // The JSON service may still be reading the schema: ask until it knows.
    const end = Date.now() + 20_000;
    let labels: string[] = [];
    let hover = '';
    while (Date.now() < end && (!labels.includes('covariance') || !/class mean/.test(hover))) {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        inData,
      );
      labels = list.items.map(({ label }) =>
        (typeof label === 'string' ? label : label.label).replace(/"/g, ''),
      );
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        inData.translate(0, 3),
      );
      hover = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    }
    assert.ok(labels.includes('covariance'), labels.join(', '));
    assert.match(hover, /class mean/);
  });
});

describe('a run without a designer', () => {
  it('writes the results beside the experiment', async () => {
    const uri = file('good.resolvent.json');
    const results = join(folder.fsPath, 'good.results.json');
    rmSync(results, { force: true });
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('resolvent.run');
    assert.ok(existsSync(results));
    const document = JSON.parse(readFileSync(results, 'utf8')) as {
      status: string;
      series: { points: { simulation: { repetitions: number } }[] }[];
    };
    assert.equal(document.status, 'complete');
    assert.ok(
      document.series.every(({ points }) => points.every(({ simulation }) => simulation.repetitions === 3)),
    );
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText);
  });

  it('is cancelled within a second, keeping what there is', async () => {
    const uri = file('long.resolvent.json');
    await vscode.window.showTextDocument(uri);
    const run = vscode.commands.executeCommand('resolvent.run');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const asked = Date.now();
    await vscode.commands.executeCommand('resolvent.cancel');
    await run;
    assert.ok(Date.now() - asked < 1000, `${Date.now() - asked} ms`);
    const results = JSON.parse(readFileSync(join(folder.fsPath, 'long.results.json'), 'utf8')) as {
      status: string;
    };
    assert.equal(results.status, 'cancelled');
  });
});

describe('a file that changes', () => {
  it('takes its results along to its new name', async () => {
    const [old, renamed] = [file('kept.resolvent.json'), file('renamed – größer.resolvent.json')];
    await vscode.commands.executeCommand('resolvent.run', old);
    const from = join(folder.fsPath, 'kept.results.json');
    const results = readFileSync(from, 'utf8');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(old, renamed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const to = join(folder.fsPath, 'renamed – größer.results.json');
    await until('the results under the new name', () => existsSync(to) || undefined);
    assert.equal(readFileSync(to, 'utf8'), results);
    assert.ok(!existsSync(from));
  });

  it('is not run any longer when it is deleted', async () => {
    const uri = file('gone.resolvent.json');
    const run = vscode.commands.executeCommand('resolvent.run', uri);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri);
    const asked = Date.now();
    assert.ok(await vscode.workspace.applyEdit(edit));
    await run;
    assert.ok(Date.now() - asked < 5000, `${Date.now() - asked} ms`);
    assert.ok(!existsSync(join(folder.fsPath, 'gone.results.json')));
  });

  it('is compared as text with a version of its history', async () => {
    const uri = file('good.resolvent.json');
    const before = uri.with({ scheme: 'gitlens' });
    const provider = { provideTextDocumentContent: () => '{ "version": 1 }' };
    const registration = vscode.workspace.registerTextDocumentContentProvider('gitlens', provider);
    await vscode.commands.executeCommand('vscode.diff', before, uri);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.deepEqual(vscode.languages.getDiagnostics(before), []);
    registration.dispose();
  });
});
