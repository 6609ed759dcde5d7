import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestEngine } from '../../../../test/engine/open-test-engine.ts';
import { openSmallVolume, type SmallVolume } from '../../../../test/engine/small-volume.ts';
import type { Engine } from '../../../engine/engine.ts';
import { tarEnd, tarEntry } from '../../../engine/execute/tar-entry.ts';
import { type VolumeTool, withVolumeTool } from '../../../engine/execute/volume-tool.ts';
import { VOLUME } from './models-folder.ts';
import { stagedModels } from './staged-models.ts';

const signal = new AbortController().signal;

/** As in the container that gecko uses: by busybox and GNU tar, on a volume of user 1000. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('models on their way into a volume', () => {
  let engine: Engine;
  let volume: SmallVolume;
  beforeEach(async () => {
    engine = await openTestEngine();
    volume = await openSmallVolume('small_models_staged', 4 * 1024);
  });
  afterEach(() => volume.close());

  const inTool = <T>(work: (tool: VolumeTool) => Promise<T>) => {
    const { name } = volume;
    const mounts = [{ type: 'volume' as const, source: name, target: VOLUME, readOnly: false }];
    const spec = { name, image: 'gecko-test/node:1', labels: {}, mounts };
    return withVolumeTool(engine, spec, work, signal);
  };
  const list = (tool: VolumeTool) =>
    tool.run(['sh', '-c', `cd ${VOLUME} && find . -exec stat -c "%n %u:%g %a" {} +`]);
  const tarOf = (path: string, content: Buffer<ArrayBuffer>) =>
    Readable.from([tarEntry({ path, type: 'File', mode: 0o644, uid: 0, gid: 0 }, content), tarEnd]);

  it('belong to whom the volume belongs to', async () => {
    const content = Buffer.from('weights');
    const sum = createHash('sha256').update(content).digest('hex');
    const found = await inTool(async (tool) => {
      const staged = stagedModels(tool);
      const { owner } = await staged.begin();
      await staged.fill(tarOf(`blobs/sha256-${sum}`, content));
      expect(await staged.soundIn('.gecko-restore/blobs', [sum])).toEqual(new Set([sum]));
      await staged.commit({ owner, needed: [sum], paths: [] });
      await staged.remove();
      return list(tool);
    });
    expect(found.trim().split('\n').slice(1).sort()).toEqual([
      './models 1000:1000 755',
      './models/blobs 1000:1000 755',
      `./models/blobs/sha256-${sum} 1000:1000 644`,
      './models/manifests 1000:1000 755',
    ]);
  });

  it('leave nothing to be seen where they find no room, and the volume says so', async () => {
    await inTool(async (tool) => {
      const staged = stagedModels(tool);
      const { free } = await staged.begin();
      expect(free).toBeLessThanOrEqual(4 * 2 ** 20);
      const large = tarOf(`blobs/sha256-${'a'.repeat(64)}`, Buffer.alloc(8 * 2 ** 20, 'x'));
      await expect(staged.fill(large)).rejects.toMatchObject({ code: 'NO_SPACE', exitCode: 24 });
      await staged.remove();
      expect(await list(tool)).not.toContain('sha256');
    });
  });
});
