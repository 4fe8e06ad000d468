import * as vscode from 'vscode';
import { duration } from '../engine/duration';
import type { RunState } from '../engine/messages';
import type { ExperimentModel } from './experimentModel';
import type { Models } from './models';

/** A status-bar item that shows the run under way, or the last one, and opens its experiment. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('resolvent.run', vscode.StatusBarAlignment.Left, 50);
  readonly #subscription: vscode.Disposable;
  /** The experiment whose run is shown. */
  #shown: ExperimentModel | undefined;

  constructor(models: Models) {
    this.#item.name = 'Resolvent Run';
    this.#subscription = models.onDidChange(({ model, change }) => {
      if (change === 'run') this.#show(model);
    });
  }

  #show(model: ExperimentModel): void {
    const { status } = model.run;
    const isRun = status === 'running' || (status === 'queued' && this.#shown?.run.status !== 'running');
    // An experiment that is only opened, with a run of long ago, does not take the place of a run of now.
    if (isRun) this.#shown = model;
    else if (model !== this.#shown) return;
    const text = summary(model.run);
    if (text === undefined) {
      this.#item.hide();
      return;
    }
    const name = model.name.replace(/\.resolvent\.json$/, '');
    this.#item.text = `${icon(model.run)} ${name}: ${text}`;
    this.#item.tooltip =
      model.run.status === 'failed' ? model.run.reason : `Open ${model.name} in the designer`;
    this.#item.accessibilityInformation = { label: `Resolvent, ${name}: ${text}` };
    this.#item.command = {
      title: 'Open',
      command: 'resolvent.openDesigner',
      arguments: [model.uri],
    };
    this.#item.backgroundColor =
      model.run.status === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}

function icon(run: RunState): string {
  switch (run.status) {
    case 'running':
      return '$(sync~spin)';
    case 'failed':
      return '$(error)';
    case 'cancelled':
      return '$(circle-slash)';
    default:
      return '$(graph-line)';
  }
}

function summary(run: RunState): string | undefined {
  const count = (value: number) => value.toLocaleString('en-US');
  switch (run.status) {
    case 'idle':
      return undefined;
    case 'queued':
      return 'waiting';
    case 'running': {
      if (run.total === 0) return 'starting';
      const left = run.left === null ? '' : ` · ${duration(run.left)} left`;
      return `${count(run.done)} of ${count(run.total)}${left}`;
    }
    case 'complete':
      return `${count(run.done)} repetitions done`;
    case 'cancelled':
      return `cancelled at ${count(run.done)} of ${count(run.total)}`;
    case 'interrupted':
      return `interrupted at ${count(run.done)} of ${count(run.total)}`;
    case 'failed':
      return 'failed';
  }
}
