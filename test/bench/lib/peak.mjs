// The most that WebAssembly's plain SIMD reaches on one core: what the kernels' speed is to be compared with.
import asc from 'assemblyscript/asc';

/** As many as x86-64 has registers for beside x and y: enough that no multiplication waits for an addition. */
const CHAINS = 13;
const ROUNDS = 100_000;

/** @returns a function that gives GFLOP/s of one run (about half a millisecond) of a ← a·x + y in registers alone */
export async function simdPeak() {
  const chains = Array.from({ length: CHAINS }, (_, i) => `a${i}`);
  // x and y are loaded: V8 would make constants anew in every round.
  const source = `export function rounds(count: i32): f64 {
    const x = v128.load(1024);
    const y = v128.load(1040);
    ${chains.map((a) => `let ${a} = f64x2.splat(1);`).join('\n')}
    while (true) {
      ${chains.map((a) => `${a} = f64x2.add(f64x2.mul(${a}, x), y);`).join('\n')}
      if (--count == 0) break;
    }
    return f64x2.extract_lane(${chains.reduce((sum, a) => `f64x2.add(${sum}, ${a})`)}, 0);
  }`;
  const options = { optimizeLevel: 3, runtime: 'stub', enable: ['simd'], noAssert: true, initialMemory: 1 };
  const { binary, error } = await asc.compileString(source, options);
  if (error) throw error;
  const { instance } = await globalThis.WebAssembly.instantiate(binary);
  const { rounds } = instance.exports;
  return () => {
    const start = performance.now();
    rounds(ROUNDS);
    // Each of the two lanes multiplies and adds.
    return (CHAINS * ROUNDS * 4) / (performance.now() - start) / 1e6;
  };
}
