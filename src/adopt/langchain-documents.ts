import { stringify } from 'yaml';
import { documentPaths } from './document-paths.ts';
import { joinPassages } from './join-passages.ts';
import { type PageOf, pagesOf } from './page-of.ts';
import type { Passage } from './passage.ts';

/** A document that passages of langchain were cut from, put together again. */
export interface FoundDocument {
  /** In its source. */
  path: string;
  /** Markdown. */
  text: string;
}

export interface FoundDocuments {
  documents: FoundDocument[];
  /** Documents whose passages do not tell in which order they stood. */
  unordered: number;
}

/** Where a passage is, and not what its document is. */
const OF_PASSAGES = new Set([
  'source',
  'page',
  'page_label',
  'page_number',
  'start_index',
  'chunk',
  'chunk_id',
  'chunk_index',
  'seq_num',
  '_id',
  '_collection_name',
]);

/** Numbers that tell the order of passages within a page, the more reliable first. */
const ORDER = ['start_index', 'chunk_index', 'chunk', 'seq_num', 'chunk_id'];

/**
 * Documents by `metadata.source`, each with its passages in order as far as they tell it, as Markdown:
 * pages are headings, and what all passages of a document say of it is its front matter. Pure.
 */
export function langchainDocuments(passages: readonly Passage[]): FoundDocuments {
  const bySource = new Map<string, Passage[]>();
  for (const passage of passages) {
    if (passage.text.trim() === '') continue;
    add(bySource, sourceOf(passage), passage);
  }
  const pageOf = pagesOf(passages);
  const paths = documentPaths([...bySource.keys()]);
  let unordered = 0;
  const documents = [...bySource].map(([source, own]): FoundDocument => {
    if (own.length > 1 && !isOrdered(own, pageOf)) unordered += 1;
    const text = textOf(inOrder(own, pageOf), pageOf);
    const path = paths.get(source) ?? source;
    // Else its first page would be its title.
    const title = text.startsWith('## Page ') ? { title: path.replace(/^.*\/|\.md$/g, '') } : {};
    return { path, text: withFrontMatter({ ...title, original: source }, own, text) };
  });
  return { documents, unordered };
}

/** Without one, a passage is a document of its own. */
function sourceOf({ id, metadata }: Passage): string {
  const { source } = metadata;
  return typeof source === 'string' && source.trim() !== '' ? source : `passages/${id}`;
}

function keyOf(passage: Passage, pageOf: PageOf): (number | null)[] {
  const order = ORDER.map((key) => passage.metadata[key]).find(
    (value) => typeof value === 'number',
  );
  return [pageOf(passage), typeof order === 'number' ? order : null];
}

function isOrdered(passages: readonly Passage[], pageOf: PageOf): boolean {
  const keys = passages.map((passage) => keyOf(passage, pageOf).join('/'));
  return new Set(keys).size === keys.length;
}

function inOrder(passages: readonly Passage[], pageOf: PageOf): Passage[] {
  return passages.toSorted((a, b) => {
    const [one, other] = [keyOf(a, pageOf), keyOf(b, pageOf)];
    for (const [index, value] of one.entries()) {
      const difference = (value ?? 0) - (other[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.id < b.id ? -1 : 1;
  });
}

/** The pages one after the other, each below its number where passages name several. */
function textOf(passages: readonly Passage[], pageOf: PageOf): string {
  const pages = new Map<number | null, Passage[]>();
  for (const passage of passages) add(pages, pageOf(passage), passage);
  if (pages.size < 2) return joinPassages(passages);
  return [...pages]
    .map(([page, own]) => (page === null ? '' : `## Page ${page}\n\n`) + joinPassages(own))
    .join('\n\n');
}

function add<Key>(groups: Map<Key, Passage[]>, key: Key, passage: Passage): void {
  const group = groups.get(key);
  if (group) group.push(passage);
  else groups.set(key, [passage]);
}

function withFrontMatter(
  { original, ...own }: { title?: string; original: string },
  passages: readonly Passage[],
  text: string,
): string {
  // A document that begins with its own keeps it.
  if (/^---[ \t]*\n/.test(text)) return `${text}\n`;
  const [first] = passages;
  const shared = Object.entries(first?.metadata ?? {}).filter(
    ([key, value]) =>
      !OF_PASSAGES.has(key) &&
      isPlain(value) &&
      passages.every(({ metadata }) => metadata[key] === value),
  );
  const fields = { ...own, ...Object.fromEntries(shared), original };
  return `---\n${stringify(fields)}---\n\n${text}\n`;
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && String(value).length < 500;
}
