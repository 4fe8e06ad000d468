// Writes media/experiment.schema.json, the JSON Schema of experiment files, from its definition in the source.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'resolvent-schema-'));
try {
  const outfile = join(folder, 'publicSchema.mjs');
  const source = join(root, 'src/experiment/publicSchema.ts');
  await build({ entryPoints: [source], bundle: true, format: 'esm', platform: 'node', outfile });
  const { publicSchema } = await import(pathToFileURL(outfile).href);
  writeFileSync(join(root, 'media/experiment.schema.json'), `${JSON.stringify(publicSchema(), null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
