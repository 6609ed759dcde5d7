import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeDocker } from '../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { engineError } from '../engine/engine-error.ts';
import { labelNames } from '../stack/labels.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import { runtimeForUp, runtimeOf } from './choose-runtime.ts';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-runtime-'));
  runtime = await fakeRuntime(home, new FakeRag());
});
afterEach(() => rmSync(home, { recursive: true }));

const record = (kind: 'docker' | 'embedded') => {
  const path = runtime.paths.project.state;
  return recordRuntime(path, ensureProjectState(path, '1', 0), kind);
};
const ask = (kind: 'docker' | 'embedded') => {
  runtime.config = { ...runtime.config, runtime: kind };
};

describe('runtimeOf', () => {
  it('is the one that is asked for, else the recorded one, else embedded', async () => {
    expect(await runtimeOf(runtime)).toBe('embedded');
    await record('docker');
    expect(await runtimeOf(runtime)).toBe('docker');
    ask('docker');
    expect(await runtimeOf(runtime)).toBe('docker');
  });

  it('finds containers of the project that this machine knows nothing of', async () => {
    const docker = fakeDocker();
    runtime.docker = async () => docker;
    expect(await runtimeOf(runtime)).toBe('embedded');
    await docker.fake.createVolume('gecko_qdrant_storage', { [labelNames.project]: 'gecko' });
    expect(await runtimeOf(runtime)).toBe('docker');
  });

  it('never goes over to an empty store without a word', async () => {
    await record('docker');
    ask('embedded');
    await expect(runtimeOf(runtime)).rejects.toThrow('corpus is in the docker runtime');
  });
});

describe('runtimeForUp', () => {
  it('takes containers where an engine answers, and else none', async () => {
    expect(await runtimeForUp(null, runtime)).toEqual({ kind: 'embedded', from: null });
    runtime.docker = async () => fakeDocker();
    expect(await runtimeForUp(null, runtime)).toEqual({ kind: 'docker', from: null });
  });

  it('does not take a mistake in DOCKER_HOST for a machine without an engine', async () => {
    const tools = fakeDocker();
    const because = (isMistaken: boolean) =>
      engineError('ENGINE_UNREACHABLE', 'scripted', { details: { isMistaken } });
    const failing = (isMistaken: boolean) => async () => ({
      ...tools,
      engine: async () => Promise.reject(because(isMistaken)),
    });
    runtime.docker = failing(true);
    await expect(runtimeForUp(null, runtime)).rejects.toMatchObject({ exitCode: 20 });
    runtime.docker = failing(false);
    expect(await runtimeForUp(null, runtime)).toEqual({ kind: 'embedded', from: null });
  });

  it('keeps to what was recorded, unless the other one is asked for: then the project moves', async () => {
    runtime.docker = async () => fakeDocker();
    await record('embedded');
    expect(await runtimeForUp(null, runtime)).toEqual({ kind: 'embedded', from: null });
    const move = { kind: 'docker', from: 'embedded' };
    expect(await runtimeForUp('--auto-gpu', runtime)).toEqual(move);
    ask('docker');
    expect(await runtimeForUp(null, runtime)).toEqual(move);
  });

  it('takes an option for hardware as the wish for containers', async () => {
    expect(await runtimeForUp('--auto-gpu', runtime)).toEqual({ kind: 'docker', from: null });
    ask('embedded');
    await expect(runtimeForUp('--auto-gpu', runtime)).rejects.toMatchObject({ exitCode: 2 });
  });
});
