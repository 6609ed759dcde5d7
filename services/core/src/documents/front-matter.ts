import { parseDocument } from 'yaml';

const FENCED = /^---[ \t]*\n(?:([\s\S]*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)/;
/** Levels of nesting: far more, and the parser exhausts the stack, which can end the process. */
const DEEPEST = 200;
const MOST_KEYS = 100;
const LONGEST_KEY = 100;
const LONGEST_VALUE = 2_000;

export interface FrontMatter {
  /** End of the block in the text; 0 where there is none. */
  end: number;
  fields: Record<string, string | string[]>;
}

/**
 * YAML front matter at the start of a Markdown text as strings and lists of strings; nested keys
 * are joined by a dot, also those of mappings in a list. A block that is no YAML mapping is ordinary text (a thematic break).
 */
export function frontMatter(text: string): FrontMatter {
  const match = FENCED.exec(text);
  const value = match?.[1] ? mapping(match[1]) : null;
  if (!match || !value) return { end: 0, fields: {} };
  const entries = [...flatten('', value)].filter(([key]) => key && key.length <= LONGEST_KEY);
  return { end: match[0].length, fields: Object.fromEntries(entries.slice(0, MOST_KEYS)) };
}

function mapping(yaml: string): object | null {
  if (depthOf(yaml) > DEEPEST) return null;
  const document = parseDocument(yaml, { schema: 'core', logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch (error) {
    // An alias bomb; the text stays readable as text.
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

/** Of brackets, or of marks such as `- - -` on one line; deeper indentation needs as many lines. */
function depthOf(yaml: string): number {
  let [depth, deepest] = [0, 0];
  for (const [mark] of yaml.matchAll(/[[{\]}]/g)) {
    depth = Math.max(0, depth + ('[{'.includes(mark) ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  for (const [marks] of yaml.matchAll(/(?:[-?:][ \t]+)+/g))
    deepest = Math.max(deepest, marks.match(/\S/g)?.length ?? 0);
  return deepest;
}

function* flatten(prefix: string, value: object): Generator<[string, string | string[]]> {
  for (const [key, entry] of Object.entries(value)) {
    const name = prefix ? `${prefix}.${key}` : key;
    if (name === '__proto__') continue;
    if (Array.isArray(entry)) yield* listed(name, entry);
    else if (isScalar(entry)) yield [name, scalar(entry)];
    else if (isObject(entry)) yield* flatten(name, entry);
  }
}

/** Values of mappings in a list are lists by their key: `authors.name`; null says nothing. */
function listed(name: string, list: readonly unknown[]): [string, string[]][] {
  const values = new Map<string, string[]>();
  const add = (key: string, more: readonly string[]) => {
    const known = values.get(key) ?? [];
    for (const value of more) known.push(value);
    values.set(key, known);
  };
  if (!list.some(isObject)) add(name, []);
  for (const entry of list) {
    if (isScalar(entry)) add(name, [scalar(entry)]);
    else if (Array.isArray(entry)) for (const [key, inner] of listed(name, entry)) add(key, inner);
    else if (isObject(entry))
      for (const [key, inner] of flatten(name, entry)) add(key, [inner].flat());
  }
  return [...values];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isScalar(value: unknown): value is string | number | boolean | bigint {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function scalar(value: string | number | boolean | bigint): string {
  return String(value).normalize('NFC').slice(0, LONGEST_VALUE);
}
