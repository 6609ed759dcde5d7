import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { withVolumeTool } from './volume-tool.ts';

describe('a container that works on volumes', () => {
  it('runs programs after an interruption only where they end or undo what was begun', async () => {
    const engine = fakeEngine({
      clock: fakeClock(),
      images: { image: {} },
      machine: { imagePrograms: { name: () => 'ran' } },
    });
    const spec = { name: 'models', image: 'image', labels: {}, mounts: [] };
    const stop = new AbortController();
    const work = withVolumeTool(
      engine,
      spec,
      async (tool, undisturbed) => {
        expect(await tool.run(['name'])).toBe('ran');
        stop.abort(new Error('Ctrl-C'));
        await expect(tool.run(['name'])).rejects.toThrow('Ctrl-C');
        return undisturbed.run(['name']);
      },
      stop.signal,
    );
    expect(await work).toBe('ran');
    expect((await engine.snapshot('')).foreign.containers).toEqual([]);
  });
});
