import { z } from 'zod';
import { phraseOf } from '../phrase-of.ts';
import { codeFence } from './code-fence.ts';
import type { Source, TextFormat } from './format.ts';
import { markdown } from './markdown.ts';
import { unreadable } from './unreadable.ts';

/** Of what a cell has printed, characters that are kept. */
const LONGEST_OUTPUT = 2_000;

/** A text, or its lines. */
const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

const output = z.object({
  /** Printed. */
  text: text.optional(),
  /** By media type; version 3 has the text beside it. */
  data: z.record(z.string(), z.unknown()).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});

const cell = z.object({
  cell_type: z.string(),
  source: text.optional(),
  /** Version 3's name of the source of code. */
  input: text.optional(),
  level: z.number().optional(),
  outputs: z.array(output).nullish(),
});

/** Source: nbformat's JSON schemas, versions 3 and 4. */
const notebookFile = z.object({
  metadata: z
    .object({
      kernelspec: z.object({ language: z.string().optional() }).optional().catch(undefined),
      language_info: z.object({ name: z.string().optional() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  cells: z.array(cell).optional(),
  worksheets: z.array(z.object({ cells: z.array(cell) })).optional(),
});

type Cell = z.infer<typeof cell>;

/** Jupyter notebooks, stored as Markdown: prose as it is, code and what it has printed fenced. */
export const notebook: TextFormat = {
  mediaType: 'application/x-ipynb+json',
  extensions: ['ipynb'],
  hasOtherLines: true,
  read: readNotebook,
  structure: markdown.structure,
};

function readNotebook(source: string): Source {
  const file = notebookFile.safeParse(parsed(source));
  const cells = file.data?.cells ?? file.data?.worksheets?.flatMap((sheet) => sheet.cells);
  if (!file.success || !cells) {
    const [issue] = file.error?.issues ?? [];
    throw broken(issue ? `${issue.path.join('.')}: ${issue.message}` : 'it has no cells');
  }
  const { kernelspec, language_info: info } = file.data.metadata ?? {};
  const language = info?.name ?? kernelspec?.language ?? 'python';
  const joined = cells.flatMap((one) => partsOf(one, language)).join('\n\n');
  return markdown.read(joined.replace(/\r\n?/g, '\n').normalize('NFC'));
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(phraseOf(error), error);
    throw error;
  }
}

function broken(reason: string, cause?: unknown) {
  return unreadable(
    `it is a broken notebook (${reason})`,
    'Open it in Jupyter and save it again, or leave it out.',
    cause,
  );
}

function partsOf({ cell_type, source, input, level, outputs }: Cell, language: string): string[] {
  const content = (source ?? input ?? '').replace(/^\s*\n|\s+$/g, '');
  if (cell_type === 'code') {
    const printed = bounded((outputs ?? []).map(printedBy).filter(Boolean).join('\n'));
    return [...fenced(content, language), ...fenced(printed, '')];
  }
  if (content === '') return [];
  return [
    cell_type === 'heading' ? `${'#'.repeat(level ?? 1)} ${content}` : withoutImages(content),
  ];
}

/** What a person reads of an output: no picture, no page of HTML, no colours of a terminal. */
function printedBy({ text: said, data, ename, evalue }: z.infer<typeof output>): string {
  // What stands beside a picture or a page is its name in memory: `<Figure size 640x480>`.
  const plain = text.safeParse(data?.['text/plain']).data?.replace(/^<[^<>\n]*>$/, '');
  const error = ename ? `${ename}: ${evalue ?? ''}` : '';
  return (said ?? plain ?? error).replace(/\x1b\[[\d;]*[A-Za-z]/g, '').trimEnd();
}

function bounded(printed: string): string {
  if (printed.length <= LONGEST_OUTPUT) return printed;
  const end = printed.lastIndexOf('\n', LONGEST_OUTPUT);
  return `${printed.slice(0, end > 0 ? end : LONGEST_OUTPUT).replace(/[\ud800-\udbff]$/, '')}\n…`;
}

/** Pictures that are written out in the text itself. */
function withoutImages(content: string): string {
  return content
    .replace(/!\[([^\]]*)\]\(\s*<?(?:data|attachment):[^)]*\)/g, '$1')
    .replace(/<img\b[^>]*\bsrc\s*=\s*["']?data:[^>]*>/gi, '');
}

function fenced(content: string, language: string): string[] {
  if (content.trim() === '') return [];
  const fence = codeFence(content);
  return [`${fence}${language.replace(/[^\w+#.-]/g, '')}\n${content}\n${fence}`];
}
