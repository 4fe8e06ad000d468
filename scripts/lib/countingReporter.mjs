// A reporter for `node --test`: one line of JSON, { passed, failed, skipped }, over the tests of all files.
/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* countingReporter(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { details, skip, todo, name, file } = data;
    // Node reports a suite beside its tests, and a file without any test as if it were one.
    if (details?.type === 'suite' && !failedByItself(details)) continue;
    const isFile = file !== undefined && (name === file || file.endsWith(name));
    if (type === 'test:fail') counts.failed += todo === undefined ? 1 : 0;
    else if (isFile) continue;
    else if (skip !== undefined || todo !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  }
  yield JSON.stringify(counts);
}

/** Whether a suite failed in a hook of its own rather than through the tests in it. */
const failedByItself = (details) =>
  details.error !== undefined && details.error.failureType !== 'subtestsFailed';
