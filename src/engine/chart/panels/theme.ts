import type { Config } from 'vega-lite';
import type { Background } from '../palette';

/** What of a chart's theme panels take their looks from. */
interface Looks {
  readonly kind: Background;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly fontSize: number;
}

/** The styles that `panelSpec` names. */
export function panelStyles({ kind, background, foreground, muted, fontSize }: Looks) {
  const highContrast = kind === 'highContrastDark' || kind === 'highContrastLight';
  const small = { fontSize: fontSize - 1, color: muted } as const;
  return {
    panelTheory: { strokeWidth: 2, strokeJoin: 'round', strokeCap: 'round' },
    panelPublished: { strokeWidth: 1.75, strokeDash: [6, 4] },
    panelOutline: { strokeWidth: 1, strokeJoin: 'miter', opacity: 0.75 },
    panelOutlineOutOfDate: { strokeWidth: 1.25, stroke: muted, opacity: 0.7 },
    panelArea: { opacity: highContrast ? 0.55 : 0.3 },
    panelBar: { opacity: highContrast ? 0.6 : 0.35, stroke: background, strokeWidth: 0.5 },
    panelBarOutOfDate: { color: muted, opacity: 0.25, stroke: background, strokeWidth: 0.5 },
    panelAxis: { color: muted, strokeWidth: 1 },
    panelTick: { color: muted, strokeWidth: 1 },
    panelGrid: { color: foreground, strokeWidth: 1, opacity: highContrast ? 0.35 : 0.1 },
    panelThreshold: { color: muted, strokeWidth: 1, opacity: 0.6 },
    panelBestThreshold: { color: foreground, strokeWidth: 1.25, strokeDash: [4, 3] },
    panelTitleWords: {
      align: 'left',
      baseline: 'bottom',
      dy: -24,
      fontSize,
      fontWeight: 600,
      color: foreground,
    },
    panelTitleAloneWords: {
      align: 'left',
      baseline: 'bottom',
      dy: -8,
      fontSize,
      fontWeight: 600,
      color: foreground,
    },
    panelSubtitleWords: { align: 'left', baseline: 'bottom', dy: -8, fontSize, color: muted },
    panelTickWords: { ...small, align: 'center', baseline: 'top', dy: 8 },
    panelValueTickWords: { ...small, align: 'right', baseline: 'middle', dx: -6 },
    panelEndWords: { align: 'left', baseline: 'middle', dx: 6, fontSize, fontWeight: 600 },
    panelLeftWords: { align: 'right', baseline: 'bottom', dx: -6, fontSize, fontWeight: 600 },
    panelRightWords: { align: 'left', baseline: 'bottom', dx: 6, fontSize, fontWeight: 600 },
    panelMiddleWords: { align: 'center', baseline: 'middle', fontSize, color: muted },
    panelRegion: { color: foreground },
  } satisfies NonNullable<Config['style']>;
}
