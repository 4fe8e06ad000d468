// npm run package: builds the extension and packages it into dist/resolvent.vsix.
import { statSync } from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { runNode } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';
import { packageVsix } from './lib/vsix.mjs';

await runMain(async () => {
  await ensureDependencies();
  if ((await runNode(['scripts/build.mjs'])).code !== 0) throw new Trouble('The build failed.');
  const file = await packageVsix();
  say(`${file} (${(statSync(file).size / 2 ** 20).toFixed(2)} MiB)`);
});
