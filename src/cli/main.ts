import { parseArgs } from 'node:util';
import { fileErrorSentence } from '../engine/resultsFile';
import { engineVersion } from '../engine/version';
import { CommandError, exitCodes, wrongUsage, type ExitCode } from './exit';
import { predict } from './predict';
import { run } from './run';
import { listTemplates, newFromTemplate } from './templates';
import { usage } from './usage';
import { validate } from './validate';

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
  const { values, paths } = parse(args, { json: { type: 'boolean' }, csv: { type: 'boolean' } });
  const [spec, ...more] = paths;
  if (spec === undefined || more.length > 0) {
    throw wrongUsage('Call it as: resolvent predict SPEC [--json | --csv]');
  }
  if (values['json'] === true && values['csv'] === true) throw wrongUsage('Give --json or --csv, not both.');
  const format = values['json'] === true ? 'json' : values['csv'] === true ? 'csv' : 'table';
  process.stdout.write(await predict(spec, format));
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
  });
  const [spec, ...more] = paths;
  if (spec === undefined || more.length > 0) throw wrongUsage('Call it as: resolvent run SPEC [options]');
  const file = (name: 'out' | 'csv' | 'svg') =>
    typeof values[name] === 'string' ? { [name]: values[name] } : {};
  return run({
    spec,
    ...file('out'),
    ...file('csv'),
    ...file('svg'),
    ...wholeNumber('workers', values['workers'], 1, 256),
    ...wholeNumber('repetitions', values['repetitions'], 0, 1_000_000),
    ...wholeNumber('seed', values['seed'], 0, Number.MAX_SAFE_INTEGER),
  });
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
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
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
