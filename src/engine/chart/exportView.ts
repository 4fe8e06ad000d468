import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ChartModel, ChartSpec } from './model';
import { pointerLayer } from './spec';
import { publicationTheme, themeConfig } from './theme';

/** Outer size of a picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Mean width of a character of the title, in pixels, a little generous. */
const titleCharacter = 8;

/**
 * A chart as a still picture in the publication theme, computed and ready for `toSVG` or `toImageURL`; end it with
 * `finalize`. Needs neither a page nor, for SVG, a canvas; evaluates expressions without `eval`.
 */
export async function exportView(model: ChartModel, { width, height }: PictureSize): Promise<vega.View> {
  const config = themeConfig(publicationTheme, { width, series: model.series });
  const { spec } = compile(still(model.spec, width), { config });
  const runtime = vega.parse({ ...spec, width, height }, {}, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter });
  // Vega marks the objects that it is given.
  view.data(
    'rows',
    model.rows.map((row) => ({ ...row })),
  );
  return view.runAsync();
}

/** Without what answers the pointer, and with a title that fits. */
function still(spec: ChartSpec, width: number): TopLevelSpec {
  return {
    ...spec,
    width: 1,
    height: 1,
    title: { ...spec.title, text: wrapped(spec.title.text, width) },
    layer: spec.layer.filter(({ name }) => name !== pointerLayer),
  };
}

/** Breaks a title into lines that the picture's width has room for. */
function wrapped(title: string, width: number): string[] {
  const perLine = Math.max(20, Math.floor(width / titleCharacter));
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= perLine)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
