import type { AnalysisState, DocumentState, RunState } from '../src/engine/messages';
import { formatCount, formatDuration } from './numbers';

/** The experiment's state as the bar shows it. */
export interface Status {
  readonly text: string;
  readonly tone: 'neutral' | 'good' | 'busy' | 'warning' | 'error';
  readonly icon: string;
  /** Between 0 and 1 while something runs; null while that cannot be told. */
  readonly progress?: number | null;
}

/** One state out of the document's, the run's and the results': the most pressing first. */
export function statusOf(
  document: DocumentState | null,
  analysis: AnalysisState | null,
  run: RunState,
): Status {
  if (document === null) return { text: 'loading', tone: 'neutral', icon: 'loading' };
  if (run.status === 'queued') return { text: 'queued', tone: 'busy', icon: 'clock', progress: null };
  if (run.status === 'running')
    return { text: runningText(run), tone: 'busy', icon: 'sync', progress: share(run) };
  if (document.status === 'empty') return { text: 'empty', tone: 'neutral', icon: 'circle-large-outline' };
  if (document.status === 'invalid') return invalid(document.problems.length);
  if (run.status === 'failed') return { text: `failed: ${run.reason}`, tone: 'error', icon: 'error' };
  if (run.status === 'interrupted') {
    const text = `interrupted: ${formatCount(run.done)} of ${formatCount(run.total)} done`;
    return { text, tone: 'warning', icon: 'debug-disconnect' };
  }
  if (analysis?.simulation === 'outOfDate') return { text: 'out of date', tone: 'warning', icon: 'history' };
  if (run.status === 'cancelled') {
    const text = `cancelled at ${formatCount(run.done)} of ${formatCount(run.total)}`;
    return { text, tone: 'warning', icon: 'circle-slash' };
  }
  if (analysis?.simulation === 'current') return { text: 'up to date', tone: 'good', icon: 'pass-filled' };
  return { text: 'theory only', tone: 'neutral', icon: 'graph-line' };
}

function invalid(problems: number): Status {
  const text = problems === 1 ? '1 problem' : `${formatCount(problems)} problems`;
  return { text, tone: 'error', icon: 'error' };
}

type Running = Extract<RunState, { status: 'running' }>;

function runningText({ done, total, left }: Running): string {
  const count = `running ${formatCount(done)} of ${formatCount(total)}`;
  return left === null ? count : `${count} · ${formatDuration(left)} left`;
}

function share({ done, total }: Running): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}

/** "Run 300 × 10": what a run would compute; "Continue" where one has left a part of it. */
export function runLabel(
  { points, repetitions }: Pick<DocumentState, 'points' | 'repetitions'>,
  run: RunState = { status: 'idle' },
): string {
  if (run.status === 'interrupted') return 'Continue';
  if (points === 0 || repetitions === 0) return 'Run';
  return `Run ${formatCount(points)} × ${formatCount(repetitions)}`;
}

/** Why there is nothing to run; null where there is. */
export function whyNotRun(document: DocumentState | null): string | null {
  if (document === null || document.status === 'empty') return 'There is no experiment yet.';
  if (document.status === 'invalid') return 'Solve the problems first.';
  if (document.repetitions === 0) return 'Repetitions are 0: theory only.';
  return null;
}
