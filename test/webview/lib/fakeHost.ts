import { analyse, type KnownResults } from '../../../src/engine/analyse';
import { checkText } from '../../../src/engine/check';
import { detailsOf } from '../../../src/engine/details';
import { documentStateOf, isReadable } from '../../../src/engine/documentState';
import { exploreSeries } from '../../../src/engine/insights/insights';
import type {
  AnalysisState,
  DesignerToHost,
  DocumentState,
  HostToDesigner,
} from '../../../src/engine/messages';
import type { Measurement, MetricValues, ResultsDocument } from '../../../src/engine/results';
import { isPredicted, metrics } from '../../../src/engine/results';
import { binsOfLaw, shareUpTo } from '../../../src/engine/spectrum/bins';
import type { SpectralLawTable, SpectrumHistogram } from '../../../src/engine/spectrum/model';
import { estimateOf } from '../../../src/engine/tally';
import { theoryFor } from '../../../src/engine/theoryFor';
import { applyEdits } from 'jsonc-parser';
import { editsFor } from '../../../src/experiment/edit';

/**
 * The extension host as far as the designer sees it, in Node: a text with undo, the real reading, theory and chart.
 * Simulated values are the theory's with a reproducible scatter, so that no test waits for a simulation.
 */
export class FakeHost {
  readonly received: DesignerToHost[] = [];
  private readonly history: string[] = [];
  private readable: unknown;
  private known: KnownResults | undefined;
  editable = true;
  /** Whether edits are written at once; false: only recorded. */
  answersEdits = true;
  /** Whether requests for details are answered; false: only recorded. */
  answersDetails = true;

  constructor(
    public text: string,
    private readonly post: (message: HostToDesigner) => Promise<void>,
    readonly name = 'experiment.resolvent.json',
  ) {}

  async receive(message: DesignerToHost): Promise<void> {
    this.received.push(message);
    if (message.type === 'ready') await this.show();
    if (message.type === 'preview') {
      const preview = checkText(applyEdits(this.text, editsFor(this.text, message.changes)));
      const analysis = this.analysis(preview);
      if (analysis !== undefined) await this.post({ type: 'analysis', analysis });
    }
    if (message.type === 'details') await this.tellDetails(message.series, message.point);
    if (message.type === 'edit' && this.answersEdits) {
      this.history.push(this.text);
      await this.setText(applyEdits(this.text, editsFor(this.text, message.changes)));
    }
  }

  private async tellDetails(series: number, point: number): Promise<void> {
    const { experiment } = checkText(this.text);
    const parameters = experiment?.expansion.series[series]?.points[point]?.parameters;
    if (parameters === undefined || !this.answersDetails) return;
    await this.post({
      type: 'details',
      series,
      point,
      details: { ok: true, value: detailsOf(parameters) },
    });
  }

  /** What the designer has sent of one type. */
  sent<T extends DesignerToHost['type']>(type: T): Extract<DesignerToHost, { type: T }>[] {
    return this.received.filter((message) => message.type === type) as Extract<DesignerToHost, { type: T }>[];
  }

  async setText(text: string): Promise<void> {
    this.text = text;
    if (this.known !== undefined) this.known = { ...this.known, current: false };
    await this.show();
  }

  async undo(): Promise<void> {
    await this.setText(this.history.pop() ?? this.text);
  }

  async show(): Promise<void> {
    await this.post({ type: 'document', document: this.document() });
    const analysis = this.analysis();
    if (analysis !== undefined) await this.post({ type: 'analysis', analysis });
  }

  document(): DocumentState {
    const checked = checkText(this.text);
    if (isReadable(checked)) this.readable = checked.parsed.value;
    return documentStateOf(checked, this.readable, { name: this.name, editable: this.editable });
  }

  analysis({ experiment } = checkText(this.text)): AnalysisState | undefined {
    if (experiment === undefined) return undefined;
    const theoryAt = theoryFor(experiment.expansion.settings);
    const theory = experiment.expansion.series.map(({ points }) =>
      points.map(({ parameters }) => theoryAt(parameters)),
    );
    const insights = experiment.expansion.series.map((_, i) => exploreSeries(experiment.file, i));
    return analyse(experiment, theory, this.known, insights);
  }

  /** Pretends that a run has finished the first `share` of the points of the experiment as it is now. */
  async simulate(share = 1): Promise<void> {
    this.known = undefined;
    const base = this.analysis();
    if (base === undefined) throw new Error('Only a valid experiment can be simulated.');
    this.known = { document: scattered(base.results, share), current: true };
    await this.show();
  }

  async say(message: HostToDesigner): Promise<void> {
    await this.post(message);
  }
}

function scattered(results: ResultsDocument, share: number): ResultsDocument {
  let state = 12345;
  const uniform = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
  const measure = (exact: MetricValues): Measurement => {
    const estimates = metrics.map((metric) => {
      const values = Array.from({ length: 10 }, () => exact[metric] + 0.008 * normal());
      return [metric, estimateOf(values)] as const;
    });
    return { repetitions: 10, ...Object.fromEntries(estimates) } as unknown as Measurement;
  };
  return {
    ...results,
    series: results.series.map(({ label, points }) => ({
      label,
      points: points.map((point, i) => {
        const { exact, nearest } = point.theory;
        const theory = isPredicted(exact) ? exact : nearest;
        if (point.spectralLaw !== undefined && !('error' in point.spectralLaw))
          return { ...point, spectrum: drawnFrom(point.spectralLaw) };
        return i < share * points.length && theory !== undefined
          ? { ...point, simulation: measure(theory) }
          : point;
      }),
    })),
  };
}

/** Eigenvalues as the law has them, rounded to whole numbers of 5000. */
function drawnFrom(law: SpectralLawTable): SpectrumHistogram {
  const edges = binsOfLaw(law, 5000);
  const counts = edges
    .slice(1)
    .map((edge, i) => Math.round(5000 * (shareUpTo(law, edge) - shareUpTo(law, edges[i]!))));
  return { edges, counts, zeros: Math.round(5000 * law.massAtZero), beyond: 0, draws: 10 };
}
