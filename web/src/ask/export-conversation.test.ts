import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import type { Conversation, Turn } from './conversation.ts';
import { asJson, asMarkdown } from './export-conversation.ts';

const turn = {
  ...{ id: 't', question: 'How long\nis it?', answer: 'Thirty months [1].', status: 'done' },
  ...{ settings: { backend: 'qa', collection: null, model: null, filter: {} } },
  citations: [{ n: 1, title: 'Pumps', source: 'shop/`odd`.md', page: 3, line: null }],
  done: { generator: { kind: 'ollama', model: 'llama3' }, abstained: false },
} as unknown as Turn;
const conversation: Conversation = {
  ...{ schemaVersion: 1, id: 'c', title: '¿Cuánto dura la Garantía? / ../x', turns: [turn] },
  ...{ createdAt: '2026-03-01T10:00:00.000Z', updatedAt: '2026-03-01T10:00:00.000Z' },
};

it('writes Markdown that reads as the page does', () => {
  expect(asMarkdown(conversation, en).content).toBe(
    [
      '# ¿Cuánto dura la Garantía? / ../x',
      '## How long is it?',
      'Thirty months [1].',
      '### Sources',
      "- [1] Pumps, `shop/'odd'.md, page 3`",
      '*qa · llama3*\n',
    ].join('\n\n'),
  );
});

it('names files by the day and the title, in letters that every file system takes', () => {
  expect(asMarkdown(conversation, en).name).toBe('2026-03-01-cuanto-dura-la-garantia-x.md');
  expect(asJson({ ...conversation, title: '質問' }).name).toBe('2026-03-01-gecko.json');
});

it('loses nothing as JSON', () => {
  const { schemaVersion, ...rest } = conversation;
  expect(JSON.parse(asJson(conversation).content)).toEqual({ schema: schemaVersion, ...rest });
});
