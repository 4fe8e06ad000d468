/** A mark of a chart of panels as a row of data. Places are in the plane of the panels (see `PanelPlane`). */
export type PanelRow =
  /** A place on a curve; places of one `line` are joined in their order. */
  | {
      readonly kind: 'curve';
      readonly role: CurveRole;
      readonly line: string;
      readonly order: number;
      readonly x: number;
      readonly y: number;
      /** Which of the chart's colours. */
      readonly colour: string;
    }
  /** A place on the upper edge of an area, whose lower edge is at `y2`. */
  | {
      readonly kind: 'area';
      readonly area: string;
      readonly order: number;
      readonly x: number;
      readonly y: number;
      readonly y2: number;
      readonly colour: string;
    }
  | (Box & {
      readonly kind: 'bar';
      /** Of an earlier state of the experiment: drawn grey. */
      readonly outOfDate: boolean;
      readonly colour: string;
    })
  /** A straight line. */
  | (Box & { readonly kind: 'segment'; readonly role: SegmentRole })
  | {
      readonly kind: 'words';
      readonly role: WordsRole;
      readonly x: number;
      readonly y: number;
      readonly text: string;
      /** Of the roles that have one. */
      readonly colour: string | null;
    }
  /** A region that tells values by name where the pointer is. */
  | (Box & { readonly kind: 'region'; readonly tip: Readonly<Record<string, string>> });

interface Box {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** outline: of a histogram; outlineOutOfDate: of an earlier run's. */
export type CurveRole = 'theory' | 'published' | 'outline' | 'outlineOutOfDate';
export type SegmentRole = 'axis' | 'tick' | 'grid' | 'threshold' | 'bestThreshold';
/**
 * title, subtitle: above a panel, from its left; titleAlone: a title in the subtitle's place; tick, valueTick: numbers
 * under and beside its axes; end: beside a curve's right end; left, right: beside the top of a curve; middle: in place
 * of what cannot be drawn.
 */
export type WordsRole =
  'title' | 'titleAlone' | 'subtitle' | 'tick' | 'valueTick' | 'end' | 'left' | 'right' | 'middle';
