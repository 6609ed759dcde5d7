import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { type FakeEngineOptions, fakeEngine } from '../../../test/fakes/fake-engine.ts';
import type { ContainerSpec } from '../objects.ts';
import { TrialFailed } from './trial-failed.ts';
import { tryContainer } from './try-container.ts';

const door = { behaviour: { says: ['ready'] } };

/** @returns null where the trial passed, what it said where it did not */
async function trial(
  more: Partial<ContainerSpec>,
  options: Partial<FakeEngineOptions> = {},
  signal = new AbortController().signal,
) {
  const clock = fakeClock();
  const engine = fakeEngine({ clock, images: { door }, ...options });
  const spec = { ...containerSpec('gecko-web-1', 'door'), entrypoint: ['true'], ...more };
  const tried = tryContainer(
    { spec, network: { name: 'out', internal: false, labels: {} } },
    { engine, clock, signal },
  );
  const said = await tried.then(
    () => null,
    (error: unknown) => (error instanceof TrialFailed ? error.said : error),
  );
  const { containers, networks } = (await engine.snapshot('any')).foreign;
  return { said, left: [...containers, ...networks], took: clock.monotonic(), made: engine.made };
}
const asking = { entrypoint: ['wget'], command: ['http://host.docker.internal:11434/api/version'] };
const origin = 'http://host.docker.internal:11434';

describe('tryContainer', () => {
  it('passes what ends well, and leaves nothing', async () => {
    const { said, left, made } = await trial({});
    expect({ said, left }).toEqual({ said: null, left: [] });
    const [network, container] = made;
    expect(network).toMatch(/^createNetwork out-try-[0-9a-f]{8}$/);
    expect(container).toMatch(/^createContainer gecko-web-1-try-[0-9a-f]{8}$/);
  });

  it('passes a way that leads to an answer', async () => {
    const machine = { answers: { [origin]: 'answers' as const } };
    expect(await trial(asking, { machine })).toMatchObject({ said: null, left: [] });
  });

  it('tells the last words of what ends otherwise', async () => {
    expect(await trial(asking)).toMatchObject({
      said: "wget: can't connect to remote host (172.17.0.1): Connection refused (exit code 1)",
      left: [],
    });
  });

  it('waits 10 s for an answer, and no longer', async () => {
    const machine = { answers: { [origin]: 'silent' as const } };
    const { said, left, took } = await trial(asking, { machine });
    expect({ said, left }).toEqual({ said: 'no answer within 10 s', left: [] });
    expect(took).toBeLessThan(11_000);
  });

  it('tells the words of an engine that cannot pass a GPU on (row 51)', async () => {
    const devices = [{ kind: 'nvidia' as const, count: 1, ids: [] }];
    expect(await trial({ devices })).toMatchObject({
      said: 'could not select device driver "nvidia" with capabilities: [[gpu]]',
      left: [],
    });
  });

  it('tells of a device that is missing, or that its groups may not open (row 52)', async () => {
    const kfd = {
      devices: [{ kind: 'device' as const, path: '/dev/kfd' }],
      entrypoint: ['tee'],
      command: ['-a', '/dev/kfd'],
    };
    expect((await trial(kfd)).said).toBe(
      'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
    );
    const machine = { devices: { '/dev/kfd': 109 } };
    expect((await trial(kfd, { machine })).said).toBe(
      'tee: /dev/kfd: Permission denied (exit code 1)',
    );
    expect((await trial({ ...kfd, groups: [109] }, { machine })).said).toBeNull();
  });

  it('holds nothing against an image that lacks the program', async () => {
    const startFails =
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "wget": executable file not found in $PATH: unknown';
    const { said, left } = await trial({}, { images: { door: { behaviour: { startFails } } } });
    expect({ said, left }).toEqual({ said: null, left: [] });
  });

  it('takes an engine that fails otherwise for no answer, and still leaves nothing', async () => {
    const { said, left } = await trial({ image: 'gone' });
    expect(said).toMatchObject({ code: 'IMAGE_MISSING' });
    expect(left).toEqual([]);
  });

  it('leaves nothing when it is interrupted', async () => {
    const stopping = new AbortController();
    const before = (method: string) => {
      if (method === 'waitContainer') stopping.abort(new Error('interrupted'));
    };
    const machine = { answers: { [origin]: 'silent' as const } };
    const { said, left } = await trial(asking, { machine, before }, stopping.signal);
    expect(said).toBeInstanceOf(Error);
    expect(left).toEqual([]);
  });
});
