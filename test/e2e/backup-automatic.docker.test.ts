import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Backups of a stack, tested by a restore to a scratch Qdrant. The stand-in proves the protocol. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('the test of a backup of a stack', () => {
  let gecko: StackSandbox;
  const verify = ['backup', 'verify', '--restore-test', 'latest'];
  /** All that the engine has, whoever made it. */
  const everything = async () => {
    const { containers, volumes, networks, foreign } = await gecko.engine.snapshot(gecko.project);
    return [containers, volumes, networks, foreign.containers, foreign.volumes, foreign.networks]
      .flat()
      .map(({ name }) => name)
      .sort();
  };
  const scratch = async () => (await everything()).filter((name) => name.includes('restore-test'));
  const proven = {
    intact: true,
    restoreTest: {
      collections: [
        {
          collection: 'corpus_gecko3',
          documents: 1,
          chunks: 1,
          asked: [
            {
              path: 'pump.md',
              passage: expect.stringContaining('dark green'),
              foundBy: ['dense', 'lexical'],
            },
          ],
        },
      ],
    },
  };

  beforeAll(async () => {
    gecko = await openStack('proves');
    gecko.configure('backup: { schedule: daily at 03:00 }');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('up');
    await gecko.ok('ingest', 'pump.md');
    await gecko.ok('backup', 'qdrant', '--scheduled');
  });
  afterAll(() => gecko?.close());

  it('shows the last backup in its status', async () => {
    expect(await gecko.ok('status')).toMatchObject({
      backups: { schedule: 'daily at 03:00', overdueSince: null, last: { by: 'schedule' } },
    });
    expect((await gecko.run(['status'])).stdout).toMatch(/Last backup: a moment ago/);
    expect(await gecko.ok('doctor', '--only', 'backups')).toMatchObject({ healthy: true });
  });

  it('restores it to a Qdrant of its own and asks that, while the stack runs', async () => {
    const before = await everything();
    // What is ingested meanwhile is not in the backup, and no test finds it there.
    writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is made of oak.\n');
    await gecko.ok('ingest', 'door.md');
    expect(await gecko.ok(...verify)).toMatchObject(proven);
    expect(await everything()).toEqual(before);
    expect(await gecko.ok('corpus', 'list')).toMatchObject({ documents: [{}, {}] });
  });

  it('leaves nothing where it is interrupted', async () => {
    const testing = gecko.start(verify);
    await testing.said(/Starting a scratch Qdrant/);
    testing.child.kill('SIGINT');
    expect(await testing.ended).toMatchObject({ code: 130 });
    expect(await scratch()).toEqual([]);
  });

  it('removes what a killed test has left, as the next one begins', async () => {
    const testing = gecko.start(verify);
    await testing.said(/Restoring to a scratch Qdrant/);
    testing.child.kill('SIGKILL');
    await testing.ended;
    expect(await scratch()).toHaveLength(2);
    expect(await gecko.ok(...verify)).toMatchObject(proven);
    expect(await scratch()).toEqual([]);
  });

  it('works while nothing of the project is there', async () => {
    await gecko.ok('down');
    expect(await gecko.ok(...verify)).toMatchObject(proven);
    expect(await gecko.names()).toEqual([]);
    expect(await scratch()).toEqual([]);
  });
});
