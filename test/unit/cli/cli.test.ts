import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailsOf } from '../../../src/engine/details';
import { isPredicted, type ResultsDocument } from '../../../src/engine/results';
import { readResults } from '../../../src/engine/resultsFile';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import { readExperiment } from '../../../src/experiment/read';
import { templates } from '../../../src/experiment/templates';
import { buildBundles, type Bundles } from '../support/bundles';
import { expansionOf, small } from '../engine/experiments';
import { callNode, callShell, outcomeOf, type Outcome } from './commandLine';
import { version } from '../../../package.json';

const broken = join(import.meta.dirname, '../../fixtures/broken');

let bundles: Bundles;
let folder: string;
beforeAll(async () => {
  bundles = await buildBundles('worker', 'cli');
  folder = mkdtempSync(join(tmpdir(), 'resolvent-cli-'));
  write('small.resolvent.json', small);
});
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, file: unknown) =>
  writeFileSync(join(folder, name), JSON.stringify(file, null, 2));
const cli = (...args: string[]): Promise<Outcome> => callNode(folder, bundles.cliFile, args);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const results = (name: string) => JSON.parse(read(name)) as ResultsDocument;

/** A refusal: the exit code, sentences on standard error, nothing else. */
function expectRefusal(
  { code, stdout, stderr }: Outcome,
  expectedCode: number,
  sentence: RegExp | string,
): void {
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^ +at |node:internal|Error:/m);
  expect(stdout).toBe('');
  expect(code).toBe(expectedCode);
}

describe('resolvent predict', () => {
  it('prints a table of the theory', async () => {
    const { code, stdout, stderr } = await cli('predict', 'small.resolvent.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^series +syntheticProportion +accuracy +risk +M = w·μ +Q = wᵀCw$/);
    expect(lines[3]).toMatch(/^none +0\.8 +0\.\d{6} +0\.\d{6} +0\.\d{6} +0\.\d{6}$/);
    const { exact } = theoryOfPoint(expansionOf(small).series[0]!.points[2]!.parameters);
    if (!isPredicted(exact)) throw new Error(exact.error);
    expect(lines[3]).toContain(exact.accuracy.toFixed(6));
    // Six points, and what there is to say of them beneath.
    expect(lines[7]).toBe('');
    expect(lines.at(-2)).toMatch(/^Note: The theory is a limit/);
  });

  it('prints results as JSON, with repetitions 0', async () => {
    const { code, stdout } = await cli('predict', 'small.resolvent.json', '--json');
    expect(code).toBe(0);
    writeFileSync(join(folder, 'predicted.json'), stdout);
    const document = await readResults(join(folder, 'predicted.json'));
    expect(document).toMatchObject({ status: 'complete', seed: 3, spec: small });
    const points = (JSON.parse(stdout) as ResultsDocument).series.flatMap((series) => series.points);
    expect(points).toHaveLength(6);
    for (const { simulation, theory } of points) {
      expect(simulation).toEqual({ repetitions: 0 });
      expect(isPredicted(theory.exact)).toBe(true);
    }
  });

  it('prints CSV', async () => {
    const { code, stdout } = await cli('predict', '--csv', 'small.resolvent.json');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('series,x,y,source,metric,value,standardError,repetitions');
    expect(lines).toHaveLength(1 + 6 * 4);
    expect(lines[1]).toMatch(/^none,0,,exact,accuracy,0\.\d+,,$/);
  });

  it('asks for one format', async () => {
    expectRefusal(
      await cli('predict', 'small.resolvent.json', '--json', '--csv'),
      2,
      'Give --json or --csv, not both.',
    );
    expectRefusal(
      await cli('predict'),
      2,
      /^Call it as: resolvent predict SPEC \[--json \| --csv\] \[--details\]\n$/,
    );
  });

  it('adds details to the table where it is asked to', async () => {
    write('detailed.resolvent.json', {
      ...small,
      data: { ...small.data, positiveShare: 0.8 },
      generator: { kind: 'fitted', samples: 50, source: 'independent', generations: 3 },
    });
    const { code, stdout, stderr } = await cli('predict', 'detailed.resolvent.json', '--details');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    const heads = lines[0]!.split(/ {2,}/);
    expect(heads.slice(6)).toEqual([
      'real only',
      'worth in real rows',
      'best threshold',
      'accuracy there',
      'lost to generator',
      'by covariance',
      'by mean',
      'by both together',
    ]);
    const { effectiveSamples, threshold, generations } = detailsOf(
      expansionOf(JSON.parse(read('detailed.resolvent.json'))).series[1]!.points[2]!.parameters,
    );
    const cells = lines[6]!.split(/ {2,}/);
    if (threshold === null || 'error' in threshold) throw new Error('no threshold');
    if (generations === null || 'error' in generations) throw new Error('no generations');
    expect(cells.slice(7, 11)).toEqual([
      Number(effectiveSamples).toFixed(1),
      threshold.threshold!.toFixed(6),
      threshold.accuracy.toFixed(6),
      generations[2]!.loss.toFixed(6),
    ]);
    // Without synthetic rows there is nothing that generations could cost.
    expect(lines[4]!.split(/ {2,}/).slice(10)).toEqual(['–', '–', '–', '–']);
  });

  it('adds details to JSON, and says that CSV has no place for them', async () => {
    const { code, stdout } = await cli('predict', '--details', '--json', 'small.resolvent.json');
    expect(code).toBe(0);
    writeFileSync(join(folder, 'predicted.json'), stdout);
    expect((await readResults(join(folder, 'predicted.json')))!.status).toBe('complete');
    const { series } = JSON.parse(stdout) as { series: { points: { details: unknown }[] }[] };
    expect(series.map(({ points }) => points.map(({ details }) => details))).toEqual(
      expansionOf(small).series.map(({ points }) => points.map(({ parameters }) => detailsOf(parameters))),
    );
    expectRefusal(
      await cli('predict', '--details', '--csv', 'small.resolvent.json'),
      2,
      /^CSV has no columns for details: /,
    );
  });

  it('shows the accuracy by the other theories that the experiment asks for', async () => {
    const asked = {
      ...small,
      generator: { kind: 'fitted', samples: 50, source: 'independent', meanError: false },
      theory: { variants: ['exact', 'published', 'independentNoise'] },
    };
    write('variants.resolvent.json', asked);
    const { stdout } = await cli('predict', 'variants.resolvent.json');
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/ {2}accuracy +published +independent noise +risk {2}/);
    const { parameters } = expansionOf(asked).series[0]!.points[1]!;
    const { published } = theoryOfPoint(parameters, ['published']);
    if (!isPredicted(published)) throw new Error('no published value');
    const [, , exact, asPublished, independent] = lines[2]!.split(/ {2,}/);
    expect(asPublished).toBe(published.accuracy.toFixed(6));
    expect(independent).toBe(exact);
    expect(asPublished).not.toBe(exact);
  });

  it('names the option that was meant', async () => {
    const cases: [string, RegExp][] = [
      ['--jsn', /^Unknown option "--jsn"\. Did you mean --json\?\n$/],
      ['--detail', /^Unknown option "--detail"\. Did you mean --details\?\n$/],
      ['-j', /^Unknown option "-j"\. Did you mean --json\?\n$/],
      ['--workers=3', /^Unknown option "--workers"\. Options here: --json, --csv, --details\.\n$/],
    ];
    for (const [option, sentence] of cases)
      expectRefusal(await cli('predict', 'small.resolvent.json', option), 2, sentence);
    expectRefusal(
      await cli('validate', 'small.resolvent.json', '--strict'),
      2,
      /^Unknown option "--strict"\. This command has no options\.\n$/,
    );
  });

  it('stops quietly when its reader does', async () => {
    write('long.resolvent.json', {
      ...small,
      sweep: { parameter: 'syntheticProportion', from: 0, to: 0.9, points: 2000 },
    });
    const line = `"${process.execPath}" "${bundles.cliFile}" predict long.resolvent.json | head -n 1`;
    const { code, stdout, stderr } = await callShell(folder, line);
    expect(stdout).toMatch(/^series .*\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says so when its output cannot be written', async () => {
    const line = `"${process.execPath}" "${bundles.cliFile}" predict small.resolvent.json > /dev/full`;
    const { code, stderr } = await callShell(folder, line);
    expect(stderr).toBe('Standard output cannot be written: the disk is full.\n');
    expect(code).toBe(1);
  });
});

describe('resolvent run', () => {
  it('writes results beside the experiment, with progress and findings on standard error', async () => {
    const { code, stdout, stderr } = await cli('run', 'small.resolvent.json', '--csv', 'small.csv');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const document = await readResults(join(folder, 'small.results.json'));
    expect(document!.status).toBe('complete');
    for (const { simulation } of document!.series.flatMap((series) => series.points)) {
      expect(simulation!.accuracy.values).toHaveLength(6);
    }
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^36 of 36 · \S+\/s · \d+\.\d s$/));
    expect(lines).toContain('Wrote small.results.json');
    expect(lines).toContain('Wrote small.csv');
    expect(lines).toContainEqual(
      expect.stringMatching(/^The repetitions are too few to tell whether simulation and theory differ/),
    );
    const csv = read('small.csv').trimEnd().split('\n');
    // Of four metrics: theory, simulation and their difference, and that of the second series from the first.
    expect(csv).toHaveLength(1 + 6 * 12 + 3 * 4);
    expect(csv[5]).toMatch(/^none,0,,simulation,accuracy,0\.\d+,0\.\d+,6$/);
  });

  it('takes options, and gives the same numbers for any number of workers', async () => {
    const options = ['--repetitions', '2', '--seed', '99'];
    const calls = ['1', '3'].map((workers) =>
      cli('run', 'small.resolvent.json', '--out', `w${workers}.json`, '--workers', workers, ...options),
    );
    for (const { code } of await Promise.all(calls)) expect(code).toBe(0);
    const [one, three] = [results('w1.json'), results('w3.json')];
    expect(one.seed).toBe(99);
    expect(one.spec).toEqual({ ...small, simulation: { repetitions: 2, seed: 99 } });
    expect(one.series[1]!.points[2]!.simulation!.repetitions).toBe(2);
    expect(three.series).toEqual(one.series);
    expect(three.specHash).toBe(one.specHash);
  });

  it('is theory alone with 0 repetitions', async () => {
    const { code } = await cli('run', 'small.resolvent.json', '--out', 'theory.json', '--repetitions', '0');
    expect(code).toBe(0);
    expect(results('theory.json').series[0]!.points[0]!.simulation).toEqual({ repetitions: 0 });
  });

  it('on Ctrl+C keeps what there is, and exits with 3', async () => {
    write('slow.resolvent.json', {
      ...small,
      data: { ...small.data, dimension: 500 },
      simulation: { repetitions: 10_000 },
    });
    const child = spawn(process.execPath, [bundles.cliFile, 'run', 'slow.resolvent.json', '--workers', '2'], {
      cwd: folder,
    });
    const ended = outcomeOf(child);
    // The first line of progress tells that a repetition is done.
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/Wrote slow\.results\.json\n(.*\n)*Cancelled\. What was finished is kept\.\n$/);
    const document = await readResults(join(folder, 'slow.results.json'));
    expect(document!.status).toBe('cancelled');
    const done = document!.series.flatMap(({ points }) =>
      points.map((point) => point.simulation?.repetitions ?? 0),
    );
    expect(Math.max(...done)).toBeGreaterThan(0);
  });

  it('goes on when nobody listens to its progress', async () => {
    const line = `"${process.execPath}" "${bundles.cliFile}" run small.resolvent.json --out unheard.json 2>&1 >/dev/null | true`;
    expect((await callShell(folder, line)).code).toBe(0);
    expect(results('unheard.json').status).toBe('complete');
  });

  it('finds out before it starts that it could not write', async () => {
    mkdirSync(join(folder, 'taken'));
    const cases: [string[], number, RegExp][] = [
      [['--out', 'none/x.json'], 1, /^none\/x\.json cannot be written: there is no such file or folder\.\n$/],
      [['--out', 'taken'], 1, /^taken cannot be written: it is a folder\.\n$/],
      [
        ['--csv', 'small.resolvent.json/x.csv'],
        1,
        /^small\.resolvent\.json\/x\.csv cannot be written: a part of its path is not a folder\.\n$/,
      ],
      [
        ['--out', './small.resolvent.json'],
        2,
        /is the experiment itself; name another file for the results\.\n$/,
      ],
      [
        ['--out', 'same', '--csv', 'same'],
        2,
        /^same is where the results go; name another file for the csv\.\n$/,
      ],
    ];
    for (const [args, code, sentence] of cases) {
      expectRefusal(await cli('run', 'small.resolvent.json', ...args), code, sentence);
    }
    expect(JSON.parse(read('small.resolvent.json'))).toEqual(small);
  });

  it('refuses options that are none', async () => {
    const cases: [string[], RegExp][] = [
      [['--workers', '0'], /^--workers is "0"; it must be a whole number from 1 to 256\.\n$/],
      [
        ['--repetitions', '1.5'],
        /^--repetitions is "1\.5"; it must be a whole number from 0 to 1000000\.\n$/,
      ],
      [['--seed', ''], /^--seed is ""; it must be/],
      [
        ['--fast'],
        /^Unknown option "--fast"\. Options here: --csv, --out, --svg, --workers, --repetitions, --seed, --fresh\.\n$/,
      ],
      [['--repetition', '5'], /^Unknown option "--repetition"\. Did you mean --repetitions\?\n$/],
      [
        ['more.resolvent.json', '--csv', 'x.csv'],
        /^--csv names one file, but there are 2 experiments: run them one by one, or leave it out\.\n$/,
      ],
    ];
    for (const [args, sentence] of cases)
      expectRefusal(await cli('run', 'small.resolvent.json', ...args), 2, sentence);
  });

  it('exits with 1 when a repetition is refused, and with 70 when the fault is ours', async () => {
    write('refused.resolvent.json', {
      version: 1,
      data: small.data,
      realSamples: 60,
      syntheticSamples: 15,
      generator: { kind: 'exact' },
      labelNoise: { kind: 'selfTrained' },
      classifier: { ridge: 0 },
    });
    const refused = await cli('run', 'refused.resolvent.json');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /\nThe run failed: “Untitled experiment”: .*\nWhat was finished is kept\.\n$/,
    );
    expect(results('refused.results.json').status).toBe('failed');

    const dist = join(folder, 'incomplete');
    mkdirSync(dist);
    for (const name of ['cli.js', 'worker.js'])
      copyFileSync(join(bundles.folder, 'dist', name), join(dist, name));
    const fault = await callNode(folder, join(dist, 'cli.js'), [
      'run',
      'small.resolvent.json',
      '--out',
      'fault.json',
    ]);
    expect(fault.code).toBe(70);
    expect(fault.stderr).toMatch(
      /The run failed: “(none|oracle)” at \d+ %: A worker thread stopped before its work was done: .*kernels\.wasm/,
    );
    expect(results('fault.json').status).toBe('failed');
  });
});

describe('wrong input', () => {
  it('is told with file, line and column, every problem of every file', async () => {
    const names = readdirSync(broken).filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(30);
    const paths = names.map((name) => join(broken, name));
    const { code, stdout, stderr } = await cli('validate', ...paths, 'small.resolvent.json');
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('small.resolvent.json: no problems');
    for (const path of paths) {
      const own = lines.filter((line) => line.startsWith(`${path}:`));
      expect(own, path).not.toEqual([]);
      for (const line of own) expect(line.slice(path.length)).toMatch(/^:\d+:\d+: \S.*[^:]$/);
    }
    expect(stdout).not.toMatch(/^ +at |node:internal|Error:|undefined/m);
  });

  it('stops predict and run', async () => {
    const names = ['01-missing-comma', '11-number-as-text', '25-no-ridge', '36-several-problems'];
    const expected = readExperiment(
      readFileSync(join(broken, `${names[3]!}.resolvent.json`), 'utf8'),
    ).problems;
    expect(expected.length).toBeGreaterThan(1);
    const calls = names.map((name, i) =>
      cli(i % 2 === 0 ? 'predict' : 'run', join(broken, `${name}.resolvent.json`)),
    );
    const outcomes = await Promise.all(calls);
    for (const outcome of outcomes) expectRefusal(outcome, 1, /^(\S+\.resolvent\.json:\d+:\d+: \S.*\n)+$/);
    for (const { line, column, message } of expected) {
      expect(outcomes[3]!.stderr).toContain(
        `36-several-problems.resolvent.json:${line}:${column}: ${message}`,
      );
    }
    expect(readdirSync(broken).filter((name) => name.includes('results'))).toEqual([]);
  });

  it('is a file that cannot be read', async () => {
    expectRefusal(
      await cli('predict', 'none.resolvent.json'),
      1,
      /^none\.resolvent\.json cannot be read: there is no such file or folder\.\n$/,
    );
    expectRefusal(
      await cli('run', 'taken'),
      1,
      /^taken has no experiment: no file in it ends in \.resolvent\.json\.\n$/,
    );
    const { code, stdout } = await cli('validate', 'none.resolvent.json', 'small.resolvent.json');
    expect(stdout).toBe(
      'none.resolvent.json cannot be read: there is no such file or folder.\nsmall.resolvent.json: no problems\n',
    );
    expect(code).toBe(1);
  });

  it('is a results file, which is told from an experiment', async () => {
    writeFileSync(
      join(folder, 'known.results.json'),
      (await cli('predict', 'small.resolvent.json', '--json')).stdout,
    );
    const results = await cli('predict', 'known.results.json');
    expectRefusal(
      results,
      1,
      /^known\.results\.json holds the results of a run; name the experiment that they are of\.\n$/,
    );
    write('known.resolvent.json', small);
    const sentence =
      'known.results.json holds the results of a run; name the experiment: known.resolvent.json.\n';
    expect((await cli('run', 'known.results.json')).stderr).toBe(sentence);
    expect(await cli('validate', 'known.results.json')).toEqual({ code: 1, stdout: sentence, stderr: '' });
  });

  it('names a field once', async () => {
    write('fields.resolvent.json', { ...small, realSamples: -5, sead: 3, sweep: undefined, generator: {} });
    const { stdout } = await cli('validate', 'fields.resolvent.json');
    expect(stdout).toMatch(/: realSamples is -5; it must be a whole number from [^[]*\n/);
    expect(stdout).toMatch(/: "sead" is not a known field\. [^[]*\n/);
    const fitless = join(broken, '23-generator-without-rows.resolvent.json');
    expect((await cli('validate', fitless)).stdout).toMatch(/: With n = 0 real rows .* \[generator\]\n$/);
  });

  it('is an option that makes the experiment wrong', async () => {
    write('many.resolvent.json', { ...small, simulation: { repetitions: 0 } });
    expectRefusal(
      await cli('run', 'many.resolvent.json', '--repetitions', '1000000'),
      1,
      /^many\.resolvent\.json:\d+:\d+: 6 points with 1,000,000 repetitions each are 6,000,000 trainings;/,
    );
  });

  it('is not an experiment whose simulation alone would be too large, as long as it asks for none', async () => {
    const large = join(broken, '39-memory-dimension.resolvent.json');
    expect((await cli('predict', large)).code).toBe(0);
    expect((await cli('run', large, '--repetitions', '0', '--out', 'large.json')).code).toBe(0);
    expectRefusal(
      await cli('run', large),
      1,
      /:4:\d+: One repetition at p = 200,000 needs \d+\.\d GiB of memory;/,
    );
  });
});

describe('resolvent new and templates', () => {
  it('lists the templates, and writes each as a file that is right', async () => {
    const { code, stdout } = await cli('templates');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(templates.map(({ id }) => id));
    for (const { id } of templates) {
      expect(await cli('new', id)).toEqual({ code: 0, stdout: `Wrote ${id}.resolvent.json\n`, stderr: '' });
      expect(readExperiment(read(`${id}.resolvent.json`)).problems).toEqual([]);
    }
  });

  it('overwrites nothing', async () => {
    writeFileSync(join(folder, 'mine.resolvent.json'), 'precious');
    expectRefusal(
      await cli('new', 'blank', 'mine.resolvent.json'),
      1,
      'mine.resolvent.json is there already; name another file.',
    );
    expect(read('mine.resolvent.json')).toBe('precious');
  });

  it('says what is wrong', async () => {
    expectRefusal(await cli('new', 'figure3'), 2, 'There is no template "figure3". Did you mean "figure-3"?');
    expectRefusal(
      await cli('new', 'qwertyuiop'),
      2,
      /^There is no template "qwertyuiop"\. Templates: figure-1, /,
    );
    expectRefusal(await cli('new'), 2, /^Call it as: resolvent new TEMPLATE \[FILE\]\n$/);
    expectRefusal(
      await cli('new', 'blank', 'none/x.json'),
      1,
      'none/x.json could not be written: there is no such file or folder.',
    );
  });
});

describe('resolvent', () => {
  it('explains itself', async () => {
    const help = await cli('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['predict', 'run', 'validate', 'new', 'templates']) {
      expect(help.stdout).toContain(`\n  resolvent ${command}`);
    }
    expect(await cli('run', '-h')).toEqual(help);
    expect(await cli('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('exits with 2 for a call that it does not know', async () => {
    expectRefusal(await cli(), 2, /^No command\.\n\nResolvent: /);
    expectRefusal(await cli('simulate'), 2, /^Unknown command "simulate"\.\n/);
    expectRefusal(await cli('validate'), 2, /^Name the files to validate: resolvent validate SPEC…\n$/);
  });
});
