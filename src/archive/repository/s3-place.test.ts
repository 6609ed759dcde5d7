import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeS3, fakeCredentials, openFakeS3 } from '../../../test/fakes/fake-s3.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { listBackups } from './list-backups.ts';
import type { RepositoryPlace } from './place.ts';
import { s3Place } from './s3-place.ts';
import { verifyFiles } from './verify-files.ts';

let server: FakeS3;
let place: RepositoryPlace;
let aborting: AbortController;
beforeEach(async () => {
  server = await openFakeS3();
  aborting = new AbortController();
  place = placeOf();
});
afterEach(() => server.close());

const placeOf = (changed = {}, prefix = 'some/prefix') =>
  s3Place(
    {
      bucket: 'bucket',
      region: 'us-east-1',
      endpoint: server.endpoint,
      credentials: fakeCredentials,
      ...changed,
    },
    prefix,
    aborting.signal,
  );
const keys = () => [...server.objects.keys()];

async function wrong(): Promise<string[]> {
  const found: string[] = [];
  for (const { content } of await listBackups(place))
    found.push(
      ...('problem' in content
        ? [content.problem]
        : await verifyFiles(place, content, () => {}, aborting.signal)),
    );
  return found;
}

describe('a repository in a bucket', () => {
  it('gives back what was stored, and stores it once', async () => {
    const texts = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`f${at}`, `text ${at}`]),
    );
    await storeBackup(place, texts);
    expect(await wrong()).toEqual([]);
    expect(keys().every((key) => key.startsWith('some/prefix/'))).toBe(true);
    expect((await storeBackup(place, texts)).written).toBe(0);
    expect(await listBackups(place)).toHaveLength(2);
    expect((await place.entries('blobs')).map(({ size }) => size > 0)).toHaveLength(8);
  });

  it('lies without a prefix, too, and tells two of them apart', async () => {
    await storeBackup(placeOf({}, ''), { a: 'one' });
    expect(keys().every((key) => /^(blobs|manifests)\//.test(key))).toBe(true);
    expect(await listBackups(place)).toEqual([]);
  });

  it('is told damaged where an object was changed, cut off, or removed', async () => {
    await storeBackup(place, { a: 'one' });
    const key = keys().find((one) => one.includes('/blobs/')) ?? '';
    const whole = server.objects.get(key);
    const { bytes = Buffer.alloc(0) } = whole ?? {};
    for (const other of [Buffer.alloc(0), bytes.subarray(1), Buffer.concat([bytes, bytes])]) {
      server.objects.set(key, { bytes: other, changedAt: 0 });
      expect(await wrong()).toHaveLength(1);
    }
    server.objects.delete(key);
    expect((await wrong()).join()).toContain('is missing');
  });

  it('reads no further than it is told', async () => {
    await place.write('blobs', 'x', Buffer.alloc(1_000));
    expect(await place.read('blobs', 'x', 10)).toHaveLength(11);
    expect(await place.read('blobs', 'y', 10)).toBeNull();
  });

  it('goes on where the server is busy, or an answer got lost', async () => {
    server.faults = [
      { status: 503, code: 'SlowDown' },
      'lost',
      { status: 500, code: 'InternalError' },
    ];
    await storeBackup(place, { a: 'one' });
    expect(await wrong()).toEqual([]);
  });

  it('makes an object where there is none: of several at once, one', async () => {
    const made = await Promise.all(
      ['a', 'b', 'c'].map((text) => place.create('keys', 'k', Buffer.from(text))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    server.faults = ['lost'];
    expect(await place.create('keys', 'other', Buffer.from('x'))).toBe(true);
    server.knowsConditions = false;
    expect(await place.create('keys', 'third', Buffer.from('x'))).toBe(true);
    expect(await place.create('keys', 'third', Buffer.from('y'))).toBe(false);
    expect(String(await place.read('keys', 'third', 9))).toBe('x');
  });

  it('removes objects, also after Ctrl-C, and those that are gone', async () => {
    await place.write('locks', 'x', Buffer.from('x'));
    aborting.abort();
    await place.remove('locks', 'x');
    await place.remove('locks', 'x');
    expect(keys()).toEqual([]);
    await expect(place.names('blobs')).rejects.toThrow('aborted');
  });

  it.each([
    ['a bucket that is not there', { bucket: 'another' }, 'BACKUP_BUCKET', 10],
    [
      'a wrong key',
      { credentials: { ...fakeCredentials, secretAccessKey: 'x' } },
      'BACKUP_DENIED',
      12,
    ],
    ['a server that is not there', { endpoint: 'http://127.0.0.1:9' }, 'BACKUP_UNREACHABLE', 20],
  ])('says so of %s', async (_, changed, code, exitCode) => {
    const other = placeOf(changed);
    await expect(other.names('manifests')).rejects.toMatchObject({ code, exitCode });
    await expect(other.read('blobs', 'x', 9)).rejects.toMatchObject({ code, exitCode });
    await expect(other.write('blobs', 'x', Buffer.from('x'))).rejects.toMatchObject({ code });
  });

  it.each([
    [507, 'InsufficientStorage', 'NO_SPACE', 24],
    [500, 'XMinioStorageFull', 'NO_SPACE', 24],
    [403, 'QuotaExceeded', 'NO_SPACE', 24],
    [403, 'AccessDenied', 'BACKUP_DENIED', 12],
    [400, 'InvalidArgument', 'BACKUP_TARGET', 1],
  ])('tells what %i %s means', async (status, said, code, exitCode) => {
    server.faults = [{ status, code: said }];
    const failure = place.write('blobs', 'x', Buffer.from('x'));
    await expect(failure).rejects.toMatchObject({ code, exitCode });
  });

  it('is left without a backup where it becomes full, and the older ones are whole', async () => {
    await storeBackup(place, { a: 'one' });
    const puts = () => server.asked.filter((asked) => asked.startsWith('PUT')).length;
    const before = puts();
    const full: RepositoryPlace = {
      ...place,
      async write(kind, name, bytes) {
        if (puts() > before) server.faults = [{ status: 507, code: 'InsufficientStorage' }];
        await place.write(kind, name, bytes);
      },
    };
    await expect(storeBackup(full, { a: 'two', b: 'three' })).rejects.toMatchObject({
      code: 'NO_SPACE',
    });
    expect(await listBackups(place)).toHaveLength(1);
    expect(await wrong()).toEqual([]);
  });
});
