import type { Filter } from '@gecko/core/contract/filter';
import type { GenerationStore } from '@gecko/core/store/port';

type Corpus = Pick<GenerationStore, 'fields' | 'values'>;

/** Values of one field that are compared with the question. */
const MOST_VALUES = 10_000;

/** Alternatives of one filter, the contract's limit. */
const MOST_ALTERNATIVES = 50;

const DOCUMENTS =
  'files?|documents?|docs|pages?|notes?|reports?|archivos?|ficheros?|documentos?|páginas?|notas?|informes?';
const INSIDE = 'in|inside|within|en|dentro de';
/** "The size of settings.json" asks about it, and not in it. */
const OF = 'from|of|de|del';
const THE = 'the|el|la|los|las|un|una';
const ACCORDING = 'according to|as stated in|según|de acuerdo con';
/** Between two things of one kind. */
const AND = String.raw`\s*,\s*(?:(?:and|or|y|e|o|u)\s+)?|\s+(?:and|or|y|e|o|u)\s+`;

/** A named filter, and the words of the question that name it. */
interface Named {
  field: string;
  values: string[];
  phrase: string;
}

/**
 * Filters that a question names in so many words: "in the file backup.md", "según docs/…", "in the
 * source handbook", "in the CSV files", "status: draft". Only what the corpus really has becomes a
 * filter, and a bare word never does: a filter that was not meant hides the answer.
 *
 * @returns `rest`: the question without the words that named a filter
 */
export async function namedFilters(
  question: string,
  corpus: Corpus,
): Promise<{ filter: Filter; rest: string }> {
  const named = [
    ...(await namedPaths(question, corpus)),
    ...(await namedFields(question, corpus)),
    ...(await namedType(question, corpus)),
    ...(await namedLanguage(question, corpus)),
  ];
  const united = new Map<string, string[]>();
  for (const { field, values } of named) {
    const all = new Set([...(united.get(field) ?? []), ...values]);
    united.set(field, [...all].slice(0, MOST_ALTERNATIVES));
  }
  const filter = [...united].map(([field, values]) => [
    field,
    values.length === 1 ? values[0] : values,
  ]);
  const rest = named.reduce((text, { phrase }) => text.replace(phrase, ' '), question);
  return { filter: Object.fromEntries(filter), rest: tidy(rest) };
}

/** Paths or file names after "in the file", "according to" and the like; a folder ends in `/`. */
async function namedPaths(question: string, corpus: Corpus): Promise<Named[]> {
  const the = `(?:(?:${THE})\\s+)?`;
  const noun = `(?:${DOCUMENTS}|folder|carpeta)\\s+`;
  const introduction = `(?:(?:${INSIDE}|${ACCORDING})\\s+${the}(?:${noun})?|(?:${OF})\\s+${the}${noun})`;
  const name = String.raw`[\p{L}\p{N}_./-]*(?:\.(?:md|markdown|txt|rst|html?|csv|jsonl?|pdf|docx)|/)`;
  const path = String.raw`["'\x60«“]?${name}["'\x60»”]?(?![\p{L}\p{N}_/])`;
  const found: Named[] = [];
  for (const [phrase] of question.matchAll(
    new RegExp(
      `(?<![\\p{L}\\p{N}])${introduction}${path}(?:(?:${AND})${the}(?:(?:${DOCUMENTS})\\s+)?${path})*`,
      'giu',
    ),
  )) {
    const paths = await corpus.values('path', MOST_VALUES);
    const mentions = phrase.match(new RegExp(`(?<![\\p{L}\\p{N}_./-])${name}`, 'giu')) ?? [];
    const values = mentions.flatMap((mention) => pathsOf(mention, paths));
    if (values.length > 0) found.push({ field: 'path', values, phrase });
  }
  return found;
}

/** The paths that a mention can mean: itself, a folder, or every file of that name. */
function pathsOf(mention: string, paths: readonly string[]): string[] {
  const name = mention
    .replace(/^\.?\/+/, '')
    .normalize('NFC')
    .toLowerCase();
  if (name.endsWith('/')) {
    const inside = paths.find((path) => path.toLowerCase().startsWith(name));
    return inside ? [inside.slice(0, name.length)] : [];
  }
  return paths
    .filter((path) => path.toLowerCase() === name || path.toLowerCase().endsWith(`/${name}`))
    .slice(0, MOST_ALTERNATIVES);
}

/**
 * A field by its name with a value right after it: "source handbook", "author: Ana Ruiz", "fuente docs". One
 * that documents have made up needs the colon: "version 2" and "the status is active" are what is asked.
 */
async function namedFields(question: string, corpus: Corpus): Promise<Named[]> {
  const fields = await corpus.fields();
  const found: Named[] = [];
  for (const field of fields.filter((name) => name !== 'path')) {
    const names = [field, ...(OTHER_NAMES.get(field) ?? [])].map(literal).join('|');
    const link = SAID_PLAINLY.has(field)
      ? '(?:\\s*[:=]\\s*|\\s+(?:is\\s+|es\\s+)?)'
      : '\\s*[:=]\\s*';
    const naming = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:(?:${INSIDE}|${OF}|with|con|by|por)\\s+)?(?:(?:${THE})\\s+)?(?:${names})${link}["'\`«“]?`,
      'giu',
    );
    for (const { 0: phrase, index } of question.matchAll(naming)) {
      const after = question.slice(index + phrase.length);
      const { values, length } = listAtStart(after, await corpus.values(field, MOST_VALUES));
      if (values.length > 0) found.push({ field, values, phrase: phrase + after.slice(0, length) });
    }
  }
  return found;
}

/** The values that a text begins with: one, or several with commas and "and" between them. */
function listAtStart(text: string, known: readonly string[]) {
  const values: string[] = [];
  let length = 0;
  for (let next = 0; values.length < MOST_ALTERNATIVES; ) {
    const value = longestAtStart(text.slice(next), known);
    if (value === null) break;
    values.push(value);
    length = next + value.length;
    const and = new RegExp(`^["'\`»”]?(?:${AND})["'\`«“]?`, 'iu').exec(text.slice(length));
    if (!and) break;
    next = length + and[0].length;
  }
  return { values, length };
}

/** Fields whose name says what is filtered by, also without a colon. */
const SAID_PLAINLY: ReadonlySet<string> = new Set(['source', 'author', 'tags', 'type', 'language']);

const OTHER_NAMES: ReadonlyMap<string, string[]> = new Map([
  ['source', ['fuente']],
  ['type', ['tipo']],
  ['language', ['idioma']],
  ['author', ['autor', 'autora', 'written by', 'escrito por']],
  ['date', ['fecha']],
  ['tags', ['tag', 'etiqueta']],
]);

/** The longest value that a text begins with, as whole words. */
function longestAtStart(text: string, values: readonly string[]): string | null {
  const start = text.toLowerCase();
  const fitting = values.filter(
    (value) =>
      value.length > 0 &&
      start.startsWith(value.toLowerCase()) &&
      !/^[\p{L}\p{N}]/u.test(text.slice(value.length)),
  );
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** "in the CSV files", "en los documentos markdown". */
async function namedType(question: string, corpus: Corpus): Promise<Named[]> {
  const types = (await corpus.values('type', MOST_VALUES)).filter((type) => !type.includes('/'));
  return namedKind(
    question,
    'type',
    types.map((type) => [type, literal(type)]),
  );
}

/** "in the Spanish documents", "en los documentos en inglés". */
async function namedLanguage(question: string, corpus: Corpus): Promise<Named[]> {
  const known = await corpus.values('language', MOST_VALUES);
  const names: [string, string][] = [
    ['en', 'english|(?:en )?inglés'],
    ['es', 'spanish|(?:en )?español|castellano'],
  ];
  return namedKind(
    question,
    'language',
    names.filter(([code]) => known.includes(code)),
  );
}

/** A kind of documents, said before or after the noun. */
function namedKind(
  question: string,
  field: string,
  kinds: [value: string, names: string][],
): Named[] {
  return kinds.flatMap(([value, names]) => {
    const phrase = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${INSIDE}|${OF})\\s+(?:(?:${THE})\\s+)?(?:(?:${names})\\s+(?:${DOCUMENTS})|(?:${DOCUMENTS})\\s+(?:${names}))(?![\\p{L}\\p{N}])`,
      'iu',
    ).exec(question);
    return phrase ? [{ field, values: [value], phrase: phrase[0] }] : [];
  });
}

function tidy(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      .replace(/ ([?!.,;:])/g, '$1')
      .replace(/^([¿¡]?)[\s,;:]+/, '$1')
      // Not after another of them, else each of a long run would be tried.
      .replace(/(?<![\s,;:])[\s,;:]+([?!.]?)$/, '$1')
      .trim()
  );
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
