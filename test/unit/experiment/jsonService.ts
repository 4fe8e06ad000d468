import {
  getLanguageService,
  TextDocument,
  type CompletionItem,
  type Diagnostic,
} from 'vscode-json-languageservice';
import { publicSchema } from '../../../src/experiment/publicSchema';

/** The service that VS Code runs for JSON files, set up as VS Code does for an experiment file. */
const service = getLanguageService({});
service.configure({
  validate: true,
  allowComments: true,
  schemas: [
    { uri: 'file:///experiment.schema.json', fileMatch: ['*.resolvent.json'], schema: publicSchema() },
  ],
});

function open(text: string) {
  const document = TextDocument.create('file:///test.resolvent.json', 'jsonc', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

/** What the service reports; comments and trailing commas are judged as VS Code judges them in JSON with comments. */
export async function diagnose(text: string): Promise<Diagnostic[]> {
  const { document, json } = open(text);
  return service.doValidation(document, json, { comments: 'ignore', trailingCommas: 'warning' });
}

/** What the service offers where `¦` stands. */
export async function completeAt(marked: string): Promise<CompletionItem[]> {
  const offset = marked.indexOf('¦');
  const { document, json } = open(marked.replace('¦', ''));
  const list = await service.doComplete(document, document.positionAt(offset), json);
  return list?.items ?? [];
}

/** What hovering shows where `¦` stands, as Markdown. */
export async function hoverAt(marked: string): Promise<string> {
  const offset = marked.indexOf('¦');
  const { document, json } = open(marked.replace('¦', ''));
  const hover = await service.doHover(document, document.positionAt(offset), json);
  return ((hover?.contents ?? []) as string[]).join('');
}
