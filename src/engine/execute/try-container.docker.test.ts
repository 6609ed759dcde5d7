import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import { forEach, nothing, stackOf } from '../../../test/fakes/stack.ts';
import { liveClock } from '../../live-clock.ts';
import { planTrial } from '../../plan/plan-trial.ts';
import { planUp } from '../../plan/plan-up.ts';
import type { Hardware } from '../../stack/hardware.ts';
import { labelNames } from '../../stack/labels.ts';
import { noDevices } from '../../stack/profile.ts';
import type { Engine } from '../engine.ts';
import type { DeviceRequest } from '../objects.ts';
import { TrialFailed } from './trial-failed.ts';
import { tryContainer } from './try-container.ts';

/** Trials as they are planned, on a real engine and with the real programs of the door's image. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a trial on a real engine', () => {
  let engine: Engine;
  let project: string;
  beforeEach(async () => {
    engine = await openTestEngine();
    project = `t${randomUUID().slice(0, 8)}`;
  });
  afterEach(async () => {
    const { containers, networks } = await engine.snapshot(project);
    expect([...containers, ...networks].map(({ name }) => name)).toEqual([]);
  });

  /** @returns null where it passed, else what it said */
  async function trial(hardware: Partial<Hardware>, signal = new AbortController().signal) {
    const image = {
      reference: 'gecko-test/nginx:1',
      from: 'registry' as const,
      folder: null,
      id: null,
    };
    const stack = stackOf(
      {},
      {
        owner: { project, projectId: 'id', version: '1', createdBy: 'ana@server' },
        engine: engine.info,
        hardware: { profile: 'cpu', ...noDevices, ...hardware },
        images: forEach(() => image),
      },
    );
    const options = { services: [], forceRecreate: false, models: null, weightsPlaced: true };
    const step = planTrial(stack, planUp(stack, nothing, options), nothing);
    if (step?.kind !== 'container.try') throw new Error('no trial is planned');
    expect(step.spec.labels[labelNames.project]).toBe(project);
    return tryContainer(step, { engine, clock: liveClock, signal }).then(
      () => null,
      (error: unknown) => {
        if (error instanceof TrialFailed) return error.said;
        throw error;
      },
    );
  }
  const passing = (...devices: DeviceRequest[]): Partial<Hardware> => ({
    profile: 'gpu-nvidia',
    devices,
  });

  it('hears that it passes no NVIDIA card on (row 51)', async () => {
    const said = await trial(passing({ kind: 'nvidia', count: 1, ids: [] }));
    expect(said).toBe('could not select device driver "nvidia" with capabilities: [[gpu]]');
  });

  it('hears that it has no CDI device', async () => {
    const said = await trial(passing({ kind: 'cdi', devices: ['nvidia.com/gpu=all'] }));
    expect(said).toMatch(/could not select device driver "cdi"|CDI/);
  });

  it('hears that a device is missing (row 52)', async () => {
    const said = await trial(passing({ kind: 'device', path: '/dev/no-such-kfd' }));
    expect(said).toMatch(
      /error gathering device information while adding custom device "\/dev\/no-such-kfd": no such file or directory/,
    );
  });

  it('opens a device by the group that owns it, and by no other (row 52)', async () => {
    // Not below /tmp, which is the container's own and takes no devices.
    const folder = mkdtempSync('/var/tmp/gecko-device-');
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'kfd');
    // The numbers of /dev/null, which takes what is written.
    execFileSync('mknod', [path, 'c', '1', '3']);
    chownSync(path, 4_321, 993);
    chmodSync(path, 0o660);
    const amd = { profile: 'gpu-amd' as const, devices: [{ kind: 'device' as const, path }] };
    expect(await trial({ ...amd, groups: [993] })).toBeNull();
    expect(await trial({ ...amd, groups: [44] })).toMatch(/tee: .*kfd: Permission denied/);
  });

  describe("of the way to the host's Ollama", () => {
    const bridge = '172.17.0.1';
    /** A program of the host. @returns the profile that leads there */
    async function program(address: string, onRequest: Parameters<typeof createServer>[1]) {
      const server = createServer(onRequest);
      await new Promise<void>((resolve) => server.listen(0, address, resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const { port } = server.address() as AddressInfo;
      return { profile: 'host' as const, upstream: `http://127.0.0.1:${port}` };
    }

    it('reaches what listens on the bridge', async () => {
      const asked: string[] = [];
      const ollama = await program(bridge, ({ url = '' }, response) => {
        asked.push(url);
        response.end('{"version":"0.35.0"}');
      });
      expect(await trial(ollama)).toBeNull();
      expect(asked).toEqual(['/api/version']);
    });

    it('does not reach what listens on loopback', async () => {
      const ollama = await program('127.0.0.1', (_request, response) => response.end('{}'));
      expect(await trial(ollama)).toMatch(/Connection refused/);
    });

    it('gives a program that says nothing 10 s, and stops when it is told to', async () => {
      const ollama = await program(bridge, () => {});
      const before = liveClock.monotonic();
      expect(await trial(ollama)).toBe('no answer within 10 s');
      expect(liveClock.monotonic() - before).toBeGreaterThan(9_000);
      const stopping = new AbortController();
      const stopped = await program(bridge, () => stopping.abort(new Error('interrupted')));
      await expect(trial(stopped, stopping.signal)).rejects.toThrow();
    });
  });
});
