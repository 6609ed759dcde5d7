import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';
import { startSteadyWriter, stateAt, steadyVersions } from './steady-writer.ts';

/** Backups of a stack in containers. The stand-in for Qdrant proves the protocol, not its consistency. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the backup of a stack', () => {
  let gecko: StackSandbox;
  let repository: string;
  const made = () => (existsSync(repository) ? readdirSync(join(repository, 'manifests')) : []);
  const snapshots = async () => {
    const { port, key } = { port: gecko.ports.qdrant, key: qdrantKey() };
    const url = `http://127.0.0.1:${port}/collections`;
    const headers = { 'api-key': key };
    const { result } = (await (await fetch(url, { headers })).json()) as {
      result: { collections: { name: string }[] };
    };
    const lists = await Promise.all(
      result.collections.map(async ({ name }) => {
        const answer = await fetch(`${url}/${name}/snapshots`, { headers });
        return ((await answer.json()) as { result: unknown[] }).result;
      }),
    );
    return lists.flat();
  };
  const qdrantKey = () =>
    readFileSync(join(gecko.home, 'gecko', 'state', 'projects', 'backs', 'qdrant-key'), 'utf8');

  const question = 'How is the pump painted?';
  const answers = (words: string) => ({ answer: expect.stringContaining(words) });

  beforeAll(async () => {
    gecko = await openStack('backs');
    repository = join(gecko.home, 'backups');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('up');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  it('lists none before the first', async () => {
    expect(await gecko.ok('backup', 'list', '--to', repository)).toMatchObject({ backups: [] });
    const { code, stderr } = await gecko.run(['backup', 'verify', 'latest', '--to', repository]);
    expect({ code, stderr }).toMatchObject({
      code: 10,
      stderr: expect.stringContaining('BACKUP_MISSING'),
    });
  });

  it('stores every collection, and leaves no snapshot on the server', async () => {
    const { backup } = await gecko.ok('backup', 'qdrant', '--to', repository, '--label', 'first');
    expect(backup).toMatchObject({
      label: 'first',
      project: 'backs',
      collections: [{ collection: 'corpus_gecko3', documents: 1, chunks: 1 }],
    });
    expect(made()).toHaveLength(1);
    expect(await snapshots()).toEqual([]);
  });

  it('is listed and found intact', async () => {
    expect(await gecko.ok('backup', 'list', '--to', repository)).toMatchObject({
      backups: [{ label: 'first' }],
      unusable: [],
    });
    expect(await gecko.ok('backup', 'verify', 'latest', '--to', repository)).toMatchObject({
      intact: true,
      originProven: false,
    });
  });

  it('is found damaged where a blob has changed', async () => {
    const [name = ''] = readdirSync(join(repository, 'blobs'));
    const file = join(repository, 'blobs', name);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 3));
    const { code, stderr } = await gecko.run(['backup', 'verify', 'latest', '--to', repository]);
    writeFileSync(file, whole);
    expect({ code, stderr }).toMatchObject({ code: 25, stderr: expect.stringContaining(name) });
  });

  it('shows what a restore would change, and changes nothing without a yes', async () => {
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted bright orange.\n');
    writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is made of oak.\n');
    await gecko.ok('ingest', 'pump.md', 'door.md');
    const dry = await gecko.ok('restore', 'qdrant', 'latest', '--dry-run', '--to', repository);
    expect(dry).toMatchObject({
      restored: false,
      changes: [{ collection: 'corpus_gecko3', now: 2, saved: 1 }],
    });
    expect(await gecko.run(['restore', 'qdrant', 'latest', '--to', repository])).toMatchObject({
      code: 5,
    });
    expect(await gecko.ok('ask', question)).toMatchObject(answers('bright orange'));
  });

  it('refuses a damaged backup before anything is changed', async () => {
    const [name = ''] = readdirSync(join(repository, 'blobs'));
    const file = join(repository, 'blobs', name);
    const whole = readFileSync(file);
    rmSync(file);
    const restore = ['restore', 'qdrant', 'latest', '--yes', '--to', repository];
    expect(await gecko.run(restore)).toMatchObject({ code: 25 });
    writeFileSync(file, whole);
    expect(await gecko.ok('corpus', 'list')).toMatchObject({ documents: [{}, {}] });
  });

  it('brings the answers of the backup back, and a rollback those of after it', async () => {
    const restore = ['restore', 'qdrant', 'latest', '--yes', '--to', repository];
    expect(await gecko.ok(...restore)).toMatchObject({
      restored: true,
      collections: [{ collection: 'corpus_gecko3', documents: 1, chunks: 1 }],
    });
    expect(await gecko.ok('ask', question)).toMatchObject({
      ...answers('dark green'),
      retrieval: { mode: 'hybrid' },
    });
    expect(await gecko.ok('corpus', 'list')).toMatchObject({ documents: [{ path: 'pump.md' }] });
    await gecko.ok('corpus', 'rollback', '--yes');
    expect(await gecko.ok('ask', question)).toMatchObject(answers('bright orange'));
    await gecko.ok(...restore);
    expect(await gecko.ok('ingest', 'door.md')).toMatchObject({ added: 1 });
  });

  it('restores into an empty stack after everything was removed', async () => {
    await gecko.ok('down', '--volumes', '--yes');
    await gecko.ok('up');
    await gecko.ok('restore', 'qdrant', 'latest', '--yes', '--to', repository);
    expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
  });

  it('restores from one file, without the repository', async () => {
    for (const file of ['corpus.tar.gz', 'corpus.tar.zst']) {
      const exported = ['backup', 'export', 'latest', file, '--to', repository];
      expect(await gecko.ok(...exported)).toMatchObject({ file: { format: file.slice(7) } });
      await gecko.ok('ingest', 'pump.md');
      expect(await gecko.ok('ask', question)).toMatchObject(answers('bright orange'));
      expect(await gecko.ok('restore', 'qdrant', file, '--yes')).toMatchObject({ restored: true });
      expect(await gecko.ok('ask', question)).toMatchObject(answers('dark green'));
    }
  });

  it('leaves no backup and no snapshot where it is interrupted', async () => {
    const before = made();
    const backing = gecko.start(['backup', 'qdrant', '--to', repository]);
    await backing.said(/Making snapshots/);
    backing.child.kill('SIGINT');
    expect(await backing.ended).toMatchObject({ code: 130 });
    expect(made()).toEqual(before);
    expect(await snapshots()).toEqual([]);
  });

  it('is made as ever after one that was killed', async () => {
    const backing = gecko.start(['backup', 'qdrant', '--to', repository]);
    await backing.said(/Making snapshots/);
    backing.child.kill('SIGKILL');
    await backing.ended;
    const killed = made();
    await gecko.ok('backup', 'qdrant', '--to', repository);
    expect(made()).toHaveLength(killed.length + 1);
    expect(await gecko.ok('backup', 'verify', 'latest', '--to', repository)).toMatchObject({
      intact: true,
    });
  });

  it('is of one moment where documents are written without a pause', async () => {
    const url = `http://127.0.0.1:${gecko.ports.rag}`;
    const token = gecko.state('token') ?? '';
    const writer = await startSteadyWriter(url, token);
    const ids: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const { backup } = await gecko.ok('backup', 'qdrant', '--to', repository);
      ids.push((backup as { id: string }).id);
    }
    await writer.stop();
    for (const id of ids) {
      await gecko.ok('restore', 'qdrant', id, '--yes', '--to', repository);
      const versions = await steadyVersions(url, token);
      expect({ id, versions }).toEqual({ id, versions: stateAt(versions.at(-1) ?? 0) });
    }
  });

  it('does not happen where nothing runs, and says so', async () => {
    const before = made();
    await gecko.ok('stop', 'qdrant');
    const { code } = await gecko.run(['backup', 'qdrant', '--to', repository]);
    await gecko.ok('start', 'qdrant');
    expect(code).toBe(20);
    expect(made()).toEqual(before);
  });
});
