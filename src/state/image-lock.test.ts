import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordImages } from './image-lock.ts';
import { readImageLock } from './read-image-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const web = { reference: 'nginx:1', digest: 'nginx@sha256:ab', id: 'sha256:cd' };

it('keeps what runs by platform, and is not written where nothing changed', async () => {
  const path = join(folder, 'gecko.lock.json');
  await recordImages(path, 'linux/amd64', { web });
  const { ino } = statSync(path);
  await recordImages(path, 'linux/amd64', { web });
  expect(statSync(path).ino).toBe(ino);
  await recordImages(path, 'linux/arm64', { web: { ...web, digest: null } });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    schemaVersion: 1,
    platforms: { 'linux/amd64': { web }, 'linux/arm64': { web: { ...web, digest: null } } },
  });
});

it('is read again by platform, and holds nothing where there is none', async () => {
  const path = join(folder, 'gecko.lock.json');
  expect(readImageLock(path, 'linux/amd64')).toEqual(new Map());
  await recordImages(path, 'linux/amd64', { web });
  expect(readImageLock(path, 'linux/amd64')).toEqual(new Map([['web', web]]));
  expect(readImageLock(path, 'linux/arm64')).toEqual(new Map());
});
