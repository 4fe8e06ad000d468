/**
 * A function that gives its last result again where its arguments are the same values or objects: for what hardly
 * changes from one point of an experiment to the next.
 * @param keyOf what of the arguments decides the result; left out: the arguments themselves
 */
export function remembered<A extends readonly unknown[], T>(
  compute: (...args: A) => T,
  keyOf: (...args: A) => readonly unknown[] = (...args) => args,
): (...args: A) => T {
  let last: { readonly key: readonly unknown[]; readonly result: T } | undefined;
  return (...args) => {
    const key = keyOf(...args);
    if (last === undefined || !isSame(key, last.key)) last = { key, result: compute(...args) };
    return last.result;
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}
