import { parse, logger, View, Warn } from 'vega';
import { compile } from 'vega-lite';
import type { ChartModel } from '../../../../src/engine/chart/model';
import { publicationTheme, themeConfig } from '../../../../src/engine/chart/theme';

/** Warnings of Vega-Lite's compiler and of Vega's run over a model. */
export async function warningsOf(model: ChartModel): Promise<string[]> {
  const warnings: string[] = [];
  const log = logger(Warn);
  const note = (...args: readonly unknown[]) => {
    warnings.push(args.map(String).join(' '));
    return log;
  };
  log.warn = note;
  log.error = note;
  const config = themeConfig(publicationTheme, { width: 720, series: model.series });
  const size = { width: 720, height: 440, datasets: { rows: model.rows.map((row) => ({ ...row })) } };
  const { spec } = compile({ ...model.spec, ...size }, { logger: log, config });
  const view = new View(parse(spec), { renderer: 'none', logger: log });
  await view.runAsync();
  view.finalize();
  return warnings;
}
