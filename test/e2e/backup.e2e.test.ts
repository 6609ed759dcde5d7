import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** The embedded corpus, backed up and brought back by the built program. */
describe('the backup of embedded services', () => {
  let gecko: Sandbox;
  const question = 'How is the pump painted?';
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await gecko.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const write = (name: string, text: string) => writeFileSync(join(gecko.home, name), text);
  const repository = () => join(gecko.home, 'gecko', 'data', 'projects', 'gecko', 'backups');
  const beside = () => readdirSync(join(repository(), '..')).sort();

  beforeAll(async () => {
    gecko = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
  });
  afterAll(() => gecko?.close());

  it('says that there is nothing to back up, before the first document', async () => {
    expect(await gecko.run(['backup', 'qdrant'])).toMatchObject({ code: 10 });
    expect(await ok('backup', 'list')).toMatchObject({ backups: [] });
  });

  it('goes to the data folder where no other is named', async () => {
    write('pump.md', '# Pump\n\nThe pump is painted dark green.\n');
    await ok('ingest', 'pump.md');
    const before = await ok('ask', question);
    const { backup } = await ok('backup', 'qdrant', '--label', 'green');
    expect(backup).toMatchObject({
      store: 'lancedb',
      collections: [{ collection: 'corpus_gecko3', documents: 1, chunks: 1 }],
    });
    expect(beside()).toEqual(['backups', 'store']);
    expect(await ok('backup', 'verify', 'latest')).toMatchObject({ intact: true });
    const { citations } = await ok('ask', question);
    expect(citations).toEqual(before.citations);
  });

  it('stores little more where nothing has changed', async () => {
    const { backup } = await ok('backup', 'qdrant');
    const { size, written } = backup as { size: number; written: number };
    expect(written).toBeLessThan(0.15 * size);
  });

  it('brings the citations back that there were', async () => {
    const { citations } = await ok('ask', question);
    write('pump.md', '# Pump\n\nThe pump is painted bright orange.\n');
    write('door.md', '# Door\n\nThe door is made of oak.\n');
    await ok('ingest', 'pump.md', 'door.md');
    expect(await ok('restore', 'qdrant', 'latest', '--dry-run')).toMatchObject({
      changes: [{ collection: 'corpus_gecko3', now: 2, saved: 1 }],
    });
    expect(await gecko.run(['restore', 'qdrant', 'latest'])).toMatchObject({ code: 5 });
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('bright orange'),
    });
    expect(await ok('restore', 'qdrant', 'latest', '--yes')).toMatchObject({
      collections: [{ collection: 'corpus_gecko3', documents: 1, chunks: 1 }],
    });
    const after = await ok('ask', question);
    expect(after).toMatchObject({ answer: expect.stringContaining('dark green') });
    expect(after.citations).toEqual(citations);
    expect(beside()).toEqual(['backups', 'store']);
  });

  it('goes back to what was there before the restore', async () => {
    await ok('corpus', 'rollback', '--yes');
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('bright orange'),
    });
  });

  it('refuses one that is damaged, and changes nothing', async () => {
    const blobs = join(repository(), 'blobs');
    const [name = ''] = readdirSync(blobs);
    const whole = readFileSync(join(blobs, name));
    rmSync(join(blobs, name));
    for (const args of [
      ['backup', 'verify', 'latest'],
      ['restore', 'qdrant', 'latest', '--yes'],
    ])
      expect(await gecko.run(args)).toMatchObject({
        code: 25,
        stderr: expect.stringContaining(name),
      });
    writeFileSync(join(blobs, name), whole);
    expect(await ok('corpus', 'list')).toMatchObject({ documents: [{}, {}] });
  });

  it('refuses one with another index, and restores it where that is asked for', async () => {
    Object.assign(gecko.env, { GECKO_CORPUS_CHUNK_TOKENS: '100' });
    await ok('up');
    await ok('corpus', 'reindex');
    const restore = ['restore', 'qdrant', 'latest', '--yes'];
    expect(await gecko.run(restore)).toMatchObject({
      code: 21,
      stderr: expect.stringMatching(/chunk .*now[\s\S]*--other-fingerprint/),
    });
    expect(await ok(...restore, '--other-fingerprint')).toMatchObject({ restored: true });
    await ok('corpus', 'reindex');
    expect(await ok('corpus', 'list')).toMatchObject({ documents: [{ path: 'pump.md' }] });
    Object.assign(gecko.env, { GECKO_CORPUS_CHUNK_TOKENS: '200' });
  });

  it('answers as before where a restore is killed, and the next one completes', async () => {
    const restoring = gecko.start(['restore', 'qdrant', 'latest', '--yes', '--other-fingerprint']);
    await restoring.said(/Carrying the documents over/);
    restoring.child.kill('SIGKILL');
    await restoring.ended;
    const { answer } = await ok('ask', question);
    expect(answer).toMatch(/dark green|bright orange/);
    await ok('restore', 'qdrant', 'latest', '--yes', '--other-fingerprint');
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
    expect(beside()).toEqual(['backups', 'store']);
  });

  it('lets one of two at once wait for its turn, or tells who is at it', async () => {
    const both = await Promise.all([
      gecko.run(['backup', 'qdrant']),
      gecko.run(['backup', 'qdrant']),
    ]);
    const codes = both.map(({ code }) => code).sort();
    expect([
      [0, 11],
      [0, 0],
    ]).toContainEqual(codes);
    for (const { code, stderr } of both)
      if (code === 11) expect(stderr).toMatch(/gecko backup, process \d+/);
  });

  it('leaves no backup where it is interrupted, and the services run', async () => {
    const count = () => readdirSync(join(repository(), 'manifests')).length;
    const before = count();
    const backing = gecko.start(['backup', 'qdrant']);
    await backing.said(/Holding the corpus still/);
    backing.child.kill('SIGINT');
    expect(await backing.ended).toMatchObject({ code: 130 });
    expect(count()).toBe(before);
    expect(beside()).toEqual(['backups', 'store']);
    expect(existsSync(join(repository(), '..', 'store'))).toBe(true);
    expect(await ok('ask', question)).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
  });

  it('writes it into one file too, never over another without a yes', async () => {
    const file = join(gecko.home, 'corpus.tar.zst');
    const backup = ['backup', 'qdrant', '--file', 'corpus.tar.zst'];
    expect(await ok(...backup)).toMatchObject({ file: { path: file, format: 'tar.zst' } });
    const whole = readFileSync(file);
    expect(await gecko.run(backup)).toMatchObject({ code: 5 });
    expect(readFileSync(file).equals(whole)).toBe(true);
    expect(await ok(...backup, '--yes')).toMatchObject({ file: { path: file } });
    expect(await ok('backup', 'verify', 'corpus.tar.zst')).toMatchObject({ intact: true });
    const listing = execFileSync('tar', ['--zstd', '-tf', file], { encoding: 'utf8' });
    expect(listing).toMatch(/^lance\/catalog\.json$/m);
    expect(listing.trim().split('\n').at(-1)).toBe('gecko-backup.json');
  });

  it('refuses a format that contradicts the file, or has none', async () => {
    for (const args of [
      ['--format', 'tar.gz'],
      ['--format', 'tar.gz', '--file', 'other.tar.zst'],
    ])
      expect(await gecko.run(['backup', 'qdrant', ...args])).toMatchObject({ code: 2 });
    expect(existsSync(join(gecko.home, 'other.tar.zst'))).toBe(false);
  });

  it('restores from such a file where there is no repository', async () => {
    const { citations, answer } = await ok('ask', question);
    const exported = ['backup', 'export', 'latest', 'corpus.tar.gz'];
    expect(await ok(...exported)).toMatchObject({ file: { format: 'tar.gz' } });
    write('pump.md', '# Pump\n\nThe pump is painted pale blue.\n');
    await ok('ingest', 'pump.md');
    const restore = ['restore', 'qdrant', './corpus.tar.gz', '--to', 'nowhere'];
    expect(await ok(...restore, '--dry-run')).toMatchObject({ restored: false });
    expect(await ok(...restore, '--yes')).toMatchObject({ restored: true });
    const after = await ok('ask', question);
    expect(after.answer).toBe(answer);
    expect(after.citations).toEqual(citations);
  });

  it('refuses a file that was cut off or changed, and changes nothing', async () => {
    const before = await ok('corpus', 'list');
    const whole = readFileSync(join(gecko.home, 'corpus.tar.zst'));
    const changed = Buffer.from(whole);
    const middle = Math.floor(whole.length / 2);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    for (const bytes of [whole.subarray(0, middle), changed, whole.subarray(0, -40)]) {
      writeFileSync(join(gecko.home, 'bad.tar.zst'), bytes);
      for (const args of [
        ['backup', 'verify', 'bad.tar.zst'],
        ['restore', 'qdrant', 'bad.tar.zst', '--yes'],
      ])
        expect(await gecko.run(args)).toMatchObject({
          code: 25,
          stderr: expect.stringContaining('bad.tar.zst'),
        });
    }
    expect(await ok('corpus', 'list')).toEqual(before);
    expect(await gecko.run(['restore', 'qdrant', 'no.tar.zst', '--yes'])).toMatchObject({
      code: 10,
    });
  });

  it.skipIf(process.getuid?.() !== 0)(
    'leaves nothing of a file where its disk is too small, and the backup in the repository',
    async () => {
      const small = join(gecko.home, 'small');
      mkdirSync(small);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]);
      try {
        expect(await gecko.run(['backup', 'export', 'latest', 'small/c.tar.zst'])).toMatchObject({
          code: 24,
        });
        expect(readdirSync(small)).toEqual([]);
        const { code, stderr } = await gecko.run(['backup', 'qdrant', '--file', 'small/d.tar.zst']);
        expect({ code, stderr }).toMatchObject({
          code: 24,
          stderr: expect.stringMatching(/The backup \w+ is whole in/),
        });
        expect(await ok('backup', 'verify', 'latest')).toMatchObject({ intact: true });
      } finally {
        execFileSync('umount', [small]);
      }
    },
  );
});
