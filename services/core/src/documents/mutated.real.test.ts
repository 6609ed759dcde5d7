import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docxFile } from '../../../../test/fakes/docx-file.ts';
import { column, pdfFile } from '../../../../test/fakes/pdf-file.ts';
import { randomNumbers } from '../../../../test/fixtures/random-numbers.ts';
import { systemClock } from '../clock.ts';
import type { DocumentPreparer } from './port.ts';
import { openPreparer } from './preparer.ts';

/** Files of each kind; `npm run test:long` asks for more. */
const count = Number(process.env.GECKO_TEST_MUTATIONS ?? 500);
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);

/** Milliseconds after which a document is given up. */
const limit = 10_000;

const twoColumns = readFileSync(
  new URL('../../../../test/fixtures/documents/two-columns.pdf', import.meta.url),
);
const encrypted = readFileSync(
  new URL('../../../../test/fixtures/documents/encrypted.pdf', import.meta.url),
);
const lines = column(['A pump moves water.', 'The valve stays closed.']);
const paragraphs = [{ text: 'Pumps', style: 'heading 1' }, { text: 'A pump moves water.' }];
const pdfs = [twoColumns, encrypted, pdfFile([lines, lines])];
const whole = { pdf: pdfFile([lines, lines]), docx: docxFile(paragraphs) };
const styled = xmlOf(whole.docx);

/** Row 38 of the failure cases: damaged documents cost their own place in the report, and nothing else. */
describe.each([
  {
    kind: 'pdf' as const,
    make: (i: number, random: () => number) => mutate(pdfs[i % pdfs.length] ?? whole.pdf, random),
  },
  {
    kind: 'docx' as const,
    // The archive, or what is in it.
    make: (i: number, random: () => number) =>
      i % 2 === 0
        ? mutate(whole.docx, random)
        : docxFile(paragraphs, { 'word/document.xml': mutate(styled, random).toString('latin1') }),
  },
])('$kind files that were damaged', ({ kind, make }) => {
  let preparer: DocumentPreparer;
  beforeAll(async () => {
    preparer = await openPreparer({
      tokenizerFolder: null,
      language: 'auto',
      workers: 2,
      limits: {
        milliseconds: limit,
        idleMilliseconds: limit,
        heapMegabytes: 512,
        processMegabytes: 1_024,
        queued: 10_000,
      },
      clock: systemClock,
      log: () => undefined,
    });
  });
  afterAll(() => preparer.close());

  it(`are read or refused with a reason: ${count} of them, seed ${seed}`, async () => {
    const random = randomNumbers(seed);
    const outcomes = { read: 0, refused: 0 };
    const one = async (i: number) => {
      const bytes = make(i, random);
      try {
        await preparer.prepare({ bytes, path: `${i}.${kind}` }, { tokens: 200, overlap: 20 });
        outcomes.read += 1;
      } catch (error) {
        expect(error, `file ${i}`).toMatchObject({
          name: 'ServiceError',
          code: expect.stringMatching(/^DOCUMENT_(UNREADABLE|EMPTY)$/),
        });
        expect(String(error), `file ${i}`).not.toMatch(/took longer|parser stopped/);
        outcomes.refused += 1;
      }
    };
    await Promise.all(Array.from({ length: count }, (_, i) => one(i)));
    console.log(`${kind}: ${outcomes.read} read, ${outcomes.refused} refused`);
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(0);
    // The workers are as good as before.
    const input = { bytes: whole[kind], path: `whole.${kind}` };
    const { document } = await preparer.prepare(input, { tokens: 200, overlap: 20 });
    expect(document.text).toContain('A pump moves water.');
  });
});

function xmlOf(file: Buffer): Buffer {
  return Buffer.from(unzipSync(file)['word/document.xml'] ?? []);
}

/** Bytes changed, cut out, doubled or cut off, a few times. */
function mutate(file: Buffer, random: () => number): Buffer {
  const at = (below: number) => Math.floor(random() * below);
  let bytes = Buffer.from(file);
  for (let n = 1 + at(6); n > 0 && bytes.length > 1; n -= 1) {
    const place = at(bytes.length);
    const length = 1 + at(40);
    const part = bytes.subarray(place, place + length);
    const kind = at(5);
    if (kind === 0) bytes = Buffer.from(bytes.map((byte, i) => (i === place ? at(256) : byte)));
    else if (kind === 1)
      bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)]);
    else if (kind === 2)
      bytes = Buffer.concat([bytes.subarray(0, place), part, bytes.subarray(place)]);
    else if (kind === 3 && at(4) === 0) bytes = bytes.subarray(0, place);
    else
      bytes = Buffer.from(
        bytes
          .toString('latin1')
          .replace(/\d+/g, (digits) => (at(30) === 0 ? String(at(1e6)) : digits)),
        'latin1',
      );
  }
  return bytes;
}
