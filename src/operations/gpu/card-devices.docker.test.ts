import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeOllama } from '../../../test/fakes/fake-ollama.ts';
import { execProcess } from '../../clients/exec-process.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ContainerSpec } from '../../engine/objects.ts';
import { profileOf } from '../../stack/profile-of.ts';
import { lookAtCard } from './look-at-card.ts';
import { readOllamaLog } from './read-ollama-log.ts';

const signal = new AbortController().signal;
const group = 4242;

/** A node that only one group may open stands for /dev/kfd: no card is needed to be kept away from it. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)(
  'the devices of a container, on a real engine',
  () => {
    const path = `/dev/gecko-test-${process.pid}`;
    const device = { kind: 'device' as const, path };
    let engine: Engine;
    let name: string;
    beforeAll(() => {
      // As /dev/null.
      execFileSync('mknod', [path, 'c', '1', '3']);
      // Of nobody: its owner opens it whatever the group.
      chownSync(path, 65534, group);
      chmodSync(path, 0o660);
    });
    afterAll(() => rmSync(path, { force: true }));
    beforeEach(async () => {
      engine = await openTestEngine();
      name = `t${randomUUID().slice(0, 8)}`;
    });
    afterEach(() => engine.removeContainer(name, { force: true }));

    /** As the stack makes Ollama's. */
    const site = async (more: Partial<ContainerSpec>, command = ['sleep', '1000']) => {
      const spec = containerSpec(name, 'gecko-test/busybox:1');
      const id = await engine.createContainer({
        ...{ ...spec, command, user: '0:0', dropCapabilities: true, readOnlyRoot: true },
        ...more,
      });
      await engine.startContainer(id);
      const container = await engine.container(id);
      if (!container) throw new Error('no container');
      const profile = profileOf(container.devices);
      return { server: fakeOllama(), inStack: { engine, container }, profile, isHere: true };
    };

    it('are open with the right group, and told by an inspection', async () => {
      const found = await site({ devices: [device], groups: [group] });
      expect(found.inStack.container.devices).toEqual([device]);
      expect(found.profile).toBe('gpu-amd');
      expect((await lookAtCard(found, { exec: execProcess, host: null }, signal)).look).toEqual({
        state: 'open',
      });
    });

    it('are closed with a wrong group', async () => {
      const found = await site({ devices: [device], groups: [group + 1] });
      expect(
        (await lookAtCard(found, { exec: execProcess, host: null }, signal)).look,
      ).toMatchObject({
        ...{ state: 'closed', said: expect.stringContaining(`${path}: Permission denied`) },
      });
    });

    it('are absent where the container was made without them', async () => {
      const found = await site({});
      expect(found.profile).toBe('cpu');
      const nvidia = { ...found, profile: 'gpu-nvidia' as const };
      const { look, used } = await lookAtCard(nvidia, { exec: execProcess, host: null }, signal);
      expect(look).toMatchObject({ state: 'absent', said: expect.stringContaining('not found') });
      expect(used).toHaveProperty('absence');
    });

    it('are spoken of in the log, which is read from the last start on', async () => {
      const say =
        'echo time=T level=INFO msg=\\"inference compute\\" library=CUDA name=CUDA0; sleep 1000';
      const found = await site({}, ['sh', '-c', say]);
      let log = await readOllamaLog(found, signal);
      while ('absence' in log || log.cards === null) log = await readOllamaLog(found, signal);
      expect(log.cards).toMatchObject([{ library: 'CUDA', name: 'CUDA0' }]);
    });
  },
);
