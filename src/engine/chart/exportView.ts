import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { spaceLabels } from './labels';
import { placeLandmarks } from './landmarkLabels';
import type { ChartModel, ChartRow, ChartSpec } from './model';
import { pointerLayer } from './spec';
import { publicationTheme, themeConfig, titleEnlargement } from './theme';
import { wrap } from './wrap';

/** Outer size of a picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A picture as it goes into a paper. */
export const pictureSize: PictureSize = { width: 720, height: 440 };

/**
 * A chart as a still picture in the publication theme, computed and ready for `toSVG` or `toImageURL`; end it with
 * `finalize`. Needs neither a page nor, for SVG, a canvas; evaluates expressions without `eval`.
 */
export async function exportView(model: ChartModel, { width, height }: PictureSize): Promise<vega.View> {
  const config = themeConfig(publicationTheme, { width, series: model.series });
  const { spec } = compile(still(model.spec, width), { config });
  const runtime = vega.parse({ ...spec, width, height }, {}, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter });
  await view.runAsync();
  return view.insert('rows', rowsFor(model, view)).resize().runAsync();
}

/**
 * The model's rows for a view that has been laid out without them, with labels as close as its height allows. They
 * are copies, for Vega marks the objects that it is given.
 */
export function rowsFor(model: ChartModel, view: vega.View): ChartRow[] {
  const height = view.signal('height') as number;
  const width = view.signal('width') as number;
  const spaced = spaceLabels(model.rows, model.domain, height) ?? model.rows;
  return placeLandmarks(spaced, model, { width, height }).map((row) => ({ ...row }));
}

/** Without what answers the pointer, and with a title that fits. */
function still(spec: ChartSpec, width: number): TopLevelSpec {
  const [metric, key] = spec.title.subtitle;
  return {
    ...spec,
    width: 1,
    height: 1,
    title: {
      ...spec.title,
      text: wrap(spec.title.text, width, publicationTheme.fontSize + titleEnlargement),
      subtitle: [metric, ...wrap(key, width, publicationTheme.fontSize)],
    },
    layer: spec.layer.filter(({ name }) => name !== pointerLayer),
  };
}
