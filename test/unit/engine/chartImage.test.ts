import { describe, expect, it } from 'vitest';
import { buildChart } from '../../../src/engine/chart/build';
import { categories } from '../../../src/engine/chart/palette';
import { measureText } from '../../../src/engine/chart/textWidth';
import { chartToSvg } from '../../../src/engine/chartImage';
import { cases, figure3, longNames, outOfDate, phaseTransition } from './chart/cases';

/** The drawing commands of the curves: stroked, unfilled paths 2 pixels wide. */
function curvesOf(svg: string): string[] {
  const paths = [...svg.matchAll(/<path [^>]*?d="([^"]*)"[^>]*?stroke-width="2"[^>]*>/g)];
  return paths.map(([, commands]) => commands!).filter((commands) => commands.includes('L'));
}

/** The simulated points: paths filled with the background, each with a stroke of its own. */
const ringsOf = (svg: string) => svg.match(/<path [^>]*fill="#ffffff"[^>]*stroke="[^"]*"[^>]*>/g) ?? [];

const textsOf = (svg: string) => [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text!);

describe('chartToSvg', () => {
  it.each(Object.entries(cases))(
    'draws %s with numbers only, nothing outside the picture',
    async (_, make) => {
      const svg = await chartToSvg(buildChart(make()));
      expect(svg).toMatch(/^<svg [^>]*width="720" height="440" viewBox="0 0 720 440"/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg).not.toMatch(/href="|<image|<style|font-face/);
      const origin = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(svg)!;
      const title = /role-title"[^>]*><g transform="translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(svg)!;
      expect(Number(origin[1]) + Number(title[1])).toBeGreaterThanOrEqual(0);
      expect(Number(origin[2]) + Number(title[2])).toBeGreaterThanOrEqual(0);
    },
  );

  it('draws a curve with all its points for each series, in its colour, on white', async () => {
    const svg = await chartToSvg(buildChart(figure3()));
    const curves = curvesOf(svg);
    expect(curves).toHaveLength(3);
    for (const commands of curves) expect(commands.match(/[ML]/g)).toHaveLength(50);
    for (const colour of categories.light.slice(0, 3)) expect(svg).toContain(`stroke="${colour}"`);
    expect(svg).toContain('<rect width="720" height="440" fill="#ffffff"/>');
    expect(ringsOf(svg)).toHaveLength(150);
  });

  it('says what is drawn', async () => {
    const texts = textsOf(await chartToSvg(buildChart(phaseTransition())));
    for (const text of [
      'Phase transition at the critical label noise',
      'Test accuracy',
      'Label noise ε',
      'ε* = 0.727',
    ]) {
      expect(texts).toContain(text);
    }
    expect(texts).toContain('Lines: exact theory; rings: simulation ± 1 s.e.');
    expect(texts).toContain('Bayes 0.841');
    expect(texts).toContain('p/m = 0.01');
  });

  it('breaks a curve where the theory has no value, and a long title into lines', async () => {
    const svg = await chartToSvg(buildChart(longNames()));
    expect(curvesOf(svg)).toHaveLength(3);
    const lines = textsOf(svg)
      .slice()
      .filter((text) => /rather long|as people do/.test(text));
    expect(lines).toHaveLength(2);
  });

  it('draws an earlier run in none of the series’ colours', async () => {
    const svg = await chartToSvg(buildChart(outOfDate()));
    const rings = ringsOf(svg);
    expect(rings).toHaveLength(150);
    for (const ring of rings) expect(ring).toContain('stroke="#5c5c5c"');
  });

  it('keeps to the size asked for', async () => {
    const svg = await chartToSvg(buildChart(figure3()), { width: 420, height: 300 });
    expect(svg).toMatch(/^<svg [^>]*width="420" height="300"/);
  });

  it('leaves the model as it was, so that it can be drawn again', async () => {
    const model = buildChart(figure3());
    const first = await chartToSvg(model);
    expect(await chartToSvg(model)).toBe(first);
    expect(model).toEqual(buildChart(figure3()));
  });
});

describe('measureText', () => {
  it('knows Helvetica’s widths', () => {
    expect(measureText('0.75', 1000)).toBe(3 * 556 + 278);
    expect(measureText('Wi', 12)).toBeCloseTo(((944 + 222) / 1000) * 12, 10);
  });
  it('takes combining marks for nothing', () => {
    expect(measureText('n\u0302', 10)).toBe(measureText('n', 10));
  });
});
