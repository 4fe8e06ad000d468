// A reporter for `node --test` that adds one line to the file RESOLVENT_TEST_COUNTS for each test: passed, failed
// or skipped. It writes at once, because a forced exit does not wait for a reporter's own stream.
import { appendFileSync } from 'node:fs';

/** @param {AsyncIterable<{ type: string, data: any }>} events */
// eslint-disable-next-line require-yield -- a reporter is a generator, and this one prints nothing
export default async function* countingReporter(events) {
  for await (const { type, data } of events) {
    const result = resultOf(type, data);
    if (result !== null) appendFileSync(process.env['RESOLVENT_TEST_COUNTS'], `${result}\n`);
  }
}

function resultOf(type, { details, skip, todo, name, file }) {
  if (type !== 'test:pass' && type !== 'test:fail') return null;
  // Node reports a suite beside its tests. It counts only where it failed by itself, in a hook.
  if (details?.type === 'suite' && (type === 'test:pass' || details.error?.failureType === 'subtestsFailed'))
    return null;
  if (type === 'test:fail') return todo === undefined ? 'failed' : 'skipped';
  // A file that holds no test is reported as if it were one.
  if (file !== undefined && (name === file || file.endsWith(`/${name}`))) return null;
  return skip === undefined && todo === undefined ? 'passed' : 'skipped';
}
