import * as vega from 'vega';
import { exportView, pictureSize, type PictureSize } from './chart/exportView';
import type { ChartModel } from './chart/model';
import { measureText } from './chart/textWidth';

/** Vega exports this; its types do not have it. `width` measures a line of a text mark, in pixels. */
interface TextMetrics {
  width: (item: TextItem, line: string | number | null | undefined) => number;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Width at which the text is cut off; 0 for none. */
  readonly limit?: number;
}

/** Without a canvas Vega takes every character for 0.8 of the font's size: far too wide for the layout. */
(vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics.width = (item, line) => {
  const width = measureText(String(line ?? ''), item.fontSize ?? 11, isBold(item.fontWeight));
  return item.limit ? Math.min(width, item.limit) : width;
};

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

/**
 * A chart as SVG text for a paper: black on white, complete with its title, in fonts that every machine has.
 *
 * @param options outer size in pixels; `pictureSize` by default
 */
export async function chartToSvg(model: ChartModel, options: Partial<PictureSize> = {}): Promise<string> {
  const view = await exportView(model, { ...pictureSize, ...options });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
