import { zipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import type { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import { asBuffer, readArchive } from './archive.ts';
import { withoutHidden } from './docx-hidden.ts';
import { hidingStyles } from './docx-styles.ts';
import type { BinaryFormat, PagedSource } from './format.ts';
import { html } from './html.ts';
import { magic } from './magic.ts';
import { unreadable } from './unreadable.ts';

/** Word documents, by way of HTML: headings, lists and tables stay what they are. */
export const docx: BinaryFormat = {
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  aliases: ['application/vnd.ms-word.document.macroenabled.12'],
  extensions: ['docx', 'docm'],
  structure: html.structure,
  isOf: (bytes) => magic(bytes) === ARCHIVE && asBuffer(bytes).includes('word/document.xml'),
  readBytes: readDocx,
};

const ARCHIVE = 'ZIP archive or Office document';

/** Beyond mammoth's own, which has the headings, and lists by their numbering alone. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  ...[2, 3, 4, 5].flatMap((level) => [
    `p[style-name='List Bullet ${level}'] => ${'ul|ol > li > '.repeat(level - 1)}ul > li:fresh`,
    `p[style-name='List Number ${level}'] => ${'ul|ol > li > '.repeat(level - 1)}ol > li:fresh`,
  ]),
];

/** Names in docProps/core.xml (ECMA-376 part 2, 11) and what they are here. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['dc:title', 'title'],
  ['dc:creator', 'author'],
  ['dc:description', 'description'],
  ['cp:keywords', 'keywords'],
  ['dcterms:created', 'date'],
  ['dc:language', 'lang'],
]);

async function readDocx(bytes: Uint8Array): Promise<PagedSource> {
  if (magic(bytes) === 'old Office document') throw notDocx();
  // Pictures are not read.
  const members = await readArchive(bytes, (name) => /\.(xml|rels)$/i.test(name));
  if (!members.has('[Content_Types].xml')) throw notDocx();
  // Large, and needed by few documents.
  const { default: mammoth } = await import('mammoth');
  const styles = hidingStyles(members.get('word/styles.xml')?.toString('utf8') ?? '');
  // Packed again, so that it unpacks nothing that was not checked.
  const read = [...members].map(([name, bytes]) => [
    name,
    name.startsWith('word/') ? withoutHidden(bytes, styles) : bytes,
  ]);
  const checked = Buffer.from(zipSync(Object.fromEntries(read), { level: 0 }));
  const pictures = mammoth.images.imgElement(async () => ({ src: '' }));
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: checked },
      { styleMap: STYLES, convertImage: pictures },
    );
    const { text } = html.read(value);
    const properties = members.get('docProps/core.xml')?.toString('utf8') ?? '';
    return { text, pageOffsets: [], metadata: propertiesOf(properties) };
  } catch (error) {
    throw broken(`it is a broken Word document (${phraseOf(error)})`, error);
  }
}

function propertiesOf(xml: string): Record<string, string> {
  const properties: Record<string, string> = {};
  let name: string | undefined;
  const parser = new Parser(
    {
      onopentag: (tag) => {
        name = PROPERTIES.get(tag);
      },
      ontext(text) {
        if (name) properties[name] = ((properties[name] ?? '') + text).slice(0, 2_000);
      },
      onclosetag: () => {
        name = undefined;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return Object.fromEntries(
    Object.entries(properties)
      .map(([key, value]) => [key, value.replace(/\s+/g, ' ').trim()])
      .map(([key = '', value = '']) => [key, key === 'date' ? value.slice(0, 10) : value])
      .filter(([, value]) => value !== ''),
  );
}

function notDocx(): ServiceError {
  return broken('it is encrypted, or no Word document of today (.docx)');
}

function broken(reason: string, cause?: unknown): ServiceError {
  return unreadable(reason, 'Save it as .docx without a password, then ingest that.', cause);
}
