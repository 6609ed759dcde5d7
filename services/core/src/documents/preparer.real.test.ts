import { spawnSync } from 'node:child_process';
import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { DocumentPreparer } from './port.ts';
import { openPreparer } from './preparer.ts';
import type { PoolLimits } from './worker-pool.ts';

const settings = { tokens: 200, overlap: 32 };
const limits: PoolLimits = {
  milliseconds: 60_000,
  idleMilliseconds: 60_000,
  heapMegabytes: 256,
  processMegabytes: 512,
  queued: 100,
};
/** Nested lists cost a Markdown parser the square of their depth. */
const slow = '+ - '.repeat(20_000);

const open: DocumentPreparer[] = [];

async function preparer(change: Partial<PoolLimits> = {}, workers = 1): Promise<DocumentPreparer> {
  const made = await openPreparer({
    tokenizerFolder: null,
    language: 'auto',
    workers,
    limits: { ...limits, ...change },
    clock: systemClock,
    log: () => undefined,
  });
  open.push(made);
  return made;
}

/** Processes of parsers that this one has started, by their ids. */
function parsers(): number[] {
  const listed = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]);
  return listed.stdout
    .toString()
    .split('\n')
    .filter((line) => /\/prepare\.\w+\.js/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

/** A page whose content unpacks to this many bytes of nothing, packed twice. */
function pdfBomb(size: number): Buffer {
  const content = deflateSync(deflateSync(Buffer.alloc(size, ' ')));
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>',
    `<< /Filter [/FlateDecode /FlateDecode] /Length ${content.length} >>\nstream\n${content.toString('latin1')}\nendstream`,
  ].map((body, i) => `${i + 1} 0 obj\n${body}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n${objects.join('')}trailer << /Root 1 0 R >>\n%%EOF`, 'latin1');
}

function markdown(text: string) {
  return { bytes: Buffer.from(text), path: 'a.md' };
}

afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
});

describe('openPreparer', () => {
  it('prepares in a worker and leaves the caller its bytes', async () => {
    const input = markdown('# Title\n\nSome text.');
    const { document, chunks } = await (await preparer()).prepare(input, settings);
    expect(document).toMatchObject({ title: 'Title', mediaType: 'text/markdown' });
    expect(chunks.map(({ text }) => text)).toEqual(['# Title\n\nSome text.']);
    expect(input.bytes.byteLength).toBe(19);
  });

  it('gives stored text the chunks it had', async () => {
    const made = await preparer();
    const bytes = Buffer.from('<title>T</title><h1>A</h1><p>One</p><h2>B</h2><p>Two</p>');
    const { document, chunks } = await made.prepare({ bytes, path: 'a.html' }, settings);
    const again = await made.rechunk({ ...document, path: 'a.html' }, settings);
    expect(again).toEqual({ document, chunks });
  });

  it('passes on why a document is refused', async () => {
    const bytes = Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1');
    await expect(
      (await preparer()).prepare({ bytes, path: 'a.md' }, settings),
    ).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
      message: expect.stringContaining('PNG'),
    });
  });

  it('ends a document that takes too long and reads the next', async () => {
    const made = await preparer({ milliseconds: 1_500 });
    const [first, second] = await Promise.allSettled([
      made.prepare(markdown(slow), settings),
      made.prepare(markdown('next'), settings),
    ]);
    expect(first).toMatchObject({
      status: 'rejected',
      reason: { code: 'DOCUMENT_UNREADABLE', message: expect.stringContaining('1.5 s') },
    });
    expect(second.status).toBe('fulfilled');
  });

  it('ends a document that needs too much memory and reads the next', async () => {
    const made = await preparer({ heapMegabytes: 32 });
    const [first, second] = await Promise.allSettled([
      made.prepare(
        { bytes: Buffer.from(`[${'[],'.repeat(3_000_000)}1]`), path: 'a.json' },
        settings,
      ),
      made.prepare(markdown('next'), settings),
    ]);
    expect(first).toMatchObject({
      status: 'rejected',
      reason: { code: 'DOCUMENT_UNREADABLE', message: expect.stringContaining('32 MiB') },
    });
    expect(second.status).toBe('fulfilled');
  });

  it('ends a document that unpacks to more than its process may have and reads the next', async () => {
    const made = await preparer();
    const bytes = pdfBomb(2 ** 30);
    expect(bytes.length).toBeLessThan(5_000);
    const [first, second] = await Promise.allSettled([
      made.prepare({ bytes, path: 'a.pdf' }, settings),
      made.prepare(markdown('next'), settings),
    ]);
    expect(first).toMatchObject({
      status: 'rejected',
      reason: { code: 'DOCUMENT_UNREADABLE', message: expect.stringContaining('512 MiB') },
    });
    expect(second.status).toBe('fulfilled');
  });

  it('outlives a parser that is killed: its document alone fails', async () => {
    const made = await preparer();
    await made.prepare(markdown('The process runs.'), settings);
    const all = Promise.allSettled([
      made.prepare(markdown(slow), settings),
      made.prepare(markdown('next'), settings),
    ]);
    for (const id of parsers()) process.kill(id, 'SIGKILL');
    expect(await all).toMatchObject([
      {
        status: 'rejected',
        reason: { code: 'DOCUMENT_UNREADABLE', message: expect.stringContaining('SIGKILL') },
      },
      { status: 'fulfilled' },
    ]);
  });

  it('ends a process that has had nothing to do, and starts another', async () => {
    const made = await preparer({ idleMilliseconds: 300 });
    await made.prepare(markdown('one'), settings);
    expect(parsers()).toHaveLength(1);
    await expect.poll(parsers, { timeout: 10_000 }).toEqual([]);
    expect(await made.prepare(markdown('two'), settings)).toMatchObject({
      document: { text: 'two' },
    });
  });

  it('ends its processes as it is closed', async () => {
    const made = await preparer();
    await made.prepare(markdown('The process runs.'), settings);
    expect(parsers()).toHaveLength(1);
    await made.close();
    expect(parsers()).toEqual([]);
  });

  it('answers a cancellation at once, whether the document waits or is being read', async () => {
    const made = await preparer();
    await made.prepare(markdown('The worker runs.'), settings);
    const cancel = new AbortController();
    const all = Promise.allSettled([
      made.prepare(markdown(slow), settings, cancel.signal),
      made.prepare(markdown('waits'), settings, cancel.signal),
    ]);
    const next = made.prepare(markdown('next'), settings);
    cancel.abort(new Error('left'));
    for (const result of await all) {
      expect(result).toMatchObject({ status: 'rejected', reason: { message: 'left' } });
    }
    // The one worker is not kept by what nobody wants.
    expect(await next).toMatchObject({ document: { text: 'next' } });
  });

  it('refuses what does not fit the queue', async () => {
    const made = await preparer({ queued: 1 });
    const first = made.prepare(markdown('one'), settings);
    await expect(made.prepare(markdown('two'), settings)).rejects.toMatchObject({ code: 'BUSY' });
    await first;
  });

  it('says why no worker starts', async () => {
    const made = await openPreparer({
      tokenizerFolder: '/nowhere',
      language: 'auto',
      workers: 2,
      limits,
      clock: systemClock,
      log: () => undefined,
    });
    open.push(made);
    await expect(made.prepare(markdown('x'), settings)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('tokenizer.json'),
    });
  });
});
