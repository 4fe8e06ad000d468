import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The notices that the licences of bundled packages ask for.
 * @param {import('esbuild').Metafile[]} metafiles of the bundles
 * @returns {string} a section per licence text, headed by the packages (name, version, licence) it is of
 */
export function noticesOf(metafiles) {
  const folders = new Set(
    metafiles
      .flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)))
      .flatMap(([path, { bytesInOutput }]) =>
        bytesInOutput > 0 ? (/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []) : [],
      ),
  );
  /** @type {Map<string, Set<string>>} packages by the text of their licence, which many share */
  const packages = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const text = readdirSync(join(root, folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
      .map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
      .join('\n\n');
    packages.set(text, (packages.get(text) ?? new Set()).add(`${name} ${version} (${license})`));
  }
  const sections = [...packages].map(([text, names]) => `${[...names].sort().join('\n')}\n\n${text}`.trim());
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  const head = 'Resolvent contains the following packages, under their own licences.';
  return `${[head, ...sections.sort()].join(rule)}\n`;
}
