import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decompress } from '@mongodb-js/zstd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ageProgram } from '../engine/age-tree.mjs';
import { fakeCredentials, openFakeS3 } from '../fakes/fake-s3.ts';
import { entry, openSandbox, type Sandbox } from './sandbox.ts';
import { openTerminal } from './terminal.ts';

/** Encrypted and signed backups, by the built program. */
describe('backups that only some may read or make', () => {
  let gecko: Sandbox;
  const phrase = 'correct horse battery staple';
  const at = (...names: string[]) => join(gecko.home, ...names);
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await gecko.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const age = (...args: string[]) => execFileSync(ageProgram(), args, { cwd: gecko.home });

  beforeAll(async () => {
    gecko = await openSandbox(process.env.GECKO_TEST_WEIGHTS);
    writeFileSync(at('phrase'), `${phrase}\n`);
    writeFileSync(at('pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  it('are restored with their passphrase, which is shown nowhere', async () => {
    const key = ['--to', 'r', '--passphrase-file', 'phrase'];
    await ok('backup', 'qdrant', '--encrypt', ...key);
    expect(await ok('backup', 'verify', 'latest', ...key)).toMatchObject({ originProven: true });
    expect(await gecko.run(['backup', 'verify', 'latest', '--to', 'r'])).toMatchObject({
      code: 12,
      stderr: expect.stringContaining('BACKUP_SEALED'),
    });
    const env = { GECKO_BACKUP_PASSPHRASE: 'quite another phrase' };
    expect(
      await gecko.run(['restore', 'qdrant', 'latest', '--to', 'r', '--yes'], { env }),
    ).toMatchObject({ code: 12, stderr: expect.stringContaining('BACKUP_WRONG_KEY') });
    expect(await ok('restore', 'qdrant', 'latest', '--yes', ...key)).toMatchObject({
      restored: true,
    });
    const { stdout } = await gecko.run(['config'], { env: { GECKO_BACKUP_PASSPHRASE: phrase } });
    expect(stdout).toContain('passphrase');
    expect(stdout).not.toContain(phrase);
  });

  it('are read in a file with their passphrase, also beside a repository that is not encrypted', async () => {
    await ok('backup', 'qdrant');
    const key = ['--passphrase-file', 'phrase'];
    await ok('backup', 'export', 'latest', 'sealed.tar.zst', '--to', 'r', ...key);
    expect(await ok('backup', 'verify', 'sealed.tar.zst', ...key)).toMatchObject({
      originProven: true,
    });
    expect(await ok('restore', 'qdrant', 'sealed.tar.zst', '--yes', ...key)).toMatchObject({
      restored: true,
    });
  });

  it('ask for the passphrase on a terminal, and show nothing of it', async () => {
    const terminal = openTerminal(gecko, `${process.execPath} ${entry} backup list --to r`);
    await terminal.said(/Passphrase of the backups/);
    terminal.child.stdin?.write(`${phrase}\r`);
    const { code, stdout } = await terminal.ended;
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('made (UTC)'),
    });
    expect(stdout).not.toContain(phrase);
  });

  it('open with age itself', async () => {
    const { recipient } = await ok('backup', 'key', '--age', 'my.key');
    await ok('backup', 'qdrant', '--to', 'team', '--encrypt', '--recipient', String(recipient));
    const { identity } = JSON.parse(String(age('-d', '-i', 'my.key', 'team/keys/repository.age')));
    writeFileSync(at('repository.key'), identity);
    const opened = (kind: string) =>
      readdirSync(at('team', kind)).map((name) =>
        age('-d', '-i', 'repository.key', join('team', kind, name)),
      );
    const [manifest] = opened('manifests').map((text) => JSON.parse(String(text)));
    const blobs = await Promise.all(opened('blobs').map((bytes) => decompress(bytes)));
    const sums = blobs.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    const pieces: string[] = manifest.files.flatMap(
      ({ pieces }: { pieces: { sha256: string }[] }) => pieces.map(({ sha256 }) => sha256),
    );
    expect([...new Set(pieces)].sort()).toEqual(sums.sort());
  });

  it('are made where nobody can read them, and are read elsewhere', async () => {
    await ok('backup', 'qdrant', '--to', 'team');
    expect(await gecko.run(['backup', 'verify', 'latest', '--to', 'team'])).toMatchObject({
      code: 12,
    });
    expect(await ok('backup', 'list', '--to', 'team', '--identity', 'my.key')).toMatchObject({
      encrypted: true,
      backups: [{}, {}],
    });
    expect(
      await ok('backup', 'verify', 'latest', '--to', 'team', '--identity', 'my.key'),
    ).toMatchObject({ intact: true, originProven: false });
  });

  it('go to a bucket, encrypted, and come back from there', async () => {
    const server = await openFakeS3();
    try {
      Object.assign(gecko.env, {
        AWS_ACCESS_KEY_ID: fakeCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: fakeCredentials.secretAccessKey,
        GECKO_BACKUP_S3_ENDPOINT: server.endpoint,
        GECKO_BACKUP_FOLDER: 's3://bucket/team',
      });
      await ok('backup', 'qdrant', '--encrypt', '--passphrase-file', 'phrase');
      const key = ['--passphrase-file', 'phrase'];
      expect(await ok('backup', 'verify', 'latest', ...key)).toMatchObject({
        repository: 's3://bucket/team',
        originProven: true,
      });
      await ok('restore', 'qdrant', 'latest', '--yes', ...key);
      expect(await ok('backup', 'prune', '--keep-last', '1', '--apply', ...key)).toMatchObject({
        kept: [{}],
      });
      expect(await gecko.run(['backup', 'list', '--to', 's3://elsewhere'])).toMatchObject({
        code: 10,
        stderr: expect.stringContaining('BACKUP_BUCKET'),
      });
      expect(await gecko.run(['backup', 'list', '--to', 's3://UPPER/x'])).toMatchObject({
        code: 2,
      });
      const env = { AWS_SECRET_ACCESS_KEY: 'wrong' };
      expect(await gecko.run(['backup', 'list'], { env })).toMatchObject({
        code: 12,
        stderr: expect.stringContaining('BACKUP_DENIED'),
      });
    } finally {
      Object.assign(gecko.env, { GECKO_BACKUP_FOLDER: '' });
      await server.close();
    }
  });

  it('prove their origin with a key, and are refused without', async () => {
    await ok('backup', 'key', 'sign.key');
    await ok('backup', 'qdrant', '--to', 'signed');
    const signed = ['--to', 'signed', '--sign-key', 'sign.key'];
    const restore = ['restore', 'qdrant', 'latest', '--yes', ...signed];
    expect(await gecko.run(restore)).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('BACKUP_UNSIGNED'),
    });
    await ok('backup', 'qdrant', ...signed);
    expect(await ok('backup', 'verify', 'latest', ...signed)).toMatchObject({ originProven: true });
    await ok(...restore);
    writeFileSync(at('other.key'), readFileSync(at('my.key')));
    expect(
      await gecko.run(['backup', 'verify', 'latest', '--to', 'signed', '--sign-key', 'other.key']),
    ).toMatchObject({ code: 12, stderr: expect.stringContaining('BACKUP_OTHER_KEY') });
  });
});
