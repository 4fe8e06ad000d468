import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { checkStructure } from '../../../src/experiment/structure';
import { mutated, validFor } from './arbitrary';

/** The schema is plain JSON Schema too, so a general validator must accept exactly what ours accepts. */
const validate = new Ajv({ strict: false, strictNumbers: true }).compile(ExperimentSchema);
const accepts = (document: unknown) => checkStructure(ExperimentSchema, document).length === 0;

describe('checkStructure against ajv', () => {
  it('accepts what the schema allows, as ajv does', () => {
    fc.assert(
      fc.property(validFor(ExperimentSchema), (document) => {
        expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
        expect(checkStructure(ExperimentSchema, document)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('rejects a changed document exactly when ajv does', () => {
    let rejected = 0;
    let accepted = 0;
    fc.assert(
      fc.property(validFor(ExperimentSchema).chain(mutated), (document) => {
        const verdict = validate(document);
        if (verdict) accepted++;
        else rejected++;
        expect(accepts(document)).toBe(verdict);
      }),
      { numRuns: 1500 },
    );
    // Both verdicts must have been tried, or the agreement would say nothing.
    expect(rejected).toBeGreaterThan(150);
    expect(accepted).toBeGreaterThan(150);
  });
});
