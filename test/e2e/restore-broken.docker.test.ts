import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inVolume } from './in-volume.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** The stand-in for Qdrant ends on a storage that it cannot read, as the real one does. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a Qdrant that does not start any more', () => {
  let gecko: StackSandbox;
  let repository: string;
  const volume = 'broken_qdrant_storage';
  const restore = (...more: string[]) => [
    'restore',
    'qdrant',
    'latest',
    '--to',
    repository,
    ...more,
  ];
  const volumes = async () => {
    const all = (await gecko.engine.snapshot('broken')).volumes.map(({ name }) => name);
    return all.filter((name) => /_(new|old|stopped|damaged)/.test(name));
  };
  const ruined = '{ no journal';
  const ruin = async () => {
    await inVolume(
      gecko.engine,
      volume,
      `for f in $(find /v -type f); do echo '${ruined}' > $f; done`,
    );
    await gecko.engine.restartContainer('broken-qdrant-1', 1);
    const endsAgainAndAgain = async () =>
      ((await gecko.engine.container('broken-qdrant-1'))?.restarts ?? 0) > 1;
    await vi.waitUntil(endsAgainAndAgain, { timeout: 20_000 });
  };
  const answers = () => gecko.ok('ask', 'How is the pump painted?');

  beforeAll(async () => {
    gecko = await openStack('broken');
    repository = join(gecko.home, 'backups');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('up');
    await gecko.ok('ingest', 'pump.md');
    await gecko.ok('backup', 'qdrant', '--to', repository);
    await ruin();
  });
  afterAll(() => gecko?.close());

  it('is told with its reason before anything is done', async () => {
    const { restored, damage, changes } = await gecko.ok(...restore('--dry-run'));
    expect({ restored, damage, changes }).toEqual({
      restored: false,
      damage: expect.stringMatching(
        /^broken-qdrant-1 ends whenever it starts, \d+ times? so far: SyntaxError/,
      ),
      changes: [{ collection: 'corpus_gecko3', now: null, saved: 1 }],
    });
    expect(await volumes()).toEqual([]);
  });

  it('leaves all as it was where the backup cannot be restored', async () => {
    const blobs = join(repository, 'blobs');
    const kept = readdirSync(blobs).map(
      (name) => [join(blobs, name), readFileSync(join(blobs, name))] as const,
    );
    for (const [path, bytes] of kept) writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    const { code, stderr } = await gecko.run(restore('--yes'));
    for (const [path, bytes] of kept) writeFileSync(path, bytes);
    expect({ code, stderr }).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('damaged'),
    });
    expect(await volumes()).toEqual([]);
    expect(await inVolume(gecko.engine, volume, 'cat $(find /v -type f)')).toContain(ruined);
  });

  it('answers again from a backup, and keeps what it could not open', async () => {
    const { code, stdout, stderr } = await gecko.run(restore('--yes'));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [, aside = ''] = /lies in the volume (\S+),/.exec(stdout) ?? [];
    expect(await volumes()).toEqual([aside]);
    expect((await gecko.ok('volumes')).volumes).toContainEqual(
      expect.objectContaining({ name: aside, content: `damaged, of ${volume}` }),
    );
    expect(await inVolume(gecko.engine, aside, 'cat $(find /v/data -type f)')).toContain(ruined);
    expect(await answers()).toMatchObject({ answer: expect.stringContaining('dark green') });
    await gecko.ok('ingest', 'pump.md');
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
  });

  it.each(['Starting a Qdrant', 'Replacing what', 'Stopping broken-qdrant-1'])(
    'is restored also where gecko is killed meanwhile, the second time: %s',
    async (step) => {
      await ruin();
      const killed = gecko.start(restore('--yes'));
      await killed.said(new RegExp(step));
      killed.child.kill('SIGKILL');
      await killed.ended;
      // What was stopped already is started first, so that Qdrant can tell what is wrong with it.
      const { code, stderr } = await gecko.run(restore('--yes'));
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect((await volumes()).filter((name) => !name.includes('_damaged_'))).toEqual([]);
      expect(await answers()).toMatchObject({ answer: expect.stringContaining('dark green') });
    },
  );
});
