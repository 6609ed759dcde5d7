import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRecordedEngine, recordEngine } from './recorded-engine.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-recorded-'));
  path = join(folder, 'engine.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const host = { DOCKER_HOST: 'tcp://build.example:2376', DOCKER_TLS_VERIFY: '1' };

it('keeps what chose an engine, and nothing else of the environment', async () => {
  await recordEngine(path, { ...host, DOCKER_CERT_PATH: 'certs', PATH: '/bin', DOCKER_TLS: '' });
  expect(readRecordedEngine(path)).toEqual({ ...host, DOCKER_CERT_PATH: resolve('certs') });
});

it('keeps a choice where nothing chooses any more', async () => {
  await recordEngine(path, {});
  expect(readRecordedEngine(path)).toBeNull();
  await recordEngine(path, host);
  await recordEngine(path, { DOCKER_CONFIG: '/etc/docker' });
  expect(readRecordedEngine(path)).toEqual(host);
});

it('forgets it for the default context, and takes the next', async () => {
  await recordEngine(path, host);
  await recordEngine(path, { DOCKER_CONTEXT: 'far' });
  expect(readRecordedEngine(path)).toEqual({ DOCKER_CONTEXT: 'far' });
  await recordEngine(path, { DOCKER_CONTEXT: 'default' });
  expect(readRecordedEngine(path)).toBeNull();
});

it('says so where the file is damaged', () => {
  writeFileSync(path, '{"schemaVersion":1}');
  expect(() => readRecordedEngine(path)).toThrow('is damaged: it has no chosenBy');
});
