import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FakeRag } from '../test/fakes/fake-rag.ts';
import { fakeRuntime } from '../test/fakes/fake-runtime.ts';
import { liveRuntime } from './live-runtime.ts';

it('does what is to be done while nobody may start the services', async () => {
  const { supervisor, signal } = liveRuntime({ ...(await given()), env: {} });
  let done = 0;
  const stopped = await supervisor.stop(signal, async () => {
    done += 1;
  });
  expect([stopped, done]).toEqual([false, 1]);
});

it('starts ssh without the secrets that gecko has in its environment', async () => {
  const folder = newFolder();
  const ssh = `#!${process.execPath}
    require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'seen'))}, JSON.stringify(process.env));
    process.exit(255);`;
  writeFileSync(join(folder, 'ssh'), ssh, { mode: 0o755 });
  const secrets = {
    GECKO_GENERATOR_KEY: 'a',
    GECKO_BACKUP_PASSPHRASE: 'b',
    GECKO_BACKUP_S3_SECRET_ACCESS_KEY: 'c',
  };
  const env = { PATH: folder, DOCKER_HOST: 'ssh://me@far', SSH_AUTH_SOCK: '/agent', ...secrets };
  const { docker } = liveRuntime({ ...(await given()), env });
  await expect((await docker()).engine()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  const seen = JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'));
  expect(seen).toMatchObject({ PATH: folder, SSH_AUTH_SOCK: '/agent' });
  expect(Object.keys(seen).filter((name) => name in secrets)).toEqual([]);
});

const given = () => fakeRuntime(newFolder(), new FakeRag());

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-live-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
