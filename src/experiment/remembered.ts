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
    if (last === undefined || key.some((part, i) => part !== last?.key[i])) {
      last = { key, result: compute(...args) };
    }
    return last.result;
  };
}
