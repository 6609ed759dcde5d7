import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** What a backup is for: the files of the embedded corpus are damaged, and it is brought back. */
describe('a corpus that cannot be read', () => {
  let gecko: Sandbox;
  let store: string;
  const question = 'How is the pump painted?';
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await gecko.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const asides = () =>
    readdirSync(join(store, '..')).filter((name) => name.startsWith('store.damaged-'));

  beforeAll(async () => {
    gecko = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
    store = join(gecko.home, 'gecko', 'data', 'projects', 'gecko', 'store');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await ok('ingest', 'pump.md');
    await ok('backup', 'qdrant');
  });
  afterAll(() => gecko?.close());

  function spoil(path: string): void {
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 3) bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
    writeFileSync(path, bytes);
  }
  const table = () =>
    readdirSync(store).find((name) => /^corpus_gecko3__g\d+\.lance$/.test(name)) ?? '';
  const chunks = () => join(store, table(), 'data');
  const spoilChunks = () => {
    for (const name of readdirSync(chunks())) spoil(join(chunks(), name));
  };

  it.each([
    ['its passages are damaged', spoilChunks],
    ['a table is gone', () => rmSync(join(store, table()), { recursive: true })],
    ['its list of tables is damaged', () => spoil(join(store, 'catalog.json'))],
  ])('is put aside by a restore where %s, and the backup answers', async (_, damage) => {
    await ok('down');
    damage();
    const failed = await gecko.run(['ask', question]);
    expect(failed).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('gecko restore qdrant latest'),
    });
    const before = asides();
    const restore = ['restore', 'qdrant', 'latest'];
    expect(await ok(...restore, '--dry-run')).toMatchObject({
      restored: false,
      damage: expect.stringContaining(store),
    });
    expect(asides()).toEqual(before);
    const restored = await ok(...restore, '--yes');
    expect(asides()).toHaveLength(before.length + 1);
    expect(restored).toMatchObject({
      restored: true,
      collections: [{ collection: 'corpus_gecko3', documents: 1, chunks: 1 }],
      aside: expect.stringMatching(/store\.damaged-\d+T\d+Z$/),
    });
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
      citations: [{ source: expect.stringMatching(/pump\.md$/) }],
    });
  });

  it('is put aside while services run on it', async () => {
    await ok('ask', question);
    const before = asides();
    spoilChunks();
    await ok('restore', 'qdrant', 'latest', '--yes');
    expect(asides()).toHaveLength(before.length + 1);
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
  });

  it('is there or replaced, and never gone, where the restore is killed', async () => {
    await ok('down');
    spoilChunks();
    const restoring = gecko.start(['restore', 'qdrant', 'latest', '--yes']);
    await restoring.said(/Carrying the documents over/);
    restoring.child.kill('SIGKILL');
    await restoring.ended;
    expect([0, 25]).toContain((await gecko.run(['ask', question])).code);
    await ok('restore', 'qdrant', 'latest', '--yes');
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    expect(readdirSync(join(store, '..')).filter((name) => !/damaged/.test(name))).toEqual([
      'backups',
      'store',
    ]);
  });

  it('is not looked for where it is whole: a restore to be looked at starts nothing', async () => {
    await ok('down');
    const before = asides();
    expect(await ok('restore', 'qdrant', 'latest', '--dry-run')).toMatchObject({
      damage: null,
      changes: [{ collection: 'corpus_gecko3', now: 1, saved: 1 }],
    });
    expect((await gecko.run(['status'])).stdout).toMatch(/rag +stopped/);
    expect(asides()).toEqual(before);
  });
});
