// Trainings by numpy (figure3.py), in a process of its own that answers one request after the other.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './runner.mjs';

/** Whether there is a python3 with numpy. */
export function hasNumpy() {
  return spawnSync('python3', ['-c', 'import numpy']).status === 0;
}

/**
 * Starts it.
 * @param threads of its linear algebra; undefined leaves that to numpy
 * @returns its version, `train` (resolves to seconds, processor seconds and accuracy), and `stop`
 */
export async function startNumpy(threads) {
  const limits = threads && {
    OPENBLAS_NUM_THREADS: `${threads}`,
    OMP_NUM_THREADS: `${threads}`,
    MKL_NUM_THREADS: `${threads}`,
  };
  const python = spawn('python3', [join(root, 'test/bench/figure3.py')], {
    env: { ...process.env, ...limits },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout });
  const answer = async () => JSON.parse((await once(lines, 'line'))[0]);
  const { numpy: version } = await answer();
  return {
    version,
    train(way, point) {
      const answered = answer();
      python.stdin.write(`${JSON.stringify({ way, point })}\n`);
      return answered;
    },
    stop: () => python.stdin.end(),
  };
}

/** A point of an expansion as figure3.py takes it, its label noise (which the theory computes) given. */
export function numpyPoint(p, labelNoise) {
  return {
    p: p.dimension,
    n: p.realSamples,
    m: p.syntheticSamples,
    fitted: p.generator.samples,
    epsilon: labelNoise,
    phi: p.verifier.keepCorrect,
    rho: p.verifier.keepIncorrect,
    ridge: p.ridge,
    mean_norm: p.meanNorm,
  };
}
