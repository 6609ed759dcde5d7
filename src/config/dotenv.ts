/** A variable of a `.env` file; lines count from 1. */
export interface DotenvEntry {
  name: string;
  value: string;
  line: number;
}

/**
 * Reads a `.env` file as Compose and dotenv do: `export`, quotes, comments, several lines in double
 * quotes; nothing is expanded. What is no assignment is passed over: the file may belong to others.
 */
export function parseDotenv(text: string): DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  for (const match of plain.matchAll(assignment)) {
    const [, name = '', double, single, bare = ''] = match;
    const line = plain.slice(0, match.index).split('\n').length;
    entries.push({ name, line, value: unquote(double, single, bare) });
  }
  return entries;
}

const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|([^\n]*))/gm;

function unquote(double: string | undefined, single: string | undefined, bare: string): string {
  if (double !== undefined)
    return double.replace(/\\([nrt"\\])/g, (_, letter: string) => escapes[letter] ?? letter);
  if (single !== undefined) return single;
  // `#` begins a comment only at the start or behind a blank: it may be part of a value.
  return bare.replace(/(^|[ \t])#.*$/, '').trim();
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
