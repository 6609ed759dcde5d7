import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import { systemProcesses } from '../../state/process-identity.ts';
import type { Engine } from '../engine.ts';
import { inert } from './inert.ts';
import { holderLabel } from './scratch-labels.ts';
import { type VolumeTool, withVolumeTool } from './volume-tool.ts';

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('programs that work on a volume', () => {
  let engine: Engine;
  let volume: string;
  beforeEach(async () => {
    engine = await openTestEngine();
    volume = `v${randomUUID().slice(0, 8)}`;
    await engine.createVolume(volume, {});
  });
  afterEach(() => engine.removeVolume(volume));

  const inTool = <T>(
    readOnly: boolean,
    work: (tool: VolumeTool) => Promise<T>,
    signal = new AbortController().signal,
  ) => {
    const mounts = [{ type: 'volume' as const, source: volume, target: '/v', readOnly }];
    const spec = { name: volume, image: 'gecko-test/node:1', labels: {}, mounts };
    return withVolumeTool(engine, spec, work, signal);
  };
  const containers = async () => {
    const { foreign } = await engine.snapshot('');
    return foreign.containers.filter(({ name }) => name.startsWith(volume));
  };

  it('gets what they write and gives them what they read, of any length', async () => {
    const large = Buffer.alloc(3_000_000, 'gecko');
    const script = 'cat > /v/large && chown 12:34 /v/large && stat -c %u:%g:%s /v/large';
    expect(
      await inTool(false, (tool) => tool.run(['sh', '-c', script], Readable.from([large]))),
    ).toBe('12:34:3000000\n');
    const back = await inTool(true, async (tool) => {
      const parts = [];
      for await (const part of tool.read(['cat', '/v/large'])) parts.push(part);
      return Buffer.concat(parts);
    });
    expect(back.equals(large)).toBe(true);
    expect(await containers()).toEqual([]);
  });

  it('begins once what a killed process has left running on the volume has ended', async () => {
    const dead = { ...systemProcesses, bootId: () => '', startTime: () => '1' };
    const left = await engine.createContainer({
      ...inert,
      name: `${volume}-left`,
      image: 'gecko-test/node:1',
      labels: holderLabel(dead),
      entrypoint: ['sh'],
      command: ['-c', 'while true; do echo more >> /v/log; done'],
      user: '0:0',
      mounts: [{ type: 'volume', source: volume, target: '/v', readOnly: false }],
    });
    await engine.startContainer(left);
    const script = 'cp /v/log /v/copy; sleep 0.2; cmp /v/log /v/copy';
    expect(await inTool(false, (tool) => tool.run(['sh', '-c', script]))).toBe('');
    expect(await containers()).toEqual([]);
  });

  it('is left by an input that fails after it was interrupted', async () => {
    const stop = new AbortController();
    let failed = false;
    const late = async function* () {
      yield 'a beginning';
      stop.abort(new Error('enough'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      failed = true;
      throw new Error('the bucket is gone');
    };
    const work = (tool: VolumeTool) => tool.run(['cat'], Readable.from(late()));
    await expect(inTool(true, work, stop.signal)).rejects.toThrow('enough');
    // An error that nobody takes would end the process.
    await expect.poll(() => failed).toBe(true);
    expect(await containers()).toEqual([]);
  });

  it('tells why one failed, and leaves nothing', async () => {
    await expect(inTool(true, (tool) => tool.run(['sh', '-c', '>/v/x']))).rejects.toMatchObject({
      code: 'VOLUME_TOOL',
      message: expect.stringContaining('Read-only'),
    });
    await expect(
      inTool(true, async (tool) => {
        for await (const part of tool.read(['cat', '/dev/zero']))
          throw new Error(`${part.length > 0}`);
      }),
    ).rejects.toThrow('true');
    expect(await containers()).toEqual([]);
  });
});
