import type { Schemas } from '../api/schema.d.ts';
import type { Texts } from '../i18n/language.ts';
import type { Conversation, Turn } from './conversation.ts';
import { placeOf } from './place-of.ts';

export interface ExportedFile {
  name: string;
  type: string;
  content: string;
}

/** A conversation to be read: questions as headings, answers as they were written, sources as a list. */
export function asMarkdown(conversation: Conversation, texts: Texts): ExportedFile {
  const turns = conversation.turns.map((turn) => turnAsMarkdown(turn, texts));
  const content = `${[`# ${oneLine(conversation.title)}`, ...turns].join('\n\n')}\n`;
  return { name: `${fileName(conversation)}.md`, type: 'text/markdown', content };
}

/** A conversation with all that is known of it, for programs. */
export function asJson(conversation: Conversation): ExportedFile {
  const { schemaVersion, ...rest } = conversation;
  const content = `${JSON.stringify({ schema: schemaVersion, ...rest }, null, 2)}\n`;
  return { name: `${fileName(conversation)}.json`, type: 'application/json', content };
}

function turnAsMarkdown(
  { question, answer, citations, done, status, settings }: Turn,
  texts: Texts,
) {
  const { ask } = texts;
  const generator = done?.generator.model ?? done?.generator.kind;
  const made = [settings.backend, settings.collection, generator].filter(Boolean).join(' · ');
  const sources = done?.abstained ? [] : citations;
  return [
    `## ${oneLine(question)}`,
    answer,
    ...(status === 'stopped' ? [`*${ask.stopped}*`] : []),
    ...(sources.length > 0
      ? [`### ${ask.sources}`, sources.map((one) => asItem(one, texts)).join('\n')]
      : []),
    `*${made}*`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function asItem(citation: Schemas['Citation'], texts: Texts): string {
  return `- [${citation.n}] ${oneLine(citation.title)}, \`${placeOf(citation, texts).replaceAll('`', "'")}\``;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The title in letters that every file system takes, and the day. */
function fileName({ title, createdAt }: Conversation): string {
  const name = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50);
  return `${createdAt.slice(0, 10)}-${name || 'gecko'}`;
}
