import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** What makes backups of embedded services by themselves, and what looks at them. */
describe('backups of embedded services that happen by themselves', () => {
  let gecko: Sandbox;
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await gecko.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const data = () => join(gecko.home, 'gecko', 'data', 'projects', 'gecko');
  const question = 'How is the pump painted?';

  beforeAll(async () => {
    gecko = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
    writeFileSync(
      join(gecko.home, 'gecko.yaml'),
      'backup: { schedule: weekly on sunday at 03:00 }\n',
    );
    for (const [name, text] of [
      ['pump.md', '# Pump\n\nThe pump is painted dark green.\n'],
      ['door.md', '# Door\n\nThe door is made of oak and opens to the left.\n'],
    ] as const)
      writeFileSync(join(gecko.home, name), text);
    await ok('ingest', 'pump.md', 'door.md');
  });
  afterAll(() => gecko?.close());

  it('are carried out by the very call that the line for cron has', async () => {
    const { line } = await ok('backup', 'schedule', '--print', 'cron');
    expect(line).toMatch(/^0 3 \* \* 0 cd /);
    const call = String(line).split(' ').slice(5).join(' ').replaceAll('\\%', '%');
    // As cron calls it: with next to no variables, from somewhere else.
    execFileSync('/bin/sh', ['-c', call], { cwd: '/', env: { HOME: gecko.home }, stdio: 'pipe' });
    expect(await ok('status')).toMatchObject({
      backups: {
        schedule: 'weekly on sunday at 03:00',
        overdueSince: null,
        last: { by: 'schedule', failure: null, backup: { id: expect.any(String) } },
      },
    });
  });

  it('are tested by a restore to a scratch place, while the services run', async () => {
    const before = await ok('ask', question);
    const report = await ok('backup', 'verify', '--restore-test', 'latest');
    expect(report).toMatchObject({
      intact: true,
      restoreTest: {
        collections: [
          {
            collection: 'corpus_gecko3',
            documents: 2,
            chunks: 2,
            asked: [
              { path: 'door.md', passage: expect.stringContaining('oak') },
              {
                path: 'pump.md',
                passage: expect.stringContaining('dark green'),
                foundBy: ['dense', 'lexical'],
              },
            ],
          },
        ],
      },
    });
    expect(readdirSync(data()).sort()).toEqual(['backups', 'store']);
    expect((await ok('ask', question)).citations).toEqual(before.citations);
  });

  it('are tested while nothing runs, and nothing is started', async () => {
    await ok('down');
    const { stdout } = await gecko.run(['backup', 'verify', '--restore-test', 'latest']);
    expect(stdout).toMatch(/2 documents, 2 chunks[\s\S]*asked for "[^"]*oak[^"]*": found first by/);
    expect(await ok('status')).toMatchObject({ services: [{ state: 'stopped' }, {}, {}] });
  });

  it('removes what a killed test has left, and not what another is using', async () => {
    const testing = gecko.start(['backup', 'verify', '--restore-test', 'latest']);
    await testing.said(/Asking what came back|Restoring to a scratch/);
    testing.child.kill('SIGKILL');
    await testing.ended;
    const left = readdirSync(data()).filter((name) => name.includes('restore-test'));
    expect(left).toHaveLength(1);
    const alive = join(data(), 'store.restore-test-0000');
    mkdirSync(alive);
    await ok('backup', 'verify', '--restore-test', 'latest');
    expect(readdirSync(data()).sort()).toEqual(['backups', 'store', 'store.restore-test-0000']);
    rmSync(alive, { recursive: true });
  });

  it('says of a damaged one that it is, in doctor too', async () => {
    const blobs = join(data(), 'backups', 'blobs');
    const [name = ''] = readdirSync(blobs);
    const whole = readFileSync(join(blobs, name));
    writeFileSync(join(blobs, name), whole.subarray(1));
    expect(await gecko.run(['backup', 'verify', '--restore-test', 'latest'])).toMatchObject({
      code: 25,
    });
    writeFileSync(join(blobs, name), whole);
    const { code, stdout } = await gecko.run(['doctor', '--only', 'backup-verify', '--json']);
    expect({ code, found: JSON.parse(stdout).checks[0].findings }).toMatchObject({
      code: 4,
      found: [{ code: 'BACKUP_VERIFY_FAILED' }],
    });
    await ok('backup', 'verify', 'latest');
    expect(await ok('doctor', '--only', 'backup-verify')).toMatchObject({ healthy: true });
  });

  it('keeps a failure with its reason, and doctor tells it', async () => {
    const file = join(gecko.home, 'in-the-way');
    writeFileSync(file, '');
    const { code } = await gecko.run(['backup', 'qdrant', '--scheduled', '--to', join(file, 'x')]);
    expect(code).toBe(1);
    expect(await ok('status')).toMatchObject({
      backups: { last: { failure: { code: 'BACKUP_TARGET' } }, lastGood: { by: 'schedule' } },
    });
    const { stdout } = await gecko.run(['doctor', '--only', 'backups', '--json']);
    expect(JSON.parse(stdout).checks[0].findings).toMatchObject([
      { code: 'BACKUP_FAILED', severity: 'problem' },
      { code: 'BACKUPS' },
    ]);
  });
});
