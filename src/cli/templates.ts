import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../experiment/nearest';
import { templates } from '../experiment/templates';
import { fileErrorSentence } from '../engine/resultsFile';
import { wrongInput, wrongUsage } from './exit';
import { aligned } from './table';

/** `resolvent templates`: the templates, a line each. */
export function listTemplates(): string {
  return aligned(
    templates.map(({ id, title, description }) => [
      id,
      `${title}${title.endsWith('?') ? '' : '.'} ${description}`,
    ]),
  );
}

/** `resolvent new`: writes a template to a file that must not exist yet; returns the file's path. */
export async function newFromTemplate(id: string, file = `${id}.resolvent.json`): Promise<string> {
  const template = templates.find((candidate) => candidate.id === id);
  if (template === undefined) {
    const ids = templates.map((candidate) => candidate.id);
    const meant = nearest(id, ids);
    throw wrongUsage(
      `There is no template "${id}". ${meant === undefined ? `Templates: ${ids.join(', ')}.` : `Did you mean "${meant}"?`}`,
    );
  }
  const text = await readFile(join(__dirname, '..', 'examples', template.file), 'utf8');
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw wrongInput(
      exists
        ? `${file} is there already; name another file.`
        : `${file} could not be written: ${fileErrorSentence(error)}`,
    );
  }
  return file;
}
