import type { Config } from 'vega-lite';
import type { Background } from '../palette';
import { gainColours, groundColours, heatMapColours } from './palette';

/** What of a chart's theme heat maps take their looks from. */
interface Looks {
  readonly kind: Background;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly fontSize: number;
}

/** The ranges of colours that `heatMapSpec` names. */
export function heatMapRanges({ kind }: Pick<Looks, 'kind'>) {
  return { heatmap: [...heatMapColours[kind]], diverging: [...gainColours[kind]] };
}

/** The styles that `heatMapSpec` names. What lies over strong colours is drawn in the background's own. */
export function heatMapStyles({ kind, background, foreground, muted, fontSize }: Looks) {
  const label = { align: 'center', baseline: 'middle', fontSize: fontSize - 1 } as const;
  const halo = { ...label, strokeWidth: 5, strokeJoin: 'round', opacity: 1 } as const;
  const side = { align: 'center', fontSize, fontWeight: 600, color: foreground } as const;
  return {
    ground: { color: groundColours[kind] },
    cell: { opacity: 1 },
    frame: { filled: false, color: background, strokeWidth: 1, opacity: 1 },
    contour: { color: foreground, strokeWidth: 1, opacity: 0.55, strokeJoin: 'round' },
    contourOnStrong: { color: background, opacity: 0.75 },
    contourStrong: { color: foreground, strokeWidth: 2.25, opacity: 1 },
    contourHalo: halo,
    contourLabel: { ...label, color: foreground },
    contourLabelOnStrong: { color: background },
    sideAbove: { ...side, baseline: 'bottom', dy: -6 },
    sideBelow: { ...side, baseline: 'top', dy: 7 },
    criticalCasing: { color: background, strokeWidth: 4, opacity: 0.6, strokeJoin: 'round' },
    critical: { color: foreground, strokeWidth: 2, strokeDash: [0.1, 4.5], strokeCap: 'round', opacity: 1 },
    criticalHalo: { ...halo, stroke: background },
    criticalLabel: { ...label, color: foreground },
    measured: { filled: true, stroke: foreground, strokeWidth: 0.75, strokeOpacity: 0.3, opacity: 1 },
    measuredOutOfDate: { stroke: muted, strokeDash: [2, 2], strokeOpacity: 1, opacity: 0.8 },
    panelLabel: { align: 'left', baseline: 'bottom', dy: -5, fontSize, fontWeight: 600, color: foreground },
    pointedCasing: { filled: false, color: background, strokeWidth: 5, opacity: 0.8 },
    pointed: { filled: false, color: foreground, strokeWidth: 2, opacity: 1 },
  } satisfies NonNullable<Config['style']>;
}
