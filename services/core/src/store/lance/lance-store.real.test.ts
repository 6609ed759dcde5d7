import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createRandomCorpus,
  randomFingerprint,
} from '../../../../../test/fixtures/random-corpus.ts';
import { systemClock } from '../../clock.ts';
import type { GenerationStore } from '../port.ts';
import { openLanceStore } from './lance-store.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** A child that has not ended by then hangs, as LanceDB does on two cores without its threads. */
const KILL_MS = 150_000;

let programFolder: string;
let folder: string;

beforeAll(async () => {
  // Inside the clone, where it finds the packages.
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  programFolder = await mkdtemp(join(root, 'node_modules/.cache/gecko-child-'));
  await build({
    entryPoints: [join(root, 'test/fixtures/store-child.ts')],
    outfile: join(programFolder, 'child.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@lancedb/lancedb', 'apache-arrow'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __filename = import.meta.filename;",
    },
    logLevel: 'warning',
  });
});
afterAll(() => rm(programFolder, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-lance-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a store of 20,000 chunks', () => {
  it.skipIf(process.platform !== 'linux').each([1, 2])(
    'is filled, indexed, changed and asked on %i core(s), and its process ends',
    async (cores) => {
      const allowed = (await allowedCores()).slice(0, cores);
      const args = ['-c', allowed.join(','), process.execPath, join(programFolder, 'child.mjs')];
      const { code, signal, output, errors } = await run('taskset', [...args, 'large', folder]);
      expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
      const { first, second, beside, kept, last, warnings } = JSON.parse(output);
      expect(warnings).toEqual([]);
      for (const state of [first, second, beside, kept, last]) {
        expect(state.chunks).toBe(state.expected);
        expect(state.recall).toBeGreaterThanOrEqual(0.98);
        expect(state.filteredRecall).toBeGreaterThanOrEqual(0.98);
      }
      // Of the rows that the full-text index holds.
      for (const state of [first, second, kept, last])
        expect(state.frequencies).toEqual({ all: state.expected, only8: 10 });
      expect(beside.frequencies).toEqual(second.frequencies);
      expect(first.lexical).toEqual(Array.from({ length: 10 }, (_, i) => `doc-7-r1-${i}`));
      expect(second.lexical).toEqual(Array.from({ length: 10 }, (_, i) => `doc-7-r2-${i}`));
    },
  );
});

describe('a process killed while it writes', () => {
  it.each([
    ['before-chunks', 'old'],
    ['chunks-added', 'old'],
    ['record-written', 'new'],
    ['old-removed', 'new'],
    ['record-removed', 'removed'],
    ['generation-recorded', 'removed'],
    ['tables-created', 'removed'],
    ['generation-forgotten', 'removed'],
  ])('at %s leaves the %s state, whole', async (point, state) => {
    const corpus = createRandomCorpus(3);
    const store = await open();
    const live = await store.create('corpus', randomFingerprint);
    await store.switch('corpus', 1);
    await live.commit([0, 1, 2, 3, 4].map((number) => corpus.document(number, 3)));
    await store.close();

    const args = [join(programFolder, 'child.mjs'), 'crash', folder, point];
    expect((await run(process.execPath, args)).signal).toBe('SIGKILL');

    const again = await open();
    await again.sweep();
    const after = await again.resolve('corpus');
    if (!after) throw new Error('the collection is gone');
    const revision = state === 'old' ? 'r1' : 'r2';
    const expected = [
      ['doc-0', 'r1', 3],
      ['doc-1', revision, state === 'old' ? 3 : 4],
      ['doc-2', revision, state === 'old' ? 3 : 1],
      ...(state === 'removed' ? [] : [3, 4].map((number) => [`doc-${number}`, 'r1', 3])),
      ...(state === 'old' ? [] : [['doc-9', 'r2', 3]]),
    ];
    expect(await contents(after)).toEqual(expected);
    expect((await again.generations('corpus')).map(({ generation }) => generation)).toEqual([1]);
    expect((await again.sweep()).removedChunks).toBe(0);
    const next = await again.create('corpus', randomFingerprint);
    await after.commit([corpus.document(1, 2, 'r3')]);
    expect((await after.chunks('doc-1')).map(({ id }) => id)).toEqual(['doc-1-r3-0', 'doc-1-r3-1']);
    await again.drop('corpus', next.info.generation);
    await again.close();
  });
});

/** Every document as [id, revision, chunks], after checking that the store agrees with itself. */
async function contents(live: GenerationStore): Promise<(string | number)[][]> {
  const { documents } = await live.documents({ limit: 100 });
  const { dense } = await live.candidates({ dense: createRandomCorpus(1).vector(), limit: 1_000 });
  const { lexical } = await live.candidates({ terms: ['all'], limit: 1_000 });
  const ids: string[] = [];
  for (const { id, revision, chunks } of documents) {
    const its = (await live.chunks(id)).map((chunk) => chunk.id);
    expect(its).toEqual(Array.from({ length: chunks }, (_, i) => `${id}-${revision}-${i}`));
    expect(
      (await live.read(id))?.text.startsWith(id === 'doc-1' && revision === 'r2' ? '🦎' : id),
    ).toBe(true);
    ids.push(...its);
  }
  expect(dense.map(({ chunk }) => chunk.id).sort()).toEqual([...ids].sort());
  expect(lexical.map(({ chunk }) => chunk.id).sort()).toEqual([...ids].sort());
  expect(await live.stats()).toMatchObject({ documents: documents.length, chunks: ids.length });
  return documents
    .map(({ id, revision, chunks }) => [id, revision, chunks])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function open() {
  return openLanceStore({ folder, clock: systemClock, log: () => {} });
}

/** Runs a program; it is killed at the deadline. */
function run(file: string, args: string[]) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  return new Promise<{
    code: number | null;
    signal: string | null;
    output: string;
    errors: string;
  }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output, errors });
    });
  });
}

/** Numbers of the cores that this process may use, from the kernel's list such as `0-3,8`. */
async function allowedCores(): Promise<number[]> {
  const status = await readFile('/proc/self/status', 'utf8');
  const list = /Cpus_allowed_list:\s*(\S+)/.exec(status)?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
