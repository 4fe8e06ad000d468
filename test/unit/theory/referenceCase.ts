import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isotropicAtoms, spectrumAtoms } from './populations';
import type { Atom, ExactProblem, GeneratorFit } from '../../../src/theory/problem';

type Generator =
  | { kind: 'exact' }
  | { kind: 'shifted'; alignment: number; orthogonalShift: number; covarianceScale: number }
  | ({ kind: 'fitted'; generations?: number } & Omit<GeneratorFit, 'generations'>);

/** A case of the reference files, in the symbols of theory.md §1. */
export interface ReferenceCase {
  p: number;
  n: number;
  m: number;
  gamma: number;
  epsilon: number;
  rho: number;
  phi: number;
  realWeight?: number;
  syntheticWeight?: number;
  meanNorm?: number;
  /** λ_i ∝ i^−exponent scaled to the trace, ‖μ‖² spread evenly over the eigenvectors; else isotropic. */
  powerLawExponent?: number;
  trace?: number;
  meanNormSquaredSpreadEvenly?: number;
  generator: Generator;
}

export interface Reference {
  case: ReferenceCase;
  expected: { M: number; Q: number; accuracy: number; risk: number };
}

export interface SimulatedReference {
  case: ReferenceCase;
  exact: Reference['expected'];
  mean: Reference['expected'];
  standardError: Reference['expected'];
}

/** λ_i ∝ i^−exponent, i = 1 … p, summing to `trace`. */
export function powerLaw(dimension: number, exponent: number, trace: number): number[] {
  const raw = Array.from({ length: dimension }, (_, i) => (i + 1) ** -exponent);
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => (value * trace) / sum);
}

function atomsOf(reference: ReferenceCase): Atom[] {
  const { p, generator } = reference;
  if (reference.powerLawExponent !== undefined) {
    const perDirection = reference.meanNormSquaredSpreadEvenly! / p;
    return spectrumAtoms(
      powerLaw(p, reference.powerLawExponent, reference.trace!),
      Array<number>(p).fill(perDirection),
    );
  }
  return isotropicAtoms({
    dimension: p,
    meanNorm: reference.meanNorm!,
    ...(generator.kind === 'shifted' && {
      alignment: generator.alignment,
      orthogonalShift: generator.orthogonalShift,
      syntheticVariance: generator.covarianceScale,
    }),
  });
}

export function problemOf(reference: ReferenceCase): ExactProblem {
  const { generator } = reference;
  return {
    atoms: atomsOf(reference),
    realSamples: reference.n,
    syntheticSamples: reference.m,
    fit: generator.kind === 'fitted' ? { ...generator, generations: generator.generations ?? 1 } : null,
    labelNoise: reference.epsilon,
    keepCorrect: reference.phi,
    keepIncorrect: reference.rho,
    ridge: reference.gamma,
    realWeight: reference.realWeight ?? 1,
    syntheticWeight: reference.syntheticWeight ?? 1,
    normalise: 'all',
  };
}

/** Where the full reference files are, if this machine has them. */
const referenceFolder =
  process.env['RESOLVENT_REFERENCE'] ?? join(import.meta.dirname, '../../../../shared/reference');

/** The content of a reference file, or null when the folder is absent. */
export function readReference(file: string): unknown {
  const path = join(referenceFolder, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** The content of a fixture of this folder. */
export function readFixture(file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8'));
}

/** A one-line name for a case. */
export function nameOf({ case: reference }: { case: ReferenceCase }): string {
  const { p, n, m, gamma, generator } = reference;
  return `p=${p} n=${n} m=${m} γ=${gamma} ${Object.values(generator).join(' ')}`;
}
