import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import type { BinaryFormat, PagedSource } from './format.ts';
import { magic } from './magic.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { linesInOrder, type Run } from './pdf-layout.ts';
import { type PdfPage, pagesToText } from './pdf-text.ts';
import { unreadable } from './unreadable.ts';

/** Pages are stored as Markdown-like text, in the order in which they are read. */
export const pdf: BinaryFormat = {
  mediaType: 'application/pdf',
  extensions: ['pdf'],
  structure: markdownBlocks,
  isOf: (bytes) => magic(bytes) === 'PDF document',
  readBytes: readPdf,
};

/** What programs write where nobody told them: Word, scanners, ReportLab, CorelDRAW; names of files. */
const MADE_UP =
  /^(untitled|\(?(anonymous|unspecified|unknown)\)?|document\d*|microsoft (word|powerpoint|excel) - .*|powerpoint presentation|tmp[\w-]*|temp[\d_-][\w-]*|.*\.(docx?|pptx?|xlsx?|od[tpsg]|rtf|tex|dvi|e?ps|indd|pdf|qxd|cdr|ai|psd|pub|tmp))$/i;

/** Pages without text that are named, at most. */
const NAMED_PAGES = 50;

type Pdf = Awaited<ReturnType<typeof import('unpdf').getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf['getPage']>>;

async function readPdf(bytes: Uint8Array): Promise<PagedSource> {
  const document = await open(bytes);
  try {
    const pages: PdfPage[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { height } = page.getViewport({ scale: 1 });
      const [lines = [], ...turned] = (await runsOf(page)).map(linesInOrder);
      pages.push({ lines, turned: turned.flat(), height });
      page.cleanup();
    }
    const { text, pageOffsets } = pagesToText(pages);
    const empty = pages.flatMap(({ lines, turned }, i) =>
      lines.length + turned.length === 0 ? [String(i + 1)] : [],
    );
    if (empty.length === pages.length) throw scanned(pages.length);
    const metadata = {
      ...(await metadataOf(document)),
      ...(empty.length > 0 ? { pagesWithoutText: empty.slice(0, NAMED_PAGES) } : {}),
    };
    return { text, pageOffsets, metadata };
  } catch (error) {
    throw error instanceof ServiceError ? error : broken(error);
  } finally {
    await document.destroy();
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  // Large, and needed by few documents. The code of a PDF's fonts is never run.
  const { getDocumentProxy } = await import('unpdf');
  try {
    // It takes the buffer for itself.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false });
  } catch (error) {
    throw broken(error);
  }
}

/** The runs of a page, those that are upright first, then by quarters of a turn; each as if it were upright. */
async function runsOf(page: Page): Promise<Run[][]> {
  const { items, styles } = await page.getTextContent();
  const { transform } = page.getViewport({ scale: 1 });
  const turns: Run[][] = [[], [], [], []];
  for (const item of items) {
    if (!('str' in item)) continue;
    const [a, b, c, d, x, y] = product(transform, item.transform);
    const turn = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
    const [cos, sin] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][turn] ?? [1, 0];
    turns[turn]?.push({
      text: readable(item.str),
      x: x * (cos ?? 1) + y * (sin ?? 0),
      y: y * (cos ?? 1) - x * (sin ?? 0),
      width: item.width,
      size: Math.hypot(c, d) || item.height,
      monospace: styles[item.fontName]?.fontFamily === 'monospace',
      rightToLeft: item.dir === 'rtl',
    });
  }
  return turns;
}

type Matrix = [number, number, number, number, number, number];

/** Of two transformations of the plane, the second first. */
function product(one: readonly number[], other: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = one;
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = other;
  return [
    a * p + c * q,
    b * p + d * q,
    a * r + c * s,
    b * r + d * s,
    a * t + c * u + e,
    b * t + d * u + f,
  ];
}

/** Fonts without a table of characters give private ones, controls or U+FFFD, which say nothing. */
function readable(text: string): string {
  return text.replace(/[\p{Co}\p{Cn}\p{Cs}\ufffd]|(?![\n\t])\p{Cc}/gu, '').normalize('NFC');
}

async function metadataOf(document: Pdf): Promise<Record<string, string>> {
  const { info, metadata } = await document.getMetadata();
  const known = info as Record<string, unknown>;
  const text = (name: string) => clean(known[name]);
  const title = text('Title') || clean(metadata?.get('dc:title'));
  return {
    ...(title && { title }),
    ...(text('Author') && { author: text('Author') }),
    ...(text('Subject') && { description: text('Subject') }),
    ...(text('Keywords') && { keywords: text('Keywords') }),
    ...(dateOf(known.CreationDate) && { date: dateOf(known.CreationDate) }),
    ...(text('Language') && { lang: text('Language').toLowerCase() }),
  };
}

function clean(value: unknown): string {
  if (typeof value !== 'string') return '';
  const said = readable(value).replace(/\s+/g, ' ').trim().slice(0, 2_000);
  // Some programs write it twice, one after the other.
  const text = said.replace(/^(.{4,}?)\s*\1$/, '$1');
  return MADE_UP.test(text) ? '' : text;
}

/** `D:20250208122313Z` (ISO 32000-1, 7.9.4) as `2025-02-08`. */
function dateOf(value: unknown): string {
  const [, year, month = '01', day = '01'] = /^D:(\d{4})(\d{2})?(\d{2})?/.exec(String(value)) ?? [];
  return year === undefined ? '' : `${year}-${month}-${day}`;
}

function scanned(pages: number): ServiceError {
  return unreadable(
    `it is a scan, or has images alone: no text on its pages (${pages})`,
    'Make it searchable first, for example with ocrmypdf, then ingest the result.',
  );
}

/** By the names of PDF.js's errors. */
function broken(error: unknown): ServiceError {
  if (error instanceof Error && error.name === 'PasswordException')
    return unreadable(
      'it is encrypted and needs a password',
      'Save it without a password, then ingest that.',
      error,
    );
  return unreadable(
    `it is a broken PDF (${phraseOf(error)})`,
    'Open it in a viewer and save it again, or leave it out.',
    error,
  );
}
