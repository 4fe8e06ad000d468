import type { ProblemCode } from './problem';

/**
 * The problems that VS Code's own JSON service reports for an experiment file: the first two by itself, the others
 * because of the schema that we contribute (publicSchema.ts). Where that service is at work, they must not be reported a second time.
 */
export const reportedByJsonService: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'syntax',
  'duplicateKey',
  'type',
  'choice',
]);
