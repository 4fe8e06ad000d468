import { parseArgs } from 'node:util';
import { fileErrorSentence } from '../engine/resultsFile';
import { engineVersion } from '../engine/version';
import { nearest } from '../experiment/nearest';
import { CommandError, exitCodes, wrongUsage, type ExitCode } from './exit';
import { inspect } from './inspect';
import { predict } from './predict';
import { run } from './run';
import { experimentsIn, runAll } from './runAll';
import { listTemplates, newFromTemplate } from './templates';
import { usage } from './usage';
import { validate } from './validate';
import { verify } from './verify';

async function main(args: readonly string[]): Promise<ExitCode> {
  const [command, ...rest] = args;
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(usage);
    return exitCodes.done;
  }
  switch (command) {
    case 'predict':
      return predictCommand(rest);
    case 'run':
      return runCommand(rest);
    case 'validate': {
      const { paths } = parse(rest, {});
      if (paths.length === 0) throw wrongUsage('Name the files to validate: resolvent validate SPEC…');
      return validate(paths);
    }
    case 'verify':
      return verifyCommand(rest);
    case 'inspect':
      return inspectCommand(rest);
    case 'new': {
      const [template, file, ...more] = parse(rest, {}).paths;
      if (template === undefined || more.length > 0)
        throw wrongUsage('Call it as: resolvent new TEMPLATE [FILE]');
      console.log(`Wrote ${await newFromTemplate(template, file)}`);
      return exitCodes.done;
    }
    case 'templates':
      console.log(listTemplates());
      return exitCodes.done;
    case '--version':
      console.log(engineVersion);
      return exitCodes.done;
    case 'help':
      process.stdout.write(usage);
      return exitCodes.done;
    default:
      throw wrongUsage(
        `${command === undefined ? 'No command.' : `Unknown command "${command}".`}\n\n${usage}`,
      );
  }
}

async function predictCommand(args: readonly string[]): Promise<ExitCode> {
  const flag = { type: 'boolean' } as const;
  const { values, paths } = parse(args, { json: flag, csv: flag, details: flag });
  const [spec, ...more] = paths;
  if (spec === undefined || more.length > 0) {
    throw wrongUsage('Call it as: resolvent predict SPEC [--json | --csv] [--details]');
  }
  if (values['json'] === true && values['csv'] === true) throw wrongUsage('Give --json or --csv, not both.');
  const details = values['details'] === true;
  if (details && values['csv'] === true) {
    throw wrongUsage('CSV has no columns for details: give --details with --json, or alone for a table.');
  }
  const format = values['json'] === true ? 'json' : values['csv'] === true ? 'csv' : 'table';
  process.stdout.write(await predict(spec, format, details));
  return exitCodes.done;
}

async function runCommand(args: readonly string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const { values, paths } = parse(args, {
    csv: text,
    out: text,
    svg: text,
    workers: text,
    repetitions: text,
    seed: text,
    fresh: { type: 'boolean' },
  });
  if (paths.length === 0) throw wrongUsage('Name what to run: resolvent run SPEC… [options]');
  const options = {
    ...wholeNumber('workers', values['workers'], 1, 256),
    ...wholeNumber('repetitions', values['repetitions'], 0, 1_000_000),
    ...wholeNumber('seed', values['seed'], 0, Number.MAX_SAFE_INTEGER),
    fresh: values['fresh'] === true,
  };
  const specs = await experimentsIn(paths);
  const files = (['out', 'csv', 'svg'] as const).filter((name) => typeof values[name] === 'string');
  const [spec, ...more] = specs;
  if (spec === undefined || more.length > 0) {
    if (files.length > 0) {
      throw wrongUsage(
        `--${files[0]!} names one file, but there are ${specs.length} experiments: run them one by one, or leave it out.`,
      );
    }
    return runAll(specs, options);
  }
  const outputs = Object.fromEntries(files.map((name) => [name, values[name]]));
  return (await run({ spec, ...outputs, ...options })).code;
}

async function verifyCommand(args: readonly string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, paths } = parse(args, { sample: text, all: flag, seed: text, workers: text, json: flag });
  if (paths.length === 0)
    throw wrongUsage('Name the results to verify: resolvent verify RESULTS… [--sample N | --all]');
  if (values['all'] === true && values['sample'] !== undefined)
    throw wrongUsage('Give --sample or --all, not both.');
  return verify({
    files: paths,
    ...(values['all'] === true
      ? { sample: 'all' }
      : wholeNumber('sample', values['sample'], 1, Number.MAX_SAFE_INTEGER)),
    ...wholeNumber('seed', values['seed'], 0, Number.MAX_SAFE_INTEGER),
    ...wholeNumber('workers', values['workers'], 1, 256),
    json: values['json'] === true,
  });
}

async function inspectCommand(args: readonly string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = { label: text, positive: text, negative: text, variable: text, format: text, header: text };
  const flag = { type: 'boolean' } as const;
  const { values, paths } = parse(args, { ...options, 'drop-missing': flag, json: flag });
  const [file, ...more] = paths;
  if (file === undefined || more.length > 0) throw wrongUsage('Call it as: resolvent inspect FILE [options]');
  process.stdout.write(await inspect(file, values));
  return exitCodes.done;
}

function wholeNumber(name: string, text: string | boolean | undefined, from: number, to: number) {
  if (text === undefined) return {};
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < from || value > to) {
    throw wrongUsage(`--${name} is "${String(text)}"; it must be a whole number from ${from} to ${to}.`);
  }
  return { [name]: value };
}

type OptionTypes = Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;

function parse(args: readonly string[], allowed: OptionTypes) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: allowed, allowPositionals: true });
    return { values: values as Record<string, string | boolean | undefined>, paths: positionals };
  } catch (error) {
    throw wrongUsage(
      unknownOption(args, allowed) ?? (error instanceof Error ? error.message : String(error)),
    );
  }
}

/** A sentence on the first option that the command does not have, if there is one. */
function unknownOption(args: readonly string[], allowed: OptionTypes): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options: allowed,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const wrong = tokens.find((token) => token.kind === 'option' && !Object.hasOwn(allowed, token.name));
  if (wrong?.kind !== 'option') return undefined;
  const known = Object.keys(allowed);
  const meant = nearest(wrong.name, known);
  const hint =
    meant !== undefined
      ? `Did you mean --${meant}?`
      : known.length === 0
        ? 'This command has no options.'
        : `Options here: ${known.map((name) => `--${name}`).join(', ')}.`;
  return `Unknown option "${wrong.rawName}". ${hint}`;
}

function fault(error: unknown): void {
  console.error(`A fault in Resolvent: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = exitCodes.fault;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that stops early (`| head`) is no fault.
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  console.error(`Standard output cannot be written: ${fileErrorSentence(error)}`);
  process.exit(exitCodes.wrongInput);
});
// Where nobody listens to what is said, the work goes on.
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  fault(error);
  process.exit();
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (error instanceof CommandError) {
      console.error(error.message);
      process.exitCode = error.exitCode;
    } else fault(error);
  },
);
