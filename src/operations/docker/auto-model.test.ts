import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { plainHost } from '../../../test/fakes/plain-host.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { withChosenModel } from '../../config/with-chosen-model.ts';
import { readChosenModel } from '../../state/chosen-model.ts';
import { fileLock } from '../../state/file-lock.ts';
import { acquireLock } from '../../state/lock.ts';
import { withAutoModel } from './auto-model.ts';
import { dockerUp } from './up.ts';

const GiB = 2 ** 30;
let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-auto-model-'));
  runtime = await fakeRuntime(home, new FakeRag());
  use(16 * GiB);
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

function use(available: number): void {
  const memory = { total: 32 * GiB, available };
  docker = fakeDocker(undefined, { host: { ...plainHost, memory } });
  runtime.docker = async () => docker;
}
const asked = { profile: undefined, autoGpu: false, gpus: undefined };
const measure = () => 20e9;
const notes = () =>
  runtime.ui.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));

describe('gecko up --auto-model', () => {
  it('takes the best that fits, and says why', async () => {
    const { config } = await withAutoModel({ ...asked, measure }, runtime);
    expect(config.model).toBe('llama3.2:3b');
    expect(notes().join()).toMatch(
      /Model llama3\.2:3b, best here: .*needs about 2\.57 GiB, and there is the processor with 16\.0 GiB/,
    );
  });

  it('pulls and loads it, and the next up stays with it', async () => {
    // Whatever is measured, one model alone fits.
    use(0.45 * GiB);
    await dockerUp({ ...plainUp, autoModel: true }, runtime);
    const model = readChosenModel(runtime.paths.project.model) ?? '';
    expect([...docker.ollama.has.keys()].map((name) => name.replace(':latest', ''))).toEqual([
      model,
    ]);
    expect(docker.ollama.loaded.size).toBe(1);
    runtime.config = withChosenModel(runtime.config, model);
    for (const one of docker.ollama.loaded.values()) one.bytes = 0;
    expect((await dockerUp(plainUp, runtime)).json).toMatchObject({ changed: false });
    const again = await dockerUp({ ...plainUp, autoModel: true }, runtime);
    expect(again.json).toMatchObject({ changed: false });
  });

  it('chooses anew where it is asked again on a smaller machine', async () => {
    await withAutoModel({ ...asked, measure }, runtime);
    runtime.config = withChosenModel(runtime.config, 'llama3.2:3b');
    use(1.2 * GiB);
    expect((await withAutoModel({ ...asked, measure }, runtime)).config.model).toBe('qwen2.5:0.5b');
  });

  it('stays with its choice where the measured speed is but a little different', async () => {
    const choose = async (rate: number) => {
      const input = { ...asked, measure: () => rate };
      return (await withAutoModel(input, runtime)).config.model;
    };
    expect(await choose(20e9)).toBe('llama3.2:3b');
    runtime.config = withChosenModel(runtime.config, 'llama3.2:3b');
    expect(await choose(25e9)).toBe('llama3.2:3b');
    expect(await choose(17e9)).toBe('llama3.2:3b');
    expect(await choose(80e9)).toBe('llama3.1:8b');
  });

  it('leaves a model that somebody has set, in whatever way', async () => {
    const sources = { cwd: '/', flags: {}, file: null, dotenv: null, user: null };
    const set = await resolveConfig({ ...sources, env: { GECKO_MODEL: 'mistral' } });
    for (const config of [set, { ...runtime.config, model: 'phi4' }]) {
      const { config: kept } = await withAutoModel({ ...asked, measure }, { ...runtime, config });
      expect(kept.model).toBe(config.model);
    }
    expect(readChosenModel(runtime.paths.project.model)).toBeNull();
  });

  it.each([
    ['of a dry run', async () => dockerUp({ ...plainUp, autoModel: true, dryRun: true }, runtime)],
    [
      'where the services do not come up',
      async () => {
        docker.sick.add('gecko-qa-1');
        const input = { ...plainUp, autoModel: true, healthyWithin: 100 };
        await expect(dockerUp(input, runtime)).rejects.toMatchObject({ code: 'UNHEALTHY' });
      },
    ],
    [
      'where another gecko has the lock',
      async () => {
        const { clock, signal, paths } = runtime;
        const place = fileLock(paths.project.mutex);
        const lock = await acquireLock({ place, command: 'x', waitMs: 0, clock, signal });
        const up = dockerUp({ ...plainUp, autoModel: true }, runtime);
        await expect(up).rejects.toMatchObject({ code: 'LOCKED' });
        await lock.release();
        expect(notes()).toEqual([]);
      },
    ],
  ])('remembers nothing %s', async (_, work) => {
    await work();
    expect(readChosenModel(runtime.paths.project.model)).toBeNull();
  });

  it('refuses where nothing fits, and says what to do', async () => {
    use(0.1 * GiB);
    await expect(withAutoModel({ ...asked, measure }, runtime)).rejects.toMatchObject({
      code: 'NO_MODEL_FITS',
      exitCode: 21,
      hint: expect.stringContaining('gecko model recommend'),
    });
  });
});
